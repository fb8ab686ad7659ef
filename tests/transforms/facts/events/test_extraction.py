"""Events of a sentence: who can act and be acted upon, and where it happened."""

from __future__ import annotations

import pytest

from tests.documents import Parse, last_event
from transforms.facts.events.extraction import events


def test_a_person_who_leaves_loses_no_territory(parse: Parse) -> None:
    assert [e.territory for e in events(parse("The president left Aleppo for Moscow.")) if e.territory] == []


def test_a_statement_has_no_place(parse: Parse) -> None:
    (event,) = events(parse("In Geneva, the envoy accused the rebels of lying."))
    assert (event.plover, event.place, event.country) == ("ACCUSE", None, None)


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
    found = last_event(parse, text, trigger).place
    assert found is not None
    assert place in found


def test_a_capital_that_stands_for_its_government_is_no_place(parse: Parse) -> None:
    event = last_event(parse, "Islamabad answered on Wednesday by closing its airspace to Indian carriers.", "closing")
    assert event.place is None


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Friday's raid near Mosul was the largest so far.", "raid"),
        ("A strike on Jan. 1 killed two fighters.", "strike"),
        ("The Oct. 7 attacks on the port, which Kenyan officials say killed 12, shook the city.", "attacks"),
        ("The missile struck the depot.", "struck"),
        ("More than 100 people have been arrested, among them a film director.", "arrested"),
    ],
)
def test_a_time_a_weapon_or_a_bystander_is_no_source(parse: Parse, text: str, trigger: str) -> None:
    assert last_event(parse, text, trigger).source is None


def test_a_bill_that_is_protested_against_is_no_target(parse: Parse) -> None:
    assert last_event(parse, "Farmers held a protest against the finance bill.", "protest").target is None


def test_a_weapon_with_a_name_is_no_source(parse: Parse) -> None:
    text = "Russia fired a Zarnitsa missile at Kyiv. The Zarnitsa struck a depot."
    assert last_event(parse, text, "struck").source != "The Zarnitsa"


def test_an_event_with_a_refused_day_takes_none_from_elsewhere(parse: Parse) -> None:
    document = parse("Rebels attacked the fort on 03/04/2024.")
    (event,) = events(document)
    assert event.date_start is None
    assert "time words: numeric date, order unsettled" in [refusal.rule for refusal in document.refused]


def test_an_inquiry_has_not_the_day_of_what_it_looks_into(parse: Parse) -> None:
    found = events(parse("The commission on Monday pressed on with the inquiry into the bombings."))
    assert [event.date_start for event in found if event.trigger == "bombings"] in ([], [None])


def test_a_spokesman_tells_of_arrests_by_the_police(parse: Parse) -> None:
    text = "National Police spokesman Jean Roe said a suspect had been arrested in Phnom Penh."
    assert last_event(parse, text, "arrested").source == "National Police"
