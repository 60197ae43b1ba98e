"""The columns of living-population files under all the names they have borne: a header is read by name, never by position."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from nightowl.errors import FileRefused
from nightowl.profile import Profile
from nightowl.records import FIELD_MARK
from nightowl.shapes import day_in_name
from spark_jobs.population.residents import AGE_BANDS
from spark_jobs.text import (
    Header,
    delivered_date,
    has_blank_tail,
    header_names,
    line_rules,
    map_header,
    named_day,
    split_fields,
    star_digits,
)

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

FEED = "living_population"
NAMES = {
    "day": ["기준일ID", "기준일", "일자", "stdr_de_id", "YMD", "date"],
    "clock": ["시간대구분", "시간대", "시간", "tmzon_pd_se", "TT", "time", "hour"],
    "dong": ["행정동코드", "H_DNG_CD", "code"],
    "gu": ["자치구코드", "signgu_code_se"],
    "dong_or_gu": ["adstrd_code_se"],  # the API names a dong and a gu alike: their lengths tell them apart
    "cell": ["250M격자", "CELL_ID"],
    "total": ["총생활인구수", "생활인구합계", "tot_lvpop_co", "SPOP", "pop_total"],
    "male": ["pop_man"],
    "female": ["pop_woman"],
}
"""Canonical column → the names the city's files give it over the years; its profile may add others. `pop_…` are users' tables."""
CENSUS_BLOCK = ("집계구코드", "tot_reg_cd", "oa_cd")
SEX_AGE = {f"{sex}{int(re.split('[-+]', band)[0]):02}": (sex, band) for sex in "MF" for band in AGE_BANDS}
"""Column of a sex and age band → both, in the order of the files: M00 … M70, F00 … F70."""
TENS = {f"A{low}": ("all", f"{low}-{low + 9}") for low in range(10, 70, 10)}
"""Columns of ten-year bands of both sexes, of those 10 to 69 years old."""
COLUMNS = (*NAMES, *SEX_AGE, *TENS)
NEEDED = {"the hour": ["clock"], "the area": ["dong", "gu", "dong_or_gu"], "the total": ["total"]}
_KNOWN = {name.lower(): column for column, names in NAMES.items() for name in names}
_SEX_AND_AGES = re.compile(
    r"(?:(?P<m>남자?|male|(?:pop_)?man|m)|(?P<f>여자?|female|(?:pop_)?woman|f)|(?P<all>pop|all))"
    r"_?f?_?(?P<low>\d{1,2})(?:\D+(?P<high>\d{1,2}))?\D*"
)


def column_of(name: str) -> str | None:
    """The canonical column a name of a header stands for; None where it is none we know.

    >>> [column_of(n) for n in ("?기준일ID", "여자70세이상생활인구수", "MALE_F0T9_LVPOP_CO", "pop_man_10_14", "남자10세부터19세")]
    ['day', 'F70', 'M00', 'M10', None]
    """
    plain = re.sub(r"\s", "", name.lower()).lstrip("?")
    if known := _KNOWN.get(plain):
        return known
    found = _SEX_AND_AGES.fullmatch(plain)
    if not found:
        return None
    sex = "M" if found["m"] else "F" if found["f"] else "A"
    column = f"{sex}{int(found['low']):02}"
    _, band = (SEX_AGE | TENS).get(column, ("", ""))
    # 70 and older is written 70+, 70이상, 70_over, and 70T74 by the API.
    is_band = bool(band) and (band == "70+" or not found["high"] or band.endswith(f"-{int(found['high'])}"))
    return column if is_band else None


def read_header(first_line: str, source_file: str, profile: Profile) -> Header:
    """Map a header by name. Needed are an hour, an area, a total, and a day: in a column, else in the file's name.

    Raises FileRefused where one is missing, where the bands of a sex are not all there, and for counts by census block, of
    which several belong to one dong.
    """
    of_city = {alias.lower(): c for c, names in profile.feed(FEED).columns.items() for alias in names}
    aliases: dict[str, list[str]] = {column: [] for column in COLUMNS}
    names = header_names(first_line)
    for name in names:
        if column := of_city.get(name.lower()) or column_of(name):
            aliases[column].append(name)
    if any(name.lower() in CENSUS_BLOCK for name in names):
        raise FileRefused(
            "census_block_file",
            f"{source_file} counts by census block (집계구), which this feed does not read. Deliver the file by dong, gu or 250 m cell.",
        )
    header = map_header(first_line, aliases, source_file, optional=COLUMNS)
    has = dict(header.position)
    missing = [word for word, columns in NEEDED.items() if not any(c in has for c in columns)]
    bands = [c for c in SEX_AGE if c in has]
    missing += [f"the count of {' '.join(SEX_AGE[c])}" for c in SEX_AGE if bands and c not in has]
    if missing:
        raise FileRefused(
            "column_missing",
            f"{source_file} is no whole file of living population: it has no column for {', '.join(missing)}. The names in its first line are "
            f"{star_digits(', '.join(names)[:200])}. Expected are columns such as 기준일ID, 시간대구분, 행정동코드, 총생활인구수; write the sender's "
            "names under feeds.columns in the city profile, or ask for the city's own file.",
        )
    if "day" not in has and day_in_name(source_file) is None:
        name = source_file.rsplit("/", 1)[-1]
        raise FileRefused(
            "date_missing",
            f"{source_file} has no column with the day, and its name tells none: nobody can say of which day it speaks. Deliver it with "
            f"its date: make deliver FEED={FEED} FILE={name} OF=2018-10-24",
        )
    return header


def parse(lines: DataFrame, header: Header) -> DataFrame:
    """Text columns; the counts of sex and age bands as one array of texts, in the order of the canonical columns.

    The bands are cut out together: 28 columns one by one would take most of the time that a file of 250 m cells takes.
    """
    blank, wrong_width, undecodable = line_rules(header.width)
    has_tail = has_blank_tail(header.width)
    at = dict(header.position)
    by_age = SEX_AGE if "M00" in at else TENS if at.keys() & TENS.keys() else {}
    others = tuple((name, index) for name, index in header.position if name not in by_age)
    narrow = replace(header, position=others, unknown=(), absent=tuple(c for c in NAMES if c not in at))
    return (
        lines.withColumn("cut", F.split("line", FIELD_MARK if header.quoted else ",", -1))
        .transform(split_fields, narrow)
        .withColumns(
            {
                "is_blank": blank,
                "is_wrong_width": wrong_width & ~has_tail,
                "has_blank_tail": has_tail,
                "is_undecodable": undecodable,
                "delivered": delivered_date(),
                "bands": _cut([at.get(column) for column in by_age]),
                "printed_sexes_cnt": F.lit(len(at.keys() & {"male", "female"})),
                "day": _day("day") if "day" in at else named_day(),
                "is_day_told": F.lit("day" in at),
                "area_type": _area_type(at.keys()),
            }
        )
        .drop("fields_cnt", "extra_json", "cut")
    )


def _cut(places: list[int | None]) -> Column:
    """The fields at `places`; NULL for one that the file has not."""
    first = places[0] if places else None
    if first is not None and places == list(range(first, first + len(places))):
        return F.slice("cut", first + 1, len(places))
    fields = [F.lit(None) if at is None else F.try_element_at("cut", F.lit(at + 1)) for at in places]
    return F.array(*fields).cast("array<string>")


def _day(column: str) -> Column:
    digits = F.regexp_replace(column, "[-./]", "")
    spaced = F.regexp_replace(digits, "^(....)(..)(..)$", "$1-$2-$3")
    return F.when(digits.rlike("^[0-9]{8}$"), spaced.try_cast("date"))


def _area_type(has: Collection[str]) -> Column:
    if "dong_or_gu" in has:
        return F.when(F.length("dong_or_gu") == 5, "gu").otherwise("dong")
    return F.lit("grid_250m" if "cell" in has else "dong" if "dong" in has else "gu")
