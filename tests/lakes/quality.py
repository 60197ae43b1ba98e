"""The tiny lake's own measures: unicity of the day's traces, and each day's figures beside what is usual; and what goes wrong with them."""

from datetime import date

from expectations.trend import DAILY_FEEDS
from nightowl import profile

FEEDS = ()
COLUMNS = {
    "aggregate/unicity": "service_date date, points_cnt int32, persons_cnt int64, eligible_persons_cnt int64, sample_persons_cnt int64, "
    "unique_share float64, is_hidden bool",
    "quality/trend": "feed str, metric str, service_date date, value float64, day_kind str, comparable_days_cnt int32, median float64, "
    "mad float64, z float64, verdict str, sentence str",
}
KEYS = {"aggregate/unicity": "service_date"}
OF_FEED = {"aggregate/unicity": "telecom_event", "quality/trend": None}

DAYS = (date(2022, 3, 1), date(2022, 3, 2))
# day, points, persons, those with so many points, drawn, share alone; on the second day too few have four points
UNICITY = [
    (DAYS[0], 3, 60, 50, 50, 0.4), (DAYS[0], 4, 60, 40, 40, 0.7),
    (DAYS[1], 3, 58, 48, 48, 0.5), (DAYS[1], 4, None, None, None, None),
]  # fmt: skip
# feed, metric, value, comparable days, median, MAD, z, verdict
FIGURES = [
    ("telecom_event", "volume", 182.0, 3, None, None, None, "too_few_days"),
    ("telecom_event", "refused", 0.0109, 8, 0.002, 0.0004, 15.0, "high"),
    ("telecom_event", "persons", 58.0, 8, 60.0, 1.0, -1.1243, "usual"),
    ("card_tap", "volume", 32.0, 8, 60.0, 2.0, -9.4430, "low"),
]


def rows() -> dict[str, list[dict[str, object]]]:
    """Two days of unicity, one day of figures."""
    names = (
        "service_date",
        "points_cnt",
        "persons_cnt",
        "eligible_persons_cnt",
        "sample_persons_cnt",
        "unique_share",
    )
    unicity = [dict(zip(names, row, strict=True)) | {"is_hidden": row[2] is None} for row in UNICITY]
    columns = ("feed", "metric", "value", "comparable_days_cnt", "median", "mad", "z", "verdict")
    figures = [
        dict(zip(columns, row, strict=True)) | {"service_date": DAYS[1], "day_kind": "wednesday", "sentence": f"{row[0]}, {row[1]}."}
        for row in FIGURES
    ]  # fmt: skip
    return {"aggregate/unicity": unicity, "quality/trend": figures}


WAREHOUSE = ""


def _alarm(feed: str, metric: str, code: str) -> tuple[str, tuple[str, str]]:
    """A figure of the second day that is unusual, put in where the tiny lake has none of it."""
    view = f"trend_{feed}"
    odd = f"select * replace ('{metric}' as metric, 'low' as verdict, date '2022-03-02' as service_date) from {view} limit 1"
    return f"{feed}_{code}", (view, f"insert into {view} {odd}")


def _feed_defects(feed: str) -> dict[str, tuple[str, str]]:
    lost = f"update trend_{feed} set metric = 'rows' where metric = 'volume'"
    missing = {f"{feed}_trend_missing": (f"trend_{feed}", lost)}
    alarms = [
        _alarm(feed, "volume", "trend_volume"),
        _alarm(feed, "refused:cell_unknown", "trend_refused"),
    ]
    if feed == "telecom_event":
        alarms += [
            _alarm(feed, "active_cells", "trend_active_cells"),
            _alarm(feed, "persons", "trend_persons"),
        ]
    if feed == "complaint_version":
        alarms.append(_alarm(feed, "cases:교통", "trend_cases"))
    return (missing if profile.load().feed(feed).expected == "daily" else {}) | dict(alarms)


DEFECTS: dict[str, tuple[str, str]] = {
    code: defect for feed in DAILY_FEEDS for code, defect in _feed_defects(feed).items()
}

_TREND, _UNICITY = "mart_quality__trend", "mart_quality__unicity"
MODEL_DEFECTS: list[tuple[str, set[str]]] = [
    (f"insert into {_TREND} from {_TREND} limit 1", {"mart_quality_trend_key"}),
    (f"update {_TREND} set verdict = null where metric = 'refused'", {"mart_quality_trend_complete"}),
    (f"update {_TREND} set median = -1 where metric = 'refused'", {"mart_quality_trend_value_range"}),
    (f"update {_TREND} set verdict = 'usual' where metric = 'refused'", {"mart_quality_trend_z_usual"}),
    (f"insert into {_UNICITY} from {_UNICITY} where not is_hidden limit 1", {"mart_quality_unicity_key"}),
    (f"update {_UNICITY} set service_date = null where is_hidden", {"mart_quality_unicity_complete"}),
    (f"update {_UNICITY} set unique_share = 1.5 where not is_hidden", {"mart_quality_unicity_share_range"}),
    (f"update {_UNICITY} set eligible_persons_cnt = 4 where not is_hidden", {"mart_quality_unicity_private"}),
    (f"update {_UNICITY} set unique_share = 0.25 where is_hidden", {"mart_quality_unicity_private"}),
]
