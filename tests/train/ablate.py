"""What parts of the reader earn when it reads: the measures of the development part without them.

Nothing is trained, so a reader that had learned without the part may do better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from tests.train.corpus import articles
from tests.train.tune import row_for_scorer, score_events, show, texts
from transforms.facts.events.extraction import events
from transforms.facts.events.learned.decode import decide, read_candidates
from transforms.facts.events.learned.model import Model
from transforms.facts.events.learned.rows import event_of
from transforms.facts.events.learned.text import Text
from transforms.facts.events.learned.windows import Window, sentences
from transforms.tables.schema import Event


def ablate(folder: Path) -> None:
    """Print the measures of a reader, of it without hints and sentence by sentence, and of the rules alone."""
    model, read_texts = Model(folder), texts(articles("development"))

    def read(text: Text) -> Iterable[Event]:
        readings = decide(read_candidates(text, model, model.decisions), model.decisions)[0]
        return [event_of(reading, text.document) for reading in readings]

    def read_without_hints(text: Text) -> Iterable[Event]:
        return read(replace(text, hints=[]))

    def read_by_sentences(text: Text) -> Iterable[Event]:
        every: Callable[..., tuple[list[Window], list[Window]]] = lambda *inputs: (list(sentences(*inputs)), [])  # noqa: E731
        with patch.dict(read_candidates.__globals__, windows_to_read=every):
            return read(text)

    def read_by_rules(text: Text) -> Iterable[Event]:
        return events(text.document)

    ways: dict[str, Callable[[Text], Iterable[Event]]] = {
        "the reader": read,
        "without hints": read_without_hints,
        "sentence by sentence": read_by_sentences,
        "without the network": read_by_rules,
    }
    for name, way in ways.items():
        rows = {article.id: [row_for_scorer(event) for event in way(text)] for article, text in read_texts}
        show(name, score_events([article for article, _ in read_texts], rows))
