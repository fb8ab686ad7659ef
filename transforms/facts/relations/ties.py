"""Shared parts of relation extraction: rows of seeds/relations.csv, valid parties, and how they are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import get_args

from transforms.reading.lexicon import every
from transforms.reading.syntax import phrase
from transforms.reading.tree import Span, Token
from transforms.resolving.actors import group_words
from transforms.resolving.document import Document
from transforms.resolving.naming.name import PLACES, Name
from transforms.seeds import SeedError, cite, listed, place, rows
from transforms.tables.schema import Predicate, Relation

PARTIES = frozenset({"PERSON", "ORG", "GPE", "NORP"})


@dataclass(frozen=True, slots=True)
class Tie:
    """A row of seeds/relations.csv."""

    frame: str
    predicate: Predicate
    lexicon_row: str | None = field(default=None, compare=False)


@cache
def ties_of(form: str, *parts: str) -> tuple[Tie, ...]:
    """The ties of a word form, for the first part of speech that has any."""
    return next((found for pos in parts if (found := every(form, _ties(pos)))), ())


@cache
def _ties(pos: str) -> dict[str, tuple[Tie, ...]]:
    found: dict[str, tuple[Tie, ...]] = {}
    for row in rows("relations"):
        if row["predicate"] not in get_args(Predicate):
            raise SeedError(f"{place(row)}: {row['lemma']}: no such predicate: {row['predicate']}")
        if row["pos"] == pos:
            for lemma in listed(row["lemma"]):
                ties = (Tie(frame, row["predicate"], cite(row, lemma)) for frame in listed(row["frame"]))  # type: ignore[arg-type]
                found[lemma] = (*found.get(lemma, ()), *ties)
    return found


def is_party(token: Token, document: Document) -> bool:
    """Whether a token is a named actor, a group of people, or refers to an actor."""
    name = document.name_at(token)
    if name is not None:
        return name.label in PARTIES and (name.label != "NORP" or is_country(name))
    if token.lower_ in group_words("members"):
        return True
    return document.actor_of(phrase(token)) is not None


def is_country(name: Name) -> bool:
    return name.label in ("NORP", "GPE") and name.actor is not None and name.actor.kind == "country"


def name_text(name: Name, document: Document) -> str:
    """The text of a name: the country for a demonym, a place as written, the fullest form for other names."""
    if is_country(name) and name.actor is not None and (name.place is None or name.place.kind == "country"):
        return name.actor.name
    whole = document.name_at(name.span.root)
    is_part = whole is not None and whole.span.end != name.span.end
    return name.span.text if is_part or name.label in PLACES else document.full_name(name.span)


def text(token: Token, document: Document) -> str:
    name = document.name_at(token)
    start = _after_compound(name.span if name is not None else phrase(token), token)
    if start is not None:
        return token.doc[start : token.i + 1].text
    return name_text(name, document) if name is not None else document.full_name(phrase(token))


def _after_compound(span: Span, head: Token) -> int | None:
    """Start of the phrase after "Iran-backed"; None if it has no such compound."""
    marks = [t.i for t in span[:-1] if t.text == "-" and t.nbor(1).tag_ == "VBN" and t.i + 1 < head.i]
    return marks[-1] + 2 if marks else None


def row(
    subject_head: Token,
    predicate: str,
    object_text: str,
    name: Name | None,
    document: Document,
    confidence: float,
    lexicon_row: str | None = None,
) -> Relation:
    whole = phrase(subject_head)
    return Relation(
        **document.evidence(subject_head.sent),
        confidence=confidence,
        subject=text(subject_head, document),
        subject_actor=document.actor_of(whole),
        predicate=predicate,  # type: ignore[arg-type]
        object=object_text,
        object_actor=name.actor.actor_id if name is not None and name.actor is not None else None,
        lexicon_row=lexicon_row,
    )
