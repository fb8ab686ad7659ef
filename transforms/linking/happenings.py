"""Chooses the events that report a happening of their own, and gives them their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from transforms.linking.courses import is_course, is_perfect, is_vague
from transforms.linking.kinds import DEADLY, TAKEOVER, kind_of_code
from transforms.linking.sentences import (
    HEAD,
    Row,
    Sentence,
    any_of,
    clause_of,
    has_grown,
    names_place,
    names_weekday,
    part_of,
    sentence_of,
    words_for,
)
from transforms.words import words_in

WEEK = 7
_YEAR = frozenset({365, 366})
_CALENDAR = frozenset({28, 29, 30, 31, *_YEAR})
"""Days of a month and of a year."""
PLACE = ("place", "place_id", "latitude", "longitude", "country", "admin1", "geo_precision")


def happenings(events: Sequence[Row], figures: Sequence[Row]) -> list[Row]:
    """The events that report a happening, in the order of the text.

    Left out are those that only state a running total, the course of a war ("the offensive"), who has a place,
    objects of another act in the sentence ("crushed an uprising"), and those of a printed correction.
    """
    totals, objects, notices = _totals(figures), _objects(events), _notices([*events, *figures])
    counted = _sentences_counted(events, figures)
    return [
        row
        for row in _with_places(events)
        if not (
            counts_a_span(row)
            or counts_until_now(row)
            or is_course(row)
            or (is_vague(row) and sentence_of(row)[:2] not in counted)
            or _is_state(row)
            or _is_count(row, totals)
            or _is_object(row, objects)
        )
        and row["sentence_index"] < notices.get(row["article_id"], row["sentence_index"] + 1)
    ]


def _sentences_counted(events: Iterable[Row], figures: Iterable[Row]) -> set[tuple[str, int]]:
    """The sentences whose dead are counted there, or in the next one, if that tells only of their death, and nowhere:
    "Rockets hit Ghouta in August 2013. The United States said that 1,400 people were killed".
    """
    killing = frozenset(words_for("killing"))
    acts = (row for row in events if (row["trigger"] or "").lower() not in killing or is_perfect(row))
    with_act = {sentence_of(row)[:2] for row in acts}
    counted: set[tuple[str, int]] = set()
    for row in figures:
        if row["measure"] == "killed" and not row["cumulative"]:
            article, index, _ = sentence_of(row)
            counted.add((article, index))
            if row["place"] is None and (article, index) not in with_act:
                counted.add((article, index - 1))
    return counted


def _notices(rows: Iterable[Row]) -> dict[str, int]:
    """The sentence of each article in which a printed correction begins, which runs to its end."""
    found: dict[str, int] = {}
    for row in rows:
        index = row["sentence_index"]
        if index and opens_notice(row):
            found[row["article_id"]] = min(index, found.get(row["article_id"], index))
    return found


def opens_notice(row: Row) -> bool:
    """Whether the sentence of a fact opens a printed correction: "Correction: Our report on Monday said"."""
    return _notice().match(row["sentence"].lower()) is not None


@cache
def _notice() -> re.Pattern[str]:
    labels, notices = "|".join(sorted(words_in("corrections", role="label"))), "|".join(words_for("notice"))
    return re.compile(rf"(?:{labels})\b(?=.*(?::|–|—|{notices}))|(?:an earlier|a previous) version of this\b")


def _with_places(events: Sequence[Row]) -> list[Row]:
    """The events in the order of the text; one "in the area" has the place of the event before it, and one
    of long before that, which names none, has none.
    """
    last: dict[str, Row] = {}
    last_at: dict[tuple[str, str, int | None], Row] = {}
    found: list[Row] = []
    for row in sorted(events, key=lambda row: (row["article_id"], row["sentence_index"], row["fact_id"])):
        before = last.get(row["article_id"])
        if before is not None and not names_place(row) and _is_there(row, before):
            row = {**row, **{name: before[name] for name in PLACE}}
        there = row["article_id"], row["place"], row["place_id"]
        if _is_of_long_before(row, last_at.get(there)):
            row = {**row, **dict.fromkeys(PLACE), "country": row["country"]}
        if row["place"] is not None and (
            kind_of_code(row) or before is None or sentence_of(row) != sentence_of(before)
        ):
            last[row["article_id"]] = last_at[there] = row
        found.append(row)
    return found


def _is_of_long_before(row: Row, before: Row | None) -> bool:
    """Whether an act is of another time than the one before in its place, which it takes over: "a similar attack last
    month"; not if it is done to what is known, "they attacked the town last month".
    """
    if before is None or row["place"] is None or names_place(row):
        return False
    is_known = (row["target"] or "").lower().startswith("the ") or _same_place().search(part_of(row)) is not None
    if is_known or kind_of_code(row) not in DEADLY:
        return False
    start, end = row["date_start"], row["date_end"] or row["date_start"]
    first = before["date_start"] or (before["published_date"] if before["when_told"] == "new" else None)
    return start is not None and first is not None and end < first and start + timedelta(WEEK) < first


def _is_there(row: Row, before: Row) -> bool:
    """Whether an act is where the one before it is, "in the town"; a place from further above gives way to that."""
    is_far = row["place"] is not None and row["sentence_index"] - before["sentence_index"] > 1
    return not is_far and _same_place().search(part_of(row)) is not None


@cache
def _same_place() -> re.Pattern[str]:
    return any_of(words_for("same place"))


def _totals(figures: Iterable[Row]) -> dict[Sentence, list[str]]:
    """The numbers in each sentence that count deaths over a period, without words before them: "a total of 15"."""
    totals: dict[Sentence, list[str]] = {}
    for row in figures:
        if row["measure"] == "killed" and row["cumulative"] and row["number"]:
            totals.setdefault(sentence_of(row), []).append(row["number"].lower().split()[-1])
    return totals


def _is_count(row: Row, totals: Mapping[Sentence, list[str]]) -> bool:
    """Whether the victims of an event are a running total: "826 people have been killed since May"."""
    target = (row["target"] or "").lower()
    return any(re.search(rf"\b{re.escape(number)}\b", target) for number in totals.get(sentence_of(row), ()))


def counts_a_span(row: Row) -> bool:
    """Whether an event tells who was killed over a span, "killed in the first three months of the year", or in a
    year or month by no act, in no town and by nobody that it names: "more than 200 were killed in July".
    """
    if (row["trigger"] or "").lower() not in words_for("killing"):
        return False
    start, end = row["date_start"], row["date_end"]
    days = (end - start).days + 1 if start is not None and end is not None else 0
    if days not in (_CALENDAR if row["place"] is None and row["source"] is None else _YEAR):
        return _is_span(start, end)
    is_in_a_town = row["geo_precision"] == 1 and names_place(row)
    return not (is_in_a_town or _single_act().search(clause_of(row)[1]) is not None)


def counts_until_now(row: Row) -> bool:
    """Whether an event tells how many have suffered it in a year or month: "hundreds have been abducted this year"."""
    if kind_of_code(row) in (None, TAKEOVER) or not is_perfect(row):
        return False
    _, clause = clause_of(row)
    return any_of(words_for("amounts")).search(clause) is not None and _is_until_now(clause, row["trigger"])


def is_aside_until_now(figure: Row) -> bool:
    """Whether a number stands in a clause that tells of a year or month beside an act: "where hundreds have died this
    year".
    """
    number, clause = clause_of(figure)
    return number > 0 and _is_until_now(clause, figure["number"])


def counts_since(figure: Row) -> bool:
    """Whether a number counts the dead since something of before, and not of one act: "22 have been killed since",
    "nine have died since the offensive began"; not "since fighting broke out on Monday", nor the four of "four died,
    taking the number of dead since the coup to 64".
    """
    _, clause = clause_of(figure)
    before, number, after = clause.partition((figure["number"] or "-").lower())
    told = before + number + any_of(words_for("raising")).split(after)[0]
    return _since().search(told) is not None and not (names_weekday(clause) or has_grown(figure))


@cache
def _since() -> re.Pattern[str]:
    courses = "|".join((*words_for("course"), *words_for("turn")))
    return re.compile(rf"\bsince(?=[.,;:]|$| then\b| that time\b| (?:[\w'’-]+ ){{0,5}}?(?:{courses})\b)")


def _is_until_now(clause: str, words: str | None) -> bool:
    """Whether a clause tells of a year or month, up to the comma after the words of a fact, and of no single act."""
    before, own, after = clause.partition((words or "-").lower())
    told = before + own + after.partition(", ")[0]
    return any_of(words_for("until now")).search(told) is not None and _single_act().search(told) is None


@cache
def _single_act() -> re.Pattern[str]:
    """Matches the one act in which people died: "in a car bombing", "in the second such attack", "was the second"."""
    acts = "|".join(word for word in words_for("act") if word not in words_for("long acts"))
    ranks = "|".join(words_for("ranks"))
    return re.compile(
        rf"\b(?:in|by) (?:an?|another|the (?:{ranks})) (?:[\w-]+ ){{0,2}}(?:{acts})\b"
        rf"|\b(?:is|was) the (?:{ranks})\b"
    )


def _is_span(start: date | None, end: date | None) -> bool:
    """Whether days are a longer span than a week that is no month or year of the calendar: a single act has no such."""
    if start is None or end is None or (end - start).days <= WEEK:
        return False
    is_month = start.day == 1 and (end + timedelta(1)).day == 1
    return not (is_month and (end - start).days + 1 in _CALENDAR)


def _is_state(row: Row) -> bool:
    """Whether an event tells who has a place, not that it was taken: "the army had held the town since January", or
    what has long been so, below the news of its article: "the gangs have taken most of the city".
    """
    trigger = (row["trigger"] or "").lower()
    if kind_of_code(row) == TAKEOVER and trigger in words_for("state"):
        return True
    is_vague = kind_of_code(row) == TAKEOVER or row["acled_sub_event"] is None
    is_undated = row["date_start"] is None and row["sentence_index"] > HEAD
    return is_vague and is_undated and is_perfect(row)


def _objects(events: Iterable[Row]) -> dict[Sentence, list[tuple[str, str]]]:
    """Trigger and target of each act, in lower case, by sentence; of violence without a target the words after it."""
    acts: dict[Sentence, list[tuple[str, str]]] = {}
    for row in events:
        trigger, target = (row["trigger"] or "").lower(), (row["target"] or "").lower()
        if trigger and not target and kind_of_code(row) in DEADLY:
            target = part_of(row).partition(f"{trigger} ")[2].partition(",")[0].rstrip(".")
        if trigger and target:
            acts.setdefault(sentence_of(row), []).append((trigger, target))
    return acts


def _is_object(row: Row, objects: Mapping[Sentence, list[tuple[str, str]]]) -> bool:
    """Whether an event is only the object of another act in its sentence: "repelled several attacks on the base"."""
    trigger = (row["trigger"] or "").lower()
    return any(
        act != trigger and trigger in target and _phrase_with_head(trigger).fullmatch(target)
        for act, target in objects.get(sentence_of(row), ())
    )


@cache
def _phrase_with_head(noun: str) -> re.Pattern[str]:
    """Matches a phrase whose head is the noun."""
    where = "|".join((*words_for("where"), "of", "by", "against", "from"))
    return re.compile(rf"(?:(?!(?:{where})\b)[\w'’-]+ ){{0,4}}{re.escape(noun)}(?: (?:{where})\b.*)?")
