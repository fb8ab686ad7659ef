"""Values of inflected forms in the tables of the seeds."""

from __future__ import annotations

import pytest

from transforms.reading.lexicon import bases, every, first

TABLE = {"village": "a place", "strike": "a blow", "villager": "a person"}


@pytest.mark.parametrize(
    ("form", "value"),
    [("villages", "a place"), ("struck", "a blow"), ("villagers", "a person"), ("strikers", None), ("river", None)],
)
def test_a_form_has_the_value_of_its_lemma(form: str, value: str | None) -> None:
    assert first(form, TABLE) == value


def test_a_noun_of_a_doer_is_no_verb() -> None:
    assert list(bases("strikers")) == ["strikers", "striker"]


def test_all_entries_of_a_form_are_found_by_any_lemma() -> None:
    assert every("villages", {"village": ["a", "b"]}) == ("a", "b")
    assert every("river", {"village": ["a"]}) == ()
