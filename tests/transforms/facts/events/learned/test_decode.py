"""What stands as the rules read it, however sure the reader is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from transforms.facts.events.extraction import coded
from transforms.facts.events.learned.decode import Filler, decided, weighed
from transforms.facts.events.learned.labels import SLOTS
from transforms.facts.events.learned.model import model
from transforms.facts.events.learned.text import text_of
from transforms.resolving.document import Document

Tell = Callable[..., Document]


def by_rules(document: Document) -> frozenset[str]:
    """What the rules decide of the first event of a story, where the reader is sure of something else throughout."""
    text = text_of(document, [(mention.trigger, event) for event, mention in coded(document)])
    reading = next(reading for reading in weighed(text, model()) if reading.hint is not None)
    fillers = {slot: Filler(reading.token, 1.0) for slot in SLOTS}
    whole = replace(
        reading,
        probability=1.0,
        sure_modality=1.0,
        sure_telling=1.0,
        sure_sub_event=1.0,
        fillers=fillers,
        open=dict.fromkeys(SLOTS, 0.0),
    )
    ((kept,), _) = decided([whole], model().decisions)
    return kept.by_rules


def test_who_holds_a_place_since_when_is_the_rules(tell: Tell) -> None:
    assert by_rules(tell("Rebel fighters captured the city of Hama on Thursday.")) == {"source", "date", "sub_event"}


def test_a_sub_event_that_is_not_learned_is_the_rules(tell: Tell) -> None:
    assert by_rules(tell("The army opened a forward base near the border.")) == {"sub_event"}


def test_of_other_events_a_sure_reader_decides_all(tell: Tell) -> None:
    assert by_rules(tell("Rebels attacked an army base near Hama on Tuesday.")) == frozenset()
