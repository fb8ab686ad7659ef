"""Calibrated confidence: weights by name, features read from the fact."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts import confidence
from transforms.facts.confidence import FEATURES, estimated, features, weights
from transforms.facts.events.extraction import events
from transforms.facts.extract import extract
from transforms.seeds import SeedError

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
