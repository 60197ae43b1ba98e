"""The city has the shape it says: ground, people, nights out, and nobody faster than a bus."""

import math
import time
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pyarrow.parquet as pq
import pytest
from rules_of_the_feeds import judge_cell

from nightowl.errors import NightowlError
from simulator import city, people
from simulator.day import AT_WORK, OUT, Day
from simulator.feeds import FEEDS
from simulator.geography import seoul
from simulator.hubs import GU_RESIDENTS, HUBS
from simulator.orders import Order
from simulator.sizes import rows_of

WEDNESDAY, FRIDAY, SUNDAY = date(2026, 10, 28), date(2026, 10, 30), date(2026, 11, 1)


@pytest.fixture(scope="module")
def crowd() -> people.People:
    return people.settle(city.build(1, 300), 40_000, 1)


def test_the_ground_is_seoul():
    ground = seoul()
    assert len(ground.dong_codes) == len(set(ground.dong_codes)) == 467
    assert all(code.startswith("11") and len(code) == 8 for code in ground.dong_codes)
    assert set(ground.gus) == set(GU_RESIDENTS)
    assert 604 < ground.area_km2.sum() < 607


def test_every_size_says_its_rows_and_nonsense_is_refused():
    assert [rows_of(size) for size in ("tiny", "demo", "small", "1_000_000")] == [
        5_000,
        312_000,
        2_000_000,
        1_000_000,
    ]
    for size in ("huge", "-5", "0", "1.5", "100"):
        with pytest.raises(NightowlError, match="A size is one of"):
            rows_of(size)


def test_numbers_are_sound_and_no_two_persons_share_one(crowd):
    numbers = crowd.numbers(crowd.ids)
    assert len(set(numbers)) == len(crowd)
    assert {len(number) for number in numbers} == {10, 11}
    assert all(number[:2] == "01" and number[2] in "016789" for number in numbers)
    assert {number[:3] for number in numbers if len(number) == 11} == {"010"}


def test_a_person_keeps_home_and_number_in_a_larger_crowd_and_in_a_part_of_it(crowd):
    fewer = people.settle(crowd.city, 1_000, 1)
    assert (fewer.home == crowd.home[:1_000]).all()
    assert fewer.numbers(fewer.ids) == crowd.numbers(crowd.ids[:1_000])
    some = np.array([7, 311, 20_000])
    assert (Day(crowd.only(some), FRIDAY).cell(25) == Day(crowd, FRIDAY).cell(25)[some]).all()


def test_people_work_on_workdays_and_go_out_more_on_fridays(crowd):
    assert (Day(crowd, WEDNESDAY).state(11) == AT_WORK).mean() > 0.4
    assert not (Day(crowd, SUNDAY).state(11) == AT_WORK).any()
    assert not (Day(crowd, date(2026, 9, 25)).state(11) == AT_WORK).any(), "Chuseok is a day off"
    out = {day: Day(crowd, day).is_out.mean() for day in (WEDNESDAY, FRIDAY)}
    assert out[FRIDAY] > 1.5 * out[WEDNESDAY]


@pytest.mark.parametrize("hub_name", ["홍대입구", "이태원", "건대입구"])
def test_a_night_hub_holds_more_people_at_night_than_in_the_morning(crowd, hub_name):
    hub = [hub.name for hub in HUBS].index(hub_name)
    cells = np.unique(crowd.city.on(FRIDAY).first_cell[crowd.city.hub_places[hub]])
    night = Day(crowd, FRIDAY)
    there = {hour: np.isin(night.cell(hour), cells).sum() for hour in (10, 23)}
    assert there[23] > 1.3 * there[10]


def test_all_are_home_again_by_the_end_or_stay_out_to_it(crowd):
    night = Day(crowd, FRIDAY)
    out = [int((night.state(hour) == OUT).sum()) for hour in range(23, 28)]
    assert out == sorted(out, reverse=True)
    assert out[0] > 4 * out[-1] > 0
    home = night.is_out & (night.home_again == 25)
    assert home.any()
    assert (night.state(24)[home] == OUT).all()
    assert not (night.state(25)[home] == OUT).any()


def test_the_planted_truth_sums_the_people_and_shows_the_corridors(landed, order):
    folder = landed.lake.oracle / "truth" / f"service_date={SUNDAY}"
    homes = pq.read_table(folder / "home_hex.parquet").to_pylist()
    assert sum(row["persons_cnt"] for row in homes) == len(order.people)
    corridors = pq.read_table(folder / "corridor.parquet").to_pylist()
    night = Day(order.people, SUNDAY)
    assert sum(row["persons_cnt"] for row in corridors) == (night.is_out & (night.home_again > 24)).sum()
    assert (
        0 < sum(row["persons_seen_cnt"] for row in corridors) <= sum(row["persons_cnt"] for row in corridors)
    )


def test_corridors_outweigh_the_same_hub_s_other_districts(crowd):
    gu_of = np.array(
        [crowd.city.ground.gus[gu] for gu in crowd.city.ground.gu[crowd.city.dong_of(crowd.home)]]
    )
    for number, hub in enumerate(HUBS):
        if hub.corridor_gus:
            in_corridor = np.isin(gu_of, hub.corridor_gus)
            usual = crowd.night_hub == number
            assert usual[in_corridor].mean() > 2 * usual[~in_corridor].mean(), hub.name


def test_cells_of_sound_events_are_in_use_and_hubs_have_more_sites(landed, order):
    network = order.city.on(order.first_day)
    idle = {
        network.cell_id(cell)
        for status in (city.PLANNED, city.RETIRED, city.ENDED, city.UNLISTED)
        for cell in network.cells_of(status)
    }
    served = {
        network.cell_id(int(cell)) for cell in np.concatenate([network.first_cell, network.second_cell])
    }
    assert idle
    assert not idle & served


def test_nobody_is_seen_faster_than_a_city_bus(landed):
    """Over both nights, late rows included, and by the coordinates of the inventory in force."""
    place = {key: (float(row[4]), float(row[5])) for key, row in landed.cells(judge_cell).items()}
    planted = {
        (r["source_file"], r["record_number"])
        for r in landed.oracle("telecom_event")
        if r["outcome"] != "opted_out"
    }
    seen: dict[str, list[tuple[datetime, tuple[float, float]]]] = {}
    for file, number, line in landed.records("telecom_event"):
        if (file, number) not in planted:
            _, msisdn, moment, _, cell, *_ = line.decode().split(",")
            at = datetime.fromisoformat(moment)
            month = (at - timedelta(hours=4)).date().replace(day=1)
            seen.setdefault(msisdn, []).append((at, place[month, cell]))
    moves = 0
    for events in seen.values():
        events.sort()
        for (before, here), (after, there) in pairwise(events):
            km = math.hypot(
                (there[0] - here[0]) * 111.2, (there[1] - here[1]) * 111.2 * math.cos(math.radians(37.56))
            )
            moves += km > 0
            assert km <= 46 / 3600 * ((after - before) / timedelta(seconds=1) + 2), (
                before,
                here,
                after,
                there,
            )
    assert moves > 1_000


@pytest.mark.long
def test_200_000_rows_a_second_on_one_core(tmp_path):
    order = Order(SUNDAY, SUNDAY, 1_000_000)
    delivery = next(FEEDS["telecom_event"](order))
    assert len(order.people) > 0  # the crowd is settled before the clock starts
    started = time.process_time()
    records = delivery.write(tmp_path, lambda rows: None).records
    rate = records / (time.process_time() - started)
    print(f"{rate:,.0f} rows a second of one core")
    assert rate >= 200_000
