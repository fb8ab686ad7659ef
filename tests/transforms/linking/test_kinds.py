"""Kinds of happenings by sub-event and by words."""

from __future__ import annotations

from tests.transforms.linking.conftest import ON, AddFact, incidents_of, only_incident
from transforms.linking.kinds import TAKEOVER, kind_of_code


def test_a_sub_event_that_no_word_tells_is_outvoted(add_fact: AddFact) -> None:
    add_fact("a", "Gunmen stormed Idlib on Tuesday.", trigger="stormed", acled_sub_event="Attack", **ON)
    found = only_incident(add_fact("a", "The raid forced 3,000 from their homes.", trigger="raid", index=1, **ON))
    assert found["acled_sub_event"] == "Attack"


def test_a_march_and_what_the_police_do_to_it_are_told_apart_with_their_own_parties(add_fact: AddFact) -> None:
    march = {"plover": "PROTEST", "acled_sub_event": "Protest with intervention", "target": None}
    add_fact("a", "Residents marched in Idlib on Tuesday.", trigger="marched", source="Residents", **march, **ON)
    text = "Officers fired tear gas at them and arrested nine."
    police = {"plover": "COERCE", "source": "Officers", "index": 1}
    add_fact("a", text, trigger="fired", acled_sub_event="Protest with intervention", **police, **ON)
    rows = add_fact("a", text, trigger="arrested", acled_sub_event="Arrests", target="nine", **police, **ON)
    found = sorted((row["plover"], row["acled_sub_event"], row["source"]) for row in incidents_of(rows))
    assert found == [
        ("COERCE", "Arrests", "Officers"),
        ("COERCE", "Protest with intervention", "Officers"),
        ("PROTEST", "Protest with intervention", "Residents"),
    ]


def test_a_town_taken_and_retaken_on_a_day_is_two_happenings(add_fact: AddFact) -> None:
    text = "Rebels overran Idlib on Tuesday before troops took it back."
    taking = {"plover": "COERCE", "territory": "gained", **ON}
    add_fact("a", text, trigger="overran", acled_sub_event="Non-state actor overtakes territory", source="Rebels",
         source_actor="rebels", **taking)  # fmt: skip
    rows = add_fact("a", text, trigger="took", acled_sub_event="Government regains territory", source="troops",
                source_actor="army", **taking)  # fmt: skip
    assert len(incidents_of(rows)) == 2


def test_who_gains_a_place_without_a_sub_event_takes_it() -> None:
    row = {"plover": "COERCE", "acled_sub_event": None}
    assert kind_of_code({**row, "territory": "gained"}) == TAKEOVER
    assert kind_of_code({**row, "territory": None}) is None


def test_rioters_who_burn_a_house_are_unrest(add_fact: AddFact) -> None:
    text = "Rioters burned the house of a judge in Idlib on Tuesday."
    fire = {"trigger": "burned", "source": "Rioters", "acled_sub_event": "Violent demonstration"}
    assert only_incident(add_fact("a", text, **fire, **ON))["acled_sub_event"] == "Violent demonstration"
