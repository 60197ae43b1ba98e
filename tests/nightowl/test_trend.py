"""What alarms and what does not, on days made by hand."""

from datetime import date, timedelta
from random import Random

import pytest

from nightowl import reference, trend
from nightowl.trend import Judged, Point, judge

KOREAN = {row["holiday_date"] for row in reference.public_holidays("KR", range(2024, 2028)).to_pylist()}
SUNDAY = date(2026, 11, 1)
CHUSEOK = date(2026, 9, 25)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def points(
    values: dict[date, float], metric: str = "volume", of: float | None = None, feed: str = "telecom_event"
) -> list[Point]:
    return [Point(feed, metric, day, value, of) for day, value in values.items()]


def usual(day: date, luck: Random) -> float:
    """300,000 records a workday, a tenth fewer on a weekend, four tenths fewer on a holiday; give or take two in a hundred."""
    level = 0.6 if day in KOREAN else 0.9 if day.weekday() >= 5 else 1.0
    return round(300_000 * level * luck.gauss(1, 0.02))


def year(last: date, months: int = 12) -> dict[date, float]:
    luck = Random(6)
    return {day: usual(day, luck) for day in days(last - timedelta(days=30 * months), last)}


def on(judged: list[Judged], day: date) -> Judged:
    (found,) = (j for j in judged if j.service_date == day)
    return found


def test_a_sound_year_holds_few_alarms() -> None:
    judged = judge(points(year(SUNDAY)), KOREAN)
    alarms = [j for j in judged if j.is_alarm]
    assert len(judged) == 361 and len(alarms) <= 3, [j.sentence for j in alarms]


def test_a_drop_of_four_in_ten_alarms_and_says_what_was_expected_and_found() -> None:
    values = year(SUNDAY)
    values[SUNDAY] = 162_000
    found = on(judge(points(values), KOREAN), SUNDAY)
    assert (found.verdict, found.day_kind, found.comparable_days_cnt) == ("low", "sunday", 12)
    assert found.z is not None and found.z < -10
    assert found.sentence.startswith("telecom_event, volume of 2026-11-01 (sunday): 162,000 found, 2")
    assert found.sentence.endswith("of 12 earlier days).") and " to 2" in found.sentence


def test_a_doubled_delivery_alarms_too() -> None:
    values = year(SUNDAY)
    values[SUNDAY] *= 2
    assert on(judge(points(values), KOREAN), SUNDAY).verdict == "high"


def test_a_missing_third_of_the_cells_alarms() -> None:
    cells = dict.fromkeys(days(date(2026, 9, 1), SUNDAY), 1_800.0)
    cells[SUNDAY] = 1_200
    assert on(judge(points(cells, "active_cells"), KOREAN), SUNDAY).verdict == "low"
    few = dict.fromkeys(cells, 30.0) | {SUNDAY: 20.0}
    assert on(judge(points(few, "active_cells"), KOREAN), SUNDAY).verdict == "low"
    assert on(judge(points(few, "volume"), KOREAN), SUNDAY).verdict == "usual", (
        "twenty records or thirty are chance"
    )
    cells[SUNDAY] = 1_795
    assert on(judge(points(cells, "active_cells"), KOREAN), SUNDAY).verdict == "usual", (
        "all alike before: MAD is 0"
    )


@pytest.mark.parametrize("usually", [0.0005, 0.002, 0.02])
def test_a_share_of_refused_records_that_triples_alarms(usually: float) -> None:
    luck = Random(1)
    shares = {day: usually * luck.gauss(1, 0.03) for day in days(date(2026, 9, 1), SUNDAY)}
    shares[SUNDAY] = 3 * usually
    found = on(judge(points(shares, "refused:cell_unknown", of=300_000), KOREAN), SUNDAY)
    assert found.verdict == "high" and f"{300 * usually:.3f} % found" in found.sentence


def test_a_reason_never_seen_before_alarms_once_it_is_no_trifle() -> None:
    shares = dict.fromkeys(days(date(2026, 9, 1), SUNDAY), 0.0)
    verdicts = []
    for share in (0.0, 0.00001, 0.001):
        shares[SUNDAY] = share
        verdicts.append(on(judge(points(shares, "refused:time_missing", of=300_000), KOREAN), SUNDAY).verdict)
    assert verdicts == ["usual", "usual", "high"]


def test_few_records_make_shares_that_jump_about() -> None:
    """Of 50 records one or three are refused by mere chance; of 50,000 a thousand or three thousand are not."""
    for records, verdict in ((50, "usual"), (50_000, "high")):
        shares = dict.fromkeys(days(date(2026, 9, 1), SUNDAY), 0.02)
        shares[SUNDAY] = 0.06
        assert on(judge(points(shares, "refused", of=records), KOREAN), SUNDAY).verdict == verdict


