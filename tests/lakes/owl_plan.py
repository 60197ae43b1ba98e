"""The tiny lake's Owl plan: two routes between City Hall and Gangnam beside the night network there is."""

import json

FEEDS = ()

COLUMNS = {
    "plan/owl_plan": "plan str, plan_id str, source str, period str, is_standing bool, routes_cnt int32, buses_cnt int32, route_km float64, objective "
    "float64, bound float64, gap float64, solver str, seed int64, iterations int64, runtime_s float64, params_hash str, params_json "
    "str, input_snapshot str, figures_json str",
    "plan/owl_route": "plan str, plan_id str, route_no str, from_stop_id str, from_stop_name str, to_stop_id str, to_stop_name str, stops_cnt int32, "
    "length_km float64, run_min float64, cycle_min float64, buses_cnt int32, headway_24_min float64, headway_25_min float64, "
    "headway_26_min float64, headway_27_min float64, departures_cnt int32, first_departure_s int32, last_departure_s int32, bus_km "
    "float64, served_trips_est float64, lost_trips_est float64, riders_est float64, riders_per_bus_km float64, figures_json str, "
    "line_wkt str",
    "plan/owl_route_stop": "plan str, plan_id str, route_no str, direction str, stop_seq int32, stop_id str, stop_name str, latitude float64, longitude "
    "float64, hex_id str, way_km float64, run_s int32, first_s int32, last_s int32",
    "plan/owl_network": "plan str, plan_id str, network str, routes_cnt int32, route_km float64, buses_cnt int32, bus_km float64, trips_est float64, "
    "covered_trips_est float64, covered_share float64, served_trips_est float64, served_share float64, direct_share float64, riders_est "
    "float64, served_per_bus_km float64, riders_per_bus_km float64, detour_mean float64, district_share_min float64, district_gini "
    "float64, stability_jaccard float64, figures_json str",
    "plan/owl_unserved": "plan str, plan_id str, hex_id str, trips_from_est float64, unserved_from_est float64, trips_to_est float64, unserved_to_est "
    "float64, covered_share float64, is_hidden bool, hidden_pairs_cnt int64",
}  # fmt: skip
KEYS = dict.fromkeys(COLUMNS, "plan")
OF_FEED = dict.fromkeys(COLUMNS, "telecom_event")

PLAN, PLAN_ID = "standing-calls-2022-03", "0a1b2c3d4e5f6a7b"
HALL, GANGNAM = "8830e1d8c1fffff", "8830e1ca2bfffff"
PARAMS = {
    "owl": {
        "routes": 2,
        "route_km_max": 60.0,
        "buses": 4,
        "round_trip_min_max": 210.0,
        "layover_min": 10.0,
        "headway_min": {"least": 15, "most": 60},
    }
}
_KEY = {"plan": PLAN, "plan_id": PLAN_ID}
# network, routes, km, buses, bus-km, trips, covered, served, direct share, riders
NETWORKS = [
    ("plan", 2, 50.0, 4, 300.0, 100, 90, 80, 0.7, 10),
    ("current", 1, 40.0, 3, 240.0, 100, 60, 50, 0.5, 5),
]
ROUTES = [("O1", 30.0, 90.0, 2, 50.0, 60, 40, 5), ("O2", 20.0, 60.0, 2, 35.0, 40, 20, 5)]
# hexagon, trips from, unserved from, trips to, unserved to, hidden pairs
UNSERVED = [
    (HALL, 60.0, 10.0, 40.0, 10.0, 0),
    (GANGNAM, 40.0, 10.0, 55.0, 5.0, 0),
    (None, None, None, None, None, 2),
]
STOPS = [("1", "시청", 37.5663, 126.9779, HALL), ("2", "강남역", 37.4979, 127.0276, GANGNAM)]


