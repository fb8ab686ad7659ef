"""Civilians and armed people by the words of a phrase."""

from __future__ import annotations

import pytest

from transforms.civilians import people_of


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
