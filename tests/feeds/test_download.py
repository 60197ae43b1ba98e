"""A published zip arrives whole, or leaves nothing behind."""

import io
import zipfile
from pathlib import Path

import pytest
from fetching import (
    DAY,
    HASTY,
    WEB_PAGE,
)
from local_server import Answer
from seoul_server import Seoul

from feeds.download import download
from feeds.polite import PoliteClient
from nightowl import arrival
from nightowl.errors import NightowlError
from nightowl.lake import Lake


def a_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("LOCAL_PEOPLE_DONG_202203.csv", "기준일ID,…\n20220301,…\n" * 50)
    return out.getvalue()


def get_zip(lake: Lake, service: Seoul, name: str = "LOCAL_PEOPLE_DONG_202203.zip") -> Path:
    with PoliteClient(service.url, None, HASTY) as client:
        return download(client, f"{service.url}/file", lake, "living_population", DAY, name)


def landed(lake: Lake) -> list[str]:
    return [p.name for p in lake.landing.rglob("*")]


def test_a_zip_arrives_whole_on_the_second_try(lake: Lake, small: Seoul) -> None:
    body = a_zip()
    small.files["/file"] = [Answer(body, cut=40), Answer(body[:-40]), Answer(body)]
    path = get_zip(lake, small)
    assert path.read_bytes() == body
    assert arrival.pending(lake, "living_population", set()) == [path]
    assert len(small.paths) == 3
    with pytest.raises(NightowlError, match="already holds"):
        get_zip(lake, small)
    assert len(small.paths) == 3


@pytest.mark.parametrize(
    ("answer", "told", "asked"),
    [
        (WEB_PAGE, r"expected to be a zip file; found a web page \(HTML\)", 1),
        (Answer(b"P"), "found text that begins 'P'", 1),
        (Answer(b""), "found nothing", 1),
        (Answer(a_zip()[:-40]), "cut off", 3),
    ],
)
def test_what_is_no_whole_zip_leaves_nothing_in_landing(
    lake: Lake, small: Seoul, answer: Answer, told: str, asked: int
) -> None:
    small.files["/file"] = [answer]
    with pytest.raises(NightowlError, match=told):
        get_zip(lake, small)
    assert len(small.paths) == asked
    assert landed(lake) == ["living_population"]


@pytest.mark.parametrize("name", ["../x.zip", "x.csv", ".x.zip", "a/b.zip"])
def test_a_download_bears_the_name_of_a_whole_zip(lake: Lake, small: Seoul, name: str) -> None:
    small.files["/file"] = [Answer(a_zip())]
    with pytest.raises(NightowlError, match="is named as in"):
        get_zip(lake, small, name)
    assert small.paths == []
