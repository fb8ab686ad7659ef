"""Rules for expressions relative to publication ("last week") or to a day named in the text ("a day later")."""

from __future__ import annotations

from datetime import date, timedelta

from transforms.resolving.timing import stretches
from transforms.resolving.timing.parts import (
    AFTER_DAYS,
    COUNT,
    DASH,
    MONTH,
    SHORT_DAY,
    SPELL,
    UNIT,
    UNITS,
    WEEKDAY,
    YEAR,
    Frame,
    Match,
    NoTime,
    Rule,
    leading,
    looks_ahead,
    number,
    refused,
    unit,
    weekday,
)
from transforms.resolving.timing.stretches import When
from transforms.words import alternatives, values_of

_SAME_DAY = 6
"""Maximum hours ago that are certainly the same day."""
_TUESDAY = 1
_STEPS = values_of("step")
_DAYS_FROM_TODAY = values_of("day from today")


def _day_from_today(match: Match, frame: Frame) -> When:
    return stretches.day(frame.today + timedelta(days=_DAYS_FROM_TODAY[" ".join(match.group().lower().split())]))


def _weekday(match: Match, frame: Frame) -> When:
    """The last such weekday, publication day included; the next if the words or the clause are about the future."""
    day_of_week, way = weekday(match["day"]), (match["way"] or "").lower()
    is_since = way == "following" and match.string.startswith(("'s", "’s"), match.end())  # "following Friday's march"
    if way in ("the following", "following", "the next", "the previous") and not is_since:
        return stretches.day(_from_anchor(frame.anchor, day_of_week, way))
    return stretches.day(_to_weekday(day_of_week, way, match, frame))


def _to_weekday(day_of_week: int, way: str, match: Match, frame: Frame) -> date:
    today = frame.today
    back, forth = (today.weekday() - day_of_week) % 7, (day_of_week - today.weekday()) % 7
    if way in ("next", "coming", "this coming"):
        return today + timedelta(days=forth or 7)
    if way == "last":  # yesterday is not told so
        return today - timedelta(days=back + 7 * (back < 2))
    if way in ("past", "this past"):
        return today - timedelta(days=back or (0 if way == "past" else 7))
    if looks_ahead(match, frame):
        return today + timedelta(days=forth or (7 if leading(match) in ("until", "till", "for") else 0))
    if way == "this" and frame.ahead is None:
        return today + timedelta(days=day_of_week - today.weekday())
    return today - timedelta(days=back)


def _from_anchor(anchor: date, day_of_week: int, way: str) -> date:
    if way == "the previous":
        return anchor - timedelta(days=(anchor.weekday() - day_of_week) % 7 or 7)
    return anchor + timedelta(days=(day_of_week - anchor.weekday()) % 7 or 7)


def _weekdays(match: Match, frame: Frame) -> When:
    """A range from one weekday to another; "Friday and Sunday" and "Friday or Saturday" are not ranges."""
    link = match["link"].strip().lower()
    length = (weekday(match["day2"]) - weekday(match["day"])) % 7
    if link == "and" and match["way"] and length != 1:
        raise NoTime("two days of their own, last Friday and Monday")
    if link == "or" or (link == "and" and not match["from"] and length != 1):
        raise ValueError("the days are not consecutive")
    way = (match["way"] or "").lower()
    if way or looks_ahead(match, frame):
        start = _to_weekday(weekday(match["day"]), way, match, frame)
        return stretches.day(start, start + timedelta(days=length))
    end = _to_weekday(weekday(match["day2"]), "", match, frame)
    return stretches.day(end - timedelta(days=length), end)


def _weekdays_back(match: Match, frame: Frame) -> When:
    """A weekday some weeks back: "two Fridays ago", "the Friday before last"."""
    back = (frame.today.weekday() - weekday(match["day"])) % 7 or 7
    return stretches.day(frame.today - timedelta(days=back, weeks=(number(match["n"]) if match["n"] else 2) - 1))


