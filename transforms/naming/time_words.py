"""Time words of news as patterns, each with the rule that turns it into a stretch of the calendar."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from transforms.schema import DatePrecision

MONTHS = {
    name: n
    for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
WEEKDAYS = {name: n for n, name in enumerate(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])}
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "a couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_YEAR = r"(?:1[89]|20)[0-9][0-9]"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_COUNT = r"(?P<n>\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of time: ISO day, month (`2011-03`) or year.

    end is None for a single day, month or year, and where it is open.
    """

    start: str
    end: str | None
    precision: DatePrecision


def _day(day: date) -> When:
    return When(day.isoformat(), None, "day")


def _month(day: date) -> When:
    return When(day.isoformat()[:7], None, "month")


def _year(year: int) -> When:
    return When(date(year, 1, 1).isoformat()[:4], None, "year")


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word.lower()]


def _month_number(name: str) -> int:
    if name[0].islower():
        raise ValueError("a month is written with a capital: may and march are verbs")
    return MONTHS[name[:3].lower()]


def _past(published: date, month: int, day: int) -> date:
    """The nearest such day that is not after publication; a day ahead is allowed, as outlets date by their own zone."""
    found = date(published.year, month, day)
    return found if found <= published + timedelta(days=1) else date(published.year - 1, month, day)


def _full_date(match: re.Match[str], published: date, _ahead: bool) -> When:
    month, day = _month_number(match["month"]), int(re.sub(r"\D", "", match["day"]))
    if match["year"]:
        return _day(date(int(match["year"]), month, day))
    return _day(_past(published, month, day))


def _month_of(match: re.Match[str], published: date, _ahead: bool) -> When:
    month = _month_number(match["month"])
    if match["year"]:
        return _month(date(int(match["year"]), month, 1))
    found = _past(published, month, 1)
    if match["last"] and (found.year, found.month) == (published.year, published.month):
        found = found.replace(year=found.year - 1)
    return _month(found)


def _weekday(match: re.Match[str], published: date, ahead: bool) -> When:
    wanted = WEEKDAYS[match["day"][:3].lower()]
    back = (published.weekday() - wanted) % 7
    way = (match["way"] or "").lower()
    if way in ("next", "coming", "this coming", "for", "until") or (ahead and not way):
        return _day(published + timedelta(days=7 - back))
    if way == "last" and back == 0:
        back = 7
    return _day(published - timedelta(days=back))


def _ago(match: re.Match[str], published: date, _ahead: bool) -> When:
    count, unit = _number(match["n"]), match["unit"].lower()
    then = published - relativedelta(**{f"{unit}s": count})
    if unit == "hour":
        then = published - timedelta(hours=count)
    return {"month": _month(then), "year": _year(then.year), "week": _week(then)}.get(unit, _day(then))


def _week(day: date) -> When:
    monday = day - timedelta(days=day.weekday())
    return When(monday.isoformat(), (monday + timedelta(days=6)).isoformat(), "week")


def _relative(match: re.Match[str], published: date, _ahead: bool) -> When:
    step = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(match["way"].lower(), 0)
    unit = match["unit"].lower()
    if unit == "week":
        found = _week(published + timedelta(weeks=step))
        return found if step else When(found.start, published.isoformat(), "week")
    if unit == "month":
        return _month(published + relativedelta(months=step))
    return _year(published.year + step)


def _span(match: re.Match[str], published: date, _ahead: bool) -> When:
    count, unit = _number(match["n"] or "one"), (match["unit"] or match["one"]).lower()
    begin = published - (timedelta(hours=count) if unit == "hour" else relativedelta(**{f"{unit}s": count}))
    if unit == "year":
        return When(begin.isoformat()[:4], published.isoformat()[:4], "year")
    if unit == "month":
        return When(begin.isoformat()[:7], published.isoformat()[:7], "month")
    return When(begin.isoformat(), published.isoformat(), "week" if unit == "week" else "day")


def _weekend(_: re.Match[str], published: date, _ahead: bool) -> When:
    sunday = published - timedelta(days=(published.weekday() - 6) % 7)
    saturday = sunday - timedelta(days=1) if published.weekday() != 5 else published
    return When(saturday.isoformat(), max(sunday, saturday).isoformat(), "day")


_DAYS_FROM_TODAY = {
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "overnight": 0,
    "yesterday": -1, "last night": -1, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2,
}  # fmt: skip


def _near(match: re.Match[str], published: date, _ahead: bool) -> When:
    return _day(published + timedelta(days=_DAYS_FROM_TODAY[" ".join(match.group().lower().split())]))


def _iso(match: re.Match[str], _: date, _ahead: bool) -> When:
    return _day(date(int(match["year"]), int(match["month"]), int(match["day"])))


def _year_of(match: re.Match[str], _: date, _ahead: bool) -> When:
    return _year(int(match["year"]))


def _years(match: re.Match[str], _: date, _ahead: bool) -> When:
    begin, end = match["from"], match["to"]
    return When(begin, end if len(end) == 4 else begin[:2] + end, "year")


def _decade(match: re.Match[str], _: date, _ahead: bool) -> When:
    begin = int(match["decade"])
    return When(str(begin), str(begin + 9), "year")


