"""Who leaves and who arrives, by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from planning.owl import margins
from planning.owl.margins import MOVERS_A_SLEEPER, NoPeople

HOURS = [24, 25, 26, 27, 28]


def people(**rows: list[float]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(rows, orient="index", columns=HOURS).astype(float)


# 60 go from the bars to the flats: 30 in the first hour, then 20, 10, none.
NIGHT = people(bars=[100, 70, 50, 40, 40], flats=[100, 130, 150, 160, 160])


def test_net_flows_alone_where_they_are_the_total() -> None:
    found = margins.of_people(NIGHT, movers=60)
    assert found.hexes == ("bars", "flats")
    assert found.origins.tolist() == [pytest.approx([n, 0]) for n in (30, 20, 10, 0)]
    assert found.destinations.tolist() == [pytest.approx([0, n]) for n in (30, 20, 10, 0)]


def test_the_exchange_is_shared_out_by_people_and_keeps_the_balance() -> None:
    found = margins.of_people(NIGHT, movers=120)
    assert found.origins.sum(axis=1) == pytest.approx([60, 40, 20, 0])
    # Of the first hour 30 were seen; the other 30 are half of each place, which have 100 of 200 people.
    assert found.origins[0] == pytest.approx([30 + 15, 15])
    assert found.destinations[0] == pytest.approx([15, 30 + 15])
    # Of the second 20 of 40, by 70 and 130 people of 200.
    assert found.origins[1] == pytest.approx([20 + 7, 13])
    change = np.diff(NIGHT.to_numpy().T, axis=0)
    assert found.destinations - found.origins == pytest.approx(change)


def test_more_net_flow_than_movers_is_scaled_down() -> None:
    found = margins.of_people(NIGHT, movers=6)
    assert found.origins.sum() == pytest.approx(6)
    assert found.origins[0] == pytest.approx([3, 0])


def test_movers_follow_from_who_is_asleep() -> None:
    found = margins.of_people(NIGHT * 1000)
    assert found.origins.sum() == pytest.approx(max(200_000 * MOVERS_A_SLEEPER, 0))
    assert found.destinations.sum() == pytest.approx(found.origins.sum())


def test_who_leaves_the_city_is_no_trip() -> None:
    leaving = people(bars=[100, 50, 50, 50, 50], flats=[100, 50, 50, 50, 50])
    found = margins.of_people(leaving, movers=8)
    assert found.net.sum() == pytest.approx(0)
    assert found.origins == pytest.approx(np.full((4, 2), 1.0))  # nothing was seen: evenly


def test_residents_stand_in_for_four_o_clock() -> None:
    counted = people(bars=[100] * 5, flats=[100] * 5)[HOURS[:4]]
    found = margins.of_people(counted, movers=50, residents=pd.Series({"flats": 300.0, "bars": 100.0}))
    # 200 people at 28 h as 1 : 3, so 50 go, a quarter of them in each hour.
    assert found.origins == pytest.approx(np.array([[12.5, 0]] * 4))
    with pytest.raises(NoPeople, match="register"):
        margins.of_people(counted, residents=pd.Series({"elsewhere": 3.0}))


def test_nobody_is_a_sentence() -> None:
    with pytest.raises(NoPeople, match="every hour"):
        margins.of_people(people(bars=[1, 0, 1, 1, 1]))
    with pytest.raises(NoPeople, match="every hour"):
        margins.of_people(people())
    with pytest.raises(NoPeople, match="0 movers"):
        margins.of_people(NIGHT, movers=0)


def counted(night: int, hours: list[int], dongs: list[str], persons: float) -> pd.DataFrame:
    rows = [(date(2019, 3, night), h, d, persons) for h in hours for d in dongs]
    return pd.DataFrame(rows, columns=["night_date", "hour", "dong_code", "persons"])


def test_only_whole_nights_count() -> None:
    told = pd.concat([
        counted(4, HOURS, ["11110515", "11110530"], 10),
        counted(5, HOURS, ["11110515", "11110530"], 20),
        counted(6, HOURS[:4], ["11110515", "11110530"], 1000),
        counted(7, HOURS, ["11110515"], 1000), counted(7, HOURS[:3], ["11110530"], 1000),
    ])  # fmt: skip
    assert margins.whole_nights(told) == [date(2019, 3, 4), date(2019, 3, 5)]
    assert len(margins.whole_nights(told, 27)) == 3
    night = margins.typical_night(told, margins.whole_nights(told))
    assert night.loc["11110515"].tolist() == [15] * 5


def test_codes_the_map_lacks_go_to_the_empty_dongs_of_their_gu() -> None:
    area = pd.Series({"11305595": 1.0, "11305603": 3.0, "11305534": 5.0, "11680640": 2.0})
    night = people(
        **{
            "11305590": [80] * 5,
            "11305534": [10] * 5,
            "11680640": [7] * 5,
            "11680999": [2] * 5,
            "99999999": [5] * 5,
        }
    )
    known = margins.to_known_dongs(night, area)[24]
    assert known.to_dict() == pytest.approx(
        {"11305595": 20, "11305603": 60, "11305534": 10, "11680640": 7 + 2}
    )


def test_dongs_over_hexagons() -> None:
    overlay = pd.DataFrame(
        {
            "dong_code": ["a", "a", "b", "c"],
            "hex_id": ["h1", "h2", "h2", "h3"],
            "dong_share": [0.6, 0.2, 0.9, 1.0],
        }
    )
    laid = margins.by_hexagon(people(a=[8] * 5, b=[5] * 5), overlay)
    assert laid[24].to_dict() == pytest.approx({"h1": 6, "h2": 2 + 5})  # slivers left out are made up for
