"""Builds reports: events and figures of people killed, with the features that linking compares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import combinations, pairwise
from typing import Any

from transforms.seeds import listed, rows
from transforms.words import MONTHS, WEEKDAYS

TAKEOVER = "takeover"
TOLL = "toll"
"""Kind of a figure whose act is unknown."""
STEM = 6
SHORTEST = 3
PLACE = ("place", "place_id", "latitude", "longitude", "country", "admin1", "geo_precision")
DEADLY = frozenset({"violence", "bombardment", "blast", "fighting"})
VICTIMS = frozenset({"unrest", "abduction", "takeover"})
"""Further kinds of acts whose dead a sentence after them may tell."""
FIGHTING = "fighting"
GENERIC = "violence"
"""Kind of an act whose text does not tell what kind of violence it was."""
HEAD = 3
"""Leading sentences of an article that report its news."""
NEAR = 2
"""Sentences after an act in which its dead are told without its time and place."""
WIDER = 3
"""Times the toll of an act up to which a running total in its article counts the same act, and not a war's dead."""
UNSTATED = timedelta(days=3)
"""Without a stated time an act happened on the publication day or up to this long before; warehouse/incidents.py takes
it from here, sql/marts/territory_on.sql ranks such acts with a shorter time of its own.
"""
_DIVIDES = re.compile(r";| as | while ")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

Row = Mapping[str, Any]
Sentence = tuple[str, int, int]
"""Article, sentence, and part of the sentence: a headline tells two happenings, divided by a semicolon or "as"."""
Bounds = tuple[int | None, int | None]
Kin = Mapping[str, frozenset[str]]
"""Maps each actor to itself and its ancestors."""


@dataclass(frozen=True, slots=True)
class Report:
    """One fact with its features for comparison: who, what, where, when, how many, which words."""

    row: Row
    kind: str
    """Kind of happening as the words of the sentence tell it."""
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
    is_apart: bool
    """The sentence moves on to another happening."""
    is_back: bool
    """The sentence refers back to an earlier one: "the strike"."""
    names_place: bool
    """The sentence names the place; else the place is taken from the sentences around, and weighs less."""
    names_source: bool
    """The sentence names the source; else it is taken from the sentences around."""
    names_time: bool
    """The sentence names a time; else the day is taken from the sentences around, and weighs less."""
    is_memory: bool
    """The sentence speaks of the day of an earlier happening: "the anniversary of the attack"."""
    is_spoken: bool
    """The sentence only speaks of a known act: "condemned the attack"."""
    is_recalled: bool
    """A relative clause recalls the act: "the children who were abducted were freed"."""
    is_cued: bool
    """The sentence has a word of the act's own sub-event; else others tell what the happening was."""
    toll: Bounds | None = None
    """Deaths counted by a figure, or in the sentence of an act."""
    is_more: bool = False
    """The figure adds to an earlier toll, such as bodies found later."""
    is_killing: bool = False
    """The trigger states only the deaths: "killed"."""
    victim: str | None = None
    """The single dead of an act, "a guard", where no figure counts more."""
    act: str | None = None
    """fact_id of the event whose dead a figure counts or an event tells, if its article says."""

    @property
    def fact_id(self) -> str:
        return str(self.row["fact_id"])

    @property
    def is_toll(self) -> bool:
        return "measure" in self.row

    @property
    def order(self) -> tuple[date, str, int, str]:
        """Sort key: order of publication, then of the text."""
        return self.row["published_date"], self.row["article_id"], self.row["sentence_index"], self.fact_id


