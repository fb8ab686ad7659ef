"""A resolved name in a text."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.reading.tree import Span
from transforms.resolving.places import Place
from transforms.tables.schema import Actor

PLACES = frozenset({"GPE", "LOC", "FAC"})
"""The labels of names of places."""


@dataclass(frozen=True, slots=True)
class Name:
    """A named actor or place in the text; `actor` and `place` are None if the seeds and GeoNames have no match.

    `inside` are known names within it, such as the country in "government of Iraq". `refusal` is the rule that left the
    name without a place; empty if there was no candidate.
    """

    span: Span
    label: str
    actor: Actor | None = None
    place: Place | None = None
    inside: tuple[Name, ...] = ()
    refusal: str = ""
