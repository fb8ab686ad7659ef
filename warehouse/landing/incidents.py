"""Updates incidents incrementally after a landing.

transforms/linking links the rows; this module selects them: new reports are compared with those of the days around, and
only the incidents that change are rebuilt. The result equals linking the whole lake at once.

Incidents are as large as the war of a year when they are followed from link to link, so they are not. Grouping is
repeated for the new reports and the incidents that they are linked with. An incident that comes out as it was has
joined, step by step, as it did before, and so did all around it; one that comes out otherwise may also have another
effect on those that its own links reach: they are settled, too, until no further one changes.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from heapq import merge
from itertools import groupby, islice, zip_longest
from operator import itemgetter
from typing import Any, Protocol, TypeAlias

import duckdb
import pyarrow as arrow

from transforms.tables.schema import EXTRACTOR, columns
from warehouse.landing.corrections import LAYER, are_there
from warehouse.landing.derived import of_their_days
from warehouse.landing.upsert import ids, one, register_ids
from warehouse.storage.errors import quoted, sql_list
from warehouse.storage.lake import put_aside

Rows = Sequence[Mapping[str, Any]]
Links: TypeAlias = "arrow.Table | arrow.RecordBatch"
"""Some rows of incident_links."""
ARTICLES_AT_ONCE = 500
"""Articles whose facts are asked of DuckDB at once."""
READ_AT_ONCE = 50
"""Articles whose facts are rows in Python at once, which take far more than DuckDB's answer does."""
ROWS_AT_ONCE = 1000
"""Rows of facts that are made of DuckDB's answer at once."""
LINKS_AT_ONCE = 10_000
"""Links that are handed over at once."""
LINKS_INSERTED = 200_000
"""Links that one statement inserts, if all facts have as many."""
SMALL_ROUNDS = 5
"""Rounds of grouping that leave aside the incidents that have no links to further ones."""
TABLES = ("incidents", "incident_facts", "incident_links")


Known: TypeAlias = dict[str, dict[Any, Any]]
_article = itemgetter("article_id")


class Linker(Protocol):
    """Links the facts of the articles that it has read."""

    def read(self, rows: Rows) -> arrow.Table:
        """Read the facts of further articles, all of an article at once; returns the rows of kept_reports."""

    def read_again(self, rows: Rows) -> None:
        """Take the reports of facts joined with their rows of kept_reports."""

    def sought(self) -> arrow.Table:
        """Names, kinds and days of which others must have one to be compared with what was read."""

    def links(self, fresh: Iterable[str] | None = None) -> Iterator[arrow.Table]:
        """Links of facts, only of the given ids if any, as rows of incident_links, some at a time."""

    def keep_only(self, articles: Collection[str]) -> None:
        """Keep what was read of these articles alone."""

    def grouped(self, linked: Iterable[Links], wanted: Collection[str] | None = None) -> dict[str, str]:
        """The incident that links make of each fact, only of the wanted ones if any."""

    def incidents(
        self, incident_of: Mapping[str, str], rebuilt: Collection[str] | None = None
    ) -> dict[str, arrow.Table]:
        """The rows of incidents and incident_facts, only of the incidents of the rebuilt facts if any."""


