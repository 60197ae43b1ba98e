"""Weights of demand in riders: planted ones are found, a route left out is foretold, sources are blended."""

import h3
import numpy as np
import pandas as pd
import pytest

from planning.owl import calibration
from planning.owl.calibration import Calibration, NothingToCalibrateOn
from planning.owl.ground import Demand

HERE = "8830e1ca2bfffff"
THERE = h3.latlng_to_cell(37.50, 127.10, 8)  # 6 km to the east
LATITUDE, LONGITUDE = h3.cell_to_latlng(HERE)
EAST = h3.cell_to_latlng(THERE)


def demand(trips: list[list[float]], source: str = "calls", hexes: tuple[str, ...] = (HERE, THERE)) -> Demand:
    return Demand(hexes, (24,), np.array([trips], dtype=float), source, {"table": f"{source}-1"})


def stop(place: tuple[float, float], x: float, y: float) -> dict[str, object]:
    return {"latitude": place[0], "longitude": place[1], "ahead_x": x, "ahead_y": y}


def test_trips_ahead_of_a_stop() -> None:
    of = demand([[0, 100], [40, 0]])
    stops = pd.DataFrame([stop((LATITUDE, LONGITUDE), 1, 0), stop((LATITUDE, LONGITUDE), -1, 0), stop(EAST, -1, 0),
                          stop((LATITUDE, LONGITUDE), np.nan, np.nan), stop((37.0, 127.0), 1, 0)])  # fmt: skip
    # 600 m around the middle hold the whole hexagon: eastwards 100 trips, westwards none, 40 back, half where nobody tells, far off none.
    assert calibration.around_stops(of, stops, 700) == pytest.approx([100, 0, 40, 50, 0])


def test_a_hexagon_half_in_reach_gives_part_of_its_trips() -> None:
    of = demand([[0, 100], [0, 0]])
    stops = pd.DataFrame([stop((LATITUDE, LONGITUDE), 1, 0), stop(EAST, 1, 0)])
    (from_here, _) = calibration.around_stops(of, stops, 300)
    in_reach = (np.pi * 0.3**2 / h3.cell_area(HERE)) * (np.pi * 0.3**2 / h3.cell_area(THERE))
    assert from_here == pytest.approx(100 * in_reach, rel=0.15)


def test_stops_of_another_city() -> None:
    with pytest.raises(NothingToCalibrateOn, match="two cities"):
        calibration.around_stops(demand([[0, 1], [1, 0]]), pd.DataFrame([stop((35.0, 129.0), 1, 0)]), 500)


def rows(weights: dict[str, float], routes: int = 5, noise: bool = True) -> pd.DataFrame:
    """Boardings drawn from the model itself, 40 stops a route, two months."""
    rng = np.random.default_rng(11)
    table = pd.DataFrame([
        {"route_no": f"N{r}", "stop_id": f"{r}-{s}", "month": month, "nights": nights}
        for r in range(routes) for s in range(40) for month, nights in (("2022-01", 31.0), ("2022-02", 28.0))
    ])  # fmt: skip
    for source in ("calls", "taxi"):
        table[source] = np.exp(rng.normal(3, 1, len(table)))
    level = np.where(table["month"] == "2022-01", -1.0, -0.5)
    mean = table["nights"] * np.exp(level + sum(w * np.log1p(table[s]) for s, w in weights.items()))
    return table.assign(boardings=rng.poisson(mean).astype(float) if noise else mean)


def test_planted_weights_are_found() -> None:
    found = calibration.fit(rows({"calls": 0.7, "taxi": 0.3}), ["calls", "taxi"])
    assert found.weights == pytest.approx({"calls": 0.7, "taxi": 0.3}, abs=0.03)
    assert found.levels == pytest.approx({"2022-01": -1.0, "2022-02": -0.5}, abs=0.1)
    assert found.deviance_explained > 0.9
    assert 0 < found.errors["calls"] < 0.05


