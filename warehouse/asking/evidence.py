"""Returns the evidence of a fact, an incident or an article.

A fact of an incident is looked for in one table and on one day, which `incident_facts` and its article tell; any other
id table by table. Everything else is queried for its day of publication, so that little else is read. All queries read
one snapshot. They run in one thread: on statements of a few rows, and while the catalog is opened, several threads cost
more processor time than they save; and, being our own, without the isolation of users' queries.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from operator import itemgetter
from typing import Any

import duckdb

from transforms.tables.schema import FACTS, READINGS
from warehouse.asking.history import earlier_cells, gone_facts, gone_incident
from warehouse.asking.page_archive import files_of
from warehouse.landing.corrections import are_there
from warehouse.landing.upsert import ids
from warehouse.storage.errors import LakeError, plain, quoted, sql_list
from warehouse.storage.lake import Lake, connect

Rows = list[dict[str, Any]]


def explain(lake: Lake, row_id: str) -> dict[str, Any] | None:
    """The evidence of a fact, an incident or an article by its id; None if unknown.

    Keys: `table`, `row` (its columns; of an article without the text) and

    - of a fact: fact_id, sentence, title, url, site, published_date, `read_by` (the rules, the reader with its version,
      or both), lexicon_row (the row of the seeds by which the rules read it, in short), extractor, run_id, run_started,
      versions (of the software that read it, a JSON object), `incident_id` or None, `links` to other facts, `rivals`
      (other numbers of its incident), `corrections` by people and `earlier` versions of its article's page, each with
      the cells of the fact that it had otherwise;
    - of an incident: the `facts` that report it in order of publication, the `links` between them, `corrections`;
    - of an article: run_started, versions, `facts` (number of rows by table, `refused` among them), `corrections`,
      `earlier`.

    A fact that is gone is explained as of the last snapshot that had it, with that moment as `gone_after` and the fact
    that replaced it as `replaced_by`; an incident that is gone likewise, with `became`, `changed_at`, `changed_by` and
    the incidents that have its reports now as `successors`. A link with is_same false was proposed by the rules and
    overruled. LakeError if the lake cannot be queried.
    """
    try:
        with connect(lake, read_only=True, one_thread=True) as connection:
            connection.begin()  # one snapshot, and DuckLake reads its catalog once per transaction
            found = _find_evidence(connection, row_id)
    except duckdb.Error as error:
        raise LakeError(f"{lake}: {plain(error)}") from error
    return found or _evidence_of_gone(lake, row_id) or _evidence_of_gone_incident(lake, row_id)


def _evidence_of_gone_incident(lake: Lake, incident_id: str) -> dict[str, Any] | None:
    gone = gone_incident(lake, incident_id)
    if gone is None or (evidence := explain(replace(lake, as_of=gone.last), incident_id)) is None:
        return None
    told = {"became": gone.became, "changed_at": gone.changed_at, "changed_by": gone.changed_by}
    return {"incident_id": incident_id, **told, "gone_after": gone.last, "successors": gone.successors} | evidence


def _evidence_of_gone(lake: Lake, fact_id: str) -> dict[str, Any] | None:
    gone = gone_facts(lake, [fact_id]).get(fact_id)
    if gone is None or (evidence := explain(replace(lake, as_of=gone.last), fact_id)) is None:
        return None
    return evidence | {"gone_after": gone.last, "replaced_by": gone.successor["fact_id"] if gone.successor else None}


def _find_evidence(connection: duckdb.DuckDBPyConnection, row_id: str) -> dict[str, Any] | None:
    incidents = ids(connection, _INCIDENT_OF.format(quoted(row_id)))
    members = _rows(connection, _MEMBERS.format(sql_list(incidents))) if incidents else []
    articles = _articles(connection, members) if members else {}
    if not members and (incident := _rows(connection, _INCIDENT, id=row_id)):
        return {"table": "incidents", **_evidence_of_incident(connection, incident[0])}
    for table, of_day in _where_to_look(row_id, members, articles).items():  # none is read after the one that has it
        if found := _rows(connection, _FACT.format(table=table, key=quoted(row_id), of_day=of_day)):
            evidence = _evidence_of_fact(connection, table, found[0]["row"], members, articles)
            return {"table": table, "fact_id": row_id, **evidence}
    day = connection.execute(_DAY_OF_ARTICLE.format(key=quoted(row_id))).fetchone()
    return {"table": "articles", **_evidence_of_article(connection, row_id, *day)} if day else None


def _where_to_look(fact: str, members: Rows, articles: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    """The tables that may have a fact, each with a condition on the day; one table if it is a member of an incident."""
    for member in members:
        if member["fact_id"] == fact and member["article_id"] in articles:
            return {
                _table_of(member): f"AND published_date = DATE '{articles[member['article_id']]['published_date']}'"
            }
    return dict.fromkeys(FACTS, "")


def _table_of(member: Mapping[str, Any]) -> str:
    """The table of a fact of an incident: acts are events, all other parts are figures."""
    return "events" if member["part"] == "act" else "figures"


def _evidence_of_fact(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    row: dict[str, Any],
    members: Rows,
    articles: Mapping[str, dict[str, Any]],
) -> dict[str, Any]:
    """The evidence of a fact by its row, the facts of its incident, and their articles."""
    fact, day = row["fact_id"], row["published_date"]
    rivals = [member for member in members if member["fact_id"] != fact and member["part"] != "act"]
    articles = articles or _articles(connection, [row])
    article = articles.get(row["article_id"], dict.fromkeys(("title", "url", "site")))
    (run,) = _rows(connection, _RUN.format(quoted(row["run_id"]))) or [dict.fromkeys(("run_started", "versions"))]
    return {
        "row": row,
        **{
            name: (row | {"read_by": _reader(row), "lexicon_row": _shorten(row)} | article | run)[name]
            for name in _FACT_KEYS
        },
        "incident_id": members[0]["incident_id"] if members else None,
        "links": _links(connection, [fact]),
        "rivals": _facts_in_brief(connection, rivals, articles),
        "corrections": _corrections(connection, [fact]),
        "earlier": [
            version | {"cells": earlier_cells(connection, table, row, version["run_id"])}
            if version["run_id"] != row["run_id"]
            else version | {"cells": {}}
            for version in _earlier_versions(connection, article["url"], day)
        ],
    }


def _reader(row: Mapping[str, Any]) -> str:
    """Who read a fact; of an event that a learned reader or a language model read, its version is in `extractor`."""
    if not row.get("evidence"):
        return "the rules"
    by_both = json.loads(row["evidence"]).get("event", {}).get("rules")
    return row["extractor"].partition("/")[2] + (" and the rules" if by_both else " alone")


def _shorten(row: Mapping[str, Any]) -> str | None:
    """The row of the seeds as cited, of a long list of conditions its first ones; the fact's row has them all."""
    return _LONG_LIST.sub(r"\1|…", row.get("lexicon_row") or "") or None


