"""What is told of answers and places of complaints, in the lake and in the warehouse: that it is of the newest delivery, and gives nobody away."""

from functools import partial

from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.complaint_version import FEED
from expectations.suite import Night, Suite

WAIT, SPOT, HOURS = "complaint_wait_public", "complaint_hotspot_public", "complaint_hex_hour_public"
SCORE = "complaint_model_score"
SLA, SPOTS = "mart_complaints__sla", "mart_complaints__hotspots"
WAIT_KEYS = ("as_of_date", "kind", "field", "item", "dong_code")
SPOT_KEYS = ("as_of_date", "field", "hex_id")
SCORE_KEYS = ("as_of_date", "method", "split")
HOUR_KEYS = ("as_of_date", "item", "day_type", "hour", "hex_id")
WAIT_COUNTS = (
    "cases_cnt", "open_cnt", "judged_cases_cnt", "kept_cases_cnt", "open_with_limit_cnt", "late_now_cases_cnt",
)  # fmt: skip
SPOT_COUNTS = ("cases_cnt", "near_cases_cnt")
TIMES = ("median_h", "median_low_h", "median_high_h", "p80_h", "p80_low_h", "p80_high_h", "naive_mean_h", "naive_median_h")  # fmt: skip
_rule = partial(suite.rule, owner="complaints data")
_private = partial(suite.rule, owner="privacy officer")
_AGAIN = "Run the {} step of the complaints job again; if it comes back, tell the developers of spark_jobs/complaints."
_BUILD = "Build the warehouse again (make rebuild); if it comes back, tell the developers of dbt/."
_HIDE = "Publish nothing of the complaints group; look at k_persons of the city profile, run the {} step of the complaints job again."


def _stale(table: str, fix: str, where: str = "true") -> Expectation:
    newest = f"(select max(delivered) from ledger_file where feed = '{FEED.name}' and status = 'loaded')"
    return suite.no_rows(
        f"select max(as_of_date) as as_of_date, {newest} as newest_delivery from b having {where} and max(as_of_date) is distinct from {newest}",
        "critical",
        _rule(f"{table}_stale", "It is told as of the newest delivery of cases.", fix),
    )


def _once(table: str, keys: tuple[str, ...], fix: str) -> Expectation:
    return suite.no_rows(
        f"select {', '.join(keys)}, count(*) as rows_cnt from b group by all having count(*) > 1",
        "critical",
        _rule(f"{table}_key_unique", "Each row stands once a delivery.", fix),
    )


def _exact(night: Night, table: str, keys: tuple[str, ...], counts: tuple[str, ...], step: str) -> Expectation:  # fmt: skip
    k = night.profile.k_persons(FEED.name)
    wrong = " or ".join(f"{c} between 1 and {k - 1} or {c} % {k} <> 0" for c in counts)
    return suite.no_rows(
        f"select {', '.join(keys)}, {', '.join(counts)} from b where {wrong}",
        "critical",
        _private(f"{table}_exact", f"Counts of cases at a place are told in multiples of {k}, or not at all.", _HIDE.format(step)),
    )  # fmt: skip


def _larger_part(
    table: str, keys: tuple[str, ...], place: str, same: tuple[str, ...], fix: str
) -> Expectation:
    on = " and ".join(f"b.{c} is not distinct from c.{c}" for c in same)
    return suite.no_rows(
        f"select {', '.join(f'b.{c}' for c in keys)}, b.cases_cnt, c.cases_cnt as city_cases_cnt from b left join b c on {on} and c.{place} = 'all' "
        "where not coalesce(b.cases_cnt <= c.cases_cnt, b.cases_cnt is null)",
        "critical",
        _rule(
            f"{table}_larger_part",
            "The whole city has its row, and no part of it has more cases than the whole.",
            fix,
        ),
    )


def _dong_counts(night: Night, table: str) -> Expectation:
    k = night.profile.k_persons(FEED.name)
    told = " or ".join(f"{c} is not null" for c in WAIT_COUNTS[1:])
    steps = f"round(log10(cases_cnt / {k}.0) - floor(log10(cases_cnt / {k}.0) + 0.000001), 3)"
    return suite.no_rows(
        f"select {', '.join(WAIT_KEYS)}, {', '.join(WAIT_COUNTS)} from b where {k} > 1 and dong_code <> 'all' and ({told} "
        f"or {steps} not in (0, 0.301, 0.699) or kept_pct % 5 <> 0 or late_now_pct % 5 <> 0)",
        "critical",
        _private(
            f"{table}_dong_counts",
            "Of a dong only steps are told: its exact counts stand elsewhere, and finer ones would tell what those hide.",
            _HIDE.format("waiting"),
        ),
    )


