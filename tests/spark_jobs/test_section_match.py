"""Stops of a month laid on a pattern of another year: renamed, renumbered, moved, new and gone ones, loops, and both sides of a street."""

import numpy as np
import pytest

from spark_jobs.transit.section_match import Boarded, Served, Stop, likeness, serve
from spark_jobs.transit.section_runs import Pattern, lengths_m, of_served, runs_s

KM = 1 / 111.195
# East along a street and back on its other side, 400 m between stops, 30 m between the sides.
OUT = [
    Stop(f"0100{i}", name, 37.5, 127.0 + 0.4 * i * KM / np.cos(np.radians(37.5)), f"o{i}")
    for i, name in enumerate("가나다라")
]
BACK = [Stop(f"0200{i}", s.name, 37.5 + 0.03 * KM, s.longitude, f"b{i}") for i, s in enumerate(reversed(OUT))]
PATTERN = OUT + BACK


def boarded(*stops: Stop, on: float = 10, off: float = 10) -> list[Boarded]:
    return [Boarded(s, on, off) for s in stops]


def numbered(
    stop: Stop, ars_id: str | None, name: str | None = None, north_km: float = 0.0, east_km: float = 0.0
) -> Stop:
    """A stop under another number and name, at another place."""
    return Stop(
        ars_id,
        name or stop.name,
        stop.latitude + north_km * KM,
        stop.longitude + east_km * KM / np.cos(np.radians(37.5)),
    )


def told(served: list[Served]) -> list[tuple[int | None, list[int]]]:
    return [(s.at, [row for row, _ in s.boarded]) for s in served]


def test_the_order_is_that_of_the_pattern_not_of_the_month() -> None:
    found = serve(boarded(*sorted(PATTERN, key=lambda s: s.name or "")), PATTERN)
    assert [s.at for s in found] == list(range(8))


def test_a_stop_renamed_and_one_renumbered_are_the_stops_they_were() -> None:
    rows = [*PATTERN]
    rows[1] = numbered(OUT[1], "01001", "새이름")
    rows[2] = numbered(OUT[2], "01099")
    assert told(serve(boarded(*rows), PATTERN)) == [(i, [i]) for i in range(8)]


def test_both_sides_of_a_street_renumbered_stay_on_their_side() -> None:
    """Each new stop is nearer to the old one of the other side; the buses stop on the right of their way."""
    pattern = [*PATTERN]
    pattern[6] = numbered(BACK[2], "02002", east_km=0.08)
    rows = [*PATTERN]
    rows[1], rows[6] = numbered(OUT[1], "01050", east_km=0.05), numbered(BACK[2], "01051", east_km=-0.05)
    assert told(serve(boarded(*rows), pattern)) == [(i, [i]) for i in range(8)]


@pytest.mark.parametrize(("one", "other", "alike"), [
    ("종로2가", "종로 2가", 2), ("도봉구민회관(중)", "도봉구민회관", 2), ("종로3가.탑골공원", "종로3가", 1), ("동대문역.흥인지문", "동대문", 1),
    ("구로디지털단지역(중)", "구로디지털단지역환승센터", 1), ("새밭교회", "새밭교회앞", 1), ("종로2가", "종로3가", 0), (None, None, 0), ("(가상)", "(가상)", 0),
])  # fmt: skip
def test_names_are_compared_without_brackets_blanks_signs_and_side(one, other, alike: int) -> None:
    assert likeness(one, other) == likeness(other, one) == alike


def test_a_new_stop_stands_where_it_is_least_out_of_the_way() -> None:
    new = numbered(OUT[1], "01090", "신설", east_km=0.2)
    opposite = numbered(BACK[1], "02090", "신설", east_km=-0.2)
    found = serve(boarded(*PATTERN, opposite, new), PATTERN)
    assert told(found) == [
        (0, [0]),
        (1, [1]),
        (None, [9]),
        (2, [2]),
        (3, [3]),
        (4, [4]),
        (5, [5]),
        (None, [8]),
        (6, [6]),
        (7, [7]),
    ]


def test_a_stop_far_from_the_way_is_another_citys_number() -> None:
    found = serve(boarded(*PATTERN, numbered(OUT[1], "01090", "먼곳", north_km=5)), PATTERN)
    assert 8 not in {row for s in found for row, _ in s.boarded}


def test_a_stop_that_is_gone_is_passed() -> None:
    found = serve(boarded(*PATTERN[:2], *PATTERN[3:]), PATTERN)
    assert [s.at for s in found] == [0, 1, 3, 4, 5, 6, 7]


