"""What people and machines act out keeps to its definition, and nobody else does anything like it: told from the files alone."""

from datetime import date, datetime, timedelta

import duckdb
import h3
import numpy as np
import polars as pl
import pytest
from landed_files import Landed
from rules_of_the_feeds import day_of, judge_cell, judge_opt_out, parsed

from nightowl.lake import Lake
from nightowl.profile import TelecomRules
from simulator import city as cities
from simulator.__main__ import deliver
from simulator.ages import AGE_BANDS, AGE_SHARES
from simulator.behaviours import BEHAVIOURS
from simulator.day import OUT, Day
from simulator.faults import FEWEST_ROWS, Served
from simulator.orders import Order
from simulator.people import PREPAID
from simulator.telecom_defects import ROW_DEFECTS
from simulator.troupe import machines

SATURDAY, SUNDAY = date(2026, 10, 31), date(2026, 11, 1)
ROWS = 60_000
FLAGS = (
    "two_places",
    "impossible_speed",
    "ping_pong",
    "partials_merged",
    "double_entry",
    "robot",
    "heavy_user",
)


@pytest.fixture(scope="module")
def wish() -> Order:
    return Order(SATURDAY, SUNDAY, ROWS, seed=5)


@pytest.fixture(scope="module")
def town(wish, tmp_path_factory) -> Landed:
    home = tmp_path_factory.mktemp("town")
    deliver(Lake(home), wish, ["cell", "opt_out", "telecom_event"])
    return Landed(home)


@pytest.fixture(scope="module")
def events(town) -> duckdb.DuckDBPyConnection:
    """Table `event`: every row that is sound in itself, with its place of that day and what the oracle says of it."""
    refused = town.refused("telecom_event")
    rows = []
    for file, number, line in town.records("telecom_event"):
        if (file, number) not in refused:
            ref, msisdn, moment, kind, cell, duration, sequence, area, band = line.decode().split(",")
            at = datetime.fromisoformat(moment)
            service_date = (at - timedelta(hours=4)).date()
            rows.append((file, number, ref, msisdn, at, service_date, kind, cell, int(duration), sequence, area, band))  # fmt: skip
    names = "source_file record_number ref msisdn seen_at service_date kind cell_id duration_s sequence home_area age_band"
    event = pl.DataFrame(rows, schema=names.split(), orient="row")
    cells = town.cells(judge_cell)
    cell = pl.DataFrame(
        [(month, cell, row[2], float(row[4]), float(row[5])) for (month, cell), row in cells.items()],
        schema=["month", "cell_id", "site_id", "latitude", "longitude"],
        orient="row",
    )
    oracle = pl.DataFrame(town.oracle("telecom_event"))
    con = duckdb.connect()
    con.register("raw_event", event.to_arrow())
    con.register("cell", cell.to_arrow())
    con.register("oracle", oracle.to_arrow())
    con.execute(
        f"""create macro km(a_lat, a_lon, b_lat, b_lon) as 2 * 6371 * asin(sqrt(
            pow(sin(radians(b_lat - a_lat) / 2), 2) + cos(radians(a_lat)) * cos(radians(b_lat)) * pow(sin(radians(b_lon - a_lon) / 2), 2)));
        create macro contradicts(a_lat, a_lon, a_at, b_lat, b_lon, b_at) as
            km(a_lat, a_lon, b_lat, b_lon) - {RULES.cell_reach_km} > {RULES.speed_kmh_max} / 3600.0 * abs(epoch(b_at) - epoch(a_at));
        create macro apart(a, b) as contradicts(a.lat, a.lon, a.at, b.lat, b.lon, b.at);
        create table event as select e.*, c.site_id, c.latitude, c.longitude, o.defect, o.outcome, o.reason from raw_event e
            join cell c on c.cell_id = e.cell_id and c.month = date_trunc('month', e.service_date)
            left join oracle o using (source_file, record_number);
        create table kept as select * from event where outcome is null or outcome = 'flag'"""
    )
    assert con.sql("select count(*) from event").fetchone()[0] == len(rows)
    return con


