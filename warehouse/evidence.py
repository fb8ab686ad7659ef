"""Returns the evidence of a fact, an incident or an article.

The row is found by its id, table by table; everything else is queried for its day of publication, so that the files of
other months are not read. All queries read one snapshot. They run in one thread: on statements of a few rows, and while
the catalogue is opened, several threads cost more processor time than they save.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb

from transforms.tables.schema import FACTS
from warehouse.errors import LakeError, plain, quoted
from warehouse.lake import Lake
from warehouse.sessions import reading

Rows = list[dict[str, Any]]


def explain(lake: Lake, row_id: str) -> dict[str, Any] | None:
    """The evidence of a fact, an incident or an article by its id; None if unknown.

    Keys: `table`, `row` (its columns; of an article without the text) and

    - of a fact: fact_id, sentence, title, url, site, published_date, extractor, run_id, run_started, versions (of the
      software that read it, a JSON object), `incident_id` or None, `links` to other facts, `rivals` (other numbers of
      its incident), `corrections` by people and `earlier` versions of its article's page;
    - of an incident: the `facts` that report it in order of publication, the `links` between them, `corrections`;
    - of an article: run_started, versions, `facts` (number of rows by table), `corrections`, `earlier`.

    A link with is_same false was proposed by the rules and overruled. LakeError if the lake cannot be queried.
    """
    try:
        with reading(lake, planned=False, one_thread=True) as connection:
            connection.begin()
            return _explained(connection, row_id)
    except duckdb.Error as error:
        raise LakeError(f"{lake}: {plain(error)}") from error


def _explained(connection: duckdb.DuckDBPyConnection, row_id: str) -> dict[str, Any] | None:
    found = _where(connection, row_id)
    if not found:
        return None
    table, day, article = found
    if table == "incidents":
        return {"table": table, **_incident(connection, row_id)}
    if table == "articles":
        return {"table": table, **_article(connection, row_id, day)}
    return {"table": table, "fact_id": row_id, **_fact(connection, table, row_id, day, article)}


def _where(connection: duckdb.DuckDBPyConnection, row_id: str) -> tuple[str, date, str] | None:
    """Table, day and article of the row with an id; no table is read after the one that has it."""
    for table in (*FACTS, "incidents", "articles"):
        key = quoted(row_id)
        if found := connection.execute(_WHERE_IT_IS.get(table, _OF_FACT).format(table=table, key=key)).fetchone():
            return table, *found
    return None


def _fact(connection: duckdb.DuckDBPyConnection, table: str, fact: str, day: date, article: str) -> dict[str, Any]:
    (row,) = _rows(connection, _FACT.format(table=table, day=day), id=fact, article=article)
    incident = _rows(connection, "SELECT incident_id FROM incident_facts WHERE fact_id = $id", id=fact)
    name = incident[0]["incident_id"] if incident else None
    return {
        **row,
        "incident_id": name,
        "links": _rows(connection, _LINKS_OF_FACT, id=fact),
        "rivals": [each for each in _facts(connection, name) if each["fact_id"] != fact and each["part"] != "act"],
        "corrections": _corrections(connection, [fact]),
        "earlier": _earlier(connection, row["url"], day),
    }


def _incident(connection: duckdb.DuckDBPyConnection, incident: str) -> dict[str, Any]:
    facts = _facts(connection, incident)
    (row,) = _rows(connection, "SELECT * FROM incidents WHERE incident_id = $id", id=incident)
    return {
        "row": row,
        "facts": facts,
        "links": _rows(connection, _LINKS, id=incident),
        "corrections": _corrections(connection, [each["fact_id"] for each in facts]),
    }


def _article(connection: duckdb.DuckDBPyConnection, article: str, day: date) -> dict[str, Any]:
    (answer,) = _rows(connection, _ARTICLE.format(day=day), id=article)
    counts = " UNION ALL ".join(_COUNT.format(table=table, day=day) for table in FACTS)
    ids = " UNION ALL ".join(
        f"SELECT fact_id FROM {table} WHERE published_date = DATE '{day}' AND article_id = $id" for table in FACTS
    )
    facts = [row["fact_id"] for row in _rows(connection, ids, id=article)]
    return {
        **answer,
        "facts": _rows(connection, counts, id=article),
        "corrections": _corrections(connection, facts),
        "earlier": _earlier(connection, answer["row"]["url"], day),
    }


def _facts(connection: duckdb.DuckDBPyConnection, incident: str | None) -> Rows:
    """The facts of an incident: part, fact_id, outlet, published_date, number (figures only), sentence and url."""
    if incident is None:
        return []
    members = _rows(connection, _MEMBERS, id=incident)
    days = ", ".join(sorted({f"DATE '{row['published_date']}'" for row in members}))
    return _rows(connection, _FACTS.format(days=days), id=incident) if members else []


def _corrections(connection: duckdb.DuckDBPyConnection, facts: list[str]) -> Rows:
    """Corrections of these facts: fact_id, of_column, value, reason, said_by, said_at."""
    wanted = ", ".join(map(quoted, facts)) or "NULL"
    return _rows(connection, _CORRECTIONS.format(wanted))


def _earlier(connection: duckdb.DuckDBPyConnection, url: str | None, day: date) -> Rows:
    """The pages of an article's address that state its day or none, oldest first."""
    return _rows(connection, _EARLIER.format(day=day), url=url)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, **parameters: str | None) -> Rows:
    return connection.execute(sql, parameters or None).to_arrow_table().to_pylist()


