"""Events of a text are reconciled: one death, one place of a sentence, one day of a story."""

from __future__ import annotations

from tests.documents import Parse, last_event
from transforms.facts.events.extraction import events


def test_one_person_is_killed_once(parse: Parse) -> None:
    text = "The killing of Idris Waleyo shook the party. Waleyo was killed by a drone strike in Mogadishu on Monday."
    event = last_event(parse, text, "killing")
    assert (event.place, event.date_start) == ("Mogadishu", "2024-12-02")
    assert event.acled_sub_event == "Air/drone strike"


def test_deeds_of_two_sides_have_not_one_place(parse: Parse) -> None:
    text = "Russia said that its attack on Kharkiv was an answer to Ukrainian attacks on its depots."
    found = {event.source: event.place for event in events(parse(text)) if event.plover == "ASSAULT"}
    assert found.get("Ukrainian") is None


def test_a_story_of_one_day_tells_of_that_day(parse: Parse) -> None:
    text = (
        "Gunmen raided a market in Wau on Tuesday. Soldiers killed two gunmen on Tuesday. The gunmen burned a bus."
        " They have abducted traders. The army has often bombed the town."
    )
    assert last_event(parse, text, "burned").date_start == "2024-12-03"
    assert last_event(parse, text, "bombed").date_start is None


def test_a_story_of_two_days_leaves_the_day_open(parse: Parse) -> None:
    text = "Gunmen raided a market in Wau on Tuesday. Soldiers killed a trader on Wednesday. The gunmen burned a bus."
    assert last_event(parse, text, "burned").date_start is None


def test_condemning_a_deed_is_aimed_at_its_doer(parse: Parse) -> None:
    text = "Russia attacked Kyiv on Monday. France condemned the attack."
    event = last_event(parse, text, "condemned")
    assert (event.source, event.target) == ("France", "Russia")
    assert event.target_actor == "rus"
