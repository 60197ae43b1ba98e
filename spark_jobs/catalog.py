"""What every domain says of itself, gathered, so that a new feed is found by itself: the tables and columns of its `schema.py`, and
the sentences of its `reasons.py`, the readers of its `files.py`.

Each table's folder bears a zero-row `_schema.parquet`: a glob over the table never comes up empty, and a partition
written before a column was added lacks nothing when it is read by name.
"""

import importlib
import importlib.util
import pkgutil

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import ArrayType, DateType, LongType, StringType, StructField, StructType

import spark_jobs
from nightowl import plan_tables, quality, reference
from nightowl import reasons as arrival_reasons
from nightowl.lake import Lake
from nightowl.shapes import READERS, Reader
from spark_jobs import reasons as shared_reasons

ANCHOR = "_schema.parquet"
QUARANTINE = StructType(
    [
        StructField("delivered", DateType()),
        StructField("source_file", StringType()),
        StructField("record_number", LongType()),
        StructField("reasons", ArrayType(StringType())),
        StructField("first_reason", StringType()),
        StructField("line_masked", StringType()),
        StructField("rule_version", StringType()),
    ]
)


def domains() -> list[str]:
    """The packages under `spark_jobs`, a domain each."""
    return [p.name for p in pkgutil.iter_modules(spark_jobs.__path__, "spark_jobs.") if p.ispkg]


def reasons() -> dict[str, tuple[str, str]]:
    """Reason code → Korean and English sentence: of arrival, of all feeds together, and of every domain."""
    found = arrival_reasons.REASONS | shared_reasons.REASONS
    for domain in domains():
        found |= importlib.import_module(f"{domain}.reasons").REASONS
    return found


def flags() -> dict[str, tuple[str, str]]:
    """Flag of a kept row → Korean and English sentence: of several feeds, and of every domain."""
    found: dict[str, tuple[str, str]] = dict(shared_reasons.FLAGS)
    for domain in domains():
        found |= getattr(importlib.import_module(f"{domain}.reasons"), "FLAGS", {})
    return found


def readers(feed: str) -> dict[str, Reader]:
    """Suffix → reader of a feed's files that are no text: those of every feed, and its domain's own (`READERS` of its `files.py`)."""
    found = dict(READERS)
    for domain in domains():
        if importlib.util.find_spec(f"{domain}.files"):
            found |= importlib.import_module(f"{domain}.files").READERS.get(feed, {})
    return found


def write_rules(lake: Lake) -> None:
    """Write `quality/rule`, from which the report takes its words."""
    quality.write_rules(lake, reasons() | flags())


def tables() -> dict[tuple[str, str], StructType]:
    """(zone, table) → columns, of every domain under `spark_jobs` and the quarantine of each clean table."""
    found: dict[tuple[str, str], StructType] = {}
    for domain in domains():
        found |= importlib.import_module(f"{domain}.schema").TABLES
    return found | {("quarantine", table): QUARANTINE for zone, table in found if zone == "clean"}


def write_anchors(lake: Lake) -> None:
    """Write the zero-row schema file of every table whose columns have changed or that has none yet."""
    schemas = {place: to_arrow_schema(schema, timezone="UTC") for place, schema in tables().items()}
    schemas |= reference.TABLES | plan_tables.TABLES
    for (zone, table), schema in schemas.items():
        anchor = lake.table(zone, table) / ANCHOR
        if anchor.exists() and pq.read_schema(anchor).equals(schema):
            continue
        anchor.parent.mkdir(parents=True, exist_ok=True)
        unfinished = anchor.with_suffix(".unfinished")
        pq.write_table(pa.Table.from_pylist([], schema), unfinished)
        unfinished.replace(anchor)
