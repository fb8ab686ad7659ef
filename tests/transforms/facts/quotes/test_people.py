"""Descriptions of persons: their role, the body or place it ties them to, and whether it is over."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.quotes.people import descriptions, is_role


@pytest.mark.parametrize(
    ("text", "role", "predicate", "tied_to", "is_past"),
    [
        (
            "Maria Lopez, a senior analyst at Amnesty International, said so.",
            "senior analyst",
            "affiliated_with",
            "Amnesty International",
            False,
        ),
        ("Hassan Nasrallah, the leader of Hezbollah, said so.", "leader", "leads", "Hezbollah", False),
        ("French President Emmanuel Macron said so.", "President", "leads", "French", False),
        (
            "“It burned,” says John Smith, a Nairobi-based journalist.",
            "journalist",
            "affiliated_with",
            "Nairobi",
            False,
        ),
        ("Omar Diallo, a former leader of the Nusra Front, said so.", "former leader", "leads", "Nusra Front", True),
    ],
)
def test_a_person_is_described_beside_the_name(
    parse: Parse, text: str, role: str, predicate: str, tied_to: str, is_past: bool
) -> None:
    (found,) = descriptions(parse(text))
    spans = [name.span for name in (*found.before, found.based) if name is not None]
    tied = [span.text for span in (*spans, found.after) if span is not None]
    assert (found.role.text, found.predicate, tied, found.is_past) == (role, predicate, [tied_to], is_past)


@pytest.mark.parametrize(("word", "expected"), [("journalist", True), ("spokesmen", True), ("mill", False)])
def test_a_role_is_a_noun_of_the_seeds(word: str, expected: bool) -> None:
    assert is_role(word) is expected
