"""Boundaries of the administrative dongs (행정동), to `clean/dong`.

python -m spark_jobs.areas.dongs --service-date 2026-11-01
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import shapely
from pyproj import Geod
from pyspark.sql import functions as F
from shapely.geometry import shape

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs import tabular
from spark_jobs.areas.dates import add_valid_from
from spark_jobs.areas.schema import DONG
from spark_jobs.command import run_command
from spark_jobs.intake import FeedJob, Summary, run_feed
from spark_jobs.text import Header, map_header
from spark_jobs.verdict import codes, set_outcome

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FEED = "dong"
RULE_VERSION = "dong-1"
NAMES = {
    "ministry_code": ["adm_cd2", "adm_dr_cd2"],
    "statistics_code": ["adm_cd", "adm_dr_cd"],
    "full_name": ["adm_nm", "adm_dr_nm"],
    "sido_name": ["sidonm"],
    "gu_name": ["sggnm"],
    "geometry": ["geometry"],
    # known, and not needed beside the others
    "object_id": ["OBJECTID"],
    "sido_code": ["sido"],
    "gu_code": ["sgg"],
    "statistics_code_8": ["adm_cd8"],
}
NEEDED = ("ministry_code", "full_name", "geometry")
CODE = "^[0-9]{8}(?:00)?$"
EARTH = Geod(ellps="WGS84")
MEASURED = (
    "source_file string, record_number bigint, centre_latitude double, centre_longitude double, area_km2 double, boundary_wkt string, "
    "is_crossing boolean"
)
M2_A_KM2 = 1e6


def read_header(first_line: str, source_file: str, profile: Profile) -> Header:
    """Map the names of a boundary file's properties, and those the profile adds."""
    of_city = profile.feed(FEED)
    aliases = {c: [*names, *of_city.columns.get(c, [])] for c, names in NAMES.items()}
    optional = [c for c in aliases if c not in NEEDED]
    return map_header(first_line, aliases, source_file, optional=optional)


def measured(geometry: str) -> tuple[float, float, float, str, bool] | None:
    """Centre (latitude, longitude), geodesic area, WKT as precise as it came, and whether the line crosses itself.

    None where the text is no GeoJSON polygon in degrees.
    """
    try:
        found: Any = shape(json.loads(geometry))
        west, south, east, north = found.bounds
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, shapely.errors.ShapelyError):
        return None
    in_degrees = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    if found.geom_type not in {"Polygon", "MultiPolygon"} or found.is_empty or not in_degrees:
        return None
    area_m2, _ = EARTH.geometry_area_perimeter(shapely.orient_polygons(found))
    centre = found.centroid
    return centre.y, centre.x, abs(area_m2) / M2_A_KM2, found.wkt, not found.is_valid


def measure(rows: DataFrame) -> DataFrame:
    """Centre, area and WKT of each boundary, worked out on the driver: Spark knows no polygons, and a city has hundreds."""
    given = rows.where("geometry is not null").select("source_file", "record_number", "geometry").collect()
    found = [
        (row.source_file, row.record_number, *known) for row in given if (known := measured(row.geometry))
    ]
    table = rows.sparkSession.createDataFrame(found, MEASURED)
    return rows.join(F.broadcast(table), ["source_file", "record_number"], "left")


def type_columns(rows: DataFrame) -> DataFrame:
    """Codes and names; the full name reads `서울특별시 종로구 삼청동`."""
    words = F.split("full_name", " +")
    statistics = F.col("statistics_code").rlike("^[0-9]{7,8}$")
    return rows.withColumns(
        {
            "dong_code": F.when(F.col("ministry_code").rlike(CODE), F.substring("ministry_code", 1, 8)),
            "is_statistics_code": statistics,
            "statistics_code": F.when(statistics, F.col("statistics_code")),
            "dong_name": F.element_at(words, -1),
            "gu_name": F.coalesce("gu_name", F.when(F.size(words) > 2, F.element_at(words, -2))),
            "sido_name": F.coalesce("sido_name", F.when(F.size(words) > 2, F.element_at(words, 1))),
        }
    )


def judge(rows: DataFrame, profile: Profile) -> DataFrame:
    """`reasons` of a refused row, `flags` of a kept one."""
    box = profile.bounds
    inside = F.col("centre_latitude").between(box.south, box.north) & F.col("centre_longitude").between(
        box.west, box.east
    )
    judged = tabular.judge(
        rows,
        ("area_code_malformed", F.col("dong_code").isNull()),
        ("area_name_missing", F.col("dong_name").isNull()),
        ("boundary_missing", F.col("geometry").isNull()),
        ("boundary_malformed", F.col("geometry").isNotNull() & F.col("boundary_wkt").isNull()),
    )
    flags = codes(
        ("dong_outside_city", ~inside),
        ("boundary_self_crossing", F.col("is_crossing")),
        ("statistics_code_unreadable", ~F.col("is_statistics_code")),
    )
    return judged.withColumn("flags", F.array_compact(F.array_append(flags, F.col("day_flag"))))


def clean(rows: DataFrame, profile: Profile) -> DataFrame:
    """Parsed records to staged rows; of two boundaries of one dong and day the newest delivery's is kept."""
    return (
        rows.transform(add_valid_from)
        .transform(type_columns)
        .transform(measure)
        .transform(judge, profile)
        .transform(
            set_outcome,
            key=("valid_from", "dong_code"),
            part=F.col("valid_from"),
            prefer=tabular.newest_first(),
        )
    )


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> Summary:
    """Clean pending boundary files (`rebuild`: one valid_from again)."""
    job = FeedJob(
        feed=FEED,
        key="valid_from",
        schema=DONG,
        rule_version=RULE_VERSION,
        read_header=read_header,
        parse=tabular.parse,
        clean=lambda rows: clean(rows, profile),
    )
    return run_feed(spark, lake, profile, job, service_date, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
