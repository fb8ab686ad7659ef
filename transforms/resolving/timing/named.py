"""Rules for expressions that name a calendar range: days, months, years, seasons, holidays."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

from transforms.resolving.timing import stretches
from transforms.resolving.timing.parts import (
    AFTER_DAYS,
    ANY_WEEKDAY,
    DASH,
    DAY,
    IN_YEAR,
    MONTH,
    OF_YEAR,
    ORDINAL,
    SHORT,
    SPELLED,
    YEAR,
    Frame,
    Match,
    NoTime,
    Rule,
    alone,
    day_number,
    ended,
    leading,
    looks_ahead,
    month_near,
    month_number,
    months_day,
    short_year,
    weekday,
    word_before,
    year_by_words,
    year_of,
)
from transforms.resolving.timing.stretches import When
from transforms.seeds import Row, listed, rows
from transforms.words import alternatives, values_of, word_list

_QUARTERS = values_of("quarter")
_SEASONS = values_of("season")
_SEASON_WAY = alternatives("timing which season")
_NINETIES = values_of("decade")
_CENTURIES = values_of("century")


def _iso(match: Match, _: Frame) -> When:
    return stretches.day(date(int(match["year"]), int(match["month"]), int(match["day"])))


def _numeric(match: Match, frame: Frame) -> When:
    """27/11/2024 and 11/27/2024; an ambiguous order ("03/04/2024") is refused."""
    first, second, year = int(match["one"]), int(match["other"]), int(match["year"])
    if year < 100:
        year += 2000 if year <= frame.today.year % 100 + 1 else 1900
    if first <= 12 and second <= 12 and first != second:
        raise ValueError("day and month could change places")
    return stretches.day(date(year, *((second, first) if first > 12 else (first, second))))


def _full(match: Match, frame: Frame) -> When:
    groups = match.groupdict()
    month, day = month_number(match["month"]), day_number(match["day"])
    if groups.get("way"):
        if _counts(match):
            raise NoTime("last November 12 people died")
        frame = replace(frame, ahead=False)
    if word_before(match) == "in" and year_of(match, frame) is None and not groups.get("wd") and _counts(match):
        return stretches.month(month_near(month, match, frame))
    wd = next((groups[key] for key in ("wd", "wd2", "wd3", "wd4") if groups.get(key)), None)
    return months_day(match, frame, day, month, wd)


def _counts(match: Match) -> bool:
    """Whether a number counts what follows: "in November 12 people died"."""
    return bool(re.match(r" (?:people|men|women|children|[a-z]+s)\b", match.string[match.end() :]))


def _days(match: Match, frame: Frame) -> When:
    """From one day to another; year and month may be given once for both."""
    first, last = match["month"] or match["month2"], match["month2"] or match["month"]
    ends = [(month_number(first), day_number(match["day"])), (month_number(last), day_number(match["day2"]))]
    are_coordinated = re.search(r"\b(?:and|or)\b", match["link"] or "") and not match["from"]
    between = len(re.findall(r"\d+", match["link"] or ""))
    number = int(match["year2"]) if match["year2"] else None
    if number is not None:
        start = date(int(match["year"] or number), *ends[0])
        end = date(number, *ends[1])
        if end < start and not match["year"]:
            start = start.replace(year=number - 1)
    else:
        start = date.fromisoformat(months_day(match, frame, ends[0][1], ends[0][0]).start)
        end = date(start.year + (ends[1] < ends[0]), *ends[1])
    if are_coordinated and ("or" in match["link"] or (end - start).days != 1 + between):
        raise ValueError("the days are not consecutive")
    return ended(stretches.day(start), stretches.day(end))


def _day_of_month(match: Match, frame: Frame) -> When:
    """A day of a month by its number, "the 29th": of the stated month, else the nearest in the clause's direction; a
    stated weekday must match.
    """
    day, today = day_number(match["day"]), frame.today
    day_of_week = weekday(match["wd"]) if match["wd"] else None
    if match["month_of"]:
        step = {"last": -1, "next": 1}.get(match["month_of"].split()[0].lower(), 0)
        return stretches.day((today.replace(day=1) + relativedelta(months=step)).replace(day=day))
    ahead = looks_ahead(match, frame)
    days = []
    for step in (0, 1, 2) if ahead else (0, -1, -2):
        try:
            days.append((today.replace(day=1) + relativedelta(months=step)).replace(day=day))
        except ValueError:
            continue
    side = [d for d in days if (d >= today if ahead else d <= today)]
    return stretches.day(next(d for d in side[: None if match["wd"] else 1] if day_of_week in (None, d.weekday())))


def _month_by_way(month: int, way: str, today: date) -> date:
    """The first day of "last November", "this coming May" and the like; today is the first of a month."""
    first_day = today.replace(month=month)
    if way in ("next", "coming", "this coming"):
        return first_day + relativedelta(years=first_day < today or (way == "next" and first_day == today))
    if way == "this":
        return first_day
    return first_day - relativedelta(years=first_day > today or (way == "last" and first_day == today))


def _month_from(frame: Frame, month: int, way: str) -> date:
    """The first day of such a month before or after the last time named in the text, else today."""
    anchor = date.fromisoformat((frame.before.start + "-01-01")[:10]) if frame.before else frame.today
    first_day = anchor.replace(month=month, day=1)
    if way == "the previous":
        return first_day - relativedelta(years=first_day >= anchor.replace(day=1))
    return first_day + relativedelta(years=first_day <= anchor.replace(day=1))


def _month(match: Match, frame: Frame) -> When:
    month, way = month_number(match["month"]), (match["way"] or "").lower()
    if way in ("that", "the same"):
        return stretches.month(date(year_by_words(way, frame), month, 1))
    if way in ("the next", "the following", "the previous"):
        return stretches.month(_month_from(frame, month, way))
    if (number := year_of(match, frame)) is not None:
        return stretches.month(date(number, month, 1))
    if not way and not alone(match) and not _is_month(match):
        raise NoTime(match["month"])
    if match["month"].lower() == "may" and frame.may_is_a_name and not way:
        raise NoTime("a person")
    if way:
        return stretches.month(_month_by_way(month, way, frame.today.replace(day=1)))
    return stretches.month(month_near(month, match, frame))


_BEFORE_MONTH = word_list("timing before a month")
_AMBIGUOUS = word_list("timing ambiguous")


def _is_month(match: Match) -> bool:
    """Whether the word is a month: after a preposition, or unambiguous, as in "the November attack"."""
    if match["month"][0].islower():
        return False
    name = match["month"].lower()
    if word_before(match) in _BEFORE_MONTH or leading(match) or match["part"]:
        return True
    return len(name.rstrip(".")) > 4 and name not in _AMBIGUOUS


def _months(match: Match, frame: Frame) -> When:
    """From one month to another; the year may be given once for both."""
    first, last = month_number(match["month"]), month_number(match["month2"])
    if (number := year_of(match, frame, "year2")) is not None:
        end = date(number, last, 1)
        start = date(int(match["year"] or end.year - (first > last)), first, 1)
    else:
        end = month_near(last, match, frame)
        start = date(end.year - (first > last), first, 1)
    return ended(stretches.month(start), stretches.month(end))


def _two_months(match: Match, frame: Frame) -> When:
    """Two consecutive months as one range: "in January and February"."""
    if (month_number(match["month2"]) - month_number(match["month"])) % 12 != 1:
        raise NoTime("two months apart")
    return _months(match, frame)


def _year(match: Match, _: Frame) -> When:
    number = int(match["year"])
    if number % 100 == 0 and _counts(match):
        raise NoTime("a count")
    return stretches.year(number)


def _year_alone(match: Match, frame: Frame) -> When:
    if not alone(match):
        raise NoTime("a number")
    return _year(match, frame)


def _years(match: Match, _: Frame) -> When:
    begin, end = match["year"], match["year2"]
    return ended(stretches.year(int(begin)), stretches.year(int(end if len(end) == 4 else begin[: 4 - len(end)] + end)))


def _two_years(match: Match, frame: Frame) -> When:
    """Two consecutive years as one range: "in 1994 and 1995"."""
    if int(match["year2"]) - int(match["year"]) != 1:
        raise NoTime("two years apart")
    return _years(match, frame)


def _month_by_number(match: Match, _: Frame) -> When:
    return stretches.month(date(int(match["year"]), int(match["month"]), 1))


def _short_year(match: Match, frame: Frame) -> When:
    return stretches.year(short_year(match["short"], frame))


def _decade(match: Match, _: Frame) -> When:
    if match["word"]:
        return stretches.decade(_NINETIES[match["word"].lower()])
    return stretches.decade(int(match["decade"]) if len(match["decade"]) == 4 else 1900 + int(match["decade"]))


def _century(match: Match, _: Frame) -> When:
    return stretches.century(_CENTURIES[match["word"].lower()] if match["word"] else int(match["n"]))


def _quarter(match: Match, frame: Frame) -> When:
    """A quarter of the year given, else the last begun (or the next to begin, if the clause is about the future)."""
    nth = _QUARTERS.get(match["nth"].lower(), 4) if match["nth"] else int(match["n"])
    number = year_of(match, frame)
    first_day = date(number if number is not None else frame.today.year, 3 * nth - 2, 1)
    if number is None and looks_ahead(match, frame):
        first_day += relativedelta(years=stretches.last_day(stretches.quarter(first_day).end or "") < frame.today)
    elif number is None:
        first_day -= relativedelta(years=first_day > frame.today)
    return stretches.quarter(first_day)


def _half(match: Match, frame: Frame) -> When:
    number = year_of(match, frame)
    if number is None:
        raise ValueError("the text names no year")
    return stretches.half(number, 1 if match["nth"].lower() == "first" else 2)


def _season(match: Match, frame: Frame) -> When:
    """A season by the months of the northern hemisphere; a winter with one year is ambiguous and stays a year."""
    way, first = (match["way"] or "").lower(), _SEASONS[match["season"].lower()]
    number = year_of(match, frame)
    if way in ("following", "previous"):
        return _season_from(frame, first, way)
    if number is not None and first == 12:
        return stretches.year(number)
    if number is None and not way:
        way = _season_way(match, frame)
    today = frame.today if number is None else date(number, 1, 1)
    start = date(number if number is not None else today.year, first, 1)
    if way in ("last", "this past", "past"):
        over = [start - relativedelta(years=n) for n in range(3)]
        start = next(s for s in over if s + relativedelta(months=3) <= today)
    elif way in ("next", "this coming", "coming"):
        start += relativedelta(years=start <= today)
    return stretches.month(start, start + relativedelta(months=2))


def _season_from(frame: Frame, first: int, way: str) -> When:
    """The season after or before the last time named in the text: "the following summer". ValueError if none is."""
    if frame.before is None:
        raise ValueError("the text names no time to count from")
    anchor = date.fromisoformat((frame.before.start + "-01-01")[:10])
    start = anchor.replace(month=first, day=1)
    if way == "following":
        start += relativedelta(years=start <= anchor)
    else:
        start -= relativedelta(years=start + relativedelta(months=3) > anchor)
    return stretches.month(start, start + relativedelta(months=2))


def _season_way(match: Match, frame: Frame) -> str:
    """Direction of "in the summer", by its clause; NoTime if unknown."""
    ahead = looks_ahead(match, frame)
    if (
        ahead is None
        or not re.search(_IN_SEASON, match.string[: match.start()])
        or _IS_FALL.match(match.string, match.end())
    ):
        raise NoTime("a season of no year")
    return "next" if ahead else "last"


_IN_SEASON = re.compile(rf"\b(?:{alternatives('timing before a season')})(?: (?:early|mid|late))?[ -]$")
_IS_FALL = re.compile(r" of\b|\w| [a-z]+s\b")


@cache
def _holidays() -> dict[str, Row]:
    return {name: row for row in rows("days") for name in listed(row["names"])}


def _holiday(match: Match, frame: Frame) -> When:
    row = _holidays()[" ".join(match["name"].lower().split())]
    if row["rule"]:
        return _movable(row["rule"], match, frame)
    month, day = int(row["month"] or 0), int(row["day"] or 0)
    if row["year"] is None:
        return months_day(match, frame, day, month)
    if (holiday := date(int(row["year"]), month, day)) > frame.reference_day != date.min:
        raise NoTime("before it happened")
    return stretches.day(holiday)


def _movable(rule: str, match: Match, frame: Frame) -> When:
    """A movable holiday: of the year given, else the nearest in the clause's direction."""
    number = year_of(match, frame)
    begin = date(number if number is not None else max(frame.today.year - 2, 1), 1, 1)
    days = [day.date() for day in rrulestr(f"{rule};COUNT=5", dtstart=datetime.combine(begin, time.min))]
    if number is not None:
        return stretches.day(days[0])
    if looks_ahead(match, frame):
        return stretches.day(next(day for day in days if day >= frame.today))
    return stretches.day([day for day in days if day <= frame.today][-1])


