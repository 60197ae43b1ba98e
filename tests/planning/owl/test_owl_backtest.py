"""Demand estimated from public files of Seoul, held against who boarded its night buses in January to March 2022. Nothing is fitted to pass."""

import os
from pathlib import Path

import h3
import pandas as pd
import pytest
from scipy import stats

from nightowl.lake import Lake
from nightowl.profile import load
from planning.owl import boardings, calibration, demand, gravity
from planning.owl.ground import Demand
from tests.planning.owl import real_seoul

REACH_M = 500

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        "NIGHTOWL_REAL_DATA" not in os.environ,
        reason="NIGHTOWL_REAL_DATA is unset: Seoul's public files are not at hand",
    ),
]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return real_seoul.build(
        Lake(tmp_path_factory.mktemp("seoul")).make(), Path(os.environ["NIGHTOWL_REAL_DATA"])
    )


@pytest.fixture(scope="module")
def estimated(lake: Lake) -> Demand:
    return demand.load(lake, load("seoul"))


@pytest.fixture(scope="module")
def rows(lake: Lake, estimated: Demand) -> pd.DataFrame:
    found, _ = boardings.read(lake)
    return demand.with_trips(found, [estimated], REACH_M)


def test_the_night_has_as_many_trips_and_as_long_ones_as_the_city_counted(estimated: Demand) -> None:
    shares = gravity.shares_by_length(estimated.of_night, gravity.apart(estimated.hexes))
    print(f"\n{estimated.trips.sum():,.0f} trips a night, {estimated.inputs['deterrence']}")
    assert estimated.trips.sum() == pytest.approx(342_000, rel=0.001)
    assert shares == pytest.approx(gravity.SHARES, abs=0.002)


def test_where_most_people_leave_at_night(estimated: Demand) -> None:
    """Seoul's study of 2013 named Hongdae, Dongdaemun, Sillim, Gangnam and Jongno; four of them are within the fifty hexagons most leave from."""
    leaving = pd.Series(estimated.of_night.sum(axis=1), index=estimated.hexes).nlargest(50)
    named = {"Hongdae": (37.5563, 126.9236), "Dongdaemun": (37.5665, 127.0092), "Gangnam": (37.4979, 127.0276), "Sillim": (37.4842, 126.9297), "Jongno": (37.5704, 126.9921)}  # fmt: skip
    near = {
        n
        for n, (y, x) in named.items()
        if set(h3.grid_disk(h3.latlng_to_cell(y, x, 8), 1)) & set(leaving.index)
    }
    print(f"\nof the study's places among the fifty most left: {', '.join(sorted(near))}")
    assert len(near) >= 4


def test_predicted_against_real_boardings_of_march_2022(rows: pd.DataFrame) -> None:
    """By stop: of each route that halts there what all other routes say, together; and the demand around it alone."""
    march = rows.assign(predicted=calibration.foretell(rows, ["estimated"])).query("month == '2022-03'")
    by_stop = march.groupby("stop_id").agg({"predicted": "sum", "estimated": "first", "boardings": "sum"})
    found = {
        "predicted by stop": stats.spearmanr(by_stop["predicted"], by_stop["boardings"]).statistic,
        "demand around the stop alone": stats.spearmanr(by_stop["estimated"], by_stop["boardings"]).statistic,
        "predicted by route and stop": stats.spearmanr(march["predicted"], march["boardings"]).statistic,
    }
    told = "; ".join(f"{name} {value:.3f}" for name, value in found.items())
    print(f"\nSpearman with real boardings ({len(by_stop)} stops, {len(march)} stops of routes): {told}")
    assert len(by_stop) > 900
    assert found["predicted by stop"] > 0.3


def test_each_route_from_the_others(rows: pd.DataFrame) -> None:
    found = calibration.fit(rows, ["estimated"])
    told = calibration.leave_one_route_out(rows, ["estimated"])
    print(f"\n{found}\n{told.round(3).to_string()}")
    assert 0 < found.weights["estimated"] < 2
    assert len(told) == 9
    assert told["spearman"].median() > 0.2
    assert (told["deviance_explained"] > 0).sum() >= 6
