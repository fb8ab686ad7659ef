"""Lines of JSON: what is wrong with one is said in words."""

from __future__ import annotations

import re
from typing import Any

import pytest

from flows.sources.stored.json_lines import parsed, problem


def test_a_line_with_a_byte_order_mark_is_its_object() -> None:
    assert parsed('\ufeff{"text": "Café"}'.encode()) == {"text": "Café"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "a"', "not JSON: Expecting ',' delimiter at character 12"),
        (b'["text"]', "not a JSON object"),
        (b'{"text": "\xff"}', "not UTF-8 from byte 10 on"),
        (b'{"n": ' + b"1" * 5000 + b"}", "not JSON: a number of too many digits"),
        (b'{"n": ' + b"[" * 100_000, "not JSON: lists or objects too deep in one another"),
    ],
)
def test_a_line_that_is_no_object(line: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        parsed(line)


@pytest.mark.parametrize(
    ("item", "wrong"),
    [
        ({"text": "a", "published": "2024-12-05T10:00:00Z", "title": None}, None),
        ({"html": "<p>a</p>", "text": " "}, None),
        ({"text": " "}, 'neither "text" nor "html" holds anything'),
        ({"text": "a", "published": "Friday"}, '"published" is not an ISO date'),
        ({"text": "a", "published": 20241206}, '"published" is not an ISO date'),
        ({"text": "a", "title": 3}, '"title" is not a string'),
        ({"text": "a\udcff"}, '"text" holds half of a surrogate pair, which is no character'),
    ],
)
def test_what_is_wrong_with_an_article(item: dict[str, Any], wrong: str | None) -> None:
    assert problem(item) == wrong
