"""The simulated network's lists: stops, routes and sequences under the numbers of the taps, and defects where the oracle says."""

from collections import Counter
from itertools import groupby

import pytest
from rules_of_the_feeds import fields_of
from test_simulator_oracle import judged, planted

from simulator.card_lines import KERBS, STOP_FROM

WIDTH = {"bus_stops": 6, "stations": 5, "route_list": 10, "route_stops": 11}


class Rules:
    """What a sound row is; a list is judged in its order, since a row may gainsay an earlier one of its file."""

    def __init__(self) -> None:
        self.said: dict[tuple[str, ...], list[str]] = {}

    def judge(self, file: str, line: bytes) -> list[str]:
        kind = next(kind for kind in WIDTH if f"/{kind}_" in file)
        fields, reasons = fields_of(line, WIDTH[kind])
        return reasons or getattr(self, kind)(file, fields)

    def stations(self, file: str, fields: list[str]) -> list[str]:
        return self._told(file, fields[:1], fields[1:2] + fields[3:], "id_contradicted")

    def bus_stops(self, file: str, fields: list[str]) -> list[str]:
        return (
            self._told(file, fields[:1], fields[1:5], "id_contradicted") if fields[0] else ["stop_id_missing"]
        )

    def route_list(self, file: str, fields: list[str]) -> list[str]:
        return (
            self._told(file, fields[:1], fields[1:3], "id_contradicted")
            if fields[0]
            else ["route_id_missing"]
        )

    def route_stops(self, file: str, fields: list[str]) -> list[str]:
        route, _, seq, stop, *_ = fields
        reasons = ["route_id_missing"] * (not route) + ["stop_id_missing"] * (not stop)
        reasons += ["seq_malformed"] * (not (seq.isdecimal() and int(seq) > 0))
        return reasons or self._told(file, [route, seq], [stop], "seq_doubled")

    def _told(self, file: str, key: list[str], says: list[str], code: str) -> list[str]:
        return [] if self.said.setdefault((file, *key), says) == says else [code]


@pytest.mark.parametrize("feed", ["stop", "route", "pattern_stop"])
def test_rows_of_a_list_are_refused_or_repeated_exactly_where_the_oracle_says(landed, feed):
    """The same rows stand in the list of every month: only within a file is a copy one."""
    by_file = groupby(landed.records(feed), key=lambda record: record[0])
    found = sum((judged(records, Rules().judge) for _, records in by_file), Counter())
    assert found == planted(landed, feed)


def rows_of(landed, feed: str, name: str) -> list[list[str]]:
    odd = {(r["source_file"], r["record_number"]) for r in landed.oracle(feed)}
    return [
        line.decode().split(",")
        for file, number, line in landed.records(feed)
        if name in file and (file, number) not in odd
    ]


def test_every_tap_lies_on_a_stop_and_a_route_of_the_lists(landed):
    odd = {(r["source_file"], r["record_number"]) for r in landed.oracle("card_tap")}
    stops = {row[0] for name in ("bus_stops", "stations") for row in rows_of(landed, "stop", name)}
    sequences = {(row[0], row[3]) for row in rows_of(landed, "pattern_stop", "route_stops")}
    buses = {row[0] for row in rows_of(landed, "route", "route_list")}
    taps = [line.decode().split(",") for file, n, line in landed.records("card_tap") if (file, n) not in odd]
    assert len(taps) > 1_000
    for tap in taps:
        settler, area, route, stop = tap[1], tap[3], tap[7], tap[9]
        stop_id, route_id = f"{settler}:{area}:{stop}", f"{settler}:{area}:{route}"
        assert stop_id in stops
        assert (route_id, stop_id) in sequences
        assert (route_id in buses) == (settler == "01")


def test_a_sequence_runs_out_and_back_and_is_as_long_as_its_route_says(landed):
    stated = {row[0]: float(row[8]) for row in rows_of(landed, "route", "20261101")}
    ways: dict[str, list[list[str]]] = {}
    for row in rows_of(landed, "pattern_stop", "20261101"):
        ways.setdefault(row[0], []).append(row)
    for route, way in ways.items():
        assert [int(row[2]) for row in way] == list(range(1, len(way) + 1))
        places = [(int(row[3].rsplit(":", 1)[1]) - STOP_FROM) // KERBS for row in way]
        assert places == places[::-1]
        is_bus = way[0][3].startswith("01:")
        assert len({row[3] for row in way}) == (len(way) if is_bus else len(way) // 2 + 1), "a kerb each way"
        assert [row[8] for row in way].index("Y") == len(way) // 2
        if route in stated:  # of trains the list of bus routes tells nothing
            assert abs(sum(int(row[7]) for row in way) / 1_000 - stated[route]) < 0.2


def test_a_few_stops_move_from_month_to_month(landed):
    months = [{row[0]: row[3:5] for row in rows_of(landed, "stop", f"bus_stops_2026{m}01")} for m in (10, 11)]
    moved = [stop for stop in months[0] if months[0][stop] != months[1][stop]]
    assert months[0].keys() == months[1].keys()
    assert 0 < len(moved) < len(months[0]) / 20
