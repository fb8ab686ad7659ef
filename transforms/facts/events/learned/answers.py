"""Turns a language model's answers about a text into events, after checking them against the text.

The model must point: each slot of an answer is a quotation from the article. Quotations not found and values not
allowed are refused; the rest is resolved by the same rules as for the shipped reader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from transforms.facts.events.extraction import coded
from transforms.facts.events.learned.decode import Filler, Reading, hint_of, parts_left_to_rules
from transforms.facts.events.learned.labels import CLASSES, MODALITIES, SLOTS, WHEN_TOLD, sub_events
from transforms.facts.events.learned.rows import event_of
from transforms.facts.events.learned.text import Text, text_of
from transforms.reading.tree import Span, Token
from transforms.resolving.document import Document
from transforms.resolving.timing.expressions import When
from transforms.seeds import text as seed
from transforms.tables.schema import Event

ASKED = 40
"""Sentences per question."""
BEFORE = 20
"""Context sentences shown before them."""
PUBLICATION = "publication"
AGREED, ALONE = 0.8, 0.5
"""Confidence of an event that the rules also find, and of one they do not: the model gives no usable probability."""
RULE = "reader"
"""Rule name in `refused` for answers not found in the text."""


def instructions() -> str:
    """The system prompt, the same for every article: seeds/endpoint/instructions.md."""
    return seed("endpoint/instructions.md")


@cache
def schema() -> dict[str, Any]:
    """The JSON schema of an answer."""
    text, maybe = {"type": "string"}, {"type": ["string", "null"]}
    fields: dict[str, Any] = {
        "sentence": {"type": "integer"},
        "trigger": text,
        "class": {"enum": list(CLASSES)},
        "sub_event": {"enum": [*sub_events(), None]},
        **dict.fromkeys(SLOTS, maybe),
        "modality": {"enum": list(MODALITIES)},
        "when_told": {"enum": list(WHEN_TOLD)},
    }
    event = {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
    whole = {"events": {"type": "array", "items": event}}
    return {"type": "object", "properties": whole, "required": ["events"], "additionalProperties": False}


def questions(document: Document) -> list[str]:
    """The questions about a document: headline, first sentence, and a block of numbered sentences each."""
    sentences = [" ".join(sent.text.split()) for sent in document.sentences]
    return [_question(document, sentences, first) for first in range(0, len(sentences), ASKED)]


def _question(document: Document, sentences: Sequence[str], first: int) -> str:
    last = min(first + ASKED, len(sentences))
    numbers = sorted({0, *range(max(first - BEFORE, 0), last)})
    published = document.article.published_date
    return "\n".join(
        [
            f"Published: {published.isoformat() if published != date.min else 'unknown'}",
            f"Headline: {' '.join((document.article.title or '').split())}",
            f"List the events of sentences {first} to {last - 1}.",
            *(f"[{number}] {sentences[number]}" for number in numbers),
        ]
    )


def events_of(answers: Sequence[Any], document: Document, model: str) -> list[Event]:
    """The events in the parsed JSON answers, in text order, one per trigger and class.

    Parts not found in the text are refused; anything that is not an answer is ignored.
    """
    text = text_of(document, [(mention.trigger, event) for event, mention in coded(document)])
    readings: dict[tuple[int, str], Reading] = {}
    for answer in answers:
        for item in _items_of_answer(answer):
            if reading := _reading(item, text):
                readings.setdefault((reading.word, reading.plover), reading)
    return [
        _event_by_model(reading, document, model) for _, reading in sorted(readings.items(), key=lambda pair: pair[0])
    ]


def _items_of_answer(answer: Any) -> Iterator[dict[str, Any]]:
    events = answer.get("events") if isinstance(answer, dict) else None
    yield from (item for item in (events if isinstance(events, list) else []) if isinstance(item, dict))


def _event_by_model(reading: Reading, document: Document, model: str) -> Event:
    """The event of a reading; its evidence names the model instead of probabilities."""
    event = event_of(reading, document)
    evidence = {
        part: {k: v for k, v in values.items() if k != "probability"} for part, values in _evidence(event).items()
    }
    evidence["event"]["model"] = model
    return replace(event, confidence=AGREED if reading.hint else ALONE, evidence=json.dumps(evidence))


def _evidence(event: Event) -> dict[str, dict[str, Any]]:
    return dict(json.loads(event.evidence or "{}"))


def _reading(item: dict[str, Any], text: Text) -> Reading | None:
    """The reading of an answer's item; None if its sentence, trigger or class is invalid."""
    document = text.document
    number, trigger, plover = item.get("sentence"), item.get("trigger"), item.get("class")
    if not isinstance(number, int) or not 0 <= number < len(document.sentences) or not isinstance(trigger, str):
        return None
    sent = document.sentences[number]
    span = next(_spans(trigger, sent), None)
    if span is None or plover not in CLASSES:
        document.refuse("events", sent, RULE, f"{plover} {trigger}"[:80])
        return None
    token = span.root
    hint = hint_of(text, text.word_of[token.i], plover)
    fillers = {slot: filler for slot in SLOTS if (filler := _filler(slot, item.get(slot), token, text))}
    sub_event, modality, when_told = item.get("sub_event"), item.get("modality"), item.get("when_told")
    reading = Reading(
        word=text.word_of[token.i],
        token=token,
        plover=plover,
        is_event=1.0,
        probability=1.0,
        modality=modality if modality in MODALITIES else "asserted",
        sure_modality=1.0,
        when_told=when_told if when_told in WHEN_TOLD else "new",
        sure_when_told=1.0,
        sub_event=sub_event if sub_event in sub_events() else None,
        sure_sub_event=1.0,
        fillers=fillers,
        empty={},
        hint=hint,
    )
    return (
        replace(reading, by_rules=frozenset(parts_left_to_rules(reading, hint.event))) if hint is not None else reading
    )


def _filler(slot: str, words: Any, trigger: Token, text: Text) -> Filler | None:
    """The filler of a slot: words found in the text, the occurrence nearest to the trigger."""
    if not isinstance(words, str) or not words.strip():
        return None
    document = text.document
    published = document.article.published_date
    if slot == "date" and words == PUBLICATION and published != date.min:
        return Filler(None, 1.0, When(published.isoformat(), None, "day"))
    spans = sorted(_spans(words, document.doc[:]), key=lambda span: abs(span.root.i - trigger.i))
    for span in spans:
        if slot != "date":
            return Filler(span.root, 1.0)
        if filler := _when(span, text):
            return filler
    document.refuse("events", document.doc[trigger.i : trigger.i + 1], RULE, f"{slot}: {' '.join(words.split())}"[:80])
    return None


def _when(span: Span, text: Text) -> Filler | None:
    """The meaning of the first time expression that starts in a span, as a filler."""
    inside = (text.word_of[token.i] for token in span if token.i in text.word_of)
    return next((Filler(text.token(word), 1.0, text.times[word]) for word in inside if word in text.times), None)


def _spans(words: str, where: Span) -> Iterator[Span]:
    """Occurrences of words in a span, ignoring case and whitespace."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    for match in re.finditer(pattern, where.text, re.IGNORECASE) if pattern else ():
        start, end = (where.start_char + offset for offset in match.span())
        if span := where.doc.char_span(start, end):
            yield span
