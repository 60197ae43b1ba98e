"""Landing by hand: a file arrives whole or not at all, and one raw record is read back, from landing and nowhere else."""

import gzip
import io
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from cli.delivery import deliver, raw_record
from nightowl import arrival, profile
from nightowl.errors import NightowlError
from nightowl.lake import Lake

DAY = date(2026, 11, 2)
SEOUL = profile.load()
TEXT = "﻿a,b\r\n정류장,2\n\n마지막,4".encode()
FEED = "bus_stop_month"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "home").make()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bus_2026_10.csv"
    path.write_bytes(TEXT)
    return path


def land(lake: Lake, name: str, content: bytes) -> str:
    path = lake.delivery(FEED, DAY) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return lake.source_file(path)


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def landed(lake: Lake) -> list[str]:
    return sorted(lake.source_file(p) for p in lake.landing.rglob("*") if p.is_file())


def test_a_file_is_delivered_as_it_is_and_waits_for_the_night(lake: Lake, file: Path) -> None:
    target = deliver(lake, SEOUL, FEED, file, DAY)
    assert target == lake.landing / FEED / "delivered=2026-11-02" / file.name
    assert target.read_bytes() == TEXT == file.read_bytes()
    assert arrival.pending(lake, FEED, set()) == [target]
    assert landed(lake) == [f"{FEED}/delivered=2026-11-02/{file.name}"]


def test_an_unknown_feed_is_refused(lake: Lake, file: Path) -> None:
    with pytest.raises(
        NightowlError, match="knows no feed 'buses'; it names bus_stop_month, card_tap, cell,"
    ):
        deliver(lake, SEOUL, "buses", file, DAY)
    assert not list(lake.landing.iterdir())


def test_a_file_that_is_not_there_is_refused(lake: Lake, tmp_path: Path) -> None:
    for missing in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(NightowlError, match=f"There is no file {missing} to deliver"):
            deliver(lake, SEOUL, FEED, missing, DAY)
    assert not list(lake.landing.iterdir())


