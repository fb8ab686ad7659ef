"""Determines which nights the lake covers, from its table of runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from warehouse.storage.lake import Lake, connect

_LATEST = "SELECT max(night) FROM runs WHERE night < ?"
_COVERING = """
    SELECT run_id, first_night, night FROM runs
    WHERE ? BETWEEN first_night AND night AND started >= ? AND started <= now()
    ORDER BY ended DESC LIMIT 1
"""
_NIGHT_COLUMN = """
    SELECT 1 FROM duckdb_columns()
    WHERE database_name = 'lake' AND table_name = 'runs' AND column_name = 'night'
"""


@dataclass(frozen=True, slots=True)
class Covered:
    """A run that covers the nights from `first_night` to `night`."""

    run_id: str
    first_night: date
    night: date


def latest_night(lake: Lake, before: date) -> date | None:
    """The latest night before `before` that a run covers, or None."""
    row = _first_row(lake, _LATEST, [before])
    return row[0] if row else None


def covering(lake: Lake, night: date, since: datetime) -> Covered | None:
    """The last run that started at `since` or later and covers a night, or None."""
    row = _first_row(lake, _COVERING, [night, since])
    return Covered(*row) if row else None


def _first_row(lake: Lake, sql: str, parameters: list[date]) -> Any:
    if not lake.exists():
        return None
    with connect(lake, read_only=True) as connection:
        return connection.execute(sql, parameters).fetchone() if _has_nights(connection) else None


def _has_nights(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the table `runs` has nights; older versions did not write them."""
    return connection.execute(_NIGHT_COLUMN).fetchone() is not None
