"""Calibrates the confidence of facts: the share of similar facts that are right in every filled slot.

The rules give a first estimate. Further features are read from the fact: a source named in another sentence, no place,
a pronoun as speaker. The weights in seeds/confidence.csv come from `make calibrate`, a logistic regression on
hand-annotated articles that were not used to tune the rules; docs/reliability.md shows its calibration. A family
without rows keeps the rules' estimate. Events of the learned reader have weights of their own, on few features of
`evidence`: it is right where every part is, so what counts is the product of the chances of all parts.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from transforms.reading.event_lexicon import SPEECH
from transforms.seeds import SeedError, rows
from transforms.tables.schema import Event, Fact, Figure, Quote
from transforms.words import word_list

READ, ASKED = "read events", "asked events"
PARTS = ("event", "modality", "when_told", "sub_event", "source", "target", "place", "date")
Feature = Callable[[Any, int], float]
"""Computes a feature from a fact and the number of facts of its family in its sentence."""

LONG_SENTENCE = 40
LEAST, MOST = 0.02, 0.99
LEAST_DOUBT = 0.1
ONE_CASE = {"lower": 0.8, "upper": 0.9}
"""Factor of the confidence in a text all in lower or upper case: the development part of seeds/corpus in that case was
right as often as this, against what its confidence said (docs/model_card.md).
"""
PRONOUNS = word_list("confidence pronouns")


def estimated(families: Mapping[str, Sequence[Fact]], case: str | None = None) -> dict[str, list[Fact]]:
    """The facts of a document with calibrated confidence, lower if its text is all in one `case`."""
    facts = {family: _calibrate_family(family, found) for family, found in families.items()}
    return facts if case is None else {family: [_in_one_case(fact, case) for fact in facts[family]] for family in facts}


def _in_one_case(fact: Fact, case: str) -> Fact:
    """A fact of a text in one case: less sure, and evidence tells why."""
    lowered = replace(fact, confidence=max(LEAST, round(ONE_CASE[case] * fact.confidence, 2)))
    if not isinstance(lowered, Event) or lowered.evidence is None:
        return lowered
    evidence = _evidence_of(lowered.evidence) | {"text": {"words": f"the whole text is in {case} case"}}
    return replace(lowered, evidence=json.dumps(evidence))


def features(family: str, fact: Any, n_in_sentence: int) -> dict[str, float]:
    """Features of a fact by name; `n_in_sentence` is the number of facts of the family in its sentence."""
    return {name: feature(fact, n_in_sentence) for name, feature in FEATURES[family].items()}


@cache
def weights(family: str) -> dict[str, float]:
    """Weights of a family by feature; empty if it is not calibrated. SeedError for an unknown feature."""
    by_feature = {
        str(row["feature"]): float(row["weight"] or 0) for row in rows("confidence") if row["family"] == family
    }
    if unknown := by_feature.keys() - FEATURES.get(family, {}).keys():
        raise SeedError(f"seeds/confidence.csv: {family}: no such feature: {', '.join(sorted(unknown))}")
    return by_feature


def _calibrate_family(family: str, facts: Sequence[Fact]) -> list[Fact]:
    facts_in_sentence = Counter(fact.sentence_index for fact in facts)
    return [_calibrate_fact(kind_of(family, fact), fact, facts_in_sentence[fact.sentence_index]) for fact in facts]


def kind_of(family: str, fact: Any) -> str:
    """The family whose weights apply: `read events` for events of the learned reader, `asked events` (without weights)
    for those of a language model, else the family itself.
    """
    if family != "events" or fact.evidence is None:
        return family
    return ASKED if "model" in _evidence_of(fact.evidence).get("event", {}) else READ


def _calibrate_fact(kind: str, fact: Fact, n_in_sentence: int) -> Fact:
    family_weights = weights(kind)
    return replace(fact, confidence=_probability(family_weights, kind, fact, n_in_sentence)) if family_weights else fact


def _probability(family_weights: Mapping[str, float], kind: str, fact: Fact, n_in_sentence: int) -> float:
    values = features(kind, fact, n_in_sentence)
    total = sum(weight * values[name] for name, weight in family_weights.items())
    return round(min(MOST, max(LEAST, 1 / (1 + math.exp(-total)))), 2)


def _rule_log_odds(fact: Fact, _: int) -> float:
    """The rules' estimate in log odds."""
    return _log_odds(fact.confidence)


def _log_odds(share: float) -> float:
    clamped = min(MOST, max(LEAST, share))
    return math.log(clamped / (1 - clamped))


