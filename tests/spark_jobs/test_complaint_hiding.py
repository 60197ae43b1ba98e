"""What is told of counted cases: nothing under k, nothing that the sum of the city gives away, no case alone."""

import itertools
from datetime import date

import numpy as np
import pandas as pd
import pytest

from spark_jobs.complaints import dong_days, hiding

K = 5
DAY = date(2026, 11, 1)


def counts(*rows: tuple[int, int, int, int]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["cases_cnt", *dong_days.PARTS])
    return table.assign(service_date=DAY, dong_code=[f"d{n}" for n in range(len(rows))], as_of_date=None)


def told(*rows: tuple[int, int, int, int]) -> tuple[list[list], list[date]]:
    public, withheld = dong_days.suppress(counts(*rows), K)
    shown = public[["cases_cnt", *dong_days.PARTS]].astype(object)
    return shown.where(shown.notna(), None).to_numpy().tolist(), withheld


def test_a_small_dong_takes_another_with_it_where_it_would_be_the_only_one() -> None:
    shown, withheld = told((9, 0, 0, 0), (20, 0, 0, 0), (3, 0, 0, 0))
    assert [row[0] for row in shown] == [None, 20, None] and withheld == []


def test_two_small_dongs_hide_each_other_unless_their_sum_tells_both() -> None:
    assert [row[0] for row in told((2, 0, 0, 0), (3, 0, 0, 0), (20, 0, 0, 0))[0]] == [None, None, 20]
    assert [row[0] for row in told((1, 0, 0, 0), (1, 0, 0, 0), (20, 0, 0, 0), (30, 0, 0, 0))[0]] == [None, None, None, 30]  # fmt: skip
    assert [row[0] for row in told((4, 0, 0, 0), (4, 0, 0, 0), (20, 0, 0, 0))[0]] == [None, None, None]


def test_a_small_part_or_a_small_rest_takes_another_with_it() -> None:
    shown, withheld = told((20, 2, 0, 0), (20, 10, 0, 0), (30, 12, 0, 0), (40, 37, 0, 0))
    # 39 in all: with 36 at least in the last, the first would have 3 at most, where the rule admits 4.
    assert [row[1] for row in shown] == [None, None, 12, None] and withheld == []
    shown, _ = told((20, 3, 0, 0), (20, 10, 0, 0), (30, 12, 0, 0), (40, 37, 0, 0))
    assert [row[1] for row in shown] == [None, 10, 12, None]
    shown, _ = told((20, 2, 0, 0), (20, 10, 0, 0), (30, 12, 0, 0))
    assert [row[1] for row in shown] == [None, None, 12]


def test_a_day_on_which_hiding_all_is_not_enough_is_withheld() -> None:
    shown, withheld = told((1, 0, 0, 0), (1, 0, 0, 0), (1, 0, 0, 0))
    assert [row[0] for row in shown] == [None] * 3 and withheld == [DAY]


def test_where_every_case_is_public_nothing_is_hidden() -> None:
    public, withheld = dong_days.suppress(counts((1, 1, 0, 0), (2, 0, 1, 0)), 1)
    assert public["cases_cnt"].tolist() == [1, 2] and public["open_cnt"].tolist() == [1, 0]
    assert not public["is_hidden"].any() and withheld == []


@pytest.mark.parametrize("seed", range(40))
def test_each_hidden_cell_may_be_any_small_number(seed: int) -> None:
    """Every way the hidden cells of a small city could be, tried out: each small one is 1 in some and k - 1 in others."""
    luck = np.random.default_rng(seed)
    cells = luck.integers(1, 9, 4)
    small = cells < K
    hidden, safe = hiding.hide_more(cells, small, np.ones(4, int), np.full(4, K - 1), 1)
    assert hidden[small].all()
    if not safe or not hidden.any():
        assert hidden.all() or not small.any()
        return
    total, top = int(cells[hidden].sum()), (K - 1 if (hidden == small).all() else int(cells.sum()))
    ways = [w for w in itertools.product(range(1, top + 1), repeat=int(hidden.sum())) if sum(w) == total]
    for place, at in enumerate(np.flatnonzero(hidden)):
        assert not small[at] or {1, K - 1} <= {w[place] for w in ways}


@pytest.mark.parametrize(
    ("k", "row", "shown"),
    [
        (5, (4, 0, 0, 0), [None, None, None, None]),
        (5, (5, 0, 0, 0), [5, 0, 0, 0]),
        (5, (5, 5, 0, 0), [5, 5, 0, 0]),
        (5, (9, 4, 5, 0), [9, None, None, 0]),
        (5, (10, 5, 1, 6), [10, 5, None, None]),
        (5, (10, 10, 9, 4), [10, 10, None, None]),
        (2, (3, 1, 2, 0), [3, None, None, 0]),
        (1, (1, 1, 0, 1), [1, 1, 0, 1]),
    ],
)
def test_a_part_is_hidden_where_it_or_what_it_leaves_is_small(k, row, shown) -> None:
    public, _ = dong_days.suppress(counts(row), k)
    (found,) = public[["cases_cnt", *dong_days.PARTS]].astype(object).to_numpy().tolist()
    assert [None if pd.isna(n) else n for n in found] == shown


def cases(**sizes: int) -> pd.DataFrame:
    rows = [tuple(name.split("_")) for name, size in sizes.items() for _ in range(size)]
    return pd.DataFrame(rows, columns=["field", "item", "channel"])


def test_no_combination_is_borne_by_fewer_than_k_and_no_case_is_lost() -> None:
    given = cases(traffic_parking_phone=9, traffic_parking_web=3, traffic_taxi_phone=2, traffic_bus_phone=6, road_hole_web=4, noise_bar_web=7)  # fmt: skip
    found = hiding.generalise(given, dong_days.TELLS_APART, K)
    sizes = found.groupby(list(dong_days.TELLS_APART), dropna=False).size().to_dict()
    assert len(found) == len(given) and min(sizes.values()) >= K
    named = {tuple(v for v in key if isinstance(v, str)): size for key, size in sizes.items()}
    # The four of the road would stand alone without a field: the next rarest field goes with them.
    assert named == {
        (): 11,
        ("traffic", "parking"): 12,  # three by the web would be told by what is left
        ("traffic",): 8,
    }


def test_generalising_keeps_the_order_and_tells_what_it_can() -> None:
    given = cases(traffic_parking_phone=6, traffic_parking_web=7, road_hole_web=9)
    pd.testing.assert_frame_equal(hiding.generalise(given, dong_days.TELLS_APART, K), given)
    assert hiding.generalise(given, dong_days.TELLS_APART, 1).equals(given)
