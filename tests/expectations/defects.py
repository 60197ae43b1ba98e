"""For every expectation, the smallest damage it exists to notice: code → view and the SQL that does the damage.

A row-count floor is not listed: its defect is the empty table, which test_suites.py tries on every suite.
"""

from expectations.discovery import feed_tables
from nightowl import profile
from tests import lakes
from tests.lake_schema import FEEDS

NUMBER = "연락처 010-1234-5678"


def _feed_defects(feed: str) -> dict[str, tuple[str, str]]:
    view, file = f"night_feed_{feed}", f"update night_file set {{}} where feed = '{feed}'"
    daily = profile.load().feed(feed).expected == "daily"
    earlier = " union all ".join(f"select '{feed}', '20{year}-01', 99999, 99999" for year in (10, 11, 12))
    defects = {
        f"{feed}_refused_share_exceeded": (view, f"update {view} set records = 100, rows_quarantined = 6"),
        f"{feed}_delivery_without_rows": (
            view,
            f"update {view} set records = 0"
            if not daily
            else f"update {view} set records = 0, files_loaded = 0, files_refused = 24",
        ),
        f"{feed}_file_refused": (view, file.format("status = 'refused'")),
        f"{feed}_column_unknown": (view, file.format("unknown_columns = ['roaming']")),
        f"{feed}_delivery_missing": (view, f"update {view} set expected = 'daily', is_delivered = false"),
        f"{feed}_delivery_overdue": (
            view,
            f"update {view} set expected = 'monthly', newest_part = '2021-12'",
        ),
        f"{feed}_never_delivered": (view, f"update {view} set has_rows = false"),
        f"{feed}_partition_rows_as_ledger": (
            f"partition_rows_{feed}",
            f"update partition_rows_{feed} set rows_found = rows_found - 1 where part = (select min(part) from partition_rows_{feed})",
        ),
    }
    # Days of a feed that comes now and then have no usual size.
    if daily or feed_tables()[feed].key != "service_date":
        defects[f"{feed}_volume_unusual"] = (
            f"partition_rows_{feed}",
            f"insert into partition_rows_{feed} {earlier}",
        )
    return defects


def _both_presence(table: str) -> dict[str, tuple[str, str]]:
    return {
        f"{table}_day_empty": (table, f"delete from {table} where service_date = '2022-03-02'"),
        f"{table}_key_unique": (table, f"insert into {table} from {table} limit 1"),
        f"{table}_hour_range": (table, f"update {table} set hour = 3 where hour = 4"),
        f"{table}_hex_unknown": (table, f"update {table} set hex_id = '8830e1d8c0fffff' where hour = 4"),
    }


def _both_stop_hours(table: str) -> dict[str, tuple[str, str]]:
    return {
        f"{table}_day_empty": (table, f"delete from {table} where service_date = '2022-03-02'"),
        f"{table}_key_unique": (table, f"insert into {table} from {table} limit 1"),
        f"{table}_hour_range": (table, f"update {table} set hour = 3 where hour = 8"),
    }


def _hidden_dong_days(table: str) -> dict[str, tuple[str, str]]:
    return {
        f"{table}_below_k": (table, f"update {table} set open_cnt = 8, cases_cnt = 12 where not is_hidden"),
        f"{table}_hidden_told": (table, f"update {table} set overdue_cnt = 0 where is_hidden"),
    }


def _both_dong_days(table: str) -> dict[str, tuple[str, str]]:
    return {
        f"{table}_day_empty": (table, f"delete from {table} where service_date = '2022-03-02'"),
        f"{table}_key_unique": (table, f"insert into {table} from {table} limit 1"),
    }


def _dong_day_marts(table: str) -> dict[str, tuple[str, str]]:
    return _hidden_dong_days(table) | {
        f"{table}_stale": (table, f"delete from {table} where service_date = '2022-03-02'"),
        f"{table}_raw_number": (table, f"update {table} set dong_code = '{NUMBER}' where is_hidden"),
    }


def _cases(damage: str) -> tuple[str, str]:
    return "complaint_version", f"update complaint_version set {damage} where record_number = 2"


