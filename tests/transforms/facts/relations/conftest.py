"""The ties that a text states."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.documents import Parse
from transforms.facts.relations.extraction import relations

TiesOf = Callable[[str], list[tuple[str, str, str]]]


@pytest.fixture
def ties_of(parse: Parse) -> TiesOf:
    """A function from a text to the subject, predicate and object of each relation."""
    return lambda text: [(row.subject, row.predicate, row.object) for row in relations(parse(text))]
