"""What several tests of events share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.documents import Parse
from transforms.facts.events.learned import reader_of
from transforms.facts.extract import extract
from transforms.tables.schema import Event

Read = Callable[[str], list[Event]]


@pytest.fixture(scope="module")
def read(parse: Parse) -> Read:
    """A function from a text to the learned reader's events of control."""
    reader = reader_of(None)
    rest = "\n\nIt rained in the valley that evening. The shops had closed early, and few cars were seen."
    return lambda text: [event for event in extract(parse(text + rest), reader)["events"] if event.territory]
