"""A stand-in for a city that speaks Open311 GeoReport v2, on this machine. It keeps to the standard, pages or not, caps its lists, errs where told to."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree

from tests.feeds.local_server import Answer, LocalServer

FIRST = datetime(2026, 4, 15, 4, 30, tzinfo=UTC)
SPAN_S = 200 * 86_400 - 3_600
REQUESTS_MAX = 2_000
Request = dict[str, Any]


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def requests(count: int, span_s: int = SPAN_S) -> dict[str, Request]:
    """Requests spread over a span of time, every third closed, with who reported them: nobody may keep that."""
    made = {}
    for n in range(1, count + 1):
        asked = FIRST + timedelta(seconds=span_s * n // (count + 1))
        closed = asked + timedelta(hours=n % 90) if n % 3 == 0 else None
        made[f"26-{n:08}"] = {
            "service_request_id": f"26-{n:08}",
            "status": "closed" if closed else "open",
            "status_notes": f'Crew {n % 7} came, "done"' if closed else None,
            "service_name": ("Pothole", "Graffiti, removal", "가로등 고장")[n % 3],
            "service_code": f"{n % 3:03}",
            "description": f"Part one of {n},\npart two",
            "agency_responsible": "Public Works",
            "requested_datetime": stamp(asked),
            "updated_datetime": stamp(closed or asked),
            "expected_datetime": stamp(asked + timedelta(days=3)),
            "address": f"{n} Main St",
            "lat": round(30.2 + n % 100 / 1000, 6),
            "long": round(-97.7 - n % 90 / 1000, 6),
            "media_url": None,
            "email": f"citizen{n}@example.org",
            "first_name": "Johanna",
            "extended_attributes": {"ward": n % 9, "phone": "512-555-0142"},
        }
    return made


def a_day_later(held: dict[str, Request], changes_cnt: int, deletions_cnt: int) -> dict[str, Request]:
    """What the service holds after so many requests were closed and so many deleted, no request both."""
    later, names = {name: dict(request) for name, request in held.items()}, sorted(held)
    step = len(names) // changes_cnt // 2
    for name in names[1 : 1 + step * changes_cnt : step]:
        later[name] |= {
            "status": "closed", "updated_datetime": "2026-11-02T15:00:00Z", "status_notes": f"Done: {name}.",
        }  # fmt: skip
    for name in names[-2 : -2 - step * deletions_cnt : -step]:
        del later[name]
    return later


@dataclass
class Open311(LocalServer):
    """The service. `page_rows_max` None: it ignores pages. `cap`: more rows it never sends, and does not say so.

    `odd` are answers given for a question that holds the key, before the sound one; `always` stay. `by_day` ignores the time of day asked for.
    """

    below: ClassVar[str] = "/open311/v2"
    requests: dict[str, Request] = field(default_factory=dict)
    page_rows_max: int | None = 500
    cap: int | None = None
    by_day: bool = False
    knows_single: bool = True
    odd: dict[str, list[Answer]] = field(default_factory=dict)
    always: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    delay_s: float = 0.0

    def respond(self, path: str) -> Answer:
        self.asked.append(unquote(path))
        if len(self.asked) > REQUESTS_MAX:
            return Answer(status=400)
        for part, answers in self.odd.items():
            if part in self.asked[-1] and answers:
                return answers.pop(0)
        for part, answer in self.always.items():
            if part in self.asked[-1]:
                return answer
        asked = urlsplit(path)
        resource, _, form = asked.path.removeprefix("/open311/v2/").rpartition(".")
        said = {name: values[-1] for name, values in parse_qs(asked.query).items()}
        if resource == "requests":
            return self.listed(said, form)
        one = self.requests.get(unquote(resource.removeprefix("requests/"))) if self.knows_single else None
        if one is None:
            return Answer(b'[{"code":404,"description":"service_request_id was not found"}]', status=404)
        return written([one], form)

    def listed(self, said: dict[str, str], form: str) -> Answer:
        """What the standard asks for: the newest first, no more than 90 days of them."""
        start, end = (datetime.fromisoformat(said[name]) for name in ("start_date", "end_date"))
        if end - start > timedelta(days=90):
            return Answer(b'[{"code":400,"description":"more than 90 days"}]', status=400)
        if self.by_day:
            start, end = start.replace(hour=0, minute=0, second=0), end.replace(hour=23, minute=59, second=59)
        low, high = stamp(start), stamp(end)
        found = [r for r in self.requests.values() if low <= r["requested_datetime"] <= high]
        found.sort(key=lambda r: (r["requested_datetime"], r["service_request_id"]), reverse=True)
        if self.page_rows_max:
            size = min(int(said["page_size"]), self.page_rows_max)
            first = (int(said["page"]) - 1) * size
            found = found[first : first + size]
        return written(found[: self.cap], form)


def written(found: list[Request], form: str) -> Answer:
    """Requests in JSON or XML."""
    if form == "json":
        return Answer(json.dumps(found, ensure_ascii=False).encode())
    root = ElementTree.Element("service_requests")
    for request in found:
        part = ElementTree.SubElement(root, "request")
        for name, value in request.items():
            inner = ElementTree.SubElement(part, name)
            if isinstance(value, dict):
                for key, said in value.items():
                    ElementTree.SubElement(inner, key).text = str(said)
            else:
                inner.text = None if value is None else str(value)
    return Answer(b'<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, "utf-8"))
