"""What the sentence of a fact says about its happening: which part reports it, whether it names a time and place,
refers back or moves on. Its cues are rows of seeds/incident_words.csv.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from sys import intern
from typing import Any

from transforms.seeds import listed, rows
from transforms.words import MONTHS, WEEKDAYS, values_of

STEM = 6
SHORTEST = 3
KEPT = 10_000
"""Sentences and names whose words are kept: those of an article are asked for many times, one after the other."""
SPELLED = 500
"""Sentences whose words are kept as they are spelled, which takes more memory: the links of a report are made one
after the other.
"""
_EDGE = re.compile(r"\b")
_RECALLED = re.compile(
    r"\b(?:(?:who|which|that) (?:was|were|had been) (?:\w+ )?|(?:are|were|is|was) the \w+ who (?:had )?)\Z"
)
HEAD = 3
"""Leading sentences of an article that report its news."""
_DIVIDES = re.compile(r";| as | while ")
_AFTER = re.compile(r" after ")
_LAPSE = re.compile(
    r"(?<! for),? (?!for )(?:(?:[\w-]+ ){0,2}(?:hours?|days?|weeks?|months?|years?) (?:after|before)"
    r"|(?:after|before) (?:\w+ ){0,2}(?:days|weeks|months|years) of) "
)
"""Divides two happenings of a sentence by the time between them: "took the town, three days after it fell"."""
_CAUSE = re.compile(
    r" (?:(?:response|reprisal|retaliation|revenge) (?:to|for)|in connection with|(?:suspected|accused|suspicion) of) "
)
"""Divides an act from the earlier one that is its cause: "arrested in connection with the bombing"."""
_JOINT = re.compile(r",? (?:and|while) ")
_RELATIVE = re.compile(r",? (?:where|which) |, who(?:se)? ")
_DEATH = re.compile(r"\b(?:die|dies|died|dying|succumbed)\b")
_OUTCOME = re.compile(
    r"\b(?:dies?|died|dead|deaths?|kill(?:s|ed)?|toll|wounded|injured|hurt|missing|flee|fled|arrest(?:s|ed)?)\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-](?!s\b)[^\W\d_]+)*")
Row = Mapping[str, Any]
Sentence = tuple[str, int, int]
"""Article, sentence, and part of the sentence: a headline tells two happenings, divided by a semicolon or "as"; any
sentence may, divided by the time that lies between them.
"""


def sentence_of(row: Row) -> Sentence:
    """The sentence of a fact, or the part of it that holds the fact if it reports two happenings."""
    return row["article_id"], row["sentence_index"], _part(row)[0]


def is_headline(row: Row) -> bool:
    """Whether the sentence of a fact is the headline of its article."""
    return row["sentence_index"] == 0 and not str(row["sentence"]).rstrip().endswith((".", "”", '"'))


def _part(row: Row) -> tuple[int, str]:
    """The number and the words, in lower case, of the part of its sentence that holds a fact."""
    return _part_with(_marker(row), _beside(row), row["sentence"], is_headline(row))


@lru_cache(maxsize=KEPT)
def _part_with(marker: str, beside: str, sentence: str, is_headline: bool) -> tuple[int, str]:
    sentence = sentence.lower()
    ends = _ends(sentence, is_headline)
    number = sum(end < _offset(marker, beside, sentence) for end in ends) if ends else 0
    return number, sentence[([0, *ends])[number] : ([*ends, len(sentence)])[number]]


def _offset(marker: str, beside: str, sentence: str) -> int:
    """Where the words of a fact stand: of several places the one next to those whom it names, "killed two teachers"."""
    places = [match.start() for match in re.finditer(rf"\b{re.escape(marker)}", sentence)] if marker else []
    named = sentence.find(beside) if beside else -1
    return min(places, key=lambda place: abs(place - named) if named >= 0 else place, default=0)


def _ends(sentence: str, is_headline: bool) -> list[int]:
    """Where the parts of a sentence end; who dies days after an attack is a victim of it, and no other happening."""
    ends = {match.start() for match in _DIVIDES.finditer(sentence) if is_headline}
    ends |= {match.start() for match in _CAUSE.finditer(sentence)}
    for time, outcome in ((_LAPSE, _DEATH), (_AFTER, _OUTCOME) if is_headline else (_LAPSE, _DEATH)):
        match = time.search(sentence)
        if match is not None and not outcome.search(sentence[: match.start()]):
            ends.add(match.start())
    if not is_headline and not ends and (end := _end_of_first_act(sentence)) is not None:
        ends.add(end)
    return sorted(ends)


def _end_of_first_act(sentence: str) -> int | None:
    """Where a sentence goes on to those whom another act killed: "killed three, and gunmen shot dead two in a separate
    attack".
    """
    joints = (match.start() for match in _JOINT.finditer(sentence) if _kills().search(sentence[: match.start()]))
    return next((end for end in reversed(list(joints)) if _another_act().match(sentence[end:])), None)


@cache
def _another_act() -> re.Pattern[str]:
    """Matches the rest of a sentence that tells those killed by an act of its own, and that it was another one."""
    apart = rf"(?:{'|'.join(words_for('apart in a sentence'))})"
    acts = rf"{apart} (?:[\w-]+ ){{0,2}}(?:{'|'.join(words_for('act'))}|incident)\b"
    return re.compile(
        rf",? (?:and|while) (?=.*{_kills().pattern})(?=.*\b(?:{acts}|(?:hours later|elsewhere|separately)\b))"
    )


@cache
def _kills() -> re.Pattern[str]:
    return any_of(tuple(word for word in words_for("deadly") if not _DEATH.fullmatch(word)))


def part_of(row: Row) -> str:
    """The words, in lower case, of the part of its sentence that holds a fact."""
    return _part(row)[1]


def words_before(row: Row) -> str:
    """The words, in lower case, that stand before a fact in its part of the sentence."""
    return part_of(row).partition(_marker(row) or "-")[0]


def clause_of(row: Row) -> tuple[int, str]:
    """The number and the words, in lower case, of the clause of a fact: "where hundreds have died" is one."""
    words, marker = part_of(row), _marker(row)
    number = len(_RELATIVE.findall(words[: max(words.find(marker), 0)]))
    return number, _RELATIVE.split(words)[number]


def position(row: Row) -> int:
    """Offset of the words of a fact in its sentence."""
    return max(row["sentence"].lower().find(_marker(row)), 0)


def _beside(row: Row) -> str:
    """Those whom a fact names, in lower case: the target of an act, the people that a number counts."""
    return (row.get("target") or row.get("who") or "").lower()


def _marker(row: Row) -> str:
    """The words of a fact, in lower case."""
    return (row.get("trigger") or row.get("number") or "").lower()


def is_written(name: str | None, row: Row) -> bool:
    """Whether a name is written in the part of the sentence that holds a fact, and not inherited from another."""
    return bool(name) and str(name).lower() in part_of(row)


@lru_cache(maxsize=KEPT)
def words_of(text: str) -> frozenset[str]:
    """Distinctive words of a text, truncated to STEM letters."""
    words = (word.lower() for word in _WORD.findall(text))
    return frozenset(intern(word[:STEM]) for word in words if len(word) >= SHORTEST) - _common()


@lru_cache(maxsize=KEPT)
def words_without(text: str, name: str) -> frozenset[str]:
    """Distinctive words of a text that are not those of a name in it; one set for all facts of a sentence."""
    return words_of(text) - words_of(name)


@lru_cache(maxsize=SPELLED)
def spellings(text: str) -> dict[str, list[str]]:
    """The words of a text, in lower case, by their first STEM letters."""
    spelled: dict[str, list[str]] = {}
    for word in dict.fromkeys(map(str.lower, _WORD.findall(text))):
        spelled.setdefault(intern(word[:STEM]), []).append(intern(word))
    return spelled


def is_building(place: str) -> bool:
    """Whether a place is a building, street or square by its name."""
    return any_of((*words_for("facility"), *words_for("way"))).search(place.lower()) is not None


def named_place(row: Row) -> str | None:
    """The place in lower case; None without a name: "the airport" of one article is not that of another."""
    place = row["place"] or ""
    return place.lower() if row["place_id"] is not None or place != place.lower() else None


def names_place(row: Row) -> bool:
    """Whether the sentence of a fact names its place, and not as the one to which the wounded were brought."""
    place, words = str(row["place"] or ""), part_of(row)
    return not words_of(place).isdisjoint(words_of(words)) and not _is_destination(place, words)


def _is_destination(place: str, words: str) -> bool:
    brought = _brought().search(words)
    return brought is not None and re.search(brought.re.pattern + re.escape(place.lower()), words) is not None


@cache
def _brought() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words_for('brought'))}) (?:[\w'’-]+ ){{0,3}}?(?:to|in|into) (?:the )?")


def names_time(text: str, first: date, last: date) -> bool:
    """Whether a text has a word for a time, or the weekday, month or year of the days."""
    days = [first + timedelta(number) for number in range(min((last - first).days, 6) + 1)]
    own = {*(f"{day:%A}".lower() for day in days), f"{first:%B}".lower(), f"{last:%B}".lower(), f"{first:%Y}"}
    return any(word in own or not (word in WEEKDAYS | MONTHS or word.isdigit()) for word in _time_words().findall(text))


def tells_date(words: str, day: date) -> bool:
    """Whether words in lower case tell a day by its number and month: "the December 13 attack", "on 13 Dec."."""
    month = next(name for name, number in values_of("month").items() if number == day.month)[:3]
    number = rf"{day.day}(?:st|nd|rd|th)?"
    return re.search(rf"\b(?:{month}[a-z]*\.? {number}|{number} (?:of )?{month}[a-z]*)\b", words) is not None


def names_weekday(words: str) -> bool:
    """Whether words in lower case name a day of the week, or say that it is today or yesterday."""
    return _weekdays().search(words) is not None


@cache
def _weekdays() -> re.Pattern[str]:
    return any_of((*sorted(WEEKDAYS), "today", "yesterday", "overnight"))


def reported_on(row: Row) -> date:
    """The day on which somebody told an act: "said on Tuesday that it had captured the town", else of publication."""
    published: date = row["published_date"]
    weekday = _told_on().search(row["sentence"].lower())
    days = (published - timedelta(number) for number in range(7))
    return next((day for day in days if weekday is not None and f"{day:%A}".lower() == weekday[1]), published)


def without_time_of_telling(words: str) -> str:
    """Words in lower case without the weekday on which somebody told an act: "said in a statement on Tuesday"."""
    return _told_on().sub("", words)


@cache
def _told_on() -> re.Pattern[str]:
    verbs = "|".join(words_for("told"))
    where = r"(?:in (?:an?|its|his|her) (?:[\w-]+ )?[\w-]+ )?"
    return re.compile(rf"\b(?:{verbs}) {where}(?:late |early )?(?:on )?({'|'.join(sorted(WEEKDAYS))})\b")


def own_words(row: Row) -> str:
    """The words of a fact's part of its sentence; of an act only spoken of, those from its name on."""
    mention = spoken(row)
    return part_of(row)[mention.start() :] if mention else part_of(row)


