"""Makes untrusted text safe to display in a terminal, log or page: control characters become visible escapes.

Escaped are C0, DEL and C1 control characters, bidirectional and invisible marks, Unicode line separators and lone
surrogates. Joiners, which scripts and emoji need, stay.
"""

from __future__ import annotations

import re

STEERING = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
"""The escaped characters as a regular-expression class, without tab and line feed."""

_STEERING = re.compile(f"[{STEERING}]")
_STEERING_OR_BREAK = re.compile(f"[\t\n{STEERING}]")


def printable(text: str) -> str:
    r"""The text in one line, with each escaped character in Python's notation: `\x1b`, `\n`, `\u202e`."""
    return _STEERING_OR_BREAK.sub(_escape_python, text)


def printable_lines(text: str) -> str:
    """Escape like `printable`, but keep line feeds and tabs."""
    return _STEERING.sub(_escape_python, text)


def printable_json(text: str) -> str:
    r"""JSON text with each escaped character as `\uXXXX`, so that its parsed value is unchanged."""
    return _STEERING.sub(_escape_json, text)


def _escape_python(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


def _escape_json(match: re.Match[str]) -> str:
    halves = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{halves[i : i + 2].hex()}" for i in range(0, len(halves), 2))
