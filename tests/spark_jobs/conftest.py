"""One Spark session for every test of the jobs, started for speed of start, not of work."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from nightowl import environment, profile
from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs.session import session


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """The session, with the settings every session of the house has, but two shuffle partitions."""
    environment.prepare(tmp_path_factory.mktemp("spark-home"), quick_jvm=True)
    started = session("tests")
    started.conf.set("spark.sql.shuffle.partitions", "2")
    yield started
    started.stop()


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "home").make()


@pytest.fixture(scope="session")
def seoul() -> Profile:
    return profile.load("seoul")


def land(lake: Lake, feed: str, delivered: str, name: str, text: str | bytes) -> Path:
    """Put a file into landing as it would be delivered."""
    path = lake.landing / feed / f"delivered={delivered}" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
