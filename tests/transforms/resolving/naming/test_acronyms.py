"""Acronyms defined in a text."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.transforms.resolving.naming.test_spotting import blank, spotted
from transforms.reading.tree import Doc
from transforms.resolving.naming.acronyms import acronyms, spelled_out
from transforms.resolving.naming.spotting import Text, patterned

__all__ = ["blank"]


def test_an_abbreviation_the_text_explains_is_the_same_body(blank: Language) -> None:
    text = Text(Doc(blank("The Lantern Relief Committee (LRC) sent flour. The LRC has left.")))
    found = list(acronyms(text, list(patterned(text))))
    assert [text.between(s.start, s.end) for s in found] == ["LRC", "LRC"]
    assert {s.label for s in found} == {"ORG"}


@pytest.mark.parametrize(
    ("sentence", "body"),
    [
        ("Members of the People's Army for Justice (PAJ) fled.", "People's Army for Justice"),
        ("The United Liberation Brigades of Zarn (ULBZ) struck.", "United Liberation Brigades of Zarn"),
    ],
)
def test_a_body_is_what_the_initials_behind_it_spell(blank: Language, sentence: str, body: str) -> None:
    assert (body, "ORG") in spotted(Text(Doc(blank(sentence))), list(spelled_out(Text(Doc(blank(sentence))))))


def test_initials_that_do_not_fit_spell_nothing(blank: Language) -> None:
    assert not list(spelled_out(Text(Doc(blank("Shells hit Kharkiv and Sumy (ABC) on Friday.")))))
