"""Pairs of cases that may tell of one thing, and the odds that they do: near each other, soon after each other, in like words, of one kind.

The odds compare two stories. One thing: the later place lies around the earlier one as telephones find places, and the later case comes while the
thing lasts. Two things: the later case is one more of those of its kind that are received around there all the time (as stochastic declustering
tells aftershocks from other earthquakes: Zhuang, Ogata and Vere-Jones 2002). Words are weighed beside that (`incident_words`).
"""

from __future__ import annotations

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd

from nightowl.complaint_rules import IncidentRules

Floats = npt.NDArray[np.float64]

FAR_SHARE = 0.15  # of those who tell of a thing, the ones whose place is a landmark's some way off, or who tell of it days later
BLOCK_M = 250.0  # edge of the squares in which a kind's cases are counted; three by three of them are a case's surroundings
# Of one day's cases and those of the days before it. x_m, y_m: metres on a plane; at_s: seconds; `is_new`: received on the day itself.
PAIRS = """
    with placed as (
        select n, item, x_m, y_m, at_s, is_new, floor(x_m / $reach_m) as gx, floor(y_m / $reach_m) as gy from told where x_m is not null
    ),
    around as (
        select * replace (gx + dx as gx, gy + dy as gy) from placed, (values (-1), (0), (1)) as x(dx), (values (-1), (0), (1)) as y(dy)
    )
    select later.n as later, earlier.n as earlier, later.at_s - earlier.at_s as apart_s,
        sqrt((later.x_m - earlier.x_m) ** 2 + (later.y_m - earlier.y_m) ** 2) as apart_m
    from placed as later join around as earlier on later.gx = earlier.gx and later.gy = earlier.gy and later.item is not distinct from earlier.item
    where later.is_new and earlier.n < later.n and later.at_s - earlier.at_s <= $window_s and apart_m <= $reach_m
"""
SURROUNDINGS = f"""
    with blocks as (
        select item, floor(x_m / {BLOCK_M}) as bx, floor(y_m / {BLOCK_M}) as by, count(*) as cases_cnt from told where x_m is not null group by all
    )
    select t.n, sum(b.cases_cnt) as cases_cnt
    from told t join blocks b on t.item is not distinct from b.item
        and b.bx between floor(t.x_m / {BLOCK_M}) - 1 and floor(t.x_m / {BLOCK_M}) + 1
        and b.by between floor(t.y_m / {BLOCK_M}) - 1 and floor(t.y_m / {BLOCK_M}) + 1
    where t.is_new and t.x_m is not null group by t.n order by t.n
"""


# Who gives no place may give the dong: whatever of the kind was received there might be the same.
PAIRS_OF_DONG = """
    select later.n as later, earlier.n as earlier, later.at_s - earlier.at_s as apart_s, cast(null as double) as apart_m
    from told as later join told as earlier on later.dong_code = earlier.dong_code and later.item is not distinct from earlier.item
    where later.is_new and earlier.n < later.n and later.at_s - earlier.at_s <= $window_s and (later.x_m is null or earlier.x_m is null)
"""
DONGS = """
    with counted as (select item, dong_code, count(*) as cases_cnt from told group by all)
    select t.n, c.cases_cnt from told t join counted c on t.item is not distinct from c.item and t.dong_code = c.dong_code where t.is_new order by t.n
"""


def pairs(told: pd.DataFrame, days_cnt: int, rules: IncidentRules) -> pd.DataFrame:
    """Pairs of a new case and an earlier one near it, or of its dong where either gives no place: later, earlier (rows of `told`), apart_s, apart_m
    (NULL without a place), place_odds (log).

    `told`: n (0.. in order of receipt), item, dong_code, x_m, y_m, at_s, is_new; of `days_cnt` days.
    """
    asked, seconds = {"window_s": rules.window_days * 86_400}, days_cnt * 86_400
    with duckdb.connect() as con:
        con.register("told", told)
        near = con.execute(PAIRS, asked | {"reach_m": rules.reach_m}).df()
        of_dong = con.execute(PAIRS_OF_DONG, asked).df()
        around = con.execute(SURROUNDINGS).df().set_index("n")["cases_cnt"]
        in_dong = con.execute(DONGS).df().set_index("n")["cases_cnt"]
    usual = around.reindex(near["later"]).to_numpy(float) / ((3 * BLOCK_M) ** 2 * seconds)
    near["place_odds"] = np.log(there(near["apart_m"].to_numpy(float), rules) / usual)
    of_dong["place_odds"] = -np.log(in_dong.reindex(of_dong["later"]).to_numpy(float) / seconds)
    found = pd.concat([near, of_dong]).sort_values(["later", "earlier"], ignore_index=True)
    is_quick = told["item"].isin(rules.quick_items).to_numpy()[found["later"]]
    found["place_odds"] += np.log(soon(found["apart_s"].to_numpy(float), is_quick, rules))
    return found


def there(apart_m: Floats, rules: IncidentRules) -> Floats:
    """How likely so far apart (a square metre), where both tell of one thing: each place is off by some metres, a few by a landmark's distance."""
    spread = 2 * rules.place_error_m**2  # variance of the difference of two places, in each direction
    near = np.exp(-(apart_m**2) / (2 * spread)) / (2 * np.pi * spread)
    return np.asarray((1 - FAR_SHARE) * near + FAR_SHARE / (np.pi * rules.reach_m**2))


def soon(apart_s: Floats, is_quick: npt.NDArray[np.bool_], rules: IncidentRules) -> Floats:
    """How likely so long after (a second), where both tell of one thing: while it lasts, a few at any time."""
    lasts_s = np.where(is_quick, rules.quick_h, rules.lasting_h) * 3_600
    return np.asarray(
        (1 - FAR_SHARE) * np.exp(-apart_s / lasts_s) / lasts_s + FAR_SHARE / (rules.window_days * 86_400)
    )
