"""The tiny lake's nights: nine persons whose homes the carrier tells, seven of whom are late in Gangnam; and what their rows become."""

import hashlib
from datetime import date

FEEDS = ()

_OD = (
    "month str, weekday int32, hour int32, origin_hex str, home_hex str, persons_cnt int64, person_nights_cnt int64, nights_cnt int32, "
    "residents_est float64"
)
COLUMNS = {
    "aggregate/subscriber_night": "service_date date, subscriber_key key, night_hex str, night_site str, night_site_hours_cnt int32, "
    "other_site str, other_site_hours_cnt int32, hours_cnt int32, events_cnt int64, last_hour int32, last_hex str, home_area str, age_band str",
    "aggregate/home": "month str, subscriber_key key, home_hex str, home_dong_code str, rule str, nights_cnt int32, carrier_dong_code str, "
    "night_cell_hex str, do_rules_agree bool, age_band str",
    "aggregate/home_agreement_public": "month str, persons_with_both_cnt int64, agreeing_cnt int64, agreeing_share float64, is_hidden bool",
    "aggregate/expansion_weight": "month str, dong_code str, age_band str, observed_persons_cnt int64, residents_cnt int64, residents_month str, "
    "weight float64, basis str",
    "aggregate/night_od": _OD,
    "aggregate/night_od_public": f"{_OD}, is_hidden bool, hidden_pairs_cnt int64",
    "aggregate/dong_hex": "dong_code str, hex_id str, dong_share float64, hex_share float64, is_main_hex bool, is_main_dong bool",
}
_OF_NIGHTS = ("home", "home_agreement_public", "expansion_weight", "night_od", "night_od_public")
KEYS = {"aggregate/subscriber_night": "service_date", **{f"aggregate/{t}": "month" for t in _OF_NIGHTS}}
OF_FEED = {t: "resident_population" if t.endswith("dong_hex") else "telecom_event" for t in COLUMNS}

MONTH, HALL, GANGNAM = "2022-03", "8830e1d8c1fffff", "8830e1ca2bfffff"
DONG = {HALL: "11110515", GANGNAM: "11680640"}
SITE = {HALL: "S1", GANGNAM: "S2"}
# The last seen in Gangnam at 01 h of both nights (the seventh of the first alone) live by City Hall; two do the opposite.
NIGHTS = {date(2022, 3, 1): (7, 2), date(2022, 3, 2): (6, 2)}
RESIDENTS = {HALL: 660, GANGNAM: 660}
PERSONS = {HALL: 7, GANGNAM: 2}
# Of the dong, or for fewer than five persons of the city, since its gu has no more.
WEIGHT = {HALL: (660 / 7, "dong"), GANGNAM: (1320 / 9, "city")}


def _key(home: str, person: int) -> bytes:
    return hashlib.sha256(f"night {home} {person}".encode()).digest()[:16]


def _nights() -> list[dict[str, object]]:
    return [
        {"service_date": day, "subscriber_key": _key(home, n), "night_hex": home, "night_site": SITE[home], "night_site_hours_cnt": 2, "other_site": SITE[away],
         "other_site_hours_cnt": 1, "hours_cnt": 3, "events_cnt": 4, "last_hour": 25, "last_hex": away, "home_area": DONG[home], "age_band": "20-24"}
        for day, persons in NIGHTS.items()
        for home, away, count in zip((HALL, GANGNAM), (GANGNAM, HALL), persons, strict=True)
        for n in range(count)
    ]  # fmt: skip


def _homes() -> list[dict[str, object]]:
    return [
        {"month": MONTH, "subscriber_key": _key(home, n), "home_hex": home, "home_dong_code": DONG[home], "rule": "carrier",
         "nights_cnt": 1 if n == 6 else 2, "carrier_dong_code": DONG[home], "night_cell_hex": None, "do_rules_agree": None, "age_band": "20-24"}
        for home, count in PERSONS.items()
        for n in range(count)
    ]  # fmt: skip


