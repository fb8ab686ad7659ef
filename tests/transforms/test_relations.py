"""Standing ties between named actors, persons and places."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from transforms.relations import relations

if TYPE_CHECKING:
    from transforms.story import Story

Tell = Callable[..., "Story"]

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
    ("Hassan Nasrallah has led Hezbollah since 1992.", "Hassan Nasrallah", "leads", "Hezbollah"),
    ("Iran backs Hezbollah in Lebanon.", "Iran", "backs", "Hezbollah"),
    ("The militias are trained and armed by Iran.", "Iran", "arms", "militias"),
    ("The militias are trained and armed by Iran.", "Iran", "trains", "militias"),
    ("Iran-backed Houthi rebels entered the port.", "Iran", "backs", "Houthi rebels"),
    (
        "Fighting went on near Goma in the Democratic Republic of the Congo.",
        "Goma",
        "located_in",
        "Democratic Republic of the Congo",
    ),
    ("A bomb went off in Mosul, Iraq, on Friday.", "Mosul", "located_in", "Iraq"),
    ("They entered Nigeria’s second-largest city Kano at dawn.", "Kano", "located_in", "Nigeria"),
]


@pytest.mark.parametrize(("text", "subject", "predicate", "other"), TIES, ids=[f"{t[2]}: {t[0][:30]}" for t in TIES])
def test_tie(tell: Tell, text: str, subject: str, predicate: str, other: str) -> None:
    assert (subject, predicate, other) in {(r.subject, r.predicate, r.object) for r in relations(tell(text))}


def test_since(tell: Tell) -> None:
    (row,) = relations(tell("Hassan Nasrallah has led Hezbollah since 1992."))
    assert row.since == "1992"


@pytest.mark.parametrize(
    "text",
    [
        "Iran does not back Hezbollah.",
        "The teacher led the children across the road.",
        "He backed the car into the garage.",
        "Iraq, Lebanon and Jordan closed their borders.",
        "Coalition aircraft continued their efforts to support Iraqi forces.",
    ],
)
def test_no_tie(tell: Tell, text: str) -> None:
    assert relations(tell(text)) == []


def test_each_tie_once(tell: Tell) -> None:
    rows = relations(tell("Iran backs Hezbollah. For years Iran has backed Hezbollah."))
    assert [(r.subject, r.predicate, r.object) for r in rows] == [("Iran", "backs", "Hezbollah")]
