"""The city profile: everything about a city that is not code (`cities/<name>.yaml`), checked when it is read."""

from datetime import date, time
from pathlib import Path
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import Field, ValidationError, field_validator, model_validator

from nightowl.complaint_rules import ComplaintRules
from nightowl.errors import NightowlError
from nightowl.layout import Layout
from nightowl.open311_source import Open311Source
from nightowl.strict import Strict
from nightowl.transit_rules import TransitRules

REPO = Path(__file__).resolve().parent.parent
WAREHOUSE_DAG, PLANNING_DAG = "warehouse", "planning"
_CLEAN_NOTHING = {WAREHOUSE_DAG, PLANNING_DAG}


class Bounds(Strict):
    """The city's bounding box, degrees WGS84."""

    south: float = Field(ge=-90, le=90)
    west: float = Field(ge=-180, le=180)
    north: float = Field(ge=-90, le=90)
    east: float = Field(ge=-180, le=180)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for low, high in (("south", "north"), ("west", "east")):
            if getattr(self, low) >= getattr(self, high):
                raise ValueError(f"{low} {getattr(self, low)} is not below {high} {getattr(self, high)}")
        return self


class PersonsInCity(Strict):
    """How many people are in the city in any hour, at least and at most."""

    low: int = Field(ge=0)
    high: int = Field(ge=1)


class Privacy(Strict):
    """Thresholds on distinct persons, decided before any scaling."""

    k_persons: int = Field(default=5, ge=2)


class TelecomRules(Strict):
    """Limits of the rules on what carriers record: how far a cell reaches, what no person does, what makes a home."""

    cell_reach_km: float = Field(
        default=3, gt=0, description="two cells so near may both serve a person at one place"
    )
    speed_kmh_max: float = Field(default=300, gt=0, description="nobody travels faster; KTX runs 300 km/h")
    ping_pong_s_max: int = Field(
        default=120, gt=0, description="a phone handed to a cell and back within so many seconds did not move"
    )
    double_entry_s_max: int = Field(
        default=5, ge=0, description="how far two switches' times of one call may lie apart"
    )
    robot_events_min: int = Field(default=24, ge=3, description="events a day from which a rhythm is judged")
    robot_gap_variation_max: float = Field(
        default=0.1,
        gt=0,
        description="coefficient of variation of the gaps of a machine that reports by clock",
    )
    heavy_events_min: int = Field(default=300, ge=2, description="events a day no person makes")
    home_nights_min: int = Field(
        default=10, ge=2, description="nights seen in a key month before a night cell is called home"
    )
    coverage: Literal["voronoi", "site"] = Field(
        default="voronoi",
        description="where the people at a cell count: over the ground nearest to its site, or in the hexagon the site stands in",
    )
    cell_radius_km_max: float = Field(
        default=5, gt=0, description="no cell's ground reaches farther from its site"
    )


class Name(Strict):
    """What people call a thing, in Korean and in English."""

    ko: str
    en: str


class FileName(Strict):
    """How a publisher names the files of a feed, for loading a folder of them; `of` is the day they are about where nothing else tells."""

    name: str = Field(description="pattern of the file's name, as LOCAL_PEOPLE_DONG_*.csv")
    of: date | None = None


class Feed(Strict):
    """One feed of the city: whether it is read, and what the city says about its files."""

    enabled: bool = True
    name: Name = Field(
        description="what the report calls it; the feed's own word where the profile is silent"
    )
    dag: str = Field(pattern="^[a-z][a-z0-9_]*$", description="the DAG that cleans it: dags/<dag>.py")
    group: str = Field(description="group its tables belong to; what a critical failure holds back")
    expected: str = Field(default="daily", pattern="^(daily|monthly|irregular)$")
    deadline: time = Field(
        default=time(8),
        description="local time of the morning after by which the sender has delivered; the scheduled night waits no longer",
    )
    late_window_days: int = Field(default=7, ge=0)
    refused_share_max: float = Field(default=0.05, gt=0, le=1)
    quoted: bool = Field(
        default=False, description="fields may hold commas and line breaks inside quotes (RFC 4180)"
    )
    k_persons: int | None = Field(
        default=None,
        ge=1,
        description="in place of privacy.k_persons; 1 hides nothing, for records that are public one by one",
    )
    columns: dict[str, list[str]] = Field(
        default_factory=dict, description="canonical column → header names it may bear"
    )
    extra_columns: list[str] = Field(
        default_factory=list,
        description="columns without a canonical name that files are known to have: kept in extra_json, and no news",
    )
    values: dict[str, dict[str, list[str]]] = Field(
        default_factory=dict, description="canonical column → canonical value → the words senders use for it"
    )
    layouts: dict[str, Layout] = Field(
        default_factory=dict,
        description="shapes of file by name, the first that fits is taken (telecom_event)",
    )

    files: list[FileName] = Field(
        default_factory=list, description="names by which `make load` knows the feed's files in a folder"
    )

    @field_validator("files", mode="before")
    @classmethod
    def _patterns(cls, files: Any) -> Any:
        """A pattern alone is a file name without a day."""
        return [{"name": f} if isinstance(f, str) else f for f in files] if isinstance(files, list) else files

    @field_validator("deadline", mode="before")
    @classmethod
    def _in_quotes(cls, deadline: Any) -> Any:
        """YAML reads 08:00 without quotes as the number 480."""
        if isinstance(deadline, int | float):
            raise ValueError('a time of day is written in quotes, as in "08:00"')
        return deadline

    @model_validator(mode="after")
    def _one_way_to_name_columns(self) -> Self:
        if self.layouts and (self.columns or self.values):
            raise ValueError(
                "columns and values stand beside layouts; put them into a layout, where they are read"
            )
        return self

    @field_validator("dag")
    @classmethod
    def _known_dag(cls, name: str) -> str:
        folder = REPO / "dags"
        if name in _CLEAN_NOTHING or not (folder / f"{name}.py").is_file():
            known = ", ".join(sorted(p.stem for p in folder.glob("*.py") if p.stem not in _CLEAN_NOTHING))
            raise ValueError(f"there is no DAG '{name}' that cleans a feed; those are {known}")
        return name


