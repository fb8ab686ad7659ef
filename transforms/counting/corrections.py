"""Numbers that the text takes back or puts right: "an earlier report that 20 died was wrong", "12, not 20"."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Span, Token

from transforms.counting.numbers import Number
from transforms.lexicon import first
from transforms.seeds import listed, rows

_REACH = 8


@cache
def _words(role: str) -> frozenset[str]:
    return frozenset(word for row in rows("corrections") if row["role"] == role for word in listed(row["words"]))


def is_form(token: Token, role: str) -> bool:
    """True for a form of a verb of seeds/corrections.csv."""
    return first(token.lower_, dict.fromkeys(_words(role), True)) is not None


def is_withdrawn(number: Number) -> bool:
    """True for a number that the text itself says is not the right one."""
    doc, start, clause = number.span.doc, number.span.start, _clause(number)
    before = doc[clause.start : start]
    if before and before[-1].lower_ == "not":
        return True
    if before and before[-1].lower_ == "from" and _corrected(number):
        return True
    papers = [token for token in before if token.lower_ in _words("paper")]
    old = [p for p in papers if any(t.lower_ in _words("earlier") for t in doc[max(clause.start, p.i - 3) : p.i])]
    old += [t for t in before[1:] if t.lower_ == "one" and t.nbor(-1).lower_ in _words("earlier")]
    if any(is_form(verb, "retract") and any(0 < p.i - verb.i <= 4 for p in (*papers, *old)) for verb in before):
        return not (before[-1].lower_ in ("to", "at") and _corrected(number))
    told_wrong = any(token.lower_ in _words("wrong") for token in doc[number.span.end : clause.end])
    return bool(old) and (told_wrong or any(paper.lower_ == "version" for paper in old))


def is_correction(number: Number) -> bool:
    """True for the right number: the 12 of "corrected the toll to 12"."""
    start = number.span.start
    return start > number.span.sent.start and number.span.doc[start - 1].lower_ == "to" and _corrected(number)


def _corrected(number: Number) -> bool:
    """True where a verb that puts numbers right stands before a number, with a word for what it puts right."""
    doc, start = number.span.doc, number.span.start
    near = doc[max(number.span.sent.start, start - _REACH) : start]
    verb = next((token for token in near if is_form(token, "correct")), None)
    return verb is not None and any(token.lower_ in _words("paper") for token in doc[verb.i : start])


def _clause(number: Number) -> Span:
    """The part of a number's sentence between semicolons."""
    sent, doc = number.span.sent, number.span.doc
    start = next((t.i + 1 for t in reversed(doc[sent.start : number.span.start]) if t.text == ";"), sent.start)
    end = next((t.i for t in doc[number.span.end : sent.end] if t.text == ";"), sent.end)
    return doc[start:end]
