"""Persons a hexagon-hour: persons, not events; hidden under k by persons, whatever the events."""

from datetime import date

from spark_jobs.telecom.presence import count_persons, inventory_in_force, suppress

DAY = date(2026, 11, 1)


def test_a_person_counts_once_an_hour_and_hexagon_over_all_its_cells(spark) -> None:
    events = spark.createDataFrame(
        [
            (DAY, 24, "a1", b"p"),
            (DAY, 24, "a2", b"p"),
            (DAY, 24, "a1", b"q"),
            (DAY, 24, "b1", b"p"),
            (DAY, 25, "a1", b"p"),
        ],
        "service_date date, hour int, cell_id string, subscriber_key binary",
    )
    shares = spark.createDataFrame(
        [(DAY, "a1", "A"), (DAY, "a2", "A"), (DAY, "b1", "B")],
        "service_date date, cell_id string, hex_id string",
    )
    counted = {
        (r.hour, r.hex_id): (r.persons_cnt, r.events_cnt) for r in count_persons(events, shares).collect()
    }
    assert counted == {(24, "A"): (2, 3), (24, "B"): (1, 1), (25, "A"): (1, 1)}


def test_suppression_is_decided_on_persons_not_events(spark) -> None:
    presence = spark.createDataFrame(
        [("A", 4, 900), ("B", 5, 5)], "hex_id string, persons_cnt long, events_cnt long"
    )
    assert [tuple(r) for r in suppress(presence, 5).orderBy("hex_id").collect()] == [
        ("A", None, None, True),
        ("B", 5, 5, False),
    ]


def test_the_first_inventory_speaks_for_days_before_it() -> None:
    inventories = ["2026-10-01", "2026-11-01"]
    assert [inventory_in_force(inventories, d) for d in ("2026-09-01", "2026-10-31", "2026-11-01", "2027-01-01")] == [
        "2026-10-01", "2026-10-01", "2026-11-01", "2026-11-01"
    ]  # fmt: skip
