"""How Seoul's open data API speaks: its services, its pages of at most 1,000 rows, its result codes.

`<address>/<key>/json/<service>/<first row>/<last row>/[<argument>]` answers
`{"<service>": {"list_total_count": N, "RESULT": {"CODE": "INFO-000", …}, "row": […]}}`. An error stands alone
(`{"RESULT": …}`), or comes as XML though JSON was asked for.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from feeds.polite import KEY_PLACE, PoliteClient, Transient, describe
from nightowl.errors import NightowlError

PAGE_ROWS = 1000
OK, NO_DATA, TRANSIENT = "INFO-000", "INFO-200", ("ERROR-500", "ERROR-600", "ERROR-601")
KEYS_FROM = "data.seoul.go.kr (in Korean: 인증키 신청)"
# What a person can do about a code; the others are told in the service's own words.
WAY_OUT = {
    "INFO-100": f"The key is not known to Seoul: compare it with the one {KEYS_FROM} shows under your name.",
    "ERROR-310": "The service does not exist, or no longer under that name.",
    "ERROR-335": "The key 'sample' gives five rows at most; a key of your own is free: " + KEYS_FROM + ".",
    "ERROR-336": f"More than {PAGE_ROWS:,} rows were asked for at once.",
}


@dataclass(frozen=True)
class Service:
    """A service: the feed its rows belong to, and how its argument is written ('' where it takes none)."""

    feed: str
    argument: str


SERVICES = {
    "CardBusTimeNew": Service("bus_stop_month", "YYYYMM"),
    "CardSubwayStatsNew": Service("subway_station_day", "YYYYMMDD"),
    "CardSubwayTime": Service("subway_station_month", "YYYYMM"),
    "SPOP_LOCAL_RESD_DONG": Service("living_population", "YYYYMMDD"),
    "busStopLocationXyInfo": Service("stop", ""),
    "subwayStationMaster": Service("subway_station", ""),
}
FORMS = {"YYYYMM": ("%Y%m", "202203"), "YYYYMMDD": ("%Y%m%d", "20220301")}


class NoData(NightowlError):
    """The service answered that it has no rows for what was asked (INFO-200)."""


@dataclass(frozen=True)
class Query:
    """A service with its argument ('' for none), checked by `query_of`."""

    service: str
    argument: str = ""

    @property
    def feed(self) -> str:
        return SERVICES[self.service].feed

    @property
    def stem(self) -> str:
        """How the names of its files begin."""
        return f"{self.service}_{self.argument}" if self.argument else self.service

    def __str__(self) -> str:
        return f"{self.service} {self.argument}".rstrip()


@dataclass(frozen=True)
class Page:
    """One sound page, as it came, and what it says of itself."""

    body: bytes
    rows_cnt: int
    total_cnt: int


def query_of(service: str, argument: str | None) -> Query:
    """A query of a known service with an argument of its form; anything else is refused with a sentence, before anybody is asked."""
    if service not in SERVICES:
        raise NightowlError(f"The services Nightowl knows are {', '.join(SERVICES)}; found '{service}'.")
    form, argument = SERVICES[service].argument, argument or ""
    if not form:
        if argument:
            raise NightowlError(f"{service} takes no argument; found '{argument}'. Leave it out.")
        return Query(service)
    pattern, example = FORMS[form]
    try:
        if not re.fullmatch("[12][0-9]+", argument) or len(argument) != len(form):
            raise ValueError(argument)  # strptime alone reads 20223, too
        datetime.strptime(argument, pattern)
    except ValueError:
        raise NightowlError(
            f"{service} takes a {'month' if form == 'YYYYMM' else 'day'} written {form}, as in {example}; found '{argument}'."
        ) from None
    return Query(service, argument)


def ask_page(client: PoliteClient, query: Query, first: int, last: int) -> Page:
    """Rows `first` to `last` of a query, from the service.

    Raises NoData where it has none, NightowlError where the request is wrong or no sound page came in all tries.
    """
    path = f"{KEY_PLACE}/json/{query.service}/{first}/{last}/{query.argument}".rstrip("/")

    def take(response: httpx.Response) -> Page:
        body = client.body(response)
        page = read_page(body, query, first, last)
        if client.repeats_key(body):
            raise NightowlError(
                f"The page of {query} from row {first:,} repeats the API key; it is not written down. Tell the service."
            )
        return page

    return client.ask(f"{client.base_url}/{path}", f"{query}, rows {first:,} to {last:,},", take)


def read_page(body: bytes, query: Query, first: int, last: int) -> Page:
    """A page, checked: the service's own, whole, with as many rows as its total leaves for it.

    Raises NoData, Transient for what may be right the next time, else NightowlError.
    """
    content, result = _result_of(body, query)
    code, message = str(result.get("CODE", "")), str(result.get("MESSAGE", "")).strip()
    if code == NO_DATA:
        raise NoData(
            f"Seoul has no rows of {query} ({NO_DATA}): they are not published yet, or no longer kept. Nothing was written."
        )
    if code in TRANSIENT:
        raise Transient(f"Seoul's service is out of order: {code}, '{message}'.")
    if code != OK:
        raise NightowlError(
            f"Seoul refuses {query}, rows {first:,} to {last:,}: {code}, '{message}'. {WAY_OUT.get(code, '')}".rstrip()
        )
    rows, total = content.get("row"), content.get("list_total_count")
    if not isinstance(rows, list) or not str(total).isdecimal():
        raise Transient("The page has no 'row' or no 'list_total_count'.")
    total_cnt = int(str(total))
    due_cnt = max(0, min(last, total_cnt) - first + 1)
    if len(rows) != due_cnt:
        raise Transient(
            f"The page holds {len(rows):,} rows; of {total_cnt:,} in all, {due_cnt:,} belong to it."
        )
    if total_cnt == 0:
        raise NoData(f"Seoul has no rows of {query} (list_total_count is 0). Nothing was written.")
    return Page(body, len(rows), total_cnt)


def _result_of(body: bytes, query: Query) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the service sent, and the RESULT that goes with it, from JSON or XML."""
    try:
        # Names of stops hold stray tabs; the reader of the page sees them as they came.
        answer = json.loads(body, strict=False)
    except (ValueError, RecursionError):
        return {}, _result_in_xml(body)
    if isinstance(answer, dict):
        content = answer.get(query.service, answer)
        if isinstance(content, dict) and isinstance(content.get("RESULT"), dict):
            return content, content["RESULT"]
        raise Transient(
            f"JSON with '{query.service}' or 'RESULT' is expected; found {', '.join(map(repr, list(answer)[:3])) or 'nothing'}."
        )
    raise Transient(f"A JSON object is expected; found a {type(answer).__name__}.")


def _result_in_xml(body: bytes) -> dict[str, Any]:
    """CODE and MESSAGE of an error in XML; anything else is no answer of the service."""
    text = body.decode("utf-8", errors="replace")
    found = {
        tag: match.group(1)
        for tag in ("CODE", "MESSAGE")
        if (match := re.search(rf"<{tag}>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</{tag}>", text, re.DOTALL))
    }
    # A whole XML page of rows (INFO-000) is not what was asked for either.
    if found.get("CODE", OK) != OK:
        return found
    raise Transient(f"JSON is expected; found {describe(body)}.")
