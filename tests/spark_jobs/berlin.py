"""The layouts of docs/carriers.md as they stand there, in a city whose clocks change."""

import re
from pathlib import Path

import yaml

from nightowl import profile
from nightowl.profile import Profile

DOC = (Path(__file__).resolve().parents[2] / "docs" / "carriers.md").read_text(encoding="utf-8")
YAML = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", DOC, re.S)]
LAYOUTS = {name: layout for block in YAML for name, layout in block.items()}
HEADERS = dict(zip(LAYOUTS, "\n".join(re.findall(r"```csv\n(.*?)```", DOC, re.S)).split(), strict=True))
BERLIN = {
    "city": "Berlin",
    "country": "DE",
    "time_zone": "Europe/Berlin",
    "bounds": {"south": 52.3, "west": 13.0, "north": 52.7, "east": 13.8},
    "feeds": {
        "cell": {"dag": "telecom", "group": "core"},
        "telecom_event": {"dag": "telecom", "group": "owl", "late_window_days": 7, "layouts": LAYOUTS},
    },
}


def load(tmp_path: Path, city: dict) -> Profile:
    """The profile as it is read from a file; layouts keep their order."""
    path = tmp_path / "city.yaml"
    path.write_text(yaml.safe_dump(city, sort_keys=False))
    return profile.load(str(path))
