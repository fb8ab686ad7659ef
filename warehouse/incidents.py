"""Incidents across nights: what a landing adds to them, changes in them and takes from them.

Linking is done elsewhere (transforms/linking), on rows. Here the rows are found: a new report is compared with those
around its days, and the incidents of all that its links reach are made anew. What stands in the tables is what linking
the whole lake at once would give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as arrow

from transforms.tables.schema import columns
from warehouse.upsert import one
from warehouse.words import quoted

Rows = Sequence[Mapping[str, Any]]
TABLES = ("incidents", "incident_facts", "incident_links")


@dataclass(frozen=True, slots=True)
class Linking:
    """How reports are told together: by comparing those published at most so many days from one another.

    `links` gives the links of facts, those of the ids alone where it gets any, and `incidents` the rows of the three
    tables that facts and links make. `decisions` are the links that people made and cut, as rows of incident_links.
    """

    days: int
    links: Callable[[Rows, Rows, Iterable[str] | None], arrow.Table]
    incidents: Callable[[Rows, Rows, Rows], dict[str, arrow.Table]]
    decisions: Sequence[Mapping[str, Any]] = field(default=())


def relink(connection: duckdb.DuckDBPyConnection, linking: Linking, *, anew: bool = False) -> int:
    """Bring the incidents up to date with the facts of the lake; the number of incidents that were made.

    Within the transaction of a landing: `touched` is the relation of the articles that came, changed or went, and of
    those whose story is another one. With `anew`, and where nothing has been linked yet, all of the lake is linked.
    """
    anew = anew or not one(connection, "SELECT count(*) FROM incident_facts")
    actors = _rows(connection, "SELECT actor_id, name, parent FROM actors")
    connection.execute("CREATE OR REPLACE TEMP TABLE going AS " + ("FROM incident_facts" if anew else _GOING))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE coming AS "
        + (_REPORTS if anew else f"FROM ({_REPORTS}) SEMI JOIN touched USING (article_id)")
    )
    _decide(connection, linking)
    came = _rows(connection, "SELECT fact_id FROM coming")
    fresh = None if anew else [row["fact_id"] for row in came]
    found = linking.links(_facts(connection, "coming" if anew else _around(connection, linking.days)), actors, fresh)
    connection.register("found_links", found)
    connection.execute("CREATE OR REPLACE TEMP TABLE closure AS " + _CLOSURE)
    if not one(connection, "SELECT (SELECT count(*) FROM closure) + (SELECT count(*) FROM going)"):
        return 0
    reports, linked = _facts(connection, "closure"), _rows(connection, _LINKED)
    made = linking.incidents(reports, actors, linked)
    for statement in _GONE:
        connection.execute(statement)
    for table in TABLES:
        if made[table].num_rows:
            connection.register("made", made[table])
            names = ", ".join(c.name for c in columns(table))
            connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM made")
    return made["incidents"].num_rows


def _decide(connection: duckdb.DuckDBPyConnection, linking: Linking) -> None:
    """What people decided, in the relation `decided`, and the facts of what they decided otherwise before, in
    `decided_anew`."""
    names = [c.name for c in columns("incident_links")]
    told = arrow.Table.from_pylist([{n: row[n] for n in names} for row in linking.decisions], schema=_schema(names))
    connection.register("decided", told)
    stood = "SELECT fact_id, other_id, score, reason FROM incident_links WHERE made_by = 'person'"
    now = "SELECT fact_id, other_id, score, reason FROM decided"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE decided_anew AS
        SELECT unnest([fact_id, other_id]) AS fact_id
        FROM (({stood} EXCEPT {now}) UNION ALL ({now} EXCEPT {stood}))
        """
    )


def _schema(names: Sequence[str]) -> arrow.Schema:
    kinds = {c.name: c.arrow for c in columns("incident_links")}
    return arrow.schema([(name, kinds[name]) for name in names])


