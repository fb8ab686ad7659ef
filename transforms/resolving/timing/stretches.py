"""Calendar ranges as ISO days, months and years, single or from one to another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from transforms.tables import partial_dates
from transforms.tables.schema import DatePrecision


@dataclass(frozen=True, slots=True)
class When:
    """A calendar range of ISO days, months (`2011-03`) or years.

    `end` is None for a single day, month or year, and for an open range. A day with precision `week` has a
    contradictory weekday in the text ("Friday 28 November 2024", a Thursday).
    """

    start: str
    end: str | None
    precision: DatePrecision


def day(of: date, until: date | None = None) -> When:
    return When(of.isoformat(), until.isoformat() if until and until != of else None, "day")


def week(of: date) -> When:
    monday = of - timedelta(days=of.weekday())
    return When(monday.isoformat(), (monday + timedelta(days=6)).isoformat(), "week")


def weekend(of: date) -> When:
    """The weekend of the day's week."""
    saturday = of + timedelta(days=5 - of.weekday())
    return day(saturday, saturday + timedelta(days=1))


def month(of: date, until: date | None = None) -> When:
    return When(of.isoformat()[:7], until.isoformat()[:7] if until else None, "month")


def quarter(of: date) -> When:
    first = date(of.year, 3 * ((of.month - 1) // 3) + 1, 1)
    return month(first, first + relativedelta(months=2))


def half(number: int, nth: int) -> When:
    """The first or second half of a year."""
    first = date(number, 6 * nth - 5, 1)
    return month(first, first + relativedelta(months=5))


def year(number: int, until: int | None = None) -> When:
    end = date(until, 1, 1).isoformat()[:4] if until else None
    return When(date(number, 1, 1).isoformat()[:4], end, "year")


def decade(number: int) -> When:
    return year(number // 10 * 10, number // 10 * 10 + 9)


def century(number: int) -> When:
    """The years of a century: the 19th is 1801 to 1900."""
    return year(100 * number - 99, 100 * number)


def last_day(text: str) -> date:
    """The last day of an ISO day, month or year. ValueError if it does not exist."""
    resolved = partial_dates.last_day(text)
    if resolved is None:
        raise ValueError(f"{text}: no day, month or year")
    return resolved


_LENGTHS = {
    "day": ("days", 1), "night": ("days", 1), "week": ("weeks", 1), "weekend": ("weeks", 1), "fortnight": ("weeks", 2),
    "month": ("months", 1), "quarter": ("months", 3), "year": ("years", 1), "decade": ("years", 10),
    "century": ("years", 100),
}  # fmt: skip
_SHAPES: dict[str, Callable[[date], When]] = {
    "week": week, "fortnight": week, "weekend": weekend, "month": month, "quarter": quarter,
}  # fmt: skip


def length(count: int, unit: str) -> relativedelta:
    """How far `count` units reach; of minutes and hours only the whole days."""
    if unit in ("minute", "hour"):
        return relativedelta(days=int(count / 24) if unit == "hour" else 0)
    name, size = _LENGTHS[unit]
    return relativedelta(**{name: count * size})


def after(of: date, count: int, unit: str) -> When:
    """`count` units after a day (before it if negative), as precise as the unit."""
    day_after = of + length(count, unit)
    return year(day_after.year) if unit in ("year", "decade", "century") else _SHAPES.get(unit, day)(day_after)


def around(of: date, unit: str) -> When:
    """The calendar unit that contains a day."""
    if unit == "decade":
        return decade(of.year)
    return century((of.year + 99) // 100) if unit == "century" else after(of, 0, unit)
