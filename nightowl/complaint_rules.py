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
    """When the city's offices work, Monday to Friday but for public holidays; eight hours in all, for limits are so counted."""

    open: list[tuple[time, time]] = [(time(9), time(12)), (time(13), time(18))]

    @property
    def covers_days(self) -> int:
        """So many days after a receipt every limit is over: two and a half for each working day of the longest."""
        return 300


class IncidentRules(Strict):
    """When two cases tell of the same thing."""


class WaitingRules(Strict):
    """Of which cases the waiting times are told."""


class HotSpotRules(Strict):
    """Over which days cases are counted by place."""


class CategoryRules(Strict):
    """How sure the classifier of cases without a kind has to be."""


class ComplaintRules(Strict):
    """Complaints of one city."""

    items: list[Item] = Field(
        default_factory=list,
        description="kinds of case; where none is named, each case keeps the kind its source gives it, without a limit",
    )
    office: OfficeHours = OfficeHours()
    incidents: IncidentRules = IncidentRules()
    waiting: WaitingRules = WaitingRules()
    hot_spots: HotSpotRules = HotSpotRules()
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