def _names() -> str:
    return "|".join(re.escape(name) for name in sorted(_holidays(), key=len, reverse=True))


_WD = rf"(?:(?P<wd>{ANY_WEEKDAY})(?:,? the |, ?| \(| )(?:the )?)?"
_WD_AFTER = rf"(?:, a (?P<wd2>{ANY_WEEKDAY})\b| ?\((?P<wd3>{ANY_WEEKDAY})\)|, (?P<wd4>{ANY_WEEKDAY})(?=[,.;)]|$))?"
_WD2 = rf"(?:{ANY_WEEKDAY},? )?"
_LINK = rf"(?P<link>(?: ?{DASH} ?|/| to | through | until | till | and ))"
_FROM = r"(?P<from>(?:from|between) )?"
_ENDS = rf"(?=[,.;:)|]|$| (?:{AFTER_DAYS})\b)"
_PART = r"(?:(?P<part>early|late|mid|middle of|start of|end of|beginning of)[ -])?"
_NO_YEAR = r"(?P<year>)(?P<of>)"
_BEFORE_SHORT_YEAR = alternatives("timing before a short year")
BEFORE_YEAR = word_list("timing before a year")
_BEFORE_YEAR = rf"(?:{alternatives('timing before a year')})[ -]"

_WHICH_MONTH = alternatives("timing which month")

