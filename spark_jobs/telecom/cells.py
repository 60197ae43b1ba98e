"""Cell inventory: where each cell stands and when it is on the air, to `clean/cell`, and its share of hexagons.

python -m spark_jobs.telecom.cells --service-date 2026-11-01
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING

import h3
import pandas as pd
from pyspark.sql import functions as F

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import derive, tabular
from spark_jobs.command import run_command
from spark_jobs.intake import FeedJob, Summary, run_feed
from spark_jobs.telecom import coverage
from spark_jobs.telecom.schema import CELL, CELL_HEX_SHARE
from spark_jobs.verdict import set_outcome

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FEED = "cell"
RULE_VERSION = "cell-1"
COLUMNS = (
    "inventory_date",
    "cell_id",
    "site_id",
    "technology",
    "latitude",
    "longitude",
    "active_from",
    "active_to",
)
DAY = "yyyy-MM-dd"
SHARE_TABLE = "cell_hex_share"
COVERAGE_VERSION = "coverage-2"
USUAL_SPAN_DAYS = 31
"""How long the newest inventory is taken to speak for while no newer one tells."""


@dataclass(frozen=True)
class Span:
    """The days of one inventory: cells on air between `begins` and `judged_until` share the ground, events may name any on air between
    `speaks_from` and `speaks_until`."""

    begins: date
    judged_until: date
    speaks_from: date
    speaks_until: date

    def __str__(self) -> str:
        return " ".join(map(str, (self.begins, self.judged_until, self.speaks_from, self.speaks_until)))


def type_columns(rows: DataFrame) -> DataFrame:
    """Dates and coordinates (degrees WGS84); what does not parse becomes NULL."""
    return rows.withColumns(
        {
            "valid_from": F.try_to_date("inventory_date", DAY),
            "latitude": F.col("latitude").try_cast("double"),
            "longitude": F.col("longitude").try_cast("double"),
            "active_from": F.try_to_date("active_from", DAY),
            "active_to_text": F.col("active_to"),
            "active_to": F.try_to_date("active_to", DAY),
        }
    )


def flag_broken_rules(rows: DataFrame, profile: Profile) -> DataFrame:
    """`reasons` of each row."""
    box = profile.bounds
    located = F.col("latitude").isNotNull() & F.col("longitude").isNotNull()
    inside = F.col("latitude").between(box.south, box.north) & F.col("longitude").between(box.west, box.east)
    return tabular.judge(
        rows,
        ("inventory_date_malformed", F.col("valid_from").isNull()),
        ("cell_missing", F.col("cell_id").isNull()),
        ("coordinates_malformed", ~located),
        ("coordinates_outside_city", located & ~inside),
        ("active_from_malformed", F.col("active_from").isNull()),
        ("active_to_malformed", F.col("active_to_text").isNotNull() & F.col("active_to").isNull()),
        ("active_to_before_from", F.col("active_to") < F.col("active_from")),
    )


def place(rows: DataFrame, resolution: int) -> DataFrame:
    """`hex_id`: the H3 cell of each site, found once a site on the driver (Spark has no H3, the inventory is small)."""
    sites = rows.where("size(reasons) = 0").select("latitude", "longitude").distinct().collect()
    hexes = [(s.latitude, s.longitude, h3.latlng_to_cell(s.latitude, s.longitude, resolution)) for s in sites]
    table = rows.sparkSession.createDataFrame(hexes, "latitude double, longitude double, hex_id string")
    return rows.join(F.broadcast(table), ["latitude", "longitude"], "left")


def clean(rows: DataFrame, profile: Profile) -> DataFrame:
    """Parsed lines to staged rows; of two rows for a cell in one inventory the newest delivery's is kept."""
    return (
        rows.transform(type_columns)
        .transform(flag_broken_rules, profile)
        .transform(place, profile.hex_resolution)
        .transform(
            set_outcome,
            key=("valid_from", "cell_id"),
            part=F.col("valid_from"),
            prefer=tabular.newest_first(),
        )
    )


