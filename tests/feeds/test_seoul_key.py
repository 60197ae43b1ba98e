"""The API key stands in the URL of every request, and nowhere else."""

import logging
import traceback

import httpx
import pytest
from fetching import KILLED, fetch, ids, places_of_the_key, seen_by_a_night
from local_server import Answer
from seoul_server import KEY, SERVICE, Seoul, as_json, as_xml, result

from feeds import seoul_api
from nightowl.errors import NightowlError
from nightowl.lake import Lake


def test_the_key_is_nowhere_but_in_the_requests(
    lake: Lake, small: Seoul, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """The service repeats the key wherever it can: in messages, headers, redirects, broken pages."""
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "httpcore.http11", "httpcore.connection", "nightowl", "asyncio"):
        caplog.set_level(logging.DEBUG, logger=name)
    answers = [
        as_json(result("INFO-100", f"no such key: {KEY}")),
        as_xml("ERROR-300", f"in /{KEY}/json"),
        Answer(status=302, headers={"Location": f"/{KEY}/elsewhere"}),
        Answer(f"no {KEY}".encode(), status=403),
        as_json(result("ERROR-500", KEY)),
        Answer(f"{KEY} is not JSON".encode(), headers={"X-Asked": f"/{KEY}/json"}),
        as_json({KEY: {}}),
        KILLED,
        as_json({SERVICE: {"list_total_count": 1, **result("INFO-000"), "row": [{"KEY": KEY}]}}),
    ]
    texts = []
    for answer in answers:
        small.always[1] = answer
        with pytest.raises(NightowlError) as caught:
            fetch(lake, small)
        texts.append("".join(traceback.format_exception(caught.value)))
        error: BaseException | None = caught.value
        while error:  # what a stack trace leaves out, a debugger or an error tracker may show
            texts.append(f"{error!r} {error.request.url if isinstance(error, httpx.RequestError) else ''}")
            error = error.__cause__ or error.__context__
    small.always.clear()
    fetch(lake, small)

    assert all(KEY in path for path in small.paths)
    out = capfd.readouterr()
    logged = "\n".join(record.getMessage() for record in caplog.records) + caplog.text
    assert f"GET {small.url}/***/json/CardBusTimeNew/1/1000/202203" in logged  # so the URLs are logged
    assert "receive_response_headers.complete" in logged
    assert "/***/elsewhere" in logged  # and what the service repeats
    assert "no such key: ***" in "".join(texts)
    assert "RemoteProtocolError" in "".join(texts)
    for text in (logged, out.out, out.err, *texts):
        assert KEY not in text
    assert ids(seen_by_a_night(lake)) == list(range(1, 2_501))
    assert places_of_the_key(lake.home) == []


def test_a_page_that_repeats_the_key_is_not_written(lake: Lake, small: Seoul) -> None:
    small.rows = [{"STOPS_ID": "1", "SBWY_STNS_NM": KEY}]
    with pytest.raises(NightowlError, match="repeats the API key"):
        fetch(lake, small)
    assert len(small.paths) == 1
    assert list(lake.landing.rglob("*.json")) == []


def test_the_key_comes_from_the_environment_or_a_file_of_its_owner(
    lake: Lake, small: Seoul, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(seoul_api.KEY_VARIABLE)
    with pytest.raises(NightowlError, match=r"data\.seoul\.go\.kr.*NIGHTOWL_SEOUL_API_KEY.*seoul_api\.key"):
        fetch(lake, small)
    path = seoul_api.key_file(lake)
    path.parent.mkdir()
    path.write_text(KEY + "\n")
    path.chmod(0o644)
    with pytest.raises(NightowlError, match="can be read by others; run 'chmod 600"):
        fetch(lake, small)
    assert small.paths == []
    path.chmod(0o600)
    assert fetch(lake, small).rows_cnt == 2_500
    assert places_of_the_key(lake.home) == [str(path)]
    for bad in ("", "two words", "../../etc", KEY + "/"):
        path.write_text(bad)
        with pytest.raises(NightowlError, match="is not one of Seoul's") as caught:
            fetch(lake, small)
        assert KEY not in str(caught.value)