def rows() -> dict[str, list[dict[str, object]]]:
    """The plan as planning writes it."""
    plan = _KEY | {
        "source": "calls", "period": "2022-03", "is_standing": True, "routes_cnt": 2, "buses_cnt": 4, "route_km": 50.0, "objective": 80.0, "bound": 96.0,
        "gap": 0.2, "solver": "by hand", "seed": 1, "iterations": 100, "runtime_s": 0.5, "params_hash": "fedcba9876543210",
        "params_json": json.dumps(PARAMS), "input_snapshot": json.dumps({"night_od_public/2022-03": "od-1"}), "figures_json": json.dumps({"served_share": 0.8}),
    }  # fmt: skip
    routes = [
        _KEY
        | {"route_no": no, "from_stop_id": "1", "from_stop_name": "시청", "to_stop_id": "2", "to_stop_name": "강남역", "stops_cnt": 4, "length_km": km, "run_min": minutes,
           "cycle_min": minutes + 10, "buses_cnt": buses, "headway_24_min": headway, "headway_25_min": headway, "headway_26_min": headway, "headway_27_min": None,
           "departures_cnt": 8, "first_departure_s": 86_400, "last_departure_s": 95_000, "bus_km": 4 * km, "served_trips_est": float(served),
           "lost_trips_est": float(lost), "riders_est": float(riders), "riders_per_bus_km": riders / (4 * km), "figures_json": "{}",
           "line_wkt": "MULTILINESTRING((126.977900 37.566300, 127.027600 37.497900), (127.027600 37.497900, 126.977900 37.566300))"}
        for no, km, minutes, buses, headway, served, lost, riders in ROUTES
    ]  # fmt: skip
    stops = [
        _KEY
        | {"route_no": no, "direction": direction, "stop_seq": n + 1, "stop_id": stop_id, "stop_name": name, "latitude": latitude, "longitude": longitude, "hex_id": cell,
           "way_km": n * km / 2, "run_s": round(n * minutes * 30), "first_s": 86_400 + round(n * minutes * 30), "last_s": 95_000 + round(n * minutes * 30)}
        for no, km, minutes, *_ in ROUTES
        for direction, ends in (("out", STOPS), ("back", STOPS[::-1]))
        for n, (stop_id, name, latitude, longitude, cell) in enumerate(ends)
    ]  # fmt: skip
    networks = [
        _KEY
        | {"network": name, "routes_cnt": routes_cnt, "route_km": km, "buses_cnt": buses, "bus_km": bus_km, "trips_est": float(trips), "covered_trips_est": float(covered),
           "covered_share": covered / trips, "served_trips_est": float(served), "served_share": served / trips, "direct_share": direct, "riders_est": float(riders),
           "served_per_bus_km": served / bus_km, "riders_per_bus_km": riders / bus_km, "detour_mean": 1.2, "district_share_min": 0.3, "district_gini": 0.2,
           "stability_jaccard": 0.9 if name == "plan" else None, "figures_json": "{}"}
        for name, routes_cnt, km, buses, bus_km, trips, covered, served, direct, riders in NETWORKS
    ]  # fmt: skip
    unserved = [
        _KEY
        | {"hex_id": cell, "trips_from_est": begun, "unserved_from_est": left, "trips_to_est": ended, "unserved_to_est": not_brought,
           "covered_share": None if cell is None else 0.75, "is_hidden": cell is None, "hidden_pairs_cnt": hidden}
        for cell, begun, left, ended, not_brought, hidden in UNSERVED
    ]  # fmt: skip
    return {
        "plan/owl_plan": [plan],
        "plan/owl_route": routes,
        "plan/owl_route_stop": stops,
        "plan/owl_network": networks,
        "plan/owl_unserved": unserved,
    }


_R, _S, _N, _U = (
    "mart_owl__routes",
    "mart_owl__route_stops",
    "mart_owl__network_comparison",
    "mart_owl__unserved_demand",
)
_TRACE = f"""'{PLAN}' as plan, '{PLAN_ID}' as plan_id, 'calls' as source, '2022-03' as period, true as is_standing, 'by hand' as solver,
    'fedcba9876543210' as params_hash, '{json.dumps(PARAMS)}' as params_json, '{{"night_od_public/2022-03": "od-1"}}' as input_snapshot"""
WAREHOUSE = f"""
    create table {_R} as select {_TRACE}, * from (values ('O1', 30.0::double, 100.0::double, 2, 50.0::double), ('O2', 20.0, 70.0, 2, 35.0))
        t (route_no, length_km, cycle_min, buses_cnt, headway_24_min),
        (select 60.0::double as headway_25_min, 60.0::double as headway_26_min, null::double as headway_27_min) h;
    create table {_S} as select {_TRACE}, * from (values ('O1', 'out', 1, 0.0::double, 0), ('O1', 'out', 2, 15.0, 2700), ('O1', 'back', 1, 0.0, 0), ('O1', 'back', 2, 15.0, 2700))
        t (route_no, direction, stop_seq, way_km, run_s), (select 86400 as first_s) f;
    create table {_N} as select {_TRACE}, * from (values ('plan', 100.0::double, 80.0::double, 0.8::double, 1.0::double), ('current', 100.0, 50.0, 0.5, 1.6))
        t (network, trips_est, served_trips_est, served_share, plan_served_over);
    create table {_U} as select {_TRACE}, * from (values ('{HALL}', 60.0::double, 10.0::double, 40.0::double, 10.0::double, false, 0), (null, null, null, null, null, true, 2))
        t (hex_id, trips_from_est, unserved_from_est, trips_to_est, unserved_to_est, is_hidden, hidden_pairs_cnt);
"""  # fmt: skip

