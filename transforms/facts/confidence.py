"""Calibrates the confidence of facts: the share of similar facts that are right in every filled slot.

The rules give a first estimate. Further features are read from the fact: a source named in another sentence, no place,
a pronoun as speaker. The weights in seeds/confidence.csv come from `make calibrate`, a logistic regression on
hand-annotated articles that were not used to tune the rules; docs/reliability.md shows its calibration. A family
without rows keeps the rules' estimate. Events of the learned reader have weights of their own, on features in
`evidence`: probabilities of class and slots, and agreement with the rules.
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
SLOTS = ("source", "target", "place", "date")
Feature = Callable[[Any, int], float]
"""Computes a feature from a fact and the number of facts of its family in its sentence."""

LONG_SENTENCE = 40
LEAST, MOST = 0.02, 0.99
PRONOUNS = word_list("confidence pronouns")


def estimated(families: Mapping[str, Sequence[Fact]]) -> dict[str, list[Fact]]:
    """The facts of a document with calibrated confidence."""
    return {family: _of_family(family, facts) for family, facts in families.items()}


def features(family: str, fact: Any, told_there: int) -> dict[str, float]:
    """Features of a fact by name; `told_there` is the number of facts of the family in its sentence."""
    return {name: feature(fact, told_there) for name, feature in FEATURES[family].items()}


@cache
def weights(family: str) -> dict[str, float]:
    """Weights of a family by feature; empty if it is not calibrated. SeedError for an unknown feature."""
    found = {str(row["feature"]): float(row["weight"] or 0) for row in rows("confidence") if row["family"] == family}
    if unknown := found.keys() - FEATURES.get(family, {}).keys():
        raise SeedError(f"seeds/confidence.csv: {family}: no such feature: {', '.join(sorted(unknown))}")
    return found


def _of_family(family: str, facts: Sequence[Fact]) -> list[Fact]:
    told = Counter(fact.sentence_index for fact in facts)
    return [_weighed(kind_of(family, fact), fact, told[fact.sentence_index]) for fact in facts]


def kind_of(family: str, fact: Any) -> str:
    """The family whose weights apply: `read events` for events of the learned reader, `asked events` (without weights)
    for those of a language model, else the family itself.
    """
    if family != "events" or fact.evidence is None:
        return family
    return ASKED if "model" in _evidence_of(fact.evidence).get("event", {}) else READ


def _weighed(kind: str, fact: Fact, told_there: int) -> Fact:
    weighed = weights(kind)
    return replace(fact, confidence=_sigmoid(weighed, kind, fact, told_there)) if weighed else fact


def _sigmoid(weighed: Mapping[str, float], kind: str, fact: Fact, told_there: int) -> float:
    found = features(kind, fact, told_there)
    total = sum(weight * found[name] for name, weight in weighed.items())
    return round(min(MOST, max(LEAST, 1 / (1 + math.exp(-total)))), 2)


def _rule(fact: Fact, _: int) -> float:
    """The rules' estimate in log odds."""
    return _odds(fact.confidence)


def _odds(share: float) -> float:
    kept = min(MOST, max(LEAST, share))
    return math.log(kept / (1 - kept))


def _elsewhere(text: str | None, fact: Fact) -> float:
    return float(text is not None and text not in fact.sentence)


def _is_pronoun(quote: Quote) -> bool:
    return (quote.speaker_text or "").lower() in PRONOUNS


@lru_cache(maxsize=64)
def _evidence_of(evidence: str) -> dict[str, dict[str, Any]]:
    return dict(json.loads(evidence))


def _chance(part: str) -> Feature:
    """The reader's probability of a part of an event, in log odds; 0 for a slot left open or filled by the rules."""

    def feature(event: Event, _: int) -> float:
        share = _evidence_of(event.evidence or "{}").get(part, {}).get("probability")
        return _odds(share) if share is not None else 0.0

    return feature


def _agreed(part: str) -> Feature:
    """1 if the rules agree on the part, else 0."""
    return lambda event, _: float(_evidence_of(event.evidence or "{}").get(part, {}).get("rules", False))


def _event(feature: Callable[[Event], object]) -> Feature:
    return lambda event, _: float(bool(feature(event)))


def _figure(feature: Callable[[Figure], object]) -> Feature:
    return lambda figure, _: float(bool(feature(figure)))


def _quote(feature: Callable[[Quote], object]) -> Feature:
    return lambda quote, _: float(bool(feature(quote)))


COMMON: dict[str, Feature] = {
    "always": lambda fact, _: 1.0,
    "rule": _rule,
    "others in the sentence": lambda fact, told: float(min(told - 1, 4)),
    "long sentence": lambda fact, _: float(len(fact.sentence.split()) > LONG_SENTENCE),
}
FEATURES: dict[str, dict[str, Feature]] = {
    "events": COMMON | {
        "speech": _event(lambda e: e.plover in SPEECH),
        "assault": _event(lambda e: e.plover == "ASSAULT"),
        "no source": _event(lambda e: e.source is None),
        "source is a known actor": _event(lambda e: e.source_actor),
        "source named elsewhere": _event(lambda e: _elsewhere(e.source, e)),
        "no target": _event(lambda e: e.target is None),
        "target named elsewhere": _event(lambda e: _elsewhere(e.target, e)),
        "place": _event(lambda e: e.place),
        "place named elsewhere": _event(lambda e: _elsewhere(e.place, e)),
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
        "speaker named elsewhere": _quote(lambda q: _elsewhere(q.speaker_text, q)),
        "no cue": _quote(lambda q: q.cue is None),
        "mixed": _quote(lambda q: q.kind == "mixed"),
        "indirect": _quote(lambda q: q.kind == "indirect"),
    },
}  # fmt: skip
FEATURES[READ] = {
    **{name: feature for name, feature in FEATURES["events"].items() if name != "rule"},
    "target": _event(lambda e: e.target),
    "sub-event": _event(lambda e: e.acled_sub_event),
    **{f"chance of {part}": _chance(part) for part in ("event", "modality", "when_told", "sub_event", *SLOTS)},
    **{f"rules agree on {part}": _agreed(part) for part in ("event", "modality", *SLOTS)},
}