# fmt: off  (one defect a line)
DEFECTS: dict[str, tuple[str, str]] = {
    **{code: defect for feed in FEEDS for code, defect in _feed_defects(feed).items()},
    **{code: defect for domain in lakes.domains() for code, defect in domain.DEFECTS.items()},
    # telecom_event
    "telecom_event_day_empty": (
        "telecom_event",
        "delete from telecom_event where service_date = '2022-03-02'",
    ),
    "telecom_event_key_unique": ("telecom_event", "insert into telecom_event from telecom_event limit 1"),
    "telecom_event_event_at_missing": (
        "telecom_event",
        "update telecom_event set event_at = null where hour = 4",
    ),
    "telecom_event_cell_id_missing": (
        "telecom_event",
        "update telecom_event set cell_id = null where hour = 4",
    ),
    "telecom_event_subscriber_key_missing": (
        "telecom_event",
        "update telecom_event set subscriber_key = null where hour = 4",
    ),
    "telecom_event_subscriber_key_length": (
        "telecom_event",
        "update telecom_event set subscriber_key = '01012345678'::blob where hour = 4",
    ),
    "telecom_event_hour_range": ("telecom_event", "update telecom_event set hour = 28 where hour = 4"),
    "telecom_event_service_day": (
        "telecom_event",
        "update telecom_event set service_date = service_date + 1, hour = hour - 24 where hour = 25",
    ),
    "telecom_event_type_known": (
        "telecom_event",
        "update telecom_event set event_type = 'fax' where hour = 4",
    ),
    "telecom_event_duration_range": (
        "telecom_event",
        "update telecom_event set duration_s = 86401 where hour = 4",
    ),
    "telecom_event_reference_repeated": (
        "telecom_event",
        "update telecom_event set record_ref = 'R1' where hour = 4",
    ),
    "telecom_event_hour_silent": (
        "telecom_event",
        "delete from telecom_event where hour = 27 and service_date = '2022-03-02'",
    ),
    "telecom_event_raw_number": (
        "telecom_event",
        'update telecom_event set extra_json = \'{"called": "01012345678"}\' where hour = 4',
    ),
    # cell
    "cell_key_unique": ("cell", "insert into cell from cell limit 1"),
    "cell_cell_id_missing": ("cell", "update cell set cell_id = null"),
    "cell_latitude_in_city": (
        "cell",
        "update cell set latitude = longitude, longitude = latitude where cell_id = '11-00003-1'",
    ),
    "cell_longitude_in_city": ("cell", "update cell set longitude = 127.21 where cell_id = '11-00003-1'"),
    "cell_hex_malformed": ("cell", "update cell set hex_id = '8830E1D8C1FFFFF' where cell_id = '11-00003-1'"),
    "cell_active_order": ("cell", "update cell set active_to = active_from - 1 where cell_id = '11-00003-1'"),
    "cell_technology_known": ("cell", "update cell set technology = '6G' where cell_id = '11-00003-1'"),
    "cell_none_in_force": ("cell", "update cell set valid_from = '2022-03-03'"),
    "cell_inventory_shrunk": (
        "cell",
        "delete from cell where valid_from = '2022-03-01' and cell_id <> '11-00001-1'",
    ),
    "cell_stale": ("cell", "update cell set valid_from = '2021-08-01'"),
    "cell_raw_number": ("cell", f"update cell set site_id = '{NUMBER}' where cell_id = '11-00003-1'"),
    # cell_hex_share
    "cell_hex_share_key_unique": ("cell_hex_share", "insert into cell_hex_share from cell_hex_share limit 1"),
    "cell_hex_share_range": (
        "cell_hex_share",
        "update cell_hex_share set share = 0 where cell_id = '11-00003-1'",
    ),
    "cell_hex_share_sums_to_one": (
        "cell_hex_share",
        "update cell_hex_share set share = 0.9 where cell_id = '11-00003-1'",
    ),
    "cell_hex_share_main": (
        "cell_hex_share",
        "update cell_hex_share set is_main = false where cell_id = '11-00003-1'",
    ),
    "cell_hex_share_hex_unknown": (
        "cell_hex_share",
        "update cell_hex_share set hex_id = '8830e1d8c0fffff' where cell_id = '11-00003-1'",
    ),
    "cell_hex_share_cell_left_out": (
        "cell_hex_share",
        "delete from cell_hex_share where cell_id = '11-00003-1'",
    ),
    # resident_population
    "resident_population_key_unique": (
        "resident_population",
        "insert into resident_population from resident_population limit 1",
    ),
    "resident_population_code_malformed": (
        "resident_population",
        "update resident_population set dong_code = '1111051' where sex = 'M'",
    ),
    "resident_population_sex_known": (
        "resident_population",
        "update resident_population set sex = '남' where sex = 'M'",
    ),
    "resident_population_age_band_known": (
        "resident_population",
        "update resident_population set age_band = '65+' where age_band = '70+'",
    ),
    "resident_population_count_missing": (
        "resident_population",
        "update resident_population set residents_cnt = null where sex = 'M'",
    ),
    "resident_population_count_range": (
        "resident_population",
        "update resident_population set residents_cnt = -1 where sex = 'M'",
    ),
    "resident_population_dong_incomplete": (
        "resident_population",
        "delete from resident_population where dong_code = '11680640' and sex = 'M'",
    ),
    "resident_population_jump": (
        "resident_population",
        "update resident_population set residents_cnt = 70 where month = '2022-03'",
    ),
    "resident_population_raw_number": (
        "resident_population",
        f"update resident_population set dong_name = '{NUMBER}' where sex = 'M'",
    ),
    # presence
    **_both_presence("presence_hex_hour"),
    **_both_presence("presence_hex_hour_public"),
    "presence_hex_hour_counts": (
        "presence_hex_hour",
        "update presence_hex_hour set persons_est = persons_cnt + 1 where hour = 4",
    ),
    "presence_hex_hour_events_lost": ("presence_hex_hour", "delete from presence_hex_hour where hour = 20"),
    "presence_hex_hour_public_below_k": (
        "presence_hex_hour_public",
        "update presence_hex_hour_public set persons_cnt = 4 where hour = 20",
    ),
    "presence_hex_hour_public_hidden_told": (
        "presence_hex_hour_public",
        "update presence_hex_hour_public set events_est = 3 where is_hidden",
    ),
    "presence_hex_hour_public_differs": (
        "presence_hex_hour_public",
        "update presence_hex_hour_public set persons_cnt = 9 where persons_cnt = 8",
    ),
    "presence_partitions_lost": (
        "presence_rows",
        "update presence_rows set rows_presence = 0, rows_public = 0 where part = '2022-03-01'",
    ),
    "presence_partitions_differ": (
        "presence_rows",
        "update presence_rows set rows_public = rows_public + 1 where part = '2022-03-01'",
    ),
    # bus_stop_month
    "bus_stop_month_month_empty": ("bus_stop_month", "delete from bus_stop_month where month = '2022-03'"),
    "bus_stop_month_hours_of_a_line": (
        "bus_stop_month",
        "update bus_stop_month set clock_hour = 2 where clock_hour = 1 and record_number = 2",
    ),
    "bus_stop_month_key_unique": ("bus_stop_month", "update bus_stop_month set visit_seq = 1"),
    "bus_stop_month_route_missing": (
        "bus_stop_month",
        "update bus_stop_month set route_no = null where record_number = 2",
    ),
    "bus_stop_month_hour_range": (
        "bus_stop_month",
        "update bus_stop_month set clock_hour = 24 where clock_hour = 0",
    ),
    "bus_stop_month_boardings_missing": (
        "bus_stop_month",
        "update bus_stop_month set boardings_cnt = null where clock_hour = 0",
    ),
    "bus_stop_month_alightings_missing": (
        "bus_stop_month",
        "update bus_stop_month set alightings_cnt = null where clock_hour = 0",
    ),
    "bus_stop_month_boardings_range": (
        "bus_stop_month",
        "update bus_stop_month set boardings_cnt = -1 where clock_hour = 0",
    ),
    "bus_stop_month_alightings_range": (
        "bus_stop_month",
        "update bus_stop_month set alightings_cnt = 1000001 where clock_hour = 0",
    ),
    "bus_stop_month_hour_silent": (
        "bus_stop_month",
        "update bus_stop_month set boardings_cnt = 0, alightings_cnt = 0 where clock_hour = 1",
    ),
    "bus_stop_month_alightings_balance": (
        "bus_stop_month",
        "update bus_stop_month set boardings_cnt = alightings_cnt, alightings_cnt = boardings_cnt",
    ),
    "bus_stop_month_raw_number": (
        "bus_stop_month",
        f"update bus_stop_month set stop_name = '{NUMBER}' where record_number = 2",
    ),
    # card_tap
    "card_tap_day_empty": ("card_tap", "delete from card_tap where service_date = '2022-03-02'"),
    "card_tap_key_unique": ("card_tap", "insert into card_tap from card_tap limit 1"),
    "card_tap_boarded_at_missing": ("card_tap", "update card_tap set boarded_at = null where hour = 8"),
    "card_tap_board_stop_id_missing": ("card_tap", "update card_tap set board_stop_id = null where hour = 8"),
    "card_tap_route_id_missing": ("card_tap", "update card_tap set route_id = null where hour = 8"),
    "card_tap_card_key_missing": ("card_tap", "update card_tap set card_key = null where hour = 8"),
    "card_tap_card_key_length": ("card_tap", "update card_tap set card_key = '1'::blob where hour = 8"),
    "card_tap_mode_known": ("card_tap", "update card_tap set mode = 'tram' where hour = 8"),
    "card_tap_passengers_cnt_range": ("card_tap", "update card_tap set passengers_cnt = 101 where hour = 8"),
    "card_tap_transfer_cnt_range": ("card_tap", "update card_tap set transfer_cnt = 4 where hour = 8"),
    "card_tap_id_shape": ("card_tap", "update card_tap set board_stop_id = '4100001' where hour = 8"),
    "card_tap_service_day": (
        "card_tap",
        "update card_tap set service_date = service_date + 1, hour = hour - 24 where hour = 25",
    ),
    "card_tap_alighting_sound": ("card_tap", "update card_tap set alighted_at = boarded_at where hour = 8"),
    "card_tap_alightings_missing": (
        "card_tap",
        "update card_tap set alighted_at = null, alight_stop_id = null where hour = 8",
    ),
    "card_tap_rush_hour_silent": ("card_tap", "delete from card_tap where hour = 17"),
    "card_tap_raw_card": ("card_tap", "update card_tap set user_type = '3223-0099-8122-3314' where hour = 8"),
    "card_tap_raw_number": (
        "card_tap",
        'update card_tap set extra_json = \'{"called": "01012345678"}\' where hour = 8',
    ),
    # stop_hour
    **_both_stop_hours("stop_hour"),
    **_both_stop_hours("stop_hour_public"),
    "stop_hour_counts": (
        "stop_hour",
        "update stop_hour set boardings_cnt = boarding_persons_cnt - 1 where hour = 8",
    ),
    "stop_hour_passengers_lost": ("stop_hour", "delete from stop_hour where hour = 28"),
    "stop_hour_public_below_k": (
        "stop_hour_public",
        "update stop_hour_public set alighting_persons_cnt = 4 where hour = 8",
    ),
    "stop_hour_public_hidden_told": (
        "stop_hour_public",
        "update stop_hour_public set boardings_cnt = 3 where is_boarding_hidden",
    ),
    "stop_hour_public_differs": (
        "stop_hour_public",
        "update stop_hour_public set boardings_cnt = boardings_cnt + 1 where hour = 8",
    ),
    # complaint_version, complaint_dong_day
    "complaint_version_day_empty": (
        "complaint_version",
        "delete from complaint_version where service_date = '2022-03-02'",
    ),
    "complaint_version_key_unique": (
        "complaint_version",
        "insert into complaint_version from complaint_version limit 1",
    ),
    "complaint_version_case_id_missing": _cases("case_id = null"),
    "complaint_version_received_at_missing": _cases("received_at = null"),
    "complaint_version_status_known": _cases("status = '접수'"),
    "complaint_version_closing": _cases("closed_at = received_at + interval 1 hour"),
    "complaint_version_service_day": _cases("received_at = received_at - interval 7 hour"),
    "complaint_version_place_in_city": _cases("latitude = longitude, longitude = latitude"),
    "complaint_version_restless_case": (
        "complaint_version",
        "insert into complaint_version select v.* from (from complaint_version limit 1) v, range(50)",
    ),
    "complaint_version_raw_number": _cases(f"department = '{NUMBER}'"),
    "complaint_version_redaction": _cases("answer = '주민번호 900101-1234567'"),
    **_both_dong_days("complaint_dong_day"),
    **_both_dong_days("complaint_dong_day_public"),
    "complaint_dong_day_counts": (
        "complaint_dong_day",
        "update complaint_dong_day set overdue_cnt = cases_cnt + 1",
    ),
    "complaint_dong_day_cases_lost": (
        "complaint_dong_day",
        "delete from complaint_dong_day where dong_code = 'unknown'",
    ),
    **_hidden_dong_days("complaint_dong_day_public"),
    "complaint_dong_day_public_differs": (
        "complaint_dong_day_public",
        "update complaint_dong_day_public set cases_cnt = 99 where cases_cnt = 12",
    ),
    **_dong_day_marts("fct_complaint_dong_day"),
    **_dong_day_marts("mart_complaints__dong_day"),
    # hex, holiday
    "hex_key_unique": ("hex", "insert into hex from hex limit 1"),
    "hex_id_malformed": ("hex", "update hex set hex_id = upper(hex_id)"),
    "hex_resolution_as_profile": ("hex", "update hex set resolution = 9"),
    "hex_area_range": (
        "hex",
        "update hex set area_km2 = 510000 where hex_id = (select min(hex_id) from hex)",
    ),
    "hex_boundary_malformed": (
        "hex",
        "update hex set boundary_wkt = null where hex_id = (select min(hex_id) from hex)",
    ),
    "holiday_key_unique": ("holiday", "insert into holiday from holiday limit 1"),
    "holiday_year_missing": ("holiday", "delete from holiday where year(holiday_date) = 2022"),
    # marts
    "dim_date_night_missing": ("dim_date", "update dim_date set calendar_date = calendar_date + 365"),
    "dim_hex_area_range": ("dim_hex", "update dim_hex set area_km2 = 510000"),
    "dim_dong_residents_range": ("dim_dong", "update dim_dong set residents_cnt = 400001"),
    "dim_cell_none_current": ("dim_cell", "update dim_cell set is_current = false"),
    "fct_presence_hex_hour_stale": (
        "fct_presence_hex_hour",
        "delete from fct_presence_hex_hour where service_date = '2022-03-02'",
    ),
    "fct_presence_hex_hour_below_k": (
        "fct_presence_hex_hour",
        "update fct_presence_hex_hour set persons_cnt = 4",
    ),
    "fct_presence_hex_hour_mostly_hidden": (
        "fct_presence_hex_hour",
        "update fct_presence_hex_hour set is_hidden = true",
    ),
    "mart_owl__current_service_unboarded": (
        "mart_owl__current_service",
        "update mart_owl__current_service set month = null",
    ),
    "mart_owl__current_service_implausible": (
        "mart_owl__current_service",
        "update mart_owl__current_service set boardings_per_night = 20001 where route_no = 'N15'",
    ),
    "mart_owl__current_service_raw_number": (
        "mart_owl__current_service",
        f"update mart_owl__current_service set service_status = '{NUMBER}'",
    ),
    "mart_owl__night_demand_stale": (
        "mart_owl__night_demand",
        "delete from mart_owl__night_demand where night_date = '2022-03-02'",
    ),
    "mart_owl__night_demand_below_k": (
        "mart_owl__night_demand",
        "update mart_owl__night_demand set persons_cnt = 1",
    ),
    "mart_owl__night_demand_hour_range": (
        "mart_owl__night_demand",
        "update mart_owl__night_demand set hour = 1",
    ),
    "mart_owl__night_demand_typical_below_k": (
        "mart_owl__night_demand_typical",
        "update mart_owl__night_demand_typical set persons_median = 4",
    ),
    "mart_owl__night_demand_typical_nights": (
        "mart_owl__night_demand_typical",
        "update mart_owl__night_demand_typical set hidden_nights_cnt = 2",
    ),
    "mart_owl__night_boardings_stale": (
        "mart_owl__night_boardings",
        "delete from mart_owl__night_boardings where month = '2022-03'",
    ),
    "mart_owl__night_boardings_hour_silent": (
        "mart_owl__night_boardings",
        "delete from mart_owl__night_boardings where clock_hour = 1",
    ),
    "mart_owl__night_boardings_raw_number": (
        "mart_owl__night_boardings",
        f"update mart_owl__night_boardings set stop_name = '{NUMBER}'",
    ),
    "fct_stop_hour_stale": ("fct_stop_hour", "delete from fct_stop_hour where service_date = '2022-03-02'"),
    "fct_stop_hour_below_k": ("fct_stop_hour", "update fct_stop_hour set alighting_persons_cnt = 1"),
    "fct_stop_hour_mostly_hidden": ("fct_stop_hour", "update fct_stop_hour set is_boarding_hidden = true"),
    "mart_squirrel__stop_hour_days": (
        "mart_squirrel__stop_hour",
        "update mart_squirrel__stop_hour set hidden_boarding_cells_cnt = 3",
    ),
    "mart_squirrel__stop_hour_shares": (
        "mart_squirrel__stop_hour",
        "delete from mart_squirrel__stop_hour where hour = 8",
    ),
    "fct_bus_stop_month_stale": (
        "fct_bus_stop_month",
        "delete from fct_bus_stop_month where month = '2022-03'",
    ),
    "fct_bus_stop_month_rows_as_lake": (
        "fct_bus_stop_month",
        "delete from fct_bus_stop_month where month = '2022-02' and visit_seq = 1",
    ),
    "fct_bus_stop_month_raw_number": (
        "fct_bus_stop_month",
        f"update fct_bus_stop_month set route_name = '{NUMBER}'",
    ),
}
# fmt: on
