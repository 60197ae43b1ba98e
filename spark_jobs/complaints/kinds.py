"""The city's kinds of case, by the words that sources use for them."""

import pyarrow as pa

from nightowl.complaint_rules import ComplaintRules

WORD = "lower(regexp_replace(trim(item), '\\s+', ' ', 'g'))"
"""SQL: a source's word as the words of `kinds` are written."""


def kinds(rules: ComplaintRules) -> pa.Table:
    """The city's kinds by the words sources use: word (as `WORD` writes it), item, field, limit_h, limit_working_days."""
    rows = [
        {"word": word, "item": kind.item, "field": kind.field, "limit_h": kind.limit_h, "limit_working_days": kind.limit_working_days}
        for kind in rules.items
        for word in sorted({" ".join(w.casefold().split()) for w in (kind.item, *kind.words)})
    ]  # fmt: skip
    types = {"word": pa.string(), "item": pa.string(), "field": pa.string(), "limit_h": pa.float64(), "limit_working_days": pa.float64()}  # fmt: skip
    return pa.Table.from_pylist(rows, pa.schema(list(types.items())))