MONTHLY: list[tuple[str, str, Rule]] = [
    ("full date", rf"{_WD}(?P<day>{DAY})(?: day)?(?: of |[-/]| )(?P<month>{MONTH})(?!\w)"
                  rf"{IN_YEAR}{_WD_AFTER}", _full),
    ("full date", rf"{_WD}(?P<month>{MONTH}) ?(?:the )?(?P<day>{DAY})(?![,.]?\d|[:/]\d| ?%|"
                  rf" percent){IN_YEAR}{_WD_AFTER}", _full),
    ("full date", rf"(?P<way>last|this past) (?P<month>{MONTH}) ?(?P<day>{DAY})(?![,.]?\d|[:/]\d| ?%|"
                  rf" percent){IN_YEAR}", _full),
    ("full date", rf"the (?P<day>{SPELLED}) (?:day )?of (?P<month>{MONTH})(?!\w){IN_YEAR}", _full),
    ("full date", rf"(?P<month>{MONTH}) (?:the )?(?P<day>(?!first|second){SPELLED})(?![\w-]){IN_YEAR}", _full),
    ("days", rf"{_FROM}{_WD2}(?P<day>{DAY})(?: (?P<month>{MONTH}))?(?:,? (?P<year>{YEAR}))?(?P<of>){_LINK}"
             rf"{_WD2}(?P<day2>{DAY}) (?P<month2>{MONTH})(?!\w)(?:,? (?P<year2>{YEAR})\b)?", _days),
    ("days", rf"{_FROM}{_WD2}(?P<month>{MONTH}) ?(?P<day>{DAY})(?:, (?P<year>{YEAR}))?(?P<of>)"
             rf"(?P<link>(?:{DASH}|/| {DASH} (?={DAY}(?:,? {YEAR}|{_ENDS}))| to | through | until | till ))"
             rf"(?P<day2>{DAY})(?![,.]?\d)(?P<month2>)(?:,? (?P<year2>{YEAR})\b)?", _days),
    ("days", rf"{_FROM}{_WD2}(?P<month>{MONTH}) ?(?P<day>{DAY})(?P<year>)(?P<of>)"
             rf"(?P<link>(?:, {DAY})*,? and | or )(?P<day2>{DAY})(?P<month2>)"
             rf"(?:(?:, | )(?P<year2>{YEAR})\b|{_ENDS})", _days),
    ("days", rf"{_FROM}{_WD2}(?P<month>{MONTH}) ?(?P<day>{DAY})(?:, (?P<year>{YEAR}))?(?P<of>){_LINK}"
             rf"{_WD2}(?P<month2>{MONTH}) ?(?P<day2>{DAY})(?![,.]?\d)(?:,? (?P<year2>{YEAR})\b)?", _days),
    ("months", rf"(?:from |between )?{_PART}(?P<month>{MONTH})(?:,? (?P<year>{YEAR}))?"
               rf"(?: ?{DASH} ?| to | through | until )(?:early |late |mid-)?(?P<month2>{MONTH})(?!\w)(?! \d\d?\b)"
               rf"{OF_YEAR}", _months),
    ("months", rf"between {_PART}(?P<month>{MONTH})(?: (?P<year>{YEAR}))? and (?P<month2>{MONTH})(?!\w)(?! \d\d?\b)"
               rf"{OF_YEAR}", _months),
    ("months", rf"(?:in|during|of) (?P<part>)(?P<month>{MONTH})(?P<year>) and (?P<month2>{MONTH})(?!\w|\.? \d\d?\b)"
               rf"{OF_YEAR}", _two_months),
    ("month", rf"{_PART}(?:(?P<way>{_WHICH_MONTH}) )?(?P<month>{MONTH})"
              rf"(?!\w){IN_YEAR}",
     _month),
    ("month", rf"(?P<part>){_NO_YEAR}(?P<way>last|next|this past) (?P<month>{SHORT}\.)", _month),
]  # fmt: skip

