"""Turns annotated articles into training windows: the reader's features with the right answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from tests.annotations import Article
from tests.judging import scorer
from tests.train.corpus import documents
from transforms.facts.events.extraction import coded
from transforms.facts.events.learned.labels import CLASSES, DATE, MODALITIES, SLOTS, WHEN_TOLD, sub_events
from transforms.facts.events.learned.text import FROM_RULES, OFFSETS, Text, hint_labels, pair_features, text_of
from transforms.facts.events.learned.windows import PieceLimits, Pieces, Window, sentences, windows

Row = dict[str, Any]
Example = dict[str, Any]

LEFT_OUT = -100
"""Label of words that are neither right nor wrong."""


def examples(annotated_articles: list[Article], pieces: Pieces, limits: PieceLimits) -> Iterator[Example]:
    """The windows of annotated articles, then each of their sentences as if it stood alone."""
    for article, document in documents(annotated_articles):
        text = text_of(document, [(mention.trigger, event) for event, mention in coded(document)])
        gold = list(_gold_events(text, article))
        origin = {"id": article.id, "split": article.split}
        for window in windows(text, pieces, limits):
            yield _example(text, window, gold) | origin | {"alone": False}
        for window in sentences(text, pieces, limits):
            yield _example(text, window, gold, alone=True) | origin | {"alone": True}


def _gold_events(text: Text, article: Article) -> Iterator[Row]:
    published = article.published[:10] if article.published else None
    for event in article.gold["events"]:
        at = _words_of_trigger(text, event)
        if not at:
            continue
        marked_words = {slot: _words_of_phrases(text, _accepted_values(event, slot)) for slot in SLOTS[:DATE]}
        yield {
            "words": at,
            "head": head_of(text, at),
            "doubtful": bool(event.get("doubtful")),
            "class": [CLASSES.index(c) + 1 for c in _accepted_values(event, "plover")],
            "modality": [MODALITIES.index(m) for m in _accepted_values(event, "modality")],
            "telling": [WHEN_TOLD.index(t) for t in _accepted_values(event, "when_told")],
            "sub_event": [_sub_event(s) for s in _accepted_values(event, "acled")]
            + [0] * scorer().may_be_open(event, "acled"),
            "slots": marked_words | {SLOTS[DATE]: _words_of_dates(text, event)},
            "open": {slot: scorer().may_be_open(event, slot) for slot in SLOTS},
            "published": any(scorer().date_same(published, day) for day in _accepted_values(event, "date"))
            if published
            else False,
        }


def _accepted_values(event: Row, key: str) -> list[str]:
    """The right values of a slot; spans are given as text."""
    return [str(value) for value in scorer().accepted(event, key)]


def _sub_event(name: str) -> int:
    return sub_events().index(name) + 1 if name in sub_events() else 0


def _words_of_trigger(text: Text, event: Row) -> list[int]:
    """The words of a trigger within its sentence."""
    trigger = event["trigger"]
    at = text.document.article.text.find(trigger, event["start"], event["end"])
    at = event.get("trigger_at", at)
    return list(text.between(at, at + len(trigger))) if at >= 0 else []


def head_of(text: Text, words: list[int]) -> int:
    """The head word of a trigger: a content word whose syntactic head lies outside, else the first suitable word."""
    inside = set(words)
    tops = [w for w in words if int(text.head[w]) not in inside or int(text.head[w]) == w]
    for some in (tops, words):
        for word in some:
            if text.token(word).pos_ in ("VERB", "NOUN", "PROPN", "ADJ") and text.dependency[word] + 1:
                return word
    return next((w for w in words if text.words[w][0].isalnum()), words[0])


def _words_of_phrases(text: Text, phrases: Iterable[str | None]) -> np.ndarray:
    is_marked = np.zeros(len(text), dtype=bool)
    for phrase in phrases:
        is_marked |= text.everywhere(phrase) if phrase else False
    return is_marked


def _words_of_dates(text: Text, event: Row) -> np.ndarray:
    is_marked, days = np.zeros(len(text), dtype=bool), _accepted_values(event, "date")
    is_marked[[w for w, when in text.times.items() if any(scorer().date_same(when.start, day) for day in days)]] = True
    return is_marked


def _example(text: Text, window: Window, right: list[Row], *, alone: bool = False) -> Example:
    """One window with its labels; `alone` treats it as the whole text: slots filled outside it count as empty."""
    label = np.zeros(len(text), dtype=np.int64)
    for row in right:
        label[row["words"]] = LEFT_OUT
    for row in right:
        label[row["head"]] = LEFT_OUT if row["doubtful"] or not row["class"] else row["class"][0]
    own = {int(word): j for j, word in enumerate(window.words) if window.own[j]}
    return {
        "ids": window.ids.astype(np.int32),
        "first": window.first.astype(np.int32),
        "label": np.where(window.own, label[window.words], LEFT_OUT),
        "hinted": hint_labels(text)[window.words].astype(np.int8),
        "time": text.time[window.words].astype(bool),
        "events": [
            _example_event(text, window, own[r["head"]], r, alone=alone)
            for r in right
            if r["head"] in own and not r["doubtful"]
        ],
    }


def _example_event(text: Text, window: Window, at: int, right: Row, *, alone: bool) -> Example:
    size = len(window.words)
    fills = np.zeros((len(SLOTS), size + 2), dtype=bool)
    for n, slot in enumerate(SLOTS):
        fills[n, :size] = right["slots"][slot][window.words]
        fills[n, size + 1] = right["open"][slot]
    fills[DATE, size] = right["published"]
    if alone:
        fills[:, size + 1] |= ~fills[:, :size].any(1)
    pair_rows = pair_features(text, np.array([right["head"]]), window.words)[0].astype(np.int16)
    return {
        "at": at,
        "fills": fills,
        "class": right["class"],
        "modality": right["modality"],
        "telling": right["telling"],
        "sub_event": right["sub_event"],
        "pairs": pair_rows,
        "bare": without_hints(pair_rows),
    }


def without_hints(rows: np.ndarray) -> np.ndarray:
    """The pair features without the rules' results."""
    bare = rows.copy()
    bare[:, FROM_RULES:] = OFFSETS[FROM_RULES:]
    return bare
