"""What a city says of its buses: their seats, when one is called crowded, and what a Squirrel bus may be."""

from typing import Self

from pydantic import Field, model_validator

from nightowl.strict import Strict

ANY_TYPE = "other"
"""The kind of route whose vehicle class counts where a route's own kind is not named."""


class Limits(Strict):
    """From a least to a most, both included."""

    least: float = Field(ge=0)
    most: float = Field(gt=0)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least > self.most:
            raise ValueError(f"least {self.least:g} is more than most {self.most:g}")
        return self


class SquirrelRules(Strict):
    """What makes a crowded stretch a candidate for a shuttle at rush hour, and what service it would get."""

    threshold: float | None = Field(
        default=60, gt=0, description="passengers on board a bus; None: crowded_seats times its seats"
    )
    one_way_km: Limits = Limits(least=4, most=6)
    duration_min: Limits = Limits(least=45, most=120)
    weekdays_min: int = Field(
        default=3, ge=1, le=5, description="weekdays of a week on which a place must be crowded (taps alone)"
    )
    quantile: float = Field(
        default=0.85, gt=0, le=1, description="of the loads of the weekdays, the one that counts (taps alone)"
    )
    screening_level: float = Field(
        default=0.5,
        gt=0,
        le=1,
        description="load of a mean bus of a month as a share of a weekday's: the threshold is lowered so (month files alone)",
    )
    screening_kmh_max: float = Field(
        default=15,
        gt=0,
        description="no bus is faster at rush hour, whatever the lists tell of the first and the last (month files alone)",
    )
    crowded_share_min: float = Field(
        default=0.8, gt=0, le=1, description="part of a stretch and its time that must be crowded"
    )
    headway_min: Limits = Limits(least=8, most=13)
    layover_min: float = Field(default=5, ge=0, description="rest of bus and driver in a round trip")
    routes_max: int = Field(default=61, ge=1)
    buses_max: int = Field(default=250, ge=1)
    solver_s_max: float = Field(default=60, gt=0)


class OwlRules(Strict):
    """What night bus network is wanted: how many routes, within which budget, through which places, and how stops and riders meet."""

    routes: int = Field(default=9, ge=1, le=60)
    route_km_max: float = Field(
        default=590, gt=0, description="length of all round trips together (Seoul 2013: nine routes, 590 km)"
    )
    round_trip_min_max: float = Field(
        default=210, gt=0, description="cycle time of a route at most, with its layover, in minutes"
    )
    round_trip_km_least: float = Field(default=20, gt=0, description="a shorter route is none")
    buses: int = Field(default=45, ge=1, description="buses there are")
    hubs: list[str] = Field(
        default_factory=list,
        description="names or ids of stops; each route passes near one of them, where riders change",
    )
    reach_m: float = Field(default=500, gt=0, le=2_000, description="so far people walk to a stop")
    stop_spacing_m: float = Field(default=400, gt=0, description="night buses halt no closer than that")
    detour_max: float = Field(
        default=1.5,
        ge=1,
        description="time on board, over the way by road, up to which a ride counts as served",
    )
    transfer_min: float = Field(default=5, ge=0, description="what a change costs in minutes on board")
    layover_min: float = Field(default=10, ge=0)
    speed_kmh: float = Field(
        default=24, gt=0, description="of a night bus with its halts, where no list tells times"
    )
    headway_min: Limits = Limits(least=15, most=60)
    seats: int = Field(default=45, ge=1, description="riders a bus takes")
    share_of_trips: float = Field(
        default=0.1,
        gt=0,
        le=1,
        description="of the trips a plan serves, those who would ride, until boardings tell",
    )
    transfers_max: int = Field(default=1, ge=0, le=1)
    plan_monthly: bool = Field(
        default=False,
        description="the planning DAG keeps the standing plan up to date; else it is made when it is asked for",
    )
    agency_url: str = Field(
        default="https://www.example.org",
        pattern="^https?://",
        description="page of whoever publishes the timetable, which GTFS asks for",
    )


class TapRules(Strict):
    """Limits of what is made of single smart-card taps: which are doubted, and where riders got off who did not tap."""

    cancel_s_max: int = Field(
        default=120,
        ge=0,
        description="a tap out at the stop of boarding so soon after takes the boarding back",
    )
    vehicle_kmh_max: float = Field(default=120, gt=0, description="no bus gets from tap to tap faster")
    transfer_min_max: float = Field(
        default=30,
        gt=0,
        description="who boards another line so soon after alighting goes on with the journey",
    )
    walk_m_max: float = Field(
        default=1_000, gt=0, description="nobody is taken to walk farther from the bus to the next boarding"
    )
    walk_kmh: float = Field(default=4, gt=0)
    walk_weight: float = Field(
        default=2, gt=0, description="a minute on foot is as bad as so many on the bus"
    )
    ride_min_max: float = Field(default=180, gt=0, description="no longer ride is inferred")
    run_gap_min: float = Field(
        default=20, gt=0, description="a bus that is so much later than its way takes began a run anew"
    )
    run_back_stops: int = Field(
        default=3, ge=0, description="taps out of order by so many stops are still of one run"
    )
    bus_kmh: float = Field(default=15, gt=0, description="where no tap tells how fast a route is")
    rail_kmh: float = Field(default=30, gt=0)
    without_header: list[str] = Field(
        default_factory=list,
        description="names of the columns of tap files without a header, in order; the KTS order of 27 columns where empty",
    )


class TransitRules(Strict):
    """Seats by class of vehicle, the class that kinds of routes run with, and the words for how full a bus is."""

    seats: dict[str, int] = Field(default={"large": 55, "medium": 33})
    vehicle_of: dict[str, str] = Field(
        default={ANY_TYPE: "large"}, description="route_type → class of vehicle; `other` for all not named"
    )
    crowded_seats: float = Field(
        default=1.5, gt=1, description="up to its seats a bus is spacious, up to so many times normal"
    )
    squirrel: SquirrelRules = SquirrelRules()
    owl: OwlRules = OwlRules()
    taps: TapRules = TapRules()

    @model_validator(mode="after")
    def _every_class_has_seats(self) -> Self:
        if ANY_TYPE not in self.vehicle_of:
            raise ValueError(f"vehicle_of names no class for '{ANY_TYPE}'")
        if lacking := sorted(set(self.vehicle_of.values()) - set(self.seats)):
            raise ValueError(f"seats does not name the class '{lacking[0]}', which vehicle_of uses")
        return self

    def seats_of(self, route_type: str | None) -> int:
        """Seats of a bus on a route of this kind."""
        return self.seats[self.vehicle_of.get(route_type or ANY_TYPE, self.vehicle_of[ANY_TYPE])]
