"""Articles of a text; the type of the fixture `parse`, which makes their documents; words and events of these."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from transforms.tables.schema import Article, Event

if TYPE_CHECKING:
    from transforms.reading.tree import Token
    from transforms.resolving.document import Document

Parse = Callable[..., "Document"]


def article(text: str, published: date = date(2024, 12, 6)) -> Article:
    """An English article of a text, published on Friday 6 December 2024 unless another day is given."""
    url = "https://example.org/a1"
    return Article(
        article_id="a1", url=url, canonical_url=url, source_id="test", published_date=published, date_source="given",
        language="en", text=text, words=len(text.split()), text_sha256="0" * 64,
    )  # fmt: skip


def token_of(document: Document, text: str) -> Token:
    """The first word of a document with this text."""
    return next(token for token in document.doc if token.text == text)


def last_event(parse: Parse, text: str, trigger: str) -> Event:
    """The last event of a text with this trigger."""
    from transforms.facts.events.extraction import events

    found = [event for event in events(parse(text)) if event.trigger == trigger]
    assert found, f"no event {trigger}"
    return found[-1]
