"""Parses dates in the forms outlets use, for pages, JSON-LD, meta elements and feeds.

A date with ambiguous day and month (11/12/2024) is not read unless its context decides. Dates labelled as changes are
not read either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

from transforms.words import alternatives, values_of

Order = Literal["day", "month"]
"""The part that comes first in a date with slashes."""

LONGEST = 200
"""Maximum characters of a date value."""
_VALUES = 20
"""Maximum values of a list that are tried."""

_MONTHS = tuple(values_of("month"))
_WEEKDAYS = tuple(day[:3] for day in values_of("weekday"))
MONTH = "|".join(f"{month}|{month[:4]}|{month[:3]}" for month in _MONTHS)
"""Pattern of an English month, full or abbreviated."""
_DAY_FIRST = re.compile(
    rf"(?<!\w)(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?({MONTH})\.?,?[\s-]+(\d{{4}})\b", re.IGNORECASE
)
_MONTH_FIRST = re.compile(rf"(?<!\w)({MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?<![\w/.])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d/])")
_DOTTED = re.compile(r"(?<![\w.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_SLASHED = re.compile(
    r"(?<![\w/-])(?:([a-z]{3})[a-z]*\.?,?\s+)?(\d{1,2})(?P<mark>[/-])(\d{1,2})(?P=mark)(\d{4})(\s+-\s+\d{1,2}:\d{2})?"
    r"(?![\d/-])",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"\d[/-]\d{1,2}[/-]\d{4}")
"""Cheap pre-check for such a date."""
_RFC_822 = re.compile(rf"(?:[a-z]{{3,9}}\.?,?\s+)?\d{{1,2}}[\s-](?:{MONTH}),?[\s-]\d{{2,4}}\s+\d{{1,2}}:\d{{2}}", re.I)
_CTIME = re.compile(r"[a-z]{3}\s+[a-z]{3}\s+\d{1,2}\s+\d{2}:\d{2}:\d{2}\s+(?:[a-z]{3,4}\s+)?\d{4}", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-?\d{2}-?\d{2}(?:[T\s]|$)|\d{4}-\d{2}-\d{2}", re.IGNORECASE)
_MIDNIGHT = re.compile(r"(?<=[T\s])24:00(?::00(?:\.0+)?)?(?=$|[zZ+-]|\s)")
_NAMED_UTC = re.compile(r"\s*(?:UTC|GMT|Z)$", re.IGNORECASE)
_CHANGE = (
    r"(?:last\s+|most\s+recently\s+)?(?:updated?|modified|changed|edited|revised|reviewed|verified)\b|as\s+of\b|"
    r"last\s+(?:update|change|modification|review)\b|copyright\b|©|datemodified"
)
CHANGED = re.compile(rf"\b(?:{_CHANGE})|©", re.IGNORECASE)
"""Labels of a change date."""
ISSUED = re.compile(rf"\b(?:{alternatives('pages issued')})\b", re.IGNORECASE)
"""Labels of a publication date."""
_LABEL = re.compile(rf"(?=\b(?:{_CHANGE})|\b(?:first\s+)?(?:published|posted|released|issued)\b)", re.IGNORECASE)


def moment(value: object, order: Order | None = None) -> datetime | date | None:
    """A moment or day from a text, Unix seconds or milliseconds, a JSON-LD value, or a list of them; else None.

    `order` is the order of day and month in dates with slashes, if known.
    """
    if isinstance(value, list):
        return next(filter(None, (moment(item, order) for item in value[:_VALUES])), None)
    if isinstance(value, dict):
        return moment(value.get("@value"), order)
    if isinstance(value, datetime | date):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if not isinstance(value, str):
        return _since_1970(value)
    return _written(" ".join(value[:LONGEST].split()), order)


def day_in(text: str, order: Order | None = None) -> date | None:
    """The first full date in a text: 30 November 2024, Nov. 30, 2024, 2024-11-30, 30.11.2024; 11/30/2024 if
    unambiguous.
    """
    for pattern, year, month, day in (
        (_DAY_FIRST, 3, 2, 1), (_MONTH_FIRST, 3, 1, 2), (_YEAR_FIRST, 1, 3, 4), (_DOTTED, 3, 2, 1)
    ):  # fmt: skip
        if match := pattern.search(text):
            return as_date(match[year], match[month], match[day])
    return _slashed(text, order)


def order_in(texts: Iterable[str]) -> Order | None:
    """The order of day and month in dates with slashes, if the unambiguous ones agree."""
    orders: set[Order] = set()
    for text in texts:
        for found in _SLASHED.finditer(text[:LONGEST]) if _NUMERIC.search(text) else ():
            readings = _readings(found)
            if len(readings) == 1:
                orders.update(readings)
    return orders.pop() if len(orders) == 1 else None


def as_date(year: str, month: str, day: str) -> date | None:
    """A date from year, month number or English name, and day; None if it does not exist."""
    starts = [name[:3] for name in _MONTHS]
    try:
        number = int(month) if month.isdigit() else starts.index(month[:3].lower()) + 1
        return date(int(year), number, int(day))
    except ValueError:
        return None


def _written(text: str, order: Order | None) -> datetime | date | None:
    for part in _LABEL.split(text) if len(text) > 10 else [text]:
        if CHANGED.match(part):
            continue
        if found := _read(part.strip(), order):
            return found
    return None


def _read(text: str, order: Order | None) -> datetime | date | None:
    if text.isdigit() and len(text) in (10, 13):
        return _since_1970(int(text))
    if _ISO.match(text):
        midnight = _MIDNIGHT.search(text)
        iso = _NAMED_UTC.sub("+00:00", _MIDNIGHT.sub("00:00", text))
        try:
            found = date.fromisoformat(iso) if len(iso) <= 10 else datetime.fromisoformat(iso)
            return found + timedelta(days=1) if midnight else found
        except (ValueError, OverflowError):
            pass
    if _RFC_822.match(text) or _CTIME.match(text):
        try:
            return parsedate_to_datetime(re.sub(r"(?<=[a-z]),(?=\s+\d{2,4}\b)", "", text, flags=re.IGNORECASE))
        except (ValueError, TypeError, IndexError, OverflowError):
            pass
    return day_in(text, order)


def _since_1970(number: float) -> datetime | None:
    """A Unix time in seconds or milliseconds, if plausible."""
    seconds = number / 1000 if number > 1e11 else number
    try:
        return datetime.fromtimestamp(seconds, UTC) if 1e8 < seconds < 1e10 else None
    except (ValueError, OverflowError):
        return None


def _slashed(text: str, order: Order | None) -> date | None:
    found = _SLASHED.search(text)
    if not found:
        return None
    readings = _readings(found)
    if len(readings) == 1:
        return next(iter(readings.values()))
    # Drupal's default format is `Mon, 12/02/2024 - 17:57`
    return readings.get(order or "month") if order or (found[1] and found[6]) else None


def _readings(found: re.Match[str]) -> dict[Order, date]:
    """Possible dates by order; a weekday before the date decides if it fits only one."""
    month, day = as_date(found[5], found[2], found[4]), as_date(found[5], found[4], found[2])
    orders: list[tuple[Order, date | None]] = [("month", month), ("day", day)]
    possible: dict[Order, date] = {order: reading for order, reading in orders if reading}
    if month and month == day:
        return {"month": month}
    weekday = (found[1] or "").lower()
    fitting = {order: reading for order, reading in possible.items() if _WEEKDAYS[reading.weekday()] == weekday}
    return fitting or possible
