"""Implicit arguments: what mentions of one event share, and what they must not."""

from __future__ import annotations

from tests.documents import Parse, last_event
from transforms.facts.events.extraction import events


def test_talks_keep_their_two_sides(parse: Parse) -> None:
    text = "Israel held talks with Hamas in Cairo. Traders waited. The negotiations will go on, a diplomat said."
    event = last_event(parse, text, "negotiations")
    assert {event.source, event.target} == {"Israel", "Hamas"}


def test_a_third_party_to_talks_leaves_them_open(parse: Parse) -> None:
    text = "Israel held talks with Hamas. Iran held talks with Qatar. Traders waited. The talks resumed."
    found = [event for event in events(parse(text)) if event.trigger == "talks"]
    assert all(event.source is not None for event in found)
    assert len(found) == 2


def test_a_later_mention_is_where_the_first_was(parse: Parse) -> None:
    text = "Rebels attacked Mogadishu on Tuesday. The market burned. The attack killed nine traders."
    event = last_event(parse, text, "attack")
    assert (event.source, event.place, event.date_start) == ("Rebels", "Mogadishu", "2024-12-03")


def test_what_happens_in_another_country_is_another_happening(parse: Parse) -> None:
    text = "Gunmen attacked a bus in Mogadishu. In Kenya the attack on the bus was condemned by the governor of Wajir."
    assert last_event(parse, text, "attack").place != "Mogadishu"
