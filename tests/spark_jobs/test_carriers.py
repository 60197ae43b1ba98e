"""Any carrier's file: the layouts of docs/carriers.md on literal files through the whole job, in a city whose clocks change.

Tests named after a fault are of those that public pipelines are known for. What a layout says, without Spark: test_layouts.py.
"""

import re
from datetime import date, datetime

import duckdb
import h3
import pytest

from nightowl import pseudonym
from nightowl.lake import Lake
from nightowl.ledger import Ledger
from spark_jobs.telecom import cells, events
from tests import privacy
from tests.spark_jobs.berlin import BERLIN, HEADERS, load
from tests.spark_jobs.conftest import land

DAY = date(2026, 11, 1)
NUMBER, IMSI = "01012345678", "450051234567890"
WHO, OTHER = "ab" * 32, "0123456789abcdef" * 4
CELLS = ["inventory_date,cell_id,site_id,technology,latitude,longitude,active_from,active_to"] + [
    f"2026-01-01,{c},s1,LTE,52.52,13.40,2020-01-01," for c in ("c1", "c2", "45005-10-77", "310410-10-77")
]


# The files of one night, by delivery day and name; each line is known by its reference, else by its number.
NIGHTOWL = {
    "nightowl.csv": [
        "A1,01012345678,2026-11-01 10:00:00,call,c1,60,,11110515,20-24",
        "A2, 01012345678 ,2026-11-02 03:59:59,SMS,c2,0,, 11110515 ,",
        "A3,01012345678,2026-11-02 04:00:00,data,c1,5,,,",
        "A4,01012345678,2026-11-02 00:00:00,data,c1,5,,,",
        "A5,01012345678,2026-11-01T10:00:00,data,c1,5,,,",
        "A6,01012345678,2026-11-01 24:00:00,data,c1,5,,,",
    ]
}
FLOWKIT = {
    "calls.csv": [
        f"B1,true,2026-11-01 10:00:00+01:00,1.5,{IMSI},{WHO},{OTHER},c1,{IMSI},356938035643809,35693803,45005,KR,{NUMBER}",
        f"B2,f,2026-11-01T10:00:30Z,0.0083,x,{WHO},{OTHER},c2,{IMSI},356938035643809,35693803,45005,KR,{OTHER}",
        f"B3,maybe,2026-11-01 10:01:00+0100,0,x,{WHO},{OTHER},c2,{IMSI},356938035643809,35693803,45005,KR,",
        f"B4,true,2026-11-01 10:00:00,1.5,x,{WHO},{OTHER},c1,{IMSI},356938035643809,35693803,45005,KR,",
        f"B5,true,2026-11-01 10:00:00+01,-1,x,{NUMBER},{OTHER},c1,{IMSI},356938035643809,35693803,45005,KR,",
        f"B6,true,2026-11-01 10:00:00+01,1,{WHO},{NUMBER}",
        f"B7,true,2026-11-01 10:00:00+01,NaN,x,{WHO},{OTHER},c1,{IMSI},356938035643809,35693803,45005,KR,",
    ],
    "sms.csv": [
        f"B8,0,2026-11-01 11:00:00+01:00,x,{WHO},{OTHER},c1,{IMSI},356938035643809,35693803,45005,KR"
    ],
    "data.csv": [f"B9,2026-11-01 12:00:00+01:00,2,9,4,5,{WHO},c1,{IMSI},356938035643809,35693803,45005,KR"],
}
POINTS = {
    "c1,,": "c1", "c1,99,x": "c1", ",52.52,13.40": f"H3:{h3.latlng_to_cell(52.52, 13.40, 8)}", ",,": "cell_missing",
    ",52.3,13.4": "H3", ",52.2999,13.4": "coordinates_outside_city", ",52.7,13.4": "H3", ",52.7001,13.4": "coordinates_outside_city",
    ",52.5,13.0": "H3", ",52.5,12.9999": "coordinates_outside_city", ",52.5,13.8": "H3", ",52.5,13.8001": "coordinates_outside_city",
    ",13.4,52.52": "coordinates_outside_city", ",52.52,": "coordinates_malformed", ",,13.4": "coordinates_malformed",
    ",north,13.4": "coordinates_malformed", ",NaN,13.4": "coordinates_malformed", ",91,13.4": "coordinates_malformed",
}  # fmt: skip
MULTIMNO = {
    "multimno.csv": [
        f"{WHO},2026-11-01T09:00:{n:02},450,05,{'310410' if n % 2 else '45005'},{point},30"
        for n, point in enumerate(POINTS, start=2)
    ]
}
SWITCH = {
    "switch.csv": [
        f"MOC,{IMSI},821012345678,45005,10,77,261101100000+0100,,60,D1,,,normalRelease",
        f"MTC,{IMSI},+821012345678,310410,10,77,2611011001002B0100,,30,D2,,,normalRelease",
        f"SMS-MO,{IMSI},821012345678,45005,10,77,261101110000+0100,,,D3,,,",
        f"SMS-MT,{IMSI},821012345678,45005,10,,261101110000+0100,,,D4,,,",
        f"PS,{IMSI},821012345678,45005,10,77,,261101120000+0100,900,,D5,1,timeLimit",
        f"PS,{IMSI},821012345678,45005,10,77,,261101121500+0100,300,,D5,2,normalRelease",
        f"CF,{IMSI},821012345678,45005,10,77,261101100000+0100,,60,D6,,,",
        f"MOC,{IMSI},821012345678,45005,10,77,,,60,D7,,,",
        f"MOC,{IMSI},821012345678,45005,10,77,261101100000,,60,D8,,,",
    ]
}
SPRING = ["01:59:59", "02:00:00", "02:30:00", "02:59:59", "03:00:00"]
AUTUMN = ["01:59:59", "02:00:00", "02:59:59", "03:00:00"]


