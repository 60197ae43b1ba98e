"""A lake small enough to check by hand, with every table a room downstream of Spark reads.

Two service days (2022-03-01, a holiday, and the day after), three hexagons, four cells, two dongs, two bus months.
Events, presence, ledger and quarantine agree with each other: presence is counted from the events, the ledger from the files.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import h3

from nightowl.lake import Lake
from tests import lakes
from tests.lake_schema import FEEDS, KEYS, Row, write_rows

K_PERSONS = 5
DAY_1, DAY_2 = date(2022, 3, 1), date(2022, 3, 2)
HEX_A, HEX_B, HEX_C = "8830e1d8c1fffff", "8830e1ca2bfffff", "8830e1da95fffff"  # City Hall, Gangnam, nobody's
RUN_1, RUN_2 = "20220301-000001", "20220302-000001"

# Persons of each service hour 4..27; the last four are the owl night's 24-27, the first is hour 28 of the night before.
PERSONS: dict[tuple[date, str], tuple[int, ...]] = {
    (DAY_1, HEX_A): (5, 6, 7, 8, 9, 9, 9, 8, 8, 8, 7, 7, 7, 8, 9, 9, 8, 8, 7, 7, 9, 8, 7, 6),
    (DAY_2, HEX_A): (6, 6, 7, 8, 9, 9, 9, 8, 8, 8, 7, 7, 7, 8, 9, 9, 8, 8, 7, 7, 8, 8, 6, 5),
    (DAY_1, HEX_B): (0, 0, 2, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 5, 5, 5, 5, 5, 3, 0, 1),
    (DAY_2, HEX_B): (2, 0, 0, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 5, 5, 5, 5, 7, 5, 4, 0),
}
CELL_OF = {HEX_A: "11-00001-1", HEX_B: "11-00002-1"}

# Cards that ride from one stop to the other in each hour, 20 minutes; in hour 27 from 03:50 on, so that they alight in hour 28.
STOP_A, STOP_B = "01:11:4100001", "01:11:4100002"
RIDES: dict[date, dict[int, int]] = {
    DAY_1: {8: 6, 9: 3, 18: 7, 27: 5},
    DAY_2: {7: 5, 8: 8, 17: 4, 18: 9, 25: 6},
}

# Lines of a bus month: route, name, ARS, stop, virtual, visit, (boardings, alightings) of clock hours 0-4; each later hour has 10 and 9.
_QUIET = ((0, 0),) * 5
BUS_LINES = [
    (
        "N15",
        "N15번(우이동~남태령)",
        "01001",
        "종로2가",
        False,
        1,
        ((10, 1), (20, 2), (30, 3), (40, 4), (5, 5)),
    ),
    ("N15", "N15번(우이동~남태령)", "01001", "종로2가", False, 2, ((1, 0), (2, 0), (3, 0), (4, 0), (0, 6))),
    (
        "N15",
        "N15번(우이동~남태령)",
        None,
        "남태령역(가상)",
        True,
        1,
        ((0, 7), (0, 0), (0, 0), (0, 0), (0, 0)),
    ),
    ("N26", "N26번(강서~중랑)", "01001", "종로2가", False, 1, ((100, 11), (0, 0), (0, 0), (0, 0), (0, 0))),
    ("143", "143번(정릉~개포동)", "01001", "종로2가", False, 1, ((7, 70), (0, 8), (0, 0), (0, 0), (9, 0))),
    ("143", "143번(정릉~개포동)", "23285", "강남역", False, 1, _QUIET),
]
OWL_BOARDINGS = 215  # of one month: routes N…, clock hours 0-4

# Complaints by day of receipt and dong: closed in time, closed late, open with the limit ahead, open with it behind.
COMPLAINTS: dict[tuple[date, str | None], tuple[int, int, int, int]] = {
    (DAY_1, "11680640"): (5, 1, 2, 4),
    (DAY_1, "11110515"): (5, 0, 2, 0),
    (DAY_1, None): (3, 0, 0, 0),
    (DAY_2, "11680640"): (5, 5, 0, 0),
}

# Records the cleaning refused, and one duplicate a day: (feed, file name, record, reason, masked line)
REFUSED = [
    (
        "telecom_event",
        f"telecom_event/delivered={DAY_2}/events_20220301_20.csv.gz",
        3,
        "cell_unknown",
        "R00,*,2022-03-01 20:00:00,call,99-9,1",
    ),
    ("telecom_event", f"telecom_event/delivered={DAY_2}/events_20220301_20.csv.gz", 5, "blank_record", ""),
    (
        "resident_population",
        "resident_population/delivered=2022-03-01/residents_202203.csv",
        14,
        "sex_unknown",
        "2022-03,11680640,x",
    ),
]
DUPLICATES = {f"telecom_event/delivered={DAY_2}/events_20220301_21.csv.gz": 1}


def write_tiny_lake(home: Path, feeds: Iterable[str] = FEEDS) -> Lake:
    """Write the tiny lake under `home`; a feed that is left out has its anchors only, as in a city that has it switched off."""
    lake = Lake(home).make()
    feeds = set(feeds)
    clean: dict[str, list[Row]] = {
        "telecom_event": telecom_rows(), "cell": cell_rows(), "resident_population": resident_rows(), "bus_stop_month": bus_rows(),
        "card_tap": tap_rows(), "complaint_version": complaint_rows(),
    }  # fmt: skip
    tables_of = {table: rows for domain in lakes.domains() for table, rows in domain.rows().items()}
    clean |= {feed: tables_of.pop(f"clean/{feed}") for domain in lakes.domains() for feed in domain.FEEDS}
    clean = {feed: rows if feed in feeds else [] for feed, rows in clean.items()}
    tables: Mapping[str, list[Row]] = {
        **{f"clean/{feed}": rows for feed, rows in clean.items()},
        **{f"quarantine/{feed}": quarantine_rows(feed) if feed in feeds else [] for feed in FEEDS},
        "aggregate/cell_hex_share": [
            {
                "valid_from": r["valid_from"],
                "cell_id": r["cell_id"],
                "hex_id": r["hex_id"],
                "share": 1.0,
                "is_main": True,
            }
            for r in clean["cell"]
        ],
        "aggregate/presence_hex_hour": presence_rows() if "telecom_event" in feeds else [],
        "aggregate/presence_hex_hour_public": public_rows() if "telecom_event" in feeds else [],
        "aggregate/stop_hour": stop_hour_rows() if "card_tap" in feeds else [],
        "aggregate/stop_hour_public": stop_hour_public_rows() if "card_tap" in feeds else [],
        "aggregate/complaint_dong_day": dong_day_rows() if "complaint_version" in feeds else [],
        "aggregate/complaint_dong_day_public": dong_day_public_rows() if "complaint_version" in feeds else [],
        **{
            table: rows if lakes.feed_of(table) in (None, *feeds) else [] for table, rows in tables_of.items()
        },
        "aggregate/hex": hex_rows(),
        "aggregate/holiday": holiday_rows(),
        **ledger_rows(clean),
        "quality/run": run_rows(),
        "quality/result": result_rows(),
    }
    for table, rows in tables.items():
        write_rows(lake, table, rows)
    return lake


def presence_rows() -> list[Row]:
    """Presence as counted from the events; the first person of an even hour makes a second call."""
    return [
        {
            "service_date": day,
            "hour": hour,
            "hex_id": hex_id,
            "persons_cnt": persons,
            "persons_est": float(persons),
            "events_est": float(persons + (hour % 2 == 0)),
        }
        for (day, hex_id), counts in PERSONS.items()
        for hour, persons in enumerate(counts, start=4)
        if persons
    ]


def public_rows() -> list[Row]:
    """Presence with the counts of sites with fewer than k persons hidden. (Spark would hide the other site beside it too, as a lone
    hidden count is; here both kinds of rows are wanted.)"""
    hidden = {
        "persons_cnt": None,
        "persons_est": None,
        "events_est": None,
        "is_hidden": True,
        "hidden_sites_cnt": 1,
    }
    shown = {"is_hidden": False, "hidden_sites_cnt": 0}
    return [row | (hidden if int(str(row["persons_cnt"])) < K_PERSONS else shown) for row in presence_rows()]


def telecom_rows() -> list[Row]:
    """Events: person n of a hexagon-hour calls in minute n, from the hexagon's one cell."""
    rows: list[Row] = []
    lines: dict[str, int] = defaultdict(lambda: 1)
    refused = {(file, number) for _, file, number, _, _ in REFUSED}
    for (day, hex_id), counts in PERSONS.items():
        for hour, persons in enumerate(counts, start=4):
            file = f"telecom_event/delivered={day + timedelta(days=1)}/events_{day:%Y%m%d}_{hour:02d}.csv.gz"
            for call in range(persons + (hour % 2 == 0) if persons else 0):
                lines[file] += 1
                while (file, lines[file]) in refused:
                    lines[file] += 1
                at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(
                    hours=hour - 9, minutes=call
                )
                key = hashlib.sha256(f"{hex_id} {call % persons}".encode()).digest()[:16]
                rows.append(
                    {"service_date": day, "hour": hour, "event_at": at, "subscriber_key": key, "event_type": "call", "cell_id": CELL_OF[hex_id],
                     "duration_s": 60, "record_ref": f"R{len(rows):04d}", "sequence": None, "side": None, "home_area": None, "age_band": None, "flags": [], "extra_json": None, "source_file": file, "record_number": lines[file]}
                )  # fmt: skip
    return rows


