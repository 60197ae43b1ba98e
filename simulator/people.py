"""The carrier's subscribers: home, work, number and habit of each, fixed by the seed for all days."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulator.ages import AGE_SHARES
from simulator.chance import Floats, Ids, draw, pick
from simulator.city import City
from simulator.geography import POINTS_A_DONG, kilometres
from simulator.hubs import HUBS

Small = npt.NDArray[np.int8]
Places = npt.NDArray[np.int32]

WORKERS, PUPILS = 0.56, 0.13
LEGACY_EVERY = 200  # every 200th subscriber kept a ten-digit number of the 1990s (011, 016, 017, 018, 019)
LEGACY_PREFIXES = ("011", "016", "017", "018", "019")
PREPAID, AGE_UNKNOWN = 0.20, 0.05  # subscribers of whom the carrier has no address, or no age
OPTED_OUT, FEWEST_OPTED_OUT = 0.002, 3
CORRIDOR_PULL = 6.0
FAR_KM = 7.0
ARRIVE = ([7, 8, 9, 10], [2, 4, 5, 1])
LEAVE = ([17, 18, 19, 20, 21], [2, 5, 4, 2, 1])


@dataclass(frozen=True)
class People:
    """Arrays by person. `day_place` is work or school (home for the rest); hours are service hours.

    `billed_dong` and `age_band` are what the carrier has on file: the dong of the home and an index of AGE_BANDS, -1 where
    it does not know.
    """

    city: City
    seed: int
    ids: Ids
    home: Places
    day_place: Places
    arrive: Small
    leave: Small
    night_hub: Small
    night_habit: Floats
    billed_dong: npt.NDArray[np.int16]
    age_band: Small

    def __len__(self) -> int:
        return len(self.ids)

    def only(self, ids: Ids) -> "People":
        """The same persons, fewer of them."""
        return People(
            city=self.city,
            seed=self.seed,
            ids=self.ids[ids],
            home=self.home[ids],
            day_place=self.day_place[ids],
            arrive=self.arrive[ids],
            leave=self.leave[ids],
            night_hub=self.night_hub[ids],
            night_habit=self.night_habit[ids],
            billed_dong=self.billed_dong[ids],
            age_band=self.age_band[ids],
        )

    def numbers(self, ids: Ids) -> list[str]:
        """Subscriber numbers of some persons as text."""
        return [line.tobytes().decode().rstrip("\0") for line in numbers_as_bytes(ids, self.seed)]


def _share_of_hubs(city: City) -> Floats:
    """For each district, how its people's nights divide over the hubs: pull, distance, and the planted corridors."""
    ground = city.ground
    x, y = kilometres(ground.longitude, ground.latitude)
    gu_of_place = np.repeat(ground.gu, POINTS_A_DONG)
    size = np.bincount(gu_of_place)
    gu_x, gu_y = np.bincount(gu_of_place, x) / size, np.bincount(gu_of_place, y) / size
    hub_x, hub_y = x[city.hub_places].mean(axis=1), y[city.hub_places].mean(axis=1)
    near = np.exp(-np.hypot(gu_x[:, None] - hub_x, gu_y[:, None] - hub_y) / FAR_KM)
    corridor = np.array(
        [[CORRIDOR_PULL if gu in hub.corridor_gus else 1.0 for hub in HUBS] for gu in ground.gus]
    )
    shares = near * corridor * np.array([hub.night for hub in HUBS])
    return shares / shares.sum(axis=1, keepdims=True)


def _work_places(city: City, ids: Ids, home: Places, seed: int) -> Places:
    """Jobs lie at hubs and a little everywhere; of two offers a person takes the nearer."""
    ground = city.ground
    weight = np.repeat(0.45 * city.residents / city.residents.sum() / POINTS_A_DONG, POINTS_A_DONG)
    jobs = np.array([hub.work for hub in HUBS], dtype=float)
    spread = np.repeat(jobs / jobs.sum() / city.hub_places.shape[1], city.hub_places.shape[1])
    np.add.at(weight, city.hub_places.ravel(), 0.55 * spread)
    x, y = kilometres(ground.longitude, ground.latitude)
    offers = [pick(draw(ids, seed, "offer", n), weight).astype(np.int32) for n in (1, 2)]
    away = [np.hypot(x[offer] - x[home], y[offer] - y[home]) for offer in offers]
    return np.where(away[0] <= away[1], offers[0], offers[1])


