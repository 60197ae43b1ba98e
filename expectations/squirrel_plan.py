"""Squirrel plans in the warehouse: each keeps to its own parameters, and leads back to what it was made from."""

from functools import partial

from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import Night, Suite

SEGMENT, CANDIDATE = "mart_squirrel__segments", "mart_squirrel__candidates"
_rule = partial(suite.rule, owner="rush-hour bus planning")
_AGAIN = "Plan again (make squirrel); if it comes back, tell the developers of planning/squirrel.py."


def _limit(path: str) -> str:
    return f"cast(json_extract(params_json, '$.squirrel.{path}') as double)"


def _both(table: str, key: str) -> list[Expectation]:
    return [
        suite.floor(table, _rule("", "The plans of the lake are in the warehouse.", _AGAIN)),
        suite.no_rows(
            f"select plan, {key}, length_m, duration_min from b where not coalesce("
            f"length_m / 1000 between {_limit('one_way_km.least')} - 0.001 and {_limit('one_way_km.most')} + 0.001 and "
            f"duration_min between {_limit('duration_min.least')} and {_limit('duration_min.most')} and "
            f"crowded_share between {_limit('crowded_share_min')} - 0.001 and 1, false)",
            "critical",
            _rule(f"{table}_limits", "Every stretch keeps the limits its plan was made with.", _AGAIN),
        ),
        suite.no_rows(
            f"select plan, {key} from b where not coalesce(regexp_matches(params_hash, '^[0-9a-f]{{{{16}}}}$') and "
            "len(json_keys(input_snapshot)) > 0 and load_max > threshold - 5, false)",
            "critical",
            _rule(
                f"{table}_untraced",
                "Every stretch is over its threshold, and tells which loads and parameters it comes from.",
                _AGAIN,
            ),
        ),
    ]


def _segments(night: Night) -> list[Expectation]:
    newest = "(select max(part) from partition_rows where table_name = 'bus_stop_month' and rows_found > 0)"
    return [
        *_both(SEGMENT, "segment_id"),
        suite.no_rows(
            f"select max(period) as newest, {newest} as newest_loaded from b where source = 'screening' "
            f"having coalesce(max(period) < {newest}, false)",
            "warning",
            _rule(
                f"{SEGMENT}_stale",
                "The newest month of bus boardings has been planned on.",
                "Run the planning DAG, or 'make squirrel'.",
            ),
        ),
        suite.no_rows(
            "select plan, segment_id, fate from b where not coalesce(fate in ('chosen', 'shares_street', 'beyond_budget'), false)",
            "critical",
            _rule(f"{SEGMENT}_fate_known", "It is told what became of every stretch.", _AGAIN),
        ),
    ]


def _candidates(night: Night) -> list[Expectation]:
    return [
        *_both(CANDIDATE, "candidate_id"),
        suite.no_rows(
            "select x.plan, x.candidate_id, y.candidate_id as other from b x join b y on x.plan = y.plan and x.route_no = y.route_no "
            "and x.pattern_id = y.pattern_id and x.day_part = y.day_part and x.rank < y.rank "
            "and x.from_section_seq <= y.to_section_seq and y.from_section_seq <= x.to_section_seq",
            "critical",
            _rule(
                f"{CANDIDATE}_overlap",
                "No two shuttles of a plan run on the same sections of a route.",
                _AGAIN,
            ),
        ),
        suite.no_rows(
            f"select plan, count(*) as routes, sum(buses_cnt) as buses from b group by plan, params_json "
            f"having count(*) > {_limit('routes_max')} or sum(buses_cnt) > {_limit('buses_max')}",
            "critical",
            _rule(f"{CANDIDATE}_budget", "A plan has no more shuttles and buses than there are.", _AGAIN),
        ),
        suite.no_rows(
            "select plan, candidate_id, buses_cnt, cycle_min, headway_min, score from b where buses_cnt <> greatest(1, "
            "ceil(cycle_min / headway_min - 0.000001)) or abs(score * bus_hours - excess_passenger_min) > 0.01 * excess_passenger_min",
            "critical",
            _rule(
                f"{CANDIDATE}_sums",
                "Buses follow from cycle and headway, the score from passenger-minutes and bus-hours.",
                _AGAIN,
            ),
        ),
        suite.no_rows(
            "select plan, candidate_id, rank, score from b qualify rank <> row_number() over (partition by plan order by rank) "
            "or score > lag(score) over (partition by plan order by rank)",
            "critical",
            _rule(f"{CANDIDATE}_ranks", "Ranks run from 1 without gaps, the best score first.", _AGAIN),
        ),
        suite.no_rows(
            "select distinct plan, objective, bound, gap from b where gap > 0.01",
            "warning",
            _rule(
                f"{CANDIDATE}_gap",
                "No other choice within the limits holds more than 1 % more passenger-minutes.",
                "Give the solver more time (transit.squirrel.solver_s_max), or raise the threshold.",
            ),
        ),
    ]


_plan = partial(Suite, zone="marts", groups=("squirrel",))
SUITES = [
    _plan(table=SEGMENT, keys=("plan", "segment_id"), expectations=_segments, of_plan="squirrel_segment"),
    _plan(
        table=CANDIDATE, keys=("plan", "candidate_id"), expectations=_candidates, of_plan="squirrel_candidate"
    ),
]
