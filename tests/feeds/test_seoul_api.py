"""Seoul's open data API, spoken over a real socket: every row once, nothing asked twice, half a delivery never seen."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from fetching import (
    CITY,
    DAY,
    FEED,
    FIRSTS,
    HASTY,
    KILLED,
    REPO,
    fetch,
    hidden_files,
    ids,
    places_of_the_key,
    seen_by_a_night,
)
from local_server import Answer
from pydantic import SecretStr
from seoul_server import KEY, SERVICE, Seoul, as_json, result, rows

from feeds import seoul_api
from feeds.polite import PoliteClient
from feeds.seoul_protocol import SERVICES, ask_page, query_of
from nightowl import night, profile
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.lock import run_lock

# Every row, once.


def test_12_345_rows_are_mirrored_each_once_and_byte_for_byte(
    lake: Lake, seoul: Seoul, capsys: pytest.CaptureFixture[str]
) -> None:
    done = fetch(lake, seoul)
    files = seen_by_a_night(lake)
    assert ids(files) == list(range(1, 12_346))
    assert [f.read_bytes() for f in files] == [seoul.sent[first] for first in FIRSTS]
    assert files[0].name == "CardBusTimeNew_202203_0000001-0001000.json"
    assert files[-1].name == "CardBusTimeNew_202203_0012001-0013000.json"
    assert {f.parent for f in files} == {lake.delivery(FEED, DAY)}
    assert seoul.firsts == FIRSTS
    assert seoul.paths[0] == f"/{KEY}/json/CardBusTimeNew/1/1000/202203"
    assert (done.rows_cnt, done.pages_cnt, done.asked_cnt) == (12_345, 13, 13)
    assert hidden_files(lake) == []
    told = capsys.readouterr().out
    assert "12,345 rows in 13 pages" in told
    assert str(done.folder) in told


def test_what_was_delivered_whole_is_not_asked_for_again(
    lake: Lake, small: Seoul, capsys: pytest.CaptureFixture[str]
) -> None:
    fetch(lake, small)
    before = {f: f.stat().st_mtime_ns for f in seen_by_a_night(lake)}
    again = fetch(lake, small)
    assert len(small.paths) == 3
    assert (again.rows_cnt, again.pages_cnt, again.asked_cnt) == (2_500, 3, 0)
    assert {f: f.stat().st_mtime_ns for f in seen_by_a_night(lake)} == before
    assert "nothing was asked for" in capsys.readouterr().out
    fetch(lake, small, day=DAY + timedelta(days=1))
    assert len(small.paths) == 6  # another day is another delivery


def test_a_delivery_that_lost_a_page_is_told_and_left_alone(lake: Lake, small: Seoul) -> None:
    fetch(lake, small)
    seen_by_a_night(lake)[1].unlink()
    with pytest.raises(NightowlError, match=r"not all: .*0001001-0002000\.json is missing"):
        fetch(lake, small)
    assert len(small.paths) == 3
    assert len(seen_by_a_night(lake)) == 2


# After a crash.


def test_a_service_that_dies_after_page_7_is_asked_for_the_other_6_alone(lake: Lake, seoul: Seoul) -> None:
    seoul.always[7001] = KILLED
    with pytest.raises(NightowlError, match=r"rows 7,001 to 8,000, could not be had in 3 tries.*: 7\.$"):
        fetch(lake, seoul)
    assert seoul.firsts == [*FIRSTS[:7], 7001, 7001, 7001]
    assert seen_by_a_night(lake) == []
    assert len(hidden_files(lake)) == 7
    with Seoul() as back:
        done = fetch(lake, back)
        assert back.firsts == FIRSTS[7:]
    assert (done.pages_cnt, done.asked_cnt) == (13, 6)
    assert ids(seen_by_a_night(lake)) == list(range(1, 12_346))


def test_a_command_killed_at_page_8_goes_on_from_there(lake: Lake, seoul: Seoul) -> None:
    reached, never = threading.Event(), threading.Event()
    seoul.odd[7001] = [Answer(drop=True, meanwhile=lambda: (reached.set(), never.wait(10)))]
    killed = subprocess.Popen(command(seoul), env=environment(lake), cwd=REPO)
    assert reached.wait(20)
    killed.send_signal(signal.SIGKILL)
    assert killed.wait(10) == -signal.SIGKILL
    never.set()
    assert seen_by_a_night(lake) == []
    assert len(hidden_files(lake)) == 7

    asked = len(seoul.firsts)
    ended = subprocess.run(
        command(seoul), env=environment(lake), cwd=REPO, capture_output=True, text=True, timeout=30
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "12,345 rows in 13 pages, 6 of them asked for now" in ended.stdout
    assert seoul.firsts[asked:] == FIRSTS[7:]
    assert ids(seen_by_a_night(lake)) == list(range(1, 12_346))
    assert KEY not in ended.stdout + ended.stderr
    assert places_of_the_key(lake.home) == []
    assert '"rows": 12345' in (lake.logs / "nightowl.jsonl").read_text()


def test_half_a_page_left_by_a_power_cut_is_asked_for_again(lake: Lake, small: Seoul) -> None:
    small.always[2001] = KILLED
    with pytest.raises(NightowlError):
        fetch(lake, small)
    (page,) = (lake.landing / FEED).glob(".*/*_0001001-0002000.json")
    page.write_bytes(page.read_bytes()[:-100])
    page.with_name(".CardBusTimeNew_202203_0002001-0003000.json.part").write_bytes(b'{"Card')
    small.always.clear()
    small.firsts.clear()
    fetch(lake, small)
    assert small.firsts == [1001, 2001]
    assert ids(seen_by_a_night(lake)) == list(range(1, 2_501))
    assert [p.name for p in lake.delivery(FEED, DAY).glob(".*")] == []


def test_a_crash_while_pages_are_shown_is_completed_without_asking(lake: Lake, small: Seoul) -> None:
    fetch(lake, small)
    first, *others = seen_by_a_night(lake)
    hidden = lake.landing / FEED / f".{DAY}_CardBusTimeNew_202203"
    hidden.mkdir()
    for page in others:
        page.rename(hidden / page.name)
    assert seen_by_a_night(lake) == [first]
    assert fetch(lake, small).asked_cnt == 0
    assert len(small.paths) == 3
    assert ids(seen_by_a_night(lake)) == list(range(1, 2_501))
    assert not hidden.exists()


def test_pages_join_a_delivery_that_holds_other_files_and_wait_for_a_night_at_work(
    lake: Lake, small: Seoul
) -> None:
    other = lake.delivery(FEED, DAY) / "bus_2022_02.csv"
    other.parent.mkdir(parents=True)
    other.write_text("as it was")
    with run_lock(lake, FEED, doing="cleaning"):
        fetching = threading.Thread(target=fetch, args=(lake, small))
        fetching.start()
        give_up_at = time.monotonic() + 10
        while len(hidden_files(lake)) < 3 and time.monotonic() < give_up_at:
            time.sleep(0.01)
        time.sleep(0.3)
        assert len(hidden_files(lake)) == 3
        assert seen_by_a_night(lake) == [other]
    fetching.join(10)
    assert ids([f for f in seen_by_a_night(lake) if f != other]) == list(range(1, 2_501))
    assert other.read_text() == "as it was"


def test_an_unfinished_mirror_of_another_day_is_told_not_used(
    lake: Lake, small: Seoul, capsys: pytest.CaptureFixture[str]
) -> None:
    small.odd[1001] = [KILLED] * 3
    with pytest.raises(NightowlError):
        fetch(lake, small)
    fetch(lake, small, day=DAY + timedelta(days=1))
    assert "'--delivered 2022-04-05' goes on with it" in capsys.readouterr().out
    assert small.firsts == [1, 1001, 1001, 1001, 1, 1001, 2001]


def test_a_landing_that_cannot_be_written_is_a_sentence(lake: Lake, small: Seoul) -> None:
    (lake.landing / FEED).write_text("a file where a folder belongs")
    with pytest.raises(NightowlError, match=r"could not be written: .*start again\.$"):
        fetch(lake, small)


# Data that change meanwhile, pages that lie.


def test_data_replaced_in_the_middle_are_mirrored_from_the_start(
    lake: Lake, seoul: Seoul, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = rows(12_400, rides=2)
    seoul.odd[5001] = [Answer(drop=True, meanwhile=lambda: setattr(seoul, "rows", newer))]
    done = fetch(lake, seoul)
    files = seen_by_a_night(lake)
    assert done.rows_cnt == 12_400
    assert ids(files) == list(range(1, 12_401))
    assert {r["HR_0_GET_ON_TNOPE"] for f in files for r in json.loads(f.read_text())[SERVICE]["row"]} == {2}
    assert seoul.firsts == [*FIRSTS[:6], 5001, *FIRSTS]
    assert "12,400 rows in all, the pages before of 12,345" in capsys.readouterr().out


def test_pages_kept_from_before_a_replacement_are_not_mixed_with_new_ones(lake: Lake, small: Seoul) -> None:
    small.odd[2001] = [KILLED] * 3
    with pytest.raises(NightowlError):
        fetch(lake, small)
    small.rows = rows(900, rides=2)  # the page asked for next has no rows any more
    assert fetch(lake, small).rows_cnt == 900
    assert ids(seen_by_a_night(lake)) == list(range(1, 901))


def test_data_that_never_stand_still_are_given_up(lake: Lake, small: Seoul) -> None:
    small.odd[1001] = [
        as_json({SERVICE: {"list_total_count": 3_000 + n, **result("INFO-000"), "row": rows(1000)}})
        for n in range(3)
    ]
    with pytest.raises(NightowlError, match="replaced 3 times"):
        fetch(lake, small)
    assert small.firsts == [1, 1001] * 3
    assert seen_by_a_night(lake) == [] == hidden_files(lake)


def test_a_page_short_of_a_row_is_never_delivered(lake: Lake, small: Seoul) -> None:
    page = {"list_total_count": 2_500, **result("INFO-000"), "row": rows(999)}
    small.always[1001] = as_json({SERVICE: page})
    with pytest.raises(NightowlError, match="holds 999 rows; of 2,500 in all, 1,000 belong to it"):
        fetch(lake, small)
    assert seen_by_a_night(lake) == []
    assert len(hidden_files(lake)) == 1


# What may be asked.


@pytest.mark.parametrize(
    ("service", "argument", "told"),
    [
        ("CardBusTime", "202203", "found 'CardBusTime'"),
        ("CardBusTimeNew", None, "a month written YYYYMM, as in 202203; found ''"),
        ("CardBusTimeNew", "202213", "found '202213'"),
        ("CardBusTimeNew", "20223", "found '20223'"),
        ("CardBusTimeNew", "2022-3", "found '2022-3'"),
        ("CardBusTimeNew", "20220301", "found '20220301'"),
        ("CardBusTimeNew", "202203/1", "found '202203/1'"),
        ("CardSubwayStatsNew", "20220230", "a day written YYYYMMDD, as in 20220301; found '20220230'"),
        ("SPOP_LOCAL_RESD_DONG", "202203", "found '202203'"),
        ("subwayStationMaster", "202203", "takes no argument; found '202203'"),
    ],
)
def test_a_slip_is_told_before_anybody_is_asked(
    lake: Lake, small: Seoul, service: str, argument: str | None, told: str
) -> None:
    with pytest.raises(NightowlError, match=told):
        seoul_api.fetch(lake, night.city(), service, argument, base_url=small.url)
    assert small.paths == []


def test_each_service_goes_to_its_feed_and_those_without_argument_are_asked_without() -> None:
    with Seoul(3) as service:
        answer = {"list_total_count": 3, **result("INFO-000"), "row": rows(3)}
        service.always[1] = as_json(dict.fromkeys(SERVICES, answer))
        with PoliteClient(service.url, SecretStr(KEY), HASTY) as client:
            for name, about in SERVICES.items():
                query = query_of(name, {"": None, "YYYYMM": "202203", "YYYYMMDD": "20220301"}[about.argument])
                assert ask_page(client, query, 1, 1000).rows_cnt == 3
                assert query.feed == about.feed
        assert service.paths[0].endswith("/json/CardBusTimeNew/1/1000/202203")
        assert service.paths[1].endswith("/json/CardSubwayStatsNew/1/1000/20220301")
        assert service.paths[-1].endswith("/json/subwayStationMaster/1/1000")


def test_a_feed_no_night_reads_is_told(lake: Lake, small: Seoul, capsys: pytest.CaptureFixture[str]) -> None:
    switched_off = {"bus_stop_month": {**CITY["feeds"]["bus_stop_month"], "enabled": False}}
    other = profile.Profile.model_validate(
        CITY | {"feeds": switched_off | {"card_tap": {"dag": "transit", "group": "core"}}}
    )
    seoul_api.fetch(lake, other, SERVICE, "202203", delivered=DAY, manners=HASTY, base_url=small.url)
    assert f"does not read {FEED}" in capsys.readouterr().out


# The command.


def command(service: Seoul, *more: str) -> list[str]:
    argv = [sys.executable, "-m", "feeds.seoul_api", SERVICE, "202203", "--delivered", str(DAY)]
    return [*argv, "--pause", "0", "--base-url", service.url, *more]


def environment(lake: Lake) -> dict[str, str]:
    return os.environ | {"NIGHTOWL_HOME": str(lake.home)}


def test_a_mistake_ends_the_command_with_2_and_a_sentence(lake: Lake, small: Seoul) -> None:
    ended = subprocess.run(
        command(small, "--pause", "-1"),
        env=environment(lake),
        cwd=REPO,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert ended.returncode == 2
    assert ended.stdout.startswith("The pause between two requests")
    assert "Traceback" not in ended.stdout + ended.stderr


def test_the_house_command_fetches_too(lake: Lake, small: Seoul) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "cli", "fetch", SERVICE, "202203", "--delivered", str(DAY), "--pause", "0"],
        env=environment(lake) | {seoul_api.ADDRESS_VARIABLE: small.url},
        cwd=REPO,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "2,500 rows in 3 pages" in ended.stdout
    assert len(seen_by_a_night(lake)) == 3
