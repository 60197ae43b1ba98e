"""The same thing said twice: which incident each case tells of, `aggregate/complaint_incident_case`, a partition a day of receipt.

    python -m spark_jobs.complaints.incident_cases --service-date 2026-11-01

A case is linked to earlier ones only, by what was first told of it; so a day's links change when its cases, or the days they were compared with,
say something else, not when a case is answered. Days are gone through in order: one whose cases and predecessors are the same is left as it is.
Cases are few: worked out on the driver, some days at a time. It never leaves the lake.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from datetime import date, timedelta
from math import cos, radians
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from nightowl import commit
from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.complaints import case_window
from spark_jobs.complaints.incident_links import links
from spark_jobs.complaints.incident_petitions import sentences
from spark_jobs.complaints.incident_words import WordCounts, words
from spark_jobs.complaints.schema import COMPLAINT_INCIDENT_CASE

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TABLE = "complaint_incident_case"
RULE_VERSION = "complaint_incident-1"
M_A_DEGREE = 111_195.0
FIRST_TOLD = """
    with told as (
        select *, cast(regexp_extract(source_file, 'delivered=([0-9-]{10})', 1) as date) as delivered from version
    ),
    first_told as (
        select * from told qualify row_number() over (
            partition by case_id order by coalesce(updated_at, timezone($zone, delivered::timestamp)), delivered, source_file, record_number
        ) = 1
    )
    select f.case_id, c.item, f.received_at, f.dong_code, f.latitude, f.longitude, coalesce(f.title, '') as title, coalesce(f.text, '') as text
    from first_told f join complaint c using (case_id) where c.status <> 'deleted' order by f.received_at, f.case_id
"""
"""Of one day's versions and cases: what each case said when it was first told. What its source has deleted tells of nothing."""


def digest(rows: pd.DataFrame) -> str:
    """Short name of what rows hold."""
    hashed = pd.util.hash_pandas_object(rows, index=False).to_numpy()
    return hashlib.sha256(hashed.tobytes()).hexdigest()[:16]


def first_told(lake: Lake, profile: Profile, day: str) -> pd.DataFrame:
    """A day's cases as they were first told, in order of receipt: case_id, item, received_at, dong_code, latitude, longitude, title, text."""
    with duckdb.connect() as con:
        case_window.view(con, lake, [day])
        folder = lake.partition("clean", case_window.FEED, "service_date", day)
        files = [str(file) for file in sorted(folder.glob("*.parquet"))]
        con.read_parquet(files, hive_partitioning=False, union_by_name=True).create_view("version")
        return con.execute(FIRST_TOLD, {"zone": profile.time_zone}).df()


def compared(told: pd.DataFrame, latitude: float) -> pd.DataFrame:
    """Rows of `first_told` as `incident_links` compares them: on a plane that touches the globe at the city's `latitude`."""
    said = told["title"] + "\n" + told["text"]
    return pd.DataFrame(
        {
            "case_id": told["case_id"],
            "item": told["item"],
            "dong_code": told["dong_code"],
            "x_m": told["longitude"] * M_A_DEGREE * cos(radians(latitude)),
            "y_m": told["latitude"] * M_A_DEGREE,
            "at_s": told["received_at"].astype("datetime64[s, UTC]").astype("int64"),
            "words": said.map(words),
            "sentences": told["text"].map(sentences),
        }
    )


