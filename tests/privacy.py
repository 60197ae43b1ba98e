"""Looking for raw subscriber and card numbers wherever a person might read: every column of every table, and the bytes of every other file.

The numbers are read from landing, the one place that may hold them. A number counts as found in any shape a phone number
is written in (with or without 0 or +82, blanks, dots, hyphens) and inside longer runs of digits; a card in groups or as one run.
"""

import csv
import gzip
import io
import itertools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from nightowl.lake import Lake
from tests.encodings import Search

SHAPED = re.compile(r"(?<![\d.])(?:\+?82[ .\-]?)?0?(1[016789])[ .\-]?(\d{3,4})[ .\-]?(\d{4})(?!\d)")
RUN = re.compile(r"\d{12,}")
PLACES_AT_ONCE = 200  # texts searched in one pass: more take memory, fewer make the search be built anew
CARD_RUN = re.compile(r"\d(?:[ .\-]?\d){15,}")


def raw_numbers(lake: Lake) -> set[str]:
    """All sound subscriber numbers of landing, without the leading 0."""
    numbers: set[str] = set()
    for path in lake.landing.glob("telecom_event/*/*.csv.gz"):
        with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
            header = next(lines).strip().split(",")
            at = header.index("msisdn")
            for line in lines:
                fields = line.split(",")
                if len(fields) > at and re.fullmatch(r"01\d{8,9}", fields[at]):
                    numbers.add(fields[at][1:])
    return numbers


def raw_cards(lake: Lake) -> set[str]:
    """All sound card numbers of landing (the third field of a tap)."""
    cards: set[str] = set()
    for path in lake.landing.glob("card_tap/*/*.csv.gz"):
        with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
            cards |= {
                f[2]
                for f in (line.split(",") for line in lines)
                if len(f) > 2 and re.fullmatch(r"\d{16}", f[2])
            }
    return cards


def cards_in(text: str, cards: set[str]) -> Iterator[str]:
    """The raw cards a text holds."""
    for run in CARD_RUN.findall(text):
        digits = re.sub(r"\D", "", run)
        yield from (digits[at : at + 16] for at in range(len(digits) - 15) if digits[at : at + 16] in cards)


def numbers_in(text: str, numbers: set[str]) -> Iterator[str]:
    """The raw numbers a text holds."""
    for match in SHAPED.finditer(text):
        if (number := "".join(match.groups())) in numbers:
            yield number
    for run in RUN.findall(text):
        for start in range(len(run) - 9):
            for length in (10, 9):
                window = run[start : start + length]
                if run[max(0, start - 1) : start] == "0" and window in numbers:
                    yield window


def planted_texts(lake: Lake) -> set[str]:
    """Personal data that the simulated city left in complaints, read from landing where the oracle points."""
    values, records = set(), {}
    for path in lake.oracle.glob("truth/*/planted_text.parquet"):
        for slip in pq.read_table(path).to_pylist():
            file = slip["source_file"]
            if file not in records:
                text = (lake.landing / file).read_bytes().decode("utf-8-sig", "replace")
                records[file] = list(csv.reader(io.StringIO(text, newline="")))
            at = records[file][0].index(slip["column_name"])
            text = records[file][slip["record_number"] - 1][at]
            values.add(text[slip["first_char"] : slip["first_char"] + slip["chars_cnt"]])
    return values


def slips(lake: Lake) -> list[str]:
    """Every place outside landing, tables of other feeds aside, that holds personal data planted in complaints, as `place: count`.

    A value counts in any form it may have been encoded in (see `tests.encodings`).
    """
    values, found = planted_texts(lake), {}
    assert values, "no complaint holds anything to look for; this test would pass on anything"
    search = Search(values)
    told = (
        (place, "\0".join(texts))
        for place, texts in _places(lake)
        if not re.match(r"lake/(clean|quarantine|aggregate)/(?!complaint)", place)
    )
    while some := list(itertools.islice(told, PLACES_AT_ONCE)):
        hits = search.values_in_each([text for _, text in some])
        found |= {place: len(of_place) for (place, _), of_place in zip(some, hits, strict=True) if of_place}
    return [f"{place}: {count}" for place, count in sorted(found.items())]


def finds(lake: Lake) -> list[str]:
    """Every place outside landing that holds a raw number of landing, as `place: count`."""
    numbers, cards = raw_numbers(lake), raw_cards(lake)
    assert numbers and cards, "landing holds no number to look for; this test would pass on anything"
    found = {}
    for place, texts in _places(lake):
        hits = {hit for text in texts for hit in (*numbers_in(text, numbers), *cards_in(text, cards))}
        if hits:
            found[place] = len(hits)
    return [f"{place}: {count}" for place, count in sorted(found.items())]


def _places(lake: Lake) -> Iterator[tuple[str, Iterable[str]]]:
    for path in sorted(p for p in lake.home.rglob("*") if p.is_file() and not p.is_symlink()):
        if lake.landing in path.parents:
            continue
        name = str(path.relative_to(lake.home))
        if path.suffix == ".parquet":
            for column, values in _columns(pq.ParquetFile(path).read()):
                yield f"{name} [{column}]", values
        elif path.suffix == ".duckdb":
            yield from _tables(path, name)
        else:
            yield name, [path.read_bytes().decode("latin-1")]


def _tables(path: Path, name: str) -> Iterator[tuple[str, Iterable[str]]]:
    with duckdb.connect(str(path), read_only=True) as con:
        tables = con.execute(
            "select schema_name, table_name from duckdb_tables() where not internal"
        ).fetchall()
        for schema, table in tables:
            for column, values in _columns(con.table(f'"{schema}"."{table}"').to_arrow_table()):
                yield f"{name} {schema}.{table} [{column}]", values


def _columns(table: pa.Table) -> Iterator[tuple[str, Iterable[str]]]:
    """Distinct values of each column as text: nested ones flattened, binary as its bytes, numbers as written."""
    for column, values in zip(table.column_names, table.columns, strict=True):
        for leaf in _leaves(values.combine_chunks()):
            if pa.types.is_floating(leaf.type) or pa.types.is_temporal(leaf.type):
                continue
            distinct = leaf.unique().to_pylist()
            yield (
                column,
                [v.decode("latin-1") if isinstance(v, bytes) else str(v) for v in distinct if v is not None],
            )


def _leaves(values: pa.Array) -> Iterator[pa.Array]:
    if isinstance(values, pa.ChunkedArray):
        values = pa.concat_arrays(values.chunks) if values.num_chunks else pa.array([], values.type)
    if pa.types.is_list(values.type) or pa.types.is_large_list(values.type) or pa.types.is_map(values.type):
        yield from _leaves(values.flatten() if not pa.types.is_map(values.type) else values.items)
    elif pa.types.is_struct(values.type):
        for child in values.flatten():
            yield from _leaves(child)
    elif pa.types.is_dictionary(values.type):
        yield from _leaves(values.dictionary)
    else:
        yield values
