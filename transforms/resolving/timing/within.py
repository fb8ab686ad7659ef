"""Rules for parts of a calendar range, and ranges named by a part: "the end of the year", "the week of Nov. 18"."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from transforms.resolving.timing import stretches
from transforms.resolving.timing.parts import (
    COUNT,
    DASH,
    DAY,
    IN_YEAR,
    MONTH,
    ORDINALS,
    WEEKDAY,
    YEAR,
    Frame,
    Match,
    NoTime,
    Rule,
    day_number,
    looks_ahead,
    month_near,
    month_number,
    months_day,
    number,
    refused,
    unit,
    weekday,
    year_by_words,
    year_of,
)
from transforms.resolving.timing.stretches import When
from transforms.words import values_of, word_list

_FROM = word_list("timing from a day")
_QUARTERS = values_of("quarter") | {"last": 4, "final": 4}


def _part(match: Match, frame: Frame) -> When:
    """The end of the year, earlier in the week: the whole unit around the last day named, or around today."""
    unit_name = unit(match["unit"])
    edge = match.groupdict().get("edge")
    if unit_name == "day" and edge:
        raise NoTime("a manner of speaking")
    stretch, today = _unit_around_last_time(unit_name, frame), frame.today.isoformat()
    if unit_name == "week" and not edge and stretch.end and stretch.start <= today <= stretch.end:
        is_late = match.group().lower().startswith("late")
        return When(today, stretch.end, "week") if is_late else When(stretch.start, today, "week")
    return stretch


def _unit_around_last_time(unit_name: str, frame: Frame) -> When:
    """The unit around the last time named, if that is in another year or unit and the clause is not future; else the
    one around today. ValueError if the last time named is less precise than the unit.
    """
    before = frame.before
    if before is None or frame.ahead:
        return stretches.around(frame.today, unit_name)
    if len(before.start) < 10 and before.start[:4] == frame.today.isoformat()[:4]:
        return stretches.around(frame.today, unit_name)
    is_long = before.precision in ("month", "year") and before.end
    if is_long or (before.precision == "year" and unit_name not in ("year", "decade", "century")):
        raise ValueError("the text names no such unit")
    return stretches.around(date.fromisoformat((before.start + "-01-01")[:10]), unit_name)


def _year_end(match: Match, frame: Frame) -> When:
    return stretches.year(int(match["year"])) if match["year"] else _part(match, frame)


def _before_last(match: Match, frame: Frame) -> When:
    """The unit before the last one: "the week before last"."""
    if (unit_name := unit(match["unit"])) == "weekend":
        saturday = frame.today - timedelta(days=(frame.today.weekday() - 6) % 7 + 1)
        return stretches.weekend(saturday - timedelta(weeks=1))
    return stretches.after(frame.today, -2, unit_name)


def _months_of(match: Match, frame: Frame) -> When:
    """Months at either end of a year: "the first nine months of 2023", "the last three months of the year"."""
    count = number(match["n"])
    if not 1 <= count <= 12:
        raise ValueError("no such part of a year")
    year = int(match["year"]) if match["year"] else int(_unit_around_last_time("year", frame).start)
    if match["of"] and match["of"].lower() != "the":
        year = year_by_words(match["of"].lower(), frame)
    is_first = match["nth"].lower() in ("first", "opening", "initial")
    first = date(year, 1 if is_first else 13 - count, 1)
    return stretches.month(first, first + relativedelta(months=count - 1))


def _nth_of(match: Match, frame: Frame) -> When:
    """A day by its number in a month or year: "the first Monday of March", "the last day of 2023"."""
    year = year_of(match, frame)
    if not match["month"]:
        first, months = date(year or frame.today.year, 1, 1), 12
    else:
        month = month_number(match["month"])
        first, months = date(year, month, 1) if year is not None else month_near(month, match, frame), 1
    days = [first + timedelta(days=n) for n in range((first + relativedelta(months=months) - first).days)]
    if match["day"].lower() != "day":
        days = [day for day in days if day.weekday() == weekday(match["day"])]
    nth = match["nth"].lower()
    return stretches.day(days[-1 if nth in ("last", "final") else ORDINALS[nth] - 1])


def _week_of(match: Match, frame: Frame) -> When:
    """The week that contains a day, "the week of Nov. 18", or that ends with it, "the week to Nov. 24"."""
    number_of, name = match["day"] or match["day_"], match["month"] or match["month_"]
    day = date.fromisoformat(months_day(match, frame, day_number(number_of), month_number(name)).start)
    if match["unit"].lower() == "weekend":
        return stretches.weekend(day)
    link = " ".join(match["link"].lower().split())
    if link in _FROM:
        return stretches.week(day)
    return stretches.day(day - timedelta(days=6), day)


def _months_to(match: Match, frame: Frame) -> When:
    """Months that end with one: "the 12 months to March 2024", "the year to March"."""
    count = number(match["n"]) if match["n"] else 12
    year, month = year_of(match, frame), month_number(match["month"])
    last = date(year, month, 1) if year is not None else month_near(month, match, frame)
    return stretches.month(last - relativedelta(months=count - 1), last)


def _from_today_or_tomorrow(match: Match, frame: Frame) -> When:
    """A day counted from today or tomorrow: "a week from today"."""
    count, unit_name = number(match["n"]), unit(match["unit"])
    start = frame.today + timedelta(days=match["day"].lower() == "tomorrow")
    return stretches.day(start + stretches.length(count, unit_name))


def _turn(match: Match, frame: Frame) -> When:
    """December and January: "the turn of the year"."""
    begins = int(match["year"]) if match["year"] else frame.today.year + bool(looks_ahead(match, frame))
    return stretches.month(date(begins - 1, 12, 1), date(begins, 1, 1))


def _new_year(_: Match, frame: Frame) -> When:
    """ "The new year": the next one, or the current one in the first half of a year."""
    return stretches.year(frame.today.year + (frame.today.month > 6))


def _winter(match: Match, _: Frame) -> When:
    """December to February: "the winter of 2015-16"."""
    first, last = int(match["year"]), match["year2"]
    if int(last[-2:]) != (first + 1) % 100:
        raise ValueError("no winter is so long")
    return stretches.month(date(first, 12, 1), date(first + 1, 2, 1))


def _fiscal(match: Match, _: Frame) -> When:
    """A fiscal year by number, only as precise as the year, since its months differ between states."""
    if match["year2"]:
        end = match["year2"]
        return stretches.year(int(match["year"]), int(match["year"][: 4 - len(end)] + end))
    return stretches.year(int(match["year"]))


def _own_year(match: Match, frame: Frame) -> When:
    """A quarter or half of a stated year: "last year's third quarter", "2023's first half"."""
    year = year_of(match, frame) or frame.today.year
    nth = _QUARTERS[match["nth"].lower()]
    if match["unit"].lower() == "half":
        return stretches.half(year, 1 if nth == 1 else 2)
    return stretches.quarter(date(year, 3 * nth - 2, 1))


def _half(match: Match, frame: Frame) -> When:
    """A half of a year: "the second half of the year", "H1 2024"."""
    year = int(match["year"]) if match["year"] else int(_unit_around_last_time("year", frame).start)
    return stretches.half(year, 1 if match["nth"].lower() in ("first", "1") else 2)


def _iso_week(match: Match, _: Frame) -> When:
    """An ISO 8601 week by its number."""
    return stretches.week(date.fromisocalendar(int(match["year"]), int(match["nth"]), 1))


_EDGE = r"(?:very )?(?P<edge>beginning|start|middle|end|close|dawn)"
_WHOLE = r"(?P<unit>day|week|month|quarter|year|decade|century)"
_NOT_THE = rf"(?! (?:of|before|after|when|that|in which)\b| (?:\d|{MONTH}))"
_YEAR_END = rf"(?P<unit>year)(?:['’]s)?(?: |-)end(?: (?P<year>{YEAR}))?"
_UNITS_END = r"(?P<unit>week|month|year|decade|century)(?:['’]?s)?(?: |-)end\b(?<!week-end)"
_UNTIL = rf"(?:[-–/](?P<year2>{YEAR}|\d\d))?"
_NTH = r"(?P<nth>first|second|third|fourth|last|final)"
_LINK = r"(?P<link>of(?: the)?|to|ending|ended|through|(?:beginning|starting)(?: on)?)"

WITHIN: list[tuple[str, str, Rule]] = [
    ("part of a stretch", rf"(?:early|earlier|late|later) in the {_WHOLE}\b{_NOT_THE}", _part),
    ("part of a stretch", rf"(?:the )?{_EDGE} of the {_WHOLE}\b{_NOT_THE}", _part),
    ("part of a stretch", rf"(?:by|at|before|until|till|since) (?:the )?{_UNITS_END}", _part),
    ("part of a stretch", rf"(?:(?:by|at|before|until|till|since) )?{_YEAR_END}\b(?<=\d)", _year_end),
    ("numbered week", rf"(?P<year>{YEAR})-?W(?P<nth>\d\d)\b", _iso_week),
    ("numbered week", rf"(?:the )?(?:calendar )?week (?P<nth>\d\d?),? (?:of |in )?(?P<year>{YEAR})\b", _iso_week),
    ("before last", r"the (?P<unit>week|weekend|month|year|decade) before last\b", _before_last),
    ("months of a year", rf"(?:the )?(?P<nth>first|last|opening|closing|final) (?P<n>{COUNT}) months of "
                         rf"(?:(?P<year>{YEAR})|(?P<of>the|this|last|next|that) year)\b", _months_of),
    ("day of a stretch", rf"(?:the )?(?P<nth>first|second|third|fourth|last|final) (?P<day>{WEEKDAY}|day) (?:of|in) "
                         rf"(?P<month>{MONTH})(?!\w){IN_YEAR}", _nth_of),
    ("day of a stretch", rf"(?:the )?(?P<nth>first|last|final) (?P<day>{WEEKDAY}|day) (?:of|in) (?P<month>)"
                         rf"(?P<year>{YEAR})\b(?P<of>)", _nth_of),
    ("week of a day", rf"(?:the )?(?P<unit>week|weekend) {_LINK} (?:{DAY}(?: ?{DASH} ?| and | to ))?"
                      rf"(?:(?P<day>{DAY}) (?P<month>{MONTH})(?!\w)"
                      rf"|(?P<month_>{MONTH}) (?P<day_>{DAY}))(?:,? (?P<year>{YEAR}))?(?P<of>)", _week_of),
    ("months up to a month", rf"(?:the |a )?(?:(?P<n>{COUNT}) months|(?P<unit>year)) (?:to|through|ended|ending)"
                             rf"(?: in)?(?: the end of)? (?P<month>{MONTH})(?!\w|\.? \d\d?\b){IN_YEAR}", _months_to),
    ("a week from a day", rf"(?P<n>{COUNT}) (?P<unit>day|week|month|year)s? from (?P<day>today|tomorrow)\b",
     _from_today_or_tomorrow),
    ("turn of the year", rf"the turn of (?:the year(?: (?P<year>{YEAR}))?)\b", _turn),
    ("turn of the year", r"the turn of (?:the|this|last) (?:century|decade|millennium)\b", refused),
    ("new year", r"(?:in|early in|until|into|by|before) the new year\b(?! (?:celebration|holiday|attack))", _new_year),
    ("season", rf"(?:the )?winter (?:of )?(?P<year>{YEAR})[-–/](?P<year2>{YEAR}|\d\d)\b", _winter),
    ("fiscal year", rf"(?:(?:fiscal|financial)(?: year)?|FY)[ -]?(?P<year>{YEAR}){_UNTIL}\b", _fiscal),
    ("fiscal year", rf"(?P<year>{YEAR}){_UNTIL} (?:fiscal|financial) year\b", _fiscal),
    ("fiscal year", r"(?:first|second|third|fourth) fiscal quarter", refused),
    ("fiscal year", r"fiscal (?:first|second|third|fourth) quarter", refused),
    ("quarter or half of a year", rf"(?:(?P<year>{YEAR})|(?P<of>last|this|next) year)['’]s {_NTH} "
                                  r"(?P<unit>quarter|half)\b", _own_year),
    ("quarter or half of a year", r"(?:the )?(?P<nth>first|second) half of the year\b(?P<year>)", _half),
    ("quarter or half of a year", rf"H(?P<nth>[12]) (?:of )?(?P<year>{YEAR})\b", _half),
]  # fmt: skip
