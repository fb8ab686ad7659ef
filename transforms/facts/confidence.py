"""How sure a fact is: the share of facts like it that are right in every slot they fill.

The rules leave an estimate of their own. What else speaks for or against a fact is read from the fact itself: a doer
named in another sentence, a place left open, a pronoun for a speaker. The weights in seeds/confidence.csv come from
`make calibrate`, which fits a logistic regression on articles annotated by hand that no rule was steered by;
docs/reliability.md shows how it holds. A family without rows there keeps the estimate of its rules. Events that the
learned reader found have weights of their own, on what their `evidence` tells: how likely class and slots are, and
whether the rules read the same.
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

READ, ASKED = "read events", "asked events"
SLOTS = ("source", "target", "place", "date")
Feature = Callable[[Any, int], float]
"""A number from a fact and how many facts of its family its sentence tells."""

LONG_SENTENCE = 40
LEAST, MOST = 0.02, 0.99
PRONOUNS = frozenset({"he", "she", "they", "it", "who"})


def estimated(families: Mapping[str, Sequence[Fact]]) -> dict[str, list[Fact]]:
    """The facts of a story with their calibrated confidence."""
    return {family: _of_family(family, facts) for family, facts in families.items()}


def features(family: str, fact: Any, told_there: int) -> dict[str, float]:
    """The features of a fact by name; `told_there` counts the facts of the family in its sentence."""
    return {name: feature(fact, told_there) for name, feature in FEATURES[family].items()}


@cache
def weights(family: str) -> dict[str, float]:
    """The weights of a family by feature; empty where it was not calibrated. SeedError for a feature unknown here."""
    found = {str(row["feature"]): float(row["weight"] or 0) for row in rows("confidence") if row["family"] == family}
    if unknown := found.keys() - FEATURES.get(family, {}).keys():
        raise SeedError(f"seeds/confidence.csv: {family}: no such feature: {', '.join(sorted(unknown))}")
    return found


def _of_family(family: str, facts: Sequence[Fact]) -> list[Fact]:
    told = Counter(fact.sentence_index for fact in facts)
    return [_weighed(kind_of(family, fact), fact, told[fact.sentence_index]) for fact in facts]


def kind_of(family: str, fact: Any) -> str:
    """The name under which a fact's weights stand: its family, `read events` for what the learned reader found, and
    `asked events`, which has none, for what a language model answered."""
    if family != "events" or fact.evidence is None:
        return family
    return ASKED if "model" in _went_by(fact.evidence).get("event", {}) else READ


def _weighed(kind: str, fact: Fact, told_there: int) -> Fact:
    weighed = weights(kind)
    return replace(fact, confidence=_sigmoid(weighed, kind, fact, told_there)) if weighed else fact


def _sigmoid(weighed: Mapping[str, float], kind: str, fact: Fact, told_there: int) -> float:
    found = features(kind, fact, told_there)
    total = sum(weight * found[name] for name, weight in weighed.items())
    return round(min(MOST, max(LEAST, 1 / (1 + math.exp(-total)))), 2)


def _rule(fact: Fact, _: int) -> float:
    """The estimate of the rules in log odds."""
    return _odds(fact.confidence)


def _odds(share: float) -> float:
    kept = min(MOST, max(LEAST, share))
    return math.log(kept / (1 - kept))


def _elsewhere(text: str | None, fact: Fact) -> float:
    return float(text is not None and text not in fact.sentence)


def _is_pronoun(quote: Quote) -> bool:
    return (quote.speaker_text or "").lower() in PRONOUNS


@lru_cache(maxsize=64)
def _went_by(evidence: str) -> dict[str, dict[str, Any]]:
    return dict(json.loads(evidence))


def _chance(part: str) -> Feature:
    """How likely the reader found a part of an event, in log odds; 0 for a slot that is open or read by the rules."""

    def feature(event: Event, _: int) -> float:
        share = _went_by(event.evidence or "{}").get(part, {}).get("probability")
        return _odds(share) if share is not None else 0.0

    return feature


def _agreed(part: str) -> Feature:
    """1 where the rules read the same."""
    return lambda event, _: float(_went_by(event.evidence or "{}").get(part, {}).get("rules", False))


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
