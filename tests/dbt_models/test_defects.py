"""Each data test of the warehouse fails on its own defect, and on nothing else that is planted here."""

import re

import duckdb
import pytest

from tests import lakes
from tests.dbt_models.conftest import Built

NIGHT = "mart_owl__night_demand"
TYPICAL = "mart_owl__night_demand_typical"
BOARDINGS = "mart_owl__night_boardings"
SERVICE = "mart_owl__current_service"
PRESENCE = "fct_presence_hex_hour"
BUS = "fct_bus_stop_month"
STOPS = "fct_stop_hour"
MEANS = "mart_squirrel__stop_hour"
CASES = "fct_complaint_dong_day"
DONGS = "mart_complaints__dong_day"

# A daytime row, so that the night marts are not touched; a stop where nobody rode, so that sums are not.
MORNING = (
    f"update {PRESENCE} set {{}} where hour = 10 and service_date = '2022-03-01' and hex_id like '%d8c1fffff'"
)
QUIET = f"update {BUS} set {{}} where month = '2022-03' and stop_name = '강남역' and clock_hour = 0"


def double(table: str, where: str = "true") -> str:
    """Write one row of a table a second time."""
    return f"insert into {table} select * from {table} where {where} limit 1"


DEFECTS: list[tuple[str, set[str]]] = [
    *(defect for domain in lakes.domains() for defect in getattr(domain, "MODEL_DEFECTS", [])),
    (double("dim_date"), {"dim_date_key"}),
    ("update dim_date set day_type = null where weekday = 1", {"dim_date_complete"}),
    (double("dim_hex"), {"dim_hex_key"}),
    ("update dim_hex set boundary_wkt = null", {"dim_hex_complete"}),
    (double("dim_dong"), {"dim_dong_key"}),
    ("update dim_dong set gu_name = null", {"dim_dong_complete"}),
    ("update dim_dong set residents_cnt = -1", {"dim_dong_residents_range"}),
    (double("dim_cell"), {"dim_cell_key", "dim_cell_one_at_a_time"}),
    ("update dim_cell set latitude = null where cell_id = '11-00001-1'", {"dim_cell_complete"}),
    (double(PRESENCE, "hour = 10"), {"fct_presence_hex_hour_key"}),
    (MORNING.format("is_hidden = null"), {"fct_presence_hex_hour_complete"}),
    (MORNING.format("hour = 29"), {"fct_presence_hex_hour_hour_range"}),
    (MORNING.format("persons_cnt = 4"), {"fct_presence_hex_hour_private"}),
    (MORNING.format("persons_cnt = null"), {"fct_presence_hex_hour_private"}),
    (MORNING.format("is_hidden = true, persons_cnt = null"), {"fct_presence_hex_hour_private"}),
    (MORNING.format("is_hidden = true, events_est = null"), {"fct_presence_hex_hour_private"}),
    (MORNING.format("hex_id = '8830e1d8c7fffff'"), {"fct_presence_hex_hour_hex_known"}),
    (f"delete from {PRESENCE} where hour = 10 and service_date = '2022-03-01'", {"fct_presence_hex_hour_no_missing_hours"}),
    (double(NIGHT, "is_hidden"), {"night_demand_key", "night_demand_conserved"}),
    (f"delete from {NIGHT} where is_hidden", {"night_demand_conserved"}),
    (f"update {NIGHT} set persons_cnt = persons_cnt + 1 where hour = 24", {"night_demand_conserved"}),
    (f"update {NIGHT} set weekday = null where hour = 24", {"night_demand_complete"}),
    (f"update {NIGHT} set hour = 29 where hour = 28", {"night_demand_hour_range"}),
    (f"update {NIGHT} set events_est = 3 where is_hidden", {"night_demand_private", "night_demand_conserved"}),
    (double(TYPICAL), {"night_typical_key"}),
    (f"update {TYPICAL} set centre_latitude = null where hour = 24", {"night_typical_complete"}),
    (f"update {TYPICAL} set persons_median = 3 where hour = 24", {"night_typical_private"}),
    (double(BOARDINGS, "boardings_cnt + alightings_cnt = 0"), {"night_boardings_key"}),
    (f"update {BOARDINGS} set routes = null where clock_hour = 0", {"night_boardings_complete"}),
    (f"update {BOARDINGS} set boardings_cnt = boardings_cnt + 1 where clock_hour = 4", {"night_boardings_conserved"}),
    (double(BUS, "boardings_cnt + alightings_cnt = 0 and route_no = '143'"), {"fct_bus_stop_month_key", "fct_bus_stop_month_conserved"}),
    (QUIET.format("route_no = null"), {"fct_bus_stop_month_complete"}),
    (QUIET.format("clock_hour = 24"), {"fct_bus_stop_month_hour_range"}),
    (QUIET.format("boardings_cnt = -1"), {"fct_bus_stop_month_counts_range", "fct_bus_stop_month_conserved"}),
    (QUIET.format("boardings_cnt = 1"), {"fct_bus_stop_month_conserved"}),
    (f"update {BUS} set clock_hour = 8, visit_seq = visit_seq + 10 where clock_hour = 7", {"fct_bus_stop_month_no_missing_hours"}),
    (double(CASES, "is_hidden"), {"fct_complaint_dong_day_key", "complaints_dong_day_conserved"}),
    (f"update {CASES} set is_loaded_day = null where is_hidden", {"fct_complaint_dong_day_complete"}),
    (f"update {CASES} set cases_cnt = 4 where is_hidden", {"fct_complaint_dong_day_private", "complaints_dong_day_conserved"}),
    (f"update {CASES} set is_hidden = true where cases_cnt = 12", {"fct_complaint_dong_day_private"}),
    (f"update {CASES} set open_cnt = 2 where cases_cnt = 7", {"fct_complaint_dong_day_parts_private", "complaints_dong_day_conserved"}),
    (f"update {CASES} set overdue_cnt = 8 where cases_cnt = 12", {"fct_complaint_dong_day_parts_private", "complaints_dong_day_conserved"}),
    (f"update {CASES} set overdue_cnt = 13 where cases_cnt = 12", {"fct_complaint_dong_day_counts_range", "complaints_dong_day_conserved"}),
    (double(DONGS, "is_hidden"), {"complaints_dong_day_key", "complaints_dong_day_conserved"}),
    (f"update {DONGS} set day_type = null where is_hidden", {"complaints_dong_day_complete"}),
    (f"update {DONGS} set overdue_pct = 25.0 where is_hidden", {"complaints_dong_day_private"}),
    (f"update {DONGS} set open_cnt = 2 where cases_cnt = 7", {"complaints_dong_day_parts_private", "complaints_dong_day_conserved"}),
    (f"update {DONGS} set overdue_pct = 101 where cases_cnt = 12", {"complaints_dong_day_pct_range"}),
    (f"delete from {DONGS} where is_hidden", {"complaints_dong_day_conserved"}),
    (double(STOPS), {"fct_stop_hour_key"}),
    (f"update {STOPS} set is_alighting_hidden = null where hour = 8", {"fct_stop_hour_complete"}),
    (f"update {STOPS} set hour = 34 where hour = 28", {"fct_stop_hour_hour_range"}),
    (f"update {STOPS} set boarding_persons_cnt = 4 where hour = 8", {"fct_stop_hour_boardings_private"}),
    (f"update {STOPS} set boardings_cnt = 3 where is_boarding_hidden", {"fct_stop_hour_boardings_private"}),
    (f"update {STOPS} set alighting_persons_cnt = null where hour = 8", {"fct_stop_hour_alightings_private"}),
    (f"update {STOPS} set alightings_cnt = 3 where is_alighting_hidden", {"fct_stop_hour_alightings_private"}),
    (double(MEANS), {"squirrel_stop_hour_key"}),
    (f"update {MEANS} set days_cnt = null where hour = 8", {"squirrel_stop_hour_complete"}),
    (f"update {MEANS} set boardings_day_share = 1.5 where hour = 8", {"squirrel_stop_hour_share_range"}),
    (double("mart_quality__run"), {"mart_quality_run_key"}),
    (double("mart_quality__result"), {"mart_quality_result_key"}),
    ("update mart_quality__result set severity = null where status = 'fail'", {"mart_quality_result_complete"}),
    (double("mart_quality__file"), {"mart_quality_file_key"}),
    ("update mart_quality__file set rows_clean = rows_clean - 1 where feed = 'cell'", {"mart_quality_file_conserved"}),
    (double("mart_quality__reason"), {"mart_quality_reason_key"}),
    ("update mart_quality__reason set rows_quarantined = 0", {"mart_quality_reason_rows_range"}),
    (double("mart_quality__flag"), {"mart_quality_flag_key"}),
    ("update mart_quality__flag set rows_flagged = 0", {"mart_quality_flag_rows_range"}),
    (double(SERVICE), {"current_service_key", "current_service_conserved"}),
    (f"update {SERVICE} set service_status = null", {"current_service_complete"}),
    (f"update {SERVICE} set length_km = -1", {"current_service_range"}),
    (f"update {SERVICE} set boardings_cnt = boardings_cnt + 1 where route_no = 'N15'", {"current_service_conserved"}),
]  # fmt: skip

