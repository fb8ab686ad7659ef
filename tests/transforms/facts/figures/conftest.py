"""Figures in short."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.documents import Parse
from transforms.facts.figures.extraction import figures
from transforms.tables.schema import Figure


def in_short(figure: Figure) -> str:
    """A figure in short: `killed 2+`, `injured 20-30`, `missing ?-40`, `killed 5`."""
    low = "?" if figure.low is None else str(figure.low)
    bounds = low if figure.low == figure.high else f"{low}+" if figure.high is None else f"{low}-{figure.high}"
    return f"{figure.measure} {bounds}"


@pytest.fixture
def figures_in_short(parse: Parse) -> Callable[[str], str]:
    """A function from a text to its figures in short."""
    return lambda text: ", ".join(in_short(figure) for figure in figures(parse(text)))
