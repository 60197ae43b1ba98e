"""Open311 over a real socket: every request once, nothing asked twice, changes and deletions alone the next day, and no false deletion."""

import csv
import json
import os
import signal
import subprocess
import sys
import threading
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fetching import CITY, HASTY, KILLED, REPO
from open311_server import Open311, a_day_later, requests, stamp
from seoul_server import Answer

from feeds import open311
from feeds.open311_mirror import Mirrored
from feeds.open311_protocol import read_requests
from feeds.polite import Transient
from nightowl import arrival, profile
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.lock import run_lock

DAY, NEXT = date(2026, 11, 2), date(2026, 11, 3)
BEGINS = date(2026, 4, 14)
FEED = "complaint_version"
SPEAKS: dict[str, Any] = CITY | {
    "feeds": {FEED: {"dag": "complaints", "group": "complaints"}},
    "open311": {"address": "http://127.0.0.1:1/v2", "pause_s": 0, "jurisdiction_id": "city.example"},
}
ALL, SOME = requests(12_500), requests(2_500)


@pytest.fixture(scope="module")
def everything() -> Any:
    with Open311(SOME) as service:
        yield service


def fetch(lake: Lake, service: Open311, day: date = DAY, **said: Any) -> Mirrored:
    source = {k: said.pop(k) for k in ("format", "window_days", "page_rows") if k in said}
    city = profile.Profile.model_validate(SPEAKS | {"open311": SPEAKS["open311"] | source})
    return open311.fetch(
        lake, city, said.pop("first_day", BEGINS), delivered=day, manners=HASTY, base_url=service.url, **said
    )


