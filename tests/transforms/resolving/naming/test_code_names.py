"""Names that only sound like a town or a body."""

from __future__ import annotations

import pytest

from tests.documents import Parse


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The army began the offensive, codenamed Aleppo, on Tuesday.", "Aleppo"),
        ('The army began an operation code-named "Aleppo" on Tuesday.', "Aleppo"),
        ("The army began operation Aleppo-4 on Tuesday.", "Aleppo-4"),
        ("Rebels fired a Hezbollah-110 missile on Tuesday.", "Hezbollah-110"),
    ],
)
def test_a_code_name_is_no_place_and_no_body(parse: Parse, text: str, name: str) -> None:
    found = {one.span.text: one for one in parse(text).names}
    assert found[name].place is None
    assert found[name].actor is None


@pytest.mark.parametrize("text", ["Aleppo-2024 was a film.", "Shells hit Aleppo - 4 died."])
def test_other_hyphens_leave_a_town_its_name(parse: Parse, text: str) -> None:
    found = {one.span.text: one for one in parse(text).names}
    assert found["Aleppo"].place is not None
