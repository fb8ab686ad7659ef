"""The Python interface: `dateline.connect()` returns a DuckDB connection that reads the warehouse (docs/using.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from os import PathLike
from pathlib import Path

from flows.moment import moment
from flows.settings import settings
from warehouse import Connection, door

__all__ = ["connect"]


def connect(home: str | PathLike[str] | None = None, *, as_of: date | datetime | None = None) -> Connection:
    """A DuckDB connection with the tables, views and macros of the warehouse in use, read-only; close it when done.

    home: the home folder, as in DATELINE_HOME, by default the home of the command; its `.env` and the environment
    locate catalog and files. as_of: read the warehouse as it was at that moment (a day means its end; a time without
    a zone is UTC). Times are UTC. LakeError, one sentence, if there is no warehouse; ValueError if a setting is
    invalid.
    """
    lake = settings(None if home is None else Path(home)).lake
    return door(replace(lake, as_of=None if as_of is None else moment(as_of)))
