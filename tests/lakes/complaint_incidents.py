"""The tiny lake's incidents: of each day the first five cases tell of one thing, every other of something of its own; k being 5."""

FEEDS = ()

COLUMNS = {
    "aggregate/complaint_incident_case": "service_date date, case_id str, incident_id str, link_rule str, probability float64",
    "aggregate/complaint_incident_public": "service_date date, incident_no int64, field str, item str, dong_code str, size str, "
    "at_least_cases_cnt int64, days_cnt int64, is_petition bool",
}
KEYS = dict.fromkeys(COLUMNS, "service_date")
OF_FEED = dict.fromkeys(COLUMNS, "complaint_version")
TOGETHER = 5


def rows() -> dict[str, list[dict[str, object]]]:
    """From the cases of the fixture."""
    from tests.lakes.complaint_cases import rows as case_rows

    linked: list[dict[str, object]] = []
    public: list[dict[str, object]] = []
    cases = case_rows()["aggregate/complaint_case"]
    for day in sorted({str(case["service_date"]) for case in cases}):
        of_day = [case for case in cases if str(case["service_date"]) == day]
        for n, case in enumerate(of_day):
            is_linked = 0 < n < TOGETHER
            linked.append(
                {"service_date": case["service_date"], "case_id": case["case_id"], "probability": 0.8 if is_linked else None,
                 "incident_id": of_day[0 if is_linked else n]["case_id"], "link_rule": "similar" if is_linked else "first"}
            )  # fmt: skip
            if not is_linked:
                is_many = n == 0
                public.append(
                    {"service_date": case["service_date"], "incident_no": len(public) + 1, "field": case["field"], "item": case["item"],
                     "dong_code": None, "size": "many" if is_many else "one", "at_least_cases_cnt": 5 if is_many else None,
                     "days_cnt": 1 if is_many else None, "is_petition": False if is_many else None}
                )  # fmt: skip
    return {"aggregate/complaint_incident_case": linked, "aggregate/complaint_incident_public": public}


_LINKED, _PUBLIC, _FACT = "complaint_incident_case", "complaint_incident_public", "fct_complaint_incident"
WAREHOUSE = f"""
    create table {_FACT} as select date '2022-03-02' as service_date, n + 1 as incident_no, '교통' as field, '불법주정차' as item,
        cast(null as varchar) as dong_code, if(n = 0, 'many', 'one') as size, if(n = 0, 5, null) as at_least_cases_cnt,
        if(n = 0, 1, null) as days_cnt, if(n = 0, false, null) as is_petition from range(10) r (n);
"""


def _small(table: str) -> dict[str, tuple[str, str]]:
    one = f"where rowid = (select max(rowid) from {table} where size = 'one')"
    return {
        f"{table}_small": (table, f"update {table} set days_cnt = 1 {one}"),
        f"{table}_alone": (table, f"update {table} set item = '택시' {one}"),
    }


DEFECTS: dict[str, tuple[str, str]] = {
    f"{_LINKED}_key_unique": (_LINKED, f"insert into {_LINKED} from {_LINKED} limit 1"),
    f"{_LINKED}_lost": (_LINKED, f"delete from {_LINKED} where case_id = (select min(case_id) from {_LINKED})"),
    f"{_LINKED}_rule": (_LINKED, f"update {_LINKED} set probability = 0.5 where link_rule = 'first'"),
    **_small(_PUBLIC),
    **_small(_FACT),
    f"{_PUBLIC}_lost": (_PUBLIC, f"delete from {_PUBLIC} where incident_no = (select max(incident_no) from {_PUBLIC})"),
    f"{_FACT}_raw_number": (_FACT, f"update {_FACT} set item = '01098765432' where size = 'many'"),
}  # fmt: skip

MODEL_DEFECTS: list[tuple[str, set[str]]] = [
    (f"insert into {_FACT} from {_FACT} limit 1", {f"{_FACT}_key", f"{_FACT}_conserved"}),
    (f"update {_FACT} set size = null where incident_no = 1", {f"{_FACT}_complete"}),
    (f"update {_FACT} set days_cnt = 0 where size = 'many'", {f"{_FACT}_counts_range"}),
    (f"delete from {_FACT} where incident_no = 1", {f"{_FACT}_conserved"}),
]
