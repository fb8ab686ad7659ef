"""Ties of persons and nouns, each once."""

from __future__ import annotations

import pytest

from tests.transforms.facts.relations.conftest import TiesOf

TIES = [
    ("Maria Lopez, a senior analyst at Amnesty International, said so.", "Maria Lopez", "role", "senior analyst"),
    (
        "Maria Lopez, a senior analyst at Amnesty International, said so.",
        "Maria Lopez",
        "affiliated_with",
        "Amnesty International",
    ),
    ("“It burned,” says John Smith, a Kenyan journalist.", "John Smith", "nationality", "Kenya"),
    ("“It burned,” says John Smith, a Nairobi-based journalist.", "John Smith", "based_in", "Nairobi"),
    ("French President Emmanuel Macron arrived on Friday.", "Emmanuel Macron", "leads", "France"),
    ("Russian Foreign Minister Sergei Lavrov met the envoy.", "Sergei Lavrov", "role", "Foreign Minister"),
    ("Russian Foreign Minister Sergei Lavrov met the envoy.", "Sergei Lavrov", "affiliated_with", "Russia"),
    ("Hassan Nasrallah, the leader of Hezbollah, spoke on Friday.", "Hassan Nasrallah", "leads", "Hezbollah"),
    ("Hezbollah, an ally of Iran, fired rockets.", "Hezbollah", "allied_with", "Iran"),
    ("The Houthis are at war with the Yemeni government.", "Houthis", "opposed_to", "Yemeni government"),
    ("Poland is a member of NATO.", "Poland", "member_of", "NATO"),
    ("The Qassam Brigades, the armed wing of Hamas, fired.", "Qassam Brigades", "member_of", "Hamas"),
    ("Nigerian soldier Musa Bello was killed.", "Musa Bello", "nationality", "Nigeria"),
    ("Anders Berg of Human Rights Watch said so.", "Anders Berg", "affiliated_with", "Human Rights Watch"),
]


@pytest.mark.parametrize(("text", "subject", "predicate", "object_"), TIES)
def test_a_description_or_a_noun_ties_its_bearer(
    ties_of: TiesOf, text: str, subject: str, predicate: str, object_: str
) -> None:
    assert (subject, predicate, object_) in ties_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "Iraq, Lebanon and Jordan closed their borders.",
        "Hezbollah is not an ally of Qatar.",
        "Chad is a former ally of France.",
        "Ukraine is not a member of NATO.",
        "Ukraine wants to become a member of NATO.",
        "Omar Diallo, a former leader of the Nusra Front, spoke on Friday.",
    ],
)
def test_a_former_denied_or_wanted_tie_is_none(ties_of: TiesOf, text: str) -> None:
    assert ties_of(text) == []


def test_a_tie_told_twice_is_one_relation(ties_of: TiesOf) -> None:
    assert ties_of("Iran backs Hezbollah. For years Iran has backed Hezbollah.") == [("Iran", "backs", "Hezbollah")]
