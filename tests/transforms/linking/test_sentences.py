"""What the sentence of a fact says of its happening."""

from __future__ import annotations

import pytest

from tests.transforms.linking.conftest import BOMB, CLASH, NOWHERE, ON, AddFact, incidents_of, only_incident
from transforms.linking.sentences import words_of


def test_distinctive_words_are_compared_by_their_first_six_letters() -> None:
    assert words_of("The fishermen in a bakery") == {"fisher", "bakery"}


def test_a_headline_of_two_happenings_is_told_by_the_text_below(add_fact: AddFact) -> None:
    headline = "Bomb derails train near Homs and kills nine; army says 21 militants slain in north"
    add_fact("a", headline, **BOMB | {"trigger": "derails"}, place="Homs", place_id=8, **ON)
    add_fact("a", headline, trigger="slain", acled_sub_event="Armed clash", target="21 militants", **NOWHERE, **ON)
    claim = {"attribution": "army", "modality": "claimed", "who": "militants"}
    add_fact("a", headline, 21, **claim, **NOWHERE)
    add_fact("a", headline, 9, place="Homs", place_id=8)
    add_fact("a", "A bomb derailed a train in Homs on Tuesday.", trigger="derailed", index=1, place="Homs", place_id=8,
         acled_sub_event=BOMB["acled_sub_event"], target="a train", **ON)  # fmt: skip
    text = "Soldiers raided a camp in Idlib on Tuesday and killed 21 militants, the army said."
    add_fact(
        "a", text, trigger="raided", target="a camp", source="Soldiers", source_actor="sy-mil", index=4, **CLASH, **ON
    )
    found = incidents_of(add_fact("a", text, 21, index=4, **claim))
    assert sorted((row["place"], row["deaths_low"], row["claimed_low"]) for row in found) == [
        ("Homs", 9, None), ("Idlib", None, 21)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister condemned the Idlib strike.",
        "Many have fled Idlib since the strike.",
        "No group in Idlib claimed either strike.",
        "Two nurses who were struck left the hospital.",
    ],
)
def test_what_only_recalls_a_known_act_is_no_second_one(add_fact: AddFact, sentence: str) -> None:
    add_fact("a", "Jets struck a bakery in Idlib on Tuesday.", target="a bakery", source="Jets", **ON)
    trigger = "strike" if "strike" in sentence else "struck"
    elsewhere = {"place": "Idlib" if trigger == "strike" else None, "place_id": None, "country": None}
    rows = add_fact(
        "a", sentence, trigger=trigger, index=9, date_start="2025-02-20", date_end="2025-02-20", **elsewhere
    )
    assert len(incidents_of(rows)) == 1


def test_the_anniversary_of_an_act_is_no_news(add_fact: AddFact) -> None:
    found = only_incident(add_fact("a", "Idlib marked the anniversary of the strike on its market.", trigger="strike"))
    assert found["when_told"] == "background"


def test_a_place_taken_from_another_sentence_divides_nothing_and_is_not_shown(add_fact: AddFact) -> None:
    add_fact("a", "Drones struck Idlib on Tuesday.", target="Idlib", source="Drones", **ON)
    inferred = {"place": "Homs", "place_id": 8}
    found = only_incident(add_fact("a", "The strikes burned six shops.", trigger="strikes", index=1, **inferred, **ON))
    assert found["place"] == "Idlib"
