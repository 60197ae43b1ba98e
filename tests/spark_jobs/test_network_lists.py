"""The network's lists: every shape they come in, every rule with its code, and the real files where they are at hand."""

import io
import json
import os
import zipfile
from datetime import date
from pathlib import Path

import duckdb
import h3
import pytest

from nightowl.errors import FileRefused
from nightowl.ledger import Ledger
from spark_jobs.network import files, patterns, routes, stops
from spark_jobs.transit import bus_months
from tests.dbt_models.conftest import build
from tests.spark_jobs.conftest import land

DAY = date(2026, 11, 20)
GIVEN = "of-2017-12-01"

STOP_HEADER = "NODE_ID,ARS_ID,정류소명,X좌표,Y좌표,정류소타입"
STOP_LINES = {  # line → (reason or flags, latitude, ARS)
    "100000001,1001,종로2가,126.98,37.57,일반차로": (["ars_id_padded"], 37.57, "01001"),
    "100000002,0,이름없는곳,126.98,37.57,일반차로": (["ars_id_missing"], 37.57, None),
    "100000003,1A234,강남,126.98,37.57,일반차로": (["ars_id_malformed"], 37.57, "1A234"),
    "100000004,01004,,126.98,37.57,일반차로": (["stop_name_missing"], 37.57, "01004"),
    "100000005,01005,원점,0,0,일반차로": (["coordinates_missing"], None, "01005"),
    "100000006,01006,빈칸,,37.57,일반차로": (["coordinates_missing"], None, "01006"),
    "100000007,01007,평면직각,202452.2,446695.1,일반차로": (["coordinates_unreadable"], None, "01007"),
    "100000008,01008,글자,동쪽,37.57,일반차로": (["coordinates_unreadable"], None, "01008"),
    "100000009,01009,바뀐축,37.57,126.98,일반차로": (["axes_swapped"], 37.57, "01009"),
    "100000010,01010,바뀐먼축,37.9,127.5,일반차로": (["axes_swapped", "outside_city"], 37.9, "01010"),
    "100000011,37001,제부도,126.6,37.2,일반차로": (["outside_city"], 37.2, "37001"),
    ",01012,무명,126.98,37.57,일반차로": "stop_id_missing",
    "100000001,01001,다른이름,126.98,37.57,일반차로": "id_contradicted",
    "100000001,1001,종로2가,126.98,37.57,마을버스": "duplicate",
    "100000013,01013": "wrong_field_count",
    "": "blank_record",
}  # fmt: skip

ROUTE = {
    "busRouteId": "100100411", "busRouteNm": "6000", "routeType": "1", "stStationNm": "김포공항", "edStationNm": "잠실역",
    "corpNm": "공항리무진  02-2664-9898", "firstBusTm": "20171201043000", "lastBusTm": "20171201230000", "term": "45",
    "term_all": "45분(평일), 40분(토요일), 35분(공휴일)", "length": "77", "lastBusYn": " ", "firstLowTm": "              ",
}  # fmt: skip
STATION = {
    "busRouteId": "100100022", "busRouteNm": "143", "station": "107000070", "stationNm": "정릉", "arsId": "08160", "seq": "1", "gpsX": "127.000",
    "gpsY": "37.600", "direction": "개포동", "section": "0", "fullSectDist": "0", "sectSpd": "0", "transYn": "N", "beginTm": "04:05", "lastTm": "22:45",
    "routeType": "3", "trnstnid": "1", "stationNo": "08160", "vehList": [],
}  # fmt: skip


