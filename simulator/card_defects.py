"""What can be wrong with a record of a card tap, and what only looks wrong: the kinds planted among the rides of a day."""

from datetime import datetime, time, timedelta
from random import Random

from simulator.defects import FLAG, MERGED, Defect, Edge, kinds
from simulator.spoilers import WINDOW_DAYS, Fields, Scene, Spoiler, add, blank, cut, drop, put

FEED = "card_tap"
NULL = "~"
(OPERATING_DAY, SETTLER, CARD, AREA, _, VEHICLE, MODE, ROUTE, BOARDED, BOARD_STOP, ALIGHTED, ALIGHT_STOP, JOURNEY, TRANSFERS,
 USER_TYPE, PASSENGERS, DISTANCE, RIDE_S, VIOLATION) = range(19)  # fmt: skip
MOMENT = "%Y%m%d%H%M%S"
RIDE_MAX_S, CANCEL_MAX_S = 6 * 3_600, 120
NOWHERE = "4999999"
PAIR_VEHICLES, PAIR_JOURNEYS = range(9_100_000, 9_900_000), range(95_000_000, 99_000_000)  # of no other ride


def set_fields(fields: Fields, **values: object) -> Fields:
    """Fields with some written anew, by the names above in lower case."""
    places = {globals()[name.upper()]: str(value) for name, value in values.items()}
    return [places.get(place, field) for place, field in enumerate(fields)]


def ridden(fields: Fields, boarded: datetime, ride_s: int) -> Fields:
    """The same ride at another time, of the operating day that time belongs to, tapped out `ride_s` later."""
    return set_fields(
        fields,
        operating_day=f"{boarded - timedelta(hours=4):%Y%m%d}",
        boarded=f"{boarded:{MOMENT}}",
        alighted=f"{boarded + timedelta(seconds=ride_s):{MOMENT}}",
        alight_stop=fields[BOARD_STOP] if fields[ALIGHT_STOP] == NULL else fields[ALIGHT_STOP],
        ride_s=ride_s,
    )


def _one_of(*spoilers: Spoiler) -> Spoiler:
    return lambda fields, luck, scene: luck.choice(spoilers)(fields, luck, scene)


def _both(*spoilers: Spoiler) -> Spoiler:
    def spoil(fields: Fields, luck: Random, scene: Scene) -> Fields:
        for step in spoilers:
            done = step(fields, luck, scene)
            assert not isinstance(done, bytes)
            fields = done
        return fields

    return spoil


def _on_day(first: int, last: int, at: time | None = None) -> Spoiler:
    """The whole ride on a day `first`..`last` days from the delivery's date, at a clock time or any from 04:00."""

    def spoil(fields: Fields, luck: Random, scene: Scene) -> Fields:
        day = scene.delivered + timedelta(days=luck.randint(first, last))
        clock = at or time(luck.randrange(4, 24), luck.randrange(60), luck.randrange(60))
        return ridden(fields, datetime.combine(day, clock), luck.randrange(300, 2_400))

    return spoil


def _lasting(first_s: int, last_s: int) -> Spoiler:
    """Tapped out so many seconds after boarding."""
    return lambda fields, luck, scene: ridden(
        fields, datetime.strptime(fields[BOARDED], MOMENT), luck.randint(first_s, last_s)
    )


def _other_operating_day(fields: Fields, luck: Random, scene: Scene) -> Fields:
    day = datetime.strptime(fields[OPERATING_DAY], "%Y%m%d") + timedelta(days=luck.choice([-1, 1, 365]))
    return set_fields(fields, operating_day=f"{day:%Y%m%d}")


def _no_clock(place: int) -> Spoiler:
    """A time of the ride's own day that no clock shows, or written as nobody agreed to."""

    def spoil(fields: Fields, luck: Random, scene: Scene) -> Fields:
        day = fields[BOARDED][:8]
        wrong = (
            f"{day}256100",
            f"{day}240000",
            f"{day}0815",
            f"{day[:4]}-{day[4:6]}-{day[6:]} 08:15:00",
            "08:15",
        )
        return put(place, *wrong)(fields, luck, scene)  # type: ignore[return-value]

    return spoil


def _broken_card(fields: Fields, luck: Random, scene: Scene) -> Fields:
    card = fields[CARD]
    shapes = (
        card[:9],
        card + "77",
        card[:6] + "OI" + card[8:],
        " ".join(card[n : n + 4] for n in range(0, 16, 4)),
    )
    return set_fields(fields, card=luck.choice(shapes))


