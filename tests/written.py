"""Scores events of the texts of seeds/corpus, part `test`, that were written for this project.

They are here without ../shared, and so is the comparison, which is simpler and stricter than the scorer there: a party
or place is right if the words of one of two names, without articles, are all among those of the other. So its figures
compare with each other alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tests.annotations import Article, corpus_rows
from tests.judging import predictions
from tests.train.corpus import gold_of

Row = Mapping[str, Any]
Same = Callable[[Any, Any], bool]

ARTICLES = frozenset({"the", "a", "an"})


def scores() -> dict[str, dict[str, float]]:
    """F1 of classes and whole events, and of each slot of the events whose class was found."""
    annotated = list(written("test"))
    predicted = predictions(annotated)
    return scores_of((predicted[article.id]["events"], article.gold["events"]) for article in annotated)


def written(split: str) -> Iterable[Article]:
    """The written articles of a part, with their gold spelled out."""
    for row in corpus_rows("written"):
        if row["split"] == split:
            yield Article(row["id"], split, row["published"], row["title"], row["text"], gold_of(row, row["text"]))


def scores_of(articles: Iterable[tuple[list[Row], list[Row]]]) -> dict[str, dict[str, float]]:
    """The measures of articles, each the events read and the annotated ones."""
    found = wanted = 0
    pairs: list[tuple[Row, Row]] = []
    for events, gold in articles:
        matched = list(_matches(events, gold))
        doubtful = [pair for pair in matched if pair[1].get("doubtful")]
        pairs += [pair for pair in matched if not pair[1].get("doubtful")]
        found += len(events) - len(doubtful)
        wanted += sum(not event.get("doubtful") for event in gold)
    whole = sum(all(_is_right(event, gold, slot) for slot in SLOTS) for event, gold in pairs)
    slots = {slot: _slot_score(pairs, slot) for slot in SLOTS}
    return {"event_class": _score(len(pairs), found, wanted), "whole_event": _score(whole, found, wanted)} | slots


def _matches(events: list[Row], gold: list[Row]) -> Iterable[tuple[Row, Row]]:
    """The events read with the annotated ones of their sentence and class, sure ones first."""
    left = list(events)
    for annotated in sorted(gold, key=lambda event: bool(event.get("doubtful"))):
        for event in left:
            if _overlap(event, annotated) and event["plover"] in _accepted(annotated, "plover"):
                left.remove(event)
                yield event, annotated
                break


def _overlap(event: Row, gold: Row) -> bool:
    return bool(event["start"] < gold["end"] and gold["start"] < event["end"])


def _accepted(gold: Row, slot: str) -> list[Any]:
    """The annotated value and those that are as right; None is an open slot."""
    others = gold.get(f"{slot}_alt")
    return [gold.get(slot), *(others if isinstance(others, list) else [others] if others else [])]


def _is_right(event: Row, gold: Row, slot: str) -> bool:
    column, same = SLOTS[slot]
    value, accepted = event.get(column), _accepted(gold, slot)
    return any(same(value, right) for right in accepted if right) if value else None in accepted


def _slot_score(pairs: list[tuple[Row, Row]], slot: str) -> dict[str, float]:
    filled = [(event, gold) for event, gold in pairs if event.get(SLOTS[slot][0])]
    right = sum(_is_right(event, gold, slot) for event, gold in filled)
    open_ = [gold for event, gold in pairs if not event.get(SLOTS[slot][0]) and None not in _accepted(gold, slot)]
    missed = sum(any(_accepted(gold, slot)) and not _is_right(event, gold, slot) for event, gold in filled)
    return _score(right, len(filled), right + missed + len(open_))


def is_one_name(one: str, other: str) -> bool:
    words, others = (frozenset(name.lower().replace("-", " ").split()) - ARTICLES for name in (one, other))
    return bool(words and others) and (words <= others or others <= words)


def _is_one_day(one: str, other: str) -> bool:
    """A month agrees with its days."""
    return one.startswith(other) or other.startswith(one)


def _is_equal(one: str, other: str) -> bool:
    return one == other


SLOTS: dict[str, tuple[str, Same]] = {
    "source": ("source", is_one_name),
    "target": ("target", is_one_name),
    "place": ("place", is_one_name),
    "date": ("date_start", _is_one_day),
    "modality": ("modality", _is_equal),
}
"""The column of each slot of a whole event, and when two values of it are the same."""


def _score(right: int, found: int, wanted: int) -> dict[str, float]:
    p, r = right / max(found, 1), right / max(wanted, 1)
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    return {"p": round(p, 3), "r": round(r, 3), "f1": round(f1, 3), "gold": wanted}
