"""Turns a language model's answers about a text into events, after checking them against the text.

The model must point: each slot of an answer is a quotation from the article. Quotations not found and values not
allowed are refused; the rest is resolved by the same rules as for the shipped reader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from transforms.facts.events.extraction import coded
from transforms.facts.events.learned.decode import Filler, Reading, can_be_read, hint_of, parts_left_to_rules
from transforms.facts.events.learned.grammar import may_fill
from transforms.facts.events.learned.labels import CLASSES, MODALITIES, SLOTS, WHEN_TOLD, sub_events
from transforms.facts.events.learned.rows import event_of
from transforms.facts.events.learned.same_act import with_own_days_and_places
from transforms.facts.events.learned.text import Text, text_of
from transforms.printable import printable
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
"""Rule name in `refused` for answers that the text does not support."""
LONGEST_DETAIL = 80
"""Characters of an answer that `refused` shows."""
ACTS = frozenset({"VERB", "NOUN", "ADJ"})
_REASONED = "</think>"
"""Ends what some models write before their answer."""


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


def items_of(content: str) -> list[Any]:
    """The items of an answer, a JSON object with a list `events`; ValueError if it is something else.

    Reasoning, prose and the fences of a code block around the object are ignored.
    """
    answer, decoder = content.rpartition(_REASONED)[2], json.JSONDecoder()
    start = answer.find("{")
    while start >= 0:
        try:
            found, end = decoder.raw_decode(answer, start)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        except ValueError:
            found, end = {}, start + 1
        if isinstance(found.get("events"), list):
            return list(found["events"])
        start = answer.find("{", end)
    raise ValueError("no object with a list of events")


def events_of(items: Iterable[Any], document: Document, model: str) -> list[Event]:
    """The events of the items of all answers about a document, in text order, one per trigger.

    What the text does not support is refused.
    """
    text = text_of(document, [(mention.trigger, event) for event, mention in coded(document)])
    readings: dict[int, Reading] = {}
    taken: set[int] = set()
    for item in items:
        item = item if isinstance(item, dict) else {}
        sent, trigger = _trigger_of(item, document)
        if trigger is None or not taken.isdisjoint(token.i for token in trigger):
            why = "no trigger in that sentence" if trigger is None else "a second event of one trigger"
        elif (reading := _reading(item, trigger.root, text)) is None:
            why = "no such event"
        else:
            taken |= {token.i for token in trigger}
            readings[reading.word] = reading
            continue
        _refuse(document, sent, f"{item.get('sentence')} {item.get('class')} {item.get('trigger')}: {why}")
    in_order = [readings[word] for word in sorted(readings)]
    return with_own_days_and_places(
        [(reading, _event_by_model(reading, document, model)) for reading in in_order], document
    )


def _trigger_of(item: dict[str, Any], document: Document) -> tuple[Span, Span | None]:
    """The sentence of an item, the first one if it names none, and its trigger there; None if it has none."""
    number, words = item.get("sentence"), item.get("trigger")
    sentences = document.sentences
    if type(number) is not int or not 0 <= number < len(sentences):  # True is an int too
        return sentences[0], None
    found = _spans(words, sentences[number]) if isinstance(words, str) else iter(())
    return sentences[number], next((span for span in found if _is_word_of_act(span.root, document)), None)


def _is_word_of_act(token: Token, document: Document) -> bool:
    """Whether a word can name an act: a verb, a noun or an adjective that is no part of a name."""
    return token.pos_ in ACTS or (token.pos_ == "PROPN" and document.name_at(token) is None)


def _refuse(document: Document, words: Span, detail: str) -> None:
    document.refuse("events", words, RULE, printable(" ".join(detail.split()))[:LONGEST_DETAIL])


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


def _reading(item: dict[str, Any], token: Token, text: Text) -> Reading | None:
    """The reading of an item whose trigger is `token`; None if its class is none or the grammar rules it out.

    A value that is none of its list is refused; the modality is then that of the rules.
    """
    document, plover = text.document, item.get("class")
    if plover not in CLASSES:
        return None
    allowed = {"modality": MODALITIES, "when_told": WHEN_TOLD, "sub_event": sub_events()}
    values = {name: item[name] if item.get(name) in allowed[name] else None for name in allowed}
    hint = hint_of(text, text.word_of[token.i], plover)
    reading = Reading(
        word=text.word_of[token.i],
        token=token,
        plover=plover,
        is_event=1.0,
        probability=1.0,
        modality=values["modality"] or "asserted",
        sure_modality=1.0,
        when_told=values["when_told"] or "new",
        sure_when_told=1.0,
        sub_event=values["sub_event"],
        sure_sub_event=1.0,
        fillers={},
        empty={},
        hint=hint,
        also=text.hint_at.get(text.word_of[token.i]),
    )
    if not can_be_read(reading, document):
        return None
    document.accept(token, plover)
    for name, value in values.items():
        if value is None and item.get(name) is not None:
            _refuse(document, document.doc[token.i : token.i + 1], f"{name}: {item[name]}")
    fillers = {slot: filler for slot in SLOTS if (filler := _filler(slot, item.get(slot), reading, text))}
    reading = replace(reading, fillers=fillers)
    by_rules = set(parts_left_to_rules(reading, hint.event)) if hint is not None else set()
    return replace(reading, by_rules=frozenset(by_rules | ({"modality"} if values["modality"] is None else set())))


def _filler(slot: str, words: Any, reading: Reading, text: Text) -> Filler | None:
    """The filler of a slot: words of the text, of their occurrences that grammar allows the nearest to the trigger;
    others are refused.
    """
    document, trigger = text.document, reading.token
    published = document.article.published_date
    if words is None or words == "":
        return None
    if slot == "date" and words == PUBLICATION and published != date.min:
        return Filler(None, 1.0, When(published.isoformat(), None, "day"))
    found = _spans(words, document.doc[:]) if isinstance(words, str) else iter(())
    for span in sorted(found, key=lambda span: abs(span.root.i - trigger.i)):
        if slot != "date":
            if may_fill(slot, span.root, trigger, reading.plover, document):
                return Filler(span.root, 1.0)
        elif filler := _when(span, text):
            return filler
    _refuse(document, document.doc[trigger.i : trigger.i + 1], f"{slot}: {words}")
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
