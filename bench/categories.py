"""How well the kind of a complaint is told from its words: on simulated cases with and without their title, and on Boston's titles.

    NIGHTOWL_REAL_DATA=… python -m bench.categories

Simulated sentences are templates of a field, not of an item: without the title, which names the item, no reader could tell more than the field.
Boston's titles repeat the kind in 88 % of the cases: scored case by case the model only has to read it there; by title (none on both sides) it meets
words it has never seen. Neither says how it would do with a citizen's own words, of which no file with kinds is at hand.
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd

from nightowl.console import console
from simulator.complaint_texts import ITEMS, complaint
from spark_jobs.complaints import category_model
from spark_jobs.complaints.category_model import Labels, Score

CASES, PRECISION, CASES_MIN, SEED = 10_000, 0.9, 20, 1


def simulated(number: int, *, titled: bool) -> tuple[list[str], Labels, dict[str, str]]:
    """Texts, items and the words of the items, of so many simulated cases."""
    luck = Random(SEED)
    items = luck.choices(ITEMS, [item.weight for item in ITEMS], k=number)
    texts = [" ".join(complaint(item, "종로구 청운효자동", luck)) for item in items]
    if titled:
        texts = [f"{item.name} 신고 {text}" for item, text in zip(items, texts, strict=True)]
    return texts, np.array([item.name for item in items]), {item.name: item.name for item in ITEMS}


def boston(folder: Path, number: int) -> tuple[list[str], Labels, dict[str, str]]:
    """Titles and kinds of so many of Boston's cases, every n-th in the order of their receipt."""
    with (
        zipfile.ZipFile(folder / "complaints/boston311_2011.zip") as archive,
        archive.open(archive.namelist()[0]) as file,
    ):
        told = pd.read_csv(file, usecols=["case_enquiry_id", "open_dt", "case_title", "type"], dtype=str)
    told = told.dropna().sort_values(["open_dt", "case_enquiry_id"]).iloc[:: max(1, len(told) // number)]
    kinds = sorted(told["type"].unique())
    return told["case_title"].tolist(), told["type"].to_numpy(str), {kind: kind for kind in kinds}


def scores(texts: list[str], items: Labels, words: dict[str, str], *, by_text: bool) -> list[Score]:
    """Scores of a model of these cases; `by_text`: cases of the same text stand on one side of a split."""
    groups = (
        category_model.groups_of(texts, [str(n) for n in range(len(texts))])
        if by_text
        else np.arange(len(texts))
    )
    return category_model.learn(texts, items, groups, words, precision_min=PRECISION, cases_min=CASES_MIN)[1]


def main() -> None:
    """Print a table of all of them."""
    real = Path(os.environ["NIGHTOWL_REAL_DATA"])
    sets = {
        "simulated, title and text": (simulated(CASES, titled=True), True),
        "simulated, text alone": (simulated(CASES, titled=False), True),
        "Boston, titles, case by case": (boston(real, CASES), False),
        "Boston, titles never seen": (boston(real, CASES), True),
    }
    console().print("| cases | method | split | cases | kinds | accuracy | macro-F1 | answered | right |")
    console().print("|---|---|---|---|---|---|---|---|---|")
    for name, (told, by_text) in sets.items():
        for s in scores(*told, by_text=by_text):
            answered = "" if s.coverage is None else f"{100 * s.coverage:.1f} %"
            right = "" if s.precision is None else f"{100 * s.precision:.1f} %"
            console().print(
                f"| {name} | {s.method} | {s.split} | {s.cases_cnt:,} | {s.kinds_cnt} | {s.accuracy:.3f} | {s.macro_f1:.3f} | {answered} | {right} |",
                soft_wrap=True,
            )


if __name__ == "__main__":
    main()
