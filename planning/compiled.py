"""Machine code for the inner loops: Numba's `njit`, kept between runs inside this package's own cache and nowhere else.

Numba's own cache does not notice when a function called from another file has changed. The folder is therefore named
after the text of the whole package, and what an older text left there is removed.
"""

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

_config: Any = numba.config
_PACKAGE = Path(__file__).resolve().parent
_Function = TypeVar("_Function", bound=Callable[..., Any])


def _cache_folder() -> Path | None:
    """Where compiled code is kept, or nothing where this package's folder may not be written to."""
    digest = hashlib.sha256()
    for source in sorted(_PACKAGE.rglob("*.py")):
        digest.update(source.read_bytes())
    kept = _PACKAGE / "__pycache__"
    folder = kept / f"numba-{digest.hexdigest()[:16]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    if not os.access(folder, os.W_OK):
        return None
    for older in kept.glob("numba-*"):
        if older != folder:
            shutil.rmtree(older, ignore_errors=True)
    return folder


_FOLDER = _cache_folder()


def compiled(function: _Function) -> _Function:
    """Compile `function` at its first call, free of Python's lock, so that one process searches on all cores."""
    return _compiled(function)


def compiled_reordering(function: _Function) -> _Function:
    """The same for sums of whole numbers, which may be taken in any order, so several at a time."""
    return _compiled(function, fastmath={"reassoc"})


def _compiled(function: _Function, **how: Any) -> _Function:
    before = _config.CACHE_DIR
    if _FOLDER is not None:
        _config.CACHE_DIR = str(_FOLDER)
    try:
        return cast(_Function, numba.njit(nogil=True, cache=_FOLDER is not None, **how)(function))
    finally:
        _config.CACHE_DIR = before
