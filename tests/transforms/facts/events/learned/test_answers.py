"""Answers of a language model are accepted as far as the text supports them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.documents import Parse
from transforms.facts.events.learned.answers import AGREED, ASKED, RULE, events_of, questions
from transforms.resolving.document import Document

TEXT = (
    "Rebels seized the town of Saraqib in Syria on Monday. The army said it had shelled their positions in Idlib. "
    "On Tuesday they also overran a base there."
)
SEIZED = {
    "sentence": 0, "trigger": "seized", "class": "COERCE", "sub_event": "Non-state actor overtakes territory",
    "source": "Rebels", "target": None, "place": "Saraqib", "date": "Monday", "modality": "asserted",
    "when_told": "new",
}  # fmt: skip
SHELLED = SEIZED | {"sentence": 1, "trigger": "shelled", "class": "ASSAULT", "sub_event": None, "source": "The army"}


def read(document: Document, *items: Any) -> list[Any]:
    return events_of(items, document, "a-model")


def test_slots_are_resolved_as_those_of_the_shipped_reader(parse: Parse) -> None:
    (event,) = read(parse(TEXT), SEIZED)
    assert (event.trigger, event.plover, event.source, event.place) == ("seized", "COERCE", "Rebels", "Saraqib")
    assert str(event.date_start) == "2024-12-02"
    assert (event.country, event.acled_event, event.confidence) == ("SY", "Battles", AGREED)
    evidence = json.loads(event.evidence)
    assert evidence["event"]["model"] == "a-model"
    assert (evidence["place"]["start"], evidence["place"]["end"]) == (TEXT.index("Saraqib"), TEXT.index(" in Syria"))
    assert "probability" not in evidence["event"]


def test_words_that_do_not_stand_in_the_text_are_refused(parse: Parse) -> None:
    document = parse(TEXT)
    (event,) = read(document, SHELLED | {"source": "Hayat Tahrir al-Sham", "place": "Damascus", "date": "in May"})
    assert (event.source, event.place, event.date_start) == (None, None, None)
    details = {refusal.detail for refusal in document.refused if refusal.rule == RULE}
    assert details & {"source: Hayat Tahrir al-Sham", "place: Damascus", "date: in May"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"trigger": "bombed"},
        {"trigger": "seize"},
        {"sentence": 9},
        {"sentence": "0"},
        {"trigger": None},
        {"class": "WAR"},
        {"class": None},
        {"sentence": 1},
    ],
)
def test_an_event_that_the_sentence_does_not_name_is_none(wrong: dict[str, Any], parse: Parse) -> None:
    assert read(parse(TEXT), SEIZED | wrong) == []


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"sentence": 99}, "99 COERCE seized: no trigger in that sentence"),
        ({"sentence": "0"}, "0 COERCE seized: no trigger in that sentence"),
        ({"sentence": True}, "True COERCE seized: no trigger in that sentence"),
        ({"trigger": "the"}, "0 COERCE the: no trigger in that sentence"),
        ({"trigger": "e"}, "0 COERCE e: no trigger in that sentence"),
        ({"trigger": "on"}, "0 COERCE on: no trigger in that sentence"),
        ({"trigger": "Saraqib"}, "0 COERCE Saraqib: no trigger in that sentence"),
        ({"class": "KILL"}, "0 KILL seized: no such event"),
        ({"class": ["COERCE"]}, "0 ['COERCE'] seized: no such event"),
    ],
)
def test_every_item_that_is_no_event_is_refused(wrong: dict[str, Any], why: str, parse: Parse) -> None:
    document = parse(TEXT)
    assert read(document, SEIZED | wrong) == []
    assert [refusal.detail for refusal in document.refused if refusal.rule == RULE] == [why]


@pytest.mark.parametrize(
    ("sentence", "slots", "kept"),
    [
        ("Police said nine villagers were killed in Bria.", {"source": "Police"}, (None, None)),
        ("Rebels said the army had shelled a market in Bria.", {"target": "Rebels"}, (None, None)),
        ("Police killed nine villagers in Bria, medics said.", {"source": "Police"}, ("Police", None)),
        ("Police said rebels killed Police in Bria.", {"target": "Police"}, (None, "Police")),
    ],
)
def test_who_only_tells_of_an_act_is_neither_its_source_nor_its_target(
    sentence: str, slots: dict[str, str], kept: tuple[str | None, str | None], parse: Parse
) -> None:
    trigger = "shelled" if "shelled" in sentence else "killed"
    item = SHELLED | {"sentence": 0, "trigger": trigger, "source": None, "target": None, "place": None, "date": None}
    document = parse(f"{sentence} The road was shut. Nobody else came.")
    (event,) = read(document, item | slots)
    assert (event.source, event.target) == kept
    refused = {refusal.detail for refusal in document.refused if refusal.rule == RULE}
    assert refused == (set() if any(kept) else {f"{slot}: {words}" for slot, words in slots.items()})


def test_an_item_that_is_no_object_is_refused(parse: Parse) -> None:
    document = parse(TEXT)
    assert read(document, 1, None, "seized") == []
    (refusal,) = [refusal for refusal in document.refused if refusal.rule == RULE]
    assert refusal.sentence_index == 0


def test_each_wrong_slot_of_an_event_is_refused(parse: Parse) -> None:
    document = parse(TEXT)
    wrong = {"source": "Hamas", "target": 5, "place": {}, "date": "in May", "modality": "sure", "sub_event": ["x"]}
    (event,) = read(document, SHELLED | wrong)
    assert (event.source, event.target, event.place, event.date_start) == (None, None, None, None)
    assert {refusal.detail for refusal in document.refused if refusal.rule == RULE} == {
        "source: Hamas", "target: 5", "place: {}", "date: in May", "modality: sure", "sub_event: ['x']",
    }  # fmt: skip


def test_a_second_event_of_a_trigger_or_inside_it_is_refused(parse: Parse) -> None:
    document = parse("Gunmen opened fire on a bus in Kano on Monday. Two people were wounded. Police came late.")
    opened = SEIZED | {"trigger": "opened fire", "class": "ASSAULT", "source": "Gunmen", "place": "Kano"}
    found = read(document, opened, opened | {"trigger": "fire"}, opened | {"trigger": "opened", "class": "THREATEN"})
    assert [(event.trigger, event.plover) for event in found] == [("opened", "ASSAULT")]
    assert [refusal.detail for refusal in document.refused if refusal.rule == RULE] == [
        "0 ASSAULT fire: a second event of one trigger", "0 THREATEN opened: a second event of one trigger",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "item"),
    [
        (
            "Militants attacked a border post in Gao on Monday. Two soldiers died. The village was quiet later.",
            {"trigger": "attacked", "class": "ASSAULT", "source": "Militants", "target": "a border post"},
        ),
        (
            "An agreement was reached on Sunday in Doha. The truce held on Monday. Rebels and the army said so.",
            {"trigger": "reached", "class": "AGREE", "source": None, "date": "Sunday"},
        ),
    ],
)
def test_what_became_an_event_is_not_refused(text: str, item: dict[str, Any], parse: Parse) -> None:
    document = parse(text)
    (event,) = read(document, SEIZED | {"place": None} | item)
    of_its_sentence = [refusal for refusal in document.refused if refusal.sentence_index == event.sentence_index]
    assert [(refusal.words, refusal.rule) for refusal in of_its_sentence if refusal.rule != RULE] == []
    other = parse(text)
    read(other)
    assert any(refusal.sentence_index == 0 for refusal in other.refused)


def test_a_modality_out_of_its_list_is_that_of_the_rules(parse: Parse) -> None:
    denied = "The army denied that it had shelled the hospital in Idlib. Nobody was there. Shops were shut."
    (event,) = read(parse(denied), SHELLED | {"sentence": 0, "modality": "sure"})
    assert event.modality == "denied"


def test_a_value_out_of_its_list_is_the_default(parse: Parse) -> None:
    odd = {"modality": "sure", "when_told": 5, "sub_event": "Coup", "target": 7, "date": ["Monday"]}
    (event,) = read(parse(TEXT), SEIZED | odd)
    assert (event.modality, event.when_told, event.target) == ("asserted", "new", None)


def test_the_same_event_told_twice_is_one_and_the_order_is_that_of_the_text(parse: Parse) -> None:
    overran = SEIZED | {"sentence": 2, "trigger": "overran", "source": None, "place": "Idlib", "date": "Tuesday"}
    found = read(parse(TEXT), overran, SEIZED, SEIZED | {"source": None})
    assert [(event.trigger, event.source, str(event.date_start)) for event in found] == [
        ("seized", "Rebels", "2024-12-02"),
        ("overran", None, "2024-12-03"),
    ]


def test_who_took_a_place_and_when_stays_as_the_rules_read_it(parse: Parse) -> None:
    (event,) = read(parse(TEXT), SEIZED | {"source": "The army", "date": "Tuesday"})
    assert (event.source, str(event.date_start), event.territory) == ("Rebels", "2024-12-02", "gained")


def test_publication_is_the_day_of_publication(parse: Parse) -> None:
    (event,) = read(parse(TEXT), SHELLED | {"date": "publication"})
    assert (str(event.date_start), event.date_precision) == ("2024-12-06", "day")


def test_a_question_shows_numbered_sentences_and_their_first(parse: Parse) -> None:
    document = parse(" ".join(f"Troops shelled village number {number} on Monday." for number in range(100)))
    first, second, third = questions(document)
    assert f"[{ASKED - 1}] " in first
    assert f"[{ASKED}] " not in first
    assert "[0] " in third
    assert "events of sentences 40 to 79" in second
