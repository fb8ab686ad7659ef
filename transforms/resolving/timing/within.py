"""Parts of a stretch of the calendar, and stretches told by a part: "the end of the year", "the week of Nov. 18"."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from transforms.resolving.timing import stretches
from transforms.resolving.timing.parts import (
    COUNT,
    DAY,
    MONTH,
    YEAR,
    Frame,
    Match,
    NoTime,
    Rule,
    day_number,
    looks_ahead,
    month_number,
    months_day,
    number,
    unit,
    year_of,
    year_told,
)
from transforms.resolving.timing.stretches import When


def _part(match: Match, frame: Frame) -> When:
    """The end of the year, earlier in the week: the whole unit, that of the day told last or else of today."""
    of = unit(match["unit"])
    edge = match.groupdict().get("edge")
    if of == "day" and edge:
        raise NoTime("a manner of speaking")
    found, today = _told(of, frame), frame.today.isoformat()
    if of == "week" and not edge and found.end and found.start <= today <= found.end:
        is_late = match.group().lower().startswith("late")
        return When(today, found.end, "week") if is_late else When(found.start, today, "week")
    return found


def _told(of: str, frame: Frame) -> When:
    """The unit that the text speaks of: of the time it named last, where that lies in another, as long as no plan is
    told; else that of today. ValueError where the time named last is less exact than the unit.
    """
    before = frame.before
    if before is None or frame.ahead:
        return stretches.around(frame.today, of)
    if len(before.start) < 10 and before.start[:4] == frame.today.isoformat()[:4]:
        return stretches.around(frame.today, of)
    is_long = before.precision in ("month", "year") and before.end
    if is_long or (before.precision == "year" and of not in ("year", "decade", "century")):
        raise ValueError("the text names no such unit")
    return stretches.around(date.fromisoformat((before.start + "-01-01")[:10]), of)


def _before_last(match: Match, frame: Frame) -> When:
    """The week before last."""
    if (of := unit(match["unit"])) == "weekend":
        saturday = frame.today - timedelta(days=(frame.today.weekday() - 6) % 7 + 1)
        return stretches.weekend(saturday - timedelta(weeks=1))
    return stretches.after(frame.today, -2, of)


def _months_of(match: Match, frame: Frame) -> When:
    """The first nine months of 2023, the last three months of the year."""
    count = number(match["n"])
    if not 1 <= count <= 12:
        raise ValueError("no such part of a year")
    year = int(match["year"]) if match["year"] else int(_told("year", frame).start)
    if match["of"] and match["of"].lower() != "the":
        year = year_told(match["of"].lower(), frame)
    is_first = match["nth"].lower() in ("first", "opening", "initial")
    first = date(year, 1 if is_first else 13 - count, 1)
    return stretches.month(first, first + relativedelta(months=count - 1))


def _week_of(match: Match, frame: Frame) -> When:
    """The week of Nov. 18 is that which the day is in; the week to Nov. 24 ends with it."""
    number_of, name = match["day"] or match["day_"], match["month"] or match["month_"]
    day = date.fromisoformat(months_day(match, frame, day_number(number_of), month_number(name)).start)
    if match["unit"].lower() == "weekend":
        return stretches.weekend(day)
    link = " ".join(match["link"].lower().split())
    if link in ("of", "of the", "beginning", "starting", "beginning on", "starting on"):
        return stretches.week(day)
    return stretches.day(day - timedelta(days=6), day)


def _from_near(match: Match, frame: Frame) -> When:
    """A week from today, two weeks from tomorrow."""
    count, of = number(match["n"]), unit(match["unit"])
    start = frame.today + timedelta(days=match["day"].lower() == "tomorrow")
    step = {"day": {"days": count}, "week": {"weeks": count}, "month": {"months": count}, "year": {"years": count}}
    return stretches.day(start + relativedelta(**step[of]))


def _turn(match: Match, frame: Frame) -> When:
    """The turn of the year: the December and January that meet there."""
    if match["year"]:
        first = date(int(match["year"]) - 1, 12, 1)
    elif looks_ahead(match, frame):
        first = date(frame.today.year, 12, 1)
    else:
        first = date(frame.today.year - 1, 12, 1)
    return stretches.month(first, first + relativedelta(months=1))


def _new_year(_: Match, frame: Frame) -> When:
    """The new year: that which begins next, or in its first months the one that has begun."""
    return stretches.year(frame.today.year + (frame.today.month > 6))


def _winter(match: Match, _: Frame) -> When:
    """The winter of 2015-16: from December to February."""
    first, last = int(match["year"]), match["year2"]
    if int(last[-2:]) != (first + 1) % 100:
        raise ValueError("no winter is so long")
    return stretches.month(date(first, 12, 1), date(first + 1, 2, 1))


def _fiscal(match: Match, _: Frame) -> When:
    """A fiscal year by its number: no more exact than the year, whose months differ from state to state."""
    if match["year2"]:
        end = match["year2"]
        return stretches.year(int(match["year"]), int(match["year"][: 4 - len(end)] + end))
    return stretches.year(int(match["year"]))


def _own_year(match: Match, frame: Frame) -> When:
    """Last year's third quarter, 2023's first half."""
    year = year_of(match, frame) or frame.today.year
    nth = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}[match["nth"].lower()]
    if match["unit"].lower() == "half":
        first = date(year, 1 if nth == 1 else 7, 1)
        return stretches.month(first, first + relativedelta(months=5))
    return stretches.quarter(date(year, 3 * nth - 2, 1))


def _half(match: Match, frame: Frame) -> When:
    """The second half of the year, H1 2024."""
    year = int(match["year"]) if match["year"] else int(_told("year", frame).start)
    first = date(year, 1 if match["nth"].lower() in ("first", "1") else 7, 1)
    return stretches.month(first, first + relativedelta(months=5))


def _refused(_match: Match, _: Frame) -> When:
    raise ValueError("no stretch of the calendar")


_EDGE = r"(?:very )?(?P<edge>beginning|start|middle|end|close|dawn)"
_WHOLE = r"(?P<unit>day|week|month|quarter|year|decade|century)"
_NOT_THE = rf"(?! (?:of|before|after|when|that|in which)\b| (?:\d|{MONTH}))"
_UNITS_END = r"(?P<unit>week|month|year|decade|century)(?:['’]?s)?(?: |-)end\b(?<!week-end)"
_UNTIL = rf"(?:[-–/](?P<year2>{YEAR}|\d\d))?"
_NTH = r"(?P<nth>first|second|third|fourth|last|final)"
_LINK = r"(?P<link>of(?: the)?|to|ending|ended|through|(?:beginning|starting)(?: on)?)"

WITHIN: list[tuple[str, str, Rule]] = [
    ("part of a stretch", rf"(?:early|earlier|late|later) in the {_WHOLE}\b{_NOT_THE}", _part),
    ("part of a stretch", rf"(?:the )?{_EDGE} of the {_WHOLE}\b{_NOT_THE}", _part),
    ("part of a stretch", rf"(?:by|at|before|until|till|since) (?:the )?{_UNITS_END}", _part),
    ("before last", r"the (?P<unit>week|weekend|month|year|decade) before last\b", _before_last),
    ("months of a year", rf"(?:the )?(?P<nth>first|last|opening|closing|final) (?P<n>{COUNT}) months of "
                         rf"(?:(?P<year>{YEAR})|(?P<of>the|this|last|next|that) year)\b", _months_of),
    ("week of a day", rf"(?:the )?(?P<unit>week|weekend) {_LINK} (?:(?P<day>{DAY}) (?P<month>{MONTH})(?!\w)"
                      rf"|(?P<month_>{MONTH}) (?P<day_>{DAY}))(?:,? (?P<year>{YEAR}))?(?P<of>)", _week_of),
    ("a week from a day", rf"(?P<n>{COUNT}) (?P<unit>day|week|month|year)s? from (?P<day>today|tomorrow)\b",
     _from_near),
    ("turn of the year", rf"the turn of (?:the year(?: (?P<year>{YEAR}))?)\b", _turn),
    ("turn of the year", r"the turn of (?:the|this|last) (?:century|decade|millennium)\b", _refused),
    ("new year", r"(?:in|early in|until|into|by|before) the new year\b(?! (?:celebration|holiday|attack))", _new_year),
    ("season", rf"(?:the )?winter (?:of )?(?P<year>{YEAR})[-–/](?P<year2>{YEAR}|\d\d)\b", _winter),
    ("fiscal year", rf"(?:(?:fiscal|financial)(?: year)?|FY)[ -]?(?P<year>{YEAR}){_UNTIL}\b", _fiscal),
    ("fiscal year", rf"(?P<year>{YEAR}){_UNTIL} (?:fiscal|financial) year\b", _fiscal),
    ("fiscal year", r"(?:first|second|third|fourth) fiscal quarter", _refused),
    ("fiscal year", r"fiscal (?:first|second|third|fourth) quarter", _refused),
    ("quarter or half of a year", rf"(?:(?P<year>{YEAR})|(?P<of>last|this|next) year)['’]s {_NTH} "
                                  r"(?P<unit>quarter|half)\b", _own_year),
    ("quarter or half of a year", r"(?:the )?(?P<nth>first|second) half of the year\b(?P<year>)", _half),
    ("quarter or half of a year", rf"H(?P<nth>[12]) (?:of )?(?P<year>{YEAR})\b", _half),
]  # fmt: skip