def cell_rows() -> list[Row]:
    """Two inventories: the second drops one cell, moves one to 5G and adds one in an empty hexagon."""
    inventory = [
        (date(2022, 2, 1), "11-00001-1", "S1", "LTE", HEX_A, None), (date(2022, 2, 1), "11-00002-1", "S2", "LTE", HEX_B, None),
        (date(2022, 2, 1), "11-00004-1", "S4", "LTE", HEX_B, date(2022, 2, 20)),
        (date(2022, 3, 1), "11-00001-1", "S1", "LTE", HEX_A, None), (date(2022, 3, 1), "11-00002-1", "S2", "5G", HEX_B, None),
        (date(2022, 3, 1), "11-00003-1", "S3", "5G", HEX_C, None),
    ]  # fmt: skip
    lines: dict[date, int] = defaultdict(lambda: 1)
    rows: list[Row] = []
    for day, cell, site, technology, hex_id, active_to in inventory:
        latitude, longitude = h3.cell_to_latlng(hex_id)
        lines[day] += 1
        rows.append(
            {"valid_from": day, "cell_id": cell, "site_id": site, "technology": technology, "latitude": latitude, "longitude": longitude,
             "active_from": date(2020, 1, 1), "active_to": active_to, "hex_id": hex_id, "flags": [],
             "source_file": f"cell/delivered={day}/cell_inventory_{day:%Y%m%d}.csv", "record_number": lines[day]}
        )  # fmt: skip
    return rows