def _weekday_of_week(match: Match, frame: Frame) -> When:
    """A day of the previous, current or next calendar week, Monday to Sunday: "Tuesday last week"."""
    monday = date.fromisoformat(stretches.week(frame.today).start) + timedelta(
        weeks=_STEPS.get(match["way"].lower(), 0)
    )
    return stretches.day(monday + timedelta(days=weekday(match["day"])))


def _ago(match: Match, frame: Frame) -> When:
    """A time counted back from today, as precise as its unit, a day for "ago today"; "about ten days ago" is
    refused.
    """
    count, unit_name = number(match["n"]), unit(match["unit"])
    if unit_name == "hour" and _SAME_DAY < count < 24:
        raise ValueError("today or yesterday")
    stretch = stretches.after(frame.today, -count, unit_name)
    if match["day"]:
        if unit_name != "week":
            raise ValueError("a weekday without a week")
        return stretches.day(date.fromisoformat(stretch.start) + timedelta(days=weekday(match["day"])))
    if match["to"]:
        whole = match["to"].lower().split()[-1]
        if unit_name not in ("week", "month", "year"):
            raise ValueError("no such day")
        past_day = frame.today - stretches.length(count, unit_name)
        return stretches.day(past_day) if whole == "today" else stretches.around(past_day, whole)
    if match["about"] and (unit_name in ("day", "night") or match["about"].lower() == "less than"):
        raise ValueError("too vague for a day")
    return stretch


def _part_ago(match: Match, frame: Frame) -> When:
    """Part of a century or decade ago: "half a century ago"; "a quarter of a decade" is refused, as it is not whole
    years.
    """
    years = {"century": 100, "decade": 10}[unit(match["unit"])] * (number(match["n"]) if match["n"] else 1)
    whole, remainder = divmod(years, 2 if match["part"].lower() == "half" else 4)
    if remainder:
        raise ValueError("no whole years")
    return stretches.year(frame.today.year - whole)


def _just_now(_: Match, frame: Frame) -> When:
    return stretches.day(frame.today)


def _hence(match: Match, frame: Frame) -> When:
    return stretches.after(frame.today, number(match["n"]), unit(match["unit"]))


def _within(match: Match, frame: Frame) -> When:
    """ "In two weeks": from now if the clause is about the future, else a duration, as "in one day" always is."""
    if frame.ahead is not True or (match["n"].lower() == "one" and unit(match["unit"]) in ("day", "night")):
        raise NoTime("a length of time")
    return _hence(match, frame)


def _unit(match: Match, frame: Frame) -> When:
    """This, last or next week, month or year; this week ends or begins today, by direction."""
    way, unit_name = match["way"].lower(), unit(match["unit"])
    today = frame.today
    way = "last" if way == "this past" and unit_name != "weekend" else way
    if unit_name == "weekend":
        return _weekend_of(way, frame)
    stretch = stretches.around(today + stretches.length(_STEPS.get(way, 0), unit_name), unit_name)
    if unit_name == "week" and way not in _STEPS:
        if (match["part"] or "").lower() in ("later", "late") or frame.ahead:
            return When(today.isoformat(), stretch.end, "week")
        return When(stretch.start, today.isoformat(), "week")
    return stretch


def _weekend_of(way: str, frame: Frame) -> When:
    today = frame.today
    is_near = today.weekday() > _TUESDAY and frame.ahead is None
    if way in ("next", "coming", "this coming") or (way == "this" and (frame.ahead or is_near)):
        return stretches.weekend(today + timedelta(weeks=way == "next"))
    sunday = today - timedelta(days=(today.weekday() - 6) % 7)
    saturday = sunday - timedelta(days=1) if today.weekday() != 5 or way == "last" else today
    return When(saturday.isoformat(), max(sunday, saturday).isoformat(), "day")


