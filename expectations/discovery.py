"""What the modules of this package bring, found by looking: a new feed or mart adds its module, and nothing else knows of it.

A module may have `FEED` (a feed's clean table, as the gate counts it), and `SUITE` or `SUITES`.
"""

import importlib
import pkgutil
from functools import cache
from types import ModuleType

import expectations
from expectations.suite import FeedTable, Suite


def _modules() -> list[ModuleType]:
    names = sorted(module.name for module in pkgutil.iter_modules(expectations.__path__))
    return [importlib.import_module(f"expectations.{name}") for name in names]


@cache
def feed_tables() -> dict[str, FeedTable]:
    """The clean table of each feed there are expectations for, by feed."""
    found = (getattr(module, "FEED", None) for module in _modules())
    return {feed.name: feed for feed in found if feed}


@cache
def suites() -> list[Suite]:
    """Every suite a module defines, module by module in the order of their names."""
    return [
        suite
        for module in _modules()
        for suite in getattr(module, "SUITES", [module.SUITE] if hasattr(module, "SUITE") else [])
    ]