_OF_FACT = "SELECT published_date, article_id FROM {table} WHERE fact_id = {key}"
_WHERE_IT_IS = {
    "incidents": "SELECT first_report, NULL FROM incidents WHERE incident_id = {key}",
    "articles": "SELECT published_date, article_id FROM articles WHERE article_id = {key}",
}
"""Statements that find an incident or an article."""
_FACT = """
    SELECT fact AS row, fact.sentence, title, url, site, fact.published_date, fact.extractor, fact.run_id,
           started AS run_started, versions
    FROM (FROM {table} WHERE published_date = DATE '{day}' AND fact_id = $id) AS fact
    LEFT JOIN (
        SELECT title, url, site FROM articles WHERE published_date = DATE '{day}' AND article_id = $article
    ) AS article ON true
    LEFT JOIN runs ON runs.run_id = fact.run_id
"""
_ARTICLE = """
    SELECT article AS row, started AS run_started, versions
    FROM (
        SELECT * EXCLUDE ("text") FROM articles WHERE published_date = DATE '{day}' AND article_id = $id
    ) AS article
    LEFT JOIN runs ON runs.run_id = article.run_id
"""
_COUNT = """
    SELECT '{table}' AS of_table, count(*) AS n FROM {table} WHERE published_date = DATE '{day}' AND article_id = $id
"""
_MEMBERS = """
    SELECT DISTINCT published_date
    FROM (SELECT article_id FROM incident_facts WHERE incident_id = $id)
    JOIN (SELECT article_id, published_date FROM articles) AS article USING (article_id)
"""
_FACTS = """
    SELECT
        part, fact_id, site AS outlet, fact.published_date, number,
        sentence, url
    FROM (FROM incident_facts WHERE incident_id = $id)
    JOIN (
        SELECT fact_id, published_date, sentence_index, NULL AS number, sentence FROM events
        WHERE published_date IN ({days})
        UNION ALL
        SELECT fact_id, published_date, sentence_index, number, sentence FROM figures
        WHERE published_date IN ({days})
    ) AS fact USING (fact_id)
    JOIN (SELECT article_id, site, url FROM articles WHERE published_date IN ({days})) AS article USING (article_id)
    ORDER BY fact.published_date, article_id, sentence_index, fact_id
"""
_LINKS = """
    SELECT incident_links.* EXCLUDE (link_id)
    FROM incident_links
    WHERE fact_id IN (SELECT fact_id FROM incident_facts WHERE incident_id = $id)
        OR other_id IN (SELECT fact_id FROM incident_facts WHERE incident_id = $id)
    ORDER BY made_by = 'rules', is_same, score DESC, fact_id, other_id
"""
_LINKS_OF_FACT = """
    SELECT incident_links.* EXCLUDE (link_id)
    FROM incident_links
    WHERE fact_id = $id OR other_id = $id
    ORDER BY made_by = 'rules', is_same, score DESC, fact_id, other_id
"""
_CORRECTIONS = """
    SELECT fact_id, of_column, value, reason, said_by, said_at
    FROM corrections
    WHERE fact_id IN ({})
    ORDER BY fact_id, said_at, of_column
"""
_EARLIER = """
    SELECT fetched_at, page_id, body_sha256, run_id
    FROM pages
    WHERE url = $url AND revisits IS NULL AND (published_date = DATE '{day}' OR published_date IS NULL)
    ORDER BY fetched_at, page_id
"""
