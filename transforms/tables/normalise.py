"""Turns facts into tables: adds ids and checks them against the schema."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as arrow

from transforms.tables.schema import KEYS, READINGS, TABLES, check, columns, to_arrow

CHECKED = ("articles", *READINGS)
"""Tables filled from what others wrote. The others hold what a run records of itself; Arrow checks their types, and
`values_are_allowed` their values in the lake.
"""


def digest(*parts: object, length: int = 16) -> str:
    """A short stable hash of the parts, hexadecimal, `length` digits."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:length]


def table(name: str, rows: Sequence[Any], run_id: str) -> arrow.Table:
    """Rows of one table with ids and run, as an Arrow table; a repeated key is kept once.

    ValueError for a value of an article or fact that the schema forbids.
    """
    made = _with_column(to_arrow(name, rows), "run_id", [run_id] * len(rows))
    if name in READINGS:
        made = _with_column(made, "fact_id", fact_ids(name, rows))
    if name == "rejects":
        made = _with_column(made, "reject_id", [digest(row.url, row.source_id, row.stage, row.reason) for row in rows])
    made = _without_repeated_keys(name, made)
    if name in CHECKED:
        check(name, made)
    return made


def _with_column(rows: arrow.Table, name: str, values: Sequence[str]) -> arrow.Table:
    """The rows with other values in a column."""
    index = rows.schema.get_field_index(name)
    return rows.set_column(index, rows.schema.field(index), arrow.array(values, arrow.string()))


def fact_ids(name: str, rows: Sequence[Any]) -> list[str]:
    """One id per row, from article, sentence and identity columns; a counter separates repetitions in one sentence.

    The sentence's position is excluded, so that edits elsewhere in the article keep the id.
    """
    keys = ["article_id", "sentence", *(c.name for c in columns(name) if c.identity)]
    n_seen: Counter[tuple[object, ...]] = Counter()
    ids = []
    for row in rows:
        words = tuple(getattr(row, key) for key in keys)
        ids.append(digest(name, *words, n_seen[words]))
        n_seen[words] += 1
    return ids


def facts_tables(facts: Iterable[dict[str, list[Any]]], run_id: str) -> dict[str, arrow.Table]:
    """The tables of the facts of several articles."""
    rows: dict[str, list[Any]] = {name: [] for name in READINGS}
    for article_facts in facts:
        for name in READINGS:
            rows[name] += article_facts[name]
    return {name: table(name, rows[name], run_id) for name in READINGS}


def joined(batches: Sequence[dict[str, arrow.Table]]) -> dict[str, arrow.Table]:
    """Concatenate the tables of several batches; a repeated key is kept once."""
    names = [name for name in TABLES if any(name in batch for batch in batches)]
    whole = {n: arrow.concat_tables([b[n] for b in batches if n in b]) for n in names}
    return {name: _without_repeated_keys(name, rows) for name, rows in whole.items()}


def _without_repeated_keys(name: str, rows: arrow.Table) -> arrow.Table:
    keys = rows.column(KEYS[name]).to_pylist()
    first = {key: number for number, key in reversed([*enumerate(keys)])}
    if len(first) == len(keys):
        return rows
    return rows.filter(arrow.array([first[key] == number for number, key in enumerate(keys)]))
