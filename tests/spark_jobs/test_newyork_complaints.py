"""New York's 311: both generations of its column names, words and times, a column nobody announced, and a real file."""

import csv
import io
import os
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from nightowl import profile
from nightowl.lake import Lake
from nightowl.ledger import FileRecord, Ledger
from nightowl.profile import Profile
from spark_jobs.complaints import cases
from spark_jobs.complaints.schema import COMPLAINT_VERSION
from tests.spark_jobs.conftest import land

DAY = date(2026, 11, 1)
# As the web page has exported them, in order: 41 columns until about 2025, 44 since.
OLD = [
    "Unique Key", "Created Date", "Closed Date", "Agency", "Agency Name", "Complaint Type", "Descriptor", "Location Type", "Incident Zip",
    "Incident Address", "Street Name", "Cross Street 1", "Cross Street 2", "Intersection Street 1", "Intersection Street 2", "Address Type",
    "City", "Landmark", "Facility Type", "Status", "Due Date", "Resolution Description", "Resolution Action Updated Date", "Community Board",
    "BBL", "Borough", "X Coordinate (State Plane)", "Y Coordinate (State Plane)", "Open Data Channel Type", "Park Facility Name", "Park Borough",
    "Vehicle Type", "Taxi Company Borough", "Taxi Pick Up Location", "Bridge Highway Name", "Bridge Highway Direction", "Road Ramp",
    "Bridge Highway Segment", "Latitude", "Longitude", "Location",
]  # fmt: skip
RENAMED = {
    "Complaint Type": "Problem (formerly Complaint Type)",
    "Descriptor": "Problem Detail (formerly Descriptor)",
}
NEW = [RENAMED.get(name, name) for name in OLD]
NEW[7:7] = ["Additional Details"]
NEW[25:25] = ["Council District", "Police Precinct"]
SOUND = {
    "Unique Key": "54090884", "Created Date": "05/05/2022 10:25:54 AM", "Closed Date": "05/09/2022 12:00:00 AM", "Agency": "DOHMH",
    "Agency Name": "Department of Health and Mental Hygiene", "Complaint Type": "Illegal Animal Sold", "Descriptor": 'Other, "live"',
    "Location Type": "Store", "Incident Zip": "10013", "Incident Address": "128 MOTT STREET", "City": "NEW YORK", "Status": "Closed",
    "Due Date": "06/04/2022 10:25:54 AM", "Resolution Description": "Inspected.\nNo violations were found.",
    "Resolution Action Updated Date": "05/09/2022 12:00:00 AM", "Community Board": "02 MANHATTAN", "Borough": "MANHATTAN",
    "Open Data Channel Type": "PHONE", "Latitude": "40.718361529337095", "Longitude": "-73.99679298088736",
    "Location": "(40.718361529337095, -73.99679298088736)",
}  # fmt: skip
OPEN = {"Closed Date": "", "Resolution Description": ""}


@pytest.fixture(scope="module")
def newyork() -> Profile:
    return profile.load("newyork")


def exported(header: list[str], *rows: dict[str, str]) -> str:
    """The rows as a file of these columns; a row names its fields as the old generation does, or as the new one."""
    old_name = {new: old for old, new in RENAMED.items()}
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    for row in rows:
        writer.writerow([row.get(name, row.get(old_name.get(name, ""), "")) for name in header])
    return text.getvalue()


def cleaned(spark, city: Profile, home: Path, text: str | bytes, *, name: str = "nyc311.csv") -> Lake:
    lake = Lake(home).make()
    land(lake, cases.FEED, "2026-11-02", name, text)
    cases.run(spark, lake, city, DAY)
    return lake


def versions(lake: Lake, columns: str = "*", zone: str = "clean") -> list[tuple[Any, ...]]:
    files = lake.root / zone / cases.FEED
    if not any(files.glob("*/*.parquet")):
        return []
    with duckdb.connect() as con:
        told = con.read_parquet(f"{files}/*/*.parquet", hive_partitioning=False)
        return told.order("record_number").project(columns).fetchall()


def file_record(lake: Lake) -> FileRecord:
    (record,) = Ledger(lake).files(cases.FEED).values()
    return record


def test_the_two_generations_are_those_of_the_city() -> None:
    assert (len(OLD), len(NEW), len(set(NEW))) == (41, 44, 44)
    assert set(OLD) - set(NEW) == set(RENAMED)


def test_both_generations_of_columns_load_to_the_same_canonical_rows(spark, newyork, tmp_path: Path) -> None:
    rows = [SOUND, SOUND | OPEN | {"Unique Key": "2", "Status": "In Progress"}]
    old = cleaned(spark, newyork, tmp_path / "old", exported(OLD, *rows))
    new = cleaned(spark, newyork, tmp_path / "new", exported(NEW, *rows))
    assert len(versions(old)) == 2
    assert versions(old) == versions(new), "all columns, the ones without a canonical name too"
    assert file_record(old).unknown_columns == file_record(new).unknown_columns == []
    told = "case_id, service_date::varchar, epoch(received_at), epoch(closed_at), epoch(due_at), status, status_text, field, item, title, channel, dong_code"
    assert versions(new, told)[0] == (
        "54090884", "2022-05-05", 1651760754.0, 1652068800.0, 1654352754.0, "closed", "Closed", "DOHMH", "Illegal Animal Sold", 'Other, "live"',
        "PHONE", "02 MANHATTAN",
    )  # fmt: skip
    assert versions(new, "department, answer, latitude, updated_at")[0] == (
        "Department of Health and Mental Hygiene", "Inspected.\nNo violations were found.", 40.718361529337095, None,
    )  # fmt: skip


