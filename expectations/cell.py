"""The cell inventory and what is derived from it: `clean/cell` and `aggregate/cell_hex_share`, whole."""

from functools import partial

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from expectations import suite, telecom_event
from expectations.suite import FeedTable, Night, Suite

FEED = FeedTable("cell", groups=("core",), key="valid_from")
KEYS = ("valid_from", "cell_id")
SHARE_KEYS = ("valid_from", "cell_id", "hex_id")
_rule = partial(suite.rule, owner="telecom data")
_RELOAD = "Look at the rows named in the inventory's file, then clean the inventory again."
_SHARES = "Run the telecom run again: it writes the shares from the inventory; if it comes back, tell the developers."


def _cell(night: Night) -> list[Expectation]:
    box = night.profile.bounds
    return [
        suite.floor(
            "cell",
            _rule(
                "",
                "There is a cell inventory.",
                "Ask the carrier for the newest inventory; without it no event has a place.",
            ),
        ),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(KEYS),
            severity="critical",
            meta=_rule("cell_key_unique", "No inventory lists a cell twice.", _RELOAD),
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="cell_id",
            severity="critical",
            meta=_rule("cell_cell_id_missing", "Every cell has its identifier.", _RELOAD),
        ),
        *(
            gxe.ExpectColumnValuesToBeBetween(
                column=column,
                min_value=low,
                max_value=high,
                severity="critical",
                meta=_rule(
                    f"cell_{column}_in_city",
                    f"Every cell's {column} lies within the city.",
                    "Look at the bounds of the city profile, then at the inventory's coordinates.",
                ),
            )
            for column, low, high in (("latitude", box.south, box.north), ("longitude", box.west, box.east))
        ),
        suite.no_rows(
            "select valid_from, cell_id, hex_id from b where hex_id is null or not regexp_matches(hex_id, '^[0-9a-f]{{15}}$')",
            "critical",
            _rule(
                "cell_hex_malformed", "Every cell stands in a hexagon with a well-formed identifier.", _RELOAD
            ),
        ),
        suite.no_rows(
            "select valid_from, cell_id, active_from, active_to from b where active_to < active_from",
            "critical",
            _rule("cell_active_order", "No cell is switched off before it is switched on.", _RELOAD),
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="technology",
            value_set=["2G", "3G", "4G", "LTE", "5G", "NR"],
            severity="warning",
            meta=_rule(
                "cell_technology_known",
                "Every cell's technology is one we know.",
                "Ask the carrier what the new name means; nothing is lost meanwhile.",
            ),
        ),
        suite.no_rows(
            f"select min(valid_from) as first_inventory from b having min(valid_from) > date '{night.service_date}'",
            "warning",
            _rule(
                "cell_none_in_force",
                "An inventory was in force on the service day.",
                "Ask the carrier for the inventory of that time; cells may have stood elsewhere.",
            ),
        ),
        suite.no_rows(
            "select valid_from, cells, cells_before from (select valid_from, count(*) as cells, lag(count(*)) "
            "over (order by valid_from) as cells_before "
            "from b group by valid_from) where cells < cells_before / 2",
            "warning",
            _rule(
                "cell_inventory_shrunk",
                "No inventory has fewer than half the cells of the one before.",
                "Ask the carrier whether the inventory is complete.",
            ),
        ),
        suite.no_rows(
            "select max(valid_from) as newest_inventory from b "
            f"having max(valid_from) < date '{night.service_date}' - interval 180 day",
            "warning",
            _rule(
                "cell_stale",
                "The newest inventory is younger than half a year.",
                "Ask the carrier for a new inventory: cells move.",
            ),
        ),
        suite.no_raw_number(night, "cell", ("valid_from", "source_file", "record_number")),
    ]


def _share(night: Night) -> list[Expectation]:
    return [
        suite.floor("cell_hex_share", _rule("", "Cells are shared out over hexagons.", _SHARES)),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(SHARE_KEYS),
            severity="critical",
            meta=_rule("cell_hex_share_key_unique", "A cell has one share a hexagon.", _SHARES),
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="share",
            min_value=0,
            strict_min=True,
            max_value=1,
            severity="critical",
            meta=_rule(
                "cell_hex_share_range", "Every share is above nothing and at most the whole.", _SHARES
            ),
        ),
        suite.no_rows(
            "select valid_from, cell_id, sum(share) as share from b group by all having abs(sum(share) - 1) > 1e-6",
            "critical",
            _rule(
                "cell_hex_share_sums_to_one",
                "The shares of each cell add up to one: no event is lost or counted twice.",
                _SHARES,
            ),
        ),
        suite.no_rows(
            "select valid_from, cell_id, count(*) filter (is_main) as main_hexagons from b group by all "
            "having count(*) filter (is_main) <> 1 or max(share) > max(share) filter (is_main)",
            "critical",
            _rule(
                "cell_hex_share_main",
                "Each cell has one main hexagon, none with a larger share: where one place is asked for, there is one.",
                _SHARES,
            ),
        ),
        suite.no_rows(
            "select valid_from, cell_id, hex_id from b where hex_id not in (select hex_id from hex)",
            "critical",
            _rule(
                "cell_hex_share_hex_unknown",
                "Every share goes to a hexagon of the city's grid.",
                "Write the grid again; look whether hex_resolution changed in the city profile.",
            ),
        ),
        suite.no_rows(
            "select valid_from, cell_id, active_from, active_to from cell where coalesce(active_to >= valid_from, true) "
            "and active_from <= valid_from and (valid_from, cell_id) not in (select (valid_from, cell_id) from b)",
            "critical",
            _rule(
                "cell_hex_share_cell_left_out",
                "Every cell that an inventory has on air is shared out.",
                _SHARES,
            ),
        ),
    ]


SUITES = [
    Suite(table="cell", zone="clean", groups=FEED.groups, keys=KEYS, expectations=_cell, feeds=("cell",)),
    Suite(
        table="cell_hex_share",
        zone="aggregate",
        groups=telecom_event.FEED.groups,
        keys=SHARE_KEYS,
        expectations=_share,
        feeds=("cell", "telecom_event"),
    ),
]
