"""Whom or what a number counts."""

from __future__ import annotations

from tests.documents import Parse
from transforms.facts.figures.extraction import figures


def test_a_figure_names_whom_it_counts_and_the_number_as_written(parse: Parse) -> None:
    (figure,) = figures(parse("The mine killed at least two Ukrainian soldiers near Kharkiv."))
    assert figure.who == "Ukrainian soldiers"
    assert figure.number == "at least two"


def test_the_size_of_a_thing_is_no_part_of_its_name(parse: Parse) -> None:
    (figure,) = figures(parse("Two 500-pound bombs hit the market."))
    assert (figure.low, figure.who) == (2, "bombs")
