"""News is distinguished from background by stated time, wording, tense and paragraph."""

from __future__ import annotations

from datetime import date

import pytest

from tests.documents import Parse
from transforms.facts.events.extraction import events
from transforms.resolving.document import Document
from transforms.seeds import rows


def tellings(document: Document) -> list[tuple[str, str]]:
    return [(event.trigger, event.when_told) for event in events(document)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen killed three teachers near the market.", "new"),
        ("Gunmen killed three teachers on Tuesday.", "new"),
        ("Gunmen killed three teachers on 27 November.", "new"),
        ("Gunmen killed three teachers in 2016.", "background"),
        ("Gunmen killed three teachers in March.", "background"),
        ("Gunmen have killed 40 teachers this year.", "background"),
        ("The town has been besieged since 2021.", "background"),
        ("The army had shelled the village.", "background"),
        ("The ministry said gunmen had killed three teachers.", "new"),
        ("By nightfall the army had shelled the village.", "new"),
        ("The army had shelled the village on Tuesday.", "new"),
        ("The minister has repeatedly condemned the rebels.", "background"),
        ("The minister condemned the rebels.", "new"),
        ("The rebels threatened to attack the capital.", "new"),
    ],
)
def test_time_words_and_tense_decide(parse: Parse, text: str, expected: str) -> None:
    assert [telling for _, telling in tellings(parse(text))][:1] == [expected]


def test_background_goes_on_until_the_next_paragraph(parse: Parse) -> None:
    document = parse(
        "Troops shelled the port on Thursday.\n\n"
        "In 2014 rebels seized the port. They killed nine sailors.\n\n"
        "Police arrested two men."
    )
    assert [telling for _, telling in tellings(document)] == ["new", "background", "background", "new"]


def test_the_present_tense_ends_background(parse: Parse) -> None:
    document = parse("In 2014 rebels seized the port. The governor denies the charges of corruption.")
    assert ("denies", "new") in tellings(document)


def test_a_noun_is_news_or_background_as_the_event_it_takes_up(parse: Parse) -> None:
    document = parse(
        "Gunmen attacked a school on Monday.\n\nAn ambush killed nine soldiers in 2015.\n\n"
        "The ambush shocked the country, and the attack on Monday did too."
    )
    assert [telling for trigger, telling in tellings(document) if trigger == "ambush"] == ["background"] * 2


def test_news_takes_no_day_from_background(parse: Parse) -> None:
    document = parse(
        "In 2014 rebels attacked the port of Sirte, killing nine sailors.\n\nTwo guards were killed in the attack."
    )
    assert all(event.when_told == "background" or event.date_start is None for event in events(document))


def test_without_a_day_of_publication_no_date_makes_background(parse: Parse) -> None:
    document = parse("Gunmen killed three teachers in 2016.", date.min)
    assert [telling for _, telling in tellings(document)] == ["new"]


@pytest.mark.parametrize("row", [row for row in rows("telling") if row["example"]], ids=lambda row: row["example"])
def test_each_row_decides_its_example(row: dict[str, str], parse: Parse) -> None:
    assert row["telling"] in [telling for _, telling in tellings(parse(row["example"]))]
