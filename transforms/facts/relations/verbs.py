"""Extracts ties from verbs, participles and adjectives: "Iran trains militias", "Iran-backed rebels"."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.facts.events.modality import modality
from transforms.facts.quotes.people import last_noun_from
from transforms.facts.relations.ties import Tie, is_party, row, text, ties_of
from transforms.reading.lexicon import bases
from transforms.reading.syntax import agent, children, conjuncts, is_negated, obliques, patient, preposition, subject
from transforms.reading.tree import Token
from transforms.resolving.dates import time_among, time_of_clause
from transforms.resolving.document import Document
from transforms.resolving.naming.spotting import words
from transforms.tables.schema import Modality, Relation
from transforms.words import word_list

REACH = 40
QUANTIFIERS = word_list("relations quantifiers")
AHEAD = word_list("relations ahead")
HOLDS = (Tie("holds", "member_of"),)

Pair = tuple[Token | None, Token | None]


def of_word(token: Token, document: Document) -> Iterator[Relation]:
    """The ties of a verb, participle or adjective about a present state, not a past or possible one."""
    if not _is_standing(token) or is_negated(token) or is_past(token, document):
        return
    for tie in ties_of(token.lower_, "verb", "adj"):
        if tie.frame == "holds":
            yield from _held(token, tie, document)
            continue
        subject_head, object_head = _pair(token, tie)
        if subject_head is None or object_head is None:
            continue
        if subject_head.dep_ == "appos" and document.name_at(subject_head.head) is not None:
            subject_head = subject_head.head
        for subject_noun in _with_named_conjuncts(subject_head, document):
            for object_noun in _with_named_conjuncts(object_head, document):
                yield from _relation(token, subject_noun, tie, object_noun, document)


def _relation(
    token: Token, subject_noun: Token, tie: Tie, object_noun: Token, document: Document
) -> Iterator[Relation]:
    """The row, if both are parties and the tie is neither denied nor planned nor hypothetical."""
    name = document.name_at(object_noun)
    if tie.predicate == "leads" and name is None:
        return
    if not (is_party(subject_noun, document) and is_party(object_noun, document)):
        return
    found = row(subject_noun, tie.predicate, text(object_noun, document), name, document, 0.75, tie.lexicon_row)
    found.modality, found.attribution = modality(token, document)
    found.since = since(token, document)
    if is_held_true(found.modality):
        yield found


def is_held_true(mode: Modality) -> bool:
    return mode in ("asserted", "claimed")


def _pair(token: Token, tie: Tie) -> Pair:
    """The bearer of a tie and its other party, by the tie's frame."""
    before, behind = _compound(token) or (None, None)
    if tie.frame == "transitive":
        return (before, behind) if before is not None else (_doer(token), _done_to(token))
    if " " in tie.frame:
        return _giver(token, *tie.frame.split(" "))
    if before is not None and tie.frame in ("in", "to", "with"):
        return behind, before
    return _bearer(token), _tied_to(token, tie.frame)


def _with_named_conjuncts(noun: Token, document: Document) -> list[Token]:
    """A noun and its named conjuncts: "Iran and Russia back"."""
    return [
        noun,
        *(conjunct for conjunct in conjuncts(noun) if conjunct != noun and document.name_at(conjunct) is not None),
    ]


def _is_standing(token: Token) -> bool:
    """Whether a word describes a present state: adjective, participle or finite verb, not "efforts to support them"."""
    if token.tag_ in ("VB", "VBG"):
        if any(c.lower_ in AHEAD for c in children(token, "aux", "mark")):
            return False
        return bool(children(token, "aux")) or (token.tag_ == "VB" and bool(children(token, "nsubj")))
    return token.tag_.startswith(("VB", "JJ"))


