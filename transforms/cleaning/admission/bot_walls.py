"""Recognises bot walls in responses and names their vendor, by the marks of seeds/bot_walls.csv."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from transforms.seeds import Row, rows

REFUSALS = frozenset({202, 401, 402, 403, 405, 406, 429, 503})
"""Status codes of bot walls; 202 is used by pages with a browser challenge."""
LOOKED_AT = 64 * 1024
"""Leading bytes of a body that are searched for marks."""
LARGEST = 16 * 1024
"""Maximum bytes of a wall with status 200: longer pages may be articles that quote such marks."""


def vendor(status: int, headers: Mapping[str, str], body: bytes) -> str | None:
    """The vendor of the bot wall in a response, or None if it is none."""
    lines = [f"{name}: {value}".lower() for name, value in headers.items()]
    is_refusal = status in REFUSALS
    start = body[:LOOKED_AT].lower() if is_refusal or len(body) <= LARGEST else b""
    return next((str(row["vendor"]) for row in _marks(is_refusal) if _has(row, lines, start)), None)


def _has(row: Row, lines: list[str], start: bytes) -> bool:
    mark = row["mark"] or ""
    if row["where"] == "header":
        return any(line.startswith(mark if ":" in mark else f"{mark}:") for line in lines)
    return mark.encode() in start


@cache
def _marks(is_refusal: bool) -> list[Row]:
    return [row for row in rows("bot_walls") if is_refusal or row["when"] == "always"]
