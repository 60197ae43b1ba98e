"""Smart-card taps as the settlement company hands them over: one csv.gz a service day, about in order of boarding."""

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import partial
from itertools import count
from pathlib import Path
from random import Random

import numpy as np
import pyarrow as pa

from simulator import crowds, network
from simulator.card_defects import (
    BOARD_STOP,
    BOARDED,
    DEFECTS,
    EDGES,
    FEED,
    MOMENT,
    NULL,
    PASSENGERS,
    SETTLER,
    VEHICLE,
    edge_fields,
    set_fields,
)
from simulator.card_lines import (
    HEADER,
    JOURNEY_FROM,
    KERBS,
    RAIL_SETTLER,
    STOP_FROM,
    CardPrinter,
    route_id,
    stop_id,
    stop_numbers,
)
from simulator.chance import key_of, stream
from simulator.day import FIRST_HOUR, LAST_HOUR
from simulator.defects import Edge
from simulator.inventories import Inventory
from simulator.legs import Legs
from simulator.lines import gzip_file
from simulator.network import Ints
from simulator.orders import Delivery, Manifest, Order, Tell
from simulator.plan import Pair, Spoil, draft_one_file
from simulator.ridden import Ridden
from simulator.riders import Riders, rides_by_hour
from simulator.sizes import routes_of, sites_of, taps_of
from simulator.spoilers import Scene
from simulator.weaver import Weaver

__all__ = ["DEFECTS", "EDGES", "FEED", "deliveries"]

BOM = b"\xef\xbb\xbf"
EDGE_JOURNEY_FROM = 9 * JOURNEY_FROM  # edge rows are journeys of their own,
EDGE_VEHICLE_FROM = 9_000_000  # on buses of their own
HOURS = LAST_HOUR - FIRST_HOUR + 1


def deliveries(order: Order) -> Iterator[Delivery]:
    """One delivery a service day, handed over on the next calendar day."""
    for day in order.days:
        yield Delivery(FEED, day, taps_of(order.rows), partial(_write, order, day))


def _write(order: Order, day: date, folder: Path, tell: Tell) -> Manifest:
    return _Day(order, day).write(folder, tell)


