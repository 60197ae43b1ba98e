"""What every model must have: a page of its own, words for each column, a group, a contract where readers stand on it."""

import re
from pathlib import Path

import pytest

from tests.dbt_models.conftest import PROJECT, Built

KINDS = (
    "not_empty",
    "unique_key",
    "no_nulls",
    "in_range",
    "conserved",
    "same_total",
    "no_missing_hours",
    "k_anonymous",
    "multiple_of_k",
    "no_small_part",
    "relationships",
)
TYPES = {"date", "integer", "bigint", "double", "varchar", "boolean", "timestamp"}


def test_every_model_has_its_yml_beside_it() -> None:
    lonely = [path for path in (PROJECT / "models").rglob("*.sql") if not path.with_suffix(".yml").exists()]
    assert lonely == []


def test_no_package_shadows_dbt() -> None:
    assert list(PROJECT.rglob("__init__.py")) == []


def test_models_are_described_and_grouped(built: Built) -> None:
    groups = {group["name"] for group in built.manifest["groups"].values()}
    for model in built.nodes("model"):
        assert model["group"] in groups, model["name"]
        assert model["description"].startswith("One row a"), f"{model['name']}: the grain comes first"


def test_schemas_are_the_layers(built: Built) -> None:
    folder = {"staging": "staging", "intermediate": "intermediate", "marts": "main"}
    wrong = [
        node["name"] for node in built.nodes("model") if node["schema"] != folder[Path(node["path"]).parts[0]]
    ]
    assert wrong == []


def test_marts_keep_a_contract_over_all_columns(built: Built) -> None:
    marts = [node for node in built.nodes("model") if node["path"].startswith("marts/")]
    assert len(marts) >= 13
    for model in marts:
        assert model["contract"]["enforced"] and model["config"]["access"] == "public", model["name"]
        assert {column["data_type"] for column in model["columns"].values()} <= TYPES, model["name"]


def test_comments_reach_duckdb(built: Built) -> None:
    columns = built.rows(
        "select table_name, column_name from duckdb_columns() where not internal and coalesce(comment, '') = ''"
    )
    tables = built.rows("""
        select table_name from duckdb_tables() where coalesce(comment, '') = ''
        union all select view_name from duckdb_views() where not internal and coalesce(comment, '') = ''
    """)
    assert (columns, tables) == ([], [])


def test_a_description_says_more_than_the_name(built: Built) -> None:
    for table, column, comment in built.rows(
        "select table_name, column_name, comment from duckdb_columns() where not internal"
    ):
        assert comment.endswith(".") and re.sub(r"\W", "", comment.lower()) != column.replace("_", ""), (
            f"{table}.{column}"
        )


def test_sources_are_described(built: Built) -> None:
    for source in built.manifest["sources"].values():
        assert source["description"] and source["columns"], source["name"]
        assert all(column["description"] for column in source["columns"].values()), source["name"]


def test_every_data_test_tells_a_person_what_to_do(built: Built) -> None:
    for test in built.nodes("test"):
        meta = test["config"]["meta"]
        assert set(meta) == {"code", "owner", "sentence", "fix"}, test["name"]
        assert meta["code"] == test["name"] and test["group"], test["name"]
        assert meta["sentence"].endswith(".") and meta["fix"].endswith("."), test["name"]
        assert test["config"]["severity"] in {"error", "warn"}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_test_is_in_use(built: Built, kind: str) -> None:
    assert any(test["test_metadata"]["name"] == kind for test in built.nodes("test"))


def test_counts_of_people_are_guarded_wherever_they_stand(built: Built) -> None:
    """A table with a column of persons has the test for k: no mart can be added without it."""
    guarded = {
        test["attached_node"]
        for test in built.nodes("test")
        if test["test_metadata"]["name"] == "k_anonymous"
    }
    for model in built.nodes("model"):
        if model["path"].startswith("marts/") and {"persons_cnt", "persons_median"} & set(model["columns"]):
            assert model["unique_id"] in guarded, model["name"]