def rows(lake: Lake, day: date = DAY) -> list[dict[str, str]]:
    found = []
    for path in sorted(lake.delivery(FEED, day).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as text:
            found += list(csv.DictReader(text))
    return found


def ids(lake: Lake, day: date = DAY) -> list[str]:
    return sorted(row["service_request_id"] for row in rows(lake, day))


def seen_by_a_night(lake: Lake) -> list[Path]:
    return arrival.pending(lake, FEED, set())


def hidden(lake: Lake) -> list[str]:
    return [p.name for p in (lake.landing / FEED).glob(".*/*/*")]


def changed_city(changes_cnt: int, deletions_cnt: int) -> dict[str, Any]:
    """What the service holds a day later."""
    later, names = json.loads(json.dumps(ALL)), sorted(ALL)
    for name in names[7 : 7 + 20 * changes_cnt : 20]:
        later[name] |= {
            "status": "closed",
            "updated_datetime": "2026-11-02T15:00:00Z",
            "status_notes": "Done.",
        }
    for name in names[3 : 3 + 200 * deletions_cnt : 200]:
        del later[name]
    return later


# Every request, once.


@pytest.mark.parametrize(
    ("how", "form", "count", "asked_max"),
    [
        pytest.param({"page_rows_max": 500}, "json", 12_500, 32, marks=pytest.mark.long),
        pytest.param({"page_rows_max": None, "cap": 1000}, "json", 12_500, 70, marks=pytest.mark.long),
        ({"page_rows_max": 200}, "json", 2_500, 18),
        ({"page_rows_max": None, "cap": 500}, "json", 2_500, 24),
        ({"page_rows_max": 500}, "xml", 1_500, 12),
        ({"page_rows_max": None}, "json", 2_500, 10),
        ({"page_rows_max": None, "cap": 50}, "xml", 600, 90),
        ({"page_rows_max": 50}, "json", 1_000, 26),
    ],
    ids=[
        "all_by_pages",
        "all_by_lists_cut_at_1000",
        "pages",
        "lists_cut_at_500",
        "pages_in_xml",
        "one_long_list",
        "lists_cut_at_50",
        "short_pages",
    ],
)
def test_requests_of_200_days_are_mirrored_each_once(
    lake: Lake, how: dict[str, Any], form: str, count: int, asked_max: int
) -> None:
    held = ALL if count == len(ALL) else requests(count)
    with Open311(held, **how) as service:
        done = fetch(lake, service, format=form)
        assert service.inside_max == 1 and len(service.asked) == done.asked_cnt <= asked_max
        assert all(f"requests.{form}?jurisdiction_id=city.example" in path for path in service.asked)
    assert (done.listed_cnt, done.changed_cnt, done.deleted_cnt) == (count, count, 0)
    told = {row["service_request_id"]: row for row in rows(lake)}
    assert len(rows(lake)) == len(told) and told.keys() == held.keys()
    for name, request in held.items():
        for field in ("status", "description", "status_notes", "service_name", "updated_datetime", "lat"):
            assert told[name][field] == str(request[field] or ""), (name, field)
    assert hidden(lake) == []


def test_json_and_xml_tell_the_same(lake: Lake, tmp_path: Path) -> None:
    other = Lake(tmp_path / "other").make()
    with Open311(requests(300)) as service:
        fetch(lake, service, format="json")
        fetch(other, service, format="xml")
    of_json, of_xml = (sorted(rows(at), key=lambda r: r["service_request_id"]) for at in (lake, other))
    assert len(of_json) == 300
    nested = [json.loads(r.pop("extended_attributes")) for r in (*of_json, *of_xml)]
    assert of_json == of_xml
    assert {frozenset(told) for told in nested} == {frozenset({"ward"})}


def test_who_reported_is_not_written_down_anywhere(lake: Lake) -> None:
    with Open311(requests(60)) as service:
        service.odd["page=2"] = [KILLED] * 3
        with pytest.raises(NightowlError):
            fetch(lake, service, page_rows=30, window_days=90)
        kept = [p for p in lake.home.rglob("*") if p.is_file()]
        assert any(p.suffix == ".json" for p in kept)
        fetch(lake, service, page_rows=30, window_days=90)
    written = b"".join(p.read_bytes() for p in [*kept, *lake.home.rglob("*.csv")] if p.exists())
    assert b"26-00000007" in written
    for personal in (b"example.org", b"Johanna", b"512-555", b"first_name", b"email"):
        assert personal not in written


# Crashes.


def test_a_service_that_dies_in_the_middle_is_asked_for_the_rest_alone(lake: Lake) -> None:
    with Open311(SOME) as service:
        service.always["start_date=2026-07-12"] = KILLED
        with pytest.raises(NightowlError, match=r"could not be had in 3 tries.*answers kept so far: 3\.$"):
            fetch(lake, service)
        assert seen_by_a_night(lake) == [] and len(hidden(lake)) == 3
    with Open311(SOME) as back:
        done = fetch(lake, back)
        assert all("start_date=2026-04-13" not in path for path in back.asked)
    assert done.asked_cnt == len(back.asked) and ids(lake) == sorted(SOME)


def test_a_command_killed_in_the_middle_goes_on_from_there(lake: Lake, everything: Open311) -> None:
    reached, never = threading.Event(), threading.Event()
    waits = Answer(drop=True, meanwhile=lambda: (reached.set(), never.wait(10)))
    everything.asked.clear()
    everything.odd["start_date=2026-10-10"] = [waits]
    killed = subprocess.Popen(command(everything), env=environment(lake), cwd=REPO)
    assert reached.wait(20)
    killed.send_signal(signal.SIGKILL)
    assert killed.wait(10) == -signal.SIGKILL
    never.set()
    kept_cnt, asked_cnt = len(hidden(lake)), len(everything.asked)
    assert seen_by_a_night(lake) == [] and kept_cnt == asked_cnt - 1 > 4
    ended = subprocess.run(
        command(everything), env=environment(lake), cwd=REPO, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "2,500 requests of 2026-04-14 to 2026-11-02, " in ended.stdout
    assert all("start_date=2026-10-10" in path for path in everything.asked[asked_cnt:])
    assert ids(lake) == sorted(SOME)
    assert '"changed": 2500' in (lake.logs / "nightowl.jsonl").read_text()


def test_half_an_answer_left_by_a_power_cut_is_asked_for_again(lake: Lake) -> None:
    with Open311(requests(900)) as service:
        service.always["start_date=2026-10-10"] = KILLED
        with pytest.raises(NightowlError):
            fetch(lake, service)
        answers = sorted((lake.landing / FEED).glob(".*/*/*.json"))
        answers[0].write_bytes(answers[0].read_bytes()[:-100])
        service.always.clear()
        service.asked.clear()
        fetch(lake, service)
        assert [path.split("start_date=")[1][:10] for path in service.asked] == ["2026-04-13", "2026-10-10"]
    assert len(ids(lake)) == 900


def test_a_crash_while_files_are_shown_is_completed_without_asking(lake: Lake) -> None:
    with Open311(requests(60)) as service:
        fetch(lake, service)
        ready = lake.landing / FEED / f".{DAY}_open311" / "ready"
        ready.mkdir(parents=True)
        (path,) = lake.delivery(FEED, DAY).glob("*.csv")
        path.rename(ready / path.name)
        assert seen_by_a_night(lake) == []
        service.asked.clear()
        assert fetch(lake, service).folder == lake.delivery(FEED, DAY)
        assert fetch(lake, service).asked_cnt == 0 and service.asked == []
    assert len(ids(lake)) == 60 and not ready.parent.exists()


def test_a_mirror_joins_a_delivery_with_other_files_and_waits_for_a_night_at_work(lake: Lake) -> None:
    other = lake.delivery(FEED, DAY) / "by_hand.csv"
    other.parent.mkdir(parents=True)
    other.write_text("as it was")
    with Open311(requests(60)) as service:
        with run_lock(lake, FEED, doing="cleaning"):
            fetching = threading.Thread(target=fetch, args=(lake, service))
            fetching.start()
            fetching.join(1.0)
            assert fetching.is_alive() and seen_by_a_night(lake) == [other]
        fetching.join(10)
    assert len(seen_by_a_night(lake)) == 2 and other.read_text() == "as it was"


# The next day.


@pytest.mark.parametrize(
    ("held", "changes_cnt", "deletions_cnt"),
    [(SOME, 60, 8), pytest.param(ALL, 300, 40, marks=pytest.mark.long)],
    ids=["some", "all"],
)
def test_changes_and_deletions_are_all_that_is_delivered_the_next_day(
    lake: Lake, held: dict[str, Any], changes_cnt: int, deletions_cnt: int
) -> None:
    later = a_day_later(held, changes_cnt, deletions_cnt)
    with Open311(held) as service:
        fetch(lake, service)
    with Open311(later) as service:
        done = fetch(lake, service, NEXT)
        singles = [path for path in service.asked if "/requests/" in path]
    assert (done.listed_cnt, done.changed_cnt, done.deleted_cnt) == (len(later), changes_cnt, deletions_cnt)
    assert len(held) - len(later) == deletions_cnt
    assert len(singles) == 1 + deletions_cnt, (
        "each missing one, and one that is listed: does the service answer at all?"
    )
    gone = {row["service_request_id"]: row for row in rows(lake, NEXT) if row["status"] == "deleted"}
    assert gone.keys() == held.keys() - later.keys()
    assert {name for row in gone.values() for name, text in row.items() if text} == {
        "service_request_id", "status", "requested_datetime", "updated_datetime", "service_code", "service_name",
    }, "what is gone is told without its text and its place"  # fmt: skip
    assert all(row["requested_datetime"] == held[name]["requested_datetime"] for name, row in gone.items())
    changed = {r["service_request_id"] for r in rows(lake, NEXT)} - gone.keys()
    assert changed == {name for name in later if later[name] != held[name]}


def test_a_day_on_which_nothing_happened_delivers_nothing(
    lake: Lake, capsys: pytest.CaptureFixture[str]
) -> None:
    with Open311(requests(60)) as service:
        fetch(lake, service)
        done = fetch(lake, service, NEXT)
    assert done.folder is None and not lake.delivery(FEED, NEXT).exists() and hidden(lake) == []
    assert "nothing is new" in capsys.readouterr().out


def test_a_deleted_request_that_comes_back_is_told_again_and_stays_deleted_only_once(lake: Lake) -> None:
    whole = requests(60)
    without = {name: r for name, r in whole.items() if name != "26-00000009"}
    days = [DAY - timedelta(days=back) for back in (3, 2, 1, 0)]
    for day, held in zip(days, (whole, without, without, whole), strict=True):
        with Open311(held) as service:
            fetch(lake, service, day)
    assert [ids(lake, day) for day in days[1:]] == [["26-00000009"], [], ["26-00000009"]]
    assert [rows(lake, day)[0]["status"] for day in (days[1], days[3])] == ["deleted", "closed"]


# No false deletion.


def test_a_request_that_the_list_missed_but_the_service_knows_is_not_gone(lake: Lake) -> None:
    """A page turned while another request was deleted: one slips from page 2 to page 1 and stands on neither."""
    whole = requests(60)
    with Open311(whole) as service:
        fetch(lake, service)
        missed = {name: r for name, r in whole.items() if name != "26-00000009"}
        service.listed = lambda said, form: Open311(missed).listed(said, form)  # type: ignore[method-assign]
        done = fetch(lake, service, NEXT)
    assert (done.changed_cnt, done.deleted_cnt) == (0, 0) and done.folder is None


def test_without_single_requests_nothing_is_taken_for_gone(
    lake: Lake, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = requests(60)
    with Open311(whole) as service:
        fetch(lake, service)
    with Open311(dict(list(whole.items())[1:]), knows_single=False) as service:
        assert fetch(lake, service, NEXT).deleted_cnt == 0
    assert "does not answer for single ones" in capsys.readouterr().out


def test_a_sweep_that_fails_tells_of_no_deletion(lake: Lake) -> None:
    whole = requests(600)
    with Open311(whole) as service:
        fetch(lake, service)
    with Open311(dict(list(whole.items())[40:])) as service:
        service.always["start_date=2026-10-10"] = Answer(status=503)
        with pytest.raises(NightowlError, match="503"):
            fetch(lake, service, NEXT)
    assert not lake.delivery(FEED, NEXT).exists()


def test_a_service_that_lost_its_requests_is_not_believed_until_somebody_says_so(lake: Lake) -> None:
    whole = requests(150)
    with Open311(whole) as service:
        fetch(lake, service)
    with Open311(dict(list(whole.items())[120:])) as service:
        with pytest.raises(
            NightowlError, match=r"Of 150 requests.* does not list 120 any more.*--accept-dele"
        ):
            fetch(lake, service, NEXT)
        assert not lake.delivery(FEED, NEXT).exists()
        assert fetch(lake, service, NEXT, accept_deletions=True).deleted_cnt == 120


def test_requests_outside_the_span_asked_for_are_not_gone(lake: Lake) -> None:
    with Open311(requests(60)) as service:
        fetch(lake, service)
        done = fetch(lake, service, NEXT, first_day=date(2026, 9, 1))
    assert done.deleted_cnt == done.changed_cnt == 0 < done.listed_cnt < 60


# Services that err.

WEB_PAGE = Answer(b"<!DOCTYPE html><html><body>Sorry</body></html>")
SOUND = json.dumps(list(requests(1).values())).encode()


@pytest.mark.parametrize(
    "odd",
    [
        Answer(status=429, headers={"Retry-After": "0"}), Answer(status=500), Answer(status=503), KILLED, WEB_PAGE, Answer(SOUND, cut=20),
        Answer(SOUND[:-30]), Answer(b""), Answer(b'{"hello": "world"}'), Answer(b"[1, 2]"), Answer(b"<service_requests><request>"),
    ],
    ids=["429", "500", "503", "no_answer", "web_page", "cut", "half_json", "nothing", "other_json", "numbers", "half_xml"],
)  # fmt: skip
def test_what_may_be_better_the_next_time_is_asked_again(lake: Lake, odd: Answer) -> None:
    with Open311(requests(60)) as service:
        service.odd["start_date=2026-07-12"] = [odd, odd]
        assert fetch(lake, service).listed_cnt == 60


def test_a_service_that_is_silent_too_long_is_asked_again(lake: Lake) -> None:
    waits = threading.Event()
    with Open311(requests(60)) as service:
        service.odd["start_date=2026-07-12"] = [Answer(drop=True, meanwhile=lambda: waits.wait(1.5))]
        city = profile.Profile.model_validate(SPEAKS)
        hasty = open311.Manners(pause_s=0, timeout_s=0.4, tries_cnt=3, backoff_s=0.01)
        done = open311.fetch(lake, city, BEGINS, delivered=DAY, manners=hasty, base_url=service.url)
        waits.set()
    assert done.listed_cnt == 60


@pytest.mark.parametrize(
    ("odd", "told"),
    [
        (Answer(b'[{"code":403,"description":"Invalid api_key"}]'), "refuses: 403, 'Invalid api_key'"),
        (
            Answer(b"<errors><error><code>400</code><description>no city</description></error></errors>"),
            "'no city'",
        ),
        (Answer(status=400), "status 400"),
        (Answer(status=302, headers={"Location": "/elsewhere"}), "status 302"),
    ],
)
def test_a_refusal_is_told_at_once_in_the_services_words(lake: Lake, odd: Answer, told: str) -> None:
    with Open311(requests(60)) as service:
        service.always["start_date"] = odd
        with pytest.raises(NightowlError, match=told):
            fetch(lake, service)
        assert len(service.asked) == 1


def test_lists_that_may_be_cut_and_cannot_be_asked_for_in_parts_are_refused(lake: Lake) -> None:
    with (
        Open311(requests(20_000, span_s=20 * 86_400), page_rows_max=None, cap=500, by_day=True) as by_days,
        pytest.raises(
            NightowlError, match=r"500 rows.*may be cut short.*does not keep to the times asked for"
        ),
    ):
        fetch(lake, by_days)
    at_once = requests(60)
    for request in at_once.values():
        request["requested_datetime"] = stamp(datetime(2026, 7, 1))
    with (
        Open311(at_once, page_rows_max=None, cap=25) as one_second,
        pytest.raises(NightowlError, match="a second cannot be halved"),
    ):
        fetch(lake, one_second, NEXT)
    assert seen_by_a_night(lake) == []


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (b"[]", 0),
        (b'{"requests": []}', 0),
        (b'{"service_requests": [{"service_request_id": 7}]}', 1),
        (b'{"service_request_id": 7, "status": "open"}', 1),
        (b'\xef\xbb\xbf[{"token": "t", "service_request_id": null}]', 1),
        (b"<service_requests/>", 0),
        (
            b'<r:service_requests xmlns:r="urn:x"><r:request><r:token>t</r:token></r:request></r:service_requests>',
            1,
        ),
    ],
)
def test_answers_come_in_several_wrappings(body: bytes, count: int) -> None:
    assert len(read_requests(body)) == count


def test_entities_are_not_unfolded() -> None:
    bomb = b'<?xml version="1.0"?><!-- x --><!DOCTYPE r [<!ENTITY a "aaaa">]><service_requests>&a;</service_requests>'
    with pytest.raises(Transient):
        read_requests(bomb)


def test_requests_that_wait_for_their_id_are_counted_and_left(
    lake: Lake, capsys: pytest.CaptureFixture[str]
) -> None:
    held = requests(60)
    held["26-00000005"] = held["26-00000005"] | {"service_request_id": None, "token": "abc"}
    with Open311(held) as service:
        assert fetch(lake, service).unnamed_cnt == 1
    assert len(ids(lake)) == 59 and "1 have no id yet" in capsys.readouterr().out


# What may be asked, and the key.


def test_a_slip_is_told_before_anybody_is_asked(lake: Lake) -> None:
    with Open311() as service:
        for first, day in ((DAY, DAY), (BEGINS, date(2199, 1, 1))):
            with pytest.raises(NightowlError, match="A mirror reaches from a day before"):
                fetch(lake, service, day, first_day=first)
        silent = profile.Profile.model_validate({k: v for k, v in SPEAKS.items() if k != "open311"})
        with pytest.raises(NightowlError, match="names no Open311 service"):
            open311.fetch(lake, silent, BEGINS, delivered=DAY, base_url=service.url)
        assert service.asked == []


def test_a_mirror_of_the_past_is_refused_once_a_later_one_is_there(lake: Lake) -> None:
    with Open311(requests(60)) as service:
        fetch(lake, service, NEXT)
        with pytest.raises(NightowlError, match="Landing holds a mirror of 2026-11-03"):
            fetch(lake, service, DAY)


def test_a_key_goes_into_the_question_and_nowhere_else(
    lake: Lake,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    key = "k3y-of_the.city~0042"
    monkeypatch.setenv(open311.KEY_VARIABLE, key)
    caplog.set_level("DEBUG")
    caplog.set_level("DEBUG", logger="httpx")
    with Open311(requests(60)) as service:
        service.odd["start_date=2026-07-12"] = [Answer(status=500, headers={"X-Asked": f"/?api_key={key}"})]
        fetch(lake, service)
        assert all(f"api_key={key}" in path for path in service.asked)
        service.requests["26-00000001"]["description"] = f"said {key}"
        with pytest.raises(NightowlError, match="repeats the API key") as caught:
            fetch(lake, service, NEXT)
    told = caplog.text + capsys.readouterr().out + str(caught.value)
    assert "api_key=***" in told and key not in told
    assert not [p for p in lake.home.rglob("*") if p.is_file() and key.encode() in p.read_bytes()]


# The command.


def command(service: Open311, *more: str) -> list[str]:
    argv = [sys.executable, "-m", "feeds.open311", str(BEGINS), "--delivered", str(DAY)]
    return [*argv, "--pause", "0", "--base-url", service.url, *more]


def environment(lake: Lake) -> dict[str, str]:
    city = lake.home / "speaks.yaml"
    city.write_text(json.dumps(SPEAKS))
    return os.environ | {"NIGHTOWL_HOME": str(lake.home), "NIGHTOWL_CITY": str(city)}


def test_the_house_command_fetches_and_a_mistake_ends_with_2(lake: Lake) -> None:
    with Open311(requests(60)) as service:
        env = environment(lake) | {open311.ADDRESS_VARIABLE: service.url}
        argv = [
            sys.executable,
            "-m",
            "cli",
            "fetch",
            "open311",
            str(BEGINS),
            "--delivered",
            str(DAY),
            "--pause",
            "0",
        ]
        ended = subprocess.run(argv, env=env, cwd=REPO, capture_output=True, text=True, timeout=30)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        wrong = subprocess.run(
            command(service, "--pause", "-1"), env=env, cwd=REPO, capture_output=True, text=True, timeout=30
        )
    assert "60 requests of" in ended.stdout and len(ids(lake)) == 60
    assert wrong.returncode == 2 and "Traceback" not in wrong.stdout + wrong.stderr
