"""What the gate knows of the night before it judges: which partitions were written, what the ledger says they hold."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

from sqlalchemy.exc import DBAPIError

from expectations import trend
from expectations.discovery import feed_tables
from expectations.suite import Night
from nightowl import plan_tables
from nightowl.lake import Lake
from nightowl.ledger import Ledger
from nightowl.profile import Profile

Execute = Callable[[str], list[tuple]]


def quoted(text: object) -> str:
    """A string literal of SQL."""
    return "'" + str(text).replace("'", "''") + "'"


def lake_table(lake: Lake, zone: str, table: str, parts: list[str] | None = None) -> str:
    """SQL that reads a lake table, or some of its partitions; the zero-row anchor lends the columns an old partition lacks."""
    globs = [lake.glob(zone, table)]
    if parts is not None:
        folders = lake.partitions(zone, table)
        anchor = f"{lake.table(zone, table)}/_schema.parquet"
        # A partition that lost its last row is a folder without a file, and a pattern that matches nothing is an error.
        filled = [folders[part] for part in parts if part in folders and any(folders[part].glob("*.parquet"))]
        globs = [anchor, *(f"{folder}/*.parquet" for folder in filled)]
    return f"read_parquet([{', '.join(map(quoted, globs))}], union_by_name = true, hive_partitioning = false)"


def prepare(execute: Execute, lake: Lake, profile: Profile, service_date: date) -> Night:
    """Create the tables about the night and return what rules may ask of it.

    `night_file`: tonight's files. `night_feed`: one row an enabled feed. `partition_rows`: rows found and rows the ledger tells,
    by clean table and partition. `presence_rows`: rows of the presence tables beside those of the events they are made from.
    `trend`: figures of each day beside what is usual.
    """
    Ledger(lake)  # an installation that never ran has no ledger to read: this lays down its zero-row files
    day = quoted(service_date)
    execute(
        f"create table ledger_file as select *, service_date = {day} as is_tonight from {_newest(lake, 'file', 'source_file')}"
    )
    execute(f"create table ledger_part as select * from {_newest(lake, 'part', 'source_file, part')}")
    execute("create table night_file as select * from ledger_file where is_tonight")
    _count_partitions(execute, lake)
    feeds = [feed for feed in feed_tables() if profile.enabled(feed)]
    _describe_feeds(execute, profile, feeds, service_date)
    found = "select distinct table_name from partition_rows where rows_found > 0 or rows_ledger > 0"
    loaded = frozenset(feed for (feed,) in execute(found)) & frozenset(feeds)
    touched = {
        feed: _parts(
            execute, feed, f"run_id in (select run_id from {_all(lake, 'file')} where service_date = {day})"
        )
        for feed in feeds
    }
    required = {
        feed: [p for p in touched[feed] if p in _parts(execute, feed, "rows_clean > 0")] for feed in feeds
    }
    for feed in [feed for (feed,) in execute("select feed from night_feed where is_delivered")]:
        touched[feed] = sorted({*touched[feed], str(service_date)})
        required[feed] = sorted({*required[feed], str(service_date)})
    trends = trend.describe(execute, lake, profile)
    return Night(profile, str(service_date), loaded, touched, required, _plans(execute, lake), trends=trends)


def _plans(execute: Execute, lake: Lake) -> frozenset[str]:
    """Tables of planning that hold a row."""
    laid = [table for zone, table in plan_tables.TABLES if any(lake.table(zone, table).glob("*=*/*.parquet"))]
    return frozenset(t for t in laid if execute(f"select 1 from {lake_table(lake, 'plan', t)} limit 1"))


def _all(lake: Lake, name: str) -> str:
    return f"read_parquet({quoted(f'{lake.ledger}/{name}/*.parquet')}, union_by_name = true)"


def _newest(lake: Lake, name: str, key: str) -> str:
    return (
        f"(from {_all(lake, name)} "
        f"qualify row_number() over (partition by {key} order by recorded_at desc, run_id desc) = 1)"
    )


def _parts(execute: Execute, feed: str, where: str) -> list[str]:
    return [
        part
        for (part,) in execute(
            f"select distinct part from ledger_part where feed = {quoted(feed)} and {where} order by part"
        )
    ]


def _count_partitions(execute: Execute, lake: Lake) -> None:
    """Rows of every partition from the footers of its files: the data themselves are not read."""
    execute("create table found_rows (table_name varchar, part varchar, rows bigint)")
    for zone, table, key in (
        *(("clean", feed.name, feed.key) for feed in feed_tables().values()),
        ("aggregate", "presence_hex_hour", "service_date"),
        ("aggregate", "presence_hex_hour_public", "service_date"),
    ):
        if any(lake.table(zone, table).glob("**/*.parquet")):
            footers = f"parquet_file_metadata({quoted(lake.glob(zone, table))})"
            part = f"regexp_extract(file_name, '/{key}=([^/]+)/', 1)"
            # In a file that is no Parquet no rows are found: the rule on partition rows fails, the table's suite tells the error.
            with suppress(DBAPIError):
                execute(
                    f"insert into found_rows select {quoted(table)}, {part}, sum(num_rows) from {footers} group by 2"
                )
    factors = ", ".join(f"({quoted(feed.name)}, {feed.rows_per_record})" for feed in feed_tables().values())
    execute(f"""
        create table partition_rows as
        with factor (table_name, rows_per_record) as (values {factors}),
        told as (select feed as table_name, part, sum(rows_clean) as records from ledger_part group by all)
        select table_name, part, coalesce(f.rows, 0) as rows_found, coalesce(t.records * rows_per_record, 0) as rows_ledger
        from (select * from found_rows where part <> '') f
        full join told t using (table_name, part) join factor using (table_name)""")
    execute("""
        create table presence_rows as
        select part, max(rows) filter (table_name = 'telecom_event') as rows_telecom_event,
            coalesce(max(rows) filter (table_name = 'presence_hex_hour'), 0) as rows_presence,
            coalesce(max(rows) filter (table_name = 'presence_hex_hour_public'), 0) as rows_public
        from found_rows where part <> '' group by part""")


def _describe_feeds(execute: Execute, profile: Profile, feeds: list[str], service_date: date) -> None:
    """One row a feed. A daily one is delivered when a file of the morning after is loaded, or a later one with its rows."""
    execute("create table feed (feed varchar, expected varchar, refused_share_max double)")
    for name in feeds:
        feed = profile.feed(name)
        execute(
            f"insert into feed values ({quoted(name)}, {quoted(feed.expected)}, {feed.refused_share_max})"
        )
    day, morning = quoted(service_date), quoted(service_date + timedelta(days=1))
    execute(f"""
        create table night_feed as
        with day_file as (select source_file from ledger_part where part = {day} and rows_clean + rows_duplicate > 0),
        newest as (select feed, max(part) as newest_part from ledger_part where rows_clean > 0 group by feed)
        select feed, expected, refused_share_max, cast({day} as date) as service_date,
            count(*) filter (is_tonight and status = 'loaded') as files_loaded,
            count(*) filter (is_tonight and status = 'refused') as files_refused,
            coalesce(sum(records) filter (is_tonight and status = 'loaded'), 0) as records,
            coalesce(sum(rows_quarantined) filter (is_tonight and status = 'loaded'), 0) as rows_quarantined,
            coalesce(bool_or(status = 'loaded' and rows_clean > 0), false) as has_rows,
            expected = 'daily' and coalesce(bool_or(status = 'loaded' and (delivered = {morning}
                or (delivered > {morning} and source_file in (select source_file from day_file)))), false) as is_delivered,
            newest_part
        from feed left join ledger_file using (feed) left join newest using (feed)
        group by feed, expected, refused_share_max, newest_part""")
