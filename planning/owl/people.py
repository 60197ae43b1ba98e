"""People of the lake by hexagon at night: living population by dong, laid over the grid. Public tables only: the city prints them itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import shapely

from nightowl import commit, dong_hex
from nightowl.lake import Lake
from nightowl.profile import Profile
from planning.owl import margins
from planning.owl.margins import ASLEEP_H, NoPeople

LIVING, REGISTER, DONG = "living_population", "resident_population", "dong"
KNOWN_SHARE_MIN = 0.9
"""Of the codes people were counted under, so many must be those of an overlay of dongs."""
_BY_DONG = """
    with counted as (
        select service_date, hour, dong_code, area_type, (persons_low_cnt + persons_high_cnt) / 2 as persons
        from read_parquet($files, union_by_name = true, hive_partitioning = false)
        where dong_code is not null and area_type in ('dong', 'grid_250m') and (hour >= 24 or hour = 4)
    )
    select case when hour = 4 then cast(service_date - 1 as date) else service_date end as night_date,
        case when hour = 4 then 28 else hour end as hour, dong_code, sum(persons) as persons
    from counted
    where area_type = 'dong' or (service_date, hour) not in (select (service_date, hour) from counted where area_type = 'dong')
    group by all order by all
"""
"""An hour that was not counted by dong is the sum of its 250 m cells. A suppressed count (0 to 3) is taken in its middle: it enters an estimate."""
_RESIDENTS = """
    select dong_code, sum(residents_cnt)::double as residents from read_parquet($files, union_by_name = true, hive_partitioning = false)
    group by all order by all
"""


@dataclass(frozen=True)
class People:
    """People by hexagon, columns the hours of a typical night; `residents` by hexagon where they stand in for the last hour; tables → runs."""

    by_hex: pd.DataFrame
    residents: pd.Series | None
    inputs: dict[str, str]


def is_there(lake: Lake) -> bool:
    """Whether any living population was delivered."""
    return bool(lake.partitions("clean", LIVING))


def read(lake: Lake, profile: Profile, nights: int = 7) -> People:
    """The newest `nights` nights that were counted whole, their mean; raises NoPeople with what to deliver."""
    days = lake.partitions("clean", LIVING)
    files = [str(f) for folder in days.values() for f in sorted(folder.glob("*.parquet"))]
    if not files:
        raise NoPeople(
            "There is no living population in the lake (clean/living_population), from which night trips could be estimated. "
            "Deliver a week of it by dong (feed living_population) with the boundaries of dongs (feed dong)."
        )
    with duckdb.connect() as con:
        counted = con.execute(_BY_DONG, {"files": files}).df()
    wanted, register = margins.whole_nights(counted), None
    if not wanted and (register := _residents(lake)) is not None:
        wanted = margins.whole_nights(counted, ASLEEP_H - 1)
    wanted = wanted[-nights:]
    if not wanted:
        raise NoPeople(
            "Of no night people were counted by dong in every hour from midnight to 04:00. Deliver living population by dong of a whole week "
            "(feed living_population)."
        )
    night = margins.typical_night(counted, wanted)
    overlay, inputs = _overlay(lake, profile, night.index)
    read_days = {str(d) for night_date in wanted for d in (night_date, night_date + timedelta(days=1))}
    inputs |= {f"clean/{LIVING}/{day}": _run(days[day]) for day in sorted(read_days & set(days))}
    residents = None
    if register is not None:
        month, rows = register
        residents = _laid(rows, overlay)["residents"]
        inputs |= {f"clean/{REGISTER}/{month}": _run(lake.partitions("clean", REGISTER)[month])}
    return People(_laid(night, overlay), residents, inputs)


def _residents(lake: Lake) -> tuple[str, pd.DataFrame] | None:
    """Month of the newest register and residents by dong; None where there is none."""
    months = lake.partitions("clean", REGISTER)
    files = [str(f) for f in sorted(months[max(months)].glob("*.parquet"))] if months else []
    if not files:
        return None
    with duckdb.connect() as con:
        return max(months), con.execute(_RESIDENTS, {"files": files}).df().set_index("dong_code")


def _overlay(lake: Lake, profile: Profile, codes: pd.Index) -> tuple[pd.DataFrame, dict[str, str]]:
    """Shares of dongs in hexagons: the lake's table where it knows the codes people were counted under, else newest boundaries laid over anew
    (its dongs are those of the register, which may be other ones)."""
    kept = lake.partition("aggregate", dong_hex.TABLE, "resolution", str(profile.hex_resolution))
    files = sorted(kept.glob("*.parquet"))
    if files:
        table = pd.concat([pq.ParquetFile(f).read().to_pandas() for f in files])
        if codes.isin(table["dong_code"]).mean() >= KNOWN_SHARE_MIN:
            return table, {f"aggregate/{dong_hex.TABLE}/{profile.hex_resolution}": _run(kept)}
    lists = lake.partitions("clean", DONG)
    if not lists:
        raise NoPeople(
            "People are counted by dong, but where the dongs lie is not known (clean/dong is empty). Deliver the boundaries of dongs (feed dong)."
        )
    newest = max(lists)
    parts = [
        pq.ParquetFile(f).read(["dong_code", "boundary_wkt"]).to_pandas()
        for f in sorted(lists[newest].glob("*.parquet"))
    ]
    rows = pd.concat(parts)
    outlines = dict(zip(rows["dong_code"], shapely.from_wkt(rows["boundary_wkt"].to_numpy()), strict=True))
    laid = dong_hex.overlay(outlines, profile.bounds, profile.hex_resolution).to_pandas()
    return laid, {f"clean/{DONG}/{newest}": _run(lists[newest])}


def _laid(by_dong: pd.DataFrame, overlay: pd.DataFrame) -> pd.DataFrame:
    """`by_dong` by hexagon; a dong is as large as its parts of the hexagons, of which only the proportions count."""
    area = overlay.groupby("dong_code")["hex_share"].sum()
    return margins.by_hexagon(margins.to_known_dongs(by_dong, area), overlay)


def _run(partition: Path) -> str:
    return str(commit.made_by(partition).get("run_id") or "unmarked")
