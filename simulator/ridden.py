"""What the sound rides of a day add up to, for those who have to find it out: who was on board where, and where those alighted who did not tap."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from simulator.card_lines import JOURNEY_FROM, route_id, stop_id, stop_numbers, vehicle_id
from simulator.legs import Legs
from simulator.network import Ints, Network
from simulator.timetable import Timetable


class Ridden:
    """Counts alone: no person and no card."""

    def __init__(self, network: Network, timetable: Timetable) -> None:
        self.network, self.timetable = network, timetable
        self._change = np.zeros(timetable.at_s.shape, np.int32)  # of those on board, a route, run and stop
        self._untapped: list[tuple[npt.NDArray, ...]] = []

    def note(self, legs: Legs, passengers: Ints, tapped_out: npt.NDArray[np.bool_]) -> None:
        """Add rides."""
        bus = legs.run >= 0
        route, run = legs.route[bus], legs.run[bus]
        for at, sign in ((legs.board_at, 1), (legs.alight_at, -1)):
            place = self.network.loop_position(route, at[bus], legs.is_back[bus])
            np.add.at(self._change, (route, run, place), sign * passengers[bus])
        untapped = legs.only(np.flatnonzero(~tapped_out))
        stops = (
            stop_numbers(self.network, untapped.route, at, untapped.is_back)
            for at in (untapped.board_at, untapped.alight_at)
        )
        self._untapped.append(
            (untapped.journey, untapped.transfers, untapped.route, *stops, untapped.alighted_s)
        )

    def loads(self) -> pa.Table:
        """route_id, vehicle_id, departs_s (of the run), section_seq, passes_s (the section's first stop), load_cnt: where somebody is on board."""
        load = np.cumsum(self._change, axis=2)
        route, run, place = np.nonzero(load)
        vehicle = run % self.timetable.fleet[route]
        return pa.table(
            {
                "route_id": pa.array([route_id(r, False) for r in route.tolist()], pa.string()),
                "vehicle_id": pa.array(
                    [vehicle_id(r, v) for r, v in zip(route.tolist(), vehicle.tolist(), strict=True)],
                    pa.string(),
                ),
                "departs_s": self.timetable.at_s[route, run, 0],
                "section_seq": (place + 1).astype(np.int32),
                "passes_s": self.timetable.at_s[route, run, place],
                "load_cnt": load[route, run, place].astype(np.int32),
            }
        )

    def untapped(self) -> pa.Table:
        """journey_ref, transfer_cnt, route_id, board_stop_id, alight_stop_id, alighted_s (seconds of the service day): rides without a tap out."""
        journey, transfers, route, board, alight, alighted_s = (
            np.concatenate(c) for c in zip(*self._untapped, strict=True)
        )
        rail = self.network.is_rail[route].tolist()
        return pa.table(
            {
                "journey_ref": pa.array((JOURNEY_FROM + journey).astype(str).tolist(), pa.string()),
                "transfer_cnt": transfers.astype(np.int32),
                "route_id": pa.array(
                    [route_id(r, is_rail) for r, is_rail in zip(route.tolist(), rail, strict=True)],
                    pa.string(),
                ),
                "board_stop_id": pa.array(
                    [stop_id(s, is_rail) for s, is_rail in zip(board.tolist(), rail, strict=True)],
                    pa.string(),
                ),
                "alight_stop_id": pa.array(
                    [stop_id(s, is_rail) for s, is_rail in zip(alight.tolist(), rail, strict=True)],
                    pa.string(),
                ),
                "alighted_s": alighted_s.astype(np.int32),
            }
        )
