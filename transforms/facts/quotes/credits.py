"""Speakers credited without a verb: `“…” — Jane Roe`, `Jane Roe: “…”`, `From Governor Jane Roe:` before a quotation."""

from __future__ import annotations

import re

from transforms.facts.quotes.marks import Quotation
from transforms.reading.tree import Span
from transforms.resolving.document import Document

_NAME = r"(?:[A-Z][\w.’'-]*[ \u00a0]+){0,5}[A-Z][\w’'-]+"
_AFTER = re.compile(rf"[”\"’'»]\s{{0,3}}[-–—―]{{1,2}}\s?({_NAME})(?=\s*(?:[,(.\n]|$))")
_OVER = re.compile(
    rf"(?:^|\n|[.!?] )(?:And )?(?:[Ff]rom|[Ii]n the words of)(?: the (?:desk|office) of)? ({_NAME})"
    r"[^\n:“”\"]{0,80}[:.]\s*$"
)
_LABEL = re.compile(rf"(?:^|\n|[.!?] )({_NAME})\s?:\s*$")
_REACH = 200


def credited(quotation: Quotation, document: Document) -> Span | None:
    """The person credited beside a quotation; None if there is none."""
    text, opening = document.article.text, quotation.start - 1
    begin = max(0, opening - _REACH)
    before = text[begin:opening]
    after = _AFTER.match(text, quotation.end)
    found = after or _OVER.search(before) or _LABEL.search(before)
    if found is None:
        return None
    shift = 0 if after is not None else begin
    span = document.doc.char_span(found.start(1) + shift, found.end(1) + shift, alignment_mode="expand")
    if span is None:
        return None
    return next((name.span for name in document.names_in(span) if name.label == "PERSON"), None)
