"""Extracts containment: places in places, bodies in countries and towns."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.facts.quotes.people import PREMODIFIERS, phrase_start
from transforms.facts.relations.ties import is_country, name_text, row
from transforms.reading.syntax import is_parsed
from transforms.reading.tree import Span
from transforms.resolving.document import Document
from transforms.resolving.naming.name import PLACES, Name
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
    index = span.end
    if index + 1 < sent.end and doc[index].lower_ in (",", "in"):
        inside = doc[index].lower_ == "in" or (index + 2 < sent.end and doc[index + 1].lower_ == "in")
        index += 2 if doc[index].text == "," and inside else 1
        index += 1 if index < sent.end and doc[index].lower_ == "the" else 0
        name = document.name_at(doc[index]) if index < sent.end else None
        if name is not None and name.place is not None and (inside or name.place.kind == "country"):
            return name if _differs(name, span, document) else None
    described = _described_place(span.end, sent, document)
    if described is not None:
        return described if _differs(described, span, document) else None
    start = phrase_start(span.start, sent, frozenset({"RB", "RBS"}))
    kind = any(t.lower_ in PLACE_NOUNS for t in doc[start : span.start])
    name = document.name_at(doc[start]) or (document.name_at(doc[start + 1]) if start + 1 < span.start else None)
    if kind and name is not None and name.span.end <= span.start and is_country(name):
        return name
    return None


def _described_place(index: int, sent: Span, document: Document) -> Name | None:
    """The containing place in an apposition: "Nyala, the capital of South Darfur", "Kano, a city in Nigeria"."""
    doc = sent.doc
    if index + 1 >= sent.end or doc[index].text != "," or doc[index + 1].tag_ != "DT":
        return None
    index += 2
    while index < sent.end and doc[index].tag_ in PREMODIFIERS | {"RB", "RBS"}:
        index += 1
    if index + 1 >= sent.end or doc[index].lower_ not in ("of", "in") or doc[index - 1].lower_ not in PLACE_NOUNS:
        return None
    index += 2 if doc[index + 1].lower_ == "the" and index + 2 < sent.end else 1
    name = document.name_at(doc[index])
    return name if name is not None and name.place is not None else None


def _differs(name: Name, span: Span, document: Document) -> bool:
    own = document.name_at(span.root)
    return own is None or own.place is None or name.place is None or own.place.place_id != name.place.place_id


def of_body(name: Name, document: Document) -> Iterator[Relation]:
    """The country or place of a body: "the Kenyan think tank Horn Institute", "the M23, a rebel group in Goma"."""
    span = name.span
    if name.label != "ORG" or (name.actor and name.actor.kind == "country") or not is_parsed(span.sent):
        return
    between = list(span.doc[phrase_start(span.start, span.sent) : span.start])
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
    doc, index, end = span.doc, span.end, span.sent.end
    while index < end and doc[index].text == "(":
        index = next((i + 1 for i in range(index, min(end, index + 6)) if doc[i].text == ")"), end)
    if index + 1 >= end or doc[index].text != "," or doc[index + 1].tag_ != "DT":
        return None
    index += 1
    while index < end and doc[index].tag_ in PREMODIFIERS:
        index += 1
    if index + 1 >= end or doc[index].lower_ != "in" or doc[index - 1].tag_ not in ("NN", "NNS"):
        return None
    place = document.name_at(doc[index + 1])
    return place if place is not None and place.place is not None else None
