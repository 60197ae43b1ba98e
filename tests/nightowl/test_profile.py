"""The city profile: Seoul's is sound, and each mistake in one is told with its place."""

from pathlib import Path

import pytest
import yaml

from nightowl import profile
from nightowl.errors import NightowlError

SOUND = {
    "city": "Testville",
    "country": "DE",
    "time_zone": "Europe/Berlin",
    "bounds": {"south": 52.3, "west": 13.0, "north": 52.7, "east": 13.8},
    "feeds": {
        "cell": {"dag": "telecom", "group": "core"},
        "telecom_event": {"dag": "telecom", "group": "owl", "enabled": False},
    },
}
CELL = SOUND["feeds"]["cell"]


def write(tmp_path: Path, content: object) -> str:
    path = tmp_path / "city.yaml"
    path.write_text(content if isinstance(content, str) else yaml.safe_dump(content), encoding="utf-8")
    return str(path)


def test_seoul_is_sound() -> None:
    seoul = profile.load()
    assert (seoul.city, seoul.country, seoul.time_zone) == ("Seoul", "KR", "Asia/Seoul")
    assert (seoul.service_day_start_hour, seoul.hex_resolution, seoul.privacy.k_persons) == (4, 8, 5)
    assert {name: f.group for name, f in seoul.feeds.items()} == {
        "telecom_event": "owl", "cell": "core", "opt_out": "owl", "resident_population": "core", "card_tap": "squirrel", "complaint_version": "complaints",
        "living_population": "city", "dong": "city", "dong_code": "city", "taxi_trip": "owl",
        **dict.fromkeys(("bus_stop_month", "subway_station_day", "subway_station_month", "stop", "route", "pattern_stop"), "transit"),
        **dict.fromkeys(("stop_time", "service_day"), "transit"),
    }  # fmt: skip
    b = seoul.bounds
    assert b.south < 37.5663 < b.north and b.west < 126.9779 < b.east, "City Hall lies in it"
    assert seoul.feed("telecom_event").columns["msisdn"][0] == "msisdn"


def test_every_profile_of_the_house_is_sound() -> None:
    names = [p.stem for p in (profile.REPO / "cities").glob("*.yaml")]
    assert "seoul" in names
    for name in names:
        assert profile.load(name).feeds


def test_what_a_profile_does_not_say_has_a_default(tmp_path: Path) -> None:
    city = profile.load(write(tmp_path, SOUND))
    assert (city.service_day_start_hour, city.hex_resolution, city.privacy.k_persons) == (4, 8, 5)
    cell = city.feed("cell")
    assert (cell.enabled, cell.expected, cell.late_window_days, cell.refused_share_max, cell.columns) == (
        True, "daily", 7, 0.05, {},
    )  # fmt: skip


def test_people_have_names_for_feeds_and_groups_or_the_words_of_the_profile(tmp_path: Path) -> None:
    named = {"groups": {"core": {"ko": "공통", "en": "Shared"}}}
    city = profile.load(write(tmp_path, SOUND | named))
    assert city.feed("cell").name == profile.Name(ko="cell", en="cell")
    assert city.group_name("core").ko == "공통" and city.group_name("owl") == profile.Name(ko="owl", en="owl")
    seoul = profile.load()
    assert seoul.feed("cell").name == profile.Name(ko="기지국 목록", en="Cell inventory")
    assert {feed.group for feed in seoul.feeds.values()} | {"quality"} == set(seoul.groups)


def test_the_dags_are_those_of_the_feeds_switched_on_in_their_order_each_once(tmp_path: Path) -> None:
    assert profile.load().dags == ("telecom", "open_data", "transit", "complaints")
    buses = {"dag": "transit", "group": "transit"}
    feeds = {"bus_stop_month": buses, "cell": CELL, "resident_population": CELL}
    assert profile.load(write(tmp_path, SOUND | {"feeds": feeds})).dags == ("transit", "telecom")
    feeds["bus_stop_month"] = buses | {"enabled": False}
    assert profile.load(write(tmp_path, SOUND | {"feeds": feeds})).dags == ("telecom",)


def test_feeds_are_on_off_or_unknown(tmp_path: Path) -> None:
    city = profile.load(write(tmp_path, SOUND))
    assert [city.enabled(f) for f in ("cell", "telecom_event", "bus_stop_month")] == [True, False, False]
    with pytest.raises(
        NightowlError,
        match=r"^The city profile of Testville knows no feed 'buses'; it names cell, telecom_event\.$",
    ):
        city.feed("buses")


