"""`squirrel`: the ranked list of stretches where a shuttle would help, as a table on the screen, in the lake, and as GeoJSON."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from rich.markup import escape
from rich.table import Table

from nightowl.console import console
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.profile import Profile
from nightowl.transit_rules import SquirrelRules

SEATS = "seats"
SCREENING = (
    "Screening: loads are those of a mean bus of the month, weekends too, over whole hours. It counts as crowded from {level:g} times the threshold "
    "on (transit.squirrel.screening_level). The order of the stretches tells where to count; taps decide."
)
LIMITS = {"one_way_km": "km", "duration_min": "minutes", "headway_min": "headway"}
"""Limits of the profile → the options `<option>_least` and `<option>_most`."""


def rules_with(profile: Profile, threshold: str | None, **asked: float | None) -> SquirrelRules:
    """The profile's rules with what was asked for in their place; raises NightowlError with a sentence where no stretch could keep it."""
    rules = profile.transit.squirrel.model_dump()
    for name, value in asked.items():
        if value is not None and name in rules:
            rules[name] = value
    for name, option in LIMITS.items():
        ends = {end: asked.get(f"{option}_{end}") for end in ("least", "most")}
        rules[name] |= {end: value for end, value in ends.items() if value is not None}
    if threshold is not None:
        rules["threshold"] = None if threshold == SEATS else _number(threshold)
    try:
        return SquirrelRules.model_validate(rules)
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise NightowlError(f"No stretch can keep what was asked for: {told}.") from None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise NightowlError(
            f"--threshold is '{text}'; give passengers on board a bus, as 60, or '{SEATS}' for so many times its seats."
        ) from None


def plan(
    lake: Lake,
    profile: Profile,
    source: str | None,
    month: str | None,
    rules: SquirrelRules,
    out: Path | None,
) -> None:
    """Plan, write plan and map, and print the list. `source` None: taps where there are any, else month files."""
    from planning import squirrel, squirrel_rows

    if source not in (None, *squirrel.SOURCES):
        raise NightowlError(f"--source is '{source}'; it is one of {', '.join(squirrel.SOURCES)}.")
    source = source or ("taps" if lake.partitions("aggregate", "section_load_10min") else "screening")
    made = squirrel.run(lake, profile, source, month=month, rules=rules)
    rows = made.candidates.to_pylist()
    if source == "screening":
        console().print(
            SCREENING.format(level=rules.screening_level), style="dim", markup=False, soft_wrap=True
        )
    if not rows:
        limit = (
            f"{rules.threshold:g} on board"
            if rules.threshold is not None
            else f"{profile.transit.crowded_seats:g} × seats"
        )
        console().print(
            f"{made.name}: no stretch of {rules.one_way_km.least:g} to {rules.one_way_km.most:g} km reaches {limit} for "
            f"{rules.duration_min.least:g} minutes or more. Try a lower --threshold.", markup=False, soft_wrap=True)  # fmt: skip
    else:
        console().print(_table(made.name, rows))
        for line in _summary(rows, made.segments.to_pylist()):
            console().print(line, markup=False, soft_wrap=True)
    target = out or lake.reports / f"squirrel-{made.name}.geojson"
    try:
        target.write_text(squirrel_rows.geojson(made.candidates), encoding="utf-8")
    except OSError as error:
        raise NightowlError(
            f"The plan is in the lake, but its map could not be written to {target}: {error.strerror}."
        ) from None
    console().print(f"map       {target}", markup=False, soft_wrap=True)


def _table(name: str, rows: list[dict[str, Any]]) -> Table:
    table = Table(title=f"Squirrel candidates: {name}", title_justify="left", box=None, padding=(0, 1, 0, 0))
    for column in ("rank", "route", "from", "to"):
        table.add_column(column, no_wrap=column in ("rank", "route"))
    for column in ("time", "km", "load", "after", "buses", "headway", "over/bus-h"):
        table.add_column(column, justify="right", no_wrap=True)
    for row in rows:
        cells = (
            row["rank"], row["route_no"], row["from_stop_name"] or row["from_stop_id"], row["to_stop_name"] or row["to_stop_id"],
            f"{_clock(row['from_s'])}-{_clock(row['to_s'])}", f"{row['length_m'] / 1_000:.1f}", f"{row['load_before']:.0f}",
            "-" if row["load_after"] is None else f"{row['load_after']:.0f}", row["buses_cnt"], f"{row['headway_min']} min", f"{row['score']:.0f}",
        )  # fmt: skip
        table.add_row(*(escape(str(cell)) for cell in cells))
    return table


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"


def _summary(rows: list[dict[str, Any]], segments: list[dict[str, Any]]) -> Iterator[str]:
    first, fates = rows[0], [s["fate"] for s in segments]
    yield (
        f"{len(rows)} candidates with {sum(r['buses_cnt'] for r in rows)} buses, of {len(segments)} crowded stretches "
        f"({fates.count('shares_street')} share a street with a candidate, {fates.count('beyond_budget')} are beyond the budget)."
    )
    yield (
        f"{first['objective']:,} passenger-minutes over the threshold a day; no choice within these limits has more than {first['bound']:,} "
        f"(gap {100 * first['gap']:.2f} %; {first['solver']}, {first['runtime_s']:.1f} s)."
    )
