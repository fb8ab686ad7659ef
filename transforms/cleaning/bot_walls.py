"""Answers that shut a robot out: which vendor's wall it is, by the marks of seeds/bot_walls.csv."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from transforms.seeds import Row, rows

REFUSALS = frozenset({202, 401, 402, 403, 405, 406, 429, 503})
"""Statuses with which walls answer; 202 is that of a page that lets a browser prove itself."""
LOOKED_AT = 64 * 1024
"""Bytes of a body in which marks are looked for, the first ones."""
LARGEST = 16 * 1024
"""Bytes of the largest wall that answers as pages do: an article may tell of walls and quote their marks."""


def vendor(status: int, headers: Mapping[str, str], body: bytes) -> str | None:
    """Whose bot wall an answer is; None where it is none that is known."""
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
