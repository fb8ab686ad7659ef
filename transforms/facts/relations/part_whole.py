"""Extracts containment: places in places, bodies in countries and towns."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.facts.quotes.people import PREMODIFIERS
from transforms.facts.relations.ties import PLACES, is_country, name_text, row
from transforms.reading.syntax import is_parsed
from transforms.reading.tree import Span
from transforms.resolving.document import Document
from transforms.resolving.naming.name import Name
from transforms.tables.schema import Relation
from transforms.words import word_list

PLACE_NOUNS = word_list("relations places")


def of_place(name: Name, document: Document) -> Iterator[Relation]:
    """Place in place: "Idlib, Syria", "Bila Tserkva in the Kyiv region", "Syria's fourth-largest city Hama"."""
    span, sent = name.span, name.span.sent
    if name.label not in PLACES or name.place is None or name.place.kind == "country" or not is_parsed(sent):
        return
    outer = _enclosing(span, document)
    if outer is not None:
        yield row(span.root, "located_in", name_text(outer, document), outer, document, 0.8)


def _enclosing(span: Span, document: Document) -> Name | None:
    """The containing place stated beside a place, else None."""
    doc, sent = span.doc, span.sent
    at = span.end
    if at + 1 < sent.end and doc[at].lower_ in (",", "in"):
        inside = doc[at].lower_ == "in" or (at + 2 < sent.end and doc[at + 1].lower_ == "in")
        at += 2 if doc[at].text == "," and inside else 1
        at += 1 if at < sent.end and doc[at].lower_ == "the" else 0
        name = document.name_at(doc[at]) if at < sent.end else None
        if name is not None and name.place is not None and (inside or name.place.kind == "country"):
            return name if _differs(name, span, document) else None
    described = _described_place(span.end, sent, document)
    if described is not None:
        return described if _differs(described, span, document) else None
    start = _phrase_start(span, frozenset({"RB", "RBS"}))
    kind = any(t.lower_ in PLACE_NOUNS for t in doc[start : span.start])
    name = document.name_at(doc[start]) or (document.name_at(doc[start + 1]) if start + 1 < span.start else None)
    if kind and name is not None and name.span.end <= span.start and is_country(name):
        return name
    return None


def _described_place(at: int, sent: Span, document: Document) -> Name | None:
    """The containing place in an apposition: "Nyala, the capital of South Darfur", "Kano, a city in Nigeria"."""
    doc = sent.doc
    if at + 1 >= sent.end or doc[at].text != "," or doc[at + 1].tag_ != "DT":
        return None
    at += 2
    while at < sent.end and doc[at].tag_ in PREMODIFIERS | {"RB", "RBS"}:
        at += 1
    if at + 1 >= sent.end or doc[at].lower_ not in ("of", "in") or doc[at - 1].lower_ not in PLACE_NOUNS:
        return None
    at += 2 if doc[at + 1].lower_ == "the" and at + 2 < sent.end else 1
    name = document.name_at(doc[at])
    return name if name is not None and name.place is not None else None


def _phrase_start(span: Span, more: frozenset[str] = frozenset()) -> int:
    """Start of the noun phrase that ends with a name."""
    start = span.start
    while start > span.sent.start and span.doc[start - 1].tag_ in PREMODIFIERS | more:
        start -= 1
    return start


def _differs(name: Name, span: Span, document: Document) -> bool:
    own = document.name_at(span.root)
    return own is None or own.place is None or name.place is None or own.place.place_id != name.place.place_id


def of_body(name: Name, document: Document) -> Iterator[Relation]:
    """The country or place of a body: "the Kenyan think tank Horn Institute", "the M23, a rebel group in Goma"."""
    span = name.span
    if name.label != "ORG" or (name.actor and name.actor.kind == "country") or not is_parsed(span.sent):
        return
    between = list(span.doc[_phrase_start(span) : span.start])
    between = between[1:] if between and between[0].tag_ == "DT" else between
    if len(between) > 1 and between[-1].tag_ == "NN" and not any(t.tag_ == "DT" for t in between):
        country = document.name_at(between[0])
        if country is not None and is_country(country):
            yield row(span.root, "country", name_text(country, document), country, document, 0.85)
    place = _apposed_place(span, document)
    if place is not None:
        yield row(span.root, "located_in", name_text(place, document), place, document, 0.8)


def _apposed_place(span: Span, document: Document) -> Name | None:
    """The place in an apposition to a name: "(M23), a rebel group in Goma"."""
    doc, at, end = span.doc, span.end, span.sent.end
    while at < end and doc[at].text == "(":
        at = next((i + 1 for i in range(at, min(end, at + 6)) if doc[i].text == ")"), end)
    if at + 1 >= end or doc[at].text != "," or doc[at + 1].tag_ != "DT":
        return None
    at += 1
    while at < end and doc[at].tag_ in PREMODIFIERS:
        at += 1
    if at + 1 >= end or doc[at].lower_ != "in" or doc[at - 1].tag_ not in ("NN", "NNS"):
        return None
    place = document.name_at(doc[at + 1])
    return place if place is not None and place.place is not None else None
