"""Each case as it was last told: which version counts, its kind, its place, its clock."""

from datetime import UTC, date, datetime

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from pyspark.sql.pandas.types import to_arrow_schema

from nightowl import profile
from nightowl.complaint_rules import ComplaintRules, Item
from nightowl.profile import Profile
from spark_jobs.complaints import case_states
from spark_jobs.complaints.category_model import Model, learn
from spark_jobs.complaints.schema import COMPLAINT_CASE, COMPLAINT_VERSION

DAY, AS_OF = date(2026, 11, 2), date(2026, 11, 3)
COLUMNS = to_arrow_schema(COMPLAINT_VERSION, timezone="UTC")
NINE, NOON, ONE = (datetime(2026, 11, 2, h - 9, tzinfo=UTC) for h in (9, 12, 13))  # of Seoul's clock
AS_OF_MOMENT = datetime(2026, 11, 2, 19, tzinfo=UTC)  # 04:00 of the 3rd in Seoul


@pytest.fixture(scope="module")
def seoul() -> Profile:
    return profile.load("seoul")


def version(case: str, delivered: str = "2026-11-03", number: int = 2, **more: object) -> dict[str, object]:
    facts = {
        "service_date": DAY, "case_id": case, "received_at": NINE, "status": "open", "field": "교통", "item": "불법주정차",
        "source_file": f"complaint_version/delivered={delivered}/m.csv", "record_number": number,
    }  # fmt: skip
    return dict.fromkeys(COLUMNS.names) | facts | more


def states(
    city: Profile, *versions: dict[str, object], model: Model | None = None
) -> dict[str, dict[str, object]]:
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        con.register("version", pa.Table.from_pylist(list(versions), COLUMNS))
        made = case_states.states(con, city, AS_OF, model)
    assert made.select(COMPLAINT_CASE.names).num_rows == len({v["case_id"] for v in versions})
    return {row["case_id"]: row for row in made.to_pylist()}


# status, due, closed, the source's word → late, by its own clock, which of them told it, in time
JUDGED = [
    ("closed", NOON, NOON, None, False, False, "clock", True),
    ("closed", NOON, ONE, None, True, True, "clock", False),
    ("open", NOON, None, None, True, True, "clock", None),
    ("open", AS_OF_MOMENT, None, None, False, False, "clock", None),  # its limit is this very moment
    ("withdrawn", NOON, None, None, None, None, None, None),
    ("withdrawn", NOON, None, "unknown", None, None, None, None),
    ("closed", NOON, ONE, "on_time", False, True, "published", True),
    ("closed", NOON, NOON, "overdue", True, False, "published", False),
    ("closed", NOON, ONE, "unknown", None, True, "published", None),
]


@pytest.mark.parametrize(("status", "due", "closed", "word", "late", "by_clock", "rule", "in_time"), JUDGED)
def test_what_is_late_and_who_tells(seoul, status, due, closed, word, late, by_clock, rule, in_time) -> None:
    told = version("A", status=status, due_at=due, closed_at=closed, on_time_published=word)
    row = states(seoul, told)["A"]
    assert (row["is_overdue"], row["is_late_by_clock"], row["on_time_rule"], row["is_on_time"]) == (late, by_clock, rule, in_time)  # fmt: skip


def test_the_newest_version_counts_and_reopenings_are_counted(seoul) -> None:
    closed = {"status": "closed", "closed_at": ONE}
    later = datetime(2026, 11, 2, 8, tzinfo=UTC)
    rows = states(
        seoul,
        version("timed", updated_at=later, **closed),
        version("timed", delivered="2026-11-04", updated_at=NINE),  # delivered later, about an earlier time
        version("untimed", delivered="2026-11-03", **closed),
        version("untimed", delivered="2026-11-04"),
        version("restless", number=2),
        version("restless", number=3, **closed),
        version("restless", number=4),
        version("restless", number=5, **closed),
        version("restless", number=6),
    )
    told = {case: (r["status"], r["versions_cnt"], r["reopened_cnt"]) for case, r in rows.items()}
    assert told == {"timed": ("closed", 2, 0), "untimed": ("open", 2, 1), "restless": ("open", 5, 2)}


def test_a_case_without_a_limit_has_that_of_its_kind(seoul) -> None:
    rows = states(
        seoul,
        version("given", due_at=NOON),
        version("of its kind"),
        version("in working days", field=None, item="  버스 "),
        version("no kind", item="비둘기"),
        version("nothing", field=None, item=None),
    )
    told = {case: (r["due_rule"], r["due_at"] and f"{r['due_at']:%d %H}", r["item_rule"], r["item"], r["field"]) for case, r in rows.items()}  # fmt: skip
    assert told == {
        "given": ("given", "02 03", "mapped", "불법주정차", "교통"),
        "of its kind": ("item", "02 03", "mapped", "불법주정차", "교통"),
        "in working days": ("item", "10 15", "mapped", "버스", "교통"),  # to the end of the 10th in Seoul
        "no kind": (None, None, "unmapped", None, "교통"),
        "nothing": (None, None, "unmapped", None, None),
    }


def test_a_city_that_names_no_kinds_keeps_its_sources_and_a_word_may_stand_for_one(seoul) -> None:
    silent = seoul.model_copy(update={"complaints": ComplaintRules()})
    row = states(silent, version("A", item="비둘기"))["A"]
    assert (row["item"], row["item_rule"], row["due_at"]) == ("비둘기", "given", None)
    kinds = ComplaintRules(
        items=[Item(item="불법주정차", field="교통", limit_h=3, words=["Illegal  Parking"])]
    )
    row = states(seoul.model_copy(update={"complaints": kinds}), version("A", item="illegal parking"))["A"]
    assert (row["item"], row["item_rule"]) == ("불법주정차", "mapped")


def test_hours_run_on_past_midnight_and_places_have_their_hexagon(seoul) -> None:
    rows = states(
        seoul,
        version("night", received_at=datetime(2026, 11, 2, 18, 59, tzinfo=UTC)),
        version("placed", latitude=37.5665, longitude=126.978),
    )
    assert (rows["night"]["hour"], rows["night"]["hex_id"]) == (27, None)
    assert (rows["placed"]["hour"], rows["placed"]["hex_id"]) == (9, "8830e1d8c1fffff")


def test_of_a_case_without_a_kind_the_model_answers_where_it_is_sure(seoul) -> None:
    words = {
        "불법주정차": "차가 횡단보도를 막고 서 있습니다 단속해 주세요",
        "소음": "밤마다 공사장 소리가 시끄러워 잠을 못 잡니다",
    }
    kinds = np.array([kind for kind in words for _ in range(60)])
    texts = [f"{words[kind]} {number}" for number, kind in enumerate(kinds)]
    model, _ = learn(texts, kinds, np.arange(len(kinds)), {}, precision_min=0.9, cases_min=20)
    untold = {"field": None, "item": None}
    rows = states(
        seoul,
        version("told", text=words["소음"]),
        version("loud", title="민원", text=words["소음"], **untold),
        version("parked", text=words["불법주정차"], item="주차", field=None),
        version("unclear", text="문의드립니다", **untold),
        version("silent", **untold),
        model=model,
    )
    told = {case: (r["item"], r["field"], r["item_rule"], r["due_rule"]) for case, r in rows.items()}
    assert told == {
        "told": ("불법주정차", "교통", "mapped", "item"),
        "loud": ("소음", "환경", "classified", "item"),
        "parked": ("불법주정차", "교통", "classified", "item"),
        "unclear": (None, None, "unmapped", None),
        "silent": (None, None, "unmapped", None),
    }
