"""Figures of each service day against earlier days of its kind: how much came, what was refused, which cells and persons were seen.

The figures are gathered from the ledger and small aggregates, judged by `nightowl.trend` and kept in `quality/trend`, from which the
mart takes them. An alarm is a warning: it holds nothing back.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import Night, Suite
from nightowl import quality, trend
from nightowl.lake import Lake
from nightowl.profile import Profile
from nightowl.trend import Judged, Point

Execute = Callable[[str], list[tuple]]

DAYS_TOLD = 400
DAILY_FEEDS = ("card_tap", "complaint_version", "living_population", "taxi_trip", "telecom_event")
"""Feeds of events by service day; lists and month totals have no weekday."""
OWN_METRICS = {"telecom_event": ("active_cells", "persons"), "complaint_version": ("cases",)}
_rule = partial(suite.rule, owner="operator")


def describe(execute: Execute, lake: Lake, profile: Profile) -> tuple[Judged, ...]:
    """Gather, judge and keep every day's figures; makes the table `trend` beside those of `expectations.facts`, which must be there.

    The same lake gives the same figures: a day is judged by the days before it, whatever night is run.
    """
    _gather(execute, [feed for feed in DAILY_FEEDS if profile.enabled(feed)])
    points = [*_of_ledger(execute), *_of_telecom(execute, lake), *_of_complaints(execute, lake)]
    newest = max((p.service_date for p in points), default=None)
    since = newest - timedelta(days=DAYS_TOLD - 1) if newest else None
    judged = tuple(trend.judge(points, _holidays(execute, lake, profile), since))
    kept = quality.write_trend(lake, judged)
    execute(f"create table trend as select * from read_parquet('{kept}')")
    return judged


def _gather(execute: Execute, feeds: list[str]) -> None:
    """`trend_part`: rows of each file in the service days it is about; a few rows of other days (late ones, news of old cases) are not
    that day's delivery. `trend_file`: each file read and the day most of its rows fall in, or else the one before it came."""
    names = ", ".join(f"'{feed}'" for feed in feeds) or "''"
    execute(f"""
        create table trend_part as
        select feed, source_file, service_date, rows_cnt from (
            select feed, source_file, try_cast(part as date) as service_date,
                rows_clean + rows_duplicate + rows_merged + rows_opted_out as rows_cnt
            from ledger_part where feed in ({names})
        )
        where rows_cnt > 0 and service_date is not null
        qualify rows_cnt >= 0.5 * max(rows_cnt) over (partition by source_file)""")
    execute(f"""
        create table trend_file as
        select feed, source_file, coalesce(main.service_date, delivered - 1) as service_date, records, rows_quarantined,
            quarantined_by_reason
        from ledger_file left join (
            select source_file, arg_max(service_date, (rows_cnt, service_date)) as service_date from trend_part group by source_file
        ) main using (source_file)
        where feed in ({names}) and status = 'loaded' and records > 0""")


def _of_ledger(execute: Execute) -> list[Point]:
    """Volume (records kept), share refused, and share refused for each reason that ever occurred in the feed."""
    volume = execute(
        "select feed, 'volume', service_date, cast(sum(rows_cnt) as double), null from trend_part group by all"
    )
    refused = execute("""
        select feed, 'refused', service_date, sum(rows_quarantined) / sum(records), cast(sum(records) as double)
        from trend_file group by feed, service_date""")
    reasons = execute("""
        with told as (
            select feed, service_date, r.reason, sum(r.rows) as rows_cnt
            from (select feed, service_date, unnest(quarantined_by_reason) as r from trend_file) group by all
        ),
        day as (select feed, service_date, sum(records) as records from trend_file group by all)
        select feed, 'refused:' || reason, day.service_date, coalesce(told.rows_cnt, 0) / records, cast(records as double)
        from day join (select distinct feed, reason from told) using (feed) left join told using (feed, service_date, reason)""")
    return [Point(*row) for row in (*volume, *refused, *reasons)]


def _of_telecom(execute: Execute, lake: Lake) -> list[Point]:
    """Cells with events, and distinct persons, on days that were delivered. Of fewer than k persons nothing is told."""
    wanted = (
        ("cell_day", "'active_cells', service_date, count(*) filter (events_cnt > 0)", "group by service_date"),
        ("unicity", "'persons', service_date, max(persons_cnt)", "group by service_date having max(persons_cnt) is not null"),
    )  # fmt: skip
    rows: list[tuple] = []
    for table, columns, rest in wanted:
        if files := _files(lake.table("aggregate", table)):
            rows += execute(
                f"select 'telecom_event', {columns}, null from read_parquet({files}, union_by_name = true, hive_partitioning = false) "
                f"semi join (select service_date from trend_part where feed = 'telecom_event') using (service_date) {rest}"
            )
    return [Point(feed, metric, day, float(value), of) for feed, metric, day, value, of in rows]


