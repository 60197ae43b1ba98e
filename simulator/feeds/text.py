"""Small text files with planted defects: reference feeds, and whatever else fits in memory."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

from simulator.chance import key_of
from simulator.defects import Defect
from simulator.orders import Order, Planted
from simulator.spoilers import Scene


def write_with_defects(
    path: Path, header: str, rows: list[list[str]], kinds: Sequence[Defect], order: Order, planted: Planted
) -> int:
    """Write header and rows with extra, spoilt rows between them; return the records written.

    Spoilt rows are added, never put in a sound row's place: an event must not lose its cell to a defect.
    """
    luck = Random(key_of(order.seed, path.name, len(rows)))
    of_a_kind = order.copies_of_a_kind(len(rows), len(kinds))
    wanted = [kind for kind in kinds for _ in range(of_a_kind)]
    after = dict(zip(luck.sample(range(len(rows)), len(wanted)), wanted, strict=True))
    scene = Scene(date.min)
    lines = [header.encode()]
    for number, row in enumerate(rows):
        lines.append(",".join(row).encode())
        if kind := after.get(number):
            lines.append(kind.line(row, luck, scene) if kind.spoil else lines[-1])
            planted.note(path.name, len(lines), kind)
    path.write_bytes(b"\n".join(lines) + b"\n")
    return len(lines) - 1
