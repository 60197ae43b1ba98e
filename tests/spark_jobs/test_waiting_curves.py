"""Waiting times with open cases counted: by hand, beside lifelines and exact fractions on Boston, and what small groups may tell."""

import math
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from bench import waiting as bench_waiting
from spark_jobs.complaints.rounding import at_least
from spark_jobs.complaints.waiting_curves import quantiles, wait_rows


def case(waited_h: float, status: str = "closed", **more: object) -> dict[str, object]:
    """A case of 교통/버스 in one dong; a closed one in time, an open one with its limit ahead."""
    return {
        "field": "교통", "item": "버스", "dong_code": "11680640", "waited_h": waited_h, "is_open": status == "open", "is_closed": status == "closed",
        "is_on_time": True if status == "closed" else None, "is_overdue": False if status != "withdrawn" else None,
        "is_told": True,
    } | more  # fmt: skip


def rows(*cases: dict[str, object], k: int = 1, closed_min: int = 2) -> pd.DataFrame:
    return wait_rows(pd.DataFrame(cases), k, closed_min)


def all_of(told: pd.DataFrame) -> dict[str, object]:
    """The row of all cases of the city."""
    found = told[(told["kind"] == "all") & (told["dong_code"] == "all")]
    return found.astype(object).where(found.notna(), None).iloc[0].to_dict()


def test_open_cases_count_for_as_long_as_they_have_waited() -> None:
    """Closed after 1, 2 and 3 hours, three wait since 4: half are closed after 3, four in five nobody knows yet."""
    told = all_of(rows(case(1), case(2), case(3), *[case(4, "open")] * 3))
    assert (told["median_h"], told["p80_h"]) == (3.0, None)
    assert (told["naive_mean_h"], told["naive_median_h"]) == (2.0, 2.0)


def test_a_case_that_was_withdrawn_counts_until_then_and_is_neither_open_nor_closed() -> None:
    """Of four at risk one is withdrawn before the second closing: 3/4 · 1/2 after two hours."""
    told = all_of(rows(case(1), case(1.5, "withdrawn"), case(2), case(3, "open")))
    assert (told["cases_cnt"], told["open_cnt"], told["median_h"]) == (4, 1, 2.0)


def test_a_curve_that_falls_to_exactly_half_has_its_median_there() -> None:
    """5/8 · 4/5 is a half, and a little more in floating point."""
    waited = np.array([1, 1, 2, 3, 5, 8, 9, 10], float)
    closed = np.array([1, 1, 1, 1, 1, 0, 1, 1], bool)
    (median,) = quantiles(waited, closed, (0.5,))
    assert (median.at, median.low, median.high) == (3.0, 1.0, 10.0)
    assert bench_waiting.product_limit(waited.tolist(), closed.tolist(), 0.5) == 3.0


def test_where_nothing_is_closed_there_is_no_curve() -> None:
    with pytest.raises(ValueError, match="no case is closed"):
        quantiles(np.array([1.0]), np.array([False]), (0.5,))


def test_a_limit_that_an_open_case_has_passed_is_known_not_to_be_kept() -> None:
    late_open, late_closed = case(9, "open", is_overdue=True), case(9, is_on_time=False, is_overdue=True)
    unknown = case(3, is_on_time=None, is_overdue=None), case(3, "open", is_overdue=None)
    told = all_of(rows(case(1), case(2), late_closed, late_open, case(1, "open"), *unknown))
    assert {c: told[c] for c in ("judged_cases_cnt", "kept_cases_cnt")} == {"judged_cases_cnt": 4, "kept_cases_cnt": 2}  # fmt: skip
    assert {c: told[c] for c in ("open_cnt", "open_with_limit_cnt", "late_now_cases_cnt")} == {
        "open_cnt": 3, "open_with_limit_cnt": 2, "late_now_cases_cnt": 1,
    }  # fmt: skip


def test_every_kind_and_dong_has_its_row_and_a_case_without_one_counts_in_the_others() -> None:
    told = rows(
        case(1), case(2), case(3, dong_code="unknown"), case(4, field=None, item=None), case(5, item=None)
    )
    counted = {
        (row.kind, row.field, row.item, row.dong_code): row.cases_cnt for row in told.fillna("-").itertuples()
    }
    assert counted == {
        ("all", "-", "-", "all"): 5, ("all", "-", "-", "11680640"): 4, ("all", "-", "-", "unknown"): 1,
        ("field", "교통", "-", "all"): 4, ("field", "교통", "-", "11680640"): 3, ("field", "교통", "-", "unknown"): 1,
        ("item", "교통", "버스", "all"): 3, ("item", "교통", "버스", "11680640"): 2, ("item", "교통", "버스", "unknown"): 1,
    }  # fmt: skip


