"""The tiny lake's Squirrel plan: a screening of March in which two routes are crowded on one street, and a third elsewhere in the evening."""

import json

FEEDS = ()

_PLAN = "plan str, source str, period str, days_cnt int32, threshold_rule str, nominal_threshold float64"
_STRETCH = (
    "route_id str, route_no str, pattern_id str, day_part str, from_section_seq int32, to_section_seq int32, from_stop_id str, from_stop_name str, "
    "to_stop_id str, to_stop_name str, from_s int32, to_s int32, duration_min int32, sections_cnt int32, length_m int32, run_s int32, "
    "threshold float64, crowded_share float64, weekdays_over_cnt int32, buses_per_hour float64, load_mean float64, load_max float64, "
    "own_excess_passenger_min int64, excess_passenger_min int64, other_routes str, line_wkt str"
)
_SERVICE = (
    "score float64, headway_min int32, cycle_min float64, round_trip_m int32, buses_cnt int32, bus_hours float64, load_before float64, "
    "load_after float64, riders_cnt int64, riders_taken_cnt int64, is_enough bool"
)
_SOLUTION = "objective int64, bound int64, gap float64, solver str, runtime_s float64, params_hash str, params_json str, input_snapshot str"
COLUMNS = {
    "plan/squirrel_segment": f"{_PLAN}, segment_id str, {_STRETCH}, fate str, {_SOLUTION}",
    "plan/squirrel_candidate": f"{_PLAN}, rank int32, candidate_id str, segment_id str, {_STRETCH}, {_SERVICE}, {_SOLUTION}",
}
KEYS = dict.fromkeys(COLUMNS, "plan")
OF_FEED = dict.fromkeys(COLUMNS, "bus_stop_month")

PLAN = "screening-2022-03-60"
# route, part of the day, hour, passenger-minutes over the threshold of its own and of all on the way, fate, rank
STRETCHES = [
    ("143", "forenoon", 8, 4_000, 7_000, "chosen", 1),
    ("146", "forenoon", 8, 3_000, 7_000, "shares_street", None),
    ("242", "afternoon", 18, 2_000, 2_000, "chosen", 2),
]
_ABOUT = {
    "plan": PLAN, "source": "screening", "period": "2022-03", "days_cnt": 31, "threshold_rule": "passengers", "nominal_threshold": 60.0, "objective": 9_000, "bound": 9_000,
    "gap": 0.0, "solver": "HiGHS", "runtime_s": 0.4, "params_hash": "0123456789abcdef", "params_json": json.dumps({"squirrel": {"threshold": 60}}),
    "input_snapshot": json.dumps({"section_load_month/2022-03": "section_months-1"}),
}  # fmt: skip


def rows() -> dict[str, list[dict[str, object]]]:
    """The stretches of the plan, and the two that get a shuttle of five buses each."""
    segments: list[dict[str, object]] = []
    candidates: list[dict[str, object]] = []
    for route, part, hour, own, whole, fate, rank in STRETCHES:
        name = f"{route}/id{route}/6-15/{part}"
        stretch = _ABOUT | {
            "segment_id": name, "route_id": f"id{route}", "route_no": route, "pattern_id": f"id{route}", "day_part": part, "from_section_seq": 6,
            "to_section_seq": 15, "from_stop_id": "s6", "from_stop_name": "종로2가", "to_stop_id": "s16", "to_stop_name": "강남역", "from_s": hour * 3_600,
            "to_s": (hour + 1) * 3_600, "duration_min": 60, "sections_cnt": 10, "length_m": 5_000, "run_s": 1_200, "threshold": 30.0,
            "crowded_share": 1.0, "weekdays_over_cnt": None, "buses_per_hour": 10.0, "load_mean": 50.0, "load_max": 50.0,
            "own_excess_passenger_min": own, "excess_passenger_min": whole, "other_routes": "146" if route == "143" else None,
            "line_wkt": "LINESTRING(127.000000 37.500000, 127.050000 37.500000)",
        }  # fmt: skip
        segments.append(stretch | {"fate": fate})
        if rank:
            candidates.append(
                stretch | {"rank": rank, "candidate_id": name, "score": whole / 5, "headway_min": 10, "cycle_min": 45.0, "round_trip_m": 10_000,
                           "buses_cnt": 5, "bus_hours": 5.0, "load_before": 50.0, "load_after": 28.0, "riders_cnt": 800, "riders_taken_cnt": 300,
                           "is_enough": True}
            )  # fmt: skip
    return {"plan/squirrel_segment": segments, "plan/squirrel_candidate": candidates}


WAREHOUSE = ""
DEFECTS: dict[str, tuple[str, str]] = {}
MODEL_DEFECTS: list[tuple[str, set[str]]] = []
