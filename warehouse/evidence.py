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
    for table in FACTS:  # no table is read after the one that has it
        if found := _rows(connection, _FACT.format(table=table, key=quoted(row_id))):
            return {"table": table, "fact_id": row_id, **_fact(connection, found[0]["row"])}
    if incident := _rows(connection, _INCIDENT, id=row_id):
        return {"table": "incidents", **_incident(connection, incident[0])}
    day = connection.execute(_DAY_OF_ARTICLE.format(key=quoted(row_id))).fetchone()
    return {"table": "articles", **_article(connection, row_id, *day)} if day else None


def _fact(connection: duckdb.DuckDBPyConnection, row: dict[str, Any]) -> dict[str, Any]:
    fact, day = row["fact_id"], row["published_date"]
    (origin,) = _rows(connection, _ORIGIN.format(day=day), article=row["article_id"], run=row["run_id"])
    members = _rows(connection, _MEMBERS_BESIDE, id=fact)
    beside = [each for each in members if each["fact_id"] != fact and each["part"] != "act"]
    return {
        "row": row,
        **{name: (row | origin)[name] for name in _OF_FACT},
        "incident_id": members[0]["incident_id"] if members else None,
        "links": _rows(connection, _LINKS_OF_FACT, id=fact),
        "rivals": _facts(connection, beside),
        "corrections": _corrections(connection, [fact]),
        "earlier": _earlier(connection, origin["url"], day),
    }


def _incident(connection: duckdb.DuckDBPyConnection, row: dict[str, Any]) -> dict[str, Any]:
    facts = _facts(connection, _rows(connection, _MEMBERS, id=row["incident_id"]))
    return {
        "row": row,
        "facts": facts,
        "links": _rows(connection, _LINKS, id=row["incident_id"]),
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


def _facts(connection: duckdb.DuckDBPyConnection, members: Rows) -> Rows:
    """These facts of an incident: part, fact_id, outlet, published_date, number (figures only), sentence and url.

    Ids are written into the statements, so that they reach the files.
    """
    if not members:
        return []
    articles = ", ".join(sorted({quoted(each["article_id"]) for each in members}))
    found = {each["article_id"]: each for each in _rows(connection, _ARTICLES.format(articles=articles))}
    days = ", ".join(sorted({f"DATE '{each['published_date']}'" for each in found.values()}))
    facts = ", ".join(quoted(each["fact_id"]) for each in members)
    parts = {each["fact_id"]: each["part"] for each in members}
    return [
        {
            "part": parts[row["fact_id"]],
            "fact_id": row["fact_id"],
            "outlet": found[row["article_id"]]["site"],
            **{name: row[name] for name in ("published_date", "number", "sentence")},
            "url": found[row["article_id"]]["url"],
        }
        for row in (_rows(connection, _FACTS.format(facts=facts, days=days)) if found else [])
        if row["article_id"] in found
    ]


def _corrections(connection: duckdb.DuckDBPyConnection, facts: list[str]) -> Rows:
    """Corrections of these facts: fact_id, of_column, value, reason, said_by, said_at."""
    wanted = ", ".join(map(quoted, facts)) or "NULL"
    return _rows(connection, _CORRECTIONS.format(wanted))


def _earlier(connection: duckdb.DuckDBPyConnection, url: str | None, day: date) -> Rows:
    """The pages of an article's address that state its day or none, oldest first."""
    return _rows(connection, _EARLIER.format(day=day), url=url)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, **parameters: str | None) -> Rows:
    return connection.execute(sql, parameters or None).to_arrow_table().to_pylist()


_OF_FACT = (
    "sentence", "title", "url", "site", "published_date", "extractor", "run_id", "run_started", "versions",
)  # fmt: skip
"""What is told of a fact beside its row, in this order."""
_FACT = "SELECT fact AS row FROM (FROM {table} WHERE fact_id = {key}) AS fact"
_INCIDENT = "FROM incidents WHERE incident_id = $id"
_DAY_OF_ARTICLE = "SELECT published_date FROM articles WHERE article_id = {key}"
_ORIGIN = """
    SELECT title, url, site, started AS run_started, versions
    FROM (SELECT 1)
    LEFT JOIN (
        SELECT title, url, site FROM articles WHERE published_date = DATE '{day}' AND article_id = $article
    ) AS article ON true
    LEFT JOIN (SELECT started, versions FROM runs WHERE run_id = $run) AS run ON true
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
_MEMBERS = "FROM incident_facts WHERE incident_id = $id"
_MEMBERS_BESIDE = """
    FROM incident_facts WHERE incident_id = (SELECT incident_id FROM incident_facts WHERE fact_id = $id)
"""
_ARTICLES = "SELECT article_id, published_date, site, url FROM articles WHERE article_id IN ({articles})"
_FACTS = """
    SELECT fact_id, article_id, published_date, sentence_index, NULL AS number, sentence FROM events
    WHERE published_date IN ({days}) AND fact_id IN ({facts})
    UNION ALL
    SELECT fact_id, article_id, published_date, sentence_index, number, sentence FROM figures
    WHERE published_date IN ({days}) AND fact_id IN ({facts})
    ORDER BY published_date, article_id, sentence_index, fact_id
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