def is_recalled(row: Row) -> bool:
    """Whether a clause only recalls the act: "children who were abducted", "are the men who attacked the town", "three
    days after it fell".
    """
    number, words = _part(row)
    is_aside = number > 0 and not is_headline(row) and not _CAUSE.match(words)
    return is_aside or led_by(_RECALLED, (row.get("trigger") or "-").lower(), words) is not None


def is_protested(row: Row) -> bool:
    """Whether a fact is what a protest of its sentence is against: "marched against a strike that killed scores"."""
    return _cause_of_protest().search(words_before(row) + _marker(row)) is not None


@cache
def _cause_of_protest() -> re.Pattern[str]:
    acts = "|".join((*words_for("act"), *words_for("any act"), "deaths?", "murders?"))
    protests = "|".join(words_for("protest"))
    return re.compile(rf"\b(?:{protests})\b[^;]*? (?:against|over|about|at) (?:[\w'’-]+ ){{0,4}}(?:{acts})s?\b[^,;]*$")


def is_of_accident(row: Row) -> bool:
    """Whether a number counts the dead of an accident, by a sentence that tells of no violence: "died when a bus
    crashed", not "died when a missile hit a bus, which crashed".
    """
    sentence = row["sentence"].lower()
    if any_of(words_for("accident")).search(sentence) is None:
        return False
    return _violence().search(sentence) is None