class _Day:
    """The state of one delivery while its file is written."""

    def __init__(self, order: Order, day: date) -> None:
        self.order, self.service_date, self.rides = order, day, taps_of(order.rows)
        self.network = network.build(order.seed, sites_of(order.rows), routes_of(order.rows))
        self.stretches = crowds.planted(self.network, order.seed, self.rides)
        self.riders = Riders(order.people, self.network, day, self.stretches)
        self.printer = CardPrinter(order.people, self.network, day, self.riders.timetable.fleet)
        self.ridden = Ridden(self.network, self.riders.timetable)
        self.manifest = Manifest()
        draft_luck = stream(order.seed, "tap plan", day.toordinal(), order.rows)
        of_a_kind = order.copies_of_a_kind(self.rides, len(DEFECTS))
        plan = draft_one_file(self.rides, DEFECTS, EDGES, of_a_kind, draft_luck)
        self.spoilt = plan.at[
            [
                isinstance(a, Spoil) or (isinstance(a, Pair) and a.defect.spoil is not None)
                for a in plan.actions
            ]
        ]
        luck = Random(key_of(order.seed, "tap spoil", day.toordinal(), order.rows))
        self.weaver = Weaver(
            plan,
            luck,
            Scene(day, stops_of_route=self._stops_of_route()),
            self.manifest.planted,
            self._edge,
            on_kept=self._count_row,
        )
        self.boarded = np.zeros((2, KERBS * len(self.network.stop_x), HOURS), np.int64)  # bus and rail

    def write(self, folder: Path, tell: Tell) -> Manifest:
        """The file of the day, some ten thousand rides at a time, so that memory does not grow with the day."""
        name, record, start = f"TB_KTS_DWTCD_METROPOLITAN_{self.service_date:%Y%m%d}.csv.gz", 1, 0
        with gzip_file(folder / name) as out:
            out.write(BOM + HEADER.encode() + b"\n")
            for hour, rides in enumerate(rides_by_hour(self.service_date, self.rides), start=FIRST_HOUR):
                end = start + int(rides)
                luck = stream(self.order.seed, "crowd taps", self.service_date.toordinal(), hour)
                legs = self.riders.crowd_legs(hour, luck)
                while start < end:
                    tries = count()
                    while not legs:  # in a tiny city nobody may find a bus
                        luck = stream(self.order.seed, "taps", self.service_date.toordinal(), self.order.rows, hour, start, next(tries))  # fmt: skip
                        legs = self.riders.legs(hour, end - start, luck)
                    passengers = self.printer.passengers(legs, luck)
                    tapped_out = self.printer.taps_out(legs, luck)
                    self._count(legs, passengers, tapped_out, start)
                    lines = self.printer.rows(legs, passengers, tapped_out)
                    pieces, written = self.weaver.weave(lines, start, name, record)
                    out.write(b"".join(pieces))
                    record += written
                    start += len(legs)
                    tell(written)
                    legs = None
        self.manifest.records = record - 1
        route_ids = [route_id(route, rail) for route, rail in enumerate(self.network.is_rail.tolist())]
        self.manifest.truth = {
            "stop_hour": self._truth(),
            "alighting": self.ridden.untapped(),
            "bus_load": self.ridden.loads(),
            "crowded_stretch": crowds.truth(self.stretches if self.riders.crowds else [], route_ids),
        }
        return self.manifest

    def _edge(self, edge: Edge, number: int, name: str, line: bytes) -> bytes:
        fields = set_fields(line[:-1].decode().split(","), journey=EDGE_JOURNEY_FROM + number)
        if fields[VEHICLE] != NULL:
            fields = set_fields(fields, vehicle=EDGE_VEHICLE_FROM + number)
        fields = edge_fields(edge, fields, self.weaver.scene)
        self._count_row(fields)
        return ",".join(fields).encode() + b"\n"

    def _stops_of_route(self) -> dict[tuple[str, str], list[str]]:
        inventory = Inventory(self.order)
        found = {}
        for route, rail in enumerate(self.network.is_rail.tolist()):
            settler, _, number = route_id(route, rail).split(":")
            found[settler, number] = [str(STOP_FROM + stop) for stop in inventory.stops_of(route)]
        return found

    def _count_row(self, fields: list[str]) -> None:
        """Add the passengers of a row that was made by hand and is kept."""
        since = datetime.strptime(fields[BOARDED], MOMENT) - datetime.combine(self.service_date, time())
        hour = int(since.total_seconds() // 3_600) - FIRST_HOUR
        if hour >= 0:  # late rows count on another day
            stop, is_rail = int(fields[BOARD_STOP]) - STOP_FROM, fields[SETTLER] == RAIL_SETTLER.decode()
            self.boarded[int(is_rail), stop, hour] += int(fields[PASSENGERS])

    def _count(self, legs: Legs, passengers: Ints, tapped_out: np.ndarray, start: int) -> None:
        """Add the passengers of sound rows to their stop and hour, and to their bus."""
        sound = ~np.isin(np.arange(start, start + len(legs)), self.spoilt)
        stop = stop_numbers(self.network, legs.route, legs.board_at, legs.is_back)
        hour = legs.boarded_s // 3_600 - FIRST_HOUR
        is_rail = self.network.is_rail[legs.route].astype(np.int64)
        np.add.at(self.boarded, (is_rail[sound], stop[sound], hour[sound]), passengers[sound])
        self.ridden.note(legs.only(np.flatnonzero(sound)), passengers[sound], tapped_out[sound])

    def _truth(self) -> pa.Table:
        """stop_id, hour, boardings_cnt: passengers who boarded, all sound rows of the delivery counted."""
        is_rail, stop, hour = np.nonzero(self.boarded)
        return pa.table(
            {
                "stop_id": [stop_id(s, bool(r)) for s, r in zip(stop.tolist(), is_rail, strict=True)],
                "hour": (hour + FIRST_HOUR).astype(np.int32),
                "boardings_cnt": self.boarded[is_rail, stop, hour],
            }
        )
