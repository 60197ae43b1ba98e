"""What the DAGs share: tries, and who is told when a run is late."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from nightowl import schedule


def test_a_task_tries_twice_more_unless_the_operator_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NIGHTOWL_RETRIES", raising=False)
    told = schedule.defaults("transit data")
    assert (told["owner"], told["retries"], told["retry_delay"]) == ("transit data", 2, timedelta(minutes=2))
    monkeypatch.setenv("NIGHTOWL_RETRIES", "0")
    assert schedule.defaults("transit data")["retries"] == 0


def test_a_late_run_is_told_to_people_and_to_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setenv("NIGHTOWL_HOME", str(tmp_path))
    monkeypatch.setattr(schedule.log, "LOGGER", f"nightowl-{tmp_path.name}")
    schedule.tell_deadline_missed(
        context={"dag_run": {"dag_id": "telecom", "partition_key": "2026-11-01"}}  # as Airflow hands it over
    )
    assert "telecom has passed its deadline for 2026-11-01" in capsys.readouterr().out
    (line,) = (tmp_path / "logs" / "nightowl.jsonl").read_text().splitlines()
    told = json.loads(line)
    assert (told["event"], told["dag"], told["service_date"]) == ("deadline missed", "telecom", "2026-11-01")
