"""The designer: chains of annealing on all cores, which share their best plans and can be stopped at any time.

Each chain cools a plan, keeps the best it met, then begins again: from the best plan of all chains warmed up a little,
from its own, or (every other chain) from nothing. Every cooling is longer than the one before, so a short run has finished some and a long
one spends its time in long ones. Chains run in step, a chunk of moves at a time, and look at each other only between chunks:
the plan depends on the seed, the number of chains and the number of moves alone, not on the clock.
"""

import math
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from nightowl.errors import NightowlError
from planning import anneal as annealing
from planning import candidates, chance, ground
from planning.evaluate import Figures, evaluate, running_minutes
from planning.journeys import LANES, UNREACHED, Ground, Still
from planning.network import Network
from planning.plan import Order
from planning.shapes import Limits, Plan, copy_plan

BANDS = 400  # of route minutes, in each of which the best plan met is kept
WORK = 1.5e9  # elementary steps of a chunk: a quarter of a second or so
FIRST = 20_000  # steps of the first cooling at most; the next ones double
CHUNKS = 8  # of the cooling from which on they grow more slowly
GROWTH = 1.5
TRIES = 100  # corridors judged for each route of a beginning, fewer where
START_WORK = 3e9  # elementary steps would not do
SAMPLE = 200  # moves from which the temperatures are taken
HOT, WARM, COLD = 0.5, 0.15, 0.005  # temperatures, as shares of the median loss of a single move


@dataclass(frozen=True)
class Progress:
    """What is known while the search runs."""

    seconds: float
    iterations: int
    att: float
    trt: float
    objective: float
    bound: float


@dataclass(frozen=True)
class Result:
    """The plan, what it is worth, and the non-dominated plans met on the way."""

    routes: list[list[int]]
    figures: Figures
    pareto: list[tuple[list[list[int]], Figures]]
    bound: float
    seconds: float
    iterations: int