def resident_rows() -> list[Row]:
    """Two months of two dongs, two sexes, three age bands: 100 persons a row in February, 110 in March."""
    dongs = [("11110515", "종로구", "청운효자동"), ("11680640", "강남구", "역삼1동")]
    return [
        {"month": month, "dong_code": code, "gu_name": gu, "dong_name": dong, "sex": sex, "age_band": age, "residents_cnt": count,
         "flags": [], "source_file": f"resident_population/delivered={month}-01/residents_{month.replace('-', '')}.csv", "record_number": number}
        for month, count in (("2022-02", 100), ("2022-03", 110))
        for number, (code, gu, dong, sex, age) in enumerate(
            ((*dong, sex, age) for dong in dongs for sex in "MF" for age in ("20-24", "40-44", "70+")), start=2
        )
    ]  # fmt: skip


def bus_rows() -> list[Row]:
    """Two equal months; a line of the file becomes 24 rows, one a clock hour."""
    return [
        {"month": month, "route_no": route, "route_name": name, "stop_id": None, "ars_id": ars, "stop_name": stop, "is_virtual_stop": virtual, "visit_seq": visit,
         "clock_hour": hour, "boardings_cnt": on, "alightings_cnt": off, "flags": [] if ars else ["ars_missing", "virtual_stop"],
         "source_file": f"bus_stop_month/delivered=2022-04-01/bus_{month}.txt", "record_number": number}
        for month in ("2022-02", "2022-03")
        for number, (route, name, ars, stop, virtual, visit, night) in enumerate(BUS_LINES, start=2)
        for hour, (on, off) in enumerate((*night, *((10, 9),) * 19))
    ]  # fmt: skip


