"""Keys of the pseudonyms: HMAC-SHA256 (RFC 2104, FIPS 198-1), truncated to 16 bytes, a new key each service month.

One master secret is kept (NIGHTOWL_PSEUDONYM_KEY, or a key file readable by its owner alone); the key of a month is
HMAC(master, month), so that months cannot be linked without the master and no key table is needed.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

import pyarrow.parquet as pq

from nightowl.errors import NightowlError
from nightowl.lake import Lake

KEY_BYTES = 32
PSEUDONYM_BYTES = 16
ENVIRONMENT = "NIGHTOWL_PSEUDONYM_KEY"


def key_file(lake: Lake) -> Path:
    """Where the master secret lies: NIGHTOWL_KEY_FILE, else `<home>/secrets/pseudonym.key`."""
    return Path(os.environ.get("NIGHTOWL_KEY_FILE", lake.home / "secrets" / "pseudonym.key"))


def master_key(lake: Lake) -> bytes:
    """The master secret (32 bytes): from the environment in hex, else from the key file, made on first use.

    Refuses a short key, a key that is not hex, and a key file others may read. A lost key file cannot be told from a
    first night by itself, so a new one is refused where the lake already holds pseudonyms.
    """
    if text := os.environ.get(ENVIRONMENT):
        return _parse(text, f"the environment variable {ENVIRONMENT}")
    path = key_file(lake)
    if path.exists():
        if path.stat().st_mode & 0o077:
            raise NightowlError(
                f"The key file {path} can be read by others; run 'chmod 600 {path}' and start again."
            )
        return _parse(path.read_text(encoding="ascii", errors="replace"), f"the key file {path}")
    if _holds_pseudonyms(lake):
        raise NightowlError(
            f"The key file {path} is gone, but the lake holds pseudonyms made with it. Put the file back (or set {ENVIRONMENT}); "
            "with a new key the same person would get a second pseudonym."
        )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(secrets.token_hex(KEY_BYTES) + "\n")
    return master_key(lake)


def month_key(master: bytes, month: str, purpose: str = "") -> bytes:
    """The key of one service month (`YYYY-MM`) for one purpose (subscriber numbers have none)."""
    return hmac.digest(master, f"{purpose} {month}".strip().encode("ascii"), "sha256")


def lasting_key(master: bytes, purpose: str) -> bytes:
    """A key of one purpose that is the same in every month, for what must be told apart over years and leads to no other table."""
    return hmac.digest(master, purpose.encode("ascii"), "sha256")


def key_id(key: bytes) -> str:
    """A short public name of a key, for the ledger: says which key was used and nothing about it."""
    return hashlib.sha256(b"nightowl key id" + key).hexdigest()[:8]


def pseudonym(key: bytes, identifier: str) -> bytes:
    """The pseudonym of one identifier (16 bytes). Spark does the same with its own `hmac`; a test holds them equal."""
    return hmac.digest(key, identifier.encode("utf-8"), "sha256")[:PSEUDONYM_BYTES]


def _holds_pseudonyms(lake: Lake) -> bool:
    """Whether any clean table has rows with a pseudonym: a column named `…_key` (one file a table tells)."""
    tables = (lake.root / "clean").glob("*")
    files = (next(table.glob("*=*/*.parquet"), None) for table in tables)
    return any(name.endswith("_key") for file in files if file for name in pq.read_schema(file).names)


def _parse(text: str, where: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        raise NightowlError(
            f"The pseudonym key in {where} is not written in hex; 64 hex digits are expected."
        ) from None
    if len(key) < KEY_BYTES:
        raise NightowlError(
            f"The pseudonym key in {where} has {len(key)} bytes; at least {KEY_BYTES} are needed."
        )
    return key
