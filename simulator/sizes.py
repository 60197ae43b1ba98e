"""How large a night is: named sizes, and what follows from a number of rows."""

from nightowl.errors import NightowlError

SIZES = {"tiny": 5_000, "demo": 312_000, "small": 2_000_000}
SMALLEST = 2_000
SUBSCRIBERS = 3_000_000  # about a third of Seoul: one carrier's share
EVENTS_A_PERSON = 8


def rows_of(size: str) -> int:
    """Telecom rows a day of a named size or a number; anything else is refused with the choices."""
    rows = SIZES.get(size) or (
        int(size.replace("_", ""))
        if size.replace("_", "").isascii() and size.replace("_", "").isdigit()
        else 0
    )
    if rows < SMALLEST:
        raise NightowlError(
            f"A size is one of {', '.join(SIZES)} or a number of telecom rows a day from {SMALLEST:,} up; found '{size}'."
        )
    return rows


def persons_of(rows: int) -> int:
    """Subscribers behind so many rows a day; past the carrier's share of the city each makes more events instead."""
    return min(rows // EVENTS_A_PERSON, SUBSCRIBERS)


def sites_of(rows: int) -> int:
    """Sites in use: 600 for the demo, growing far slower than the rows (three cells each)."""
    return min(max(150, round(600 * (rows / SIZES["demo"]) ** 0.22)), 2_500)


def taps_of(rows: int) -> int:
    """Card taps a day beside so many telecom rows."""
    return rows // 3


def routes_of(rows: int) -> int:
    """Bus and train routes: 70 for the demo, growing slower than the rides, so that a planner finds counts to see."""
    return min(max(12, round(70 * (rows / SIZES["demo"]) ** 0.3)), 300)


def taxi_trips_of(rows: int) -> int:
    """Taxi trips a day beside so many telecom rows: enough in a tiny city that planted ones stay few beside them."""
    return 1_500 + rows // 20
