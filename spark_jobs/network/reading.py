"""What the three inventories share: headers of several publishers, the day a list is of, clock times, contradictions within a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from pyspark.sql import Column, Window
from pyspark.sql import functions as F

from nightowl.errors import FileRefused
from nightowl.profile import Profile
from nightowl.records import FIELD_MARK
from spark_jobs.text import (
    Header,
    delivered_date,
    has_blank_tail,
    line_rules,
    map_header,
    named_day,
    split_fields,
)

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

CLOCK = "^(?:[0-9]{8})?([01]?[0-9]|2[0-3]):?([0-5][0-9])(?:[0-9]{2})?$"
"""`4:05`, `0405`, or a stamp YYYYMMDDHHMMSS, of which the day says nothing: it is that of the question."""
DAY_S, LAST_PLAUSIBLE_S = 86_400, 30 * 3_600
ARS = "^[0-9]{1,5}$"


def header_reader(
    feed: str,
    names: Mapping[str, Sequence[str]],
    set_aside: Iterable[str],
    needs: Sequence[Sequence[str]],
) -> Callable[[str, str, Profile], Header]:
    """A header reader for lists of several publishers.

    `names`: canonical column → the names it bears; the profile may add others. `set_aside`: columns that are known and not kept.
    `needs`: sets of canonical columns, of which a file must have one whole; FileRefused (`column_missing`) where it has none.
    """

    def read(first_line: str, source_file: str, profile: Profile) -> Header:
        of_city = profile.feed(feed).columns
        aliases = {c: [c, *told, *of_city.get(c, [])] for c, told in names.items()}
        aliases |= {name: [name] for name in set_aside}
        header = map_header(first_line, aliases, source_file, optional=aliases)
        if not any(set(need) <= dict(header.position).keys() for need in needs):
            found = ", ".join(c for c, _ in header.position) or "none of them"
            expected = "; or ".join(", ".join(need) for need in needs)
            raise FileRefused(
                "column_missing",
                f"{source_file} is no list that the feed {feed} knows: needed are the columns {expected}; found were {found}. "
                "Add the sender's names under feeds.columns in the city profile, or ask for a complete file.",
            )
        return header

    return read


def parse(lines: DataFrame, header: Header) -> DataFrame:
    """Text columns, the line rules' verdicts, and `valid_from`: the day the list says, its file's name says, or of its delivery."""
    _, wrong_width, undecodable = line_rules(header.width)
    blank = F.trim(F.translate("line", FIELD_MARK, "")) == ""
    return (
        split_fields(lines, header)
        .withColumns(
            {
                "is_blank": blank,
                "is_wrong_width": wrong_width & ~has_blank_tail(header.width) & ~blank,
                "is_undecodable": undecodable,
                "delivered": delivered_date(),
                "valid_from": F.coalesce(F.col("valid_from").try_cast("date"), named_day(), delivered_date()),
            }
        )
        .drop("fields_cnt", "extra_json")
    )


def tells(header: Header, *columns: str) -> dict[str, Column]:
    """`tells_<column>`: whether a file has the column at all. What a publisher never tells is no doubt about each of its rows."""
    has = dict(header.position)
    return {f"tells_{column}": F.lit(column in has) for column in columns}


def is_gtfs() -> Column:
    """Whether a row comes from a GTFS zip."""
    return F.coalesce(F.startswith("inventory", F.lit("gtfs")), F.lit(False))


def ars_id(column: str) -> Column:
    """A sign's number: five digits, leading zeros put back where a spreadsheet or an API dropped them; `0` is none. GTFS keeps its own."""
    number = F.when(F.col(column).rlike("^0*$"), None).otherwise(F.col(column))
    return F.when(~is_gtfs() & number.rlike(ARS), F.lpad(number, 5, "0")).otherwise(number)


def ars_flags(column: str) -> tuple[tuple[str, Column], ...]:
    """Flags of a sign's number, from its text, in a file that tells such numbers; GTFS has others."""
    text, told = F.col(column), ~is_gtfs() & F.col("tells_ars_id")
    return (
        ("ars_id_missing", told & F.coalesce(text.rlike("^0*$"), F.lit(True))),
        ("ars_id_padded", told & ~text.rlike("^0*$") & text.rlike("^[0-9]{1,4}$")),
        ("ars_id_malformed", told & ~text.rlike(ARS)),
    )


def clock_s(column: str) -> Column:
    """Seconds since midnight of a clock time (CLOCK); NULL where the text is none."""
    hour, minute = (F.regexp_extract(column, CLOCK, group).try_cast("int") for group in (1, 2))
    return hour * 3_600 + minute * 60


def set_departures(rows: DataFrame, first: str, last: str, start_hour: int) -> DataFrame:
    """`first_departure_s`, `last_departure_s` as seconds of the service day, and `is_last_doubtful`.

    A list gives clock times: `23:50`-`01:25` runs past midnight (25:25), and a route that begins and ends in the small hours belongs to
    the evening before (24:00-27:30). A last bus past 30:00 is a slip of the list, and is left out. `is_last_doubtful` is NULL where none is told.
    """
    last_after = F.col("last_s") + F.when(F.col("last_s") < F.col("first_s"), DAY_S).otherwise(0)
    is_small_hours = last_after < start_hour * 3_600
    evening = F.when(is_small_hours, DAY_S).otherwise(0)
    return (
        rows.withColumns({"first_s": clock_s(first), "last_s": clock_s(last)})
        .withColumns(
            {
                "first_departure_s": F.col("first_s")
                + F.when(F.col("last_s").isNotNull(), evening).otherwise(0),
                "last_departure_s": last_after + evening,
            }
        )
        .withColumn("is_last_doubtful", F.col("last_departure_s") > LAST_PLAUSIBLE_S)
        .withColumn("last_departure_s", F.when(~F.col("is_last_doubtful"), F.col("last_departure_s")))
        .drop("first_s", "last_s")
    )


def set_contradicted(rows: DataFrame, key: Sequence[str], told: Sequence[str]) -> DataFrame:
    """`is_contradicted`: an earlier row of the same file has the same `key` and says something else in the columns `told`.

    Neither of the two is one that is refused anyway: a line that does not parse, or one that lacks a part of the key or the first of `told`.
    """
    broken = F.col("is_blank") | F.col("is_wrong_width") | F.col("is_undecodable")
    missing = reduce(Column.__or__, (F.col(column).isNull() for column in (*key, told[0])))
    says = F.when(~broken & ~missing, F.xxhash64(*told))
    in_file = Window.partitionBy("source_file", *key).orderBy("record_number")
    first_said = F.first(says, ignorenulls=True).over(in_file)
    return rows.withColumn("is_contradicted", F.coalesce(says != first_said, F.lit(False)))


def set_superseded(rows: DataFrame, unit: Sequence[str]) -> DataFrame:
    """Of staged rows (`verdict.set_outcome`), clean ones become duplicates where a later delivery has a sound row of their `unit`.

    A list that is delivered again for its day replaces the older whole. By delivery, not by file: an API's list lies in pages.
    """
    newest = F.max(F.when(F.col("outcome") != "quarantine", F.col("delivered"))).over(
        Window.partitionBy(*unit)
    )
    is_older = (F.col("outcome") == "clean") & (F.col("delivered") < newest)
    return rows.withColumn("outcome", F.when(is_older, "duplicate").otherwise(F.col("outcome")))
