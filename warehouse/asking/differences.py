"""Compares the lake at two moments: facts that are new, changed or withdrawn, and why.

Rows of two snapshots are compared by the project's keys, not by what DuckLake wrote: rows that were rewritten without
a change, and sentences that only moved within their article, do not count as changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any, Literal, get_args

import duckdb

from transforms.tables.schema import FACTS, KEYS, columns
from warehouse.asking.sessions import reading
from warehouse.storage.errors import LakeError, plain, quoted, sql_list
from warehouse.storage.lake import Lake

What = Literal["new", "changed", "withdrawn"]
Why = Literal[
    "a person linked or cut it", "a person corrected it", "outlet edited the article", "rules changed",
    "article withdrawn", "article came", "reports linked anew",
]  # fmt: skip
"""Why a fact or an incident changed; of several reasons of an incident the first counts."""
Row = Mapping[str, Any]

TABLES = ("articles", *FACTS, "incidents")
ALIKE = 0.6
"""Similarity of two sentences above which a fact counts as edited rather than replaced."""
_INCIDENTAL = {"run_id", "sentence_index", "start", "end", "confidence", "evidence", "mention_start", "mention_end",
               "quote_start", "quote_end", "extractor", "lexicon_row", "url", "toll_url"}  # fmt: skip
_OF_ITS_ARTICLE = {"fact_id", "article_id", "published_date", "sentence"}
"""Columns that also change with the article around a fact; they are told only where nothing else has changed."""
_IDS = {"fact_id", "article_id", "incident_id", "toll_fact_id"}
_OF_OTHERS = {"part_of", "corrected_by"}
"""Columns with the id of another fact, which changes with that fact: told only where a row begins or ceases to have
one."""
_AS_READ = {"modality", "attribution", "when_told"}
"""Columns read from the sentences around as well: in an edited article, of unedited sentences they are not told."""


@dataclass(frozen=True, slots=True)
class Change:
    """One changed fact, incident or headline of an article: the cells that differ, before and after, and why."""

    what: What
    table: str
    key: str
    before: dict[str, Any]
    after: dict[str, Any]
    why: Why
    sentence: str
    article_id: str = ""
    """The article of a fact."""

    @property
    def incidents(self) -> tuple[str, ...]:
        """The id of a changed incident before and after, if it is one."""
        ids = {self.key, *(str(side["incident_id"]) for side in (self.before, self.after) if "incident_id" in side)}
        return tuple(sorted(ids)) if self.table == "incidents" else ()


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
            titles = _edited_titles(connection, since, until) if "articles" in tables else ()
            corrections = [*_corrected_facts(connection, since, until)]
            table_changes = [
                change for table in tables if table != "articles"
                for change in _table_changes(connection, table, since, until, edited)
            ]  # fmt: skip
            causes = _Causes(connection, since, until, edited, {change.key for change in corrections})
            return [*titles, *causes.told([*_one_a_sentence(table_changes)]), *corrections]
        except duckdb.Error as error:
            raise LakeError(f"{lake}: {plain(error)}") from error


def _at(moment: datetime) -> str:
    return f"AT (TIMESTAMP => TIMESTAMPTZ {quoted(moment.isoformat())})"


def _edited_articles(connection: duckdb.DuckDBPyConnection, since: datetime, until: datetime) -> dict[str, Why]:
    """Articles that were added, removed, edited, or read with other rules: why their facts changed."""
    names = "SELECT article_id, text_sha256, title, extractor FROM articles"
    rows = connection.execute(
        f"""
        SELECT article_id, was.text_sha256, now.text_sha256,
            was.text_sha256 = now.text_sha256 AND was.title IS NOT DISTINCT FROM now.title
        FROM ({names} {_at(since)}) AS was
        FULL JOIN ({names} {_at(until)}) AS now USING (article_id)
        WHERE was.text_sha256 IS DISTINCT FROM now.text_sha256 OR was.title IS DISTINCT FROM now.title
            OR was.extractor IS DISTINCT FROM now.extractor
        """
    ).fetchall()
    return {
        article: "article came"
        if was is None
        else "article withdrawn"
        if now is None
        else "rules changed"
        if is_same
        else "outlet edited the article"
        for article, was, now, is_same in rows
    }


def _edited_titles(connection: duckdb.DuckDBPyConnection, since: datetime, until: datetime) -> Iterator[Change]:
    """The articles whose headline was edited."""
    rows = connection.execute(
        f"""
        SELECT article_id, was.title, now.title
        FROM (SELECT article_id, title FROM articles {_at(since)}) AS was
        JOIN (SELECT article_id, title FROM articles {_at(until)}) AS now USING (article_id)
        WHERE was.title IS DISTINCT FROM now.title
        ORDER BY article_id
        """
    ).fetchall()
    for article, was, now in rows:
        yield Change(
            "changed", "articles", article, {"title": was}, {"title": now}, "outlet edited the article", now or ""
        )


class _Causes:
    """Why incidents changed: by the reasons of their facts, and what people decided."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, since: datetime, until: datetime, edited: Mapping[str, Why],
        corrected: Set[str],
    ) -> None:  # fmt: skip
        self._connection, self._moments = connection, (since, until)
        self._edited, self._corrected = edited, corrected

    def told(self, found: Sequence[Change]) -> Iterator[Change]:
        """The changes, those of incidents with their reasons."""
        incidents = [change for change in found if change.table == "incidents"]
        reasons = self._reasons({name for change in incidents for name in change.incidents}) if incidents else {}
        for change in found:
            whys: set[Why] = {why for name in change.incidents for why in reasons.get(name, ())}
            yield replace(change, why=min(whys, key=get_args(Why).index)) if whys else change

    def _reasons(self, incidents: Set[str]) -> dict[str, set[Why]]:
        decided = self._decided_facts()
        reasons: dict[str, set[Why]] = defaultdict(set)
        for incident, fact, article in self._members(incidents):
            if fact in decided:
                reasons[incident].add("a person linked or cut it")
            if fact in self._corrected:
                reasons[incident].add("a person corrected it")
            if article in self._edited:
                reasons[incident].add(self._edited[article])
        return reasons

    def _members(self, incidents: Set[str]) -> list[tuple[str, str, str]]:
        wanted = f"WHERE incident_id IN ({sql_list(sorted(incidents))})"
        selected = "SELECT incident_id, fact_id, article_id FROM incident_facts"
        return self._of_both(f"{selected} {{}} {wanted}", "UNION")

    def _decided_facts(self) -> set[str]:
        """The facts that people linked or cut, or no longer do; a decision that went with its report is none."""
        left = f"IN (SELECT fact_id FROM incident_facts {_at(self._moments[1])})"
        pairs = (
            "SELECT fact_id, other_id, is_same FROM incident_links {} "
            f"WHERE made_by = 'person' AND fact_id {left} AND other_id {left}"
        )
        either = [*self._of_both(pairs, "EXCEPT"), *self._of_both(pairs, "EXCEPT", backwards=True)]
        return {fact for one, other, _ in either for fact in (one, other)}

    def _of_both(self, sql: str, operator: str, *, backwards: bool = False) -> list[Any]:
        """The rows of a query at both moments, combined; tables that a moment lacks have none."""
        names = ("incident_facts", "incident_links")
        sides = [
            sql.format(_at(moment)) if all(_columns(self._connection, name, moment) for name in names) else ""
            for moment in (reversed(self._moments) if backwards else self._moments)
        ]
        if not sides[0] and operator == "EXCEPT":
            return []
        return self._connection.execute(f" {operator} ".join(f"({side})" for side in sides if side)).fetchall()


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


