"""The opt-out list: subscribers who want no part in this. To `clean/opt_out`; and the numbers whose events are left out.

Each delivery is the whole list, and the newest that was loaded counts. No number leaves landing: the table holds a pseudonym under a key of its
own, which says who is on two lists and leads to no event.

    python -m spark_jobs.telecom.opt_out --service-date 2026-11-01
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from nightowl import pseudonym
from nightowl.arrival import pending, text_of
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.layout import KOREAN_MOBILE, KOREAN_PREFIXES, UNPUNCTUATED, Subscriber, written_at_home
from nightowl.ledger import Ledger
from nightowl.profile import Profile
from nightowl.records import as_line
from spark_jobs import catalog, pseudonyms, tabular
from spark_jobs.command import run_command
from spark_jobs.intake import FeedJob, Summary, run_feed
from spark_jobs.telecom import carrier
from spark_jobs.telecom.schema import OPT_OUT
from spark_jobs.text import starred
from spark_jobs.verdict import set_outcome

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

FEED = "opt_out"
RULE_VERSION = "opt_out-1"
COLUMNS = ("msisdn", "opted_out_on")
PURPOSE = "opt out"
DAY = r"^([0-9]{4})[-./]?([0-9]{2})[-./]?([0-9]{2})$"


def subscribers(profile: Profile) -> list[Subscriber]:
    """The ways in which the city's carriers write a subscriber, each once; a list may give a Korean number in its international form."""
    written = [layout.subscriber for layout in carrier.layouts(profile).values()]
    abroad = {"prefixes": KOREAN_PREFIXES}
    ways = [
        w.model_copy(update=abroad) if w.shape == KOREAN_MOBILE and not w.prefixes else w for w in written
    ]
    return [way for n, way in enumerate(ways) if way not in ways[:n]]


def at_home(number: str, ways: Iterable[Subscriber]) -> Iterator[str]:
    """The forms in which events may bear a listed number: one a way of writing that makes it sound, none for what is no number."""
    forms = (
        written_at_home(number, way) for way in ways if re.search(way.shape, written_at_home(number, way))
    )
    yield from dict.fromkeys(forms)


def _first_form(number: Column, ways: Iterable[Subscriber]) -> Column:
    """The first of `at_home` as a Spark expression; a test holds them equal."""
    plain = F.translate(number, "".join(map(chr, UNPUNCTUATED)), "")
    forms = [(_under_home_prefix(plain, way), way.shape) for way in ways]
    return F.coalesce(*(F.when(form.rlike(shape), form) for form, shape in forms))


def _under_home_prefix(number: Column, way: Subscriber) -> Column:
    written = number
    for begins, home in reversed(way.longest_prefixes_first):
        rest = F.substring(number, len(begins) + 1, 1 << 30)
        written = F.when(number.startswith(begins), F.concat(F.lit(home), rest)).otherwise(written)
    return written


def clean(rows: DataFrame, profile: Profile, master: bytes) -> DataFrame:
    """Parsed lines to staged rows: a row a listed subscriber and delivery; who is listed twice in one is kept once."""
    key = rows.sparkSession.createDataFrame(
        [(bytearray(pseudonym.lasting_key(master, PURPOSE)),)], "key binary"
    )
    day = F.when(
        F.col("opted_out_on").rlike(DAY), F.regexp_replace("opted_out_on", DAY, "$1-$2-$3").try_cast("date")
    )
    typed = (
        rows.withColumns({"valid_from": F.col("delivered"), "opted_out_on": day})
        .withColumn("number", _first_form(F.col("msisdn"), subscribers(profile)))
        .crossJoin(F.broadcast(key))
        .withColumn("subscriber_key", pseudonyms.keyed("number"))
        .drop("key")
    )
    judged = tabular.judge(
        typed,
        ("subscriber_missing", F.col("msisdn").isNull()),
        ("subscriber_malformed", F.col("msisdn").isNotNull() & F.col("number").isNull()),
        ("opt_out_day_malformed", F.col("opted_out_on").isNull()),
    )
    return (
        judged.withColumn("line_masked", starred("line_masked", carrier.HASH_LIKE))
        .drop("msisdn", "number")
        .transform(set_outcome, key=("valid_from", "subscriber_key"), part=F.col("valid_from"))
    )


def listed_numbers(lake: Lake, profile: Profile) -> list[str]:
    """The numbers whose events are left out, in the forms events bear, in order: those of the newest list that was loaded, read from landing.

    Also where a backfill looks at earlier days: who opts out today is left out of every day that is made from now on. A sound number
    counts whatever stands beside it. A list without one replaces nothing; a file with the bytes of an older list is that list again.
    Raises NightowlError where a list waits to be cleaned (nobody's events are read against his will because a job failed before), and where the
    one that counts is gone from landing.
    """
    if not profile.enabled(FEED):
        return []
    known = Ledger(lake).files(FEED)
    if waiting := pending(lake, FEED, set(known)):
        raise NightowlError(
            f"The opt-out list {lake.source_file(waiting[-1])} was delivered and is not cleaned yet; events are not read before it is. Run the "
            "telecom DAG again; if its task clean_opt_out fails, look there first."
        )
    came = {(r.delivered, r.source_file) for r in known.values() if r.status != "refused"}
    ways = subscribers(profile)
    for delivered in sorted({day for day, _ in came}, reverse=True):
        paths = [lake.landing / name for day, name in sorted(came) if day == delivered]
        said = (number for path in paths for number in _numbers_of(path, lake, profile))
        if listed := {form for number in said for form in at_home(number, ways)}:
            return sorted(listed)
    return []


def _numbers_of(path: Path, lake: Lake, profile: Profile) -> Iterator[str]:
    name = lake.source_file(path)
    if not path.exists():
        raise NightowlError(
            f"The opt-out list {name} was loaded but is no longer in landing, and without it nobody can be left out. Put it back, or deliver "
            "the list again."
        )
    reader = catalog.readers(FEED).get(path.suffix.lower())
    found = (
        reader(path)
        if reader
        else csv.reader(io.StringIO(b"".join(text_of(path)).decode("utf-8", "replace")))
    )
    header = read_header(as_line(next(iter(found), [])).rstrip("\n"), name, profile)
    at = dict(header.position)["msisdn"]
    yield from (fields[at] for fields in found if len(fields) > at and fields[at].strip())


read_header = tabular.header_reader(FEED, COLUMNS)


def run(
    spark: SparkSession, lake: Lake, profile: Profile, service_date: date, *, rebuild: str | None = None
) -> Summary:
    """Clean pending lists (`rebuild`: one delivery again)."""
    master = pseudonym.master_key(lake)
    job = FeedJob(
        feed=FEED,
        key="valid_from",
        schema=OPT_OUT,
        rule_version=RULE_VERSION,
        read_header=read_header,
        parse=tabular.parse,
        clean=lambda rows: clean(rows, profile, master),
        key_id=pseudonym.key_id(master),
    )
    return run_feed(spark, lake, profile, job, service_date, rebuild=rebuild)


if __name__ == "__main__":
    run_command(__doc__, run)
