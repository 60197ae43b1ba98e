"""The lake's tables as literal columns, and a writer for rows made by hand.

Literal on purpose: Spark's own schemas are compared with these, so that a change of a column is made in both places knowingly.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from nightowl.lake import Lake
from tests import lakes

_DOMAINS = lakes.domains()
FEEDS = (
    "telecom_event", "cell", "resident_population", "bus_stop_month", "card_tap", "complaint_version",
    *(feed for domain in _DOMAINS for feed in domain.FEEDS),
)  # fmt: skip

Row = dict[str, object]

_ROW = "flags list<str>, source_file str, record_number int64"
_FILE_COUNTS = "rows_clean int64, rows_duplicate int64, rows_merged int64, rows_opted_out int64"
_PRESENCE = (
    "service_date date, hour int32, hex_id str, persons_cnt int64, persons_est float64, events_est float64"
)
_STOP_HOUR = (
    "service_date date, hour int32, stop_id str, boarding_persons_cnt int64, boardings_cnt int64, "
    "alighting_persons_cnt int64, alightings_cnt int64"
)
_DONG_DAY = "service_date date, dong_code str, cases_cnt int64, open_cnt int64, overdue_cnt int64, on_time_unknown_cnt int64, as_of_date date"
_QUARANTINE = "delivered date, source_file str, record_number int64, reasons list<str>, first_reason str, line_masked str, rule_version str"

COLUMNS: dict[str, str] = {
    "clean/telecom_event": "service_date date, hour int32, event_at timestamptz, subscriber_key key, event_type str, cell_id str, "
    "duration_s int32, record_ref str, sequence int32, side str, home_area str, age_band str, flags list<str>, extra_json str, source_file str, record_number int64",
    "clean/cell": "valid_from date, cell_id str, site_id str, technology str, latitude float64, longitude float64, "
    f"active_from date, active_to date, hex_id str, {_ROW}",
    "clean/resident_population": f"month str, dong_code str, gu_name str, dong_name str, sex str, age_band str, residents_cnt int32, {_ROW}",
    "clean/bus_stop_month": "month str, route_no str, route_name str, stop_id str, ars_id str, stop_name str, is_virtual_stop bool, visit_seq int32, "
    f"clock_hour int32, boardings_cnt int32, alightings_cnt int32, {_ROW}",
    "clean/card_tap": "service_date date, hour int32, boarded_at timestamptz, alighted_at timestamptz, card_key key, card_type str, mode str, "
    "route_id str, vehicle_id str, board_stop_id str, alight_stop_id str, journey_ref str, transfer_cnt int32, user_type str, "
    f"passengers_cnt int32, distance_m int32, ride_s int32, extra_json str, {_ROW}",
    "clean/complaint_version": "service_date date, case_id str, received_at timestamptz, due_at timestamptz, closed_at timestamptz, "
    "updated_at timestamptz, status str, status_text str, field str, item str, channel str, department str, dong_code str, latitude float64, "
    f"longitude float64, title str, text str, answer str, on_time_published str, extra_json str, {_ROW}",
    **{table: columns for domain in _DOMAINS for table, columns in domain.COLUMNS.items()},
    **{f"quarantine/{feed}": _QUARANTINE for feed in FEEDS},
    "aggregate/cell_hex_share": "valid_from date, cell_id str, hex_id str, share float64, is_main bool",
    "aggregate/presence_hex_hour": _PRESENCE,
    "aggregate/presence_hex_hour_public": f"{_PRESENCE}, is_hidden bool, hidden_sites_cnt int64",
    "aggregate/stop_hour": _STOP_HOUR,
    "aggregate/stop_hour_public": f"{_STOP_HOUR}, is_boarding_hidden bool, is_alighting_hidden bool",
    "aggregate/complaint_dong_day": _DONG_DAY,
    "aggregate/complaint_dong_day_public": f"{_DONG_DAY}, is_hidden bool",
    "aggregate/hex": "hex_id str, resolution int32, centre_latitude float64, centre_longitude float64, area_km2 float64, boundary_wkt str",
    "aggregate/holiday": "country str, holiday_date date, name_ko str, name_en str",
    "ledger/file": "run_id str, feed str, service_date date, source_file str, delivered date, status str, reason_code str, sentence str, "
    "bytes int64, sha256 str, records int64, longest_line_bytes int64, compression_ratio float64, unknown_columns list<str>, "
    f"{_FILE_COUNTS}, rows_quarantined int64, quarantined_by_reason reasons, flagged flags, recorded_at timestamptz, seconds float64, "
    "code_version str, rule_version str, key_id str",
    "ledger/part": f"run_id str, feed str, source_file str, part str, {_FILE_COUNTS}, recorded_at timestamptz",
    "quality/result": "run_id str, service_date date, stage str, tool str, code str, table_name str, column_name str, group_name str, "
    "severity str, owner str, sentence str, fix str, status str, observed str, failing_rows int64, total_rows int64, sample_json str, "
    "checked_at timestamptz, seconds float64",
    "quality/run": "run_id str, service_date date, started_at timestamptz, verdict str, held_groups list<str>, snapshot str, code_version str",
}
KEYS = {
    "clean/telecom_event": "service_date",
    "clean/cell": "valid_from",
    "clean/resident_population": "month",
    "clean/bus_stop_month": "month",
    "clean/complaint_version": "service_date",
    "clean/card_tap": "service_date",
}
KEYS |= {table: key for domain in _DOMAINS for table, key in domain.KEYS.items()}
KEYS |= {f"quarantine/{feed}": "delivered" for feed in FEEDS}
KEYS |= {
    "aggregate/cell_hex_share": "valid_from",
    "aggregate/hex": "resolution",
    "aggregate/holiday": "country",
}
KEYS |= {f"aggregate/complaint_dong_day{form}": "service_date" for form in ("", "_public")}
KEYS |= {"aggregate/presence_hex_hour": "service_date", "aggregate/presence_hex_hour_public": "service_date"}
KEYS |= {"aggregate/stop_hour": "service_date", "aggregate/stop_hour_public": "service_date"}

_TYPES = {
    "str": pa.string(), "bool": pa.bool_(), "date": pa.date32(), "int32": pa.int32(), "int64": pa.int64(), "float64": pa.float64(),
    "timestamptz": pa.timestamp("us", tz="UTC"), "key": pa.binary(), "list<str>": pa.list_(pa.string()),
    "flags": pa.list_(pa.struct([("flag", pa.string()), ("rows", pa.int64())])),
    "reasons": pa.list_(pa.struct([("reason", pa.string()), ("rows", pa.int64())])),
}  # fmt: skip
_TYPES |= {kind: of for domain in _DOMAINS for kind, of in getattr(domain, "TYPES", {}).items()}


def schema(table: str) -> pa.Schema:
    """Arrow schema of a lake table, named as `zone/table`."""
    return pa.schema(
        [
            (name, _TYPES[kind])
            for name, kind in (column.strip().split(" ") for column in COLUMNS[table].split(", "))
        ]
    )


def folder(lake: Lake, table: str) -> Path:
    """Folder of a lake table, named as `zone/table`."""
    return lake.root / table


def write_rows(lake: Lake, table: str, rows: Iterable[Row], file: str = "part-0.parquet") -> None:
    """Write rows into their partitions (replacing `file` there), beside the zero-row anchor that every table has."""
    shape, key = schema(table), KEYS.get(table)
    by_folder: dict[Path, list[Row]] = defaultdict(list)
    for row in rows:
        by_folder[folder(lake, table) / f"{key}={row[key]}" if key else folder(lake, table)].append(row)
    by_path = {folder(lake, table) / "_schema.parquet": []} | {
        place / file: found for place, found in by_folder.items()
    }
    for path, found in by_path.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(found, shape), path)
