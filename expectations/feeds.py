"""What was delivered, by the ledger: one suite a feed over its row of `night_feed`, one over its partitions' row counts."""

from functools import partial

from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import FeedTable, Night, Suite

_rule = partial(suite.rule, owner="operator")


def _delivery(feed: str, night: Night) -> list[Expectation]:
    share = "round(rows_quarantined / records, 4)"
    return [
        suite.floor(
            f"{feed}_feed",
            _rule("", f"The city profile names the feed {feed}.", "Write the feed into the city profile."),
        ),
        suite.no_rows(
            f"select feed, records, rows_quarantined, {share} as refused_share, refused_share_max from b "
            f"where records > 0 and {share} > refused_share_max",
            "critical",
            _rule(
                f"{feed}_refused_share_exceeded",
                "No larger share of tonight's records was refused than the city profile allows.",
                "Look at the reasons in the quality report; ask the sender for a corrected delivery, or map the "
                "changed column in the city profile.",
            ),
        ),
        suite.no_rows(
            "select feed, files_loaded, files_refused, records from b "
            "where (files_loaded > 0 and records = 0) or (expected = 'daily' and files_refused > 0 and files_loaded = 0)",
            "critical",
            _rule(
                f"{feed}_delivery_without_rows",
                "What was delivered tonight holds rows.",
                "Look at what the ledger says of each file; ask the sender for the delivery again.",
            ),
        ),
        suite.no_rows(
            "select f.source_file, f.reason_code, f.sentence from b join night_file f using (feed) where f.status = 'refused'",
            "warning",
            _rule(
                f"{feed}_file_refused",
                "Every file delivered tonight could be read.",
                "Ask the sender for the files named; the others were loaded.",
            ),
        ),
        suite.no_rows(
            "select f.source_file, f.unknown_columns from b join night_file f using (feed) where len(f.unknown_columns) > 0",
            "warning",
            _rule(
                f"{feed}_column_unknown",
                "Every column of tonight's files is one we know.",
                "Ask the sender what the new column holds; its values are kept aside, nothing else is lost.",
            ),
        ),
        suite.no_rows(
            "select feed, service_date from b where expected = 'daily' and has_rows and not is_delivered",
            "warning",
            _rule(
                f"{feed}_delivery_missing",
                "The service day's delivery has come.",
                "Ask the sender; when it comes, run the day again.",
            ),
        ),
        suite.no_rows(
            "select feed, newest_part from b where expected = 'monthly' and has_rows "
            "and cast(newest_part || '-01' as date) < date_trunc('month', service_date) - interval 2 month",
            "warning",
            _rule(
                f"{feed}_delivery_overdue",
                "The newest month is at most two months older than the service day's.",
                "Deliver the newest file of the feed; until then its tables tell of an older time.",
            ),
        ),
        suite.no_rows(
            "select feed from b where not has_rows",
            "warning",
            _rule(
                f"{feed}_never_delivered",
                "The feed has delivered at least once since it was switched on.",
                "Deliver its first file, or switch the feed off in the city profile.",
            ),
        ),
    ]


def _partitions(table: FeedTable, night: Night) -> list[Expectation]:
    feed = table.name
    # The days of a file that comes now and then (a year of cases) are no series of deliveries: weekends are not short of rows.
    has_usual_size = table.key != "service_date" or night.profile.feed(feed).expected == "daily"
    # Days below two fifths of the largest were never delivered whole (late rows, cases received before the first delivery).
    judged = f"select part from {suite.listed(night.due(feed))}"
    volume = suite.no_rows(
        "select part, rows_found, rows_typical from (select *, median(rows_found) over earlier as rows_typical, "
        "count(*) over earlier as parts_earlier from b where rows_found >= 0.4 * (select max(rows_found) from b) "
        f"or part in ({judged}) window earlier as (order by part rows between 7 preceding and 1 preceding)) "
        f"where part in ({judged}) and parts_earlier >= 3 and rows_found not between 0.5 * rows_typical and 2 * rows_typical",
        "warning",
        _rule(
            f"{feed}_volume_unusual",
            "What was loaded tonight is between half and double the size of what is usual.",
            "Ask the sender whether the delivery is complete, or was sent twice.",
        ),
    )
    return [
        suite.floor(
            f"{feed}_partitions",
            _rule("", "The cleaned table has partitions.", "Clean the feed's deliveries again."),
        ),
        suite.no_rows(
            "select part, rows_found, rows_ledger from b where rows_found is distinct from rows_ledger",
            "critical",
            _rule(
                f"{feed}_partition_rows_as_ledger",
                "Every partition, old ones too, holds exactly the rows that the ledger says were cleaned into it.",
                "Rows were lost or added outside the jobs: delete the partition and clean its deliveries again.",
            ),
        ),
        *([volume] if has_usual_size else []),
    ]


def suites_of(feed: FeedTable) -> list[Suite]:
    """The two suites every feed has without writing them."""
    return [
        Suite(
            table=feed.name,
            name=f"night_feed_{feed.name}",
            zone="night",
            source=f"night_feed where feed = '{feed.name}'",
            if_enabled=feed.name,
            groups=feed.groups,
            keys=("feed",),
            expectations=partial(_delivery, feed.name),
        ),
        Suite(
            table=feed.name,
            name=f"partition_rows_{feed.name}",
            zone="night",
            source=f"partition_rows where table_name = '{feed.name}'",
            groups=feed.groups,
            keys=("part",),
            expectations=partial(_partitions, feed),
            feeds=(feed.name,),
        ),
    ]
