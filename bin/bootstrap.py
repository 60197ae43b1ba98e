"""Second half of `bin/bootstrap`: uv into .tools/, the locked environment into .venv/, Java where it is missing.

Runs on a bare Python (standard library only), so it can import nothing of the house.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
TOOLS, VENV = REPO / ".tools", REPO / ".venv"
UV_VERSION = "0.13.9"
NEEDED_GB = 4.0  # environment 2.7 GB, uv's cache, the class archive


class SetupError(Exception):
    """What stopped the setup, and what to do about it."""


def main(stamp: str) -> int:
    """Set everything up; the exit code is 0, or 2 after a sentence."""
    try:
        with one_at_a_time():
            uv = install_uv()
            sync_environment(uv)
            prepare_java()
            (VENV / ".nightowl-stamp").write_text(stamp + "\n", encoding="utf-8")
    except SetupError as error:
        print(f"Setup stopped: {error}", file=sys.stderr)
        return 2
    return 0


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two `make` started together: the second waits, then finds the work done."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another setup is running in this folder; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install_uv() -> Path:
    """The pinned uv in .tools/, by venv and pip, or by `pip --target` where Python came without ensurepip."""
    uv = TOOLS / "bin" / "uv"
    if uv_version(uv) == UV_VERSION:
        return uv
    say(f"Fetching uv {UV_VERSION} into .tools/ …")
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if run([sys.executable, "-m", "venv", "--clear", str(TOOLS / "venv")], quiet=True) == 0:
        command = [str(TOOLS / "venv" / "bin" / "python"), *pip, f"uv=={UV_VERSION}"]
        installed = TOOLS / "venv" / "bin" / "uv"
    elif run([sys.executable, "-m", "pip", "--version"], quiet=True) == 0:
        command = [sys.executable, *pip, "--upgrade", "--target", str(TOOLS / "pip"), f"uv=={UV_VERSION}"]
        installed = TOOLS / "pip" / "bin" / "uv"
    else:
        raise SetupError(
            f"{sys.executable} has neither the venv module nor pip, one of which must fetch uv. "
            "Install one (on Debian or Ubuntu: apt-get install python3-venv)."
        )
    if run(command) != 0:
        raise SetupError(f"pip could not install uv {UV_VERSION} (its message is above). {likely_cause()}")
    uv.parent.mkdir(exist_ok=True)
    uv.unlink(missing_ok=True)
    uv.symlink_to(Path("..") / installed.relative_to(TOOLS))
    return uv


def uv_version(uv: Path) -> str:
    """Version of a uv, or nothing where it does not run."""
    try:
        return subprocess.run([uv, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    except (OSError, subprocess.CalledProcessError, IndexError):
        return ""


def sync_environment(uv: Path) -> None:
    """The environment of uv.lock, with no Python but the one at hand."""
    if not (VENV / "bin" / "python").exists():
        free_gb = shutil.disk_usage(REPO).free / 1e9
        if free_gb < NEEDED_GB:
            raise SetupError(
                f"the environment needs about {NEEDED_GB:.0f} GB, and {REPO} has {free_gb:.1f} GB free. Make room and run the command again."
            )
        say("Installing about 290 packages into .venv/ (2.7 GB; one to five minutes, once) …")
    command = [str(uv), "sync", "--locked", "--quiet" if not sys.stderr.isatty() else "--no-python-downloads"]
    if run([*command, "--python", sys.executable]) != 0:
        raise SetupError(
            f"uv could not install the packages of uv.lock (its message is above). {likely_cause()}"
        )


def prepare_java() -> None:
    """Java found or built, and its class archive, which halves Spark's start."""
    if run([str(VENV / "bin" / "python"), "-m", "nightowl.java"]) != 0:
        raise SetupError("Java is not ready; the message above says what is missing.")


def likely_cause() -> str:
    """The two usual troubles, told by what can be seen from here."""
    free_gb = shutil.disk_usage(REPO).free / 1e9
    if free_gb < 0.5:
        return f"The disk of {REPO} is full ({free_gb:.2f} GB free): make room and run the command again."
    return (
        "If it speaks of a connection or a name, the package registry cannot be reached from here: "
        "check the network or the proxy settings (HTTPS_PROXY, PIP_INDEX_URL, UV_INDEX_URL), and run the command again."
    )


def run(command: list[str], quiet: bool = False) -> int:
    """Exit code of a command run in the repository."""
    sink = subprocess.DEVNULL if quiet else None
    # A VIRTUAL_ENV of somebody else would make uv warn; PYTHONPATH would let foreign packages in.
    foreign = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")
    environment = {k: v for k, v in os.environ.items() if k not in foreign} | {"UV_PYTHON_DOWNLOADS": "never"}
    return subprocess.run(command, cwd=REPO, stdout=sink, stderr=sink, env=environment).returncode


def say(sentence: str) -> None:
    """Progress for people, on stderr, so that a command's own output stays clean."""
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
