"""Lemmas of words that the lemmatizer guesses wrongly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from spacy.tokens import Doc

from transforms.reading.lemma import correct_lemmas, lemma

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.mark.parametrize(
    ("form", "tag", "guess", "right"),
    [
        pytest.param("fled", "VBD", "flead", "flee", id="irregular"),
        pytest.param("recaptured", "VBD", "recaptur", "recapture", id="e cut off"),
        pytest.param("shelled", "VBN", "shelle", "shell", id="e left on"),
        pytest.param("raped", "VBN", "ra", "rape", id="a guess that is no stem of the form"),
        pytest.param("kidnapped", "VBN", "kidnapp", "kidnap", id="doubled consonant"),
        pytest.param("overthrew", "VBP", "overthrew", "overthrow", id="past form tagged as present"),
        pytest.param("lives", "VBZ", "live", "live", id="right guess stays"),
        pytest.param("dying", "VBG", "die", "die", id="right guess of another stem stays"),
        pytest.param("women", "NNS", "woman", "woman", id="plural without s stays"),
        pytest.param("zzorbled", "VBD", "zzorbl", "zzorbl", id="a word nobody knows keeps its guess"),
    ],
)
def test_a_form_has_the_lemma_of_its_tag(nlp: Language, form: str, tag: str, guess: str, right: str) -> None:
    assert lemma(nlp.vocab, form, tag, guess) == right


def test_mend_leaves_auxiliaries_and_names(nlp: Language) -> None:
    doc = Doc(
        nlp.vocab,
        words=["Banks", "has", "jailed", "rebels"],
        tags=["NNP", "VBZ", "VBN", "NNS"],
        pos=["PROPN", "AUX", "VERB", "NOUN"],
        lemmas=["Banks", "have", "jaile", "rebel"],
    )
    correct_lemmas(doc)
    assert [token.lemma_ for token in doc] == ["Banks", "have", "jail", "rebel"]
