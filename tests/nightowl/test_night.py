"""The night of a DAG run: which service day it is for, and what a task does where its feed is off."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from nightowl import night, profile, schedule
from nightowl.arrival import pending
from nightowl.errors import NightowlError
from nightowl.lake import Lake

SEOUL = profile.load()
RUN_AFTER = datetime(2026, 11, 1, 21, 30, tzinfo=UTC)  # 06:30 of the 2nd in Seoul


@dataclass
class DagRun:
    partition_key: str | None = None
    conf: dict[str, Any] | None = None
    run_after: datetime = RUN_AFTER
    run_type: str = "scheduled"


@dataclass
class Job:
    """A job that notes how it was called."""

    calls: list[tuple] = field(default_factory=list)

    def run(self, *args: object, **kwargs: object) -> SimpleNamespace:
        self.calls.append((args, kwargs))
        return SimpleNamespace(sentence="42 rows cleaned")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NIGHTOWL_HOME", str(tmp_path))
    monkeypatch.delenv("NIGHTOWL_CITY", raising=False)
    monkeypatch.setattr(night.environment, "prepare", lambda home: {})
    monkeypatch.setattr(night.log, "configure", lambda lake: None)
    return tmp_path


@pytest.mark.parametrize(
    ("key", "conf", "expected"),
    [
        ("2026-10-30", {"service_date": "2026-10-01"}, "2026-10-30"),
        ("2026-10-30T00:00:00", None, "2026-10-30"),
        (None, {"service_date": "2026-10-01"}, "2026-10-01"),
        ("", {"service_date": "2026-10-01"}, "2026-10-01"),
        (None, {"service_date": date(2026, 10, 1)}, "2026-10-01"),
        (None, {"rebuild": "2026-10-01"}, "2026-11-01"),
        (None, {}, "2026-11-01"),
        (None, None, "2026-11-01"),
    ],
)
def test_the_key_goes_before_the_conf_and_the_conf_before_the_clock(
    key: str | None, conf: Mapping[str, Any] | None, expected: str
) -> None:
    assert night.service_date_of(key, conf, RUN_AFTER, SEOUL) == date.fromisoformat(expected)


def test_without_key_and_conf_it_is_the_last_day_that_has_ended_in_the_city() -> None:
    before_four = datetime(2026, 11, 1, 18, 59, tzinfo=UTC)
    assert night.service_date_of(None, None, before_four, SEOUL) == date(2026, 10, 31)
    late_city = SEOUL.model_copy(update={"time_zone": "UTC"})
    assert night.service_date_of(None, None, RUN_AFTER, late_city) == date(2026, 10, 31)
    early_cut = SEOUL.model_copy(update={"service_day_start_hour": 3})
    assert night.service_date_of(None, None, before_four, early_cut) == date(2026, 11, 1)


@pytest.mark.parametrize("text", ["tonight", "2026-13-01", "20261101"])
def test_a_day_that_is_none_is_a_sentence(text: str) -> None:
    with pytest.raises(NightowlError, match=f"A date is written YYYY-MM-DD.*found '{text}'"):
        night.service_date_of(None, {"service_date": text}, RUN_AFTER, SEOUL)


def test_a_dag_run_gives_lake_city_day_and_what_to_rebuild(home: Path) -> None:
    of_night = night.of_run(DagRun(conf={"service_date": "2026-10-01", "rebuild": "cell=2026-09-30"}))
    assert of_night == night.Night(Lake(home), SEOUL, date(2026, 10, 1), ("cell", "2026-09-30"))
    assert of_night.lake.landing.stat().st_mode & 0o077 == 0
    assert night.of_run(DagRun(partition_key="2026-10-30")).rebuild is None


def test_a_dag_run_that_knows_no_partition_key_is_no_error(home: Path) -> None:
    older = SimpleNamespace(conf=None, run_after=RUN_AFTER)
    assert night.of_run(older).service_date == date(2026, 11, 1)


def test_the_city_is_the_one_that_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = home / "busan.yaml"
    other.write_text(
        (profile.REPO / "cities" / "seoul.yaml").read_text().replace("city: Seoul", "city: Busan")
    )
    monkeypatch.setenv("NIGHTOWL_CITY", str(other))
    assert night.city().city == "Busan"


def test_a_job_runs_for_its_night_and_its_sentence_is_told(home: Path, capsys: pytest.CaptureFixture) -> None:
    job = Job()
    dag_run = DagRun(conf={"service_date": "2026-10-01", "rebuild": "cell=2026-09-30"})
    assert night.run_job(dag_run, "cell", job.run, "spark") == "42 rows cleaned"
    assert job.calls == [(("spark", Lake(home), SEOUL, date(2026, 10, 1)), {"rebuild": "2026-09-30"})]
    assert "42 rows cleaned" in capsys.readouterr().out


def test_a_rebuild_is_for_the_feed_it_names_and_for_no_other() -> None:
    def asked(text: str | None, feed: str) -> str | None:
        rebuild = night.parse_rebuild(text, SEOUL, date(2026, 11, 1))
        return night.Night(Lake(Path("home")), SEOUL, date(2026, 11, 1), rebuild).rebuild_of(feed)

    assert asked("bus_stop_month=2022-03", "bus_stop_month") == "2022-03"
    assert asked("bus_stop_month=2022-03", "cell") is None
    assert asked("telecom_event=2026-11-01", "telecom") is None
    assert asked("card_tap", "card_tap") == "2026-11-01", "a feed alone: the run's own service day"
    assert asked(None, "cell") is None


@pytest.mark.parametrize("text", ["2026-11-01", "telecom_event=", "trams=2026-11-01", "trams"])
def test_a_rebuild_that_names_no_feed_and_partition_is_refused(text: str) -> None:
    with pytest.raises(NightowlError, match="A rebuild is written FEED=PARTITION"):
        night.parse_rebuild(text, SEOUL, date(2026, 11, 1))


def test_a_feed_that_is_off_is_told_and_not_run(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    feeds = SEOUL.feeds | {"cell": SEOUL.feeds["cell"].model_copy(update={"enabled": False})}
    monkeypatch.setattr(night, "city", lambda: SEOUL.model_copy(update={"feeds": feeds}))
    job = Job()
    assert night.run_job(DagRun(), "cell", job.run, "spark") == "cell: switched off in the profile of Seoul"
    assert (
        night.run_job(DagRun(), "subway", job.run, "spark") == "subway: switched off in the profile of Seoul"
    )
    assert job.calls == []


BEFORE, AFTER = (
    datetime(2026, 11, 1, 22, 59, tzinfo=UTC),
    datetime(2026, 11, 1, 23, 0, tzinfo=UTC),
)  # 07:59, 08:00


def test_the_scheduled_night_waits_for_a_late_sender_until_the_deadline(
    home: Path, capsys: pytest.CaptureFixture
) -> None:
    run = DagRun(partition_key="2026-11-01")
    assert not night.deliveries_are_due(run, "telecom", BEFORE)
    told = capsys.readouterr().out
    assert "telecom_event: nothing delivered for 2026-11-01 yet; waiting until 08:00" in told
    assert "cell" not in told, "only what comes daily is waited for"
    assert night.deliveries_are_due(run, "telecom", AFTER)
    assert "the night goes on without it" in capsys.readouterr().out


def test_a_delivery_that_is_there_is_not_waited_for_and_a_half_one_is(home: Path) -> None:
    run = DagRun(partition_key="2026-11-01")
    folder = Lake(home).delivery("telecom_event", date(2026, 11, 2))
    folder.mkdir(parents=True)
    (folder / "events.csv.gz.part").write_bytes(b"half")
    assert not night.deliveries_are_due(run, "telecom", BEFORE)
    (folder / "events.csv.gz").write_bytes(b"whole")
    assert night.deliveries_are_due(run, "telecom", BEFORE)
    assert not night.deliveries_are_due(run, "complaints", BEFORE), "another DAG waits for its own feeds"


def test_a_night_started_by_hand_waits_for_nobody(home: Path) -> None:
    for kind in ("manual", "backfill"):
        run = DagRun(partition_key="2026-11-01", run_type=kind)
        assert night.deliveries_are_due(run, "telecom", BEFORE)


def test_a_backfill_knows_what_was_delivered_by_the_morning_after_and_no_more(home: Path) -> None:
    for day in (1, 2, 3):
        folder = Lake(home).delivery("cell", date(2026, 11, day))
        folder.mkdir(parents=True)
        (folder / f"{day}.csv").write_text("x")
    seen = {
        kind: [f.name for f in pending(night.of_run(DagRun("2026-11-01", run_type=kind)).lake, "cell", set())]
        for kind in ("backfill", "manual", "scheduled")
    }
    assert seen == {
        "backfill": ["1.csv", "2.csv"],
        "manual": ["1.csv", "2.csv", "3.csv"],
        "scheduled": ["1.csv", "2.csv", "3.csv"],
    }


def test_the_warehouse_waits_for_feeds_at_work_on_other_days_but_not_for_ever(
    capsys: pytest.CaptureFixture,
) -> None:
    began = datetime(2026, 11, 2, 0, 0, tzinfo=UTC)
    run = SimpleNamespace(run_type="asset_triggered", start_date=began)
    at_work = {"transit": 1}
    assert not night.lake_is_quiet(run, lambda dag: at_work.get(dag, 0), began)
    assert "waiting for transit, at work on other service days" in capsys.readouterr().out
    assert night.lake_is_quiet(run, lambda dag: 0, began)
    assert night.lake_is_quiet(run, lambda dag: 1, began + schedule.LAKE_QUIET_WITHIN)
    by_hand = SimpleNamespace(run_type="manual", start_date=began)
    assert night.lake_is_quiet(by_hand, lambda dag: 1, began), "make night runs one DAG after the other"
