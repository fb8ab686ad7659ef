"""Finds the act whose dead a number counts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from transforms.linking.kinds import ABDUCTION, ARREST, DEADLY
from transforms.linking.one_act import NEAR, act_near, is_same_time, may_be_at, only_deadly_acts, rank_of_act
from transforms.linking.reports import Bounds, Kin, Report, toll_elsewhere, toll_report
from transforms.linking.sentences import (
    HEAD,
    Row,
    Sentence,
    any_of,
    has_grown,
    is_headline,
    named_place,
    part_of,
    raises_toll,
    refers_back,
    sentence_of,
    words_for,
)
from transforms.linking.sums import tells_of_several_acts
from transforms.linking.tolls import EVERYBODY
from transforms.words import word_list, words_in

_WOUNDED = re.compile(r"^ of the (?:wounded|injured)\b")
_OWN_PEOPLE = word_list("incidents own people")
MOST = 500
"""Deaths above which a total is a whole war's, if its article counts none of the act itself."""
WIDER = 3
"""A running total up to this many times an act's toll still counts that act; above, it counts a war's dead."""
RIVAL = 10
"""The same for a number in the sentence after a toll, where another voice may count far more."""


@dataclass(frozen=True, slots=True)
class Count:
    """A toll so far in an article: its size, its row and its act."""

    size: int
    row: Row
    act: Report

    @property
    def has_risen(self) -> bool:
        """Whether the number has risen to this, so that a smaller one below it is an earlier one."""
        return bool(self.row["cumulative"]) and any_of(words_for("risen")).search(part_of(self.row)) is not None


Before = Count | None
"""The toll that a number may add to or restate."""


def size_of(bounds: Bounds) -> int:
    return bounds[0] if bounds[0] is not None else bounds[1] or 0


def toll_reports(
    figures: Iterable[Row], acts_of_sentence: Mapping[Sentence, Sequence[Report]], acts: Sequence[Report], kin: Kin
) -> list[Report]:
    """Figures as reports, each with its act: the one of its sentence, else the one whose deaths its article counts.

    A smaller number after an act's toll adds to it ("three more bodies"); a running total ("the toll was 19") restates
    it.
    """
    dead = [row for row in figures if row["measure"] == "killed"]
    counted = {sentence_of(row) for row in dead if sentence_of(row) in acts_of_sentence}
    told = _Told(acts_of_sentence, _acts_by_article(acts), only_deadly_acts(acts), _places_counted(dead), counted)
    order = sorted(dead, key=lambda row: (*sentence_of(row), bool(row["cumulative"]), _tells_part(row), row["fact_id"]))
    return [report for row in order if (report := _report_of(row, told, kin)) is not None]


@dataclass(frozen=True, slots=True)
class _Told:
    """What numbers may count, by sentence and article; `counted` and `counts` grow with each number."""

    of_sentence: Mapping[Sentence, Sequence[Report]]
    of_article: Mapping[str, Sequence[Report]]
    only_deadly: Mapping[str, Report]
    places: Mapping[Sentence, Collection[str]]
    """The places for which a sentence counts the dead."""
    counted: set[Sentence]
    """The sentences of acts whose dead are counted."""
    counts: dict[str, list[Count]] = field(default_factory=dict)
    """The tolls so far of each article."""


def _places_counted(dead: Iterable[Row]) -> dict[Sentence, set[str]]:
    places: dict[Sentence, set[str]] = {}
    for row in dead:
        if (place := named_place(row)) is not None and not (row["part_of"] or row["corrected_by"]):
            places.setdefault(sentence_of(row), set()).add(place)
    return places


def _report_of(row: Row, told: _Told, kin: Kin) -> Report | None:
    """The report of a number; None if it is of no act and names no place."""
    article, size = row["article_id"], size_of((row["low"], row["high"]))
    if has_grown(row) and not row["cumulative"] and _is_more(row):
        return None  # "has climbed to 13 after four more bodies were found", "after four of the wounded died"
    own = _own_act(row, told.of_sentence)
    if own is not None and not (_may_be_then(row, own) and not _counts_others(row, own)):
        own = None
    if own is None and (other := _act_of_other_part(row, told.of_sentence)) is not None:
        return _of_an_untold_act(row, kin, other)
    before = _count_before(row, size, told.counts.get(article, ()))
    others = [act for act in told.of_article.get(article, ()) if not _counts_others(row, act)]
    act_told = own or _act_told_before(row, others, told.counted)
    act = _act_counted(row, size, own, act_told, before, told)
    if act is not None:
        told.counted.add(sentence_of(act.row))
        if _is_of_a_list(row, act, told.places.get(sentence_of(row), ())):
            return toll_elsewhere(row, kin, act)
    if (report := toll_report(row, kin, act)) is None:
        return None
    is_smaller = before is not None and size <= before.size
    is_anew = row["cumulative"] or refers_back(row) or _is_former(row) or _is_rival(row, before)
    is_added = act is not None and act is not act_told and not is_anew
    is_earlier = before is not None and before.has_risen and not (act is not None and _is_another(act, before.act))
    is_same = is_smaller and before is not None and act is not None and before.act.fact_id == act.fact_id
    if act is not None and not (row["part_of"] or row["corrected_by"] or is_same):
        told.counts.setdefault(article, []).append(Count(size, row, act))
    return replace(report, adds_to_toll=is_smaller and (is_added or is_earlier or _tells_part(row)))


