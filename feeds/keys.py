"""Where a key of an outside service comes from: the environment, else a file that only its owner may read."""

import os
import re
from pathlib import Path

from pydantic import SecretStr

from nightowl.errors import NightowlError


def key_of(variable: str, path: Path, shape: str, expected: str) -> SecretStr | None:
    """The key in the environment variable or the key file, None where there is neither.

    Refuses a file others may read, and what is not of the `shape` (a regular expression; a key stands in a URL). `expected` says in a few words
    what is.
    """
    text, where = os.environ.get(variable, ""), f"the environment variable {variable}"
    if not text:
        if not path.exists():
            return None
        where = f"the key file {path}"
        if path.stat().st_mode & 0o077:
            raise NightowlError(
                f"The key file {path} can be read by others; run 'chmod 600 {path}' and start again."
            )
        text = path.read_text(encoding="ascii", errors="replace")
    if not re.fullmatch(shape, text.strip()):
        raise NightowlError(f"The API key in {where} is not {expected}.")
    return SecretStr(text.strip())
