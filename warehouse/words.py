"""What is said to a lake and by it: literals of SQL, and errors in words for people."""

from __future__ import annotations

import re

_PLAIN = {
    r"catalog version is (\S+?), but the extension requires version (\S+?)\.": (
        "it is of DuckLake format {0}, and this Dateline knows {1}"
    ),
    r'DATA_PATH parameter "(.*?)" does not match existing data path in the catalog "(.*?)"': (
        "its files lie in {1}, not in {0}"
    ),
    r"file is not a database|disk image is malformed": (
        "the catalogue is no SQLite database, or is damaged: `dateline restore` brings it back from a copy"
    ),
    r"creating a new DuckLake is explicitly disabled|DuckLake database in read-only mode": (
        "the catalogue has no tables of a warehouse: `dateline restore` brings it back from a copy"
    ),
    r"No snapshot found at timestamp (\S+ \S+)": "nothing had landed by {0}; name a later moment",
    r"No space left on device|disk is full": "the disk is full",
    r"Permission denied|readonly database": "there is no permission to write there",
}
"""What an error of DuckDB matches, and the same in words for people."""


class LakeError(Exception):
    """A lake that cannot be opened, written or asked; the message is one sentence for people."""


def said(error: Exception) -> str:
    """What an error of DuckDB or PostgreSQL says, in one line: without the excerpt of the statement."""
    first = str(error).split("\n\nLINE ")[0]
    return " ".join(first.split())


def plain(error: Exception) -> str:
    """What went wrong with a lake: in words for people where it is a thing of theirs, else as DuckDB says it."""
    for words, sentence in _PLAIN.items():
        if found := re.search(words, str(error)):
            return sentence.format(*found.groups())
    return said(error)


def quoted(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"
