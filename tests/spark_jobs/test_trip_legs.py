"""Journeys of a card, places on the line, runs of a bus, and where those got off who did not tap: on literal taps."""

from tests.spark_jobs.riding import OTHER, ROUTE, at, legs_of, network, stop, tap


def told(legs: list[dict], *columns: str) -> list[tuple]:
    return [tuple(leg[c] for c in columns) for leg in legs]


def test_rides_of_one_transaction_number_are_one_journey_and_a_lower_count_of_changes_begins_anew() -> None:
    rides = [
        ("08:00", "s1", "08:05", "s3", "J1", 0), ("08:20", "s3", "08:25", "s5", "J1", 1), ("08:40", "s5", "08:45", "s6", "J1", 0),
        ("10:00", "s6", "10:02", "s7", "J2", 0),
    ]  # fmt: skip
    legs = legs_of(
        *(
            tap("a", on, board, off, alight, journey_ref=ref, transfer_cnt=n)
            for on, board, off, alight, ref, n in rides
        )
    )
    assert told(legs, "journey_no", "leg_no") == [(1, 1), (1, 2), (2, 1), (3, 1)]


def test_without_a_transaction_number_the_gap_and_the_line_decide() -> None:
    """Half an hour to the second after alighting on another line goes on; later, or back on the same line, does not."""

    def second(after: str, route: str) -> list[dict]:
        return legs_of(
            tap("a", "08:00", "s1", "08:10", "s4"), tap("a", after, "s4", route_id=route, vehicle_id="V9")
        )

    assert [leg["journey_no"] for leg in second("08:40", OTHER)] == [1, 1]
    assert [leg["journey_no"] for leg in second("08:40:01", OTHER)] == [1, 2]
    assert [leg["journey_no"] for leg in second("08:15", ROUTE)] == [1, 2]
    unknown = legs_of(
        tap("a", "08:00", "s1"),
        tap("a", "08:36", "s4", route_id=OTHER),
        tap("b", "08:00", "s1"),
        tap("b", "08:37", "s4", route_id=OTHER),
    )
    assert [leg["journey_no"] for leg in unknown] == [1, 1, 1, 2], "1.5 km at 15 km/h take six minutes"


def test_a_tapped_ride_is_laid_on_the_shortest_way_on() -> None:
    legs = legs_of(
        tap("a", "08:00", "s2", "08:03", "s4"),
        tap("b", "08:20", stop(5, back=True), "08:24", stop(2, back=True)),
        tap("c", "08:40", "s5", "08:50", stop(5, back=True)),
        tap("d", "09:00", "s4", "09:02", "s2"),
        tap("e", "09:00", "s4", "09:02", "nowhere"),
    )
    assert told(legs, "board_seq", "alight_seq") == [(2, 4), (9, 12), (5, 9), (4, None), (4, None)]
    assert {leg["pattern_id"] for leg in legs} == {f"{ROUTE}:1"}
    assert {leg["alight_rule"] for leg in legs} == {"tapped"}


def test_who_does_not_tap_alights_where_the_way_to_the_next_boarding_is_shortest_in_time() -> None:
    """Not where the bus comes back across the road, half an hour later; nor short of it, to walk the rest."""
    net = network(("o1", 2_000, 300))
    legs = legs_of(
        tap("a", "08:00", "s1"), tap("a", "09:00", "o1", route_id=OTHER, vehicle_id="V2"),
        tap("b", "08:01", "s1"), tap("b", "17:00", stop(3, back=True), "17:05", stop(1, back=True)),
        net=net,
    )  # fmt: skip
    assert told(legs, "alight_stop_id", "alight_seq", "alight_rule")[0] == ("s5", 5, "next_boarding")
    assert told(legs, "alight_stop_id", "alight_seq", "alight_rule")[2] == ("s3", 3, "next_boarding")


def test_the_days_last_ride_ends_at_its_first_boarding_and_a_single_ride_nowhere() -> None:
    legs = legs_of(
        tap("a", "08:00", "s2", "08:09", "s5"), tap("a", "18:00", stop(5, back=True)), tap("b", "12:00", "s1"),
    )  # fmt: skip
    assert told(legs, "alight_stop_id", "alight_rule") == [
        ("s5", "tapped"), (stop(2, back=True), "first_boarding_of_day"), (None, None),
    ]  # fmt: skip
    assert legs[2]["alighted_at"] is None