def test_a_profile_cannot_be_changed_while_a_night_runs(tmp_path: Path) -> None:
    city = profile.load(write(tmp_path, SOUND))
    with pytest.raises(ValueError, match="frozen"):
        city.city = "Elsewhere"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"sevice_day_start_hour": 3}, "sevice_day_start_hour: Extra inputs are not permitted"),
        ({"feeds": {"cell": CELL | {"enable": False}}}, r"feeds\.cell\.enable: Extra inputs"),
        ({"privacy": {"k_person": 3}}, r"privacy\.k_person: Extra inputs"),
        ({"privacy": {"k_persons": 1}}, r"privacy\.k_persons: .*greater than or equal to 2"),
        ({"city": None}, "city: "),
        ({"feeds": {"cell": {"dag": "telecom"}}}, r"feeds\.cell\.group: Field required"),
        ({"feeds": {"cell": {"group": "core"}}}, r"feeds\.cell\.dag: Field required"),
        (
            {"feeds": {"cell": CELL | {"dag": "trams"}}},
            r"feeds\.cell\.dag: .*no DAG 'trams' .*telecom, transit\.",
        ),
        (
            {"feeds": {"cell": CELL | {"dag": "warehouse"}}},
            r"feeds\.cell\.dag: .*no DAG 'warehouse' that cleans a feed",
        ),
        ({"feeds": {"cell": CELL | {"dag": "../dags/telecom"}}}, r"feeds\.cell\.dag: "),
        ({"feeds": {"cell": CELL | {"name": {"ko": "기지국"}}}}, r"feeds\.cell\.name\.en: Field required"),
        ({"feeds": {"cell": CELL | {"enabled": False}}}, "feeds: .*no feed is switched on"),
        (
            {"feeds": {"cell": CELL | {"deadline": 480}}},
            r"feeds\.cell\.deadline: .*in quotes, as in \"08:00\"",
        ),
        ({"feeds": {}}, "feeds: .*no feed is switched on"),
        ({"feeds": None}, "feeds: "),
        ({"feeds": {"cell": None}}, r"feeds\.cell: "),
        ({"feeds": {"cell": CELL | {"expected": "weekly"}}}, r"feeds\.cell\.expected: "),
        ({"feeds": {"cell": CELL | {"refused_share_max": 0}}}, r"feeds\.cell\.refused_share_max: "),
        ({"service_day_start_hour": 13}, "service_day_start_hour: "),
        ({"hex_resolution": 11}, "hex_resolution: "),
        ({"bounds": SOUND["bounds"] | {"north": 97}}, r"bounds\.north: "),
        ({"bounds": SOUND["bounds"] | {"west": -181}}, r"bounds\.west: "),
        ({"bounds": SOUND["bounds"] | {"north": 52.3}}, r"bounds: .*south 52\.3 is not below north 52\.3"),
        ({"bounds": SOUND["bounds"] | {"east": 12}}, r"bounds: .*west 13\.0 is not below east 12\.0"),
        ({"time_zone": "Europe/Berlln"}, r"time_zone: .*no time zone 'Europe/Berlln'"),
        ({"time_zone": "../etc"}, r"time_zone: .*no time zone"),
        ({"country": "Germany"}, "country: "),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, change: dict, told: str) -> None:
    path = write(tmp_path, SOUND | change)
    with pytest.raises(NightowlError, match=rf"^The city profile {path} does not hold: {told}"):
        profile.load(path)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(NightowlError, match=r"hex_resolution: .*; colour: "):
        profile.load(write(tmp_path, SOUND | {"hex_resolution": 1, "colour": "blue"}))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("city: [unclosed", "is not readable YAML: "),
        ("city: a\n\tcountry: b", "is not readable YAML: "),
        ("", "does not hold: top level: "),
        ("just a text", "does not hold: top level: "),
    ],
)
def test_a_file_that_is_no_profile_is_told(tmp_path: Path, content: str, told: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(NightowlError, match=rf"^The city profile {path} {told}"):
        profile.load(path)


def test_a_profile_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(
        NightowlError, match=r"There is no city profile at .*cities/atlantis\.yaml; the profiles are .*seoul"
    ):
        profile.load("atlantis")
    with pytest.raises(NightowlError, match="There is no city profile at"):
        profile.load(str(tmp_path / "none.yaml"))


def test_a_feed_may_have_its_own_threshold_of_persons(tmp_path: Path) -> None:
    feeds = {"cell": CELL, "telecom_event": CELL | {"k_persons": 1}}
    city = profile.load(write(tmp_path, SOUND | {"feeds": feeds, "privacy": {"k_persons": 7}}))
    assert (city.k_persons("cell"), city.k_persons("telecom_event")) == (7, 1)
