"""Trips of a typical night from what a city has: call records, else taxi trips, else an estimate from who is where (`Demand`).

Calls and taxi trips are read from their public tables alone, where a pair of hexagons with fewer than k persons or trips is not named. Such a pair
stays missing: its trips are 0 here, and `inputs` tells how many pairs were hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from nightowl import commit
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.profile import Profile
from planning.owl import boardings, calibration, gravity, margins, people
from planning.owl.calibration import BLEND
from planning.owl.ground import NIGHT_HOURS, Demand, Floats

CALLS, TAXI, ESTIMATED = "calls", "taxi", "estimated"
SOURCES = (CALLS, TAXI, ESTIMATED)
"""The best first."""
TABLE_OF = {CALLS: "night_od_public", TAXI: "taxi_od_public"}
NIGHT, UNKNOWN = "night", "unknown"
# A pair as a whole, and its hours where they may be told: the hours of the others are shared out as those of all that are told.
_CALLS = """
    select origin_hex as origin, home_hex as destination, hour, coalesce(residents_est, person_nights_cnt / nights_cnt) as trips
    from read_parquet($files, union_by_name = true, hive_partitioning = false)
    where not is_hidden and weekday is null and (hour is null or hour between 24 and 27)
    order by all
"""
_TAXI = """
    select start_hex_id as origin, end_hex_id as destination, day_part, sum(trips_cnt)::double as trips
    from read_parquet($files, union_by_name = true, hive_partitioning = false)
    where not is_hidden and day_part in ('night', 'unknown') group by all order by all
"""
_HIDDEN = """
    select coalesce(sum({column}), 0)::bigint from read_parquet($files, union_by_name = true, hive_partitioning = false) where is_hidden {also}
"""


class NoDemand(NightowlError):
    """The lake holds no trips of the kind; the sentence says what to deliver."""


def there(lake: Lake) -> list[str]:
    """The sources the lake has, the best first."""
    found = {source: bool(lake.partitions("aggregate", TABLE_OF[source])) for source in TABLE_OF}
    return [s for s in SOURCES if (people.is_there(lake) if s == ESTIMATED else found[s])]


def load(lake: Lake, profile: Profile, source: str | None = None) -> Demand:
    """Demand from `source` (one of `SOURCES`, or `blend`), or from the best there is that holds any trip.

    Raises NoDemand (or another NightowlError) with a sentence where there is none.
    """
    if source == BLEND:
        return blended(lake, profile)
    if source is not None and source not in SOURCES:
        raise NoDemand(f"Demand cannot be read from '{source}'; it is one of {', '.join((*SOURCES, BLEND))}.")
    if source is not None:
        return READ[source](lake, profile)
    return next(iter(_readable(lake, profile)))


def _readable(lake: Lake, profile: Profile) -> Iterator[Demand]:
    """Demand of each source that holds any, the best first; raises NoDemand, with what each of them lacks, where none does."""
    found, lacking = False, []
    for name in there(lake):
        try:
            demand = READ[name](lake, profile)
        except NightowlError as error:
            lacking.append(str(error))
        else:
            found = True
            yield demand
    if not found:
        raise NoDemand(
            " ".join(lacking)
            or "There are no trips to plan night buses on: the lake holds neither call records (aggregate/night_od_public) nor taxi trips "
            "(aggregate/taxi_od_public) nor living population (clean/living_population) to estimate them from. Deliver one of the feeds "
            "telecom_event, taxi_trip or living_population, and run the night."
        )


def of_calls(lake: Lake, profile: Profile) -> Demand:
    """Residents who set out for home on a mean night of the newest month, by the hour they were last seen away in (persons where no register is).

    A pair whose hours are hidden keeps its whole number: it is shared out to the hours as the pairs whose hours are told.
    """
    files, inputs = _newest(
        lake,
        CALLS,
        "Deliver call records (feed telecom_event) of more nights: a pair needs k persons to be told",
    )
    rows = _query(_CALLS, files)
    whole, told = rows[rows["hour"].isna()], rows[rows["hour"].notna()]
    if whole.empty:
        raise NoDemand(
            "Every pair of hexagons in aggregate/night_od_public has too few persons to be told. Deliver call records (feed telecom_event) of more "
            "nights, or plan on another source."
        )
    by_hour = told.groupby("hour")["trips"].sum().reindex(NIGHT_HOURS, fill_value=0.0).to_numpy()
    hour_share = (
        by_hour / by_hour.sum() if by_hour.sum() > 0 else np.full(len(NIGHT_HOURS), 1 / len(NIGHT_HOURS))
    )
    pairs = ["origin", "destination"]
    hidden = whole[~whole.set_index(pairs).index.isin(told.set_index(pairs).index)]
    parts = [told[[*pairs, "hour", "trips"]]]
    parts += [
        hidden.assign(hour=h, trips=hidden["trips"] * s) for h, s in zip(NIGHT_HOURS, hour_share, strict=True)
    ]
    inputs["hidden_pairs_cnt"] = _hidden(files, "hidden_pairs_cnt")
    return of_rows(pd.concat(parts), CALLS, inputs)


def of_taxi(lake: Lake, profile: Profile) -> Demand:
    """Taxi trips of a mean night of the newest month, from midnight to 04:59, spread evenly over the hours (the public table tells none).

    Where files bear no times (`unknown`), all trips are taken: such files are night studies.
    """
    files, inputs = _newest(lake, TAXI, "Deliver taxi trips (feed taxi_trip) of a month")
    rows = _query(_TAXI, files)
    part = NIGHT if (rows["day_part"] == NIGHT).any() else UNKNOWN
    rows = rows[rows["day_part"] == part]
    if rows.empty:
        raise NoDemand(
            "No pair of hexagons in aggregate/taxi_od_public has enough night trips to be told. Deliver taxi trips (feed taxi_trip) of more nights, "
            "or plan on another source."
        )
    (month,) = (name.rsplit("/", 1)[1] for name in inputs)
    nights = sum(day.startswith(month) for day in lake.partitions("clean", "taxi_trip")) or 1
    per_hour = rows["trips"] / nights / len(NIGHT_HOURS)
    parts = [rows.assign(hour=h, trips=per_hour) for h in NIGHT_HOURS]
    inputs |= {
        "hidden_pairs_cnt": _hidden(files, "hidden_cells_cnt", f"and day_part = '{part}'"),
        "nights_cnt": str(nights),
    }
    return of_rows(pd.concat(parts), TAXI, inputs)


def estimated(lake: Lake, profile: Profile) -> Demand:
    """A gravity model between the margins of `margins.of_people`, with trips as long as Seoul's; nobody was counted on the way."""
    of = people.read(lake, profile)
    return of_margins(margins.of_people(of.by_hex, residents=of.residents), of.inputs)


