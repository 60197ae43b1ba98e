"""Columns of the tables that planning writes (`lake/plan/…`): in the core, so that the rooms that lay out and read the lake know them."""

import pyarrow as pa

_PLAN = [
    ("plan", pa.string()), ("source", pa.string()), ("period", pa.string()), ("days_cnt", pa.int32()), ("threshold_rule", pa.string()),
    ("nominal_threshold", pa.float64()),
]  # fmt: skip
_STRETCH = [
    ("route_id", pa.string()), ("route_no", pa.string()), ("pattern_id", pa.string()), ("day_part", pa.string()),
    ("from_section_seq", pa.int32()), ("to_section_seq", pa.int32()), ("from_stop_id", pa.string()), ("from_stop_name", pa.string()),
    ("to_stop_id", pa.string()), ("to_stop_name", pa.string()), ("from_s", pa.int32()), ("to_s", pa.int32()), ("duration_min", pa.int32()),
    ("sections_cnt", pa.int32()), ("length_m", pa.int32()), ("run_s", pa.int32()), ("threshold", pa.float64()), ("crowded_share", pa.float64()),
    ("weekdays_over_cnt", pa.int32()), ("buses_per_hour", pa.float64()), ("load_mean", pa.float64()), ("load_max", pa.float64()),
    ("own_excess_passenger_min", pa.int64()), ("excess_passenger_min", pa.int64()), ("other_routes", pa.string()), ("line_wkt", pa.string()),
]  # fmt: skip
_SOLUTION = [
    ("objective", pa.int64()), ("bound", pa.int64()), ("gap", pa.float64()), ("solver", pa.string()), ("runtime_s", pa.float64()),
    ("params_hash", pa.string()), ("params_json", pa.string()), ("input_snapshot", pa.string()),
]  # fmt: skip
SQUIRREL_SEGMENT = pa.schema(
    [*_PLAN, ("segment_id", pa.string()), *_STRETCH, ("fate", pa.string()), *_SOLUTION]
)
SQUIRREL_CANDIDATE = pa.schema(
    [
        *_PLAN, ("rank", pa.int32()), ("candidate_id", pa.string()), ("segment_id", pa.string()), *_STRETCH,
        ("score", pa.float64()), ("headway_min", pa.int32()), ("cycle_min", pa.float64()), ("round_trip_m", pa.int32()), ("buses_cnt", pa.int32()),
        ("bus_hours", pa.float64()), ("load_before", pa.float64()), ("load_after", pa.float64()), ("riders_cnt", pa.int64()),
        ("riders_taken_cnt", pa.int64()), ("is_enough", pa.bool_()), *_SOLUTION,
    ]
)  # fmt: skip
TABLES = {("plan", "squirrel_segment"): SQUIRREL_SEGMENT, ("plan", "squirrel_candidate"): SQUIRREL_CANDIDATE}
"""(zone, table) → columns; the key of their partitions is `plan`."""
