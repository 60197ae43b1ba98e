"""From a feed's files to landing: written aside, checked against what lies there, oracle first, then moved in whole."""

import filecmp
import shutil
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from nightowl.errors import NightowlError
from nightowl.lake import Lake
from simulator.orders import Delivery, Tell


@dataclass(frozen=True)
class Handed:
    """What became of one delivery. Nothing is counted where everything lay in landing already."""

    delivery: Delivery
    files: int
    records: int
    defects: int
    unchanged: int


def hand_over(lake: Lake, delivery: Delivery, tell: Tell) -> Handed:
    """Make a delivery; a file that lies in landing already must be the same to the byte, and is then left alone."""
    target = lake.delivery(delivery.feed, delivery.delivered)
    # Raw numbers may lie in landing only, so the half-written files do too, beside the feeds.
    aside = lake.landing / ".incoming" / delivery.feed / target.name
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        manifest = delivery.write(aside, tell)
        unchanged = _drop_known(lake, delivery, aside)
        new = sorted(path.name for path in aside.iterdir())
        if new:
            if target.exists():
                raise NightowlError(
                    f"The delivery {target} lies in landing without {', '.join(new)}; a delivery is never added to once "
                    "handed over. Choose another --home, or days that were not delivered yet."
                )
            folder = lake.source_file(target)
            _write_oracle(
                lake,
                delivery,
                manifest.planted.defects(folder),
                manifest.planted.edges(folder),
                manifest.truth,
            )
            target.parent.mkdir(parents=True, exist_ok=True)
            aside.rename(target)
    finally:
        shutil.rmtree(lake.landing / ".incoming", ignore_errors=True)
    if not new:
        return Handed(delivery, 0, 0, 0, unchanged)
    return Handed(delivery, len(new), manifest.records, len(manifest.planted.defects("")), unchanged)


def _drop_known(lake: Lake, delivery: Delivery, aside: Path) -> int:
    """Remove the files landing has already, under whichever date they came; another content is refused."""
    known = 0
    for path in sorted(aside.iterdir()):
        for there in (lake.landing / delivery.feed).glob(f"delivered=*/{path.name}"):
            if not filecmp.cmp(path, there, shallow=False):
                raise NightowlError(
                    f"The file {there} was delivered before with other content (another seed or size); landing is never "
                    "changed. Choose another --home, the seed and size of then, or days that were not delivered yet."
                )
            path.unlink()
            known += 1
            break
    return known


def _write_oracle(
    lake: Lake, delivery: Delivery, defects: pa.Table, edges: pa.Table, truth: dict[str, pa.Table]
) -> None:
    """Planted rows under oracle/<feed>/delivered=…, planted truth under oracle/truth/service_date=…."""
    oracle = lake.oracle / delivery.feed / f"delivered={delivery.delivered}"
    tables = {oracle / "defects.parquet": defects, oracle / "edges.parquet": edges}
    for name, table in truth.items():
        tables[lake.oracle / "truth" / f"service_date={delivery.service_date}" / f"{name}.parquet"] = table
    for path, table in tables.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, path)
