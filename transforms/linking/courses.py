"""Recognises what is no single act: the course of a war, what recurs, and what only ranks an act told before."""

from __future__ import annotations

import re
from functools import cache

from transforms.linking.kinds import ARREST, CRACKDOWN, DEADLY, TAKEOVER, UNREST, kind_of_code
from transforms.linking.sentences import (
    HEAD,
    Row,
    clause_of,
    led_by,
    names_weekday,
    part_of,
    position,
    without_time_of_telling,
    words_for,
)
from transforms.words import WEEKDAYS

_OF_PEOPLE = re.compile(r"\bwho (?:is|are|was|were) (?:still )?$")
_PERFECT = re.compile(r"\b(?:has|have) (?:been )?(?:\w+ly )?\Z")
_HAS_BEEN = re.compile(r"\b(?:has|have|had) been (?:\w+ )?\Z")
_DONE = re.compile(r"\b(?:has|have|had) (?:[\w'’-]+ ){0,6}?\Z")
"""What stands before the word of what has been done: "has stepped up its" before "raids"."""
_THE = re.compile(r"^the \Z")
_ONLY_DATED = re.compile(r"^the [\w-]+ came on the [\w-]+ day of\b")
"""Matches a sentence that only counts from an act told before: "the strikes came on the fourth day of"."""
SEASON = 93
"""Days above which the time of arrests is a span in which they were many."""
LONG = 7
"""Days above which the time of an act is a span in which it may have happened often."""


def is_course(row: Row) -> bool:
    """Whether an event is a course of happenings or several of them: "since the fighting began", "a wave of attacks",
    "has stepped up its raids this year"; "the fighting in Idlib" is just one.
    """
    if kind_of_code(row) is None:
        return False
    sentence = row["sentence"].lower()
    before = sentence[: position(row)]
    return (
        is_one_of_many(row)
        or (_trigger(row).endswith("s") and _several_before().search(before) is not None)
        or _goes_on(row)
        or _is_of_long(row)
        or (_is_violence(row) and is_of_war(row))
        or _is_ranked(row)
        or _is_unknown(row)
        or _is_suspended(row)
        or _is_talked_of(row)
        or _is_named_as_course(_trigger(row), sentence)
    )


def is_one_of_many(row: Row) -> bool:
    """Whether an event is several acts: "in a string of attacks"."""
    return _many_before().search(row["sentence"].lower()[: position(row)]) is not None


def is_vague(row: Row) -> bool:
    """Whether violence or a protest is told of a longer span than a week, without who died of it, "pushed them back in
    2022", or arrests of more than a season: "detained 219 fishermen in the first ten months of the year".
    """
    start, end = row["date_start"], row["date_end"]
    if start is None or end is None or (end - start).days <= LONG:
        return False
    if kind_of_code(row) == ARREST:
        return (end - start).days > SEASON
    is_violence = kind_of_code(row) in DEADLY | {UNREST, CRACKDOWN}
    return is_violence and _trigger(row) not in (*words_for("killing"), *words_for("deadly"))


def is_perfect(row: Row) -> bool:
    """Whether an act is told in the present perfect: "have been abducted"."""
    return led_by(_PERFECT, _trigger(row).partition(" ")[0], part_of(row)) is not None


def _trigger(row: Row) -> str:
    return (row["trigger"] or "-").lower()


def _is_violence(row: Row) -> bool:
    return kind_of_code(row) in DEADLY | {UNREST, "abduction"}


def _goes_on(row: Row) -> bool:
    """Whether an act has gone on or recurred for long: "has been fighting for two decades", "shelled almost daily", or
    is told below the news, without a day, as what has been or is: "jets have bombed their positions".
    """
    words, trigger = part_of(row), _trigger(row)
    been = led_by(_HAS_BEEN, trigger, words)
    if been and _for_long().match(words, been.end() + len(trigger)):
        return True
    is_bare = kind_of_code(row) in DEADLY and _trigger(row) not in words_for("killing")
    is_below = row["sentence_index"] > HEAD and not names_weekday(part_of(row))
    return is_bare and is_below and (is_perfect(row) or _is_going_on(row))


