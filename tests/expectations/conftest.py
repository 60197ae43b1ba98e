"""One sound night, judged in one DuckDB: the tiny lake, and a warehouse as small, written by hand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from nightowl import profile
from nightowl.lake import Lake
from tests import lakes
from tests.lake_fixture import DAY_2, write_tiny_lake

WAREHOUSE = """
    create table dim_date as select cast(unnest(range(date '2022-01-01', date '2023-01-01', interval 1 day)) as date) as calendar_date;
    create table dim_hex as select '8830e1d8c1fffff' as hex_id, 0.51::double as area_km2;
    create table dim_dong as select '11110515' as dong_code, 12000 as residents_cnt;
    create table dim_cell as select '11-00001-1' as cell_id, date '2022-03-01' as valid_from, true as is_current;
    create table fct_presence_hex_hour as select * from (values
        (date '2022-03-01', 25, '8830e1d8c1fffff', 8, 8.0::double, 9.0::double, false, 0),
        (date '2022-03-02', 25, '8830e1d8c1fffff', 8, 8.0, 9.0, false, 0),
        (date '2022-03-02', 26, '8830e1ca2bfffff', null, null, null, true, 1)
    ) t (service_date, hour, hex_id, persons_cnt, persons_est, events_est, is_hidden, hidden_sites_cnt);
    create table mart_owl__night_demand as
        select service_date as night_date, hour, hex_id, persons_cnt, persons_est, is_hidden from fct_presence_hex_hour;
    create table mart_owl__night_demand_typical as select * from (values
        (2, 25, '8830e1d8c1fffff', 1, 0, 8), (3, 26, '8830e1ca2bfffff', 1, 1, null)
    ) t (weekday, hour, hex_id, nights_cnt, hidden_nights_cnt, persons_median);
    create table fct_complaint_dong_day as select * from (values
        (date '2022-03-01', '11680640', 12, 6, 5, 0, false), (date '2022-03-01', 'unknown', null, null, null, null, true),
        (date '2022-03-02', '11680640', 10, 0, 5, 0, false)
    ) t (service_date, dong_code, cases_cnt, open_cnt, overdue_cnt, on_time_unknown_cnt, is_hidden);
    create table mart_complaints__dong_day as from fct_complaint_dong_day;
    create table mart_owl__night_boardings as
        select month, '01001' as ars_id, '종로2가' as stop_name, h as clock_hour, 10 as boardings_cnt
        from (values ('2022-02'), ('2022-03')) m (month), range(5) r (h);
    create table mart_owl__current_service as select * from (values
        ('N15', 'listed_and_boarded', '2022-03', 93, 3.0::double), ('N26', 'listed_only', null, null, null)
    ) t (route_no, service_status, month, boardings_cnt, boardings_per_night);
    create table fct_stop_hour as select * from (values
        (date '2022-03-01', 8, '01:11:4100001', 6, 7, 0, 0, false, false),
        (date '2022-03-02', 8, '01:11:4100001', 8, 9, null, null, false, true),
        (date '2022-03-02', 18, '01:11:4100001', null, null, 0, 0, true, false)
    ) t (service_date, hour, stop_id, boarding_persons_cnt, boardings_cnt, alighting_persons_cnt, alightings_cnt,
        is_boarding_hidden, is_alighting_hidden);
    create table mart_squirrel__stop_hour as select * from (values
        ('01:11:4100001', true, 8, 2, 9.0, 4.0, 0.75, 1.0, 0, 1), ('01:11:4100001', true, 18, 2, 3.0, null, 0.25, null, 0, 2)
    ) t (stop_id, is_workday, hour, days_cnt, boardings_mean, alightings_mean, boardings_day_share, alightings_day_share,
        hidden_boarding_cells_cnt, hidden_alighting_cells_cnt);
    create table fct_bus_stop_month as
        select month, 'N15' as route_no, 'N15번' as route_name, '01001' as ars_id, '종로2가' as stop_name, v as visit_seq, h as clock_hour
        from (values ('2022-02'), ('2022-03')) m (month), range(6) v (v), range(24) r (h);
"""


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """A fresh tiny lake that a test may break."""
    return write_tiny_lake(tmp_path / "home")


@pytest.fixture(scope="session")
def seoul() -> profile.Profile:
    """Seoul with every feed it names switched on, also those other cities read: no suite is passed over."""
    city = profile.load("seoul")
    return city.model_copy(
        update={"feeds": {n: f.model_copy(update={"enabled": True}) for n, f in city.feeds.items()}}
    )


@dataclass
class SoundNight:
    """Every table the suites read, as DuckDB tables that can be broken one at a time and mended again."""

    suites: dict
    night: object
    execute: Callable[[str], list[tuple]]
    run: Callable

    def expectations(self, view: str) -> list:
        return self.suites[view].expectations(self.night)

    def judge(self, view: str, code: str | None = None) -> list:
        """What is found in the tables as they lie now, by one expectation of a suite or all of them."""
        chosen = [e for e in self.expectations(view) if code in (None, e.meta["code"])]
        return self.run(self.suites[view], chosen)

    @contextmanager
    def damaged(self, view: str, damage: str) -> Iterator[None]:
        """The tables with `damage` (SQL) done to `view` or to tonight's files; mended afterwards."""
        self.execute(damage)
        try:
            yield
        finally:
            for name in {view, "night_file"}:
                self.execute(f'create or replace table main."{name}" as select * from sound."{name}"')


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory, seoul: profile.Profile) -> Iterator[SoundNight]:
    """The sound night: what the gate would judge, copied from views into tables."""
    from expectations import facts, gate
    from expectations.engine import Database

    lake = write_tiny_lake(tmp_path_factory.mktemp("sound"))
    database = Database()
    night = facts.prepare(database.execute, lake, seoul, DAY_2)
    night = replace(night, text_columns=database.text_columns)
    # The tiny lake tells of one file that came truncated: the only thing about it that is not sound.
    database.execute("delete from night_file where status = 'refused'")
    database.execute("update night_feed set files_refused = 0")
    database.execute("create schema sound")
    for statement in ";".join([WAREHOUSE, *(domain.WAREHOUSE for domain in lakes.domains())]).split(";"):
        if statement.strip():
            database.execute(statement)
    for suite in (*gate.LAKE_SUITES, *gate.MART_SUITES):
        if suite.zone in ("clean", "aggregate"):
            parts = list(night.touched[suite.parts_of]) if suite.parts_of else None
            database.execute(
                f'create table "{suite.view}" as select * from {facts.lake_table(lake, suite.zone, suite.table, parts)}'
            )
        elif suite.source:
            database.execute(f'create table "{suite.view}" as select * from {suite.source}')
    for (name,) in database.execute("select table_name from duckdb_tables() where schema_name = 'main'"):
        database.execute(f'create table sound."{name}" as select * from main."{name}"')
    suites = {suite.view: suite for suite in (*gate.LAKE_SUITES, *gate.MART_SUITES)}
    yield SoundNight(suites, night, database.execute, database.run)
    database.close()
