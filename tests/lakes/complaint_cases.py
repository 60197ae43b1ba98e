"""The tiny lake's cases as they were last told, those of them that may be told, and the city's two kinds of case."""

from datetime import date, datetime, timedelta

FEEDS = ()

_CLOCK = "on_time_rule str, is_on_time bool, is_overdue bool"
COLUMNS = {
    "aggregate/complaint_case": "service_date date, case_id str, received_at timestamptz, hour int32, due_at timestamptz, due_rule str, "
    "closed_at timestamptz, status str, field str, item str, item_rule str, channel str, department str, dong_code str, hex_id str, "
    f"versions_cnt int64, reopened_cnt int64, {_CLOCK}, is_late_by_clock bool, as_of_date date",
    "aggregate/complaint_case_public": "service_date date, case_no int64, hour int32, field str, item str, item_rule str, channel str, status str, "
    f"due_rule str, limit_h float64, taken_h float64, {_CLOCK}, is_reopened bool, as_of_date date",
    "aggregate/complaint_item": "city str, field str, item str, name_en str, limit_h float64, limit_working_days int32",
}
KEYS = dict.fromkeys(COLUMNS, "service_date") | {"aggregate/complaint_item": "city"}
OF_FEED = dict.fromkeys(COLUMNS, "complaint_version") | {"aggregate/complaint_item": None}
SINGLED = ("department", "dong_code", "hex_id", "case_id", "received_at", "due_at", "closed_at", "versions_cnt", "reopened_cnt", "is_late_by_clock")  # fmt: skip


def _hours(since: object, until: object) -> float | None:
    assert isinstance(since, datetime)
    return round((until - since).total_seconds() / 3_600, 1) if isinstance(until, datetime) else None


def _case(newest: dict[str, object], versions: int, as_of: date) -> dict[str, object]:
    closed, due = newest["closed_at"], newest["due_at"]
    assert isinstance(due, datetime)
    late = closed > due if isinstance(closed, datetime) else due.date() < as_of
    same = (
        "service_date",
        "case_id",
        "received_at",
        "due_at",
        "closed_at",
        "status",
        "field",
        "item",
        "channel",
        "department",
        "dong_code",
    )
    return {column: newest[column] for column in same} | {
        "hour": 10, "due_rule": "given", "item_rule": "mapped", "hex_id": "8830e1ca2bfffff", "versions_cnt": versions, "reopened_cnt": 0,
        "on_time_rule": "clock", "is_on_time": not late if closed else None, "is_overdue": late, "is_late_by_clock": late, "as_of_date": as_of,
    }  # fmt: skip


def rows() -> dict[str, list[dict[str, object]]]:
    """From the versions of the fixture: all of one kind and way, so that those of a day hide each other."""
    from tests.lake_fixture import DAY_2, complaint_rows

    newest: dict[object, dict[str, object]] = {}
    told: dict[object, int] = {}
    for version in complaint_rows():
        newest[version["case_id"]] = dict(version)
        told[version["case_id"]] = told.get(version["case_id"], 0) + 1
    cases = [_case(version, told[case], DAY_2 + timedelta(days=1)) for case, version in newest.items()]
    numbers: dict[object, int] = {}
    public = []
    for case in cases:
        numbers[case["service_date"]] = numbers.get(case["service_date"], 0) + 1
        public.append(
            {c: v for c, v in case.items() if c not in SINGLED}
            | {"case_no": numbers[case["service_date"]], "is_reopened": False, "limit_h": _hours(case["received_at"], case["due_at"]),
               "taken_h": _hours(case["received_at"], case["closed_at"])}
        )  # fmt: skip
    kinds = [
        {"city": "Seoul", "field": "교통", "item": "불법주정차", "name_en": "Illegal parking", "limit_h": 3.0, "limit_working_days": None},
        {"city": "Seoul", "field": "환경", "item": "소음", "name_en": "Noise", "limit_h": None, "limit_working_days": 3},
    ]  # fmt: skip
    return {
        "aggregate/complaint_case": cases,
        "aggregate/complaint_case_public": public,
        "aggregate/complaint_item": kinds,
    }


_CASE, _PUBLIC, _FACT, _ITEM = (
    "complaint_case",
    "complaint_case_public",
    "fct_complaint",
    "dim_complaint_item",
)
WAREHOUSE = f"""
    create table {_FACT} as select service_date, n + 1 as case_no, '교통' as field, '불법주정차' as item, '120' as channel, 'open' as status
        from (values (date '2022-03-01'), (date '2022-03-02')) t (service_date), range(10) r (n);
    create table {_ITEM} as select '불법주정차' as item, '교통' as field;
"""
_FIRST = "where case_id = (select min(case_id) from complaint_case)"


def _alone(table: str) -> dict[str, tuple[str, str]]:
    one = "where case_no = 1 and service_date = '2022-03-02'"
    return {
        f"{table}_alone_by_field": (table, f"update {table} set field = '환경' {one}"),
        f"{table}_alone_by_item": (table, f"update {table} set item = '택시' {one}"),
        f"{table}_alone": (table, f"update {table} set channel = '방문' {one}"),
    }


DEFECTS: dict[str, tuple[str, str]] = {
    f"{_CASE}_day_empty": (_CASE, f"delete from {_CASE} where service_date = '2022-03-02'"),
    f"{_CASE}_key_unique": (_CASE, f"insert into {_CASE} from {_CASE} limit 1"),
    f"{_CASE}_lost": (_CASE, f"delete from {_CASE} {_FIRST}"),
    f"{_CASE}_clock": (_CASE, f"update {_CASE} set is_on_time = is_overdue where status = 'closed'"),
    f"{_CASE}_clocks_differ": (_CASE, f"update {_CASE} set on_time_rule = 'published', is_late_by_clock = not is_overdue"),
    f"{_CASE}_unmapped": (_CASE, f"insert into {_CASE} select c.* replace ('unmapped' as item_rule) from (from {_CASE} limit 1) c, range(50)"),
    **_alone(_PUBLIC),
    f"{_PUBLIC}_cases_lost": (_PUBLIC, f"delete from {_PUBLIC} where case_no = 1 and service_date = '2022-03-01'"),
    **_alone(_FACT),
    f"{_FACT}_stale": (_FACT, f"delete from {_FACT} where service_date = '2022-03-02'"),
    f"{_ITEM}_unknown": (_ITEM, f"update {_ITEM} set field = '도로'"),
    f"{_FACT}_raw_number": (_FACT, f"update {_FACT} set channel = '01098765432' where case_no = 1"),
}  # fmt: skip

MODEL_DEFECTS: list[tuple[str, set[str]]] = [
    (f"insert into {_FACT} from {_FACT} limit 1", {f"{_FACT}_key", f"{_FACT}_conserved"}),
    (f"update {_FACT} set status = null where case_no = 1", {f"{_FACT}_complete"}),
    (f"update {_FACT} set hour = 28 where case_no = 1", {f"{_FACT}_hour_range"}),
    (f"update {_FACT} set late_h = -1 where case_no = 1", {f"{_FACT}_hours_range"}),
    (f"delete from {_FACT} where case_no = 1", {f"{_FACT}_conserved"}),
    (f"insert into {_ITEM} from {_ITEM} limit 1", {f"{_ITEM}_key"}),
    (f"update {_ITEM} set is_in_taxonomy = null where item = '소음'", {f"{_ITEM}_complete"}),
]