RULES = TelecomRules()
PERSON_DAY = "partition by msisdn, service_date"
# Each flag by its definition, over what is kept once parts and doubles are merged.
DEFINITIONS = {
    "two_places": f"""select source_file, record_number from kept a where exists (from kept b where a.msisdn = b.msisdn and a.seen_at = b.seen_at
        and km(a.latitude, a.longitude, b.latitude, b.longitude) > {RULES.cell_reach_km})""",
    "impossible_speed": f"""
        with beside as (select *, struct_pack(at := seen_at, lat := latitude, lon := longitude) as me,
                lag(me, 2) over w as before_2, lag(me) over w as before, lead(me) over w as after, lead(me, 2) over w as after_2
            from kept window w as ({PERSON_DAY} order by seen_at, source_file, record_number))
        select source_file, record_number from beside
        where (apart(before, me) and apart(me, after)) or (before is null and apart(me, after) and not coalesce(apart(after, after_2), false))
            or (after is null and apart(before, me) and not coalesce(apart(before_2, before), false))""",
    "ping_pong": f"""
        with beside as (select *, lag(seen_at) over w as at_1, lag(cell_id) over w as cell_1, lag(latitude) over w as lat_1,
            lag(longitude) over w as lon_1, lead(seen_at) over w as at_2, lead(cell_id) over w as cell_2
            from kept window w as ({PERSON_DAY} order by seen_at, source_file, record_number))
        select source_file, record_number from beside where cell_1 = cell_2 and cell_1 <> cell_id
            and epoch(at_2) - epoch(at_1) <= {RULES.ping_pong_s_max} and not contradicts(lat_1, lon_1, at_1, latitude, longitude, seen_at)""",
    "robot": f"""
        with gaps as (select msisdn, service_date, epoch(seen_at) - epoch(lag(seen_at) over ({PERSON_DAY} order by seen_at)) as gap_s from kept),
            regular as (select msisdn, service_date from gaps group by all
                having count(*) >= {RULES.robot_events_min} and stddev_samp(gap_s) / avg(gap_s) <= {RULES.robot_gap_variation_max})
        select source_file, record_number from kept semi join regular using (msisdn, service_date)""",
    "heavy_user": f"""select source_file, record_number from kept
        qualify count(*) over ({PERSON_DAY}) >= {RULES.heavy_events_min}""",
    "partials_merged": """select source_file, record_number from event where outcome is distinct from 'opted_out'
        qualify count(distinct nullif(sequence, '')) over (partition by msisdn, service_date, ref) > 1""",
    "double_entry": """select source_file, record_number from event where outcome is distinct from 'opted_out' and sequence = ''
        qualify count(*) over (partition by msisdn, service_date, ref) > 1""",
}  # fmt: skip


@pytest.mark.parametrize("flag", FLAGS)
def test_rows_that_answer_to_a_definition_are_those_planted_and_no_other(events, flag):
    found = set(events.sql(DEFINITIONS[flag]).fetchall())
    of_flag = (
        "select source_file, record_number from oracle where reason = ? and outcome in ('flag', 'merged')"
    )
    planted = set(events.execute(of_flag, [flag]).fetchall())
    assert found == planted
    assert len(found) >= 2 * 3


def test_each_behaviour_is_planted_as_often_as_a_kind_of_defect(events, wish):
    of_a_kind = 2 * wish.copies_of_a_kind(ROWS, len(ROW_DEFECTS))
    counts = dict(events.sql("select defect, count(*) from oracle group by all").fetchall())
    assert {d.code for d in BEHAVIOURS} <= set(counts)
    once = ("impossible_speed", "ping_pong", "partial_first", "double_entry_first", "double_entry_second")
    assert {code: counts[code] for code in once} == dict.fromkeys(once, of_a_kind)
    assert counts["two_places"] == 2 * of_a_kind
    assert 2 * of_a_kind <= counts["partial_other"] <= 3 * of_a_kind