def _waits(night: Night) -> list[Expectation]:
    fix, k = _AGAIN.format("waiting"), night.profile.k_persons(FEED.name)
    pairs = (
        ("open_cnt", "cases_cnt"), ("kept_cases_cnt", "judged_cases_cnt"), ("late_now_cases_cnt", "open_with_limit_cnt"),
        ("open_with_limit_cnt", "open_cnt"), ("median_low_h", "median_h"), ("median_h", "median_high_h"), ("median_h", "p80_h"),
        ("p80_low_h", "p80_h"), ("p80_h", "p80_high_h"),
    )  # fmt: skip
    least = max(k, night.profile.complaints.waiting.closed_min)
    return [
        suite.floor(WAIT, _rule("", "Waiting times are told of cases.", fix)),
        _stale(WAIT, fix),
        _once(WAIT, WAIT_KEYS, fix),
        _exact(night, WAIT, WAIT_KEYS, WAIT_COUNTS, "waiting"),
        _dong_counts(night, WAIT),
        _larger_part(WAIT, WAIT_KEYS, "dong_code", ("as_of_date", "kind", "field", "item"), fix),
        suite.no_rows(
            f"select {', '.join(WAIT_KEYS)} from b where {' or '.join(f'{a} > {b}' for a, b in pairs)} or least({', '.join(TIMES)}) < 0",
            "critical",
            _rule(
                f"{WAIT}_order",
                "No part exceeds its whole, nobody waits less than no time, quantiles stand in order.",
                fix,
            ),
        ),
        suite.no_rows(
            f"select {', '.join(WAIT_KEYS)}, cases_cnt, median_h, naive_mean_h from b where dong_code = 'all' "
            "and (median_h is not null or naive_mean_h is not null) "
            f"and not coalesce(cases_cnt - open_cnt + {2 * (k // 2)} >= {least}, open_cnt is null)",
            "critical",
            _private(
                f"{WAIT}_few",
                f"No waiting time is told of fewer than {least} closed cases.",
                _HIDE.format("waiting"),
            ),
        ),
    ]


def _told_cold(night: Night, table: str) -> Expectation:
    k = night.profile.k_persons(FEED.name)
    return suite.no_rows(
        f"select {', '.join(SPOT_KEYS)}, near_cases_cnt, gi_z from b where {k} > 1 and not is_hot "
        "and (near_cases_cnt is not null or gi_z is not null or gi_p is not null)",
        "critical",
        _private(
            f"{table}_told_cold",
            "What lies around a hexagon is told of hot spots alone: of all, it would tell what each has.",
            _HIDE.format("hot-spot"),
        ),
    )


def _spots(night: Night) -> list[Expectation]:
    fix, rules, k = (
        _AGAIN.format("hot-spot"),
        night.profile.complaints.hot_spots,
        night.profile.k_persons(FEED.name),
    )
    return [
        suite.floor(SPOT, _rule("", "Cases were looked at by place.", fix)),
        _stale(SPOT, fix),
        _once(SPOT, SPOT_KEYS, fix),
        _exact(night, SPOT, SPOT_KEYS, SPOT_COUNTS, "hot-spot"),
        _told_cold(night, SPOT),
        _larger_part(SPOT, SPOT_KEYS, "hex_id", ("as_of_date", "field"), fix),
        suite.no_rows(
            f"select {', '.join(SPOT_KEYS)}, near_cases_cnt, gi_z from b where is_hot is null or (is_hot and not coalesce("
            f"near_cases_cnt + {k} >= {rules.place_cases_min} and gi_z > 0 and gi_p < 0.5, false))",
            "warning",
            _rule(f"{SPOT}_cold_hot", "A hot spot has more cases around it than chance would give it.", fix),
        ),
    ]


