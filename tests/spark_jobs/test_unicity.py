"""Unicity on traces made by hand, and against a plain count of another kind; what is written holds no person."""

import hashlib
from collections import defaultdict
from datetime import date
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs.telecom import unicity

DAY = date(2026, 11, 1)
K = 5
SHARES = [("a1", "A", True), ("a1", "B", False), ("b1", "B", True), ("c1", "C", True)]
Event = tuple[str, int, str]


def key(person: str) -> bytes:
    return hashlib.md5(person.encode()).digest()


def write(folder: Path, events: list[Event]) -> tuple[list[str], list[str]]:
    """Events (person, hour, cell) and cells as Parquet files; returns the paths `measure` takes."""
    folder.mkdir(parents=True, exist_ok=True)
    columns = list(zip(*events, strict=True))
    pq.write_table(
        pa.table({"subscriber_key": pa.array(map(key, columns[0]), pa.binary()), "hour": pa.array(columns[1], pa.int32()), "cell_id": columns[2]}),
        folder / "part-0.parquet",
    )  # fmt: skip
    cells, hexes, mains = zip(*SHARES, strict=True)
    pq.write_table(pa.table({"cell_id": cells, "hex_id": hexes, "is_main": mains}), folder / "shares.parquet")
    return [str(folder / "part-0.parquet")], [str(folder / "shares.parquet")]


def measure(folder: Path, events: list[Event], day: date = DAY) -> dict[int, tuple]:
    """What is told of each number of points: persons, those with so many, sampled, share alone."""
    rows = unicity.measure(*write(folder, events), day, K, folder)
    return {
        r["points_cnt"]: (
            r["persons_cnt"],
            r["eligible_persons_cnt"],
            r["sample_persons_cnt"],
            r["unique_share"],
        )
        for r in rows
    }


def trace(person: str, *points: tuple[int, str]) -> list[Event]:
    return [(person, hour, cell) for hour, cell in points]


COMMON = ((8, "a1"), (9, "b1"), (10, "c1"), (11, "a1"))


def test_twins_hide_each_other_and_a_loner_stands_out(tmp_path: Path) -> None:
    twins = [event for n in range(9) for event in trace(f"twin{n}", *COMMON)]
    loner = trace("loner", (8, "b1"), (9, "a1"), (10, "a1"), (11, "c1"))
    assert measure(tmp_path, twins + loner) == {3: (10, 10, 10, 0.1), 4: (10, 10, 10, 0.1)}


def test_a_place_counts_by_its_main_hexagon_and_an_hour_once(tmp_path: Path) -> None:
    """Cells that share a hexagon in part do not make a person of one place a person of two; nor do ten calls in an hour."""
    persons = [event for n in range(6) for event in trace(f"p{n}", *COMMON) + trace(f"p{n}", *COMMON)]
    still = [event for n in range(6) for event in trace(f"s{n}", (8, "a1"), (8, "a1"), (9, "a1"))]
    assert measure(tmp_path, persons + still)[3] == (12, 6, 6, 0.0)


def test_an_event_by_its_coordinates_stands_in_the_hexagon_they_fell_into(tmp_path: Path) -> None:
    by_cell = [event for n in range(5) for event in trace(f"p{n}", *COMMON)]
    by_place = trace("h", (8, "H3:A"), (9, "H3:B"), (10, "H3:C"), (11, "H3:A"))
    assert measure(tmp_path, by_cell + by_place)[4] == (6, 6, 6, 0.0)


def test_a_cell_of_no_inventory_gives_no_point(tmp_path: Path) -> None:
    persons = [event for n in range(5) for event in trace(f"p{n}", *COMMON, (12, "zz"))]
    assert measure(tmp_path, persons)[4] == (5, 5, 5, 0.0)


