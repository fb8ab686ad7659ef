"""The type of the fixture `parse`, which makes a document of a text; and the events of a text."""

from __future__ import annotations

from collections.abc import Callable

from transforms.facts.events.extraction import events
from transforms.resolving.document import Document
from transforms.tables.schema import Event

Parse = Callable[..., Document]


def last_event(parse: Parse, text: str, trigger: str) -> Event:
    """The last event of a text with this trigger."""
    found = [event for event in events(parse(text)) if event.trigger == trigger]
    assert found, f"no event {trigger}"
    return found[-1]