def tap_rows() -> list[Row]:
    """Rides: card n of an hour boards in its own minute; the first pays for two, in hour 18 the last forgets to tap out."""
    rows: list[Row] = []
    for day, rides in RIDES.items():
        file = f"card_tap/delivered={day + timedelta(days=1)}/TB_KTS_DWTCD_METROPOLITAN_{day:%Y%m%d}.csv.gz"
        places = ((hour, n) for hour, cards in rides.items() for n in range(cards))
        for number, (hour, n) in enumerate(places, start=2):
            at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(
                hours=hour - 9, minutes=n + 50 * (hour == 27)
            )
            off = hour != 18 or n + 1 < rides[hour]
            rows.append(
                {"service_date": day, "hour": hour, "boarded_at": at, "alighted_at": at + timedelta(minutes=20) if off else None,
                 "card_key": hashlib.sha256(f"card {n}".encode()).digest()[:16], "card_type": "02", "mode": "bus", "route_id": "01:11:41110001",
                 "vehicle_id": "01:11:7000001", "board_stop_id": STOP_A, "alight_stop_id": STOP_B if off else None, "journey_ref": f"{number:08d}",
                 "transfer_cnt": 0, "user_type": "01", "passengers_cnt": 2 if n == 0 else 1, "distance_m": 6000 if off else None,
                 "ride_s": 1200 if off else None, "extra_json": None, "flags": [] if off else ["alight_missing"],
                 "source_file": file, "record_number": number}
            )  # fmt: skip
    return rows


def stop_hour_rows() -> list[Row]:
    """Stop hours as counted from the taps."""
    cells: dict[tuple[object, int, str], list[list[object]]] = defaultdict(lambda: [[], []])
    for ride in tap_rows():
        cells[ride["service_date"], ride["hour"], STOP_A][0].append(ride["passengers_cnt"])  # type: ignore[index]
        if ride["alighted_at"]:
            cells[ride["service_date"], ride["hour"] + (ride["hour"] == 27), STOP_B][1].append(
                ride["passengers_cnt"]
            )  # type: ignore[operator,index]
    return [
        {"service_date": day, "hour": hour, "stop_id": stop, "boarding_persons_cnt": len(on), "boardings_cnt": sum(on),
         "alighting_persons_cnt": len(off), "alightings_cnt": sum(off)}
        for (day, hour, stop), (on, off) in cells.items()
    ]  # fmt: skip


def stop_hour_public_rows() -> list[Row]:
    """Stop hours with the counts of 1 to k-1 cards hidden, boardings and alightings apart."""
    rows = []
    for row in stop_hour_rows():
        for side in ("boarding", "alighting"):
            hidden = 0 < int(str(row[f"{side}_persons_cnt"])) < K_PERSONS
            row |= {f"is_{side}_hidden": hidden}
            row |= {f"{side}_persons_cnt": None, f"{side}s_cnt": None} if hidden else {}
        rows.append(row)
    return rows


