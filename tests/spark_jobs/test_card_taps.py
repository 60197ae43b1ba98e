"""Rules of the card taps on literal lines: each with its code, none for sound rows at the edges; files of both shapes, and whole through the job."""

import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from nightowl import pseudonym
from nightowl.errors import FileRefused
from nightowl.lake import Lake
from nightowl.ledger import Ledger
from spark_jobs.transit import tap_columns, taps
from spark_jobs.transit.reasons import FLAGS, REASONS
from tests.spark_jobs.conftest import land
from tests.spark_jobs.taps_by_hand import cleaned, network

DAY = date(2026, 11, 1)
DELIVERED_HEADER = (
    "운행일자,정산사ID,가상카드번호,정산지역코드,카드구분코드,정산사차량ID,교통수단코드,정산사노선ID,승차일시,정산사승차정류장ID,"
    "하차일시,정산사하차정류장ID,트랜잭션ID,환승건수,이용자유형코드(시스템),이용자수,이용거리,탑승시간"
)
FILE = "TB_KTS_DWTCD_METROPOLITAN_20261101.csv"
KEY = b"m" * 32
CARD = "3223009981223314"
FIELDS = {
    "operating_day": "20261101", "settler_id": "01", "card_no": CARD, "area_code": "11", "card_type": "02", "vehicle_no": "7000119",
    "mode_code": "130", "route_no": "41110003", "boarded": "20261101080000", "board_stop_no": "4100376", "alighted": "20261101082500",
    "alight_stop_no": "4100470", "journey_ref": "10000000", "transfers": "0", "user_type": "01", "passengers": "1", "distance": "4650",
    "ride_time": "1500",
}  # fmt: skip


def line(**changed: str) -> str:
    """A sound line with some fields written anew."""
    return ",".join((FIELDS | changed).values())


SOUND = line()
NO_TAP_OUT = {"alighted": "~", "alight_stop_no": "~", "distance": "~", "ride_time": "~"}
REFUSED = {
    "": ["blank_record"],
    "  ": ["blank_record"],
    SOUND.rsplit(",", 1)[0]: ["wrong_field_count"],
    SOUND + ",0": ["wrong_field_count"],
    line(user_type="0\ufffd"): ["text_undecodable"],
    line(card_no="~"): ["card_missing"],
    line(card_no=""): ["card_missing"],
    line(card_no=CARD[:15]): ["card_malformed"],
    line(card_no=CARD + "1"): ["card_malformed"],
    line(card_no="3223OO9981223314"): ["card_malformed"],
    line(operating_day="20261131"): ["operating_day_malformed"],
    line(operating_day="2026-11-01"): ["operating_day_malformed"],
    line(operating_day="~"): ["operating_day_malformed"],
    line(operating_day="20261102"): ["operating_day_disagrees"],
    line(boarded="20261102013000", alighted="20261102015500"): [],
    line(boarded="20261102035959", alighted="20261102040000"): [],
    line(boarded="20261101035959", alighted="20261101042500"): ["operating_day_disagrees"],
    line(boarded="~"): ["boarding_time_missing"],
    line(boarded="20261101240000"): ["boarding_time_malformed"],
    line(boarded="20261101086000"): ["boarding_time_malformed"],
    line(boarded="2026-11-01 08:00:00"): ["boarding_time_malformed"],
    line(operating_day="20261103", boarded="20261103040000", alighted="20261103041000"): ["time_in_future"],
    line(operating_day="20261102", boarded="20261103035959", alighted="20261103041000"): [],
    line(operating_day="20261026", boarded="20261026040000", alighted="20261026041000"): [],
    line(operating_day="20261025", boarded="20261026035959", alighted="20261026041000"): ["too_late"],
    line(alighted="20261101256100"): ["alighting_time_malformed"],
    line(alighted="~"): ["alighting_incomplete"],
    line(alight_stop_no="~"): ["alighting_incomplete"],
    line(**NO_TAP_OUT): [],
    line(alighted="20261101080000"): ["alighting_not_after_boarding"],
    line(alighted="20261101075959"): ["alighting_not_after_boarding"],
    line(alighted="20261101140000"): [],
    line(alighted="20261101140001"): ["ride_too_long"],
    line(mode_code="299"): [],
    line(mode_code="300"): ["mode_unknown"],
    line(mode_code="099"): ["mode_unknown"],
    line(mode_code="~"): ["mode_unknown"],
    line(settler_id="~"): ["settler_missing"],
    line(area_code="~"): ["settler_missing"],
    line(route_no="~"): ["route_missing"],
    line(board_stop_no=""): ["boarding_stop_missing"],
    line(vehicle_no="~"): [],
    line(passengers="0"): ["passengers_malformed"],
    line(passengers="100"): [],
    line(passengers="101"): ["passengers_malformed"],
    line(passengers="둘"): ["passengers_malformed"],
    line(passengers="~"): ["passengers_malformed"],
    line(transfers="3"): [],
    line(transfers="4"): ["transfers_malformed"],
    line(transfers="-1"): ["transfers_malformed"],
    line(alight_stop_no="4100376", alighted="20261101080200"): ["transaction_cancelled"],
    line(alight_stop_no="4100376", alighted="20261101080201"): [],
    line(card_no="~", boarded="soon", mode_code="x", transfers="many"): [
        "card_missing", "boarding_time_malformed", "mode_unknown", "transfers_malformed",
    ],
}  # fmt: skip