def _pairs() -> list[dict[str, object]]:
    """A row a level of each pair: weekday, hour, persons, person-nights, nights."""
    late = [(None, 7, 13, 2), (2, 7, 7, 1), (3, 6, 6, 1)]
    opposite = [(None, 2, 4, 2), (2, 2, 2, 1), (3, 2, 2, 1)]
    return [
        {"month": MONTH, "weekday": weekday, "hour": hour, "origin_hex": origin, "home_hex": home, "persons_cnt": persons,
         "person_nights_cnt": times, "nights_cnt": nights, "residents_est": times * WEIGHT[home][0] / nights}
        for origin, home, levels in ((GANGNAM, HALL, late), (HALL, GANGNAM, opposite))
        for weekday, persons, times, nights in levels
        for hour in (None, 25)
    ]  # fmt: skip


def rows() -> dict[str, list[dict[str, object]]]:
    """All of them agree with each other."""
    shown = [r | {"is_hidden": False, "hidden_pairs_cnt": 0} for r in _pairs() if r["home_hex"] == HALL]
    weights = [
        {"month": MONTH, "dong_code": DONG[home], "age_band": None, "observed_persons_cnt": count, "residents_cnt": RESIDENTS[home],
         "residents_month": MONTH, "weight": WEIGHT[home][0], "basis": WEIGHT[home][1]}
        for home, count in PERSONS.items()
    ]  # fmt: skip
    agreement = {
        "month": MONTH,
        "persons_with_both_cnt": 0,
        "agreeing_cnt": 0,
        "agreeing_share": None,
        "is_hidden": False,
    }
    overlaid = [
        {
            "dong_code": DONG[h],
            "hex_id": h,
            "dong_share": 0.6,
            "hex_share": 0.9,
            "is_main_hex": True,
            "is_main_dong": True,
        }
        for h in DONG
    ]
    return {
        "aggregate/subscriber_night": _nights(),
        "aggregate/home": _homes(),
        "aggregate/home_agreement_public": [agreement],
        "aggregate/expansion_weight": weights,
        "aggregate/night_od": _pairs(),
        "aggregate/night_od_public": [*shown, {"month": MONTH, "is_hidden": True, "hidden_pairs_cnt": 1}],
        "aggregate/dong_hex": overlaid,
    }


WAREHOUSE = f"""
    create table fct_night_od as select * from (values
        ('{MONTH}', null, null, '{GANGNAM}', '{HALL}', 7, 13, 2, 612.9::double, false, 0), ('{MONTH}', 2, null, '{GANGNAM}', '{HALL}', 7, 7, 1, 660.0, false, 0),
        ('{MONTH}', null, null, null, null, null, null, null, null, true, 1)
    ) t (month, weekday, hour, origin_hex, home_hex, persons_cnt, person_nights_cnt, nights_cnt, residents_est, is_hidden, hidden_pairs_cnt);
    create table mart_owl__night_od as
        select * exclude (weekday, hour), '역삼1동' as origin_dong_name from fct_night_od where weekday is null;
"""

_NIGHT, _HOME, _PUBLIC, _FACT, _MART = (
    "subscriber_night",
    "home",
    "night_od_public",
    "fct_night_od",
    "mart_owl__night_od",
)


def _change(table: str, change: str, where: str = "true") -> tuple[str, str]:
    return table, f"update {table} set {change} where {where}"


def _shown(table: str) -> dict[str, tuple[str, str]]:
    return {
        f"{table}_key_unique": (table, f"insert into {table} from {table} limit 1"),
        f"{table}_below_k": _change(table, "persons_cnt = 4", "not is_hidden"),
        f"{table}_hidden_told": _change(table, f"home_hex = '{HALL}'", "is_hidden"),
    }


