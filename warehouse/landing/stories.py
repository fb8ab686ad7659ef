"""Assigns stories to the articles of a batch, and updates those of articles in the lake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import duckdb
import pyarrow as arrow

from warehouse.landing.rows import Rows, register
from warehouse.landing.upsert import ids
from warehouse.storage.errors import sql_list

UNGROUPED = "ungrouped_articles"
"""The relation of the incoming articles as they came."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """The story function and its window: articles published up to `days` apart are compared.

    `stories` receives the articles of a batch (`is_new`) and the articles of the lake that may belong to the same
    stories, and returns story and origin of each (transforms/identity/near_duplicates.py).
    """

    days: int
    stories: Callable[[arrow.Table], arrow.Table]


def group(connection: duckdb.DuckDBPyConnection, grouping: Grouping, incoming: Rows) -> None:
    """Assign stories to the incoming articles; the relation `grouped` holds those of the lake's articles.

    Articles in the relation `withdrawn` are ignored. Runs in the landing's transaction, so that no other run lands
    before `regroup`. Of the lake's articles only the signatures of nearby days are read, not the text.
    """
    days = connection.execute(_DAYS, {"days": grouping.days}).fetchall()
    nearby = _NEARBY.format(around=sql_list(day for (day,) in days))
    grouped = grouping.stories(connection.execute(nearby).to_arrow_table())
    connection.register("grouped", grouped)
    register(connection, UNGROUPED, incoming)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW incoming_articles AS {_GROUPED}")


def moved_articles(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Ids of the lake's articles whose story or origin changes."""
    return ids(connection, f"SELECT article_id FROM articles JOIN grouped USING (article_id) WHERE {_MOVED}")


def regroup(connection: duckdb.DuckDBPyConnection) -> None:
    """Update the lake's articles whose story or origin changes; writes no file if there are none."""
    if moved_articles(connection):
        connection.execute(
            f"""
            UPDATE articles SET story_id = grouped.story_id, origin_article_id = grouped.origin_article_id
            FROM grouped WHERE articles.article_id = grouped.article_id AND {_MOVED}
            """
        )


_MOVED = """
    (articles.story_id, articles.origin_article_id) IS DISTINCT FROM (grouped.story_id, grouped.origin_article_id)
"""
_DAYS = """
    SELECT DISTINCT day::DATE
    FROM incoming_articles, generate_series(published_date - $days, published_date + $days, INTERVAL 1 DAY) AS d(day)
"""
_NEARBY = """
    WITH present AS (
        SELECT article_id, published_date, published_at, nullif(story_id, '') AS story_id FROM articles
    ),

    kept AS (FROM present ANTI JOIN withdrawn USING (article_id)),

    beside AS (
        SELECT kept.*, signature
        FROM kept
        LEFT JOIN (FROM signatures WHERE published_date IN ({around})) AS signatures USING (article_id)
        WHERE kept.published_date IN ({around})
    ),

    touched AS (
        SELECT story_id FROM beside
        UNION
        SELECT story_id FROM present SEMI JOIN incoming_articles USING (article_id)
        UNION
        SELECT story_id FROM present SEMI JOIN withdrawn USING (article_id)
    ),

    elsewhere AS (
        SELECT *, NULL::BLOB AS signature
        FROM kept SEMI JOIN touched USING (story_id) ANTI JOIN beside USING (article_id)
    )

    SELECT article_id, published_date, published_at, story_id, signature, false AS is_new
    FROM (FROM beside UNION ALL FROM elsewhere) ANTI JOIN incoming_articles USING (article_id)
    UNION ALL
    SELECT article_id, incoming.published_date, incoming.published_at, kept.story_id, signature, true AS is_new
    FROM incoming_articles AS incoming
    LEFT JOIN incoming_signatures USING (article_id)
    LEFT JOIN kept USING (article_id)
"""
_GROUPED = f"""
    SELECT incoming.* REPLACE (grouped.story_id AS story_id, grouped.origin_article_id AS origin_article_id)
    FROM {UNGROUPED} AS incoming
    JOIN grouped USING (article_id)
"""