@pytest.fixture
def judge(lake: Lake, seoul, monkeypatch) -> Callable[..., dict[int, dict]]:
    """Lines of one file to staged rows, by record number."""

    def run(*lines: str, header: str = DELIVERED_HEADER) -> dict[int, dict]:
        monkeypatch.setenv(pseudonym.ENVIRONMENT, KEY.hex())
        land(lake, "card_tap", "2026-11-02", FILE, "\n".join([header, *lines]) + "\n")
        con = cleaned(lake, seoul, monkeypatch)
        rows = con.sql("from counted").to_arrow_table().to_pylist()
        return {row["record_number"]: row for row in rows}

    return run


def test_every_rule_has_its_code(judge) -> None:
    rows = judge(*REFUSED)
    found = {text: rows[n]["reasons"] or [] for n, text in enumerate(REFUSED, start=2)}
    assert found == REFUSED
    assert {(r["outcome"], str(r["part"])) for r in rows.values() if r["reasons"]} == {
        ("quarantine", "2026-11-02")
    }
    of_files_and_months = {"count_malformed", "tap_file_missing", "stop_unknown"}
    assert {code for codes in REFUSED.values() for code in codes} >= {code for code in REASONS if code not in of_files_and_months and not code.startswith("section")}  # fmt: skip


def test_a_sound_ride_is_typed_cut_named_and_pseudonymised(judge) -> None:
    row = judge(line(boarded="20261102013000", alighted="20261102040500", mode_code="201", ride_time="9300"))[
        2
    ]
    assert (row["outcome"], str(row["part"]), row["hour"], row["ride_s"]) == ("clean", "2026-11-01", 25, 9300)
    assert [f"{row[c]:%Y-%m-%d %H:%M:%S}" for c in ("boarded_at", "alighted_at")] == [
        "2026-11-01 16:30:00",
        "2026-11-01 19:05:00",
    ]
    assert (row["mode"], row["route_id"], row["vehicle_id"]) == ("rail", "01:11:41110003", "01:11:7000119")
    assert (row["board_stop_id"], row["alight_stop_id"]) == ("01:11:4100376", "01:11:4100470")
    said = [row[c] for c in ("journey_ref", "transfer_cnt", "passengers_cnt", "distance_m", "flags")]
    assert said == ["10000000", 0, 1, 4650, []]
    assert row["card_key"] == pseudonym.pseudonym(pseudonym.month_key(KEY, "2026-11", "card"), CARD)
    assert row["line_masked"] is None


def test_doubts_are_flagged_and_kept(judge) -> None:
    doubtful = {
        line(**NO_TAP_OUT): ["alight_missing"],
        line(journey_ref="~"): ["journey_missing"],
        line(distance="4.6km", transfers="1"): ["distance_malformed"],
        line(ride_time="25", transfers="2"): ["ride_time_doubtful"],
        line(ride_time="soon", transfers="3"): ["ride_time_doubtful"],
        line(ride_time="~", journey_ref="2"): [],
    }
    rows = judge(
        *(f"{text},~" for text in doubtful),
        line(journey_ref="3") + ",900",
        header=f"{DELIVERED_HEADER},승하차위반금액",
    )
    assert [rows[n]["flags"] for n in range(2, 9)] == [*doubtful.values(), ["fare_violation"]]
    assert [rows[2][c] for c in ("alighted_at", "alight_stop_id", "ride_s")] == [None, None, None]
    assert {r["outcome"] for r in rows.values()} == {"clean"}