def test_chuseok_is_no_alarm_when_the_last_ones_were_alike() -> None:
    judged = judge(points(year(date(2026, 10, 10), months=13)), KOREAN)
    feast = on(judged, CHUSEOK)
    assert (feast.day_kind, feast.verdict) == ("long_holiday", "usual") and feast.comparable_days_cnt >= 8
    assert [on(judged, day).verdict for day in days(date(2026, 9, 24), date(2026, 9, 26))] == ["usual"] * 3


def test_chuseok_with_the_volume_of_a_workday_alarms() -> None:
    values = year(date(2026, 10, 10), months=13)
    values[CHUSEOK] = 300_000
    assert on(judge(points(values), KOREAN), CHUSEOK).verdict == "high"


def test_the_friday_of_chuseok_is_not_held_against_fridays() -> None:
    values = {day: v for day, v in year(date(2026, 10, 10), months=5).items() if day > date(2026, 5, 25)}
    feast = on(judge(points(values), KOREAN), CHUSEOK)
    assert (feast.verdict, feast.z) == ("too_few_days", None)
    assert feast.sentence.endswith("not judged, 1 earlier days of its kind are known and 4 are needed.")


def test_eve_and_morrow_of_a_long_holiday_stand_apart() -> None:
    kinds = trend.day_kinds(KOREAN)
    around = [kinds.get(day) for day in days(date(2026, 9, 22), date(2026, 9, 28))]
    assert around == [None, "long_holiday_eve", *["long_holiday"] * 3, "long_holiday_after", None]
    assert kinds[date(2026, 10, 9)] == "holiday" and date(2026, 10, 8) not in kinds
    assert set(kinds.values()) <= set(trend.KINDS)


def test_a_holiday_beside_a_long_one_stays_a_holiday() -> None:
    run = days(date(2026, 9, 24), date(2026, 9, 26))
    assert trend.day_kinds([date(2026, 9, 22), *run])[date(2026, 9, 22)] == "holiday"
    assert trend.day_kinds([*run, date(2026, 9, 28)])[date(2026, 9, 28)] == "holiday"
    beside = trend.day_kinds([date(2026, 9, 20), *run, date(2026, 9, 28)])
    assert (
        beside[date(2026, 9, 27)] == "long_holiday_after" and beside[date(2026, 9, 23)] == "long_holiday_eve"
    )


def test_the_first_weeks_are_silent() -> None:
    values = {date(2026, 11, 1) + timedelta(days=n): float(n % 7 * 1_000 + n * n) for n in range(28)}
    judged = judge(points(values), KOREAN)
    assert len(judged) == 28 and {j.verdict for j in judged} == {"too_few_days"}
    assert {j.comparable_days_cnt for j in judged} == {0, 1, 2, 3}


def test_only_earlier_days_of_the_same_feed_and_metric_count() -> None:
    values = year(SUNDAY)
    before = on(judge(points(values), KOREAN), SUNDAY - timedelta(days=7))
    values[SUNDAY] = 1
    others = points(dict.fromkeys(values, 5.0), feed="card_tap") + points(
        dict.fromkeys(values, 7.0), "persons"
    )
    assert on([j for j in judge(points(values) + others, KOREAN) if (j.feed, j.metric) == ("telecom_event", "volume")],
              SUNDAY - timedelta(days=7)) == before  # fmt: skip


def test_the_order_of_the_points_does_not_matter_and_since_only_cuts() -> None:
    given = points(year(SUNDAY)) + points(year(SUNDAY), "refused", of=1_000)
    shuffled = Random(3).sample(given, len(given))
    assert judge(shuffled, KOREAN) == judge(given, KOREAN)
    assert judge(given, KOREAN, since=SUNDAY) == [j for j in judge(given, KOREAN) if j.service_date == SUNDAY]


def test_a_wild_week_does_not_stretch_what_is_usual() -> None:
    """Median and MAD, not mean and standard deviation: one night of nothing and one of ten times as much leave both in place."""
    values = dict.fromkeys(days(date(2026, 9, 6), SUNDAY), 270_000.0)
    values[date(2026, 10, 11)], values[date(2026, 10, 18)] = 0, 2_700_000
    values[SUNDAY] = 160_000
    found = on(judge(points(values), KOREAN), SUNDAY)
    assert (found.median, found.verdict) == (270_000, "low")


def test_a_feed_that_always_sends_nothing_is_usual() -> None:
    found = judge(points(dict.fromkeys(days(date(2026, 9, 1), SUNDAY), 0.0)), KOREAN)
    assert {j.verdict for j in found} == {"usual", "too_few_days"} and found[-1].z == 0
