"""Rides as arrays: what riders do, printers write down and the truth adds up."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulator.network import Ints


@dataclass(frozen=True)
class Legs:
    """Rides in the order of boarding; seconds count from the service date's midnight. `is_last`: of its journey; `run`: the bus's, -1 of a train."""

    person: Ints
    journey: Ints
    transfers: Ints
    is_last: npt.NDArray[np.bool_]
    route: Ints
    board_at: Ints
    alight_at: Ints
    run: Ints
    boarded_s: Ints
    alighted_s: Ints
    distance_m: Ints

    @property
    def is_back(self) -> npt.NDArray[np.bool_]:
        """On the way back to the route's first stop."""
        return self.alight_at < self.board_at

    def __len__(self) -> int:
        return len(self.person)

    def only(self, rows: npt.NDArray[np.integer]) -> "Legs":
        """Some of the rides, in the order given."""
        return Legs(**{name: column[rows] for name, column in vars(self).items()})


def together(parts: list[Legs]) -> Legs:
    """Rides one after the other."""
    return Legs(**{name: np.concatenate([vars(part)[name] for part in parts]) for name in vars(parts[0])})