def reports(rows: Iterable[Row], kin: Kin) -> list[Report]:
    """Build reports from rows of events and figures joined with their articles.

    Left out are running totals, events that only state such a total, the course of a war ("the offensive"), objects of
    another act in the sentence ("crushed an uprising"), and planned, hypothetical or denied events. A corrected figure
    is kept, to be shown as corrected. A figure without time or place inherits those of the act in its sentence.
    """
    events: list[Row] = []
    figures: list[Row] = []
    for row in rows:
        (figures if "measure" in row else events).append(row)
    figures = _without_sums(figures)
    totals = _totals(figures)
    objects = _objects(events)
    events = _with_places(events)
    happened = (
        row
        for row in events
        if not (_is_course(row) or _is_state(row) or _is_count(row, totals) or _is_object(row, objects))
    )
    acts = _with_outcomes([report for row in happened if (report := _act_report(row, kin)) is not None])
    act_of_sentence: dict[Sentence, Report] = {}
    for act in sorted(acts, key=_rank_of_act):
        act_of_sentence.setdefault(sentence_of(act.row), act)
    tolls = _toll_reports(figures, act_of_sentence, acts, kin)
    numbers: dict[Sentence, Bounds] = {}
    for each in tolls:
        if not each.row["part_of"] and not each.row["corrected_by"] and not each.is_more and each.toll:
            numbers[sentence_of(each.row)] = max(each.toll, numbers.get(sentence_of(each.row), each.toll), key=_size)
    return [*(replace(act, toll=numbers.get(sentence_of(act.row))) for act in acts), *tolls]


def _without_sums(figures: Sequence[Row]) -> list[Row]:
    """The figures; the sum of the dead of several acts at the head of an article is a running total: "two attacks
    killed 13", then nine and four.
    """
    dead = [row for row in figures if row["measure"] == "killed" and not (row["part_of"] or row["cumulative"])]
    later: dict[str, dict[int, int]] = {}
    for row in dead:
        sentences = later.setdefault(row["article_id"], {})
        sentences[row["sentence_index"]] = max(
            _size((row["low"], row["high"])), sentences.get(row["sentence_index"], 0)
        )
    sums = {
        (article, one + other)
        for article, sentences in later.items()
        for (_, one), (_, other) in pairwise(sorted(sentences.items()))
    }
    told = {
        (row["article_id"], row["low"])
        for row in dead
        if row["sentence_index"] < HEAD
        and (row["article_id"], row["low"]) in sums
        and _acts_told().search(row["sentence"].lower())
    }
    return [
        {**row, "cumulative": True} if row["sentence_index"] < HEAD and (row["article_id"], row["low"]) in told else row
        for row in figures
    ]


@cache
def _acts_told() -> re.Pattern[str]:
    """Matches several acts: "two separate attacks"."""
    return re.compile(rf"\b(?:two|separate|twin|different) (?:[\w-]+ )?(?:{'|'.join(_words_for('act'))})e?s\b")


def _with_places(events: Sequence[Row]) -> list[Row]:
    """The events in the order of the text; one "in the area" has the place of the event before it."""
    last: dict[str, Row] = {}
    found: list[Row] = []
    for row in sorted(events, key=lambda row: (row["article_id"], row["sentence_index"], row["fact_id"])):
        before = last.get(row["article_id"])
        if row["place"] is None and before is not None and _same_place().search(_part(row)):
            row = {**row, **{name: before[name] for name in PLACE}}
        if row["place"] is not None:
            last[row["article_id"]] = row
        found.append(row)
    return found


@cache
def _same_place() -> re.Pattern[str]:
    return _any_of(_words_for("same place"))


def _totals(figures: Iterable[Row]) -> dict[Sentence, list[str]]:
    """The numbers in each sentence that count deaths over a period."""
    totals: dict[Sentence, list[str]] = {}
    for row in figures:
        if row["measure"] == "killed" and row["cumulative"] and row["number"]:
            totals.setdefault(sentence_of(row), []).append(row["number"].lower())
    return totals


def _is_count(row: Row, totals: Mapping[Sentence, list[str]]) -> bool:
    """Whether the victims of an event are a running total: "826 people have been killed since May"."""
    target = (row["target"] or "").lower()
    return any(re.search(rf"\b{re.escape(number)}\b", target) for number in totals.get(sentence_of(row), ()))


def _is_course(row: Row) -> bool:
    """Whether an event is a course of happenings or several of them: "since the fighting began", "a wave of attacks";
    "the fighting in Idlib" is just one.
    """
    trigger = (row["trigger"] or "").lower()
    sentence = row["sentence"].lower()
    if _many_before().search(sentence[: _position(row)]):
        return True
    if trigger not in _words_for("course"):
        return False
    return _course_pattern(trigger).search(sentence) is not None or " since " in sentence


