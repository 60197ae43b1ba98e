"""One command loads all that lies in the folder of real public files, and the marts answer."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from nightowl.lake import Lake
from nightowl.ledger import Ledger
from nightowl.profile import load
from nightowl.quality import read_results, read_runs
from nightowl.snapshots import open_snapshot
from planning import squirrel
from tests.night.conftest import NIGHT, cli, real_data

pytestmark = pytest.mark.long
SEOUL = load("seoul")


@dataclass(frozen=True)
class Loaded:
    """The home after the load, and what the command printed."""

    lake: Lake
    output: str

    def ask(self, query: str) -> list[tuple]:
        with open_snapshot(self.lake) as con:
            return con.execute(query).fetchall()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Seoul's files of the folder, loaded by one command."""
    folder = real_data()
    if folder is None:
        pytest.skip("NIGHTOWL_REAL_DATA is unset: the real public files are not at hand")
    home: Path = tmp_path_factory.mktemp("open-data")
    ran = cli(home, "load", str(folder), "--city", "seoul", "--date", NIGHT, timeout_s=900)
    assert ran.code == 0, ran.output
    return Loaded(Lake(home), ran.output)


def test_every_record_of_every_file_has_an_outcome(loaded: Loaded) -> None:
    for feed in SEOUL.feeds:
        for record in Ledger(loaded.lake).files(feed).values():
            if record.status == "loaded":
                assert record.rows_accounted == record.records > 0, record.source_file


def test_the_command_ends_with_feeds_rows_and_problems(loaded: Loaded) -> None:
    told = loaded.output.split("What was loaded")[1]
    for words in ("bus_stop_month", "subway_station_day", "living_population", "station_registered_twice"):
        assert words in told
    assert "kt_aivle_gu_moving.csv" in told.split("\nrefused ", 1)[1], "its sentence is told"
    assert "birmingham_uci_dataset.csv" in told.split("No feed knows", 1)[1]


def test_one_broken_file_holds_nothing_back(loaded: Loaded) -> None:
    (run,) = read_runs(loaded.lake)
    assert (run.verdict, run.held_groups) == ("published", ())
    broken = [
        r for r in read_results(loaded.lake, run.run_id) if r.status != "pass" and r.severity == "critical"
    ]
    assert broken == []


def test_boardings_of_buses_and_subway_to_the_last_rider(loaded: Loaded) -> None:
    assert loaded.ask("select month, sum(boardings_cnt)::bigint from fct_bus_stop_month group by 1 order by 1") == [
        ("2022-01", 117_216_099), ("2022-02", 101_419_181), ("2022-03", 118_079_463)
    ]  # fmt: skip
    assert loaded.ask("select month, sum(boardings_cnt)::bigint from mart_owl__night_boardings group by 1 order by 1") == [
        ("2022-01", 160_445), ("2022-02", 142_792), ("2022-03", 214_357)
    ]  # fmt: skip
    repaired = "select rows_flagged from mart_quality__flag where flag = 'commas_in_name_repaired'"
    assert sorted(loaded.ask(repaired)) == [(704,), (704,), (705,)]
    assert loaded.ask(
        "select strftime(service_date, '%Y-%m'), sum(boardings_cnt)::bigint from fct_subway_station_day "
        "where year(service_date) in (2015, 2020) and month(service_date) = 3 group by 1 order by 1"
    ) == [("2015-03", 239_270_675), ("2020-03", 139_686_779)]


