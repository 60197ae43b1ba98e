"""The quality report: what it tells of each kind of night, in two languages, and what hostile data cannot do to it."""

import re
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nightowl import profile as profiles
from nightowl.lake import Lake
from nightowl.ledger import FILE_SCHEMA, Ledger
from nightowl.publish import publish
from nightowl.quality import Result, Run, write_results, write_rules, write_run, write_trend
from nightowl.trend import Point, judge
from portal import morning, report

DAY = date(2026, 11, 1)
RULES = {
    "cell_unknown": ("기지국 목록에 없는 기지국입니다.", "The cell is in no inventory."),
    "file_truncated": ("파일이 중간에서 끊겼습니다.", "The file ends in the middle."),
    "file_delivered_twice": (
        "이미 받은 파일과 내용이 같습니다.",
        "A file with the same content was already loaded.",
    ),
}
GROUPS = {"dim_date": "core", "mart_owl__demand": "owl", "mart_quality__run": "quality"}
HOSTILE = """<script>alert('x')</script><img src="http://evil.example/a.png" onerror=alert(1)>"&'{{ 7*7 }}"""


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = Lake(tmp_path).make()
    write_rules(lake, RULES)
    return lake


def file_row(
    name: str,
    *,
    records: int,
    clean: int,
    status: str = "loaded",
    reasons: dict[str, int] | None = None,
    **more: object,
) -> dict:
    refused = reasons or {}
    return dict.fromkeys(FILE_SCHEMA.names) | {
        "run_id": "telecom-1", "feed": "telecom_event", "service_date": DAY, "source_file": name, "delivered": date(2026, 11, 2),
        "status": status, "records": records, "rows_clean": clean, "rows_duplicate": 1, "rows_merged": 0, "rows_opted_out": 0,
        "rows_quarantined": sum(refused.values()), "quarantined_by_reason": [{"reason": r, "rows": n} for r, n in refused.items()], "flagged": [],
        "recorded_at": datetime(2026, 11, 2, 6, tzinfo=UTC),
    } | more  # fmt: skip


def write_ledger(lake: Lake, *rows: dict, name: str = "telecom-1") -> None:
    Ledger(lake)
    pq.write_table(
        pa.Table.from_pylist(list(rows), schema=FILE_SCHEMA), lake.ledger / "file" / f"{name}.parquet"
    )


def result(**more: object) -> Result:
    facts: dict = {
        "run_id": "night-1", "service_date": DAY, "stage": "lake", "tool": "gx", "code": "cell_known", "table_name": "telecom_event",
        "group_name": "owl", "severity": "critical", "owner": "data platform", "sentence": "Every cell is known.", "fix": "Ask the carrier.",
        "status": "fail", "failing_rows": 3, "total_rows": 120_345, "checked_at": datetime(2026, 11, 2, 6, tzinfo=UTC),
    }  # fmt: skip
    return Result(**facts | more)


def publish_night(lake: Lake, held: tuple[str, ...] = (), run_id: str = "night-1", day: date = DAY) -> None:
    verdict = "published_with_holds" if held else "published"
    write_run(
        lake,
        Run(
            run_id=run_id,
            service_date=day,
            started_at=datetime(2026, 11, 2, 6, tzinfo=UTC),
            verdict=verdict,
            held_groups=held,
        ),
    )
    lake.warehouse.parent.mkdir(exist_ok=True)
    lake.warehouse.unlink(missing_ok=True)
    with duckdb.connect(lake.warehouse) as con:
        con.execute(f"""create table dim_date as select 1 n; create table mart_owl__demand as select 2 n;
                        create table mart_quality__run as select '{run_id}' as run_id""")
    publish(lake, day, run_id, held, GROUPS)


class Reader(HTMLParser):
    """The page as a reader of one language sees it: text, tags, attributes."""

    VOID = frozenset({"meta", "input", "br"})

    def __init__(self, page: str, language: str) -> None:
        super().__init__()
        self.hidden_class = {"ko": "en", "en": "ko"}[language]
        self.text, self.tags, self._open = "", [], []
        self.feed(page)
        assert self._open == [], f"tags left open: {self._open}"
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open.pop()[0] == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        inside = {a.get("class") for _, a in self._open} | {t for t, _ in self._open}
        if not inside & {self.hidden_class, "style", "title"}:
            self.text += " " + data


def read(lake: Lake, language: str = "en", run_id: str = "night-1") -> str:
    page = report.write(lake, profiles.load("seoul"), run_id, DAY)
    return Reader(page.read_text(encoding="utf-8"), language).text


