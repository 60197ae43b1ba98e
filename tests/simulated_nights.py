"""Nights of the simulated city as a cleaned lake, without files: who was seen where, beside where everybody truly was and lives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import h3
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql.pandas.types import to_arrow_schema

from nightowl.lake import Lake
from nightowl.profile import Profile
from simulator.ages import AGE_BANDS
from simulator.chance import stream
from simulator.city import IN_USE, SECTORS, City, build
from simulator.day import ACTIVITY, ACTIVITY_AT_NIGHT, FIRST_HOUR, VOLUME, Day
from simulator.feeds.resident_population import _rows as register_rows
from simulator.orders import Order
from simulator.people import People, settle
from spark_jobs import catalog
from spark_jobs.telecom.cells import shares_of, spans

NIGHT_HOURS = (4, 5, 6, *range(22, 28))
EVENTS_A_DAY = 8
Ids = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Nights:
    """The city, its subscribers, the service days, and `seen`: service_date, hour, person, place of every event."""

    city: City
    people: People
    days: Sequence[date]
    seen: pd.DataFrame
    place_hex: npt.NDArray[np.object_]

    @property
    def home_hex(self) -> npt.NDArray[np.object_]:
        """True home hexagon of each person."""
        return self.place_hex[self.people.home]


def key_of_person(person: int) -> bytes:
    """A stand-in for the pseudonym of a person."""
    return person.to_bytes(16, "big")


def person_of_key(key: bytes) -> int:
    """The person behind `key_of_person`."""
    return int.from_bytes(bytes(key), "big")


def write(
    lake: Lake,
    profile: Profile,
    days: Sequence[date],
    persons: Ids | int,
    sites: int,
    seed: int = 7,
    register: bool = True,
) -> Nights:
    """Write clean/{cell,telecom_event,resident_population} and aggregate/cell_hex_share of these service days.

    `persons`: how many subscribers, or which. Every event is a data session in a night hour; the carrier tells home area and age
    band as in its files.
    """
    city = build(seed, sites)
    everybody = settle(city, persons if isinstance(persons, int) else int(persons.max()) + 1, seed)
    people = everybody if isinstance(persons, int) else everybody.only(persons)
    ground = city.ground
    place_hex = np.array(
        [
            h3.latlng_to_cell(y, x, profile.hex_resolution)
            for y, x in zip(ground.latitude, ground.longitude, strict=True)
        ],
        dtype=object,
    )
    for month in sorted({day.replace(day=1) for day in days}):
        _write_cells(lake, profile, city, month)
    seen = pd.concat([_write_events(lake, people, day, seed) for day in days], ignore_index=True)
    for month in sorted({day.replace(day=1) for day in days}) if register else ():
        _write_register(lake, city, month, seed)
    return Nights(city, people, days, seen, place_hex)


def _put(lake: Lake, zone: str, table: str, key: str, value: str, rows: pd.DataFrame) -> None:
    folder = lake.partition(zone, table, key, value)
    folder.mkdir(parents=True)
    schema = to_arrow_schema(catalog.tables()[zone, table], timezone="UTC")
    pq.write_table(pa.Table.from_pandas(rows, schema, preserve_index=False), folder / "part-0.parquet")


def _write_cells(lake: Lake, profile: Profile, city: City, month: date) -> None:
    city = city.on(month)
    used = np.flatnonzero(city.site_status == IN_USE)
    cells = (used[:, None] * SECTORS + np.arange(SECTORS)).ravel()
    at = cells // SECTORS
    rows = pd.DataFrame(
        {
            "valid_from": month, "cell_id": [city.cell_id(c) for c in cells], "site_id": [city.site_id(s) for s in at], "technology": "LTE",
            "latitude": city.site_latitude[at], "longitude": city.site_longitude[at], "active_from": date(2014, 1, 1), "active_to": None,
            "hex_id": [h3.latlng_to_cell(city.site_latitude[s], city.site_longitude[s], profile.hex_resolution) for s in at],
            "flags": [[] for _ in at], "source_file": "cell/delivered=2026-11-01/x.csv", "record_number": np.arange(2, len(at) + 2),
        }
    )  # fmt: skip
    _put(lake, "clean", "cell", "valid_from", str(month), rows)
    rows["active_to"] = pd.Series([None] * len(rows), dtype=object)
    _put(
        lake,
        "aggregate",
        "cell_hex_share",
        "valid_from",
        str(month),
        shares_of(rows, spans([str(month)])[str(month)], profile),
    )


def _write_events(lake: Lake, people: People, day: date, seed: int) -> pd.DataFrame:
    """Draw how often each person phones in each night hour, as the carrier's files do, and write what it records."""
    plan, luck, city = Day(people, day), stream(seed, "nights", day.toordinal()), people.city.on(day)
    parts = []
    for hour in NIGHT_HOURS:
        weight = (ACTIVITY_AT_NIGHT if hour >= 24 or hour < 6 else ACTIVITY)[plan.state(hour)]
        expected = EVENTS_A_DAY * VOLUME[hour - FIRST_HOUR] / VOLUME.sum() * weight / weight.mean()
        person = np.repeat(np.arange(len(people)), luck.poisson(expected))
        parts.append(
            pd.DataFrame(
                {"hour": hour, "person": person, "cell": plan.cell(hour)[person], "place": plan.place(hour)[person],
                 "second": luck.integers(0, 3600, len(person))}
            )
        )  # fmt: skip
    seen = pd.concat(parts, ignore_index=True)
    midnight = pd.Timestamp(datetime(day.year, day.month, day.day, tzinfo=UTC)) - pd.Timedelta(hours=9)
    names = np.array([city.cell_id(c) for c in range(city.cells)], dtype=object)
    areas = np.array([*city.ground.dong_codes, None], dtype=object)[people.billed_dong]
    bands = np.array([*AGE_BANDS, None], dtype=object)[people.age_band]
    keys = np.array([key_of_person(n) for n in range(len(people))], dtype=object)
    person = seen.person.to_numpy()
    rows = pd.DataFrame(
        {
            "service_date": day, "hour": seen.hour, "event_at": midnight + pd.to_timedelta(seen.hour * 3600 + seen.second, unit="s"),
            "subscriber_key": keys[person], "event_type": "data", "cell_id": names[seen.cell], "duration_s": 60, "record_ref": None, "sequence": None,
            "side": None, "home_area": areas[person], "age_band": bands[person], "flags": [[] for _ in person], "extra_json": None,
            "source_file": f"telecom_event/delivered={day}/x.csv", "record_number": np.arange(2, len(seen) + 2),
        }
    )  # fmt: skip
    _put(lake, "clean", "telecom_event", "service_date", str(day), rows)
    return seen.assign(service_date=day)


def _write_register(lake: Lake, city: City, month: date, seed: int) -> None:
    order = Order(month, month, rows=5_000, seed=seed)
    names = ["month", "dong_code", "gu_name", "dong_name", "sex", "age_band", "residents_cnt"]
    rows = pd.DataFrame(register_rows(order, month), columns=names).astype({"residents_cnt": int})
    rows = rows.assign(
        flags=[[] for _ in range(len(rows))],
        source_file="resident_population/x.csv",
        record_number=range(2, len(rows) + 2),
    )
    _put(lake, "clean", "resident_population", "month", f"{month:%Y-%m}", rows)
