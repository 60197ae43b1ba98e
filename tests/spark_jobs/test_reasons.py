"""Every code a record or a file can be refused with has a sentence in both languages, beside the rules that use it."""

import ast
import importlib
import re
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

from nightowl import reasons as arrival
from nightowl.lake import Lake
from nightowl.quality import read_rules
from spark_jobs import catalog
from spark_jobs import reasons as shared

REPO = Path(__file__).resolve().parents[2]


def codes_in(source: Path) -> set[str]:
    """Reason codes as the jobs name them: FileRefused("code", …), each ("code", condition) given to `judge` or made into `reasons`, each key
    of a table of RULES."""
    codes = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="FileRefused"), args=[ast.Constant(value=str(code)), *_]):
                codes.add(code)
            case ast.Assign(targets=[ast.Name(id="RULES")], value=ast.Dict(keys=keys)):
                codes |= {ast.literal_eval(key) for key in keys if key}
            case (
                ast.Call(func=ast.Name(id="judge") | ast.Attribute(attr="judge"), args=rules)
                | ast.Assign(
                    targets=[ast.Name(id="reasons")], value=ast.Call(func=ast.Name(id="codes"), args=rules)
                )
            ):
                codes |= {ast.literal_eval(rule.elts[0]) for rule in rules if isinstance(rule, ast.Tuple)}
    return codes


def all_codes_in(source: Path) -> set[str]:
    """The codes of every `codes(("code", condition), …)`, whether they refuse a row or flag it."""
    calls = [n for n in ast.walk(ast.parse(source.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
    rules = [
        rule.elts[0]
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "codes"
        for rule in call.args
        if isinstance(rule, ast.Tuple)
    ]
    return {str(code.value) for code in rules if isinstance(code, ast.Constant)}


def codes_in_the_jobs() -> set[str]:
    sources = [p for room in ("nightowl", "spark_jobs") for p in (REPO / room).rglob("*.py")]
    return {"file_delivered_twice"}.union(*map(codes_in, sources))


def test_every_code_has_a_sentence_in_both_languages_and_every_sentence_a_code() -> None:
    found = codes_in_the_jobs()
    assert {"cell_unknown", "sex_unknown", "count_malformed", "file_truncated", "blank_record"} <= found
    assert found == set(catalog.reasons())
    for code, (korean, english) in catalog.reasons().items():
        assert re.search("[가-힣]", korean) and korean.endswith("."), code
        assert not re.search("[가-힣]", english) and english.endswith("."), code


def test_a_code_is_explained_in_one_place() -> None:
    lists = [arrival.REASONS, shared.REASONS]
    lists += [importlib.import_module(f"{domain}.reasons").REASONS for domain in catalog.domains()]
    assert len(lists) >= 5
    assert [code for code, times in Counter(c for codes in lists for c in codes).items() if times > 1] == []


def test_a_domain_explains_its_own_codes_only() -> None:
    for domain in catalog.domains():
        folder = REPO / domain.replace(".", "/")
        own = set().union(*map(codes_in, folder.glob("*.py")))
        assert set(importlib.import_module(f"{domain}.reasons").REASONS) <= own, domain


def test_every_flag_has_a_sentence_in_both_languages_and_every_sentence_a_flag() -> None:
    flags, reasons = catalog.flags(), catalog.reasons()
    assert {"virtual_stop", "alight_missing"} <= set(flags)
    assert not set(flags) & set(reasons), "a code either refuses a row or remarks on one that is kept"
    sources = [p for p in (REPO / "spark_jobs").rglob("*.py") if p.name != "reasons.py"]
    assert set().union(*map(all_codes_in, sources)) <= set(flags) | set(reasons)
    text = "\n".join(p.read_text(encoding="utf-8") for p in sources)
    for flag, (korean, english) in flags.items():
        assert f'"{flag}"' in text, flag
        assert re.search("[가-힣]", korean) and korean.endswith("."), flag
        assert not re.search("[가-힣]", english) and english.endswith("."), flag


def test_the_rules_lie_in_the_lake_for_the_report(tmp_path: Path) -> None:
    lake = Lake(tmp_path).make()
    assert read_rules(lake) == {}
    catalog.write_rules(lake)
    catalog.write_rules(lake)
    assert read_rules(lake) == catalog.reasons() | catalog.flags()
    table = pq.read_table(lake.quality / "rule" / "rules.parquet")
    assert table.column_names == ["code", "korean", "english"]
    assert {p.name for p in (lake.quality / "rule").iterdir()} == {"rules.parquet", "_schema.parquet"}