def blended(lake: Lake, profile: Profile) -> Demand:
    """All sources there are, mixed with the weights that the boardings of the night routes give them (`calibration`)."""
    sources = list(_readable(lake, profile))
    rows, inputs = boardings.read(lake)
    rows = with_trips(rows, sources, profile.transit.owl.reach_m)
    weights = calibration.fit(rows, [d.source for d in sources]).weights
    return calibration.blend(sources, weights, inputs)


def with_trips(rows: pd.DataFrame, sources: Sequence[Demand], reach_m: float) -> pd.DataFrame:
    """`rows` of `boardings.read` with a column of trips of each source, those that nobody would walk (`calibration.around_stops`)."""
    stops = rows.drop_duplicates("stop_id").reset_index(drop=True)
    found = stops[["stop_id"]].copy()
    for of in sources:
        found[of.source] = calibration.around_stops(rideable(of), stops, reach_m)
    return rows.merge(found, on="stop_id")


def of_margins(of: margins.Margins, inputs: dict[str, str]) -> Demand:
    """Trips between the margins of each hour; the deterrence is calibrated on all hours together and told in `inputs['deterrence']`."""
    used = np.flatnonzero((of.origins.sum(axis=0) > 0) | (of.destinations.sum(axis=0) > 0))
    hexes = tuple(of.hexes[i] for i in used)
    between = gravity.apart(hexes)
    origins, destinations = of.origins[:, used], of.destinations[:, used]
    fitted = gravity.calibrate(origins, destinations, between)
    trips = gravity.balance(origins, destinations, fitted.of(between.mean_km))
    return Demand(hexes, of.hours, trips, ESTIMATED, {**inputs, "deterrence": str(fitted)})


def of_rows(rows: pd.DataFrame, source: str, inputs: dict[str, str]) -> Demand:
    """Demand of `rows`: origin, destination (H3 strings), hour, trips; a pair that is not there has 0."""
    hexes = sorted({*rows["origin"], *rows["destination"]})
    at = pd.Index(hexes)
    trips = np.zeros((len(NIGHT_HOURS), len(hexes), len(hexes)))
    hour = rows["hour"].to_numpy(dtype=np.int64) - NIGHT_HOURS[0]
    np.add.at(
        trips,
        (hour, at.get_indexer(rows["origin"]), at.get_indexer(rows["destination"])),
        rows["trips"].to_numpy(dtype=float),
    )
    return Demand(tuple(hexes), NIGHT_HOURS, trips, source, inputs)


def rideable(of: Demand, least_km: float = 1.0) -> Demand:
    """The trips nobody would rather walk: of each pair those whose ends lie `least_km` apart or more (by `gravity.apart`)."""
    longer: Floats = 1 - gravity.apart(of.hexes).shorter(least_km)
    return Demand(
        of.hexes, of.hours, of.trips * longer, of.source, {**of.inputs, "least_km": f"{least_km:g}"}
    )


READ: dict[str, Callable[[Lake, Profile], Demand]] = {CALLS: of_calls, TAXI: of_taxi, ESTIMATED: estimated}


def _newest(lake: Lake, source: str, what_to_do: str) -> tuple[list[str], dict[str, str]]:
    """Files of the newest month of a source's public table, and the run that wrote them."""
    table = TABLE_OF[source]
    months = lake.partitions("aggregate", table)
    files = [str(f) for f in sorted(months[max(months)].glob("*.parquet"))] if months else []
    if not files:
        raise NoDemand(f"There are no trips in aggregate/{table}. {what_to_do}, and run the night.")
    return files, {f"aggregate/{table}/{max(months)}": _run(months[max(months)])}


def _query(sql: str, files: list[str]) -> pd.DataFrame:
    with duckdb.connect() as con:
        return con.execute(sql, {"files": files}).df()


def _hidden(files: list[str], column: str, also: str = "") -> str:
    with duckdb.connect() as con:
        ((count,),) = con.execute(_HIDDEN.format(column=column, also=also), {"files": files}).fetchall()
    return str(count)


def _run(partition: Path) -> str:
    return str(commit.made_by(partition).get("run_id") or "unmarked")