def _is_named_elsewhere(text: str | None, fact: Fact) -> float:
    return float(text is not None and text not in fact.sentence)


def _is_pronoun(quote: Quote) -> bool:
    return (quote.speaker_text or "").lower() in PRONOUNS


@lru_cache(maxsize=64)
def _evidence_of(evidence: str) -> dict[str, dict[str, Any]]:
    return dict(json.loads(evidence))


def _parts(event: Event) -> dict[str, dict[str, Any]]:
    """What the learned reader tells of each part of an event that can be wrong: its slots, and the sub-event if any."""
    parts = _evidence_of(event.evidence or "{}")
    return {part: parts[part] for part in PARTS if part in parts and (part != "sub_event" or event.acled_sub_event)}


def _doubt(event: Event) -> float:
    """Log of how far the reader is from sure of all parts together, if they are independent.

    The floor keeps apart what the network can tell apart: beyond it, it is sure of right and wrong readings alike.
    """
    chances = [part["probability"] for part in _parts(event).values() if "probability" in part]
    return math.log(LEAST_DOUBT - sum(math.log(max(LEAST, chance)) for chance in chances))


def _chance_of_event(event: Event) -> float:
    """The reader's probability of the class, in log odds."""
    return _log_odds(_evidence_of(event.evidence or "{}").get("event", {}).get("probability", 0.5))


def _slots_by_rules(event: Event) -> float:
    return float(sum("probability" not in part for part in _parts(event).values()))


def _slots_named_elsewhere(event: Event) -> float:
    return sum(_is_named_elsewhere(words, event) for words in (event.source, event.target, event.place))


def _event(feature: Callable[[Event], object]) -> Feature:
    return lambda event, _: float(bool(feature(event)))


def _figure(feature: Callable[[Figure], object]) -> Feature:
    return lambda figure, _: float(bool(feature(figure)))


def _quote(feature: Callable[[Quote], object]) -> Feature:
    return lambda quote, _: float(bool(feature(quote)))


COMMON: dict[str, Feature] = {
    "always": lambda fact, _: 1.0,
    "rule": _rule_log_odds,
    "others in the sentence": lambda fact, n_in_sentence: float(min(n_in_sentence - 1, 4)),
    "long sentence": lambda fact, _: float(len(fact.sentence.split()) > LONG_SENTENCE),
}
FEATURES: dict[str, dict[str, Feature]] = {
    "events": COMMON | {
        "speech": _event(lambda e: e.plover in SPEECH),
        "assault": _event(lambda e: e.plover == "ASSAULT"),
        "no source": _event(lambda e: e.source is None),
        "source is a known actor": _event(lambda e: e.source_actor),
        "source named elsewhere": _event(lambda e: _is_named_elsewhere(e.source, e)),
        "no target": _event(lambda e: e.target is None),
        "target named elsewhere": _event(lambda e: _is_named_elsewhere(e.target, e)),
        "place": _event(lambda e: e.place),
        "place named elsewhere": _event(lambda e: _is_named_elsewhere(e.place, e)),
        "date": _event(lambda e: e.date_start),
        "not asserted": _event(lambda e: e.modality != "asserted"),
        "background": _event(lambda e: e.when_told == "background"),
        "in a quotation": _event(lambda e: any(mark in e.sentence for mark in "“\"")),
    },
    "figures": COMMON | {
        "qualified": _figure(lambda f: f.qualifier),
        "in digits": _figure(lambda f: any(c.isdigit() for c in f.number)),
        "cumulative": _figure(lambda f: f.cumulative),
        "people killed or injured": _figure(lambda f: f.measure in ("killed", "injured")),
        "other": _figure(lambda f: f.measure == "other"),
    },
    "quotes": COMMON | {
        "no speaker": _quote(lambda q: q.speaker is None),
        "speaker is a pronoun": _quote(_is_pronoun),
        "speaker named elsewhere": _quote(lambda q: _is_named_elsewhere(q.speaker_text, q)),
        "no cue": _quote(lambda q: q.cue is None),
        "mixed": _quote(lambda q: q.kind == "mixed"),
        "indirect": _quote(lambda q: q.kind == "indirect"),
    },
}  # fmt: skip
FEATURES[READ] = {
    "always": COMMON["always"],
    "doubt": lambda event, _: _doubt(event),
    "chance of event": lambda event, _: _chance_of_event(event),
    "slots by rules": lambda event, _: _slots_by_rules(event),
    "slots named elsewhere": lambda event, _: _slots_named_elsewhere(event),
}