def _act_counted(
    row: Row, size: int, own: Report | None, act_told: Report | None, before: Before, told: _Told
) -> Report | None:
    """The act whose dead a number counts; `own` is the act of its part of the sentence, `act_told` also the one told
    before it.
    """
    only_deadly = told.only_deadly.get(row["article_id"])
    if own is None and is_headline(row) and part_of(row) != row["sentence"].lower():
        act = None  # "Forces kill 14 as the toll of another attack rises to nine"
    elif own is None and before is not None and _is_former(row):
        act = _act_restated(row, size, None, before, only_deadly, None)
    elif row["cumulative"] or (act_told is None and refers_back(row)):
        act = _act_restated(row, size, own, before, only_deadly, act_told)
    else:
        act = act_told or _act_added_to(row, size, before, only_deadly)
    if act is None and own is None:
        acts = told.of_article.get(row["article_id"], ())
        act = _act_announced(row, acts) if row["cumulative"] else _act_named_later(row, acts)
    return act


def _act_of_other_part(row: Row, acts_of_sentence: Mapping[Sentence, Sequence[Report]]) -> Report | None:
    """The act in the other part of a sentence that tells two, where the act of a number's own part is not known."""
    article, index, part = sentence_of(row)
    if row["cumulative"] or is_headline(row) or part_of(row) == row["sentence"].lower():
        return None
    return next(iter(acts_of_sentence.get((article, index, 1 - part), ())), None)


def _of_an_untold_act(row: Row, kin: Kin, other: Report) -> Report | None:
    """The report of a number by itself; it is of the day of the other act if only hours lie between them."""
    report = toll_report(row, kin, None) if " hours " in row["sentence"] else None
    return report and replace(report, first=other.first, last=other.last, is_stated=other.is_stated)


def _is_another(act: Report, told: Report) -> bool:
    """Whether an act is told as another one than that of a toll before it: by its words or by a day of its own."""
    is_of_another_day = act.names_time and told.is_stated and not is_same_time(act, told)
    return act.moves_on or is_of_another_day


def _is_of_a_list(row: Row, act: Report, places: Collection[str]) -> bool:
    """Whether a number counts the dead of another place than that of the act in a sentence that counts them in several:
    "killed seven people in Homs and four in Hama".
    """
    is_beside = sentence_of(row) == sentence_of(act.row) and len(places) > 1 and not row["part_of"]
    return is_beside and (place := named_place(row)) is not None and place != act.place


def _count_before(row: Row, size: int, counts: Sequence[Count]) -> Before:
    """The toll that a number may add to or restate: the last one of the sentences just before it that is not far
    smaller, else the greatest of its article.
    """
    near = [count for count in counts if row["sentence_index"] - count.row["sentence_index"] <= NEAR]
    near = [count for count in near if size <= _most_restated(row, count)]
    return near[-1] if near else max(counts, key=lambda count: count.size, default=None)


def _most_restated(row: Row, count: Count) -> int:
    is_next = row["sentence_index"] - count.row["sentence_index"] <= 1
    return min(count.size * (RIVAL if is_next else WIDER), max(MOST, count.size * WIDER))


def _is_rival(row: Row, before: Before) -> bool:
    """Whether another voice counts the same dead anew: "a hospital said seven soldiers had died"."""
    if before is None or not row["attribution"] or row["attribution"] == before.row["attribution"]:
        return False
    who, others = ((each["who"] or "").lower() for each in (row, before.row))
    return not (_tells_part(row) or _is_more(row)) and (who in ("", others) or who in EVERYBODY)


def _is_former(row: Row) -> bool:
    """Whether a number is one that a voice gave before: "had earlier said", "at first spoke of"."""
    return _earlier().search(part_of(row).partition((row["number"] or "-").lower())[0]) is not None


@cache
def _earlier() -> re.Pattern[str]:
    formerly = "|".join(sorted(words_in("corrections", role="formerly")))
    told = "|".join((*words_for("told"), *words_for("counted")))
    return re.compile(
        rf"\b(?:had|has|have) (?:[\w-]+ )?(?:{formerly})\b|\b(?:{formerly}) (?:\w+ed|said|put|spoke|gave)\b"
        rf"|\bhad (?:{told})\b"
    )


