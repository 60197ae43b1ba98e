"""For how many residents a subscriber stands: tables small enough to work out by hand."""

import pandas as pd
import pytest

from spark_jobs.telecom.expansion import weigh

YOUNG, OLD = "20-24", "70+"


def table(rows: list[tuple], count: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["dong_code", "age_band", count])


def weights(
    observed: list[tuple], residents: list[tuple], k: int = 5
) -> dict[tuple[str, str | None], tuple[float, str]]:
    rows = weigh(table(observed, "persons_cnt"), table(residents, "residents_cnt"), k).rows
    return {
        (r.dong_code, None if pd.isna(r.age_band) else r.age_band): (r.weight, r.basis)
        for r in rows.itertuples()
        if r.observed_persons_cnt
    }


def test_without_ages_a_person_stands_for_the_dongs_residents_an_observed_one() -> None:
    found = weights(
        [("11110515", None, 10), ("11680640", None, 20)],
        [("11110515", YOUNG, 300), ("11110515", OLD, 200), ("11680640", OLD, 100)],
    )
    assert found == {("11110515", None): (50.0, "dong"), ("11680640", None): (5.0, "dong")}


def test_too_few_of_a_dong_take_the_weight_of_the_gu_and_too_few_of_a_gu_that_of_the_city() -> None:
    residents = [("11110515", OLD, 400), ("11110530", OLD, 100), ("11680640", OLD, 60), ("11680650", OLD, 40)]
    found = weights([("11110515", None, 16), ("11110530", None, 4), ("11680640", None, 4)], residents)
    assert found[("11110515", None)] == (25.0, "dong")
    assert found[("11110530", None)] == (25.0, "gu")  # 500 residents of the gu by 20 observed
    assert found[("11680640", None)] == (25.0, "city")  # 600 by 24


def test_ages_are_fitted_to_the_residents_of_dongs_and_of_bands() -> None:
    """Both margins hold, and the odds of the observed table stay (Deming and Stephan 1940)."""
    observed = [("a", YOUNG, 30), ("a", OLD, 10), ("b", YOUNG, 10), ("b", OLD, 10)]
    residents = [("a", YOUNG, 100), ("a", OLD, 300), ("b", YOUNG, 200), ("b", OLD, 400)]
    found = weights(observed, residents)
    stands = {(d, b): n * found[d, b][0] for d, b, n in observed}
    assert stands["a", YOUNG] + stands["a", OLD] == pytest.approx(400, rel=1e-5)
    assert stands["b", YOUNG] + stands["b", OLD] == pytest.approx(600, rel=1e-5)
    assert stands["a", YOUNG] + stands["b", YOUNG] == pytest.approx(300, rel=1e-5)
    odds = stands["a", YOUNG] * stands["b", OLD] / (stands["a", OLD] * stands["b", YOUNG])
    assert odds == pytest.approx(30 * 10 / (10 * 10), rel=1e-5)


def test_who_tells_no_age_weighs_as_the_dong_does_and_the_others_make_room() -> None:
    observed = [("a", YOUNG, 10), ("a", OLD, 10), ("a", None, 20)]
    found = weights(observed, [("a", YOUNG, 100), ("a", OLD, 300)])
    assert found["a", None] == (10.0, "dong")
    assert sum(n * found[d, b][0] for d, b, n in observed) == pytest.approx(400, rel=1e-5)
    assert found["a", OLD][0] == pytest.approx(3 * found["a", YOUNG][0], rel=1e-5)


def test_residents_of_an_age_the_carrier_does_not_serve_are_stood_for_by_nobody() -> None:
    found = weights(
        [("a", YOUNG, 10), ("a", OLD, 10)], [("a", YOUNG, 100), ("a", OLD, 300), ("a", "0-9", 999)]
    )
    assert 10 * (found["a", YOUNG][0] + found["a", OLD][0]) == pytest.approx(400, rel=1e-5)


def test_residents_without_an_observed_person_are_told() -> None:
    made = weigh(
        table([("a", YOUNG, 10), ("b", OLD, 10), ("b", YOUNG, 5)], "persons_cnt"),
        table(
            [("a", YOUNG, 100), ("a", OLD, 40), ("b", YOUNG, 100), ("b", OLD, 300), ("c", OLD, 70)],
            "residents_cnt",
        ),
        5,
    )
    (unseen,) = made.rows[made.rows.observed_persons_cnt == 0].to_dict("records")
    assert unseen["dong_code"] == "c" and pd.isna(unseen["weight"]) and unseen["residents_cnt"] == 70
    assert any("1 of 4 cells" in note and "(40)" in note for note in made.notes)
    assert any("1 dongs with 70 residents" in note for note in made.notes)


def test_what_cannot_be_fitted_is_told_and_still_fits_the_dongs() -> None:
    """All young live in a and all old in b by what was observed, and the residents say otherwise: no table has both margins."""
    made = weigh(
        table([("a", YOUNG, 10), ("b", OLD, 10)], "persons_cnt"),
        table([("a", YOUNG, 100), ("a", OLD, 300), ("b", YOUNG, 200), ("b", OLD, 400)], "residents_cnt"),
        5,
    )
    assert any("did not settle" in note for note in made.notes)
    of = made.rows.set_index("dong_code").weight
    assert (10 * of["a"], 10 * of["b"]) == pytest.approx((400, 600))


def test_a_home_outside_the_register_weighs_as_its_gu() -> None:
    found = weights([("11110515", None, 10), ("11110999", None, 10)], [("11110515", OLD, 400)])
    assert found["11110999", None] == (20.0, "gu")
