"""How a service speaks Open311 GeoReport v2: questions by time of request, answers in JSON or XML, one request by its id.

`<address>/requests.json?start_date=…&end_date=…` answers with a list of requests, at most 90 days of them. The standard has no pages: many services
take `page` and `page_size` all the same, others send what they think is enough (wiki.open311.org/GeoReport_v2, "GET Service Requests").
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import httpx

from feeds.polite import KEY_PLACE, NotThere, PoliteClient, Transient, describe
from nightowl.errors import NightowlError
from nightowl.open311_source import Open311Source
from nightowl.records import FIELD_CHARACTERS_MAX
from nightowl.shapes import as_text

Row = dict[str, str]
"""One request: field → text, fields without a value left out."""
ID, REQUESTED, UPDATED, STATUS = "service_request_id", "requested_datetime", "updated_datetime", "status"
FIELDS = (
    ID, "status", "status_notes", "service_name", "service_code", "description", "agency_responsible", "service_notice", REQUESTED, UPDATED,
    "expected_datetime", "closed_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url",
)  # fmt: skip
"""What the standard answers with, and the close time that most services add."""
PERSONAL = frozenset(
    (
        "email", "device_id", "account_id", "first_name", "last_name", "phone", "name", "full_name", "contact", "contact_name",
        "requestor_name", "requestor_email", "requestor_phone", "reporter", "reporter_name", "reporter_email", "submitter", "user_id",
    )
)  # fmt: skip
"""Who reported: what the standard lets people send (POST), and what services are known to call it. None of it is written down."""
ROOTS = ("service_requests", "requests")
OF_A_REQUEST = (ID, "token", "service_code", "service_name", REQUESTED)
"""One of these stands in whatever tells of a request; a request that waits for its id has none of the first two."""
PROLOG_WITH_TYPE = re.compile(rb"(?is)(\xef\xbb\xbf|\s|<\?.*?\?>|<!--.*?-->)*<!DOCTYPE")
"""A web page, or XML whose entities might swell to gigabytes: no answer needs a document type."""


@dataclass(frozen=True)
class Window:
    """A span of time asked for in one question, both ends with it (UTC, whole seconds)."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> int:
        return int((self.end - self.start).total_seconds())

    def halves(self) -> tuple["Window", "Window"]:
        """Two that meet in the middle."""
        middle = self.start + (self.end - self.start) / 2
        middle = middle.replace(microsecond=0)
        return Window(self.start, middle), Window(middle, self.end)

    def __str__(self) -> str:
        return f"{_stamp(self.start)} to {_stamp(self.end)}"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def ask_window(
    client: PoliteClient, source: Open311Source, window: Window, page: int, has_key: bool
) -> list[Row]:
    """A page of the requests of a window, from the service."""
    said = {"jurisdiction_id": source.jurisdiction_id} if source.jurisdiction_id else {}
    said |= {"start_date": _stamp(window.start), "end_date": _stamp(window.end)}
    said |= {"page": str(page), "page_size": str(source.page_rows)}
    return _ask(client, source, "requests", said, f"Requests of {window}, page {page},", has_key)


def ask_one(client: PoliteClient, source: Open311Source, request_id: str, has_key: bool) -> Row | None:
    """One request by its id, None where the service knows none of it."""
    said = {"jurisdiction_id": source.jurisdiction_id} if source.jurisdiction_id else {}
    try:
        rows = _ask(
            client, source, f"requests/{quote(request_id, safe='')}", said, f"Request {request_id}", has_key
        )
    except NotThere:
        return None
    return next((row for row in rows if row.get(ID) == request_id), None)


def _ask(
    client: PoliteClient, source: Open311Source, path: str, said: dict[str, str], what: str, has_key: bool
) -> list[Row]:
    said = said | ({"api_key": KEY_PLACE} if has_key else {})
    query = f"?{urlencode(said, safe=KEY_PLACE)}" if said else ""

    def take(response: httpx.Response) -> list[Row]:
        body = client.body(response)
        if client.repeats_key(body):
            raise NightowlError(f"{what} repeats the API key; it is not written down. Tell the service.")
        return read_requests(body)

    return client.ask(f"{client.base_url}/{path}.{source.format}{query}", what, take)


