"""For how many residents one observed subscriber stands: `aggregate/expansion_weight`, by dong of home and, where told, by age.

    python -m spark_jobs.telecom.expansion --service-date 2026-11-01

A person weighs as much as the registered residents of the home dong for each subscriber observed to live there (L. Alexander, S. Jiang,
M. Murga, M. González, Origin-destination trips by purpose and time of day inferred from mobile phone data, Transp. Res. C 58, 2015). Where
the carrier tells age bands, the dong × age table of subscribers is fitted to the residents of each dong and of each age band by
iterative proportions (W. E. Deming, F. F. Stephan, Ann. Math. Stat. 11, 1940). A table of a few thousand cells: worked out on the driver.
"""

from __future__ import annotations

import time
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
from ipfn.ipfn import ipfn
from pyspark.sql.pandas.types import to_arrow_schema

from nightowl.console import say
from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.telecom.schema import EXPANSION_WEIGHT

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TABLE = "expansion_weight"
RULE_VERSION = "expansion-1"
REGISTER = "resident_population"
GU_DIGITS = 5
CONVERGED_WITHIN = 1e-6
ROUNDS_MAX = 500


@dataclass
class Weights:
    """`rows`: dong_code, age_band, observed_persons_cnt, residents_cnt, weight, basis. `notes`: sentences on what did not fit."""

    rows: pd.DataFrame
    notes: list[str] = field(default_factory=list)


def weigh(observed: pd.DataFrame, residents: pd.DataFrame, k_persons: int) -> Weights:
    """Weights of one month.

    `observed`: dong_code, age_band (None where not told), persons_cnt. `residents`: dong_code, age_band, residents_cnt. A dong with fewer
    than `k_persons` observed takes the weight of its gu (the first five digits), a gu with fewer that of the city: `basis` says
    which. Rows without an age band weigh alike whatever the age. Of residents, where ages are told, only bands with an observed
    subscriber count: nobody of another band can stand for them. Dongs of the register without an observed subscriber have a row
    without a weight.
    """
    told = observed.dropna(subset="age_band")
    bands = sorted(set(told.age_band) & set(residents[residents.residents_cnt > 0].age_band))
    of_bands = residents[residents.age_band.isin(bands)] if bands else residents
    people = _sums(of_bands, "residents_cnt")
    plain = _plain(_sums(observed, "persons_cnt"), people, k_persons)
    untold = observed[~observed.age_band.isin(bands)].assign(weight=lambda o: o.dong_code.map(plain.weight))
    parts: list[pd.DataFrame] = [untold]
    notes: list[str] = []
    if bands:
        raked, notes = _rake(told[told.age_band.isin(bands)], of_bands, plain, bands)
        parts.append(raked)
    rows = pd.concat([p for p in parts if len(p)], ignore_index=True)
    rows["basis"] = rows.dong_code.map(plain.basis)
    rows = rows.rename(columns={"persons_cnt": "observed_persons_cnt"})
    by_cell, by_dong = (
        residents.set_index(["dong_code", "age_band"]).residents_cnt,
        _sums(residents, "residents_cnt"),
    )
    rows["residents_cnt"] = [
        by_dong.get(r.dong_code, 0) if pd.isna(r.age_band) else by_cell.get((r.dong_code, r.age_band), 0)
        for r in rows.itertuples()
    ]
    empty = by_dong[(by_dong > 0) & ~by_dong.index.isin(observed.dong_code)]
    if len(empty):
        notes.append(
            f"{len(empty)} dongs with {int(empty.sum()):,} residents have no observed subscriber, and nobody stands for them."
        )
        missing = pd.DataFrame(
            {
                "dong_code": empty.index,
                "age_band": None,
                "observed_persons_cnt": 0,
                "residents_cnt": empty.to_numpy(),
            }
        )
        rows = pd.concat([rows, missing], ignore_index=True)
    return Weights(rows.sort_values(["dong_code", "age_band"], ignore_index=True), notes)


def _sums(rows: pd.DataFrame, count: str) -> pd.Series:
    return rows.groupby("dong_code")[count].sum()


def _plain(observed: pd.Series, people: pd.Series, k_persons: int) -> pd.DataFrame:
    """weight and basis by dong, ages apart: residents an observed subscriber, of the dong, else of its gu, else of the city."""
    table = pd.DataFrame({"observed": observed, "people": people}).fillna(0)
    of_gu = (
        table.groupby(table.index.str[:GU_DIGITS])
        .sum()
        .reindex(table.index.str[:GU_DIGITS])
        .set_axis(table.index)
    )
    levels = {"dong": table, "gu": of_gu, "city": pd.DataFrame(dict(table.sum()), index=table.index)}
    enough = {name: (t.observed >= k_persons) & (t.people > 0) for name, t in levels.items()}
    enough["city"] = levels["city"].observed > 0
    basis = np.select([enough["dong"], enough["gu"]], ["dong", "gu"], "city")
    weight = np.select(
        [enough[n] for n in levels],
        [t.people / t.observed.where(t.observed > 0) for t in levels.values()],
        np.nan,
    )
    return pd.DataFrame({"weight": weight, "basis": basis}, index=table.index)[table.observed > 0]


