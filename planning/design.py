"""`python -m planning.design`: routes for a road network and a demand, from two files to one.

Numbers in, routes out: `--links` (from,to,travel_time in minutes) and `--demand` (from,to,demand) name the files,
`--out` the JSON file of the plan. The search ends with its time, its iterations, or Ctrl-C, and always writes the best
plan it has met. What it finds on the way goes to standard error.
"""

import hashlib
import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from nightowl.errors import NightowlError
from planning import network as networks
from planning.evaluate import Figures
from planning.network import Network
from planning.plan import Order, check
from planning.search import Progress, Result, design, interruptible

SOLVER = "simulated annealing over route sets, greedy corridors; planning.search"
DIGITS = 6

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


def chains_here() -> int:
    """One chain of the search a core, but two at least: a plan from one core is then the plan from two."""
    return max(2, os.cpu_count() or 2)


class Reporter:
    """Tells standard error how the search stands: when a better plan is found, at most once a second, and else every ten."""

    def __init__(self) -> None:
        self.best = float("inf")
        self.said = -10.0
        self.trace: list[Progress] = []

    def __call__(self, progress: Progress) -> None:
        if progress.objective < self.best - 5e-5:
            self.best = progress.objective
            self.trace.append(progress)
            wait = 1.0
        else:
            wait = 10.0
        if progress.seconds - self.said >= wait:
            self.said = progress.seconds
            say(
                f"{progress.seconds:7.1f} s  best ATT {progress.att:.4f} min, TRT {progress.trt:g} min, "
                f"bound {progress.bound:.4f}, {progress.iterations:,} iterations"
            )


def say(sentence: str) -> None:
    """A line on standard error."""
    print(sentence, file=sys.stderr, flush=True)


def written(result: Result, network: Network) -> dict[str, Any]:
    """The plan as the output file holds it, with the files' own node ids."""
    return {
        "routes": [network.written(route) for route in result.routes],
        **_figures(result.figures),
        "bound": round(result.bound, DIGITS),
        "gap": round(result.figures.att / result.bound - 1, DIGITS) if result.bound > 0 else None,
        "trt_bound": round(network.running_bound(), DIGITS),
        "seconds": round(result.seconds, 3),
        "iterations": result.iterations,
        "pareto": [
            {"routes": [network.written(route) for route in routes], **_figures(figures)}
            for routes, figures in result.pareto
        ],
    }


def _figures(figures: Figures) -> dict[str, float]:
    """Figures by name, rounded."""
    names = ("att", "trt", "d0", "d1", "d2", "dun", "unserved")
    return {name: round(getattr(figures, name), DIGITS) for name in names}


def _write(file: Path, plan: dict[str, Any]) -> None:
    """Write the plan whole or not at all."""
    staged = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        staged.write_text(_text(plan), encoding="utf-8")
        staged.replace(file)
    except OSError as error:
        raise NightowlError(f"The plan could not be written to {file}: {error.strerror}.") from None


def _text(plan: dict[str, Any]) -> str:
    """JSON with a route a line."""
    text = json.dumps(plan, ensure_ascii=False, indent=1)
    return re.sub(r"\[[^\[\]{}]*\]", lambda flat: " ".join(flat.group().split()), text) + "\n"


