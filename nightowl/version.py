"""Which code wrote a row: the version, and the commit where the checkout knows it."""

import subprocess
from functools import cache
from pathlib import Path

from nightowl import __version__


@cache
def code_version() -> str:
    """`0.1.0+1a2b3c4`, or the bare version outside a git checkout."""
    command = ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short", "HEAD"]
    try:
        commit = subprocess.run(command, capture_output=True, text=True, timeout=5, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return __version__
    return f"{__version__}+{commit}"
