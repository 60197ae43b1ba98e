"""Where stops and stations stand, as the published lists tell: `clean/stop`, whole."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite
from expectations.suite import FeedTable, Night, Suite

# The owl's current service is drawn where these stops stand.
FEED = FeedTable("stop", groups=("transit", "owl"), key="valid_from")
KEYS = ("valid_from", "inventory", "stop_id")
_rule = partial(suite.rule, owner="transit data")
_RELOAD = "Clean the list again; if it comes back, tell the developers of spark_jobs/network."
# Seoul's buses run some 60 km beyond the city: a degree is beyond all of them.
NEARBY_DEGREES = 1


def _expectations(night: Night) -> list[Expectation]:
    box = night.profile.bounds
    nearby = (
        f"latitude between {box.south - NEARBY_DEGREES} and {box.north + NEARBY_DEGREES} "
        f"and longitude between {box.west - NEARBY_DEGREES} and {box.east + NEARBY_DEGREES}"
    )
    return [
        suite.floor(
            "stop",
            _rule(
                "",
                "There is a list of stops.",
                "Look in the ledger for what became of the last list, then deliver it again.",
            ),
        ),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(KEYS),
            severity="critical",
            meta=_rule("stop_key_unique", "No list has a stop twice.", _RELOAD),
        ),
        *(
            gxe.ExpectColumnValuesToNotBeNull(
                column=column,
                severity="critical",
                meta=_rule(f"stop_{column}_missing", f"Every stop has its {what}.", _RELOAD),
            )
            for column, what in (("inventory", "kind of list"), ("stop_id", "identifier"))
        ),
        suite.no_rows(
            "select valid_from, inventory, stop_id, latitude, longitude from b "
            "where (latitude is null) <> (longitude is null) or abs(latitude) > 90 or abs(longitude) > 180",
            "critical",
            _rule("stop_place_range", "Every place is one on earth, or none at all.", _RELOAD),
        ),
        suite.no_rows(
            "select valid_from, inventory, stop_id, hex_id from b "
            "where (latitude is null) <> (hex_id is null) or not regexp_matches(coalesce(hex_id, '800000000000000'), '^[0-9a-f]{{15}}$')",
            "critical",
            _rule("stop_hex_malformed", "Every stop with a place stands in a well-formed hexagon.", _RELOAD),
        ),
        suite.no_rows(
            "select valid_from, inventory, stop_id, ars_id from b "
            "where inventory not like 'gtfs%' and not regexp_matches(ars_id, '^[0-9]{{5}}$')",
            "warning",
            _rule(
                "stop_ars_shape",
                "Every number on a sign (ARS) is of five digits.",
                "Ask the publisher what the number is; boardings find such a stop by its route and name only.",
            ),
        ),
        suite.no_rows(
            f"select valid_from, inventory, count(*) as stops from b where latitude is not null group by all having avg(({nearby})::int) < 0.99",
            "warning",
            _rule(
                "stop_far_away",
                "Of each list, 99 % of the stops lie in the city or near it.",
                "Look whether the list is of another city, or its coordinates are not degrees WGS84.",
            ),
        ),
        suite.no_rows(
            "select valid_from, inventory, count(*) as stops from b group by all having avg((latitude is null)::int) > 0.05",
            "warning",
            _rule(
                "stop_place_missing",
                "Of each list, at most 5 % of the stops lack coordinates.",
                "Ask the publisher for the list with coordinates; flags tell which stops lack them.",
            ),
        ),
        suite.no_rows(
            "select valid_from, inventory, stops, stops_before from (select *, lag(stops) over (partition by inventory order by valid_from) "
            "as stops_before from (select valid_from, inventory, count(*) as stops from b group by all)) "
            "where stops < stops_before / 2",
            "warning",
            _rule(
                "stop_list_shrunk",
                "No list has fewer than half the stops of the one of its kind before.",
                "Ask whether the list is complete: the stops it lacks end with its day.",
            ),
        ),
        suite.no_raw_number(night, "stop", ("valid_from", "source_file", "record_number")),
    ]


SUITE = Suite(
    table="stop", zone="clean", groups=FEED.groups, keys=KEYS, expectations=_expectations, feeds=("stop",)
)
