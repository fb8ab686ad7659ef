"""A name in a text, resolved."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span

from transforms.resolving.places import Place
from transforms.tables.schema import Actor


@dataclass(frozen=True, slots=True)
class Name:
    """A named actor or place in the text; actor and place are None where nothing in the seeds or GeoNames matches.

    inside: known names that are part of this one, as the country in "government of Iraq". refusal: the rule that left
    a place open; empty where nothing bears its name.
    """

    span: Span
    label: str
    actor: Actor | None = None
    place: Place | None = None
    inside: tuple[Name, ...] = ()
    refusal: str = ""
