"""Candidates: announced text is bounded and storable, and a copy is fetched instead of the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flows.sources.candidate import LONGEST_BYLINE, LONGEST_TITLE, Candidate


@pytest.mark.attack("titles and authors hold lone surrogates, NUL and megabytes")
def test_what_is_announced_is_text_of_a_bounded_length(outcome: Callable[[str], None]) -> None:
    long = "a\udcff\0" + "x" * 5_000_000
    made = Candidate("http://a/\ud800", "desk", long, authors=(long,))
    made.title.encode() if made.title else None
    made.authors[0].encode()
    assert made.url == "http://a/\ufffd"
    assert (len(made.title or ""), len(made.authors[0])) == (LONGEST_TITLE, LONGEST_BYLINE)
    outcome("replaced by U+FFFD, cut at 1,000 and 400 characters")


def test_the_copy_of_an_archive_is_what_is_fetched() -> None:
    assert Candidate("http://a/", "desk").address == "http://a/"
    assert Candidate("http://a/", "desk", copy="http://archive/a").address == "http://archive/a"
