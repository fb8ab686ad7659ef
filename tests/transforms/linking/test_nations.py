"""The nation that a phrase names, and the dead that states at war count of each other."""

from __future__ import annotations

import pytest

from tests.transforms.linking.conftest import CLASH, AddFact, Row, only_incident
from transforms.linking.nations import nation


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("Chad's high command", "TD"),
        ("90 Libyan soldiers", "LY"),
        ("a spokesman in Tehran", "IR"),
        ("South Sudan", "SS"),
        ("Libyan and Chadian soldiers", None),
        ("the army", None),
        (None, None),
    ],
)
def test_a_phrase_may_name_one_nation(phrase: str | None, code: str | None) -> None:
    assert nation(phrase) == code


@pytest.mark.parametrize(
    ("speaker", "who", "claimed"),
    [
        ("Mali's army", "Nigerien soldiers", 90),
        ("Mali's army", "Malian soldiers", None),
        ("Mali's army", "Nigerien villagers", None),
        ("Togo's army", "Nigerien soldiers", None),
        ("a monitor", "Nigerien soldiers", None),
    ],
)
def test_a_state_that_counts_the_dead_of_its_enemy_claims_them(
    add_fact: AddFact, speaker: str, who: str, claimed: int | None
) -> None:
    text = f"Troops of Mali fought at the border and 90 {who} were killed, {speaker} said."
    clash: Row = CLASH | {"modality": "claimed", "source": "Troops of Mali", "target": "Nigerien soldiers"}
    add_fact("a", text, trigger="fought", **clash)
    found = only_incident(add_fact("a", text, 90, who=who, attribution=speaker, modality="claimed"))
    assert (found["claimed_low"], found["deaths_low"]) == (claimed, None if claimed else 90)
