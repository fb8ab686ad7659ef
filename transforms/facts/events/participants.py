"""The words of a source or target: the whole noun phrase without relative clauses, pronouns resolved."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span, Token

from transforms.facts.events.roles import is_time
from transforms.reading.syntax import NOUNS, children, is_gerund, obliques, phrase, preposition
from transforms.resolving.document import Document
from transforms.resolving.naming import coreference
from transforms.resolving.noun_kinds import words

LONGEST = 18
CIRCUMSTANCES = frozenset({"as", "after", "before", "during", "since", "until", "amid", "following", "despite", "when"})
_SPEAKERS_OWN = frozenset({"our", "my"})
_WHICH_TIME = frozenset({"last", "next", "this", "late", "early", "earlier"})
ABSTRACT_SOURCES = frozenset({"it", "this", "that", "there", "what", "which"})


@dataclass(frozen=True, slots=True)
class Participant:
    """A source or target: its head, its phrase with pronouns resolved, its actor where known."""

    span: Span
    actor: str | None

    @property
    def head(self) -> Token:
        return self.span.root

    @property
    def text(self) -> str:
        return self.span.text


def participant(head: Token | None, document: Document, *, blamed: bool = False) -> Participant | None:
    """The words and the actor of a participant; None for what is no one: an unresolved pronoun, `it` for the weather.

    Of someone blamed, what for ("the rebels for the raid") is left out: the parser often takes it into the phrase.
    """
    if head is None or any(c.lower_ == "no" for c in children(head, "det")):
        return None
    span = _meant(head, document)
    if span is not None and blamed:
        stops = [t.left_edge.i for t in obliques(head, "for", *(["of"] if head.pos_ == "PROPN" else []))]
        span = span.doc[span.start : min([span.end, *(i for i in stops if i > head.i)])]
    if span is None:
        return None
    return Participant(span, None if span[0].lower_ in _SPEAKERS_OWN else document.actor_of(span))


def _is_deed(noun: Token) -> bool:
    """True for a deed that the parser takes for a noun: the looting of "accused the rebels of looting shops"."""
    return preposition(noun) == "of" and any(c.tag_ == "VBG" for c in children(noun, "compound", "amod"))


def _termed(head: Token) -> Token | None:
    """The noun that a free relative stands for: "what it called a stray interceptor"."""
    if head.lower_ != "what":
        return None
    clauses = [c for c in (*head.children, head.head) if c.dep_ in ("acl:relcl", "advcl", "ccomp") and c.pos_ == "VERB"]
    return next((noun for clause in clauses for noun in children(clause, "xcomp", "obj") if noun.pos_ in NOUNS), None)


def _named_beside(head: Token, document: Document) -> Span | None:
    """The person named in apposition to an office: "a spokesman for the army, Major Idris Waleyo"."""
    others = [t for t in children(head.head, "nsubj") if t.i > head.i] if head.dep_ == "nsubj" else []
    for beside in [*children(head, "appos"), *others]:
        name = document.name_at(beside)
        if name is not None and name.label == "PERSON" and head.lemma_.lower() in words("leader"):
            return name.span
    return None


def _cut(span: Span, head: Token) -> Span:
    """The phrase without what only the parser joins to it: times, circumstances, "as a warning", "of burning"."""
    start, end = span.start, span.end
    for child in head.children:
        early = child.dep_ in ("compound", "amod", "obl:unmarked", "nmod:unmarked") and is_time(child)
        if child.i < head.i and (early or child.dep_ in ("mark", "case") or child.lower_ in CIRCUMSTANCES):
            start = max(start, child.i + 1)
        loose = (
            preposition(child) in CIRCUMSTANCES | {"by"}
            or is_gerund(child)
            or is_time(child)
            or _is_means(child)
            or _is_deed(child)
        )
        if child.i > head.i and loose and child.dep_ in ("nmod", "obl", "advcl", "nmod:unmarked", "obl:unmarked"):
            end = min(end, child.left_edge.i)
    while start < head.i and span.doc[start].lower_ in CIRCUMSTANCES:
        start += 1
    while start + 1 < head.i and span.doc[start].lower_ in _WHICH_TIME and is_time(span.doc[start + 1]):
        start += 2
    if start > 0 and span.doc[start].lower_ in ("least", "most") and span.doc[start - 1].lower_ == "at":
        start -= 1
    return span.doc[start:end] if start <= head.i < end else span


def _is_means(noun: Token) -> bool:
    """True for a weapon that the parser hangs on what was hit with it."""
    return preposition(noun) == "with" and noun.lemma_.lower() in words("weapon") | words("projectile")


def _meant(head: Token, document: Document) -> Span | None:
    termed = _termed(head)
    if termed is not None:
        return _cut(phrase(termed), termed)
    if head.pos_ == "PRON" or head.lower_ in ABSTRACT_SOURCES:
        return document.antecedent(head)
    if coreference.is_for_a_name(head):
        meant = document.antecedent(head)
        if meant is not None:
            return meant
    name = document.name_at(head)
    if name is not None and head.dep_ in ("amod", "compound"):
        return name.span
    if name is None and (named := _named_beside(head, document)) is not None:
        return named
    span = _cut(phrase(head, coordinated=True), head)
    if len(span) > LONGEST:
        span = _cut(phrase(head), head)
    if len(span) > LONGEST:
        span = head.doc[max(head.left_edge.i, head.i - 6) : head.i + 1]
    own = span[0]
    if own.tag_ == "PRP$" and head.lemma_.lower() in words("armed") | words("authority"):
        return document.antecedent(own) or span
    return span
