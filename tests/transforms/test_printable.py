"""Untrusted text in a terminal, a log or a page."""

from __future__ import annotations

import json

import pytest

from transforms.printable import printable, printable_json, printable_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hama \u2013 Homs", "Hama \u2013 Homs"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("one\ntwo\tthree", "one\\ntwo\\tthree"),
        ("\u202eHama", "\\u202eHama"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("\u0645\u200c\u0645", "\u0645\u200c\u0645"),
    ],
    ids=["plain", "escape", "breaks", "direction", "surrogate", "tag", "joiner"],
)
def test_what_steers_is_written_out_and_the_rest_stays(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_line_feeds_and_tabs_stay() -> None:
    assert printable_lines("one\n\ttwo\x07") == "one\n\ttwo\\x07"


@pytest.mark.parametrize("text", ["\u202eHama\x9b", "\U000e0041"])
def test_a_program_reads_the_same_from_json(text: str) -> None:
    shown = printable_json(json.dumps(text, ensure_ascii=False))
    assert shown.isascii()
    assert json.loads(shown) == text