def test_a_fare_paid_back_is_a_boarding_taken_back(judge) -> None:
    rows = judge(line() + ",-1450", line(journey_ref="2") + ",1450", header=f"{DELIVERED_HEADER},승차금액")
    assert [rows[n]["reasons"] for n in (2, 3)] == [["transaction_cancelled"], None]


def test_copies_of_a_ride_are_dropped_and_one_told_twice_is_kept_once(judge) -> None:
    told = [
        SOUND,
        line(distance="9"),  # the same ride
        line(**NO_TAP_OUT, passengers="2"),  # the same transaction, of which the first tells more
        line(journey_ref="5", **NO_TAP_OUT),
        line(journey_ref="5"),  # told again when the rider had alighted
        line(journey_ref="6"),
        line(journey_ref="6", boarded="20261101081000"),  # not one ride, whatever its number
        line(journey_ref="~"),
        line(journey_ref="~", vehicle_no="~"),
        SOUND,
    ]
    rows = judge(*told)
    outcomes = [rows[n]["outcome"] for n in range(2, 12)]
    assert outcomes == [
        "clean",
        "duplicate",
        "merged",
        "merged",
        "clean",
        "clean",
        "clean",
        "clean",
        "clean",
        "duplicate",
    ]
    doubled = [n for n, row in rows.items() if "transaction_doubled" in (row["flags"] or [])]
    assert sorted(doubled) == [2, 6, 7, 8]


KNOWN = ("4100376", "4100400", "4100470")
ROUTE_WAY = [
    {"route_id": "01:11:41110003", "pattern_id": "p", "stop_seq": n, "stop_id": f"01:11:{stop}", "latitude": 37.5 + n / 100, "longitude": 127.0}
    for n, stop in enumerate(KNOWN, 1)
]  # fmt: skip


def test_stops_are_held_against_the_newest_network_where_it_knows_the_settlers_stops_or_the_route(
    judge, lake
) -> None:
    away = {"stop_id": "01:11:4100999", "latitude": 37.6, "longitude": 127.1}
    network(lake, {"stop": [away], "pattern_stop": ROUTE_WAY}, "2026-10-01")
    taps_ = {
        SOUND: [],
        line(journey_ref="1", board_stop_no="4100998"): ["stop_unknown"],
        line(journey_ref="2", alight_stop_no="4100998"): ["stop_unknown"],
        line(journey_ref="3", alight_stop_no="4100999"): ["stop_not_on_route"],
        line(journey_ref="4", board_stop_no="4100999", vehicle_no="~"): ["stop_not_on_route"],
        line(
            journey_ref="5", route_no="41119999", alight_stop_no="4100999"
        ): [],  # of that route no list tells
        line(journey_ref="6", settler_id="02", board_stop_no="4100998"): [],  # nor of that settler's stops
    }
    rows = judge(*taps_)
    assert {text: rows[n]["reasons"] or rows[n]["flags"] for n, text in enumerate(taps_, 2)} == taps_


def test_a_city_without_a_network_judges_no_stop(judge) -> None:
    rows = judge(line(board_stop_no="1"), line(journey_ref="2", alight_stop_no="2"))
    assert [(r["outcome"], r["flags"]) for r in rows.values()] == [("clean", [])] * 2


def test_a_bus_that_is_in_two_places_is_doubted_and_one_that_runs_is_not(judge, lake) -> None:
    """Stops are 1.1 km apart, which takes a minute at 66 km/h; the fifth is 11 km off."""
    stops = [
        {"stop_id": f"01:11:{n}", "latitude": 37.5 + n / 100 * (10 if n == 9 else 1), "longitude": 127.0}
        for n in (0, 1, 2, 3, 9)
    ]
    network(lake, {"stop": stops}, "2026-10-01")
    ride = [("0800", 0), ("0801", 1), ("0802", 9), ("0803", 2), ("0804", 3)]
    lines = [
        line(journey_ref=str(stop), boarded=f"20261101{at}00", board_stop_no=str(stop), **NO_TAP_OUT)
        for at, stop in ride
    ]
    other_bus = line(
        journey_ref="7", boarded="20261101080200", board_stop_no="9", vehicle_no="7", **NO_TAP_OUT
    )
    rows = judge(*lines, other_bus)
    assert [n for n, row in rows.items() if "vehicle_in_two_places" in row["flags"]] == [4]


