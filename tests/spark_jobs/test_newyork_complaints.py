"""New York's 311: both generations of its column names, words and times, a column nobody announced, and a real file."""

import csv
import io
import json
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


def rows_of(lake: Lake, file: str, columns: str, zone: str = "clean") -> list[tuple[Any, ...]]:
    """What stands in the lake of one delivered file, in its order."""
    with duckdb.connect() as con:
        told = con.read_parquet(f"{lake.root}/{zone}/{cases.FEED}/*/*.parquet", hive_partitioning=False)
        return told.filter(f"source_file like '%/{file}'").order("record_number").project(columns).fetchall()


def record_of(lake: Lake, file: str) -> FileRecord:
    (record,) = (r for name, r in Ledger(lake).files(cases.FEED).items() if name.endswith(file))
    return record


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


NEW_CASE = SOUND | {"Unique Key": "N1"}
OLD_CASE, CHANGED_CASE = SOUND | {"Unique Key": "O1"}, SOUND | {"Unique Key": "O2"}


@pytest.fixture(scope="module")
def loaded(spark, newyork, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Files of both generations and one with a column more, cleaned together; two cases stand in an old file and again in a new one."""
    lake = Lake(tmp_path_factory.mktemp("newyork") / "home").make()
    ruled = [SOUND | {"Unique Key": f"R{n}"} | change for n, (change, _) in enumerate(CHANGES)]
    files = {
        "2026-11-01/rules.csv": exported(OLD, *ruled),
        "2026-11-01/old.csv": exported(OLD, OLD_CASE, CHANGED_CASE),
        "2026-11-02/new.csv": exported(
            NEW, NEW_CASE, OLD_CASE, CHANGED_CASE | {"Additional Details": "A rooster"}
        ),
        "2026-11-02/more.csv": exported(
            [*NEW, "Noise Level (dB)"], SOUND | {"Unique Key": "M1", "Noise Level (dB)": "93"}
        ),
    }
    for place, text in files.items():
        day, name = place.split("/")
        land(lake, cases.FEED, day, name, text)
    cases.run(spark, lake, newyork, DAY)
    return lake


def test_the_two_generations_are_those_of_the_city() -> None:
    assert (len(OLD), len(NEW), len(set(NEW))) == (41, 44, 44)
    assert set(OLD) - set(NEW) == set(RENAMED)


def test_both_generations_of_columns_load_to_the_same_canonical_rows(loaded: Lake) -> None:
    content = ", ".join(c for c in COMPLAINT_VERSION.fieldNames() if c not in {"case_id", "source_file"})
    old, new = (rows_of(loaded, file, content)[0] for file in ("old.csv", "new.csv"))
    assert old == new, "the columns without a canonical name too"
    assert record_of(loaded, "old.csv").unknown_columns == record_of(loaded, "new.csv").unknown_columns == []
    told = (
        "service_date::varchar, epoch(received_at), epoch(closed_at), epoch(due_at), updated_at, status, status_text, field, item, title, channel, "
        "dong_code, department, answer, latitude"
    )
    assert rows_of(loaded, "new.csv", told)[0] == (
        "2022-05-05", 1651760754.0, 1652068800.0, 1654352754.0, None, "closed", "Closed", "DOHMH", "Illegal Animal Sold", 'Other, "live"', "PHONE",
        "02 MANHATTAN", "Department of Health and Mental Hygiene", "Inspected.\nNo violations were found.", 40.718361529337095,
    )  # fmt: skip


def test_a_case_told_again_under_the_new_names_is_no_new_version(loaded: Lake) -> None:
    """The renaming alone must not make another version of every case there is; what the new columns add does."""
    assert [case for (case,) in rows_of(loaded, "old.csv", "case_id")] == ["O1", "O2"]
    assert rows_of(loaded, "new.csv", "case_id, text") == [("N1", None), ("O2", "A rooster")]
    record = record_of(loaded, "new.csv")
    assert (record.rows_clean, record.rows_duplicate) == (2, 1)


def test_an_unknown_45th_column_is_kept_and_reported(loaded: Lake) -> None:
    assert record_of(loaded, "more.csv").unknown_columns == ["noise level (db)"]
    content = ", ".join(
        c for c in COMPLAINT_VERSION.fieldNames() if c not in {"case_id", "source_file", "extra_json"}
    )
    assert rows_of(loaded, "more.csv", content) == rows_of(loaded, "new.csv", content)[:1]
    more, known = (json.loads(rows_of(loaded, file, "extra_json")[0][0]) for file in ("more.csv", "new.csv"))
    assert more == known | {"noise level (db)": "93"}


def test_words_and_times_of_the_city_and_each_rule_with_its_code(loaded: Lake) -> None:
    refused = dict(rows_of(loaded, "rules.csv", "record_number, reasons", "quarantine"))
    assert refused == {n: codes for n, (_, codes) in enumerate(CHANGES, start=2) if codes}
    told = rows_of(loaded, "rules.csv", "record_number, status, closed_at, flags")
    kept = {n: (status, closed, flags) for n, status, closed, flags in told}
    assert kept.keys() == {n for n, (_, codes) in enumerate(CHANGES, start=2) if not codes}
    assert [state for state in kept.values() if state[2]] == [("open", None, ["time_stands_for_none"])]
    assert [status for status, _, _ in kept.values()].count("open") == 7


@pytest.mark.long
def test_real_requests_of_fifteen_years_are_accounted_for(spark, lake, newyork) -> None:
    """Of the 5,895 in the file those of the 11th and the 14th of each month: a partition a day takes its time, and the two odd ones are among them."""
    folder = os.environ.get("NIGHTOWL_REAL_DATA")
    if not folder:
        pytest.skip("NIGHTOWL_REAL_DATA is unset: New York's 311 file is not at hand")
    source = Path(folder) / "complaints" / "nyc311_nickmvega_5895.csv"
    with source.open(encoding="utf-8", newline="") as text:
        header, *lines = csv.reader(text)
    assert header == OLD
    raw = [dict(zip(header, line, strict=True)) for line in lines if line[1][3:5] in {"11", "14"}]
    land(lake, cases.FEED, "2026-11-02", "real.csv", exported(OLD, *raw))
    cases.run(spark, lake, newyork, DAY)
    record = record_of(lake, "real.csv")
    assert (record.records, record.rows_clean) == (len(raw), len(raw)) and len(raw) > 300
    assert (record.unknown_columns, record.flagged) == ([], {"time_stands_for_none": 2})
    told = rows_of(lake, "real.csv", "case_id, status, closed_at is not null, item, dong_code")
    assert {case: state for case, *state in told} == {
        r["Unique Key"]: [
            "closed" if r["Status"] == "Closed" else "open", r["Closed Date"] not in {"", "01/01/1900 12:00:00 AM"}, r["Complaint Type"],
            r["Community Board"] or None,
        ]
        for r in raw
    }  # fmt: skip