def _one_a_sentence(found: Sequence[Change]) -> Iterator[Change]:
    """The changes, without those of facts that only stand in an edited sentence of which another change is told."""
    told = {(change.article_id, change.sentence) for change in found if not _is_bare(change)}
    for change in found:
        place = (change.article_id, change.sentence)
        if change.what != "changed" or not _is_bare(change) or place not in told:
            told.add(place)
            yield change


def _is_bare(change: Change) -> bool:
    """Whether only what a fact has from its article has changed."""
    return change.table in FACTS and {*change.after} <= _OF_ITS_ARTICLE


def _corrected_facts(connection: duckdb.DuckDBPyConnection, since: datetime, until: datetime) -> Iterator[Change]:
    """Corrections that people added, changed or removed: one change per fact, its cells as text.

    A correction that went over to the fact of an edited sentence is none, and those of a missing fact are ignored: the
    loss of the fact is already a change.
    """
    was, now = (_corrections(connection, moment) for moment in (since, until))
    for table in sorted({*was, *now}):
        before, after = was.get(table, {}), now.get(table, {})
        rows = _facts(connection, table, before | after, until)
        there = {row["fact_id"] for row in rows}
        gone = [row for row in _facts(connection, table, before, since) if row["fact_id"] not in there]
        new = [row for row in rows if row["fact_id"] not in before]
        predecessors = {row["fact_id"]: old["fact_id"] for old, row in pair(table, gone, new)}
        for row in rows:
            old, fact = predecessors.get(row["fact_id"], row["fact_id"]), row["fact_id"]
            cells = before.get(old, _NOT_CORRECTED).cells, after.get(fact, _NOT_CORRECTED).cells
            change = _correction_change(table, row, *cells)
            if cells[0] != cells[1] and (change.what != "changed" or change.before):  # else set to its previous value
                yield change


@dataclass(frozen=True, slots=True)
class _Corrected:
    """The corrected cells of a fact, and its day."""

    day: date | None = None
    cells: dict[str, str | None] = field(default_factory=dict)


_NOT_CORRECTED = _Corrected()


