"""Updates incidents incrementally after a landing.

transforms/linking links the rows; this module selects them: new reports are compared with those of the days around, and
the incidents that their links reach are rebuilt. The result equals linking the whole lake at once.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Protocol

import duckdb
import pyarrow as arrow

from transforms.tables.schema import columns
from warehouse.landing.corrections import LAYER, are_there
from warehouse.landing.derived import of_their_days
from warehouse.landing.upsert import ids, one
from warehouse.storage.errors import sql_list

Rows = Sequence[Mapping[str, Any]]
DAYS_AT_ONCE = 8
"""Days whose facts are read at once."""
TABLES = ("incidents", "incident_facts", "incident_links")


class Linker(Protocol):
    """Links the facts of the articles that it has read."""

    def read(self, rows: Rows) -> None:
        """Read the facts of further articles, all of an article at once."""

    def links(self, fresh: Iterable[str] | None = None) -> arrow.Table:
        """Links of facts, only of the given ids if any, as rows of incident_links."""

    def keep_only(self, articles: Collection[str]) -> None:
        """Keep what was read of these articles alone."""

    def incidents(self, linked: arrow.Table, wanted: Collection[str] | None = None) -> dict[str, arrow.Table]:
        """The rows of the three tables that links make of facts, only of the given ids if any."""


@dataclass(frozen=True, slots=True)
class Linking:
    """What makes a linker of the rows of actors, and its input; reports published up to `days` apart are compared.

    `unstated` is how long before its publication an act without a stated time may have happened.
    `decisions` are people's links and cuts, as rows of incident_links.
    """

    days: int
    unstated: timedelta
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
    that changed their story, or whose facts' corrections changed. With `anew`, or if nothing is linked yet, the whole
    lake is linked.
    """
    anew = anew or not one(connection, "SELECT count(*) FROM incident_facts")
    layer = _layer(connection)
    reports = _REPORTS.format(**layer, unstated=linking.unstated.days)
    nearby = "" if anew else of_their_days(connection, timedelta(linking.days))
    reports_nearby = _REPORTS.format(
        **{table: f"(FROM {relation} {nearby})" for table, relation in layer.items()}, unstated=linking.unstated.days
    )
    linker = linking.linker(_rows(connection, "SELECT actor_id, name, aliases, parent FROM actors"))
    connection.execute("CREATE OR REPLACE TEMP TABLE removed_facts AS " + ("FROM incident_facts" if anew else _REMOVED))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE new_reports AS "
        + (reports if anew else f"FROM ({reports_nearby}) SEMI JOIN touched USING (article_id)")
    )
    _register_decisions(connection, linking)
    fresh = None if anew else ids(connection, "SELECT fact_id FROM new_reports")
    compared = "new_reports" if anew else _around(connection, linking.days, reports_nearby)
    for facts in _facts(connection, compared, layer):
        linker.read(facts)
    connection.register("found_links", linker.links(fresh))
    connection.execute("CREATE OR REPLACE TEMP TABLE closure AS " + _CLOSURE.format(reports=reports))
    if not one(connection, "SELECT (SELECT count(*) FROM closure) + (SELECT count(*) FROM removed_facts)"):
        return set()
    linker.keep_only(frozenset(ids(connection, "SELECT DISTINCT article_id FROM closure")))
    for facts in _facts(connection, f"(FROM closure ANTI JOIN {compared} USING (article_id))", layer):
        linker.read(facts)
    linked = connection.execute(_LINKED).to_arrow_table()
    rebuilt = linker.incidents(linked, frozenset(ids(connection, "SELECT fact_id FROM closure")))
    days = {*ids(connection, f"SELECT DISTINCT day FROM incidents WHERE {_REBUILT}")}
    for statement in _DELETES:
        connection.execute(statement)
    for table in TABLES:
        if rebuilt[table].num_rows:
            connection.register("rebuilt", rebuilt[table])
            names = ", ".join(c.name for c in columns(table))
            connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM rebuilt")
    return days.union(rebuilt["incidents"]["day"].to_pylist())