def _hours(night: Night) -> list[Expectation]:
    fix, rules = _AGAIN.format("hexagon-hour"), night.profile.complaints.hot_spots
    is_named = bool(rules.parking_items or rules.crowding_items)
    return [
        suite.floor(
            HOURS, _rule("", "The items named in the city profile are counted by hour.", fix), rows=int(is_named)
        ),
        _stale(HOURS, fix, "true" if is_named else "false"),
        _once(HOURS, HOUR_KEYS, fix),
        _exact(night, HOURS, HOUR_KEYS, ("cases_cnt",), "hexagon-hour"),
        suite.no_rows(
            f"select {', '.join(HOUR_KEYS)}, days_cnt from b where not coalesce(hour between 4 and 27 and days_cnt >= 1 "
            "and topic in ('parking', 'crowding') and day_type in ('weekday', 'saturday', 'sunday_holiday'), false)",
            "critical",
            _rule(f"{HOURS}_range", "Hours run from 4 to 27, each of at least one day.", fix),
        ),
    ]  # fmt: skip


def _scores(night: Night) -> list[Expectation]:
    fix, least = _AGAIN.format("learning"), night.profile.complaints.categories.precision_min
    newest = "(from b qualify as_of_date = max(as_of_date) over ()) n"
    return [
        suite.floor(
            SCORE, _rule("", "It was tried to learn the kinds of cases, and told how well it went.", fix)
        ),
        _once(SCORE, SCORE_KEYS, fix),
        suite.no_rows(
            f"select {', '.join(SCORE_KEYS)}, accuracy, macro_f1, coverage, precision from b where method <> 'none' and not coalesce("
            "least(accuracy, macro_f1, coverage, precision) >= 0 and greatest(accuracy, macro_f1, coverage, precision) <= 1 "
            "and cases_cnt > 0, false)",
            "critical",
            _rule(f"{SCORE}_range", "Scores are shares of the cases they are of.", fix),
        ),
        suite.no_rows(
            f"select {', '.join(SCORE_KEYS)}, cases_cnt, coverage, precision from {newest} where method = 'model' and split = 'later' "
            f"and coverage * cases_cnt >= 100 and precision < {least} - 0.05",
            "warning",
            _rule(
                f"{SCORE}_unsure",
                f"Of the answers to later cases {least:.0%} are right, as was asked for.",
                "What citizens write about has changed: learn from a shorter window (window_days), or ask for more (precision_min).",
            ),
        ),
        suite.no_rows(
            f"select m.as_of_date, m.accuracy, o.method as other_method, o.accuracy as other_accuracy from {newest.replace(') n', ') m')} join "
            f"{newest.replace(') n', ') o')} on m.split = o.split and m.method = 'model' and o.method <> 'model' and o.accuracy > m.accuracy",
            "warning",
            _rule(
                f"{SCORE}_beaten",
                "The model does better than the commonest kind, and than a rule of keywords.",
                "There are too few cases to learn from, or their texts say nothing of their kind: raise cases_max, or leave kinds to the clerks.",
            ),
        ),
    ]  # fmt: skip


def _sla(night: Night) -> list[Expectation]:
    return [
        suite.floor(SLA, _rule("", "Somebody waits, or waited.", _BUILD)),
        _stale(SLA, _BUILD),
        _exact(night, SLA, WAIT_KEYS, WAIT_COUNTS, "waiting"),
        _dong_counts(night, SLA),
        suite.no_raw_number(night, SLA, WAIT_KEYS),
    ]


def _hotspots(night: Night) -> list[Expectation]:
    return [
        suite.floor(SPOTS, _rule("", "Cases were looked at by place.", _BUILD)),
        _stale(SPOTS, _BUILD),
        _exact(night, SPOTS, SPOT_KEYS, SPOT_COUNTS, "hot-spot"),
        _told_cold(night, SPOTS),
    ]


_lake = partial(Suite, zone="aggregate", groups=FEED.groups, feeds=(FEED.name,))
_marts = partial(Suite, zone="marts", groups=FEED.groups, feeds=(FEED.name,))
SUITES = [
    _lake(table=WAIT, keys=WAIT_KEYS, expectations=_waits),
    _lake(table=SPOT, keys=SPOT_KEYS, expectations=_spots),
    _lake(table=HOURS, keys=HOUR_KEYS, expectations=_hours),
    _lake(table=SCORE, keys=SCORE_KEYS, expectations=_scores),
    _marts(table=SLA, keys=WAIT_KEYS, expectations=_sla),
    _marts(table=SPOTS, keys=SPOT_KEYS, expectations=_hotspots),
]
