"""The tiny lake's opt-out list: two deliveries, the second with one subscriber more."""

import hashlib
from datetime import date

FEEDS = ("opt_out",)

COLUMNS = {
    "clean/opt_out": "valid_from date, subscriber_key key, opted_out_on date, flags list<str>, source_file str, record_number int64"
}
KEYS = {"clean/opt_out": "valid_from"}
OF_FEED: dict[str, str] = {}
LISTS = {date(2022, 2, 25): ("kim", "lee", "park"), date(2022, 3, 2): ("kim", "lee", "park", "choi")}


def rows() -> dict[str, list[dict[str, object]]]:
    """Each delivery is the whole list."""
    entries: list[dict[str, object]] = [
        {
            "valid_from": day,
            "subscriber_key": hashlib.sha256(f"opt out {who}".encode()).digest()[:16],
            "opted_out_on": date(2022, 2, number),
            "flags": [],
            "source_file": f"opt_out/delivered={day}/opt_out_{day:%Y%m%d}.csv",
            "record_number": number,
        }
        for day, listed in LISTS.items()
        for number, who in enumerate(listed, start=2)
    ]
    return {"clean/opt_out": entries}


WAREHOUSE = ""

_FIRST = "where record_number = 2 and valid_from = '2022-03-02'"
DEFECTS: dict[str, tuple[str, str]] = {
    "opt_out_key_unique": ("opt_out", "insert into opt_out from opt_out limit 1"),
    "opt_out_subscriber_key_length": (
        "opt_out",
        f"update opt_out set subscriber_key = '01012345678'::blob {_FIRST}",
    ),
    "opt_out_opted_out_on_missing": ("opt_out", f"update opt_out set opted_out_on = null {_FIRST}"),
    "opt_out_day_range": ("opt_out", f"update opt_out set opted_out_on = '2022-03-03' {_FIRST}"),
    "opt_out_list_shrunk": (
        "opt_out",
        "delete from opt_out where valid_from = '2022-03-02' and record_number > 2",
    ),
    "opt_out_raw_number": ("opt_out", f"update opt_out set source_file = '연락처 010-1234-5678' {_FIRST}"),
}
