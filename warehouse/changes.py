"""What the lake believed at one moment and believes at another: facts that are new, changed or withdrawn, and why.

Compared are the rows of two snapshots by the project's own keys, not what the catalogue says was written: rows that
were written anew as they were are no change, and neither is a sentence that only moved in its article.
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
from warehouse.lake import Lake
from warehouse.reading import reading
from warehouse.words import LakeError, plain, quoted

What = Literal["new", "changed", "withdrawn"]
Why = Literal["article came", "article withdrawn", "outlet edited the article", "rules changed", "reports linked anew"]
Row = Mapping[str, Any]

TABLES = (*FACTS, "incidents")
ALIKE = 0.6
"""Likeness of two sentences from which a fact of one is taken for that of the other, edited."""
_INCIDENTAL = {"run_id", "sentence_index", "start", "end", "confidence", "evidence", "mention_start", "mention_end",
               "quote_start", "quote_end", "extractor", "url", "toll_url"}  # fmt: skip
_SETTLING = {"fact_id", "article_id", "published_date", "sentence"}


@dataclass(frozen=True, slots=True)
class Change:
    """One fact or incident that is not as it was: its cells before and after, where it changed; why."""

    what: What
    table: str
    key: str
    before: dict[str, Any]
    after: dict[str, Any]
    why: Why
    sentence: str


def changes(lake: Lake, since: datetime, until: datetime) -> list[Change]:
    """What changed from one moment to another, in the order of tables and keys.

    LakeError where nothing had landed by the first, or the second is not after it.
    """
    if until <= since:
        raise LakeError(f"{until}: not after {since}; changes go from an earlier moment to a later one")
    with reading(lake) as connection:
        try:
            connection.execute(f"SELECT count(*) FROM articles {_at(since)}")
            edited = _articles(connection, since, until)
            return [change for table in TABLES for change in _of(connection, table, since, until, edited)]
        except duckdb.Error as error:
            raise LakeError(f"{lake}: {plain(error)}") from error


def _at(moment: datetime) -> str:
    return f"AT (TIMESTAMP => TIMESTAMPTZ {quoted(moment.isoformat())})"


def _articles(connection: duckdb.DuckDBPyConnection, since: datetime, until: datetime) -> dict[str, Why]:
    """The articles that came, went or have another text, each with what that is the reason for."""
    found = connection.execute(
        f"""
        SELECT article_id, was.text_sha256, now.text_sha256
        FROM (SELECT article_id, text_sha256 FROM articles {_at(since)}) AS was
        FULL JOIN (SELECT article_id, text_sha256 FROM articles {_at(until)}) AS now USING (article_id)
        WHERE was.text_sha256 IS DISTINCT FROM now.text_sha256
        """
    ).fetchall()
    return {
        article: "article came" if was is None else "article withdrawn" if now is None else "outlet edited the article"
        for article, was, now in found
    }


def _of(
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
    gone, came = (
        connection.execute(differs.format(one, other, key)).to_arrow_table().to_pylist()
        for one, other in ((old, new), (new, old))
    )
    yield from _told(table, gone, came, edited)


def _columns(connection: duckdb.DuckDBPyConnection, table: str, moment: datetime) -> list[str]:
    """The columns that a table had at a moment; none where it was no table then."""
    try:
        return [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {table} {_at(moment)}").fetchall()]
    except (duckdb.CatalogException, duckdb.BinderException):
        return []


def _told(table: str, gone: Sequence[Row], came: Sequence[Row], edited: Mapping[str, Why]) -> Iterator[Change]:
    """The changes that rows gone and rows come are: a row under its old key, or its edited sentence, is one change."""
    pairs = _paired(table, gone, came)
    taken = {id(row) for pair in pairs for row in pair}
    found = [_change(table, was, now, edited) for was, now in pairs]
    found += [_change(table, row, None, edited) for row in gone if id(row) not in taken]
    found += [_change(table, None, row, edited) for row in came if id(row) not in taken]
    yield from sorted(found, key=lambda change: (change.key, change.what))


def _paired(table: str, gone: Sequence[Row], came: Sequence[Row]) -> list[tuple[Row, Row]]:
    key = KEYS[table]
    by_key = {row[key]: row for row in came}
    pairs = [(row, by_key[row[key]]) for row in gone if row[key] in by_key]
    if table not in FACTS:
        return pairs
    taken = {row[key] for row, _ in pairs}
    beside: dict[str, list[Row]] = defaultdict(list)
    for row in came:
        if row[key] not in taken:
            beside[row["article_id"]].append(row)
    for row in gone:
        others = beside[row["article_id"]] if row[key] not in taken else []
        best = max(others, key=lambda other: _likeness(table, row, other), default=None)
        if best is not None and _likeness(table, row, best) >= ALIKE:
            others.remove(best)
            pairs.append((row, best))
    return pairs


def _likeness(table: str, one: Row, other: Row) -> float:
    """Likeness of two sentences; what the fact's own words share counts a little."""
    own = [c.name for c in columns(table) if c.identity]
    same = sum(one.get(name) == other.get(name) for name in own) / len(own) if own else 0.0
    return 0.9 * SequenceMatcher(None, one["sentence"], other["sentence"]).ratio() + 0.1 * same


def _change(table: str, was: Row | None, now: Row | None, edited: Mapping[str, Why]) -> Change:
    row = now or was or {}
    what: What = "changed" if was and now else "new" if now else "withdrawn"
    before, after = was or {}, now or {}
    cells = [name for name in row if name not in _INCIDENTAL | {"content"} and before.get(name) != after.get(name)]
    if what == "changed" and table in FACTS and set(cells) - _SETTLING:
        cells = [name for name in cells if name not in _SETTLING - {"sentence"}]
    why: Why = "reports linked anew" if table == "incidents" else edited.get(row.get("article_id", ""), "rules changed")
    return Change(
        what, table, str(row[KEYS[table]]),
        {name: before[name] for name in cells if name in before},
        {name: after[name] for name in cells if name in after},
        why, str(row["sentence"]),
    )  # fmt: skip
