"""Every case as it was last told, with its kind, its place and its clock: `aggregate/complaint_case`.

    python -m spark_jobs.complaints.case_states --service-date 2026-11-01

One row a case, without its words; it never enters the warehouse. A case that is open grows late by mere waiting, so its day is made again with each
newer delivery: as of 04:00 of that day, never of the clock of a run. Cases are few: worked out on the driver, some days of receipt at a time.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import duckdb
import h3
import numpy as np
import pyarrow as pa

from nightowl import commit, reference
from nightowl.complaint_rules import ComplaintRules
from nightowl.lake import Lake
from nightowl.ledger import Ledger
from nightowl.profile import Profile
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.complaints import case_states_sql as sql
from spark_jobs.complaints import categories, clock
from spark_jobs.complaints.cases import FEED
from spark_jobs.complaints.category_model import Model, predict
from spark_jobs.complaints.kinds import kinds
from spark_jobs.complaints.schema import COMPLAINT_CASE

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TABLE = "complaint_case"
RULE_VERSION = "complaint_case-1"
DAYS_AT_ONCE = 31


def hexagons(cases: pa.Table, resolution: int) -> pa.Array:
    """The H3 cell of each case's place, NULL where it has none; each place is looked up once."""
    places = cases.select(["latitude", "longitude"]).to_pandas()
    cells = {
        (y, x): h3.latlng_to_cell(y, x, resolution)
        for y, x in places.dropna().drop_duplicates().itertuples(index=False)
    }
    return pa.array([cells.get(place) for place in places.itertuples(index=False)], pa.string())


def limits(cases: pa.Table, rules: ComplaintRules, profile: Profile) -> pa.Array:
    """Until when each case has to be answered by the limit of its kind (timestamps, UTC), NULL where it has none. Wants received_at, limit_h and
    limit_working_days."""
    received_s = cases["received_at"].cast(pa.timestamp("s")).cast(pa.int64()).to_numpy()
    limit_h, limit_days = (
        cases[c].to_numpy(zero_copy_only=False).astype(float) for c in ("limit_h", "limit_working_days")
    )
    if np.isnan(limit_h).all() and np.isnan(limit_days).all():
        return pa.nulls(len(cases), pa.timestamp("us", tz="UTC"))
    zone = ZoneInfo(profile.time_zone)
    first, last = (datetime.fromtimestamp(int(s), zone).date() for s in (received_s.min(), received_s.max()))
    years = range(first.year, last.year + 2)
    free = reference.public_holidays(profile.country, years)["holiday_date"].to_pylist()
    working = clock.calendar(first, last, rules.office, profile.time_zone, free)
    due_s = clock.due(received_s, limit_h, limit_days, working)
    return pa.array(due_s, pa.timestamp("s"), mask=due_s == 0).cast(pa.timestamp("us", tz="UTC"))


def classified(cases: pa.Table, model: Model, rules: ComplaintRules) -> pa.Table:
    """Cases of which only their words tell the kind (`said`), with the kind the model answers where it is sure, its field and limit."""
    rows = cases.select(["said", "item", "field", "item_rule", "limit_h", "limit_working_days"]).to_pandas()
    rows = rows[rows["said"].fillna("") != ""]
    known = {kind.item: kind for kind in rules.items}
    told: dict[str, list[object]] = {c: cases[c].to_pylist() for c in rows.columns[1:]}
    for at, (item, _) in zip(rows.index, predict(rows["said"].tolist(), model), strict=True):
        if item is None:
            continue
        told["item"][at], told["item_rule"][at] = item, "classified"
        if kind := known.get(item):
            told["field"][at], told["limit_h"][at], told["limit_working_days"][at] = (
                kind.field,
                kind.limit_h,
                kind.limit_working_days,
            )
    for column, values in told.items():
        place = cases.schema.get_field_index(column)
        cases = cases.set_column(place, column, pa.array(values, cases.schema.field(column).type))
    return cases


