"""What the sentence of a fact says of its happening."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.transforms.linking.conftest import BOMB, CLASH, DAY, NOWHERE, ON, AddFact, incidents_of, only_incident
from transforms.linking.sentences import led_by, moves_on, names_place, names_time, sentence_of, words_of


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


def test_two_acts_of_a_sentence_are_divided_by_the_time_between_them(add_fact: AddFact) -> None:
    text = "Troops killed 11 rebels in Idlib on Tuesday, three days after gunmen shot four farmers in Hama."
    hama = {"place": "Hama", "place_id": 8, "date_start": "2025-03-01", "date_end": "2025-03-01"}
    add_fact("a", text, trigger="killed", source="Troops", target="11 rebels", **CLASH, **ON)
    add_fact("a", text, 11, who="rebels")
    add_fact("a", text, trigger="shot", acled_sub_event="Attack", source="gunmen", target="four farmers", **hama)
    found = incidents_of(add_fact("a", text, 4, number_words="four", who="farmers", place=None))
    assert sorted((row["place"], row["deaths_best"]) for row in found) == [("Hama", 4), ("Idlib", 11)]


def test_who_dies_days_after_an_attack_is_a_victim_of_it(add_fact: AddFact) -> None:
    text = "Two nurses died, days after jets struck Idlib."
    add_fact("a", text, target="Idlib", **ON)
    assert only_incident(add_fact("a", text, 2, who="nurses", place=None))["deaths_best"] == 2


@pytest.mark.parametrize(
    ("brought", "names"), [("Four were hurt and were taken to Homs.", False), ("Four were hurt in Homs.", True)]
)
def test_where_the_wounded_are_taken_is_not_where_they_were_hurt(brought: str, names: bool) -> None:
    row = {"sentence": brought, "sentence_index": 2, "trigger": "hurt", "place": "Homs"}
    assert names_place(row) == names


def test_an_act_that_is_only_recalled_is_told_elsewhere(add_fact: AddFact) -> None:
    add_fact("a", "Gunmen stormed Idlib on Tuesday.", trigger="stormed", acled_sub_event="Attack", **ON)
    text = '"They are the men who attacked Idlib," he said.'
    rows = add_fact("a", text, trigger="attacked", index=6, source="the men", date_start="2025-03-02",
                    date_end="2025-03-02", acled_sub_event="Attack")  # fmt: skip
    assert only_incident(rows)["day"] == DAY


@pytest.mark.parametrize(
    ("said", "day"), [("said on Sunday that", date(2025, 3, 2)), ("said that", DAY), ("denied on Sunday that", DAY)]
)
def test_an_act_without_a_day_is_of_the_day_on_which_it_was_told(add_fact: AddFact, said: str, day: date) -> None:
    take = {"plover": "COERCE", "acled_sub_event": "Non-state actor overtakes territory"}
    rows = add_fact("a", f"The rebels {said} they had captured Idlib.", trigger="captured", source="The rebels", **take)
    assert only_incident(rows)["day"] == day


@pytest.mark.parametrize(
    ("sentence", "is_another"),
    [
        ("Another strike hit Homs.", True),
        ("Another 18 were hurt in the strike.", False),
        ("Another two strike.", False),
    ],
)
def test_more_people_are_no_other_happening(sentence: str, is_another: bool) -> None:
    assert moves_on(sentence, "strike") == is_another


@pytest.mark.parametrize(
    "text",
    [
        "the raids on the base",
        "the raid",
        "a raid, and the second raid",
        "raid after the two raid",
        "the raider, the raid the raid",
        "the\nraid",
    ],
)
def test_what_leads_a_word_is_found_as_by_a_pattern_with_the_word_in_it(text: str) -> None:
    lead = r"\bthe (?:\w+ )?"
    found, whole = led_by(re.compile(rf"{lead}\Z"), "raid", text), re.search(rf"{lead}raid\b", text)
    assert (found and (found.start(), found.end() + len("raid"))) == (whole and whole.span())


@pytest.mark.parametrize("sentence", ["Jets struck Idlib's port.", "Jets struck the port of Idlib."])
def test_a_place_is_named_in_the_genitive_too(add_fact: AddFact, sentence: str) -> None:
    assert [names_place(row) for row in add_fact("a", sentence)] == [True]


@pytest.mark.parametrize(("words", "expected"), [("jets struck in 2011", True), ("jets struck in 2007", False)])
def test_a_year_is_a_time(words: str, expected: bool) -> None:
    assert names_time(words, date(2011, 1, 1), date(2011, 12, 31)) is expected


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("Gunmen shot ten men, three hours before soldiers retook the mill.", 2),
        ("Gunmen fired for hours before soldiers retook the mill.", 1),
    ],
)
def test_how_long_an_act_took_divides_no_sentence(add_fact: AddFact, sentence: str, parts: int) -> None:
    add_fact("a", sentence, trigger=sentence.split()[1])
    rows = add_fact("a", sentence, trigger="retook")
    assert len({sentence_of(row) for row in rows}) == parts
