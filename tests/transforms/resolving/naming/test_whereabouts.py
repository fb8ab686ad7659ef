"""Where an event took place, when its own phrase does not say."""

from __future__ import annotations

import pytest

from tests.transforms.parsing import Parse
from transforms.resolving.naming.whereabouts import earlier_mention, place_of


def test_the_finest_place_of_a_phrase_is_taken(parse: Parse) -> None:
    document = parse("Shells hit the town of Saraqib in Idlib province in Syria.")
    name = place_of(next(token for token in document.doc if token.text == "hit"), document)
    assert name is not None
    assert name.place is not None
    assert name.place.precision == 1


def test_a_country_that_owns_the_act_is_not_its_place(parse: Parse) -> None:
    document = parse("Israel's war on Gaza went on.")
    name = place_of(next(token for token in document.doc if token.text == "war"), document)
    assert name is not None
    assert name.span.text == "Gaza"


def test_a_definite_event_is_where_its_first_mention_was(parse: Parse) -> None:
    document = parse("A strike on Homs in Syria killed nine people. The strike destroyed two houses.")
    later = [token for token in document.doc if token.text == "strike"][-1]
    assert earlier_mention(later) is not None
    name = place_of(later, document)
    assert name is not None
    assert name.span.text == "Homs"


def test_an_indefinite_event_is_a_new_one(parse: Parse) -> None:
    document = parse("A strike on Homs in Syria killed nine people. Another strike destroyed two houses.")
    assert earlier_mention([token for token in document.doc if token.text == "strike"][-1]) is None


@pytest.mark.parametrize(
    "text",
    [
        "The Britain-based monitor counted nine killed fighters.",
        "A monitor based in Britain counted nine killed fighters.",
    ],
)
def test_where_a_source_is_based_is_not_where_it_happened(parse: Parse, text: str) -> None:
    document = parse(text)
    assert place_of(next(token for token in document.doc if token.text == "killed"), document) is None


def test_where_a_road_leads_is_not_where_it_happened(parse: Parse) -> None:
    document = parse("Rebels seized villages along the road to Aleppo in Syria.")
    name = place_of(next(token for token in document.doc if token.text == "seized"), document)
    assert (name.span.text if name else None) != "Aleppo"


def test_a_country_counts_where_a_phrase_says_inside_it(parse: Parse) -> None:
    document = parse("Rebels captured large swathes of land in Syria.")
    name = place_of(next(token for token in document.doc if token.text == "captured"), document)
    assert name is not None
    assert name.span.text == "Syria"


def test_a_capital_that_speaks_is_no_place(parse: Parse) -> None:
    document = parse("Moscow said that its forces had taken the village of Zirbawa.")
    name = place_of(next(token for token in document.doc if token.text == "taken"), document)
    assert (name.span.text if name else None) != "Moscow"


def test_the_country_stands_for_the_one_spoken_of(parse: Parse) -> None:
    document = parse("The Syrian army fled. Rebels captured large swathes of land in the country's northwest.")
    name = place_of(next(token for token in document.doc if token.text == "captured"), document)
    assert document.located(name)["place"] == "Syria"


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        (
            "India struck camps in Muzaffarabad over the attack in Pahalgam, in which gunmen shot nine.",
            "shot",
            "Pahalgam",
        ),
        ("Rebels fled to Hama from Homs, where gunmen shot nine people.", "shot", "Homs"),
        ("In the town of Bara in North Kordofan nine people are missing.", "missing", "Bara"),
        ("Nine were killed in Myanmar's Sagaing region on Monday.", "killed", "Sagaing"),
    ],
)
def test_the_place_of_a_clause_is_the_one_it_follows(parse: Parse, text: str, word: str, place: str) -> None:
    document = parse(text)
    found = place_of(next(token for token in document.doc if token.text == word), document)
    assert found is not None
    assert found.span.text == place


def test_a_place_in_another_clause_is_not_the_only_one(parse: Parse) -> None:
    document = parse(
        "Nine were killed when guns hit the town of Poonch, hours after India struck nine sites in Pakistan."
    )
    found = place_of(next(token for token in document.doc if token.text == "killed"), document)
    assert found is None or found.span.text == "Poonch"


@pytest.mark.parametrize(
    ("text", "event", "place"),
    [
        ("Rebels captured Aleppo in Syria.", "captured", "Aleppo"),
        ("Rebels from Syria attacked an army post near Hama.", "attacked", "Hama"),
        ("The capture of Homs, in Syria, was swift.", "capture", "Homs"),
        ("Shells hit a school in Idlib, a Syrian city, killing nine people.", "killing", "Idlib"),
        ("Gunmen killed nine people in the town of Zirbawa.", "killed", "Zirbawa"),
        ("Gunmen killed nine people.", "killed", None),
        ("Turkey blamed Syria for the raid.", "blamed", None),
    ],
)
def test_an_event_is_where_its_clause_says(parse: Parse, text: str, event: str, place: str | None) -> None:
    document = parse(text)
    name = place_of(next(token for token in document.doc if token.text == event), document)
    assert (name.span.text if name else None) == place