def _taken_back(fields: Fields, luck: Random, scene: Scene) -> Fields:
    """Tapped out where and soon after the rider boarded."""
    boarded = datetime.strptime(fields[BOARDED], MOMENT)
    return set_fields(ridden(fields, boarded, luck.randint(1, CANCEL_MAX_S)), alight_stop=fields[BOARD_STOP])


def _stops(fields: Fields, scene: Scene) -> list[str]:
    return scene.stops_of_route[fields[SETTLER], fields[ROUTE]]


def _elsewhere(fields: Fields, luck: Random, scene: Scene) -> Fields:
    """Boarded at a stop that the route does not serve; of the bus nothing is told, which would be seen to be elsewhere."""
    stops = sorted(
        {
            s
            for (settler, _), stops in scene.stops_of_route.items()
            if settler == fields[SETTLER]
            for s in stops
        }
    )
    others = [stop for stop in stops if stop not in _stops(fields, scene)]
    return set_fields(fields, board_stop=luck.choice(others or [NOWHERE]), vehicle=NULL)


def _own_bus(fields: Fields, luck: Random, scene: Scene) -> Fields:
    """On a bus of its own, from the first stop of the route."""
    return set_fields(fields, vehicle=luck.choice(PAIR_VEHICLES), board_stop=_stops(fields, scene)[0])


