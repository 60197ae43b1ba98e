"""One environment for every tool: the Java that is there, the operator's own choices, nothing outside the home."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nightowl import environment, java
from nightowl.errors import NightowlError

REPO = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A process environment with nothing set that matters here, restored afterwards."""
    for name in [
        n for n in os.environ if n.startswith(("AIRFLOW", "DBT", "SPARK", "PYSPARK", "NIGHTOWL", "JAVA"))
    ]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(os, "environ", os.environ.copy())
    monkeypatch.setattr(java, "JAVA_FOLDER", tmp_path / "java")


def jdk(folder: Path, version: str, with_release: bool = True) -> Path:
    """A folder that looks like a JDK."""
    launcher = folder / "bin" / "java"
    launcher.parent.mkdir(parents=True)
    launcher.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2025-04-15' >&2\n")
    launcher.chmod(0o755)
    if with_release:
        (folder / "release").write_text(f'IMPLEMENTOR="Debian"\nJAVA_VERSION="{version}"\n')
    return folder


@pytest.mark.parametrize(("version", "major"), [("17.0.15", 17), ("25", 25), ("1.8.0_402", 8), ("21-ea", 21)])
@pytest.mark.parametrize("with_release", [True, False])
def test_the_version_of_a_java_is_read(tmp_path: Path, version: str, major: int, with_release: bool) -> None:
    assert java.major_version(jdk(tmp_path / "jdk", version, with_release)) == major


def test_no_java_has_version_0(tmp_path: Path) -> None:
    assert java.major_version(tmp_path / "none") == 0


def test_java_home_is_preferred_to_path_and_an_old_one_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, named, on_path = (
        jdk(tmp_path / n, v) for n, v in (("old", "11.0.2"), ("named", "21.0.1"), ("path", "17.0.1"))
    )
    monkeypatch.setenv("PATH", f"{on_path}/bin")

    monkeypatch.setenv("JAVA_HOME", str(named))
    assert java.java_home() == named
    monkeypatch.setenv("JAVA_HOME", str(old))
    assert java.java_home() == on_path
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "gone"))
    assert java.java_home() == on_path


def test_a_java_on_path_is_followed_to_its_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = jdk(tmp_path / "jdk", "17.0.1")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").symlink_to(home / "bin" / "java")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    assert java.java_home() == home