def shares_of(cells: pd.DataFrame, span: Span, profile: Profile) -> pd.DataFrame:
    """valid_from, cell_id, hex_id, share, is_main: the one table that decides where a cell's people count.

    `cells`: one inventory. By `telecom.coverage` of the profile a site shares out the ground nearest to it (`coverage.voronoi`)
    or counts whole in its own hexagon; cells of one place share its ground. The ground is divided among the cells on air in
    the inventory's span. Other cells get no share, but for those that events of days around the span may name (before the first
    inventory, and after the last one while no newer comes): they count in their site's hexagon, and take no ground from the rest.
    """
    ended, began = cells.active_to.fillna(date.max), cells.active_from
    on_air = (began <= span.judged_until) & (ended >= span.begins)
    by_name = ~on_air & (began <= span.speaks_until) & (ended >= span.speaks_from)
    if profile.telecom.coverage == "site":
        on_air, by_name = on_air & False, on_air | by_name
    of_ground = coverage.voronoi(
        cells[on_air], profile.bounds, profile.hex_resolution, profile.telecom.cell_radius_km_max
    )
    of_site = coverage.at_site(cells[by_name], profile.hex_resolution)
    place = ["latitude", "longitude"]
    named = cells[["valid_from", "cell_id", *place]]
    parts = [named[on_air].merge(of_ground, on=place), named[by_name].merge(of_site, on=place)]
    found = pd.concat([p for p in parts if len(p)] or parts, ignore_index=True)
    return found[CELL_HEX_SHARE.names].sort_values(["cell_id", "hex_id"], ignore_index=True)


def spans(inventories: Sequence[str]) -> dict[str, Span]:
    """For each inventory (valid_from) the days it speaks for: from its own date to the next one's eve, the first from ever."""
    dates = sorted(date.fromisoformat(v) for v in inventories)
    found = {}
    for begins, following in zip_longest(dates, dates[1:]):
        until = following - timedelta(days=1) if following else None
        found[str(begins)] = Span(
            begins=begins,
            judged_until=until or begins + timedelta(days=USUAL_SPAN_DAYS),
            speaks_from=date.min if begins == dates[0] else begins,
            speaks_until=until or date.max,
        )
    return found


def write_hex_share(spark: SparkSession, lake: Lake, profile: Profile) -> derive.Summary:
    """Bring `aggregate/cell_hex_share` up to date with the inventories and the profile's rule."""
    folders, rules = lake.partitions("clean", FEED), profile.telecom
    span = spans(list(folders))
    rule = {
        "coverage": f"{COVERAGE_VERSION} {rules.coverage} {rules.cell_radius_km_max} km",
        "grid": f"{profile.hex_resolution} {profile.bounds.model_dump_json()}",
    }
    wanted = derive.stale(
        lake,
        "aggregate",
        SHARE_TABLE,
        "valid_from",
        {v: rule | {FEED: derive.run_of(p), "span": f"{span[v]}"} for v, p in folders.items()},
    )
    if wanted:
        with derive.derivation(lake, SHARE_TABLE, "aggregate", "valid_from", wanted) as run_:
            read = [spark.read.schema(CELL).parquet(str(folders[v])).toPandas() for v in wanted]
            shares = [shares_of(cells, span[v], profile) for v, cells in zip(wanted, read, strict=True)]
            run_.write(SHARE_TABLE, spark.createDataFrame(pd.concat(shares), CELL_HEX_SHARE))
    return derive.Summary(SHARE_TABLE, list(wanted))


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> Summary:
    """Clean pending inventories (`rebuild`: one valid_from again) and bring their hexagon shares up to date."""
    job = FeedJob(
        feed=FEED,
        key="valid_from",
        schema=CELL,
        rule_version=RULE_VERSION,
        read_header=tabular.header_reader(FEED, COLUMNS),
        parse=tabular.parse,
        clean=lambda rows: clean(rows, profile),
    )
    summary = run_feed(spark, lake, profile, job, service_date, rebuild=rebuild)
    write_hex_share(spark, lake, profile)
    return summary


if __name__ == "__main__":
    run_command(__doc__, run)
