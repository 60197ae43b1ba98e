"""The night's demand as a picture: a self-contained SVG map of the published mart, hexagon by hexagon."""

import math
from pathlib import Path
from xml.sax.saxutils import escape

from nightowl import snapshots
from nightowl.errors import NightowlError
from nightowl.lake import Lake

WIDTH_PX = 900
MARGIN_PX = 24
LEGEND_PX = 92
NIGHT, PAPER, HIDDEN = "#0f1b33", "#f6f4ee", "#26365a"
RAMP = ("#2f4b7c", "#665191", "#a05195", "#d45087", "#f95d6a", "#ff7c43", "#ffa600")
QUERY = """
    select dim_hex.boundary_wkt, demand.persons_cnt, demand.is_hidden
    from mart_owl__night_demand as demand join dim_hex using (hex_id)
    where demand.hour = $hour and demand.night_date = $night
    order by hex_id"""


def write(lake: Lake, hour: int = 26) -> Path:
    """Draw the newest whole night at `hour` (24-28) from the served snapshot to `reports/night-demand-<hour>.svg`."""
    with snapshots.open_snapshot(lake) as con:
        newest = (
            "select max(night_date) filter (is_complete_night), max(night_date) from mart_owl__night_demand"
        )
        whole, last = con.execute(newest).fetchone() or (None, None)
        night = whole or last
        cells = con.execute(QUERY, {"hour": hour, "night": night}).fetchall() if night else []
    if not cells:
        raise NightowlError(
            f"The published snapshot has no night demand at hour {hour}; hours 24 to 28 of a loaded night can be drawn."
        )
    target = lake.reports / f"night-demand-{hour}.svg"
    target.write_text(
        draw([(ring(wkt), None if hidden else persons) for wkt, persons, hidden in cells], f"{night}", hour),
        encoding="utf-8",
    )
    return target


def ring(wkt: str) -> list[tuple[float, float]]:
    """Longitude and latitude of the corners of a POLYGON((…)) of one ring."""
    corners = wkt.removeprefix("POLYGON((").removesuffix("))").split(", ")
    return [(float(x), float(y)) for x, y in (corner.split(" ") for corner in corners)]


def draw(cells: list[tuple[list[tuple[float, float]], int | None]], night: str, hour: int) -> str:
    """The SVG: each hexagon coloured by persons on a logarithmic scale; hidden ones (fewer than k persons) in the ground's tone."""
    west, east = min(x for c, _ in cells for x, _ in c), max(x for c, _ in cells for x, _ in c)
    south, north = min(y for c, _ in cells for _, y in c), max(y for c, _ in cells for _, y in c)
    scale = (WIDTH_PX - 2 * MARGIN_PX) / (east - west)
    stretch = scale / math.cos(
        math.radians((south + north) / 2)
    )  # a degree of latitude is longer than one of longitude
    height = (north - south) * stretch + 2 * MARGIN_PX + LEGEND_PX
    shown = [persons for _, persons in cells if persons]
    low, high = min(shown, default=1), max(shown, default=1)

    def colour(persons: int | None) -> str:
        if persons is None:
            return HIDDEN
        share = math.log(persons / low) / math.log(high / low) if high > low else 1.0
        return RAMP[round(share * (len(RAMP) - 1))]

    def points(corners: list[tuple[float, float]]) -> str:
        return " ".join(
            f"{MARGIN_PX + (x - west) * scale:.1f},{LEGEND_PX + MARGIN_PX + (north - y) * stretch:.1f}"
            for x, y in corners[:-1]
        )

    hexagons = "\n".join(f'<polygon points="{points(c)}" fill="{colour(p)}"/>' for c, p in cells)
    title = f"심야 수요 Night demand · {night} {hour % 24:02d}:00 ({hour}:00)"
    legend = "".join(
        f'<rect x="{MARGIN_PX + i * 34}" y="62" width="34" height="12" fill="{c}"/>'
        for i, c in enumerate(RAMP)
    )
    told = f"육각형당 {low:,}–{high:,}명 persons a hexagon · 어두운 칸: 적은 인원 비공개 dark: small counts hidden"
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH_PX} {height:.0f}" role="img" aria-label="{escape(title)}">
<rect width="100%" height="100%" fill="{NIGHT}"/>
<text x="{MARGIN_PX}" y="44" fill="{PAPER}" font-family="sans-serif" font-size="22" font-weight="600">{escape(title)}</text>
{legend}<text x="{MARGIN_PX + len(RAMP) * 34 + 12}" y="73" fill="{PAPER}" font-family="sans-serif" font-size="13">{escape(told)}</text>
<g stroke="{NIGHT}" stroke-width="0.6">
{hexagons}
</g>
</svg>
"""
