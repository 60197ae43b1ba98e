"""The classifier of cases without a kind: what it may learn from, where it answers, what its scores are of, and how it is kept."""

import json
from datetime import UTC, date, datetime, timedelta
from random import Random

import numpy as np
import pyarrow.parquet as pq
import pytest

from nightowl.complaint_rules import CategoryRules, Item
from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs.complaints import categories, category_model
from spark_jobs.complaints.category_model import (
    NEVER,
    OTHER,
    by_keyword,
    groups_of,
    learn,
    predict,
    score,
    threshold_for,
    with_other,
)
from tests.lake_schema import write_rows
from tests.spark_jobs.cases_by_hand import tell

DAY = date(2026, 11, 2)
WORDS = {
    "포트홀": "도로에 구멍이 크게 나서 차가 덜컹거립니다 아스콘으로 메워 주세요 깊이 패인 자리",
    "소음": "밤마다 공사장 기계 소리가 시끄러워 잠을 잘 수 없습니다 조용히 시켜 주세요",
    "가로수": "나뭇가지가 부러져 매달려 있어요 가지치기를 해 주시기 바랍니다 낙엽 뿌리",
}


def said(kind: str, luck: Random) -> str:
    """Words about a kind, in some order, with others that say nothing."""
    words = WORDS[kind].split()
    return " ".join([*luck.sample(words, 5), *luck.sample(("어제", "오늘", "집", "앞", "계속", "자꾸"), 3)])


def texts(number: int, seed: int = 1) -> tuple[list[str], np.ndarray]:
    luck = Random(seed)
    kinds = luck.choices(list(WORDS), k=number)
    return [said(kind, luck) for kind in kinds], np.array(kinds)


def test_it_tells_kinds_apart_and_is_silent_where_it_is_not_sure() -> None:
    said_, kinds = texts(300)
    model, _ = learn(said_, kinds, np.arange(300), {}, precision_min=0.9, cases_min=20)
    new, truth = texts(60, seed=2)
    answered = predict([*new, "무엇인지 모르겠습니다", ""], model)
    told = [(item, kind) for (item, _), kind in zip(answered, truth, strict=False) if item]
    assert len(told) > 50 and all(item == kind for item, kind in told)
    assert [item for item, _ in answered[-2:]] == [None, None]
    assert predict([], model) == []


def test_the_same_words_never_stand_on_both_sides() -> None:
    """Also through an incident: a ~ b by their words, b ~ c by their incident."""
    groups = groups_of(["가 나", " 가  나", "다", "라"], ["i1", "i2", "i2", "i3"])
    assert groups[0] == groups[1] == groups[2] != groups[3]


def test_texts_repeated_word_for_word_win_nothing() -> None:
    """Nonsense that tells its kind only by having been seen: held out by group it is no better than guessing, case by case it is."""
    luck = Random(3)
    nonsense = ["".join(luck.choices("가나다라마바사아자차", k=30)) for _ in range(40)]
    said_ = nonsense * 10
    kinds = np.array(["포트홀", "소음"])[np.array([luck.random() < 0.5 for _ in nonsense] * 10).astype(int)]
    rows = category_model.features(said_)
    kept = category_model.held_out(rows, kinds, groups_of(said_, [str(n) for n in range(len(said_))]))[0]
    leaked = category_model.held_out(rows, kinds, np.arange(len(said_)))[0]
    assert (leaked == kinds).mean() > 0.95
    assert (kept == kinds).mean() < 0.75


def test_kinds_of_few_cases_are_never_answered() -> None:
    said_, kinds = texts(200)
    rare = ["비둘기가 너무 많이 모여 있습니다"] * 19
    luck = Random(4)
    rare = [f"{text} {luck.random()}" for text in rare]
    items = np.array([*kinds, *["비둘기"] * 19])
    assert set(with_other(items, 20)) == {*WORDS, OTHER}
    assert set(with_other(items, 19)) == {*WORDS, "비둘기"}
    mixed = np.random.default_rng(1).permutation(219)
    model, scores = learn([[*said_, *rare][n] for n in mixed], items[mixed], np.arange(219), {}, precision_min=0.9, cases_min=20)  # fmt: skip
    assert predict([rare[0]], model)[0][0] is None
    assert scores[0].kinds_cnt == 3