def _weekend(match: Match, frame: Frame) -> When:
    """The past weekend, or the coming one; both days."""
    ahead = looks_ahead(match, frame)
    return _weekend_of("coming" if ahead else "", frame)


def _span(match: Match, frame: Frame) -> When:
    """The past (or next) n days, weeks, months or years, up to (or from) today."""
    if match["way"].lower() == "last" and match["n"].lower() in ("a", "an"):
        raise NoTime("a verb: it will last a week")
    count, unit_name = number(match["n"] or "one"), unit(match["unit"])
    is_next = match["way"].lower() in ("next", "coming")
    today = frame.today
    start, end = sorted((today, today + stretches.length(count if is_next else -count, unit_name)))
    if unit_name in ("year", "decade", "century"):
        return When(start.isoformat()[:4], end.isoformat()[:4], "year")
    if unit_name in ("month", "quarter"):
        return When(start.isoformat()[:7], end.isoformat()[:7], "month")
    return When(start.isoformat(), end.isoformat(), "week" if unit_name in ("week", "fortnight") else "day")


def _later(match: Match, frame: Frame) -> When:
    """A count from the last time named in the text: "two days later"; months and years count from a month or year."""
    unit_name, back = unit(match["unit"]), match["way"].lower() in ("earlier", "before", "before that")
    if unit_name in ("minute", "hour"):
        if back:
            raise ValueError("hours before may be the day before")
        return stretches.day(frame.anchor)
    return stretches.after(_counted_from(unit_name, frame), number(match["n"]) * (-1 if back else 1), unit_name)


def _step(match: Match, frame: Frame) -> When:
    """The unit before or after the last time named in the text: "the previous day", "the following week"."""
    groups = match.groupdict()
    unit_name = unit(match["unit"])
    back = (groups.get("way") or groups.get("side") or "").lower() in ("previous", "preceding", "before")
    unit_name = "day" if unit_name in ("morning", "afternoon", "evening", "night") else unit_name
    return stretches.after(_counted_from(unit_name, frame), -1 if back else 1, unit_name)


def _same(match: Match, frame: Frame) -> When:
    """The unit that contains the last time named in the text: "that day", "the same year"."""
    unit_name = unit(match["unit"])
    if unit_name in ("day", "morning", "afternoon", "evening", "night"):
        return stretches.day(frame.anchor)
    return stretches.around(_counted_from(unit_name, frame), unit_name)


def _counted_from(unit_name: str, frame: Frame) -> date:
    """The first day of the last time named in the text. ValueError if that is longer than the unit."""
    if unit_name in ("day", "night", "week", "fortnight", "weekend"):
        return frame.anchor
    before = frame.before
    if before is None or before.end or (before.precision == "year" and unit_name not in ("year", "decade", "century")):
        raise ValueError("the text names nothing to count from")
    return date.fromisoformat((before.start + "-01-01")[:10])


_DAY_FROM_TODAY = "|".join(word.replace(" ", r"\s+") for word in sorted(_DAYS_FROM_TODAY, key=len, reverse=True))
_FEW = r"(?:few|several|many|some|recent|couple of)"
_ABOUT = rf"(?:(?P<about>{alternatives('timing about')}) )?"
_PARTS_OF_DAY = r"(?:day|night|morning|afternoon|evening)"
_NOT_OF = rf"(?! of (?:{alternatives('timing of which')}|{MONTH}|{YEAR})\b)"
"""Excludes "the last week" of a war, or of November, which is not relative to today."""
_ENDS = r"(?=\s*(?:[,.;:)|—–]|$))"
_OTHER_DAY = rf" (?:(?:on|from|between|into|to) )?(?:{WEEKDAY}|{MONTH} \d|\d\d? {MONTH})"
"""What gives the night of "overnight" a day: "overnight Tuesday", "overnight from Monday to Tuesday"."""
_NAMED = rf"(?:{alternatives('timing named weekdays')})"
_TITLES = rf"(?:{alternatives('timing weekdays in names')})"
_PAPERS = rf"(?:{alternatives('timing weekdays of papers')})"
_AFTER = rf"\s*(?:[,.;:)|—–]|$)| (?:{AFTER_DAYS})\b"
_WEEKDAY_WAY = rf"(?:{alternatives('timing which weekday')})"

