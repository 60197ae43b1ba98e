"""Waiting times from cases in the lake: which cases count and until when, how long a window is, what is made anew."""

from datetime import date, datetime, timedelta

import duckdb
import pytest

from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs.complaints import waiting
from tests.spark_jobs.cases_by_hand import DONG, case, tell

DAY, DELIVERED = date(2026, 11, 2), date(2026, 11, 3)
MORNING = datetime(2026, 11, 2, 9)
H = timedelta(hours=1)


@pytest.fixture
def city(seoul: Profile) -> Profile:
    """Seoul, but telling of two cases already."""
    rules = seoul.complaints.model_copy(
        update={"waiting": seoul.complaints.waiting.model_copy(update={"closed_min": 2, "window_days": 30})}
    )
    feeds = seoul.feeds | {"complaint_version": seoul.feed("complaint_version").model_copy(update={"k_persons": 2})}  # fmt: skip
    return seoul.model_copy(update={"complaints": rules, "feeds": feeds})


def row(lake: Lake, where: str = "kind = 'all' and dong_code = 'all'") -> dict[str, object]:
    """The one row of the newest telling that a condition finds."""
    with duckdb.connect() as con:
        found = con.sql(
            f"from read_parquet('{lake.glob('aggregate', waiting.TABLE)}', hive_partitioning = false) where {where} "
            "qualify as_of_date = max(as_of_date) over ()"
        )
        (told,) = found.to_arrow_table().to_pylist()
        return told


def test_an_open_case_has_waited_until_the_newest_moment_any_case_tells_of(lake: Lake, city: Profile) -> None:
    """The file came fifteen years later; nobody knows that the open cases of 2011 waited for those."""
    cases = [case(n, MORNING, MORNING + n * H) for n in (1, 2, 4)]
    tell(lake, [*cases, *(case(n, MORNING + 2 * H) for n in (7, 8))], date(2041, 11, 3))
    waiting.run(None, lake, city, DAY)
    told = row(lake)
    # Two of five wait since two hours: 4/5, then 3/5 after the second hour, and 0 after the fourth, with them gone at the second.
    assert (told["median_h"], told["as_of_date"]) == (4.0, date(2041, 11, 3))


def test_deleted_cases_do_not_count_and_withdrawn_ones_only_until_a_time_that_is_told(
    lake: Lake, city: Profile
) -> None:
    sound = [case(n, MORNING, MORNING + n * H) for n in (1, 2)]
    gone = [
        case(3, MORNING, MORNING + 9 * H, status="deleted"), case(4, MORNING, None, status="withdrawn"),
        case(5, MORNING, MORNING + H / 2, status="withdrawn", is_on_time=None, is_overdue=None),
    ]  # fmt: skip
    tell(lake, [*sound, *gone], DELIVERED)
    waiting.run(None, lake, city, DAY)
    told = row(lake)
    assert (told["cases_cnt"], told["open_cnt"], told["judged_cases_cnt"]) == (4, 0, 2)  # three, in pairs
    assert (told["median_h"], told["naive_mean_h"]) == (1.0, 1.5)


def test_the_window_ends_with_the_newest_day_of_receipt(lake: Lake, city: Profile) -> None:
    old = [case(n, MORNING - timedelta(days=30), MORNING - timedelta(days=29)) for n in (1, 2)]
    edge = [case(n, MORNING - timedelta(days=29), MORNING - timedelta(days=28)) for n in (3, 4)]
    tell(lake, [*old, *edge, *(case(n, MORNING, MORNING + H) for n in (5, 6))], date(2030, 1, 1))
    waiting.run(None, lake, city, DAY)
    told = row(lake)
    assert (told["cases_cnt"], told["received_from"], told["received_until"]) == (4, date(2026, 10, 4), DAY)


def test_cases_without_a_dong_are_told_as_unknown(lake: Lake, city: Profile) -> None:
    tell(lake, [case(n, MORNING, MORNING + H, dong_code=None) for n in (1, 2)], DELIVERED)
    waiting.run(None, lake, city, DAY)
    assert row(lake, "kind = 'item' and dong_code = 'unknown'")["cases_cnt"] == 2


def test_a_dongs_hidden_day_is_not_in_its_count(lake: Lake, city: Profile) -> None:
    """Else the exact counts of the other days, and the sum, would tell it."""
    shown = [case(n, MORNING - timedelta(days=1), MORNING + H) for n in range(8)]
    tell(lake, shown, DELIVERED)
    tell(lake, [case(10 + n, MORNING, MORNING + H) for n in range(2)], DELIVERED, hidden=[DONG])
    waiting.run(None, lake, city, DAY)
    assert row(lake, f"kind = 'all' and dong_code = '{DONG}'")["cases_cnt"] == 4
    assert row(lake)["cases_cnt"] == 10


def test_what_did_not_change_is_not_told_again_and_a_change_is(lake: Lake, city: Profile) -> None:
    tell(lake, [case(n, MORNING, MORNING + H) for n in (1, 2)], DELIVERED)
    assert waiting.run(None, lake, city, DAY).partitions == ["2026-11-03"]
    assert waiting.run(None, lake, city, DAY).partitions == []
    assert waiting.run(None, lake, city, DAY, rebuild="2026-11-02").partitions == ["2026-11-03"]
    more = [case(n, MORNING + timedelta(days=1), MORNING + timedelta(days=1, hours=1)) for n in (3, 4)]
    tell(lake, more, date(2026, 11, 4))
    assert waiting.run(None, lake, city, DAY).partitions == ["2026-11-04"]
    assert row(lake)["cases_cnt"] == 4
    assert set(lake.partitions("aggregate", waiting.TABLE)) == {"2026-11-03", "2026-11-04"}


def test_without_cases_there_is_nothing_to_tell(lake: Lake, city: Profile) -> None:
    assert waiting.run(None, lake, city, DAY).partitions == []