def _at_the_far_end(fields: Fields, luck: Random, scene: Scene) -> Fields:
    """The same bus in the same second at the middle of its way out and back, which is as far as it gets."""
    stops = _stops(fields, scene)
    return set_fields(
        fields,
        board_stop=stops[len(stops) // 2],
        alighted=NULL,
        alight_stop=NULL,
        distance=NULL,
        ride_s=NULL,
        journey=luck.choice(PAIR_JOURNEYS),
    )


def _one_more(fields: Fields, luck: Random, scene: Scene) -> Fields:
    return set_fields(fields, passengers=int(fields[PASSENGERS]) + 1)


def _junk_in_user_type(fields: Fields, luck: Random, scene: Scene) -> bytes:
    """Bytes that are no UTF-8, in the one field without a rule of its own, so that nothing else is wrong with the row."""
    junk = luck.choice([b"\xb0\xa1", b"\xff"])
    return b",".join(
        [*(f.encode() for f in fields[:USER_TYPE]), junk, *(f.encode() for f in fields[USER_TYPE + 1 :])]
    )


# fmt: off
_REFUSED = kinds(
    FEED,
    ("blank_line", "An empty line.", "blank_record", blank),
    ("too_few_fields", "The last field and its comma are gone.", "wrong_field_count", drop(1)),
    ("too_many_fields", "A field more.", "wrong_field_count", add("0")),
    ("truncated_line", "The line stops in its middle.", "wrong_field_count", cut),
    ("stray_bytes", "Bytes that are no UTF-8 in the user type.", "text_undecodable", _junk_in_user_type),
    ("card_empty", "No card.", "card_missing", put(CARD, NULL, "")),
    ("card_broken", "Too short, too long, with letters, or with blanks.", "card_malformed", _broken_card),
    ("operating_day_impossible", "No such day, or none.", "operating_day_malformed", put(OPERATING_DAY, "20260230", "2026-11-01", NULL)),
    ("operating_day_other", "The day before or after, or a year off.", "operating_day_disagrees", _other_operating_day),
    ("boarding_time_empty", "No time of boarding.", "boarding_time_missing", put(BOARDED, NULL, "")),
    ("boarding_time_impossible", "No such time.", "boarding_time_malformed", _no_clock(BOARDED)),
    ("boarded_in_future", "Years after the delivery, or in the first second of the service day after it.", "time_in_future",
     _one_of(_on_day(400, 9_000), _on_day(1, 1, time(4)))),
    ("boarded_long_ago", "Long before the window of late rows, or in the last second before it.", "too_late",
     _one_of(_on_day(-400, -WINDOW_DAYS - 2), _on_day(-WINDOW_DAYS, -WINDOW_DAYS, time(3, 59, 59)))),
    ("alighting_time_impossible", "No such time of alighting.", "alighting_time_malformed", _both(_lasting(600, 601), _no_clock(ALIGHTED))),
    ("alighting_without_time", "A stop alone.", "alighting_incomplete", _both(_lasting(600, 601), put(ALIGHTED, NULL))),
    ("alighting_without_stop", "A time alone.", "alighting_incomplete", _both(_lasting(600, 601), put(ALIGHT_STOP, NULL))),
    ("alighted_first", "Off the bus before or in the second of boarding.", "alighting_not_after_boarding",
     _one_of(_lasting(-3_000, -1), _lasting(0, 0))),
    ("ride_endless", "More than six hours on one bus.", "ride_too_long", _lasting(RIDE_MAX_S + 1, 2 * RIDE_MAX_S)),
    ("mode_unlisted", "Neither bus nor rail, or no number.", "mode_unknown", put(MODE, "300", "099", "1150", "bus", NULL)),
    ("settler_empty", "No settler, or no area: the ids name no one place.", "settler_missing", _one_of(put(SETTLER, NULL, ""), put(AREA, NULL))),
    ("route_empty", "No route.", "route_missing", put(ROUTE, NULL, "")),
    ("stop_empty", "No boarding stop.", "boarding_stop_missing", put(BOARD_STOP, NULL, "")),
    ("passengers_impossible", "Nobody, more than a hundred, or no whole number.", "passengers_malformed",
     put(PASSENGERS, "0", "101", "1.5", "둘", NULL)),
    ("transfers_impossible", "More than three, or no whole number.", "transfers_malformed", put(TRANSFERS, "4", "-1", "none", NULL)),
    ("stop_nowhere", "A stop of no list.", "stop_unknown", _one_of(put(BOARD_STOP, NOWHERE), _both(_lasting(600, 601), put(ALIGHT_STOP, NOWHERE)))),
    ("boarding_taken_back", "Tapped out at the stop of boarding within two minutes.", "transaction_cancelled", _taken_back),
    ("copy_adjacent", "The same row again in the next line.", None),
    ("copy_far", "The same row again in the other half of the file.", None),
)
DEFECTS = (
    *_REFUSED,
    Defect("stop_elsewhere", FEED, "Boarded at a stop of other routes.", "stop_not_on_route", FLAG, _elsewhere),
    Defect("fare_dodged", FEED, "A fine was paid.", "fare_violation", FLAG, put(VIOLATION, "900", "27500")),
    Defect("bus_twice", FEED, "Two cards in one second on one bus, kilometres apart.", "vehicle_in_two_places", FLAG, _own_bus, _at_the_far_end),
    Defect("told_again", FEED, "The same transaction again with another number of passengers.", "transaction_doubled", MERGED, None, _one_more),
)
# fmt: on

EDGES = (
    Edge("no_alighting", "Nobody tapped out."),
    Edge("day_begins", "Boarded at 04:00:00, the first second of the service day."),
    Edge("night_ride", "Boarded at 01:30 of the night: hour 25 of the day before."),
    Edge("alights_at_four", "Alighted at 04:00:00 of the next morning, in hour 28 of its own service day."),
    Edge("day_ends", "Boarded at 03:59:59, the last second of the service day."),
    Edge("longest_ride", "Six hours to the second."),
    Edge("hundred_passengers", "A hundred passengers on one card."),
    Edge("three_transfers", "The fourth leg of a chain."),
    Edge("late_one_day", "A ride of the service day before, late but within the window."),
    Edge(
        "late_to_the_limit", "Boarded in the first second of the oldest service day the window still takes."
    ),
)


def edge_fields(edge: Edge, fields: Fields, scene: Scene) -> Fields:
    """A sound row at the edge of a rule, made from another ride of the day."""
    today, boarded = scene.service_date, datetime.strptime(fields[BOARDED], MOMENT)

    def at(clock: time, days: int = 0, ride_s: int = 900) -> Fields:
        return ridden(fields, datetime.combine(today + timedelta(days=days), clock), ride_s)

    match edge.code:
        case "no_alighting":
            return set_fields(fields, alighted=NULL, alight_stop=NULL, distance=NULL, ride_s=NULL)
        case "day_begins":
            return at(time(4))
        case "night_ride":
            return at(time(1, 30), 1)
        case "alights_at_four":
            return at(time(3, 45), 1)
        case "day_ends":
            return at(time(3, 59, 59), 1)
        case "longest_ride":
            return ridden(fields, boarded, RIDE_MAX_S)
        case "hundred_passengers":
            return set_fields(fields, passengers=100)
        case "three_transfers":
            return set_fields(fields, transfers=3)
        case "late_one_day":
            return ridden(fields, boarded - timedelta(days=1), 900)
        case _:
            return at(time(4), 1 - WINDOW_DAYS)
