"""Persons a hexagon-hour: persons, not events; hidden at the sites, before anything is shared out."""

from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import to_arrow_schema

from nightowl import commit
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs.telecom import presence
from spark_jobs.telecom.ground import Grounds, digests, in_force, inventory_in_force
from spark_jobs.telecom.presence import count_on_hexes, seen_at_sites, sites_to_tell, suppress
from spark_jobs.telecom.schema import CELL_FAULT, CELL_HEX_SHARE, TELECOM_EVENT
from spark_jobs.telecom.suppression import hide_small
from spark_jobs.telecom.trusted import DOUBTED, SOUND, skewed_cells

DAY = date(2026, 11, 1)
HEX_A, HEX_B, HEX_C = "8830e1d8c1fffff", "8830e1ca2bfffff", "8830e1da95fffff"
# Site 1 covers A, and a part of B; site 2 covers B alone; site 3 C.
HEXES = pa.table(
    {
        "site_no": pa.array([1, 1, 2, 3], pa.int32()),
        "hex_id": [HEX_A, HEX_B, HEX_B, HEX_C],
        "share_e9": [750_000_000, 250_000_000, 1_000_000_000, 1_000_000_000],
    }
)
CELLS = pa.table({"cell_id": ["a1", "a2", "b", "c"], "site_no": pa.array([1, 1, 2, 3], pa.int32())})

Event = tuple[int, str, str]


def write_events(path: Path, *events: tuple[int, str, str] | tuple[int, str, str, list[str]]) -> Path:
    """(hour, cell, person[, flags]) as a file of clean events."""
    rows = [
        {"service_date": DAY, "hour": hour, "event_at": datetime(2026, 11, 1, tzinfo=UTC), "subscriber_key": person.encode().ljust(16), "cell_id": cell,
         "flags": list(flags[0]) if flags else [], "source_file": "telecom_event/delivered=2026-11-02/e.csv", "record_number": n}
        for n, (hour, cell, person, *flags) in enumerate(events, 2)
    ]  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, to_arrow_schema(TELECOM_EVENT, timezone="UTC")), path)
    return path


def seen(tmp_path: Path, *events: Event) -> pa.Table:
    found = seen_at_sites(write_events(tmp_path / "events.parquet", *events), CELLS, tmp_path)
    return found.add_column(0, "service_date", pa.array([DAY] * len(found), pa.date32()))


def counted(rows: pa.Table) -> dict[tuple[int, str], tuple]:
    names = (
        "persons_cnt",
        "persons_est",
        "events_est",
        "told_persons_cnt",
        "told_persons_est",
        "told_events_est",
        "hidden_sites_cnt",
    )
    table = count_on_hexes(rows, HEXES, rows.select(["service_date", "hour", "site_no"])).to_pylist()
    return {(r["hour"], r["hex_id"]): tuple(r[n] for n in names) for r in table}


def test_a_person_counts_once_an_hour_where_most_of_their_events_are(tmp_path: Path) -> None:
    rows = seen(
        tmp_path,
        (24, "a1", "p"), (24, "a2", "p"), (24, "a1", "q"), (24, "b", "p"),  # p twice at site 1, once at site 2
        (25, "a1", "p"),
    )  # fmt: skip
    found = {place: row[:3] for place, row in counted(rows).items()}
    assert found == {
        (24, HEX_A): (2, 1.5, 2.25),
        (24, HEX_B): (
            2,
            0.5,
            1.75,
        ),  # both are at site 1, a quarter of which lies here; the event at site 2 is an event
        (25, HEX_A): (1, 0.75, 0.75),
        (25, HEX_B): (1, 0.25, 0.25),
    }


def test_a_person_at_many_sites_in_an_hour_is_one(tmp_path: Path) -> None:
    rows = seen(tmp_path, (9, "a1", "p"), (9, "b", "p"), (9, "b", "p"), (9, "c", "p"), (9, "c", "q"))
    assert {place: row[:3] for place, row in counted(rows).items()} == {
        (9, HEX_A): (0, 0.0, 0.75), (9, HEX_B): (1, 1.0, 2.25), (9, HEX_C): (1, 1.0, 2.0),
    }  # fmt: skip
    assert (
        sum(row[1] for row in counted(rows).values()) == 2
    )  # the shares of all hexagons are the persons of the hour
    as_often = seen(tmp_path, (9, "c", "p"), (9, "b", "p"))
    assert {place: row[0] for place, row in counted(as_often).items()} == {(9, HEX_B): 1, (9, HEX_C): 0}


def test_doubtful_events_count_nobody(tmp_path: Path) -> None:
    rows = seen(
        tmp_path,
        (9, "c", "p", ["ping_pong"]),  # type: ignore[arg-type]
        *((9, "c", "q", [flag]) for flag in ("two_places", "impossible_speed", "robot", "heavy_user")),  # type: ignore[arg-type,misc]
    )
    assert {place: row[:3] for place, row in counted(rows).items()} == {(9, HEX_C): (1, 1.0, 1.0)}


