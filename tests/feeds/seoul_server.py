"""A stand-in for Seoul's open data API on this machine: it speaks the real protocol, errs where it is told to, and counts what it was asked."""

import json
from typing import Any

from tests.feeds.local_server import Answer, LocalServer

KEY = "4f6c4e6967687446656564735465737431"
SERVICE = "CardBusTimeNew"
REQUESTS_MAX = 120


def rows(count: int, rides: int = 1) -> list[dict[str, Any]]:
    """Rows of bus boardings; `STOPS_ID` numbers them, so that each is known again."""
    return [
        {
            "USE_YM": "202203",
            "RTE_NO": f"N{n % 61}",
            "STOPS_ID": str(n),
            "SBWY_STNS_NM": f"정류장 {n}",
            "HR_0_GET_ON_TNOPE": rides,
            "HR_1_GET_ON_NOPE": n % 7,
        }
        for n in range(1, count + 1)
    ]


def result(code: str, message: str = "") -> dict[str, Any]:
    return {"RESULT": {"CODE": code, "MESSAGE": message or f"message of {code}"}}


def as_json(content: object) -> Answer:
    return Answer(json.dumps(content, ensure_ascii=False).encode())


def as_xml(code: str, message: str) -> Answer:
    return Answer(f"<RESULT><CODE>{code}</CODE><MESSAGE><![CDATA[{message}]]></MESSAGE></RESULT>".encode())


class Seoul(LocalServer):
    """The service. `odd[first]` are answers given for the page that begins there before the sound one; `always[first]` stay."""

    def __init__(self, count: int = 12_345) -> None:
        self.rows = rows(count)
        self.odd: dict[int, list[Answer]] = {}
        self.always: dict[int, Answer] = {}
        self.files: dict[str, list[Answer]] = {}
        self.paths: list[str] = []
        self.firsts: list[int] = []
        self.sent: dict[int, bytes] = {}

    def respond(self, path: str) -> Answer:
        self.paths.append(path)
        if len(self.paths) > REQUESTS_MAX:
            return Answer(status=404)
        if path in self.files:
            answers = self.files[path]
            return answers.pop(0) if len(answers) > 1 else answers[0]
        _, key, form, service, first, last, *_ = path.split("/")
        self.firsts.append(int(first))
        if key != KEY:
            return as_xml("INFO-100", "인증키가 유효하지 않습니다.")
        if queue := self.odd.get(int(first)):
            return queue.pop(0)
        if int(first) in self.always:
            return self.always[int(first)]
        assert form == "json"
        return self.page(service, int(first), int(last))

    def page(self, service: str, first: int, last: int) -> Answer:
        """What the real service would say."""
        if service != SERVICE:
            return as_json(result("ERROR-310", "해당하는 서비스를 찾을 수 없습니다."))
        if last - first >= 1000:
            return as_json(result("ERROR-336", "데이터요청은 한번에 최대 1000건을 넘을 수 없습니다."))
        chosen = self.rows[first - 1 : last]
        if not chosen:
            return as_json(result("INFO-200", "해당하는 데이터가 없습니다."))
        content = {
            "list_total_count": len(self.rows),
            **result("INFO-000", "정상 처리되었습니다"),
            "row": chosen,
        }
        answer = as_json({service: content})
        self.sent[first] = answer.body
        return answer
