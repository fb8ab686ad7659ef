"""A report: an event, or a figure of people killed, with the features that linking compares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from transforms.linking.happenings import PLACE
from transforms.linking.kinds import DEADLY, TOLL, has_own_word, kind_of, kind_of_code
from transforms.linking.sentences import (
    KEPT,
    Row,
    Sentence,
    any_of,
    clause_of,
    is_building,
    is_headline,
    is_of_disaster,
    is_recalled,
    is_written,
    moves_on,
    named_place,
    names_place,
    names_time,
    own_words,
    part_of,
    refers_back,
    sentence_of,
    spellings,
    spoken,
    tells_date,
    without_time_of_telling,
    words_for,
    words_of,
    words_without,
)
from transforms.words import words_in

UNSTATED = timedelta(days=3)
"""Without a stated time an act happened on the publication day or up to this long before. flows/runs/decisions.py hands
it to the warehouse; sql/marts/territory_on.sql ranks such acts with a shorter time of its own.
"""
LONG_BEFORE = timedelta(days=7)
"""Days before publication above which an act is one of before, which many articles recall."""
_NOBODY: frozenset[str] = frozenset()
Bounds = tuple[int | None, int | None]
Kin = Mapping[str, frozenset[str]]
"""Maps each actor to itself and its ancestors."""


@dataclass(frozen=True, slots=True)
class Report:
    """One fact with its features for comparison: who, what, where, when, how many, which words.

    What many comparisons ask for is computed once.
    """

    row: Row
    kind: str
    """Kind of happening by the words of the sentence."""
    coded: str
    """Kind by the sub-event alone."""
    first: date
    last: date
    is_stated: bool
    actors: frozenset[str]
    sources: frozenset[str]
    words: frozenset[str]
    who: frozenset[str]
    place: str | None
    moves_on: bool
    """The sentence moves on to another happening."""
    refers_back: bool
    """The sentence refers back to an earlier one: "the strike"."""
    names_place: bool
    """The sentence names the place; else the place is taken from the sentences around, and weighs less."""
    names_source: bool
    """The sentence names the source; else it is taken from the sentences around."""
    names_time: bool
    """The sentence names a time; else the day is taken from the sentences around, and weighs less."""
    is_spoken: bool
    """The sentence only speaks of a known act: "condemned the attack"."""
    is_recalled: bool
    """A relative clause recalls the act: "the children who were abducted were freed"."""
    is_known_by_date: bool
    """The act is of long before, and the sentence tells it by its date: "the December 13 attack"."""
    has_own_word: bool
    """The sentence has a word of the act's own sub-event; else other reports decide what happened."""
    comes_next: bool
    """The sentence tells what came after another act: "gunmen then stormed"."""
    part_of_day: str | None
    """The part of the day that the sentence names: "morning" or "evening"; None if it names none or both."""
    toll: Bounds | None = None
    """Deaths counted by a figure, or in the sentence of an act."""
    adds_to_toll: bool = False
    """The figure adds to an earlier toll, such as bodies found later."""
    is_killing: bool = False
    """The trigger states only the deaths: "killed"."""
    victim: str | None = None
    """The only victim of an act, "a guard", or the two, "a man and his wife", where no figure counts more."""
    act: str | None = None
    """fact_id of the event whose dead a figure counts or an event tells, if its article says."""
    others: frozenset[str] = frozenset()
    """fact_ids of the acts that its sentence, or that of its act, tells apart from it."""

    fact_id: str = field(init=False)
    article: str = field(init=False)
    published: int = field(init=False)
    """Number of the day of publication."""
    sentence: Sentence = field(init=False)
    order: tuple[date, str, int, str] = field(init=False)
    """Sort key: order of publication, then of the text."""

    def __post_init__(self) -> None:
        day, article, index, fact = (self.row[n] for n in ("published_date", "article_id", "sentence_index", "fact_id"))
        computed = {
            "fact_id": fact,
            "article": article,
            "published": day.toordinal(),
            "sentence": sentence_of(self.row),
            "order": (day, article, index, fact),
        }
        for name, value in computed.items():
            object.__setattr__(self, name, value)

    @property
    def is_memory(self) -> bool:
        """Whether the sentence speaks of the day of an earlier happening: "the anniversary of the attack"."""
        return any_of(words_for("memory")).search(part_of(self.row)) is not None

    @property
    def is_mention(self) -> bool:
        """Whether the sentence speaks of a known act and does not say where or when it was: "the attack could cut"."""
        return self.refers_back and not (self.names_place or self.names_time)

    @property
    def place_words(self) -> frozenset[str]:
        return words_of(self.place or "")

    @property
    def spelled(self) -> dict[str, list[str]]:
        """The words of the sentence and of the names in it, in lower case, by their stems."""
        names = (self.row.get(name) for name in ("source", "target", "who"))
        return spellings(" ".join([self.row["sentence"], *(name for name in names if name)]))

    @property
    def has_toll(self) -> bool:
        """Whether the number is the toll itself: no part of it, no addition to it, not corrected."""
        is_part = self.adds_to_toll or self.row.get("part_of") or self.row.get("corrected_by")
        return self.toll is not None and not is_part

    @property
    def is_elsewhere(self) -> bool:
        """Whether the figure tells a happening of its own beside that of its sentence's act."""
        return self.is_toll and "plover" in self.row

    @property
    def target(self) -> str:
        """The target that the sentence of an act names."""
        target = self.row.get("target")
        return target if target and is_written(target, self.row) else ""

    @property
    def is_in_a_town(self) -> bool:
        """Whether the place is a building or quarter by its name or by the word after it: "the Jabal quarter"."""
        return _is_in_a_town(self.place or "", part_of(self.row))

    @property
    def is_toll(self) -> bool:
        return "measure" in self.row


