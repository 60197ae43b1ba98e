"""Rules of the telecom events on literal lines: each with its code, and none for sound rows at the edges."""

import hashlib
import hmac
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nightowl import profile, pseudonym
from nightowl.lake import Lake
from spark_jobs import columnar
from spark_jobs.judging import DeliveredFile
from spark_jobs.pseudonyms import Pseudonyms
from spark_jobs.telecom import carrier, events, layout_sql, row_rules

FILE = "telecom_event/delivered=2026-11-02/events.csv"
KEY = pseudonym.month_key(b"m" * 32, "2026-11")
KEYS = {date(2026, 11, 1): KEY, date(2026, 10, 1): pseudonym.month_key(b"m" * 32, "2026-10")}
HEADER = "record_ref,msisdn,event_time,event_type,cell_id,duration_s"
SOUND = "R1,01012345678,2026-11-01 10:00:00,call,11-1-1,60"
EVER, NEVER = date(1, 1, 1), date(9999, 12, 31)
INVENTORY = {
    "cell_no": pa.array([0, 1], pa.int32()),
    "cell_id": ["11-1-1", "11-1-2"],
    "latitude": [37.5, 37.5],
    "longitude": [127.0, 127.0],
    "known_from": [EVER, EVER],
    "known_until": [NEVER, NEVER],
    "active_from": [date(2020, 1, 1), date(2020, 1, 1)],
    "active_to": [NEVER, date(2026, 10, 31)],
}

REFUSED = {
    "": ["blank_record"],
    "   ": ["blank_record"],
    "R1,01012345678,2026-11-01 10:00:00,call": ["wrong_field_count"],
    SOUND + ",x": ["wrong_field_count"],
    ",,,": ["wrong_field_count"],
    "R\ufffd,01012345678,2026-11-01 10:00:00,call,11-1-1,60": ["text_undecodable"],
    "R1,,2026-11-01 10:00:00,call,11-1-1,60": ["subscriber_missing"],
    "R1,0101234567,2026-11-01 10:00:00,call,11-1-1,60": [],
    "R1,010123456,2026-11-01 10:00:00,call,11-1-1,60": ["subscriber_malformed"],
    "R1,02012345678,2026-11-01 10:00:00,call,11-1-1,60": ["subscriber_malformed"],
    "R1,+821012345678,2026-11-01 10:00:00,call,11-1-1,60": ["subscriber_malformed"],
    "R1,01012345678,,call,11-1-1,60": ["time_missing"],
    "R1,01012345678,2026-11-01T10:00:00,call,11-1-1,60": ["time_malformed"],
    "R1,01012345678,2026-11-01 24:00:00,call,11-1-1,60": ["time_malformed"],
    "R1,01012345678,2026-11-01,call,11-1-1,60": ["time_malformed"],
    "R1,01012345678,2026-11-1 10:00:00,call,11-1-1,60": ["time_malformed"],
    "R1,01012345678,2026-02-30 10:00:00,call,11-1-1,60": ["time_malformed"],
    "R1,01012345678,2026-11-03 04:00:00,call,11-1-1,60": ["time_in_future"],
    "R1,01012345678,2026-11-03 03:59:59,call,11-1-1,60": [],
    "R1,01012345678,2026-10-26 04:00:00,call,11-1-1,60": [],
    "R1,01012345678,2026-10-26 03:59:59,call,11-1-1,60": ["too_late"],
    "R1,01012345678,2026-11-01 10:00:00,fax,11-1-1,60": ["event_type_unknown"],
    "R1,01012345678,2026-11-01 10:00:00,,11-1-1,60": ["event_type_unknown"],
    "R1,01012345678,2026-11-01 10:00:00,CALL,11-1-1,60": [],
    "R1,01012345678,2026-11-01 10:00:00,call,,60": ["cell_missing"],
    "R1,01012345678,2026-11-01 10:00:00,call,99-9-9,60": ["cell_unknown"],
    "R1,01012345678,2026-11-01 10:00:00,call,11-1-2,60": ["cell_not_active"],
    "R1,01012345678,2026-11-01 10:00:00,call,11-1-1,-1": ["duration_malformed"],
    "R1,01012345678,2026-11-01 10:00:00,call,11-1-1,1.5": ["duration_malformed"],
    "R1,01012345678,2026-11-01 10:00:00,call,11-1-1,": ["duration_malformed"],
    "R1,01012345678,2026-11-01 10:00:00,call,11-1-1,0": [],
    "R1,abc,nie,fax,11-1-1,x": ["subscriber_malformed", "time_malformed", "event_type_unknown", "duration_malformed"],
}  # fmt: skip


