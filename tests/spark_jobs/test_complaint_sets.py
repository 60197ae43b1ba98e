"""The planted sets are what they claim to be: a score on a faulty set says nothing."""

from collections import Counter

import pytest

from tests.spark_jobs.complaint_sets import apart

KINDS = {
    *("phone", "resident_number", "alien_number", "card", "account", "plate", "email", "passport"),
    *("driver_licence", "messenger", "ip", "url_token", "home_unit", "name"),
}


@pytest.fixture(scope="module")
def texts():
    return apart.planted(8)


def test_enough_is_planted_of_every_class(texts):
    counts = Counter(span.kind for text in texts for span in text.spans)
    assert set(counts) == KINDS
    assert min(counts.values()) >= 100
    assert sum(counts.values()) >= 2_400


def test_a_span_is_the_value_and_nothing_beside_it(texts):
    for planted in texts:
        assert len(planted.spans) <= 4
        end = 0
        for span in planted.spans:
            assert end <= span.start < span.end <= len(planted.text), "spans overlap, or leave the text"
            value = planted.text[span.start : span.end]
            assert value == value.strip() != ""
            end = span.end


def test_no_place_of_a_sentence_is_left_unfilled(texts):
    for text in [*(planted.text for planted in texts), *apart.kept(8)]:
        assert not set("{}⟦⟧%^").intersection(text), text


def test_the_texts_differ(texts):
    assert len({planted.text for planted in texts}) >= 0.99 * len(texts)
    values = [
        planted.text[s.start : s.end] for planted in texts for s in planted.spans if s.kind != "home_unit"
    ]
    assert len(set(values)) >= 0.9 * len(values)
    assert len(set(apart.kept(8))) >= 300


def test_the_same_seed_gives_the_same_set(texts):
    assert apart.planted(8) == texts
    assert apart.planted(9) != texts


def test_public_sentences_share_no_planted_value(texts):
    values = {
        planted.text[s.start : s.end]
        for planted in texts
        for s in planted.spans
        if s.kind not in {"home_unit", "name"}
    }
    assert not [text for text in apart.kept(8) if any(value in text for value in values)]
