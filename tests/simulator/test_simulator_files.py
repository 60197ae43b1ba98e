"""What lands: names, bytes, and the promise that a delivery never changes."""

import hashlib
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from nightowl.errors import NightowlError
from nightowl.lake import Lake
from simulator.__main__ import deliver, main
from simulator.feeds import FEEDS
from simulator.handover import hand_over
from simulator.orders import Delivery, Manifest, Order

SUNDAY = date(2026, 11, 1)
FILES_A_NIGHT = {
    "telecom_event": 24,
    "cell": 2,
    "opt_out": 1,
    "resident_population": 1,
    "living_population": 1,
    "card_tap": 1,
    "complaint_version": 1,
    "subway_station_day": 1,
    "stop": 2,
    "route": 1,
    "pattern_stop": 1,
    "taxi_trip": 1,
}
AS_LARGE_IN_ANY_CITY = {"resident_population", "living_population", "subway_station_day"}


AGES = ["0세부터9세", *(f"{a}세부터{a + 4}세" for a in range(10, 70, 5)), "70세이상"]
LIVING = [
    "기준일ID", "시간대구분", "행정동코드", "총생활인구수", *(f"{sex}{age}생활인구수" for sex in ("남자", "여자") for age in AGES),
]  # fmt: skip


def hashes(lake: Lake) -> dict[str, str]:
    files = [path for path in lake.home.rglob("*") if path.is_file()]
    return {str(path.relative_to(lake.home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_night_is_24_hourly_files_a_day_of_taps_an_inventory_and_the_residents(landed):
    names = [landed.lake.source_file(path) for feed in FEEDS for path in landed.files(feed)]
    events = [
        f"telecom_event/delivered={delivered}/events_{day}_{hour:02d}.csv.gz"
        for day, delivered in (("20261031", "2026-11-01"), ("20261101", "2026-11-02"))
        for hour in range(4, 28)
    ]
    assert sorted(names) == sorted(
        [
            *events,
            "cell/delivered=2026-11-01/cell_inventory_20261001.csv",
            "cell/delivered=2026-11-02/cell_inventory_20261101.csv",
            "opt_out/delivered=2026-11-01/opt_out_20261031.csv",
            "opt_out/delivered=2026-11-02/opt_out_20261101.csv",
            "resident_population/delivered=2026-11-01/residents_202610.csv",
            "resident_population/delivered=2026-11-02/residents_202611.csv",
            "living_population/delivered=2026-11-01/LOCAL_PEOPLE_DONG_20261031.csv",
            "living_population/delivered=2026-11-02/LOCAL_PEOPLE_DONG_20261101.csv",
            "card_tap/delivered=2026-11-01/TB_KTS_DWTCD_METROPOLITAN_20261031.csv.gz",
            "card_tap/delivered=2026-11-02/TB_KTS_DWTCD_METROPOLITAN_20261101.csv.gz",
            "complaint_version/delivered=2026-11-01/minwon_20261031.csv",
            "complaint_version/delivered=2026-11-02/minwon_20261101.csv",
            "taxi_trip/delivered=2026-11-01/taxi_20261031.csv",
            "taxi_trip/delivered=2026-11-02/taxi_20261101.csv",
            "subway_station_day/delivered=2026-11-01/CARD_SUBWAY_MONTH_202609.csv",
            "subway_station_day/delivered=2026-11-02/CARD_SUBWAY_MONTH_202610.csv",
            *(
                f"{name}_{month}.csv"
                for month, delivered in (("20261001", "2026-11-01"), ("20261101", "2026-11-02"))
                for name in (
                    f"stop/delivered={delivered}/bus_stops",
                    f"stop/delivered={delivered}/stations",
                    f"route/delivered={delivered}/route_list",
                    f"pattern_stop/delivered={delivered}/route_stops",
                )
            ),
        ]
    )


def test_headers_are_those_agreed(landed):
    headers = {feed: {landed.lines(path)[0] for path in landed.files(feed)} for feed in FEEDS}
    assert headers == {
        "telecom_event": {
            b"record_ref,msisdn,event_time,event_type,cell_id,duration_s,sequence,home_area,age_band"
        },
        "cell": {b"inventory_date,cell_id,site_id,technology,latitude,longitude,active_from,active_to"},
        "opt_out": {b"msisdn,opted_out_on"},
        "resident_population": {b"month,dong_code,gu_name,dong_name,sex,age_band,residents_cnt"},
        "living_population": {",".join(LIVING).encode()},
        "card_tap": {
            "운행일자,정산사ID,가상카드번호,정산지역코드,카드구분코드,정산사차량ID,교통수단코드,정산사노선ID,승차일시,정산사승차정류장ID,하차일시,"
            "정산사하차정류장ID,트랜잭션ID,환승건수,이용자유형코드(시스템),이용자수,이용거리,탑승시간,승하차위반금액".encode()
        },
        "complaint_version": {
            "접수번호,접수일시,처리기한,완료일시,처리상태,분야,항목,접수경로,처리부서,법정동코드,위도,경도,"
            "제목,민원내용,답변내용,경과일,최종수정일시".encode()
        },
        "taxi_trip": {"승차일시,하차일시,승차경도,승차위도,하차경도,하차위도".encode()},
        "subway_station_day": {"사용일자,노선명,역명,승차총승객수,하차총승객수,등록일자".encode()},
        "stop": {
            "NODE_ID,ARS_ID,정류소명,X좌표,Y좌표,정류소타입".encode(),
            b"BLDN_ID,BLDN_NM,ROUTE,LAT,LOT",
        },
        "route": {
            b"busRouteId,busRouteNm,routeType,stStationNm,edStationNm,firstBusTm,lastBusTm,term,length,corpNm"
        },
        "pattern_stop": {
            b"busRouteId,busRouteNm,seq,station,arsId,stationNm,direction,fullSectDist,transYn,gpsX,gpsY"
        },
    }


def test_sound_rows_lie_in_the_file_of_their_hour(landed):
    odd = {
        (r["source_file"], r["record_number"])
        for name in ("defects", "edges")
        for r in landed.oracle("telecom_event", name)
    }
    for file, number, line in landed.records("telecom_event"):
        if (file, number) not in odd:
            hour = int(file[-9:-7])
            assert line.split(b",")[2][11:13] == f"{hour % 24:02d}".encode(), (file, number)


def test_a_night_has_the_rows_asked_for_and_no_reference_twice(landed, order):
    known = {
        (r["source_file"], r["record_number"])
        for r in landed.oracle("telecom_event")
        if r["outcome"] in ("quarantine", "duplicate", "merged")
    }
    references = [
        line[:13] for file, number, line in landed.records("telecom_event") if (file, number) not in known
    ]
    assert len(references) == len(set(references))
    assert 2 * order.rows <= len(landed.records("telecom_event")) < 2 * order.rows * 1.04


def test_same_seed_same_bytes_and_another_seed_others(tmp_path):
    order = Order(SUNDAY, SUNDAY, 2_000)
    lakes = [Lake(tmp_path / name) for name in ("one", "two", "other")]
    for lake, wanted in zip(lakes, (order, replace(order), replace(order, seed=2)), strict=True):
        deliver(lake, wanted, list(FEEDS))
    one, two, other = map(hashes, lakes)
    assert one == two
    landing = [name for name in one if "/landing/" in name]
    assert len(landing) == sum(FILES_A_NIGHT.values())
    assert not [name for name in landing if one[name] == other[name]]


def test_a_second_delivery_of_the_same_changes_nothing(landed, order):
    before = hashes(landed.lake)
    outcomes = deliver(landed.lake, order, list(FEEDS))
    assert hashes(landed.lake) == before
    assert {handed.files for handed, _ in outcomes} == {0}


@pytest.mark.parametrize("change", [{"seed": 2}, {"rows": 6_000}])
def test_a_delivery_with_other_content_is_refused_and_nothing_changes(landed, order, change):
    before = hashes(landed.lake)
    for feed in FEEDS:
        if feed in AS_LARGE_IN_ANY_CITY and "rows" in change:
            continue  # the same people live there, and ride the subway, however many of them phone
        with pytest.raises(NightowlError, match="was delivered before with other content"):
            deliver(landed.lake, replace(order, **change), [feed])
    assert hashes(landed.lake) == before


def test_a_delivery_is_never_added_to(tmp_path):
    lake = Lake(tmp_path)
    order = Order(SUNDAY, SUNDAY, 2_000)
    deliver(lake, order, ["cell"])
    (lake.delivery("cell", date(2026, 11, 2)) / "cell_inventory_20261001.csv").unlink()
    with pytest.raises(NightowlError, match=r"without cell_inventory_20261001\.csv"):
        deliver(lake, order, ["cell"])


def test_a_delivery_cut_off_in_the_middle_leaves_nothing_to_see(tmp_path):
    def write(folder, tell):
        (folder / "half.csv").write_text("header\n")
        raise KeyboardInterrupt

    lake = Lake(tmp_path).make()
    with pytest.raises(KeyboardInterrupt):
        hand_over(lake, Delivery("telecom_event", SUNDAY, 1, write), lambda rows: None)
    assert [path for path in lake.landing.rglob("*") if path.is_file()] == []
    assert not lake.oracle.exists()


def test_files_are_written_inside_landing_for_their_owner_alone(tmp_path):
    lake = Lake(tmp_path).make()
    places = []

    def write(folder, tell):
        places.append(folder)
        (folder / "x.csv").write_text("header\n")
        return Manifest()

    hand_over(lake, Delivery("x", SUNDAY, 1, write), lambda rows: None)
    assert lake.landing in places[0].parents
    assert not list(lake.landing.glob("x/delivered=*/.*"))
    assert lake.landing.stat().st_mode & 0o777 == 0o700


def test_the_command_delivers_and_says_what(tmp_path):
    command = [
        sys.executable,
        "-m",
        "simulator",
        "--service-date",
        "2026-11-01",
        "--size",
        "tiny",
        "--home",
        str(tmp_path),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert f"Delivered {sum(FILES_A_NIGHT.values())} files" in done.stdout


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"service_date": "2026-02-30"}, "A date is written YYYY-MM-DD"),
        ({"service_date": "2016-03-01", "days": 2}, "complete since 2016-03-01"),
        ({"service_date": "2026-11-01", "size": "huge"}, "A size is one of tiny, demo, small"),
        ({"service_date": "2026-11-01", "feeds": "cell,parking"}, "found 'cell,parking'"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_with_a_sentence(tmp_path, capsys, wish, sentence):
    with pytest.raises(SystemExit) as stopped:
        main(**wish, home=tmp_path / "home")
    assert stopped.value.code == 2
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "home").exists()