@cache
def _for_long() -> re.Pattern[str]:
    return re.compile(rf".* (?:for (?:[\w-]+ ){{0,3}}(?:{'|'.join(words_for('lengths'))})|since|daily)\b")


def _is_going_on(row: Row) -> bool:
    """Whether an act goes on as it is told: "are pursuing the rebels", "said it was fighting them"."""
    verb = _trigger(row).partition(" ")[0]
    return verb.endswith("ing") and led_by(_going_on(), verb, part_of(row)) is not None


@cache
def _going_on() -> re.Pattern[str]:
    told = rf"(?:{'|'.join(words_for('told'))}) (?:that )?(?:it|they|he|she) (?:was|were)"
    return re.compile(rf"\b(?:is|are|{told}) (?:\w+ly )?\Z")


def _is_of_long(row: Row) -> bool:
    """Whether what has been done is told of a long time, "has stepped up its raids this year", as becoming more or as a
    habit: "often attacks hotels", "attacks have become frequent".
    """
    is_gain = kind_of_code(row) == TAKEOVER and row["sentence_index"] >= HEAD
    if not (_is_violence(row) or is_gain):
        return False
    _, clause = clause_of(row)
    trigger = _trigger(row)
    if led_by(_habit(), trigger, clause):
        return True
    if _more().search(clause) and re.search(rf"\b{re.escape(trigger)}\b[^,;]*{_more().pattern}", clause):
        return True
    if (done := led_by(_DONE, trigger, clause)) is None:
        return False
    end = done.end() + len(trigger)
    return _span().search(clause[:end] + clause[end:].partition(",")[0]) is not None


@cache
def _span() -> re.Pattern[str]:
    """Matches a time in which something happens often: "since March", "for several weeks"; not "since late Monday"."""
    days, units = "|".join((*sorted(WEEKDAYS), "yesterday")), "|".join(words_for("units of spans"))
    spans = "|".join(words_for("spans"))
    since = rf"since(?! (?:(?:early|late) )?(?:on )?(?:{days})\b)"
    return re.compile(rf"\b(?:{spans}|{since}|for (?:[\w-]+ ){{0,3}}(?:{units}))\b")


@cache
def _habit() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words_for('habit'))}) (?:\w+ )?\Z")


@cache
def _more() -> re.Pattern[str]:
    return re.compile(rf" (?:has|have|had) (?:\w+ ){{0,2}}(?:{'|'.join(words_for('more'))})\b")


def is_of_war(row: Row) -> bool:
    """Whether a sentence tells of a war as a whole: "fought a war last year in which thousands were killed", "fighting
    that has displaced thousands".
    """
    words = part_of(row)
    return _war().search(words) is not None and not names_weekday(words)


@cache
def _war() -> re.Pattern[str]:
    course, lost = "|".join((*words_for("course"), "clashes")), "|".join(words_for("uprooted"))
    return re.compile(
        r"\b(?:fought|fight) (?:[\w-]+ ){1,3}wars?\b"
        r"|\b(?:died|killed|dead) (?:in|during|since) (?:the|this|that) (?:[\w-]+ )?war\b"
        rf"|\b(?:{course}) (?:[\w’'-]+ ){{0,6}}(?:has|have) (?:\w+ )?(?:{lost})\b"
    )


def _is_ranked(row: Row) -> bool:
    """Whether a sentence only ranks an act told before: "it was the second attack in the city this month", "the raid
    was one of the deadliest of the year".
    """
    words = part_of(row)
    if _only_ranks().search(row["sentence"].lower()[: position(row)]):
        return True
    after = words[max(words.find(_trigger(row)), 0) :]
    if row["sentence_index"] >= HEAD and _ONLY_DATED.match(row["sentence"].lower()) and not names_weekday(words):
        return led_by(_THE, _trigger(row), row["sentence"].lower()) is not None
    return _ranked_after().search(after) is not None and not names_weekday(words)


@cache
def _only_ranks() -> re.Pattern[str]:
    ranks = "|".join(words_for("ranks"))
    free = r"(?:(?!that\b|who\b|as\b)[\w-]+ )"
    return re.compile(rf"^(?:it|this|that) (?:is|was) the {free}{{0,2}}(?:{ranks}) {free}{{0,2}}$")


