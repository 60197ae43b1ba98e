"""Which cases of a day tell of what an earlier case told already: each is linked to the likeliest earlier one, or begins an incident.

A case is linked backwards only, so that a day's links stay as they are when later cases come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz

from nightowl.complaint_rules import IncidentRules
from spark_jobs.complaints.incident_pairs import pairs
from spark_jobs.complaints.incident_petitions import petitions
from spark_jobs.complaints.incident_words import WordCounts, Words

FIRST, RESUBMITTED, SIMILAR, SAME_WORDS = "first", "resubmitted", "similar", "same_words"
RESUBMITTED_ALIKE, RESUBMITTED_MIN, RESUBMITTED_M, PARTICULAR = 90, 15, 15, 6.0
"""The same person again: so alike in percent (`rapidfuzz.fuzz.token_set_ratio`), of so many letters at least, so near;
and so particular (`WordCounts.most_telling`), or two who hand in the same form would be one."""
# Log odds that a pair tells of one thing: a constant, and the weight of place and time, of how much is said alike, and of how particular the
# less particular text is. Weights of a logistic regression on some days of the simulated city of seed 1, the constant moved to where precision and
# recall of that seed balance; `python -m bench.complaints --fit` prints those of all its days, which are somewhat flatter.
WEIGHTS = (-16.1, 0.86, 9.0, 1.74)


def features(found: pd.DataFrame, texts: Sequence[Words], counts: WordCounts) -> npt.NDArray[np.float64]:
    """What the odds of each pair (see `incident_pairs`) are made of, in the order of WEIGHTS, without the constant."""
    particular: dict[int, float] = {}
    rows = []
    for later, earlier, place in found[["later", "earlier", "place_odds"]].itertuples(index=False):
        for n in (later, earlier):
            if n not in particular:
                particular[n] = counts.most_telling(texts[n])
        alike = counts.shared_share(texts[later], texts[earlier])
        rows.append((place, alike, min(particular[later], particular[earlier])))
    return np.array(rows, dtype=float).reshape(-1, len(WEIGHTS) - 1)


def is_resubmitted(apart_m: float, one: Words, other: Words) -> bool:
    """Whether one text is the other again, from the same place, but for some words."""
    return (
        apart_m <= RESUBMITTED_M
        and min(sum(map(len, one)), sum(map(len, other))) >= RESUBMITTED_MIN
        and fuzz.token_set_ratio(" ".join(one), " ".join(other)) >= RESUBMITTED_ALIKE
    )


def links(told: pd.DataFrame, counts: WordCounts, days_cnt: int, rules: IncidentRules) -> pd.DataFrame:
    """The new cases of `told` with their incident: case_id, incident_id, link_rule, probability (NULL of those that begin one).

    `told`: the cases of a day (`is_new`) and of the days before, in order of receipt, n from 0: case_id, item, dong_code, x_m, y_m, at_s, words,
    sentences (see `incident_petitions`), incident_id (None of new ones). `counts`: of all their words.
    """
    incident = told["incident_id"].to_numpy(object).copy()
    rule = np.full(len(told), FIRST, object)
    probability = np.full(len(told), np.nan)
    found = _candidates(told, counts, days_cnt, rules)
    handed_in = _petitions(told, rules)
    incident_of = _known_petitions(handed_in, incident)
    case_ids = told["case_id"].to_numpy(object)
    for n in map(int, np.flatnonzero(told["is_new"])):
        petition = handed_in.get(n)
        if petition in incident_of:
            incident[n], rule[n], probability[n] = incident_of[petition], SAME_WORDS, 1.0
            continue
        incident[n], rule[n], probability[n] = (
            _likeliest(*found[n], incident, rules) if n in found else None
        ) or (case_ids[n], FIRST, np.nan)
        if petition is not None:
            incident_of[petition] = incident[n]
    new = told["is_new"].to_numpy()
    return pd.DataFrame(
        {"case_id": case_ids[new], "incident_id": incident[new], "link_rule": rule[new], "probability": probability[new].round(3)}
    )  # fmt: skip


def _petitions(told: pd.DataFrame, rules: IncidentRules) -> dict[int, int]:
    said = told[["n", "sentences"]].explode("sentences").dropna().rename(columns={"sentences": "sentence"})
    found = petitions(said, rules.mass_cases_min)
    return dict(zip(found.index.tolist(), found.tolist(), strict=True))


def _known_petitions(handed_in: dict[int, int], incident: npt.NDArray[np.object_]) -> dict[int | None, str]:
    """The incident of each petition that was handed in on the days before: that of most of its cases, of the earliest where as many are of another.

    Before enough had handed it in nobody knew that it was one, so its first cases are incidents of their own.
    """
    by_petition: dict[int | None, list[str]] = {}
    for n, petition in sorted(handed_in.items()):
        if incident[n] is not None:
            by_petition.setdefault(petition, []).append(incident[n])
    return {petition: Counter(known).most_common(1)[0][0] for petition, known in by_petition.items()}


def _candidates(
    told: pd.DataFrame, counts: WordCounts, days_cnt: int, rules: IncidentRules
) -> dict[int, tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]]:
    """Of each new case the earlier ones it might tell the same as: their n, and `features` with a column more: whether it is resubmitted."""
    found = pairs(told[["n", "item", "dong_code", "x_m", "y_m", "at_s", "is_new"]], days_cnt, rules)
    texts = told["words"].tolist()
    told_by = features(found, texts, counts)
    again = np.array(
        [
            particular >= PARTICULAR and is_resubmitted(apart_m, texts[later], texts[earlier])
            for particular, later, earlier, apart_m in zip(told_by[:, -1], found["later"], found["earlier"], found["apart_m"], strict=True)
        ],
        float,
    )  # fmt: skip
    rows = np.column_stack([told_by, again])
    earlier = found["earlier"].to_numpy()
    places: dict[int, list[int]] = {}
    for at, later in enumerate(found["later"].tolist()):
        places.setdefault(later, []).append(at)
    return {later: (earlier[at], rows[at]) for later, at in places.items()}


def _likeliest(
    earlier: npt.NDArray[np.int64], rows: npt.NDArray[np.float64], incident: npt.NDArray[np.object_], rules: IncidentRules
) -> tuple[str, str, float] | None:  # fmt: skip
    """The incident that a case most likely tells of, by which rule, how probably; None where none is likely. Of each incident counts what any of its
    cases has nearest to this one."""
    by: dict[str, npt.NDArray[np.float64]] = {}
    for e, row in zip(earlier, rows, strict=True):
        of = incident[e]
        by[of] = row if of not in by else np.maximum(by[of], row)
    best = max(by, key=lambda of: (by[of][-1], by[of][:-1] @ np.array(WEIGHTS[1:])))
    row = by[best]
    if row[-1]:
        return best, RESUBMITTED, 1.0
    p = 1 / (1 + np.exp(-WEIGHTS[0] - row[:-1] @ np.array(WEIGHTS[1:])))
    return (best, SIMILAR, p) if p >= rules.sure else None