@lru_cache(maxsize=KEPT)
def _is_in_a_town(place: str, words: str) -> bool:
    after = words.partition(place)[2].split()[:1] if place else []
    named = " ".join([place, *after])
    quarters = (*words_for("quarter"), *sorted(words_in("name_words", role="quarter")))
    return is_building(named) or any_of(quarters).search(named) is not None


def act_report(row: Row, kin: Kin) -> Report | None:
    kind = kind_of(row)
    if kind is None or row["modality"] not in ("asserted", "claimed"):
        return None
    names = " ".join(name for name in (row["source"], row["target"]) if name)
    days = row["date_start"], row["date_end"]
    report = _report(row, kind, days, kin, [row["source_actor"]], [row["target_actor"]], names)
    return replace(report, victim=_victim(row) if kind in DEADLY | {"unrest", "abduction"} else None)


def _victim(row: Row) -> str | None:
    """The person, or the two, whom the sentence of an act says were killed: "killing a police officer and wounding
    two", "killed a man and his wife", "a woman died when".
    """
    target, trigger = (row["target"] or "").lower(), (row["trigger"] or "").lower()
    whole = _victims().match(target + ".")
    if whole is not None and (trigger in words_for("deadly") or _is_killed(target, part_of(row))):
        return whole[1]
    killed = _killed_victims().search(part_of(row)) or _dead_victims().search(clause_of(row)[1].partition(trigger)[0])
    return killed[1] if killed else None


def _is_killed(target: str, words: str) -> bool:
    """Whether a sentence tells the death of a target by "was" and its words, "a teacher was shot dead", and does not
    only recall it: "the raid in which a teacher was killed".
    """
    found = re.search(rf"\b(?<!which ){re.escape(target)} (?:was|were|has been|have been|had been) ", words)
    return found is not None and _death().match(words, found.end()) is not None


@cache
def _death() -> re.Pattern[str]:
    return re.compile(rf"(?:\w+ly )?(?:{'|'.join(words_for('deadly'))})\b")


def number_of(victim: str) -> int:
    """How many people a victim is: "a man and his wife" are two."""
    return 1 + len(_other_person().findall(victim))