def test_predictions_follow_the_formula() -> None:
    model = Calibration({"calls": 0.5}, {"calls": 0.1}, {"2022-01": 0.0, "2022-02": 1.0}, 1.0, 1)
    told = pd.DataFrame(
        {"month": ["2022-01", "2022-02", "2022-09"], "nights": [30.0, 30.0, 10.0], "calls": [3.0, 3.0, 0.0]}
    )
    assert model.predict(told) == pytest.approx([60, 60 * np.e, 10 * np.exp(0.5)])


def test_a_source_that_goes_against_the_boardings_is_left_out() -> None:
    assert set(calibration.fit(rows({"calls": 0.7, "taxi": -0.4}), ["calls", "taxi"]).weights) == {"calls"}
    with pytest.raises(NothingToCalibrateOn, match="do not rise"):
        calibration.fit(rows({"calls": -0.7, "taxi": -0.4}), ["calls", "taxi"])


def test_too_few_boardings() -> None:
    few = rows({"calls": 0.7})
    with pytest.raises(NothingToCalibrateOn, match="too few"):
        calibration.fit(few.head(20), ["calls"])
    with pytest.raises(NothingToCalibrateOn, match="too few"):
        calibration.fit(few.assign(boardings=0.0), ["calls"])
    with pytest.raises(NothingToCalibrateOn, match="3 are needed"):
        calibration.leave_one_route_out(few[few["route_no"].isin(["N0", "N1"])], ["calls"])


def test_each_route_is_foretold_by_the_others() -> None:
    told = calibration.leave_one_route_out(rows({"calls": 0.7, "taxi": 0.3}), ["calls", "taxi"])
    assert told["route_no"].tolist() == ["N0", "N1", "N2", "N3", "N4"]
    assert (told["spearman"] > 0.9).all()
    assert (told["deviance_explained"] > 0.8).all()
    assert told["predicted"].to_numpy() == pytest.approx(told["riders"].to_numpy(), rel=0.15)


def test_the_left_out_route_is_not_learned_from() -> None:
    """A route on which all is the other way round: the others know nothing of it."""
    table = rows({"calls": 0.7})
    odd = table["route_no"] == "N4"
    table.loc[odd, "boardings"] = 100 / table.loc[odd, "calls"]
    told = calibration.leave_one_route_out(table, ["calls"]).set_index("route_no")
    assert told.loc["N4", "spearman"] < -0.9
    assert told.loc["N4", "deviance_explained"] < 0
    assert told.loc["N0", "spearman"] > 0.9


def test_a_blend_is_a_weighted_geometric_mean_of_what_is_known() -> None:
    calls = demand([[0, 100], [0, 0]])
    taxi = demand([[0, 50], [5, 0]], "taxi")
    mixed = calibration.blend([calls, taxi], {"calls": 0.6, "taxi": 0.2}, {"boardings": "b-1"})
    # Taxi trips count double, as over the pair both know; then both say 100, and of the way back the taxis alone know.
    assert mixed.trips[0].tolist() == [[0, pytest.approx(100)], [pytest.approx(10), 0]]
    assert (mixed.source, mixed.hexes) == ("blend", (HERE, THERE))
    assert mixed.inputs == {
        "calls: table": "calls-1", "taxi: table": "taxi-1", "weight of calls": "0.6000", "weight of taxi": "0.2000", "boardings": "b-1",
    }  # fmt: skip


def test_weights_count_by_their_proportions() -> None:
    third = h3.latlng_to_cell(37.55, 127.0, 8)
    calls = demand([[0, 100, 100], [0, 0, 0], [0, 0, 0]], hexes=(HERE, THERE, third))
    taxi = demand([[0, 40, 160], [0, 0, 0], [0, 0, 0]], "taxi", (HERE, THERE, third))
    mixed = calibration.blend([calls, taxi], {"calls": 3, "taxi": 1})
    at = mixed.hexes.index
    assert mixed.trips[0, at(HERE), at(THERE)] == pytest.approx(100**0.75 * 40**0.25)
    assert mixed.trips[0, at(HERE), at(third)] == pytest.approx(100**0.75 * 160**0.25)


def test_a_blend_of_nothing() -> None:
    with pytest.raises(NothingToCalibrateOn, match="weight over 0"):
        calibration.blend([demand([[0, 1], [1, 0]])], {"taxi": 1.0})
