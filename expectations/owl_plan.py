"""Owl plans in the warehouse: each keeps to its own parameters, leads back to what it was made from, and serves more than what it is held against."""

from functools import partial

from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import Night, Suite

ROUTES, STOPS = "mart_owl__routes", "mart_owl__route_stops"
NETWORKS, UNSERVED = "mart_owl__network_comparison", "mart_owl__unserved_demand"
KMH_MOST = 80
_rule = partial(suite.rule, owner="night-bus planning")
_AGAIN = "Plan again (make owl); if it comes back, tell the developers of planning/owl/."
_WIDER = "Look at the plan's parameters (transit.owl of the city profile), and give more iterations or a wider budget."


def _limit(path: str) -> str:
    return f"cast(json_extract(params_json, '$.owl.{path}') as double)"


def _untraced(table: str, key: str) -> Expectation:
    return suite.no_rows(
        f"select plan, {key}, plan_id from b where not coalesce(regexp_matches(plan_id, '^[0-9a-f]{{{{16}}}}$') and "
        "regexp_matches(params_hash, '^[0-9a-f]{{16}}$') and len(json_keys(input_snapshot)) > 0 and solver <> '', false)",
        "critical",
        _rule(f"{table}_untraced", "Every row tells by what and from what its plan was made.", _AGAIN),
    )


def _routes(night: Night) -> list[Expectation]:
    return [
        suite.floor(ROUTES, _rule("", "The routes of the plans are in the warehouse.", _AGAIN)),
        _untraced(ROUTES, "route_no"),
        suite.no_rows(
            "select plan, count(*) as routes, sum(length_km) as km, sum(buses_cnt) as buses from b group by plan, params_json having not "
            f"coalesce(count(*) <= {_limit('routes')} and sum(length_km) <= {_limit('route_km_max')} + 0.01 * count(*) "
            f"and sum(buses_cnt) <= {_limit('buses')}, false)",
            "critical",
            _rule(f"{ROUTES}_budget", "A plan has no more routes, kilometres and buses than there are.", _AGAIN),
        ),
        suite.no_rows(
            f"select plan, route_no, cycle_min from b where not coalesce(cycle_min <= {_limit('round_trip_min_max')} + 0.01, false)",
            "critical",
            _rule(f"{ROUTES}_cycle", "No round trip takes longer than the rules allow.", _AGAIN),
        ),
        suite.no_rows(
            "select plan, route_no, buses_cnt, cycle_min from b where not coalesce(buses_cnt >= ceil(cycle_min / least(headway_24_min, "
            "headway_25_min, headway_26_min, headway_27_min) - 0.01), false)",
            "critical",
            _rule(f"{ROUTES}_buses", "A route has the buses its round trip needs at its shortest headway.", _AGAIN),
        ),
        suite.no_rows(
            "select max(plan) as plan, min(route_no) as route_no, count(distinct plan) as plans from b having not bool_or(is_standing)",
            "warning",
            _rule(f"{ROUTES}_standing", "There is a plan by the rules of the city profile.", "Run the planning DAG, or 'make owl'."),
        ),
    ]  # fmt: skip


def _stops(night: Night) -> list[Expectation]:
    along = "over (partition by plan, route_no, direction order by stop_seq)"
    return [
        suite.floor(STOPS, _rule("", "The stops of the plans are in the warehouse.", _AGAIN)),
        suite.no_rows(
            f"select plan, route_no, direction, stop_seq from b qualify stop_seq <> row_number() {along} or way_km < lag(way_km) {along} "
            f"or run_s < lag(run_s) {along} or first_s < lag(first_s) {along}",
            "critical",
            _rule(f"{STOPS}_order", "Stops are numbered from 1 without gaps, each farther and later than the last.", _AGAIN),
        ),
        suite.no_rows(
            "select plan, route_no, max(direction) as direction, max(stop_seq) as stop_seq from b group by plan, route_no "
            "having count(distinct direction) <> 2 or count(*) filter (direction = 'out') < 2 or count(*) filter (direction = 'back') < 2",
            "critical",
            _rule(f"{STOPS}_both_ways", "Every route runs there and back, from stop to stop.", _AGAIN),
        ),
        suite.no_rows(
            f"select plan, route_no, direction, stop_seq, way_km, run_s from b where way_km > {KMH_MOST} * (run_s + 60) / 3600.0",
            "critical",
            _rule(f"{STOPS}_speed", f"No bus is faster than {KMH_MOST} km/h.", "Look at speeds and distances in clean/pattern_stop."),
        ),
    ]  # fmt: skip


