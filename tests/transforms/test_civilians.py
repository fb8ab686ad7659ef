"""Civilians and armed people by the words of a phrase."""

from __future__ import annotations

import pytest

from transforms.civilians import is_of_no_group, people_of


@pytest.mark.parametrize(
    ("phrase", "people"),
    [
        ("four civilians", "civilians"),
        ("a group of teenagers", "civilians"),
        ("dozens of farmers", "civilians"),
        ("women and children", "civilians"),
        ("residents of the town", "civilians"),
        ("My uncle", "civilians"),
        ("At least 11 fighters", "armed"),
        ("residents and soldiers", "armed"),
        ("army checkpoints", "armed"),
        ("Brigadier General Adel Haddad", "armed"),
        ("people", None),
        ("15 others", None),
        ("prisoners", None),
        ("a hospital car park", None),
        ("five health centres", None),
        ("the home of a teacher", None),
        ("Homs", None),
        ("", None),
        (None, None),
    ],
)
def test_the_head_of_a_phrase_tells_civilians(phrase: str | None, people: str | None) -> None:
    assert people_of(phrase) == people


@pytest.mark.parametrize(
    ("phrase", "is_unnamed"),
    [
        ("Gunmen", True),
        ("three masked gunmen", True),
        ("Local fighters", True),
        ("a group of armed men", True),
        ("20 militants", True),
        ("the fighters", False),
        ("Kurdish fighters", False),
        ("fighters of the Southern Front", False),
        ("At least 11 fighters", False),
        ("soldiers", False),
        ("men", False),
        (None, False),
    ],
)
def test_armed_people_of_no_group_are_told_by_all_their_words(phrase: str | None, is_unnamed: bool) -> None:
    assert is_of_no_group(phrase) is is_unnamed