def _evidence_of_incident(connection: duckdb.DuckDBPyConnection, row: dict[str, Any]) -> dict[str, Any]:
    members = _rows(connection, _MEMBERS.format(quoted(row["incident_id"])))
    facts = _facts_in_brief(connection, members, _articles(connection, members))
    return {
        "row": row,
        "facts": facts,
        "links": _links(connection, [member["fact_id"] for member in members]),
        "corrections": _corrections(connection, [fact["fact_id"] for fact in facts]),
    }


def _evidence_of_article(connection: duckdb.DuckDBPyConnection, article: str, day: date) -> dict[str, Any]:
    (answer,) = _rows(connection, _ARTICLE.format(day=day), id=article)
    facts = _rows(
        connection, " UNION ALL ".join(_FACTS_OF_ARTICLE.format(table, day) for table in READINGS), id=article
    )
    counts = Counter(fact["of_table"] for fact in facts)
    return {
        **answer,
        "facts": [{"of_table": table, "n": counts[table]} for table in READINGS],
        "corrections": _corrections(connection, [fact["fact_id"] for fact in facts]),
        "earlier": _earlier_versions(connection, answer["row"]["url"], day),
    }


def _articles(connection: duckdb.DuckDBPyConnection, facts: Rows) -> dict[str, dict[str, Any]]:
    """The articles of these facts, by id."""
    wanted = sql_list(sorted({fact["article_id"] for fact in facts}))
    return {article["article_id"]: article for article in _rows(connection, _ARTICLES.format(articles=wanted))}