_BEFORE_MONTH = r"(?:in|since|early|earlier in|late|mid|from|until|during|by|of|between|and|to|this)[ -]"
_BEFORE_YEAR = r"(?:in|since|during|of|from|until|late|early|mid|before|after|by|year)[ -]"
_SEASON = r"(?:the (?:summer|spring|winter|autumn|fall|year) (?:of )?)?"
_NEAR = "|".join(sorted(_DAYS_FROM_TODAY, key=len, reverse=True))
_UNIT = r"(?P<unit>hour|day|week|month|year)"

Rule = Callable[[re.Match[str], date, bool], When]

RULES: list[tuple[re.Pattern[str], Rule]] = [
    (re.compile(rf"\b(?:{pattern})", re.IGNORECASE), rule)
    for pattern, rule in (
        (r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b", _iso),
        (rf"(?P<day>{_DAY}) (?:of )?(?P<month>{_MONTH})(?:,? (?P<year>{_YEAR})\b)?", _full_date),
        (rf"(?P<month>{_MONTH}) (?P<day>{_DAY})\b(?![,.]?\d)(?:,? (?P<year>{_YEAR})\b)?", _full_date),
        (rf"(?:{_BEFORE_MONTH})?(?P<last>last )(?P<month>{_MONTH})(?!\w)(?P<year>)", _month_of),
        (rf"{_BEFORE_MONTH}(?P<last>)(?P<month>{_MONTH})(?!\w)(?! {_DAY}\b)(?:,? (?:of )?(?P<year>{_YEAR})\b)?",
         _month_of),
        (rf"(?P<last>)(?P<month>{_MONTH}),? (?P<year>{_YEAR})\b", _month_of),
        (rf"(?:(?P<way>last|next|this coming|coming|this|past) )?(?P<day>{_WEEKDAY})", _weekday),
        (rf"(?P<way>for|until) (?P<day>{_WEEKDAY})(?= ?(?:[,.;|]|$))", _weekday),
        (_NEAR, _near),
        (rf"{_COUNT} {_UNIT}s? ago\b", _ago),
        (r"(?P<way>last|previous|this|next|coming) (?P<unit>week|month|year)\b", _relative),
        (rf"(?:past|last) (?:{_COUNT} {_UNIT}s?|(?P<one>hour|day|week|month|year))\b", _span),
        (r"(?:over|at|during|this|last|on) (?:the )?(?:past |last )?weekend\b", _weekend),
        (rf"(?:between|from) (?P<from>{_YEAR}) (?:and|to|until) (?P<to>{_YEAR})\b", _years),
        (rf"(?P<from>{_YEAR})[-–](?P<to>{_YEAR}|\d\d)\b(?!-)", _years),
        (r"(?P<decade>(?:1[89]|20)\d0)['’]?s\b", _decade),
        (rf"{_BEFORE_YEAR}{_SEASON}(?P<year>{_YEAR})\b(?![-–]|['’]?s\b)", _year_of),
    )
]  # fmt: skip
COUNTED = re.compile(
    rf"\b(?:(?:{_COUNT} )?{_UNIT}s? (?P<way>earlier|later|before|afterwards?)\b(?! \w+ing)"
    r"|(?:the )?(?P<step>previous|next|following) (?:day|night|morning|afternoon|evening)"
    r"|the (?P<day>day|night) (?P<side>before|after)\b)",
    re.IGNORECASE,
)
HINT = re.compile(
    rf"\b(?:{_YEAR}|{_MONTH}|{_WEEKDAY}|today|tonight|yesterday|tomorrow|overnight|night|morning|afternoon|evening|ago|earlier"
    rf"|week|weekend|month|year|hours?|days?|weeks|months|years)",
    re.IGNORECASE,
)


def placed(rule: Callable[..., When | None], *told: object) -> When | None:
    """What a rule makes of what it is told; None where that is no day, or none of the calendar's years 1 to 9999."""
    try:
        return rule(*told)
    except (ValueError, OverflowError):
        return None


def last_day(text: str) -> date:
    """The last day of an ISO day, month or year."""
    if len(text) == 10:
        return date.fromisoformat(text)
    year, month = int(text[:4]), int(text[5:7] or 12)
    return date(year, month, monthrange(year, month)[1])


def counted(match: re.Match[str], anchor: date) -> When | None:
    """What COUNTED found, counted from a day: "the previous day", "three days later"; None where it is too vague."""
    return placed(_counted, match, anchor)


def _counted(match: re.Match[str], anchor: date) -> When | None:
    if match["unit"] is None:
        back = (match["step"] or match["side"]).lower() in ("previous", "before")
        return _day(anchor + timedelta(days=-1 if back else 1))
    unit, back = match["unit"].lower(), match["way"].lower() in ("earlier", "before")
    if unit == "hour":
        return _day(anchor) if not back else None
    if match["n"] is None:
        return None
    step = relativedelta(**{f"{unit}s": _number(match["n"]) * (-1 if back else 1)})
    then = anchor + step
    return {"month": _month(then), "year": _year(then.year), "week": _week(then)}.get(unit, _day(then))
