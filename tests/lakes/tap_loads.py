"""The tiny lake's rides of one bus: eight cards ride two sections together, one of them rides on; and what is counted of them."""

import hashlib
from datetime import UTC, date, datetime

FEEDS = ()

_SECTION = "service_date date, route_id str, pattern_id str, section_seq int32, from_stop_id str, to_stop_id str, section_m float64"
_ON_BOARD = "load_cnt float64, cards_cnt int64, buses_cnt int64, run_s float64"
COLUMNS = {
    "aggregate/trip_leg": "service_date date, card_key key, journey_no int32, leg_no int32, mode str, route_id str, pattern_id str, vehicle_id str, "
    "run_no int32, board_stop_id str, board_seq int32, boarded_at timestamptz, alight_stop_id str, alight_seq int32, alighted_at timestamptz, "
    "alight_rule str, passengers_cnt int32, transfer_cnt int32",
    "aggregate/section_load_10min": f"{_SECTION}, slot_start_s int32, {_ON_BOARD}",
    "aggregate/section_load_hour": f"{_SECTION}, hour int32, {_ON_BOARD}",
    "aggregate/section_load_hour_public": f"{_SECTION}, hour int32, load_cnt int64, buses_cnt int64, is_hidden bool",
    "aggregate/trip_chain_public": "service_date date, origin_hex str, destination_hex str, hour int32, legs_cnt int32, journeys_cnt int64, "
    "persons_cnt int64, is_hidden bool, hidden_chains_cnt int64",
}
KEYS = dict.fromkeys(COLUMNS, "service_date")
OF_FEED = dict.fromkeys(COLUMNS, "card_tap")

DAY, HALL, GANGNAM = date(2022, 3, 1), "8830e1d8c1fffff", "8830e1ca2bfffff"
ROUTE, STOPS = "01:11:41110003", ("s1", "s2", "s3")
CARDS = 8  # one of them alights where the others do not


def _legs() -> list[dict[str, object]]:
    return [
        {"service_date": DAY, "card_key": hashlib.sha256(f"tap {n}".encode()).digest()[:16], "journey_no": 1, "leg_no": 1, "mode": "bus",
         "route_id": ROUTE, "pattern_id": f"{ROUTE}:1", "vehicle_id": "01:11:7000119", "run_no": 1, "board_stop_id": "s1", "board_seq": 1,
         "boarded_at": datetime(2022, 2, 28, 23, 0, n, tzinfo=UTC), "alight_stop_id": STOPS[2 if n else 1], "alight_seq": 3 if n else 2,
         "alighted_at": datetime(2022, 2, 28, 23, 4 if n else 2, n, tzinfo=UTC), "alight_rule": "tapped", "passengers_cnt": 1, "transfer_cnt": 0}
        for n in range(CARDS)
    ]  # fmt: skip


def _sections() -> list[dict[str, object]]:
    return [
        {"service_date": DAY, "route_id": ROUTE, "pattern_id": f"{ROUTE}:1", "section_seq": seq, "from_stop_id": STOPS[seq - 1],
         "to_stop_id": STOPS[seq], "section_m": 420.0, "load_cnt": float(cards), "cards_cnt": cards, "buses_cnt": 1, "run_s": 120.0}
        for seq, cards in ((1, CARDS), (2, CARDS - 1))
    ]  # fmt: skip


def rows() -> dict[str, list[dict[str, object]]]:
    """Rows a table; 08 h of the city is hour 8, and the loads of eight and of seven are both told as ten and five: multiples of k."""
    hours = [{**section, "hour": 8} for section in _sections()]
    return {
        "aggregate/trip_leg": _legs(),
        "aggregate/section_load_10min": [{**section, "slot_start_s": 28_800} for section in _sections()],
        "aggregate/section_load_hour": hours,
        "aggregate/section_load_hour_public": [
            {**{c: row[c] for c in row if c not in ("cards_cnt", "run_s")}, "load_cnt": round(row["load_cnt"] / 5) * 5, "is_hidden": False}
            for row in hours
        ],
        "aggregate/trip_chain_public": [
            {"service_date": DAY, "origin_hex": HALL, "destination_hex": GANGNAM, "hour": 8, "legs_cnt": 1, "journeys_cnt": CARDS - 1,
             "persons_cnt": CARDS - 1, "is_hidden": False, "hidden_chains_cnt": 0},
            {"service_date": DAY, "origin_hex": None, "destination_hex": None, "hour": None, "legs_cnt": None, "journeys_cnt": None,
             "persons_cnt": None, "is_hidden": True, "hidden_chains_cnt": 1},
        ],
    }  # fmt: skip


WAREHOUSE = ""
DEFECTS: dict[str, tuple[str, str]] = {}
MODEL_DEFECTS: list[tuple[str, set[str]]] = []
