"""A night network as a picture: a self-contained SVG map of its routes and stops over the demand, what is served beside what is not."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import h3

from portal.night_map import MARGIN_PX, NIGHT, PAPER, WIDTH_PX

COLOURS = ("#ffd166", "#06d6a0", "#4cc9f0", "#f9844a", "#b8f2e6", "#f72585", "#c8b6ff", "#90be6d", "#ff99c8")
RAMP = ("#1d2c52", "#233766", "#2a447d", "#345496", "#4167b0", "#547dcb", "#6f97e6")
"""One hue, so that the routes stand out."""
LEGEND_PX, LINE_PX = 92, 20
FLAT, UNCOVERED = "#26365a", 0.35
Row = Mapping[str, Any]
Point = tuple[float, float]


def draw(title: str, routes: Sequence[Row], stops: Sequence[Row], demand: Sequence[Row]) -> str:
    """The SVG of rows as `owl_route`, `owl_route_stop` and `owl_unserved` have them.

    Hexagons are coloured by the trips that begin or end there, on a logarithmic scale; the less of one is within reach of a stop, the fainter.
    """
    lines = {row["route_no"]: _ways(row["line_wkt"]) for row in routes}
    cells = [(h3.cell_to_boundary(row["hex_id"]), row) for row in demand if not row["is_hidden"]]
    corners = [(x, y) for ring, _ in cells for y, x in ring] + [
        p for ways in lines.values() for way in ways for p in way
    ]
    place, height = _scale(corners, len(routes))
    trips = [_trips(row) for _, row in cells if _trips(row) > 0]
    low, high = max(min(trips, default=1.0), max(trips, default=1.0) / 1_000), max(trips, default=1.0)
    hexagons = "\n".join(
        f'<polygon points="{_points([place(x, y) for y, x in ring])}" fill="{_colour(_trips(row), low, high)}" fill-opacity="{_strength(row)}"/>'
        for ring, row in cells
    )
    drawn = "\n".join(
        f'<polyline points="{_points([place(*p) for p in way])}" stroke="{_of(n)}"><title>{escape(str(no))}</title></polyline>'
        for n, (no, ways) in enumerate(lines.items())
        for way in ways
    )
    dots = "\n".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.6"><title>{escape(name)}</title></circle>'
        for name, (x, y) in sorted({(s["stop_name"], place(s["longitude"], s["latitude"])) for s in stops})
    )
    steps = "".join(
        f'<rect x="{MARGIN_PX + i * 34}" y="62" width="34" height="12" fill="{c}"/>'
        for i, c in enumerate(RAMP)
    )
    told = f"{low:,.1f} to {high:,.0f} trips a night · faint: no stop within reach"
    top = height - LINE_PX * math.ceil(len(routes) / 2)
    named = "\n".join(
        f'<line x1="{x}" y1="{y - 4}" x2="{x + 22}" y2="{y - 4}" stroke="{_of(n)}" stroke-width="4"/>'
        f'<text x="{x + 30}" y="{y}">{escape(_legend(row))}</text>'
        for n, row in enumerate(routes)
        for x, y in [(MARGIN_PX + n % 2 * WIDTH_PX // 2, top + n // 2 * LINE_PX)]
    )
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH_PX} {height:.0f}" role="img" aria-label="{escape(title)}">
<rect width="100%" height="100%" fill="{NIGHT}"/>
<text x="{MARGIN_PX}" y="44" fill="{PAPER}" font-family="sans-serif" font-size="22" font-weight="600">{escape(title)}</text>
{steps}<text x="{MARGIN_PX + len(RAMP) * 34 + 12}" y="73" fill="{PAPER}" font-family="sans-serif" font-size="13">{escape(told)}</text>
<g stroke="{NIGHT}" stroke-width="0.6">
{hexagons}
</g>
<g fill="none" stroke-width="3" stroke-linejoin="round" stroke-linecap="round">
{drawn}
</g>
<g fill="{PAPER}" stroke="{NIGHT}" stroke-width="0.6">
{dots}
</g>
<g fill="{PAPER}" font-family="sans-serif" font-size="12">
{named}
</g>
</svg>
"""


def _scale(corners: Sequence[Point], routes: int) -> tuple[Any, float]:
    """Degrees → pixels, and the height of the picture."""
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    scale = (WIDTH_PX - 2 * MARGIN_PX) / max(east - west, 1e-6)
    stretch = scale / math.cos(math.radians((south + north) / 2))
    below = MARGIN_PX + LINE_PX * math.ceil(routes / 2)

    def place(x: float, y: float) -> Point:
        return MARGIN_PX + (x - west) * scale, LEGEND_PX + MARGIN_PX + (north - y) * stretch

    return place, (north - south) * stretch + 2 * MARGIN_PX + LEGEND_PX + below


def _ways(wkt: str) -> list[list[Point]]:
    """The lines of a MULTILINESTRING((…), (…))."""
    texts = wkt.removeprefix("MULTILINESTRING((").removesuffix("))").split("), (")
    return [
        [(float(x), float(y)) for x, y in (corner.split(" ") for corner in text.split(", "))]
        for text in texts
    ]


def _trips(row: Row) -> float:
    return max(row["trips_from_est"], row["trips_to_est"])


def _strength(row: Row) -> str:
    return f"{UNCOVERED + (1 - UNCOVERED) * row['covered_share']:.2f}"


def _colour(trips: float, low: float, high: float) -> str:
    if trips <= 0:
        return FLAT
    share = math.log(max(trips, low) / low) / math.log(high / low) if high > low else 1.0
    return RAMP[round(share * (len(RAMP) - 1))]


def _of(number: int) -> str:
    return COLOURS[number % len(COLOURS)]


def _legend(row: Row) -> str:
    return f"{row['route_no']}  {row['from_stop_name']} – {row['to_stop_name']}, {row['length_km']:.0f} km, {row['buses_cnt']} buses"


def _points(corners: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
