"""What is said to a lake and by it: literals of SQL, and errors in words for people."""

from __future__ import annotations


class LakeError(Exception):
    """A lake that cannot be opened, written or asked; the message is one sentence for people."""


def said(error: Exception) -> str:
    """What an error of DuckDB or PostgreSQL says, in one line: without the excerpt of the statement."""
    first = str(error).split("\n\nLINE ")[0]
    return " ".join(first.split())


def quoted(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"
