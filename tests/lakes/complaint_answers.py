"""The tiny lake's waiting times, hot spots and hours of complaints, worked out by hand from the fixture's 32 cases, k being 5; and what goes wrong with them.

Of the cases 18 are closed in time after two hours, 6 late after four, 4 wait with their limit ahead and 4 with it behind; all at one place.
"""

from datetime import date

FEEDS = ()

_WINDOW = "as_of_date date, received_from date, received_until date"
_COUNTS = (
    "cases_cnt", "open_cnt", "judged_cases_cnt", "kept_cases_cnt", "open_with_limit_cnt", "late_now_cases_cnt",
)  # fmt: skip
_SHARES = ("kept_pct", "late_now_pct")
_TIMES = ("median_h", "median_low_h", "median_high_h", "p80_h", "p80_low_h", "p80_high_h", "naive_mean_h", "naive_median_h")  # fmt: skip
COLUMNS = {
    "aggregate/complaint_wait_public": f"{_WINDOW}, kind str, field str, item str, dong_code str, "
    + ", ".join([*(f"{c} int64" for c in _COUNTS), *(f"{c} float64" for c in (*_SHARES, *_TIMES))]),
    "aggregate/complaint_hotspot_public": f"{_WINDOW}, hex_id str, field str, cases_cnt int64, near_cases_cnt int64, gi_z float64, gi_p float64, "
    "is_hot bool",
    "aggregate/complaint_model_score": "as_of_date date, method str, split str, cases_cnt int64, kinds_cnt int64, accuracy float64, macro_f1 float64, "
    "threshold float64, coverage float64, precision float64",
    "aggregate/complaint_hex_hour_public": f"{_WINDOW}, hex_id str, topic str, item str, day_type str, hour int32, days_cnt int64, cases_cnt int64",
}
KEYS = dict.fromkeys(COLUMNS, "as_of_date")
OF_FEED = dict.fromkeys(COLUMNS, "complaint_version")

BEFORE, AS_OF, HEX = date(2022, 3, 2), date(2022, 3, 3), "8830e1ca2bfffff"
KINDS = (("all", None, None), ("field", "교통", None), ("item", "교통", "불법주정차"))
# Area: counts, shares, times. Of 11680640 (22 cases) at least 10, a half kept; of 11110515 (7) at least 5, too few closed for a time; the dong of 3 is
# not known and has no row.
NONE = (None,)
AREAS = {
    "all": ((30, 10, 30, 20, 10, None), (66.7, None), (2.0, 2.0, 4.0, None, 4.0, None, 2.5, 2.0)),
    "11680640": ((10, *NONE * 5), (50.0, None), (4.0, 2.0, 4.0, None, 4.0, None, 2.8, 2.0)),
    "11110515": ((5, *NONE * 5), (100.0, None), NONE * 8),
}


def _window(as_of: date) -> dict[str, object]:
    return {
        "as_of_date": as_of,
        "received_from": date(2022, 3, 1),
        "received_until": date(2022, 3, as_of.day - 1),
    }


def _waits() -> list[dict[str, object]]:
    newest = [
        _window(AS_OF) | {"kind": kind, "field": field, "item": item, "dong_code": dong} | dict(zip(_COUNTS, counts, strict=True))
        | dict(zip(_SHARES, shares, strict=True)) | dict(zip(_TIMES, times, strict=True))
        for kind, field, item in KINDS
        for dong, (counts, shares, times) in AREAS.items()
    ]  # fmt: skip
    return [
        newest[0] | _window(BEFORE) | {"cases_cnt": 20, "judged_cases_cnt": 15, "kept_cases_cnt": 15},
        *newest,
    ]


def _spots() -> list[dict[str, object]]:
    cold = {"near_cases_cnt": None, "gi_z": None, "gi_p": None, "is_hot": False}
    hot = {"near_cases_cnt": 30, "gi_z": 5.2, "gi_p": 0.0000001, "is_hot": True}
    newest = [
        _window(AS_OF) | {"hex_id": place, "field": field, "cases_cnt": 30} | told
        for field in ("all", "교통")
        for place, told in (("all", cold), (HEX, hot))
    ]
    return [newest[0] | _window(BEFORE) | {"cases_cnt": 20}, *newest]