def test_the_citys_counts_are_told_in_multiples_of_k_and_a_dong_says_how_many_at_least() -> None:
    """Of a dong 13 cases, of which 3 on a day that is not told, and of another four, which has no row."""
    hidden = [case(2, is_told=False), case(2, is_told=False), case(3, "open", is_told=False)]
    few = [case(1, dong_code="11110515")] * 4
    told = rows(*[case(2)] * 3, *[case(3, "open")] * 7, *hidden, *few, k=5)
    of_all = told[told["kind"] == "all"].set_index("dong_code")
    assert of_all["cases_cnt"].to_dict() == {"all": 15, "11680640": 10}
    assert of_all["open_cnt"].fillna(0).to_dict() == {"all": 10, "11680640": 0}
    assert of_all.loc["all", "median_h"] == 2.0
    assert of_all.loc["11680640", ["judged_cases_cnt", "kept_cases_cnt"]].isna().all()
    assert of_all.loc["11680640", "kept_pct"] == 100 and of_all.loc["11680640", "naive_mean_h"] == 2.0


def test_four_closed_cases_tell_no_time_where_k_is_five() -> None:
    told = all_of(rows(*[case(2)] * 4, *[case(3, "open")] * 7, k=5))
    assert (told["median_h"], told["naive_mean_h"]) == (None, None)


def test_a_dongs_share_is_told_in_steps_and_not_where_part_or_rest_is_small() -> None:
    """13 of 31 kept are 41.9 %; of the open ones all are late, then all but two."""
    judged = [case(1)] * 13 + [case(9, is_on_time=False, is_overdue=True)] * 4
    late = [case(9, "open", is_overdue=True)] * 14
    told, small = (
        rows(*judged, *late, *more, k=5).query("kind == 'all' and dong_code != 'all'").iloc[0]
        for more in ([], [case(1, "open")] * 2)
    )
    assert (told["kept_pct"], told["late_now_pct"]) == (40, 100)
    assert small["kept_pct"] == 40 and math.isnan(small["late_now_pct"])


def test_shares_of_the_city_are_of_what_is_told() -> None:
    """13 of 17 are told as 15 of 15."""
    told = all_of(rows(*[case(1)] * 13, *[case(9, is_on_time=False)] * 4, k=5))
    assert (told["kept_cases_cnt"], told["judged_cases_cnt"], told["kept_pct"]) == (15, 15, 100.0)
    exact = all_of(rows(*[case(1)] * 13, *[case(9, is_on_time=False)] * 4))
    assert exact["kept_pct"] == 76.5


def test_at_least_so_many() -> None:
    counts = (4, 5, 9, 10, 24, 25, 49, 50, 99, 100, 260, 1_004)
    assert [at_least(n, 5) for n in counts] == [None, 5, 5, 10, 10, 25, 25, 50, 50, 100, 250, 1_000]
    assert [at_least(n, 1) for n in (0, 7)] == [0, 7]


def test_a_city_of_fewer_than_k_cases_has_its_row_and_nothing_in_it() -> None:
    (told,) = rows(case(1), case(2), k=5).fillna("-").to_dict("records")
    assert (told["kind"], told["dong_code"], told["cases_cnt"], told["open_cnt"], told["median_h"]) == ("all", "all", "-", 0, "-")  # fmt: skip


def test_too_few_closed_cases_have_no_median() -> None:
    assert all_of(rows(case(1), case(2), closed_min=3))["median_h"] is None


@pytest.fixture(scope="module")
def boston() -> pd.DataFrame:
    if "NIGHTOWL_REAL_DATA" not in os.environ:
        pytest.skip("NIGHTOWL_REAL_DATA names no folder of real files")
    return bench_waiting.compared(bench_waiting.boston(Path(os.environ["NIGHTOWL_REAL_DATA"])))


def test_boston_every_kind_has_the_median_of_lifelines_and_of_exact_fractions(boston: pd.DataFrame) -> None:
    """58,251 cases of 2011, all kinds with ten closed cases; both quantiles, and the ends of their intervals."""
    assert len(boston) > 80 and boston["cases"].sum() > 57_000
    for kind in boston.itertuples():
        assert [kind.median.at, kind.p80.at] == kind.plain, kind.item
        found = [
            [math.inf if h is None else h for h in (q.at, q.low, q.high)] for q in (kind.median, kind.p80)
        ]
        assert found == [pytest.approx(told) for told in kind.lifelines], kind.item


def test_boston_the_closed_cases_alone_say_less(boston: pd.DataFrame) -> None:
    """Where some cases are open the median of the closed ones is never the longer one, and of some kinds far from it."""
    waiting = boston[boston["open"] > 0]
    medians = waiting["median"].map(lambda q: math.inf if q.at is None else q.at)
    assert (medians >= waiting["naive_median_h"] - 1e-9).all()
    longer = medians > 2 * waiting["naive_median_h"]
    assert longer.sum() >= 3
