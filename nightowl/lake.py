"""Where things lie: the zones of the lake under one root, and the names of everything else the night writes."""

import os
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

ZONES = ("clean", "quarantine", "aggregate", "plan")


@dataclass(frozen=True)
class Lake:
    """All paths of one installation. Landing is the only place with raw identifiers, so only its owner may read it.

    `known_until`: deliveries after that day are not seen yet, so that a backfill makes each day from what it could know.
    """

    home: Path
    known_until: date | None = None

    @classmethod
    def from_environment(cls) -> "Lake":
        """The lake at NIGHTOWL_HOME (default `./data`)."""
        return cls(Path(os.environ.get("NIGHTOWL_HOME", "data")).resolve())

    def as_known_on(self, day: date) -> "Lake":
        """The same lake, without the deliveries of later days."""
        return replace(self, known_until=day)

    @property
    def root(self) -> Path:
        return self.home / "lake"

    @property
    def landing(self) -> Path:
        return self.root / "landing"

    @property
    def staging(self) -> Path:
        """Work of runs in flight: same file system as the zones, so that a swap is a rename."""
        return self.root / "staging"

    @property
    def ledger(self) -> Path:
        return self.root / "ledger"

    @property
    def quality(self) -> Path:
        return self.root / "quality"

    @property
    def warehouse(self) -> Path:
        return self.home / "warehouse" / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        return self.home / "published"

    @property
    def snapshot(self) -> Path:
        """Symlink to the snapshot readers see."""
        return self.published / "warehouse.duckdb"

    @property
    def reports(self) -> Path:
        return self.home / "reports"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def oracle(self) -> Path:
        """What a simulator planted: outside the lake, read by tests only."""
        return self.home / "oracle"

    def make(self) -> "Lake":
        """Create the root folders (landing readable by its owner alone) and return the lake."""
        for folder in (
            self.root,
            self.staging,
            self.ledger,
            self.quality,
            self.published,
            self.reports,
            self.logs,
        ):
            folder.mkdir(parents=True, exist_ok=True)
        self.landing.mkdir(mode=0o700, exist_ok=True)
        self.landing.chmod(0o700)
        return self

    def delivery(self, feed: str, delivered: date) -> Path:
        """Folder of one delivery."""
        return self.landing / feed / f"delivered={delivered.isoformat()}"

    def source_file(self, path: Path) -> str:
        """The name a delivered file bears in ledger, clean rows and quarantine: its path below landing."""
        return path.relative_to(self.landing).as_posix()

    def table(self, zone: str, table: str) -> Path:
        """Folder of a lake table."""
        if zone not in ZONES:
            raise ValueError(f"zone {zone!r} is none of {ZONES}")
        return self.root / zone / table

    def partition(self, zone: str, table: str, key: str, value: str) -> Path:
        """Folder of one partition of a lake table."""
        return self.table(zone, table) / f"{key}={value}"

    def partitions(self, zone: str, table: str) -> dict[str, Path]:
        """The partitions that exist, by key value, in order."""
        folders = sorted(p for p in self.table(zone, table).glob("*=*") if p.is_dir())
        return {p.name.split("=", 1)[1]: p for p in folders}

    def glob(self, zone: str, table: str) -> str:
        """The pattern that reads a whole table in DuckDB (with `union_by_name=true, hive_partitioning=false`)."""
        return f"{self.table(zone, table)}/**/*.parquet"
