"""Texts that many hand in: sentences that stand together wherever one of them stands.

A sentence that thousands write is no petition, be it ever so common (`please look into it`); those that are always written together are one text,
whatever greeting or name each sender adds, and wherever they live.
"""

from __future__ import annotations

import re

import duckdb
import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from spark_jobs.complaints.incident_words import bare

_ENDS = re.compile(r"[.!?\n]+")
SENTENCE_MIN = 12  # letters and digits; shorter ones are greetings
SENTENCES_MIN = 2  # of a petition, and of it in a case: senders shorten, and mistype
TOGETHER_MIN = 0.5  # share of the cases with either sentence that must have both
TOGETHER = """
    with counted as (select sentence, count(*) as cases_cnt from said group by all having cases_cnt >= $cases_min)
    select a.sentence as one, b.sentence as other
    from said a join said b on a.n = b.n and a.sentence < b.sentence
    join counted ca on ca.sentence = a.sentence join counted cb on cb.sentence = b.sentence
    group by all having count(*) >= $together_min * greatest(any_value(ca.cases_cnt), any_value(cb.cases_cnt)) order by all
"""


def sentences(text: str) -> list[str]:
    """The sentences of a text that are long enough to be somebody's, as `bare` writes them."""
    return [said for part in _ENDS.split(text) if len(said := bare(part)) >= SENTENCE_MIN]


def petitions(said: pd.DataFrame, cases_min: int) -> pd.Series:
    """The petition each case hands in, a number of no meaning by `n`; cases that hand in none are not in it.

    `said`: n and sentence, a row each sentence of a case. A petition has two sentences at least that `cases_min` cases hold. Of two petitions a case
    holds as much of, it hands in the one of fewer cases: what is written in both was taken over from the other.
    """
    codes, names = pd.factorize(said["sentence"])
    of_cases = pd.DataFrame({"n": said["n"].to_numpy(), "sentence": codes}).drop_duplicates()
    with duckdb.connect() as con:
        con.register("said", of_cases)
        both = con.execute(TOGETHER, {"cases_min": cases_min, "together_min": TOGETHER_MIN}).df()
    if both.empty:
        return pd.Series(dtype=np.int64)
    size = len(names)
    graph = coo_array((np.ones(len(both)), (both["one"], both["other"])), shape=(size, size))
    group = connected_components(graph, directed=False)[1]
    is_text = np.bincount(group)[group] >= SENTENCES_MIN
    held = of_cases[is_text[of_cases["sentence"]]]
    counts = held.assign(petition=group[held["sentence"]]).value_counts(["n", "petition"]).reset_index()
    counts = counts[counts["count"] >= SENTENCES_MIN]
    counts["cases_cnt"] = counts.groupby("petition")["n"].transform("size")
    best = counts.sort_values(["n", "count", "cases_cnt", "petition"], ascending=[True, False, True, True])
    return best.drop_duplicates("n").set_index("n")["petition"]
