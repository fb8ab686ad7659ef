"""Fixtures every room's tests share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from transforms.schema import Article

if TYPE_CHECKING:
    from spacy.language import Language

    from transforms.story import Story

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The shipped language pipeline; imported here, so that tests of other rooms do not wait for it."""
    from transforms.read import pipeline

    return pipeline()


@pytest.fixture(scope="session")
def tell(nlp: Language) -> Callable[..., Story]:
    """A function from a text to its story, published on Friday 6 December 2024 where not told otherwise."""

    def made(text: str, published: date = date(2024, 12, 6)) -> Story:
        from transforms.extract import story
        from transforms.read import read

        article = Article(
            article_id="a1",
            url="https://example.org/a1",
            canonical_url="https://example.org/a1",
            source_id="test",
            published_date=published,
            date_source="given",
            language="en",
            text=text,
            words=len(text.split()),
            text_sha256="0" * 64,
        )
        return story(article, next(iter(read([text], nlp))))

    return made


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material; tests that need it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("reference material ../shared is not here")
    return SHARED
