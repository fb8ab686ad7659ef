"""Ranges of publication days, and the dates found in URLs."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

_Y, _M, _D = r"((?:19|20)\d\d)", r"(0[1-9]|1[0-2])", r"(0[1-9]|[12]\d|3[01])"
_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# year and month alone count only in folders and file names: "2020-10-things-to-know" is no date
_DATED = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"/{_Y}/({'|'.join(_NAMES)}|0?[1-9]|1[0-2])(?:/(0?[1-9]|[12]\d|3[01]))?(?=/|$)",
        rf"(?<!\d){_Y}[-_.]{_M}[-_.]{_D}(?!\d)",
        rf"(?<!\d){_Y}{_M}{_D}(?!\d)",
        rf"(?<!\d){_Y}[-_]?{_M}()(?=\.xml)",
    )
]
_YEAR, _MONTH, _DAY = ("yyyy", "year", "y"), ("mm", "month", "m"), ("dd", "day", "d")


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last`, inclusive. ValueError if `last` is before `first`."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last} comes before {self.first}.")

    def meet(self, other: Days) -> bool:
        """Whether the ranges overlap."""
        return self.first <= other.last and other.first <= self.last

    def have(self, *days: date | None) -> bool:
        """Whether any of the given days is in the range; None counts as no."""
        return any(day is not None and self.first <= day <= self.last for day in days)

    def later(self, days: int) -> Days:
        """The range, extended by `days` at its end."""
        return Days(self.first, self.last + timedelta(days))

    def around(self, days: int) -> Days:
        """The range, extended by `days` at both ends."""
        return Days(self.first - timedelta(days), self.last + timedelta(days))

    def months(self) -> Iterator[date]:
        """The first day of each month in the range."""
        month = self.first.replace(day=1)
        while month <= self.last:
            yield month
            month = (month + timedelta(31)).replace(day=1)


def days_in_url(url: str) -> Days | None:
    """The day or month in a URL: `/2024/12/05/`, `sitemap-2024-12.xml`, `?yyyy=2024&mm=12&dd=05`; None if there is
    none.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    query = {name.lower(): value for name, value in parse_qsl(parts.query)}
    year, month, day = (next((query[n] for n in names if n in query), None) for names in (_YEAR, _MONTH, _DAY))
    if year and month:
        return _parse_days(year, month, day)
    match = next((match for pattern in _DATED if (match := pattern.search(parts.path))), None)
    return _parse_days(match[1], match[2], match[3]) if match else None


def _parse_days(year: str, month: str, day: str | None) -> Days | None:
    try:
        number = _NAMES.index(month.lower()) + 1 if month.isalpha() else int(month)
        first = date(int(year), number, int(day or 1))
        return Days(first, first if day else first.replace(day=monthrange(first.year, first.month)[1]))
    except ValueError:
        return None
