"""What a complaint is about, from its words: a linear model of hashed character n-grams that answers only where it is sure.

Pieces of words of two and three characters need no dictionary and no analysis of Korean word forms (Cavnar and Trenkle, N-Gram-Based Text
Categorization, 1994); hashed they need no stored vocabulary (Weinberger and others, Feature Hashing, 2009). The model is scikit-learn's logistic
regression by stochastic gradient descent, one kind against the rest; it is kept as plain arrays and JSON, never as code. How sure is sure enough is
found on cases held out, so that a stated share of the answers is right (Chow, On Optimum Recognition Error and Reject Tradeoff, 1970).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

OTHER = "other"
"""Kinds of too few cases, learned together and never answered."""
FEATURES, PIECES = 2**16, (2, 3)
FOLDS, SEED, EPOCHS = 3, 8, 8
LATER_SHARE = 0.2
NEVER = 2.0
"""A threshold no confidence reaches."""
Labels = npt.NDArray[np.str_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Model:
    """Coefficients (classes × features) and intercepts of each class, the confidence from which it answers, and what is known of it."""

    classes: tuple[str, ...]
    coefficients: npt.NDArray[np.float32]
    intercepts: npt.NDArray[np.float32]
    threshold: float
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Score:
    """How a method does on cases it has not seen. `coverage`: the share it answers; `precision`: the share of the answers that is right."""

    method: str
    split: str
    cases_cnt: int
    kinds_cnt: int
    accuracy: float
    macro_f1: float
    threshold: float | None = None
    coverage: float | None = None
    precision: float | None = None


def features(texts: Sequence[str]) -> csr_matrix:
    """Texts as rows of `FEATURES` weights: character pieces within words, hashed, each row of length one."""
    from sklearn.feature_extraction.text import HashingVectorizer

    hashed = HashingVectorizer(
        analyzer="char_wb", ngram_range=PIECES, n_features=FEATURES, alternate_sign=False, dtype=np.float32
    )
    return hashed.transform(list(texts))


def groups_of(texts: Sequence[str], incidents: Sequence[str]) -> npt.NDArray[np.int64]:
    """Cases that must not stand on both sides of a split: those of one text (case and blanks apart), or one incident, or linked by either."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    place: dict[tuple[str, str], int] = {}
    ends = [
        [place.setdefault(("text", " ".join(t.casefold().split())), len(place)) for t in texts],
        [place.setdefault(("incident", i), len(place)) for i in incidents],
    ]
    graph = coo_array((np.ones(len(texts)), ends), shape=(len(place), len(place)))
    return connected_components(graph, directed=False)[1][ends[0]]


def with_other(items: Labels, cases_min: int) -> Labels:
    """The items, those of fewer than `cases_min` cases as `OTHER`."""
    names, counts = np.unique(items, return_counts=True)
    return np.where(np.isin(items, names[counts >= cases_min]), items, OTHER)


