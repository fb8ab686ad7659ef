"""The pronoun that fits a noun, a title or a name."""

from __future__ import annotations

import pytest

from transforms.resolving.naming.genders import FORMS, of_name, of_word


@pytest.mark.parametrize(
    ("word", "pronoun"), [("spokeswoman", "she"), ("mr.", "he"), ("mrs", "she"), ("policeman", "he"), ("doctor", None)]
)
def test_a_noun_or_title_has_a_pronoun(word: str, pronoun: str | None) -> None:
    assert of_word(word) == pronoun


@pytest.mark.parametrize(("name", "pronoun"), [("Maria Lopez", "she"), ("Omar Sayeg", "he"), ("Maria", None)])
def test_a_given_name_tells_and_a_single_one_does_not(name: str, pronoun: str | None) -> None:
    assert of_name(name) == pronoun


def test_every_form_of_a_pronoun_is_one_of_two() -> None:
    assert set(FORMS.values()) == {"he", "she"}
    assert (FORMS["hers"], FORMS["him"]) == ("she", "he")
