"""Counts the reader's errors by kind on the development part: what it misses, invents, leaves open or fills wrongly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tests.judging import Judged, judged
from tests.train.corpus import articles
from tests.train.tune import read, row_for_scorer, texts
from transforms.facts.events.learned.decode import decide
from transforms.facts.events.learned.model import Model
from transforms.facts.events.learned.rows import event_of
from transforms.facts.events.learned.same_act import with_own_days_and_places

SHOWN, CLASSES_SHOWN = 10, 4


def errors(folder: Path) -> None:
    """Print the commonest errors of a reader."""
    model = Model(folder)
    found: list[Judged] = []
    for article, text, readings in read(texts(articles("development")), model):
        kept = decide(readings, model.decisions)[0]
        told = [(reading, event_of(reading, text.document)) for reading in kept]
        events = with_own_days_and_places(told, text.document)
        rows = [row_for_scorer(event) | {"trigger": event.trigger} for event in events]
        found += (judgement for judgement in judged({"events": rows}, article) if judgement.family == "events")
    for kind, count in kinds(found).most_common(SHOWN):
        print(f"{count:5} {kind}")


def kinds(found: Iterable[Judged]) -> Counter[str]:
    """How often each kind of error occurs; those of whole events with the classes that have most of them."""
    counts, missed, invented = Counter[str](), Counter[str](), Counter[str]()
    for judgement in found:
        if judgement.fact is None and judgement.gold is not None:
            missed[str(judgement.gold["plover"])] += 1
        elif judgement.gold is None and judgement.fact is not None:
            invented[str(judgement.fact["plover"])] += 1
        counts.update(f"{slot} of another" for slot in judgement.wrong)
        counts.update(f"{slot} left open" for slot in judgement.missing)
    for name, classes in (("not found", missed), ("found that are none", invented)):
        if classes:
            most = ", ".join(f"{plover} {n}" for plover, n in classes.most_common(CLASSES_SHOWN))
            counts[f"{name} ({most})"] = classes.total()
    return counts