def test_the_threshold_keeps_the_stated_precision_and_answers_as_many_as_it_can() -> None:
    items = np.array(["a", "a", "b", "a", "b", "b"])
    found = np.array(["a", "a", "a", "a", "b", OTHER])
    sure = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.99])
    assert threshold_for(items, found, sure, 0.8) == 0.5  # 4 of 5
    assert threshold_for(items, found, sure, 0.9) == 0.8  # 2 of 2, then 2 of 3
    assert threshold_for(items, np.array(["b"] * 2 + ["c"] * 4), sure, 0.9) == NEVER
    assert threshold_for(items[:2], found[1:3], np.array([0.7, 0.7]), 0.9) == 0.7
    assert threshold_for(items[1:3], found[1:3], np.array([0.7, 0.7]), 0.9) == NEVER, (
        "equally sure ones go together"
    )


def test_a_score_counts_silence_as_no_answer_and_each_kind_alike() -> None:
    items, found = np.array(["a", "a", "a", "b", OTHER]), np.array(["a", "a", "a", "a", OTHER])
    told = score("model", "folds", items, found, np.array([0.9, 0.9, 0.5, 0.9, 0.9]), 0.8)
    assert (told.accuracy, told.kinds_cnt, told.cases_cnt) == (0.8, 2, 5)
    assert told.macro_f1 == pytest.approx((6 / 7 + 0) / 2)
    assert (told.coverage, told.precision) == (0.6, pytest.approx(2 / 3))


def test_the_baseline_takes_the_longest_word() -> None:
    words = {"가로": "도로", "가로수": "가로수", "tree": "가로수"}
    assert by_keyword(["가로수가 기울었다", "가로등", "A Tree", "?"], words).tolist() == [
        "가로수",
        "도로",
        "가로수",
        OTHER,
    ]


def test_the_later_cases_are_scored_by_a_model_of_the_earlier_beside_two_baselines() -> None:
    said_, kinds = texts(300)
    _, scores = learn(said_, kinds, np.arange(300), {"소음": "소음"}, precision_min=0.9, cases_min=20)
    assert [(s.method, s.split) for s in scores] == [
        ("model", "folds"), ("model", "later"), ("keyword", "later"), ("commonest", "later"),
    ]  # fmt: skip
    by_model, keyword, commonest = scores[1:]
    assert by_model.cases_cnt == 60 and scores[0].cases_cnt == 240
    assert by_model.accuracy > 0.95 > 0.6 > max(keyword.accuracy, commonest.accuracy)


# In the lake


def version(number: int, kind: str | None, text: str, **more: object) -> dict[str, object]:
    at = datetime(2026, 11, 2, 3, tzinfo=UTC) + timedelta(seconds=number)
    return {
        "service_date": DAY, "case_id": f"c{number:04}", "received_at": at, "due_at": None, "closed_at": None, "updated_at": at, "status": "open",
        "status_text": "접수", "field": "도로", "item": kind, "channel": "120", "department": None, "dong_code": None, "latitude": None,
        "longitude": None, "title": None, "text": text, "answer": "조치했습니다", "on_time_published": None, "extra_json": None, "flags": [],
        "source_file": "complaint_version/delivered=2026-11-03/a.csv", "record_number": number,
    } | more  # fmt: skip


@pytest.fixture
def city(seoul: Profile) -> Profile:
    kinds = [Item(item=item, field="도로", words=["구멍"] if item == "포트홀" else []) for item in WORDS]
    rules = seoul.complaints.model_copy(update={"items": kinds, "categories": CategoryRules(cases_max=150)})
    return seoul.model_copy(update={"complaints": rules})


def delivered(lake: Lake, rows: list[dict[str, object]], day: date = date(2026, 11, 3)) -> None:
    write_rows(lake, "clean/complaint_version", rows)
    tell(lake, [], day)


def cases(number: int = 200) -> list[dict[str, object]]:
    said_, kinds = texts(number)
    return [version(n, str(kind), text) for n, (text, kind) in enumerate(zip(said_, kinds, strict=True))]


