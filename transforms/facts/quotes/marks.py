"""Finds quotations by their quotation marks, paragraph by paragraph.

Curly and straight, double and single marks. An unclosed quotation runs to the end of its paragraph if the next
paragraph opens with a mark, or if the paragraph is nothing but the quotation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARAGRAPH = re.compile(r"[^\n]+")
_MARK = re.compile(r"[“”„«»\"‘’']")
_OPENING = frozenset("“„«")
_CLOSING = frozenset("”»")
_BEFORE = frozenset(" \t\u00a0([{—–-/:…")
_ELISION = re.compile(r"['’‘](?:\d0s|em\b|til\b|cause\b|tis\b|twas\b|n\b)", re.IGNORECASE)
_LONGEST_SINGLE = 1500


@dataclass(frozen=True, slots=True)
class Quotation:
    """Character offsets between the marks; `closed` is False without a closing mark."""

    start: int
    end: int
    closed: bool = True


def quotations(text: str) -> list[Quotation]:
    """The quotations of a text in order, outermost marks only."""
    paragraphs = list(_PARAGRAPH.finditer(text))
    found: list[Quotation] = []
    for number, match in enumerate(paragraphs):
        following = paragraphs[number + 1].group().lstrip()[:1] if number + 1 < len(paragraphs) else ""
        found += _of_paragraph(text, match.start(), match.end(), following in ("“", "„", "«", '"', "‘"))
    return [q for q in found if text[q.start : q.end].strip()]


def _of_paragraph(text: str, start: int, end: int, runs_on: bool) -> list[Quotation]:
    found: list[Quotation] = []
    opened: int | None = None
    at = start
    while match := _MARK.search(text, at, end):
        here, mark = match.start(), match.group()
        at = here + 1
        before = text[here - 1] if here > start else " "
        after = text[here + 1] if here + 1 < end else " "
        if mark in "‘’'":
            if opened is None and (close := _single(text, here, end, before, after)) is not None:
                found.append(Quotation(here + 1, close))
                at = close + 1
        elif opened is None:
            if mark in _OPENING or (before in _BEFORE and not after.isspace()):
                opened = at
        elif mark in _CLOSING or (mark == '"' and not (before.isspace() and after.isalnum())):
            found.append(Quotation(opened, here))
            opened = None
        elif mark == '"':
            opened = at
    if opened is not None and (runs_on or not text[start : opened - 1].strip()):
        found.append(Quotation(opened, start + len(text[start:end].rstrip()), closed=False))
    return found


def _single(text: str, here: int, end: int, before: str, after: str) -> int | None:
    """Offset at which a single-quoted quotation closes, or None if the mark is an apostrophe."""
    mark = text[here]
    if mark == "’" or before not in _BEFORE or after.isspace() or _ELISION.match(text, here):
        return None
    closer = "’" if mark == "‘" else "'"
    fallback = None
    limit = min(end, here + _LONGEST_SINGLE)
    at = text.find(closer, here + 1, limit)
    while at != -1:
        inside, outside = text[at - 1], text[at + 1] if at + 1 < end else " "
        if not outside.isalnum() and not inside.isspace():
            if inside != "s" or outside not in " \u00a0":
                return at
            fallback = fallback or at
        following = text.find(mark, at + 1, limit) if mark == "‘" else -1
        at = text.find(closer, at + 1, limit if following == -1 else following)
    return fallback
