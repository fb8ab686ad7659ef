"""Standing ties: who somebody is, leads, belongs to; who backs, arms or opposes whom; what lies in which country."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import get_args

from spacy.tokens import Span, Token

from transforms.actors import group_words
from transforms.dates import when
from transforms.lexicon import every
from transforms.modality import modality
from transforms.quoting.people import PREMODIFIERS, Description, descriptions
from transforms.schema import Predicate, Relation
from transforms.seeds import SeedError, rows
from transforms.story import Name, Story
from transforms.syntax import (
    agent,
    children,
    conjuncts,
    is_negated,
    is_parsed,
    obliques,
    patient,
    phrase,
    preposition,
    subject,
)

_PARTIES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_PLACE_NOUNS = frozenset({"city", "town", "village", "capital", "province", "region", "port"})
_REACH = 40


@dataclass(frozen=True, slots=True)
class Tie:
    """A row of seeds/relations.csv."""

    frame: str
    predicate: Predicate


@cache
def _ties_of(form: str, *parts: str) -> tuple[Tie, ...]:
    """The ties of a written form, of the first part of speech that has any."""
    return next((found for pos in parts if (found := every(form, _ties(pos)))), ())


_HOLDS = (Tie("holds", "member_of"),)


@cache
def _ties(pos: str) -> dict[str, tuple[Tie, ...]]:
    found: dict[str, tuple[Tie, ...]] = {}
    for row in rows("relations"):
        if row["predicate"] not in get_args(Predicate):
            raise SeedError(f"relations: {row['lemma']}: no such predicate: {row['predicate']}")
        if row["pos"] == pos:
            lemma = str(row["lemma"])
            found[lemma] = (*found.get(lemma, ()), Tie(str(row["frame"]), row["predicate"]))  # type: ignore[arg-type]
    return found


def relations(story: Story) -> list[Relation]:
    """The relations of a story, each subject, predicate and object once."""
    found: dict[tuple[str, str, str], Relation] = {}
    for row in _all(story):
        key = (row.subject.lower(), row.predicate, row.object.lower())
        if row.subject and row.object and key[0] != key[2]:
            found.setdefault(key, row)
    return sorted(found.values(), key=lambda row: row.start)


def _all(story: Story) -> Iterator[Relation]:
    for description in descriptions(story):
        yield from _of_person(description, story)
    for name in story.names:
        yield from _of_place(name, story)
        yield from _of_body(name, story)
    for sent in story.sentences:
        if is_parsed(sent):
            for token in sent:
                yield from _of_verb(token, story)
                yield from _of_noun(token, story)
                yield from _among(token, story)


def _of_person(d: Description, story: Story) -> Iterator[Relation]:
    person = d.person.span.root
    if d.is_role:
        yield _row(person, "role", d.role.text, None, story, 0.85)
    if d.based is not None:
        yield _row(person, "based_in", _name_text(d.based, story), d.based, story, 0.9)
    country = next((n for n in d.before if _is_country(n)), None)
    body = next((n for n in d.before if not _is_country(n) and n.label in ("ORG", "NORP")), None)
    if d.predicate == "based_in":
        place = next((n for n in d.before if n.label in _PLACES), None)
        if place is not None:
            yield _row(person, "based_in", _name_text(place, story), place, story, 0.8)
    elif d.is_past:
        return
    elif d.after is not None:
        yield _tie(person, d.predicate, d.after, story)
    elif body is not None:
        yield _row(person, d.predicate, _name_text(body, story), body, story, 0.8)
    elif country is not None and d.is_office:
        yield _row(person, d.predicate, _name_text(country, story), country, story, 0.8)
    if country is not None and not d.is_office and country.label == "NORP":
        yield _row(person, "nationality", _name_text(country, story), country, story, 0.8)


def _tie(person: Token, predicate: str, body: Span, story: Story) -> Relation:
    name = story.name_at(body[-1])
    if name is not None and name.span.end == body.end and name.span.start == body.start:
        return _row(person, predicate, _name_text(name, story), name, story, 0.85)
    return _row(person, predicate, body.text, None, story, 0.7)


def _of_place(name: Name, story: Story) -> Iterator[Relation]:
    """Place in place: "Idlib, Syria", "Bila Tserkva in the Kyiv region", "Syria's fourth-largest city Hama"."""
    span, sent = name.span, name.span.sent
    if name.label not in _PLACES or name.place is None or name.place.kind == "country" or not is_parsed(sent):
        return
    outer = _enclosing(span, story)
    if outer is not None:
        yield _row(span.root, "located_in", _name_text(outer, story), outer, story, 0.8)


def _enclosing(span: Span, story: Story) -> Name | None:
    """The place a place lies in, where the text says so beside it."""
    doc, sent = span.doc, span.sent
    at = span.end
    if at + 1 < sent.end and doc[at].lower_ in (",", "in"):
        inside = doc[at].lower_ == "in" or (at + 2 < sent.end and doc[at + 1].lower_ == "in")
        at += 2 if doc[at].text == "," and inside else 1
        at += 1 if at < sent.end and doc[at].lower_ == "the" else 0
        name = story.name_at(doc[at]) if at < sent.end else None
        if name is not None and name.place is not None and (inside or name.place.kind == "country"):
            return name if _differs(name, span, story) else None
    start = _phrase_start(span, frozenset({"RB", "RBS"}))
    kind = any(t.lower_ in _PLACE_NOUNS for t in doc[start : span.start])
    name = story.name_at(doc[start]) or (story.name_at(doc[start + 1]) if start + 1 < span.start else None)
    if kind and name is not None and name.span.end <= span.start and _is_country(name):
        return name
    return None


def _phrase_start(span: Span, more: frozenset[str] = frozenset()) -> int:
    """Where the noun phrase that ends with a name begins."""
    start = span.start
    while start > span.sent.start and span.doc[start - 1].tag_ in PREMODIFIERS | more:
        start -= 1
    return start


def _differs(name: Name, span: Span, story: Story) -> bool:
    own = story.name_at(span.root)
    return own is None or own.place is None or name.place is None or own.place.place_id != name.place.place_id


def _of_body(name: Name, story: Story) -> Iterator[Relation]:
    """Where a body is: "the Kenyan think tank Horn Institute", "the M23, a rebel group in Goma"."""
    span = name.span
    if name.label != "ORG" or (name.actor and name.actor.kind == "country") or not is_parsed(span.sent):
        return
    between = [t for t in span.doc[_phrase_start(span) : span.start] if t.tag_ != "DT"]
    if len(between) > 1 and between[-1].tag_ in ("NN", "NNS"):
        country = story.name_at(between[0])
        if country is not None and _is_country(country):
            yield _row(span.root, "country", _name_text(country, story), country, story, 0.85)
    place = _apposed_place(span, story)
    if place is not None:
        yield _row(span.root, "located_in", _name_text(place, story), place, story, 0.8)


def _apposed_place(span: Span, story: Story) -> Name | None:
    """The place in the apposition to a name: "(M23), a rebel group in Goma"."""
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
    place = story.name_at(doc[at + 1])
    return place if place is not None and place.place is not None else None


def _of_verb(token: Token, story: Story) -> Iterator[Relation]:
    """Verbs and participles: "Iran trains militias", "backed by Iran", "Iran-backed rebels", "opposed to the state"."""
    if not _is_standing(token):
        return
    ties = _ties_of(token.lower_, "verb", "adj")
    for tie in ties:
        if tie.frame == "transitive":
            pair = _compound(token, story) or (_doer(token), _done_to(token))
        elif tie.frame == "holds":
            yield from _held(token, tie, story)
            continue
        else:
            pair = (_bearer(token), _tied_to(token, tie.frame))
        one, other = pair
        if one is not None and one.dep_ == "appos" and story.name_at(one.head) is not None:
            one = one.head
        if tie.predicate == "leads" and other is not None and story.name_at(other) is None:
            continue
        if one is None or other is None or is_negated(token) or not (_is_party(one, story) and _is_party(other, story)):
            continue
        row = _row(one, tie.predicate, _text(other, story), story.name_at(other), story, 0.75)
        row.modality, row.attribution = modality(token, story)
        row.since = _since(token, story)
        if row.modality in ("asserted", "claimed"):
            yield row


def _is_standing(token: Token) -> bool:
    """True for adjectives, participles and finite verbs; "efforts to support them" only looks ahead."""
    if token.tag_ in ("VB", "VBG"):
        return any(
            c.dep_ == "aux" and c.lower_ not in ("to", "will", "would", "could", "may", "might") for c in token.children
        )
    return token.tag_.startswith(("VB", "JJ"))


def _compound(token: Token, story: Story) -> tuple[Token, Token] | None:
    """`Iran-backed Houthi rebels`: the name before the hyphen and the noun after it."""
    doc = token.doc
    if token.i < 2 or doc[token.i - 1].text != "-" or story.name_at(doc[token.i - 2]) is None:
        return None
    at = token.i + 1
    head = None
    while at < token.sent.end and doc[at].tag_ in PREMODIFIERS:
        head = doc[at] if doc[at].tag_.startswith("NN") else head
        at += 1
    return (doc[token.i - 2], head) if head is not None else None


def _doer(token: Token) -> Token | None:
    """The agent, shared by coordinated participles: "trained and backed by Iran"."""
    for verb in (token, *children(token, "conj"), *([token.head] if token.dep_ == "conj" else [])):
        found = agent(verb) or next((c for c in children(verb, "obl", "obl:agent") if preposition(c) == "by"), None)
        if found is not None:
            return found
    return None


def _done_to(token: Token) -> Token | None:
    found = patient(token)
    if found is None or found.lower_ not in ("some", "many", "most", "which", "who", "that", "all"):
        return found
    before = [t for t in token.doc[token.sent.start : found.i] if t.tag_ in ("NNS", "NN", "NNP", "NNPS")]
    return before[-1] if before else None


def _held(token: Token, tie: Tie, story: Story) -> Iterator[Relation]:
    """The named members of a named body: "the alliance includes France and Mali"."""
    holder = subject(token)
    if holder is None or not _is_party(holder, story):
        return
    for held in (c for o in children(token, "obj") for c in conjuncts(o)):
        if story.name_at(held) is not None and _is_party(held, story):
            yield _row(held, tie.predicate, _text(holder, story), story.name_at(holder), story, 0.7)


def _among(token: Token, story: Story) -> Iterator[Relation]:
    """`X is among them` after "Y, which includes various groups"."""
    if token.lower_ != "them" or preposition(token) != "among":
        return
    member = next((c for c in token.children if c.dep_.startswith("nsubj")), None)
    if member is None or story.name_at(member) is None:
        return
    for before in reversed(token.doc[max(0, token.i - _REACH) : token.i]):
        if _ties_of(before.lower_, "verb") == _HOLDS and (holder := subject(before)) is not None:
            yield _row(member, "member_of", _text(holder, story), story.name_at(holder), story, 0.7)
            return


def _tied_to(token: Token, frame: str) -> Token | None:
    """The nominal that a preposition ties: by the parse, else the last noun of the phrase after it."""
    found = next(obliques(token, frame), None)
    if found is not None or token.i + 1 >= token.sent.end or token.nbor(1).lower_ != frame:
        return found
    at, last = token.i + 2, None
    while at < token.sent.end and token.doc[at].tag_ in PREMODIFIERS:
        last = token.doc[at] if token.doc[at].tag_.startswith("NN") else last
        at += 1
    return last


def _bearer(token: Token) -> Token | None:
    """What an adjective or participle is said of."""
    if token.dep_ in ("acl", "amod"):
        return token.head
    return next((c for c in token.children if c.dep_.startswith("nsubj")), None)


def _of_noun(token: Token, story: Story) -> Iterator[Relation]:
    """Nouns that name a tie: "X, a member of Y", "X is an ally of Y", "Y's ally X"."""
    if token.tag_ not in ("NN", "NNS"):
        return
    ties = _ties_of(token.lower_, "noun")
    if not ties:
        return
    other = next(obliques(token, "of"), None) or next(iter(children(token, "nmod:poss")), None)
    one = token.head if token.dep_ == "appos" else next((c for c in token.children if c.dep_.startswith("nsubj")), None)
    if one is None:
        one = next((c for c in children(token, "appos", "flat") if story.name_at(c) is not None), None)
    if one is None or other is None or story.name_at(one) is None or not _is_party(other, story):
        return
    yield _row(one, ties[0].predicate, _text(other, story), story.name_at(other), story, 0.75)


def _since(token: Token, story: Story) -> str | None:
    for found in obliques(token, "since"):
        time = when(f"since {phrase(found).text}", story.article.published_date)
        if time is not None:
            return time.start
    return None


def _is_party(token: Token, story: Story) -> bool:
    """True for a named actor, a group of people who act together, or what stands for one."""
    name = story.name_at(token)
    if name is not None:
        return name.label in _PARTIES and (name.label != "NORP" or _is_country(name))
    if token.lower_ in group_words("members"):
        return True
    return story.actor_of(phrase(token)) is not None


def _is_country(name: Name) -> bool:
    return name.label in ("NORP", "GPE") and name.actor is not None and name.actor.kind == "country"


def _name_text(name: Name, story: Story) -> str:
    """The country's own name for a demonym, the place as written, the fullest form of another name."""
    if _is_country(name) and name.actor is not None and (name.place is None or name.place.kind == "country"):
        return name.actor.name
    whole = story.name_at(name.span.root)
    is_part = whole is not None and whole.span.end != name.span.end
    return name.span.text if is_part or name.label in _PLACES else story.full_name(name.span)


def _text(token: Token, story: Story) -> str:
    name = story.name_at(token)
    start = _after_compound(name.span if name is not None else phrase(token), token)
    if start is not None:
        return token.doc[start : token.i + 1].text
    return _name_text(name, story) if name is not None else story.full_name(phrase(token))


def _after_compound(span: Span, head: Token) -> int | None:
    """Where the phrase goes on after "Iran-backed"; None where it holds no such word."""
    marks = [t.i for t in span[:-1] if t.text == "-" and t.nbor(1).tag_ == "VBN" and t.i + 1 < head.i]
    return marks[-1] + 2 if marks else None


def _row(one: Token, predicate: str, other: str, name: Name | None, story: Story, confidence: float) -> Relation:
    whole = phrase(one)
    return Relation(
        **story.evidence(one.sent),
        confidence=confidence,
        subject=_text(one, story),
        subject_actor=story.actor_of(whole),
        predicate=predicate,  # type: ignore[arg-type]
        object=other,
        object_actor=name.actor.actor_id if name is not None and name.actor is not None else None,
    )
