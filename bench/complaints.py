"""Cases that tell of one thing: how many planted incidents are found in 200,000 simulated cases, and in what time.

    python -m bench.complaints [--seed 7] [--cases 200_000] [--days 10] [--home FOLDER]
    python -m bench.complaints --fit [--seed 1]

Cases go the way of every night (delivered, cleaned, told with their kind); the seconds are those of the linking alone. Told are, each by itself:
incidents of a place, pairs of cases; petitions, pairs; and B-cubed over all cases of planted or found incidents (Bagga and Baldwin 1998), in which
no incident weighs by the square of its cases. `--fit` prints the weights of a logistic regression on the pairs of that seed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from nightowl import environment, profile
from nightowl.console import console
from nightowl.lake import Lake
from nightowl.profile import Profile

REPO = Path(__file__).resolve().parents[1]
LAST, ROWS_A_CASE = date(2026, 11, 10), 60


def prepare(lake: Lake, city: Profile, seed: int, days: int, cases_cnt: int) -> None:
    """Deliver, clean, and tell each case with its kind."""
    from spark_jobs.complaints import case_states, cases
    from spark_jobs.session import session

    if not lake.partitions("aggregate", "complaint_case"):
        size = str(cases_cnt // days * ROWS_A_CASE)
        wanted = ["--service-date", str(LAST), "--days", str(days), "--size", size, "--seed", str(seed)]
        command = [*wanted, "--feeds", "complaint_version", "--home", str(lake.home)]
        subprocess.run([sys.executable, "-m", "simulator", *command], cwd=REPO, check=True, stdout=subprocess.DEVNULL)  # fmt: skip
        cases.run(session("bench"), lake, city, LAST)
        case_states.run(None, lake, city, LAST)


def truth(lake: Lake) -> pd.DataFrame:
    """case_id, incident, sort of every case that was received on a day whose incidents were listed; of its own where it is not named."""
    planted = f"read_parquet('{lake.oracle}/truth/*/planted_incident.parquet', hive_partitioning = true)"
    found = f"read_parquet('{lake.glob('aggregate', 'complaint_incident_case')}', hive_partitioning = false)"
    with duckdb.connect() as con:
        return con.execute(
            f"""
            select f.case_id, f.incident_id, f.link_rule, coalesce(p.incident, f.case_id) as incident, coalesce(p.sort, 'own') as sort
            from {found} f left join (select distinct case_id, incident, sort from {planted}) p using (case_id)
            where f.service_date in (select cast(service_date as date) from {planted})
            """
        ).df()


def pairs_cnt(groups: Iterable[object]) -> int:
    """Pairs of cases that one group holds."""
    return sum(n * (n - 1) // 2 for n in Counter(groups).values())


def score(told: pd.DataFrame) -> tuple[float, float, float]:
    """Precision, recall and F1 of pairs."""
    both = pairs_cnt(zip(told["incident_id"], told["incident"], strict=True))
    found, planted = pairs_cnt(told["incident_id"]), pairs_cnt(told["incident"])
    precision, recall = both / max(found, 1), both / max(planted, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def b_cubed(told: pd.DataFrame) -> tuple[float, float, float]:
    """The same, by case: of those found or planted with another one."""
    size = {c: told.groupby(c)["case_id"].transform("size") for c in ("incident_id", "incident")}
    both = told.groupby(["incident_id", "incident"])["case_id"].transform("size")
    counted = (size["incident_id"] > 1) | (size["incident"] > 1)
    precision = float((both / size["incident_id"])[counted].mean())
    recall = float((both / size["incident"])[counted].mean())
    return precision, recall, 2 * precision * recall / (precision + recall)


def scores(told: pd.DataFrame) -> dict[str, tuple[float, float, float]]:
    """By what is looked at: precision, recall, F1. A found incident is a petition where most of its cases are linked by their words alone."""
    in_petition = told["link_rule"].eq("same_words").groupby(told["incident_id"]).transform("mean") > 0.5
    is_mass = told["sort"].eq("mass")
    return {
        "incidents of a place, pairs": score(told[~is_mass & ~in_petition]),
        "petitions, pairs": score(told[is_mass | in_petition]),
        "all, by case (B-cubed)": b_cubed(told),
    }


def fit(lake: Lake, city: Profile) -> list[float]:
    """Weights of a logistic regression on the pairs of all days, by the planted truth."""
    from sklearn.linear_model import LogisticRegression

    from spark_jobs.complaints import incident_cases, incident_links
    from spark_jobs.complaints.incident_pairs import pairs

    known = truth(lake).set_index("case_id")["incident"]
    window, rows, same = incident_cases.Window(lake, city), [], []
    days = list(lake.partitions("clean", "complaint_version"))
    for at, day in enumerate(days[5:], start=5):
        held = days[max(0, at - city.complaints.incidents.window_days) : at + 1]
        window.move(held)
        told = pd.concat([window.told[d].assign(is_new=d == day) for d in held], ignore_index=True)
        told["n"] = np.arange(len(told))
        found = pairs(
            told[["n", "item", "dong_code", "x_m", "y_m", "at_s", "is_new"]],
            len(held),
            city.complaints.incidents,
        )
        texts = told["words"].tolist()
        is_again = [
            incident_links.is_resubmitted(m, texts[a], texts[b])
            for a, b, m in found[["later", "earlier", "apart_m"]].itertuples(index=False)
        ]
        found = found[~np.array(is_again)]
        rows.append(incident_links.features(found, texts, window.counts))
        of = known.reindex(told["case_id"]).to_numpy(object)
        same.append(of[found["later"]] == of[found["earlier"]])
    x, y = np.concatenate(rows), np.concatenate(same)
    spread = x.std(axis=0)
    learned = LogisticRegression(max_iter=1_000).fit(x / spread, y)
    return [float(learned.intercept_[0]), *(learned.coef_[0] / spread)]


def main() -> None:
    """One seed: prepare, link, compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--days", type=int, default=10)
    parser.add_argument("--cases", type=int, default=200_000)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--fit", action="store_true")
    asked = parser.parse_args()
    from spark_jobs.complaints import incident_cases

    with tempfile.TemporaryDirectory() as folder:
        lake, city = Lake(asked.home or Path(folder)), profile.load("seoul")
        environment.prepare(lake.home)
        prepare(lake, city, asked.seed, asked.days, asked.cases)
        started = time.perf_counter()
        incident_cases.run(None, lake, city, LAST)
        seconds = time.perf_counter() - started
        told = truth(lake)
        console().print(
            f"seed {asked.seed}: {len(told):,} cases of {asked.days} days linked in {seconds:.1f} s"
        )
        for name, (precision, recall, f1) in scores(told).items():
            console().print(f"  {name:30} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")
        if asked.fit:
            console().print("weights:", ", ".join(f"{weight:.3f}" for weight in fit(lake, city)))


if __name__ == "__main__":
    main()
