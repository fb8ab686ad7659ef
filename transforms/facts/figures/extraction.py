"""Extracts counts of people and materiel: killed, wounded, displaced, detained, weapons fired, houses damaged.

A figure is a claim about one number. `several`, days, ages, ordinals, years, money and crowds are not counted.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from transforms.facts.events.modality import modality
from transforms.facts.figures.carried import is_carried, is_compared, is_listed, is_of_fate, is_other_side, is_recount
from transforms.facts.figures.corrections import is_correction, is_rejected, is_withdrawn
from transforms.facts.figures.counted_nouns import counted_noun, who_is_counted
from transforms.facts.figures.figure_words import Found, noun_class
from transforms.facts.figures.links import Record, link_records
from transforms.facts.figures.listed_places import place_after
from transforms.facts.figures.measures import measure_of, strength
from transforms.facts.figures.misstatements import misstated
from transforms.facts.figures.numbers import Number, numbers
from transforms.facts.figures.parts import is_opened_part
from transforms.facts.figures.periods import period_of
from transforms.facts.figures.refusals import refusal
from transforms.facts.figures.tellers import teller
from transforms.reading.syntax import agent, children, is_parsed, obliques, phrase
from transforms.reading.tree import Span, Token
from transforms.resolving.document import Document
from transforms.resolving.naming.name import Name
from transforms.resolving.naming.whereabouts import place_of
from transforms.resolving.noun_kinds import is_a, words
from transforms.resolving.parties import is_party
from transforms.resolving.speakers import speaker_text
from transforms.resolving.told_from import is_where_bound, is_where_told
from transforms.tables.schema import Figure
from transforms.words import word_list

_FEARED = word_list("figures feared")


def figures(document: Document) -> list[Figure]:
    """The figures of a document in text order; parts and corrected figures name the figure they belong to."""
    records: list[Record] = []
    for sent in document.sentences:
        if is_parsed(sent):
            records += _of_sentence(sent, document, records[-1] if records else None)
    link_records(records)
    return [record.figure for record in records]


def _of_sentence(sent: Span, document: Document, earlier: Record | None) -> list[Record]:
    """The figures of a sentence; a bare number may count the same as the figure before it."""
    records: list[Record] = []
    for number in numbers(sent):
        noun = counted_noun(number)
        found = measure_of(number, noun)
        last = records[-1] if records else None
        if earlier is not None and is_of_fate(number, noun, earlier):
            found = replace(earlier.found, trigger=number.value[-1], total=False)
        elif last is not None:
            if is_other_side(noun, found, last) or is_opened_part(number, noun):
                found = last.found
            elif found is None and (is_compared(number) or is_carried(number, noun, last)):
                found = replace(last.found, confidence=last.found.confidence * 0.9, total=False)
            elif found is not None and found.trigger.i < last.found.trigger.i and is_listed(number, last):
                found = last.found
        elif earlier is not None and found is None and noun is None and is_recount(number, earlier):
            found = replace(
                earlier.found, trigger=number.value[-1], confidence=earlier.found.confidence * 0.9, total=False
            )
        if found is None:
            found = misstated(number) if noun is None else strength(number, noun)
        rule = refusal(number, noun, found)
        if found is None or rule is not None:
            _refuse(number, noun, rule, document)
            continue
        records.append(Record(_figure(number, noun, found, document), number, found))
    _place_listed(records, document)
    return records


def _place_listed(records: list[Record], document: Document) -> None:
    """Give each number its place where a sentence counts the same in several: "seven in Homs and four in Hama"."""
    by_measure: dict[str, list[tuple[Record, Name]]] = defaultdict(list)
    for record in records:
        number, noun = record.number, counted_noun(record.number)
        if (name := place_after(number, noun, record.found.trigger, document)) is not None:
            by_measure[record.figure.measure].append((record, name))
    for listed in by_measure.values():
        if len({name.span.text for _, name in listed}) > 1:
            for record, name in listed:
                for column, value in document.located(name).items():
                    setattr(record.figure, column, value)


def _refuse(number: Number, noun: Token | None, rule: str | None, document: Document) -> None:
    """Record a number that counts people or things but yields no figure, with the rule."""
    kind = noun_class(noun)
    if rule is not None:
        document.refuse("figures", number.span, rule, noun.lower_ if noun is not None else "")
    elif kind not in ("unknown", "bare"):
        document.refuse("figures", number.span, "no word of measures.csv", kind)


def _figure(number: Number, noun: Token | None, found: Found, document: Document) -> Figure:
    own = teller(number)
    is_told_here = found.trigger.sent.start == number.span.sent.start
    mode, attribution = modality(found.trigger, document) if is_told_here else ("asserted", None)
    if own is not None:
        attribution = speaker_text(own, document)
        mode = "claimed" if is_party(own, document) else "asserted"
    if is_withdrawn(number) or is_rejected(number):
        mode = "denied"
    elif _is_feared(found.trigger):
        mode = "hypothetical"
    is_total = found.total and own is None and not is_correction(number)
    cause = None if found.total else agent(found.trigger)
    if cause is not None and (cause == noun or cause in number.span):
        cause = None  # the subject is those who died
    period = period_of(number, found, document.article.published_date)
    place = place_of(found.trigger, document)
    is_elsewhere = place is not None and (
        _is_seat(place, own, document)
        or is_where_told(place.span.root, found.trigger, document)
        or is_where_bound(place.span.root)
    )
    return Figure(
        **document.evidence(number.span.sent),
        **document.located(None if is_elsewhere else place),
        period_start=period.start,
        period_end=period.end,
        cumulative=period.cumulative or is_total,
        modality=mode,
        attribution=attribution,
        confidence=round(found.confidence * (0.9 if number.vague else 1.0), 2),
        measure=found.measure,
        number=number.span.text,
        low=number.low,
        high=number.high,
        qualifier=number.qualifier,
        who=who_is_counted(number, noun),
        actor=document.actor_of(phrase(_wielder(cause))) if cause is not None else None,
        lexicon_row=found.lexicon_row,
    )


def _is_seat(place: Name, own: Token | None, document: Document) -> bool:
    """Whether a place is only where those who give the number have their seat: "the health ministry in Tripoli"."""
    return own is not None and place.span.root in own.subtree and is_a(own, "authority", document)


def _is_feared(fate: Token) -> bool:
    """Whether a fate is only feared: "dozens are feared dead", "believed to have been killed"."""
    index = fate.i - 1
    while index > fate.sent.start and fate.doc[index].lower_ in ("to", "be", "have", "been"):
        index -= 1
    return fate.sent.start <= index < fate.i and fate.doc[index].lower_ in _FEARED


def _wielder(cause: Token) -> Token:
    """The owner of a weapon, from the clause after it: "drones launched by the rebels".

    At the start of a sentence the parser takes that clause for the main one, with "launched" as the head of "drones".
    """
    if not {cause.lemma_.lower()} & (words("weapon") | words("projectile") | words("violence")):
        return cause
    clauses = children(cause, "acl", "acl:relcl")
    if cause.head.i == cause.i + 1:
        clauses = [*clauses, cause.head]
    return next((who for clause in clauses for who in obliques(clause, "by")), cause)