def is_of_disaster(row: Row) -> bool:
    """Whether a number counts the dead of a disaster that a sentence names beside an act: "a strike against cuts made
    after an earthquake that killed 90".
    """
    number = re.escape((row.get("number") or "-").lower())
    return re.search(rf"{_disaster().pattern} (?:[\w-]+ ){{0,2}}{number}\b", row["sentence"].lower()) is not None


@cache
def _disaster() -> re.Pattern[str]:
    disasters, verbs = "|".join(words_for("disaster")), "|".join(words_for("killing by disaster"))
    return re.compile(rf"\b(?:{disasters})\b(?:(?! and )[^,.;:]){{0,40}}? (?:{verbs})")


@cache
def _violence() -> re.Pattern[str]:
    words = {*words_for("act"), *words_for("violence")} - {*words_for("accident"), *words_for("any kind of act")}
    return re.compile(rf"\b(?:{'|'.join(sorted(words))})(?:e?s)?\b")


def has_grown(row: Row) -> bool:
    """Whether a number is one to which the dead have risen: "rose to 14", "bringing the toll to six", "now known"."""
    return any_of(words_for("risen")).search(part_of(row)) is not None or raises_toll(row["sentence"])


def raises_toll(sentence: str) -> bool:
    """Whether an act raises a toll in its sentence: "wounded in the strike have died, raising the toll to 24"."""
    return _toll_raised().search(sentence.lower()) is not None


