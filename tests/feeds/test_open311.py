"""Open311 over a real socket: every request once, nothing asked twice, changes and deletions alone the next day, and no false deletion."""

import json
import signal
import subprocess
import threading
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fetching import KILLED, REPO
from local_server import Answer
from open311_mirrors import (
    ALL,
    DAY,
    FEED,
    NEXT,
    SOME,
    command,
    environment,
    fetch,
    hidden,
    ids,
    rows,
    seen_by_a_night,
)
from open311_server import Open311, a_day_later, requests

from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.lock import run_lock


@pytest.fixture(scope="module")
def everything() -> Any:
    with Open311(SOME) as service:
        yield service


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