def is_past(token: Token, document: Document) -> bool:
    """Whether a tie is over: "once led", "until 2016", "no longer", "backed the rebels in the 1990s"."""
    if any(c.lower_ in words("past") for c in token.children) or any(True for _ in obliques(token, "until")):
        return True
    verb = token if token.pos_ == "VERB" else next(iter(children(token, "cop")), token)
    if verb.tag_ not in ("VBD", "VBN") or children(verb, "aux") or token.dep_ in ("acl", "amod"):
        return False
    time = time_of_clause(token, document.article.published_date)
    return time is not None and int(time.start[:4]) < document.article.published_date.year


def _compound(token: Token) -> tuple[Token, Token] | None:
    """`Iran-backed Houthi rebels`: the name before the hyphen and the noun after it."""
    doc = token.doc
    if token.i < 2 or doc[token.i - 1].text != "-" or not doc[token.i - 2].text[0].isupper():
        return None
    head = last_noun_from(token.i + 1, token.sent)
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
    if found is None or found.lower_ not in QUANTIFIERS:
        return found
    before = [t for t in token.doc[token.sent.start : found.i] if t.tag_ in ("NNS", "NN", "NNP", "NNPS")]
    return before[-1] if before else None


def _giver(token: Token, given: str, case: str) -> Pair:
    """Giver and taker in `supplies weapons to …`, `supplies … with weapons`; a single delivery is no tie."""
    goods_or_taker = patient(token)
    if goods_or_taker is None or (token.tag_ == "VBD" and "allegiance" not in given):
        return None, None
    nouns = [t for anchor in (token, *conjuncts(goods_or_taker)) for t in obliques(anchor, case)]
    goods, takers = (nouns, [goods_or_taker]) if case == "with" else ([goods_or_taker], nouns)
    named = {lemma for noun in goods for conjunct in conjuncts(noun) for lemma in bases(conjunct.lower_)}
    return (agent(token), next(iter(takers), None)) if named & set(given.split("/")) else (None, None)


def _held(token: Token, tie: Tie, document: Document) -> Iterator[Relation]:
    """The named members of a body: "the alliance includes France and Mali"."""
    holder = subject(token)
    if holder is None or not is_party(holder, document) or not is_held_true(modality(token, document)[0]):
        return
    for held in (c for o in children(token, "obj") for c in conjuncts(o)):
        if document.name_at(held) is not None and is_party(held, document):
            name = document.name_at(holder)
            yield row(held, tie.predicate, text(holder, document), name, document, 0.7, tie.lexicon_row)


def among(token: Token, document: Document) -> Iterator[Relation]:
    """`X is among them` after "Y, which includes various groups"."""
    if token.lower_ != "them" or preposition(token) != "among":
        return
    member = next((c for c in token.children if c.dep_.startswith("nsubj")), None)
    if member is None or document.name_at(member) is None:
        return
    for before in reversed(token.doc[max(0, token.i - REACH) : token.i]):
        ties = ties_of(before.lower_, "verb")
        if ties == HOLDS and (holder := subject(before)) is not None:
            name, lexicon_row = document.name_at(holder), ties[0].lexicon_row
            yield row(member, "member_of", text(holder, document), name, document, 0.7, lexicon_row)
            return


def _tied_to(token: Token, frame: str) -> Token | None:
    """The object of a preposition: by the parse, else the last noun of the phrase after it."""
    found = next(obliques(token, frame), None)
    if found is not None or token.i + 1 >= token.sent.end or token.nbor(1).lower_ != frame:
        return found
    return last_noun_from(token.i + 2, token.sent)


def _bearer(token: Token) -> Token | None:
    """The bearer that an adjective or participle describes."""
    if token.dep_ in ("acl", "amod"):
        return token.head
    return subject(token) if token.pos_ == "VERB" else next(iter(children(token, "nsubj", "nsubj:pass")), None)


def since(token: Token, document: Document) -> str | None:
    for found in obliques(token, "since"):
        time = time_among(found.subtree, document.article.published_date)
        if time is not None:
            return time.start
    return None