@cache
def _many_before() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_words_for('many'))}) (?:[\w'’-]+ ){{0,2}}$")


def _is_state(row: Row) -> bool:
    """Whether an event tells who has a place, not that it was taken: "the army had held the town since January"."""
    return _kind_told(row) == TAKEOVER and (row["trigger"] or "").lower() in _words_for("state")


def _objects(events: Iterable[Row]) -> dict[Sentence, list[tuple[str, str]]]:
    """Trigger and target of each act, in lower case, by sentence."""
    acts: dict[Sentence, list[tuple[str, str]]] = {}
    for row in events:
        if row["target"] and row["trigger"]:
            acts.setdefault(sentence_of(row), []).append((row["trigger"].lower(), row["target"].lower()))
    return acts


def _is_object(row: Row, objects: Mapping[Sentence, list[tuple[str, str]]]) -> bool:
    """Whether an event is only the object of another act in its sentence: "repelled several attacks on the base"."""
    trigger = (row["trigger"] or "").lower()
    return any(
        act != trigger and _phrase_with_head(trigger).fullmatch(target)
        for act, target in objects.get(sentence_of(row), ())
    )


@cache
def _phrase_with_head(noun: str) -> re.Pattern[str]:
    """Matches a phrase whose head is the noun."""
    where = "|".join((*_words_for("where"), "of", "by", "against", "from"))
    return re.compile(rf"(?:(?!(?:{where})\b)[\w'’-]+ ){{0,4}}{re.escape(noun)}(?: (?:{where})\b.*)?")


@cache
def _course() -> re.Pattern[str]:
    return _any_of(_words_for("long"))


@cache
def _course_pattern(noun: str) -> re.Pattern[str]:
    present, where = "|".join(_words_for("present")), "|".join(_words_for("where"))
    return re.compile(rf"\bthe (?:(?:{present}) )?{re.escape(noun)}\b(?! (?:{where})\b)")


def sentence_of(row: Row) -> Sentence:
    """The sentence of a fact; a headline in its parts."""
    return row["article_id"], row["sentence_index"], _parts(row)[0]


def is_headline(row: Row) -> bool:
    """Whether the sentence of a fact is the headline of its article."""
    return row["sentence_index"] == 0 and not str(row["sentence"]).rstrip().endswith((".", "”", '"'))


def _parts(row: Row) -> tuple[int, str]:
    """The number and the words, in lower case, of the part of its sentence that holds a fact."""
    sentence = str(row["sentence"]).lower()
    if not is_headline(row):
        return 0, sentence
    ends = [match.start() for match in _DIVIDES.finditer(sentence)]
    number = sum(end < _position(row) for end in ends)
    return number, sentence[([0, *ends])[number] : ([*ends, len(sentence)])[number]]


def _position(row: Row) -> int:
    """Where the words of a fact stand in its sentence."""
    return max(row["sentence"].lower().find((row.get("trigger") or row.get("number") or "").lower()), 0)


def _part(row: Row) -> str:
    return _parts(row)[1]


def _with_outcomes(acts: list[Report]) -> list[Report]:
    """The acts; one that only tells the dead or wounded of the act before it has that act's kind, time and place."""
    causes: dict[str, list[Report]] = {}
    found: list[Report] = []
    for act in sorted(acts, key=lambda act: (*sentence_of(act.row), act.is_killing, _rank_of_act(act))):
        before = causes.setdefault(act.row["article_id"], [])
        cause = _cause_of(act, before)
        found.append(act if cause is None else _as_outcome(act, cause))
        if cause is None:
            before.append(act)
    return found


def _cause_of(act: Report, before: Sequence[Report]) -> Report | None:
    """The act whose victims an act tells: one of its own sentence, or the one before where it has no time, place and
    source of its own; also the capture of a place after which a sentence speaks of "the battle".
    """
    row = act.row
    cause = _act_near(row, before)
    if cause is None or act.is_apart or not (act.is_killing or (act.is_back and act.coded == FIGHTING)):
        return None
    if sentence_of(cause.row) == sentence_of(row):
        return cause if act.is_killing else None
    if act.names_place or act.names_time or is_written(row["source"], row):
        return None
    return cause if act.is_killing or cause.kind == TAKEOVER else None


def _act_near(row: Row, before: Sequence[Report]) -> Report | None:
    """The first act that may be deadly of the nearest sentence before a row that tells acts, or of its own."""
    near = [act for act in before if 0 <= row["sentence_index"] - act.row["sentence_index"] <= NEAR]
    near = [act for act in near if act.row["when_told"] == row.get("when_told", "new")]
    near = [act for act in near if not is_headline(row) or sentence_of(act.row) == sentence_of(row)]
    nearest = [act for act in near if sentence_of(act.row) == sentence_of(near[-1].row)]
    return next((act for act in nearest if act.kind in DEADLY | VICTIMS), None)


def _as_outcome(act: Report, cause: Report) -> Report:
    """The act with kind, time and place of its cause; its own place if the cause names only a building."""
    told = act if is_building(cause.place or "") and cause.row["place_id"] is None else cause
    dated = cause if cause.is_stated or not act.is_stated else act
    return replace(
        act, row={**act.row, **{name: told.row[name] for name in PLACE}}, place=told.place,
        kind=cause.kind, coded=cause.coded, first=dated.first, last=dated.last, is_stated=dated.is_stated,
        is_cued=False, act=cause.fact_id,
    )  # fmt: skip


def is_written(name: str | None, row: Row) -> bool:
    """Whether a name stands in the row's own sentence, and is not taken from another."""
    return bool(name) and str(name).lower() in _part(row)


def _size(bounds: Bounds) -> int:
    return bounds[0] if bounds[0] is not None else bounds[1] or 0


def _toll_reports(
    figures: Sequence[Row], act_of_sentence: Mapping[Sentence, Report], acts: Sequence[Report], kin: Kin
) -> list[Report]:
    """Figures as reports, each with its act: the one of its sentence, else the one that its article counts.

    A smaller number after an act's toll adds to it ("three more bodies"); a running total ("the toll was 19") restates
    it.
    """
    tolls: list[Report] = []
    greatest: dict[str, tuple[int, Report]] = {}
    figures = [row for row in figures if row["measure"] == "killed"]
    counted = {sentence_of(row) for row in figures if sentence_of(row) in act_of_sentence}
    deadly = _only_deadly_acts(acts)
    causes: dict[str, list[Report]] = {}
    for each in sorted(acts, key=lambda act: (*sentence_of(act.row), _rank_of_act(act))):
        if each.act is None:
            causes.setdefault(each.row["article_id"], []).append(each)
    for row in sorted(figures, key=lambda row: (*sentence_of(row), bool(row["cumulative"]), row["fact_id"])):
        size = _size((row["low"], row["high"]))
        own, before = act_of_sentence.get(sentence_of(row)), greatest.get(row["article_id"])
        only_deadly = deadly.get(row["article_id"])
        if own is not None and not _may_be_then(row, own):
            own = None
        told = own or _act_told_before(row, causes.get(row["article_id"], ()), counted)
        if row["cumulative"]:
            act = _act_restated(row, size, own, before, only_deadly)
        else:
            act = told or _act_added_to(row, size, before, only_deadly)
        if act is not None:
            counted.add(sentence_of(act.row))
        if (report := _toll_report(row, kin, act)) is None:
            continue
        is_smaller = before is not None and size <= before[0]
        is_added = act is not None and act is not told and not row["cumulative"]
        is_more = is_smaller and (is_added or _tells_part(row))
        tolls.append(replace(report, is_more=is_more))
        if act and not row["part_of"] and not is_smaller:
            greatest[row["article_id"]] = size, act
    return tolls


def _may_be_then(row: Row, act: Report) -> bool:
    """Whether the period of a number, if it has one, overlaps the days of an act."""
    begin, end = row["period_start"] or act.first, row["period_end"] or act.last
    return bool(begin <= act.last and end >= act.first)


Before = tuple[int, Report] | None
"""The greatest toll so far in an article, and its act."""


def _act_told_before(row: Row, acts: Sequence[Report], counted: set[Sentence]) -> Report | None:
    """The act in the sentence before a number without time or place, unless its dead are counted already."""
    is_bare = row["place"] is None and not (row["period_start"] or row["period_end"] or row["part_of"])
    is_bare = is_bare and not _tells_part(row)
    act = _act_near(row, [act for act in acts if act.row["sentence_index"] >= row["sentence_index"] - 1])
    return act if is_bare and act is not None and sentence_of(act.row) not in counted else None


def _tells_part(row: Row) -> bool:
    """Whether a number counts some of the dead told before: "among the dead were five children"."""
    return _any_of(_words_for("part")).search(_part(row)) is not None


def _act_added_to(row: Row, size: int, before: Before, only_deadly: Report | None) -> Report | None:
    """The act whose dead a number counts that stands in a sentence without one.

    A number that is no greater than the toll before it, without a place of its own, adds to that toll; any other is
    of the only deadly act of its article.
    """
    if row["period_start"] or row["period_end"]:
        return None
    if before is not None and row["place"] is None and size <= before[0]:
        return before[1]
    return only_deadly if only_deadly is not None and _may_be_at(row, only_deadly.row) else None


def _act_restated(row: Row, size: int, own: Report | None, before: Before, only_deadly: Report | None) -> Report | None:
    """The act whose toll a running total restates: the one that it names, or the one with a toll of about its size
    before it; None for the dead of a war.
    """
    if row["period_start"] or row["period_end"]:
        return None
    if _names_act(row["sentence"]):
        return own or (only_deadly if only_deadly is not None and _may_be_at(row, only_deadly.row) else None)
    return before[1] if before is not None and size <= before[0] * WIDER else None


def _only_deadly_acts(acts: Iterable[Report]) -> dict[str, Report]:
    """The first act of each article that reports one deadly happening and no other, its background aside."""
    beside: dict[str, list[Report]] = {}
    for act in acts:
        if act.kind in DEADLY and act.row["when_told"] == "new":
            beside.setdefault(act.row["article_id"], []).append(act)
    return {
        article: min(each, key=lambda act: act.order)
        for article, each in beside.items()
        if all(_may_be_one(*pair) for pair in combinations(each, 2))
    }


def _may_be_one(one: Report, other: Report) -> bool:
    """Whether two acts may be one by day and place, and the text does not tell them apart."""
    return is_same_time(one, other) and not (one.is_apart or other.is_apart) and _may_be_at(one.row, other.row)


def is_same_time(one: Report, other: Report) -> bool:
    """Whether the days of two reports overlap."""
    return one.first <= other.last and other.first <= one.last


def _may_be_at(one: Row, other: Row) -> bool:
    """Whether two rows may speak of one place: the same, one without a place, one without an id, or one an area."""
    ids = {row["place_id"] for row in (one, other)}
    return None in ids or len(ids) == 1 or any((row["geo_precision"] or 1) == 3 for row in (one, other))


def _names_act(sentence: str) -> bool:
    """Whether a sentence counts the dead of a single act: "the toll of Sunday's attack", "killed in the blast"."""
    return _toll_of_act().search(sentence.lower()) is not None


@cache
def _toll_of_act() -> re.Pattern[str]:
    between, acts = r"(?:[^\W\d][\w'’-]* ){0,5}", "|".join(_words_for("act"))
    return re.compile(rf"\b(?:toll|killed|dead|died|deaths) (?:in|of|from|by) {between}(?:{acts})\b")


def _rank_of_act(act: Report) -> tuple[object, ...]:
    """Sort key of the acts of a sentence: killings first, then those with a time and a place."""
    return act.row["plover"] != "ASSAULT", not act.is_stated, act.place is None, act.fact_id


def _act_report(row: Row, kin: Kin) -> Report | None:
    kind = kind_of(row)
    if kind is None or row["modality"] not in ("asserted", "claimed"):
        return None
    names = " ".join(name for name in (row["source"], row["target"]) if name)
    days = row["date_start"], row["date_end"]
    report = _report(row, kind, days, kin, [row["source_actor"]], [row["target_actor"]], names)
    return replace(report, victim=_victim(row) if kind in DEADLY | {"unrest", "abduction"} else None)


def _victim(row: Row) -> str | None:
    """The single person whom the sentence of an act says was killed: "killing a police officer and wounding two"."""
    target, trigger = (row["target"] or "").lower(), (row["trigger"] or "").lower()
    if trigger in _words_for("deadly") and _one_person().fullmatch(target):
        return target
    killed = re.search(
        rf"\bkill(?:ed|ing|s) ({_one_person().pattern})(?= and \w+(?:ing|ed)\b|[,.;]|$| in | at | on | near )",
        _part(row),
    )
    return killed[1] if killed else None


@cache
def _one_person() -> re.Pattern[str]:
    return re.compile(
        rf"(?:an?|one) (?!(?:[\w-]+ )?(?:{'|'.join(_words_for('amount'))})\b)(?:[\w'’-]+ ){{0,3}}?[\w'’-]+(?: of \d+)?"
    )


def _toll_report(row: Row, kin: Kin, act: Report | None) -> Report | None:
    is_running = row["cumulative"] and act is None
    counted = row["measure"] == "killed" and not is_running and (row["low"], row["high"]) != (None, None)
    if not counted or (row["modality"] not in ("asserted", "claimed") and not row["corrected_by"]):
        return None
    row = {**row, "is_dated": bool(row["period_start"] or row["period_end"])}
    toll = row["low"], row["high"]
    if act is None:
        if _course().search(row["sentence"].lower()):
            return None
        days = row["period_start"], row["period_end"]
        return replace(_report(row, TOLL, days, kin, [row["actor"]], [], row["who"] or ""), toll=toll)
    days = (row["period_start"], row["period_end"]) if row["is_dated"] else (act.first, act.last)
    if row["place"] is None:
        row |= {name: act.row[name] for name in PLACE}
    row |= {"when_told": act.row["when_told"]}
    report = _report(row, act.kind, days, kin, [row["actor"]], [], row["who"] or "")
    return replace(
        report,
        is_stated=act.is_stated or row["is_dated"],
        sources=report.sources | act.sources,
        actors=report.actors | act.actors,
        who=report.who | act.who,
        toll=toll,
        act=act.fact_id,
    )


def _report(
    row: Row,
    kind: str,
    days: tuple[date | None, date | None],
    kin: Kin,
    sources: list[str | None],
    targets: list[str | None],
    names: str,
) -> Report:
    if is_headline(row) and _part(row) != row["sentence"].lower() and not _names_place(row):
        row = {**row, **dict.fromkeys(PLACE)}  # not that of the headline's other part
    published = row["published_date"]
    begin = days[0] or days[1]
    end = days[1] or begin
    return Report(
        row=row,
        kind=kind,
        coded=(_kind_told(row) if "plover" in row else None) or kind,
        first=min(begin, published) if begin else published - UNSTATED,
        last=min(max(begin, end or begin), published) if begin else published,
        is_stated=begin is not None,
        actors=_lineages([*sources, *targets], kin),
        sources=_lineages(sources, kin),
        words=words_of(row["sentence"]) - words_of(row["place"] or ""),
        who=words_of(names) - words_of(row["place"] or ""),
        place=_named_place(row),
        is_apart=_is_apart(row["sentence"], row.get("trigger") or row.get("number") or ""),
        is_killing=(row.get("trigger") or "").lower() in _words_for("killing"),
        is_back=_is_back(row),
        names_place=_names_place(row),
        names_source=is_written(row.get("source"), row),
        names_time=begin is not None and _names_time(_own_words(row), begin, end or begin),
        is_memory=_any_of(_words_for("memory")).search(_part(row)) is not None,
        is_spoken=_spoken(row) is not None,
        is_recalled=_is_recalled(row),
        is_cued=_is_cued(row),
    )


def _named_place(row: Row) -> str | None:
    """The place in lower case; None without a name: "the airport" of one article is not that of another."""
    place = row["place"] or ""
    return place.lower() if row["place_id"] is not None or place != place.lower() else None


def _names_place(row: Row) -> bool:
    return bool(row["place"]) and not words_of(row["place"]).isdisjoint(words_of(_part(row)))


def _names_time(text: str, first: date, last: date) -> bool:
    """Whether a text has a word for a time, or the weekday or month of the days."""
    days = [first + timedelta(number) for number in range(min((last - first).days, 6) + 1)]
    own = {*(f"{day:%A}".lower() for day in days), f"{first:%B}".lower(), f"{last:%B}".lower()}
    return any(word in own or not (word in WEEKDAYS | MONTHS or word.isdigit()) for word in _time_words().findall(text))


def _own_words(row: Row) -> str:
    """The words of a fact's part of its sentence; of an act only spoken of, those from its name on."""
    spoken = _spoken(row)
    return _part(row)[spoken.start() :] if spoken else _part(row)


def _is_recalled(row: Row) -> bool:
    trigger = re.escape((row.get("trigger") or "-").lower())
    return re.search(rf"\b(?:who|which|that) (?:was|were|had been) (?:\w+ )?{trigger}\b", _part(row)) is not None


def _is_back(row: Row) -> bool:
    """Whether the sentence speaks of a known act: "the strike", "the deadly strike"."""
    return _known(row, before=r"\b") is not None


def _spoken(row: Row) -> re.Match[str] | None:
    return _known(row, before=rf"\b(?:{'|'.join(_words_for('spoken'))}) ")


def _known(row: Row, before: str) -> re.Match[str] | None:
    trigger = re.escape((row.get("trigger") or "-").lower())
    small = rf"(?!(?:{'|'.join(_words_for('small'))})\b)"
    return re.search(rf"{before}(?:the|this|that|these|those) (?:{small}[\w'’-]+ ){{0,3}}{trigger}\b", _part(row))


def kind_of(row: Row) -> str | None:
    """Kind of happening of an event, by seeds/incident_kinds.csv; None if it is not one. Nobody takes a whole country
    in a day: that is a coup.
    """
    kind = _kind_told(row)
    if kind == TAKEOVER and row["geo_precision"] == 3 and row["admin1"] is None:
        return None
    return GENERIC if kind in DEADLY and not _is_cued(row) else kind


def _kind_told(row: Row) -> str | None:
    found = _kinds().get((row["plover"], row["acled_sub_event"]))
    return found.kind if found is not None else None


def _is_cued(row: Row) -> bool:
    found = _kinds().get((row.get("plover") or "", row.get("acled_sub_event")))
    return found is not None and (found.cues is None or found.cues.search(_part(row)) is not None)


def words_of(text: str) -> frozenset[str]:
    """Distinctive words of a text, truncated to STEM letters."""
    words = (word.lower() for word in _WORD.findall(text))
    return frozenset(word[:STEM] for word in words if len(word) >= SHORTEST) - _common()


def is_in_a_town(report: Report) -> bool:
    """Whether a place is a building or quarter by its name or by the word after it: "the Jabal quarter"."""
    place = report.place or ""
    quarter = _any_of(_words_for("quarter"))
    after = _part(report.row).partition(place)[2].split()[:1] if place else []
    return is_building(place) or quarter.search(" ".join([place, *after])) is not None


def is_building(place: str) -> bool:
    """Whether a place is a building, street or square by its name."""
    return _any_of(_words_for("facility")).search(place.lower()) is not None


def _lineages(actors: Iterable[str | None], kin: Kin) -> frozenset[str]:
    return frozenset(name for actor in actors if actor for name in kin.get(actor, frozenset((actor,))))


def _is_apart(sentence: str, trigger: str) -> bool:
    """Whether the sentence moves on to another happening before it names the act."""
    lowered = sentence.lower()
    at = lowered.find(trigger.lower())
    return _cue_apart().search(lowered[: at + 1 if at >= 0 else None]) is not None


@cache
def _cue_apart() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, _words_for('apart')))})\b")


@dataclass(frozen=True, slots=True)
class _Kind:
    kind: str
    cues: re.Pattern[str] | None


@cache
def _kinds() -> dict[tuple[str, str | None], _Kind]:
    return {
        (str(row["plover"]), row["acled_sub_event"]): _Kind(
            str(row["kind"]), _any_of(tuple(listed(row["cues"]))) if row["cues"] else None
        )
        for row in rows("incident_kinds")
    }


@cache
def _time_words() -> re.Pattern[str]:
    return _any_of((*_words_for("time"), r"\d{4}"))


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


@cache
def _common() -> frozenset[str]:
    return frozenset(word[:STEM] for word in (*_words_for("common"), *_words_for("time")))


@cache
def _words_for(use: str) -> tuple[str, ...]:
    return tuple(word for row in rows("incident_words") if row["use"] == use for word in listed(row["words"]))