def test_what_was_kept_with_a_remark_is_told_in_both_languages(lake: Lake) -> None:
    write_rules(lake, RULES | {"stop_moved": ("정류장이 옮겨졌습니다.", "The stop has moved.")})
    files = [
        file_row(f"f{n}.csv", records=11, clean=10, flagged=[{"flag": "stop_moved", "rows": n}])
        for n in (1, 3)
    ]
    write_ledger(lake, *files)
    publish_night(lake)
    korean, english = read(lake, "ko"), read(lake, "en")
    assert "확인이 필요한 기록(정상 처리)" in korean and "정류장이 옮겨졌습니다. stop_moved 4" in korean
    assert "Kept, with a remark" in english and "The stop has moved. stop_moved 4" in english


def test_a_sound_night(lake: Lake) -> None:
    write_ledger(
        lake, file_row("a.csv.gz", records=1000, clean=989, reasons={"cell_unknown": 7, "too_late": 3})
    )
    write_results(lake, "night-1", "lake", [result(status="pass")])
    publish_night(lake)

    english, korean = read(lake), read(lake, "ko")
    assert "Everything was published. All 1 checks passed. Snapshot: warehouse-2026-11-01-001" in english
    assert "모든 자료를 공개했습니다. 검사 1건을 모두 통과했습니다." in korean
    assert "1,000 records delivered 989 clean · 98.90 % 10 quarantined · 1.00 % ✓ no record lost" in english
    assert "Telecom events 1 1,000 989 1 0 0 10 ✓ yes" in english
    assert "The cell is in no inventory. cell_unknown 7 0.70 %" in english
    assert "기지국 목록에 없는 기지국입니다. cell_unknown 7 0.70 %" in korean
    assert "mart_owl__demand Owl bus 2026-11-01 1 fresh" in english
    assert "No check failed." in english


def test_what_is_unusual_and_how_few_points_tell_a_person(lake: Lake) -> None:
    usual = [Point("telecom_event", "volume", DAY - timedelta(days=7 * n), 1_000.0) for n in range(1, 7)]
    figures = [*usual, Point("telecom_event", "volume", DAY, 600.0), Point("card_tap", "volume", DAY, 9.0)]
    write_trend(lake, judge(figures, []))
    place = lake.partition("aggregate", "unicity", "service_date", str(DAY))
    place.mkdir(parents=True)
    rows = {
        "points_cnt": [3, 4],
        "sample_persons_cnt": [1_000, None],
        "unique_share": [0.591, None],
        "is_hidden": [False, True],
    }
    pq.write_table(pa.table(rows), place / "part-0.parquet")
    publish_night(lake)
    english, korean = read(lake), read(lake, "ko")
    assert (
        "Figures of the day: 2; unlike days of their kind: 1; not judged, as too few days are known: 1."
        in english
    )
    assert "volume of 2026-11-01 (sunday): 600 found, 889 to 1,111 expected" in english
    assert (
        "Of 1,000 persons drawn, 59.1 % are told from everybody else by 3 places and hours of their day."
        in english
    )
    assert "by 4 places" not in english
    assert (
        "수치 2건 가운데 1건이 같은 종류의 날과 다르며, 1건은" in korean
        and "1,000명 가운데 59.1%가" in korean
    )


def test_the_two_languages_do_not_mix(lake: Lake) -> None:
    write_ledger(lake, file_row("a.csv.gz", records=1000, clean=989, reasons={"cell_unknown": 10}))
    publish_night(lake)
    english = read(lake).replace("한국어", "")
    assert re.findall("[가-힣]+", english) == []
    korean = read(lake, "ko")
    assert not {"Files", "Delivered", "Quarantined", "Reason", "published", "As of"} & set(korean.split())


def test_problems_by_severity_with_owner_fix_rows_and_samples(lake: Lake) -> None:
    sample = '[{"cell_id": "11-1", "hour": 25}, {"cell_id": null, "hour": [1]}]'
    write_results(
        lake, "night-1", "lake",
        [result(sample_json=sample), result(severity="warning", code="w", sentence="Warned."), result(severity="info", code="i", sentence="Noted."),
         result(status="error", code="e", sentence="Not tried.", observed="Binder Error", failing_rows=None, total_rows=None),
         result(status="pass", code="p", sentence="Passed.")],
    )  # fmt: skip
    publish_night(lake, held=("owl",))

    english = read(lake)
    assert "Critical problems: 1. Checks that could not run: 1." in english
    assert (
        "Critical Broken rule: Every cell is known. telecom_event · cell_known Failing rows 3 / 120,345 (< 0.01 %)"
        in english
    )
    assert (
        "Who acts data platform What to do Ask the carrier. Sample rows (2) cell_id hour 11-1 25 – [1]"
        in english
    )
    order = [
        english.index(s)
        for s in ("Every cell is known.", "Warned.", "Noted.", "Checks that could not run 1", "Not tried.")
    ]
    assert order == sorted(order), "critical first, engine errors apart and last"
    assert "Error Rule not tried: Not tried." in english and "Found Binder Error" in english
    assert "Passed." not in english


