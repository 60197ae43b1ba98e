"""Which cases tell of one thing: words, pairs, petitions, links; which days are linked again; what of an incident is told."""

from __future__ import annotations

from datetime import date
from math import log

import duckdb
import numpy as np
import pandas as pd
import pytest

from nightowl.complaint_rules import IncidentRules
from nightowl.lake import Lake
from nightowl.profile import Profile
from spark_jobs.complaints import case_states, cases, incident_cases, incidents
from spark_jobs.complaints.incident_links import FIRST, RESUBMITTED, SAME_WORDS, SIMILAR, links
from spark_jobs.complaints.incident_pairs import pairs, soon, there
from spark_jobs.complaints.incident_petitions import petitions, sentences
from spark_jobs.complaints.incident_words import SAID_LITTLE, WordCounts, bare, words
from tests.spark_jobs.conftest import land
from tests.spark_jobs.test_complaints import DAY, case_file, record

RULES = IncidentRules(quick_items=["버스"])
HOUR = 3_600


def counts_of(*texts: str) -> WordCounts:
    counts = WordCounts()
    counts.add(words(text) for text in texts)
    return counts


def test_words_lose_particles_marks_and_areas() -> None:
    assert words("강남구 역삼동 누리약국에서 [전화] 흰색 SUV가 753번") == (
        "누리약국",
        "흰색",
        "suv",
        "753",
    )
    assert bare(" 빨리, 와 주세요!! [이름] ") == "빨리와주세요"


def test_a_word_tells_what_its_rarity_tells_and_a_phrase_is_counted_once() -> None:
    counts = counts_of(*["확인 부탁"] * 6, "누리약국 입구", "중앙치과 입구")
    assert counts.information("누리약국") == pytest.approx(log(8))
    assert counts.information("입구") == pytest.approx(log(4))
    assert counts.information("부탁", "확인") == 0, "who writes the one writes the other"
    assert counts.most_telling(("확인", "부탁")) == pytest.approx(log(8 / 6))
    one, other = words("누리약국 입구 확인 부탁"), words("확인 부탁 누리약국 입구 트럭")
    assert counts.shared_share(one, other) == pytest.approx(
        1 - SAID_LITTLE / (SAID_LITTLE + log(8) + log(8 / 6)), abs=1e-9
    ), "입구 follows from 누리약국, 부탁 from 확인"
    assert counts.shared_share(one, words("중앙치과")) == 0
    counts.drop([words("중앙치과 입구")])
    assert counts.information("입구") == pytest.approx(log(7))


def cases_of(*rows: tuple[object, ...]) -> pd.DataFrame:
    """item, x_m, y_m, at_s, is_new, text, and the incident of earlier ones."""
    told = pd.DataFrame(rows, columns=["item", "x_m", "y_m", "at_s", "is_new", "text", "incident_id"])
    return told.assign(
        n=np.arange(len(told)), case_id=[f"c{n}" for n in range(len(told))], dong_code="11680640",
        words=told["text"].map(words), sentences=told["text"].map(sentences),
    )  # fmt: skip


def test_pairs_are_near_soon_of_one_kind_and_backwards() -> None:
    told = cases_of(
        ("버스", 0.0, 0.0, 0, False, "", "c0"),
        ("버스", 60.0, 0.0, 2 * HOUR, True, "", None),
        ("소음", 60.0, 0.0, 2 * HOUR, True, "", None),  # another kind
        ("버스", 201.0, 0.0, 3 * HOUR, True, "", None),  # too far
        ("버스", None, None, 3 * HOUR, True, "", None),  # its dong alone
        ("버스", 1.0, 0.0, 8 * 86_400, True, "", None),  # too late
    )
    found = pairs(told, 7, RULES)
    near = found[found["apart_m"].notna()]
    assert near[["later", "earlier", "apart_m", "apart_s"]].to_numpy().tolist() == [[1, 0, 60, 2 * HOUR]]
    assert (found["earlier"] < found["later"]).all()
    assert found.loc[found["apart_m"].isna(), ["later", "earlier"]].to_numpy().tolist() == [
        [4, 0],
        [4, 1],
        [4, 3],
    ]
    # By hand: the density where it is one thing, by that of the four of its kind around in seven days.
    usual = 4 / (750**2 * 7 * 86_400)
    apart = np.array([60.0])
    expected = np.log(there(apart, RULES) * soon(np.array([2.0 * HOUR]), np.array([True]), RULES) / usual)
    assert near["place_odds"].tolist() == pytest.approx(expected.tolist())


