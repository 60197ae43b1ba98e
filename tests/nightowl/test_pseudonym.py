"""Pseudonyms: the algorithm against its published vectors, and the care taken of the master key."""

import hashlib
import hmac
import stat
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nightowl import pseudonym
from nightowl.errors import NightowlError
from nightowl.lake import Lake

MASTER = bytes(range(32))


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lake:
    monkeypatch.delenv("NIGHTOWL_PSEUDONYM_KEY", raising=False)
    monkeypatch.delenv("NIGHTOWL_KEY_FILE", raising=False)
    return Lake(tmp_path).make()


def put_key(lake: Lake, content: bytes, mode: int = 0o600) -> Path:
    path = pseudonym.key_file(lake)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.write_bytes(content)
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("key", "message", "digest"),
    [  # RFC 4231, cases 1, 2 and 6 (a key longer than a block)
        (b"\x0b" * 20, "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (b"Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (b"\xaa" * 131, "Test Using Larger Than Block-Size Key - Hash Key First", "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    ],
)  # fmt: skip
def test_a_pseudonym_is_the_first_half_of_hmac_sha256(key: bytes, message: str, digest: str) -> None:
    assert pseudonym.pseudonym(key, message) == bytes.fromhex(digest)[:16]


def test_a_pseudonym_tells_nothing_of_the_number_and_numbers_keep_apart() -> None:
    key = pseudonym.month_key(MASTER, "2026-11")
    numbers = [f"010{i:08d}" for i in range(2000)]
    keys = [pseudonym.pseudonym(key, n) for n in numbers]
    assert len(set(keys)) == len(numbers) and {len(k) for k in keys} == {16}
    assert keys[5] == pseudonym.pseudonym(key, numbers[5])
    for number, made in zip(numbers, keys, strict=True):
        assert number.encode() not in made and made not in number.encode()
        assert made != hashlib.sha256(number.encode()).digest()[:16], "no key, no secret"


def test_the_keys_of_two_months_differ_and_so_do_the_pseudonyms() -> None:
    november, december = (pseudonym.month_key(MASTER, m) for m in ("2026-11", "2026-12"))
    assert november == hmac.new(MASTER, b"2026-11", hashlib.sha256).digest()
    assert len({MASTER, november, december, pseudonym.month_key(MASTER, "2025-11")}) == 4
    assert pseudonym.pseudonym(november, "01012345678") != pseudonym.pseudonym(december, "01012345678")
    assert pseudonym.month_key(bytes(32), "2026-11") != november


def test_the_name_of_a_key_says_which_and_nothing_more() -> None:
    name = pseudonym.key_id(MASTER)
    assert name == pseudonym.key_id(MASTER) != pseudonym.key_id(bytes(32))
    assert len(name) == 8 and name not in MASTER.hex() and name not in hashlib.sha256(MASTER).hexdigest()


def test_the_first_night_makes_a_key_that_only_its_owner_reads(lake: Lake) -> None:
    key = pseudonym.master_key(lake)
    path = lake.home / "secrets" / "pseudonym.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert len(key) == 32 and bytes.fromhex(path.read_text().strip()) == key
    assert pseudonym.master_key(lake) == key, "and keeps it"


def test_two_homes_never_share_a_key(lake: Lake, tmp_path: Path) -> None:
    assert pseudonym.master_key(lake) != pseudonym.master_key(Lake(tmp_path / "other").make())


def test_the_environment_gives_the_key_and_then_no_file_is_made(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIGHTOWL_PSEUDONYM_KEY", MASTER.hex() + "\n")
    assert pseudonym.master_key(lake) == MASTER
    assert not pseudonym.key_file(lake).exists()


def test_the_key_file_can_lie_elsewhere(lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGHTOWL_KEY_FILE", str(tmp_path / "vault" / "k"))
    key = pseudonym.master_key(lake)
    assert (tmp_path / "vault" / "k").read_text().strip() == key.hex()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601, 0o644])
def test_a_key_file_that_others_may_read_is_refused(lake: Lake, mode: int) -> None:
    path = put_key(lake, MASTER.hex().encode(), mode)
    with pytest.raises(NightowlError, match=rf"can be read by others; run 'chmod 600 {path}'"):
        pseudonym.master_key(lake)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"ab" * 31, "has 31 bytes; at least 32 are needed"),
        (b"", "has 0 bytes"),
        (b"not hex at all", "is not written in hex; 64 hex digits are expected"),
        (b"abc", "is not written in hex"),
        (b"\xff\xfe" + b"ab" * 32, "is not written in hex"),
    ],
)
def test_a_bad_key_is_refused_and_the_place_is_named(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, content: bytes, told: str
) -> None:
    path = put_key(lake, content)
    with pytest.raises(NightowlError, match=told) as error:
        pseudonym.master_key(lake)
    assert f"the key file {path}" in str(error.value)
    assert path.read_bytes() == content
    if content and content.isascii():
        assert content.decode() not in str(error.value), "an error message shows no secret"
        monkeypatch.setenv("NIGHTOWL_PSEUDONYM_KEY", content.decode())
        with pytest.raises(NightowlError, match=f"the environment variable NIGHTOWL_PSEUDONYM_KEY {told}"):
            pseudonym.master_key(lake)


def test_a_lost_key_is_not_replaced_while_the_lake_holds_pseudonyms(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    for table, column in (("cell", "cell_id"), ("card_tap", "card_key")):
        folder = lake.partition("clean", table, "service_date", "2026-11-01")
        folder.mkdir(parents=True)
        pq.write_table(pa.table({column: [b"0"]}), folder / "part-0.parquet")
    with pytest.raises(NightowlError, match=r"key file .*pseudonym\.key is gone.*Put the file back"):
        pseudonym.master_key(lake)
    assert not pseudonym.key_file(lake).exists()
    monkeypatch.setenv("NIGHTOWL_PSEUDONYM_KEY", MASTER.hex())
    assert pseudonym.master_key(lake) == MASTER
