"""Dates as texts state them, to the day, month or year (`2024-12`), and the days that they stand for."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Literal

DAY, MONTH, YEAR = len("2024-12-05"), len("2024-12"), len("2024")
_PRECISION: dict[int, Literal["day", "month", "year"]] = {DAY: "day", MONTH: "month", YEAR: "year"}


def first_day(stated: str | None) -> date | None:
    """The first day of a stated date; None where there is none, or no calendar has it."""
    whole = (stated or "") + {MONTH: "-01", YEAR: "-01-01"}.get(len(stated or ""), "")
    try:
        return date.fromisoformat(whole)
    except ValueError:
        return None


def last_day(stated: str | None) -> date | None:
    """The last day of a stated date; None where there is none, or no calendar has it."""
    begin = first_day(stated)
    if begin is None or stated is None or len(stated) == DAY:
        return begin
    return date(begin.year, 12, 31) if len(stated) == YEAR else begin.replace(day=monthrange(*begin.timetuple()[:2])[1])


def precision(stated: str | None) -> Literal["day", "month", "year"] | None:
    """How exact a stated date is; None where there is none, or no calendar has it."""
    return None if stated is None or first_day(stated) is None else _PRECISION[len(stated)]