GTFS = {
    "agency.txt": "agency_id,agency_name\nA,Demo Lines\n",
    "feed_info.txt": "feed_publisher_name,feed_start_date\nA,20240101\n",
    "routes.txt": "route_id,agency_id,route_short_name,route_long_name,route_type\nr1,A,1,Long one,3\nr2,A,,Underground,401\n",
    "stops.txt": "stop_id,stop_code,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
    "S,,Hall,37.57,126.98,1,\na,,Hall A,37.57,126.98,0,S\nb,77,Bee,37.58,126.99,,\nc,,Sea,37.59,127.0,9,\n",
    "trips.txt": "route_id,service_id,trip_id,trip_headsign,direction_id\nr1,w,t1,Bee,0\nr1,w,t2,Bee,0\nr1,w,t3,Sea,0\nr1,w,t4,Hall,1\n",
    "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    # Rows of a trip need not lie together or in order, and numbers need not follow each other.
    "t1,08:10:00,08:10:00,b,20\nt2,25:30:00,25:30:00,a,1\nt1,08:00:00,08:00:00,a,10\nt2,,,b,2\n"
    "t3,09:00:00,,a,1\nt3,09:05:00,09:05:00,b,2\nt3,09:15:00,09:15:00,c,3\nt4,07:00:00,07:00:00,b,1\nt4,07:09:00,07:09:00,a,2\n"
    "t9,07:00:00,07:00:00,a,1\nt4,07:00:00,07:00:00,,x\n",
}  # fmt: skip


