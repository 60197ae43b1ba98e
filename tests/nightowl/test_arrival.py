"""Arrival: what is counted of a delivered file, and which files are refused with which sentence."""

import gzip
import hashlib
import io
import random
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import pytest

from nightowl import arrival, packed, tally
from nightowl.arrival import Arrived, inspect, inspect_all, pending
from nightowl.errors import NightowlError
from nightowl.lake import Lake

DAY = date(2026, 11, 2)
MEGABYTE = 1 << 20


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "home").make()


def delivered(lake: Lake, name: str, content: bytes, feed: str = "telecom_event", day: date = DAY) -> Path:
    path = lake.delivery(feed, day) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def arrive(lake: Lake, name: str, content: bytes) -> Arrived:
    return inspect(lake, delivered(lake, name, content), lake.staging / "run")


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def refusal(found: Arrived) -> tuple[str, str]:
    assert found.refused is not None, "the file was taken"
    return found.refused.code, str(found.refused)


# (text, physical lines, longest line in bytes, first line)
TEXTS = {
    "ends_in_newline": (b"a,b\n1,2\n", 2, 3, "a,b"),
    "no_last_newline": (b"a,b\n1,22", 2, 4, "a,b"),
    "one_line_no_newline": (b"a", 1, 1, "a"),
    "blank_lines": (b"a\n\n\n22\n\n", 5, 2, "a"),
    "only_blank_lines": (b"\n\n", 2, 0, ""),
    "first_line_blank": (b"\nabc\n", 2, 3, ""),
    "crlf": (b"a,b\r\n1,2\r\n", 2, 4, "a,b"),
    "byte_order_mark": (b"\xef\xbb\xbfa,b\n1\n", 2, 6, "a,b"),
    "lone_carriage_return": (b"a\rb\nc\n", 2, 3, "a\rb"),
    "undecodable": (b"a\xff\nb\n", 2, 2, "a�"),
    "korean": ("정류장\n".encode(), 1, 9, "정류장"),
}


