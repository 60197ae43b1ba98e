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
_OWL = [("plan", pa.string()), ("plan_id", pa.string())]
"""Which plan a row is of, and the digest of everything that makes that plan again: `owl_plan` tells it."""
OWL_FIGURES = [
    ("routes_cnt", pa.int32()), ("route_km", pa.float64()), ("buses_cnt", pa.int32()), ("bus_km", pa.float64()), ("trips_est", pa.float64()),
    ("covered_trips_est", pa.float64()), ("covered_share", pa.float64()), ("served_trips_est", pa.float64()), ("served_share", pa.float64()),
    ("direct_share", pa.float64()), ("riders_est", pa.float64()), ("served_per_bus_km", pa.float64()), ("riders_per_bus_km", pa.float64()),
    ("detour_mean", pa.float64()), ("district_share_min", pa.float64()), ("district_gini", pa.float64()), ("stability_jaccard", pa.float64()),
]  # fmt: skip
OWL_PLAN = pa.schema(
    [
        *_OWL, ("source", pa.string()), ("period", pa.string()), ("is_standing", pa.bool_()), ("routes_cnt", pa.int32()), ("buses_cnt", pa.int32()),
        ("route_km", pa.float64()), ("objective", pa.float64()), ("bound", pa.float64()), ("gap", pa.float64()), ("solver", pa.string()),
        ("seed", pa.int64()), ("iterations", pa.int64()), ("runtime_s", pa.float64()), ("params_hash", pa.string()), ("params_json", pa.string()),
        ("input_snapshot", pa.string()), ("figures_json", pa.string()),
    ]
)  # fmt: skip
OWL_ROUTE = pa.schema(
    [
        *_OWL, ("route_no", pa.string()), ("from_stop_id", pa.string()), ("from_stop_name", pa.string()), ("to_stop_id", pa.string()),
        ("to_stop_name", pa.string()), ("stops_cnt", pa.int32()), ("length_km", pa.float64()), ("run_min", pa.float64()), ("cycle_min", pa.float64()),
        ("buses_cnt", pa.int32()), ("headway_24_min", pa.float64()), ("headway_25_min", pa.float64()), ("headway_26_min", pa.float64()),
        ("headway_27_min", pa.float64()), ("departures_cnt", pa.int32()), ("first_departure_s", pa.int32()), ("last_departure_s", pa.int32()),
        ("bus_km", pa.float64()), ("served_trips_est", pa.float64()), ("lost_trips_est", pa.float64()), ("riders_est", pa.float64()),
        ("riders_per_bus_km", pa.float64()), ("figures_json", pa.string()), ("line_wkt", pa.string()),
    ]
)  # fmt: skip
OWL_ROUTE_STOP = pa.schema(
    [
        *_OWL, ("route_no", pa.string()), ("direction", pa.string()), ("stop_seq", pa.int32()), ("stop_id", pa.string()), ("stop_name", pa.string()),
        ("latitude", pa.float64()), ("longitude", pa.float64()), ("hex_id", pa.string()), ("way_km", pa.float64()), ("run_s", pa.int32()),
        ("first_s", pa.int32()), ("last_s", pa.int32()),
    ]
)  # fmt: skip
OWL_NETWORK = pa.schema([*_OWL, ("network", pa.string()), *OWL_FIGURES, ("figures_json", pa.string())])
OWL_UNSERVED = pa.schema(
    [
        *_OWL, ("hex_id", pa.string()), ("trips_from_est", pa.float64()), ("unserved_from_est", pa.float64()), ("trips_to_est", pa.float64()),
        ("unserved_to_est", pa.float64()), ("covered_share", pa.float64()), ("is_hidden", pa.bool_()), ("hidden_pairs_cnt", pa.int64()),
    ]
)  # fmt: skip
TABLES = {
    ("plan", "squirrel_segment"): SQUIRREL_SEGMENT, ("plan", "squirrel_candidate"): SQUIRREL_CANDIDATE, ("plan", "owl_plan"): OWL_PLAN,
    ("plan", "owl_route"): OWL_ROUTE, ("plan", "owl_route_stop"): OWL_ROUTE_STOP, ("plan", "owl_network"): OWL_NETWORK,
    ("plan", "owl_unserved"): OWL_UNSERVED,
}  # fmt: skip
"""(zone, table) → columns; the key of their partitions is `plan`."""