def _layer(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The relation to read for each table of reports: the view of corrected facts, which reads the table twice, or the
    table itself if there are no corrections.
    """
    corrected = are_there(connection)
    return {table: LAYER.format(table) if corrected else table for table in _COLUMNS}


def _register_decisions(connection: duckdb.DuckDBPyConnection, linking: Linking) -> None:
    """Register people's decisions as `decided`, and the facts whose decisions changed as `decided_anew`."""
    names = [c.name for c in columns("incident_links")]
    decided = arrow.Table.from_pylist([{n: row[n] for n in names} for row in linking.decisions], schema=_schema(names))
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


def _schema(names: Sequence[str]) -> arrow.Schema:
    kinds = {c.name: c.arrow for c in columns("incident_links")}
    return arrow.schema([(name, kinds[name]) for name in names])


def _around(connection: duckdb.DuckDBPyConnection, days: int, reports: str) -> str:
    """Name of a relation with the reports to compare: new ones, and those of the days around with overlapping times."""
    if not one(connection, "SELECT count(*) FROM new_reports"):
        return "new_reports"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE around AS
        WITH spans AS (SELECT DISTINCT published_date, first_day, last_day FROM new_reports)
        FROM ({reports}) AS report
        WHERE EXISTS (
            FROM spans
            WHERE report.first_day <= spans.last_day + 1 AND report.last_day >= spans.first_day - 1
                AND abs(datediff('day', report.published_date, spans.published_date)) <= {days}
        )
        """
    )
    return "around"


def _facts(
    connection: duckdb.DuckDBPyConnection, relation: str, layer: Mapping[str, str]
) -> Iterator[list[dict[str, Any]]]:
    """Rows of all events and figures of the articles in a relation, joined with their articles, some days at a time:
    those that report nothing are kept no longer than their days.
    """
    days = ids(connection, f"SELECT DISTINCT published_date FROM {relation} ORDER BY ALL")
    for start in range(0, len(days), DAYS_AT_ONCE):
        some = sql_list(days[start : start + DAYS_AT_ONCE])
        yield [
            row
            for table, names in _COLUMNS.items()
            for row in _rows(connection, _FACTS.format(columns=names, layer=layer[table], days=some, relation=relation))
        ]


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    return connection.execute(sql).to_arrow_table().to_pylist()


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
_REPORTS = """
    WITH acts AS (
        SELECT
            fact_id, article_id, published_date, sentence_index,
            least(coalesce(date_start, published_date - {unstated}), published_date) AS first_day,
            least(coalesce(date_end, published_date), published_date) AS last_day
        FROM {events}
        WHERE modality IN ('asserted', 'claimed')
    )

    SELECT * EXCLUDE (sentence_index) FROM acts
    UNION ALL
    SELECT
        fact_id, article_id, published_date,
        least(coalesce(period_start, period_end, act_first, published_date - {unstated}), published_date) AS first_day,
        least(coalesce(period_end, period_start, act_last, published_date), published_date) AS last_day
    FROM {figures}
    LEFT JOIN (
        SELECT article_id, sentence_index, min(first_day) AS act_first, max(last_day) AS act_last
        FROM acts
        GROUP BY ALL
    ) AS act USING (article_id, sentence_index)
    WHERE measure = 'killed' AND NOT (cumulative AND coalesce(period_start, period_end) IS NOT NULL)
        AND (modality IN ('asserted', 'claimed') OR corrected_by IS NOT NULL)
"""
_FACTS = """
    SELECT fact.*, story_id, url, published_at, site AS outlet
    FROM (SELECT {columns} FROM {layer} WHERE published_date IN ({days})) AS fact
    SEMI JOIN {relation} AS wanted USING (article_id)
    JOIN (
        SELECT article_id, story_id, url, published_at, site FROM articles WHERE published_date IN ({days})
    ) AS article USING (article_id)
"""
_REMOVED = "FROM incident_facts SEMI JOIN touched USING (article_id)"
_CLOSURE = """
    WITH RECURSIVE pairs AS (
        SELECT fact_id, other_id FROM incident_links WHERE made_by = 'rules'
        UNION ALL SELECT fact_id, other_id FROM found_links
        UNION ALL SELECT fact_id, other_id FROM decided
    ),

    beside AS MATERIALIZED (
        SELECT hash(fact_id) AS fact, hash(other_id) AS other FROM pairs
        UNION ALL SELECT hash(other_id), hash(fact_id) FROM pairs
    ),

    start AS (
        SELECT fact_id FROM new_reports
        UNION SELECT fact_id FROM removed_facts
        UNION SELECT fact_id FROM decided_anew
        UNION SELECT fact_id FROM incident_facts SEMI JOIN removed_facts USING (incident_id)
    ),

    reached AS (
        SELECT hash(fact_id) AS fact FROM start
        UNION
        SELECT other FROM beside JOIN reached ON reached.fact = beside.fact
    )

    SELECT fact_id, article_id, published_date FROM reached JOIN ({reports}) AS report ON hash(fact_id) = fact
"""
"""Facts go by hashes, smaller than ids; two with the same one would only add what is linked with the other."""
_LINKED = """
    SELECT * FROM (
        SELECT * FROM incident_links WHERE made_by = 'rules'
            AND fact_id NOT IN (SELECT fact_id FROM removed_facts)
            AND other_id NOT IN (SELECT fact_id FROM removed_facts)
        UNION BY NAME SELECT * FROM found_links
        UNION BY NAME SELECT * FROM decided
    )
    WHERE fact_id IN (SELECT fact_id FROM closure) AND other_id IN (SELECT fact_id FROM closure)
"""
_OLD = "SELECT fact_id FROM closure UNION SELECT fact_id FROM removed_facts UNION SELECT fact_id FROM decided_anew"
_REBUILT = f"incident_id IN (SELECT incident_id FROM incident_facts WHERE fact_id IN ({_OLD}))"
_DELETES = (
    f"DELETE FROM incidents WHERE {_REBUILT}",
    f"DELETE FROM incident_facts WHERE fact_id IN ({_OLD})",
    f"DELETE FROM incident_links WHERE fact_id IN ({_OLD}) OR other_id IN ({_OLD})",
)