class Profile(Strict):
    """A city."""

    city: str
    country: str = Field(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2, for the holiday calendar")
    time_zone: str
    service_day_start_hour: int = Field(default=4, ge=0, le=12)
    bounds: Bounds
    hex_resolution: int = Field(default=8, ge=5, le=10)
    privacy: Privacy = Privacy()
    telecom: TelecomRules = TelecomRules()
    transit: TransitRules = TransitRules()
    complaints: ComplaintRules = ComplaintRules()
    persons_in_city: PersonsInCity | None = Field(
        default=None,
        description="an hour of living population outside is told as a warning; not judged where None",
    )
    open311: Open311Source | None = Field(
        default=None, description="`make fetch SERVICE=open311` mirrors it into complaint_version"
    )
    groups: dict[str, Name] = Field(default_factory=dict, description="what the report calls the groups")
    feeds: dict[str, Feed]

    @field_validator("feeds", mode="before")
    @classmethod
    def _named(cls, feeds: Any) -> Any:
        """A feed without a name is called by its own word."""
        if not isinstance(feeds, dict):
            return feeds
        return {
            f: {"name": {"ko": f, "en": f}} | said if isinstance(said, dict) else said
            for f, said in feeds.items()
        }

    @field_validator("feeds")
    @classmethod
    def _one_is_on(cls, feeds: dict[str, Feed]) -> dict[str, Feed]:
        if not any(feed.enabled for feed in feeds.values()):
            raise ValueError(
                "no feed is switched on, so there is nothing to do at night; switch on one at least"
            )
        return feeds

    @field_validator("feeds")
    @classmethod
    def _layouts_are_read(cls, feeds: dict[str, Feed]) -> dict[str, Feed]:
        if told := sorted(name for name, feed in feeds.items() if feed.layouts and name != "telecom_event"):
            raise ValueError(f"{told[0]}.layouts: files are read by layouts for telecom_event alone")
        if told := sorted(
            name for name, f in feeds.items() if f.extra_columns and name != "complaint_version"
        ):
            raise ValueError(f"{told[0]}.extra_columns: they are known of complaint_version alone")
        return feeds

    @field_validator("time_zone")
    @classmethod
    def _known_time_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"there is no time zone '{name}'; one is written as in Asia/Seoul") from None
        return name

    def enabled(self, feed: str) -> bool:
        """Whether the city reads this feed (a feed the profile does not name is off)."""
        return feed in self.feeds and self.feeds[feed].enabled

    def k_persons(self, feed: str) -> int:
        """Counts of fewer distinct persons than this are hidden in what is made from `feed`."""
        own = self.feed(feed).k_persons
        return self.privacy.k_persons if own is None else own

    @property
    def mid_latitude(self) -> float:
        """Of the city's middle, where a plane touches it."""
        return (self.bounds.south + self.bounds.north) / 2

    @property
    def dags(self) -> tuple[str, ...]:
        """The DAGs that clean the feeds that are switched on, in the order of the feeds, each once."""
        return tuple(dict.fromkeys(feed.dag for feed in self.feeds.values() if feed.enabled))

    def group_name(self, group: str) -> Name:
        """What people call a group of tables; its own word where the profile is silent."""
        return self.groups.get(group, Name(ko=group, en=group))

    def feed(self, name: str) -> Feed:
        """The settings of one feed; a name the profile does not know is refused with the names it does."""
        if name not in self.feeds:
            raise NightowlError(
                f"The city profile of {self.city} knows no feed '{name}'; it names {', '.join(sorted(self.feeds))}."
            )
        return self.feeds[name]


def load(name_or_path: str = "seoul") -> Profile:
    """Read a profile by city name (`cities/<name>.yaml`) or by path; each mistake in it is told with its place."""
    path = Path(name_or_path)
    if path.suffix not in {".yaml", ".yml"}:
        path = REPO / "cities" / f"{name_or_path}.yaml"
    if not path.exists():
        raise NightowlError(f"There is no city profile at {path}; the profiles are {_known()}.")
    try:
        return Profile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        raise NightowlError(f"The city profile {path} is not readable YAML: {error}") from None
    except ValidationError as error:
        places = "; ".join(
            f"{'.'.join(map(str, e['loc'])) or 'top level'}: {e['msg']}" for e in error.errors()
        )
        raise NightowlError(f"The city profile {path} does not hold: {places}.") from None


def _known() -> str:
    return ", ".join(sorted(p.stem for p in (REPO / "cities").glob("*.yaml")))