class _Chain:
    """One chain: its plan, its best, and where it stands in its cooling."""

    def __init__(
        self, number: int, land: Ground, limits: Limits, order: Order, width: int, seed: int
    ) -> None:
        self.number, self.land, self.limits = number, land, limits
        stops = max([order.maximum, *map(len, order.fixed)])
        count = order.routes
        self.plan, self.best = _empty(count, stops), _empty(count, stops)
        for r, route in enumerate(order.fixed):
            self.plan.lengths[r] = len(route)
            self.plan.routes[r, : len(route)] = route
        self.archive = annealing.Archive(
            width,
            np.full(BANDS, np.inf),
            np.zeros((BANDS, count, stops), dtype=np.int64),
            np.zeros((BANDS, count), dtype=np.int64),
        )
        nodes, lanes = land.trips.shape
        around = -(-stops // LANES) * LANES
        self.bench = annealing.Bench(
            still=Still(
                costs=np.zeros((nodes, lanes), dtype=np.int32),
                back=np.full((nodes, lanes), UNREACHED, dtype=np.int32),
                units=np.zeros(nodes),
                legs=np.zeros((stops, around), dtype=np.int32),
                leg=np.zeros(around, dtype=np.int32),
                reach=np.zeros((stops, lanes), dtype=np.int32),
                row=np.zeros(lanes, dtype=np.int32),
            ),
            out=np.zeros(4 * nodes + 4, dtype=np.int64),
            other=np.zeros(4 * nodes + 4, dtype=np.int64),
            seen=np.zeros(nodes, dtype=np.int64),
        )
        self.state = chance.seeded(seed, number)
        self.cooling = -1
        self.done = self.steps = self.spent = 0
        self.hot = self.scale = 0.0

    def begin(self) -> None:
        """A plan from nothing."""
        work = self.land.trips.size * self.plan.routes.size
        tries = max(10, min(TRIES, int(START_WORK / work)))
        candidates.greedy(self.land, self.limits, self.plan, self.bench, self.state, tries)
        self.plan.value[0], allowed = annealing.whole_value(self.land, self.limits, self.plan, self.bench)
        if allowed and self.plan.value[0] < self.best.value[0]:
            copy_plan(self.plan, self.best)
        self.scale = candidates.usual_loss(self.land, self.limits, self.plan, self.bench, self.state, SAMPLE)

    def next_cooling(self, chunk: int, elite: Plan) -> None:
        """Choose where the next cooling begins, how warm and how long."""
        self.cooling += 1
        self.done = 0
        self.steps = cooling_steps(self.cooling, chunk)
        turn = self.cooling % 3 if self.number % 2 else self.cooling % 2
        if self.cooling == 0 or turn == 2:
            self.begin()
            self.hot = HOT * self.scale
            return
        source = elite if turn == 0 else self.best
        if np.isfinite(source.value[0]):
            copy_plan(source, self.plan)
        self.hot = WARM * self.scale

    def work(self, steps: int) -> None:
        """Some steps of the cooling; runs without Python's lock."""
        annealing.anneal(
            self.land,
            self.limits,
            self.plan,
            self.best,
            self.archive,
            self.bench,
            self.state,
            self.done,
            self.done + steps,
            self.steps,
            self.hot,
            COLD * self.scale,
        )
        self.done += steps
        self.spent += steps


def cooling_steps(number: int, chunk: int) -> int:
    """Steps of the so many-th cooling: short ones first, that a good plan is there at once, then longer and longer."""
    usual = CHUNKS * chunk
    doublings = max(0, math.ceil(math.log2(usual / FIRST)))
    if number < doublings:
        return FIRST * 2**number
    return int(usual * GROWTH ** (number - doublings))


def _empty(count: int, stops: int) -> Plan:
    """A plan without routes, worth nothing."""
    return Plan(np.zeros((count, stops), dtype=np.int64), np.zeros(count, dtype=np.int64), np.full(1, np.inf))


def _listed(routes: np.ndarray, lengths: np.ndarray) -> list[list[int]]:
    """Routes as Python lists."""
    return [routes[r, : lengths[r]].tolist() for r in range(len(lengths))]


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Ctrl-C or a polite kill ends the search at its next chunk instead of the process; asked twice, the process."""
    asked: list[int] = []

    def ask(number: int, _: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    try:
        before = {name: signal.signal(name, ask) for name in (signal.SIGINT, signal.SIGTERM)}
    except ValueError:  # not the main thread, which alone may listen
        before = {}
    try:
        yield lambda: bool(asked)
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def design(
    network: Network,
    order: Order,
    *,
    seed: int,
    seconds: float | None = None,
    iterations: int | None = None,
    workers: int = 2,
    tell: Callable[[Progress], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Result:
    """Search until the time, the iterations (moves of all chains together) or a person's patience ends."""
    started = time.monotonic()
    land, unit = ground.build(network, order.terminals, order.transfer_min, np.random.default_rng([seed, 0]))
    limits = Limits(
        minimum=order.minimum,
        maximum=order.maximum,
        fixed=len(order.fixed),
        operator_weight=float(order.operator_weight),
        headway=max(1, round(order.headway_min * unit)),
        fleet=order.fleet or 0,
    )
    stops = max([order.maximum, *map(len, order.fixed)])
    longest = order.routes * (stops - 1) * int(land.links.max())
    width = max(1, round(unit), longest // BANDS + 1)
    chains = [_Chain(number, land, limits, order, width, seed) for number in range(workers)]
    chunk = max(500, int(WORK / (land.trips.size * order.maximum)))
    bound = network.bound()
    done = 0
    with ThreadPoolExecutor(workers) as pool:
        while done == 0 or (seconds is None or time.monotonic() - started < seconds):
            if stopped() and done > 0:
                break
            elite = min((chain.best for chain in chains), key=lambda plan: plan.value[0])
            for chain in chains:
                if chain.done >= chain.steps:
                    chain.next_cooling(chunk, elite)
            sizes = [min(chunk, chain.steps - chain.done) for chain in chains]
            if iterations is not None:
                shares = [
                    iterations // workers + (number < iterations % workers) for number in range(workers)
                ]
                sizes = [
                    min(size, share - chain.spent)
                    for size, share, chain in zip(sizes, shares, chains, strict=True)
                ]
                if max(sizes) == 0:
                    break
            list(pool.map(lambda job: job[0].work(job[1]), zip(chains, sizes, strict=True)))
            done += sum(sizes)
            leader = min((chain.best for chain in chains), key=lambda plan: plan.value[0])
            if np.isfinite(leader.value[0]):
                trt = running_minutes(_listed(leader.routes, leader.lengths), network)
                objective = leader.value[0] / unit - order.transfer_min
                att = objective - order.operator_weight * trt
                tell(Progress(time.monotonic() - started, done, att, trt, objective, bound))
    return _result(chains, network, order, bound, time.monotonic() - started, done)


def _result(
    chains: list[_Chain], network: Network, order: Order, bound: float, seconds: float, done: int
) -> Result:
    """The best of all chains, judged by the exact evaluator, and the non-dominated plans of their archives."""
    met = [
        _listed(plan.routes, plan.lengths)
        for plan in (chain.best for chain in chains)
        if np.isfinite(plan.value[0])
    ]
    for chain in chains:
        met += [
            _listed(chain.archive.routes[band], chain.archive.lengths[band])
            for band in np.flatnonzero(np.isfinite(chain.archive.passenger))
        ]
    if not met:
        raise NightowlError(
            "No plan was found that keeps all limits and joins all nodes; give more time, more routes, longer routes or more buses."
        )
    judged = [(routes, evaluate(routes, network, order.transfer_min)) for routes in met]
    judged.sort(key=lambda entry: (round(entry[1].att, 9), entry[1].trt))
    pareto: list[tuple[list[list[int]], Figures]] = []
    for routes, figures in judged:
        if not pareto or figures.trt < pareto[-1][1].trt - 1e-9:
            pareto.append((routes, figures))
    routes, figures = min(pareto, key=lambda entry: entry[1].att + order.operator_weight * entry[1].trt)
    return Result(routes, figures, pareto, bound, seconds, done)
