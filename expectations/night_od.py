"""Nights, homes, weights and the night's ways home, in the lake and in the warehouse."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite, telecom_event
from expectations.suite import Night, Suite

KEYS = ("month", "weekday", "hour", "origin_hex", "home_hex")
PAIR = ("month", "origin_hex", "home_hex")
_rule = partial(suite.rule, owner="telecom data")
_planning = partial(suite.rule, owner="night-bus planning")
_private = partial(suite.rule, owner="privacy officer")
_AGAIN = "Run the homes step of the telecom DAG again; if it comes back, tell the developers of spark_jobs/telecom."
_HIDE = "Publish nothing of the owl group: delete the partition, look at privacy.k_persons of the city profile, run the homes step again."
_BUILD = "Build the warehouse again (make rebuild); if it comes back, tell the developers of dbt/."


def _nights(night: Night) -> list[Expectation]:
    last = f"{night.profile.service_day_start_hour + 23}"
    missing = suite.no_rows(
        f"select cast(part as date) as service_date from {suite.listed(night.due('telecom_event'))} "
        "where cast(part as date) not in (select service_date from b)",
        "critical",
        _rule("subscriber_night_day_empty", "Somebody was seen in the night that was delivered.", _AGAIN),
    )
    return [
        # Late rows alone may open a day whose night nobody was seen in.
        *(
            [suite.floor("subscriber_night", _rule("", "Persons were seen at night.", _AGAIN))]
            if night.due("telecom_event")
            else []
        ),
        missing,
        suite.no_rows(
            "select service_date, count(*) - count(distinct subscriber_key) as doubled from b group by 1 having doubled <> 0",
            "critical",
            _rule("subscriber_night_key_unique", "Each person has one row a night.", _AGAIN),
        ),
        suite.no_rows(
            "select service_date, night_hex, last_hex from b where night_hex is null or night_hex not in (select hex_id from hex) "
            "or last_hex not in (select hex_id from hex)",
            "critical",
            _rule(
                "subscriber_night_hex_unknown",
                "Every hexagon is one of the city's grid.",
                "Write the grid again; look whether hex_resolution changed in the city profile.",
            ),
        ),
        suite.no_rows(
            "select service_date, hours_cnt, night_site_hours_cnt, events_cnt from b "
            "where not coalesce(night_site_hours_cnt between 1 and hours_cnt and hours_cnt <= least(events_cnt, 9), false)",
            "critical",
            _rule(
                "subscriber_night_hours",
                "Everybody was seen in one hour of the night at least, of nine, and no more hours than events.",
                _AGAIN,
            ),
        ),
        suite.no_rows(
            f"select service_date, last_hour, last_hex from b where not coalesce(last_hour between 24 and {last}, last_hex is null) "
            "or (last_hour is null) <> (last_hex is null)",
            "critical",
            _rule(
                "subscriber_night_last_told",
                f"The last hexagon is told with its hour, between 24 and {last}.",
                _AGAIN,
            ),
        ),
    ]


def _home(night: Night) -> list[Expectation]:
    nights_min = night.profile.telecom.home_nights_min
    return [
        suite.floor("home", _rule("", "Persons seen at night have a row among the homes.", _AGAIN)),
        suite.no_rows(
            f"select distinct left(part, 7) as month from {suite.listed(night.due('telecom_event'))} "
            "where left(part, 7) not in (select distinct month from b)",
            "critical",
            _rule("home_month_missing", "The homes of the night's month are there.", _AGAIN),
        ),
        suite.no_rows(
            "select month, count(*) - count(distinct subscriber_key) as doubled from b group by 1 having doubled <> 0",
            "critical",
            _rule("home_key_unique", "Each person has one home a month.", _AGAIN),
        ),
        suite.no_rows(
            "select month, rule, carrier_dong_code, night_cell_hex from b where (rule is null and "
            "coalesce(home_hex, home_dong_code, carrier_dong_code, night_cell_hex) is not null) "
            "or (rule = 'carrier' and (carrier_dong_code is null or home_dong_code is distinct from carrier_dong_code)) "
            "or (rule = 'night_cell' and (carrier_dong_code is not null or night_cell_hex is null or home_hex is distinct from night_cell_hex)) "
            "or rule not in ('carrier', 'night_cell')",
            "critical",
            _rule(
                "home_rule_followed",
                "A home is the carrier's area, else the nights' hexagon, else none.",
                _AGAIN,
            ),
        ),
        suite.no_rows(
            f"select month, nights_cnt from b where not coalesce(nights_cnt between 1 and 31, false) "
            f"or (night_cell_hex is not null and nights_cnt < {nights_min})",
            "critical",
            _rule(
                "home_nights",
                f"Nights name a home only where there are {nights_min} of them in the month.",
                _AGAIN,
            ),
        ),
        suite.no_rows(
            "select month, home_hex from b where home_hex not in (select hex_id from hex)",
            "critical",
            _rule(
                "home_hex_unknown",
                "Every home's hexagon is one of the city's grid.",
                "Write the grid again; look whether hex_resolution changed in the city profile.",
            ),
        ),
        suite.no_rows(
            "select month, avg(cast(home_hex is null as integer)) as share from b where rule = 'carrier' group by 1 having share > 0.5",
            "warning",
            _rule(
                "home_area_unknown",
                "Most of the home areas the carrier tells are dongs whose outline is known.",
                "Deliver the city's dong boundaries (feed dong) in the codes of its resident register, or map the carrier's area codes to them.",
            ),
        ),
    ]


def _agreement(night: Night) -> list[Expectation]:
    k = night.profile.k_persons("telecom_event")
    return [
        suite.floor("home_agreement_public", _rule("", "The two rules were compared.", _AGAIN)),
        suite.no_rows(
            f"select month from b where not is_hidden and (persons_with_both_cnt between 1 and {k - 1} or agreeing_cnt between 1 and {k - 1} "
            f"or persons_with_both_cnt - agreeing_cnt between 1 and {k - 1}) or is_hidden and "
            "coalesce(persons_with_both_cnt, agreeing_cnt, agreeing_share) is not null",
            "critical",
            _private(
                "home_agreement_public_below_k",
                f"No number of fewer than {k} persons is told, nor a part that leaves so few.",
                _HIDE,
            ),
        ),
        suite.no_rows(
            "select month, agreeing_share from b where agreeing_share < 0.5",
            "warning",
            _rule(
                "home_agreement_public_low",
                "Carrier and nights agree on the home of at least every second person.",
                "Ask the carrier what its home area is (billing address, shop of purchase); look at the cell inventory's coordinates.",
            ),
        ),
    ]


def _weights(night: Night) -> list[Expectation]:
    return [
        suite.floor("expansion_weight", _rule("", "Residents stand behind the subscribers.", _AGAIN)),
        suite.no_rows(
            "select month, dong_code, age_band, count(*) as times from b group by all having count(*) > 1",
            "critical",
            _rule("expansion_weight_key_unique", "A dong and age band has one weight a month.", _AGAIN),
        ),
        suite.no_rows(
            "select month, dong_code, age_band, weight, basis from b where (observed_persons_cnt > 0) <> (weight is not null) or weight <= 0 "
            "or (weight is not null and coalesce(basis, '') not in ('dong', 'gu', 'city'))",
            "critical",
            _rule(
                "expansion_weight_told",
                "Every observed dong and age band has a weight above nothing, and what it rests on; others have none.",
                _AGAIN,
            ),
        ),
        suite.no_rows(
            "select month, dong_code, age_band, weight from b where weight > 50 * (select median(weight) from b m where m.month = b.month)",
            "warning",
            _rule(
                "expansion_weight_extreme",
                "Nobody stands for fifty times as many residents as the median subscriber.",
                "Look at the dong and age band: few subscribers observed, or the register counts people who do not live there.",
            ),
        ),
    ]


def _shown(night: Night, table: str, keys: tuple[str, ...], fix: str) -> list[Expectation]:
    """What is published: never fewer than k persons, and nothing of what is hidden."""
    k = night.profile.k_persons("telecom_event")
    named = ", ".join(keys)
    counts = ("persons_cnt", "person_nights_cnt", "residents_est")
    untold = ", ".join(f"cast({c} as varchar)" for c in (*keys[1:], *counts))
    return [
        suite.no_rows(
            f"select {named}, count(*) as times from b group by {named} having count(*) > 1",
            "critical",
            _planning(f"{table}_key_unique", "Each pair of hexagons is counted once.", fix),
        ),
        suite.no_rows(
            f"select {named} from b where persons_cnt < {k} or person_nights_cnt < persons_cnt",
            "critical",
            _private(f"{table}_below_k", f"No number of fewer than {k} persons is shown.", fix),
        ),
        suite.no_rows(
            f"select {named}, is_hidden from b where is_hidden is null or (is_hidden and coalesce({untold}) is not null) "
            "or (not is_hidden and not coalesce(origin_hex <> home_hex and persons_cnt > 0 and nights_cnt > 0 and hidden_pairs_cnt = 0, false))",
            "critical",
            _private(
                f"{table}_hidden_told",
                "What is hidden tells no place and no count but how many pairs there are; what is shown tells all.",
                fix,
            ),
        ),
    ]


def _public(night: Night) -> list[Expectation]:
    whole = "from b where not is_hidden and weekday is null and hour is null"
    return [
        suite.floor(
            "night_od_public", _rule("", "The pairs of every month are told, shown or hidden.", _AGAIN)
        ),
        *_shown(night, "night_od_public", KEYS, _HIDE),
        suite.no_rows(
            f"select {', '.join(PAIR)}, sum(p.person_nights_cnt) as parts, any_value(w.person_nights_cnt) as whole from (from b where "
            f"weekday is not null or hour is not null) p left join ({whole}) w using ({', '.join(PAIR)}) "
            f"group by {', '.join(PAIR)}, p.weekday is null, p.hour is null having parts is distinct from whole",
            "critical",
            _private(
                "night_od_public_split_whole",
                "A pair is split by weekday or hour only whole: no part is left to be worked out.",
                _HIDE,
            ),
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="hour",
            min_value=24,
            max_value=night.profile.service_day_start_hour + 23,
            severity="critical",
            meta=_rule("night_od_public_hour_range", "Hours are those after midnight.", _AGAIN),
        ),
    ]


def _fact(night: Night) -> list[Expectation]:
    return [
        suite.floor("fct_night_od", _planning("", "The pairs of a month are there.", _BUILD)),
        *_fresh(night, "fct_night_od", KEYS),
    ]


def _mart(night: Night) -> list[Expectation]:
    return [
        suite.floor("mart_owl__night_od", _planning("", "The pairs of a month are there.", _BUILD)),
        *_fresh(night, "mart_owl__night_od", PAIR),
        suite.no_raw_number(night, "mart_owl__night_od", PAIR),
    ]


def _fresh(night: Night, table: str, keys: tuple[str, ...]) -> list[Expectation]:
    return [
        suite.no_rows(
            f"select left(part, 7) as month from {suite.listed(night.due('telecom_event'))} where left(part, 7) not in (select month from b)",
            "critical",
            _planning(f"{table}_stale", "The month of the night is there.", _BUILD),
        ),
        *_shown(
            night,
            table,
            keys,
            "Publish nothing of the owl group; look which model adds or splits counts after suppression.",
        ),
    ]


_owl = partial(Suite, groups=telecom_event.FEED.groups, feeds=("telecom_event",))
_lake = partial(_owl, zone="aggregate")
SUITES = [
    _lake(table="subscriber_night", keys=("service_date",), expectations=_nights, parts_of="telecom_event"),
    _lake(table="home", keys=("month",), expectations=_home),
    _lake(table="home_agreement_public", keys=("month",), expectations=_agreement),
    _lake(
        table="expansion_weight",
        keys=("month", "dong_code", "age_band"),
        expectations=_weights,
        feeds=("telecom_event", "resident_population"),
    ),
    _lake(table="night_od_public", keys=KEYS, expectations=_public),
    _owl(table="fct_night_od", zone="marts", keys=KEYS, expectations=_fact),
    _owl(table="mart_owl__night_od", zone="marts", keys=PAIR, expectations=_mart),
]
