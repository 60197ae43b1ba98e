"""A home, a key, and a service on this machine."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fetching import CITY
from seoul_server import KEY, Seoul

from feeds import seoul_api
from nightowl.lake import Lake


@pytest.fixture(autouse=True)
def of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "city.yaml").write_text(json.dumps(CITY))
    monkeypatch.setenv("NIGHTOWL_CITY", str(tmp_path / "city.yaml"))
    monkeypatch.setenv(seoul_api.KEY_VARIABLE, KEY)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv(seoul_api.ADDRESS_VARIABLE, raising=False)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "home").make()


@pytest.fixture
def seoul() -> Iterator[Seoul]:
    with Seoul() as service:
        yield service


@pytest.fixture
def small() -> Iterator[Seoul]:
    """Three pages are enough where only the errors count."""
    with Seoul(2_500) as service:
        yield service
