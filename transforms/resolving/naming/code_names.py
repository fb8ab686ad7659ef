"""Names of operations, weapons and ships that only sound like a town or a body: "Karbala-5", "codenamed Yarmouk"."""

from __future__ import annotations

from transforms.reading.tree import Doc, Span
from transforms.words import words_in

_DIGITS = 3
"""Most digits of the number in a code name; longer ones are years."""
_QUOTES = frozenset({'"', "'", "“", "‘", "``"})


def code_name(doc: Doc, start: int, end: int) -> Span | None:
    """The whole code name that a name is the first part of; None if it is none."""
    if is_numbered(doc, end):
        return doc[start : end + 2]
    return doc[start:end] if is_introduced(doc, start) else None


def is_numbered(doc: Doc, end: int) -> bool:
    """Whether a hyphen ties a number to the name that ends there: the missile "Fateh-110"."""
    tied = [token.text for token in doc[end : end + 2]]
    is_number = len(tied) == 2 and tied[0] == "-" and tied[1].isdigit() and len(tied[1]) <= _DIGITS
    return is_number and not any(token.whitespace_ for token in doc[end - 1 : end + 1])


def is_numbered_name(name: Span) -> bool:
    """Whether a number is tied to the last word of a name: "Fateh-110"."""
    return len(name) > 2 and is_numbered(name.doc, name.end - 2)


def is_introduced(doc: Doc, start: int) -> bool:
    """Whether the words before a name call it a code name: "the operation code-named Yarmouk"."""
    before = [token.lower_ for token in doc[max(start - 4, 0) : start] if token.text not in _QUOTES]
    return any("".join(before[-length:]) in words_in("name_words", role="code_named") for length in (1, 3))
