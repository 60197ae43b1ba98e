"""How many people set out from each hexagon at night and how many arrive, where no trips were counted: from who is where, hour by hour.

Who is somewhere at 24 h and not at 28 h has left. From hour to hour a dong changes by its *net* flow, n = P(h+1) - P(h): who came less who went.
How many came and went in all cannot be seen. So of each hour and dong

    leaving  O = max(-n, 0) + x      arriving  D = max(n, 0) + x

where x, the *exchange*, is what comes and goes unseen, taken to be in proportion to the people there. That keeps D - O = n everywhere. Its size
follows from a control total of the night: Seoul counted 342,000 movers in a weekday night (0-4 h, November 2021); 10,699,341 people are counted
there at 04 h on the mean night of the week of 4 March 2019, so a person asleep stands for 0.032 trips, and for as many in other cities. Where
the net flows alone are more than that, they are scaled down and nothing is exchanged. The hours share the night's total by their net flows.

Flows across the city's border are left out: P(h+1) is scaled to the city's P(h). At 28 h (04:00) all are taken to be asleep. Where that hour was
not counted (files of single days), a register of residents stands in for it; only there, because a register differs from phones by far more people
than move in a night (students, officetels, foreigners), and each of them would be taken for a trip. Dongs are laid over hexagons by area.
All of this is a model: what is made of it is labelled `estimated`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from nightowl.errors import NightowlError
from planning.owl.ground import NIGHT_HOURS, Floats

MOVERS_A_SLEEPER = 342_000 / 10_699_341
ASLEEP_H = NIGHT_HOURS[-1] + 1
_GU_DIGITS = 5


class NoPeople(NightowlError):
    """There is no night of which people were counted from midnight to 04:00; the sentence says what to deliver."""


@dataclass(frozen=True)
class Margins:
    """Trips that begin (`origins`) and end (`destinations`) in a typical night: hour × hexagon. `net`: those of them that the counts show."""

    hexes: tuple[str, ...]
    hours: tuple[int, ...]
    origins: Floats
    destinations: Floats
    net: Floats


def whole_nights(people: pd.DataFrame, last_hour: int = ASLEEP_H) -> list[date]:
    """The evenings of which every hour from 24 to `last_hour` was counted, in every dong of that night.

    `people`: night_date (of the evening), hour (24 to 28), dong_code, persons; a row a night, hour and dong.
    """
    hours = list(range(NIGHT_HOURS[0], last_hour + 1))
    counted = people[people["hour"].isin(hours)].groupby(["night_date", "dong_code"])["hour"].nunique()
    whole = (counted == len(hours)).groupby(level="night_date").all()
    return sorted(pd.to_datetime(whole.index[whole]).date)


def typical_night(people: pd.DataFrame, nights: Sequence[date]) -> pd.DataFrame:
    """Mean people of the nights, dong_code × hours. A dong nobody was counted in on some night counts as empty then."""
    table = people[pd.to_datetime(people["night_date"]).dt.date.isin(nights)].pivot_table(
        index="dong_code", columns="hour", values="persons", aggfunc="sum", fill_value=0.0
    )
    return (table / len(nights)).sort_index()


def to_known_dongs(people: pd.DataFrame, area_km2: pd.Series) -> pd.DataFrame:
    """`people` (dong_code × hours) with the codes that `area_km2` (by dong_code) lacks replaced.

    A code the map does not know was renumbered, split or merged: its people go to the dongs of its gu (first five digits) that nobody was counted
    in, by their area; to all dongs of the gu where each has its own people; nowhere where the map has no such gu.
    """
    known = people.reindex(area_km2.index).fillna(0.0)
    empty = ~area_km2.index.isin(people.index)
    gu = area_km2.index.str[:_GU_DIGITS]
    strange = people[~people.index.isin(area_km2.index)]
    for code, of_gu in strange.groupby(strange.index.str[:_GU_DIGITS]):
        inside = gu == code
        takes = inside & empty if (inside & empty).any() else inside
        if takes.any():
            share = area_km2[takes] / area_km2[takes].sum()
            known.loc[takes] += np.outer(share, of_gu.sum().to_numpy())
    return known


def by_hexagon(by_dong: pd.DataFrame, dong_hex: pd.DataFrame) -> pd.DataFrame:
    """`by_dong` (dong_code × hours) laid over hexagons, hex_id × hours; `dong_hex`: dong_code, hex_id, dong_share.

    Slivers the overlay left out, and pieces outside the grid, are made up for by the rest of the dong.
    """
    laid = dong_hex[dong_hex["dong_code"].isin(by_dong.index) & (dong_hex["dong_share"] > 0)]
    share = laid["dong_share"] / laid.groupby("dong_code")["dong_share"].transform("sum")
    spread = by_dong.loc[laid["dong_code"]].to_numpy() * share.to_numpy()[:, None]
    table = pd.DataFrame(spread, columns=by_dong.columns).groupby(laid["hex_id"].to_numpy()).sum()
    return table.sort_index()


def of_people(
    people: pd.DataFrame, movers: float | None = None, residents: pd.Series | None = None
) -> Margins:
    """Margins of a night from the people of each place: index place (dong or hexagon), columns the hours 24 to 28.

    `movers`: trips of the night; None: `MOVERS_A_SLEEPER` a person at 28 h. `residents`: by place, who lives there: the column 28 is then not
    looked at, and need not be there. Raises NoPeople where there is nobody.
    """
    last = NIGHT_HOURS[-1] if residents is not None else ASLEEP_H
    counted = people[[*NIGHT_HOURS, last]].to_numpy(dtype=float).T
    if counted.size == 0 or not np.isfinite(counted).all() or (counted.sum(axis=1) <= 0).any():
        raise NoPeople(
            "People of every hour from midnight to 04:00 are needed, and of some hour there are none."
        )
    if residents is not None:
        asleep = residents.reindex(people.index).fillna(0.0).to_numpy(dtype=float)
        if asleep.sum() <= 0:
            raise NoPeople(
                "The register has no resident in any place people were counted in; its dong codes are those of another list."
            )
        counted = _end_in(counted, asleep)
    wanted = float(movers if movers is not None else MOVERS_A_SLEEPER * counted[-1].sum())
    if wanted <= 0:
        raise NoPeople(f"A night has {wanted:,.0f} movers; more than 0 are needed.")
    scaled = counted * (counted[0].sum() / counted.sum(axis=1))[:, None]
    change = np.diff(scaled, axis=0)
    going, coming = np.maximum(-change, 0), np.maximum(change, 0)
    net_of_hour = going.sum(axis=1)
    seen = float(net_of_hour.sum())
    total_of_hour = wanted * (
        net_of_hour / seen if seen > 0 else np.full(len(NIGHT_HOURS), 1 / len(NIGHT_HOURS))
    )
    shrink = min(1.0, wanted / seen) if seen > 0 else 1.0
    unseen = np.maximum(total_of_hour - shrink * net_of_hour, 0)
    present = scaled[:-1] / scaled[:-1].sum(axis=1)[:, None]
    exchange = unseen[:, None] * present
    return Margins(
        tuple(str(place) for place in people.index),
        NIGHT_HOURS,
        shrink * going + exchange,
        shrink * coming + exchange,
        shrink * going,
    )


def _end_in(counted: Floats, asleep: Floats) -> Floats:
    """The counts bent so that the last hour is `asleep` (scaled to its sum): the difference comes in evenly over the hours, never below 0."""
    at_home = asleep * (counted[-1].sum() / asleep.sum())
    steps: Sequence[float] = np.linspace(0, 1, len(counted)).tolist()
    return np.array(
        [
            np.maximum(row + step * (at_home - counted[-1]), 0)
            for row, step in zip(counted, steps, strict=True)
        ]
    )
