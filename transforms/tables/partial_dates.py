"""Partial dates as stated in texts (day, month or year, `2024-12`) and their first and last days."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Literal

DAY, MONTH, YEAR = len("2024-12-05"), len("2024-12"), len("2024")
_STATED = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_PRECISION: dict[int, Literal["day", "month", "year"]] = {DAY: "day", MONTH: "month", YEAR: "year"}


def first_day(stated: str | None) -> date | None:
    """The first day of a stated date; None if missing or invalid."""
    if not _STATED.fullmatch(stated or ""):  # fromisoformat also accepts 20241205 and 2024-W49
        return None
    whole = (stated or "") + {MONTH: "-01", YEAR: "-01-01"}.get(len(stated or ""), "")
    try:
        return date.fromisoformat(whole)
    except ValueError:
        return None


def last_day(stated: str | None) -> date | None:
    """The last day of a stated date; None if missing or invalid."""
    begin = first_day(stated)
    if begin is None or stated is None or len(stated) == DAY:
        return begin
    return date(begin.year, 12, 31) if len(stated) == YEAR else begin.replace(day=monthrange(*begin.timetuple()[:2])[1])


def precision(stated: str | None) -> Literal["day", "month", "year"] | None:
    """The precision of a stated date; None if missing or invalid."""
    return None if stated is None or first_day(stated) is None else _PRECISION[len(stated)]
