"""A number without a fate of its own counts the same as the one before it, or nothing."""

from __future__ import annotations

from collections.abc import Callable


def test_a_part_with_a_verb_of_its_own_is_another_matter(figures_in_short: Callable[[str], str]) -> None:
    assert figures_in_short("Gunmen took 70 girls hostage, of whom 12 have never been heard of.") == "abducted 70"