def states(
    con: duckdb.DuckDBPyConnection, profile: Profile, as_of_date: date, model: Model | None = None
) -> pa.Table:
    """Rows of COMPLAINT_CASE of the cases whose versions are the view `version` of `con`, as of the city's morning of `as_of_date`.

    `model` answers for cases whose kind no word tells; None: they stay without.
    """
    rules = profile.complaints
    con.register("kind", kinds(rules))
    has_kinds = bool(rules.items)
    newest = con.execute(
        sql.NEWEST, {"zone": profile.time_zone, "start_hour": profile.service_day_start_hour, "has_kinds": has_kinds}
    ).to_arrow_table()  # fmt: skip
    if model:
        newest = classified(newest, model, rules)
    newest = newest.append_column("hex_id", hexagons(newest, profile.hex_resolution))
    con.register("newest", newest.append_column("limit_at", limits(newest, rules, profile)))
    return con.execute(
        sql.STATES, {"as_of": morning(profile, as_of_date), "as_of_date": as_of_date}
    ).to_arrow_table()


def morning(profile: Profile, day: date) -> datetime:
    """When the service day begins."""
    return datetime.combine(day, clock_time(profile.service_day_start_hour), ZoneInfo(profile.time_zone))


def open_days(lake: Lake) -> set[str]:
    """Days of receipt of which a case was open when they were last looked at."""
    if not lake.partitions("aggregate", TABLE):
        return set()
    with duckdb.connect() as con:
        told = con.read_parquet(lake.glob("aggregate", TABLE), hive_partitioning=False)
        return {
            day for (day,) in told.filter("status = 'open'").project("service_date::varchar").distinct().fetchall()
        }  # fmt: skip


def inputs_of(lake: Lake, profile: Profile, as_of_date: date, model_version: str) -> dict[str, derive.Inputs]:
    """What each day's cases are to be made from. Where nothing changed and no case is open, time may pass."""
    is_open, inputs = open_days(lake), {}
    said = profile.complaints.model_dump_json(include={"items", "office"})
    settings = {
        "rules": RULE_VERSION,
        "kinds": hashlib.sha256(said.encode()).hexdigest()[:16],
        "hex_resolution": str(profile.hex_resolution),
        "model": model_version,
    }
    for day, folder in lake.partitions("clean", FEED).items():
        made = commit.made_by(lake.partition("aggregate", TABLE, "service_date", day)).get("inputs", {})
        told = {FEED: derive.run_of(folder), **settings}
        is_settled = {c: made.get(c) for c in told} == told and day not in is_open
        inputs[day] = told | {"as_of": made["as_of"] if is_settled else str(as_of_date)}
    return inputs


def _made(
    lake: Lake, profile: Profile, days: list[str], as_of_date: date, model: Model | None
) -> Iterator[pa.Table]:
    folders = lake.partitions("clean", FEED)
    for at in range(0, len(days), DAYS_AT_ONCE):
        some = days[at : at + DAYS_AT_ONCE]
        with duckdb.connect() as con:
            con.execute("set timezone = 'UTC'")
            files = [str(file) for day in some for file in sorted(Path(folders[day]).glob("*.parquet"))]
            if files:
                con.read_parquet(files, hive_partitioning=False, union_by_name=True).create_view("version")
                yield states(con, profile, as_of_date, model)


def run(
    spark: SparkSession | None,
    lake: Lake,
    profile: Profile,
    service_date: date,
    *,
    rebuild: str | None = None,
) -> derive.Summary:
    """Make again every day of receipt whose cases have changed, or that holds open ones while a newer delivery came. Of Spark nothing is asked."""
    started = time.monotonic()
    delivered = [r.delivered for r in Ledger(lake).files(FEED).values() if r.status == "loaded"]
    if not delivered:
        return derive.Summary(TABLE, [])
    as_of_date = max(delivered)
    version, model = categories.newest_model(lake) or ("none", None)
    inputs = inputs_of(lake, profile, as_of_date, version)
    wanted = derive.stale(lake, "aggregate", TABLE, "service_date", inputs)
    if rebuild in inputs:
        wanted[rebuild] = inputs[rebuild]
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "service_date", wanted) as run_:
            made = list(_made(lake, profile, list(wanted), as_of_date, model))
            run_.write_arrow(TABLE, pa.concat_tables(made), COMPLAINT_CASE)
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


if __name__ == "__main__":
    run_command(__doc__, run)