class Ran:
    """The lake after one run over all files."""

    def __init__(self, lake: Lake) -> None:
        self.lake = lake

    def rows(self, file: str, columns: str, zone: str = "clean") -> dict:
        """Record number → the columns of a file's rows; each record stands in one row at most."""
        sql = f"""select record_number, {columns} from read_parquet('{self.lake.root}/{zone}/telecom_event/*/*.parquet')
                  where source_file like '%/{file}'"""
        with duckdb.connect() as con:
            con.execute("set timezone = 'UTC'")
            found = con.execute(sql).fetchall()
        assert len(found) == len({row[0] for row in found})
        return {row[0]: row[1] if len(row) == 2 else row[1:] for row in sorted(found)}

    def reasons(self, file: str) -> dict[int, list[str]]:
        return self.rows(file, "reasons", "quarantine")


@pytest.fixture(scope="module")
def ran(spark, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    home = tmp_path_factory.mktemp("carriers")
    lake, berlin = Lake(home / "home").make(), load(home, BERLIN)
    land(lake, "cell", "2026-03-01", "cells.csv", "\n".join(CELLS) + "\n")
    cells.run(spark, lake, berlin, DAY)
    headers = {
        "nightowl.csv": HEADERS["nightowl"], "multimno.csv": HEADERS["multimno"], "switch.csv": HEADERS["switch"],
        "calls.csv": HEADERS["flowkit_calls"] + ",dialled", "sms.csv": HEADERS["flowkit_sms"], "data.csv": HEADERS["flowkit_data"],
    }  # fmt: skip
    for name, lines in (NIGHTOWL | FLOWKIT | MULTIMNO | SWITCH).items():
        land(lake, "telecom_event", "2026-11-02", name, "\n".join([headers[name], *lines]) + "\n")
    for day, name, times in (("2026-03-29", "spring.csv", SPRING), ("2026-10-25", "autumn.csv", AUTUMN)):
        lines = [f"E{n},{NUMBER},{day} {at},data,c1,{n},,," for n, at in enumerate(times)]
        land(lake, "telecom_event", day, name, "\n".join([headers["nightowl.csv"], *lines]) + "\n")
    events.run(spark, lake, berlin, DAY)
    return Ran(lake)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


EVENT = "record_ref, event_at::timestamp, event_type, cell_id, duration_s, side"


def test_the_simulated_carriers_own_shape(ran: Ran) -> None:
    found = ran.rows("nightowl.csv", f"{EVENT}, home_area, age_band, service_date, hour")
    assert found == {
        2: ("A1", at("2026-11-01 09:00:00"), "call", "c1", 60, None, "11110515", "20-24", DAY, 10),
        3: ("A2", at("2026-11-02 02:59:59"), "sms", "c2", 0, None, "11110515", None, DAY, 27),
        4: ("A3", at("2026-11-02 03:00:00"), "data", "c1", 5, None, None, None, date(2026, 11, 2), 4),
        5: ("A4", at("2026-11-01 23:00:00"), "data", "c1", 5, None, None, None, DAY, 24),
    }
    assert ran.reasons("nightowl.csv") == {6: ["time_malformed"], 7: ["time_malformed"]}


def test_midnight_counted_twice(ran: Ran) -> None:
    """The first second of a calendar day and of a service day belongs to one day each; 24:00:00 is no time but another name of midnight."""
    days = ran.rows("nightowl.csv", "service_date")
    assert days == {2: DAY, 3: DAY, 4: date(2026, 11, 2), 5: DAY}
    parts = {
        p.part: p.rows_clean for p in Ledger(ran.lake).parts("telecom_event") if "nightowl" in p.source_file
    }
    assert parts == {"2026-11-01": 3, "2026-11-02": 1}


def test_flowkits_calls_messages_and_sessions(ran: Ran) -> None:
    assert ran.rows("calls.csv", EVENT) == {
        2: ("B1", at("2026-11-01 09:00:00"), "call", "c1", 90, "originating"),
        3: ("B2", at("2026-11-01 10:00:30"), "call", "c2", 0, "terminating"),
        4: ("B3", at("2026-11-01 09:01:00"), "call", "c2", 0, None),
    }
    assert ran.reasons("calls.csv") == {
        5: ["time_malformed"],
        6: ["subscriber_malformed", "duration_malformed"],
        7: ["wrong_field_count"],
        8: ["duration_malformed"],
    }
    assert ran.rows("sms.csv", EVENT) == {2: ("B8", at("2026-11-01 10:00:00"), "sms", "c1", 0, "terminating")}
    assert ran.rows("data.csv", EVENT) == {2: ("B9", at("2026-11-01 11:00:00"), "data", "c1", 120, None)}


def test_the_other_party_the_sim_and_the_phone_are_stored_nowhere(ran: Ran) -> None:
    extra = ran.rows("calls.csv", "extra_json")
    assert extra == {2: '{"dialled":"******"}', 3: '{"dialled":"******"}', 4: "{}"}
    assert set(ran.rows("sms.csv", "extra_json").values()) == {None}
    secrets = (NUMBER[1:], IMSI, "356938035643809", "35693803", WHO, OTHER)
    found = [
        (place, secret)
        for place, texts in privacy._places(ran.lake)
        for text in texts
        for secret in secrets
        if secret in text
    ]
    assert found == []
    masked = ran.rows("calls.csv", "line_masked", "quarantine")
    assert masked[7] == "B6,true,******:00:00+01,1,******,******"
    assert re.fullmatch("B4,[0-9a-f]{32},2026-11-01 10:00:00,call,c1,90", masked[5])


def test_what_is_let_go_is_not_reported_and_what_nobody_named_is(ran: Ran) -> None:
    unknown = {
        f.rsplit("/", 1)[1]: r.unknown_columns for f, r in Ledger(ran.lake).files("telecom_event").items()
    }
    assert unknown == {n: ["dialled"] if n == "calls.csv" else [] for n in unknown} and len(unknown) == 8


def test_every_record_of_every_shape_has_an_outcome(ran: Ran) -> None:
    for name, record in Ledger(ran.lake).files("telecom_event").items():
        assert record.status == "loaded" and record.rows_accounted == record.records > 0, name


def test_multimnos_events_stand_at_their_cell_else_in_their_hexagon(ran: Ran) -> None:
    found = ran.rows("multimno.csv", "cell_id") | {n: r[0] for n, r in ran.reasons("multimno.csv").items()}
    expected = dict(enumerate(POINTS.values(), start=2))
    assert {
        n: "H3" if expected[n] == "H3" and c.startswith("H3:881f") else c for n, c in found.items()
    } == expected
    assert {len(r) for r in ran.reasons("multimno.csv").values()} == {1}, (
        "a bad point is told once, not as a missing cell too"
    )
    rows = ran.rows("multimno.csv", "event_type, duration_s, record_ref, event_at::timestamp, hour")
    assert rows[2] == ("data", 0, None, at("2026-11-01 09:00:02"), 10)


@pytest.mark.parametrize(
    ("bound", "on", "beyond"),
    [("south", ",52.3,13.4", ",52.2999,13.4"), ("north", ",52.7,13.4", ",52.7001,13.4"),
     ("west", ",52.5,13.0", ",52.5,12.9999"), ("east", ",52.5,13.8", ",52.5,13.8001")],
)  # fmt: skip
def test_lower_bound_of_a_bounding_box_never_fires(ran: Ran, bound: str, on: str, beyond: str) -> None:
    """Each of the four bounds refuses by itself, and what lies on it is inside."""
    number = {point: n for n, point in enumerate(POINTS, start=2)}
    assert number[on] in ran.rows("multimno.csv", "cell_id"), bound
    assert ran.reasons("multimno.csv")[number[beyond]] == ["coordinates_outside_city"], bound


def test_six_digit_plmn_refused(ran: Ran) -> None:
    """A network's code has five digits or six, and the second network's cell is another cell."""
    cells_of = ran.rows("switch.csv", "cell_id")
    assert (cells_of[2], cells_of[3]) == ("45005-10-77", "310410-10-77")
    assert ran.rows("multimno.csv", "cell_id")[3] == "c1", "plmn 310410"


def test_records_as_3gpp_describes_them(ran: Ran) -> None:
    assert ran.rows("switch.csv", f"{EVENT}, sequence, flags") == {
        2: ("D1", at("2026-11-01 09:00:00"), "call", "45005-10-77", 60, "originating", None, []),
        3: ("D2", at("2026-11-01 09:01:00"), "call", "310410-10-77", 30, "terminating", None, []),
        4: ("D3", at("2026-11-01 10:00:00"), "sms", "45005-10-77", 0, "originating", None, []),
        6: ("D5", at("2026-11-01 11:00:00"), "data", "45005-10-77", 1200, None, 1, ["partials_merged"]),
    }
    assert ran.reasons("switch.csv") == {
        5: ["cell_missing"], 8: ["event_type_unknown"], 9: ["time_missing"], 10: ["time_malformed"],
    }  # fmt: skip
    (record,) = (r for f, r in Ledger(ran.lake).files("telecom_event").items() if f.endswith("switch.csv"))
    assert (record.rows_clean, record.rows_merged, record.rows_quarantined) == (4, 1, 4)


def test_one_subscriber_in_two_shapes_is_one_person(ran: Ran) -> None:
    key = pseudonym.month_key(pseudonym.master_key(ran.lake), "2026-11")
    of_number = {pseudonym.pseudonym(key, NUMBER)}
    assert set(ran.rows("switch.csv", "subscriber_key").values()) == of_number
    assert ran.rows("nightowl.csv", "subscriber_key")[2] in of_number
    of_hash = {pseudonym.pseudonym(key, WHO)}
    assert set(ran.rows("calls.csv", "subscriber_key").values()) == of_hash
    assert set(ran.rows("multimno.csv", "subscriber_key").values()) == of_hash


def test_an_hour_that_no_clock_showed_is_malformed(ran: Ran) -> None:
    assert ran.rows("spring.csv", "event_at::timestamp, hour, flags") == {
        2: (at("2026-03-29 00:59:59"), 25, []),
        6: (at("2026-03-29 01:00:00"), 27, []),
    }
    assert ran.reasons("spring.csv") == {n: ["time_malformed"] for n in (3, 4, 5)}


def test_an_hour_that_came_twice_is_taken_as_the_first_and_said_to_be_ambiguous(ran: Ran) -> None:
    assert ran.rows("autumn.csv", "event_at::timestamp, service_date, hour, flags") == {
        2: (at("2026-10-24 23:59:59"), date(2026, 10, 24), 25, []),
        3: (at("2026-10-25 00:00:00"), date(2026, 10, 24), 26, ["time_ambiguous"]),
        4: (at("2026-10-25 00:59:59"), date(2026, 10, 24), 26, ["time_ambiguous"]),
        5: (at("2026-10-25 02:00:00"), date(2026, 10, 24), 27, []),
    }
    (record,) = (r for f, r in Ledger(ran.lake).files("telecom_event").items() if f.endswith("autumn.csv"))
    assert record.flagged == {"time_ambiguous": 2}
