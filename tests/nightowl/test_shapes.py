"""JSON, workbooks, GeoJSON and zips of several files: the records they become, and the sentences where they are none."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from nightowl import shapes
from nightowl.arrival import inspect
from nightowl.errors import FileRefused
from nightowl.lake import Lake

ROWS = [{"ARS": "01001", "N": 3.0}, {"ARS": "~", "NM": "종로, 2가\n앞", "X": [1, "a"]}]
TABLE = [["ARS", "N", "NM", "X"], ["01001", "3", "", ""], ["~", "", "종로, 2가\n앞", '[1, "a"]']]


def write(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "wrapped",
    [
        ROWS,
        {"CardBusTimeNew": {"list_total_count": 2, "RESULT": {"CODE": "INFO-000"}, "row": ROWS}},
        {"error": {"errorCode": "0000"}, "resultList": ROWS},
    ],
)
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_rows_are_found_in_whatever_wraps_them(tmp_path: Path, wrapped: object, bom: bytes) -> None:
    path = write(tmp_path, "f.json", bom + json.dumps(wrapped).encode())
    assert list(shapes.json_rows(path)) == TABLE


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html>404</html>", "json_malformed"),
        (b'{"row": [{"a": 1}', "json_malformed"),
        (b'{"RESULT": {"CODE": "INFO-200", "MESSAGE": "no data"}}', "json_without_rows"),
        (b"[" * 100_000, "json_malformed"),
    ],
)
def test_what_is_no_json_with_rows_is_refused_with_a_sentence(
    tmp_path: Path, content: bytes, code: str
) -> None:
    with pytest.raises(FileRefused, match=r"^f\.json ") as refused:
        list(shapes.json_rows(write(tmp_path, "f.json", content)))
    assert refused.value.code == code


def workbook(*rows: tuple[str | float | None, ...]) -> bytes:
    """The smallest workbook Excel would open: one sheet, texts inline."""
    cells = "".join(
        "<row>" + "".join("<c/>" if v is None else f'<c t="inlineStr"><is><t>{v}</t></is></c>' if isinstance(v, str) else f"<c><v>{v}</v></c>" for v in row) + "</row>"
        for row in rows
    )  # fmt: skip
    main, relations = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://schemas.openxmlformats.org",
    )
    return zipped(
        ("[Content_Types].xml", f'<Types xmlns="{relations}/package/2006/content-types"/>'),
        ("_rels/.rels", f'<Relationships xmlns="{relations}/package/2006/relationships"><Relationship Id="a" '
         f'Type="{relations}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
        ("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{relations}/officeDocument/2006/relationships"><sheets>'
         '<sheet name="s" sheetId="1" r:id="b"/></sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{relations}/package/2006/relationships"><Relationship Id="b" '
         f'Type="{relations}/officeDocument/2006/relationships/worksheet" Target="worksheets/s.xml"/></Relationships>'),
        ("xl/worksheets/s.xml", f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'),
    )  # fmt: skip


def test_a_workbook_keeps_leading_zeros_and_whole_numbers(tmp_path: Path) -> None:
    content = workbook((None, None), ("NODE_ID", "ARS_ID"), (104000315, "00002"), (1.5, None))
    path = write(tmp_path, "f.xlsx", content)
    assert list(shapes.xlsx_rows(path)) == [["NODE_ID", "ARS_ID"], ["104000315", "00002"], ["1.5", ""]]
    for name, damaged in (("cut.xlsx", content[:200]), ("text.xlsx", b"a,b\n")):
        with pytest.raises(FileRefused, match=name):
            list(shapes.xlsx_rows(write(tmp_path, name, damaged)))


def test_features_become_rows_with_their_geometry(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [127.0, 37.5]}
    features = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"adm_nm": "사직동"}, "geometry": point}],
    }
    found = list(shapes.geojson_rows(write(tmp_path, "f.geojson", json.dumps(features).encode())))
    assert found[0] == ["adm_nm", "geometry"]
    assert (found[1][0], json.loads(found[1][1])) == ("사직동", point)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("seoul_bus_stops_20260506.xlsx", date(2026, 5, 6)),
        ("undated.of-2018-10-24.csv", date(2018, 10, 24)),
        ("week_20190304.of-2018-10-24.csv", date(2018, 10, 24)),
        ("CardBusTimeNew_202203_000001-001000.json", None),
        ("from_20240101_to_20240131.csv", None),
        ("x_20241399.csv", None),
        ("no_day.csv", None),
        ("12320240101.csv", None),
    ],
)
def test_the_day_a_name_tells(name: str, day: date | None) -> None:
    assert shapes.day_in_name(f"stop/delivered=2026-11-02/{name}") == day


def arrive(tmp_path: Path, name: str, content: bytes):
    lake = Lake(tmp_path / "home").make()
    path = lake.delivery("stop", date(2026, 11, 2)) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return inspect(lake, path, lake.staging / "run", quoted=True)


def test_arrival_counts_rows_and_hands_on_one_a_line(tmp_path: Path) -> None:
    content = json.dumps(ROWS).encode()
    found = arrive(tmp_path, "p.json", content)
    assert (found.refused, found.lines, found.bytes) == (None, 3, len(content))
    assert found.first_line == "ARS\x1fN\x1fNM\x1fX"
    assert found.text_path.read_text().split("\n")[2] == '~\x1f\x1f종로, 2가\x1e앞\x1f[1, "a"]'


def test_arrival_refuses_what_the_reader_refuses(tmp_path: Path) -> None:
    found = arrive(tmp_path, "p.json", b"<html>")
    assert found.refused and found.refused.code == "json_malformed"
    assert found.sha256 != "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", (
        "hashed all the same"
    )
    empty = arrive(tmp_path, "q.json", b"[]")
    assert empty.refused and empty.refused.code == "file_empty"


def zipped(*files: tuple[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files:
            archive.writestr(name, text.encode("cp949"))
    return content.getvalue()


def test_files_of_one_header_in_a_zip_are_one_table(tmp_path: Path) -> None:
    found = arrive(
        tmp_path, "m.zip", zipped(("b.csv", "역,n\n나,2"), ("a.csv", "역,n\n가,1"), ("c.csv", "역,n\n"))
    )
    assert (found.refused, found.lines) == (None, 3)
    assert found.text_path.read_text() == "역\x1fn\n가\x1f1\n나\x1f2\n"


def test_files_of_different_headers_in_a_zip_are_refused(tmp_path: Path) -> None:
    found = arrive(tmp_path, "m.zip", zipped(("a.csv", "a,n\n"), ("b.csv", "b,n\n")))
    assert found.refused and found.refused.code == "zip_not_one_file"