def _is_more(row: Row) -> bool:
    """Whether a number counts further dead: "three more bodies", "three of the wounded"."""
    is_of_wounded = _WOUNDED.search(part_of(row).partition((row["number"] or "-").lower())[2]) is not None
    return is_of_wounded or any_of(words_for("further")).search(part_of(row)) is not None


def _acts_by_article(acts: Iterable[Report]) -> dict[str, list[Report]]:
    """The acts of each article in the order of the text, without outcomes of other acts."""
    found: dict[str, list[Report]] = {}
    for act in sorted(acts, key=lambda act: (*sentence_of(act.row), rank_of_act(act))):
        if act.act is None:
            found.setdefault(act.row["article_id"], []).append(act)
    return found


def _act_named_later(row: Row, acts: Sequence[Report]) -> Report | None:
    """The first deadly act of a place if only a noun names it, below a number at the head: "A bomb killed 17 people ...
    We heard the blast", of which the first sentence was not read as an act.
    """
    place = named_place(row)
    first = next((act for act in acts if act.kind in DEADLY and act.place == place is not None), None)
    if first is None or row["sentence_index"] >= min(HEAD, first.row["sentence_index"]):
        return None
    return first if first.refers_back and not (first.names_place or first.names_time or first.moves_on) else None


def _act_announced(row: Row, acts: Sequence[Report]) -> Report | None:
    """The deadly act that is told next, if the head of an article says how far its toll has risen: "The number of
    inmates killed in a riot has climbed to 13. ... Gangs fought each other in the prison on Tuesday".
    """
    if row["sentence_index"] >= HEAD or not has_grown(row) or size_of((row["low"], row["high"])) > MOST:
        return None
    below = (act for act in acts if act.kind in DEADLY and 0 < act.row["sentence_index"] - row["sentence_index"] < HEAD)
    act = next(below, None)
    return act if act is not None and not act.moves_on and may_be_at(row, act.row) else None


def _own_act(row: Row, acts_of_sentence: Mapping[Sentence, Sequence[Report]]) -> Report | None:
    """The act in the part of the sentence that holds a number, of several the one whose target has it; of a running
    total the one in its other part, too: "the toll rose to 24, two days after the strike".
    """
    article, index, part = sentence_of(row)
    parts = (part, 1 - part) if row["cumulative"] and part in (0, 1) and not is_headline(row) else (part,)
    acts = next((found for candidate in parts if (found := acts_of_sentence.get((article, index, candidate)))), ())
    if row["cumulative"] and (named := next((act for act in acts if _is_toll_of(act)), None)) is not None:
        return named
    counted = re.compile(rf"\b{re.escape((row['number'] or '-').lower())}\b")
    return next((act for act in acts if counted.search((act.row["target"] or "").lower())), acts[0] if acts else None)


def _counts_others(row: Row, act: Report) -> bool:
    """Whether an act that is not deadly counts others than a number: "23 people killed and 11 children abducted"."""
    number = re.escape((row["number"] or "-").lower())
    victims = act.target.lower()
    is_counted = any_of(words_for("amounts")).match(victims) is not None
    return act.kind in (ABDUCTION, ARREST) and is_counted and re.search(rf"\b{number}\b", victims) is None


def _is_toll_of(act: Report) -> bool:
    """Whether a sentence names an act as that whose toll it gives: "the toll of an air strike"."""
    trigger = re.escape((act.row["trigger"] or "-").lower())
    toll = rf"\b(?:toll|killed|dead|died|deaths) (?:from|of|in|by) (?:[^\W\d][\w'’-]* ){{0,5}}{trigger}\b"
    return re.search(toll, act.row["sentence"].lower()) is not None


def _may_be_then(row: Row, act: Report) -> bool:
    """Whether the period of a number, if it has one, overlaps the days of an act."""
    begin, end = row["period_start"] or act.first, row["period_end"] or act.last
    return bool(begin <= act.last and end >= act.first)


def _act_told_before(row: Row, acts: Sequence[Report], counted: set[Sentence]) -> Report | None:
    """The act in the sentence before a number without time or place, unless its dead are counted already."""
    is_bare = row["place"] is None and not (row["period_start"] or row["period_end"] or row["part_of"])
    is_bare = is_bare and not (_tells_part(row) or _is_of_days_before(row))
    act = act_near(row, [act for act in acts if act.row["sentence_index"] >= row["sentence_index"] - 1])
    return act if is_bare and act is not None and sentence_of(act.row) not in counted else None