def complaint_rows() -> list[Row]:
    """Versions: each case as it was received, at 10:00 with a limit at 13:00 or in a year; those closed once more, at 12:00 or 14:00."""
    rows: list[Row] = []
    for (day, dong), counts in COMPLAINTS.items():
        file, noon = (
            f"complaint_version/delivered={day + timedelta(days=1)}/minwon_{day:%Y%m%d}.csv",
            datetime(day.year, day.month, day.day, 3, tzinfo=UTC),
        )
        kinds = [kind for kind, count in enumerate(counts) for _ in range(count)]
        for case, kind in enumerate(kinds):
            due = noon + (timedelta(days=365) if kind == 2 else timedelta(hours=1))
            told: Row = {
                "service_date": day, "case_id": f"1AA-2203-{day:%d}{(dong or '000')[-3:]}{case:02}", "received_at": noon - timedelta(hours=2), "due_at": due,
                "closed_at": None, "updated_at": noon - timedelta(hours=2), "status": "open", "status_text": "접수", "field": "교통",
                "item": "불법주정차", "channel": "120", "department": "교통지도과", "dong_code": dong, "latitude": 37.5, "longitude": 127.03,
                "title": "신고", "text": "차가 서 있습니다, 120에도 말했습니다. [전화]", "answer": None, "on_time_published": None,
                "extra_json": None, "flags": [], "source_file": file,
            }  # fmt: skip
            ended = noon + timedelta(hours=2 * kind)
            closed = {
                "status": "closed",
                "status_text": "처리완료",
                "closed_at": ended,
                "updated_at": ended,
                "answer": "조치하였습니다.",
            }
            rows += [told, told | closed] if kind < 2 else [told]
    numbers: dict[object, int] = defaultdict(lambda: 1)
    for row in rows:
        numbers[row["source_file"]] += 1
        row["record_number"] = numbers[row["source_file"]]
    return rows


def dong_day_rows() -> list[Row]:
    """Cases as counted from their newest versions, as of the morning after the second day."""
    return [
        {"service_date": day, "dong_code": dong or "unknown", "cases_cnt": sum(counts), "open_cnt": counts[2] + counts[3],
         "overdue_cnt": counts[1] + counts[3], "on_time_unknown_cnt": 0, "as_of_date": DAY_2 + timedelta(days=1) if day == DAY_1 else None}
        for (day, dong), counts in COMPLAINTS.items()
    ]  # fmt: skip


def dong_day_public_rows() -> list[Row]:
    """The counts with fewer than k cases hidden, and parts that are few or leave few."""
    parts = ("open_cnt", "overdue_cnt", "on_time_unknown_cnt")
    rows = []
    for row in dong_day_rows():
        cases = int(str(row["cases_cnt"]))
        hidden = cases < K_PERSONS
        small = [p for p in parts if {int(str(row[p])), cases - int(str(row[p]))} & set(range(1, K_PERSONS))]
        gone = (*parts, "cases_cnt") if hidden else small
        rows.append(row | dict.fromkeys(gone) | {"is_hidden": hidden})
    return rows


def quarantine_rows(feed: str) -> list[Row]:
    """The refused records of one feed."""
    return [
        {"delivered": date.fromisoformat(file.split("/")[1].removeprefix("delivered=")), "source_file": file, "record_number": number,
         "reasons": [reason], "first_reason": reason, "line_masked": line, "rule_version": "1"}
        for of_feed, file, number, reason, line in REFUSED
        if of_feed == feed
    ]  # fmt: skip


def hex_rows() -> list[Row]:
    """The three hexagons with their real shapes."""
    rows: list[Row] = []
    for hex_id in (HEX_A, HEX_B, HEX_C):
        latitude, longitude = h3.cell_to_latlng(hex_id)
        ring = [f"{lng:.6f} {lat:.6f}" for lat, lng in h3.cell_to_boundary(hex_id)]
        rows.append(
            {"hex_id": hex_id, "resolution": 8, "centre_latitude": latitude, "centre_longitude": longitude, "area_km2": h3.cell_area(hex_id, "km^2"),
             "boundary_wkt": f"POLYGON (({', '.join([*ring, ring[0]])}))"}
        )  # fmt: skip
    return rows


def holiday_rows() -> list[Row]:
    """One holiday on the first service day, one far from any data."""
    return [
        {"country": "KR", "holiday_date": DAY_1, "name_ko": "삼일절", "name_en": "Independence Movement Day"},
        {
            "country": "KR",
            "holiday_date": date(2030, 1, 1),
            "name_ko": "신정연휴",
            "name_en": "New Year's Day",
        },
    ]