@dataclass(frozen=True, slots=True)
class Linking:
    """What makes a linker of the rows of actors, and its input; reports published up to `days` apart are compared.

    `decisions` are people's links and cuts, as rows of incident_links.
    """

    days: int
    linker: Callable[[Rows], Linker]
    decisions: Sequence[Mapping[str, Any]] = field(default=())


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Let Python not search for cycles: linking makes millions of objects and no cycle, and each search visits all."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_without_collecting()
def relink(connection: duckdb.DuckDBPyConnection, linking: Linking, *, anew: bool = False) -> set[date]:
    """Update the incidents for the facts of the lake; returns the days of those that were or are now rebuilt.

    Runs in the transaction of a landing. The relation `touched` holds the articles that were added, changed or removed,
    that changed their story, or whose facts' corrections changed; `retold` those of them whose facts may be others.
    With `anew`, or if nothing is linked yet, the whole lake is linked.
    """
    anew = anew or not one(connection, "SELECT count(*) FROM incident_facts")
    layer = _layer(connection)
    actors = connection.execute("SELECT actor_id, name, aliases, parent FROM actors").to_arrow_table()
    linker = linking.linker(actors.to_pylist())
    of_retold, of_touched = ("" if anew else f"SEMI JOIN {name} USING (article_id)" for name in ("retold", "touched"))
    _keep(
        connection,
        {
            "removed_facts": f"FROM incident_facts {of_retold}",
            "touched_facts": f"FROM incident_facts {of_touched}",
            "retold_articles": f"SELECT article_id, published_date FROM articles {of_retold}",
        },
    )
    _register_decisions(connection, linking)
    nearby = "WHERE false" if anew else of_their_days(connection, timedelta(linking.days), "retold")
    _read(connection, linker, f"(FROM articles {nearby}) {_NOT_RETOLD}", layer)
    linker.keep_only(())
    _forget(connection, f"FROM kept_reports {of_retold}")
    _read(connection, linker, "retold_articles", layer)
    _keep(connection, {"new_reports": "SELECT fact_id, article_id, published_date FROM kept_now"})
    connection.register("sought", linker.sought())
    _keep(connection, {"candidates": _CANDIDATES.format(nearby=nearby)})
    for facts in _facts(connection, "candidates", layer, again=True):
        linker.read_again(facts)
    fresh = None if anew else ids(connection, "SELECT fact_id FROM new_reports")
    _keep_links(connection, linker.links(fresh))
    linker.keep_only(frozenset(ids(connection, "SELECT article_id FROM retold_articles")))
    _group(connection, linker, layer)
    if not one(connection, "SELECT (SELECT count(*) FROM seen) + (SELECT count(*) FROM removed_facts)"):
        return set()
    incident_of = dict(connection.execute("SELECT fact_id, incident_id FROM settled").fetchall())
    made = linker.incidents(incident_of, frozenset(ids(connection, "SELECT fact_id FROM rebuilt")))
    put_aside(connection)
    days = {*ids(connection, f"SELECT DISTINCT day FROM incidents WHERE {_OF_REBUILT}")}
    for statement in _DELETES:
        connection.execute(statement)
    for table, rows in made.items():
        connection.register("made", rows)
        names = ", ".join(c.name for c in columns(table))
        if rows.num_rows:
            connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM made")
    _insert_links(connection, sorted(incident_of))
    put_aside(connection)
    return days.union(made["incidents"]["day"].to_pylist())


def _read(connection: duckdb.DuckDBPyConnection, linker: Linker, articles: str, layer: Mapping[str, str]) -> None:
    """Read those articles of which these rules have kept nothing, and keep what they report, also in `kept_now`."""
    _keep(connection, {"unkept": f"SELECT DISTINCT article_id, published_date FROM {articles} {_NOT_KEPT}"})
    _keep(connection, {"kept_now": "FROM kept_reports LIMIT 0"})
    for facts in _facts(connection, "unkept", layer):
        connection.register("kept_of_some", linker.read(facts))
        connection.execute("INSERT INTO kept_now BY NAME FROM kept_of_some")
    if one(connection, "SELECT count(*) FROM unkept"):
        _forget(connection, "FROM kept_reports SEMI JOIN unkept USING (article_id)")
        connection.execute(f"INSERT INTO kept_reports BY NAME FROM kept_now UNION ALL BY NAME {_REPORT_NOTHING}")


def _keep_links(connection: duckdb.DuckDBPyConnection, found: Iterable[arrow.Table]) -> None:
    """Keep the links that were found as `seen_links`, on disk: those of a dense night are more than its facts."""
    _keep(connection, {"seen_links": "FROM incident_links LIMIT 0"})
    for some in found:
        connection.register("found_links", some)
        connection.execute("INSERT INTO seen_links BY NAME FROM found_links")
        if some.num_rows >= LINKS_AT_ONCE:
            put_aside(connection)