def _rake(
    told: pd.DataFrame, residents: pd.DataFrame, plain: pd.DataFrame, bands: list[str]
) -> tuple[pd.DataFrame, list[str]]:
    """`told` with weights that fit the residents of each dong (as `plain` has them) and of each age band; and what did not fit."""
    table = told.pivot_table(
        index="dong_code", columns="age_band", values="persons_cnt", aggfunc="sum", fill_value=0
    )[bands]
    seed = table.to_numpy(float)
    by_dong = seed.sum(axis=1) * plain.weight.reindex(table.index).to_numpy()
    of_age = residents.groupby("age_band").residents_cnt.sum().reindex(bands).to_numpy(float)
    by_age = of_age * by_dong.sum() / of_age.sum()
    with redirect_stdout(
        StringIO()
    ):  # it prints what is judged here: its own flag is also set where it stands still without fitting
        fitted = ipfn(
            seed.copy(),
            [by_dong, by_age],
            [[0], [1]],
            convergence_rate=CONVERGED_WITHIN,
            rate_tolerance=0,
            max_iteration=ROUNDS_MAX,
        ).iteration()
    notes = []
    off = max(np.abs(fitted.sum(axis=1) / by_dong - 1).max(), np.abs(fitted.sum(axis=0) / by_age - 1).max())
    if off > CONVERGED_WITHIN:
        notes.append(
            f"The weights by dong and age band did not settle in {ROUNDS_MAX} rounds: a dong or age band is {off:.2%} off its residents. Dongs "
            "without a subscriber of some age leave too little room; the last round is used, fitted to the dongs."
        )
        fitted *= np.divide(by_dong, fitted.sum(axis=1))[:, None]
    lost = residents.merge(told, on=["dong_code", "age_band"], how="left")
    lost = lost[lost.persons_cnt.isna() & (lost.residents_cnt > 0) & lost.dong_code.isin(table.index)]
    if len(lost):
        notes.append(
            f"{len(lost)} of {table.size} cells of dong and age band have residents ({int(lost.residents_cnt.sum()):,}) and no observed subscriber; "
            "others of the dong and of the age band stand for them."
        )
    weight = np.divide(fitted, seed, where=seed > 0, out=np.full_like(seed, np.nan))
    at = table.index.get_indexer(pd.Index(told.dong_code)), table.columns.get_indexer(pd.Index(told.age_band))
    return told.assign(weight=weight[at]), notes


def write(lake: Lake, profile: Profile) -> derive.Summary:
    """Make the weights of every month again whose homes or residents have changed. Residents are those of the month, else of the newest
    month before it; where there are none, no row is written."""
    started = time.monotonic()
    homes, registers = lake.partitions("aggregate", "home"), lake.partitions("clean", REGISTER)
    k_persons = profile.k_persons("telecom_event")
    registered = {month: max((r for r in registers if r <= month), default=None) for month in homes}
    inputs = {
        month: {
            "home": derive.run_of(folder),
            "residents": derive.run_of(registers[of]) if (of := registered[month]) else "none",
            "rules": f"{RULE_VERSION} k {k_persons}",
        }
        for month, folder in homes.items()
    }
    wanted = derive.stale(lake, "aggregate", TABLE, "month", inputs)
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "month", wanted) as run_:
            found = [
                _of_month(month, homes[month], registers[of], of, k_persons)
                for month in wanted
                if (of := registered[month])
            ]
            rows = pd.concat(found) if found else pd.DataFrame(columns=EXPANSION_WEIGHT.names)
            schema = to_arrow_schema(EXPANSION_WEIGHT)
            run_.write_arrow(
                TABLE, pa.Table.from_pandas(rows, schema, preserve_index=False), EXPANSION_WEIGHT
            )
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


def _of_month(month: str, homes: Path, register: Path, residents_month: str, k_persons: int) -> pd.DataFrame:
    """The weights of one month, its `residents_month` beside them; what did not fit is told."""
    with duckdb.connect() as con:
        observed, residents = (
            con.execute(
                f"select {dong} as dong_code, age_band, {count} from read_parquet($1, hive_partitioning = false) "
                f"where {dong} is not null group by all order by all",
                [[str(f) for f in sorted(folder.glob("*.parquet"))]],
            ).df()
            for folder, dong, count in (
                (homes, "home_dong_code", "count(*) as persons_cnt"),
                (register, "dong_code", "cast(sum(residents_cnt) as bigint) as residents_cnt"),
            )
        )
    weights = weigh(observed, residents, k_persons)
    for note in weights.notes:
        say(f"{TABLE} {month}: {note}")
    return weights.rows.assign(month=month, residents_month=residents_month)


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> derive.Summary:
    """Bring the weights up to date with homes and residents (`rebuild` is theirs)."""
    return write(lake, profile)


if __name__ == "__main__":
    run_command(__doc__, run)
