"""Queries the lake with read-only SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as arrow

from warehouse.asking.allowed import permit
from warehouse.asking.sessions import Limits, reading, session
from warehouse.storage.errors import LakeError, one_line
from warehouse.storage.lake import Lake

ROWS = 8192
"""Rows per batch, the maximum held in memory at once."""
Parameters = Sequence[Any] | Mapping[str, Any] | None


@contextmanager
def ask(
    lake: Lake, sql: str, parameters: Parameters = None, limits: Limits | None = None
) -> Iterator[arrow.RecordBatchReader]:
    """The answer to one SELECT as a stream of batches.

    QueryError, also while reading, for a forbidden or failing query or an exceeded limit.
    """
    with session(lake, limits or Limits()) as (connection, watch):
        with watch.running():
            permit(connection, sql)
            answer = connection.execute(sql, parameters).to_arrow_reader(ROWS)

        def batches() -> Iterator[arrow.RecordBatch]:
            while True:
                with watch.running():
                    batch = next(answer, None)
                if batch is None:
                    return
                yield batch

        yield arrow.RecordBatchReader.from_batches(answer.schema, batches())


def query(lake: Lake, sql: str, parameters: Parameters = None, limits: Limits | None = None) -> arrow.Table:
    """The complete answer to one SELECT. QueryError if it is forbidden or fails."""
    with ask(lake, sql, parameters, limits) as answer:
        return answer.read_all()


_NONE: Mapping[str, Any] = {}


def answers(lake: Lake, questions: Mapping[str, str], parameters: Mapping[str, Any] = _NONE) -> dict[str, arrow.Table]:
    """The results of the project's own queries by name, all on one snapshot of the lake.

    Each query gets the parameters that it names. LakeError with the name of a query that fails.
    """
    results: dict[str, arrow.Table] = {}
    with reading(lake) as connection:
        for name, sql in questions.items():
            used = {key: parameters[key] for key in re.findall(r"\$([a-z_]+)", sql) if key in parameters}
            try:
                results[name] = connection.execute(sql, used or None).to_arrow_table()
            except duckdb.Error as error:
                raise LakeError(f"{name}: the question could not be answered: {one_line(error)}") from error
    return results
