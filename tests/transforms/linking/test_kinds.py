"""Kinds of happenings by sub-event and by words."""

from __future__ import annotations

from tests.transforms.linking.conftest import ON, AddFact, incidents_of, only_incident


def test_a_sub_event_that_no_word_tells_is_outvoted(add_fact: AddFact) -> None:
    add_fact("a", "Gunmen stormed Idlib on Tuesday.", trigger="stormed", acled_sub_event="Attack", **ON)
    found = only_incident(add_fact("a", "The raid forced 3,000 from their homes.", trigger="raid", index=1, **ON))
    assert found["acled_sub_event"] == "Attack"


def test_a_protest_that_the_police_disperse_is_one_with_intervention(add_fact: AddFact) -> None:
    march = {"plover": "PROTEST", "acled_sub_event": "Peaceful protest", "target": None}
    add_fact("a", "Residents marched in Idlib on Tuesday.", trigger="marched", source="Residents", **march, **ON)
    text = "Officers fired tear gas to disperse them."
    stopped = {"plover": "COERCE", "acled_sub_event": "Protest with intervention", "source": "Officers"}
    found = only_incident(add_fact("a", text, trigger="fired", index=1, **stopped, **ON))
    assert found["acled_sub_event"] == "Protest with intervention"


def test_a_town_taken_and_retaken_on_a_day_is_two_happenings(add_fact: AddFact) -> None:
    text = "Rebels overran Idlib on Tuesday before troops took it back."
    taking = {"plover": "COERCE", "territory": "gained", **ON}
    add_fact("a", text, trigger="overran", acled_sub_event="Non-state actor overtakes territory", source="Rebels",
         source_actor="rebels", **taking)  # fmt: skip
    rows = add_fact("a", text, trigger="took", acled_sub_event="Government regains territory", source="troops",
                source_actor="army", **taking)  # fmt: skip
    assert len(incidents_of(rows)) == 2
