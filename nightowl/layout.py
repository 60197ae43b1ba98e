"""A carrier's layout: how one carrier writes its events, as the city profile says it (`feeds.telecom_event.layouts`).

It takes the columns of a file to the canonical event: whose, when, what, where, how long, which record and which part of it.
docs/carriers.md shows four of them; `spark_jobs.telecom.carrier` reads files by them.
"""

import re
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, Field, field_validator, model_validator

from nightowl.strict import Strict

Column = Literal[
    "record_ref",
    "msisdn",
    "event_time",
    "event_type",
    "cell_id",
    "duration_s",
    "sequence",
    "side",
    "home_area",
    "age_band",
    "latitude",
    "longitude",
]
KOREAN_MOBILE = "^01[016789][0-9]{7,8}$"
KOREAN_PREFIXES = {"+82": "0", "82": "0"}
WORDS = {"event_type": ("call", "sms", "data"), "side": ("originating", "terminating")}
"""The values of canonical columns that have few."""
UNPUNCTUATED = str.maketrans("", "", " .-()\t")
_ZONES = ("local", "utc", "offset")


def _as_word(said: Any) -> Any:
    """YAML reads 0 as a number and `true` as a truth value; in a file both are text."""
    if isinstance(said, bool):
        return str(said).lower()
    return str(said) if isinstance(said, int) else said


Word = Annotated[str, BeforeValidator(_as_word)]
Names = Annotated[list[Word], Field(min_length=1)]


class TimeRule(Strict):
    """How a carrier writes the time of an event.

    `format`: iso (`2026-11-01 10:00:00`, T or blank, with or without a fraction), compact (`20261101100000`), bcd (`261101100000+0900`, as
    TS 32.298 packs times, or the hex of those nine octets), epoch_s, epoch_ms, plain (`2026-11-01 10:00:00` and nothing else).
    `zone`: that of a time that bears no offset: local (the city's), utc, an IANA name, or offset: one without is malformed.
    An offset that is written (iso, compact, bcd) always counts.
    """

    format: Literal["iso", "compact", "bcd", "epoch_s", "epoch_ms", "plain"] = "iso"
    zone: str = ""

    @model_validator(mode="before")
    @classmethod
    def _zone_of_format(cls, said: Any) -> Any:
        if not isinstance(said, dict) or said.get("zone"):
            return said
        of_format = {"epoch_s": "utc", "epoch_ms": "utc", "bcd": "offset"}
        return said | {"zone": of_format.get(said.get("format", "iso"), "local")}

    @field_validator("zone")
    @classmethod
    def _known(cls, zone: str) -> str:
        if zone not in _ZONES:
            try:
                ZoneInfo(zone)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                raise ValueError(
                    f"'{zone}' is none of local, utc and offset, and no time zone as in Asia/Seoul"
                ) from None
        return zone

    @model_validator(mode="after")
    def _fit(self) -> Self:
        if self.format.startswith("epoch") and self.zone != "utc":
            raise ValueError(f"{self.format} counts from 1970 in UTC; its zone is utc, not {self.zone}")
        if self.format == "bcd" and self.zone != "offset":
            raise ValueError(f"a bcd time bears its offset; its zone is offset, not {self.zone}")
        if self.format == "plain" and self.zone == "offset":
            raise ValueError("a plain time bears no offset; say iso")
        return self

    def zone_of(self, city_zone: str) -> str:
        """The zone a time without an offset is read in; nothing where it needs one."""
        return {"local": city_zone, "utc": "UTC", "offset": ""}.get(self.zone, self.zone)


