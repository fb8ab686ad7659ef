"""Finds the places of numbers that a sentence lists: "killed seven people in Homs and four in Hama"."""

from __future__ import annotations

from transforms.facts.figures.figure_words import ARE
from transforms.facts.figures.numbers import Number
from transforms.reading.tree import Token
from transforms.resolving.document import Document
from transforms.resolving.naming.name import Name
from transforms.resolving.naming.whereabouts import WITHIN

REACH = 8
"""Most words from a number, or the noun it counts, to the place in which it counts."""


def place_after(number: Number, noun: Token | None, trigger: Token, document: Document) -> Name | None:
    """The place that follows a number, its noun and what became of them, before the next number or clause."""
    last = noun.i if noun is not None and noun.i >= number.span.end else number.span.end - 1
    is_inside = False
    for token in number.span.doc[last + 1 : min(last + 1 + REACH, number.span.sent.end)]:
        name = document.name_at(token) if is_inside else None
        if name is not None:
            return document.place_named(token)
        is_fate = token == trigger or token.lower_ in ARE
        if token.is_punct or (token.tag_[:2] in ("VB", "CD", "CC") and not is_fate):
            return None
        is_inside = is_inside or token.lower_ in WITHIN
    return None
