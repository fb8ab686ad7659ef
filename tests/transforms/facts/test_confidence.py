"""Calibrated confidence: weights by name, features read from the fact."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.documents import Parse
from transforms.facts import confidence
from transforms.facts import extract as extraction
from transforms.facts.confidence import FEATURES, ONE_CASE, READ, estimated, features, weights
from transforms.facts.events.extraction import events
from transforms.facts.events.learned import reader_of
from transforms.facts.extract import extract
from transforms.reading.letter_case import one_case
from transforms.seeds import SeedError
from transforms.tables.schema import Event

TEXT = "Rebels shelled the port of Latakia in Syria on Friday. The attack killed two fishermen."


@pytest.mark.parametrize("family", FEATURES)
def test_every_weight_names_a_feature_and_every_feature_is_weighed(family: str) -> None:
    assert weights(family).keys() == FEATURES[family].keys()


def test_extracted_facts_have_their_confidence_by_the_weights(parse: Parse) -> None:
    document = parse(TEXT)
    by_rule = events(document)
    extracted = extract(parse(TEXT))["events"]
    assert extracted == estimated({"events": by_rule})["events"]
    assert [fact.confidence for fact in extracted] != [fact.confidence for fact in by_rule]
    assert all(0 < fact.confidence < 1 for fact in extracted)


def test_what_is_named_in_another_sentence_is_a_feature(parse: Parse) -> None:
    first, second = events(parse(TEXT))
    assert features("events", first, 1)["source named elsewhere"] == 0
    assert (second.source, features("events", second, 1)["source named elsewhere"]) == ("Rebels", 1)


def event_read(parse: Parse, **evidence: dict[str, object]) -> Event:
    """An event with source and target and without sub-event, as if the reader had read it with this evidence."""
    (event, *_) = events(parse("Rebels shelled the port of Latakia in Syria on Friday."))
    return replace(event, acled_sub_event=None, evidence=json.dumps(SURE | evidence))


def sure(chance: float = 1.0) -> dict[str, object]:
    return {"probability": chance, "rules": False}


SURE = {part: sure() for part in ("event", "modality", "when_told", "sub_event", "source", "target")}


def test_the_doubt_of_an_event_is_that_of_all_its_parts_together(parse: Parse) -> None:
    doubts = [
        features(READ, event_read(parse, **evidence), 1)["doubt"]
        for evidence in ({}, {"source": sure(0.9)}, {"source": sure(0.9), "target": sure(0.9)}, {"modality": sure(0.5)})
    ]
    assert doubts == sorted(doubts)
    assert len(set(doubts)) == len(doubts)


def test_a_sub_event_that_is_not_told_and_a_slot_of_the_rules_are_no_doubt_of_the_reader(parse: Parse) -> None:
    certain = features(READ, event_read(parse), 1)
    assert features(READ, event_read(parse, sub_event=sure(0.3)), 1) == certain
    by_rules = features(READ, event_read(parse, source={"rules": True}), 1)
    assert by_rules == certain | {"slots by rules": 1}


def test_an_event_is_less_sure_the_more_the_reader_doubts_it(parse: Parse) -> None:
    found = [
        event_read(parse),
        event_read(parse, source=sure(0.7)),
        event_read(parse, event=sure(0.7), source=sure(0.7)),
    ]
    confidences = [fact.confidence for fact in estimated({"events": found})["events"]]
    assert confidences == sorted(confidences, reverse=True)
    assert len(set(confidences)) == len(confidences)


NEWS = (
    "Rebels shelled the port of Latakia in Syria on Friday. The attack killed two fishermen, the army said. "
    "On Saturday troops of the government took the village of Slunfa. Nobody was hurt there. Shops were shut. "
    "The rebels then withdrew to Idlib. The market was closed on Sunday."
)


@pytest.mark.parametrize("change", [str.lower, str.upper])
def test_in_a_text_in_one_case_facts_are_less_sure_and_evidence_tells_why(
    parse: Parse, monkeypatch: pytest.MonkeyPatch, change: Callable[[str], str]
) -> None:
    text = change(NEWS).replace(". ", ".\n\n")
    found = extract(parse(text), reader_of(None))
    monkeypatch.setattr(extraction, "one_case", lambda text: None)
    usual = extract(parse(text), reader_of(None))
    for family in ("events", "figures"):
        assert found[family]
        for fact, other in zip(found[family], usual[family], strict=True):
            assert fact.confidence == pytest.approx(
                max(0.02, ONE_CASE[str(one_case(text))] * other.confidence), abs=0.006
            )
    told = {json.loads(event.evidence)["text"]["words"] for event in found["events"]}
    assert told == {f"the whole text is in {one_case(text)} case"}
    assert all("text" not in json.loads(event.evidence) for event in usual["events"])


def test_a_weight_for_an_unknown_feature_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"family": "events", "feature": "mood of the day", "weight": "1"}
    monkeypatch.setattr(confidence, "rows", lambda name: [row])
    weights.cache_clear()
    with pytest.raises(SeedError, match=r"seeds/confidence.csv: events: no such feature: mood of the day"):
        weights("events")
    weights.cache_clear()


def test_a_family_without_weights_keeps_the_estimate_of_its_rules(parse: Parse) -> None:
    document = parse(TEXT)
    assert extract(document)["mentions"] == estimated({"mentions": extract(document)["mentions"]})["mentions"]
    assert not weights("mentions")