@cache
def _toll_raised() -> re.Pattern[str]:
    whose = r"(?: (?:from|of|in) [^,;.]{1,60}?)?"
    return re.compile(rf"\b(?:{'|'.join(words_for('raising'))}) (?:the|its|their) (?:death )?toll{whose} to\b")


def refers_back(row: Row) -> bool:
    """Whether the sentence speaks of a known act: "the strike", "claimed responsibility and said it killed ten"."""
    return _known(row, before=r"\b") is not None or any_of(words_for("known")).search(part_of(row)) is not None


def spoken(row: Row) -> re.Match[str] | None:
    """The words by which a sentence only speaks of an act: "condemned the attack"."""
    return _known(row, before=rf"\b(?:{'|'.join(words_for('spoken'))}) ")


def _known(row: Row, before: str) -> re.Match[str] | None:
    return led_by(_of_known(before), (row.get("trigger") or "-").lower(), part_of(row))


@cache
def _of_known(before: str) -> re.Pattern[str]:
    small = rf"(?!(?:{'|'.join(words_for('small'))})\b)"
    return re.compile(rf"{before}(?:the|this|that|these|those|either|both) (?:{small}[\w'’-]+ ){{0,3}}\Z")


def led_by(lead: re.Pattern[str], word: str, text: str) -> re.Match[str] | None:
    """The match of a pattern that ends with `\\Z`, right before a word: with the word in it, the pattern would have to
    be compiled for each word, which takes longer than to search the text.
    """
    start = text.find(word)
    while start >= 0:
        if _EDGE.match(text, start + len(word)) and (found := lead.search(text[:start])):
            return found
        start = text.find(word, start + 1)
    return None


def moves_on(sentence: str, trigger: str | None = None) -> bool:
    """Whether the sentence moves on to another happening, before it names the act if there is one, or adds up the dead
    of several: "bringing the day's toll to nine".
    """
    lowered = sentence.lower()
    if any_of(words_for("sum of a day")).search(lowered):
        return True
    offset = -1 if trigger is None else lowered.find(trigger.lower())
    return _cue_apart().search(lowered[: offset + 1 if offset >= 0 else None]) is not None


@cache
def _cue_apart() -> re.Pattern[str]:
    numbers = "|".join(re.escape(str(row["words"])) for row in rows("numbers") if row["kind"] == "digit")
    others = "|".join((numbers, *words_for("rank of")))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words_for('apart')))})\b(?! (?:\d|(?:{others})\b))")


@cache
def _time_words() -> re.Pattern[str]:
    return any_of((*words_for("time"), r"\d{4}"))


@cache
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


@cache
def _common() -> frozenset[str]:
    return frozenset(word[:STEM] for word in (*words_for("common"), *words_for("time")))


@cache
def words_for(use: str) -> tuple[str, ...]:
    return tuple(word for row in rows("incident_words") if row["use"] == use for word in listed(row["words"]))
