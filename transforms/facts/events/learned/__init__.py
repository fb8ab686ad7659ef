"""The learned reader: an encoder with heads that finds events and points to the words that fill their slots.

`text.py` puts a story into words with features, `windows.py` into what the encoder reads at once, `model.py` runs the
encoder, `decode.py` turns its scores into readings, `rows.py` readings into events, by the rules of names and calendar.
"""

from __future__ import annotations

from pathlib import Path

from transforms.facts.events.extraction import coded, events
from transforms.facts.events.learned.decode import Reading, decided, weighed
from transforms.facts.events.learned.model import SHIPPED, Model, ReaderError, model
from transforms.facts.events.learned.rows import event_of
from transforms.facts.events.learned.text import Text, text_of
from transforms.resolving.document import Document
from transforms.tables.schema import Event

__all__ = ["Reader", "ReaderError", "reader_of"]

RULES, LEARNED = "rules", "learned"
"""The names of no reader, which is to read by the rules alone, and of the shipped one, the default."""

SNIPPET = 2
"""Sentences of a text that is no article: the reader has learned from whole articles, of such the rules know more."""


class Reader:
    """Reads the events of a story with a model; what the rules find are hints to it."""

    def __init__(self, used: Model) -> None:
        self._model = used

    def events(self, document: Document) -> list[Event]:
        """The events of a story in the order of the text; what was weighed and dropped is refused.

        Of a snippet they are those of the rules.
        """
        if len(document.sentences) <= SNIPPET:
            return events(document)
        text = text_of(document, [(mention.trigger, event) for event, mention in coded(document)])
        found, dropped = self.read(text)
        for one in dropped:
            words = document.doc[one.token.i : one.token.i + 1]
            document.refuse("events", words, "reader", f"{one.plover} {one.probability:.2f}")
        return [event_of(reading, document) for reading in found]

    def read(self, text: Text) -> tuple[list[Reading], list[Reading]]:
        """The readings of a text in order, and what was weighed and dropped."""
        decisions = self._model.decisions
        return decided(list(weighed(text, self._model, decisions)), decisions)


def reader_of(name: str | None) -> Reader | None:
    """The shipped reader for `learned`, which is also meant by no name; None for `rules`; else that of a folder.

    ReaderError where it cannot be used.
    """
    if name == RULES:
        return None
    return Reader(model(SHIPPED if name in (None, LEARNED) else Path(str(name))))
