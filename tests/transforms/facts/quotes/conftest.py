"""What is said in a text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.documents import Parse
from transforms.facts.quotes.extraction import quotes

Said = Callable[[str], list[tuple[str, str | None]]]
SpeakerOf = Callable[[str], str | None]


@pytest.fixture
def said(parse: Parse) -> Said:
    """A function from a text to its quotations in marks, each with its speaker."""
    return lambda text: [(row.quote, row.speaker) for row in quotes(parse(text)) if row.kind != "indirect"]


@pytest.fixture
def speaker_of(said: Said) -> SpeakerOf:
    """A function from a text to the speaker of its only quotation in marks, without an article."""

    def found(text: str) -> str | None:
        ((_, speaker),) = said(text)
        return speaker and speaker.removeprefix("the ").removeprefix("The ")

    return found
