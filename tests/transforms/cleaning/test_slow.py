"""Pages made to be slow: the cost of each is linear in its length."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from transforms.cleaning.metadata import json_ld, published
from transforms.cleaning.metadata.bylines import near
from transforms.cleaning.text import scripts
from transforms.cleaning.text.bounds import parsed
from transforms.cleaning.text.mojibake import mended_page

PROCESSOR = 10.0
"""Processor seconds; linear work takes hundredths, anything worse takes hours."""
OBJECTS = '{"a":' * 500_000


@contextmanager
def within(seconds: float) -> Iterator[None]:
    def stop(*_: Any) -> None:
        raise TimeoutError(f"more than {seconds} seconds of the processor")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def nodes(text: str) -> None:
    json_ld._content(text)


@pytest.mark.attack("a page with {name}, made to keep its reader busy for hours")
@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("a byline of one long word", lambda: list(near(parsed(f"<h1>A</h1><p>by {'a' * 250} {'!' * 100}</p>")))),
        ("JSON-LD of quotation marks that never close", lambda: nodes("{" + '"a ' * 700_000)),
        ("JSON-LD that ends in a million semicolons", lambda: nodes("{}" + ";" * 1_000_000 + "{")),
        ("JSON-LD of commas and spaces", lambda: nodes("[" + ", " * 1_000_000)),
        ("JSON-LD of a million brackets", lambda: nodes("[" * 1_000_000)),
        ("a script of a million objects in one another",
         lambda: scripts.body(parsed("<h1>A</h1><script id='__NEXT_DATA__'>" + OBJECTS + "</script>"), ["A"])),
        ("a million characters that may be encoded twice", lambda: mended_page("<p>" + "â€™ é" * 250_000)),
        ("ten thousand lines that say that it was changed",
         lambda: published.stamps(parsed("<h1>A</h1>" + "<p>Last updated never</p>" * 10_000))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_page_that_is_made_to_be_slow_is_not(
    name: str, read: Callable[[], object], outcome: Callable[[str], None]
) -> None:
    with within(PROCESSOR):
        read()
    outcome("read in time that grows with its length")


@pytest.mark.attack("a page dates itself by a sentence, a comment, a quoted post or another story: {place}")
@pytest.mark.parametrize(
    "place",
    [
        "<p>The war began on 15 March 2011.</p>", "<div class='comment'>15 March 2011</div>",
        "<blockquote><p>15 March 2011</p></blockquote>", "<div class='related-card'><time>15 March 2011</time></div>",
        "<footer>15 March 2011</footer>", "<p>03/04/2011</p>",
    ],
)  # fmt: skip
def test_a_day_that_is_not_the_articles_dates_it_not(place: str, outcome: Callable[[str], None]) -> None:
    tree = parsed(f"<html><body><main><h1>Hama</h1><p>The town was lost in the summer.</p>{place}</main></body></html>")
    assert date(2011, 3, 15) not in [published._day(stamp.read) for stamp in published.stamps(tree)]
    assert [stamp for stamp in published.stamps(tree) if stamp.kind != "changed"] == []
    outcome("no day")