def _hours() -> list[dict[str, object]]:
    cases = {("불법주정차", "sunday_holiday", 10): 20, ("불법주정차", "weekday", 10): 10}
    topics = {"불법주정차": "parking", "버스": "crowding"}
    city = [(item, kind, hour) for item in topics for kind in ("sunday_holiday", "weekday") for hour in range(4, 28)]  # fmt: skip
    return [
        _window(AS_OF) | {"hex_id": place, "topic": topics[key[0]], "item": key[0], "day_type": key[1], "hour": key[2], "days_cnt": 1, "cases_cnt": cases.get(key, 0)}
        for place, keys in (("all", city), (HEX, list(cases)))
        for key in keys
    ]  # fmt: skip


def _scores() -> list[dict[str, object]]:
    names = ("method", "split", "cases_cnt", "kinds_cnt", "accuracy", "macro_f1", "threshold", "coverage", "precision")  # fmt: skip
    told = [
        ("model", "folds", 800, 3, 0.8, 0.7, 0.6, 0.5, 0.92), ("model", "later", 300, 3, 0.78, 0.66, 0.6, 0.45, 0.9),
        ("keyword", "later", 300, 3, 0.5, 0.4, 1.0, 0.6, 0.7), ("commonest", "later", 300, 3, 0.4, 0.1, None, None, None),
    ]  # fmt: skip
    return [{"as_of_date": AS_OF} | dict(zip(names, row, strict=True)) for row in told]


def rows() -> dict[str, list[dict[str, object]]]:
    """As of the morning after the second day, and a row each of the morning before."""
    tables = (_waits(), _spots(), _scores(), _hours())
    return dict(zip(COLUMNS, tables, strict=True))


_WAIT, _SPOT, _HOUR = "complaint_wait_public", "complaint_hotspot_public", "complaint_hex_hour_public"
_SCORE = "complaint_model_score"
_SLA, _SPOTS = "mart_complaints__sla", "mart_complaints__hotspots"
WAREHOUSE = f"""
    create table {_SLA} as select date '2022-03-03' as as_of_date, kind, cast(null as varchar) as field, cast(null as varchar) as item, dong_code,
        cases_cnt, open_cnt, open_cnt as judged_cases_cnt, open_cnt as kept_cases_cnt, open_cnt as open_with_limit_cnt,
        open_cnt as late_now_cases_cnt, kept_pct, cast(null as double) as late_now_pct
        from (values ('all', 'all', 30, 10, 66.7::double), ('all', '11680640', 10, null, 50.0)) t (kind, dong_code, cases_cnt, open_cnt, kept_pct);
    create table {_SPOTS} as select date '2022-03-03' as as_of_date, * from (values
        ('all', 'all', 30, null, null, null, false), ('{HEX}', 'all', 30, 30, 5.2::double, 0.0000001::double, true)
    ) t (hex_id, field, cases_cnt, near_cases_cnt, gi_z, gi_p, is_hot);
"""


def _both(lake: str, mart: str, few: str) -> dict[str, tuple[str, str]]:
    old = "update {} set as_of_date = as_of_date - 1"
    return {
        f"{lake}_stale": (lake, old.format(lake)),
        f"{mart}_stale": (mart, old.format(mart)),
        f"{lake}_exact": (lake, f"update {lake} set cases_cnt = 6 where {few}"),
        f"{mart}_exact": (mart, f"update {mart} set cases_cnt = 21 where {few}"),
    }


