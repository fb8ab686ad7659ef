"""The nation that a phrase names: of which state a speaker is, and whose dead a number counts."""

from __future__ import annotations

import re
from functools import cache

from transforms.seeds import listed, rows


@cache
def nation(phrase: str | None) -> str | None:
    """The code of the only country that a phrase names: "Chad's high command", "Libyan soldiers", "Tehran"."""
    found = {_nations()[match.group()] for match in _named().finditer(phrase or "")}
    return found.pop() if len(found) == 1 else None


@cache
def _nations() -> dict[str, str]:
    """Codes by name, adjective, people and capital."""
    columns = ("name", "other_names", "adjectives", "people", "capital")
    return {
        name: str(row["alpha2"])
        for row in rows("countries")
        for column in columns
        for name in listed(row[column] or "")
    }


@cache
def _named() -> re.Pattern[str]:
    longest_first = sorted(_nations(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
