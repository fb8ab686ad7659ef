"""Times as lines of a table."""

from __future__ import annotations

from datetime import date

from transforms.resolving.dates import when

FRIDAY = date(2024, 12, 6)


def as_line(text: str) -> str:
    """A text and the time that it names, told on that Friday: `text|start|end|precision`, empty if it names none."""
    found = when(text, FRIDAY)
    cells = (found.start, found.end, found.precision) if found else (None, None, None)
    return "|".join((text, *(cell or "" for cell in cells)))