DEFECTS: dict[str, tuple[str, str]] = {
    **_both(_WAIT, _SLA, "dong_code <> 'all'"),
    **_both(_SPOT, _SPOTS, "hex_id <> 'all'"),
    f"{_WAIT}_key_unique": (_WAIT, f"insert into {_WAIT} from {_WAIT} where dong_code <> 'all' limit 1"),
    f"{_WAIT}_larger_part": (_WAIT, f"delete from {_WAIT} where kind = 'item' and dong_code = 'all'"),
    f"{_WAIT}_order": (_WAIT, f"update {_WAIT} set median_high_h = 1 where dong_code = 'all'"),
    f"{_WAIT}_few": (_WAIT, f"update {_WAIT} set open_cnt = 30 where dong_code = 'all'"),
    f"{_WAIT}_dong_counts": (_WAIT, f"update {_WAIT} set cases_cnt = 20 where dong_code = '11680640'"),
    f"{_SLA}_dong_counts": (_SLA, f"update {_SLA} set kept_pct = 48 where dong_code <> 'all'"),
    f"{_SPOT}_key_unique": (_SPOT, f"insert into {_SPOT} from {_SPOT} where is_hot limit 1"),
    f"{_SPOT}_told_cold": (_SPOT, f"update {_SPOT} set is_hot = false"),
    f"{_SPOT}_larger_part": (_SPOT, f"update {_SPOT} set cases_cnt = 35 where is_hot"),
    f"{_SPOT}_cold_hot": (_SPOT, f"update {_SPOT} set gi_z = -0.1 where is_hot"),
    f"{_SPOTS}_told_cold": (_SPOTS, f"update {_SPOTS} set is_hot = false"),
    f"{_SLA}_raw_number": (_SLA, f"update {_SLA} set item = '01098765432' where dong_code = 'all'"),
    f"{_SCORE}_key_unique": (_SCORE, f"insert into {_SCORE} from {_SCORE} limit 1"),
    f"{_SCORE}_range": (_SCORE, f"update {_SCORE} set macro_f1 = 1.2 where method = 'keyword'"),
    f"{_SCORE}_unsure": (_SCORE, f"update {_SCORE} set precision = 0.84 where split = 'later'"),
    f"{_SCORE}_beaten": (_SCORE, f"update {_SCORE} set accuracy = 0.79 where method = 'commonest'"),
    f"{_HOUR}_stale": (_HOUR, f"update {_HOUR} set as_of_date = as_of_date - 1"),
    f"{_HOUR}_key_unique": (_HOUR, f"insert into {_HOUR} from {_HOUR} limit 1"),
    f"{_HOUR}_exact": (_HOUR, f"update {_HOUR} set cases_cnt = 4 where hex_id <> 'all'"),
    f"{_HOUR}_range": (_HOUR, f"update {_HOUR} set hour = 28 where hour = 27"),
}  # fmt: skip

_FEW = "where kind = 'all' and dong_code = '11110515'"
_CITY = "where kind = 'all' and dong_code = 'all'"
_HOT = "where is_hot and field = 'all'"
MODEL_DEFECTS: list[tuple[str, set[str]]] = [
    (f"insert into {_SLA} from {_SLA} limit 1", {"complaints_sla_key", "complaints_sla_conserved"}),
    (f"update {_SLA} set received_until = null {_CITY}", {"complaints_sla_complete"}),
    (f"update {_SLA} set cases_cnt = 4 {_FEW}", {"complaints_sla_private", "complaints_sla_rounded", "complaints_sla_conserved"}),
    (f"update {_SLA} set cases_cnt = 7 {_FEW}", {"complaints_sla_rounded", "complaints_sla_conserved"}),
    (f"update {_SLA} set kept_pct = 101 {_CITY}", {"complaints_sla_pct_range"}),
    (f"update {_SLA} set median_low_h = -1 {_CITY}", {"complaints_sla_hours_range"}),
    (f"update {_SLA} set median_high_h = 1 {_CITY}", {"complaints_sla_ordered"}),
    (f"delete from {_SLA} {_CITY}", {"complaints_sla_conserved"}),
    (f"insert into {_SPOTS} from {_SPOTS} limit 1", {"complaints_hotspots_key", "complaints_hotspots_conserved"}),
    (f"update {_SPOTS} set is_hot = null {_HOT}", {"complaints_hotspots_complete"}),
    (f"update {_SPOTS} set cases_cnt = 4 {_HOT}", {"complaints_hotspots_private", "complaints_hotspots_rounded", "complaints_hotspots_conserved"}),
    (f"update {_SPOTS} set near_cases_cnt = 31 {_HOT}", {"complaints_hotspots_rounded", "complaints_hotspots_conserved"}),
    (f"update {_SPOTS} set gi_p = 1.5 {_HOT}", {"complaints_hotspots_p_range"}),
    (f"update {_SPOTS} set received_until = received_from - 1 {_HOT}", {"complaints_hotspots_ordered"}),
    (f"update {_SPOTS} set hex_id = '8830e1d8c7fffff' {_HOT}", {"complaints_hotspots_hex_known"}),
    (f"delete from {_SPOTS} {_HOT}", {"complaints_hotspots_conserved"}),
]  # fmt: skip
