"""Where a city's requests are asked for, and how, if it speaks Open311 (GeoReport v2)."""

from typing import Literal

from pydantic import Field

from nightowl.strict import Strict

SPAN_DAYS_MAX = 90
"""The standard: no question reaches over more days."""


class Open311Source(Strict):
    """A service that speaks GeoReport v2."""

    address: str = Field(
        pattern="^https?://[^?#]+$",
        description="what stands before /requests.json, as in https://host/open311/v2",
    )
    jurisdiction_id: str | None = Field(default=None, description="where one address serves several cities")
    format: Literal["json", "xml"] = Field(
        default="json", description="the standard asks for XML alone; most services speak both"
    )
    days: int = Field(
        default=400,
        ge=1,
        description="a mirror asks for the requests of so many days back; what changes or vanishes later is not seen",
    )
    window_days: int = Field(default=SPAN_DAYS_MAX, ge=1, le=SPAN_DAYS_MAX, description="days a question")
    page_rows: int = Field(
        default=500, ge=1, description="rows a page, where the service has pages (page_size)"
    )
    pause_s: float = Field(default=1.0, ge=0, description="seconds between two questions")
    vanished_share_max: float = Field(
        default=0.05,
        ge=0,
        le=1,
        description="where more of the known requests are gone at once, nothing is delivered until somebody has looked",
    )
