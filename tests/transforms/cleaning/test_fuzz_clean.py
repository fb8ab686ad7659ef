"""A small sample of the inputs of `python -m tests.fuzz_clean`."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from tests.fuzz_clean import DRAWN, Doing, drawn_page, outcome


@settings(max_examples=100, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(DRAWN)
def test_no_page_makes_cleaning_stumble(drawn: tuple[int, list[Doing], str, str, str]) -> None:
    assert outcome(drawn_page(drawn))
