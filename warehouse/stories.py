"""Stories across nights: what the articles of a batch may belong with, and what becomes of the articles that stood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import duckdb
import pyarrow as arrow

from transforms.tables.schema import arrow_schema
from warehouse.upsert import ids
from warehouse.words import quoted


@dataclass(frozen=True, slots=True)
class Grouping:
    """How stories are told apart: by comparing articles published at most so many days from one another.

    `stories` has the articles of a batch (`is_new`) and those of the lake that they may belong with, and gives each its
    story and origin (transforms/identity/near_duplicates.py).
    """

    days: int
    stories: Callable[[arrow.Table], arrow.Table]


def group(connection: duckdb.DuckDBPyConnection, grouping: Grouping) -> None:
    """Give the incoming articles their stories, and leave those of the articles that stood in the table `told`.

    The articles of the relation `withdrawn` are about to go, and no longer count.

    Within a transaction: no other run can land between what is read here and what `regroup` writes. Of the lake's
    articles the signatures of the days around are read, and no text.
    """
    days = connection.execute(_DAYS, {"days": grouping.days}).fetchall()
    around = ", ".join(quoted(str(day)) for (day,) in days) or "NULL"
    told = grouping.stories(connection.execute(_NEARBY.format(around=around)).to_arrow_table())
    connection.register("told", told)
    incoming = connection.execute(_GROUPED).to_arrow_table().cast(arrow_schema("articles"))
    connection.register("incoming_articles", incoming)


def moved(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The articles of the lake whose story or origin is another one since the batch came."""
    return ids(connection, f"SELECT article_id FROM articles JOIN told USING (article_id) WHERE {_MOVED}")


def regroup(connection: duckdb.DuckDBPyConnection) -> None:
    """Move the articles of the lake whose story or origin is another one since the batch came; none, no new file."""
    if moved(connection):
        connection.execute(
            f"""
            UPDATE articles SET story_id = told.story_id, origin_article_id = told.origin_article_id
            FROM told WHERE articles.article_id = told.article_id AND {_MOVED}
            """
        )


_MOVED = """
    (articles.story_id, articles.origin_article_id) IS DISTINCT FROM (told.story_id, told.origin_article_id)
"""
_DAYS = """
    SELECT DISTINCT day::DATE
    FROM incoming_articles, generate_series(published_date - $days, published_date + $days, INTERVAL 1 DAY) AS d(day)
"""
_NEARBY = """
    WITH stood AS (
        SELECT article_id, published_date, published_at, nullif(story_id, '') AS story_id FROM articles
    ),

    standing AS (FROM stood ANTI JOIN withdrawn USING (article_id)),

    beside AS (
        SELECT standing.*, signature
        FROM standing
        LEFT JOIN (FROM signatures WHERE published_date IN ({around})) AS signatures USING (article_id)
        WHERE standing.published_date IN ({around})
    ),

    touched AS (
        SELECT story_id FROM beside
        UNION
        SELECT story_id FROM stood SEMI JOIN incoming_articles USING (article_id)
        UNION
        SELECT story_id FROM stood SEMI JOIN withdrawn USING (article_id)
    ),

    elsewhere AS (
        SELECT *, NULL::BLOB AS signature
        FROM standing SEMI JOIN touched USING (story_id) ANTI JOIN beside USING (article_id)
    )

    SELECT article_id, published_date, published_at, story_id, signature, false AS is_new
    FROM (FROM beside UNION ALL FROM elsewhere) ANTI JOIN incoming_articles USING (article_id)
    UNION ALL
    SELECT article_id, came.published_date, came.published_at, standing.story_id, signature, true AS is_new
    FROM incoming_articles AS came
    LEFT JOIN incoming_signatures USING (article_id)
    LEFT JOIN standing USING (article_id)
"""
_GROUPED = """
    SELECT came.* REPLACE (told.story_id AS story_id, told.origin_article_id AS origin_article_id)
    FROM incoming_articles AS came
    JOIN told USING (article_id)
"""