def test_an_impossible_row_lies_ten_kilometres_off_between_two_at_the_true_cell(events):
    rows = events.sql(
        f"""select cell_1 = cell_2, epoch(seen_at) - epoch(at_1), km(lat_1, lon_1, latitude, longitude) from (
            select *, lag(cell_id) over w as cell_1, lead(cell_id) over w as cell_2, lag(seen_at) over w as at_1, lag(latitude) over w as lat_1,
                lag(longitude) over w as lon_1 from kept window w as ({PERSON_DAY} order by seen_at)) where defect = 'impossible_speed'"""
    ).fetchall()
    assert len(rows) >= 6
    assert all(same and 50 <= seconds <= 120 and km > 9.9 for same, seconds, km in rows)


def test_parts_of_a_call_follow_each_other_and_some_stand_in_a_later_file(events):
    calls = events.sql(
        """select list(sequence::int order by seen_at), list(epoch(seen_at)::bigint order by seen_at), list(duration_s order by seen_at),
            list(defect order by seen_at), count(distinct cell_id), count(distinct source_file)
        from event where reason = 'partials_merged' group by msisdn, ref"""
    ).fetchall()
    assert len(calls) >= 6
    assert sum(files > 1 for *_, files in calls) >= 3
    for numbers, begins, durations, defects, cells, _ in calls:
        assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) in (3, 4)
        assert begins[1:] == [a + b for a, b in zip(begins, durations, strict=True)][:-1]
        assert defects == ["partial_first", *["partial_other"] * (len(numbers) - 1)]
        assert cells == 1


def test_a_double_entry_is_one_call_within_three_seconds_at_a_near_cell_and_the_first_is_kept(events):
    pairs = events.sql(
        """select a.file_order <= b.file_order, epoch(b.seen_at) - epoch(a.seen_at), a.cell_id <> b.cell_id, abs(a.duration_s - b.duration_s),
            km(a.latitude, a.longitude, b.latitude, b.longitude)
        from (select *, (source_file, record_number) as file_order from event) a
        join (select *, (source_file, record_number) as file_order from event) b using (msisdn, ref)
        where a.defect = 'double_entry_first' and b.defect = 'double_entry_second'"""
    ).fetchall()
    assert len(pairs) >= 6
    assert {seconds for _, seconds, *_ in pairs} <= {0, 1, 2, 3}
    assert all(first and other and off <= 1 and km < 2.5 for first, _, other, off, km in pairs)


def test_machines_report_all_day_from_one_cell_and_the_same_on_both_days(events):
    robots, heavy = machines(ROWS)
    rows = events.sql(
        """select defect, msisdn, service_date, count(*), count(distinct site_id) from event
        where defect in ('robot', 'heavy_user') group by all"""
    ).fetchall()
    wanted = [("robot", day) for day in (SATURDAY, SUNDAY) for _ in range(robots)]
    wanted += [("heavy_user", day) for day in (SATURDAY, SUNDAY) for _ in range(heavy)]
    assert sorted((defect, day) for defect, _, day, *_ in rows) == sorted(wanted)
    assert all(count in (48, 96) if defect == "robot" else count >= 320 for defect, *_, count, _ in rows)
    assert {sites for *_, sites in rows} == {1}
    assert len({msisdn for _, msisdn, *_ in rows}) == robots + heavy
    assert machines(FEWEST_ROWS - 1) == (0, 0)
    assert machines(312_000) == (3, 1)


def test_all_rows_of_subscribers_on_the_opt_out_list_are_opted_out_and_no_other(events, town):
    listed = {
        line.split(b",")[0].decode() for _, _, line in town.records("opt_out") if not judge_opt_out(line)
    }
    rows = events.sql("select msisdn, outcome is not distinct from 'opted_out' from event").fetchall()
    assert all((msisdn in listed) == is_out for msisdn, is_out in rows)
    assert sum(is_out for _, is_out in rows) >= 20
    refused = town.refused("telecom_event")
    fields = {
        f for file, n, line in town.records("telecom_event") if (file, n) in refused for f in line.split(b",")
    }
    assert not {n for n in listed if n.encode() in fields}, (
        "no row of theirs is refused for a reason of its own"
    )


