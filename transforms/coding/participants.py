"""The words of a source or target: the whole noun phrase without relative clauses, pronouns resolved."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span, Token

from transforms.coding.kinds import words
from transforms.story import Story
from transforms.syntax import obliques, phrase

LONGEST = 18
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


def participant(head: Token | None, story: Story, *, blamed: bool = False) -> Participant | None:
    """The words and the actor of a participant; None for what is no one: an unresolved pronoun, `it` for the weather.

    Of someone blamed, what for ("the rebels for the raid") is left out: the parser often takes it into the phrase.
    """
    if head is None:
        return None
    span = _meant(head, story)
    if span is not None and blamed:
        stops = [t.left_edge.i for t in obliques(head, "for", *(["of"] if head.pos_ == "PROPN" else []))]
        span = span.doc[span.start : min([span.end, *(i for i in stops if i > head.i)])]
    if span is None:
        return None
    return Participant(span, story.actor_of(span))


def _meant(head: Token, story: Story) -> Span | None:
    if head.pos_ == "PRON" or head.lower_ in ABSTRACT_SOURCES:
        return story.antecedent(head)
    name = story.name_at(head)
    if name is not None and head.dep_ in ("amod", "compound"):
        return name.span
    span = phrase(head, coordinated=True)
    if len(span) > LONGEST:
        span = phrase(head)
    if len(span) > LONGEST:
        span = head.doc[max(head.left_edge.i, head.i - 6) : head.i + 1]
    own = span[0]
    if own.tag_ == "PRP$" and head.lemma_.lower() in words("armed") | words("authority"):
        return story.antecedent(own) or span
    return span
