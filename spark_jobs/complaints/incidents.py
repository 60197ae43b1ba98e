"""What is told of incidents: `aggregate/complaint_incident_public`, a partition a day on which their first cases were received.

    python -m spark_jobs.complaints.incidents --service-date 2026-11-01

One row an incident, told by one case or by many; without its place and its kind where those would tell of fewer than k cases. An incident grows while
cases are linked to it, so all are counted every night, which is one grouping of a few columns; only days that changed are written.
"""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pyarrow as pa

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import derive
from spark_jobs.command import run_command
from spark_jobs.complaints import case_window, hiding, incident_cases
from spark_jobs.complaints.rounding import at_least
from spark_jobs.complaints.schema import COMPLAINT_INCIDENT_PUBLIC

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TABLE = "complaint_incident_public"
RULE_VERSION = "complaint_incident_public-1"
ONE, FEW, MANY = "one", "few", "many"
COUNTED = """
    with told as (
        select i.service_date, i.incident_id, i.link_rule, c.field, c.item, c.dong_code
        from linked i join complaint c using (service_date, case_id) where c.status <> 'deleted'
    ),
    kind as (
        select incident_id, field, item from told group by incident_id, field, item
        qualify row_number() over (partition by incident_id order by count(*) desc, field, item) = 1
    ),
    dong as (
        select incident_id, dong_code, count(*) as in_dong_cnt from told where dong_code is not null group by incident_id, dong_code
        qualify row_number() over (partition by incident_id order by count(*) desc, dong_code) = 1
    ),
    counted as (
        select incident_id, min(service_date) as service_date, count(*) as cases_cnt,
            date_diff('day', min(service_date), max(service_date)) + 1 as days_cnt,
            2 * count(*) filter (link_rule = 'same_words') > count(*) as is_petition
        from told group by all
    )
    select c.service_date, c.cases_cnt, c.days_cnt, c.is_petition, k.field, k.item, d.dong_code, coalesce(d.in_dong_cnt, 0) as in_dong_cnt
    from counted c join kind k using (incident_id) left join dong d using (incident_id) order by c.service_date, c.incident_id
"""


def told_rows(counted: pd.DataFrame, k: int) -> pd.DataFrame:
    """`complaint_incident_public` of rows of `COUNTED`.

    How many cases tell of an incident is told where it is k at least (the largest of k, 2k, 5k, 10k … it reaches), as are its days, whether it is a
    petition, and the dong that k of them lie in. Of smaller ones field and item are told where k of the day share them.
    """
    is_many = counted["cases_cnt"] >= max(k, 2)
    size = pd.Series(FEW, counted.index).mask(is_many, MANY).mask(counted["cases_cnt"] == 1, ONE)
    told = counted.assign(size=size, at_least_cases_cnt=counted["cases_cnt"].map(lambda n: at_least(n, k)))
    told["at_least_cases_cnt"] = told["at_least_cases_cnt"].astype("Int64").where(is_many)
    told["days_cnt"] = told["days_cnt"].astype("Int64").where(is_many)
    told["is_petition"] = told["is_petition"].astype("boolean").where(is_many)
    told["dong_code"] = told["dong_code"].where(is_many & (told["in_dong_cnt"] >= k))
    small = [
        hiding.generalise(rows, ("field", "item"), k) for _, rows in told[~is_many].groupby("service_date")
    ]
    told = pd.concat([told[is_many], *small]) if small else told
    told = told.sort_values(
        ["service_date", "size", "field", "item", "at_least_cases_cnt", "days_cnt", "dong_code"]
    )
    return told.assign(incident_no=told.groupby("service_date").cumcount() + 1)


def counted_incidents(lake: Lake) -> pd.DataFrame:
    """A row an incident of all days, exact: see `COUNTED`. It never leaves the lake."""
    with duckdb.connect() as con:
        for table, name in ((incident_cases.TABLE, "linked"), (case_window.CASES, "complaint")):
            case_window.view(con, lake, list(lake.partitions("aggregate", table)), table, name)
        return con.execute(COUNTED).to_arrow_table().to_pandas(date_as_object=True)


def run(
    spark: SparkSession | None,
    lake: Lake,
    profile: Profile,
    service_date: date,
    *,
    rebuild: str | None = None,
) -> derive.Summary:
    """Tell again the incidents of every day on which something about them changed (`rebuild`: of that day in any case). Of Spark nothing is asked."""
    started, k = time.monotonic(), profile.k_persons(case_window.FEED)
    days = list(lake.partitions("aggregate", incident_cases.TABLE))
    counted = counted_incidents(lake)
    of_days = dict(iter(counted.groupby(counted["service_date"].astype(str))))
    inputs = {
        day: {
            "incidents": incident_cases.digest(of_days.get(day, counted.iloc[:0]).astype(str)),
            "k_persons": str(k),
            "rules": RULE_VERSION,
        }
        for day in days
    }
    wanted = derive.stale(lake, "aggregate", TABLE, "service_date", inputs)
    if rebuild in inputs:
        wanted[rebuild] = inputs[rebuild]
    if wanted:
        with derive.derivation(lake, TABLE, "aggregate", "service_date", wanted) as run_:
            rows = told_rows(counted[counted["service_date"].astype(str).isin(list(wanted))], k)
            run_.write_arrow(
                TABLE, pa.Table.from_pandas(rows, preserve_index=False), COMPLAINT_INCIDENT_PUBLIC
            )
    return derive.Summary(TABLE, list(wanted), time.monotonic() - started)


if __name__ == "__main__":
    run_command(__doc__, run)
