"""What a city says of its complaints: the kinds it knows and their limits, the hours its offices keep, and how cases are compared and counted."""

from datetime import time
from typing import Self

from pydantic import Field, model_validator

from nightowl.strict import Strict


class Item(Strict):
    """One kind of case in the city's own words, and how long its answer may take."""

    item: str = Field(min_length=1)
    field: str = Field(min_length=1, description="the larger kind it belongs to")
    name_en: str | None = None
    limit_h: float | None = Field(default=None, gt=0, description="clock hours, round the clock")
    limit_working_days: int | None = Field(default=None, ge=1, le=120)
    words: list[str] = Field(default_factory=list, description="what sources call it, apart from `item`")

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if self.limit_h is not None and self.limit_working_days is not None:
            raise ValueError(f"{self.item} has a limit in hours and one in working days; give one of them")
        return self


class OfficeHours(Strict):
    """When the city's offices work, Monday to Friday but for public holidays."""

    open: tuple[tuple[time, time], ...] = Field(
        default=((time(9), time(12)), (time(13), time(18))),
        min_length=1,
        description="from and until, in order of time",
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        ends = [end for span in self.open for end in span]
        if ends != sorted(set(ends)):
            raise ValueError("office hours are spans in order of time that do not meet, each from and until")
        return self

    @property
    def hours_a_day(self) -> float:
        """Working hours of a working day."""
        return sum((b.hour - a.hour) + (b.minute - a.minute) / 60 for a, b in self.open)


class WaitingRules(Strict):
    """Of which cases the waiting times are told."""

    window_days: int = Field(
        default=365, ge=7, description="days of receipt, up to the newest, whose cases are counted"
    )
    closed_min: int = Field(
        default=10,
        ge=2,
        description="of fewer closed cases no median is told: the next case could move it anywhere",
    )


class HotSpotRules(Strict):
    """Over which days cases are counted by place, and when a place stands out."""

    window_days: int = Field(default=28, ge=1, description="days of receipt, up to the newest, for hot spots")
    false_share_max: float = Field(
        default=0.05, gt=0, lt=0.5, description="share of the hot spots told that may be mere chance"
    )
    field_cases_min: int = Field(
        default=30, ge=1, description="of fewer cases in the city a field has no hot spots"
    )
    place_cases_min: int = Field(
        default=5, ge=1, description="fewer cases in a hexagon and those around it make no hot spot"
    )
    hour_window_days: int = Field(
        default=84, ge=7, description="days of receipt, up to the newest, for counts by hexagon and hour"
    )
    parking_items: list[str] = Field(default_factory=list, description="items about cars parked illegally")
    crowding_items: list[str] = Field(default_factory=list, description="items about vehicles too full")


class CategoryRules(Strict):
    """How sure the classifier of cases without a kind has to be, and from what it learns."""

    precision_min: float = Field(
        default=0.9,
        gt=0,
        lt=1,
        description="share of its answers that must be right, else it does not answer",
    )
    cases_a_kind_min: int = Field(
        default=20, ge=5, description="kinds of fewer cases are learned together, and never answered"
    )
    window_days: int = Field(
        default=365, ge=7, description="days of receipt, up to the newest, from which it learns"
    )
    cases_max: int = Field(default=10_000, ge=100, description="cases it learns from, drawn by case number")
    learn_again_days: int = Field(
        default=28, ge=1, description="so long a version is used before it learns again"
    )


class IncidentRules(Strict):
    """When two cases tell of one thing, and when many hand in the same words."""

    window_days: int = Field(
        default=7, ge=1, le=60, description="so long after a case another may tell of the same"
    )
    reach_m: float = Field(default=100, gt=0, le=1_000, description="so far from each other they may lie")
    place_error_m: float = Field(
        default=15, gt=0, description="standard deviation of a place told by telephone, in each direction"
    )
    quick_items: list[str] = Field(default_factory=list, description="items about what is over within hours")
    quick_h: float = Field(
        default=3, gt=0, description="mean hours from a thing to one who tells of it, of quick items"
    )
    lasting_h: float = Field(default=24, gt=0, description="the same of all other items")
    sure: float = Field(default=0.5, gt=0, lt=1, description="so probable a link must be")
    mass_cases_min: int = Field(default=5, ge=3, description="of fewer cases a text is nobody's petition")


class ComplaintRules(Strict):
    """Complaints of one city."""

    items: list[Item] = Field(
        default_factory=list,
        description="kinds of case; where none is named, each case keeps the kind its source gives it, without a limit",
    )
    closed_when_updated: bool = Field(
        default=False,
        description="the update time of a closed case is the time it was closed, where no other is given (Open311)",
    )
    office: OfficeHours = OfficeHours()
    waiting: WaitingRules = WaitingRules()
    hot_spots: HotSpotRules = HotSpotRules()
    incidents: IncidentRules = IncidentRules()
    categories: CategoryRules = CategoryRules()

    @model_validator(mode="after")
    def _each_word_once(self) -> Self:
        seen: dict[str, str] = {}
        for kind in self.items:
            for word in (kind.item, *kind.words):
                if seen.setdefault(word.casefold(), kind.item) != kind.item:
                    raise ValueError(
                        f"'{word}' is {seen[word.casefold()]} and {kind.item}; let it be one of them"
                    )
        return self

    @model_validator(mode="after")
    def _lists_name_items(self) -> Self:
        known = {kind.item for kind in self.items}
        lists = {
            "hot_spots.parking_items": self.hot_spots.parking_items,
            "hot_spots.crowding_items": self.hot_spots.crowding_items,
            "incidents.quick_items": self.incidents.quick_items,
        }
        for name, items in lists.items():
            if known and (unknown := [item for item in items if item not in known]):
                raise ValueError(f"{name} names {', '.join(unknown)}, which is none of the items")
        return self
