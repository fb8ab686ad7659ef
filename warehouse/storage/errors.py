"""SQL literals, and database errors in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable

NOTHING_YET = "No snapshot found at timestamp"
"""In DuckLake's error for a moment before the first landing."""
_PLAIN = {
    r"catalog version is (\S+?), but the extension requires version (\S+?)\.(?:\s|$)": (
        "it is of DuckLake format {0}, and this Dateline knows {1}"
    ),
    r'DATA_PATH parameter "(.*?)" does not match existing data path in the catalog "(.*?)"': (
        "its files lie in {1}, not in {0}"
    ),
    r"file is not a database|disk image is malformed": (
        "the catalog is no SQLite database, or is damaged: `dateline restore` brings it back from a copy"
    ),
    r"creating a new DuckLake is explicitly disabled|DuckLake database in read-only mode": (
        "the catalog has no tables of a warehouse: `dateline restore` brings it back from a copy"
    ),
    rf"{NOTHING_YET} (\S+ \S+)": "nothing had landed by {0}; name a later moment",
    r"No space left on device|disk is full": "the disk is full",
    r"disk I/O error": "the disk cannot be read or written; it may be full",
    r"Permission denied|readonly database": "there is no permission to write there",
}
"""Patterns of database errors, and the sentences that replace them."""


class LakeError(Exception):
    """A lake that cannot be opened, written or queried; the message is one sentence for users."""


def one_line(error: Exception) -> str:
    """Message of a DuckDB or PostgreSQL error in one line, without the statement excerpt."""
    first = str(error).split("\n\nLINE ")[0]
    return " ".join(first.split())


def plain(error: Exception) -> str:
    """A sentence for users if the error is known, else the database's own message."""
    for words, sentence in _PLAIN.items():
        if match := re.search(words, str(error)):
            return sentence.format(*match.groups())
    return one_line(error)


def quoted(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def sql_list(values: Iterable[object]) -> str:
    """Texts or days as a list of SQL literals, for IN (...); NULL, which nothing equals, if there are none."""
    return ", ".join(quoted(str(value)) for value in values) or "NULL"