def _is_of_days_before(row: Row) -> bool:
    """Whether a number counts those who died before what was told: "had died in clashes in the days before"."""
    return re.search(rf"\bin the (?:\w+ )?(?:{'|'.join(words_for('lengths'))}) before\b", part_of(row)) is not None


def _tells_part(row: Row) -> bool:
    """Whether a number counts some of the dead counted before: "among the dead were five children"; not "five of them
    were killed" of people who were present.
    """
    words, number = part_of(row), re.escape((row["number"] or "").lower())
    if _listed_among(number).search(words) or _of_own_people(number).search(words):
        return True
    killing = "|".join(words_for("killing"))
    few = rf"{number} of (?:them|those)"
    fate = rf"{few} (?:(?:were|was|had been) )?(?:{killing})\b|\b(?:{killing}) {few}\b"
    counted = re.search(rf"\b{number}(?: [\w'’-]+){{0,4}}", words)
    before = words[: counted.end()] if counted else words
    return any_of(words_for("part")).search(before) is not None and re.search(fate, words) is None


def _listed_among(number: str) -> re.Pattern[str]:
    """Matches the first of those listed as some of the dead: "13 men, three guards and two nurses among them"."""
    return re.compile(rf"\b{number} (?:[\w'’-]+ ){{1,2}}and (?:[\w'’-]+ ){{1,3}}among (?:them|those|the dead)\b")


def _of_own_people(number: str) -> re.Pattern[str]:
    """Matches the dead of the speaker's own family: "my brother and his four sons"."""
    kin = "|".join(words_for("kin"))
    own = "|".join(sorted(_OWN_PEOPLE))
    return re.compile(rf"\b(?:{own}) (?:(?:{kin}) and (?:his|her|their|my|our) )?{number}\b")


def _act_added_to(row: Row, size: int, before: Before, only_deadly: Report | None) -> Report | None:
    """The act whose deaths a number counts in a sentence without an act.

    A number no greater than the toll before it, without a place of its own, adds to that toll; any other belongs to the
    only deadly act of its article.
    """
    if row["period_start"] or row["period_end"] or _is_of_days_before(row):
        return None
    if before is not None and row["place"] is None and size <= before.size:
        return before.act
    is_far_more = before is not None and size > before.size * RIVAL
    may_be = only_deadly is not None and not is_far_more and may_be_at(row, only_deadly.row)
    return only_deadly if may_be else None


def _act_restated(
    row: Row, size: int, own: Report | None, before: Before, only_deadly: Report | None, told: Report | None
) -> Report | None:
    """The act whose toll a running total restates: the act it names, else the one whose toll its sentence raises, else
    the one just told without its dead, else the one with a toll of about this size before it; None for the deaths of a
    whole war.
    """
    names_act = _names_act(row["sentence"])
    counted = _counts_a_span() if not names_act else _counts_a_month()
    if row["period_start"] or row["period_end"] or counted.search(row["sentence"].lower()):
        return None
    if names_act:
        return own or (only_deadly if only_deadly is not None and may_be_at(row, only_deadly.row) else None)
    if tells_of_several_acts(row["sentence"]):
        return None
    if own is not None and before is None and size <= MOST and raises_toll(row["sentence"]):
        return own
    if told is not None and own is None and size <= MOST:
        return told
    return before.act if before is not None and size <= _most_restated(row, before) else None


@cache
def _counts_a_month() -> re.Pattern[str]:
    """Matches a total of several acts: "the number of people killed in such raids this month"."""
    return re.compile(rf"\b(?:number|total) of [^,;]*\b(?:{'|'.join(words_for('until now'))})\b")


@cache
def _counts_a_span() -> re.Pattern[str]:
    """Matches a total of what several acts did: "brings to 14 the number of people killed at the weekend"."""
    spans = f"{'|'.join(words_for('until now'))}|since|(?:at|over) the weekend|this week"
    lengths = rf"(?:in|over) [\w ]*?\b(?:{'|'.join(words_for('lengths'))})"
    return re.compile(rf"\b(?:number|total)\b[^,;]*\b(?:{spans}|{lengths})\b")


def _names_act(sentence: str) -> bool:
    """Whether a sentence counts the dead of a single act: "the toll of the attack", "killed when rebels stormed it"."""
    return _toll_of_act().search(sentence.lower()) is not None


@cache
def _toll_of_act() -> re.Pattern[str]:
    between, acts = (
        r"(?:[^\W\d][\w'’-]* ){0,5}",
        "|".join((*words_for("act"), *(f"{word}s" for word in words_for("one act")))),
    )
    return re.compile(
        rf"\b(?:toll|killed|dead|died|deaths) (?:in|of|from|by) {between}(?:{acts})\b|\b(?:killed|dead|died) when\b"
    )
