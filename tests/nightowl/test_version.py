"""The version that rows are stamped with."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from nightowl import __version__, version


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    version.code_version.cache_clear()
    yield
    version.code_version.cache_clear()


def test_in_a_checkout_the_commit_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git = ["git", "-C", str(tmp_path), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "x"], check=True)
    head = subprocess.run(
        [*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    ).stdout.strip()
    monkeypatch.setattr(version, "__file__", str(tmp_path / "version.py"))

    told = version.code_version()

    assert re.fullmatch(rf"{re.escape(__version__)}\+[0-9a-f]{{7,}}", told)
    assert head.startswith(told.split("+")[1])


def test_outside_a_checkout_and_without_git_it_is_the_bare_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setattr(version, "__file__", str(tmp_path / "version.py"))
    assert version.code_version() == __version__
    version.code_version.cache_clear()
    monkeypatch.undo()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert version.code_version() == __version__


def test_it_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = version.code_version()
    monkeypatch.setenv("PATH", "/nowhere")
    assert version.code_version() == first