def faults(town, day: date) -> list[dict]:
    path = town.lake.oracle / "truth" / f"service_date={day}" / "cell_day.parquet"
    return pl.read_parquet(path).to_dicts()


@pytest.mark.parametrize("day", [SATURDAY, SUNDAY])
def test_the_site_with_a_wrong_clock_stands_apart_from_its_neighbours_in_the_file_by_a_constant(
    events, town, day
):
    told = [row for row in faults(town, day) if row["clock_skew_s"]]
    assert len(told) == 3
    assert len({row["clock_skew_s"] for row in told}) == 1
    skew = told[0]["clock_skew_s"]
    assert 20 * 60 <= abs(skew) <= 90 * 60
    rows = events.execute(
        """select epoch(seen_at) - median(epoch(seen_at)) over (partition by source_file order by record_number
                rows between 20 preceding and 20 following), site_id = ?, service_date
        from event where outcome is null or outcome = 'opted_out'""",
        [told[0]["cell_id"][:8]],
    ).fetchall()
    apart = [off for off, is_site, service_date in rows if is_site and service_date == day]
    assert len(apart) >= 30
    assert max(abs(off - skew) for off in apart) < 400


@pytest.mark.parametrize("day", [SATURDAY, SUNDAY])
def test_a_busy_site_is_silent_for_some_busy_hours_and_not_before(events, town, day):
    told = [row for row in faults(town, day) if row["silent_hours_cnt"]]
    assert len(told) == 3
    first, hours = told[0]["silent_from_hour"], told[0]["silent_hours_cnt"]
    assert first >= 9 and 4 <= hours <= 6 and first + hours <= 22
    by_hour = dict(
        events.execute(
            "select hour(seen_at - interval 4 hours) + 4 as hour, count(*) from event where service_date = ? and site_id = ? group by all",
            [day, told[0]["cell_id"][:8]],
        ).fetchall()
    )
    assert not set(by_hour) & set(range(first, first + hours))
    assert sum(by_hour.values()) > 100


def test_small_nights_have_no_faults_of_the_network(landed):
    assert faults(landed, SUNDAY) == []


def test_the_second_inventory_has_cells_elsewhere_new_ones_and_ended_ones(town, events):
    cells = town.cells(judge_cell)
    october, november = ({cell: row for (month, cell), row in cells.items() if month == first} for first in (date(2026, 10, 1), SUNDAY))  # fmt: skip
    moved = {
        cell: h3.great_circle_distance(*[(float(c[cell][4]), float(c[cell][5])) for c in (october, november)])
        for cell in set(october) & set(november)
        if october[cell][4:6] != november[cell][4:6]
    }
    assert len(moved) >= 9 and min(moved.values()) > 3
    assert all(november[cell][6] == "2026-11-01" for cell in moved)
    new, gone = set(november) - set(october), set(october) - set(november)
    assert len(new) >= 3 and all(november[cell][6] == "2026-11-01" for cell in new)
    ended = {cell for cell in november if november[cell][7] == "2026-10-31"}
    assert len(ended) >= 3 and all(october[cell][7] == "" for cell in ended)
    assert all(day_of(october[cell][7]) < date(2026, 10, 1) for cell in gone)
    seen = {
        day: {
            c
            for (c,) in events.execute(
                "select distinct cell_id from event where service_date = ?", [day]
            ).fetchall()
        }
        for day in (SATURDAY, SUNDAY)
    }
    for cells_of_change in (moved, new, ended):
        assert set(cells_of_change) & (seen[SUNDAY] | seen[SATURDAY])
    assert not seen[SATURDAY] & new and not seen[SUNDAY] & ended


def test_a_month_s_network_follows_from_the_month_alone():
    one, other = cities.build(1, 200).on(date(2027, 5, 3)), cities.build(1, 200).on(date(2027, 5, 30))
    assert one is other
    two_years_on = cities.build(1, 200).on(date(2029, 5, 1))
    assert (one.site_latitude == two_years_on.site_latitude).all()
    for month in range(1, 13):
        before, after = (
            cities.build(1, 200).on(date(2027 + (m > 12), (m - 1) % 12 + 1, 1)) for m in (month, month + 1)
        )
        assert ((before.site_status != after.site_status) & (after.site_status == cities.IN_USE)).any()
        assert ((before.site_status != after.site_status) & (after.site_status == cities.ENDED)).any()
        assert (before.site_latitude != after.site_latitude).any()


