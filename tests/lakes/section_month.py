"""The tiny lake's section loads of bus months: of three routes one has a pattern, N15, from 종로2가 by 남태령역 back to 종로2가."""

from datetime import date

FEEDS = ()

_ROUTE = "month str, route_no str, route_id str, inventory str, pattern_id str"
COLUMNS = {
    "aggregate/section_load_month": f"{_ROUTE}, section_seq int32, from_stop_id str, from_stop_name str, from_ars_id str, to_stop_id str, "
    "to_stop_name str, is_in_pattern bool, section_m float64, run_s float64, clock_hour int32, load_cnt float64, boardings_cnt float64, "
    "alightings_cnt float64, days_cnt int32, buses_per_hour float64, load_per_bus float64",
    "aggregate/section_match_month": f"{_ROUTE}, how str, pattern_route_no str, pattern_valid_from date, stops_cnt int32, matched_stops_cnt int32, "
    "new_stops_cnt int32, boardings_cnt int64, matched_boardings_cnt int64, placed_boardings_cnt int64, matched_share float64, "
    "alightings_cnt int64, moved_share float64",
}
KEYS = dict.fromkeys(COLUMNS, "month")
OF_FEED = dict.fromkeys(COLUMNS, "bus_stop_month")

DAYS = {"2022-02": 28, "2022-03": 31}
# Boardings of N15 by clock hour, as in the month's lines: all at the first stop, where a quarter of them alights at the second.
BOARDINGS = [11, 22, 33, 44, 5, *[30] * 19]
NO_PATTERN = {"N26": (1, 290, 182), "143": (2, 396, 420)}
_N15 = {"route_no": "N15", "route_id": "r15", "inventory": "bus_routes", "pattern_id": "r15:1"}
_ENDS = [("s1", "종로2가", "01001", "s3", "남태령역(가상)", 31_000.0, 5_580.0), ("s3", "남태령역(가상)", None, "s1", "종로2가", 30_000.0, 5_400.0)]  # fmt: skip


def rows() -> dict[str, list[dict[str, object]]]:
    """Two months alike but for their days; a bus each half hour from 0 to 3 h."""
    loads: list[dict[str, object]] = []
    for month, days in DAYS.items():
        for at, (stop, name, ars, to, to_name, metres, run_s) in enumerate(_ENDS):
            for hour, boarded in enumerate(BOARDINGS):
                alighted = boarded / 4 if at else 0.0
                load, buses = boarded - alighted, 2.0 if hour <= 3 else None
                loads.append(
                    {"month": month, **_N15, "section_seq": at + 1, "from_stop_id": stop, "from_stop_name": name, "from_ars_id": ars,
                     "to_stop_id": to, "to_stop_name": to_name, "is_in_pattern": True, "section_m": metres, "run_s": run_s, "clock_hour": hour,
                     "load_cnt": load, "boardings_cnt": 0.0 if at else float(boarded), "alightings_cnt": alighted, "days_cnt": days,
                     "buses_per_hour": buses, "load_per_bus": load / days / buses if buses else None}
                )  # fmt: skip
    matched = {
        **_N15, "how": "same_number", "pattern_route_no": "N15", "pattern_valid_from": date(2022, 1, 1), "stops_cnt": 3, "matched_stops_cnt": 3,
        "new_stops_cnt": 0, "boardings_cnt": sum(BOARDINGS), "matched_boardings_cnt": sum(BOARDINGS), "placed_boardings_cnt": sum(BOARDINGS),
        "matched_share": 1.0, "alightings_cnt": 541, "moved_share": 0.0,
    }  # fmt: skip
    none = dict.fromkeys(
        ("route_id", "inventory", "pattern_id", "pattern_route_no", "pattern_valid_from", "moved_share")
    )
    zero = dict.fromkeys(
        ("matched_stops_cnt", "new_stops_cnt", "matched_boardings_cnt", "placed_boardings_cnt"), 0
    )
    matches = [
        {"month": month, **row}
        for month in DAYS
        for row in (
            matched,
            *(none | zero | {"route_no": route, "how": "none", "stops_cnt": stops, "boardings_cnt": on, "alightings_cnt": off, "matched_share": 0.0}
              for route, (stops, on, off) in NO_PATTERN.items()),
        )
    ]  # fmt: skip
    return {"aggregate/section_load_month": loads, "aggregate/section_match_month": matches}


WAREHOUSE = ""
DEFECTS: dict[str, tuple[str, str]] = {}
MODEL_DEFECTS: list[tuple[str, set[str]]] = []