@pytest.mark.parametrize("packing", ["plain", "gzip", "zip"])
@pytest.mark.parametrize("case", TEXTS)
def test_lines_are_counted_whatever_their_ends_and_packing(lake: Lake, case: str, packing: str) -> None:
    text, lines, longest, first_line = TEXTS[case]
    name, content = {
        "plain": ("f.csv", text),
        "gzip": ("f.csv.gz", gzip.compress(text)),
        "zip": ("f.zip", zipped(("a.csv", text))),
    }[packing]

    found = arrive(lake, name, content)

    assert found.refused is None
    assert (found.lines, found.longest_line_bytes, found.first_line) == (lines, longest, first_line)
    assert (found.bytes, found.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert found.compression_ratio == round(len(text) / len(content), 3)
    assert (found.source_file, found.delivered) == (
        f"telecom_event/delivered=2026-11-02/{name}",
        "2026-11-02",
    )
    assert found.text_path.read_bytes() == (content if packing == "gzip" else text), "what Spark reads"
    assert found.path.read_bytes() == content, "landing is never changed"


@pytest.mark.parametrize("seed", range(4))
def test_counts_agree_with_plain_python_at_every_block_size(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    for i in range(60):
        lines = [b"x" * chance.choice([0, 0, 1, 2, 5, 30]) for _ in range(chance.randrange(1, 30))]
        text = b"\n".join(lines) or b"x"
        several = b"".join(
            gzip.compress(part) for part in (text[: len(text) // 2], b"", text[len(text) // 2 :])
        )
        expected = text.split(b"\n")[:-1] if text.endswith(b"\n") else text.split(b"\n")
        monkeypatch.setattr(packed, "BLOCK_BYTES", chance.choice([1, 2, 3, 7, 16, 64, 1000]))

        for name, content in ((f"{i}.csv", text), (f"{i}.gz", several), (f"{i}.zip", zipped(("a", text)))):
            found = arrive(lake, name, content)
            told = (found.lines, found.longest_line_bytes, found.first_line)
            assert told == (len(expected), max(map(len, expected)), expected[0].decode()), (
                text,
                packed.BLOCK_BYTES,
            )
            assert found.sha256 == hashlib.sha256(content).hexdigest()


def test_a_gzip_of_several_members_is_one_text(lake: Lake) -> None:
    members = [f"{i},x\n".encode() * 1000 for i in range(3)]
    found = arrive(lake, "f.csv.gz", b"".join(map(gzip.compress, members)))
    assert (found.refused, found.lines) == (None, 3000)


@pytest.mark.parametrize("kept", [1, 9, 12, 0.3, 0.9, -8, -1])
def test_a_truncated_gzip_is_refused(lake: Lake, kept: float) -> None:
    """`kept` is a number of bytes (from the end where negative) or a share: cut in the header, the text, the trailer."""
    whole = gzip.compress(random.Random(1).randbytes(5000).hex().encode())
    end = int(kept * len(whole)) if isinstance(kept, float) else kept
    code, sentence = refusal(arrive(lake, "f.csv.gz", whole[:end]))
    assert code == "file_truncated"
    assert sentence == "f.csv.gz ends in the middle of its gzip stream; ask the sender to deliver it again."


def test_a_gzip_truncated_in_its_second_member_is_refused(lake: Lake) -> None:
    content = gzip.compress(b"a\n" * 100) + gzip.compress(b"b\n" * 100)[:-5]
    assert refusal(arrive(lake, "f.csv.gz", content))[0] == "file_truncated"


@pytest.mark.parametrize("damage", ["checksum", "text", "not_gzip", "garbage_after"])
def test_a_damaged_gzip_is_refused(lake: Lake, damage: str) -> None:
    whole = bytearray(gzip.compress(random.Random(1).randbytes(5000)))
    if damage == "checksum":
        whole[-8] ^= 1
    elif damage == "text":
        whole[1000:1100] = bytes(100)
    elif damage == "not_gzip":
        whole = bytearray(b"a,b\n1,2\n")
    else:
        whole += b"garbage"
    code, sentence = refusal(arrive(lake, "f.csv.gz", bytes(whole)))
    assert code == "file_damaged"
    assert sentence.startswith("f.csv.gz is not a sound gzip file (") and sentence.endswith(
        "deliver it again."
    )


def test_a_damaged_zip_is_refused(lake: Lake) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
    content = whole.getvalue().replace(b"1,2", b"1,3")  # the text is changed, its CRC is not

    code, sentence = refusal(arrive(lake, "f.zip", content))
    assert code == "file_damaged" and "CRC" in sentence
    assert refusal(arrive(lake, "cut.zip", whole.getvalue()[:-30]))[0] == "file_damaged"
    assert refusal(arrive(lake, "text.zip", b"a,b\n1,2\n"))[0] == "file_damaged"


@pytest.mark.parametrize("packing", ["zip", "gz"])
def test_no_damage_whatever_stops_the_others(lake: Lake, packing: str) -> None:
    """Libraries answer damage with many kinds of exceptions; each must become the outcome of its file."""
    chance = random.Random(7)
    text = b"a line of text\n" * 40
    whole = zipped(("폴더/데이터.csv", text)) if packing == "zip" else gzip.compress(text)
    codes = set()
    for i in range(600):
        content = bytearray(whole)
        for _ in range(chance.choice([1, 1, 3])):
            content[chance.randrange(len(content))] = chance.randrange(256)
        found = arrive(lake, f"{i % 10}.{packing}", bytes(content))
        codes.add(found.refused.code if found.refused else "taken")
    assert {"file_damaged", "taken"} <= codes


@pytest.mark.parametrize("members", [0, 2])
def test_a_zip_that_does_not_hold_one_file_is_refused(lake: Lake, members: int) -> None:
    code, sentence = refusal(
        arrive(lake, "f.zip", zipped(*[(f"{i}.csv", f"a{i}\n".encode()) for i in range(members)]))
    )
    assert code == "zip_not_one_file"
    named = "0.csv, 1.csv" if members else "none"
    assert (
        sentence
        == f"f.zip holds {members} files ({named}); one text file is expected in a zip, or several with the same header."
    )


def test_a_folder_in_a_zip_is_no_file(lake: Lake) -> None:
    found = arrive(lake, "f.zip", zipped(("folder/", b""), ("folder/a.csv", b"a\nb\n")))
    assert (found.refused, found.lines) == (None, 2)


def test_an_empty_file_is_refused_whatever_its_packing(lake: Lake) -> None:
    for name, content in (
        ("f.csv", b""), ("g.csv.gz", b""), ("h.zip", b""),
        ("nothing.csv.gz", gzip.compress(b"")), ("nothing.zip", zipped(("a.csv", b""))),
    ):  # fmt: skip
        found = arrive(lake, name, content)
        code, sentence = refusal(found)
        assert (code, found.lines) == ("file_empty", 0) and sentence.startswith(name)


@pytest.mark.parametrize("packing", ["plain", "gzip"])
def test_a_line_of_two_megabytes_is_refused(lake: Lake, packing: str) -> None:
    text = b"a,b\n" * 3 + b"x" * (2 * MEGABYTE) + b"\n1,2\n"
    found = arrive(
        lake, "f.csv.gz" if packing == "gzip" else "f.csv", gzip.compress(text) if packing == "gzip" else text
    )
    code, sentence = refusal(found)
    assert code == "line_too_long"
    assert sentence == "f.csv" + (".gz" if packing == "gzip" else "") + (
        " has a line longer than 1,048,576 bytes near line 4; is it a text file?"
    )
    assert found.first_line == "a,b"


def test_a_line_of_exactly_the_limit_is_taken(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "LINE_BYTES_MAX", 10)
    assert arrive(lake, "f.csv", b"x" * 10 + b"\n").refused is None
    assert refusal(arrive(lake, "g.csv", b"x" * 11 + b"\n"))[0] == "line_too_long"


@pytest.mark.parametrize("packing", ["plain", "gzip", "zip"])
def test_a_file_over_the_size_limit_is_refused(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, packing: str
) -> None:
    monkeypatch.setattr(tally, "TEXT_BYTES_MAX", 1000)
    monkeypatch.setattr(packed, "BLOCK_BYTES", 100)

    def arrive_with(text: bytes, name: str) -> Arrived:
        content = {"plain": text, "gzip": gzip.compress(text), "zip": zipped(("a", text))}[packing]
        return arrive(lake, name + {"plain": ".csv", "gzip": ".gz", "zip": ".zip"}[packing], content)

    assert arrive_with(b"12345678\r\n" * 100, "full").refused is None
    found = arrive_with(b"12345678\r\n" * 200, "over")
    assert refusal(found)[0] == "file_oversized"
    assert found.lines <= 110, "it is not unpacked to its end"


@pytest.mark.parametrize("packing", ["gz", "zip"])
def test_a_bomb_is_refused_before_it_is_unpacked(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, packing: str
) -> None:
    text = b"12345678\n" * 20_000
    content = gzip.compress(text) if packing == "gz" else zipped(("a", text))
    assert arrive(lake, f"small.{packing}", content).refused is None, "small files compress as they like"

    monkeypatch.setattr(tally, "RATIO_JUDGED_FROM_BYTES", 1000)
    monkeypatch.setattr(packed, "BLOCK_BYTES", 500)
    found = arrive(lake, f"bomb.{packing}", content)

    code, sentence = refusal(found)
    assert (
        code == "compression_ratio_too_high"
        and f"over 200 times its size ({len(content):,} bytes)" in sentence
    )
    assert found.lines * 9 < 200 * len(content) + 2 * 500
    if packing == "zip":
        assert found.text_path.stat().st_size < 200 * len(content) + 2 * 500


@pytest.mark.parametrize(("byte", "code"), [(b"\0", "line_too_long"), (b"\n", "compression_ratio_too_high")])
def test_a_real_bomb_of_100_mb_takes_little_memory(lake: Lake, byte: bytes, code: str) -> None:
    path = delivered(lake, "bomb.csv.gz", gzip.compress(byte * (100 * MEGABYTE)))
    assert path.stat().st_size < MEGABYTE
    tracemalloc.start()
    try:
        found = inspect(lake, path, lake.staging / "run")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert refusal(found)[0] == code
    assert peak < 20 * MEGABYTE


def test_the_checksum_of_a_refused_file_is_that_of_the_whole_file(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger's checksum is what an operator compares with the sender's."""
    monkeypatch.setattr(packed, "BLOCK_BYTES", 64)
    monkeypatch.setattr(tally, "LINE_BYTES_MAX", 100)
    noise = random.Random(3).randbytes(5000).replace(b"\n", b"")
    for name, content in (
        ("f.csv", noise),
        ("g.gz", gzip.compress(noise)),
        ("h.gz", noise),
        ("i.zip", zipped(("a", noise))),
    ):
        found = arrive(lake, name, content)
        assert found.refused is not None
        assert found.sha256 == hashlib.sha256(content).hexdigest(), name


def test_one_bad_file_does_not_stop_the_others_and_the_order_is_kept(lake: Lake) -> None:
    paths = [
        delivered(lake, "a.csv", b"1\n"),
        delivered(lake, "b.csv.gz", b"not gzip"),
        delivered(lake, "c.zip", b"PK not zip"),
        delivered(lake, "d.csv", b""),
        delivered(lake, "e.csv.gz", gzip.compress(b"1\n2\n")),
    ]
    gone = paths[0].with_name("gone.csv.gz")
    gone.symlink_to("..")  # a folder where a file is expected
    told: list[str] = []

    found = inspect_all(
        lake, [*paths, gone], lake.staging / "run", on_file=lambda a: told.append(a.path.name)
    )

    assert [f.path for f in found] == [*paths, gone]
    codes = [f.refused.code if f.refused else None for f in found]
    assert codes == [None, "file_damaged", "file_damaged", "file_empty", None, "file_unreadable"]
    assert told == [f.path.name for f in found]


def test_a_full_disk_under_staging_is_no_fault_of_the_file(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refusal is for good; a night that cannot write must stop instead, and read the file again."""
    path = delivered(lake, "f.zip", zipped(("a.csv", b"a\n")))
    monkeypatch.setattr(Path, "mkdir", _no_space)
    with pytest.raises(
        NightowlError, match=r"f\.zip could not be written.*No space left.*Nothing was changed"
    ) as told:
        inspect(lake, path, lake.staging / "run")
    assert not isinstance(told.value, arrival.FileRefused)


def _no_space(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def test_pending_are_whole_files_without_an_outcome_in_the_order_of_delivery(lake: Lake) -> None:
    later = delivered(lake, "a.csv", b"x", day=date(2026, 11, 10))
    second = delivered(lake, "b.csv", b"x", day=date(2026, 11, 9))
    first = delivered(lake, "a.csv", b"x", day=date(2026, 11, 9))
    known = delivered(lake, "known.csv", b"x")
    for name in (".hidden.csv", "_SUCCESS", "half.csv.part", "half.csv.tmp"):
        delivered(lake, name, b"x")
    delivered(lake, "other.csv", b"x", feed="cell")
    (lake.landing / "telecom_event" / "notes.txt").write_text("no delivery")
    (lake.delivery("telecom_event", DAY) / "folder").mkdir()

    assert pending(lake, "telecom_event", {lake.source_file(known)}) == [first, second, later]
    assert pending(lake, "no_such_feed", set()) == []


def test_a_file_that_is_gone_is_refused_in_words(lake: Lake) -> None:
    """Late rows need the files of earlier deliveries again, and one may have been taken out of landing meanwhile."""
    path = delivered(lake, "a.csv", b"1\n")
    path.unlink()
    found = inspect(lake, path, lake.staging / "run")
    assert refusal(found) == ("file_unreadable", "a.csv could not be read: No such file or directory.")
    assert (found.bytes, found.lines) == (0, 0)
