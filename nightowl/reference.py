"""What every city has before any feed arrives: hexagons, holidays and kinds of complaint, from libraries (h3, holidays) and the profile."""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import h3
import holidays
import pyarrow as pa
import pyarrow.parquet as pq

from nightowl import commit
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.lock import SAME_FEED_S, run_lock
from nightowl.profile import Bounds, Profile

HEX_SCHEMA = pa.schema(
    [
        ("hex_id", pa.string()),
        ("resolution", pa.int32()),
        ("centre_latitude", pa.float64()),
        ("centre_longitude", pa.float64()),
        ("area_km2", pa.float64()),
        ("boundary_wkt", pa.string()),
    ]
)
HOLIDAY_SCHEMA = pa.schema(
    [
        ("country", pa.string()),
        ("holiday_date", pa.date32()),
        ("name_ko", pa.string()),
        ("name_en", pa.string()),
    ]
)
DONG_HEX_SCHEMA = pa.schema(  # written by nightowl.dong_hex
    [
        ("dong_code", pa.string()),
        ("hex_id", pa.string()),
        ("dong_share", pa.float64()),
        ("hex_share", pa.float64()),
        ("is_main_hex", pa.bool_()),
        ("is_main_dong", pa.bool_()),
    ]
)
COMPLAINT_ITEM_SCHEMA = pa.schema(
    [
        ("city", pa.string()),
        ("field", pa.string()),
        ("item", pa.string()),
        ("name_en", pa.string()),
        ("limit_h", pa.float64()),
        ("limit_working_days", pa.int32()),
    ]
)
HOLIDAY_YEARS = range(2010, 2036)
TABLES = {
    ("aggregate", "hex"): HEX_SCHEMA,
    ("aggregate", "holiday"): HOLIDAY_SCHEMA,
    ("aggregate", "dong_hex"): DONG_HEX_SCHEMA,
    ("aggregate", "complaint_item"): COMPLAINT_ITEM_SCHEMA,
}


def hexes(bounds: Bounds, resolution: int) -> pa.Table:
    """H3 cells that meet the city's bounds (so that every site within has one), with their true area on the sphere (km²)."""
    corners = [
        (bounds.south, bounds.west),
        (bounds.south, bounds.east),
        (bounds.north, bounds.east),
        (bounds.north, bounds.west),
    ]
    rows = []
    for cell in sorted(
        h3.h3shape_to_cells_experimental(h3.LatLngPoly(corners), resolution, contain="overlap")
    ):
        latitude, longitude = h3.cell_to_latlng(cell)
        rows.append((cell, resolution, latitude, longitude, h3.cell_area(cell, "km^2"), _wkt(cell)))
    return pa.table([list(c) for c in zip(*rows, strict=True)], schema=HEX_SCHEMA)


def _wkt(cell: str) -> str:
    ring = [(lng, lat) for lat, lng in h3.cell_to_boundary(cell)]
    return f"POLYGON(({', '.join(f'{x:.7f} {y:.7f}' for x, y in [*ring, ring[0]])}))"


def public_holidays(country: str, years: range = HOLIDAY_YEARS) -> pa.Table:
    """Public holidays with substitute days, a row a day, in Korean (or the country's own language) and English."""
    try:  # named, as the library's choice depends on the machine's own language
        own_language = holidays.country_holidays(country).default_language
    except NotImplementedError:
        raise NightowlError(
            f"The holidays of the country '{country}' are not known; the city profile names it in ISO 3166-1 alpha-2, as KR."
        ) from None
    own = holidays.country_holidays(country, years=years, language=own_language)
    english = holidays.country_holidays(country, years=years, language="en_US")
    days: list[date] = sorted(own)
    columns = [[country] * len(days), days, [own[d] for d in days], [english.get(d, own[d]) for d in days]]
    return pa.table(columns, schema=HOLIDAY_SCHEMA)


def complaint_items(profile: Profile) -> pa.Table:
    """The city's kinds of complaint with their limits, in the order of the profile."""
    rows = [kind.model_dump(include=set(COMPLAINT_ITEM_SCHEMA.names)) for kind in profile.complaints.items]
    return pa.Table.from_pylist([row | {"city": profile.city} for row in rows], COMPLAINT_ITEM_SCHEMA)


def write(lake: Lake, profile: Profile) -> list[str]:
    """Bring `aggregate/hex`, `aggregate/holiday` and `aggregate/complaint_item` up to date with the profile; returns the tables made anew."""
    with run_lock(lake, "reference", doing="writing reference tables", wait_s=SAME_FEED_S):
        commit.recover(lake, "reference")
        wanted = [made for made in _wanted(lake, profile) if commit.made_by(made[1]).get("inputs") != made[2]]
        if not wanted:
            return []
        run_id = f"reference-{uuid.uuid4().hex[:8]}"
        moves = []
        for make, place, inputs in wanted:
            staged = commit.stage(lake, run_id) / place.parent.name
            staged.mkdir()
            pq.write_table(make(), staged / "part-0.parquet", compression="zstd")
            moves.append(commit.Move(staged, place, inputs))
        commit.swap(lake, run_id, moves)
        return [place.parent.name for _, place, _ in wanted]


def _wanted(lake: Lake, profile: Profile) -> Iterator[tuple[Callable[[], pa.Table], Path, dict[str, str]]]:
    resolution, country = profile.hex_resolution, profile.country
    yield (
        lambda: hexes(profile.bounds, resolution),
        lake.partition("aggregate", "hex", "resolution", str(resolution)),
        {"bounds": profile.bounds.model_dump_json(), "h3": h3.__version__},
    )
    yield (
        lambda: public_holidays(country),
        lake.partition("aggregate", "holiday", "country", country),
        {"years": f"{HOLIDAY_YEARS.start}-{HOLIDAY_YEARS.stop - 1}", "holidays": holidays.__version__},
    )
    kinds = json.dumps(complaint_items(profile).to_pylist(), ensure_ascii=False)
    yield (
        lambda: complaint_items(profile),
        lake.partition("aggregate", "complaint_item", "city", profile.city),
        {"kinds": hashlib.sha256(kinds.encode()).hexdigest()[:16]},
    )
