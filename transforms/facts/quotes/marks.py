"""Finds quotations by their quotation marks, paragraph by paragraph.

Curly and straight, double and single marks. An unclosed quotation runs to the end of its paragraph if the next
paragraph opens with a mark, or if the paragraph is nothing but the quotation. Any other has lost its closing mark, as
in many copies of agency news, and ends with its first sentence; so do all unclosed ones of a text that loses marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PARAGRAPH = re.compile(r"[^\n]+")
_MARK = re.compile(r"[“”„«»\"‘’']")
_OPENING = frozenset("“„«")
_CLOSING = frozenset("”»")
_BEFORE = frozenset(" \t\u00a0([{—–-/:…")
_ELISION = re.compile(r"['’‘](?:\d0s|em\b|til\b|cause\b|tis\b|twas\b|n\b)", re.IGNORECASE)
_LONGEST = 1500
"""Most characters of a quotation in single marks, and of the first sentence of one that has lost its closing mark."""
_SENTENCE_END = re.compile(r"(?:\b[a-z’']+|[a-z]{3}|\d|[\])%])[.!?…]+(?=\s+[A-Z0-9\[“\"‘]|\s*\n|\s*$)")
"""The end of a sentence; the stop of an abbreviation or initial, "Gen.", "U.S.", ends none."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Character offsets between the marks; `closed` is False without a closing mark, `lost` if there should be one."""

    start: int
    end: int
    closed: bool = True
    lost: bool = False


def quotations(text: str) -> list[Quotation]:
    """The quotations of a text in order, outermost marks only."""
    paragraphs = list(PARAGRAPH.finditer(text))
    found: list[Quotation] = []
    for number, match in enumerate(paragraphs):
        following = paragraphs[number + 1].group().lstrip()[:1] if number + 1 < len(paragraphs) else ""
        found += _of_paragraph(text, match.start(), match.end(), following in ("“", "„", "«", '"', "‘"))
    if any(q.lost for q in found):
        found = [q if q.closed else _first_sentence(text, q.start, q.end) or q for q in found]
    return [q for q in found if text[q.start : q.end].strip()]


def _of_paragraph(text: str, start: int, end: int, runs_on: bool) -> list[Quotation]:
    found: list[Quotation] = []
    opened: int | None = None
    search_from = start
    while match := _MARK.search(text, search_from, end):
        offset, mark = match.start(), match.group()
        search_from = offset + 1
        before = text[offset - 1] if offset > start else " "
        after = text[offset + 1] if offset + 1 < end else " "
        if mark in "‘’'":
            if opened is None and (close := _single(text, offset, end, before, after)) is not None:
                found.append(Quotation(offset + 1, close))
                search_from = close + 1
        elif opened is None:
            if mark in _OPENING or (before in _BEFORE and not after.isspace()):
                opened = search_from
        elif mark in _CLOSING or (mark == '"' and not (before.isspace() and after.isalnum())):
            found.append(Quotation(opened, offset))
            opened = None
        elif (lost := _first_sentence(text, opened, offset)) is not None or mark == '"':
            found += [lost] if lost is not None else []
            opened = search_from
    if opened is not None:
        unclosed = Quotation(opened, start + len(text[start:end].rstrip()), closed=False)
        before = text[start : opened - 1].rstrip()
        is_part = before[-1:].isalnum() and text[opened : opened + 1].islower()
        lost = _first_sentence(text, opened, unclosed.end) if is_part or (before and not runs_on) else unclosed
        found += [lost] if lost is not None else []
    return found


def _first_sentence(text: str, opened: int, end: int) -> Quotation | None:
    """The first sentence of a quotation that has lost its closing mark; None if no sentence ends before `end`."""
    stop = _SENTENCE_END.search(text, opened, min(end, opened + _LONGEST))
    return Quotation(opened, stop.end(), closed=False, lost=True) if stop is not None else None


def _single(text: str, offset: int, end: int, before: str, after: str) -> int | None:
    """Offset at which a single-quoted quotation closes, or None if the mark is an apostrophe."""
    mark = text[offset]
    if mark == "’" or before not in _BEFORE or after.isspace() or _ELISION.match(text, offset):
        return None
    closer = "’" if mark == "‘" else "'"
    fallback = None
    limit = min(end, offset + _LONGEST)
    closing = text.find(closer, offset + 1, limit)
    while closing != -1:
        inside, outside = text[closing - 1], text[closing + 1] if closing + 1 < end else " "
        if not outside.isalnum() and not inside.isspace():
            if inside != "s" or outside not in " \u00a0":
                return closing
            fallback = fallback or closing
        following = text.find(mark, closing + 1, limit) if mark == "‘" else -1
        closing = text.find(closer, closing + 1, limit if following == -1 else following)
    return fallback