def test_densities_of_place_and_time_sum_to_one() -> None:
    metres, seconds = np.arange(0.05, 100, 0.1), np.arange(5.0, 7 * 86_400, 10)
    assert (2 * np.pi * metres * there(metres, RULES)).sum() * 0.1 == pytest.approx(1, abs=0.01)
    assert soon(seconds, np.zeros(len(seconds), bool), RULES).sum() * 10 == pytest.approx(1, abs=0.01)


def test_a_petition_is_sentences_that_stand_together() -> None:
    petition = "물류센터 건립 계획을 전면 백지화해 주십시오. 주민 동의 없이 짓는 것은 납득할 수 없습니다."
    common = ("쓰레기가 일주일째 쌓여 있어 냄새가 납니다.", "수거일이 화요일인데 두 번이나 걸렀습니다.", "검은 봉투를 골목에 계속 내놓습니다.", "감시 카메라를 달아 주시면 좋겠습니다.")  # fmt: skip
    texts = [f"{greeting} {petition} {own}" for greeting, own in (("안녕하세요.", ""), ("", "꼭 답변 부탁드립니다."), ("", ""), ("", ""), ("", ""))]  # fmt: skip
    texts += [f"{common[n % 4]} {common[(n + 1 + n // 4 % 3) % 4]}" for n in range(36)]
    said = pd.DataFrame(
        [(n, one) for n, text in enumerate(texts) for one in sentences(text)], columns=["n", "sentence"]
    )
    assert sorted(petitions(said, 5).index) == [0, 1, 2, 3, 4], (
        "sentences of one field are written in any company"
    )
    assert petitions(said, 6).empty, "five are not six"


BACKGROUND = [
    ("소음", 50_000.0 + 300 * n, 5_000.0 + 40 * n, 100 * n, False, f"가게{n} 스피커 소리가 너무 큽니다", f"old{n}")
    for n in range(3_000)
]  # fmt: skip


def linked(*new: tuple[object, ...], before: list[tuple[object, ...]] | None = None) -> list[tuple[str, str]]:
    told = cases_of(*BACKGROUND, *(before or []), *new)
    counts = WordCounts()
    counts.add(told["words"])
    found = links(told, counts, 7, RULES)
    name = dict(zip(told["case_id"], told["text"], strict=True))
    return [(name.get(i, i), rule) for i, rule in zip(found["incident_id"], found["link_rule"], strict=True)]


def test_links_go_backwards_to_the_likeliest_incident() -> None:
    at, truck = 5 * 86_400, "누리약국 앞 공사장 굴착기가 밤새 시끄럽습니다"
    first = ("소음", 0.0, 0.0, at, True, truck, None)
    again = ("소음", 2.0, 0.0, at + 50 * HOUR, True, f"재신고합니다. {truck}", None)
    neighbour = ("소음", 12.0, 8.0, at + 2 * HOUR, True, "누리약국 옆 굴착기 때문에 잠을 못 잡니다", None)
    elsewhere = (
        "소음",
        9_000.0,
        0.0,
        at + 3 * HOUR,
        True,
        "누리약국 앞 공사장 굴착기가 밤새 시끄럽습니다",
        None,
    )
    other = ("소음", 90.0, 20.0, at + 90 * HOUR, True, "교회 종소리가 큽니다", None)
    assert linked(first, again, neighbour, elsewhere, other) == [
        (truck, FIRST), (truck, RESUBMITTED), (truck, SIMILAR), (truck, FIRST), ("교회 종소리가 큽니다", FIRST),
    ]  # fmt: skip
    known = ("소음", 0.0, 0.0, at, False, truck, "known")
    assert linked(neighbour, before=[known]) == [("known", SIMILAR)]


def test_set_phrases_at_one_place_are_no_incident() -> None:
    phrase, at = "가게 스피커 소리가 너무 큽니다", 5 * 86_400
    crowd = [("소음", 300.0 * n, 0.0, HOUR * n, False, phrase, f"p{n}") for n in range(60)]
    new = ("소음", 305.0, 0.0, at, True, phrase, None)
    assert linked(new, before=crowd) == [(phrase, FIRST)]


