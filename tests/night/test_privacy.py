"""No raw subscriber number anywhere but landing, and a search that would find one."""

import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nightowl.lake import Lake
from tests.night.conftest import DemoNight
from tests.privacy import finds, planted_texts, raw_cards, raw_numbers, slips


def test_no_raw_number_outside_landing(demo_night: DemoNight) -> None:
    assert finds(demo_night.lake) == []


def test_nothing_personal_in_a_complaint_leaves_landing(demo_night: DemoNight) -> None:
    assert len(planted_texts(demo_night.lake)) > 1_000
    assert slips(demo_night.lake) == []


def test_a_slip_in_a_cleaned_complaint_or_a_log_is_found(demo_night: DemoNight, tmp_path) -> None:
    lake = Lake(tmp_path).make()
    for folder in ("landing/complaint_version", "../oracle"):
        shutil.copytree(demo_night.lake.root / folder, lake.root / folder)
    value = max(planted_texts(lake))
    place = lake.partition("clean", "complaint_version", "service_date", "2026-11-01")
    place.mkdir(parents=True)
    pq.write_table(pa.table({"text": [f"제 이름은 {value}입니다"]}), place / "part-0.parquet")
    (lake.logs / "night.log").write_text(f"odd line: {value}\n")
    assert slips(lake) == [
        "lake/clean/complaint_version/service_date=2026-11-01/part-0.parquet [text]: 1", "logs/night.log: 1",
    ]  # fmt: skip


def test_landing_is_its_owners_alone(demo_night: DemoNight) -> None:
    assert demo_night.lake.landing.stat().st_mode & 0o077 == 0
    assert (demo_night.lake.home / "secrets" / "pseudonym.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("shape", "as_type"),
    [
        ("0{n}", pa.string()),
        ("tel +82 {a}-{b}-{c}.", pa.string()),
        ("2026110104000{n}9", pa.string()),
        ("0{n}", pa.binary()),
        ("0{n}", pa.list_(pa.string())),
        ("{n}", pa.int64()),
    ],
)
def test_a_number_planted_in_clean_is_found(
    demo_night: DemoNight, tmp_path, shape: str, as_type: pa.DataType
) -> None:
    lake = Lake(tmp_path).make()
    shutil.copytree(demo_night.lake.landing, lake.landing, dirs_exist_ok=True)
    number = min(n for n in raw_numbers(lake) if len(n) == 10)
    text = shape.format(n=number, a=number[:2], b=number[2:6], c=number[6:])
    value = {pa.binary(): text.encode(), pa.list_(pa.string()): [text], pa.int64(): int(number)}.get(
        as_type, text
    )
    folder = lake.partition("clean", "telecom_event", "service_date", "2026-11-01")
    folder.mkdir(parents=True)
    pq.write_table(pa.table({"planted": pa.array([value], as_type)}), folder / "part-0.parquet")
    assert finds(lake) == ["lake/clean/telecom_event/service_date=2026-11-01/part-0.parquet [planted]: 1"]


def test_a_card_in_groups_or_inside_a_line_is_found(demo_night: DemoNight, tmp_path) -> None:
    lake = Lake(tmp_path).make()
    shutil.copytree(demo_night.lake.landing, lake.landing, dirs_exist_ok=True)
    card = min(raw_cards(lake))
    (lake.logs / "night.log").write_text(f"bad row: 20261101,01,{card},11\n")
    folder = lake.partition("clean", "card_tap", "service_date", "2026-11-01")
    folder.mkdir(parents=True)
    pq.write_table(
        pa.table({"user_type": ["-".join(card[n : n + 4] for n in range(0, 16, 4))]}),
        folder / "part-0.parquet",
    )
    assert finds(lake) == [
        "lake/clean/card_tap/service_date=2026-11-01/part-0.parquet [user_type]: 1",
        "logs/night.log: 1",
    ]


def test_a_number_in_a_log_is_found(demo_night: DemoNight, tmp_path) -> None:
    lake = Lake(tmp_path).make()
    shutil.copytree(demo_night.lake.landing, lake.landing, dirs_exist_ok=True)
    number = min(n for n in raw_numbers(lake) if len(n) == 10)
    (lake.logs / "night.log").write_text(f"bad row: 0{number}\n")
    assert finds(lake) == ["logs/night.log: 1"]
