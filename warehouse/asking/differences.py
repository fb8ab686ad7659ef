"""Compares the lake at two moments: facts that are new, changed or withdrawn, and why.

Rows of two snapshots are compared by the project's keys, not by what DuckLake wrote: rows that were rewritten without
a change, and sentences that only moved within their article, do not count as changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any, Literal

import duckdb

from transforms.tables.schema import FACTS, KEYS, columns
from warehouse.asking.sessions import reading
from warehouse.storage.errors import LakeError, plain, quoted
from warehouse.storage.lake import Lake

What = Literal["new", "changed", "withdrawn"]
Why = Literal[
    "article came", "article withdrawn", "outlet edited the article", "rules changed", "reports linked anew",
    "a person corrected it",
]  # fmt: skip
Row = Mapping[str, Any]

TABLES = (*FACTS, "incidents")
ALIKE = 0.6
"""Similarity of two sentences above which a fact counts as edited rather than replaced."""
_INCIDENTAL = {"run_id", "sentence_index", "start", "end", "confidence", "evidence", "mention_start", "mention_end",
               "quote_start", "quote_end", "extractor", "url", "toll_url"}  # fmt: skip
_OF_ITS_ARTICLE = {"fact_id", "article_id", "published_date", "sentence"}
"""Columns that also change with the article around a fact; they are told only where nothing else has changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One changed fact or incident: the cells that differ, before and after, and why."""

    what: What
    table: str
    key: str
    before: dict[str, Any]
    after: dict[str, Any]
    why: Why
    sentence: str


def changes(lake: Lake, since: datetime, until: datetime, tables: Sequence[str] = TABLES) -> list[Change]:
    """What changed in these tables from one moment to another, in the order of tables and keys.

    LakeError if nothing had landed by `since`, or if `until` is not after it.
    """
    if until <= since:
        raise LakeError(f"{until}: not after {since}; changes go from an earlier moment to a later one")
    with reading(lake) as connection:
        try:
            connection.execute(f"SELECT count(*) FROM articles {_at(since)}")
            edited = _edited_articles(connection, since, until)
            corrections = _corrected_facts(connection, since, until)
            table_changes = (
                change for table in tables for change in _table_changes(connection, table, since, until, edited)
            )
            return [*table_changes, *corrections]
        except duckdb.Error as error:
            raise LakeError(f"{lake}: {plain(error)}") from error


def _at(moment: datetime) -> str:
    return f"AT (TIMESTAMP => TIMESTAMPTZ {quoted(moment.isoformat())})"


def _edited_articles(connection: duckdb.DuckDBPyConnection, since: datetime, until: datetime) -> dict[str, Why]:
    """Articles that were added, removed or have another text, with the reason for the changes of their facts."""
    rows = connection.execute(
        f"""
        SELECT article_id, was.text_sha256, now.text_sha256
        FROM (SELECT article_id, text_sha256 FROM articles {_at(since)}) AS was
        FULL JOIN (SELECT article_id, text_sha256 FROM articles {_at(until)}) AS now USING (article_id)
        WHERE was.text_sha256 IS DISTINCT FROM now.text_sha256
        """
    ).fetchall()
    return {
        article: "article came" if was is None else "article withdrawn" if now is None else "outlet edited the article"
        for article, was, now in rows
    }


def _table_changes(
    connection: duckdb.DuckDBPyConnection, table: str, since: datetime, until: datetime, edited: Mapping[str, Why]
) -> Iterator[Change]:
    key = KEYS[table]
    was, now = (_columns(connection, table, moment) for moment in (since, until))
    if key not in now:
        return
    shared = [name for name in now if name in was] if was else now
    content = ", ".join(f'"{name}"' for name in shared if name not in _INCIDENTAL)
    names = ", ".join(f'"{name}"' for name in shared)
    new = f"SELECT {names}, hash({content}) AS content FROM {table} {_at(until)}"
    old = f"SELECT {names}, hash({content}) AS content FROM {table} {_at(since)}" if was else f"{new} LIMIT 0"
    differs = "SELECT one.* FROM ({}) AS one ANTI JOIN ({}) AS other USING ({}, content)"
    removed, added = (
        connection.execute(differs.format(one, other, key)).to_arrow_table().to_pylist()
        for one, other in ((old, new), (new, old))
    )
    yield from _match(table, removed, added, edited)


def _corrected_facts(connection: duckdb.DuckDBPyConnection, since: datetime, until: datetime) -> Iterator[Change]:
    """Corrections that people added, changed or removed: one change per fact, its cells as text.

    Corrections of a missing fact are ignored: the loss of the fact is already a change.
    """
    names = "of_table, fact_id, fact_published, of_column, value"
    cells = f"SELECT {names} FROM corrections {{}} WHERE fact_published IS NOT NULL"
    was, now = (
        connection.execute(cells.format(_at(moment))).fetchall() if _columns(connection, "corrections", moment) else []
        for moment in (since, until)
    )
    facts: dict[tuple[str, str], list[dict[str, str | None]]] = defaultdict(lambda: [{}, {}])
    days = dict[tuple[str, str], Any]()
    for side, rows in enumerate((was, now)):
        for table, fact, day, column, value in rows:
            facts[table, fact][side][column] = value
            days[table, fact] = day  # the newer one: the article's day may have changed
    for (table, fact), (before, after) in sorted(facts.items()):
        if before != after:
            which = f"published_date = DATE '{days[table, fact]}' AND fact_id = {quoted(fact)}"
            sql = f"FROM {table} {_at(until)} WHERE {which}"
            if row := connection.execute(sql).to_arrow_table().to_pylist():
                change = _correction_change(table, row[0], before, after)
                if change.what != "changed" or change.before:  # else a cell was set to its previous value
                    yield change


def _correction_change(table: str, row: Row, before: dict[str, str | None], after: dict[str, str | None]) -> Change:
    machine = {name: None if row[name] is None else _cell(row[name]) for name in {*before, *after} - {None}}
    old, new = ({**machine, **{name: cell for name, cell in side.items() if name}} for side in (before, after))
    what: What = "changed" if (None in before) == (None in after) else "withdrawn" if None in after else "new"
    differ = [name for name in sorted(machine) if old[name] != new[name]]
    return Change(
        what, table, str(row["fact_id"]), {name: old[name] for name in differ}, {name: new[name] for name in differ},
        "a person corrected it", str(row["sentence"]),
    )  # fmt: skip


def _cell(value: object) -> str:
    """A cell as written in corrections."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _columns(connection: duckdb.DuckDBPyConnection, table: str, moment: datetime) -> list[str]:
    """The columns of a table at a moment; empty if it did not exist."""
    try:
        return [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {table} {_at(moment)}").fetchall()]
    except (duckdb.CatalogException, duckdb.BinderException):
        return []


def _match(table: str, removed: Sequence[Row], added: Sequence[Row], edited: Mapping[str, Why]) -> Iterator[Change]:
    """Pair removed and added rows; rows with the same key, or with an edited sentence, are one change."""
    pairs = _pair(table, removed, added)
    taken = {id(row) for pair in pairs for row in pair}
    matched = [_change(table, was, now, edited) for was, now in pairs]
    matched += [_change(table, row, None, edited) for row in removed if id(row) not in taken]
    matched += [_change(table, None, row, edited) for row in added if id(row) not in taken]
    yield from sorted(matched, key=lambda change: (change.key, change.what))


def _pair(table: str, removed: Sequence[Row], added: Sequence[Row]) -> list[tuple[Row, Row]]:
    key = KEYS[table]
    by_key = {row[key]: row for row in added}
    pairs = [(row, by_key[row[key]]) for row in removed if row[key] in by_key]
    if table not in FACTS:
        return pairs
    taken = {row[key] for row, _ in pairs}
    beside: dict[str, list[Row]] = defaultdict(list)
    for row in added:
        if row[key] not in taken:
            beside[row["article_id"]].append(row)
    for row in removed:
        others = beside[row["article_id"]] if row[key] not in taken else []
        best = max(others, key=lambda other: _likeness(table, row, other), default=None)
        if best is not None and _likeness(table, row, best) >= ALIKE:
            others.remove(best)
            pairs.append((row, best))
    return pairs


def _likeness(table: str, one: Row, other: Row) -> float:
    """Similarity of two sentences, with a small weight for shared identity columns."""
    own = [c.name for c in columns(table) if c.identity]
    same = sum(one.get(name) == other.get(name) for name in own) / len(own) if own else 0.0
    return 0.9 * SequenceMatcher(None, one["sentence"], other["sentence"]).ratio() + 0.1 * same


def _change(table: str, was: Row | None, now: Row | None, edited: Mapping[str, Why]) -> Change:
    row = now or was or {}
    what: What = "changed" if was and now else "new" if now else "withdrawn"
    before, after = was or {}, now or {}
    cells = [name for name in row if name not in _INCIDENTAL | {"content"} and before.get(name) != after.get(name)]
    if what == "changed" and table in FACTS and set(cells) - _OF_ITS_ARTICLE:
        cells = [name for name in cells if name not in _OF_ITS_ARTICLE - {"sentence"}]
    why: Why = "reports linked anew" if table == "incidents" else edited.get(row.get("article_id", ""), "rules changed")
    return Change(
        what, table, str(row[KEYS[table]]),
        {name: before[name] for name in cells if name in before},
        {name: after[name] for name in cells if name in after},
        why, str(row["sentence"]),
    )  # fmt: skip
