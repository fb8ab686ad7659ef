"""Lookup forms of names, whatever their spelling or transliteration."""

from __future__ import annotations

import pytest

from transforms.resolving.naming.fold import fold, sound


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Hay’at Tahrir al-Sham", "hayat tahrir al sham"),
        ("Ḩamāh", "hamah"),
        ("  Deir   ez-Zor ", "deir ez zor"),
        ("HOMS", "homs"),
    ],
)
def test_case_accents_apostrophes_and_hyphens_do_not_count(name: str, folded: str) -> None:
    assert fold(name) == folded


@pytest.mark.parametrize(
    "names",
    [("Al Ḩudaydah", "Hodeidah", "al-Hudaida"), ("Khan Younis", "Khan Yunis"), ("Qamishli", "Kamishli")],
)
def test_transliterations_of_a_name_sound_alike(names: tuple[str, ...]) -> None:
    (key,) = {sound(name) for name in names}
    assert key


def test_other_names_sound_otherwise_and_short_ones_like_none() -> None:
    assert sound("Saraqib") != sound("Salamiyah")
    assert sound("Ain") == ""