def _corrections(connection: duckdb.DuckDBPyConnection, moment: datetime) -> dict[str, dict[str, _Corrected]]:
    """The corrections of facts that were there at a moment, by table and fact."""
    by_table: dict[str, dict[str, _Corrected]] = defaultdict(dict)
    if _columns(connection, "corrections", moment):
        names = "of_table, fact_id, fact_published, of_column, value"
        sql = f"SELECT {names} FROM corrections {_at(moment)} WHERE fact_published IS NOT NULL ORDER BY ALL"
        for table, fact, day, column, value in connection.execute(sql).fetchall():
            by_table[table].setdefault(fact, _Corrected(day)).cells[column] = value
    return by_table


def _facts(
    connection: duckdb.DuckDBPyConnection, table: str, wanted: Mapping[str, _Corrected], moment: datetime
) -> list[dict[str, Any]]:
    """The rows of corrected facts at a moment, in order of their ids."""
    days = sql_list(sorted({str(corrected.day) for corrected in wanted.values()}))
    which = f"published_date IN ({days}) AND fact_id IN ({sql_list(sorted(wanted))})"
    sql = f"FROM {table} {_at(moment)} WHERE {which} ORDER BY fact_id"
    return connection.execute(sql).to_arrow_table().to_pylist() if wanted else []


def _correction_change(
    table: str, row: Row, before: Mapping[str, str | None], after: Mapping[str, str | None]
) -> Change:
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
    pairs = pair(table, removed, added)
    taken = {id(row) for pair in pairs for row in pair}
    matched = [change for was, now in pairs if _is_told(change := _change(table, was, now, edited))]
    matched += [_change(table, row, None, edited) for row in removed if id(row) not in taken]
    matched += [_change(table, None, row, edited) for row in added if id(row) not in taken]
    yield from sorted(matched, key=lambda change: (change.key, change.what))


def _is_told(change: Change) -> bool:
    """Whether a changed row has more than other ids, or than another reading of an unedited sentence."""
    cells = set(change.after) - _IDS
    is_of_text = change.why == "outlet edited the article" and change.table in FACTS and "sentence" not in cells
    return bool(cells - _AS_READ if is_of_text else cells)


def pair(table: str, removed: Sequence[Row], added: Sequence[Row]) -> list[tuple[Row, Row]]:
    """The rows of an earlier and a later moment that are the same: of one key, or of like sentences of an article."""
    key = KEYS[table]
    by_key = {row[key]: row for row in added}
    pairs = [(row, by_key[row[key]]) for row in removed if row[key] in by_key]
    of = "article_id" if table in FACTS else "url"
    taken = {row[key] for row, _ in pairs}
    beside: dict[str, list[Row]] = defaultdict(list)
    for row in added:
        if row[key] not in taken:
            beside[row[of]].append(row)
    left = [row for row in removed if row[key] not in taken]
    likely = [(_likeness(table, row, other), row, other) for row in left for other in beside[row[of]]]
    for likeness, row, other in sorted(likely, key=lambda each: each[0], reverse=True):
        if likeness >= ALIKE and not {row[key], other[key]} & taken:
            taken |= {row[key], other[key]}
            pairs.append((row, other))
    return pairs


def _likeness(table: str, one: Row, other: Row) -> float:
    """Similarity of two sentences, with a small weight for the share of equal cells."""
    own = [c.name for c in columns(table) if c.name not in _INCIDENTAL | _OF_ITS_ARTICLE | _IDS]
    same = sum(one.get(name) == other.get(name) for name in own) / len(own)
    return 0.9 * SequenceMatcher(None, one["sentence"], other["sentence"]).ratio() + 0.1 * same


def _change(table: str, was: Row | None, now: Row | None, edited: Mapping[str, Why]) -> Change:
    row = now or was or {}
    what: What = "changed" if was and now else "new" if now else "withdrawn"
    before, after = was or {}, now or {}
    cells = differing(table, before, after)
    by_rules: Why = "reports linked anew" if table == "incidents" else "rules changed"
    why = edited.get(row.get("article_id", ""), by_rules)
    return Change(
        what, table, str(row[KEYS[table]]),
        {name: before[name] for name in cells if name in before},
        {name: after[name] for name in cells if name in after},
        why, str(row["sentence"]), row.get("article_id", ""),
    )  # fmt: skip


def differing(table: str, before: Row, after: Row) -> list[str]:
    """The columns in which two rows differ; those that follow from the article only where no other does."""
    other = {name for name in _OF_OTHERS if before.get(name) and after.get(name)}
    names = [name for name in after or before if name not in _INCIDENTAL | {"content"} | other]
    cells = [name for name in names if before.get(name) != after.get(name)]
    if before and after and table in FACTS and set(cells) - _OF_ITS_ARTICLE:
        return [name for name in cells if name not in _OF_ITS_ARTICLE - {"sentence"}]
    return cells