def test_a_held_group_is_told_with_its_as_of(lake: Lake) -> None:
    publish_night(lake, run_id="night-0", day=date(2026, 10, 31))
    publish_night(lake, held=("owl",))

    assert "Published, but a group that failed its checks keeps its earlier tables: Owl bus." in read(lake)
    assert "다만 올빼미버스 자료는 검사를 통과하지 못해 이전 내용을 그대로 둡니다." in read(lake, "ko")
    assert "mart_owl__demand Owl bus 2026-10-31 1 held back" in read(lake)
    assert "dim_date Core 2026-11-01 1 fresh" in read(lake)


def test_a_group_left_out_is_told(lake: Lake) -> None:
    publish_night(lake, held=("owl",))
    assert "mart_owl__demand Owl bus – – left out" in read(lake)
    assert "there is no earlier one to show" in read(lake)


def test_a_stopped_night_names_the_snapshot_readers_keep(lake: Lake) -> None:
    publish_night(lake, run_id="night-0", day=date(2026, 10, 31))
    write_run(
        lake,
        Run(
            run_id="night-1",
            service_date=DAY,
            started_at=datetime.now(UTC),
            verdict="stopped",
            held_groups=("core",),
        ),
    )
    write_results(lake, "night-1", "lake", [result(group_name="core")])

    assert "Nothing was published: the core tables did not pass their checks." in read(lake)
    assert "Readers keep the earlier snapshot: warehouse-2026-10-31-001" in read(lake)


def test_a_decision_to_publish_is_not_taken_for_the_deed(lake: Lake) -> None:
    publish_night(lake, run_id="night-0", day=date(2026, 10, 31))
    write_run(
        lake, Run(run_id="night-1", service_date=DAY, started_at=datetime.now(UTC), verdict="published")
    )
    assert "Nothing was published: the night did not run to its end." in read(lake)


def test_an_empty_home_still_gives_a_page(tmp_path: Path) -> None:
    english = read(Lake(tmp_path / "new"))
    assert "the night did not run to its end" in english and "No snapshot has been published yet." in english
    assert "No file was read for this service day." in english and "No table is published." in english
    assert "There are no results of checks." in english and "No check failed" not in english


def test_a_broken_snapshot_is_told_not_raised(lake: Lake) -> None:
    publish_night(lake)
    lake.snapshot.resolve().write_bytes(b"no database")
    assert "cannot be read" in read(lake)


def test_lost_records_are_told(lake: Lake) -> None:
    write_ledger(
        lake, file_row("a.csv.gz", records=1000, clean=990), file_row("b.csv.gz", records=11, clean=10)
    )
    english = read(lake)
    assert "✗ counts do not close" in english
    assert "a.csv.gz 1,000 990 1 0 0 0 ✗ 9 b.csv.gz 11 10 1 0 0 0 ✓" in english


def test_a_file_not_loaded_counts_in_no_sum(lake: Lake) -> None:
    write_ledger(
        lake,
        file_row("a.csv.gz", records=11, clean=10),
        file_row(
            "b.csv.gz",
            records=500,
            clean=0,
            status="refused",
            reason_code="file_truncated",
            sentence="b.csv.gz ends early.",
        ),
        file_row("c.csv.gz", records=11, clean=0, status="duplicate", reason_code="file_delivered_twice"),
        file_row("elsewhere.csv.gz", records=77, clean=76, service_date=date(2026, 10, 31)),
    )
    english = read(lake)
    assert "11 records delivered 10 clean" in english and "✓ no record lost" in english
    assert (
        "Files not loaded : Telecom events 2 b.csv.gz The file ends in the middle. b.csv.gz ends early."
        in english
    )
    assert "c.csv.gz A file with the same content was already loaded." in english
    assert "elsewhere" not in english


def test_the_newest_record_of_a_file_is_the_truth(lake: Lake) -> None:
    write_ledger(lake, file_row("a.csv.gz", records=11, clean=3))
    write_ledger(
        lake,
        file_row("a.csv.gz", records=11, clean=10, recorded_at=datetime(2026, 11, 3, tzinfo=UTC)),
        name="telecom-2",
    )
    assert "Telecom events 1 11 10 1 0 0 0 ✓ yes" in read(lake)