def test_a_petition_is_one_incident_wherever_its_senders_live() -> None:
    text = "물류센터 건립 계획을 전면 백지화해 주십시오. 주민 동의 없이 짓는 것은 납득할 수 없습니다."
    sent = [("소음", 4_000.0 * n, 0.0, HOUR * n, False, text, f"p{min(n, 1)}") for n in range(6)]
    new = ("버스", 90_000.0, 0.0, 90 * HOUR, True, f"안녕하세요. {text}", None)
    assert linked(new, before=sent) == [("p1", SAME_WORDS)], (
        "of most of its cases, though the first was told alone"
    )
    assert linked(*[("버스", 4_000.0 * n, 0.0, n, True, text, None) for n in range(6)]) == [
        (text, FIRST),
        *[(text, SAME_WORDS)] * 5,
    ]


def told(case: str, day: str, hour: int = 9, **changes: str) -> str:
    facts = {"접수번호": case, "접수일시": f"{day} 오전 {hour}:00:00", "처리기한": "", "최종수정일시": f"{day} 오전 {hour}:00:00"}  # fmt: skip
    return record(facts | {"민원내용": f"{case}약국 앞 공사장 굴착기 소음"} | changes)


def test_days_are_linked_again_when_they_or_their_past_say_something_else(spark, lake: Lake, seoul: Profile) -> None:  # fmt: skip
    def night(delivered: str, *records: str) -> list[str]:
        if records:
            land(lake, cases.FEED, delivered, "m.csv", case_file(*records))
            cases.run(spark, lake, seoul, DAY)
        case_states.run(None, lake, seoul, DAY)
        return incident_cases.run(None, lake, seoul, DAY).partitions

    days = [f"2026-11-{day:02}" for day in range(1, 12)]
    assert night("2026-11-12", *[told(f"A{n}", day) for n, day in enumerate(days)]) == days
    assert night("") == []
    answered = told("A3", days[3], 처리상태="처리완료", 완료일시="2026-11-12 오전 9:00:00", 최종수정일시="2026-11-12 오전 9:00:00")  # fmt: skip
    assert night("2026-11-13", answered) == [], "an answer changes no link"
    assert night("2026-11-14", told("B", days[4], 8)) == days[4:], (
        "a late case is compared with all that came after"
    )
    assert night("") == []
    with duckdb.connect() as con:
        found = con.execute(f"select count(*), count(distinct case_id) from read_parquet('{lake.glob('aggregate', incident_cases.TABLE)}')").fetchone()  # fmt: skip
    assert found == (12, 12)
    assert incidents.run(None, lake, seoul, DAY).partitions == days
    assert incidents.run(None, lake, seoul, DAY).partitions == []


def counted(*sizes: tuple[int, str, str | None, int, bool]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"service_date": date(2026, 11, 1), "cases_cnt": n, "days_cnt": 2, "is_petition": is_petition, "field": "교통", "item": item,
             "dong_code": dong, "in_dong_cnt": in_dong}
            for n, item, dong, in_dong, is_petition in sizes
        ]
    )  # fmt: skip


def test_what_is_told_of_incidents_singles_nobody_out() -> None:
    rows = incidents.told_rows(
        counted(
            (12, "버스", "11680640", 12, False), (30, "택시", "11680640", 3, True), (3, "버스", "11680640", 3, False),
            *[(1, "버스", "11680640", 1, False)] * 4, *[(1, "택시", "11680640", 1, False)] * 5, (2, "신호등", "11680640", 2, False),
        ), 5,
    )  # fmt: skip
    many = rows[rows["size"] == "many"].sort_values("at_least_cases_cnt")
    assert many[["item", "at_least_cases_cnt", "dong_code", "days_cnt", "is_petition"]].replace({np.nan: None}).to_numpy().tolist() == [
        ["버스", 10, "11680640", 2, False], ["택시", 25, None, 2, True],
    ]  # fmt: skip
    small = rows[rows["size"] != "many"]
    assert small[["dong_code", "at_least_cases_cnt", "days_cnt", "is_petition"]].isna().all(axis=None)
    assert small["size"].value_counts().to_dict() == {"one": 9, "few": 2}
    shared = small.groupby("item", dropna=False).size().to_dict()
    assert min(shared.values()) >= 5, shared
    assert sorted(rows["incident_no"]) == list(range(1, 14))


def test_where_the_city_publishes_every_case_all_is_told() -> None:
    rows = incidents.told_rows(
        counted((3, "버스", "11680640", 2, False), (1, "택시", "11680640", 1, False)), 1
    )
    assert rows["at_least_cases_cnt"].dropna().tolist() == [3]
    assert rows["size"].tolist() == ["many", "one"]
    assert rows["item"].notna().all()
