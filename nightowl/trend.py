"""Whether a service day's figures are what days of its kind usually show: the median of earlier days, and a robust z of the distance.

A day is compared with earlier days of the same kind: the same weekday, or holidays with holidays, where the runs of holidays
of Seollal and Chuseok, their eves and the days after stand apart. Distances are counted in median absolute deviations, which
a few odd days cannot stretch (Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993: 0.6745 |x - median| / MAD > 3.5).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

import pyarrow as pa

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOLIDAY, LONG, EVE, AFTER = "holiday", "long_holiday", "long_holiday_eve", "long_holiday_after"
KINDS = (*WEEKDAYS, HOLIDAY, LONG, EVE, AFTER)
LONG_DAYS = 3  # Seollal and Chuseok: the day itself, the one before and the one after
DAYS_MIN, DAYS_MAX = 4, 12
Z_LIMIT = 3.5
STEADY = frozenset({"active_cells"})
"""Counts of things that stand there every day."""
TO_SIGMA = 0.6745  # MAD of a normal distribution of variance 1
LOW, HIGH, USUAL, TOO_FEW = "low", "high", "usual", "too_few_days"

SCHEMA = pa.schema(
    [
        ("feed", pa.string()), ("metric", pa.string()), ("service_date", pa.date32()), ("value", pa.float64()),
        ("day_kind", pa.string()), ("comparable_days_cnt", pa.int32()), ("median", pa.float64()), ("mad", pa.float64()),
        ("z", pa.float64()), ("verdict", pa.string()), ("sentence", pa.string()),
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a feed and service day. `of`: for a share, the number it is a share of; None for a count."""

    feed: str
    metric: str
    service_date: date
    value: float
    of: float | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A point and what was usual: median and MAD of the comparable days before it, robust z (signed), verdict.

    `median`, `mad` and `z` are None where fewer than `DAYS_MIN` days compare. `mad` is as found; z divides by at least the floor.
    """

    feed: str
    metric: str
    service_date: date
    value: float
    day_kind: str
    comparable_days_cnt: int
    median: float | None
    mad: float | None
    z: float | None
    verdict: str
    sentence: str

    @property
    def is_alarm(self) -> bool:
        return self.verdict in (LOW, HIGH)


def day_kinds(holidays: Collection[date]) -> dict[date, str]:
    """Days that are no ordinary weekday → their kind. A run of `LONG_DAYS` holidays or more is a long one, whatever its name."""
    kinds: dict[date, str] = {}
    for run in _runs(sorted(set(holidays))):
        if len(run) < LONG_DAYS:
            kinds.update(dict.fromkeys(run, HOLIDAY))
            continue
        kinds.update(dict.fromkeys(run, LONG))
        # The day around a long holiday may be a holiday of its own (Children's Day): then it is that.
        kinds.setdefault(run[0] - timedelta(days=1), EVE)
        kinds.setdefault(run[-1] + timedelta(days=1), AFTER)
    return kinds


def judge(points: Iterable[Point], holidays: Collection[date], since: date | None = None) -> list[Judged]:
    """Judge each point by those of its feed and metric on earlier days of its kind; in the order of feed, metric and day.

    `since`: points of earlier days are only compared with. Of a day that stands twice the last is taken.
    """
    special = day_kinds(holidays)
    series: dict[tuple[str, str], dict[date, Point]] = defaultdict(dict)
    for point in points:
        series[point.feed, point.metric][point.service_date] = point
    judged = []
    for key in sorted(series):
        earlier: dict[str, list[float]] = defaultdict(list)
        for day, point in sorted(series[key].items()):
            kind = special.get(day, WEEKDAYS[day.weekday()])
            if since is None or day >= since:
                judged.append(_judge(point, kind, earlier[kind][-DAYS_MAX:]))
            earlier[kind].append(point.value)
    return judged


def floor(metric: str, usual: float, of: float | None) -> float:
    """The least spread that is believed: days that were all alike by chance must not make the next day's ripple an alarm.

    Counts: a fiftieth of the median, so that under a tenth more or less is never told, and what counts of that size vary by chance
    (Poisson; those of `STEADY` do not, and count as one at least). Shares: what drawing so many records lets a share vary
    (binomial), a tenth of it, and one in ten thousand.
    """
    if of is None:
        return max(usual / 50, 1.0 if metric in STEADY else TO_SIGMA * math.sqrt(usual))
    binomial = math.sqrt(max(usual * (1 - usual), 0) / of) if of else 0.0
    return max(TO_SIGMA * binomial, usual / 10, 0.0001)


def _judge(point: Point, kind: str, earlier: list[float]) -> Judged:
    usual = mad = z = None
    verdict = TOO_FEW
    if len(earlier) >= DAYS_MIN:
        usual = median(earlier)
        mad = median(abs(value - usual) for value in earlier)
        spread = max(mad, floor(point.metric, usual, point.of))
        z = TO_SIGMA * (point.value - usual) / spread if spread else 0.0
        verdict = USUAL if abs(z) <= Z_LIMIT else HIGH if z > 0 else LOW
    return Judged(
        point.feed,
        point.metric,
        point.service_date,
        point.value,
        kind,
        len(earlier),
        usual,
        mad,
        None if z is None else round(z, 4),
        verdict,
        _sentence(point, kind, len(earlier), usual, mad, z),
    )


def _sentence(
    point: Point, kind: str, days_cnt: int, usual: float | None, mad: float | None, z: float | None
) -> str:
    """What was expected and what was found."""
    told = (
        f"{point.feed}, {point.metric} of {point.service_date} ({kind.replace('_', ' ')}): {_number(point)}"
    )
    if usual is None or mad is None or z is None:
        return f"{told}; not judged, {days_cnt} earlier days of its kind are known and {DAYS_MIN} are needed."
    half = max(mad, floor(point.metric, usual, point.of)) * Z_LIMIT / TO_SIGMA
    low, high = (_text(v, point.of) for v in (max(usual - half, 0), usual + half))
    return f"{told} found, {low} to {high} expected (median {_text(usual, point.of)} of {days_cnt} earlier days)."


def _number(point: Point) -> str:
    return _text(point.value, point.of)


def _text(value: float, of: float | None) -> str:
    return f"{value:,.0f}" if of is None else f"{100 * value:.3f} %"


def _runs(days: list[date]) -> list[list[date]]:
    """Days in order, cut where one is missing."""
    cuts = [0, *(n for n, (a, b) in enumerate(pairwise(days), 1) if (b - a).days > 1), len(days)]
    return [days[a:b] for a, b in pairwise(cuts) if a < b]


assert list(Judged.__slots__) == SCHEMA.names