def fit(
    rows: csr_matrix, items: Labels
) -> tuple[tuple[str, ...], npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Classes, coefficients and intercepts. Raises ValueError where all cases are of one kind."""
    from sklearn.linear_model import SGDClassifier

    classes = np.unique(items)
    if len(classes) < 2:
        raise ValueError(f"all cases are '{classes[0]}'; two kinds at least are needed to tell them apart")
    learned = SGDClassifier(
        loss="log_loss", alpha=5e-5, max_iter=EPOCHS, tol=None, random_state=SEED, n_jobs=-1
    ).fit(rows, items)
    weights, start = learned.coef_, learned.intercept_
    if len(classes) == 2:
        weights, start = np.vstack([-weights, weights]), np.concatenate([-start, start])
    return tuple(str(c) for c in classes), weights.astype(np.float32), start.astype(np.float32)


def answers(
    rows: csr_matrix, classes: Sequence[str], weights: npt.NDArray[np.float32], start: npt.NDArray[np.float32]
) -> tuple[Labels, Floats]:
    """The likeliest class of each row, and how sure it is: its share of all classes' odds (0-1)."""
    margins = np.asarray(rows @ weights.T) + start
    likely = 1 / (1 + np.exp(-margins.astype(float)))
    best = likely.argmax(axis=1)
    sure = likely[np.arange(len(best)), best] / likely.sum(axis=1)
    return np.asarray(classes)[best], sure


def threshold_for(items: Labels, found: Labels, sure: Floats, precision_min: float) -> float:
    """The lowest confidence from which on so large a share of the answers is right (`OTHER` is no answer); NEVER where there is none."""
    answered = found != OTHER
    order = np.argsort(-sure[answered], kind="stable")
    right = (found == items)[answered][order]
    level = sure[answered][order]
    precision = np.cumsum(right) / np.arange(1, len(right) + 1)
    # Of equally sure answers all are given or none.
    is_end = np.append(level[1:] != level[:-1], True) if len(level) else np.zeros(0, bool)
    enough = np.flatnonzero((precision >= precision_min) & is_end)
    return float(level[enough[-1]]) if len(enough) else NEVER


def held_out(rows: csr_matrix, items: Labels, groups: npt.NDArray[np.int64]) -> tuple[Labels, Floats]:
    """Answers to each case by a model that has seen no case of its group (`FOLDS` folds; their kinds spread as evenly as groups allow)."""
    from sklearn.model_selection import StratifiedGroupKFold

    found, sure = np.full(len(items), OTHER, dtype=items.dtype), np.zeros(len(items))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    for seen, unseen in folds.split(rows, items, groups):
        if len(np.unique(items[seen])) > 1:
            found[unseen], sure[unseen] = answers(rows[unseen], *fit(rows[seen], items[seen]))
    return found, sure


def score(
    method: str,
    split: str,
    items: Labels,
    found: Labels,
    sure: Floats | None = None,
    threshold: float | None = None,
) -> Score:
    """Accuracy over all cases, F1 of the kinds (OTHER apart) each counting alike, and with a threshold what is answered and how much of it right."""
    from sklearn.metrics import f1_score

    kinds = [k for k in np.unique(items) if k != OTHER]
    f1 = f1_score(items, found, labels=kinds, average="macro", zero_division=0) if kinds else 0.0
    told = Score(method, split, len(items), len(kinds), float((items == found).mean()), float(f1))
    if sure is None or threshold is None:
        return told
    answered = (sure >= threshold) & (found != OTHER)
    precision = float((items == found)[answered].mean()) if answered.any() else None
    return Score(
        **asdict(told) | {"threshold": threshold, "coverage": float(answered.mean()), "precision": precision}
    )


def by_keyword(texts: Sequence[str], words: dict[str, str]) -> Labels:
    """The baseline a clerk would write: the item whose word stands in the text, the longest word first; OTHER where none does."""
    known = sorted(((w.casefold(), item) for w, item in words.items()), key=lambda w: (-len(w[0]), w))
    return np.array(
        [
            next((item for word, item in known if word in text), OTHER)
            for text in (t.casefold() for t in texts)
        ],
        dtype=object,
    ).astype(str)


def learn(
    texts: Sequence[str],
    items: Labels,
    groups: npt.NDArray[np.int64],
    words: dict[str, str],
    *,
    precision_min: float,
    cases_min: int,
) -> tuple[Model, list[Score]]:
    """A model of all cases, and its honest scores. The cases stand in the order of their receipt.

    The threshold is found on held-out folds of the earlier four fifths. The later fifth tells how a model of the earlier cases does with it, beside
    the keyword rule and the commonest kind; of later cases those whose group is among the earlier are left out. The model kept has seen all.
    """
    items, rows = with_other(items, cases_min), features(texts)
    cut = int(len(items) * (1 - LATER_SHARE))
    early = np.arange(len(items)) < cut
    later = ~early & ~np.isin(groups, groups[early])
    found, sure = held_out(rows[early], items[early], groups[early])
    threshold = threshold_for(items[early], found, sure, precision_min)
    scores = [score("model", "folds", items[early], found, sure, threshold)]
    if later.any():
        after, sure_after = answers(rows[later], *fit(rows[early], items[early]))
        names, counts = np.unique(items[early], return_counts=True)
        commonest = np.full(later.sum(), names[counts.argmax()], dtype=items.dtype)
        keyword = by_keyword([t for t, is_later in zip(texts, later, strict=True) if is_later], words)
        scores += [
            score("model", "later", items[later], after, sure_after, threshold),
            score("keyword", "later", items[later], keyword, np.ones(later.sum()), 1.0),
            score("commonest", "later", items[later], commonest),
        ]
    return Model(*fit(rows, items), threshold), scores


def predict(texts: Sequence[str], model: Model) -> list[tuple[str | None, float]]:
    """The item of each text and how sure it is; None where that is not sure enough."""
    if not len(texts):
        return []
    found, sure = answers(features(texts), model.classes, model.coefficients, model.intercepts)
    return [
        (str(item) if s >= model.threshold and item != OTHER else None, round(float(s), 4))
        for item, s in zip(found, sure, strict=True)
    ]


def save(model: Model, folder: Path) -> None:
    """Write `model.npz` (coefficients, intercepts) and `model.json` (classes, threshold, what is known of it)."""
    np.savez_compressed(folder / "model.npz", coefficients=model.coefficients, intercepts=model.intercepts)
    told = {"classes": model.classes, "threshold": model.threshold, "features": FEATURES, "pieces": PIECES, "about": model.about}  # fmt: skip
    (folder / "model.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def load(folder: Path) -> Model:
    """The model of a folder. Raises ValueError where it was made with other features than these."""
    told = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    if (told["features"], tuple(told["pieces"])) != (FEATURES, PIECES):
        raise ValueError(
            f"the model in {folder} was made with {told['features']} features of {told['pieces']} characters, and this code reads {FEATURES} of "
            f"{PIECES}; delete the folder, and the next night learns again"
        )
    with np.load(folder / "model.npz", allow_pickle=False) as arrays:
        return Model(
            tuple(told["classes"]),
            arrays["coefficients"],
            arrays["intercepts"],
            told["threshold"],
            told["about"],
        )