class Subscriber(Strict):
    """How a carrier writes a subscriber: a number, an IMSI, a hash.

    `shape`: what a sound one looks like (a regular expression), after `encoding` and `prefixes` were seen to. `encoding`: tbcd are digits
    with the two halves of each octet exchanged, filled up with F (TS 32.298). `prefixes`: how a number may begin → how it is written at
    home, so that `{"+82": "0"}` makes +821012345678 the 01012345678 of other files and of the opt-out list.
    """

    shape: str = KOREAN_MOBILE
    encoding: Literal["plain", "tbcd"] = "plain"
    prefixes: dict[Word, Word] = Field(default_factory=dict)

    @field_validator("shape")
    @classmethod
    def _is_expression(cls, shape: str) -> str:
        try:
            re.compile(shape)
        except re.error as error:
            raise ValueError(f"'{shape}' is no regular expression: {error}") from None
        return shape

    @property
    def longest_prefixes_first(self) -> list[tuple[str, str]]:
        """The prefixes, so that +8210 is tried before +82."""
        return sorted(self.prefixes.items(), key=lambda p: (-len(p[0]), p[0]))


class CellParts(Strict):
    """A cell identifier that several columns make: `[[plmn], [lac, tac], [ci]]`, each by the names it may bear, joined by `joined_by`."""

    parts: Annotated[list[Names], Field(min_length=2)]
    joined_by: Word = "-"


class Layout(Strict):
    """One shape of file. A file is read by the first layout whose `columns` (and cell parts, and `recognised_by`) are all in its header."""

    columns: dict[Column, Names] = Field(description="canonical column → header names; a file has them all")
    optional: dict[Column, Names] = Field(
        default_factory=dict, description="the same, for columns a file may lack"
    )
    cell: CellParts | None = None
    recognised_by: list[Word] = Field(
        default_factory=list, description="header names that tell this shape from another and are not read"
    )
    defaults: dict[Column, Word] = Field(
        default_factory=dict, description="what holds where a file has no such column, or an empty field"
    )
    values: dict[Column, dict[Word, Names]] = Field(
        default_factory=dict,
        description="canonical value → the carrier's words for it (case does not matter)",
    )
    discard: list[Word] = Field(
        default_factory=list,
        description="columns let go unread and unreported: other people, devices, volumes",
    )
    time: TimeRule = TimeRule()
    duration_unit: Literal["s", "min", "ms"] = "s"
    subscriber: Subscriber = Subscriber()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        told = set(self.columns) | set(self.optional) | set(self.defaults)
        for needed in ("msisdn", "event_time", "event_type", "duration_s"):
            if needed not in told:
                raise ValueError(f"nothing says the {needed}; name its column, or a default")
        if nobody := {"msisdn", "event_time"} & set(self.defaults):
            raise ValueError(f"defaults.{min(nobody)}: every record says its own")
        if not (self.cell or "cell_id" in told or {"latitude", "longitude"} <= told):
            raise ValueError(
                "nothing says where an event was: name cell_id, cell.parts, or latitude and longitude"
            )
        if ("latitude" in told) != ("longitude" in told):
            raise ValueError("latitude and longitude go together; only one is named")
        if self.cell and "cell_id" in told:
            raise ValueError("the cell is named twice: by cell_id and by cell.parts")
        if twice := sorted(set(self.columns) & set(self.optional)):
            raise ValueError(f"{twice[0]} stands under columns and under optional")
        return self

    @model_validator(mode="after")
    def _has_known_words(self) -> Self:
        for column, known in WORDS.items():
            words = {str(c): list(w) for c, w in self.values.items()}.get(column, [])
            default = {str(c): [w] for c, w in self.defaults.items()}.get(column, [])
            for block, said in (("values", words), ("defaults", default)):
                if wrong := [w for w in said if w not in known]:
                    raise ValueError(f"{block}.{column}: '{wrong[0]}' is none of {', '.join(known)}")
        return self

    @property
    def required(self) -> list[list[str]]:
        """The columns a file must have, each as the names it may bear."""
        parts = self.cell.parts if self.cell else []
        return [*self.columns.values(), *parts, *([name] for name in self.recognised_by)]


def written_at_home(number: str, subscriber: Subscriber) -> str:
    """A number of the opt-out list as events of this layout bear it: without blanks, dots, hyphens and brackets, under its home prefix.

    >>> written_at_home("+82 10-1234-5678", Subscriber(prefixes={"+82": "0"}))
    '01012345678'
    """
    plain = number.translate(UNPUNCTUATED)
    for begins, home in subscriber.longest_prefixes_first:
        if plain.startswith(begins):
            return home + plain.removeprefix(begins)
    return plain