def test_masked_lines_hold_the_key_and_nothing_like_a_card(judge) -> None:
    key = pseudonym.pseudonym(pseudonym.month_key(KEY, "2026-11", "card"), CARD).hex()
    rows = judge(
        line(mode_code="9"),
        line(card_no="~", journey_ref=CARD),
        line(mode_code="9", vehicle_no="3223-0099-8122-3314"),
        f"20261101,01,{CARD}",
        line(user_type="0\ufffd"),
        line(boarded=CARD),
    )
    masked = [rows[n]["line_masked"] for n in range(2, 8)]
    assert masked[0] == line(mode_code="9", card_no=key)
    assert masked[1] == line(card_no="~", journey_ref="******")
    assert masked[2] == line(mode_code="9", card_no=key, vehicle_no="******")
    assert masked[5] == line(card_no=key, boarded="******")
    assert not [m for m in masked if CARD in m or "8122" in m]


def test_every_flag_of_taps_has_its_sentence() -> None:
    from spark_jobs.transit.tap_rules import FLAGS as OF_TAPS

    assert set(OF_TAPS) <= set(FLAGS)


def without_header(**changed: str) -> str:
    """The sound ride as a file of 27 columns has it."""
    fields = FIELDS | changed
    names = {name: canonical for canonical, names in tap_columns.NAMES.items() for name in names}
    return ",".join(fields.get(names.get(name, ""), "x") for name in tap_columns.WITHOUT_HEADER)


def test_files_without_a_header_are_read_by_their_order(judge) -> None:
    first = without_header()
    assert first.count(",") == 26
    rows = judge(without_header(journey_ref="2", passengers="0"), header=first)
    assert (rows[1]["outcome"], rows[1]["board_stop_id"], rows[1]["ride_s"], rows[1]["flags"]) == (
        "clean",
        "01:11:4100376",
        1500,
        [],
    )
    assert rows[2]["reasons"] == ["passengers_malformed"]


def test_the_order_without_a_header_is_the_citys_to_say(seoul) -> None:
    order = [
        "가상카드번호",
        *(name for name in DELIVERED_HEADER.split(",") if name != "가상카드번호"),
        "",
        "승차금액",
    ]
    rules = seoul.transit.model_copy(
        update={"taps": seoul.transit.taps.model_copy(update={"without_header": order})}
    )
    city = seoul.model_copy(update={"transit": rules})
    read = tap_columns.read_header(",".join([CARD, "20261101", "01", *["1"] * 17]), "f", city)
    assert (read.present, read.width) == (False, 20)
    assert {c: dict(read.position)[c] for c in ("card_no", "operating_day", "board_fare")} == {
        "card_no": 0,
        "operating_day": 1,
        "board_fare": 19,
    }
    with pytest.raises(
        FileRefused, match=r"no header and 3 columns, where .* has 27; its first line reads '\*+,01,1'"
    ):
        tap_columns.read_header(f"{CARD},01,1", "f", seoul)


def test_a_zip_is_read_whatever_shapes_its_tap_files_have(lake, seoul, monkeypatch) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(
            f"KTS/{FILE}", "\ufeff" + "\n".join([DELIVERED_HEADER, SOUND, "", SOUND + ",1", "1,2"]) + "\n"
        )
        archive.writestr(
            "KTS/TB_KTS_DWTCD_20261101_1.csv", without_header(journey_ref="2") + "\n" + SOUND + "\n"
        )
        archive.writestr("KTS/TB_KTS_STTN_20261101.csv", "정산사코드,지역코드\n01,11\n")
    land(lake, "card_tap", "2026-11-02", "DATA_20261101.zip", packed.getvalue())
    con = cleaned(lake, seoul, monkeypatch)
    told = con.sql("select record_number, outcome, journey_ref, reasons from counted order by 1").fetchall()
    assert told == [
        (2, "clean", "2", None), (3, "quarantine", None, ["wrong_field_count"]), (4, "clean", "10000000", None),
        (5, "quarantine", None, ["blank_record"]), (6, "quarantine", None, ["wrong_field_count"]), (7, "quarantine", None, ["wrong_field_count"]),
    ], "in the order of their names"  # fmt: skip


def test_a_zip_of_parts_without_a_header_is_read_by_their_order_and_one_without_taps_is_refused(
    tmp_path: Path,
) -> None:
    from spark_jobs.transit.files import taps as read

    path = tmp_path / "DATA_20261101.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for n in (1, 2):
            archive.writestr(f"TB_KTS_DWTCD_20261101_{n}.csv", f"20261101,0{n}\n")
    assert list(read(path)) == [["20261101", "01"], ["20261101", "02"]]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("TB_KTS_ROUTESTTN_20261101.csv", "노선ID\n")
    with pytest.raises(
        FileRefused, match="holds no tap file: .* found TB_KTS_ROUTESTTN_20261101.csv"
    ) as refused:
        list(read(path))
    assert refused.value.code == "tap_file_missing"


