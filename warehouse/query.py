"""Asking the lake: SQL that can only read, and the evidence behind one fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as arrow

from transforms.tables.schema import FACTS
from warehouse.allowed import QueryError, permit
from warehouse.lake import Lake
from warehouse.reading import Limits, reading, session

__all__ = ["Limits", "QueryError", "ask", "explain", "query"]
_ROWS = 8192
"""Rows of a batch: no more of an answer than that is held at once."""
Parameters = Sequence[Any] | Mapping[str, Any] | None


@contextmanager
def ask(
    lake: Lake, sql: str, parameters: Parameters = None, limits: Limits | None = None
) -> Iterator[arrow.RecordBatchReader]:
    """The answer to one SELECT, batch by batch as DuckDB finds it.

    QueryError, also while it is read, where the question is not one, cannot be answered or meets a limit.
    """
    with session(lake, limits or Limits()) as (connection, watch):
        with watch.running():
            permit(connection, sql)
            answer = connection.execute(sql, parameters).to_arrow_reader(_ROWS)

        def batches() -> Iterator[arrow.RecordBatch]:
            while True:
                with watch.running():
                    batch = next(answer, None)
                if batch is None:
                    return
                yield batch

        yield arrow.RecordBatchReader.from_batches(answer.schema, batches())


def query(lake: Lake, sql: str, parameters: Parameters = None, limits: Limits | None = None) -> arrow.Table:
    """The whole answer to one SELECT. QueryError where it is not one, or cannot be answered."""
    with ask(lake, sql, parameters, limits) as answer:
        return answer.read_all()


def explain(lake: Lake, fact_id: str) -> dict[str, Any] | None:
    """Where a fact comes from; None where no table has it.

    Keys: table, fact_id, row (the fact's columns), sentence, title, url, site, published_date, extractor, run_id,
    run_started.
    """
    tables = " UNION ALL ".join(f"SELECT '{table}' FROM {table} WHERE fact_id = $fact" for table in FACTS)
    with reading(lake) as connection:
        found = connection.execute(tables, {"fact": fact_id}).fetchone()
        if not found:
            return None
        evidence = connection.execute(_EVIDENCE.format(table=found[0]), {"fact": fact_id}).to_arrow_table()
    return {"table": found[0], "fact_id": fact_id, **evidence.to_pylist()[0]}


_EVIDENCE = """
    SELECT fact AS row, fact.sentence, title, url, site, fact.published_date, fact.extractor, fact.run_id,
           started AS run_started
    FROM {table} AS fact
    LEFT JOIN articles ON articles.article_id = fact.article_id
    LEFT JOIN runs ON runs.run_id = fact.run_id
    WHERE fact.fact_id = $fact
"""