def _of_complaints(execute: Execute, lake: Lake) -> list[Point]:
    """Cases of each field received on days that were delivered, as the public may count them: a field that is hidden on a day has no figure."""
    files = _files(lake.table("aggregate", "complaint_case_public"))
    if not files:
        return []
    rows = execute(
        f"select 'cases:' || field, service_date, count(*) from read_parquet({files}, union_by_name = true, hive_partitioning = false) "
        "semi join (select service_date from trend_part where feed = 'complaint_version') using (service_date) "
        "where field is not null group by all"
    )
    return [Point("complaint_version", metric, day, float(value)) for metric, day, value in rows]


def _holidays(execute: Execute, lake: Lake, profile: Profile) -> set:
    files = _files(lake.table("aggregate", "holiday"))
    if not files:
        return set()
    query = f"select holiday_date from read_parquet({files}, hive_partitioning = false) where country = '{profile.country}'"
    return {day for (day,) in execute(query)}


def _files(folder: Path) -> list[str]:
    return sorted(str(file) for file in folder.glob("**/*.parquet"))


def _alarms(feed: str, night: Night, metrics: tuple[str, ...]) -> tuple[str, str]:
    """Which of tonight's figures the rule reads, and, where some alarm, what was expected and found."""
    due = night.due(feed)
    names = ", ".join(f"'{m}'" for m in metrics)
    shown = f"split_part(metric, ':', 1) in ({names})"
    told = " ".join(
        j.sentence
        for j in night.trends
        if j.feed == feed and j.is_alarm and j.metric.split(":")[0] in metrics and str(j.service_date) in due
    )
    return f"{shown} and cast(service_date as varchar) in {suite.listed(due)}", told


def _unusual(
    feed: str, night: Night, code: str, metrics: tuple[str, ...], what: str, fix: str
) -> Expectation:
    where, told = _alarms(feed, night, metrics)
    return suite.no_rows(
        "select metric, service_date, value, median, mad, z, comparable_days_cnt, day_kind, sentence from b "
        f"where verdict in ('low', 'high') and {where}",
        "warning",
        _rule(f"{feed}_{code}", f"{what} {told}".strip(), fix),
    )


def _of_feed(feed: str, night: Night) -> list[Expectation]:
    ask = (
        "Look at the files of the day in the quality report; ask the sender whether the delivery is complete."
    )
    rules = [
        suite.floor(
            f"{feed}_trend",
            _rule("", "The days that were delivered have their figures.", "Run the night again; if it comes back, tell the developers."),
        ),
        _unusual(
            feed, night, "trend_volume", ("volume",),
            "As many records came as days of this kind usually bring.", ask,
        ),
        _unusual(
            feed, night, "trend_refused", ("refused",),
            "No larger and no smaller share of the records was refused, for any reason, than is usual for days of this kind.",
            "Look at the refused lines of the reason named; ask the sender what changed in the files.",
        ),
    ]  # fmt: skip
    if night.profile.feed(feed).expected == "daily":
        rules.append(
            suite.no_rows(
                f"select f.feed, f.service_date from night_feed f where f.feed = '{feed}' and f.is_delivered "
                "and f.service_date not in (select service_date from b where metric = 'volume')",
                "warning",
                _rule(
                    f"{feed}_trend_missing",
                    "The service day that was delivered stands among the figures that are compared.",
                    "Most rows of tonight's files are of other days: ask the sender what was delivered.",
                ),
            )
        )
    if "active_cells" in OWN_METRICS.get(feed, ()):
        rules.append(
            _unusual(
                feed, night, "trend_active_cells", ("active_cells",),
                "As many cells recorded events as on days of this kind.",
                "Ask the carrier for an outage or a missing switch; the cells that fell silent stand in aggregate/cell_day.",
            )
        )  # fmt: skip
    if "persons" in OWN_METRICS.get(feed, ()):
        rules.append(
            _unusual(
                feed, night, "trend_persons", ("persons",),
                "As many distinct persons were seen as on days of this kind.",
                "With the usual volume: ask the carrier whether numbers are masked or hashed in another way now.",
            )
        )  # fmt: skip
    if "cases" in OWN_METRICS.get(feed, ()):
        rules.append(
            _unusual(
                feed, night, "trend_cases", ("cases",),
                "As many cases of each field were received as on days of this kind.",
                "Something happened that people write about, or a department's cases are missing: look at the items of that field and day.",
            )
        )  # fmt: skip
    return rules


SUITES = [
    Suite(
        table=feed,
        name=f"trend_{feed}",
        zone="night",
        source=f"trend where feed = '{feed}'",
        groups=("quality",),
        keys=("metric", "service_date"),
        expectations=partial(_of_feed, feed),
        feeds=(feed,),
    )
    for feed in DAILY_FEEDS
]