def read_requests(body: bytes) -> list[Row]:
    """The requests in an answer, JSON or XML whichever was asked for, without what tells who reported.

    Raises Transient for what is no whole answer, NightowlError with the service's words where it refuses.
    """
    start = body.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    found = _in_json(body) if start in {b"[", b"{"} else _in_xml(body)
    return [_row(request) for request in found]


def _in_json(body: bytes) -> list[Mapping[str, Any]]:
    try:
        said = json.loads(body.decode("utf-8-sig"), strict=False)
    except (ValueError, RecursionError):
        raise Transient(f"A list of requests is expected; found {describe(body)}.") from None
    if isinstance(said, dict):  # some wrap the list, some send a lone request as it is
        inner = [said[root] for root in (*ROOTS, "errors", "error") if root in said]
        said = inner[0] if inner else [said]
    found = said if isinstance(said, list) else [said]
    if not all(isinstance(request, Mapping) for request in found):
        raise Transient(f"A list of requests is expected; found {json.dumps(said)[:60]}.")
    return _checked(found, body)


def _checked(found: list[Mapping[str, Any]], body: bytes) -> list[Mapping[str, Any]]:
    """What tells of requests; an error in their place, or a list of something else, is not taken for an empty answer."""
    for said in found:
        if not any(name in said for name in OF_A_REQUEST):
            raise _refused(said.get("code"), said.get("description") or said.get("message"), body)
    return found


def _in_xml(body: bytes) -> list[Mapping[str, Any]]:
    if PROLOG_WITH_TYPE.match(body):
        raise Transient(f"A list of requests is expected; found {describe(body)}.")
    try:
        root = ElementTree.fromstring(body)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise Transient(f"A list of requests is expected; found {describe(body)}.") from None
    name = _plain(root.tag)
    if name in {"errors", "error"}:
        said = {_plain(part.tag): (part.text or "").strip() for part in root.iter()}
        raise _refused(said.get("code"), said.get("description"), body)
    if name not in ROOTS:
        raise Transient(f"A list of requests is expected; found {describe(body)}.")
    return _checked([value for part in root if isinstance(value := _value(part), Mapping)], body)


def _value(part: ElementTree.Element) -> Any:
    """Text, or what stands inside: by name, or a list where names repeat."""
    if not len(part):
        return (part.text or "").strip()
    inner = [(_plain(child.tag), _value(child)) for child in part]
    by_name = dict(inner)
    return by_name if len(by_name) == len(inner) else [value for _, value in inner]


def _plain(tag: str) -> str:
    return tag.rsplit("}", 1)[-1].lower()


def _refused(code: object, said: object, body: bytes) -> NightowlError:
    if code is None and said is None:
        return Transient(f"A list of requests is expected; found {describe(body)}.")
    return NightowlError(f"The service refuses: {code or 'no code'}, '{said or ''}'.")


def _row(request: Mapping[str, Any]) -> Row:
    row = {_name(name): _text(value) for name, value in request.items()}
    return {name: text for name, text in row.items() if text and name and name not in PERSONAL}


@cache
def _name(name: object) -> str:
    return re.sub(r"[\s\x00\"]+", " ", str(name)).strip().lower()


def _text(value: Any) -> str:
    """A value as it will be read back from a file: line breaks as such, no character that no file can hold."""
    text = value if isinstance(value, str) else as_text(_harmless(value))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    return (text if text.isascii() else text.encode("utf-8", "replace").decode())[:FIELD_CHARACTERS_MAX]


def _harmless(value: Any) -> Any:
    """What is nested, without who reported."""
    if isinstance(value, Mapping):
        return {k: _harmless(v) for k, v in value.items() if str(k).strip().lower() not in PERSONAL}
    return [_harmless(v) for v in value] if isinstance(value, list) else value