# The first night has no run, result, refused or doubtful record to tell of.
# Where nothing is crowded, or nobody is about at night, nothing is planned; that a plan is whole is told by the sums.
MAY_BE_EMPTY = {
    "mart_owl__routes",
    "mart_owl__route_stops",
    "mart_owl__network_comparison",
    "mart_owl__unserved_demand",
    "mart_squirrel__segments",
    "mart_squirrel__candidates",
    "mart_quality__cell_fault",
    "mart_quality__run",
    "mart_quality__result",
    "mart_quality__reason",
    "mart_quality__flag",
}


def failing(connection: duckdb.DuckDBPyConnection, built: Built, damaged: str = "") -> set[str]:
    """Codes of the data tests that find a row in the damaged warehouse: of all, or of those that read the `damaged` table."""
    return {
        node["name"]
        for node in built.nodes("test")
        if damaged in {*tables_read(built, node["unique_id"]), ""}
        and connection.execute(f"from ({node['compiled_code']}) limit 1").fetchall()
    }


def tables_read(built: Built, unique_id: str) -> set[str]:
    """The tables a node reads, through any number of views."""
    node = built.manifest["nodes"].get(unique_id)
    if node is None:
        return set()  # a source: the lake is not damaged here
    if node["resource_type"] == "model" and node["config"]["materialized"] == "table":
        return {node["name"]}
    return set().union(*(tables_read(built, upstream) for upstream in node["depends_on"]["nodes"]))


