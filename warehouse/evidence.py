"""The evidence behind an incident: the facts that tell it, each with its sentence and outlet, and what links them."""

from __future__ import annotations

from typing import Any

import duckdb

from warehouse.lake import Lake
from warehouse.reading import reading

Rows = list[dict[str, Any]]


def explain_incident(lake: Lake, incident_id: str) -> dict[str, Any] | None:
    """An incident (`row`), its `facts` in order of publication and the `links` between them; None where there is none.

    A fact has part, fact_id, outlet, published_date, number (of a figure), sentence and url; a link fact_id, other_id,
    score, reason, made_by and is_same: one that is not the same was seen by the rules and spoken against.
    """
    with reading(lake) as connection:
        found = _rows(connection, "SELECT * FROM incidents WHERE incident_id = ?", incident_id)
        if not found:
            return None
        facts = _rows(connection, _FACTS, incident_id)
        return {"row": found[0], "facts": facts, "links": _rows(connection, _LINKS, incident_id)}


def incident_of(lake: Lake, fact_id: str) -> str | None:
    """The incident that a fact tells; None where it tells none."""
    with reading(lake) as connection:
        found = _rows(connection, "SELECT incident_id FROM incident_facts WHERE fact_id = ?", fact_id)
    return found[0]["incident_id"] if found else None


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, *parameters: str) -> Rows:
    return connection.execute(sql, list(parameters)).to_arrow_table().to_pylist()


_FACTS = r"""
    SELECT
        part, fact_id, coalesce(site, regexp_extract(url, '^\w+://([^/:]+)', 1)) AS outlet, told.published_date, number,
        sentence, url
    FROM incident_facts
    JOIN (
        SELECT fact_id, published_date, sentence_index, NULL AS number, sentence FROM events
        UNION ALL
        SELECT fact_id, published_date, sentence_index, number, sentence FROM figures
    ) AS told USING (fact_id)
    JOIN articles USING (article_id)
    WHERE incident_id = ?
    ORDER BY told.published_date, article_id, sentence_index, fact_id
"""
_LINKS = """
    SELECT incident_links.* EXCLUDE (link_id)
    FROM incident_links
    WHERE fact_id IN (SELECT fact_id FROM incident_facts WHERE incident_id = $1)
        OR other_id IN (SELECT fact_id FROM incident_facts WHERE incident_id = $1)
    ORDER BY made_by = 'rules', is_same, score DESC, fact_id, other_id
"""