def test_hostile_data_stay_text_and_nothing_is_requested(lake: Lake) -> None:
    import json

    write_ledger(
        lake,
        file_row(HOSTILE, records=11, clean=5, reasons={HOSTILE: 5}),
        file_row(HOSTILE + "2", records=0, clean=0, status="refused", reason_code=HOSTILE, sentence=HOSTILE),
    )
    write_results(
        lake, "night-1", "lake",
        [result(code=HOSTILE, table_name=HOSTILE, column_name=HOSTILE, sentence=HOSTILE, fix=HOSTILE, owner=HOSTILE, observed=HOSTILE,
                sample_json=json.dumps([{HOSTILE: HOSTILE}])),
         result(code="broken_json", sample_json='[{"a": '), result(code="odd_json", sample_json='{"a": 1}')],
    )  # fmt: skip
    publish_night(lake, held=("owl",))

    page = report.write(lake, profiles.load("seoul"), "night-1", DAY).read_text(encoding="utf-8")
    shown = Reader(page, "en")
    assert shown.text.count("<script>alert('x')</script>") >= 10, "shown as text wherever it occurs"
    tags = {tag for tag, _ in shown.tags}
    assert not tags & {"script", "img", "link", "iframe", "object", "embed", "form", "base", "svg"}
    names = {name for _, attributes in shown.tags for name in attributes}
    assert not names & {"src", "href", "srcset", "action", "style"} and not [
        n for n in names if n.startswith("on")
    ]
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    assert style and "url(" not in style[1] and "@import" not in style[1]
    assert "{{ 7*7 }}" in shown.text and ("meta", "Content-Security-Policy") in {
        (t, a.get("http-equiv")) for t, a in shown.tags
    }


def test_the_link_follows_the_newest_page_and_pages_are_replaced_whole(lake: Lake) -> None:
    city = profiles.load("seoul")
    report.write(lake, city, "night-1", date(2026, 10, 31))
    page = report.write(lake, city, "night-1", DAY)
    report.write(lake, city, "night-1", DAY)

    assert (
        page.name == "quality-2026-11-01.html" and (lake.reports / "latest.html").resolve() == page.resolve()
    )
    report.write(lake, city, "night-1", date(2026, 10, 31))
    assert (lake.reports / "latest.html").resolve() == page.resolve(), "a backfill of an older day"
    assert sorted(p.name for p in lake.reports.iterdir()) == [
        "latest.html",
        "quality-2026-10-31.html",
        "quality-2026-11-01.html",
    ]


def test_each_label_leads_to_its_language(lake: Lake) -> None:
    tags = Reader(
        report.write(lake, profiles.load("seoul"), "night-1", DAY).read_text(encoding="utf-8"), "ko"
    ).tags
    radios = {a["id"] for t, a in tags if t == "input" and a["type"] == "radio"}
    labels = {(a["for"], a["lang"]) for t, a in tags if t == "label"}
    assert radios == {"korean", "english"} and labels == {("korean", "ko"), ("english", "en")}
    assert {a["lang"] for t, a in tags if a.get("class") == "ko"} == {"ko"} and {
        a["lang"] for t, a in tags if a.get("class") == "en"
    } == {"en"}


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 10, "0.00 %"),
        (1, 10**6, "< 0.01 %"),
        (10**6 - 1, 10**6, "> 99.99 %"),
        (10, 10, "100.00 %"),
        (1, 3, "33.33 %"),
        (0, 0, "–"),
    ],
)
def test_a_share_never_rounds_to_nothing_or_all(part: int, whole: int, shown: str) -> None:
    assert report._percent(part, whole) == shown


def test_a_code_nobody_explains_is_shown_as_it_is(lake: Lake) -> None:
    write_ledger(lake, file_row("a.csv.gz", records=11, clean=5, reasons={"new_code": 5}))
    assert "Reason code: new_code new_code 5" in read(lake)
    assert "사유 코드: new_code new_code 5" in read(lake, "ko")


def test_a_feed_and_a_group_without_a_name_are_called_by_their_own_words(lake: Lake) -> None:
    seoul = profiles.load("seoul").model_dump(exclude={"groups"})
    del seoul["feeds"]["telecom_event"]["name"]
    write_ledger(lake, file_row("a.csv.gz", records=11, clean=10))
    publish_night(lake)
    page = report.write(lake, profiles.Profile.model_validate(seoul), "night-1", DAY)
    english = Reader(page.read_text(encoding="utf-8"), "en").text
    assert "telecom_event 1 11 10 1 0 0 0 ✓ yes" in english and "Bus boardings by stop (month)" in english
    assert "mart_owl__demand owl 2026-11-01 1 fresh" in english


def test_samples_are_cut_to_a_page() -> None:
    import json

    problem = morning._problem(result(sample_json=json.dumps([{"a": "x" * 500}] * 60)))
    assert len(problem.rows) == morning.SAMPLE_ROWS and len(problem.rows[0][0]) == morning.CELL_CHARACTERS + 1