DEFECTS: dict[str, tuple[str, str]] = {
    f"{_R}_untraced": (_R, f"update {_R} set input_snapshot = '{{}}' where route_no = 'O1'"),
    f"{_R}_budget": (_R, f"update {_R} set length_km = 40.1 where route_no = 'O2'"),
    f"{_R}_cycle": (_R, f"update {_R} set cycle_min = 211, headway_24_min = 120, headway_25_min = 120, headway_26_min = 120 where route_no = 'O1'"),
    f"{_R}_buses": (_R, f"update {_R} set buses_cnt = 1 where route_no = 'O1'"),
    f"{_R}_standing": (_R, f"update {_R} set is_standing = false"),
    f"{_S}_order": (_S, f"update {_S} set stop_seq = 3 where stop_seq = 2 and direction = 'out'"),
    f"{_S}_both_ways": (_S, f"delete from {_S} where direction = 'back'"),
    f"{_S}_speed": (_S, f"update {_S} set run_s = 400 where stop_seq = 2 and direction = 'out'"),
    f"{_N}_untraced": (_N, f"update {_N} set plan_id = 'none' where network = 'current'"),
    f"{_N}_plan_missing": (_N, f"delete from {_N} where network = 'plan'"),
    f"{_N}_same_demand": (_N, f"update {_N} set trips_est = 101 where network = 'current'"),
    f"{_N}_sums": (_N, f"update {_N} set served_share = 0.6 where network = 'current'"),
    f"{_N}_beaten": (_N, f"update {_N} set plan_served_over = 0.9 where network = 'current'"),
    f"{_U}_hidden_told": (_U, f"update {_U} set unserved_to_est = 4 where is_hidden"),
    f"{_U}_sums": (_U, f"update {_U} set unserved_from_est = 65 where hex_id is not null"),
}  # fmt: skip

_FIRST = "where route_no = 'O1'"
MODEL_DEFECTS: list[tuple[str, set[str]]] = [
    (f"insert into {_R} from {_R} limit 1", {"owl_routes_key", "owl_routes_conserved"}),
    (f"update {_R} set input_snapshot = null {_FIRST}", {"owl_routes_complete"}),
    (f"update {_R} set departures_cnt = 0 {_FIRST}", {"owl_routes_range"}),
    (f"update {_R} set last_departure_s = first_departure_s - 1 {_FIRST}", {"owl_routes_ordered"}),
    (f"update {_R} set buses_cnt = 3 {_FIRST}", {"owl_routes_conserved"}),
    (f"insert into {_S} from {_S} limit 1", {"owl_route_stops_key", "owl_route_stops_conserved"}),
    (f"update {_S} set stop_name = null {_FIRST}", {"owl_route_stops_complete"}),
    (f"update {_S} set way_km = -1 {_FIRST} and stop_seq = 1", {"owl_route_stops_range", "owl_route_stops_conserved"}),
    (f"update {_S} set last_s = 122401 {_FIRST} and stop_seq = 1", {"owl_route_stops_night"}),
    (f"update {_S} set last_s = 86400 {_FIRST} and stop_seq = 2", {"owl_route_stops_ordered"}),
    (f"delete from {_S} {_FIRST}", {"owl_route_stops_conserved"}),
    (f"insert into {_N} from {_N} limit 1", {"owl_comparison_key", "owl_comparison_conserved"}),
    (f"update {_N} set seed = null", {"owl_comparison_complete"}),
    (f"update {_N} set district_gini = 1.1", {"owl_comparison_shares"}),
    (f"update {_N} set direct_share = 0.81 where network = 'plan'", {"owl_comparison_ordered"}),
    (f"update {_N} set route_km = 51 where network = 'plan'", {"owl_comparison_conserved"}),
    (f"insert into {_U} from {_U} limit 1", {"owl_unserved_key", "owl_unserved_conserved"}),
    (f"update {_U} set period = null", {"owl_unserved_complete"}),
    (f"update {_U} set trips_to_est = -5, unserved_to_est = -5 where hex_id = '{GANGNAM}'", {"owl_unserved_range", "owl_unserved_conserved"}),
    (f"update {_U} set trips_from_est = 5 where hex_id = '{HALL}'", {"owl_unserved_ordered"}),
    (f"update {_U} set trips_from_est = 4 where is_hidden", {"owl_unserved_private"}),
    (f"update {_U} set covered_share = 1.1 where not is_hidden", {"owl_unserved_share"}),
    (f"delete from {_U} where is_hidden", {"owl_unserved_conserved"}),
]  # fmt: skip
