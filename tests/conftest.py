"""Where tests run when several processes share them (`-n 2`): a room (a folder of tests) in one process, other rooms beside it.

What a room's tests share, a Spark session, a night or a lake, is then made once. The long tests of nights share none between files, and would keep
one process busy long after the other had ended: of them each file is a room.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

LONGEST = ("spark_jobs", "night")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The rooms that take longest first, so that no process waits for them at the end; `--no-loadscope-reorder` keeps this order."""
    places = {room: place for place, room in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.split("/")[1], len(places)))


class ByRoom(LoadScopeScheduling):
    """Tests by room."""

    def _split_scope(self, nodeid: str) -> str:
        room, name = nodeid.split("/")[1:3]
        is_long = self.config.getoption("markexpr") == "long"
        return name.split("::")[0] if is_long and room == "night" else room


@pytest.hookimpl(optionalhook=True)  # there is no such hook where xdist is switched off
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByRoom:
    """The scheduler that xdist asks for."""
    return ByRoom(config, log)