def test_korean_english_and_the_citys_own_names_are_read_and_optional_columns_may_be_absent(seoul) -> None:
    korean = tap_columns.read_header(DELIVERED_HEADER, "f", seoul)
    assert (korean.width, korean.unknown, korean.absent) == (18, (), ("board_fare", "violation_fare"))
    columns = [c for c in tap_columns.NAMES if c not in ("board_fare", "violation_fare")]
    assert dict(korean.position) == {c: i for i, c in enumerate(columns)}
    feeds = seoul.feeds | {
        "card_tap": seoul.feed("card_tap").model_copy(update={"columns": {"operating_day": ["OPRAT_DE"], "settler_id": ["EXCCLC_ID"]}})
    }  # fmt: skip
    city = seoul.model_copy(update={"feeds": feeds})
    english = "VIRTL_CARD_NO,EXCCLC_AREA_CD,TKCAR_DT,GFF_DT,TRNSIT_CNTC,TFCMN_CD,ROUTE_ID,CAR_ID,TKCAR_STTN_ID,GFF_STTN_ID,USEA_PRSN_CNTC,TRNSC_ID"
    read = tap_columns.read_header(f"OPRAT_DE,EXCCLC_ID,{english},VIOLATION_AMT,GFF_AMT,BRT", "f", city)
    assert dict(read.position)["card_no"] == 2 and dict(read.position)["violation_fare"] == 14
    assert dict(read.unknown) == {"brt": 16}, "known ones that are not kept are no news"
    assert set(read.absent) == {"card_type", "user_type", "distance", "ride_time", "board_fare"}
    with pytest.raises(FileRefused, match="no column 'operating_day', 'settler_id'"):
        tap_columns.read_header(english, "f", seoul)


def test_files_are_conserved_chains_and_copies_meet_across_them_and_no_card_is_left(
    spark, lake, seoul
) -> None:
    second = line(
        boarded="20261101083000",
        alighted="20261101084000",
        board_stop_no="4100470",
        transfers="1",
        ride_time="600",
    )
    late = line(
        operating_day="20261030", boarded="20261030230000", alighted="20261030231000", ride_time="600"
    )
    files = {
        "a.csv.gz": ("2026-11-02", [SOUND, "", line(card_no="12")]),
        "b.csv.gz": ("2026-11-03", [SOUND, second, late]),
    }
    for name, (delivered, lines) in files.items():
        text = "\ufeff" + "\n".join([DELIVERED_HEADER, *lines]) + "\n"
        land(lake, "card_tap", delivered, name, gzip.compress(text.encode()))
    assert taps.run(spark, lake, seoul, DAY).partitions == ["2026-10-30", "2026-11-01"]
    outcome = [
        (r.records, r.rows_clean, r.rows_duplicate, r.rows_quarantined)
        for r in Ledger(lake).files("card_tap").values()
    ]
    assert sorted(outcome) == [(3, 1, 0, 2), (3, 2, 1, 0)]
    clean = f"read_parquet('{lake.root}/clean/card_tap/*/*.parquet')"
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        legs = con.execute(
            f"select transfer_cnt, right(source_file, 8), alighted_at::timestamp from {clean} where journey_ref = '10000000' and service_date = '{DAY}' order by 1"
        ).fetchall()
        keys = con.execute(f"select service_date, card_key from {clean} group by all order by all").fetchall()
    assert legs == [
        (0, "a.csv.gz", datetime(2026, 10, 31, 23, 25)),
        (1, "b.csv.gz", datetime(2026, 10, 31, 23, 40)),
    ]
    master = pseudonym.master_key(lake)
    month = {
        m: pseudonym.pseudonym(pseudonym.month_key(master, m, "card"), CARD) for m in ("2026-10", "2026-11")
    }
    assert keys == [(date(2026, 10, 30), month["2026-10"]), (DAY, month["2026-11"])]
    assert month["2026-11"] != pseudonym.pseudonym(pseudonym.month_key(master, "2026-11"), CARD), (
        "not a subscriber's"
    )
    left = [
        p
        for p in lake.home.rglob("*")
        if p.is_file() and lake.landing not in p.parents and CARD.encode() in p.read_bytes()
    ]
    assert left == []