DEFECTS: dict[str, tuple[str, str]] = {
    "subscriber_night_day_empty": (_NIGHT, f"delete from {_NIGHT} where service_date = '2022-03-02'"),
    "subscriber_night_key_unique": (_NIGHT, f"insert into {_NIGHT} from {_NIGHT} limit 1"),
    "subscriber_night_hex_unknown": _change(_NIGHT, "night_hex = '8830e1d8c0fffff'"),
    "subscriber_night_hours": _change(_NIGHT, "night_site_hours_cnt = 4"),
    "subscriber_night_last_told": _change(_NIGHT, "last_hour = 28"),
    "home_month_missing": _change(_HOME, "month = '2022-02'"),
    "home_key_unique": (_HOME, f"insert into {_HOME} from {_HOME} limit 1"),
    "home_rule_followed": _change(_HOME, "rule = 'night_cell'"),
    "home_nights": _change(_HOME, f"night_cell_hex = '{HALL}', nights_cnt = 9"),
    "home_hex_unknown": _change(_HOME, "home_hex = '8830e1d8c0fffff'"),
    "home_area_unknown": _change(_HOME, "home_hex = null"),
    "home_agreement_public_below_k": _change(
        "home_agreement_public", "persons_with_both_cnt = 20, agreeing_cnt = 16"
    ),
    "home_agreement_public_low": _change("home_agreement_public", "agreeing_share = 0.4"),
    "expansion_weight_key_unique": (
        "expansion_weight",
        "insert into expansion_weight from expansion_weight limit 1",
    ),
    "expansion_weight_told": _change("expansion_weight", "weight = null", "basis = 'city'"),
    "expansion_weight_extreme": (
        "expansion_weight",
        "insert into expansion_weight select month, 'x', age_band, 1, 1, month, 1e6, 'dong' from expansion_weight limit 1",
    ),
    **_shown(_PUBLIC),
    "night_od_public_split_whole": (_PUBLIC, f"delete from {_PUBLIC} where weekday = 3 and hour is null"),
    "night_od_public_hour_range": _change(_PUBLIC, "hour = 28", "hour = 25"),
    f"{_FACT}_stale": _change(_FACT, "month = '2022-02'"),
    **_shown(_FACT),
    f"{_MART}_stale": _change(_MART, "month = '2022-02'"),
    **_shown(_MART),
    f"{_MART}_raw_number": _change(_MART, "origin_dong_name = '연락처 010-1234-5678'"),
}

_PART = f"update {_FACT} set {{}} where weekday = 3 and hour = 25"
_SHOWN = f"update {_MART} set {{}} where not is_hidden"
MODEL_DEFECTS: list[tuple[str, set[str]]] = [
    (
        f"insert into {_FACT} from {_FACT} where is_hidden",
        {f"{_FACT}_key", f"{_FACT}_conserved", "night_od_conserved"},
    ),
    (_PART.format("hidden_pairs_cnt = null"), {f"{_FACT}_complete"}),
    (_PART.format("hour = 28"), {f"{_FACT}_hour_range"}),
    (_PART.format("weekday = 0"), {f"{_FACT}_weekday_range"}),
    (_PART.format("residents_est = -1"), {f"{_FACT}_counts_range"}),
    (_PART.format("person_nights_cnt = 5"), {f"{_FACT}_person_nights", f"{_FACT}_conserved"}),
    (_PART.format("persons_cnt = 4"), {f"{_FACT}_private", f"{_FACT}_conserved"}),
    (f"update {_FACT} set nights_cnt = 2 where is_hidden", {f"{_FACT}_private"}),
    (_PART.format("person_nights_cnt = 7"), {f"{_FACT}_conserved"}),
    (f"insert into {_MART} from {_MART} where is_hidden", {"night_od_key", "night_od_conserved"}),
    (_SHOWN.format("hidden_pairs_cnt = null"), {"night_od_complete"}),
    (_SHOWN.format("distance_km = 0"), {"night_od_distance_range"}),
    (_SHOWN.format("is_hidden = true"), {"night_od_private"}),
    (_SHOWN.format("person_nights_cnt = 14"), {"night_od_conserved"}),
]
