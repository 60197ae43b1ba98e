"""Small delivered tables (inventories, registers): unquoted CSV with a header, typed, judged, the newest delivery kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from nightowl.profile import Profile
from spark_jobs.text import Header, delivered_date, line_rules, map_header, split_fields, starred
from spark_jobs.verdict import codes, mask_refused

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame


def header_reader(feed: str, columns: tuple[str, ...]) -> Callable[[str, str, Profile], Header]:
    """A header reader for canonical `columns`, each under its own name or one the profile adds."""

    def read(first_line: str, source_file: str, profile: Profile) -> Header:
        of_city = profile.feed(feed)
        aliases = {c: [c, *of_city.columns.get(c, [])] for c in columns}
        return map_header(first_line, aliases, source_file)

    return read


def parse(lines: DataFrame, header: Header) -> DataFrame:
    """Text columns, `delivered`, and the line rules' verdicts."""
    blank, wrong_width, undecodable = line_rules(header.width)
    return (
        split_fields(lines, header)
        .withColumns(
            {
                "is_blank": blank,
                "is_wrong_width": wrong_width,
                "is_undecodable": undecodable,
                "delivered": delivered_date(),
            }
        )
        .drop("fields_cnt", "extra_json")
    )


def judge(rows: DataFrame, *rules: tuple[str, Column]) -> DataFrame:
    """`reasons` from the line rules and the feed's own, which are only asked of lines that parse; `line_masked`; no flags."""
    sound = ~F.col("is_blank") & ~F.col("is_wrong_width")
    reasons = codes(
        ("blank_record", F.col("is_blank")),
        ("wrong_field_count", F.col("is_wrong_width")),
        ("text_undecodable", sound & F.col("is_undecodable")),
        *[(code, sound & F.coalesce(broken, F.lit(False))) for code, broken in rules],
    )
    judged = rows.withColumns({"reasons": reasons, "flags": F.array().cast("array<string>")})
    return judged.transform(mask_refused, starred("line"))


def newest_first() -> tuple[Column, Column]:
    """Order that prefers the newest delivery of a row, for `verdict.set_outcome`."""
    return F.col("delivered").desc(), F.col("source_file").desc()
