"""Open311 where the service errs, what may be asked of it, and where its key goes."""

import json
import subprocess
import sys
import threading
from datetime import date, datetime

import pytest
from fetching import KILLED, REPO
from local_server import Answer
from open311_mirrors import BEGINS, DAY, NEXT, SPEAKS, command, environment, fetch, ids, seen_by_a_night
from open311_server import Open311, requests, stamp

from feeds import open311
from feeds.open311_protocol import read_requests
from feeds.polite import Transient
from nightowl import profile
from nightowl.errors import NightowlError
from nightowl.lake import Lake

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