def test_a_case_told_under_the_new_names_is_the_version_told_under_the_old(spark, lake, newyork) -> None:
    """The renaming alone must not make a new version of every case there is; what the new columns add does."""
    land(lake, cases.FEED, "2026-11-02", "old.csv", exported(OLD, SOUND, SOUND | {"Unique Key": "2"}))
    more = SOUND | {"Unique Key": "2", "Additional Details": "A rooster"}
    land(lake, cases.FEED, "2026-11-03", "new.csv", exported(NEW, SOUND, more))
    cases.run(spark, lake, newyork, DAY)
    files = Ledger(lake).files(cases.FEED).values()
    assert [(f.rows_clean, f.rows_duplicate) for f in sorted(files, key=lambda f: f.source_file)] == [
        (2, 0),
        (1, 1),
    ]
    assert sorted(versions(lake, "case_id, coalesce(text, ''), record_number")) == [
        ("2", "", 3),
        ("2", "A rooster", 3),
        ("54090884", "", 2),
    ]


def test_an_unknown_45th_column_is_kept_and_reported(spark, newyork, tmp_path: Path) -> None:
    row = SOUND | {"Noise Level (dB)": "93"}
    lake = cleaned(spark, newyork, tmp_path / "more", exported([*NEW, "Noise Level (dB)"], row))
    known = cleaned(spark, newyork, tmp_path / "known", exported(NEW, row))
    assert file_record(lake).unknown_columns == ["noise level (db)"]
    ((kept,),) = versions(lake, "extra_json::json ->> 'noise level (db)'")
    assert kept == "93"
    canonical = ", ".join(c for c in COMPLAINT_VERSION.fieldNames() if c not in {"extra_json", "source_file"})
    assert versions(lake, canonical) == versions(known, canonical)


CHANGES: list[tuple[dict[str, str], list[str]]] = [
    ({}, []),
    *(
        (OPEN | {"Status": word}, [])
        for word in ("Open", "Assigned", "In Progress", "Pending", "Started", "Unspecified")
    ),
    ({"Status": "Reopened"}, ["status_unknown"]),
    ({"Closed Date": ""}, ["closed_without_time"]),
    ({"Closed Date": "05/05/2022 10:25:53 AM"}, ["closed_before_received"]),
    ({"Closed Date": "05/05/2022 10:25:54 AM"}, []),
    ({"Status": "Assigned"}, ["open_with_close_time"]),
    # The zero of the case system's calendar, as the real file has it twice.
    ({"Status": "Assigned", "Closed Date": "01/01/1900 12:00:00 AM"}, []),
    ({"Closed Date": "01/01/1900 12:00:00 AM"}, ["closed_without_time"]),
    ({"Created Date": "01/01/1900 12:00:00 AM"}, ["received_missing"]),
    ({"Created Date": "31/12/2022 10:25:54 AM"}, ["received_malformed"]),
    ({"Due Date": "999"}, ["due_malformed"]),
    ({"Latitude": "", "Longitude": "", "Location": ""}, []),
    ({"Latitude": "0", "Longitude": "0"}, ["place_outside_city"]),
    ({"Unique Key": ""}, ["case_missing"]),
]


def test_words_and_times_of_the_city_and_each_rule_with_its_code(spark, newyork, tmp_path: Path) -> None:
    rows = [SOUND | {"Unique Key": str(n)} | change for n, (change, _) in enumerate(CHANGES)]
    lake = cleaned(spark, newyork, tmp_path / "rules", exported(OLD, *rows))
    refused = dict(versions(lake, "record_number, reasons", "quarantine"))
    assert refused == {n: codes for n, (_, codes) in enumerate(CHANGES, start=2) if codes}
    kept = {n: (status, closed, flags) for n, status, closed, flags in versions(lake, "record_number, status, closed_at, flags")}  # fmt: skip
    assert kept.keys() == {n for n, (_, codes) in enumerate(CHANGES, start=2) if not codes}
    flagged = {n: state for n, state in kept.items() if state[2]}
    assert list(flagged.values()) == [("open", None, ["time_stands_for_none"])]
    assert [status for status, _, _ in kept.values()].count("open") == 7


@pytest.mark.long
def test_a_real_file_of_5_895_requests_is_accounted_for(spark, newyork, tmp_path: Path) -> None:
    folder = os.environ.get("NIGHTOWL_REAL_DATA")
    if not folder:
        pytest.skip("NIGHTOWL_REAL_DATA is unset: New York's 311 file is not at hand")
    source = Path(folder) / "complaints" / "nyc311_nickmvega_5895.csv"
    lake = cleaned(spark, newyork, tmp_path / "real", source.read_bytes(), name=source.name)
    record = file_record(lake)
    assert (record.records, record.rows_clean, record.rows_quarantined, record.rows_duplicate) == (5_895, 5_895, 0, 0)  # fmt: skip
    assert (record.unknown_columns, record.flagged) == ([], {"time_stands_for_none": 2})
    with source.open(encoding="utf-8", newline="") as text:
        raw = list(csv.DictReader(text))
    told = versions(
        lake, "case_id, status, closed_at is not null, item, dong_code, epoch(received_at)::bigint"
    )
    assert {t[0]: (t[1] == "closed", t[2], t[3], t[4]) for t in told} == {
        r["Unique Key"]: (r["Status"] == "Closed", "/1900 " not in r["Closed Date"] and r["Closed Date"] != "", r["Complaint Type"],
                          r["Community Board"] or None)
        for r in raw
    }  # fmt: skip