def test_living_population_is_whole_and_joins_the_boundaries(loaded: Loaded) -> None:
    # The weeks' hours, 424 dongs each; a week begins on Monday at midnight, which is hour 24 of Sunday's service day.
    weeks = """select count(*), count(distinct dong_code), bool_and(abs(male_low_cnt + female_low_cnt - persons_low_cnt) <= 2)
        from fct_living_population where area_type = 'dong' and service_date between date '{}' and date '{}' + 7"""
    for sunday in ("2019-03-03", "2020-03-08"):
        assert loaded.ask(weeks.format(sunday, sunday)) == [(424 * 168, 424, True)]
    city = """select min(persons), max(persons) from (select service_date, hour, sum(persons_low_cnt) as persons
        from fct_living_population where area_type = 'dong' and year(service_date) in (2019, 2020) group by 1, 2)"""
    ((least, most),) = loaded.ask(city)
    assert 8.6e6 <= least < most <= 11.5e6
    joined = "select count(distinct dong_code), count(*) filter (not is_matched) from mart_city__living_population where dong_code is not null"
    assert loaded.ask(joined) == [(424, 0)]
    methods = (
        "select method, count(*) from dim_dong_crosswalk where method like 'same%' group by 1 order by 1"
    )
    assert loaded.ask(methods) == [("same_code", 425), ("same_name_in_gu", 6)]


def test_the_newest_month_is_planned_on_and_a_higher_threshold_finds_less(loaded: Loaded) -> None:
    """The night planned March with the profile's rules; every candidate is over its threshold in the loads it names."""
    (plan,) = [name for (name,) in loaded.ask("select distinct plan from mart_squirrel__candidates")]
    assert plan == "screening-2022-03-60"
    traced = loaded.ask(
        "select c.rank, c.threshold, c.load_max, max(l.load_per_bus) from mart_squirrel__candidates c join fct_section_load l on "
        "l.route_no = c.route_no and l.pattern_id = c.pattern_id and l.period = c.period and l.section_seq between c.from_section_seq "
        "and c.to_section_seq and l.hour * 3600 >= c.from_s and l.hour * 3600 < c.to_s group by all order by 1"
    )
    assert [rank for rank, *_ in traced] == list(range(1, len(traced) + 1)) and len(traced) >= 10
    assert all(
        load_max >= threshold and abs(load_max - most) < 0.01 for _, threshold, load_max, most in traced
    )
    rules = SEOUL.transit.squirrel
    found = [
        squirrel.run(loaded.lake, SEOUL, "screening", rules=rules.model_copy(update={"threshold": threshold}))
        for threshold in (50.0, 60.0, 70.0)
    ]
    counts = [plan.segments.num_rows for plan in found]
    excess = [sum(plan.candidates["excess_passenger_min"].to_pylist()) for plan in found]
    assert counts == sorted(counts, reverse=True) and excess == sorted(excess, reverse=True)
    assert len(set(counts)) == 3 and found[-1].candidates.num_rows > 0


def test_the_days_missing_from_the_gu_file_are_named(loaded: Loaded) -> None:
    (run,) = read_runs(loaded.lake)
    samples = " ".join(
        r.sample_json or ""
        for r in read_results(loaded.lake, run.run_id)
        if r.status == "fail" and "gap" in r.code
    )
    assert "2024-02-19" in samples and "2024-02-20" in samples


def test_the_ten_stops_with_most_owl_boardings_have_a_place(loaded: Loaded) -> None:
    top = loaded.ask(
        "select stop_name, latitude, longitude, sum(boardings_cnt) as boardings from mart_owl__night_boardings "
        "where month = '2022-03' group by all order by boardings desc limit 10"
    )
    assert len(top) == 10 and all(37.4 < lat < 37.7 and 126.7 < lon < 127.2 for _, lat, lon, _ in top)
    ((located,),) = loaded.ask(
        "select 100.0 * sum(boardings_cnt) filter (is_located) / sum(boardings_cnt) from mart_transit__stop_location where month = '2022-03'"
    )
    assert located >= 99.0


def test_what_runs_at_night_is_told_beside_how_it_is_boarded(loaded: Loaded) -> None:
    rows = loaded.ask(
        "select service_status, count(*), sum(boardings_cnt) from mart_owl__current_service group by 1"
    )
    assert {status for status, _, _ in rows} >= {"listed_and_boarded"}
    assert sum(boardings or 0 for _, _, boardings in rows) == 214_357
