"""A line of seven stops out and back, and taps on it, for tests of legs and loads: literal rows, no Spark."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import duckdb
import pyarrow as pa

from nightowl.transit_rules import TapRules
from spark_jobs import columnar
from spark_jobs.transit import journeys, lines, tap_loads, trip_legs
from spark_jobs.transit.schema import CARD_TAP

DAY, MIDNIGHT = date(2026, 11, 2), int(datetime(2026, 11, 1, 15, tzinfo=UTC).timestamp())  # Seoul's
ROUTE, OTHER = "01:11:1", "01:11:2"
STOPS_OUT, APART_M, ACROSS_M = 7, 500, 20
RULES = TapRules()


def stop(n: int, back: bool = False) -> str:
    """The n-th stop (from 1) on the way out, or the one across the road; where the bus turns there is one alone."""
    return f"s{n}b" if back and n < STOPS_OUT else f"s{n}"


def network(*elsewhere: tuple[str, int, int]) -> lines.Lines:
    """ROUTE out and back past `stop(1)` … `stop(7)`, stops 500 m apart; OTHER serves s4 and the stops given (name, metres east, metres north)."""
    way = [(stop(n), APART_M * (n - 1), 0) for n in range(1, STOPS_OUT + 1)]
    way += [(stop(n, True), APART_M * (n - 1), ACROSS_M) for n in range(STOPS_OUT - 1, 0, -1)]
    other = [("s4", 3 * APART_M, 0), *elsewhere]
    places = dict.fromkeys((*way, *other))
    numbers = {name: n for n, (name, _, _) in enumerate(places)}
    stops = [
        {"stop_no": n, "stop_id": name, "hex_id": None, "x_m": x, "y_m": y}
        for n, (name, x, y) in enumerate(places)
    ]
    rows = []
    for route, served in ((ROUTE, way), (OTHER, other)):
        for seq, (name, x, y) in enumerate(served, 1):
            rows.append(
                {"route_id": route, "pattern_id": f"{route}:1", "pattern_no": 1, "seq": seq, "stop_no": numbers[name], "stop_id": name, "x_m": x,
                 "y_m": y, "at_m": APART_M * (seq - 1), "section_m": float(APART_M) if seq < len(served) else None, "last_seq": len(served)}
            )  # fmt: skip
    ints = ("stop_no", "x_m", "y_m", "pattern_no", "seq", "at_m", "last_seq")
    shapes = [
        [(c, pa.int32() if c in ints else pa.float64() if c == "section_m" else pa.string()) for c in t[0]]
        for t in (stops, rows)
    ]
    return lines.Lines(
        *(pa.Table.from_pylist(t, pa.schema(shape)) for t, shape in zip((stops, rows), shapes, strict=True))
    )


def at(clock: str) -> datetime:
    """`08:05:30` (or 25:10) of the service day as the instant."""
    hours, minutes, *seconds = map(int, clock.split(":"))
    return datetime.fromtimestamp(MIDNIGHT, UTC) + timedelta(
        hours=hours, minutes=minutes, seconds=sum(seconds)
    )


def tap(
    card: str,
    boarded: str,
    board: str,
    alighted: str | None = None,
    alight: str | None = None,
    **changed: object,
) -> dict[str, object]:
    """A clean tap on ROUTE, bus V1."""
    row = {
        "service_date": DAY, "hour": 8, "boarded_at": at(boarded), "alighted_at": alighted and at(alighted), "card_key": card.encode(), "mode": "bus",
        "route_id": ROUTE, "vehicle_id": "V1", "board_stop_id": board, "alight_stop_id": alight, "journey_ref": None, "transfer_cnt": 0,
        "passengers_cnt": 1, "source_file": "f", "flags": [],
    }  # fmt: skip
    return row | changed


def legs_of(*taps: dict[str, object], net: lines.Lines | None = None, rules: TapRules = RULES) -> list[dict]:
    """Trip legs by card and time."""
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        rows = [row | {"record_number": n} for n, row in enumerate(taps)]
        con.register("tap", pa.Table.from_pylist(rows, columnar.typed(None, CARD_TAP).schema))
        chained = journeys.chain(con, net or network(), rules, MIDNIGHT).drop_columns("bucket")
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        placed = trip_legs.place(con, chained, net or network(), rules, DAY, MIDNIGHT)
    return sorted(placed.to_pylist(), key=lambda leg: (leg["card_key"], leg["boarded_at"]))


def loads_of(
    *taps: dict[str, object], net: lines.Lines | None = None, rules: TapRules = RULES
) -> tuple[list[dict], list[dict], pa.Table]:
    """Loads by ten minutes and by hour, and the latter as Arrow, of taps."""
    legs = pa.Table.from_pylist(
        legs_of(*taps, net=net, rules=rules), columnar.typed(None, trip_legs.TRIP_LEG).schema
    )
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        by_slot, by_hour = tap_loads.count(con, legs, (net or network()).lines, DAY, MIDNIGHT)
    return by_slot.to_pylist(), by_hour.to_pylist(), by_hour