def _around(connection: duckdb.DuckDBPyConnection, days: int) -> str:
    """A relation of what is compared: what came, and the reports of the days around whose time overlaps."""
    spans = connection.execute("SELECT min(published_date), max(published_date) FROM coming").fetchone()
    if not spans or spans[0] is None:
        return "coming"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE around AS
        WITH spans AS (SELECT DISTINCT published_date, first_day, last_day FROM coming)
        FROM ({_REPORTS}) AS report
        WHERE published_date BETWEEN DATE '{spans[0]}' - {days} AND DATE '{spans[1]}' + {days}
            AND EXISTS (
                FROM spans
                WHERE report.first_day <= spans.last_day + 1 AND report.last_day >= spans.first_day - 1
                    AND abs(datediff('day', report.published_date, spans.published_date)) <= {days}
            )
        """
    )
    return "around"


def _facts(connection: duckdb.DuckDBPyConnection, relation: str) -> list[dict[str, Any]]:
    """The rows of events and figures whose ids a relation has, each with its article's columns; and, with `is_wanted`
    false, those of the same articles, for a figure has place and time of the act that its sentence tells."""
    days = ", ".join(quoted(str(day)) for (day,) in connection.execute(_DAYS.format(relation)).fetchall())
    if not days:
        return []
    sql = (_FACTS.format(columns=_COLUMNS[table], table=table, days=days, wanted=relation) for table in _COLUMNS)
    return [row for one_table in sql for row in _rows(connection, one_table)]


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    return connection.execute(sql).to_arrow_table().to_pylist()


_COMMON = (
    "fact_id, article_id, published_date, sentence_index, sentence, modality, attribution, place, place_id, "
    "latitude, longitude, country, admin1, geo_precision"
)
_COLUMNS = {
    "events": f"{_COMMON}, trigger, plover, acled_event, acled_sub_event, source, source_actor, target, target_actor, "
    "date_start, date_end, date_precision, territory, when_told",
    "figures": f"{_COMMON}, measure, number, low, high, who, period_start, period_end, period_precision, cumulative, "
    "actor, part_of, corrected_by",
}
_REPORTS = """
    WITH acts AS (
        SELECT
            fact_id, article_id, published_date, sentence_index,
            least(coalesce(date_start, published_date - 3), published_date) AS first_day,
            least(coalesce(date_end, published_date), published_date) AS last_day
        FROM events
        WHERE modality IN ('asserted', 'claimed')
    )

    SELECT * EXCLUDE (sentence_index) FROM acts
    UNION ALL
    SELECT
        fact_id, article_id, published_date,
        least(coalesce(period_start, period_end, act_first, published_date - 3), published_date) AS first_day,
        least(coalesce(period_end, period_start, act_last, published_date), published_date) AS last_day
    FROM figures
    LEFT JOIN (
        SELECT article_id, sentence_index, min(first_day) AS act_first, max(last_day) AS act_last
        FROM acts
        GROUP BY ALL
    ) AS told USING (article_id, sentence_index)
    WHERE measure = 'killed' AND NOT cumulative
        AND (modality IN ('asserted', 'claimed') OR corrected_by IS NOT NULL)
"""
_DAYS = "SELECT DISTINCT published_date FROM {}"
_FACTS = """
    SELECT
        fact.*, story_id, url, published_at, coalesce(site, regexp_extract(url, '^\\w+://([^/:]+)', 1)) AS outlet,
        fact_id IN (SELECT fact_id FROM {wanted}) AS is_wanted
    FROM (SELECT {columns} FROM {table} WHERE published_date IN ({days})) AS fact
    SEMI JOIN {wanted} USING (article_id)
    JOIN (
        SELECT article_id, story_id, url, published_at, site FROM articles WHERE published_date IN ({days})
    ) AS article USING (article_id)
"""
_GOING = "FROM incident_facts SEMI JOIN touched USING (article_id)"
_CLOSURE = f"""
    WITH RECURSIVE pairs AS (
        SELECT fact_id, other_id FROM incident_links WHERE made_by = 'rules'
        UNION SELECT fact_id, other_id FROM found_links
        UNION SELECT fact_id, other_id FROM decided
    ),

    beside AS (FROM pairs UNION SELECT other_id, fact_id FROM pairs),

    start AS (
        SELECT fact_id FROM coming
        UNION SELECT fact_id FROM going
        UNION SELECT fact_id FROM decided_anew
        UNION SELECT fact_id FROM incident_facts SEMI JOIN going USING (incident_id)
    ),

    reached AS (
        FROM start
        UNION
        SELECT beside.other_id FROM reached JOIN beside ON beside.fact_id = reached.fact_id
    )

    SELECT fact_id, article_id, published_date FROM reached JOIN ({_REPORTS}) AS report USING (fact_id)
"""
_LINKED = """
    SELECT * FROM (
        SELECT * FROM incident_links WHERE made_by = 'rules'
            AND fact_id NOT IN (SELECT fact_id FROM going) AND other_id NOT IN (SELECT fact_id FROM going)
        UNION BY NAME SELECT * FROM found_links
        UNION BY NAME SELECT * FROM decided
    )
    WHERE fact_id IN (SELECT fact_id FROM closure) AND other_id IN (SELECT fact_id FROM closure)
"""
_OLD = "SELECT fact_id FROM closure UNION SELECT fact_id FROM going UNION SELECT fact_id FROM decided_anew"
_GONE = (
    f"DELETE FROM incidents WHERE incident_id IN (SELECT incident_id FROM incident_facts WHERE fact_id IN ({_OLD}))",
    f"DELETE FROM incident_facts WHERE fact_id IN ({_OLD})",
    f"DELETE FROM incident_links WHERE fact_id IN ({_OLD}) OR other_id IN ({_OLD})",
)