class Window:
    """The days that a day's cases are compared with, and the words of all of them; each day is read once while it is wanted."""

    def __init__(self, lake: Lake, profile: Profile) -> None:
        self.lake, self.profile, self.counts = lake, profile, WordCounts()
        self.told: dict[str, pd.DataFrame] = {}
        self.incidents: dict[str, pd.DataFrame] = {}

    def move(self, days: Iterable[str]) -> None:
        """Hold these days and no others."""
        wanted = list(days)
        for day in self.told.keys() - wanted:
            self.counts.drop(self.told.pop(day)["words"])
        for day in wanted:
            if day not in self.told:
                rows = first_told(self.lake, self.profile, day)
                self.told[day] = compared(rows, self.profile.mid_latitude)
                self.counts.add(self.told[day]["words"])

    def links(self, day: str, before: list[str]) -> pd.DataFrame:
        """Incident of each case of a day, given those of the days before it."""
        self.move([*before, day])
        known = [self.told[d].assign(incident_id=self._incidents(d), is_new=False) for d in before]
        told = pd.concat([*known, self.told[day].assign(incident_id=None, is_new=True)], ignore_index=True)
        found = links(
            told.assign(n=np.arange(len(told))), self.counts, len(before) + 1, self.profile.complaints.incidents
        )  # fmt: skip
        self.incidents[day] = found
        return found

    def _incidents(self, day: str) -> list[str]:
        if day not in self.incidents:
            folder = self.lake.partition("aggregate", TABLE, "service_date", day)
            self.incidents[day] = pd.concat(
                [pd.read_parquet(f, columns=["case_id", "incident_id"]) for f in folder.glob("*.parquet")]
            )
        named = self.incidents[day].drop_duplicates("case_id").set_index("case_id")["incident_id"]
        return named.reindex(self.told[day]["case_id"]).tolist()


def settings_of(profile: Profile) -> derive.Inputs:
    """What beside the cases decides on the links."""
    said = profile.complaints.model_dump_json(include={"incidents"})
    return {
        "rules": RULE_VERSION,
        "settings": hashlib.sha256(said.encode()).hexdigest()[:16],
        "latitude": f"{profile.mid_latitude:.4f}",
    }


def made(
    lake: Lake, profile: Profile, *, rebuild: str | None = None
) -> tuple[dict[str, derive.Inputs], list[pd.DataFrame]]:
    """The days whose links have to be written, with what they are made from, and their rows."""
    clean, cases = lake.partitions("clean", case_window.FEED), lake.partitions("aggregate", case_window.CASES)
    window, settings = Window(lake, profile), settings_of(profile)
    results: dict[str, str] = {}
    wanted: dict[str, derive.Inputs] = {}
    rows: list[pd.DataFrame] = []
    for day in sorted(clean.keys() & cases.keys()):
        first = date.fromisoformat(day) - timedelta(days=profile.complaints.incidents.window_days)
        before = [d for d in results if d >= first.isoformat()]
        marker = commit.made_by(lake.partition("aggregate", TABLE, "service_date", day)).get("inputs", {})
        runs = {"clean": derive.run_of(clean[day]), "cases": derive.run_of(cases[day])}
        is_same = {name: marker.get(name) for name in runs} == runs
        said = marker["said"] if is_same else digest(first_told(lake, profile, day))
        compared_with = hashlib.sha256(" ".join(results[d] for d in before).encode()).hexdigest()[:16]
        inputs = settings | {"said": said, "before": compared_with}
        if {name: marker.get(name) for name in inputs} == inputs and day != rebuild:
            results[day] = marker["links"]
            continue
        found = window.links(day, before)
        results[day] = digest(found[["case_id", "incident_id"]].assign(said=said))
        wanted[day] = inputs | runs | {"links": results[day]}
        rows.append(found.assign(service_date=date.fromisoformat(day)))
    return wanted, rows


def run(
    spark: SparkSession | None,
    lake: Lake,
    profile: Profile,
    service_date: date,
    *,
    rebuild: str | None = None,
) -> derive.Summary:
    """Link again the cases of every day that says something else than when it was linked (`rebuild`: that day too). Of Spark nothing is asked."""
    started = time.monotonic()
    wanted, rows = made(lake, profile, rebuild=rebuild)
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "service_date", wanted) as run_:
            linked = pa.Table.from_pandas(pd.concat(rows), preserve_index=False)
            run_.write_arrow(TABLE, linked, COMPLAINT_INCIDENT_CASE)
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


if __name__ == "__main__":
    run_command(__doc__, run)
