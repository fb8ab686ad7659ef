"""Implicit arguments: what mentions of one event share, and what they must not."""

from __future__ import annotations

import pytest

from tests.transforms.parsing import Parse
from transforms.facts.events.extraction import events
from transforms.tables.schema import Event


def last(parse: Parse, text: str, trigger: str) -> Event:
    found = [event for event in events(parse(text)) if event.trigger == trigger]
    assert found, f"no event {trigger}"
    return found[-1]


def test_a_later_mention_is_where_the_first_was(parse: Parse) -> None:
    text = "Rebels attacked Mogadishu on Tuesday. The market burned. The attack killed nine traders."
    event = last(parse, text, "attack")
    assert (event.source, event.place, event.date_start) == ("Rebels", "Mogadishu", "2024-12-03")


def test_one_person_is_killed_once(parse: Parse) -> None:
    text = "The killing of Idris Waleyo shook the party. Waleyo was killed by a drone strike in Mogadishu on Monday."
    event = last(parse, text, "killing")
    assert (event.place, event.date_start) == ("Mogadishu", "2024-12-02")
    assert event.acled_sub_event == "Air/drone strike"


def test_who_is_only_blamed_did_not_do_it_elsewhere(parse: Parse) -> None:
    text = "Hamas has blamed Israel for the strike on the depot. The strike killed nine people in Gaza."
    assert last(parse, text, "strike").source is None


def test_what_was_denied_is_not_taken_up(parse: Parse) -> None:
    text = "Kenya and Uganda held talks in Nairobi. Rwanda and Burundi did not hold talks. The talks went on."
    assert last(parse, text, "talks").source != "Rwanda and Burundi"


def test_what_happens_in_another_country_is_another_happening(parse: Parse) -> None:
    text = "Gunmen attacked a bus in Mogadishu. In Kenya the attack on the bus was condemned by the governor of Wajir."
    assert last(parse, text, "attack").place != "Mogadishu"


def test_deeds_of_two_sides_have_not_one_place(parse: Parse) -> None:
    text = "Russia said that its attack on Kharkiv was an answer to Ukrainian attacks on its depots."
    found = {event.source: event.place for event in events(parse(text)) if event.plover == "ASSAULT"}
    assert found.get("Ukrainian") is None


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("Shells hit the Sudanese town of Zalwari, in the Kassala region.", "hit", "Zalwari"),
        ("In Nigeria's Borno state gunmen attacked a base at Wajirko on Saturday.", "attacked", "Wajirko"),
        ("In Khartoum’s Burri district a tower was hit by a missile.", "hit", "Burri"),
        ("Kenyan police fired on a crowd in the capital.", "fired on", "Nairobi"),
    ],
)
def test_the_finest_place_is_named(parse: Parse, text: str, trigger: str, place: str) -> None:
    found = last(parse, text, trigger).place
    assert found is not None
    assert place in found


def test_a_quarter_is_in_its_town(parse: Parse) -> None:
    (quarter,) = (n for n in parse("A tower in Khartoum’s Burri district was hit.").names if "Burri" in n.span.text)
    assert quarter.place is not None
    assert (quarter.place.country, round(quarter.place.latitude or 0)) == ("SD", 16)


def test_a_capital_that_acts_is_no_place(parse: Parse) -> None:
    event = last(parse, "Islamabad answered on Wednesday by closing its airspace to Indian carriers.", "closing")
    assert event.place is None


def test_a_story_of_one_day_tells_of_that_day(parse: Parse) -> None:
    text = (
        "Gunmen raided a market in Wau on Tuesday. Soldiers killed two gunmen on Tuesday. The gunmen burned a bus."
        " They have abducted traders. The army has often bombed the town."
    )
    assert last(parse, text, "burned").date_start == "2024-12-03"
    assert last(parse, text, "bombed").date_start is None


def test_a_story_of_two_days_leaves_the_day_open(parse: Parse) -> None:
    text = "Gunmen raided a market in Wau on Tuesday. Soldiers killed a trader on Wednesday. The gunmen burned a bus."
    assert last(parse, text, "burned").date_start is None