def test_it_learns_from_the_newest_word_of_cases_that_have_a_kind(lake: Lake, city: Profile) -> None:
    rows = [
        version(1, "구멍", "길이 패였다"), version(2, "소음", "옛 말", title="제목"), version(3, None, "무엇"), version(4, "비행기", "?"),
        version(5, "소음", "지워진 일", status="deleted"), version(6, "소음", " "),
        version(7, "가로수", "새 말", title="제목", case_id="c0002", updated_at=datetime(2026, 11, 2, 9, tzinfo=UTC)),
    ]  # fmt: skip
    delivered(lake, rows)
    learned = categories.cases_to_learn(lake, city, [str(DAY)])
    assert learned[["case_id", "kind", "said"]].to_numpy().tolist() == [
        ["c0001", "포트홀", "길이 패였다"],
        ["c0002", "가로수", "제목 새 말"],
    ]


def test_a_version_is_learned_kept_without_code_and_answers(lake: Lake, city: Profile) -> None:
    delivered(lake, cases())
    assert categories.newest_model(lake) is None
    assert categories.run(None, lake, city, DAY).partitions == ["2026-11-03"]
    name, model = categories.newest_model(lake) or ("", None)
    assert model and name == "2026-11-03" and model.classes == tuple(sorted(WORDS))
    folder = lake.partition("aggregate", categories.TABLE, "as_of_date", name)
    assert {f.name for f in folder.iterdir()} == {"model.npz", "model.json", "_run"}
    about = json.loads((folder / "model.json").read_text(encoding="utf-8"))["about"]
    assert about["days"] == "2026-11-02/2026-11-02" and about["scores"][0]["cases_cnt"] == 120
    assert predict(["공사장 기계 소리가 시끄러워 잠을"], model)[0][0] == "소음"
    scores = pq.read_table(lake.partition("aggregate", categories.SCORES, "as_of_date", name))
    assert scores["method"].to_pylist() == ["model", "model", "keyword", "commonest"]


def test_the_same_cases_give_the_same_model(lake: Lake, city: Profile) -> None:
    delivered(lake, cases())
    categories.run(None, lake, city, DAY)
    _, first = categories.newest_model(lake) or ("", None)
    categories.run(None, lake, city, DAY, rebuild=str(DAY))
    _, again = categories.newest_model(lake) or ("", None)
    assert first and again and (first.coefficients == again.coefficients).all()
    assert (first.intercepts == again.intercepts).all() and first.threshold == again.threshold


def test_a_version_serves_its_days_unless_the_kinds_change(lake: Lake, city: Profile) -> None:
    delivered(lake, cases())
    categories.run(None, lake, city, DAY)
    delivered(lake, cases(), date(2026, 11, 30))
    assert categories.run(None, lake, city, DAY).partitions == []
    delivered(lake, cases(), date(2026, 12, 1))
    assert categories.run(None, lake, city, DAY).partitions == ["2026-12-01"]
    fewer = city.model_copy(
        update={"complaints": city.complaints.model_copy(update={"items": city.complaints.items[:2]})}
    )
    assert categories.run(None, lake, fewer, DAY).partitions == ["2026-12-01"]
    _, model = categories.newest_model(lake) or ("", None)
    assert model and len(model.classes) == 2


def test_where_one_kind_is_known_there_is_nothing_to_learn(lake: Lake, city: Profile) -> None:
    delivered(lake, [version(n, "소음", f"시끄럽다 {n}") for n in range(50)])
    assert categories.run(None, lake, city, DAY).partitions == []
    assert categories.newest_model(lake) is None
    scores = pq.read_table(lake.partition("aggregate", categories.SCORES, "as_of_date", "2026-11-03"))
    assert scores["method"].to_pylist() == ["none"]


def test_a_model_of_other_features_is_refused(lake: Lake, city: Profile) -> None:
    delivered(lake, cases())
    categories.run(None, lake, city, DAY)
    path = lake.partition("aggregate", categories.TABLE, "as_of_date", "2026-11-03") / "model.json"
    path.write_text(path.read_text(encoding="utf-8").replace("65536", "1024"), encoding="utf-8")
    with pytest.raises(ValueError, match="learns again"):
        categories.newest_model(lake)