def _insert_links(connection: duckdb.DuckDBPyConnection, facts: Sequence[str]) -> None:
    """Insert the links of these facts, LINKS_INSERTED of all at once: the lake sorts what one statement inserts."""
    parts = -(-one(connection, "SELECT count(*) FROM seen_links") // LINKS_INSERTED)
    firsts = facts[:: -(-len(facts) // parts)] if facts and parts else []
    for first, end in zip_longest(firsts, firsts[1:]):
        before = f"AND fact_id < {quoted(end)}" if end else ""
        connection.execute(_LINKS_OF_CHANGED.format(part=f"AND fact_id >= {quoted(first)} {before}"))


def _forget(connection: duckdb.DuckDBPyConnection, kept: str) -> None:
    """Delete what was kept; no statement that would find nothing."""
    if one(connection, f"SELECT count(*) {kept}"):
        connection.execute(f"DELETE FROM kept_reports WHERE fact_id IN (SELECT fact_id {kept})")


def _group(connection: duckdb.DuckDBPyConnection, linker: Linker, layer: Mapping[str, str]) -> None:
    """Group the new facts and those of the incidents linked with them; then those of the incidents that have changed
    and have links to further ones, with these, and so on. Later rounds keep what they have grouped, so that they end.

    The relation `settled` holds the incident of all these facts, `seen` their articles, `seen_links` their links,
    `changed` the facts whose incident is another one, and `rebuilt` also those of the incidents of touched articles.
    """
    _keep(connection, _BEGINNING)
    connection.execute("INSERT INTO seen_links BY NAME FROM decided")
    rounds, is_settled = 0, False
    while not is_settled:
        is_settled = True
        _keep(connection, {"scope": "SELECT fact_id FROM seen LIMIT 0"})
        while _add(connection, linker, layer):
            wanted = frozenset(ids(connection, "SELECT fact_id FROM scope"))
            put_aside(connection)
            links = connection.execute(_LINKS_OF_SCOPE).to_arrow_reader(LINKS_AT_ONCE)
            incident_of = linker.grouped(links, wanted)
            cells = {"fact_id": [*incident_of], "incident_id": [*incident_of.values()]}
            connection.register("found_incidents", arrow.table(cells, schema=_schema([*cells], "incident_facts")))
            _keep(connection, _GROUPED)
            rounds += 1
            if rounds < SMALL_ROUNDS:
                is_settled = False
                break
        _keep(connection, _SETTLED)
    changed = _CHANGED.format(now="settled", before=_STORED, scope="seen")
    _keep(connection, {"changed": changed, "rebuilt": _REBUILT})


def _add(connection: duckdb.DuckDBPyConnection, linker: Linker, layer: Mapping[str, str]) -> bool:
    """Add the incidents of the facts in `reached` to `scope`, and read their articles, of which `seen` holds all that
    were read; returns whether there were any.
    """
    _keep(connection, _ADDED)
    _read(connection, linker, "unread", layer)
    _keep(connection, {"kept_before": "FROM kept_reports SEMI JOIN unread USING (article_id) " + _NOT_NOW})
    for facts in _facts(connection, "kept_before", layer, again=True):
        linker.read_again(facts)
    connection.execute("INSERT INTO scope FROM added")
    connection.execute(f"INSERT INTO seen_links BY NAME {_LINKS_OF_UNSEEN}")
    connection.execute("INSERT INTO seen FROM unseen")
    return bool(one(connection, "SELECT count(*) FROM added"))


def _keep(connection: duckdb.DuckDBPyConnection, relations: Mapping[str, str]) -> None:
    for name, rows in relations.items():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {rows}")


def _layer(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The relation to read for each table of reports: the view of corrected facts, which reads the table twice, or the
    table itself if there are no corrections.
    """
    corrected = are_there(connection)
    return {table: LAYER.format(table) if corrected else table for table in _COLUMNS}


def _register_decisions(connection: duckdb.DuckDBPyConnection, linking: Linking) -> None:
    """Register people's decisions as `decided`, and the facts whose decisions changed as `decided_anew`."""
    names = [c.name for c in columns("incident_links")]
    rows = [{n: row[n] for n in names} for row in linking.decisions]
    decided = arrow.Table.from_pylist(rows, schema=_schema(names, "incident_links"))
    connection.register("decided", decided)
    present = "SELECT fact_id, other_id, score, reason FROM incident_links WHERE made_by = 'person'"
    now = "SELECT fact_id, other_id, score, reason FROM decided"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE decided_anew AS
        SELECT unnest([fact_id, other_id]) AS fact_id
        FROM (({present} EXCEPT {now}) UNION ALL ({now} EXCEPT {present}))
        """
    )


def _schema(names: Sequence[str], table: str) -> arrow.Schema:
    kinds = {c.name: c.arrow for c in columns(table)}
    return arrow.schema([(name, kinds[name]) for name in names])


def _facts(
    connection: duckdb.DuckDBPyConnection, relation: str, layer: Mapping[str, str], *, again: bool = False
) -> Iterator[list[dict[str, Any]]]:
    """Rows of all events and figures of the articles in a relation, joined with their articles, some articles at a
    time: those that report nothing are kept no longer. With `again`, of the facts in a relation of kept reports alone,
    joined with these.
    """
    articles = f"SELECT DISTINCT published_date, article_id FROM {relation} ORDER BY ALL"
    found = connection.execute(articles).fetchall()
    for start in range(0, len(found), ARTICLES_AT_ONCE):
        some = found[start : start + ARTICLES_AT_ONCE]
        register_ids(connection, "some_articles", (article for _, article in some))
        clauses = {
            "days": sql_list(sorted({day for day, _ in some})),
            "wanted": _WITH_KEPT.format(relation=relation) if again else "",
        }
        asked = (_FACTS.format(columns=names, layer=layer[table], **clauses) for table, names in _COLUMNS.items())
        answers = [connection.execute(sql).to_arrow_table() for sql in asked]
        known: Known = defaultdict(dict)
        by_article = groupby(merge(*(_rows(found, known) for found in answers), key=_article), key=_article)
        if start:
            put_aside(connection)
        while rows := [row for _, own in islice(by_article, READ_AT_ONCE) for row in own]:
            yield rows


def _rows(found: arrow.Table, known: Known) -> Iterator[dict[str, Any]]:
    """The rows of a result. Equal cells of a column, which `known` has by its name, are one object: the facts of an
    article share most of theirs.
    """
    for some in found.to_batches(ROWS_AT_ONCE):
        cells = (
            [known[name].setdefault(cell, cell) for cell in column.to_pylist()]
            for name, column in zip(found.column_names, some.columns, strict=True)
        )
        yield from (dict(zip(found.column_names, row, strict=True)) for row in zip(*cells, strict=True))


_COMMON = (
    "fact_id, article_id, published_date, sentence_index, sentence, modality, attribution, place, place_id, "
    "latitude, longitude, country, admin1, geo_precision"
)
_COLUMNS = {
    "events": f"{_COMMON}, trigger, plover, acled_event, acled_sub_event, source, source_actor, target, target_actor, "
    "date_start, date_end, date_precision, territory, when_told, confidence",
    "figures": f"{_COMMON}, measure, number, low, high, who, period_start, period_end, period_precision, cumulative, "
    "actor, part_of, corrected_by",
}
_FACTS = """
    SELECT *
    FROM (SELECT {columns} FROM {layer} WHERE published_date IN ({days})) AS fact
    SEMI JOIN some_articles USING (article_id)
    {wanted}
    JOIN (
        SELECT DISTINCT article_id, story_id, url, published_at, site AS outlet
        FROM articles
        WHERE published_date IN ({days})
    ) AS article USING (article_id)
    ORDER BY article_id
"""
_WITH_KEPT = "JOIN (SELECT fact_id, kind, first_day, last_day, features FROM {relation}) AS kept USING (fact_id)"
_NOT_RETOLD = "ANTI JOIN retold_articles USING (article_id)"
_NOT_KEPT = f"ANTI JOIN (FROM kept_reports WHERE extractor = {quoted(EXTRACTOR)}) AS kept USING (article_id)"
_NOT_NOW = "ANTI JOIN kept_now USING (article_id) WHERE features IS NOT NULL"
_REPORT_NOTHING = f"""
    SELECT article_id AS fact_id, article_id, published_date, [] AS names, {quoted(EXTRACTOR)} AS extractor
    FROM unkept
    ANTI JOIN kept_now USING (article_id)
"""
"""A row says that these rules have read an article, even if it reports nothing."""
_CANDIDATES = f"""
    WITH named AS (
        SELECT fact_id, article_id, kind, first_day, last_day, unnest(names) AS name FROM kept_reports {{nearby}}
    ),

    found AS (
        SELECT DISTINCT fact_id
        FROM (FROM named {_NOT_RETOLD}) AS report
        JOIN sought
            ON sought.name = report.name AND sought.kind = report.kind
            AND report.first_day <= sought.last_day + 1 AND report.last_day >= sought.first_day - 1
    )

    FROM (FROM kept_reports {{nearby}}) SEMI JOIN found USING (fact_id) SEMI JOIN incident_facts USING (fact_id)
"""
"""Reports that may be linked with the new ones: between articles, those of days that are not even next to each other
exclude each other, and so do kinds that are not kindred."""
_STORED = "(SELECT fact_id, incident_id FROM incident_facts ANTI JOIN removed_facts USING (fact_id))"
_BEFORE = f"(FROM settled UNION ALL FROM {_STORED} ANTI JOIN settled USING (fact_id))"
"""The incident of each fact before a round. It is read anew for each question: in memory it would be held until the
commit, once for each round, and it is as large as the lake.
"""
_BEGINNING = {
    "settled": "SELECT fact_id, incident_id FROM incident_facts LIMIT 0",
    "grouped_now": "FROM settled",
    "seen": "SELECT fact_id, article_id, published_date FROM new_reports LIMIT 0",
    "reached": """
        SELECT fact_id FROM new_reports
        UNION SELECT fact_id FROM touched_facts
        UNION SELECT fact_id FROM decided_anew
        UNION SELECT unnest([fact_id, other_id]) FROM seen_links
        UNION SELECT fact_id FROM incident_facts SEMI JOIN removed_facts USING (incident_id)
    """,
}
"""Nothing is settled yet, and `reached` holds the facts from which changes start."""
_ADDED = {
    "added": f"""
        WITH before AS {_BEFORE}

        SELECT fact_id
        FROM (
            SELECT fact_id
            FROM before
            SEMI JOIN (SELECT incident_id FROM before SEMI JOIN reached USING (fact_id)) USING (incident_id)
            UNION SELECT fact_id FROM new_reports SEMI JOIN reached USING (fact_id)
        )
        ANTI JOIN scope USING (fact_id)
    """,
    "unseen": """
        SELECT fact_id, article_id, published_date
        FROM (
            SELECT fact_id, article_id FROM incident_facts UNION SELECT fact_id, article_id FROM new_reports
        )
        SEMI JOIN added USING (fact_id)
        ANTI JOIN seen USING (fact_id)
        JOIN (SELECT DISTINCT article_id, published_date FROM articles) USING (article_id)
    """,
    "unread": f"""
        SELECT DISTINCT article_id, published_date FROM unseen ANTI JOIN seen USING (article_id) {_NOT_RETOLD}
    """,
}
_LINKS_OF_UNSEEN = """
    FROM incident_links
    WHERE made_by = 'rules'
        AND (fact_id IN (SELECT fact_id FROM unseen) OR other_id IN (SELECT fact_id FROM unseen))
        AND link_id NOT IN (SELECT link_id FROM seen_links)
        AND fact_id NOT IN (SELECT fact_id FROM removed_facts)
        AND other_id NOT IN (SELECT fact_id FROM removed_facts)
"""
_LINKS_OF_SCOPE = """
    SELECT fact_id, other_id, made_by, is_same
    FROM seen_links
    SEMI JOIN scope USING (fact_id)
    WHERE other_id IN (SELECT fact_id FROM scope)
"""
_CHANGED = """
    WITH now AS (SELECT fact_id, incident_id FROM {now}),

    earlier AS (FROM {before} SEMI JOIN {scope} USING (fact_id)),

    differing AS (
        SELECT incident_id FROM (FROM now EXCEPT FROM earlier)
        UNION SELECT incident_id FROM (FROM earlier EXCEPT FROM now)
        UNION SELECT incident_id FROM removed_facts
        UNION SELECT incident_id
        FROM (FROM now UNION ALL FROM earlier)
        SEMI JOIN (
            SELECT fact_id FROM decided_anew UNION SELECT unnest([fact_id, other_id]) FROM decided
        ) USING (fact_id)
    )

    SELECT DISTINCT fact_id FROM (FROM now UNION ALL FROM earlier) SEMI JOIN differing USING (incident_id)
"""
"""Facts whose incident is another one. One that people decided on may have joined otherwise even if it is the same."""
_REACHED = """
    SELECT unnest([fact_id, other_id]) AS fact_id
    FROM seen_links
    WHERE (fact_id IN (SELECT fact_id FROM changed) AND other_id NOT IN (SELECT fact_id FROM scope))
        OR (other_id IN (SELECT fact_id FROM changed) AND fact_id NOT IN (SELECT fact_id FROM scope))
"""
"""The ends of the links from changed incidents to those that were not settled with them."""
_GROUPED = {
    "grouped_now": "FROM found_incidents",
    "changed": _CHANGED.format(now="grouped_now", before=_BEFORE, scope="scope"),
    "reached": _REACHED,
}
_SETTLED = {
    "settled": "FROM grouped_now UNION ALL FROM settled ANTI JOIN grouped_now USING (fact_id)",
}
_REBUILT = """
    SELECT fact_id FROM changed
    UNION
    SELECT fact_id FROM incident_facts SEMI JOIN touched_facts USING (incident_id)
"""
_OF_CHANGED = """
    WHERE fact_id IN (SELECT fact_id FROM settled) AND other_id IN (SELECT fact_id FROM settled)
        AND (fact_id IN (SELECT fact_id FROM changed) OR other_id IN (SELECT fact_id FROM changed))
"""
_LINKS_OF_CHANGED = f"""
    INSERT INTO incident_links BY NAME
    SELECT link.* REPLACE (if(made_by = 'person', is_same, one.incident_id = other.incident_id) AS is_same)
    FROM (FROM seen_links {_OF_CHANGED} {{part}}) AS link
    JOIN settled AS one USING (fact_id)
    JOIN settled AS other ON other.fact_id = link.other_id
"""
"""Those that the rules made say whether both facts are in one incident."""
_OTHERS = "SELECT fact_id FROM removed_facts UNION SELECT fact_id FROM decided_anew"
_OLD, _OLD_LINKS = (f"SELECT fact_id FROM {name} UNION {_OTHERS}" for name in ("rebuilt", "changed"))
_OF_REBUILT = f"incident_id IN (SELECT incident_id FROM incident_facts WHERE fact_id IN ({_OLD}))"
_DELETES = (
    f"DELETE FROM incidents WHERE {_OF_REBUILT}",
    f"DELETE FROM incident_facts WHERE fact_id IN ({_OLD})",
    f"DELETE FROM incident_links WHERE fact_id IN ({_OLD_LINKS}) OR other_id IN ({_OLD_LINKS})",
)
