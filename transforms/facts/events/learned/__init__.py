"""The learned event reader: an encoder with heads that finds events and points to the words that fill their slots.

`text.py` turns a document into words with features, `windows.py` into encoder input, of which `gate.py` leaves out what
holds no event; `model.py` runs the encoder, `decode.py` turns scores into readings, of which `everyday.py` leaves out
those of articles of crime alone, `rows.py` readings into events, with names, places and dates resolved by rule.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from transforms.facts.events.control import without_takers_driven_out
from transforms.facts.events.extraction import coded, events
from transforms.facts.events.learned.decode import Reading, decide, is_brief, is_likely, read_candidates
from transforms.facts.events.learned.everyday import is_everyday
from transforms.facts.events.learned.model import SHIPPED, Model, model
from transforms.facts.events.learned.rows import event_of, with_known_takers
from transforms.facts.events.learned.same_act import with_own_days_and_places
from transforms.facts.events.learned.text import Text, text_of
from transforms.resolving.document import Document
from transforms.shipped import LEARNED, RULES
from transforms.tables.schema import Event

SNIPPET = 2
"""Maximum sentences of a snippet, on which the rules do better: the reader was trained on whole articles."""


class Reader:
    """Reads the events of a document with a model; events of the rules are its hints."""

    def __init__(self, used: Model) -> None:
        self._model = used

    def events(self, document: Document) -> list[Event]:
        """The events of a document in text order; candidates below the threshold are refused.

        Snippets are read by the rules.
        """
        if len(document.sentences) <= SNIPPET:
            return events(document)
        text = text_of(document, [(mention.trigger, event) for event, mention in coded(document)])
        readings, dropped = self.read(text)
        is_of_crime = is_everyday(document.doc.text)
        for candidate in dropped:
            words = document.doc[candidate.token.i : candidate.token.i + 1]
            coded_as = candidate.plover, candidate.probability
            if is_likely(candidate, self._model.decisions):
                document.refuse(
                    "events", words, "crime alone" if is_of_crime else "no sure event in the article", *coded_as
                )
            else:
                document.refuse("events", words, "reader", *coded_as)
        if not readings and not is_brief(document.doc):
            _refuse_unread(document, text, {candidate.word for candidate in dropped})
        for reading in readings:
            document.accept(reading.token, reading.plover)
        read = [(reading, event_of(reading, document)) for reading in readings]
        return without_takers_driven_out(with_known_takers(with_own_days_and_places(read, document)))

    def read(self, text: Text) -> tuple[list[Reading], list[Reading]]:
        """The readings of a text in order, and the candidates dropped."""
        decisions = self._model.decisions
        return decide(read_candidates(text, self._model, decisions), decisions)


def _refuse_unread(document: Document, text: Text, weighed: Collection[int]) -> None:
    """Refuse what the rules find in an article without a sure event, where the network has not read it."""
    for word, hint in text.hint_at.items():
        if word not in weighed:
            at = text.tokens[word]
            document.refuse("events", document.doc[at : at + 1], "no sure event in the article", hint.event.plover)


def reader_of(name: str | None) -> Reader | None:
    """The shipped reader for `learned` or None; None for `rules`; else the reader in a folder.

    Raises ReaderError if it is unusable.
    """
    if name == RULES:
        return None
    return Reader(model(SHIPPED if name in (None, LEARNED) else Path(str(name))))
