"""Smart-card taps after cleaning: `clean/card_tap`, the partitions tonight's runs wrote."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import FeedTable, Night, Suite

FEED = FeedTable("card_tap", groups=("squirrel",), key="service_date")
KEYS = ("service_date", "source_file", "record_number")
RIDE_HOURS_MAX = 6
_rule = partial(suite.rule, owner="transit data")
_RELOAD = "Clean the day's taps again; if it comes back, tell the developers of spark_jobs/transit."
_keys = ", ".join(KEYS)


def _expectations(night: Night) -> list[Expectation]:
    return [
        suite.floor(
            "card_tap",
            _rule(
                "",
                "The days just loaded hold card taps.",
                "Look in the ledger for what became of the settlement files, then load the day again.",
            ),
        ),
        suite.no_rows(
            f"select cast(part as date) as service_date from {suite.listed(night.required.get('card_tap', ()))} "
            "where cast(part as date) not in (select service_date from b)",
            "critical",
            _rule(
                "card_tap_day_empty",
                "Every service day that was delivered or re-opened tonight holds taps.",
                "Look in the ledger for what became of that day's file, then load it again.",
            ),
        ),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["source_file", "record_number"],
            severity="critical",
            meta=_rule("card_tap_key_unique", "No record of a settlement file appears twice.", _RELOAD),
        ),
        *(
            gxe.ExpectColumnValuesToNotBeNull(
                column=column,
                severity="critical",
                meta=_rule(f"card_tap_{column}_missing", f"Every ride has a value in {column}.", _RELOAD),
            )
            for column in ("boarded_at", "board_stop_id", "route_id", "card_key")
        ),
        *_ranges(),
        *_rides(night),
        *_privacy(night),
    ]


def _ranges() -> list[Expectation]:
    return [
        gxe.ExpectColumnValuesToBeInSet(
            column="mode",
            value_set=["bus", "rail"],
            severity="critical",
            meta=_rule("card_tap_mode_known", "Every ride is by bus or rail.", _RELOAD),
        ),
        *(
            gxe.ExpectColumnValuesToBeBetween(
                column=column,
                min_value=low,
                max_value=high,
                severity="critical",
                meta=_rule(f"card_tap_{column}_range", f"{what} from {low} to {high}.", _RELOAD),
            )
            for column, low, high, what in (
                ("passengers_cnt", 1, 100, "A card pays for passengers"),
                ("transfer_cnt", 0, 3, "Rides of a journey count their transfers"),
            )
        ),
        suite.no_rows(
            f"select {_keys}, board_stop_id, alight_stop_id, route_id, vehicle_id from b where not regexp_full_match("
            "concat_ws(' ', board_stop_id, alight_stop_id, route_id, vehicle_id), '([^: ]+:[^: ]+:[^: ]+ ?)+')",
            "critical",
            _rule(
                "card_tap_id_shape",
                "Stops, routes and vehicles are named settler:area:number; a number alone is not unique.",
                _RELOAD,
            ),
        ),
    ]


def _rides(night: Night) -> list[Expectation]:
    start = night.profile.service_day_start_hour
    in_day = f"(boarded_at at time zone '{night.profile.time_zone}' - interval {start} hour)"
    return [
        suite.no_rows(
            f"select {_keys}, hour, boarded_at from (select *, {in_day} as in_day from b) "
            f"where service_date <> cast(in_day as date) or hour <> hour(in_day) + {start}",
            "critical",
            _rule(
                "card_tap_service_day",
                "Every ride's service date and hour are those of its boarding in the city.",
                "The service day is cut wrongly: check time_zone and service_day_start_hour of the city profile, then load the day again.",
            ),
        ),
        suite.no_rows(
            f"select {_keys}, boarded_at, alighted_at, alight_stop_id from b where (alighted_at is null) <> (alight_stop_id is null) "
            f"or not coalesce(alighted_at > boarded_at and alighted_at <= boarded_at + interval {RIDE_HOURS_MAX} hour, true)",
            "critical",
            _rule(
                "card_tap_alighting_sound",
                f"A ride ends after it began, within {RIDE_HOURS_MAX} hours, and at a stop; or nobody tapped out.",
                _RELOAD,
            ),
        ),
        suite.no_rows(
            "select service_date, avg(cast(alighted_at is null as integer)) as share_without from b "
            f"join {suite.listed(night.due('card_tap'))} on cast(part as date) = service_date "
            "group by service_date having avg(cast(alighted_at is null as integer)) > 0.1",
            "warning",
            _rule(
                "card_tap_alightings_missing",
                "At most one ride in ten ends without a tap (two or three in a hundred are usual).",
                "Ask the settlement company whether the alighting columns came whole; alightings are too low until then.",
            ),
        ),
        suite.no_rows(
            f"select cast(part as date) as service_date, h as hour from {suite.listed(night.due('card_tap'))}, "
            "(values (7), (8), (17), (18)) r(h) where (cast(part as date), h) not in (select distinct service_date, hour from b)",
            "warning",
            _rule(
                "card_tap_rush_hour_silent",
                "Cards are tapped in each hour of the morning and evening rush.",
                "Ask the settlement company for the rest of the day; the busy hours of the stops are too low.",
            ),
        ),
    ]


def _privacy(night: Night) -> list[Expectation]:
    text = ", ".join(f'"{column}"' for column in night.text_columns("card_tap")) or "''"
    rule = partial(suite.rule, owner="privacy officer")
    return [
        suite.no_rows(
            f"select {_keys}, octet_length(card_key) as key_bytes from b where octet_length(card_key) <> 16",
            "critical",
            rule(
                "card_tap_card_key_length",
                "Every card is a pseudonym of exactly 16 bytes.",
                "Treat the partition as if it held raw numbers: delete it, check the pseudonym key, load the day again.",
            ),
        ),
        suite.no_rows(
            f"select {_keys} from b where regexp_matches(concat_ws('|', {text}), '[0-9]([ .-]?[0-9]){{{{14,}}}}')",
            "critical",
            rule(
                "card_tap_raw_card",
                "No text column holds a run of digits as long as a card number.",
                "Delete the partition, find the column of the delivered file that carries cards, and have it masked before reloading.",
            ),
        ),
        suite.no_raw_number(night, "card_tap", KEYS),
    ]


SUITE = Suite(
    table="card_tap",
    zone="clean",
    groups=FEED.groups,
    keys=KEYS,
    expectations=_expectations,
    feeds=("card_tap",),
    parts_of="card_tap",
)