def _networks(night: Night) -> list[Expectation]:
    return [
        suite.floor(NETWORKS, _rule("", "The plans are held against other networks.", _AGAIN)),
        _untraced(NETWORKS, "network"),
        suite.no_rows(
            "select plan, count(*) as networks, max(network) as network from b group by plan having count(*) filter (network = 'plan') <> 1",
            "critical",
            _rule(f"{NETWORKS}_plan_missing", "Each comparison has the plan itself in it.", _AGAIN),
        ),
        suite.no_rows(
            "select plan, min(network) as network, count(distinct trips_est) as demands from b group by plan having count(distinct trips_est) > 1",
            "critical",
            _rule(f"{NETWORKS}_same_demand", "All networks of a comparison are judged by the same trips.", _AGAIN),
        ),
        suite.no_rows(
            "select plan, network, served_trips_est, served_share, trips_est from b "
            "where not coalesce(abs(served_trips_est - served_share * trips_est) <= 0.001 * trips_est + 5, false)",
            "critical",
            _rule(f"{NETWORKS}_sums", "The served share is that of the served trips.", _AGAIN),
        ),
        suite.no_rows(
            "select plan, network, plan_served_over from b where network <> 'plan' and plan_served_over < 1",
            "warning",
            _rule(f"{NETWORKS}_beaten", "The plan serves at least as many trips as each network it is held against.", _WIDER),
        ),
    ]  # fmt: skip


def _unserved(night: Night) -> list[Expectation]:
    told = " or ".join(
        f"{column} is not null"
        for column in ("hex_id", "trips_from_est", "unserved_from_est", "trips_to_est", "unserved_to_est")
    )
    return [
        suite.floor(UNSERVED, _rule("", "It is told whom the plans leave out.", _AGAIN)),
        suite.no_rows(
            f"select plan, hex_id from b where is_hidden and ({told}) or not is_hidden and hex_id is null",
            "critical",
            suite.rule(
                f"{UNSERVED}_hidden_told",
                "Of pairs of hexagons with fewer than k persons it is told only how many there are.",
                "Publish nothing of the owl group; look what planning/owl/rows.py writes.",
                owner="privacy officer",
            ),
        ),
        suite.no_rows(
            "select plan, hex_id from b where not is_hidden and (not coalesce(trips_from_est + trips_to_est > 0, false) "
            "or unserved_from_est > trips_from_est or unserved_to_est > trips_to_est)",
            "critical",
            _rule(f"{UNSERVED}_sums", "Every hexagon has trips, and no more of them are left out than there are.", _AGAIN),
        ),
    ]  # fmt: skip


_plan = partial(Suite, zone="marts", groups=("owl",))
SUITES = [
    _plan(table=ROUTES, keys=("plan", "route_no"), expectations=_routes, of_plan="owl_route"),
    _plan(table=STOPS, keys=("plan", "route_no", "direction", "stop_seq"), expectations=_stops, of_plan="owl_route_stop"),
    _plan(table=NETWORKS, keys=("plan", "network"), expectations=_networks, of_plan="owl_network"),
    _plan(table=UNSERVED, keys=("plan", "hex_id"), expectations=_unserved, of_plan="owl_unserved"),
]  # fmt: skip
