"""What a layout says, asked of DuckDB alone: headers, times of every shape and zone, durations, numbers, words; and mistakes in a layout."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from nightowl import profile
from nightowl.errors import FileRefused, NightowlError
from nightowl.layout import Layout, Subscriber, TimeRule, written_at_home
from nightowl.profile import Profile
from spark_jobs.telecom import carrier, clock, layout_sql
from tests.spark_jobs.berlin import BERLIN, HEADERS, LAYOUTS, load

DAY = date(2026, 11, 1)
NUMBER = "01012345678"
at = datetime.fromisoformat


@pytest.fixture(scope="module")
def berlin() -> Profile:
    return Profile.model_validate(BERLIN)


def changed(city: dict, layout: str, **keys: object) -> dict:
    """The city with keys of one layout replaced."""
    feed = city["feeds"]["telecom_event"]
    layouts = feed["layouts"] | {layout: feed["layouts"][layout] | keys}
    return city | {"feeds": city["feeds"] | {"telecom_event": feed | {"layouts": layouts}}}


@pytest.mark.parametrize("name", HEADERS)
def test_each_header_of_the_page_fits_the_layout_it_stands_under(berlin: Profile, name: str) -> None:
    header = carrier.read_header(HEADERS[name], "f.csv", berlin)
    assert (header.layout, header.unknown) == (name, ())
    for other in (f'"{HEADERS[name].upper()}"', f"{HEADERS[name]},,", HEADERS[name].replace(",", " , ")):
        assert carrier.read_header(other, "f.csv", berlin).layout == name


def test_a_header_that_fits_no_layout_is_told_with_the_nearest_and_what_it_lacks(berlin: Profile) -> None:
    header = HEADERS["switch"].replace("lac,", "").replace("answer_time,record_opening_time,", "")
    with pytest.raises(
        FileRefused,
        match=r"The nearest is 'switch', for which it lacks 'answer_time' or 'record_opening_time', 'lac' or 'tac'; ",
    ):
        carrier.read_header(header, "f.csv", berlin)
    with pytest.raises(FileRefused, match="names the column 'user_id' twice"):
        carrier.read_header(HEADERS["multimno"] + ",USER_ID", "f.csv", berlin)


def test_a_file_without_a_header_shows_nobody_by_its_first_line(berlin: Profile) -> None:
    with pytest.raises(FileRefused) as told:
        carrier.read_header(f"{NUMBER},{'ab' * 32},2026-11-01 10:00:00,call,c1,60", "f.csv", berlin)
    assert told.value.code == "column_missing" and "reads '******,******,******:00:00,call,c1,60'" in str(
        told.value
    )


@pytest.mark.parametrize(
    ("layout", "keys", "told"),
    [
        ("nightowl", {"columns": {"msidn": ["m"]}}, r"columns\.msidn\.\[key\]: Input should be 'record_ref', 'msisdn'"),
        ("nightowl", {"colour": 1}, "colour: Extra inputs are not permitted"),
        ("nightowl", {"columns": {"msisdn": ["m"], "event_time": ["t"]}}, "nothing says the event_type; name its column, or a default"),
        ("multimno", {"columns": {"msisdn": ["m"], "event_time": ["t"]}}, "nothing says where an event was"),
        ("multimno", {"columns": {"msisdn": ["m"], "event_time": ["t"], "latitude": ["y"]}, "optional": {"cell_id": ["c"]}}, "only one is named"),
        ("switch", {"optional": {"cell_id": ["c"]}}, "the cell is named twice"),
        ("switch", {"cell": {"parts": [["ci"]]}}, r"cell\.parts: List should have at least 2 items"),
        ("switch", {"optional": {"sequence": ["n"]}}, "sequence stands under columns and under optional"),
        ("switch", {"values": {"event_type": {"fax": ["F"]}}}, r"values\.event_type: 'fax' is none of call, sms, data"),
        ("multimno", {"defaults": {"event_type": "ping", "duration_s": 0}}, r"defaults\.event_type: 'ping' is none of"),
        ("multimno", {"defaults": {"msisdn": "x", "event_type": "data", "duration_s": 0}}, r"defaults\.msisdn: every record says its own"),
        ("nightowl", {"columns": {"msisdn": []}}, r"columns\.msisdn: List should have at least 1 item"),
        ("nightowl", {"time": {"zone": "Moon"}}, r"time\.zone: .*'Moon' is none of local, utc and offset"),
        ("nightowl", {"time": {"format": "roman"}}, r"time\.format: Input should be 'iso'"),
        ("nightowl", {"time": {"format": "epoch_s", "zone": "local"}}, "time: .*its zone is utc, not local"),
        ("nightowl", {"time": {"format": "bcd", "zone": "utc"}}, "time: .*its zone is offset, not utc"),
        ("nightowl", {"time": {"format": "plain", "zone": "offset"}}, "time: .*bears no offset; say iso"),
        ("nightowl", {"subscriber": {"shape": "^[0-9"}}, r"subscriber\.shape: .*is no regular expression"),
        ("nightowl", {"duration_unit": "h"}, r"duration_unit: Input should be 's', 'min' or 'ms'"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_layout_is_told_with_its_place(
    tmp_path: Path, layout: str, keys: dict, told: str
) -> None:
    with pytest.raises(NightowlError, match=rf"feeds\.telecom_event\.layouts\.{layout}\W.*{told}"):
        load(tmp_path, changed(BERLIN, layout, **keys))


def test_layouts_stand_alone_and_with_the_one_feed_that_reads_them(tmp_path: Path) -> None:
    event = BERLIN["feeds"]["telecom_event"]
    with pytest.raises(NightowlError, match="columns and values stand beside layouts"):
        load(tmp_path, BERLIN | {"feeds": {"telecom_event": event | {"columns": {"msisdn": ["m"]}}}})
    with pytest.raises(
        NightowlError, match=r"cell\.layouts: files are read by layouts for telecom_event alone"
    ):
        load(tmp_path, BERLIN | {"feeds": {"cell": event, "telecom_event": event}})


TIMES: list[tuple[dict, str, dict[str, str | None]]] = [
    ({}, "Asia/Seoul", {
        "2026-11-01 10:00:00": "01:00:00", "2026-11-01T10:00:00.250": "01:00:00.25", "2026-11-01 10:00:00Z": "10:00:00",
        "2026-11-01 10:00:00+01": "09:00:00", "2026-11-01 10:00:00-03:30": "13:30:00", "2026-11-01 10:00:00+0900": "01:00:00",
        "2026-11-01 24:00:00": None, "2026-11-01 10:00:60": None, "2026-11-31 10:00:00": None, "2026-11-01": None, "2026-11-01 10:00": None,
        "2026-11-01 10:00:00+19:00": None, "2026-11-01 10:00:00 KST": None, "2026-1-1 10:00:00": None, "26-11-01 10:00:00": None,
    }),
    ({"zone": "offset"}, "Asia/Seoul", {"2026-11-01 10:00:00": None, "2026-11-01 10:00:00+09:00": "01:00:00"}),
    ({"zone": "utc"}, "Asia/Seoul", {"2026-11-01 10:00:00": "10:00:00", "2026-11-01 10:00:00+09:00": "01:00:00"}),
    ({"zone": "America/New_York"}, "Asia/Seoul", {"2026-11-01 00:59:59": "04:59:59", "2026-11-01 01:00:00": "05:00:00", "2026-11-01 02:00:00": "07:00:00"}),
    ({"format": "plain"}, "Asia/Seoul", {
        "2026-11-01 10:00:00": "01:00:00", "2026-11-01T10:00:00": None, "2026-11-01 10:00:00.5": None, "2026-11-01 24:00:00": None,
        "2026-11-01  0:00:00": None, "2026/11/01 10:00:00": None, "2026-11-01 10:00:0.": None, "2026-11-01 10:00:00Z": None, "-026-11-01 10:00:00": None,
    }),
    ({"format": "compact"}, "Asia/Seoul", {
        "20261101100000": "01:00:00", "20261101100000Z": "10:00:00", "20261101100000+0100": "09:00:00",
        "20261101240000": None, "20261131100000": None, "2026110110000": None, "2026-11-01 10:00:00": None,
    }),
    ({"format": "bcd"}, "Asia/Seoul", {
        "261101100000+0900": "01:00:00", "2611011000002B0900": "01:00:00", "2611011000002d0330": "13:30:00",
        "261101100000": None, "2611011000002C0900": None, "261101240000+0900": None, "261101100000+1900": None,
    }),
    ({"format": "epoch_s"}, "Asia/Seoul", {"1793527200": "10:00:00", "1793527200000": None, "-1793527200": None, "1793527200.5": None, "x": None}),
    ({"format": "epoch_ms"}, "Asia/Seoul", {"1793527200250": "10:00:00.25", "1793527200": None}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "zone", "times"), TIMES, ids=lambda v: str(v) if isinstance(v, str) else "")
def test_every_way_of_writing_a_time(rule: dict, zone: str, times: dict[str, str | None]) -> None:
    told = clock.read_time("said", TimeRule.model_validate(rule), zone, DAY, DAY)
    sql = f"select said, {told.event_at}, {told.local_at} from (select unnest($1) as said)"
    for said, event_at, local_at in duckdb.execute(sql, [list(times)]).fetchall():
        expected = times[said] and at(f"2026-11-01 {times[said]}")
        assert event_at == expected, said
        assert (local_at is None) == (event_at is None), said
        assert local_at is None or (local_at - event_at).total_seconds() == 9 * 3600, said


def test_an_offset_tells_the_two_hours_apart() -> None:
    told = clock.read_time("said", TimeRule(), "Europe/Berlin", date(2026, 10, 20), DAY)
    sql = f"select {told.event_at}, {told.local_at}, {told.is_ambiguous} from (select unnest($1) as said)"
    said = [
        "2026-10-25 02:30:00",
        "2026-10-25 02:30:00+02:00",
        "2026-10-25 02:30:00+01:00",
        "2026-10-25 01:30:00Z",
    ]
    half_past_two = at("2026-10-25 02:30:00")
    assert duckdb.execute(sql, [said]).fetchall() == [
        (at("2026-10-25 00:30:00"), half_past_two, True),
        (at("2026-10-25 00:30:00"), half_past_two, False),
        (at("2026-10-25 01:30:00"), half_past_two, False),
        (at("2026-10-25 01:30:00"), half_past_two, False),
    ]


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Seoul", "Asia/Kathmandu"]
)
def test_the_clock_of_a_zone_is_that_of_the_time_zone_database(zone: str) -> None:
    """Every half hour of two years, there and back."""
    told = clock.read_time("said", TimeRule(zone="utc"), zone, date(2025, 7, 1), date(2027, 7, 1))
    steps = "select timestamp '2025-07-01' + to_minutes(30 * i) as utc from range(35040) r(i)"
    found = duckdb.execute(
        f"select utc, {told.local_at} from (select utc, strftime(utc, '%Y-%m-%d %H:%M:%S') as said from ({steps}))"
    ).fetchall()
    of_zone = ZoneInfo(zone)
    wrong = [
        (utc, local)
        for utc, local in found
        if utc.replace(tzinfo=ZoneInfo("UTC")).astimezone(of_zone).replace(tzinfo=None) != local
    ]
    assert wrong == [] and len(found) == 35040


@pytest.fixture
def reads() -> Callable[..., list[tuple]]:
    """Fields of one line read by a layout, for some of its columns."""

    def read(layout: dict, header: str, columns: str, *lines: str) -> list[tuple]:
        city = Profile.model_validate(
            BERLIN
            | {"feeds": {"telecom_event": BERLIN["feeds"]["telecom_event"] | {"layouts": {"only": layout}}}}
        )
        mapped = carrier.read_header(header, "f.csv", city)
        sql = layout_sql.as_sql(mapped, city, date(2026, 11, 2))
        with duckdb.connect() as con:
            layout_sql.prepare(con, sql)
            rows = f"select {sql.columns} from (select string_split(line, ',') as f from (select unnest($1) as line))"
            return con.execute(f"select {columns} from ({rows})", [list(lines)]).fetchall()

    return read


SMALL = {
    "columns": {"msisdn": ["m"], "event_time": ["t"], "cell_id": ["c"], "duration_s": ["d"]},
    "defaults": {"event_type": "data"},
}


def test_durations_become_seconds(reads) -> None:
    said = ["1.5", "0.0083", "0.0084", "-1", "-0.001", "NaN", "x", "1e3", ""]
    lines = [f",,,{d}" for d in said]
    minutes = reads(SMALL | {"duration_unit": "min"}, "m,t,c,d", "duration_s", *lines)
    assert [d for (d,) in minutes] == ["90", "0", "1", "-1", "-0.001", "NaN", "x", "60000", None]
    milliseconds = reads(
        SMALL | {"duration_unit": "ms"}, "m,t,c,d", "duration_s", ",,,1500", ",,,499", ",,,-499"
    )
    assert [d for (d,) in milliseconds] == ["2", "0", "-499"]
    assert reads(SMALL | {"optional": {"home_area": ["h"]}}, "m,t,c,d", "duration_s, home_area", ",,,07") == [
        ("07", None)
    ]


def test_numbers_are_unpacked_and_brought_home(reads) -> None:
    packed = SMALL | {"subscriber": {"encoding": "tbcd", "prefixes": {"1982": "0", "82": "0"}}}
    lines = ["280121436587,,,", "91280121436587,,,", "2801214365f7,,,", "01214365,,,"]
    found = reads(packed, "m,t,c,d", "msisdn, is_subscriber_sound", *lines)
    assert found == [("01012345678", True), ("01012345678", True), ("0101234567", True), ("10123456", False)]
    several = SMALL | {"subscriber": {"prefixes": {"+8210": "010", "+82": "0", "82": "0"}}}
    lines = ["+821012345678,,,", "821112345678,,,", "01012345678,,,", "008201012345678,,,", ",,,"]
    found = reads(several, "m,t,c,d", "msisdn, is_subscriber_sound", *lines)
    assert found == [
        ("01012345678", True),
        ("01112345678", True),
        ("01012345678", True),
        ("008201012345678", False),
        (None, None),
    ]
    subscriber = Subscriber.model_validate(several["subscriber"])
    for line, (number, _) in zip(lines, found, strict=True):
        assert written_at_home(line.removesuffix(",,,"), subscriber) == (number or "")


def test_words_with_quotes_and_a_default_beside_an_optional_column(reads) -> None:
    layout = SMALL | {
        "optional": {"event_type": ["o'type"], "side": ["s"]},
        "values": {"event_type": {"call": ["it's a call"], "sms": [2]}},
    }
    header = "m,t,c,d,o'type,s"
    found = reads(
        layout, header, "event_type, side", ",,,,IT'S A CALL,Originating", ",,,,2,both", ",,,,,", ",,,,fax,"
    )
    assert found == [("call", "originating"), ("sms", None), ("data", None), ("fax", None)]
    assert reads(layout, "m,t,c,d", "event_type, side", ",,,") == [("data", None)]


def test_the_pages_layouts_and_the_plain_one_are_sound() -> None:
    assert set(LAYOUTS) == {"nightowl", "flowkit_data", "flowkit_calls", "flowkit_sms", "multimno", "switch"}
    for layout in LAYOUTS.values():
        Layout.model_validate(layout)
    seoul = profile.load()
    header = carrier.read_header(",".join(carrier.COLUMNS), "f.csv", seoul)
    assert (header.layout, header.absent) == ("", carrier.OPTIONAL)
