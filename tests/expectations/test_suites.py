"""Every expectation of every suite: passes on a sound night, fails on its own defect; every suite notices an empty table."""

from pathlib import Path

import pytest

from tests.expectations.defects import DEFECTS

MODELS = Path(__file__).resolve().parents[2] / "dbt" / "models" / "marts"


def test_every_expectation_passes_on_the_sound_night(sound):
    found = {f.meta["code"]: (f.status, f.observed) for view in sound.suites for f in sound.judge(view)}
    assert {code: what for code, what in found.items() if what[0] != "pass"} == {}
    assert len(found) > 150


def test_every_expectation_has_its_defect_and_every_defect_its_expectation(sound):
    codes = [(view, e.meta["code"]) for view in sound.suites for e in sound.expectations(view)]
    own = {(view, code) for view, code in codes if not code.endswith("_rows_floor")}
    assert own == {(view, code) for code, (view, _) in DEFECTS.items()}
    assert len(codes) == len({code for _, code in codes}), "two expectations share a code"


@pytest.mark.parametrize("code", DEFECTS)
def test_an_expectation_fails_on_its_own_defect(sound, code):
    view, damage = DEFECTS[code]
    with sound.damaged(view, damage):
        (found,) = sound.judge(view, code)
    assert (found.status, found.meta["code"]) == ("fail", code), found.observed
    assert found.sample != "[]", "a failure shows its rows"
    assert "1234" not in found.sample and "binary" not in found.sample


def test_the_floor_of_every_suite_fails_on_an_empty_table(sound):
    for view in sound.suites:
        with sound.damaged(view, f'delete from "{view}"'):
            floor = sound.judge(view)[0]
        assert floor.meta["code"].endswith("_rows_floor"), view
        assert (floor.status, floor.severity, floor.observed) == ("fail", "critical", "0"), view


def test_every_expectation_says_in_words_what_to_do_and_who(sound):
    for view in sound.suites:
        for expectation in sound.expectations(view):
            meta = expectation.meta
            assert set(meta) == {"code", "owner", "sentence", "fix"} and all(meta.values()), meta
            assert meta["sentence"].endswith(".") and meta["fix"].endswith("."), meta
            assert expectation.severity.value in {"critical", "warning"}, meta


def test_no_suite_shows_a_persons_key(sound):
    assert not [view for view, suite in sound.suites.items() if "subscriber_key" in suite.keys]


@pytest.mark.skipif(not MODELS.exists(), reason="the dbt project is not in this checkout")
def test_every_mart_has_a_suite():
    from expectations import gate

    models = {path.stem for path in MODELS.rglob("*.sql") if path.parent.name != "quality"}
    assert models == {suite.table for suite in gate.MART_SUITES}


def test_hexadecimal_references_are_no_mobile_numbers(sound):
    """A record reference may hold eleven digits in a row by chance; only a number that stands alone is one."""
    harmless = (
        "update telecom_event set record_ref = 'R0101234567fa', source_file = 'events_20260101_04.csv.gz'"
    )
    with sound.damaged("telecom_event", harmless):
        (found,) = sound.judge("telecom_event", "telecom_event_raw_number")
    assert found.status == "pass"


def test_days_that_late_rows_re_opened_are_no_measure_of_a_days_volume(sound):
    few = " union all ".join(f"select 'telecom_event', '2022-02-{day}', 5, 5" for day in (21, 22, 23, 24))
    with sound.damaged("partition_rows_telecom_event", f"insert into partition_rows_telecom_event {few}"):
        (found,) = sound.judge("partition_rows_telecom_event", "telecom_event_volume_unusual")
    assert found.status == "pass"


def test_a_night_that_is_run_again_finds_later_days_and_is_content(sound):
    later = "insert into fct_presence_hex_hour select service_date + 3, * exclude (service_date) from fct_presence_hex_hour"
    with sound.damaged("fct_presence_hex_hour", later):
        (found,) = sound.judge("fct_presence_hex_hour", "fct_presence_hex_hour_stale")
    assert found.status == "pass"
