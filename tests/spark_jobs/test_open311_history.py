"""A city that speaks Open311, from its service to the history of its cases: mirrored whole, after a crash too, then what changed and what is gone."""

from datetime import date
from typing import Any

import pytest

from feeds import open311
from feeds.polite import Manners
from nightowl import profile
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.ledger import Ledger
from nightowl.profile import Profile
from spark_jobs import catalog
from spark_jobs.complaints import case_states, cases, dong_days
from tests.feeds.local_server import Answer
from tests.feeds.open311_server import Open311, a_day_later, requests

BEGINS, DAY, NEXT = date(2026, 4, 14), date(2026, 11, 2), date(2026, 11, 3)
HASTY = Manners(pause_s=0, timeout_s=5, tries_cnt=3, backoff_s=0.01)


@pytest.fixture(scope="module")
def austin() -> Profile:
    return profile.load("austin")


@pytest.fixture(autouse=True)
def on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for variable in (open311.KEY_VARIABLE, open311.ADDRESS_VARIABLE):
        monkeypatch.delenv(variable, raising=False)


def mirrored(lake: Lake, city: Profile, service: Open311, day: date) -> open311.Mirrored:
    return open311.fetch(lake, city, BEGINS, delivered=day, manners=HASTY, base_url=service.url)


def histories(spark, lake: Lake) -> dict[str, list[str]]:
    """The states of each case in the order they were told."""
    told = spark.read.parquet(str(lake.table("clean", cases.FEED)))
    rows = told.orderBy(*cases.version_order("America/Chicago")).select("case_id", "status").collect()
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(row.status)
    return found


def assert_fields_are_those_of_a_case(spark, lake: Lake) -> None:
    told = spark.read.parquet(str(lake.table("clean", cases.FEED)))
    closed, open_ = told.where("case_id in ('26-00000006', '26-00000007')").orderBy("case_id").collect()
    assert (closed.status, open_.status, open_.closed_at) == ("closed", "open", None)
    assert closed.closed_at == closed.updated_at > closed.received_at, (
        "the standard: it was closed when it was updated last"
    )
    assert (open_.item, open_.department, open_.text) == (
        "Graffiti, removal",
        "Public Works",
        "Part one of 7,\npart two",
    )
    assert (open_.latitude, open_.longitude, open_.due_at > open_.received_at) == (30.207, -97.707, True)
    assert '"address":"7 Main St"' in open_.extra_json
    (file,) = Ledger(lake).files(cases.FEED).values()
    assert (file.records, file.unknown_columns) == (file.rows_clean, [])


@pytest.mark.parametrize(
    ("count", "changes_cnt", "deletions_cnt", "how"),
    [
        (300, 30, 4, {"page_rows_max": 50}),
        pytest.param(12_500, 300, 40, {"page_rows_max": 500}, marks=pytest.mark.long),
    ],
    ids=["300_requests", "12_500_requests"],
)
def test_the_history_shows_what_changed_and_what_is_gone(
    spark, lake: Lake, austin: Profile, count: int, changes_cnt: int, deletions_cnt: int, how: dict[str, Any]
) -> None:
    held = requests(count) if count > 1000 else requests(count, span_s=3 * 86_400)
    later = a_day_later(held, changes_cnt, deletions_cnt)
    with Open311(held, **how) as service:
        service.always["page=3"] = Answer(drop=True)
        with pytest.raises(NightowlError, match="goes on after the answers kept so far: 2"):
            mirrored(lake, austin, service, DAY)
        service.always.clear()
        assert mirrored(lake, austin, service, DAY).listed_cnt == count
    cases.run(spark, lake, austin, DAY)
    assert histories(spark, lake) == {name: [request["status"]] for name, request in held.items()}
    assert_fields_are_those_of_a_case(spark, lake)

    with Open311(later, **how) as service:
        mirrored(lake, austin, service, NEXT)
    cases.run(spark, lake, austin, NEXT)
    gone = held.keys() - later.keys()
    changed = {name for name in later if later[name] != held[name]}
    assert (len(changed), len(gone)) == (changes_cnt, deletions_cnt)
    expected = {name: [request["status"]] for name, request in held.items()}
    expected |= {name: [*expected[name], "deleted"] for name in gone}
    expected |= {name: [*expected[name], "closed"] for name in changed}
    assert histories(spark, lake) == expected

    catalog.write_anchors(lake)
    case_states.run(None, lake, austin, NEXT)
    dong_days.run(None, lake, austin, NEXT)
    states = spark.read.parquet(str(lake.table("aggregate", case_states.TABLE)))
    assert {r.case_id for r in states.where("status = 'deleted'").collect()} == gone
    counted = spark.read.parquet(str(lake.table("aggregate", dong_days.TABLE)))
    (cases_cnt,) = counted.selectExpr("sum(cases_cnt)").first()
    assert cases_cnt == len(later), "what is gone is counted nowhere"