WEEKDAYS: list[tuple[str, str, Rule]] = [
    ("weekdays back", rf"(?P<n>{COUNT}) (?P<day>{WEEKDAY})s? ago\b", _weekdays_back),
    ("weekdays back", rf"the (?P<day>{WEEKDAY}) before last\b(?P<n>)", _weekdays_back),
    ("no single day", rf"{_NAMED} {WEEKDAY}s?\b", refused),
    ("no single day", rf"{WEEKDAY}s\b(?!['’])", refused),
    ("no single day", rf"{WEEKDAY} (?-i:{_TITLES})\b", refused),
    ("no single day", rf"(?:a|one|two) weeks? (?:from|on) (?:this |next )?{WEEKDAY}\b", refused),
    ("no single day", rf"(?:(?:last|next) )?{WEEKDAY} week\b", refused),
    ("weekday of a week", rf"(?P<day>{WEEKDAY}){SPELL},?(?: of)? (?P<way>last|next|this) week\b", _weekday_of_week),
    ("weekday of a week", rf"(?P<way>last|next|this) week(?:['’]s)?,?(?: on)? (?P<day>{WEEKDAY})\b", _weekday_of_week),
    ("no single day", rf"{WEEKDAY} (?:{_PAPERS})\b", refused),
    ("weekdays", rf"(?P<from>from |between )?(?:(?P<way>last) )?(?P<day>{WEEKDAY}){SPELL}"
                 rf"(?P<link> ?{DASH} ?| to | through | until | and | or | into |/)(?:early |"
                 rf"late )?(?P<day2>{WEEKDAY})\b", _weekdays),
    ("weekday", rf"(?:(?P<way>{_WEEKDAY_WAY}) )?(?P<day>{WEEKDAY})\b", _weekday),
    ("weekday", rf"(?P<day>{WEEKDAY}) (?P<way>last|next)(?={_AFTER})", _weekday),
    ("weekday", rf"(?:on|by|until|since) (?:(?P<way>last|next) )?(?P<day>{SHORT_DAY}\.?)(?=\s*(?:[,;:)]|$))", _weekday),
    ("weekday", rf"(?:(?P<way>last|next) )?(?P<day>{SHORT_DAY}\.?)(?= {_PARTS_OF_DAY}\b)", _weekday),
]  # fmt: skip

