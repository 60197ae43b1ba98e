"""Case files: the oracle is exact, a case's story hangs together over the days, and personal data lies where the truth says."""

import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pyarrow.parquet as pq
import pytest
from rules_of_the_feeds import CASE_STATES, fields_of_case, judge_case, korean_moment
from test_simulator_oracle import delivered_of, judged, planted

from nightowl.lake import Lake
from simulator.__main__ import deliver
from simulator.complaint_texts import ITEMS
from simulator.feeds.complaint_version import EDGES, FEED, HEADER
from simulator.orders import Order
from simulator.personal_data import CLASSES

SUNDAY = date(2026, 11, 1)
WIDE, WORDS = "０１２３４５６７８９－", "공일이삼사오육칠팔구"
SHAPES = {
    "mobile": rf"01[016-9]([-. ]?)\d{{3,4}}\1\d{{4}}|\+82 1[016-9]-\d{{3,4}}-\d{{4}}|\(01\d\) \d{{3,4}}-\d{{4}}|[{WIDE}]{{12,13}}|[{WORDS}]{{3}} [{WORDS}]{{3,4}} [{WORDS}]{{4}}",
    "landline": r"0(2|3[12]|70)-\d{3,4}-\d{4}",
    "foreign_number": r"\+(81|1|86)[- ]\d{2,3}[- ]\d{3,4}[- ]\d{4}",
    "resident_number": r"\d{6}-?[1-8](\d|\*){6}",
    "card": r"\d{4}([- ]?)(\d{4}\1){2}\d{4}",
    "account": r"\d{3,6}-\d{2,3}-\d{6,7}",
    "plate": r"\d{2,3}[가-힣] ?\d{4}",
    "official_plate": r"[가-힣]{2} \d{2}[가-힣] \d{4}|외교 \d{3}-\d{3}|임 \d{4}",
    "email": r"\w+(@|골뱅이|\(at\))[\w.]+",
    "passport": r"[MSR](\d{8}|\d{3}[A-F]\d{4})",
    "licence": r"\d{2}-\d{2}-\d{6}-\d{2}",
    "messenger": r"[a-z]{5}[_.]?\d{3}",
    "ip": r"(\d{3}\.){3}\d{3}|2001:db8:[0-9a-f]{4}::[0-9a-f]{4}",
    "url": r"https://files\.example\.com/view\?token=\w{24}",
    "unit": r"\d{1,3}[동층] \d{3,4}호",
    "name": r"[가-힣]{3}",
}


@pytest.fixture(scope="module")
def told(landed) -> dict[str, list[list[str]]]:
    """Sound rows that were not added, by file."""
    odd = {
        (r["source_file"], r["record_number"]) for n in ("defects", "edges") for r in landed.oracle(FEED, n)
    }
    rows = defaultdict(list)
    for file, number, record in landed.records(FEED):
        if (file, number) not in odd:
            rows[file].append(fields_of_case(record))
    return rows


@pytest.fixture(scope="module")
def slips(landed) -> list[tuple[str, str]]:
    """Class and value of all personal data that was planted."""
    records = {(file, number): record for file, number, record in landed.records(FEED)}
    found = []
    for path in sorted(landed.lake.oracle.glob("truth/*/planted_text.parquet")):
        for row in pq.read_table(path).to_pylist():
            fields = fields_of_case(records[row["source_file"], row["record_number"]])
            text = fields[HEADER.index(row["column_name"])]
            found.append((row["class"], text[row["first_char"] : row["first_char"] + row["chars_cnt"]]))
    return found


def test_cases_are_refused_or_repeated_exactly_where_the_oracle_says(landed):
    found = judged(landed.records(FEED), lambda file, record: judge_case(record, delivered_of(file)))
    assert found == planted(landed, FEED)


def test_edge_rows_are_sound_and_what_they_are_said_to_be(landed):
    records = {(file, number): record for file, number, record in landed.records(FEED)}
    edges = landed.oracle(FEED, "edges")
    assert {e["edge"] for e in edges} == {e.code for e in EDGES}
    for edge in edges:
        fields = fields_of_case(records[edge["source_file"], edge["record_number"]])
        expected = {
            "midnight": fields[1].endswith(" 오전 12:00:00"),
            "noon": fields[1].endswith(" 오후 12:00:00"),
            "quotes_and_breaks": {"\n", ",", '"'} <= set(fields[13]),
            "no_due": fields[2] == "",
            "due_in_1900": fields[2] == "1900-01-01 오전 12:00:00",
            "no_place": fields[9:12] == ["", "", ""],
            "no_text": fields[13] == "",
            "reopened": fields[4] == "재접수",
        }
        assert expected[edge["edge"]], edge


def test_a_file_holds_its_days_cases_and_what_changed_of_the_six_days_before(told):
    for file, rows in told.items():
        day = delivered_of(file) - timedelta(days=1)
        received = Counter((korean_moment(r[1]) - timedelta(hours=4)).date() for r in rows)
        assert received[day] == 2_000
        assert set(received) <= {day - timedelta(days=back) for back in range(7)}
        assert sum(received.values()) > 2_200
        for r in rows:
            changed = korean_moment(r[16])
            assert (changed - timedelta(hours=4)).date() == day, (
                "nothing is told that did not happen that day"
            )
        assert len({r[0] for r in rows}) == len(rows)


def test_a_case_keeps_its_facts_from_file_to_file(told):
    first, second = ({r[0]: r for r in told[file]} for file in sorted(told))
    again = first.keys() & second.keys()
    assert len(again) > 100
    for case in again:
        before, after = first[case], second[case]
        assert [before[n] for n in (1, 2, *range(5, 14))] == [after[n] for n in (1, 2, *range(5, 14))]
        assert (before[3], before[4]) != (after[3], after[4])
        assert korean_moment(before[16]) < korean_moment(after[16])


