"""The route designer beside the literature: ATT read at 60 s, 5 min and 20 min of one run a seed, and the published bests.

    python bench/planner.py --networks FOLDER [--seconds 1200] [--seeds 1,2,3] [--only "mandl 6,mumford0"]

FOLDER holds <name>_links.txt and <name>_demand.txt. The first run of a fresh checkout also compiles, within its time.
"""

import argparse
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from planning import network as networks
from planning.design import chains_here
from planning.plan import Order, check, violations
from planning.search import Progress, design

MARKS = (60, 300, 1200)


@dataclass(frozen=True)
class Case:
    """An instance, what to keep to, the published best (ATT / TRT, by whom), and what must be reached by which second."""

    network: str
    order: Order
    published: str
    wanted: dict[int, float]


CASES = {
    "mandl 4": Case("mandl1", Order(4, 2, 8), "10.5035 / 150 Chew & Lee 2013", {300: 10.51}),
    "mandl 6": Case("mandl1", Order(6, 2, 8), "10.18 / 212 Ahmed 2019", {60: 10.23, 300: 10.185}),
    "mandl 7": Case("mandl1", Order(7, 2, 8), "10.1387 / 247 Nikolić 2013", {300: 10.13}),
    "mandl 8": Case("mandl1", Order(8, 2, 8), "10.0893 / 288 Nikolić 2013", {300: 10.08}),
    "mumford0": Case("mumford0", Order(12, 2, 15), "14.09 / 722 Ahmed 2019", {300: 14.3, 1200: 14.09}),
}


def run(case: Case, folder: Path, seed: int, seconds: float) -> tuple[dict[int, float], str]:
    """Best ATT at each mark of one run, and a line about the run."""
    network = networks.read(folder / f"{case.network}_links.txt", folder / f"{case.network}_demand.txt")
    check(case.order, network)
    found: list[Progress] = []

    def tell(progress: Progress) -> None:
        if not found or progress.att < found[-1].att - 5e-7:
            found.append(progress)

    result = design(network, case.order, seed=seed, seconds=seconds, workers=chains_here(), tell=tell)
    assert not violations(result.routes, case.order, network)
    at = {}
    for mark in MARKS:
        met = [progress.att for progress in found if progress.seconds <= mark]
        if met and mark <= seconds + 1:
            at[mark] = met[-1]
    figures = result.figures
    last = next(p.seconds for p in found if p.att <= found[-1].att + 5e-5)
    line = (
        f"ATT {figures.att:.4f}, TRT {figures.trt:g}, d0 {figures.d0:.2f} %, d1 {figures.d1:.2f} %, found after {last:.1f} s, "
        f"{result.iterations / result.seconds:,.0f} moves a second"
    )
    return at, line


def main() -> None:
    """Run the cases, then print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--networks", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=1200.0)
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--only", default=",".join(CASES))
    asked = parser.parse_args()
    seeds = [int(seed) for seed in asked.seeds.split(",")]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, {chains_here()} chains, {asked.seconds:g} s a run",
        flush=True,
    )
    rows = []
    for name in asked.only.split(","):
        case = CASES[name.strip()]
        runs = []
        for seed in seeds:
            at, line = run(case, asked.networks, seed, asked.seconds)
            load = os.getloadavg()[0]
            print(f"{name} seed {seed}: {line}; load {load:.1f}", flush=True)
            runs.append(at)
        cells = []
        for mark in MARKS:
            values = [at[mark] for at in runs if mark in at]
            wanted = case.wanted.get(mark)
            cell = f"{min(values):.4f}" if values else "–"
            if wanted is not None:
                cell += f" (wanted ≤ {wanted:g}{'' if not values or min(values) <= wanted else ', MISSED'})"
            cells.append(cell)
        rows.append(f"| {name} | {case.published} | {' | '.join(cells)} |")
    print("\n| instance | published best ATT / TRT | 60 s | 5 min | 20 min |\n|---|---|---|---|---|")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