def settle(city: City, persons: int, seed: int) -> People:
    """The first `persons` subscribers of a seed."""
    ids = np.arange(persons, dtype=np.int64)
    per_place = np.repeat(city.residents / POINTS_A_DONG, POINTS_A_DONG)
    home = pick(draw(ids, seed, "home"), per_place).astype(np.int32)
    role = draw(ids, seed, "role")
    work = _work_places(city, ids, home, seed)
    # A school lies in the pupil's own dong.
    school = (home // POINTS_A_DONG * POINTS_A_DONG + draw(ids, seed, "school") * POINTS_A_DONG).astype(
        np.int32
    )
    day_place = np.select([role < WORKERS, role < WORKERS + PUPILS], [work, school], home).astype(np.int32)
    hub_shares = np.cumsum(_share_of_hubs(city), axis=1)[city.ground.gu[city.dong_of(home)]]
    hub = (draw(ids, seed, "hub")[:, None] > hub_shares[:, :-1]).sum(axis=1, dtype=np.int8)
    # Pupils stay in; of the others many never go out at night and a few often do.
    habit = 0.32 * draw(ids, seed, "habit") ** 2.2 * ((role < WORKERS) | (role >= WORKERS + PUPILS))
    return People(
        city=city,
        seed=seed,
        ids=ids,
        home=home,
        day_place=day_place,
        arrive=np.array(ARRIVE[0], np.int8)[pick(draw(ids, seed, "arrive"), ARRIVE[1])],
        leave=np.array(LEAVE[0], np.int8)[pick(draw(ids, seed, "leave"), LEAVE[1])],
        night_hub=hub,
        night_habit=habit,
        billed_dong=np.where(draw(ids, seed, "prepaid") < PREPAID, -1, city.dong_of(home)).astype(np.int16),
        age_band=np.where(
            draw(ids, seed, "age unknown") < AGE_UNKNOWN, -1, pick(draw(ids, seed, "age"), AGE_SHARES)
        ).astype(np.int8),
    )


def opted_out(people: People) -> npt.NDArray[np.bool_]:
    """Who stands on the opt-out list, of all subscribers; of a small crowd three. Nobody with an old number, of which there are few."""
    draws = draw(people.ids, people.seed, "opted out") + is_legacy(people.ids)
    return draws <= max(OPTED_OUT, np.partition(draws, FEWEST_OPTED_OUT - 1)[FEWEST_OPTED_OUT - 1])


def is_legacy(ids: Ids) -> npt.NDArray[np.bool_]:
    """Whose number has ten digits."""
    return ids % LEGACY_EVERY == LEGACY_EVERY - 1


def numbers_as_bytes(ids: Ids, seed: int) -> npt.NDArray[np.uint8]:
    """Invented subscriber numbers, one row of 11 ASCII digits each (ten and a zero byte for the old kind); no two alike.

    An odd multiplier that 5 does not divide permutes the numbers of a kind, so distinct persons keep distinct numbers.
    """
    shift = int(draw(np.zeros(1, np.int64), seed, "number")[0] * 80_000_000)
    legacy = is_legacy(ids)
    modern_digits = 20_000_000 + (ids * 48_271_697 + shift) % 80_000_000
    legacy_digits = 2_000_000 + (ids // LEGACY_EVERY * 4_827_169 + shift) % 8_000_000
    out = np.zeros((len(ids), 11), np.uint8)
    prefixes = np.frombuffer("".join(LEGACY_PREFIXES).encode(), np.uint8).reshape(-1, 3)
    out[:, :3] = np.where(
        legacy[:, None], prefixes[ids // LEGACY_EVERY % len(prefixes)], prefixes[0] - [0, 0, 1]
    )
    for place in range(8):
        out[:, 3 + place] = ord("0") + modern_digits // 10 ** (7 - place) % 10
    for place in range(7):
        out[legacy, 3 + place] = ord("0") + legacy_digits[legacy] // 10 ** (6 - place) % 10
    out[legacy, 10] = 0
    return out
