"""Text that a terminal, a log or a page shows as it stands: what would steer them is made visible instead.

Control characters of ASCII and Latin-1 (C0, DEL, C1: escape sequences begin with one), marks that turn the direction of
writing or hide what follows, separators that end a line, and halves of surrogate pairs. The joiners that scripts and
emoji need stay.
"""

from __future__ import annotations

import re

STEERING = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
"""The characters, as a class of a regular expression; tab and line feed, which some media need, are not among them."""

_STEERING = re.compile(f"[{STEERING}]")
_STEERING_OR_BREAK = re.compile(f"[\t\n{STEERING}]")


def printable(text: str) -> str:
    r"""Text in one line, each such character as Python writes it: `\x1b`, `\n`, `\u202e`."""
    return _STEERING_OR_BREAK.sub(_written, text)


def printable_lines(text: str) -> str:
    """The same with its line feeds and tabs."""
    return _STEERING.sub(_written, text)


def printable_json(text: str) -> str:
    r"""JSON with such characters as `\uXXXX`: a program reads the same from it."""
    return _STEERING.sub(_escaped, text)


def _written(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")


def _escaped(found: re.Match[str]) -> str:
    halves = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{halves[i : i + 2].hex()}" for i in range(0, len(halves), 2))