DATED: list[tuple[str, str, Rule]] = [
    ("ISO date", r"(?<!\d)(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)", _iso),
    ("ISO date", r"(?<![\d,.-])(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])"
                 r"(?![\d,.-]?\d)", _iso),
    ("ISO date", r"(?<![\d/])(?P<year>(?:19|20)\d\d)/(?P<month>\d\d)/(?P<day>\d\d)(?![\d/])", _iso),
    ("numeric date, order unsettled",
     r"(?<![\d/.-])(?P<one>\d{1,2})(?P<sep>[/.-])(?P<other>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d)(?![\d/-]|"
     r"\.\d)", _numeric),
    ("numeric date, order unsettled",
     r"(?<![\d/.-])(?P<one>\d\d?)(?P<sep>[/-])(?P<other>\d\d?)(?P=sep)(?P<year>\d\d)(?![\d/-]|\.\d)", _numeric),
    ("day of the month", rf"(?:(?P<wd>{ANY_WEEKDAY}),?|on|by|until|since|from"
     rf"|(?:night|morning|afternoon|evening|dawn) of) the (?P<day>{ORDINAL})"
     rf"(?: (?:day )?of (?P<month_of>(?:this|last|next|the) month)\b|(?! (?:day )?of {MONTH}){_ENDS})", _day_of_month),
    ("years", rf"(?:between|from|years) (?P<year>{YEAR}) (?:and|to|until|through) (?P<year2>{YEAR})\b", _years),
    ("years", rf"(?:late|early|mid)[ -](?P<year>{YEAR}) (?:to|until|through) (?:late|early|mid)[ -](?P<year2>{YEAR})\b",
     _years),
    ("years", rf"(?:in|during|of) (?P<year>{YEAR}) and (?P<year2>{YEAR})\b", _two_years),
    ("years", rf"(?<=\()(?P<year>{YEAR}) to (?P<year2>{YEAR})(?=\))", _years),
    ("years", rf"(?<![\d-])(?P<year>{YEAR})(?:{DASH}|/)(?P<year2>{YEAR}|\d\d)\b(?![-–/]?\d)(?!-)", _years),
    ("decade", r"(?:(?:early|late|mid)[ -](?:the )?)?(?P<decade>(?:1[5-9]|20)\d0)['’]?s\b(?P<word>)", _decade),
    ("decade", r"(?:the (?:early|late|mid)[ -]|['’])(?P<decade>[2-9]0)['’]?s\b(?P<word>)", _decade),
    ("month", r"(?<![\d/])(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)(?![\d/])", _month_by_number),
    ("year", rf"(?:{_BEFORE_SHORT_YEAR})[ -]['’](?P<short>\d\d)\b(?!['’]?s)", _short_year),
    ("year", rf"{_BEFORE_YEAR}(?:the year )?(?P<year>{YEAR})\b(?![-–/]\d|['’]?s\b|,\d|\.\d)", _year),
    ("year", rf"\((?P<year>{YEAR})\)", _year),
    ("year", rf"(?:the|its|his|her|their|a|an)[ -](?P<year>{YEAR})(?= [a-z-]{{3,}})", _year),
    ("year", rf"(?<![\d.,$€£/-])(?P<year>{YEAR})\b(?![-–/.,]\d|['’]?s\b)", _year_alone),
]  # fmt: skip

