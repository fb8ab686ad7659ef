"""A moment as of which the lake answers, from what a person wrote: a day means its end."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time


def moment(value: str | date | datetime) -> datetime:
    """A day is its last moment in UTC; a time without a zone is UTC. ValueError, one sentence, for any other text."""
    if isinstance(value, str):
        value = _parse(value)
    exact = value if isinstance(value, datetime) else datetime.combine(value, time.max)
    return exact if exact.tzinfo else exact.replace(tzinfo=UTC)


def _parse(text: str) -> date | datetime:
    with suppress(ValueError):
        return date.fromisoformat(text)
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text}: not a moment such as 2024-12-05 or 2024-12-05T02:30.") from error
