"""`owl`: a night network by the profile's rules or a variation of them, beside what it is held against, with its timetable and map."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from rich.markup import escape
from rich.table import Table

from nightowl.console import console
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.profile import Profile
from nightowl.transit_rules import OwlRules

LANGUAGE = {"KR": "ko"}
"""Of a country's stop names; English elsewhere."""
FIGURES = {
    "routes": ("routes_cnt", "{:.0f}"), "km": ("route_km", "{:.0f}"), "buses": ("buses_cnt", "{:.0f}"), "bus-km": ("bus_km", "{:,.0f}"),
    "served": ("served_share", "{:.1%}"), "direct": ("direct_share", "{:.1%}"), "covered": ("covered_share", "{:.1%}"),
    "trips/bus-km": ("served_per_bus_km", "{:.2f}"), "detour": ("detour_mean", "{:.2f}"), "least district": ("district_share_min", "{:.1%}"),
    "Gini": ("district_gini", "{:.2f}"),
}  # fmt: skip
"""Column of the table on the screen → column of `owl_network`, and how it is written."""


def rules_with(
    profile: Profile, *, routes: int | None, buses: int | None, km: float | None, hubs: list[str] | None
) -> OwlRules:
    """The profile's rules with what was asked for in their place; raises NightowlError with a sentence where no network could keep it."""
    asked = {"routes": routes, "buses": buses, "route_km_max": km, "hubs": hubs or None}
    rules = profile.transit.owl.model_dump() | {
        name: value for name, value in asked.items() if value is not None
    }
    try:
        return OwlRules.model_validate(rules)
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise NightowlError(f"No night network can keep what was asked for: {told}.") from None


def plan(
    lake: Lake, profile: Profile, rules: OwlRules, *, source: str | None, seed: int, iterations: int | None, seconds: float | None,
    out: Path | None, gtfs: bool, name: str | None,
) -> None:  # fmt: skip
    """Plan, write tables and files, and print routes and comparison; a variation stands beside the standing plan."""
    from planning.owl import plan as owl

    _check(seed, iterations, seconds)
    search = owl.Search(seed, iterations, seconds)
    made = owl.run(lake, profile, rules=rules, source=source, search=search, name=name)
    about = made.plan
    if about["source"] == "estimated":
        console().print(
            "Nobody was counted: the trips are a model of living population and residents. Shares compare networks; numbers of riders are rough.",
            style="dim", markup=False, soft_wrap=True,
        )  # fmt: skip
    if left_out := json.loads(about["params_json"])["hubs_left_out"]:
        console().print(
            f"No stop bears the name or id of {', '.join(left_out)}: planned without these hubs of the city profile (transit.owl.hubs).",
            style="dim", markup=False, soft_wrap=True,
        )  # fmt: skip
    console().print(_routes(made.name, made.tables["owl_route"].to_pylist()))
    networks = {row["network"]: row for row in made.tables["owl_network"].to_pylist()}
    if not about["is_standing"] and (standing := owl.standing(lake)):
        beside = {row["network"]: row for row in owl.read(lake, standing)["owl_network"].to_pylist()}
        networks[standing] = beside["plan"]
    elif not about["is_standing"]:
        console().print("There is no standing plan to hold it against; 'make owl' makes it.", markup=False)
    console().print(_networks(networks))
    console().print(_made_by(about), markup=False, soft_wrap=True)
    for path in write(out or lake.reports / f"owl-{made.name}", profile, made, gtfs):
        console().print(f"{path.suffix[1:]:9} {path}", markup=False, soft_wrap=True)