def test_a_day_of_fewer_than_k_tells_nothing(tmp_path: Path) -> None:
    four = [event for n in range(K - 1) for event in trace(f"p{n}", *COMMON)]
    assert measure(tmp_path, four) == {3: (None,) * 4, 4: (None,) * 4}
    five = [event for n in range(K) for event in trace(f"p{n}", *COMMON[:3])]
    assert measure(tmp_path, five) == {3: (5, 5, 5, 0.0), 4: (None,) * 4}


def city(persons: int, seed: int = 4) -> list[Event]:
    """Persons who stay near their own cell, some more than others."""
    luck = Random(seed)
    cells = ["a1", "b1", "c1"]
    return [
        (f"p{n}", luck.randrange(4, 28), cells[n % 3] if luck.random() < 0.8 else luck.choice(cells))
        for n in range(persons)
        for _ in range(luck.randrange(1, 9))
    ]


def alone(events: list[Event], points_cnt: int) -> tuple[int, float]:
    """The same by another way: every person's points as a set, each drawn set looked for in all of them."""
    main = {cell: hex_id for cell, hex_id, is_main in SHARES if is_main}
    traces: dict[bytes, set[tuple[int, str]]] = defaultdict(set)
    for person, hour, cell in events:
        traces[key(person)].add((hour, main[cell]))

    def digest(person: bytes, *more: object) -> str:
        text = f"unicity {DAY}{person.hex().upper()}" + "".join(map(str, more))
        return hashlib.md5(text.encode()).hexdigest()

    eligible = [p for p, points in traces.items() if len(points) >= points_cnt]
    sample = sorted(eligible, key=digest)[: unicity.SAMPLE_PERSONS]
    found = 0
    for person in sample:
        drawn = set(sorted(traces[person], key=lambda point: digest(person, *point))[:points_cnt])
        found += sum(drawn <= points for points in traces.values()) == 1
    return len(eligible), found / len(sample)


@pytest.mark.parametrize("persons", [300, 1_500])
def test_the_share_is_that_of_a_count_by_another_way(tmp_path: Path, persons: int) -> None:
    events = city(persons)
    told = measure(tmp_path, events)
    for points_cnt in unicity.POINTS:
        eligible, share = alone(events, points_cnt)
        assert told[points_cnt][1:] == (eligible, min(eligible, 1_000), pytest.approx(share))
    assert 0.05 < told[3][3] < told[4][3] < 1, (
        "four points tell more than three, and neither tells all or nothing"
    )


def test_the_same_day_draws_the_same_persons_whatever_the_order_of_the_rows(tmp_path: Path) -> None:
    events = city(1_500)
    told = measure(tmp_path / "a", events)
    assert measure(tmp_path / "b", Random(1).sample(events, len(events))) == told
    assert measure(tmp_path / "c", events, date(2026, 11, 2)) != told, "another day draws other persons"


def test_the_table_holds_no_person_and_is_made_once(lake: Lake, seoul: Profile) -> None:
    events = lake.partition("clean", "telecom_event", "service_date", str(DAY))
    write(events, city(60))
    shares = lake.partition("aggregate", "cell_hex_share", "valid_from", "2026-10-01")
    shares.mkdir(parents=True)
    (events / "shares.parquet").rename(shares / "part-0.parquet")
    assert unicity.run(None, lake, seoul, DAY).partitions == [str(DAY)]
    place = lake.partition("aggregate", "unicity", "service_date", str(DAY))
    written = pq.read_table(place / "part-0.parquet")
    assert written.num_rows == len(unicity.POINTS)
    assert not [f.name for f in written.schema if pa.types.is_binary(f.type) or pa.types.is_string(f.type)]
    assert unicity.run(None, lake, seoul, DAY).partitions == []
    assert unicity.run(None, lake, seoul, DAY, rebuild=str(DAY)).partitions == [str(DAY)]
    assert pq.read_table(place / "part-0.parquet") == written
    assert not list(lake.staging.iterdir())


def test_a_city_without_events_or_cells_has_nothing_to_measure(lake: Lake, seoul: Profile) -> None:
    assert unicity.run(None, lake, seoul, DAY).sentence == "unicity: up to date"