def test_a_loop_finds_each_visit_and_one_told_once_has_its_riders_parted() -> None:
    loop = [*OUT, OUT[0]]
    twice = serve(boarded(*OUT, OUT[0]), loop)
    assert told(twice) == [(0, [0]), (1, [1]), (2, [2]), (3, [3]), (4, [4])]
    once = serve(boarded(*OUT), loop)
    assert [(s.at, s.boarded) for s in once if s.at in (0, 4)] == [(0, [(0, 0.5)]), (4, [(0, 0.5)])]


def test_a_stop_told_under_two_names_of_the_route_is_one() -> None:
    found = serve(boarded(*OUT, OUT[3]), OUT)
    assert told(found) == [(0, [0]), (1, [1]), (2, [2]), (3, [3, 4])]


def test_a_new_terminus_is_an_end_by_what_is_done_there() -> None:
    """It stands between start and end of a round trip; all board."""
    new = Boarded(Stop("01090", "차고지앞", 37.5, 127.0 - 0.3 * KM), 100, 1)
    end = Boarded(Stop("02090", "차고지앞", 37.5, 127.0 - 0.3 * KM), 1, 100)
    found = serve([*boarded(*PATTERN), new, end], PATTERN)
    assert [s.boarded[0][0] for s in found] == [8, 0, 1, 2, 3, 4, 5, 6, 7, 9]


@pytest.mark.parametrize(("name", "on", "off", "joins"), [
    ("나(가상)", 5, 50, 1), ("차고지(기점가상)", 50, 20, 0), ("차고지(종점가상)", 0, 20, 7), ("어디(가상)", 1, 99, 7), ("어디(가상)", 50, 50, None),
])  # fmt: skip
def test_a_virtual_stop_joins_its_name_or_an_end(name: str, on: float, off: float, joins: int | None) -> None:
    found = serve([*boarded(*PATTERN), Boarded(Stop(None, name), on, off)], PATTERN)
    assert [s.at for s in found if 8 in {row for row, _ in s.boarded}] == ([] if joins is None else [joins])


def test_nothing_matches_nothing() -> None:
    assert serve(boarded(Stop("99999", "없음")), PATTERN) == []
    assert serve(boarded(*OUT), []) == []


def pattern(section_m=None, speed=None, first=None, last=None) -> Pattern:  # type: ignore[no-untyped-def]
    """OUT with what is told of its four stops."""
    none = [np.nan] * 4
    return Pattern(OUT, *(np.array(told or none, dtype=float) for told in (section_m, speed, first, last)))


def test_sections_are_as_long_as_told_unless_the_list_adds_them_up() -> None:
    assert lengths_m(pattern([np.nan, 450, 500, 0])) == pytest.approx([450, 500, 520], rel=0.001)
    assert lengths_m(pattern([np.nan, 450, 950, 45_000])) == pytest.approx([450, 950, 520], rel=0.001)


def test_a_section_takes_what_the_first_and_the_last_bus_take() -> None:
    told = pattern(
        [np.nan, 500, 500, 500],
        [np.nan, 10, 10, 10],
        [14_400, 14_460, 14_580, 14_580],
        [80_000, 80_120, 80_240, np.nan],
    )
    assert runs_s(told) == pytest.approx([90, 120, 0])


def test_times_that_cannot_be_true_yield_to_the_speed_and_that_to_a_usual_one() -> None:
    """The first bus of the way back starts before that of the way there; one speed is of a bus that stood."""
    told = pattern([np.nan, 500, 500, 500], [np.nan, 10, 1, np.nan], [14_400, 12_000, 16_000, 12_000])
    assert runs_s(told) == pytest.approx([180, 90, 90])


def test_new_stops_part_the_way_and_make_it_longer_by_their_detour() -> None:
    new = numbered(OUT[1], "01090", "신설", east_km=0.2, north_km=-0.15)
    served = serve(boarded(*OUT, new), OUT)
    metres, seconds = of_served(served, pattern([np.nan, 500, 500, 500], [np.nan, 10, 10, 10]))
    assert [s.at for s in served] == [0, 1, None, 2, 3]
    assert metres == pytest.approx([500, 300, 300, 500], rel=0.01)
    assert seconds == pytest.approx([180, 108, 108, 180], rel=0.01)


def test_a_line_that_serves_a_part_of_the_pattern_turns_there() -> None:
    """Between the last stop out and the first back lie the pattern's other stops, 60 km of them."""
    far = [Stop(f"0300{i}", f"먼{i}", 37.5, 127.2, f"f{i}") for i in range(2)]
    long = Pattern(
        [*OUT, *far, *BACK], *(np.array([np.nan, *[v] * 9]) for v in (np.nan, 20.0, np.nan, np.nan))
    )
    metres, _ = of_served(serve(boarded(*PATTERN), long.stops), long)
    assert len(metres) == 7 and metres[3] < 100
