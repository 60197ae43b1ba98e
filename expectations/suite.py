"""The words suites are written in: a suite, a rule, a night, and the two expectations nearly all suites use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from nightowl.profile import Profile
from nightowl.trend import Judged

# A Korean mobile number, with or without hyphens or country code.
MOBILE_NUMBER = r"(\+?82-?|0)1[016789]-?[0-9]{3,4}-?[0-9]{4}"
# As a token of its own: with a letter beside it, it is part of an identifier (hexadecimal may hold eleven digits by chance).
_LONE_NUMBER = f"(^|[^0-9A-Za-z]){MOBILE_NUMBER}($|[^0-9A-Za-z])".replace("{", "{{").replace("}", "}}")


@dataclass(frozen=True)
class FeedTable:
    """The clean table of a feed, as the gate counts it.

    `groups`: those its failures hold back. `key`: its partition key. `rows_per_record`: clean rows one delivered record becomes.
    """

    name: str
    groups: tuple[str, ...]
    key: str
    rows_per_record: int = 1


@dataclass(frozen=True)
class Night:
    """What rules may ask about the night they judge.

    `loaded`: feeds that ever gave rows. `touched`: by feed, the partitions this service date's runs wrote. `required`: those of
    them that the ledger says hold rows. `plans`: tables of planning that hold a row. `text_columns`: the string columns of a table, as
    it lies there now. `trends`: the figures of each day beside what is usual.
    """

    profile: Profile
    service_date: str
    loaded: frozenset[str] = frozenset()
    touched: Mapping[str, Sequence[str]] = field(default_factory=dict)
    required: Mapping[str, Sequence[str]] = field(default_factory=dict)
    plans: frozenset[str] = frozenset()
    text_columns: Callable[[str], list[str]] = lambda table: []
    trends: tuple[Judged, ...] = ()

    def due(self, feed: str) -> list[str]:
        """Partitions a feed should have filled tonight: a daily feed's service day; others were re-opened for a few late rows."""
        parts = list(self.required.get(feed, ()))
        daily = self.profile.feed(feed).expected == "daily"
        return [part for part in parts if part == self.service_date] if daily else parts


@dataclass(frozen=True)
class Suite:
    """What must hold of one table.

    `zone`: clean or aggregate in the lake, marts in the warehouse, or night: a table of `expectations.facts`, read as `source`
    says. `feeds`: the feeds it is made from; while one of them never gave a row (or is switched off) there is nothing to judge.
    `any_feed`: some feed must have given rows, whichever. `if_enabled`: the feed that must be switched on, whether or not it ever came.
    `of_plan`: the table of planning that must hold a row: a city where nothing is crowded has none.
    `parts_of`: the feed whose partitions of tonight are read; None reads the whole table. `keys`: the columns that lead to a
    failing row; never a person's key.
    """

    table: str
    zone: str
    groups: tuple[str, ...]
    keys: tuple[str, ...]
    expectations: Callable[[Night], list[Expectation]]
    feeds: tuple[str, ...] = ()
    any_feed: bool = False
    if_enabled: str | None = None
    of_plan: str | None = None
    parts_of: str | None = None
    source: str = ""
    name: str = ""

    @property
    def view(self) -> str:
        """Name of the view the expectations read."""
        return self.name or self.table

    def applies(self, night: Night) -> bool:
        """Whether there is anything to judge tonight."""
        if self.if_enabled and not night.profile.enabled(self.if_enabled):
            return False
        if self.of_plan and self.of_plan not in night.plans:
            return False
        if self.parts_of and not night.touched.get(self.parts_of):
            return False
        if self.any_feed and not night.loaded:
            return False
        return night.loaded.issuperset(self.feeds)


def rule(code: str, sentence: str, fix: str, owner: str) -> dict[str, str]:
    """The `meta` of an expectation: its code, what must hold in a clerk's words, what to do when it does not, and who does it."""
    return {"code": code, "sentence": sentence, "fix": fix, "owner": owner}


def floor(table: str, meta: dict[str, str], rows: int = 1) -> Expectation:
    """The row-count floor every suite starts with: on an empty table all other rules would pass."""
    return gxe.ExpectTableRowCountToBeBetween(
        min_value=rows, severity="critical", meta=meta | {"code": f"{table}_rows_floor"}
    )


def no_rows(query: str, severity: str, meta: dict[str, str]) -> Expectation:
    """Passes where `query` finds nothing; it reads the batch as `b` and names the key columns first.

    A colon before a word and single braces are spoken for (SQLAlchemy's parameters, GX's {batch}): write doubled braces.
    """
    return gxe.UnexpectedRowsExpectation(
        unexpected_rows_query=f"with b as (select * from {{batch}}) {query}", severity=severity, meta=meta
    )


def no_raw_number(night: Night, table: str, keys: Sequence[str], where: str = "true") -> Expectation:
    """No string column, of those there are tonight, holds what looks like a subscriber's number. The number itself is not shown.

    `where` spares rows whose texts are those of another row.
    """
    text = ", ".join(f'cast("{column}" as varchar)' for column in night.text_columns(table)) or "''"
    meta = rule(
        f"{table}_raw_number",
        "No text column holds anything that looks like a mobile number.",
        "Delete the partition, find the column of the delivered file that carries numbers, and have it masked before reloading.",
        "privacy officer",
    )
    return no_rows(
        f"select {', '.join(keys)} from b where {where} and regexp_matches(concat_ws(' ', {text}), '{_LONE_NUMBER}')",
        "critical",
        meta,
    )


def listed(items: Sequence[str]) -> str:
    """A one-column table `part` of literal strings, also when there are none."""
    return f"(select unnest(cast([{', '.join(repr(item) for item in items)}] as varchar[])) as part)"


def fresh_month(night: Night, table: str, meta: dict[str, str]) -> Expectation:
    """The newest month of a mart is the newest that bus boardings were cleaned for."""
    newest = "(select max(part) from partition_rows where table_name = 'bus_stop_month' and rows_found > 0)"
    return no_rows(
        f"select max(month) as newest, {newest} as newest_loaded from b having not coalesce(max(month) = {newest}, false)",
        "critical",
        meta | {"code": f"{table}_stale"},
    )
