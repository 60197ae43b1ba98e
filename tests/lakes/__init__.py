"""The tiny lake's tables of one domain each, found by themselves: a new feed adds a module here and edits no list.

A module names `FEEDS`; `COLUMNS` and `KEYS` of its lake tables (as in `tests.lake_schema`), and `TYPES` of their own; `rows()`, a list of rows a table
(`zone/table` → rows); `OF_FEED`, table → feed for tables that are made from a feed (None: from any); `WAREHOUSE`, SQL of marts as the gate reads them;
`DEFECTS`, for each of its expectations the damage it exists to notice (as in `tests.expectations.defects`); `MODEL_DEFECTS`, the same for
the data tests of its dbt models (as in `tests.dbt_models.test_defects`).
"""

import importlib
import pkgutil
from types import ModuleType


def domains() -> list[ModuleType]:
    """The modules of this package."""
    return [importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)]


def feed_of(table: str) -> str | None:
    """The feed a lake table (`zone/table`) is made from; None where any feed makes it."""
    made_from = {t: feed for domain in domains() for t, feed in domain.OF_FEED.items()}
    return made_from.get(table, table.split("/", 1)[1])