@cache
def _ranked_after() -> re.Pattern[str]:
    ranks = "|".join(words_for("ranks"))
    return re.compile(rf"^[\w-]+ (?:(?:on|in|at|of) (?:[\w’'-]+ ){{1,5}})?(?:is|was) (?:one of )?the (?:{ranks})\b")


def _is_unknown(row: Row) -> bool:
    """Whether a sentence tells of an act only that its doer is unknown, that each side names the other, or whom it
    befell: "it was not clear who had fired", "they accuse each other of having fired first", "those who were killed";
    not if its day is told, "freed traders who were abducted on Sunday".
    """
    at = max(part_of(row).find(_trigger(row)), 0)
    before, after = part_of(row)[:at], part_of(row)[at:]
    is_of_people = _OF_PEOPLE.search(before) is not None and not names_weekday(without_time_of_telling(after))
    return is_of_people or _unknown().search(before) is not None


def _is_suspended(row: Row) -> bool:
    """Whether a sentence only tells that violence was suspended, "suspended their bombing raids on the town", a siege
    ended, "ended the siege of a hotel", or a protest given up: "lifted a blockade of the mine".
    """
    if _is_violence(row):
        is_ended = _trigger(row) in words_for("sieges") and led_by(_ending(), _trigger(row), part_of(row)) is not None
        return is_ended or led_by(_suspending("suspending"), _trigger(row), part_of(row)) is not None
    is_protest = kind_of_code(row) == UNREST
    return is_protest and led_by(_suspending("giving up"), _trigger(row), part_of(row)) is not None


def _is_talked_of(row: Row) -> bool:
    """Whether a sentence only talks of violence that may come, "they speak of an attack", "in fear of new raids"."""
    return _is_violence(row) and led_by(_talking(), _trigger(row), part_of(row)) is not None


@cache
def _talking() -> re.Pattern[str]:
    known = "|".join(words_for("definite before"))
    return re.compile(rf"\b(?:{'|'.join(words_for('talk'))}) (?:(?!(?:{known})\b)[\w-]+ ){{0,2}}\Z")


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words_for('giving up'))}) (?:an?|the|its|their|all|his) (?:[\w-]+ )?\Z")


@cache
def _suspending(use: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words_for(use))}) (?:(?:an?|the|its|their|all|his) )?(?:[\w-]+ ){{0,2}}\Z")


@cache
def _unknown() -> re.Pattern[str]:
    accusing = "|".join(words_for("accusing"))
    return re.compile(
        r"\bnot (?:\w+ )?(?:clear|known) (?:who|whether|if|how|what)\b"
        rf"|\b(?:{accusing}) (?:each other|one another|the other)\b"
        r"|\bno (?:group|one|side) (?:has|had) (?:said|claimed)\b|\bnobody (?:has|had) (?:said|claimed)\b"
    )


@cache
def _many_before() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words_for('many'))}) (?:[\w'’-]+ ){{0,2}}$")


@cache
def _several_before() -> re.Pattern[str]:
    """Matches what makes acts several, or the reason of another: "fear of earlier raids", "in response to raids"."""
    return re.compile(
        rf"\b(?:{'|'.join(words_for('several acts'))}) (?:[\w-]+ )?$"
        r"|\bin (?:response|retaliation|revenge|reaction) (?:to|for) (?:[\w'’-]+ )?$"
    )


def _is_named_as_course(trigger: str, sentence: str) -> bool:
    if trigger not in words_for("course"):
        return False
    return any(pattern(trigger).search(sentence) for pattern in (_course_pattern, _days_of)) or " since " in sentence


@cache
def _days_of(noun: str) -> re.Pattern[str]:
    """Matches a course that only dates another act: "on the second day of an offensive", "a week into the war"."""
    units = "|".join(words_for("lengths"))
    return re.compile(rf"\b(?:day|week|month|year|hour|{units}) (?:of|into) (?:[\w’'-]+ ){{0,3}}{re.escape(noun)}\b")


@cache
def _course_pattern(noun: str) -> re.Pattern[str]:
    present, where = "|".join(words_for("present")), "|".join(words_for("where"))
    return re.compile(rf"\bthe (?:(?:{present}) )?{re.escape(noun)}\b(?! (?:{where})\b)")