@pytest.fixture
def judge(tmp_path: Path):
    """Lines of one file, judged; a header is put before them."""

    def run(*lines: str | bytes, header: str = HEADER, opted_out: tuple[bytes, ...] = ()) -> row_rules.Judged:
        path = tmp_path / "events.csv"
        path.write_bytes(
            b"\n".join(n if isinstance(n, bytes) else n.encode() for n in (header, *lines)) + b"\n"
        )
        city = profile.load("seoul")
        layout = layout_sql.as_sql(carrier.read_header(header, FILE, city), city, date(2026, 11, 2))
        file = DeliveredFile(str(path), FILE, 0, date(2026, 11, 2), date(2026, 10, 26), layout)
        with duckdb.connect() as con:
            con.register("inventory", pa.table(INVENTORY))
            con.register("opted_out", pa.table({"subscriber_key": pa.array(opted_out, pa.binary())}))
            (chunk,) = columnar.read_chunks(path, layout.separator)
            return row_rules.judge(con, chunk, file, Pseudonyms(KEYS), 4, 8)

    return run


def test_every_rule_has_its_code(judge) -> None:
    judged = judge(*REFUSED)
    refused = {r["record_number"]: r["reasons"] for r in judged.refused.to_pylist()}
    assert {line: refused.get(n, []) for n, line in enumerate(REFUSED, start=2)} == REFUSED
    kept = set(judged.kept["record_number"].to_pylist())
    assert kept == {n for n, codes in enumerate(REFUSED.values(), start=2) if not codes}


@pytest.mark.parametrize("sequence", ["x", "-1", "1.5"])
def test_a_part_without_a_number_is_refused(judge, sequence: str) -> None:
    judged = judge(f"{SOUND},{sequence}", f"{SOUND},2", f"{SOUND},", header=f"{HEADER},sequence")
    assert judged.refused["reasons"].to_pylist() == [["sequence_malformed"]]
    assert judged.kept["sequence"].to_pylist() == [2, None]


def test_a_sound_row_is_typed_cut_and_pseudonymised(judge) -> None:
    (row,) = judge("R1,01012345678,2026-11-02 01:30:00,sms,11-1-1,0").kept.to_pylist()
    assert (row["service_date"], row["hour"], row["event_at"], row["cell_no"]) == (
        date(2026, 11, 1),
        25,
        datetime(2026, 11, 1, 16, 30),
        0,
    )
    assert row["subscriber_key"] == hmac.new(KEY, b"01012345678", hashlib.sha256).digest()[:16]
    assert row["subscriber_key"] == pseudonym.pseudonym(KEY, "01012345678")


def test_the_key_is_that_of_the_events_own_service_month(judge) -> None:
    in_october, in_november = (
        "R1,01012345678,2026-11-01 03:59:59,sms,11-1-1,0",
        "R2,01012345678,2026-11-01 04:00:00,sms,11-1-1,0",
    )
    rows = judge(in_october, in_november).kept.sort_by("record_number").to_pylist()
    assert [r["subscriber_key"] for r in rows] == [
        pseudonym.pseudonym(key, "01012345678") for key in (KEYS[date(2026, 10, 1)], KEY)
    ]


def test_midnight_is_counted_once(judge) -> None:
    """A midnight that belongs to two days is counted twice: 00:00:00 is hour 24 of the evening before, and of no other day."""
    row = "R1,01012345678,{},call,11-1-1,60"
    kept = judge(
        *(
            row.format(t)
            for t in (
                "2026-11-01 23:59:59",
                "2026-11-02 00:00:00",
                "2026-11-02 03:59:59",
                "2026-11-02 04:00:00",
            )
        )
    ).kept
    by_line = {r["record_number"]: (r["service_date"].day, r["hour"]) for r in kept.to_pylist()}
    assert by_line == {2: (1, 23), 3: (1, 24), 4: (1, 27), 5: (2, 4)}


