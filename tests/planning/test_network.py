"""Reading a network: what the files say, and what is refused with which sentence."""

import math
from pathlib import Path

import numpy as np
import pytest

from nightowl.errors import NightowlError
from planning import network as networks
from tests.planning.conftest import DEMAND, LINKS


def test_a_link_listed_once_holds_both_ways(files):
    network = networks.read(*files)
    assert network.ids == ("1", "2", "3", "4", "5")
    assert network.links[0, 1] == network.links[1, 0] == 4
    assert math.isinf(network.links[0, 2])
    assert network.trips == 310


def test_a_link_listed_both_ways_may_take_longer_back(files):
    files[0].write_text(LINKS + "2,1,7\n")
    network = networks.read(*files)
    assert (network.links[0, 1], network.links[1, 0]) == (4, 7)


def test_bounds_of_a_small_network(files):
    network = networks.read(*files)
    # 1-3 and back 7 minutes, 2-5 and back 10, 1-5 8.
    assert network.bound() == pytest.approx((200 * 7 + 100 * 10 + 10 * 8) / 310)
    assert network.running_bound() == 4 + 3 + 5 + 2


def test_ids_are_kept_as_written(tmp_path: Path):
    links, demand = tmp_path / "links.txt", tmp_path / "demand.txt"
    links.write_bytes("\ufefffrom,to,travel_time\r\n역,10,2.5\r\n10,9,1\r\n".encode())
    demand.write_text("to,from,demand\n역,9,3\n")
    network = networks.read(links, demand)
    assert network.ids == ("9", "10", "역")
    assert network.demand[0, 2] == 3
    assert network.written([2, 1]) == ["역", "10"]


def test_trips_within_a_node_are_left_out_and_said(files):
    files[1].write_text(DEMAND + "4,4,25\n")
    network = networks.read(*files)
    assert network.trips == 310
    assert "25 trips" in network.notices[0]


BAD_LINKS = {
    "disconnected": (LINKS + "6,7,1\n", "not connected: 2 of 7 nodes cannot be reached from node 1 (6, 7)"),
    "negative": (LINKS + "1,3,-2\n", "line 7: travel_time is -2; it cannot be negative"),
    "no_number": (LINKS + "1,3,soon\n", "line 7: travel_time is 'soon'"),
    "not_finite": (LINKS + "1,3,nan\n", "line 7: travel_time is 'nan'"),
    "short_row": (LINKS + "1,3\n", "line 7: expected from,to,travel_time"),
    "to_itself": (LINKS + "3,3,1\n", "a link from 3 to itself"),
    "twice": (LINKS + "1,2,5\n", "the link 1 to 2 takes 5 minutes here and 4 above"),
    "no_link": ("from,to,travel_time\n", "holds no link"),
    "columns": ("a,b,c\n1,2,3\n", "from, to, travel_time is not among them"),
    "empty": ("", "found: nothing"),
}


@pytest.mark.parametrize("name", BAD_LINKS)
def test_bad_links_get_a_sentence(files, name):
    text, sentence = BAD_LINKS[name]
    files[0].write_text(text)
    with pytest.raises(NightowlError) as refused:
        networks.read(*files)
    assert sentence in str(refused.value)


BAD_DEMAND = {
    "none": ("from,to,demand\n", "holds no demand"),
    "zero": ("from,to,demand\n1,2,0\n", "holds no demand"),
    "negative": ("from,to,demand\n1,2,-3\n", "demand is -3; it cannot be negative"),
    "unknown": ("from,to,demand\n1,8,3\n", "line 2: node '8' is unknown"),
    "twice": ("from,to,demand\n1,2,3\n1,2,3\n", "from 1 to 2 is given twice"),
}


@pytest.mark.parametrize("name", BAD_DEMAND)
def test_bad_demand_gets_a_sentence(files, name):
    text, sentence = BAD_DEMAND[name]
    files[1].write_text(text)
    with pytest.raises(NightowlError) as refused:
        networks.read(*files)
    assert sentence in str(refused.value)


def test_a_missing_file_gets_a_sentence(files):
    with pytest.raises(NightowlError, match="could not be read"):
        networks.read(files[0].with_name("nowhere.txt"), files[1])


def test_terminals(files, tmp_path):
    network = networks.read(*files)
    nodes = tmp_path / "nodes.txt"
    nodes.write_text("id,lat,lon,terminal\n1,0,0,1\n2,0,0,0\n5,0,0,1\n")
    assert np.flatnonzero(networks.read_terminals(nodes, network)).tolist() == [0, 4]
    nodes.write_text("id,terminal\n1,1\n9,1\n")
    with pytest.raises(NightowlError, match="line 3, names node '9'"):
        networks.read_terminals(nodes, network)
    nodes.write_text("id,terminal\n1,1\n")
    with pytest.raises(NightowlError, match="marks 1 terminal"):
        networks.read_terminals(nodes, network)


def test_fixed_routes(files, tmp_path):
    network = networks.read(*files)
    given = tmp_path / "given.txt"
    given.write_text("# kept\n1-2-3\n\n5-4\n")
    assert networks.read_routes(given, network) == [[0, 1, 2], [4, 3]]
    plan = tmp_path / "plan.json"
    plan.write_text('{"routes": [[1, 2, 3]]}')
    assert networks.read_routes(plan, network) == [[0, 1, 2]]
    for text, sentence in {
        "1-3": "no link joins them",
        "1-2-1": "a node twice",
        "7-1": "node '7'",
        "4": "at least two",
        "": "no route",
    }.items():
        given.write_text(text)
        with pytest.raises(NightowlError, match=sentence):
            networks.read_routes(given, network)