def test_most_cases_end_in_time_and_some_do_not(told):
    rows = [r for found in told.values() for r in found]
    closed = [r for r in rows if CASE_STATES[r[4]] == "closed" and r[2]]
    late = sum(korean_moment(r[3]) > korean_moment(r[2]) for r in closed) / len(closed)
    assert 0.05 < late < 0.3
    limits = {item.name: item.limit_h for item in ITEMS}
    assert (limits["불법주정차"], limits["보안등"]) == (3, 24)
    for r in rows:
        if r[2]:
            assert korean_moment(r[2]) - korean_moment(r[1]) == timedelta(hours=limits[r[6]])
    states = Counter(CASE_STATES[r[4]] for r in rows)
    assert min(states[s] for s in ("open", "closed", "withdrawn")) > 10
    assert any(r[4] == "재접수" for r in rows)


def test_a_file_is_the_same_whatever_days_were_asked_for(landed, order, tmp_path):
    lake = Lake(tmp_path)
    deliver(lake, Order(SUNDAY, SUNDAY, order.rows), [FEED])
    (alone,) = (lake.landing / FEED).glob("*/*.csv")
    (among,) = (landed.lake.landing / FEED).glob(f"*/{alone.name}")
    assert alone.read_bytes() == among.read_bytes()


def test_a_tenth_of_the_texts_holds_personal_data_of_every_class_where_the_truth_says(slips, told):
    assert set(SHAPES) == set(CLASSES) == {kind for kind, _ in slips}
    for kind, value in slips:
        assert re.fullmatch(SHAPES[kind], value), (kind, value)
    share = len(slips) / sum(len(rows) for rows in told.values())
    assert 0.08 < share < 0.14


def test_mobile_numbers_are_those_of_subscribers_in_every_shape(slips, order):
    written = [value for kind, value in slips if kind == "mobile"]
    plain = str.maketrans(WIDE[:10] + WORDS, "0123456789" * 2)
    digits = {re.sub(r"\D", "", re.sub(r"^\+82 ", "0", value.translate(plain))) for value in written}
    assert digits <= set(order.people.numbers(np.arange(len(order.people))))
    shapes = {re.sub(r"[0-9]+", "9", value.translate(plain)) for value in written}
    assert shapes == {"9-9-9", "9", "9.9.9", "9 9 9", "+9 9-9-9", "(9) 9-9", "9－9－9"}


def test_the_oracle_holds_nothing_personal(landed, slips):
    texts = [path.read_bytes() for path in landed.lake.oracle.rglob("*.parquet")]
    values = {value.encode() for _, value in slips}
    assert len(values) > 200
    assert not [v for v in values if any(v in text for text in texts)]


def test_texts_look_like_what_people_write(told):
    texts = [r[13] for rows in told.values() for r in rows]
    assert sum("\n" in t for t in texts) > 0.05 * len(texts)
    assert sum('"' in t for t in texts) > 0.05 * len(texts)
    assert sum("," in t for t in texts) > 0.05 * len(texts)
    assert any("N61" in t for t in texts) and any("1588-1234" in t for t in texts)


@pytest.fixture(scope="module")
def incidents(landed, told) -> dict[str, list[tuple[str, list[str]]]]:
    """Sort and cases of each planted incident."""
    rows, found = {r[0]: r for of_file in reversed(told.values()) for r in of_file}, defaultdict(list)
    for path in sorted(landed.lake.oracle.glob("truth/*/planted_incident.parquet")):
        for case in pq.read_table(path).to_pylist():
            found[case["incident"]].append((case["sort"], rows[case["case_id"]]))
    return found


def test_each_night_several_people_tell_of_one_thing_and_one_tells_it_twice(landed, incidents):
    for path in sorted(landed.lake.oracle.glob("truth/*/planted_incident.parquet")):
        sorts = Counter(pq.read_table(path)["sort"].to_pylist())
        assert min(sorts[s] for s in ("several", "again", "mass", "look_alike", "single")) > 5, (path, sorts)
    sizes = Counter(len(cases) for cases in incidents.values() if cases[0][0] == "several")
    assert sizes[2] > 10 and max(sizes) > 4


def test_people_tell_of_one_thing_each_in_their_own_words_and_near_one_place(incidents):
    same = pairs = far = 0
    for cases in incidents.values():
        if cases[0][0] == "several":
            for (_, one), (_, other) in pairwise(cases):
                pairs, same = pairs + 1, same + (one[13] == other[13])
                if one[10] and other[10]:
                    metres = [111_190 * abs(float(one[n]) - float(other[n])) for n in (10, 11)]
                    far += max(metres) > 200
    assert pairs > 50 and far == 0
    assert same < 0.02 * pairs


def test_who_tells_again_says_the_same_at_the_same_place(incidents):
    again = [cases for cases in incidents.values() if cases[0][0] == "again" and len(cases) > 1]
    assert len(again) > 5
    for cases in again:
        places = {(row[10], row[11]) for _, row in cases if row[10]}
        assert len(places) <= 1


def test_a_petition_is_handed_in_by_many_in_nearly_the_same_words(incidents):
    handed_in = max((cases for cases in incidents.values() if cases[0][0] == "mass"), key=len)
    texts = [set(row[13].split()) for _, row in handed_in]
    assert len(texts) > 30
    assert np.mean([len(texts[0] & t) / len(texts[0] | t) for t in texts]) > 0.6