def test_a_worker_that_remembers_keys_gives_the_same(judge) -> None:
    first, again = (judge(SOUND).kept["subscriber_key"].to_pylist() for _ in range(2))
    assert first == again


def test_blanks_carriage_returns_and_stray_bytes(judge) -> None:
    judged = judge(
        " R1 , 01012345678,2026-11-01 10:00:00 ,call,11-1-1,60 ",
        SOUND + "\r",
        b"R\xff,01012345678,2026-11-01 10:00:00,call,11-1-1,60",
    )
    assert len(judged.kept) == 2 and set(judged.kept["record_ref"].to_pylist()) == {"R1"}
    assert judged.refused["reasons"].to_pylist() == [["text_undecodable"]]


def test_who_opted_out_leaves_a_count(judge) -> None:
    judged = judge(SOUND, SOUND.replace("5678", "9999"), opted_out=(pseudonym.pseudonym(KEY, "01012345678"),))
    assert judged.opted_out["record_number"].to_pylist() == [2] and judged.kept[
        "record_number"
    ].to_pylist() == [3]
    assert "subscriber_key" not in judged.opted_out.column_names


def test_masked_lines_hold_the_key_instead_of_the_number(judge) -> None:
    refused = judge(
        "R1,01012345678,2026-11-01 10:00:00,fax,11-1-1,60",
        "R1,010-1234-5678,2026-11-01 10:00:00,call,11-1-1,60",
        "R1,2026-11-01 10:00:00,01012345678,call,11-1-1,60",
        "R1,01012345678,2026-11-01 10:00:00",
        "R1;010 1234 5678;",
    ).refused
    masked = refused["line_masked"].to_pylist()
    key = pseudonym.pseudonym(KEY, "01012345678").hex()
    assert masked[0] == f"R1,{key},2026-11-01 10:00:00,fax,11-1-1,60"
    assert len(masked) == 5 and all(
        "12345678" not in m and "1234-5678" not in m and "1234 5678" not in m for m in masked
    )


def test_chunks_cut_a_file_between_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columnar, "CHUNK_BYTES", 10)
    path = tmp_path / "lines.csv"
    path.write_text("one,1\n\ntwo,22222222222222\nthree")
    chunks = list(columnar.read_chunks(path, ","))
    assert [(c.first_number, [line.split(",\n")[0] for line in c.lines.to_pylist()]) for c in chunks] == [
        (1, ["one,1", ""]), (3, ["two,22222222222222"]), (4, ["three"])
    ]  # fmt: skip


def test_small_files_share_a_task_and_every_file_has_one() -> None:
    assert columnar.in_groups([5, 5, 5, 30, 5], heaviest=12, fewest=1) == [[0, 1], [2], [3], [4]]
    assert columnar.in_groups([1] * 24) == [list(range(12)), list(range(12, 24))]
    assert columnar.in_groups([7]) == [[0]] and columnar.in_groups([]) == []
    groups = columnar.in_groups([0, 0, 3], fewest=2)
    assert sorted(n for group in groups for n in group) == [0, 1, 2]


def test_the_newest_inventory_before_a_day_speaks_for_it(lake: Lake) -> None:
    for valid_from, cell in ((date(2026, 10, 1), "a"), (date(2026, 11, 1), "b")):
        folder = lake.partition("clean", "cell", "valid_from", str(valid_from))
        folder.mkdir(parents=True)
        row = {
            "valid_from": valid_from,
            "cell_id": cell,
            "latitude": 37.5,
            "longitude": 127.0,
            "active_from": date(2020, 1, 1),
        }
        pq.write_table(
            pa.Table.from_pylist([row]).append_column("active_to", pa.nulls(1, pa.date32())),
            folder / "part-0.parquet",
        )
    rows = {
        r["cell_id"]: (str(r["known_from"]), str(r["known_until"]))
        for r in events.read_inventory(lake).to_pylist()
    }
    assert rows == {"a": ("0001-01-01", "2026-10-31"), "b": ("2026-11-01", "9999-12-31")}