def ledger_rows(clean: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """A file record and a part record for each delivered file, counted in lines of the file, and one refused file."""
    records: dict[tuple[str, str], set[object]] = defaultdict(set)
    parts: dict[str, str] = {}
    flagged: dict[str, dict[str, set[object]]] = defaultdict(lambda: defaultdict(set))
    for feed, rows in clean.items():
        for row in rows:
            for flag in row["flags"]:  # type: ignore[attr-defined]
                flagged[str(row["source_file"])][flag].add(row["record_number"])
            records[feed, str(row["source_file"])].add(row["record_number"])
            parts[str(row["source_file"])] = str(row[KEYS[f"clean/{feed}"]])
    files: list[Row] = []
    for (feed, file), lines in sorted(records.items()):
        reasons = [{"reason": reason, "rows": 1} for of_feed, name, _, reason, _ in REFUSED if name == file]
        files.append(file_record(feed, file, len(lines), DUPLICATES.get(file, 0), reasons))
        files[-1]["flagged"] = [{"flag": f, "rows": len(n)} for f, n in sorted(flagged[file].items())]
    counts = (
        "run_id",
        "feed",
        "source_file",
        "rows_clean",
        "rows_duplicate",
        "rows_merged",
        "rows_opted_out",
        "recorded_at",
    )
    part_rows = [
        {name: row[name] for name in counts} | {"part": parts[str(row["source_file"])]} for row in files
    ]
    if files:
        files.append(
            file_record(
                files[-1]["feed"],
                f"{files[-1]['feed']}/delivered={DAY_2}/truncated.csv.gz",
                0,
                0,
                [],
                refused=True,
            )
        )
    return {"ledger/file": files, "ledger/part": part_rows}


def file_record(
    feed: object, file: str, rows_clean: int, duplicates: int, reasons: list[Row], *, refused: bool = False
) -> Row:
    """One ledger record of a file, whose sums close."""
    quarantined = len(reasons)
    return {
        "run_id": RUN_2, "feed": feed, "service_date": DAY_2, "source_file": file, "sha256": hashlib.sha256(file.encode()).hexdigest(),
        "delivered": date.fromisoformat(file.split("/")[1].removeprefix("delivered=")), "status": "refused" if refused else "loaded",
        "reason_code": "file_truncated" if refused else None, "sentence": "The file ends in the middle of a record." if refused else None,
        "bytes": 1000, "records": rows_clean + duplicates + quarantined, "longest_line_bytes": 120, "compression_ratio": 4.0, "unknown_columns": [],
        "rows_clean": rows_clean, "rows_duplicate": duplicates, "rows_merged": 0, "rows_opted_out": 0, "rows_quarantined": quarantined,
        "quarantined_by_reason": reasons, "flagged": [], "recorded_at": datetime(2022, 3, 3, 6, 30, tzinfo=UTC), "seconds": 1.5, "code_version": "0.1.0",
        "rule_version": "1", "key_id": "2022-03",
    }  # fmt: skip


def run_rows() -> list[Row]:
    """Two nights: the first published whole, the second with a warning."""
    return [
        {"run_id": run, "service_date": day, "started_at": datetime(2022, 3, 3, 6, tzinfo=UTC), "verdict": "published", "held_groups": [],
         "snapshot": f"warehouse-{day}-001.duckdb", "code_version": "0.1.0"}
        for run, day in ((RUN_1, DAY_1), (RUN_2, DAY_2))
    ]  # fmt: skip


def result_rows() -> list[Row]:
    """A passed critical check on each night; on the second, a failed warning with a sample row."""
    passed: Row = {
        "stage": "lake", "tool": "gx", "code": "cell_rows_floor", "table_name": "cell", "column_name": None, "group_name": "core",
        "severity": "critical", "owner": "telecom", "sentence": "The cell inventory holds at least one row.", "fix": "Ask the carrier again.",
        "status": "pass", "observed": "6", "failing_rows": 0, "total_rows": 6, "sample_json": "[]", "seconds": 0.1,
    }  # fmt: skip
    failed = passed | {
        "code": "cell_technology_known",
        "column_name": "technology",
        "severity": "warning",
        "status": "fail",
        "failing_rows": 1,
    }
    failed |= {"sample_json": '[{"cell_id": "11-00003-1"}]'}
    nights = [passed | {"run_id": run, "service_date": day} for run, day in ((RUN_1, DAY_1), (RUN_2, DAY_2))]
    nights.append(failed | {"run_id": RUN_2, "service_date": DAY_2})
    return [row | {"checked_at": datetime(2022, 3, 3, 6, 40, tzinfo=UTC)} for row in nights]
