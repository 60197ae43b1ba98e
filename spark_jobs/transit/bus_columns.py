"""Where the columns stand in a month of bus boardings (OA-12913): by name where there is a header, by shape where there is none."""

from __future__ import annotations

import re

from nightowl.errors import FileRefused
from nightowl.profile import Profile
from nightowl.records import FIELD_MARK
from spark_jobs.text import BOM, Header, header_names, star_digits

NAMES = {
    "month": ["사용년월", "USE_YM", "USE_MON", "사용월"],
    "route_no": ["노선번호", "RTE_NO", "BUS_ROUTE_NO"],
    "route_name": ["노선명", "RTE_NM", "BUS_ROUTE_NM"],
    "stop_id": ["표준버스정류장ID", "STOPS_ID", "STND_BSST_ID"],
    "ars_id": ["버스정류장ARS번호", "STOPS_ARS_NO", "BSST_ARS_NO"],
    "stop_name": ["역명", "SBWY_STNS_NM", "BUS_STA_NM"],  # the stop's name, whatever the column is called
}
"""Canonical column → the names the city has given it; a city's profile may add others."""
SET_ASIDE = {
    "노선id", "rte_id", "교통수단타입코드", "교통수단타입명", "trfc_mns_type_cd", "trfc_mns_type_nm", "mntn_typ_cd", "mntn_typ_nm",
    "등록일자", "reg_ymd", "work_dt",
}  # fmt: skip
"""Read and not kept: the month is a total whatever its bus type and date of registration."""
OPTIONAL = ("stop_id",)
KINDS = ("boardings", "alightings")
HOURS = {
    f"{kind}_{hour}"
    for hour in range(24)
    for kind in KINDS
}  # fmt: skip
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_WORDS = [
    *["midnight", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
    *_TEENS.split(),
    *["twenty", "twenty_one", "twenty_two", "twenty_three"],
]
_BY_NUMBER = re.compile(r"hr_(\d{1,2})_get_(on|off)_t?nope")  # hour 1 lacks the T that the others have
_BY_WORD = re.compile(r"([a-z_]+)_(ride|alight)_num")
_KOREAN = re.compile(r"(\d{1,2})시\s*(승|하)차\s*총?\s*승객수?")
NAMELESS = ("month", "route_no", "route_name", "ars_id", "stop_name")
NAMELESS_WIDTH = len(NAMELESS) + len(HOURS)


def hour_column(name: str) -> str | None:
    """`boardings_7` or `alightings_7` for a column of hour 7 under any of its names, else None."""
    if found := _BY_NUMBER.fullmatch(name) or _KOREAN.fullmatch(name):
        hour, side = int(found[1]), found[2]
    elif (found := _BY_WORD.fullmatch(name)) and found[1] in _WORDS:
        hour, side = _WORDS.index(found[1]), found[2]
    else:
        return None
    column = f"{KINDS[0] if side in ('on', 'ride', '승') else KINDS[1]}_{hour}"
    return column if column in HOURS else None


def read_header(first_line: str, source_file: str, profile: Profile) -> Header:
    """A header under any of its names, quoted as one field or not; or none, told by a first row that is data. Else FileRefused."""
    names = [name.lower() for name in header_names(first_line)]
    added = profile.feed("bus_stop_month").columns
    known = {alias.lower(): c for c, aliases in NAMES.items() for alias in (*aliases, *added.get(c, []))}
    found = [(known.get(name) or hour_column(name), at) for at, name in enumerate(names)]
    position: dict[str, int] = {}
    for column, at in found:
        if column in position:
            raise FileRefused(
                "column_doubled", f"{source_file} names the column '{column}' twice in its header."
            )
        if column:
            position[column] = at
    if len(position) < len(NAMES):
        return _nameless(first_line, source_file)
    missing = [c for c in (*NAMES, *sorted(HOURS, key=_in_order)) if c not in position and c not in OPTIONAL]
    if missing:
        raise FileRefused(
            "column_missing",
            f"{source_file} has no column for {', '.join(missing[:6])}{' …' if len(missing) > 6 else ''}; 24 × 2 hourly counts and "
            f"{', '.join(NAMELESS)} are expected. Add the sender's name for it under feeds.bus_stop_month.columns, or ask for a complete file.",
        )
    unknown = tuple(
        (n, at)
        for n, at in zip(names, range(len(names)), strict=True)
        if not found[at][0] and n not in SET_ASIDE
    )
    return Header(True, len(names), tuple(sorted(position.items())), unknown, (), FIELD_MARK in first_line)


def _in_order(column: str) -> tuple[int, str]:
    kind, _, hour = column.partition("_")
    return int(hour), kind


def _nameless(first_line: str, source_file: str) -> Header:
    """The layout of a file whose first line is a row: a month, four names, and 48 counts at the end."""
    line = first_line.removeprefix(BOM)
    fields = [f.strip().strip('"') for f in line.split(FIELD_MARK if FIELD_MARK in line else ",")]
    is_row = (
        len(fields) >= NAMELESS_WIDTH
        and re.fullmatch(r"\d{6}", fields[0])
        and all(re.fullmatch(r"\d{1,9}(\.0+)?", f) for f in fields[-len(HOURS) :])
    )
    if not is_row:
        raise FileRefused(
            "column_missing",
            f"{source_file} is no file of bus boardings by stop and hour: its first line reads '{star_digits(line.replace(FIELD_MARK, ',')[:120])}'. "
            f"Expected is a header ({', '.join(aliases[0] for aliases in NAMES.values())}, 00시승차총승객수 …) or a row with a month (YYYYMM), "
            f"{len(NAMELESS) - 1} names and {len(HOURS)} counts.",
        )
    columns = [*NAMELESS, *sorted(HOURS, key=lambda c: (_in_order(c)[0], KINDS.index(_in_order(c)[1])))]
    position = tuple(sorted((c, at) for at, c in enumerate(columns)))
    return Header(False, NAMELESS_WIDTH, position, (), (), FIELD_MARK in first_line)