def write(folder: Path, profile: Profile, made: Any, gtfs: bool) -> list[Path]:
    """routes.json, map.geojson, map.svg and gtfs.zip of a plan; raises NightowlError where the folder cannot be written to."""
    from planning.owl import gtfs as feeds
    from planning.owl import routes_json
    from portal import owl_map

    tables = made.tables
    title = f"{profile.city}: {len(tables['owl_route'])} night routes ({made.name})"
    rows = [tables[name].to_pylist() for name in ("owl_route", "owl_route_stop", "owl_unserved")]
    texts: Mapping[str, Callable[[], str]] = {
        "routes.json": lambda: routes_json.routes(tables),
        "map.geojson": lambda: routes_json.geojson(tables),
        "map.svg": lambda: owl_map.draw(title, *rows),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in texts.items():
            (folder / file).write_text(text(), encoding="utf-8")
    except OSError as error:
        raise NightowlError(
            f"The plan is in the lake, but its files could not be written to {folder}: {error.strerror}."
        ) from None
    written = [folder / file for file in texts]
    if gtfs and made.made is not None:
        publisher = feeds.Publisher(
            f"{profile.city} night buses",
            profile.transit.owl.agency_url,
            profile.time_zone,
            LANGUAGE.get(profile.country, "en"),
        )
        target = folder / "gtfs.zip"
        feeds.write(target, made.made.plan, made.made.roads, made.made.trips, publisher,
                    first=feeds.first_evening(made.plan["period"]), version=made.plan["plan_id"])  # fmt: skip
        written.append(target)
    return written


def _check(seed: int, iterations: int | None, seconds: float | None) -> None:
    """Refuse what no search can be run with, before anything is read."""
    if seed < 0:
        raise NightowlError(f"--seed is {seed}; give a number from 0 up.")
    if iterations is not None and iterations < 1:
        raise NightowlError(f"--iterations is {iterations}; give a number from 1 up.")
    if seconds is not None and not seconds > 0:
        raise NightowlError(f"--seconds is {seconds:g}; give a time above 0.")


def _routes(name: str, rows: list[dict[str, Any]]) -> Table:
    table = Table(title=f"Owl plan: {name}", title_justify="left", box=None, padding=(0, 1, 0, 0))
    for column in ("route", "from", "to"):
        table.add_column(column, no_wrap=column == "route")
    for column in ("km", "round trip", "buses", "headways", "trips served", "lost without"):
        table.add_column(column, justify="right", no_wrap=True)
    for row in rows:
        headways = [row[f"headway_{hour}_min"] for hour in (24, 25, 26, 27)]
        cells = (
            row["route_no"], row["from_stop_name"], row["to_stop_name"], f"{row['length_km']:.1f}", f"{row['cycle_min']:.0f} min", row["buses_cnt"],
            "/".join("-" if h is None else f"{h:.0f}" for h in headways) + " min", _told(row["served_trips_est"], "{:,.0f}"),
            _told(row["lost_trips_est"], "{:,.0f}"),
        )  # fmt: skip
        table.add_row(*(escape(str(cell)) for cell in cells))
    return table


def _networks(networks: Mapping[str, Mapping[str, Any]]) -> Table:
    """A row a network; the plan first."""
    table = Table(title="Held against", title_justify="left", box=None, padding=(0, 1, 0, 0))
    table.add_column("network")
    for column in FIGURES:
        table.add_column(column, justify="right", no_wrap=True)
    for name, row in sorted(networks.items(), key=lambda item: item[0] != "plan"):
        table.add_row(escape(name), *(_told(row[column], form) for column, form in FIGURES.values()))
    return table


def _told(value: float | None, form: str) -> str:
    return "-" if value is None else form.format(value)


def _made_by(about: Mapping[str, Any]) -> str:
    bound = (
        f"corridors for {about['objective']:,.0f} direct trips, of the pool none for more than {about['bound']:,.0f} (gap {about['gap']:.1%}); "
        if None not in (about["objective"], about["bound"], about["gap"])
        else ""
    )
    return (
        f"{bound}{about['solver']}, seed {about['seed']}, {about['iterations'] or 0:,} iterations, {about['runtime_s'] or 0:.1f} s; "
        f"plan_id {about['plan_id']}"
    )
