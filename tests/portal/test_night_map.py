"""The map: every hexagon once, shown ones coloured, hidden ones in the ground's tone, and a sentence where there is nothing to draw."""

import re
from pathlib import Path

import duckdb
import pytest

from nightowl.errors import NightowlError
from nightowl.lake import Lake
from portal import night_map

WKT = "POLYGON((127.0 37.5, 127.1 37.5, 127.1 37.6, 127.0 37.5))"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """A served snapshot of two nights: the older whole, the newer not."""
    lake = Lake(tmp_path).make()
    with duckdb.connect(str(lake.published / "warehouse-2026-11-01-001.duckdb")) as con:
        con.execute(
            f"create table dim_hex as select unnest(['a', 'b', 'c']) as hex_id, '{WKT}' as boundary_wkt"
        )
        con.execute(
            """create table mart_owl__night_demand as select * from values
            (date '2026-10-31', 26, 'a', 5, false, true), (date '2026-10-31', 26, 'b', 500, false, true),
            (date '2026-10-31', 26, 'c', null, true, true), (date '2026-11-01', 26, 'a', 7, false, false)
            as t(night_date, hour, hex_id, persons_cnt, is_hidden, is_complete_night)"""
        )
    lake.snapshot.symlink_to("warehouse-2026-11-01-001.duckdb")
    return lake


def test_the_newest_whole_night_is_drawn(lake: Lake) -> None:
    svg = night_map.write(lake, 26).read_text(encoding="utf-8")
    assert re.findall(r'<polygon points="[^"]+" fill="([^"]+)"/>', svg) == [
        night_map.RAMP[0],
        night_map.RAMP[-1],
        night_map.HIDDEN,
    ]
    assert "2026-10-31 02:00 (26:00)" in svg and "심야 수요" in svg
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]


def test_an_hour_without_demand_is_a_sentence(lake: Lake) -> None:
    with pytest.raises(NightowlError, match="no night demand at hour 12"):
        night_map.write(lake, 12)
