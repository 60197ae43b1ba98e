"""Cases as `aggregate/complaint_case` has them, written by hand, for the jobs that read them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql.pandas.types import to_arrow_schema

from nightowl.lake import Lake
from nightowl.ledger import FileRecord, Ledger, RunFacts
from spark_jobs.complaints.schema import COMPLAINT_CASE, COMPLAINT_DONG_DAY_PUBLIC

Row = dict[str, object]
COLUMNS, DONG_DAYS = (to_arrow_schema(s, timezone="UTC") for s in (COMPLAINT_CASE, COMPLAINT_DONG_DAY_PUBLIC))
SEOUL = ZoneInfo("Asia/Seoul")
DONG, HEX = "11680640", "8830e1ca2bfffff"


def case(number: int, received: datetime, closed: datetime | None = None, **more: object) -> Row:
    """A case of 교통/불법주정차 in one dong, received at a time of Seoul's clock; closed in time, or open with its limit ahead."""
    at, until = (t.replace(tzinfo=SEOUL) if t else None for t in (received, closed))
    day = (received - timedelta(hours=4)).date()
    return dict.fromkeys(COLUMNS.names) | {
        "service_date": day, "case_id": f"c{number:05}", "received_at": at, "hour": received.hour + 24 * (received.hour < 4),
        "due_at": at + timedelta(hours=3) if at else None, "due_rule": "item", "closed_at": until, "status": "closed" if closed else "open",
        "field": "교통", "item": "불법주정차", "item_rule": "mapped", "channel": "120", "department": "교통지도과", "dong_code": DONG, "hex_id": HEX,
        "versions_cnt": 1, "reopened_cnt": 0, "on_time_rule": "clock", "is_on_time": True if closed else None, "is_overdue": False,
        "is_late_by_clock": False, "as_of_date": day + timedelta(days=1),
    } | more  # fmt: skip


def tell(lake: Lake, cases: Iterable[Row], delivered: date, hidden: Collection[str] = ()) -> None:
    """Lay the cases into their days of receipt, as a file of that day would have told them, and tell of each dong's day but those of `hidden`."""
    by_day: dict[object, list[Row]] = defaultdict(list)
    for row in cases:
        by_day[row["service_date"]].append(row)
    for day, rows in by_day.items():
        dongs = Counter(str(row["dong_code"] or "unknown") for row in rows)
        told = [{"service_date": day, "dong_code": dong, "cases_cnt": None if dong in hidden else n, "is_hidden": dong in hidden} for dong, n in dongs.items()]  # fmt: skip
        _lay(lake, "complaint_case", str(day), pa.Table.from_pylist(rows, COLUMNS))
        _lay(lake, "complaint_dong_day_public", str(day), pa.Table.from_pylist(told, DONG_DAYS))
    record = FileRecord(
        f"complaint_version/delivered={delivered}/cases.csv", delivered, "loaded", 1, "0", 1, 1, 1.0
    )
    facts = RunFacts(f"c-{delivered}", "complaint_version", delivered, "0", "0", None, 0.0)
    for staged, place in Ledger(lake).write_staged(lake.staging, facts, [record], []):
        staged.rename(place)


def _lay(lake: Lake, table: str, day: str, rows: pa.Table) -> None:
    folder = lake.partition("aggregate", table, "service_date", day)
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(rows.schema.empty_table(), folder.parent / "_schema.parquet")
    pq.write_table(rows, folder / "part-0.parquet")
