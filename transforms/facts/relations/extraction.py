"""Extracts standing ties: roles, leadership, membership; who backs, arms or opposes whom; which place contains which.

Descriptions of people are read in `quotes/people.py`, ties of verbs in `verbs.py`, containment in `part_whole.py`; the
words are rows of seeds/relations.csv.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from transforms.facts.events.modality import modality
from transforms.facts.quotes.people import Description, descriptions
from transforms.facts.relations import part_whole, verbs
from transforms.facts.relations.ties import is_country, is_party, name_text, row, text, ties_of
from transforms.reading.syntax import children, is_negated, is_parsed, obliques
from transforms.reading.tree import Span, Token
from transforms.resolving.document import Document
from transforms.resolving.naming.name import PLACES, Name
from transforms.resolving.naming.spotting import words
from transforms.tables.schema import Relation


def relations(document: Document) -> list[Relation]:
    """The relations of a document; each subject, predicate and object once."""
    found: dict[tuple[str, str, str], Relation] = {}
    for relation in _all(document):
        key = (relation.subject.lower(), relation.predicate, relation.object.lower())
        if relation.subject and relation.object and key[0] != key[2]:
            found.setdefault(key, relation)
    return sorted(found.values(), key=lambda relation: relation.start)


def _all(document: Document) -> Iterator[Relation]:
    for description in descriptions(document):
        for relation in _of_person(description, document):
            yield replace(relation, lexicon_row=description.lexicon_row)
    for name in document.names:
        yield from part_whole.of_place(name, document)
        yield from part_whole.of_body(name, document)
        yield from _of_member(name, document)
    for sent in document.sentences:
        if is_parsed(sent):
            for token in sent:
                yield from verbs.of_word(token, document)
                yield from _of_noun(token, document)
                yield from verbs.among(token, document)


def _of_person(d: Description, document: Document) -> Iterator[Relation]:
    person = d.person.span.root
    is_called_past = any(token.lower_ in words("past") for token in d.role)
    if d.is_role and (not d.is_past or is_called_past):
        yield row(person, "role", d.role.text, None, document, 0.85)
    if d.based is not None:
        yield row(person, "based_in", name_text(d.based, document), d.based, document, 0.9)
    country = next((n for n in d.before if is_country(n)), None)
    body = next((n for n in d.before if not is_country(n) and n.label in ("ORG", "NORP")), None)
    if d.predicate == "based_in":
        place = next((n for n in d.before if n.label in PLACES), None)
        if place is not None:
            yield row(person, "based_in", name_text(place, document), place, document, 0.8)
    elif d.is_past or (children(d.head, "cop") and (is_negated(d.head) or verbs.is_past(d.head, document))):
        return
    elif d.after is not None:
        yield _tie(person, d.predicate, d.after, document)
    elif body is not None:
        yield row(person, d.predicate, name_text(body, document), body, document, 0.8)
    elif country is not None and d.is_office and d.predicate != "member_of":
        yield row(person, d.predicate, name_text(country, document), country, document, 0.8)
    if country is not None and country.label == "NORP" and (not d.is_office or d.predicate == "member_of"):
        yield row(person, "nationality", name_text(country, document), country, document, 0.8)


def _tie(person: Token, predicate: str, body: Span, document: Document) -> Relation:
    name = document.name_at(body[-1])
    if name is not None and name.span.end == body.end and name.span.start == body.start:
        return row(person, predicate, name_text(name, document), name, document, 0.85)
    return row(person, predicate, body.text, None, document, 0.7)


def _of_member(person: Name, document: Document) -> Iterator[Relation]:
    """A body right after a person's name: "Anders Berg of Human Rights Watch"."""
    span = person.span
    if person.label != "PERSON" or span.end >= len(span.doc) or span.doc[span.end].lower_ not in ("of", "from", "at"):
        return
    after = span.end + 1
    after += after < len(span.doc) and span.doc[after].lower_ == "the"
    body = document.name_at(span.doc[after]) if after < span.sent.end else None
    if body is not None and body.label == "ORG" and body.span.start == after and is_parsed(span.sent):
        yield row(span.root, "affiliated_with", name_text(body, document), body, document, 0.8)


def _of_noun(token: Token, document: Document) -> Iterator[Relation]:
    """Ties of nouns: "X, a member of Y", "X is an ally of Y", "Y's ally X", "X is at war with Y"."""
    if token.tag_ not in ("NN", "NNS"):
        return
    for tie in ties_of(token.lower_, "noun")[:1]:
        party = next(obliques(token, tie.frame), None) or next(iter(children(token, "nmod:poss")), None)
        bearer = _bearer(token, document)
        if bearer is None or party is None or document.name_at(bearer) is None or not is_party(party, document):
            continue
        if is_negated(token) or verbs.is_past(token, document):
            continue
        name = document.name_at(party)
        found = row(bearer, tie.predicate, text(party, document), name, document, 0.75, tie.lexicon_row)
        found.modality, found.attribution = modality(token, document) if children(token, "cop") else ("asserted", None)
        if verbs.is_held_true(found.modality):
            yield found


def _bearer(noun: Token, document: Document) -> Token | None:
    """The bearer that a noun describes: by apposition, as its subject, or as a name beside it."""
    if noun.dep_ == "appos":
        return noun.head
    subject = next((c for c in noun.children if c.dep_.startswith("nsubj")), None)
    return subject or next((c for c in children(noun, "appos", "flat") if document.name_at(c) is not None), None)