COUNTED: list[tuple[str, str, Rule]] = [
    ("day from today", rf"(?:{_DAY_FROM_TODAY})\b(?!(?<=overnight){_OTHER_DAY})", _day_from_today),
    ("ago", rf"{_ABOUT}(?P<n>{COUNT}) (?P<unit>{UNITS}) ago\b"
            rf"(?: (?P<to>today|this (?:week|month|year))\b)?(?:,? (?:on )?(?P<day>{WEEKDAY})\b)?", _ago),
    ("ago", rf"{_ABOUT}(?P<n>{COUNT}) (?P<unit>{UNITS}) back{_ENDS}(?P<to>)(?P<day>)", _ago),
    ("ago", r"(?P<n>a|one|three)[ -](?P<part>quarter)s?[ -](?:of a )?(?P<unit>century|decade)s? ago\b", _part_ago),
    ("ago", r"(?:(?:about|nearly|almost|some|roughly) )?(?P<n>)(?P<part>half)[ -]an?[ -](?P<unit>century|decade) ago\b",
     _part_ago),
    ("ago", r"a (?P<n>)(?P<part>half)[ -](?P<unit>century|decade) ago\b", _part_ago),
    ("minutes ago", rf"(?:(?:a )?{_FEW} |half an |an |a |dozens of )?(?:minutes|moments?|hour) ago\b", _just_now),
    ("ago, too vague", rf"(?:(?:a )?{_FEW} |(?:dozens|hundreds|thousands|millions) of |half an? |long )?(?:{UNITS} )?"
                       rf"(?<= ){UNITS} ago\b", refused),
    ("ago, too vague", rf"(?:a (?:{_FEW} )?|{_FEW} )?{UNITS}(?: and a half)? ago\b", refused),
    ("ago, too vague", rf"{COUNT} {UNITS} and a half ago\b|half an? {UNIT} ago\b", refused),
    ("from now", rf"(?P<n>{COUNT}) (?P<unit>{UNITS}) (?:from now|hence)\b", _hence),
    ("from now", rf"in (?P<n>{COUNT}) (?P<unit>{UNITS})['’]? time\b", _hence),
    ("from now", rf"in (?P<n>{COUNT}) (?P<unit>{UNITS})\b(?! (?:ago|before|after|later|earlier|of)\b)", _within),
    ("week, month or year", r"(?:(?P<part>early|earlier|late|later|mid)[ -])?(?P<way>last|this coming|this past|this|"
                        r"the current|current|next|coming) "
                            rf"(?P<unit>week|weekend|month|quarter|year|decade|century)\b{_NOT_OF}", _unit),
    ("weekend", r"(?:over|at|during|on|by|for) (?:the|a) (?:(?:past|last) )?weekend\b(?! of\b)", _weekend),
    ("weekend", r"the weekend\b(?! of\b)", _weekend),
    ("span", rf"(?P<way>past|last|next|coming|previous) (?P<n>{COUNT}) (?P<unit>{UNITS})\b{_NOT_OF}", _span),
    ("span", r"(?P<way>past) (?P<unit>day|week|month|quarter|year|decade|century)\b(?P<n>)", _span),
    ("span", r"(?:over|in|during|within|for) the (?P<way>last|next|coming) (?P<unit>hour|day|week|fortnight|month|"
             rf"year|decade)\b(?P<n>){_NOT_OF}", _span),
    ("recent", rf"(?:(?:the|these) )?(?:past|last|next|coming|recent|previous) (?:{_FEW} )?{UNIT}s\b", refused),
    ("counted from a day named", rf"(?P<n>{COUNT}) (?P<unit>{UNITS}) (?P<way>earlier|later|afterwards?|"
                                 rf"(?:after|before) that)\b", _later),
    ("counted from a day named", rf"(?P<n>{COUNT}) (?P<unit>{UNITS}) (?P<way>before|after){_ENDS}", _later),
    ("counted from a day named", rf"(?:a )?(?:{_FEW} )?(?:{UNITS}) (?:earlier|later|afterwards?)\b", refused),
    ("counted from a day named", rf"(?:the )?(?P<way>previous|following|preceding) (?P<unit>{_PARTS_OF_DAY}|"
                                 rf"week|weekend|month|year)\b", _step),
    ("counted from a day named", rf"(?:the )?(?P<way>next) (?P<unit>{_PARTS_OF_DAY})\b", _step),
    ("counted from a day named", rf"the (?P<unit>day|night|week|month|year) (?P<side>before|after){_ENDS}", _step),
    ("counted from what happened", rf"(?:{COUNT}|the|{_FEW}|a few) {UNITS} (?:before|after|since|into)"
                                   rf"\b(?! (?:yesterday|tomorrow|last)\b)", refused),
    ("counted from a day named", rf"(?:the|that) same (?P<unit>{_PARTS_OF_DAY}|week|weekend|month|year)\b", _same),
    ("counted from a day named", rf"(?<!so )(?<!say )(?<!said )that (?P<unit>{_PARTS_OF_DAY}|week|weekend|"
                                 rf"month|year)\b", _same),
]  # fmt: skip
