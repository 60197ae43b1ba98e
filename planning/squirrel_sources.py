"""Section loads of the lake as the planner reads them: from taps, or from month totals for a first screening."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from nightowl import commit, reference
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.ledger import Ledger
from nightowl.profile import Profile
from nightowl.transit_rules import SquirrelRules
from planning import squirrel_loads
from planning.squirrel_loads import Array, Loads

TABLE_OF = {"taps": "section_load_10min", "screening": "section_load_month"}
SLOT_S = {"taps": 600, "screening": 3_600}
WEEKDAYS_A_WEEK = 5
_HOW_TO_FILL = {
    "taps": "Deliver smart-card taps and the stop sequences (pattern_stop), then run the night; or plan on month files (--source screening).",
    "screening": "Load month files of bus boardings with the lists of routes and stop sequences (make load), then run the night.",
}
# What lies in the lake beside the loads: of each route and stop what the newest list tells, of a stop rather one with a place.
_VIEWS = """
    create view route as
    select route_id, route_no, route_type from {route}
    qualify row_number() over (partition by route_id order by valid_from desc, inventory, route_no) = 1;
    create view stop as
    with listed as (
        select valid_from, inventory, stop_id, stop_name, latitude, longitude from {pattern_stop}
        union all select valid_from, inventory, stop_id, stop_name, latitude, longitude from {stop}
    )
    select stop_id, stop_name, latitude, longitude from listed
    qualify row_number() over (
        partition by stop_id order by latitude is null, valid_from desc, inventory, stop_name, latitude, longitude
    ) = 1;
"""
_MONTH = """
    select l.route_id, l.route_no, r.route_type, l.pattern_id, l.section_seq, l.from_stop_id, l.from_stop_name, l.to_stop_id, l.to_stop_name,
        l.section_m, (case when l.clock_hour < $start_hour then l.clock_hour + 24 else l.clock_hour end) * 3600 as start_s,
        l.load_per_bus, l.buses_per_hour as buses, greatest(l.run_s, l.section_m * 3.6 / $kmh_max) as run_s,
        l.boardings_cnt / l.days_cnt as boardings,
        l.alightings_cnt / l.days_cnt as alightings, cast(null as double) as days_run, cast(null as double) as days_over, l.days_cnt
    from loads l left join route r using (route_id)
    where l.load_per_bus is not null and (l.route_no, l.pattern_id) not in (select (route_no, pattern_id) from doubtful)
    qualify max(l.load_per_bus) over (partition by l.route_no, l.pattern_id) >= $least
"""
_DOUBTFUL = """
    create view doubtful as select route_no, pattern_id from {match}
    where pattern_id is not null and (matched_share < {matched_min} or coalesce(moved_share, 0) > {moved_max})
"""
MATCHED_MIN, MOVED_MAX = 0.8, 0.1
"""Of a route's month so much must stand at stops of its pattern, and no more may have been moved to make the sums close: else the
pattern is not the one that was driven, and a load on it is a guess."""
_TAPS = """
    with by_slot as (
        select l.route_id, l.pattern_id, l.section_seq, l.slot_start_s, any_value(l.from_stop_id order by l.service_date) as from_stop_id,
            any_value(l.to_stop_id order by l.service_date) as to_stop_id, max(l.section_m) as section_m, any_value(r.route_no) as route_no,
            any_value(r.route_type) as route_type, quantile_cont(l.load_cnt / l.buses_cnt, $quantile) as load_per_bus,
            sum(l.buses_cnt) / $days as buses, avg(l.run_s) as run_s, count(*) as days_run,
            count(*) filter (l.load_cnt >= t.threshold * l.buses_cnt) as days_over
        from loads l left join route r using (route_id)
        join threshold t on t.route_type is not distinct from r.route_type
        where l.buses_cnt > 0
        group by all
    ),
    crowded as (
        from by_slot qualify max(load_per_bus) over (partition by route_id, pattern_id) >= $least
    )
    select c.route_id, coalesce(c.route_no, c.route_id) as route_no, c.route_type, c.pattern_id, c.section_seq, c.from_stop_id,
        a.stop_name as from_stop_name, c.to_stop_id, b.stop_name as to_stop_name, c.section_m, c.slot_start_s as start_s, c.load_per_bus,
        c.buses, c.run_s, cast(null as double) as boardings, cast(null as double) as alightings, c.days_run, c.days_over
    from crowded c
    left join stop a on a.stop_id = c.from_stop_id
    left join stop b on b.stop_id = c.to_stop_id