def zipped(members: dict[str, object]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(
                name, content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
            )
    return packed.getvalue()


def answer(*rows: dict[str, object]) -> dict[str, object]:
    return {"error": {"errorCode": "0000", "errorMessage": "성공"}} | (
        {"resultList": list(rows)} if rows else {}
    )


def kept(lake, feed: str, columns: str, where: str = "true") -> list[tuple]:
    with duckdb.connect() as con:
        return con.execute(
            f"select {columns} from read_parquet('{lake.root}/clean/{feed}/*/*.parquet', hive_partitioning = false) where {where} order by all"
        ).fetchall()


def refused(lake, feed: str) -> dict[int, list[str]]:
    with duckdb.connect() as con:
        return dict(
            con.execute(
                f"select record_number, reasons from read_parquet('{lake.root}/quarantine/{feed}/*/*.parquet')"
            ).fetchall()
        )


def test_every_stop_is_kept_that_can_be_told_apart_and_its_doubts_are_flagged(spark, lake, seoul) -> None:
    land(lake, "stop", "2026-11-20", "stops_20260506.csv", "\n".join([STOP_HEADER, *STOP_LINES]) + "\n")
    stops.run(spark, lake, seoul, DAY)
    sound = {n: told for n, told in enumerate(STOP_LINES.values(), start=2) if not isinstance(told, str)}
    found = kept(lake, "stop", "record_number, flags, latitude, ars_id, valid_from, inventory, mode")
    assert {n: told for n, *told in found} == {
        n: [*told, date(2026, 5, 6), "bus_stops", "bus"] for n, told in sound.items()
    }
    assert refused(lake, "stop") == {
        n: [told]
        for n, told in enumerate(STOP_LINES.values(), start=2)
        if isinstance(told, str) and told != "duplicate"
    }
    places = kept(lake, "stop", "latitude, longitude, hex_id", "latitude is not null")
    assert all(hex_id == h3.latlng_to_cell(lat, lng, 8) for lat, lng, hex_id in places)
    assert kept(lake, "stop", "count(*)", "latitude is null and hex_id is not null") == [(0,)]
    (record,) = Ledger(lake).files("stop").values()
    assert (record.records, record.rows_accounted, record.rows_duplicate, record.unknown_columns) == (
        16,
        16,
        1,
        [],
    )


def test_pages_of_the_api_are_one_list_and_a_list_delivered_again_replaces_the_older_whole(
    spark, lake, seoul
) -> None:
    page = {
        "NODE_ID": "100000001",
        "STOPS_NO": "01001",
        "STOPS_NM": "종로2가",
        "XCRD": "126.98",
        "YCRD": "37.57",
        "STOPS_TYPE": "일반차로",
    }
    for n, name in ((1, "busStopLocationXyInfo_1-1000.json"), (2, "busStopLocationXyInfo_1001-2000.json")):
        rows = [page | {"NODE_ID": f"10000000{n}", "NEW_COLUMN": "?"}]
        land(lake, "stop", "2026-11-20", name, json.dumps({"busStopLocationXyInfo": {"row": rows}}))
    stations = [{"BLDN_ID": "0150", "BLDN_NM": "서울역", "ROUTE": "1호선", "LAT": "37.55", "LOT": "126.97"}]
    land(
        lake,
        "stop",
        "2026-11-20",
        "subwayStationMaster.json",
        json.dumps({"subwayStationMaster": {"row": stations}}),
    )
    land(
        lake,
        "stop",
        "2026-11-20",
        "station_master.csv",
        "역명,ROUTE,위도,경도,역_승하차_일평균\n시청,1호선,37.56,126.97,104521.0\n,1호선,37.56,126.97,1\n",
    )
    lines = [f"20000000{n},0200{n},정류장,126.98,37.57,일반차로" for n in (1, 2)]
    land(lake, "stop", "2026-11-20", "stops_20260506.csv", "\n".join([STOP_HEADER, *lines]))
    stops.run(spark, lake, seoul, DAY)
    assert kept(lake, "stop", "inventory, stop_id, mode, line_name, ars_id, valid_from", "valid_from = '2026-11-20'") == [
        ("bus_stops", "100000001", "bus", None, "01001", DAY), ("bus_stops", "100000002", "bus", None, "01001", DAY),
        ("subway_stations", "0150", "subway", "1호선", None, DAY), ("subway_stations", "1호선:시청", "subway", "1호선", None, DAY),
    ]  # fmt: skip
    assert refused(lake, "stop") == {3: ["stop_id_missing"]}
    records = Ledger(lake).files("stop")
    assert {r.source_file.split("/")[-1]: r.unknown_columns for r in records.values() if r.unknown_columns} == {
        "busStopLocationXyInfo_1-1000.json": ["new_column"], "busStopLocationXyInfo_1001-2000.json": ["new_column"],
    }  # fmt: skip
    land(
        lake,
        "stop",
        "2026-11-21",
        "stops_20260506.csv",
        "\n".join([STOP_HEADER, lines[1].replace("정류장", "새이름")]),
    )
    stops.run(spark, lake, seoul, DAY)
    assert kept(lake, "stop", "stop_id, stop_name", "valid_from = '2026-05-06'") == [("200000002", "새이름")]
    older, newer = (
        Ledger(lake).files("stop")[f"stop/delivered=2026-11-{d}/stops_20260506.csv"] for d in (20, 21)
    )
    assert [(r.records, r.rows_clean, r.rows_duplicate) for r in (older, newer)] == [(2, 0, 2), (1, 1, 0)]


def test_a_file_of_something_else_is_refused_with_a_sentence(seoul, tmp_path: Path) -> None:
    for job in (stops, routes, patterns):
        with pytest.raises(FileRefused, match="feeds.columns") as found:
            job.read_header("정류소명,노선명", "f.csv", seoul)
        assert found.value.code == "column_missing"
    for members, reader in (
        ({"trips.txt": "trip_id\n"}, files.stops),
        ({"json/1.json": answer(STATION)}, files.routes),
        ({"list.json": answer(ROUTE)}, files.pattern_stops),
    ):
        path = tmp_path / "z.zip"
        path.write_bytes(zipped(members))
        with pytest.raises(FileRefused, match="z.zip") as found:
            list(reader(path))
        assert found.value.code == "network_table_missing"


def test_routes_of_topis_get_number_kind_times_headways_and_no_telephone(spark, lake, seoul) -> None:
    told = [
        ROUTE,
        ROUTE | {"busRouteId": "2", "busRouteNm": "N61", "routeType": "3", "firstBusTm": "20171201234000", "lastBusTm": "20171202041000"},
        ROUTE | {"busRouteId": "3", "busRouteNm": "110A고려대", "routeType": "3", "firstBusTm": "20171202000000", "lastBusTm": "20171202033000"},
        ROUTE | {"busRouteId": "4", "busRouteNm": "마포05", "routeType": "2", "corpNm": "경기  --", "term_all": "", "length": "0"},
        ROUTE | {"busRouteId": "5", "busRouteNm": "36의정부", "routeType": "x", "firstBusTm": "              ", "term": "0", "term_all": "10분(평일)"},
        ROUTE | {"busRouteId": "6", "firstBusTm": "20171201104600", "lastBusTm": "20171202064700", "term_all": "0분(평일)", "term": "0"},
        ROUTE | {"busRouteId": ""},
        ROUTE | {"busRouteNm": "6001"},
        ROUTE,
    ]  # fmt: skip
    land(
        lake, "route", "2026-11-20", f"route_list.{GIVEN}.json", json.dumps(answer(*told), ensure_ascii=False)
    )
    routes.run(spark, lake, seoul, DAY)
    assert kept(
        lake, "route", "route_id, route_no, route_name, route_type, is_night, operator_name, first_departure_s / 3600, last_departure_s / 3600, "
        "weekday_headway_min, saturday_headway_min, length_km, flags"
    ) == [
        ("100100411", "6000", "6000", "airport", False, "공항리무진", 4.5, 23.0, 45, 40, 77.0, []),
        ("2", "N61", "N61", "trunk", True, "공항리무진", 23 + 2 / 3, 28 + 1 / 6, 45, 40, 77.0, []),
        ("3", "110A", "110A고려대", "trunk", False, "공항리무진", 24.0, 27.5, 45, 40, 77.0, []),
        ("4", "마포05", "마포05", "town", False, "경기", 4.5, 23.0, 45, None, None, ["length_missing"]),
        ("5", "36", "36의정부", "other", False, "공항리무진", None, 23.0, 10, None, 77.0, ["departures_missing"]),
        ("6", "6000", "6000", "airport", False, "공항리무진", 10 + 46 / 60, None, None, None, 77.0, ["headway_missing", "last_departure_doubtful"]),
    ]  # fmt: skip
    assert kept(lake, "route", "distinct valid_from, inventory") == [(date(2017, 12, 1), "bus_routes")]
    assert refused(lake, "route") == {8: ["route_id_missing"], 9: ["id_contradicted"]}
    (record,) = Ledger(lake).files("route").values()
    assert (record.records, record.rows_duplicate, record.unknown_columns) == (9, 1, [])


def test_one_zip_feeds_all_three_lists_be_it_of_topis_or_gtfs(spark, lake, seoul) -> None:
    way = [
        STATION,
        STATION | {"seq": "2", "station": "107000071", "arsId": " ", "fullSectDist": "1100", "gpsY": "37.609", "transYn": "Y", "plainNo": "서울75사3227"},
        STATION | {"seq": "3", "fullSectDist": "800.5", "beginTm": "23:50", "lastTm": "01:25", "sectSpd": "130"},
    ]  # fmt: skip
    content = zipped({
        "json/12345.json": answer(),
        "json/143.json": answer(*way),
        "json/3.json": answer(STATION | {"busRouteId": "3", "busRouteNm": "3", "beginTm": ":", "lastTm": ":"}),
        # Sections of 1.9 km beside a stated 2.3 are a sixth off, 1.8 km beside them more than a fifth.
        "json/4.json": answer(*(STATION | {"busRouteId": "4", "busRouteNm": "4", "seq": str(n), "fullSectDist": d} for n, d in ((1, "800"), (2, "1000")))),
        "raw_data/route_list.json": answer(*(ROUTE | {"busRouteId": n, "busRouteNm": n, "length": "2.3"} for n in ("100100022", "4"))),
        "raw_data/BusId.json": {"143": ROUTE},
    })  # fmt: skip
    for feed, job in (("stop", stops), ("route", routes), ("pattern_stop", patterns)):
        land(lake, feed, "2026-11-20", f"topis.{GIVEN}.zip", content)
        land(
            lake,
            feed,
            "2026-11-20",
            "demo.zip",
            zipped({f"feed/{name}": text for name, text in GTFS.items()}),
        )
        job.run(spark, lake, seoul, DAY)
    check_topis(lake)
    check_gtfs(lake)


def check_topis(lake) -> None:
    of_city = "inventory not like 'gtfs%'"
    assert kept(lake, "stop", "inventory, stop_id, ars_id, valid_from", of_city) == [
        ("route_stops", "107000070", "08160", date(2017, 12, 1)), ("route_stops", "107000071", None, date(2017, 12, 1)),
    ]  # fmt: skip
    assert kept(lake, "route", "route_no", of_city) == [("100100022",), ("4",)]
    assert kept(lake, "pattern_stop", "pattern_id, stop_seq, stop_id, is_turning_point, section_m, first_departure_s, last_departure_s, flags", of_city) == [
        ("100100022:1", 1, "107000070", False, None, 14_700, 81_900, []),
        ("100100022:1", 2, "107000071", True, 1100.0, 14_700, 81_900, ["ars_id_missing"]),
        ("100100022:1", 3, "107000070", False, 800.5, 85_800, 91_500, ["speed_doubtful"]),
        ("3:1", 1, "107000070", False, None, None, None, ["departures_missing", "sections_missing"]),
        ("4:1", 1, "107000070", False, 800.0, 14_700, 81_900, ["length_contradicts"]),
        ("4:1", 2, "107000070", False, 1000.0, 14_700, 81_900, []),
    ]  # fmt: skip
    assert refused(lake, "pattern_stop") == {2: ["sequence_empty"]}
    for feed, records, clean, duplicate in (("stop", 6, 2, 4), ("route", 2, 2, 0), ("pattern_stop", 7, 6, 0)):
        record = Ledger(lake).files(feed)[f"{feed}/delivered=2026-11-20/topis.{GIVEN}.zip"]
        assert (record.records, record.rows_clean, record.rows_duplicate, record.unknown_columns) == (
            records,
            clean,
            duplicate,
            [],
        )


def test_a_sequence_is_judged_as_a_whole(spark, lake, seoul) -> None:
    header = "ROUTE_ID,노선명,순번,NODE_ID,ARS_ID,정류소명,X좌표,Y좌표,fullSectDist"
    lines = [
        ("1,101,3,s3,01003,셋,127.01,37.50,900", ["seq_gap"]),
        ("1,101,1,s1,01001,하나,127.00,37.50,", ["seq_out_of_order"]),
        ("1,101,4,s4,01004,넷,127.05,37.50,1000", ["section_too_short"]),
        ("1,101,4,s5,01005,다섯,127.05,37.50,1000", "seq_doubled"),
        ("1,101,4,s4,01004,넷,127.05,37.50,1000", "duplicate"),
        ("1,101,0,s4,01004,넷,127.05,37.50,", "seq_malformed"),
        ("1,101,넷,s4,01004,넷,127.05,37.50,", "seq_malformed"),
        ("1,101,6,,01006,여섯,127.05,37.50,", "stop_id_missing"),
        (",101,6,s6,01006,여섯,127.05,37.50,", "route_id_missing"),
    ]
    land(
        lake,
        "pattern_stop",
        "2026-11-20",
        "노선별정류소_20260506.csv",
        "\n".join([header, *(line for line, _ in lines)]),
    )
    patterns.run(spark, lake, seoul, DAY)
    told = {n: judged for n, (_, judged) in enumerate(lines, start=2)}
    assert dict(kept(lake, "pattern_stop", "record_number, flags")) == {
        n: t for n, t in told.items() if isinstance(t, list)
    }
    assert refused(lake, "pattern_stop") == {
        n: [t] for n, t in told.items() if isinstance(t, str) and t != "duplicate"
    }


def check_gtfs(lake) -> None:
    """Stops, routes and patterns of the GTFS zip; nothing is said against what GTFS does not tell."""
    of_zip = "inventory = 'gtfs:A'"
    first = date(2024, 1, 1)
    assert kept(lake, "stop", "valid_from, inventory, stop_id, mode, ars_id, stop_type, parent_stop_id, flags", of_zip) == [
        (first, "gtfs:A", "S", None, None, "station", None, []), (first, "gtfs:A", "a", None, None, "stop", "S", []),
        (first, "gtfs:A", "b", None, "77", "stop", None, []), (first, "gtfs:A", "c", None, None, "9", None, []),
    ]  # fmt: skip
    assert kept(lake, "route", "route_id, route_no, route_name, route_type, is_night, operator_name, flags", of_zip) == [
        ("r1", "1", "Long one", "bus", False, "Demo Lines", []), ("r2", "Underground", "Underground", "subway", False, "Demo Lines", []),
    ]  # fmt: skip
    assert kept(
        lake, "pattern_stop", "pattern_id, stop_seq, stop_id, ars_id, direction_name, trips_cnt, first_departure_s, last_departure_s, flags",
        of_zip,
    ) == [
        ("r1:1", 1, "a", None, "Bee", 2, 28_800, 91_800, []), ("r1:1", 2, "b", "77", "Bee", 2, 29_400, 29_400, []),
        ("r1:2", 1, "a", None, "Sea", 1, 32_400, 32_400, []), ("r1:2", 2, "b", "77", "Sea", 1, 32_700, 32_700, []),
        ("r1:2", 3, "c", None, "Sea", 1, 33_300, 33_300, []),
        ("r1:3", 1, "b", "77", "Hall", 1, 25_200, 25_200, []), ("r1:3", 2, "a", None, "Hall", 1, 25_740, 25_740, []),
    ]  # fmt: skip


REAL = os.environ.get("NIGHTOWL_REAL_DATA")


@pytest.mark.long
@pytest.mark.skipif(not REAL, reason="NIGHTOWL_REAL_DATA is unset: the real lists are not at hand")
def test_the_real_lists_of_seoul_to_the_last_row(spark, lake, seoul) -> None:
    folder = Path(str(REAL), "network")
    topis = (folder / "topis_route_stops_2017.zip").read_bytes()
    for feed in ("stop", "route", "pattern_stop"):
        land(lake, feed, "2026-11-20", f"topis_route_stops_2017.{GIVEN}.zip", topis)
    for name in ("seoul_bus_stops_20260506.xlsx", "seoul_subway_station_master.csv"):
        land(lake, "stop", "2026-11-20", name, (folder / name).read_bytes())
    for job in (stops, routes, patterns):
        job.run(spark, lake, seoul, DAY)
    ledger = Ledger(lake)
    assert sorted((r.records, r.rows_clean, r.rows_duplicate, r.rows_quarantined) for r in ledger.files("stop").values()) == [
        (783, 783, 0, 0), (11_250, 11_250, 0, 0), (75_933, 23_142, 52_791, 0),
    ]  # fmt: skip
    (of_routes,), (of_patterns,) = ledger.files("route").values(), ledger.files("pattern_stop").values()
    assert (of_routes.records, of_routes.rows_clean) == (1_118, 1_118)
    assert (of_patterns.records, of_patterns.rows_clean, of_patterns.quarantined_by_reason) == (
        75_934,
        75_933,
        {"sequence_empty": 1},
    )
    assert (of_patterns.flagged["length_contradicts"], of_patterns.flagged["last_departure_doubtful"]) == (
        90,
        8,
    )
    assert all(
        not r.unknown_columns
        for feed in ("stop", "route", "pattern_stop")
        for r in ledger.files(feed).values()
    )
    assert kept(lake, "route", "count(*), max(last_departure_s)", "is_night") == [(11, 101_400)]
    assert kept(lake, "route", "count(*)", "regexp_matches(operator_name, '[0-9]{3}')") == [(0,)]
    check_where_march_boards(spark, lake, seoul)


def check_where_march_boards(spark, lake, seoul) -> None:
    """In the warehouse: with stops of 2026 and sequences of 2017, 99 % of the boardings of March 2022 stand at a place."""
    month = Path(str(REAL), "transit", "bus_route_stop_hour_2022_03.txt.zip")
    land(lake, "bus_stop_month", "2026-11-20", month.name, month.read_bytes())
    bus_months.run(spark, lake, seoul, DAY)
    feeds = ("bus_stop_month", "stop", "route", "pattern_stop")
    models = ("+mart_transit__boardings_location", "--exclude-resource-type", "unit_test", "test")
    built = build(lake.home, "--select", *models, feeds=feeds)
    assert set(built.outcomes.values()) == {"success"}
    told = dict(built.rows("select told_by, boardings_share from mart_transit__boardings_location"))
    ways = ("ars_and_name", "ars_before_and_after", "ars_and_route", "route_and_name")
    assert sum(told.pop(way) for way in ways) > 0.996
    assert set(told) == {"virtual_stop", "ars_unknown", "ars_unconfirmed", "places_apart"}
    assert built.rows("select sum(boardings_cnt)::bigint from mart_transit__boardings_location") == [
        (118_079_463,)
    ]


@pytest.mark.long
@pytest.mark.skipif(not REAL, reason="NIGHTOWL_REAL_DATA is unset: the real timetables are not at hand")
def test_real_timetables_fold_into_patterns_that_run_past_midnight() -> None:
    for name, rows_cnt in (("nyc_subway_gtfs_tidytransit", 4_509), ("cairns_gtfs", 1_309)):
        header, *found = files.pattern_stops(Path(str(REAL), "gtfs", f"{name}.zip"))
        assert len(found) == rows_cnt
        at = header.index("last_departure_s")
        assert max(int(row[at]) for row in found if row[at]) > 24 * 3_600
