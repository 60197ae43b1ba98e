"""The night's decision: what may be published, what keeps yesterday's tables, and the record of it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from nightowl import warehouse
from nightowl.errors import NightowlError
from nightowl.lake import Lake
from nightowl.profile import Profile
from nightowl.publish import Snapshot, publish
from nightowl.quality import Run, held_groups, read_results, write_run
from nightowl.version import code_version


def publish_night(lake: Lake, profile: Profile, run_id: str, service_date: date) -> str:
    """Publish the warehouse by the results of this run; returns what was done, in a sentence.

    Raises NightowlError where a failure in core stops the publish; readers keep the snapshot they have.
    """
    results = read_results(lake, run_id)
    if not results:
        raise NightowlError(
            f"No check of {run_id} is on record, so nothing is published; run the warehouse again for {service_date}."
        )
    held = held_groups(results) - {"quality"}  # what went wrong is always told
    run = Run(
        run_id=run_id,
        service_date=service_date,
        started_at=datetime.now(UTC),
        verdict="published_with_holds" if held else "published",
        held_groups=tuple(sorted(held)),
        code_version=code_version(),
    )
    stopped = replace(run, verdict="stopped")
    if "core" in held:
        write_run(lake, stopped)
        codes = sorted({f"{r.code} ({r.table_name})" for r in results if r.holds and "core" in r.groups})
        raise NightowlError(
            f"Nothing was published for {service_date}: a critical check of the core failed: {', '.join(codes)}. Readers keep the last "
            "snapshot; the quality report says what to do."
        )
    write_run(lake, run)  # before publish, so that the snapshot holds the record of its own night
    try:
        warehouse.build_quality(lake, profile)
        snapshot = publish(lake, service_date, run_id, held, warehouse.table_groups(lake))
    except BaseException:
        write_run(lake, stopped)
        raise
    write_run(lake, replace(run, snapshot=snapshot.name))
    return _sentence(snapshot)


def _sentence(snapshot: Snapshot) -> str:
    told = f"published {snapshot.name}: {len(snapshot.tables) - len(snapshot.left_out)} tables"
    if snapshot.held_groups:
        told += f"; held back, with yesterday's tables: {', '.join(snapshot.held_groups)}"
    if snapshot.left_out:
        told += f"; left out, never published before: {', '.join(snapshot.left_out)}"
    if snapshot.unchanged:
        return f"{told}; nothing changed since {snapshot.previous}"
    return f"{told}; {len(snapshot.changed)} changed" if snapshot.previous else told
