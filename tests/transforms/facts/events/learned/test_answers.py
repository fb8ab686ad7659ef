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
    return events_of([{"events": list(items)}], document, "a-model")


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


@pytest.mark.parametrize("answer", [None, [], "no", 3, {}, {"events": None}, {"events": "none"}, {"events": [1, None]}])
def test_what_is_no_answer_gives_no_events(answer: Any, parse: Parse) -> None:
    assert events_of([answer], parse(TEXT), "a-model") == []


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