def crowd(hour: int, cell: str, persons: int, name: str = "") -> list[Event]:
    return [(hour, cell, f"{name or cell}{n}") for n in range(persons)]


def test_k_anonymity_is_decided_on_persons_before_anything_is_scaled(
    spark: SparkSession, tmp_path: Path
) -> None:
    """Four persons who make nine hundred events, and four whose share in a hexagon beside a crowd's would pass k: both are hidden."""
    rows = seen(tmp_path, *crowd(9, "a1", 4) * 225, *crowd(9, "b", 20), *crowd(9, "c", 4))
    can_be_told = sites_to_tell(spark, rows, 5)
    assert can_be_told["site_no"].to_pylist() == [2]
    public = {r["hex_id"]: r for r in suppress(count_on_hexes(rows, HEXES, can_be_told)).to_pylist()}
    told = {
        h: (r["persons_cnt"], r["persons_est"], r["events_est"], r["is_hidden"], r["hidden_sites_cnt"])
        for h, r in public.items()
    }
    assert told == {
        HEX_A: (None, None, None, True, 1),
        HEX_B: (20, 20.0, 20.0, False, 1),  # without the four of site 1, though they were seen here too
        HEX_C: (None, None, None, True, 1),
    }


def test_nothing_of_a_small_site_can_be_found_by_taking_hexagons_apart(
    spark: SparkSession, tmp_path: Path
) -> None:
    """B = site 2 and a part of site 1; who knows A knows site 1, and what is left of B would be site 2."""
    for small in (1, 2, 3, 4):
        rows = seen(tmp_path, *crowd(9, "a1", 30), *crowd(9, "b", small), *crowd(9, "c", 4))
        public = suppress(count_on_hexes(rows, HEXES, sites_to_tell(spark, rows, 5))).to_pylist()
        told = {r["hex_id"]: (r["persons_cnt"], r["persons_est"]) for r in public}
        assert told == {HEX_A: (30, 22.5), HEX_B: (30, 7.5), HEX_C: (None, None)}, small


def hide(spark: SparkSession, rows: list[tuple]) -> list[tuple]:
    frame = spark.createDataFrame(rows, "hour int, place string, persons_cnt long, events_cnt long")
    found = hide_small(frame, 5, ["hour"], ["persons_cnt", "events_cnt"]).orderBy("hour", "place")
    return [
        tuple(r) for r in found.select("hour", "place", "persons_cnt", "events_cnt", "is_hidden").collect()
    ]


def test_a_lone_hidden_count_takes_the_smallest_shown_one_along(spark: SparkSession) -> None:
    assert hide(
        spark, [(9, "A", 4, 900), (9, "B", 5, 5), (9, "C", 5, 7), (9, "D", 8, 8), (10, "A", 6, 6)]
    ) == [
        (9, "A", None, None, True),
        (9, "B", None, None, True),  # as few as C: the first by name
        (9, "C", 5, 7, False),
        (9, "D", 8, 8, False),
        (10, "A", 6, 6, False),
    ]


def test_hidden_counts_that_add_up_to_few_take_one_along_too(spark: SparkSession) -> None:
    """One and one: a known total less the shown rows would be two persons."""
    assert [r[4] for r in hide(spark, [(9, "A", 1, 1), (9, "B", 1, 1), (9, "C", 9, 9), (9, "D", 8, 8)])] == [
        True, True, False, True,
    ]  # fmt: skip
    assert [r[4] for r in hide(spark, [(9, "A", 3, 3), (9, "B", 4, 4), (9, "C", 9, 9)])] == [
        True,
        True,
        False,
    ]


def test_a_group_of_one_small_count_is_hidden_alone(spark: SparkSession) -> None:
    assert hide(spark, [(9, "A", 2, 2)]) == [(9, "A", None, None, True)]


def test_events_without_a_doubt_are_those_that_count() -> None:
    flags = [[], ["robot"], ["ping_pong", "partials_merged"], None, ["ping_pong", "two_places"]]
    with duckdb.connect() as con:
        con.register("event", pa.table({"nth": range(5), "flags": pa.array(flags, pa.list_(pa.string()))}))
        assert con.execute(f"select nth from event where {SOUND} order by nth").fetchall() == [
            (0,),
            (2,),
            (3,),
        ]


def test_the_gate_leaves_out_the_same_events() -> None:
    from expectations import presence as gate

    assert gate.DOUBTED == DOUBTED


def test_the_first_inventory_speaks_for_days_before_it(lake: Lake) -> None:
    inventories = ["2026-10-01", "2026-11-01"]
    assert [inventory_in_force(inventories, d) for d in ("2026-09-01", "2026-10-31", "2026-11-01", "2027-01-01")] == [
        "2026-10-01", "2026-10-01", "2026-11-01", "2026-11-01"
    ]  # fmt: skip
    with pytest.raises(NightowlError, match="cell_hex_share is empty"):
        in_force(lake, ["2026-11-01"])