@cache
def _victims() -> re.Pattern[str]:
    """Matches one or two people where their phrase ends."""
    end = r"(?= and \w+(?:ing|ed)\b|[,.;]|$| in | at | on | near )"
    return re.compile(rf"({_one_person().pattern}(?:{_other_person().pattern})?){end}")


@cache
def _killed_victims() -> re.Pattern[str]:
    return re.compile(rf"\b(?:killing|{'|'.join(words_for('deadly'))}) {_victims().pattern}")


@cache
def _dead_victims() -> re.Pattern[str]:
    """Matches one or two people and their death before the act of which they died: "a woman died when a bomb"."""
    died = "|".join(word for word in words_for("deadly") if word.endswith(("ed", "dead", "death")))
    people = rf"({_one_person().pattern}(?:{_other_person().pattern})?)"
    rest = r"(?:[\w'’-]+ ){0,5}?(?:when|as|by|in an?)"
    return re.compile(rf"\b{people} (?:(?:also|later) )?(?:died|(?:was|were|had been) (?:{died})) {rest}\b")


@cache
def _one_person() -> re.Pattern[str]:
    return re.compile(rf"(?:an?|one) {_person()}")


@cache
def _other_person() -> re.Pattern[str]:
    return re.compile(rf" and (?:(?:an?|one) {_person()}|(?:his|her|their) (?:[\w'’-]+ )?(?:{_one_of_kin()})\b)")


def _one_of_kin() -> str:
    """Nouns of one relative or companion: "his wife", not "his children"."""
    return "|".join(words_for("kin"))


def _person() -> str:
    amount = "|".join(words_for("amount"))
    office = r"(?: (?:of|for|from) (?:(?:the|an?) )?(?:(?!and\b)[\w'’-]+ )?[\w'’-]+)?"
    return rf"(?!(?:[\w-]+ )?(?:{amount})\b)(?:(?!and\b)[\w'’-]+ ){{0,3}}?[\w'’-]+{office}"


def toll_report(row: Row, kin: Kin, act: Report | None) -> Report | None:
    is_running = row["cumulative"] and act is None
    counted = row["measure"] == "killed" and not is_running and (row["low"], row["high"]) != (None, None)
    if not counted or (row["modality"] not in ("asserted", "claimed") and not row["corrected_by"]):
        return None
    if is_of_disaster(row):
        return None
    row = {**row, "is_dated": bool(row["period_start"] or row["period_end"])}
    toll = row["low"], row["high"]
    if act is None:
        if _long_period().search(row["sentence"].lower()) or _of_bodies_returned().search(part_of(row)):
            return None
        days = row["period_start"], row["period_end"]
        return replace(_report(row, TOLL, days, kin, [row["actor"]], [], row["who"] or ""), toll=toll)
    is_beside = sentence_of(act.row) == sentence_of(row)
    days = (row["period_start"], row["period_end"]) if row["is_dated"] else (act.first, act.last)
    if row["place"] is None or (act.names_place and is_beside):
        row |= {name: act.row[name] for name in PLACE}
    row |= {"when_told": act.row["when_told"]}
    if act.row["modality"] == "claimed" and is_beside and _may_be_of_doer(row, act.row):
        row |= {"modality": "claimed", "actor": row["actor"] or act.row["source_actor"]}
    report = _report(row, act.kind, days, kin, [row["actor"]], [], row["who"] or "")
    return replace(
        report,
        is_stated=act.is_stated or row["is_dated"],
        sources=report.sources | act.sources,
        actors=report.actors | act.actors,
        who=report.who | act.who,
        toll=toll,
        act=act.fact_id,
        moves_on=report.moves_on or (act.moves_on and is_beside),
        is_killing=act.is_killing and is_beside,
    )


_OF_ACT = ("plover", "acled_event", "acled_sub_event", "source", "source_actor", "date_precision", "when_told")


