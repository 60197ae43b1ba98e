"""Tests of one room run in one process, one after the other: they share a Spark session, a night or a lake; other rooms run beside them."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)  # before xdist writes the group into the name of each test
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name each test's room for `--dist loadgroup`."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(item.path.relative_to(TESTS).parts[0]))