def test_an_undamaged_warehouse_fails_nothing(scratch: duckdb.DuckDBPyConnection, built: Built) -> None:
    assert failing(scratch, built) == set()


@pytest.mark.parametrize(
    ("damage", "codes"), DEFECTS, ids=[f"{sorted(codes)[-1]}-{n}" for n, (_, codes) in enumerate(DEFECTS)]
)
def test_a_defect_fails_its_own_test(
    scratch: duckdb.DuckDBPyConnection, built: Built, damage: str, codes: set[str]
) -> None:
    (damaged,) = re.findall("^(?:update|insert into|delete from) ([a-z_]+)", damage)
    assert damaged in tables(built) or damaged in MAY_BE_EMPTY
    scratch.execute(damage)
    assert failing(scratch, built, damaged) == codes


def tables(built: Built) -> list[str]:
    """Tables a city with every feed must find rows in."""
    return sorted(
        {node["name"] for node in built.nodes("model") if node["config"]["materialized"] == "table"}
        - MAY_BE_EMPTY
    )


def test_an_empty_table_fails(scratch: duckdb.DuckDBPyConnection, built: Built) -> None:
    for table in tables(built):
        scratch.execute(f"begin; delete from {table}")
        assert f"{table.replace('mart_quality__', 'mart_quality_')}_not_empty" in failing(
            scratch, built, table
        )
        scratch.execute("rollback")


def test_no_data_test_is_left_unproven(built: Built) -> None:
    proven = {code for _, codes in DEFECTS for code in codes}
    proven |= {f"{table.replace('mart_quality__', 'mart_quality_')}_not_empty" for table in tables(built)}
    assert {node["name"] for node in built.nodes("test")} == proven