def _facts_in_brief(
    connection: duckdb.DuckDBPyConnection, members: Rows, articles: Mapping[str, dict[str, Any]]
) -> Rows:
    """These facts of an incident: part, fact_id, outlet, published_date, number (figures only), sentence and url.

    Ids are written into the statements as literals, so that DuckDB skips files by them.
    """
    members = [member for member in members if member["article_id"] in articles]
    days = sql_list(sorted({articles[member["article_id"]]["published_date"] for member in members}))
    parts = {member["fact_id"]: member["part"] for member in members}
    rows: Rows = []
    for table, number in (("events", "NULL"), ("figures", "number")):
        if wanted := [member["fact_id"] for member in members if _table_of(member) == table]:
            rows += _rows(connection, _FACTS.format(table=table, number=number, days=days, facts=sql_list(wanted)))
    return [
        {
            "part": parts[row["fact_id"]],
            "fact_id": row["fact_id"],
            "outlet": articles[row["article_id"]]["site"],
            **{name: row[name] for name in ("published_date", "number", "sentence")},
            "url": articles[row["article_id"]]["url"],
        }
        for row in sorted(rows, key=itemgetter("published_date", "article_id", "sentence_index", "fact_id"))
    ]


def _links(connection: duckdb.DuckDBPyConnection, facts: list[str]) -> Rows:
    """The links between these facts and any others: fact_id, other_id, score, reason, made_by, is_same."""
    return _rows(connection, _LINKS.format(facts=sql_list(facts), last=quoted(max(facts, default=""))))


def _corrections(connection: duckdb.DuckDBPyConnection, facts: list[str]) -> Rows:
    """Corrections of these facts: fact_id, of_column, value, reason, said_by, said_at."""
    # DuckLake plans an empty table slowly
    return _rows(connection, _CORRECTIONS.format(sql_list(facts))) if are_there(connection) else []


def _earlier_versions(connection: duckdb.DuckDBPyConnection, url: str | None, day: date) -> Rows:
    """The pages of an article's address that state its day or none, oldest first."""
    return _rows(connection, _EARLIER.format(day=day, files=sql_list(files_of(connection, day))), url=url)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, **parameters: str | None) -> Rows:
    return connection.execute(sql, parameters or None).to_arrow_table().to_pylist()


_FACT_KEYS = (
    "sentence", "title", "url", "site", "published_date", "read_by", "lexicon_row", "extractor", "run_id",
    "run_started", "versions",
)  # fmt: skip
"""Keys of the evidence of a fact that come from its row, its article or its run, in this order."""
_LONG_LIST = re.compile(r"(=[^|,]+(?:\|[^|,]+){2})\|[^,]+")
"""Items of a cell, separated by `|`, those after the third apart."""
_FACT = "SELECT fact AS row FROM (FROM {table} WHERE fact_id = {key} {of_day}) AS fact"
_INCIDENT = "FROM incidents WHERE incident_id = $id"
_DAY_OF_ARTICLE = "SELECT published_date FROM articles WHERE article_id = {key}"
_RUN = "SELECT started AS run_started, versions FROM runs WHERE run_id = {}"
_ARTICLE = """
    SELECT article AS row, started AS run_started, versions
    FROM (
        SELECT * EXCLUDE ("text") FROM articles WHERE published_date = DATE '{day}' AND article_id = $id
    ) AS article
    LEFT JOIN runs ON runs.run_id = article.run_id
"""
_FACTS_OF_ARTICLE = """
    SELECT '{0}' AS of_table, fact_id FROM {0} WHERE published_date = DATE '{1}' AND article_id = $id
"""
_INCIDENT_OF = "SELECT incident_id FROM incident_facts WHERE fact_id = {}"
_MEMBERS = "FROM incident_facts WHERE incident_id IN ({})"
_ARTICLES = "SELECT article_id, published_date, title, site, url FROM articles WHERE article_id IN ({articles})"
_FACTS = """
    SELECT fact_id, article_id, published_date, sentence_index, {number} AS number, sentence
    FROM {table}
    WHERE published_date IN ({days}) AND fact_id IN ({facts})
"""
_LINKS = """
    SELECT * EXCLUDE (link_id)
    FROM (
        FROM incident_links WHERE fact_id IN ({facts})
        UNION
        FROM incident_links WHERE other_id IN ({facts}) AND fact_id < {last}
    ) AS links
    ORDER BY made_by = 'rules', is_same, score DESC, fact_id, other_id
"""
"""Two scans that skip what has not the fact are cheaper than one that compares both ids of every link. The first id is
the lesser one, and links are sorted by it."""
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
        AND parse_filename(filename) IN ({files})
    ORDER BY fetched_at, page_id
"""
