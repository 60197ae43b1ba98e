"""One warehouse for the whole folder, built in process from the tiny lake: with unit tests, as `make test` wants it."""

import gc
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from tests.lake_fixture import write_tiny_lake
from tests.lake_schema import FEEDS

PROJECT = Path(__file__).parents[2] / "dbt"


@dataclass(frozen=True)
class Built:
    """A warehouse that dbt has built."""

    home: Path
    outcomes: Mapping[str, str]  # outcome by node name
    manifest: Mapping[str, dict[str, dict]]

    @property
    def path(self) -> Path:
        return self.home / "warehouse" / "warehouse.duckdb"

    def rows(self, sql: str) -> list[tuple]:
        """The rows a query gives."""
        with duckdb.connect(str(self.path), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def nodes(self, resource_type: str) -> list[dict]:
        """The project's nodes of one type."""
        return [node for node in self.manifest["nodes"].values() if node["resource_type"] == resource_type]


def build(home: Path, *arguments: str, feeds: tuple[str, ...] = FEEDS) -> Built:
    """Build the warehouse of a home, as the night does."""
    (home / "warehouse").mkdir(exist_ok=True)
    target = home / "dbt" / "target"
    variables = json.dumps({"k_persons": 5, "service_day_start_hour": 4, "feeds_enabled": list(feeds)})
    command = [
        "--quiet",
        "build",
        "--project-dir",
        str(PROJECT),
        "--profiles-dir",
        str(PROJECT),
        "--vars",
        variables,
    ]
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("NIGHTOWL_HOME", str(home))
        environment.setenv("DBT_TARGET_PATH", str(target))
        environment.setenv("DBT_LOG_PATH", str(home / "dbt" / "logs"))
        answer = dbtRunner().invoke([*command, *arguments])
        # dbt keeps its writing connection for the life of the process, and no reader could open the file.
        DuckDBConnectionManager.close_all_connections()
        gc.collect()
    if answer.exception:
        raise answer.exception
    outcomes = {result.node.name: str(result.status) for result in answer.result.results}
    return Built(home, outcomes, json.loads((target / "manifest.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The tiny lake's warehouse."""
    return build(write_tiny_lake(tmp_path_factory.mktemp("home")).home)


@pytest.fixture
def scratch(built: Built, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the warehouse to damage; compiled tests find it under the same name."""
    copy = tmp_path / built.path.name
    copy.write_bytes(built.path.read_bytes())
    with duckdb.connect(str(copy)) as connection:
        yield connection
