"""Learning from cases that have a kind to tell the kind of those that have none: `aggregate/complaint_item_model`, a version a partition.

    python -m spark_jobs.complaints.categories --service-date 2026-11-01

A version is learned from the cases of the last year as they were last told (a part of them, drawn by the digest of their number), and used for some
weeks; what it is worth on cases it has not seen is in `aggregate/complaint_model_score`. `case_states` asks the newest. Words are redacted before,
and a model holds none: they are hashed. Of Spark nothing is asked.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pyarrow as pa
from pyspark.sql.pandas.types import to_arrow_schema

from nightowl import commit
from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.complaints import case_window, category_model
from spark_jobs.complaints.answers_schema import COMPLAINT_MODEL_SCORE
from spark_jobs.complaints.category_model import Model, Score
from spark_jobs.complaints.kinds import WORD, kinds

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TABLE, SCORES, INCIDENTS = "complaint_item_model", "complaint_model_score", "complaint_incident_case"
RULE_VERSION = "complaint_item-1"
NOTHING = [{"method": "none", "split": "none", "cases_cnt": 0, "kinds_cnt": 0}]
"""The score of a night on which there was nothing to learn."""
DRAWN = f"""
    with told as (
        select service_date, case_id, received_at, status, item, {WORD} as word, source_file, record_number, updated_at,
            cast(regexp_extract(source_file, 'delivered=([0-9-]{{10}})', 1) as date) as delivered
        from version
    ),
    newest as (
        select * from told qualify row_number() over (
            partition by service_date, case_id
            order by coalesce(updated_at, timezone($zone, delivered::timestamp)) desc, delivered desc, source_file desc, record_number desc
        ) = 1
    ),
    drawn as (
        select n.service_date, n.case_id, n.received_at, n.source_file, n.record_number, case when $has_kinds then k.item else n.item end as kind
        from newest n left join kind k using (word)
        where status <> 'deleted' and kind is not null
        order by md5(n.case_id), n.case_id, n.service_date limit $most
    )
    select d.case_id, d.received_at, d.kind, trim(concat_ws(' ', v.title, v.text)) as said
    from drawn d join version v using (service_date, source_file, record_number)
    where said <> '' order by d.received_at, d.case_id
"""
"""The order of versions is `cases.version_order`. Words are joined last: of most cases they need not be read."""


def newest_model(lake: Lake) -> tuple[str, Model] | None:
    """The version to answer with, and its name; None where none was learned yet."""
    versions = lake.partitions("aggregate", TABLE)
    if not versions:
        return None
    name = max(versions)
    return name, category_model.load(versions[name])


def cases_to_learn(lake: Lake, profile: Profile, days: list[str]) -> pd.DataFrame:
    """case_id, received_at, kind and said (title and text) of the cases drawn, in the order of their receipt."""
    rules, folders = profile.complaints, lake.partitions("clean", case_window.FEED)
    files = [str(file) for day in days for file in sorted(folders[day].glob("*.parquet"))]
    asked = {"zone": profile.time_zone, "has_kinds": bool(rules.items), "most": rules.categories.cases_max}
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        con.read_parquet(files, hive_partitioning=False, union_by_name=True).create_view("version")
        con.register("kind", kinds(rules))
        return con.execute(DRAWN, asked).df()


def incidents_of(lake: Lake, cases: pd.DataFrame) -> list[str]:
    """The incident of each case, as far as incidents are known; else its own name."""
    names = cases["case_id"]
    if not any(lake.table("aggregate", INCIDENTS).glob("*=*/*.parquet")):
        return names.tolist()
    with duckdb.connect() as con:
        con.register("wanted", cases[["case_id"]])
        known = con.execute(
            f"select case_id, min(incident_id) as incident_id from read_parquet('{lake.glob('aggregate', INCIDENTS)}', hive_partitioning = false) "
            "semi join wanted using (case_id) group by case_id"
        ).df()
    return names.map(known.set_index("case_id")["incident_id"]).fillna(names).tolist()


def learned(lake: Lake, profile: Profile, days: list[str]) -> tuple[Model, list[Score]] | None:
    """A model of those days' cases and its scores; None where there are not two kinds to tell apart."""
    rules, cases = profile.complaints.categories, cases_to_learn(lake, profile, days)
    counted = cases["kind"].value_counts()
    if (counted >= rules.cases_a_kind_min).sum() < 2:
        return None
    words = kinds(profile.complaints).to_pylist() or [{"word": k, "item": k} for k in counted.index]
    texts = cases["said"].tolist()
    return category_model.learn(
        texts,
        cases["kind"].to_numpy(str),
        category_model.groups_of(texts, incidents_of(lake, cases)),
        {str(w["word"]): str(w["item"]) for w in words},
        precision_min=rules.precision_min,
        cases_min=rules.cases_a_kind_min,
    )


def inputs_of(lake: Lake, profile: Profile, days: list[str]) -> derive.Inputs:
    """What a version is learned from."""
    folders = lake.partitions("clean", case_window.FEED)
    runs = "\n".join(f"{day} {derive.run_of(folders[day])}" for day in days)
    said = profile.complaints.model_dump_json(include={"items", "categories"})
    digests = {
        name: hashlib.sha256(text.encode()).hexdigest()[:16]
        for name, text in ((case_window.FEED, runs), ("settings", said))
    }
    return {"rules": RULE_VERSION, "days": f"{days[0]}/{days[-1]}", **digests}


def is_due(lake: Lake, as_of: date, inputs: derive.Inputs, learn_again_days: int) -> bool:
    """Whether it is time to learn: there is no version yet, the newest has served its days, or it was learned by other rules."""
    versions = lake.partitions("aggregate", TABLE)
    if not versions:
        return True
    name = max(versions)
    made = commit.made_by(versions[name]).get("inputs", {})
    same_rules = all(made.get(c) == inputs[c] for c in ("rules", "settings"))
    return not same_rules or as_of >= date.fromisoformat(name) + timedelta(days=learn_again_days)


def run(
    spark: SparkSession | None,
    lake: Lake,
    profile: Profile,
    service_date: date,
    *,
    rebuild: str | None = None,
) -> derive.Summary:
    """Learn a version as of the newest delivery, where one is due (`rebuild`: in any case)."""
    started, rules = time.monotonic(), profile.complaints.categories
    as_of = case_window.newest_delivery(lake)
    days = case_window.days(lake, rules.window_days, "clean", case_window.FEED)
    if as_of is None or not days:
        return derive.Summary(TABLE, [])
    inputs = inputs_of(lake, profile, days)
    if not (rebuild or is_due(lake, as_of, inputs, rules.learn_again_days)):
        return derive.Summary(TABLE, [], time.monotonic() - started)
    wanted, found = {str(as_of): inputs}, learned(lake, profile, days)
    with derive.derivation(lake, TABLE, "aggregate", "as_of_date", wanted) as run_:
        scores = [asdict(s) for s in found[1]] if found else NOTHING
        if found:
            folder = run_.folder / TABLE / f"part={as_of}"
            folder.mkdir(parents=True)
            about = {"as_of_date": str(as_of), **inputs, "scores": scores}
            category_model.save(replace(found[0], about=about), folder)
            run_.take(TABLE)
        rows = pa.Table.from_pylist(
            [row | {"as_of_date": as_of} for row in scores], to_arrow_schema(COMPLAINT_MODEL_SCORE)
        )
        run_.write_arrow(SCORES, rows, COMPLAINT_MODEL_SCORE)
    return derive.Summary(TABLE, list(wanted) if found else [], time.monotonic() - started)


if __name__ == "__main__":
    run_command(__doc__, run)
