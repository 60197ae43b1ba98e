"""Rules of the card taps on literal lines: each with its code, none for sound rows at the edges; files whole through the job."""

import gzip
from datetime import date, datetime

import duckdb
import pytest
from pyspark.sql import functions as F

from nightowl import pseudonym
from nightowl.errors import FileRefused
from nightowl.ledger import Ledger
from spark_jobs.text import Header
from spark_jobs.transit import taps
from tests.spark_jobs.conftest import land

DAY = date(2026, 11, 1)
HEADER_LINE = ",".join(names[0] for names in taps.NAMES.values())
DELIVERED_HEADER = (
    "운행일자,정산사ID,가상카드번호,정산지역코드,카드구분코드,정산사차량ID,교통수단코드,정산사노선ID,승차일시,정산사승차정류장ID,"
    "하차일시,정산사하차정류장ID,트랜잭션ID,환승건수,이용자유형코드(시스템),이용자수,이용거리,탑승시간"
)
HEADER = Header(True, 18, tuple((c, i) for i, c in enumerate(taps.NAMES)))
FILE = "card_tap/delivered=2026-11-02/TB_KTS_DWTCD_METROPOLITAN_20261101.csv.gz"
KEY = pseudonym.month_key(b"m" * 32, "2026-11", "card")
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
    line(card_no="~", boarded="soon", mode_code="x", transfers="many"): [
        "card_missing", "boarding_time_malformed", "mode_unknown", "transfers_malformed",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def judge(spark, seoul):
    """Lines of one file to staged rows, by record number."""
    keys = spark.createDataFrame(
        [(date(2026, 11, 1), bytearray(KEY)), (date(2026, 10, 1), bytearray(KEY))], "month date, key binary"
    )

    def run(*lines: str) -> dict:
        frame = spark.createDataFrame(
            [(FILE, n, line) for n, line in enumerate(lines, start=2)],
            "source_file string, record_number long, line string",
        )
        rows = taps.clean(taps.parse(frame, HEADER), seoul, keys)
        for column in ("boarded_at", "alighted_at"):
            rows = rows.withColumn(column, F.date_format(column, "yyyy-MM-dd HH:mm:ss"))
        return {r.record_number: r for r in rows.collect()}

    return run


def test_every_rule_has_its_code(judge) -> None:
    rows = judge(*REFUSED)
    assert {text: rows[n].reasons for n, text in enumerate(REFUSED, start=2)} == REFUSED
    assert {(r.outcome, r.part) for r in rows.values() if r.reasons} == {("quarantine", "2026-11-02")}
    assert {code for codes in REFUSED.values() for code in codes} >= {
        code for code in __import__("spark_jobs.transit.reasons", fromlist=["REASONS"]).REASONS if code != "count_malformed"
    }  # fmt: skip


def test_a_sound_ride_is_typed_cut_named_and_pseudonymised(judge) -> None:
    row = judge(line(boarded="20261102013000", alighted="20261102040500", mode_code="201", ride_time="9300"))[
        2
    ]
    assert (row.outcome, row.part, row.hour, row.boarded_at, row.alighted_at, row.ride_s) == (
        "clean", "2026-11-01", 25, "2026-11-01 16:30:00", "2026-11-01 19:05:00", 9300,
    )  # fmt: skip
    assert (row.mode, row.route_id, row.vehicle_id) == ("rail", "01:11:41110003", "01:11:7000119")
    assert (row.board_stop_id, row.alight_stop_id) == ("01:11:4100376", "01:11:4100470")
    assert (row.journey_ref, row.transfer_cnt, row.passengers_cnt, row.distance_m, row.flags) == (
        "10000000", 0, 1, 4650, [],
    )  # fmt: skip
    assert bytes(row.card_key) == pseudonym.pseudonym(KEY, CARD)
    assert row.line_masked is None


def test_doubts_are_flagged_and_kept(judge) -> None:
    rows = judge(
        line(**NO_TAP_OUT),
        line(journey_ref="~"),
        line(distance="4.6km"),
        line(ride_time="25"),
        line(ride_time="soon"),
        line(ride_time="~"),
    )
    assert [rows[n].flags for n in range(2, 8)] == [
        ["alight_missing"], ["journey_missing"], ["distance_malformed"], ["ride_time_doubtful"], ["ride_time_doubtful"], [],
    ]  # fmt: skip
    assert (rows[2].alighted_at, rows[2].alight_stop_id, rows[2].ride_s, rows[5].ride_s) == (
        None,
        None,
        None,
        1500,
    )
    assert "quarantine" not in {r.outcome for r in rows.values()}


def test_the_same_tap_again_is_a_duplicate_whatever_else_its_record_says(judge) -> None:
    others = [line(vehicle_no="~"), line(vehicle_no="~"), line(journey_ref="10000001"), line(transfers="1")]
    rows = judge(SOUND, line(distance="9"), *others, SOUND)
    assert [rows[n].outcome for n in range(2, 9)] == [
        "clean",
        "duplicate",
        "clean",
        "duplicate",
        "clean",
        "clean",
        "duplicate",
    ]


def test_masked_lines_hold_the_key_and_nothing_like_a_card(judge) -> None:
    key = pseudonym.pseudonym(KEY, CARD).hex()
    rows = judge(
        line(mode_code="9"),
        line(card_no="~", journey_ref=CARD),
        line(mode_code="9", vehicle_no="3223-0099-8122-3314"),
        f"20261101,01,{CARD}",
        line(user_type="0\ufffd"),
        line(boarded=CARD),
    )
    masked = [rows[n].line_masked for n in range(2, 8)]
    assert masked[0] == line(mode_code="9", card_no=key)
    assert masked[1] == line(card_no="~", journey_ref="******")
    assert masked[2] == line(mode_code="9", card_no=key, vehicle_no="******")
    assert masked[5] == line(card_no=key, boarded="******")
    assert not [m for m in masked if CARD in m or "8122" in m]


def test_korean_english_and_the_citys_own_names_are_read_and_optional_columns_may_be_absent(seoul) -> None:
    korean = taps.read_header(DELIVERED_HEADER, "f", seoul)
    assert (korean.width, korean.unknown, korean.absent) == (18, (), ())
    assert dict(korean.position) == {c: i for i, c in enumerate(taps.NAMES)}
    feeds = seoul.feeds | {
        "card_tap": seoul.feed("card_tap").model_copy(update={"columns": {"operating_day": ["OPRAT_DE"], "settler_id": ["EXCCLC_ID"]}})
    }  # fmt: skip
    city = seoul.model_copy(update={"feeds": feeds})
    english = "VIRTL_CARD_NO,EXCCLC_AREA_CD,TKCAR_DT,GFF_DT,TRNSIT_CNTC,TFCMN_CD,ROUTE_ID,CAR_ID,TKCAR_STTN_ID,GFF_STTN_ID,USEA_PRSN_CNTC,TRNSC_ID"
    read = taps.read_header(f"OPRAT_DE,EXCCLC_ID,{english},VIOLATION_AMT", "f", city)
    assert dict(read.position)["card_no"] == 2 and dict(read.unknown) == {"violation_amt": 14}
    assert set(read.absent) == {"card_type", "user_type", "distance", "ride_time"}
    with pytest.raises(FileRefused, match="no column 'operating_day', 'settler_id'"):
        taps.read_header(english, "f", seoul)


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
