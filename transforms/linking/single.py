"""Tells acts that are no single happening, courses of a war, habits, counts of many and what is no act at all, by a
logistic regression over what is seen of them; `python -m tests.linking.within fit` fits its weights, seeds/single.csv,
to articles in which people marked the happening of each act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from math import fsum

from transforms import seeds
from transforms.linking.kinds import DEADLY
from transforms.linking.reports import Report
from transforms.linking.sentences import HEAD, clause_of, has_grown, is_headline, led_by, part_of, words_for

BAR, BAR_IF_COUNTED = 0.0, 0.8
"""Log odds above which an act is no single happening; more, if it counts victims, whom a desk would miss."""
NUMBER = "#"
ALWAYS = "always"
"""The sign that every act has."""
DAYS = (0, 1, 7, 31, 366)
SENTENCES = (0, 1, 3, 7, 15)
TOWN = 1
"""geo_precision of an exact place."""
AROUND, NEAR = 5, 3
"""Words on each side of a trigger that are looked at in pairs, and those that are looked at one by one."""
STEM = 5
"""Letters of a party's noun that are looked at."""
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*|\d+")


def is_single(act: Report) -> bool:
    """Whether an act is a single happening; one whose toll has risen is, whatever else is seen of it, and so are
    attacks whose dead are counted for one day in one town.
    """
    if _has_risen_toll(act) or _is_of_one_day_and_town(act):
        return True
    known = weights()
    bar = BAR_IF_COUNTED if _counts_victims(act) else BAR
    return fsum(known.get(sign, 0.0) for sign in signs(act)) <= bar


def _is_of_one_day_and_town(act: Report) -> bool:
    """Whether a sentence counts the dead of several acts for one day in one town: "died in attacks in Gao on 9 May"."""
    is_placed = act.names_place and act.row["geo_precision"] in (TOWN, None)
    is_dated = act.names_time and act.is_stated and act.first == act.last
    is_plural = _form((act.row["trigger"] or "-").lower()) == "plural"
    return is_plural and is_placed and is_dated and act.coded in DEADLY and _counts_dead(act)


def _counts_dead(act: Report) -> bool:
    """Whether the sentence of an act counts people before a word for death."""
    return _words((act.row["target"] or "").lower())[:1] == [NUMBER] and _deaths().search(part_of(act.row)) is not None


@cache
def _deaths() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words_for('deadly'))})\b")


def _has_risen_toll(act: Report) -> bool:
    """Whether a sentence tells that the toll of an act has risen: "the toll of a ferry attack rose to 31"."""
    if not has_grown(act.row):
        return False
    noun = (act.row["trigger"] or "-").lower()
    return noun in words_for("act") and led_by(_toll_of(), noun, part_of(act.row)) is not None


@cache
def _toll_of() -> re.Pattern[str]:
    return re.compile(r"\b(?:toll|killed|dead|died|deaths) (?:from|of|in|by) (?:an?|the) (?:[\w'’-]+ ){0,3}\Z")


def _counts_victims(act: Report) -> bool:
    """Whether an act names the one whom it killed, or counts those to whom it was done: "three civilians"."""
    return act.victim is not None or _words((act.row["target"] or "").lower())[:1] == [NUMBER]


@cache
def weights() -> dict[str, float]:
    """The weights by sign; signs that are missing weigh nothing."""
    return {sign: weight for (sign,), weight in seeds.weights("single").items()}


def signs(act: Report) -> Iterator[str]:
    """What is seen of an act, each sign once: its kind, time, place and parties, and the words around its trigger."""
    row = act.row
    trigger = (row["trigger"] or "-").lower()
    yield ALWAYS
    yield from _features(act)
    yield f"kind {act.coded}"
    yield f"confidence {row.get('confidence', 0.0):.1f}"
    yield f"days {_least((act.last - act.first).days, DAYS) if act.is_stated else 'open'}"
    yield f"date {row.get('date_precision')}"
    yield f"place {row['geo_precision']}"
    yield f"sentence {_least(row['sentence_index'], SENTENCES)}"
    yield f"trigger {trigger}"
    yield f"form {_form(trigger)}"
    for slot in ("source", "target"):
        yield from _signs_of_party(slot, row[slot], row[f"{slot}_actor"])
    before, _, after = part_of(row).partition(trigger)
    yield f"determiner {_determiner(before)}"
    yield f"tense {next((name for name, tense in _tenses().items() if tense.search(before)), 'plain')}"
    yield from {f"word {word}" for word in _words(part_of(row))}
    before, _, after = clause_of(row)[1].partition(trigger)
    yield from _signs_beside("before", _words(before)[::-1])
    yield from _signs_beside("after", _words(after))


def _features(act: Report) -> Iterator[str]:
    """The features of a report that an act has."""
    row = act.row
    features = {
        "kills": act.is_killing, "has own word": act.has_own_word, "refers back": act.refers_back,
        "spoken": act.is_spoken, "recalled": act.is_recalled, "moves on": act.moves_on, "comes next": act.comes_next,
        "names place": act.names_place, "names time": act.names_time, "names source": act.names_source,
        "names target": bool(act.target), "in head": row["sentence_index"] < HEAD, "headline": is_headline(row),
        "background": row["when_told"] == "background", "claimed": row["modality"] == "claimed",
        "stated": act.is_stated,
    }  # fmt: skip
    return (name for name, holds in features.items() if holds)


def _signs_of_party(slot: str, name: str | None, actor: str | None) -> Iterator[str]:
    words = _words((name or "").lower())
    yield f"{slot} {words[-1][:STEM] if words else 'open'}"
    if words:
        yield f"{slot} begins {words[0]}"
        yield f"{slot} {'known' if actor else 'unknown'}"


def _signs_beside(side: str, words: Sequence[str]) -> Iterator[str]:
    """The words on one side of a trigger, the nearest first."""
    yield f"next {side} {words[0] if words else ''}"
    yield from {f"{side} {word}" for word in words[:NEAR]}
    yield from {f"{side} {one} {other}" for one, other in pairwise(words[:AROUND])}


def _words(text: str) -> list[str]:
    """The words of a text in lower case; NUMBER stands for numbers."""
    numbers = _numbers()
    return [NUMBER if word.isdigit() or word in numbers else word for word in _WORD.findall(text)]


@cache
def _numbers() -> frozenset[str]:
    return frozenset(str(row["words"]) for row in seeds.rows("numbers"))


def _least(number: int, bounds: Sequence[int]) -> str:
    return next((str(most) for most in bounds if number <= most), "more")


def _form(trigger: str) -> str:
    """The form of a trigger: a plural, as of "attacks", tells of several oftener than "attack"."""
    if " " in trigger:
        return "phrase"
    if trigger.endswith("s") and not trigger.endswith("ss"):
        return "plural"
    return next((end for end in ("ing", "ed") if trigger.endswith(end)), "bare")


def _determiner(before: str) -> str:
    """What stands before a noun that tells an act, nearest first: "the blast", "another attack"."""
    known = _determiners()
    return next((known[word] for word in reversed(before.split()[-NEAR:]) if word in known), "none")


@cache
def _determiners() -> dict[str, str]:
    return {word: kind for kind in ("definite", "indefinite", "another") for word in words_for(f"{kind} before")}


@cache
def _tenses() -> dict[str, re.Pattern[str]]:
    """What stands before a verb, by the name of its tense: "had recently", "has been"."""
    return {
        name: re.compile(rf"\b(?:{'|'.join(words_for(f'{name} before'))}) (?:been )?(?:\w+ly )?\Z")
        for name in ("had", "has", "being")
    }