def write_table(lake: Lake, zone: str, table: str, key: str, value: str, schema, rows: list[dict]) -> None:
    folder = lake.partition(zone, table, key, value)
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        pa.Table.from_pylist(rows, to_arrow_schema(schema, timezone="UTC")), folder / "part-0.parquet"
    )


def write_shares(lake: Lake, shares: dict[str, dict[str, float]], valid_from: str = "2026-11-01") -> None:
    rows = [
        {
            "valid_from": date.fromisoformat(valid_from),
            "cell_id": c,
            "hex_id": h,
            "share": s,
            "is_main": False,
        }
        for c, parts in shares.items()
        for h, s in parts.items()
    ]
    write_table(lake, "aggregate", "cell_hex_share", "valid_from", valid_from, CELL_HEX_SHARE, rows)


def test_cells_of_one_ground_are_one_place_and_a_hexagon_is_a_cell_under_its_own_name(
    lake: Lake, seoul: Profile
) -> None:
    write_shares(lake, {"s1": {HEX_A: 1.0}, "s2": {HEX_A: 1.0}, "t": {HEX_A: 0.4, HEX_B: 0.6}})
    grounds = Grounds(lake, seoul, ["2026-11-01"])
    number = {r["cell_id"]: r["site_no"] for r in grounds.cells("2026-11-01").to_pylist()}
    assert number["s1"] == number["s2"] == number[f"H3:{HEX_A}"] != number["t"]
    parts = {(r["site_no"], r["hex_id"]): r["share_e9"] for r in grounds.hexes.to_pylist()}
    assert parts[number["t"], HEX_B] == 600_000_000 and parts[number[f"H3:{HEX_C}"], HEX_C] == 10**9


@pytest.fixture
def a_day(lake: Lake) -> Lake:
    """One service day in two files, of persons apart; the ground of a1 reaches into B."""
    write_shares(lake, {"a1": {HEX_A: 0.75, HEX_B: 0.25}, "b": {HEX_B: 1.0}})
    folder = lake.partition("clean", "telecom_event", "service_date", str(DAY))
    write_events(folder / "bucket-0.parquet", *crowd(9, "a1", 6), *crowd(9, f"H3:{HEX_C}", 5, "d"))
    write_events(folder / "bucket-1.parquet", *crowd(9, "b", 7))
    (folder / commit.MARKER).write_text('{"run_id": "r1"}')
    return lake


def public(lake: Lake) -> dict[str, tuple]:
    table = pq.read_table(
        lake.partition("aggregate", "presence_hex_hour_public", "service_date", str(DAY)) / "part-0.parquet"
    )
    return {r["hex_id"]: (r["persons_cnt"], r["persons_est"], r["events_est"]) for r in table.to_pylist()}


def test_presence_is_made_once_and_again_only_where_something_it_hangs_on_changed(
    spark: SparkSession, a_day: Lake, seoul: Profile
) -> None:
    def made() -> list[str]:
        return presence.run(spark, a_day, seoul, DAY).partitions

    assert made() == [str(DAY)] and made() == []
    assert public(a_day) == {HEX_A: (6, 4.5, 4.5), HEX_B: (13, 8.5, 8.5), HEX_C: (5, 5.0, 5.0)}
    write_shares(a_day, {"a1": {HEX_A: 1.0}, "b": {HEX_B: 1.0}})
    assert made() == [str(DAY)]
    assert public(a_day) == {HEX_A: (6, 6.0, 6.0), HEX_B: (7, 7.0, 7.0), HEX_C: (5, 5.0, 5.0)}
    fault = {"service_date": DAY, "cell_id": "b", "fault": "clock_skewed", "clock_skew_s": 1200}
    write_table(a_day, "aggregate", "cell_fault", "service_date", str(DAY), CELL_FAULT, [fault])
    assert skewed_cells(a_day) == {str(DAY): ("b",)}
    assert made() == [str(DAY)] and HEX_B not in public(a_day)
    before = digests(a_day)
    write_shares(a_day, {"b": {HEX_B: 1.0}, "a1": {HEX_A: 1.0}})
    assert digests(a_day) == before and made() == [], "the same shares written again"


def test_a_rebuilt_day_is_the_same_to_the_last_digit(
    spark: SparkSession, a_day: Lake, seoul: Profile
) -> None:
    tables = []
    for _ in range(3):
        presence.run(spark, a_day, seoul, DAY, rebuild=str(DAY))
        tables.append([
            pq.read_table(a_day.partition("aggregate", t, "service_date", str(DAY)) / "part-0.parquet")
            for t in ("presence_hex_hour", "presence_hex_hour_public")
        ])  # fmt: skip
    assert all(a[n].equals(b[n]) for a, b in pairwise(tables) for n in (0, 1))
