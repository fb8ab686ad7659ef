"""Where an event took place: in its own phrase or clause, or where it was mentioned first."""

from __future__ import annotations

import pytest

from tests.documents import Parse, token_of
from transforms.resolving.naming.whereabouts import earlier_mention, place_of


@pytest.mark.parametrize(
    ("text", "event", "place"),
    [
        ("Rebels captured Aleppo in Syria.", "captured", "Aleppo"),
        ("Rebels from Syria attacked an army post near Hama.", "attacked", "Hama"),
        ("The capture of Homs, in Syria, was swift.", "capture", "Homs"),
        ("Shells hit a school in Idlib, a Syrian city, killing nine people.", "killing", "Idlib"),
        ("Gunmen killed nine people in the town of Zirbawa.", "killed", "Zirbawa"),
        ("Shells hit the town of Saraqib in Idlib province in Syria.", "hit", "Saraqib"),
        ("Israel's war on Gaza went on.", "war", "Gaza"),
        ("Rebels captured large swathes of land in Syria.", "captured", "Syria"),
        (
            "India struck camps in Muzaffarabad over the attack in Pahalgam, in which gunmen shot nine.",
            "shot",
            "Pahalgam",
        ),
        ("Rebels fled to Hama from Homs, where gunmen shot nine people.", "shot", "Homs"),
        ("In the town of Bara in North Kordofan nine people are missing.", "missing", "Bara"),
        ("Nine were killed in Myanmar's Sagaing region on Monday.", "killed", "Sagaing"),
        ("Gunmen killed nine people.", "killed", None),
        ("Three soldiers were killed in fighting west of Marib on Tuesday, officials said.", "killed", "Marib"),
        ("Three soldiers were killed in shelling near Marib on Tuesday, officials said.", "killed", "Marib"),
        ("Turkey blamed Syria for the raid.", "blamed", None),
        ("The Britain-based monitor counted nine killed fighters.", "killed", None),
        ("A monitor based in Britain counted nine killed fighters.", "killed", None),
        ("Rebels shot nine men, said a radio report monitored by the agency in Aleppo.", "shot", None),
        ("Rebels said in a statement received in Aleppo that they had shot nine men.", "shot", None),
        ("Rebels shot nine men whom the clinic had received in Aleppo.", "shot", "Aleppo"),
        ("Rebels attacked an army post near Saravena in Arauca and killed four soldiers.", "killed", "Saravena"),
    ],
)
def test_an_event_is_where_its_clause_says(parse: Parse, text: str, event: str, place: str | None) -> None:
    document = parse(text)
    name = place_of(token_of(document, event), document)
    assert (name.span.text if name else None) == place


@pytest.mark.parametrize(
    ("text", "event", "place"),
    [
        ("Rebels seized villages along the road to Aleppo in Syria.", "seized", "Aleppo"),
        ("Moscow said that its forces had taken the village of Zirbawa.", "taken", "Moscow"),
        (
            "Nine were killed when guns hit the town of Poonch, hours after India struck nine sites in Pakistan.",
            "killed",
            "Pakistan",
        ),
    ],
    ids=["where a road leads", "a capital that speaks", "another clause"],
)
def test_an_event_is_not_where_another_word_points(parse: Parse, text: str, event: str, place: str) -> None:
    document = parse(text)
    name = place_of(token_of(document, event), document)
    assert (name.span.text if name else None) != place


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


def test_the_country_stands_for_the_one_spoken_of(parse: Parse) -> None:
    document = parse("The Syrian army fled. Rebels captured large swathes of land in the country's northwest.")
    assert document.located(place_of(token_of(document, "captured"), document))["place"] == "Syria"
