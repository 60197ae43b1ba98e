"""The quality report: one page a night, Korean and English, which asks nothing of any network."""

import os
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from nightowl.lake import Lake
from nightowl.profile import Profile
from portal import morning

_TEMPLATES = Path(__file__).resolve().parent / "templates"


def write(lake: Lake, profile: Profile, run_id: str, service_date: date) -> Path:
    """Write `reports/quality-<service_date>.html` and return its path; `reports/latest.html` leads to the newest service day's page,
    also after a backfill of older ones."""
    page = lake.reports / f"quality-{service_date.isoformat()}.html"
    lake.reports.mkdir(parents=True, exist_ok=True)
    draft = lake.reports / f".{page.name}.{os.getpid()}"
    draft.write_text(render(morning.read(lake, profile, run_id, service_date)), encoding="utf-8")
    draft.replace(page)
    newest = max(lake.reports.glob("quality-????-??-??.html")).name
    link = lake.reports / f".latest.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(newest)
    link.replace(lake.reports / "latest.html")
    return page


def render(told: morning.Morning) -> str:
    """The page. Everything put into it is escaped: file names, samples and sentences come from data."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = lambda n: "–" if n is None else f"{n:,}"
    environment.filters["percent"] = _percent
    return environment.get_template("quality.html.j2").render(m=told)


def _percent(part: int, whole: int) -> str:
    """A share that never rounds a few rows to nothing, nor nearly all to all."""
    if not whole:
        return "–"
    share = 100 * part / whole
    if part and share < 0.01:
        return "< 0.01 %"
    if part < whole and share > 99.99:
        return "> 99.99 %"
    return f"{share:.2f} %"