@pytest.mark.parametrize("why", ["no java", "an old java", "asked for"])
def test_the_bundled_java_runs_without_the_missing_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    shown = jdk(tmp_path / "jdk", "11.0.2" if why == "an old java" else "21.0.1")
    monkeypatch.setenv("PATH", "/nowhere" if why == "no java" else f"{shown}/bin")
    if why == "asked for":
        monkeypatch.setenv("NIGHTOWL_JAVA", "bundled")

    home = java.java_home()

    assert home.parent == java.JAVA_FOLDER and java.major_version(home) >= 17
    answer = subprocess.run(
        [home / "bin" / "java", "--add-modules=jdk.incubator.vector", "-Dgreeting=two  words", "-XshowSettings:properties", "-version"],
        capture_output=True, text=True, env={"PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert "greeting = two  words" in answer.stderr, "every other argument arrives as it was"
    assert java.java_home() == home, "a second call builds nothing new"
    assert [p.name for p in java.JAVA_FOLDER.iterdir()] == [home.name]


def test_two_builders_of_the_bundled_java_end_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    first = java.bundled_home()
    monkeypatch.setattr(
        Path, "exists", lambda self, **_: False
    )  # the second looked before the first was done
    second = java.bundled_home()
    monkeypatch.undo()

    assert second == first and (first / "bin" / "java").is_file()
    assert len(list(first.parent.iterdir())) == 1


def test_no_java_at_all_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(java.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(NightowlError, match=r"Spark needs Java 17 or newer.*make setup.*JAVA_HOME"):
        java.java_home()


def test_every_place_lies_under_the_home_and_nothing_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRFLOW_HOME", "/somebody/elses/airflow")
    environment.prepare(tmp_path / "home")

    home = str(tmp_path / "home")
    for name in ("NIGHTOWL_HOME", "AIRFLOW_HOME", "DBT_TARGET_PATH", "DBT_LOG_PATH"):
        assert os.environ[name].startswith(home), name
    for name in ("AIRFLOW__CORE__DAGS_FOLDER", "DBT_PROJECT_DIR", "DBT_PROFILES_DIR"):
        assert os.environ[name].startswith(str(REPO)), name
    assert os.environ["GX_ANALYTICS_ENABLED"] == "False"
    assert os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] == "false"
    assert os.environ["AIRFLOW__USAGE_DATA_COLLECTION__ENABLED"] == "False"
    assert os.environ["DO_NOT_TRACK"] == "1"
    assert os.environ["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert os.environ["PYSPARK_PYTHON"] == sys.executable
    assert json.loads(os.environ["AIRFLOW_CONN_SPARK_DEFAULT"])["host"] == "local[*]"
    assert "TZ" not in environment.prepare(tmp_path / "home")


def test_a_relative_home_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    environment.prepare(Path("data"))
    assert os.environ["NIGHTOWL_HOME"] == str(tmp_path / "data")


def test_the_operators_choices_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = json.dumps({"conn_type": "spark", "host": "spark://master", "port": 7077})
    monkeypatch.setenv("AIRFLOW_CONN_SPARK_DEFAULT", cluster)
    monkeypatch.setenv("AIRFLOW__CORE__PARALLELISM", "16")
    monkeypatch.setenv("SPARK_SUBMIT_OPTS", "-Dfoo=bar")
    monkeypatch.setenv("PYTHONPATH", "/my/lib")

    environment.prepare(tmp_path, quick_jvm=True)
    environment.prepare(tmp_path, quick_jvm=True)  # twice says nothing twice

    assert os.environ["AIRFLOW_CONN_SPARK_DEFAULT"] == cluster
    assert os.environ["AIRFLOW__CORE__PARALLELISM"] == "16"
    assert os.environ["PYTHONPATH"] == f"{REPO}{os.pathsep}/my/lib"
    assert os.environ["SPARK_SUBMIT_OPTS"].split() == [
        "-Dfoo=bar",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
    ]


def test_the_class_archive_is_used_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(jdk(tmp_path / "jdk", "21.0.1")))
    assert "SharedArchiveFile" not in environment.prepare(tmp_path)["SPARK_SUBMIT_OPTS"]

    archive = java.class_archive(tmp_path / "jdk")
    archive.parent.mkdir()
    archive.touch()
    assert f"-XX:SharedArchiveFile={archive}" in environment.prepare(tmp_path)["SPARK_SUBMIT_OPTS"]

    monkeypatch.setenv("JAVA_HOME", str(jdk(tmp_path / "other", "22.0.1")))
    assert "SharedArchiveFile" not in environment.prepare(tmp_path)["SPARK_SUBMIT_OPTS"], (
        "another Java, another archive"
    )


class TestBootstrap:
    """`bin/bootstrap`, as far as it goes without installing anything."""

    def run(self, folder: Path, **env: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            ["sh", folder / "bin" / "bootstrap"],
            capture_output=True,
            text=True,
            env={"PATH": "/usr/bin:/bin", **env},
        )

    @pytest.fixture
    def checkout(self, tmp_path: Path) -> Path:
        (tmp_path / "bin").mkdir()
        for name in ("bootstrap", "bootstrap.py"):
            (tmp_path / "bin" / name).write_text((REPO / "bin" / name).read_text())
        (tmp_path / "uv.lock").write_text("version = 1\n")
        return tmp_path

    def fake_python(self, folder: Path, suits: bool) -> Path:
        python = folder / "fakepython"
        python.write_text(f'#!/bin/sh\n[ "$1" = -c ] && exit {0 if suits else 1}\necho started: "$1"\n')
        python.chmod(0o755)
        return python

    def test_a_python_that_does_not_suit_is_a_sentence(self, checkout: Path) -> None:
        done = self.run(checkout, NIGHTOWL_PYTHON=str(self.fake_python(checkout, suits=False)))
        assert done.returncode == 2 and done.stdout == ""
        assert "needs Python 3.11, 3.12 or 3.13" in done.stderr and "is none of them" in done.stderr

    def test_no_python_is_a_sentence(self, checkout: Path, tmp_path: Path) -> None:
        tools = tmp_path / "tools"
        tools.mkdir()
        for name in ("dirname", "cksum", "cat", "sh"):
            (tools / name).symlink_to(f"/usr/bin/{name}")
        done = self.run(checkout, PATH=str(tools))
        assert (
            done.returncode == 2 and "python3 is missing" in done.stderr and "NIGHTOWL_PYTHON" in done.stderr
        )

    def test_work_done_is_not_done_again_until_the_lock_changes_or_the_folder_moves(
        self, checkout: Path
    ) -> None:
        python = str(self.fake_python(checkout, suits=True))
        assert "started: bin/bootstrap.py" in self.run(checkout, NIGHTOWL_PYTHON=python).stdout

        (checkout / ".venv" / "bin").mkdir(parents=True)
        (checkout / ".venv" / "bin" / "python").symlink_to(sys.executable)
        (checkout / ".java").mkdir()
        (checkout / ".java" / ".ready").touch()
        checksum = subprocess.run(
            ["cksum"], stdin=(checkout / "uv.lock").open(), capture_output=True, text=True
        ).stdout.strip()
        (checkout / ".venv" / ".nightowl-stamp").write_text(f"{checksum} {checkout}\n")
        assert self.run(checkout, NIGHTOWL_PYTHON=python).stdout == ""

        moved = checkout.with_name("moved")
        checkout.rename(moved)
        assert "started" in self.run(moved, NIGHTOWL_PYTHON=str(moved / "fakepython")).stdout
        moved.rename(checkout)
        (checkout / "uv.lock").write_text("version = 2\n")
        assert "started" in self.run(checkout, NIGHTOWL_PYTHON=python).stdout
