"""The night's decision: what the results of a night allow to be published, and what is put on record."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from nightowl import edition, profile
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.publish import PublishedTable, Snapshot
from nightowl.quality import Result, read_runs, write_results

DAY = date(2026, 11, 1)
NIGHT = "night-2026-11-01-0badcafe"
GROUPS = {"dim_hex": "core", "mart_owl__night_demand": "owl", "mart_quality__run": "quality"}
SEOUL = profile.load()


def result(**changed: Any) -> Result:
    passed = Result(
        run_id=NIGHT, service_date=DAY, stage="marts", tool="gx", code="hours_in_range", table_name="mart_owl__night_demand",
        group_name="owl", severity="critical", owner="o", sentence="s", fix="f", status="pass", checked_at=datetime.now(UTC),
    )  # fmt: skip
    return replace(passed, **changed)


class Publisher:
    """Stands in for dbt and publish; notes what was asked, in order, and what stood on record at that moment."""

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self.steps: list[str] = []
        self.verdicts: list[list[str]] = []
        self.published: tuple | None = None
        self.snapshot = Snapshot(
            path=lake.published / "warehouse-2026-11-01-002.duckdb", service_date=DAY, run_id=NIGHT,
            tables=[PublishedTable(n, g, False, 1, DAY, NIGHT) for n, g in GROUPS.items()],
            previous="warehouse-2026-10-31-001", changed=["mart_owl__night_demand"], held_groups=[], left_out=[],
        )  # fmt: skip

    def build_quality(self, lake: Lake, of_profile: object) -> None:
        self.steps.append("build_quality")
        self.verdicts.append([r.verdict for r in read_runs(lake)])

    def publish(
        self, lake: Lake, service_date: date, run_id: str, held: set[str], groups: dict[str, str]
    ) -> Snapshot:
        self.steps.append("publish")
        self.published = (service_date, run_id, held, groups)
        return self.snapshot


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path).make()


@pytest.fixture
def publisher(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> Publisher:
    fake = Publisher(lake)
    monkeypatch.setattr(edition.warehouse, "build_quality", fake.build_quality)
    monkeypatch.setattr(edition.warehouse, "table_groups", lambda lake: GROUPS)
    monkeypatch.setattr(edition, "publish", fake.publish)
    return fake


def test_a_night_without_a_critical_failure_is_published(lake: Lake, publisher: Publisher) -> None:
    broken_but_light = result(status="fail", severity="warning", group_name="core")
    write_results(lake, NIGHT, "marts", [result(), broken_but_light, result(status="fail", severity="info")])

    told = edition.publish_night(lake, SEOUL, NIGHT, DAY)

    assert told == "published warehouse-2026-11-01-002: 3 tables; 1 changed"
    assert publisher.published == (DAY, NIGHT, set(), GROUPS)
    assert publisher.steps == ["build_quality", "publish"]
    assert publisher.verdicts == [["published"]], "the quality marts hold the verdict of their own night"
    (run,) = read_runs(lake)
    assert (run.run_id, run.service_date, run.verdict, run.held_groups) == (NIGHT, DAY, "published", ())
    assert run.snapshot == "warehouse-2026-11-01-002"
    assert run.code_version and (datetime.now(UTC) - run.started_at).total_seconds() < 60


def test_a_group_with_a_critical_failure_is_held_back(lake: Lake, publisher: Publisher) -> None:
    write_results(lake, NIGHT, "lake", [result(status="fail", group_name="transit,owl")])
    write_results(
        lake, NIGHT, "marts", [result(), result(status="error", severity="warning", group_name="quality")]
    )
    publisher.snapshot = replace(publisher.snapshot, held_groups=["owl", "transit"], left_out=["dim_hex"])

    told = edition.publish_night(lake, SEOUL, NIGHT, DAY)

    assert told == (
        "published warehouse-2026-11-01-002: 2 tables; held back, with yesterday's tables: owl, transit; "
        "left out, never published before: dim_hex; 1 changed"
    )
    assert publisher.published is not None and publisher.published[2] == {"owl", "transit"}
    (run,) = read_runs(lake)
    assert (run.verdict, run.held_groups) == ("published_with_holds", ("owl", "transit"))


@pytest.mark.parametrize("how", [{"status": "fail"}, {"status": "error", "severity": "info"}])
def test_a_failure_in_core_stops_the_publish_with_a_sentence(
    lake: Lake, publisher: Publisher, how: dict
) -> None:
    write_results(
        lake, NIGHT, "lake",
        [
            result(group_name="core", code="cell_keys_unique", table_name="cell", **how),
            result(status="fail", code="presence_low", table_name="presence_hex_hour"),
            result(group_name="core", code="cell_not_empty", table_name="cell"),
        ],
    )  # fmt: skip
    with pytest.raises(NightowlError) as error:
        edition.publish_night(lake, SEOUL, NIGHT, DAY)
    assert str(error.value) == (
        "Nothing was published for 2026-11-01: a critical check of the core failed: cell_keys_unique (cell). Readers keep the last "
        "snapshot; the quality report says what to do."
    )
    assert publisher.steps == []
    (run,) = read_runs(lake)
    assert (run.verdict, run.held_groups) == ("stopped", ("core", "owl"))


@pytest.mark.parametrize("step", ["build_quality", "publish"])
def test_a_night_whose_publish_fails_is_on_record_as_stopped(
    lake: Lake, publisher: Publisher, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(edition.warehouse if step == "build_quality" else edition, step, fail)
    write_results(lake, NIGHT, "lake", [result()])
    with pytest.raises(OSError, match="disk full"):
        edition.publish_night(lake, SEOUL, NIGHT, DAY)
    (run,) = read_runs(lake)
    assert (run.verdict, run.snapshot) == ("stopped", None)


def test_a_night_without_any_check_publishes_nothing(lake: Lake, publisher: Publisher) -> None:
    with pytest.raises(NightowlError, match="No check of night-2026-11-01-0badcafe is on record"):
        edition.publish_night(lake, SEOUL, NIGHT, DAY)
    assert publisher.steps == [] and read_runs(lake) == []


def test_only_the_results_of_this_night_count(lake: Lake, publisher: Publisher) -> None:
    write_results(
        lake,
        "night-2026-10-31-x",
        "lake",
        [result(run_id="night-2026-10-31-x", status="fail", group_name="core")],
    )
    write_results(lake, NIGHT, "lake", [result()])
    assert edition.publish_night(lake, SEOUL, NIGHT, DAY).startswith("published ")


def test_a_second_try_of_the_night_replaces_its_record(lake: Lake, publisher: Publisher) -> None:
    write_results(lake, NIGHT, "lake", [result(status="fail", group_name="core")])
    with pytest.raises(NightowlError):
        edition.publish_night(lake, SEOUL, NIGHT, DAY)
    write_results(lake, NIGHT, "lake", [result()])
    edition.publish_night(lake, SEOUL, NIGHT, DAY)
    assert [r.verdict for r in read_runs(lake)] == ["published"]


def test_what_changed_is_told(lake: Lake, publisher: Publisher) -> None:
    write_results(lake, NIGHT, "lake", [result()])
    publisher.snapshot = replace(publisher.snapshot, changed=[])
    assert edition.publish_night(lake, SEOUL, NIGHT, DAY) == (
        "published warehouse-2026-11-01-002: 3 tables; nothing changed since warehouse-2026-10-31-001"
    )
    publisher.snapshot = replace(publisher.snapshot, previous=None, changed=list(GROUPS))
    assert edition.publish_night(lake, SEOUL, NIGHT, DAY) == "published warehouse-2026-11-01-002: 3 tables"