def test_a_walk_too_far_and_a_bus_too_late_end_no_ride() -> None:
    far = network(("o1", 3_000, 1_001), ("o2", 3_000, 999))
    for goal, found in (("o1", None), ("o2", "s7")):
        legs = legs_of(
            tap("a", "08:00", "s1"), tap("a", "09:00", goal, route_id=OTHER, vehicle_id="V2"), net=far
        )
        assert legs[0]["alight_stop_id"] == found
    # 3 km take twelve minutes at 15 km/h; ten more are forgiven.
    for boarded, found in (("08:01", None), ("08:02", "s7")):
        legs = legs_of(
            tap("a", "08:00", "s1"), tap("a", boarded, "o2", route_id=OTHER, vehicle_id="V2"), net=far
        )
        assert legs[0]["alight_stop_id"] == found
    assert legs[0]["alighted_at"] == at("08:01:59"), "nobody alights after having boarded again"


def test_an_inferred_ride_takes_as_long_as_the_buses_of_the_route_and_hour_do() -> None:
    """Bus V2 shows 100 s a section at 8 o'clock and 200 at 9."""
    pace = [tap(f"p{n}{hour}", f"{hour:02}:{n * step // 60:02}:{n * step % 60:02}", f"s{n + 1}", vehicle_id="V2") for hour, step in ((8, 100), (9, 200))
            for n in range(4)]  # fmt: skip
    legs = legs_of(
        *pace,
        tap("a", "08:10", "s1"), tap("a", "12:00", "s4", route_id=OTHER, vehicle_id="V3"),
        tap("b", "09:10", "s1"), tap("b", "12:00", "s4", route_id=OTHER, vehicle_id="V3"),
    )  # fmt: skip
    assert [legs[n]["alighted_at"] for n in (0, 2)] == [at("08:15"), at("09:20")]


def test_a_bus_begins_a_run_anew_where_it_goes_back_or_comes_much_too_late() -> None:
    legs = legs_of(
        tap("a", "08:00", "s1"), tap("b", "08:05", "s4"), tap("c", "08:05:20", "s3"),  # out of order by one: the same run
        tap("d", "08:20", stop(4, back=True)), tap("e", "08:35", "s1"), tap("f", "08:40", "s2"),
        tap("g", "09:30", "s3"),  # fifty minutes for half a kilometre
        tap("h", "08:02", "s2", vehicle_id="V2"), tap("i", "08:02", "s2", vehicle_id=None),
    )  # fmt: skip
    assert told(legs, "run_no", "board_seq") == [
        (1, 1),
        (1, 4),
        (1, 3),
        (1, 10),
        (2, 1),
        (2, 2),
        (3, 3),
        (1, 2),
        (None, 2),
    ]


def test_of_a_stop_that_is_passed_twice_the_place_is_where_the_bus_has_got_to() -> None:
    """The way out and back over the same kerbs: bus V1 is seen past the turn when the rider boards."""
    net = network()
    one_kerb = net.lines.to_pandas()
    back = one_kerb["stop_id"].str.endswith("b")
    for column in ("stop_id", "stop_no", "y_m"):
        out = one_kerb[one_kerb["route_id"] == ROUTE].set_index("seq")[column]
        one_kerb.loc[back, column] = [out[14 - seq] for seq in one_kerb.loc[back, "seq"]]
    import pyarrow as pa

    mirrored = type(net)(
        net.stops, pa.Table.from_pandas(one_kerb, schema=net.lines.schema, preserve_index=False)
    )
    legs = legs_of(
        tap("a", "08:00", "s1", "08:10", "s5"), tap("b", "08:05", "s3"),
        tap("c", "08:25", "s5", "08:30", "s4"), tap("d", "08:32", "s3"),
        net=mirrored,
    )  # fmt: skip
    assert [leg["board_seq"] for leg in legs] == [1, 3, 9, 11]


def test_a_route_that_no_list_knows_has_journeys_and_no_places() -> None:
    legs = legs_of(tap("a", "08:00", "s1", "08:05", "s2", route_id="01:11:9"), tap("a", "08:20", "s2"))
    assert told(legs, "journey_no", "pattern_id", "run_no", "board_seq", "alight_stop_id") == [
        (1, None, None, None, "s2"), (1, f"{ROUTE}:1", 1, 2, stop(1, back=True)),
    ]  # fmt: skip
