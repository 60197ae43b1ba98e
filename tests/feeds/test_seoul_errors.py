"""What goes wrong between two machines: each error is a sentence, and only what may pass is asked again, politely."""

import itertools
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from fetching import DAY, FEED, HASTY, KILLED, WEB_PAGE, fetch
from local_server import Answer
from pydantic import SecretStr
from seoul_server import KEY, SERVICE, Seoul, as_json, as_xml, result

from feeds import polite, seoul_api
from feeds.polite import Manners, PoliteClient
from feeds.seoul_protocol import NoData, ask_page, query_of
from nightowl import night
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.lock import run_lock

# How errors read, and which of them are worth another try.


@pytest.mark.parametrize("code", ["ERROR-500", "ERROR-600", "ERROR-601"])
def test_a_service_out_of_order_is_asked_again(lake: Lake, small: Seoul, code: str) -> None:
    small.odd[1001] = [as_json(result(code)), as_xml(code, "서버 오류입니다.")]
    assert fetch(lake, small).rows_cnt == 2_500
    assert small.firsts == [1, 1001, 1001, 1001, 2001]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (WEB_PAGE, r"a web page \(HTML\)"),
        (Answer(b'{"CardBusTimeNew": {"list_total_count": 25'), "JSON that is cut off or broken"),
        (Answer(b'{"CardBusTimeNew": {}}' + b" " * 100, cut=50), "gave no whole answer"),
        (Answer(b""), "found nothing"),
        (Answer(b"[1]"), "A JSON object is expected; found a list"),
        (as_json({"CardSubwayTime": {"row": []}}), "found 'CardSubwayTime'"),
        (as_json({SERVICE: {**result("INFO-000")}}), "no 'row'"),
        (Answer(status=500), "HTTP status 500"),
        (KILLED, "gave no whole answer"),
    ],
)
def test_what_is_no_page_is_asked_for_again_and_told_in_the_end(
    lake: Lake, small: Seoul, answer: Answer, told: str
) -> None:
    small.always[1001] = answer
    with pytest.raises(NightowlError, match=told):
        fetch(lake, small)
    assert small.firsts == [1, 1001, 1001, 1001]
    small.always.clear()
    assert fetch(lake, small).rows_cnt == 2_500


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            as_xml("INFO-100", "인증키가 유효하지 않습니다."),
            r"INFO-100, '인증키가 유효하지 않습니다\.'.*data\.seoul\.go\.kr",
        ),
        (as_json(result("INFO-100")), "INFO-100"),
        (as_json(result("ERROR-300")), "ERROR-300"),
        (as_json({SERVICE: result("ERROR-333")}), "ERROR-333"),
        (Answer(status=404), "HTTP status 404 Not Found, where 200 is expected"),
        (Answer(status=302, headers={"Location": "/elsewhere"}), "HTTP status 302"),
    ],
)
def test_a_mistake_of_the_request_is_told_at_once(
    lake: Lake, small: Seoul, answer: Answer, told: str
) -> None:
    small.always[1] = answer
    with pytest.raises(NightowlError, match=told):
        fetch(lake, small)
    assert len(small.paths) == 1
    assert not lake.delivery(FEED, DAY).exists()


def test_a_wrong_key_and_no_data_are_told_at_once(
    lake: Lake, small: Seoul, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.rows = []
    with pytest.raises(NoData, match=r"no rows of CardBusTimeNew 202203 \(INFO-200\)"):
        fetch(lake, small)
    monkeypatch.setenv(seoul_api.KEY_VARIABLE, "abcdef123456")
    with pytest.raises(NightowlError, match="INFO-100"):
        fetch(lake, small)
    assert len(small.paths) == 2
    assert list(lake.landing.rglob("*.json")) == []


def test_more_than_1000_rows_at_once_are_refused_by_the_service(small: Seoul) -> None:
    with (
        PoliteClient(small.url, SecretStr(KEY), HASTY) as client,
        pytest.raises(NightowlError, match="ERROR-336.*More than 1,000 rows"),
    ):
        ask_page(client, query_of(SERVICE, "202203"), 1, 1001)
    assert len(small.paths) == 1


def test_nobody_at_the_address_is_a_sentence(lake: Lake) -> None:
    with Seoul() as gone:
        pass
    with pytest.raises(NightowlError, match="refused"):
        fetch(lake, gone)
    with pytest.raises(NightowlError, match="is written as in http"):
        seoul_api.fetch(lake, night.city(), SERVICE, "202203", base_url="openapi.seoul.go.kr")


def test_a_proxy_of_the_environment_is_used(small: Seoul, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", small.url)
    address = "http://openapi.seoul.invalid:8088"
    small.files[f"{address}/{KEY}/json/{SERVICE}/1/1000/202203"] = [small.page(SERVICE, 1, 1000)]
    with PoliteClient(address, SecretStr(KEY), HASTY) as client:
        assert ask_page(client, query_of(SERVICE, "202203"), 1, 1000).total_cnt == 2_500


# Manners.


def test_one_request_at_a_time_with_a_pause_between(lake: Lake, small: Seoul) -> None:
    asked_at: list[float] = []
    respond = small.respond
    small.respond = lambda path: (asked_at.append(time.monotonic()), respond(path))[1]  # type: ignore[method-assign]
    fetch(lake, small, manners=Manners(pause_s=0.15))
    assert len(asked_at) == 3
    assert all(later - earlier >= 0.15 for earlier, later in itertools.pairwise(asked_at))
    assert small.inside_max == 1


def test_a_second_fetch_is_declined_while_one_is_at_work(lake: Lake, small: Seoul) -> None:
    with run_lock(lake, "seoul_api", doing="fetching stops"), pytest.raises(NightowlError, match="is busy"):
        fetch(lake, small)
    assert small.paths == []


def test_retry_after_is_waited_for_within_reason(lake: Lake, small: Seoul) -> None:
    small.odd[1] = [Answer(status=503, headers={"Retry-After": "1"})]
    started = time.monotonic()
    assert fetch(lake, small).rows_cnt == 2_500
    assert time.monotonic() - started >= 1
    assert small.firsts == [1, 1, 1001, 2001]
    small.odd[1] = [Answer(status=429, headers={"Retry-After": "7200"})]
    with pytest.raises(NightowlError, match=r"status 429 .*before 7,200 s have passed"):
        fetch(lake, small, day=DAY + timedelta(days=1))
    assert small.firsts == [1, 1, 1001, 2001, 1]


def test_retry_after_may_be_a_date_or_nonsense() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert 85 < polite._retry_after_s(soon) <= 90
    assert polite._retry_after_s("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert [polite._retry_after_s(t) for t in ("", "soon", "-3", "12")] == [0, 0, 0, 12]


def test_waits_grow_and_stay_bounded(small: Seoul, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("tenacity.nap.time.sleep", lambda s: waits.append(s))
    small.always[1] = Answer(status=500)
    with (
        PoliteClient(small.url, SecretStr(KEY), Manners(pause_s=0, tries_cnt=9)) as client,
        pytest.raises(NightowlError, match="in 9 tries"),
    ):
        ask_page(client, query_of(SERVICE, "202203"), 1, 1000)
    waits = [w for w in waits if w > 0]  # the pauses between requests sleep, too
    assert len(waits) == 8
    assert all(2**n <= waits[n] <= 2**n + 1 for n in range(5))
    assert waits[-1] == polite.BACKOFF_MAX_S
