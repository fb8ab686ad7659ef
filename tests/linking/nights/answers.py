"""Loads what the articles of a part tell: happenings, holders of places, and the dead of each day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

PARTS = Path(__file__).parent
OPEN = ""
"""The value of a slot that is empty."""
Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """An act that the articles tell; of each slot the bearable values, the best one first."""

    name: str
    plover: Values
    is_main: bool = False
    day: Values = (OPEN,)
    place: Values = (OPEN,)
    country: Values = (OPEN,)
    deaths: Values = (OPEN,)
    source: Values = (OPEN,)
    target: Values = (OPEN,)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a place on a day, with the bearable names of the holder and statuses."""

    day: date
    place: str
    holder: Values
    status: Values


@dataclass(frozen=True, slots=True)
class Dead:
    """How many were killed in a place on a day."""

    day: date
    place: str
    deaths: Values


@dataclass(frozen=True, slots=True)
class Answers:
    """What the articles of a part tell; who holds what is asked on `days`.

    Of a part that is only scored nobody who mends rules looks at articles or mistakes.
    """

    happenings: Sequence[Happening]
    days: Sequence[date]
    holders: Sequence[Holder] = field(default=())
    dead: Sequence[Dead] = field(default=())
    is_only_scored: bool = False


def parts() -> list[str]:
    """The names of the parts, which are folders of nights and answers."""
    return sorted(path.parent.name for path in PARTS.glob("*/answers.toml"))


def nights(part: str) -> list[Path]:
    """The articles of each night, as files that `dateline run` reads."""
    return sorted((PARTS / part).glob("night*.jsonl"))


def answers(part: str) -> Answers:
    """The answers of a part."""
    told = tomllib.loads((PARTS / part / "answers.toml").read_text(encoding="utf-8"))
    territory = told["territory"]
    return Answers(
        [_happening(row) for row in told.get("happening", ())],
        [date.fromisoformat(day) for day in territory["days"]],
        [holder for row in territory.get("holder", ()) for holder in _holders(row)],
        [Dead(date.fromisoformat(row["day"]), row["place"], tuple(row["deaths"])) for row in told.get("dead", ())],
        told.get("only_scored", False),
    )


def days_of(span: str) -> tuple[date, date]:
    """First and last day of "2025-03-09" or "2025-03-09/2025-03-12"."""
    first, _, last = span.partition("/")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def _happening(row: Mapping[str, Any]) -> Happening:
    slots = {slot: tuple(values) for slot, values in row.items() if slot not in ("name", "main", "country")}
    country = (row["country"], OPEN) if "country" in row else (OPEN,)
    return Happening(row["name"], is_main=row.get("main", False), country=country, **slots)


def _holders(row: Mapping[str, Any]) -> list[Holder]:
    first, last = days_of(row["day"])
    names = [row["holder"]] if isinstance(row["holder"], str) else row["holder"]
    return [
        Holder(first + timedelta(number), row["place"], tuple(names), tuple(row["status"]))
        for number in range((last - first).days + 1)
    ]
