"""The commit: whatever moment a run is killed at, readers see all of the old partitions or all of the new."""

import ctypes
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from nightowl import commit
from nightowl.commit import Move
from nightowl.errors import NightowlError
from nightowl.lake import Lake

RUN = "telecom_event-2026-11-01-0badcafe"
OLD = {"service_date=2026-10-31": "old 31", "service_date=2026-11-01": "old 1"}
NEW = {"service_date=2026-11-01": "new 1", "service_date=2026-11-02": "new 2"}
LEDGER = f"{RUN}.parquet"


class Killed(BaseException):
    """A SIGKILL: no handler of the code may catch it."""


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = Lake(tmp_path / "home").make()
    for name, content in OLD.items():
        put(table(lake) / name, content)
    (lake.ledger / "file").mkdir()
    return lake


@pytest.fixture(params=["exchange", "two_renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With the operating system's exchange of two folders, and where it has none."""
    if request.param == "two_renames":
        monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: object())
    return request.param


def table(lake: Lake) -> Path:
    return lake.table("clean", "telecom_event")


def put(folder: Path, content: str) -> None:
    folder.mkdir(parents=True)
    (folder / "part-0.parquet").write_text(content)


def staged(lake: Lake) -> list[Move]:
    folder = commit.stage(lake, RUN)
    moves = []
    for name, content in NEW.items():
        put(folder / "rows" / name, content)
        moves.append(Move(folder / "rows" / name, table(lake) / name, {"made_from": content}))
    (folder / "ledger-file.parquet").write_text("ledger")
    (folder / "unpacked").mkdir()
    return [*moves, Move(folder / "ledger-file.parquet", lake.ledger / "file" / LEDGER)]


def seen(lake: Lake) -> dict[str, str]:
    """What a reader finds: partitions and ledger."""
    found = {p.parent.name: p.read_text() for p in table(lake).glob("*/*.parquet")}
    return found | {p.name: p.read_text() for p in (lake.ledger / "file").glob("*.parquet")}


AFTER = OLD | NEW | {LEDGER: "ledger"}


def kill_at(monkeypatch: pytest.MonkeyPatch, step: int, after: bool) -> None:
    """Die before (or just after) the given step, of all the steps that change anything on the disk."""
    done = 0

    def deadly(act: Callable) -> Callable:
        def wrapper(*args, **kwargs):
            nonlocal done
            mine = done = done + 1
            if mine == step and not after:
                raise Killed
            result = act(*args, **kwargs)
            if mine == step:
                raise Killed
            return result

        return wrapper

    for owner, names in (
        (Path, ("rename", "mkdir", "write_text", "open")),
        (os, ("fsync", "unlink", "rmdir", "remove")),
    ):
        for name in names:
            monkeypatch.setattr(owner, name, deadly(getattr(owner, name)))
    real = ctypes.CDLL(None, use_errno=True)
    if not isinstance(ctypes.CDLL, type):
        return  # this machine has no exchange: the fixture took it away

    class Library:
        def __init__(self, *_: object, **__: object) -> None:
            self.renameat2 = deadly(real.renameat2)

    monkeypatch.setattr(ctypes, "CDLL", Library)


def test_a_swap_replaces_adds_and_leaves_the_others_alone(lake: Lake, way: str) -> None:
    commit.swap(lake, RUN, staged(lake))
    assert seen(lake) == AFTER
    assert not list(lake.staging.iterdir()), "nothing of the run stays in staging"


def test_a_partition_knows_the_run_and_the_inputs_it_was_made_from(lake: Lake) -> None:
    commit.swap(lake, RUN, staged(lake))
    assert commit.made_by(table(lake) / "service_date=2026-11-01") == {
        "run_id": RUN,
        "inputs": {"made_from": "new 1"},
    }
    assert commit.made_by(table(lake) / "service_date=2026-10-31") == {}
    assert commit.made_by(table(lake) / "no_such_partition") == {}


def test_a_swap_without_moves_changes_nothing(lake: Lake) -> None:
    commit.swap(lake, RUN, [])
    assert seen(lake) == OLD and not list(lake.staging.iterdir())


def test_one_partition_is_never_out_of_sight(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between any two steps a reader finds either the old or the new rows of a day that had rows."""
    looks: list[str | None] = []
    real = ctypes.CDLL(None, use_errno=True)

    class Library:
        def __init__(self, *_: object, **__: object) -> None:
            self.renameat2 = self.exchange

        def exchange(self, *args: object) -> int:
            looks.append(seen(lake).get("service_date=2026-11-01"))
            answer = real.renameat2(*args)
            looks.append(seen(lake).get("service_date=2026-11-01"))
            return answer

    monkeypatch.setattr(ctypes, "CDLL", Library)
    commit.swap(lake, RUN, staged(lake))
    assert looks == ["old 1", "new 1"]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", range(1, 60))
def test_a_kill_at_any_step_leaves_all_old_or_all_new(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, way: str, step: int, after: bool
) -> None:
    moves = staged(lake)
    with monkeypatch.context() as deadly:
        kill_at(deadly, step, after)
        try:
            commit.swap(lake, RUN, moves)
        except Killed:
            pass
        else:
            assert step > 15, "the steps are counted"
            return
    journalled = (lake.staging / RUN / commit.JOURNAL).exists()
    amid = seen(lake)
    if way == "exchange":
        assert {"service_date=2026-10-31", "service_date=2026-11-01"} <= amid.keys(), (
            "old rows are never out of sight"
        )
    assert journalled or amid in (OLD, AFTER)
    everywhere = [p.read_text() for p in lake.home.rglob("part-0.parquet")]
    assert "old 1" in everywhere or amid["service_date=2026-11-01"] == "new 1", (
        "nothing is deleted before its successor is there"
    )

    finished = commit.recover(lake, "telecom_event")

    assert finished == journalled
    assert seen(lake) == (AFTER if journalled else amid)
    assert not list(lake.staging.iterdir())
    assert (commit.recover(lake, "telecom_event"), seen(lake)) == (0, AFTER if journalled else amid), (
        "again: nothing to do"
    )


@pytest.mark.parametrize("step", range(1, 30, 2))
def test_a_recovery_can_be_killed_too(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, way: str, step: int
) -> None:
    moves = staged(lake)
    with monkeypatch.context() as deadly:
        deadly.setattr(commit, "_roll_forward", _die)
        with pytest.raises(Killed):
            commit.swap(lake, RUN, moves)
    assert seen(lake) == OLD
    with monkeypatch.context() as deadly:
        kill_at(deadly, step, after=True)
        with suppress(Killed):
            commit.recover(lake, "telecom_event")
    commit.recover(lake, "telecom_event")
    assert seen(lake) == AFTER and not list(lake.staging.iterdir())


def _die(*_: object) -> None:
    raise Killed


def test_recovery_clears_what_was_only_staged_and_touches_no_other_feed(lake: Lake) -> None:
    staged(lake)
    for other in ("telecom-1", "telecom_event_daily-1", "cell-1"):
        commit.stage(lake, other)
    assert commit.recover(lake, "telecom_event") == 0
    assert seen(lake) == OLD
    assert sorted(p.name for p in lake.staging.iterdir()) == ["cell-1", "telecom-1", "telecom_event_daily-1"]


def test_a_half_written_journal_is_no_journal(lake: Lake) -> None:
    staged(lake)
    (lake.staging / RUN / "commit.part").write_text('{"run_id": "')
    assert commit.recover(lake, "telecom_event") == 0
    assert seen(lake) == OLD and not list(lake.staging.iterdir())


def _journalled(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as deadly:
        deadly.setattr(commit, "_roll_forward", _die)
        with pytest.raises(Killed):
            commit.swap(lake, RUN, staged(lake))


def test_a_home_that_was_moved_after_a_kill_is_recovered_where_it_is(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    _journalled(lake, monkeypatch)
    moved = Lake(lake.home.rename(lake.home.with_name("elsewhere")))
    assert commit.recover(moved, "telecom_event") == 1
    assert seen(moved) == AFTER
    assert not lake.home.exists()


def test_staged_rows_that_vanished_before_they_were_swapped_are_told_not_passed_over(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger would say 'loaded' of rows that are nowhere."""
    _journalled(lake, monkeypatch)
    shutil.rmtree(lake.staging / RUN / "rows" / "service_date=2026-11-02")
    with pytest.raises(NightowlError, match=rf"{RUN}.*service_date=2026-11-02.*Delete .*staging/{RUN}"):
        commit.recover(lake, "telecom_event")
    assert seen(lake) == OLD, "nothing of the run is put in place"
    assert (lake.staging / RUN / commit.JOURNAL).exists()


def test_a_partition_removed_after_a_kill_in_the_clearing_up_blocks_no_later_run(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as deadly:
        deadly.setattr(commit.shutil, "rmtree", _die)
        with pytest.raises(Killed):
            commit.swap(lake, RUN, staged(lake))
    shutil.rmtree(table(lake) / "service_date=2026-11-02")
    assert commit.recover(lake, "telecom_event") == 0
    assert not list(lake.staging.iterdir())


def test_a_file_system_that_refuses_the_exchange_gets_two_renames(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Library:
        def __init__(self, *_: object, **__: object) -> None:
            self.renameat2 = lambda *_: -1

    monkeypatch.setattr(ctypes, "CDLL", Library)
    commit.swap(lake, RUN, staged(lake))
    assert seen(lake) == AFTER and not list(lake.staging.iterdir())