@pytest.mark.parametrize("name", [".hidden.csv", "_half.csv", "bus.csv.part", "bus.tmp"])
def test_a_name_that_no_night_would_read_is_refused(lake: Lake, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(TEXT)
    with pytest.raises(NightowlError, match=f"'{name}' is the name of an unfinished file.*rename it"):
        deliver(lake, SEOUL, FEED, tmp_path / name, DAY)
    assert not list(lake.landing.iterdir())


def test_what_lies_in_landing_is_never_changed(lake: Lake, file: Path) -> None:
    target = deliver(lake, SEOUL, FEED, file, DAY)
    file.write_text("a correction")
    with pytest.raises(
        NightowlError, match=rf"Landing already holds {FEED}/delivered=2026-11-02/bus_2026_10\.csv.*--date"
    ):
        deliver(lake, SEOUL, FEED, file, DAY)
    assert target.read_bytes() == TEXT
    assert deliver(lake, SEOUL, FEED, file, date(2026, 11, 3)).read_text() == "a correction"


def test_a_copy_that_breaks_off_leaves_nothing_and_can_be_tried_again(
    lake: Lake, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[Path]] = []

    def half(source: Path, target: Path) -> None:
        target.write_bytes(TEXT[:5])
        seen.append(arrival.pending(lake, FEED, set()))
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(shutil, "copyfile", half)
        with pytest.raises(NightowlError, match=f"{file} could not be copied to .*: No space left on device"):
            deliver(lake, SEOUL, FEED, file, DAY)
    assert seen == [[]], "no night reads a half file"
    assert landed(lake) == []
    assert deliver(lake, SEOUL, FEED, file, DAY).read_bytes() == TEXT


PACKINGS = {
    "f.csv": TEXT,
    "f.csv.gz": gzip.compress(TEXT[:10]) + gzip.compress(TEXT[10:]),
    "f.zip": zipped(("folder/", b""), ("folder/a.csv", TEXT)),
}


@pytest.mark.parametrize("name", PACKINGS)
def test_a_record_is_shown_by_the_number_that_quarantine_gives(lake: Lake, name: str) -> None:
    source = land(lake, name, PACKINGS[name])
    assert [raw_record(lake, SEOUL, f"{source}:{n}") for n in (1, 2, 3, 4)] == [
        "a,b",
        "정류장,2",
        "",
        "마지막,4",
    ]


@pytest.mark.parametrize("name", PACKINGS)
@pytest.mark.parametrize("number", [0, 5, 10**12])
def test_a_number_out_of_range_is_told_with_the_range(lake: Lake, name: str, number: int) -> None:
    source = land(lake, name, PACKINGS[name])
    with pytest.raises(NightowlError, match=rf"^{source} has 4 records; {number:,} is none of them\.$"):
        raw_record(lake, SEOUL, f"{source}:{number}")


def test_an_empty_file_has_no_record(lake: Lake) -> None:
    with pytest.raises(NightowlError, match="has 0 records"):
        raw_record(lake, SEOUL, land(lake, "f.csv", b"") + ":1")


@pytest.mark.parametrize("name", PACKINGS)
def test_a_lone_carriage_return_and_bad_bytes_do_not_shift_the_numbers(lake: Lake, name: str) -> None:
    text = b"a\rb\n\xff\n3\n"
    source = land(
        lake, name, {"f.csv": text, "f.csv.gz": gzip.compress(text), "f.zip": zipped(("a", text))}[name]
    )
    assert [raw_record(lake, SEOUL, f"{source}:{n}") for n in (1, 2, 3)] == ["a\rb", "�", "3"]


@pytest.mark.parametrize(
    "record", ["f.csv", "f.csv:", "f.csv:x", ":3", "f.csv:-1", "f.csv:1.5", "f.csv:²", ""]
)
def test_a_record_that_is_not_named_file_and_number_is_told_how(lake: Lake, record: str) -> None:
    with pytest.raises(NightowlError, match=r"A record is named FILE:N, as in telecom_event/.*; found '"):
        raw_record(lake, SEOUL, record)


def test_nothing_outside_landing_is_shown(lake: Lake, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret\n")
    (lake.root / "ledger.txt").write_text("secret\n")
    beside = lake.root / "landing_of_another"
    beside.mkdir()
    (beside / "f.csv").write_text("secret\n")
    (lake.landing / "link.csv").symlink_to(secret)
    names = (
        "../ledger.txt",
        "../../../secret.txt",
        str(secret),
        "../landing_of_another/f.csv",
        "link.csv",
        "..",
        ".",
        "none.csv",
    )
    for name in names:
        with pytest.raises(NightowlError, match=r"^Landing holds no file ") as error:
            raw_record(lake, SEOUL, f"{name}:1")
        assert "secret\n" not in str(error.value)


def test_landing_may_lie_on_another_disk_behind_a_link(lake: Lake, tmp_path: Path) -> None:
    lake.landing.rmdir()
    (tmp_path / "disk").mkdir()
    lake.landing.symlink_to(tmp_path / "disk")
    assert raw_record(lake, SEOUL, land(lake, "f.csv", TEXT) + ":2") == "정류장,2"
    relative = Lake(Path("somewhere") / ".." / lake.home)
    assert raw_record(relative, SEOUL, f"{FEED}/delivered=2026-11-02/f.csv:2") == "정류장,2"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.csv.gz", gzip.compress(TEXT * 50, mtime=0)[:-9]),
        ("damaged.csv.gz", gzip.compress(TEXT, mtime=0)[:12] + bytes(30)),
        ("text.csv.gz", TEXT),
        ("text.zip", TEXT),
        ("empty.zip", zipped()),
        ("two.zip", zipped(("a", TEXT), ("b", b"other\n"))),
    ],
)
def test_a_file_that_arrival_refuses_is_a_sentence_here_too(lake: Lake, name: str, content: bytes) -> None:
    with pytest.raises(
        NightowlError, match=f"^{FEED}/delivered=2026-11-02/{name} cannot be read to line 999: "
    ):
        raw_record(lake, SEOUL, land(lake, name, content) + ":999")


def test_a_record_of_a_quoted_file_is_shown_whole(lake: Lake) -> None:
    seoul = SEOUL.model_copy(
        update={"feeds": SEOUL.feeds | {FEED: SEOUL.feed(FEED).model_copy(update={"quoted": True})}}
    )
    source = land(lake, "f.csv", b'a,b\r\n1,"two\r\nlines, ""quoted"""\r\n3,last\rone')
    assert [raw_record(lake, seoul, f"{source}:{n}") for n in (1, 2, 3)] == [
        "a,b",
        '1,"two\r\nlines, ""quoted"""',
        "3,last\rone",
    ]