def test_home_area_is_the_dong_of_the_home_or_unknown_and_age_follows_the_pyramid(events, wish):
    people = wish.people
    number = people.numbers(people.ids)
    codes = wish.city.ground.dong_codes
    dong = dict(zip(number, (codes[d] for d in wish.city.dong_of(people.home)), strict=True))
    rows = events.sql("select distinct msisdn, home_area, age_band from event").fetchall()
    persons = [row for row in rows if row[0] in dong]
    assert len({msisdn for msisdn, *_ in persons}) == len(persons), (
        "what is known of a person does not change"
    )
    assert all(area in ("", dong[msisdn]) for msisdn, area, _ in persons)
    assert abs(np.mean([area == "" for _, area, _ in persons]) - PREPAID) < 0.03
    assert abs(np.mean([band == "" for *_, band in persons]) - 0.05) < 0.02
    for band, share in zip(AGE_BANDS, AGE_SHARES / AGE_SHARES.sum(), strict=True):
        found = np.mean([b == band for *_, b in persons if b])
        assert abs(found - share) < 0.015, band
    assert {row[1:] for row in rows if row[0] not in dong} == {("", "")}, "a machine has neither"


@pytest.mark.parametrize("day", [SATURDAY, SUNDAY])
def test_night_od_counts_the_last_sound_events_that_were_made_out(events, town, wish, day):
    """Rows of late deliveries aside: the truth is of the day's own delivery."""
    people, plan = wish.people, Day(wish.people, day)
    person = {n: i for i, n in enumerate(people.numbers(people.ids))}
    ground = wish.city.ground

    def hexagon(place: int) -> str:
        return h3.latlng_to_cell(ground.latitude[place], ground.longitude[place], 8)

    last = events.execute(
        """select msisdn, max(hour(seen_at - interval 4 hours) + 4) as hour from event
        where service_date = ? and (outcome is null or reason in ('ping_pong', 'partials_merged', 'double_entry'))
            and source_file like '%events_' || strftime(?::date, '%Y%m%d') || '%' group by all having hour >= 24""",
        [day, day],
    ).fetchall()
    state, place = ({h: f(h) for h in range(24, 28)} for f in (plan.state, plan.place))
    counts: dict[tuple, int] = {}
    skewed = Served(people, day, ROWS).is_skewed
    for msisdn, hour in last:
        p = person.get(msisdn)
        if p is not None and not skewed[p] and state[hour][p] == OUT:
            key = (day, hour, hexagon(place[hour][p]), hexagon(people.home[p]))
            counts[key] = counts.get(key, 0) + 1
    truth = pl.read_parquet(town.lake.oracle / "truth" / f"service_date={day}" / "night_od.parquet")
    assert truth.columns == ["service_date", "hour", "origin_hex", "home_hex", "persons_cnt"]
    assert {row[:4]: row[4] for row in truth.iter_rows()} == counts
    assert sum(counts.values()) > 50


def test_rows_of_a_wrong_clock_stay_in_the_hour_s_file(town, wish):
    """Their time is another hour's, their file is not: that is how a wrong clock is told."""
    served = Served(wish.people, SUNDAY, ROWS)
    cells = {row["cell_id"].encode() for row in faults(town, SUNDAY) if row["clock_skew_s"]}
    known = {(r["source_file"], r["record_number"]) for r in town.oracle("telecom_event")}
    off = []
    for file, number, line in town.records("telecom_event"):
        fields = line.split(b",")
        if "20261101" in file and (file, number) not in known and fields[4] in cells:
            at = parsed(fields[2].decode(), "%Y-%m-%d %H:%M:%S", r".*")
            true_at = at - timedelta(seconds=served.faults.clock_skew_s)
            off.append(f"{true_at:%H}" == f"{int(file[-9:-7]) % 24:02d}")
    assert len(off) >= 30 and all(off)