def toll_elsewhere(row: Row, kin: Kin, act: Report) -> Report | None:
    """The report of a number that counts those whom an act killed in a place of their own: it tells a happening of the
    act's kind and day there.
    """
    row = {**row, **{name: act.row[name] for name in _OF_ACT}, "target": None, "territory": None}
    if row["actor"] not in (None, act.row["source_actor"]):
        row |= {"source": None, "source_actor": None}
    if row["cumulative"] or row["modality"] not in ("asserted", "claimed"):
        return None
    report = _report(row, act.kind, (act.first, act.last), kin, [act.row["source_actor"]], [], row["who"] or "")
    return replace(report, is_stated=act.is_stated, names_place=True, toll=(row["low"], row["high"]))


@cache
def _long_period() -> re.Pattern[str]:
    return any_of(words_for("long"))


def _report(
    row: Row,
    kind: str,
    days: tuple[date | None, date | None],
    kin: Kin,
    sources: list[str | None],
    targets: list[str | None],
    names: str,
) -> Report:
    if is_headline(row) and part_of(row) != row["sentence"].lower() and not names_place(row):
        row = {**row, **dict.fromkeys(PLACE)}  # not that of the headline's other part
    published = row["published_date"]
    begin = days[0] or days[1]
    end = days[1] or begin
    is_old = begin is not None and begin == end and published - begin > LONG_BEFORE
    return Report(
        row=row,
        kind=kind,
        coded=(kind_of_code(row) if "plover" in row else None) or kind,
        first=min(begin, published) if begin else published - UNSTATED,
        last=min(max(begin, end or begin), published) if begin else published,
        is_stated=begin is not None,
        actors=_lineages([*sources, *targets], kin),
        sources=_lineages(sources, kin),
        words=words_without(row["sentence"], row["place"] or ""),
        who=words_without(names, row["place"] or ""),
        place=named_place(row),
        is_known_by_date=is_old and begin is not None and tells_date(part_of(row), begin),
        names_time=begin is not None and names_time(without_time_of_telling(own_words(row)), begin, end or begin),
        **_cues(row),
    )


def _cues(row: Row) -> dict[str, Any]:
    """What the words of a fact's sentence say of its happening."""
    return {
        "moves_on": moves_on(row["sentence"], row.get("trigger") or row.get("number") or ""),
        "is_killing": (row.get("trigger") or "").lower() in words_for("killing"),
        "refers_back": refers_back(row),
        "names_place": names_place(row),
        "names_source": is_written(row.get("source"), row),
        "comes_next": any_of(words_for("next")).search(part_of(row)) is not None,
        "part_of_day": _part_of_day(row),
        "is_spoken": spoken(row) is not None,
        "is_recalled": is_recalled(row),
        "has_own_word": has_own_word(row),
    }


def _part_of_day(row: Row) -> str | None:
    words = own_words(row)
    named = [part for part in ("morning", "evening") if any_of(words_for(part)).search(words)]
    return named[0] if len(named) == 1 else None


def _may_be_of_doer(row: Row, act: Row) -> bool:
    """Whether who counts the dead of an act may be who did it: nobody else is named as the speaker."""
    speaker, doer = ((name or "").lower().split() for name in (row["attribution"], act["source"]))
    return not speaker or (bool(doer) and doer[-1] in speaker)


@cache
def _of_bodies_returned() -> re.Pattern[str]:
    """Matches the handing over of those who died before: "agreed to exchange the bodies of 1,200 soldiers"."""
    described = r"(?:the )?(?:(?!and\b|with\b|to\b|for\b)[\w,-]+ ){0,2}"
    return re.compile(rf"\b(?:{'|'.join(words_for('returned'))}) {described}(?:bodies|remains|corpses)\b")


def _lineages(actors: Iterable[str | None], kin: Kin) -> frozenset[str]:
    """The actors with their ancestors; of a single one, as of none, the set that all such reports have."""
    own = [kin.get(actor, frozenset((actor,))) for actor in dict.fromkeys(actors) if actor]
    return own[0] if len(own) == 1 else _NOBODY.union(*own) if own else _NOBODY
