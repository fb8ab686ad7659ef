"""Standing ties: who somebody is, leads, belongs to; who backs, arms or opposes whom; what lies in which country.

What somebody is called is read in quoting/people.py, ties that verbs tell in tying/deeds.py, what lies where in
tying/seats.py; the words are rows of seeds/relations.csv.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from transforms.modality import modality
from transforms.naming.spotting import words
from transforms.quoting.people import Description, descriptions
from transforms.schema import Relation
from transforms.story import Name, Story
from transforms.syntax import children, is_negated, is_parsed, obliques
from transforms.tying import deeds, seats
from transforms.tying.ties import PLACES, is_country, is_party, name_text, row, text, ties_of


def relations(story: Story) -> list[Relation]:
    """The relations of a story, each subject, predicate and object once."""
    found: dict[tuple[str, str, str], Relation] = {}
    for told in _all(story):
        key = (told.subject.lower(), told.predicate, told.object.lower())
        if told.subject and told.object and key[0] != key[2]:
            found.setdefault(key, told)
    return sorted(found.values(), key=lambda told: told.start)


def _all(story: Story) -> Iterator[Relation]:
    for description in descriptions(story):
        yield from _of_person(description, story)
    for name in story.names:
        yield from seats.of_place(name, story)
        yield from seats.of_body(name, story)
        yield from _of_member(name, story)
    for sent in story.sentences:
        if is_parsed(sent):
            for token in sent:
                yield from deeds.of_word(token, story)
                yield from _of_noun(token, story)
                yield from deeds.among(token, story)


def _of_person(d: Description, story: Story) -> Iterator[Relation]:
    person = d.person.span.root
    is_called_past = any(token.lower_ in words("past") for token in d.role)
    if d.is_role and (not d.is_past or is_called_past):
        yield row(person, "role", d.role.text, None, story, 0.85)
    if d.based is not None:
        yield row(person, "based_in", name_text(d.based, story), d.based, story, 0.9)
    country = next((n for n in d.before if is_country(n)), None)
    body = next((n for n in d.before if not is_country(n) and n.label in ("ORG", "NORP")), None)
    if d.predicate == "based_in":
        place = next((n for n in d.before if n.label in PLACES), None)
        if place is not None:
            yield row(person, "based_in", name_text(place, story), place, story, 0.8)
    elif d.is_past or (children(d.head, "cop") and (is_negated(d.head) or deeds.is_past(d.head, story))):
        return
    elif d.after is not None:
        yield _tie(person, d.predicate, d.after, story)
    elif body is not None:
        yield row(person, d.predicate, name_text(body, story), body, story, 0.8)
    elif country is not None and d.is_office and d.predicate != "member_of":
        yield row(person, d.predicate, name_text(country, story), country, story, 0.8)
    if country is not None and country.label == "NORP" and (not d.is_office or d.predicate == "member_of"):
        yield row(person, "nationality", name_text(country, story), country, story, 0.8)


def _tie(person: Token, predicate: str, body: Span, story: Story) -> Relation:
    name = story.name_at(body[-1])
    if name is not None and name.span.end == body.end and name.span.start == body.start:
        return row(person, predicate, name_text(name, story), name, story, 0.85)
    return row(person, predicate, body.text, None, story, 0.7)


def _of_member(person: Name, story: Story) -> Iterator[Relation]:
    """A body right behind a person's name: "Anders Berg of Human Rights Watch"."""
    span = person.span
    if person.label != "PERSON" or span.end >= len(span.doc) or span.doc[span.end].lower_ not in ("of", "from", "at"):
        return
    after = span.end + 1
    after += after < len(span.doc) and span.doc[after].lower_ == "the"
    body = story.name_at(span.doc[after]) if after < span.sent.end else None
    if body is not None and body.label == "ORG" and body.span.start == after and is_parsed(span.sent):
        yield row(span.root, "affiliated_with", name_text(body, story), body, story, 0.8)


def _of_noun(token: Token, story: Story) -> Iterator[Relation]:
    """Nouns that name a tie: "X, a member of Y", "X is an ally of Y", "Y's ally X", "X is at war with Y"."""
    if token.tag_ not in ("NN", "NNS"):
        return
    for tie in ties_of(token.lower_, "noun")[:1]:
        other = next(obliques(token, tie.frame), None) or next(iter(children(token, "nmod:poss")), None)
        one = _bearer(token, story)
        if one is None or other is None or story.name_at(one) is None or not is_party(other, story):
            continue
        if is_negated(token) or deeds.is_past(token, story):
            continue
        found = row(one, tie.predicate, text(other, story), story.name_at(other), story, 0.75)
        found.modality, found.attribution = modality(token, story) if children(token, "cop") else ("asserted", None)
        if deeds.is_held_true(found.modality):
            yield found


def _bearer(noun: Token, story: Story) -> Token | None:
    """Whom a noun is said of: what it stands beside, its subject, or the name beside it."""
    if noun.dep_ == "appos":
        return noun.head
    subject = next((c for c in noun.children if c.dep_.startswith("nsubj")), None)
    return subject or next((c for c in children(noun, "appos", "flat") if story.name_at(c) is not None), None)
