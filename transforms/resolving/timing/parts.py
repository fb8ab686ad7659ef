"""Pattern fragments of time expressions, the Frame that rules read, and helpers of several rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from transforms.resolving.timing.stretches import When, last_day
from transforms.seeds import rows
from transforms.words import alternatives, any_word, values_of, word_list

MONTHS = {name[:3]: n for name, n in values_of("month").items()}
WEEKDAYS = {name[:3]: n for name, n in values_of("weekday").items()}
_DIGITS = {str(row["words"]): int(row["value"] or 0) for row in rows("numbers") if row["kind"] == "digit"}
_UNITS = [word for word, n in _DIGITS.items() if 1 <= n <= 9]
_TEENS = [word for word, n in _DIGITS.items() if 10 <= n <= 19]
_TENS = [word for word, n in _DIGITS.items() if n >= 20]
NUMBERS = {
    **values_of("count"),
    **{word: n for word, n in _DIGITS.items() if n},
    **{f"{ten} {unit}": _DIGITS[ten] + _DIGITS[unit] for ten in _TENS for unit in _UNITS},
}
ORDINALS = values_of("ordinal")
SHORT = rf"(?:{'|'.join(sorted(values_of('short month'), key=len, reverse=True))})"
MONTH = rf"(?:{'|'.join(values_of('month'))}|{SHORT}\b\.?)"
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
ANY_WEEKDAY = rf"(?:{WEEKDAY}|(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b\.?)"
YEAR = r"(?:1[5-9]|20)[0-9][0-9]"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b"
SPELLED = "(?:" + "|".join(word.replace(" ", "[- ]") for word in reversed(ORDINALS)) + ")"
ORDINAL = r"(?:(?:2?1|31)st|2?2nd|2?3rd|(?:[4-9]|1\d|2[04-9]|30)th)"
COUNT = (
    r"(?:\d{1,3}|a couple of|half a dozen|a dozen|a hundred"
    rf"|(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS)}))?|{'|'.join(_TEENS)}|{'|'.join(_UNITS)}|an?)"
)
UNIT = rf"(?:{alternatives('timing units')})"
UNITS = rf"(?:{UNIT}s?|centuries)"
PART_OF_DAY = rf"(?:{alternatives('timing parts of the day')})"
SPELL = rf"(?: (?:early |late )?{PART_OF_DAY})?"
"""An optional part of the day after a day."""
DASH = r"[-–—‑]"
SHORT_DAY = r"(?-i:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b"
IN_YEAR = (
    rf"(?:(?:(?:,|,? of|,? in|) |[-/](?={YEAR}))"
    rf"(?:(?P<year>{YEAR}|['’]\d\d)\b|(?P<of>last|this|next|that|the same) year\b))?"
)


OF_YEAR = rf"(?:,? (?:of )?(?:(?P<year2>{YEAR})\b|(?P<of>last|this|next|that) year\b))?"
"""An optional year after the second of two months."""


AFTER_DAYS = alternatives("timing after days")


class NoTime(ValueError):
    """The match is not a time expression; overlapping matches may be."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Context of a rule.

    `ahead`: True if the clause is about the future, False if about the past, None if unknown. `lasting`: the clause
    describes a duration, so its "until" may be past. `before`: the previous time expression's meaning. `may_is_a_name`:
    "May" alone is a person in this text.
    """

    reference_day: date
    ahead: bool | None = None
    lasting: bool = False
    before: When | None = None
    may_is_a_name: bool = False

    @property
    def today(self) -> date:
        """The reference day. ValueError if unknown."""
        if self.reference_day == date.min:
            raise ValueError("a text without a day of publication has no yesterday")
        return self.reference_day

    @property
    def anchor(self) -> date:
        """The last day named in the text. ValueError if there is none."""
        if self.before is None or self.before.precision != "day" or self.before.end:
            raise ValueError("the text names no day to count from")
        return date.fromisoformat(self.before.start)


Match = re.Match[str]
Rule = Callable[[Match, Frame], When]


def number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[" ".join(word.lower().replace("-", " ").split())]


def unit(word: str) -> str:
    return "century" if word.lower() == "centuries" else word.lower().removesuffix("s")


def weekday(word: str) -> int:
    return WEEKDAYS[word[:3].lower()]


def month_number(name: str) -> int:
    """1 to 12; NoTime for "may", "march" and short forms in lower case, since months are capitalised."""
    if name[0].islower() and (len(name.rstrip(".")) < 5 or name == "march") and name not in ("june", "july"):
        raise NoTime(name)
    return MONTHS[name[:3].lower()]


def day_number(word: str) -> int:
    """The number of "29", "29th" or "twenty-ninth"."""
    if word[0].isalpha():
        return ORDINALS[" ".join(word.lower().replace("-", " ").split())]
    return int(re.sub(r"\D", "", word))


_TAKING_EFFECT = word_list("timing taking effect")
_UNTIL = re.compile(
    rf"\b(?P<word>{any_word(word_list('timing until') | _TAKING_EFFECT)})"
    rf"(?: (?:{alternatives('timing until which')}|\d{{1,2}}(?:[:.]\d\d)?|[ap]\.?m\.?|\d{{1,2}}[ap]m))*[ -]$",
    re.IGNORECASE,
)
_ENDS = re.compile(rf"{SPELL} ?(?:[,.;|)]|$)", re.IGNORECASE)
_GOES_ON = re.compile(rf"{SPELL} (?:{alternatives('timing for a day')})\b", re.IGNORECASE)
_LOOKING_BACK = 45
_FARTHEST = 9
"""Months up to which a day or month of the next year is ahead if no year is told, or what takes effect then is past."""


def leading(match: Match) -> str:
    """The directional preposition before the match, or empty; hours may stand between: "until 9 a.m. Thursday"."""
    begin = match.start()
    until = _UNTIL.search(match.string[max(0, begin - _LOOKING_BACK) : begin])
    return until["word"].lower() if until else ""


def looks_ahead(match: Match, frame: Frame) -> bool | None:
    """Direction: by "until" and the like, else by the clause; "by Monday" is future unless the clause is past."""
    word = leading(match)
    if word == "by" or word in _TAKING_EFFECT:
        return frame.ahead is not False
    if word and word not in ("for", "through"):
        return frame.ahead is not False or not frame.lasting
    if word != "for":
        return frame.ahead
    groups, end = match.groupdict(), match.end()
    is_day = bool(groups.get("day")) or not groups.get("month")  # "the toll for July in the province" looks back
    is_fixed = _ENDS.match(match.string, end) or (is_day and _GOES_ON.match(match.string, end))
    return True if is_fixed else frame.ahead


def alone(match: Match) -> bool:
    """Whether the expression is the whole text."""
    words_around = match.string[: match.start()] + match.string[match.end() :]
    return not re.sub(r"\b(?:the|in|on|of)\b|\W", "", words_around, flags=re.IGNORECASE)


def word_before(match: Match) -> str:
    word = re.search(r"([\w’']+)[ -]$", match.string[: match.start()])
    return word[1].lower() if word else ""


def nearest(month: int, day: int, match: Match, frame: Frame, weekday: int | None = None) -> tuple[date, bool]:
    """The nearest such day in the direction of the match, and whether its weekday matches.

    The weekday decides the year if it can, but never makes a clause about the past one about the future. Tomorrow
    counts as past, since outlets date by their own time zone.
    """
    today = frame.today
    days = []
    for number in range(max(today.year - 4, 1), min(today.year + 5, 9999)):
        try:
            days.append(date(number, month, day))
        except ValueError:
            continue
    back = [d for d in days if d <= today + timedelta(days=1)]
    forth = [d for d in days if d >= today]
    ahead = looks_ahead(match, frame)
    if ahead and forth and forth[0].weekday() != weekday and _is_too_far(forth[0], match, frame):
        ahead = False
    elif back and _has_yet_to_start(back[-1], match, frame):
        ahead = True
    days = forth[:1] if ahead else back[-1:]
    sides = back[-1:] if ahead is False else [*forth[:1], *back[-1:]]
    close_days = [d for d in sides if abs((d - today).days) < 400]
    fitting = [d for d in [*days, *close_days] if weekday is None or d.weekday() == weekday]
    if not fitting and not days:
        raise ValueError("no such day near")
    return (fitting or days)[0], bool(fitting)


def month_near(month: int, match: Match, frame: Frame) -> date:
    """The first day of the nearest such month in the direction of the match, the current month included."""
    today = frame.today.replace(day=1)
    first_day = today.replace(month=month)
    last_one = first_day - relativedelta(years=first_day > today)
    next_one = first_day + relativedelta(years=first_day < today)
    is_next = looks_ahead(match, frame) and not _is_too_far(next_one, match, frame)
    return next_one if is_next or _has_yet_to_start(last_one, match, frame) else last_one


def _is_too_far(day: date, match: Match, frame: Frame) -> bool:
    """Whether a day or month without a year lies so far in the next year that the last one is meant."""
    is_end = leading(match) not in ("", "for") and frame.ahead is True
    is_far = day.year > frame.today.year and day > frame.today + relativedelta(months=_FARTHEST)
    return is_far and not is_end


def _has_yet_to_start(last_one: date, match: Match, frame: Frame) -> bool:
    """Whether something takes effect at a day or month of which the last lies so far back that the next is meant:
    "effective 1 January".
    """
    is_start = leading(match) in _TAKING_EFFECT and frame.ahead is None
    return is_start and last_one < frame.today - relativedelta(months=_FARTHEST)


def months_day(match: Match, frame: Frame, day: int, month: int, wd: str | None = None) -> When:
    """A day of a month in the year of the match, or the nearest; precision `week` if the weekday contradicts it."""
    day_of_week = weekday(wd) if wd else None
    if (number := year_of(match, frame)) is not None:
        resolved = date(number, month, day)
        agrees = day_of_week in (None, resolved.weekday())
    else:
        resolved, agrees = nearest(month, day, match, frame, day_of_week)
    return When(resolved.isoformat(), None, "day" if agrees else "week")


def year_of(match: Match, frame: Frame, name: str = "year") -> int | None:
    """The year in the match, as a number or "last year"; None if there is none."""
    if match[name]:
        return short_year(match[name], frame) if match[name][0] in "'’" else int(match[name])
    if match["of"]:
        return year_by_words(match["of"].lower(), frame)
    return None


def short_year(word: str, frame: Frame) -> int:
    """A two-digit year such as '98: the last year with these digits."""
    this_year = frame.today.year
    return this_year - (this_year - int(word[-2:])) % 100


def year_by_words(way: str, frame: Frame) -> int:
    """The year of "last year" and the like; "that year" is the last one named in the text."""
    if way in ("that", "the same"):
        if frame.before is None:
            raise ValueError("the text names no year to count from")
        return int(frame.before.start[:4])
    return frame.today.year + {"last": -1, "next": 1}.get(way, 0)


def refused(_match: Match, _: Frame) -> When:
    """The rule of expressions that name no range of the calendar, such as "a few days ago"."""
    raise ValueError("no calendar range")


def ended(start: When, end: When) -> When:
    """The range from start to end. ValueError if it ends before it begins."""
    if last_day(end.end or end.start) < last_day(start.start):
        raise ValueError("it ends before it begins")
    until = end.end or end.start
    return When(start.start, until if until != start.start else None, start.precision)
