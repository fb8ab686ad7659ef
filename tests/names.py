"""Names found by the rules alone, in a text whose tagged entities are given."""

from __future__ import annotations

from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Span

from transforms.reading.tree import Doc
from transforms.resolving.names import find_names
from transforms.resolving.naming.name import Name


@cache
def blank() -> Language:
    """A blank English pipeline that only splits sentences; shared, since name matchers are built per vocabulary."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp


def doc(text: str, *entities: tuple[str, str]) -> Doc:
    """A Doc with sentences and the given entities (text, label), as a pipeline would make them."""
    made = blank()(text)
    spans = [made.char_span(text.index(name), text.index(name) + len(name), label=label) for name, label in entities]
    made.set_ents([span for span in spans if isinstance(span, Span)])
    return Doc(made)


def named(text: str, *entities: tuple[str, str]) -> dict[str, Name]:
    return {name.span.text: name for name in find_names(doc(text, *entities))}


def country(name: Name) -> str | None:
    return name.place.country if name.place else None