@app.command(help=__doc__)
def command(
    links: Annotated[Path, typer.Option(help="links: from,to,travel_time (minutes)")],
    demand: Annotated[Path, typer.Option(help="demand: from,to,demand (trips)")],
    routes: Annotated[int, typer.Option(help="how many routes, fixed ones included")],
    min_nodes: Annotated[int, typer.Option(help="nodes a route has at least")],
    max_nodes: Annotated[int, typer.Option(help="nodes a route has at most")],
    out: Annotated[Path, typer.Option(help="the JSON file to write")],
    seconds: Annotated[
        float | None, typer.Option(help="time to search (default 60, unless --iterations)")
    ] = None,
    iterations: Annotated[int | None, typer.Option(help="moves to search, in all chains together")] = None,
    seed: Annotated[int, typer.Option(help="same seed, iterations and workers: the same plan")] = 1,
    operator_weight: Annotated[
        float,
        typer.Option(help="minutes of ATT that one minute of TRT is worth; 0 plans for passengers alone"),
    ] = 0.0,
    terminals: Annotated[Path | None, typer.Option(help="nodes where a route may end: id,terminal")] = None,
    fixed_routes: Annotated[
        Path | None, typer.Option(help="routes to keep: lines of 1-2-3, or a plan's JSON")
    ] = None,
    fleet: Annotated[int | None, typer.Option(help="buses there are at most")] = None,
    headway: Annotated[float, typer.Option(help="minutes between buses, for --fleet")] = 15.0,
    workers: Annotated[
        int | None, typer.Option(help="chains of the search (default: one a core, two at least)")
    ] = None,
) -> None:
    """Design, and write the plan."""
    started = time.monotonic()
    _check_command(seconds, iterations, workers, seed, out)
    network = networks.read(links, demand)
    for notice in network.notices:
        say(notice)
    order = Order(
        routes=routes,
        minimum=min_nodes,
        maximum=min(max_nodes, network.size),
        operator_weight=operator_weight,
        terminals=None if terminals is None else networks.read_terminals(terminals, network),
        fixed=[] if fixed_routes is None else networks.read_routes(fixed_routes, network),
        fleet=fleet,
        headway_min=headway,
    )
    check(order, network)
    chains = workers or chains_here()
    limit = seconds if seconds is not None or iterations is not None else 60.0
    say(
        f"{network.size} nodes, {network.trips:g} trips; {routes} routes; no plan has an ATT below {network.bound():.4f} min."
    )
    with interruptible() as stopped:
        result = design(
            network,
            order,
            seed=seed,
            seconds=None if limit is None else limit - (time.monotonic() - started),
            iterations=iterations,
            workers=chains,
            tell=Reporter(),
            stopped=stopped,
        )
        plan = written(result, network) | {
            "seed": seed,
            "workers": chains,
            "solver": SOLVER,
            "parameters": {
                "routes": routes,
                "min_nodes": min_nodes,
                "max_nodes": max_nodes,
                "operator_weight": operator_weight,
                "fleet": fleet,
                "headway_min": headway if fleet is not None else None,
                "buses": order.buses(result.routes, network) if fleet is not None else None,
                "transfer_min": order.transfer_min,
                "fixed_routes": len(order.fixed),
                "terminals": None if order.terminals is None else int(order.terminals.sum()),
            },
            "inputs": {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in (links, demand)},
        }
        _write(out, plan)
    say(
        f"ATT {plan['att']:.4f}, TRT {plan['trt']:g}, d0 {plan['d0']:.2f} %, in {plan['seconds']:.1f} s: {out}"
    )


def _check_command(
    seconds: float | None, iterations: int | None, workers: int | None, seed: int, out: Path
) -> None:
    """Refuse what no search can be run with, before anything is read."""
    if seconds is not None and not seconds > 0:
        raise NightowlError(f"--seconds is {seconds:g}; give a time above 0.")
    if iterations is not None and iterations < 1:
        raise NightowlError(f"--iterations is {iterations}; give a number from 1 up.")
    if workers is not None and not 1 <= workers <= 256:
        raise NightowlError(f"--workers is {workers}; give a number from 1 to 256.")
    if seed < 0:
        raise NightowlError(f"--seed is {seed}; give a number from 0 up.")
    if out.is_dir() or not out.resolve().parent.is_dir():
        raise NightowlError(
            f"--out {out}: there is no folder {out.resolve().parent} to write a file in, or it names a folder."
        )


def main() -> None:
    """Run the command; a mistake of the user's is a sentence and exit code 2, never a stack trace."""
    try:
        app()
    except NightowlError as error:
        say(str(error))
        sys.exit(2)


if __name__ == "__main__":
    main()
