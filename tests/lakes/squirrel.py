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
PARAMS = {
    "squirrel": {"threshold": 60, "one_way_km": {"least": 4, "most": 6}, "duration_min": {"least": 45, "most": 120}, "crowded_share_min": 0.8,
                 "routes_max": 61, "buses_max": 250}
}  # fmt: skip
_ABOUT = {
    "plan": PLAN, "source": "screening", "period": "2022-03", "days_cnt": 31, "threshold_rule": "passengers", "nominal_threshold": 60.0, "objective": 9_000, "bound": 9_000,
    "gap": 0.0, "solver": "HiGHS", "runtime_s": 0.4, "params_hash": "0123456789abcdef", "params_json": json.dumps(PARAMS),
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


_SEGMENT, _CANDIDATE, _LOAD, _CHAIN = (
    "mart_squirrel__segments",
    "mart_squirrel__candidates",
    "fct_section_load",
    "fct_trip_chain",
)
_STRETCHES = f"""
    select * from (values
        ('143', 1, 'forenoon', 7000, 1400.0::double, 'chosen'), ('242', 2, 'afternoon', 2000, 400.0, 'chosen'), ('146', 3, 'forenoon', 2000, 400.0, 'shares_street')
    ) t (route_no, rank, day_part, excess_passenger_min, score, fate),
    (select '{PLAN}' as plan, 'screening' as source, '2022-03' as period, 5000 as length_m, 60 as duration_min, 1.0::double as crowded_share,
        30.0::double as threshold, 50.0::double as load_max, '0123456789abcdef' as params_hash, '{json.dumps(PARAMS)}' as params_json,
        '{{"section_load_month/2022-03": "section_months-1"}}' as input_snapshot, 9000 as objective, 9000 as bound, 0.0::double as gap) a
"""
WAREHOUSE = f"""
    create table {_LOAD} as select * from (values
        ('month_files', '2022-03', '2022-03', null, 'N15', 'r15:1', 1, 24, 341.0::double, 2.0::double, 5.5::double, false),
        ('taps', '2022-03-01', '2022-03', date '2022-03-01', '143', 'p', 1, 8, 10.0, 1.0, 10.0, false),
        ('taps', '2022-03-02', '2022-03', date '2022-03-02', '143', 'p', 1, 8, null, null, null, true)
    ) t (source, period, month, service_date, route_no, pattern_id, section_seq, hour, load_cnt, buses_per_hour, load_per_bus, is_hidden);
    create table {_CHAIN} as select * from (values
        (date '2022-03-01', 8, '8830e1d8c1fffff', '8830e1ca2bfffff', 1, 8, 7, false, 0), (date '2022-03-02', null, null, null, null, null, null, true, 3)
    ) t (service_date, hour, origin_hex, destination_hex, legs_cnt, journeys_cnt, persons_cnt, is_hidden, hidden_chains_cnt);
    create table {_SEGMENT} as select *, concat(route_no, '/', day_part) as segment_id from ({_STRETCHES}) s;
    create table {_CANDIDATE} as select *, concat(route_no, '/', day_part) as candidate_id, concat('id', route_no) as pattern_id, 6 as from_section_seq,
        15 as to_section_seq, 5 as buses_cnt, 5.0::double as bus_hours, 45.0::double as cycle_min, 10 as headway_min
        from ({_STRETCHES}) s where fate = 'chosen';
"""


def _both(table: str) -> dict[str, tuple[str, str]]:
    return {
        f"{table}_limits": (table, f"update {table} set length_m = 6500 where rank = 1"),
        f"{table}_untraced": (table, f"update {table} set input_snapshot = '{{}}' where rank = 1"),
    }


DEFECTS: dict[str, tuple[str, str]] = {
    "fct_section_load_stale": (_LOAD, f"update {_LOAD} set month = '2022-02' where source = 'month_files'"),
    "fct_section_load_day_missing": (_LOAD, f"delete from {_LOAD} where period = '2022-03-02'"),
    "fct_section_load_overfull": (_LOAD, f"update {_LOAD} set load_per_bus = 151 where source = 'month_files'"),
    "fct_section_load_exact": (_LOAD, f"update {_LOAD} set load_cnt = 11 where period = '2022-03-01'"),
    "fct_trip_chain_stale": (_CHAIN, f"delete from {_CHAIN} where is_hidden"),
    "fct_trip_chain_below_k": (_CHAIN, f"update {_CHAIN} set persons_cnt = 4 where not is_hidden"),
    "fct_trip_chain_hidden_told": (_CHAIN, f"update {_CHAIN} set origin_hex = '8830e1d8c1fffff' where is_hidden"),
    **_both(_SEGMENT),
    f"{_SEGMENT}_stale": (_SEGMENT, f"update {_SEGMENT} set period = '2022-02'"),
    f"{_SEGMENT}_fate_known": (_SEGMENT, f"update {_SEGMENT} set fate = 'lost' where rank = 1"),
    **_both(_CANDIDATE),
    f"{_CANDIDATE}_overlap": (_CANDIDATE, f"update {_CANDIDATE} set route_no = '143', pattern_id = 'id143', day_part = 'forenoon'"),
    f"{_CANDIDATE}_budget": (_CANDIDATE, f"update {_CANDIDATE} set buses_cnt = 126"),
    f"{_CANDIDATE}_sums": (_CANDIDATE, f"update {_CANDIDATE} set buses_cnt = 4 where rank = 1"),
    f"{_CANDIDATE}_ranks": (_CANDIDATE, f"update {_CANDIDATE} set rank = 3 - rank"),
    f"{_CANDIDATE}_gap": (_CANDIDATE, f"update {_CANDIDATE} set gap = 0.02"),
}  # fmt: skip

_FIRST = "where route_no = '143'"
MODEL_DEFECTS: list[tuple[str, set[str]]] = [
    (f"insert into {_LOAD} from {_LOAD} limit 1", {f"{_LOAD}_key", f"{_LOAD}_conserved"}),
    (f"update {_LOAD} set to_stop_id = null where hour = 8", {f"{_LOAD}_complete"}),
    (f"update {_LOAD} set hour = 34 where hour = 8", {f"{_LOAD}_hour_range"}),
    (f"update {_LOAD} set section_m = -1 where hour = 8", {f"{_LOAD}_load_range"}),
    (f"update {_LOAD} set load_cnt = load_cnt + 1 where hour = 10", {f"{_LOAD}_conserved"}),
    (f"update {_LOAD} set load_cnt = load_cnt + 1 where source = 'taps'", {f"{_LOAD}_private", f"{_LOAD}_conserved"}),
    (f"insert into {_CHAIN} from {_CHAIN} limit 1", {f"{_CHAIN}_key", f"{_CHAIN}_conserved"}),
    (f"update {_CHAIN} set hidden_chains_cnt = null where not is_hidden", {f"{_CHAIN}_complete"}),
    (f"update {_CHAIN} set persons_cnt = 4 where not is_hidden", {f"{_CHAIN}_private"}),
    (f"update {_CHAIN} set journeys_cnt = 9 where is_hidden", {f"{_CHAIN}_private", f"{_CHAIN}_conserved"}),
    (f"insert into {_SEGMENT} from {_SEGMENT} limit 1", {"squirrel_segments_key", "squirrel_segments_conserved"}),
    (f"update {_SEGMENT} set input_snapshot = null {_FIRST}", {"squirrel_segments_complete"}),
    (f"update {_SEGMENT} set length_m = 0 {_FIRST}", {"squirrel_segments_range"}),
    (f"update {_SEGMENT} set to_s = from_s - 1 {_FIRST}", {"squirrel_segments_ordered"}),
    (f"delete from {_SEGMENT} {_FIRST}", {"squirrel_segments_conserved", "squirrel_candidates_segment_known"}),
    (f"insert into {_CANDIDATE} from {_CANDIDATE} limit 1", {"squirrel_candidates_key", "squirrel_candidates_conserved"}),
    (f"update {_CANDIDATE} set params_hash = null {_FIRST}", {"squirrel_candidates_complete"}),
    (f"update {_CANDIDATE} set headway_min = 0 {_FIRST}", {"squirrel_candidates_range"}),
    (f"update {_CANDIDATE} set load_after = load_before + 1 {_FIRST}", {"squirrel_candidates_ordered"}),
    (f"update {_CANDIDATE} set segment_id = 'none' {_FIRST}", {"squirrel_candidates_segment_known"}),
    (f"update {_CANDIDATE} set buses_cnt = 6 {_FIRST}", {"squirrel_candidates_conserved"}),
]  # fmt: skip