"""
# Of the legs (persons!) no more than sums by pair of stops and slot is read.
_RIDES = """
    select c.route_no, c.pattern_id, l.board_seq, l.alight_seq, sum(l.passengers_cnt) / $days as riders,
        cast(floor((epoch(cast(l.boarded_at as timestamptz)) - epoch(timezone($zone, cast(l.service_date as timestamp)))) / 600) * 600
            as integer) as start_s
    from read_parquet($legs, union_by_name = true) l join crowded c using (route_id, pattern_id)
    where l.board_seq < l.alight_seq and l.boarded_at is not null
    group by all
"""


class NothingToPlanOn(NightowlError):
    """The lake holds no loads of the kind, or too few days of them; the sentence says what to deliver."""


@dataclass(frozen=True)
class Period:
    """What is planned on: a month of a source, and its partitions (days or the month) by key."""

    source: str
    month: str
    folders: dict[str, Path]

    @property
    def inputs(self) -> dict[str, str]:
        """Partition → run that wrote it."""
        table = TABLE_OF[self.source]
        runs = {part: commit.made_by(folder).get("run_id") for part, folder in self.folders.items()}
        return {f"{table}/{part}": str(run or "unmarked") for part, run in runs.items()}


@dataclass(frozen=True)
class Source:
    """Loads of a period, the threshold of each section, the number of days they are of, and where stops stand.

    `stops`: stop → longitude and latitude, as far as a list tells them.
    """

    loads: Loads
    threshold: Array
    days_cnt: int
    stops: Mapping[str, tuple[float, float]]


def period(lake: Lake, profile: Profile, source: str, month: str | None, rules: SquirrelRules) -> Period:
    """The month to plan on, the newest by default; of taps its weekdays, public holidays left out. Raises NothingToPlanOn."""
    table = TABLE_OF[source]
    found = lake.partitions("aggregate", table)
    if not found:
        raise NothingToPlanOn(
            f"There are no section loads: aggregate/{table} is empty. {_HOW_TO_FILL[source]}"
        )
    months = sorted({part[:7] for part in found})
    wanted = month or months[-1]
    if wanted not in months:
        raise NothingToPlanOn(
            f"There are no section loads of {wanted} in aggregate/{table}; the months there are {', '.join(months)}."
        )
    parts = {part: folder for part, folder in found.items() if part[:7] == wanted}
    if source == "taps":
        off = set(reference.public_holidays(profile.country)["holiday_date"].to_pylist())
        own = _delivered(lake)
        parts = {
            p: f
            for p, f in parts.items()
            if _is_workday(date.fromisoformat(p), off) and (not own or p in own)
        }
        if len(parts) < rules.weekdays_min:
            raise NothingToPlanOn(
                f"The taps of {wanted} hold {len(parts)} weekdays, but a stretch must be crowded on {rules.weekdays_min} of a week. "
                "Deliver more days, ask for fewer (--weekdays), or plan on month files (--source screening)."
            )
    return Period(source, wanted, parts)


def _delivered(lake: Lake) -> set[str]:
    """Service days whose own file of taps came (that of most of its rows): a day that late rows alone touch tells nothing of its buses."""
    main: dict[str, tuple[int, str]] = {}
    for record in Ledger(lake).parts("card_tap"):
        held = (record.rows_clean, record.part)
        main[record.source_file] = max(main.get(record.source_file, held), held)
    return {part for rows, part in main.values() if rows}


def _is_workday(day: date, off: set[date]) -> bool:
    return day.isoweekday() <= WEEKDAYS_A_WEEK and day not in off


def read(
    lake: Lake,
    profile: Profile,
    of: Period,
    rules: SquirrelRules,
    threshold_of: Callable[[str | None], float],
) -> Source:
    """The patterns of which some bus reaches the threshold. `threshold_of`: passengers a bus, by kind of route (`route_type`)."""
    files = [str(file) for folder in of.folders.values() for file in sorted(folder.glob("*.parquet"))]
    if not files:
        raise NothingToPlanOn(
            f"The section loads of {of.month} (aggregate/{TABLE_OF[of.source]}) hold no row. {_HOW_TO_FILL[of.source]}"
        )
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        con.execute(_VIEWS.format(**{t: _table(lake, "clean", t) for t in ("route", "pattern_stop", "stop")}))
        con.from_parquet(files, union_by_name=True).create_view("loads")
        kinds = [kind for (kind,) in con.execute("select distinct route_type from route").fetchall()]
        limits = {kind: threshold_of(kind) for kind in [*kinds, None]}
        rows, days_cnt, rides = (_read_month if of.source == "screening" else _read_taps)(
            con, lake, profile, of, rules, limits
        )
        placed = con.execute(
            "select stop_id, longitude, latitude from stop where latitude is not null"
        ).fetchall()
    loads = squirrel_loads.of_rows(rows, SLOT_S[of.source], profile.service_day_start_hour, rides)
    kind_of = loads.sections["route_type"].tolist()
    threshold = np.array([limits[k if isinstance(k, str) else None] for k in kind_of], dtype=float)
    return Source(loads, threshold, days_cnt, {stop: (x, y) for stop, x, y in placed})


def _table(lake: Lake, zone: str, table: str) -> str:
    return f"read_parquet('{lake.glob(zone, table)}', union_by_name = true, hive_partitioning = false)"


def _read_month(con: duckdb.DuckDBPyConnection, lake: Lake, profile: Profile, of: Period, rules: SquirrelRules,
                limits: dict[str | None, float]) -> tuple[pd.DataFrame, int, pd.DataFrame | None]:  # fmt: skip
    folder = lake.partition("aggregate", "section_match_month", "month", of.month)
    if any(folder.glob("*.parquet")):
        match = f"(from read_parquet('{folder}/*.parquet'))"
    else:
        match = "(select '' as route_no, '' as pattern_id, 1 as matched_share, 0 as moved_share)"
    con.execute(_DOUBTFUL.format(match=match, matched_min=MATCHED_MIN, moved_max=MOVED_MAX))
    given = {
        "start_hour": profile.service_day_start_hour,
        "least": min(limits.values()),
        "kmh_max": rules.screening_kmh_max,
    }
    rows = con.execute(_MONTH, given).df()
    (days_cnt,) = con.execute("select coalesce(max(days_cnt), 0) from loads").fetchall()[0]
    return rows, int(days_cnt), None


def _read_taps(con: duckdb.DuckDBPyConnection, lake: Lake, profile: Profile, of: Period, rules: SquirrelRules,
               limits: dict[str | None, float]) -> tuple[pd.DataFrame, int, pd.DataFrame | None]:  # fmt: skip
    con.register(
        "threshold",
        pd.DataFrame(
            {"route_type": pd.Series(list(limits), dtype="string"), "threshold": list(limits.values())}
        ),
    )
    given = {"quantile": rules.quantile, "days": len(of.folders), "least": min(limits.values())}
    rows = con.execute(_TAPS, given).df()
    legs = [lake.partition("aggregate", "trip_leg", "service_date", day) for day in of.folders]
    files = [str(file) for folder in legs for file in sorted(folder.glob("*.parquet"))]
    if not files:
        return rows, len(of.folders), None
    con.register("crowded", rows[["route_id", "route_no", "pattern_id"]].drop_duplicates())
    rides = con.execute(_RIDES, {"days": len(of.folders), "zone": profile.time_zone, "legs": files}).df()
    return rows, len(of.folders), rides
