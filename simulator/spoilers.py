"""How a sound row is spoilt: each function takes its fields and gives back the fields, or the whole line, as delivered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

WINDOW_DAYS = 7  # a row may be so many days older than its delivery


@dataclass(frozen=True)
class Scene:
    """What a spoiler may need to know of the night: its days, cells that exist but are not on air, and the stops of each route (by settler and
    number of the route, in the order in which it serves them)."""

    service_date: date
    planned_cells: list[str] = field(default_factory=list)
    retired_cells: list[str] = field(default_factory=list)
    ended_cells: list[str] = field(default_factory=list)
    stops_of_route: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    @property
    def delivered(self) -> date:
        """The calendar day after the service day."""
        return self.service_date + timedelta(days=1)


Fields = list[str]
Spoiler = Callable[[Fields, Random, Scene], Fields | bytes]


def put(place: int, *choices: str) -> Spoiler:
    """Write one of `choices` into a field."""
    return lambda fields, luck, scene: [*fields[:place], luck.choice(choices), *fields[place + 1 :]]


def change(place: int, change_text: Callable[[str], str]) -> Spoiler:
    """Rewrite one field."""
    return lambda fields, luck, scene: [*fields[:place], change_text(fields[place]), *fields[place + 1 :]]


def drop(last: int) -> Spoiler:
    """Leave out the last fields."""
    return lambda fields, luck, scene: fields[:-last]


def add(*more: str) -> Spoiler:
    """Fields too many."""
    return lambda fields, luck, scene: [*fields, *more]


def blank(fields: Fields, luck: Random, scene: Scene) -> bytes:
    """Nothing at all."""
    return b""


def cut(fields: Fields, luck: Random, scene: Scene) -> bytes:
    """The line stops somewhere before its last comma."""
    line = ",".join(fields)
    return line[: luck.randrange(1, line.rindex(","))].encode()


def bytes_in_reference(junk: bytes) -> Spoiler:
    """Bytes that are no UTF-8, in the one field without a rule of its own, so that nothing else is wrong with the row."""

    def spoil(fields: Fields, luck: Random, scene: Scene) -> bytes:
        line = ",".join(fields).encode()
        return line[:7] + junk + line[7:]

    return spoil


def hyphens(number: str) -> str:
    """010-1234-5678."""
    return f"{number[:3]}-{number[3:-4]}-{number[-4:]}"


def full_width(number: str) -> str:
    """０１０…"""
    return number.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})


def slashes(moment: str) -> str:
    """31/12/2026 08:00:00."""
    day, clock = moment.split(" ")
    return "/".join(reversed(day.split("-"))) + " " + clock


def clock(*choices: str) -> Spoiler:
    """Keep the event's date, with another clock time."""
    return lambda fields, luck, scene: [*fields[:2], f"{fields[2][:10]} {luck.choice(choices)}", *fields[3:]]


def cell_of(kind: str) -> Spoiler:
    """A cell out of `planned_cells`, `retired_cells` or `ended_cells`."""
    return lambda fields, luck, scene: [*fields[:4], luck.choice(getattr(scene, kind)), *fields[5:]]


def on_day(first: int, last: int, at: time | None = None) -> Spoiler:
    """Move the event to a day `first`..`last` days from its delivery's date, at a clock time or any from 04:00."""

    def spoil(fields: Fields, luck: Random, scene: Scene) -> Fields:
        day = scene.delivered + timedelta(days=luck.randint(first, last))
        when = at or time(luck.randrange(4, 24), luck.randrange(60), luck.randrange(60))
        return [*fields[:2], datetime.combine(day, when).isoformat(" "), *fields[3:]]

    return spoil