WORDED: list[tuple[str, str, Rule]] = [
    ("decade", rf"the (?:early |late |mid-? ?)?(?P<word>{'|'.join(_NINETIES)})\b(?P<decade>)", _decade),
    ("century", rf"(?:(?P<n>1[5-9]|2[01])(?:st|th)|(?P<word>{'|'.join(_CENTURIES)}))[ -]century\b", _century),
    ("quarter", rf"(?:the )?(?P<nth>{'|'.join(_QUARTERS)})[ -](?:calendar )?quarter\b(?P<n>){IN_YEAR}", _quarter),
    ("quarter", rf"(?:the )?(?P<nth>last|final) quarter\b(?P<n>) of (?P<year>{YEAR})\b(?P<of>)", _quarter),
    ("quarter", rf"Q(?P<n>[1-4])\b(?P<nth>){IN_YEAR}", _quarter),
    ("half", rf"(?:the )?(?P<nth>first|second|latter)[ -]half{IN_YEAR}", _half),
    ("season", rf"(?:the )?(?:(?:early|late|mid)[ -])?(?:(?P<way>{_SEASON_WAY}) )?"
               rf"(?P<season>{'|'.join(_SEASONS)})\b{IN_YEAR}", _season),
    ("day with a name", rf"(?P<name>{_names()})(?!\w){IN_YEAR}", _holiday),
]  # fmt: skip
