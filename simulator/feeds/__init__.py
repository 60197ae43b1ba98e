"""The feeds the city can deliver, found by themselves: a module here with `FEED`, `deliveries(order)` and the `DEFECTS` it plants."""

import importlib
import pkgutil
from types import ModuleType

from simulator.defects import Defect
from simulator.orders import Feed


def _modules() -> list[ModuleType]:
    found = [
        importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)
    ]
    return [module for module in found if hasattr(module, "deliveries")]


FEEDS: dict[str, Feed] = {module.FEED: module.deliveries for module in _modules()}
DEFECTS: tuple[Defect, ...] = tuple(defect for module in _modules() for defect in module.DEFECTS)
