"""Cell inventory: where each cell stands and when it is on the air, to `clean/cell`, and its share of hexagons.

python -m spark_jobs.telecom.cells --service-date 2026-11-01
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import h3
from pyspark.sql import functions as F

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import derive, tabular
from spark_jobs.command import run_command
from spark_jobs.intake import FeedJob, Summary, run_feed
from spark_jobs.telecom.schema import CELL
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


def share_of_hexes(cells: DataFrame) -> DataFrame:
    """valid_from, cell_id, hex_id, share: the one table that decides where a cell's people count; today its site's hexagon, whole."""
    return cells.select("valid_from", "cell_id", "hex_id", F.lit(1.0).alias("share"))


def write_hex_share(spark: SparkSession, lake: Lake) -> derive.Summary:
    """Bring `aggregate/cell_hex_share` up to date with the inventories."""
    folders = lake.partitions("clean", FEED)
    wanted = derive.stale(
        lake,
        "aggregate",
        "cell_hex_share",
        "valid_from",
        {v: {FEED: derive.run_of(p)} for v, p in folders.items()},
    )
    if wanted:
        with derive.derivation(lake, "cell_hex_share", "aggregate", "valid_from", wanted) as run_:
            cells = spark.read.schema(CELL).parquet(*[str(folders[v]) for v in wanted])
            run_.write("cell_hex_share", share_of_hexes(cells))
    return derive.Summary("cell_hex_share", list(wanted))


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
    write_hex_share(spark, lake)
    return summary


if __name__ == "__main__":
    run_command(__doc__, run)
