"""Finds totals named by a word: "the death toll rose to 45", "the dead include four nurses"."""

from __future__ import annotations

from transforms.facts.figures.corrections import is_withdrawn
from transforms.facts.figures.figure_words import ARE, PARSED, STOPS, VERBAL, Found, entries
from transforms.facts.figures.numbers import Number
from transforms.reading.syntax import subject
from transforms.reading.tree import Token
from transforms.tables.schema import Measure
from transforms.words import word_list

_TOTAL_STEPS = word_list("figures total")


def total(number: Number) -> Found | None:
    """The measure of a total: "the death toll rose to 45", "the number of displaced people passed a million"."""
    doc, sent, start = number.span.doc, number.span.sent, number.span.start
    if start > sent.start and doc[start - 1].lower_ == "to" and (named := _total_after(number)):
        return named
    if start == sent.start:
        return None
    if _counts_what_it_is_of(number):
        return None
    is_replaced = doc[start - 1].lower_ == "from" and is_withdrawn(number)
    opening = "" if doc[start].lower_ == "at" else doc[start].lower_  # of "at least 70"
    if not is_replaced and not {doc[start - 1].lower_, opening} & _TOTAL_STEPS:
        return None
    return _toll_before(number, start - 2) or _toll_of_subject(number)


def _toll_of_subject(number: Number) -> Found | None:
    """The measure of a total that is the subject of the number's verb, however far before it."""
    doer = subject(number.span.root.head)
    if doer is None or doer.i >= number.span.start:
        return None
    return _named_total(doer)


def _counts_what_it_is_of(number: Number) -> bool:
    """Whether a noun with `of` gives the number its measure: "seven wounded and the bodies of two children"."""
    doc, start = number.span.doc, number.span.start
    is_of = doc[start - 1].lower_ == "of" and start - 1 > number.span.sent.start
    return is_of and any(entry.role == "of" for entry in entries(doc[start - 2].lower_, "noun"))


def listed_toll(number: Number) -> Found | None:
    """The measure of an item in a total: "the dead include four nurses", "among the dead are four nurses"."""
    doc, sent, start = number.span.doc, number.span.sent, number.span.start
    for index in range(start - 1, max(sent.start, start - 10) - 1, -1):
        if doc[index].lower_ in ARE and index - 3 >= sent.start and doc[index - 3].lower_ == "among":
            return _toll_before(number, index - 1)
        if doc[index].lower_ in ("include", "includes", "included"):
            return _toll_before(number, index - 1)
        if doc[index].tag_ in VERBAL | STOPS:
            return None
    return None


def _toll_before(number: Number, last: int) -> Found | None:
    """The measure of the nearest total before a number, searching backwards from token `last`."""
    doc, sent, start = number.span.doc, number.span.sent, number.span.start
    for index in range(last, max(sent.start, start - 16) - 1, -1):
        if (found := _named_total(doc[index])) is not None:
            return found
    return None


def _total_after(number: Number) -> Found | None:
    """The measure of a total named after its number: "brought to 30 the number of people killed"."""
    after = number.span.doc[number.span.end : min(number.span.end + 3, number.span.sent.end)]
    if len(after) < 2 or after[0].lower_ != "the":
        return None
    return next((found for noun in after[1:] if (found := _named_total(noun))), None)


def _named_total(noun: Token) -> Found | None:
    """The measure of a noun that names a total: "death toll", "number of people killed"."""
    for entry in entries(noun.lower_, "noun"):
        if entry.role == "toll" and (measure := entry.measure or _counted_total(noun)):
            return Found(measure, noun, PARSED, entry.lexicon_row, total=True)
    return None


def _counted_total(noun: Token) -> Measure | None:
    """The measure of `number of …` or `displacement total`, by the next five words."""
    after = noun.nbor(1) if noun.i + 1 < noun.sent.end else None
    if after is None or (after.lower_ != "of" and after.tag_ not in ("VBN", "JJ")):
        return None
    for word in noun.doc[after.i + (after.lower_ == "of") : min(noun.sent.end, noun.i + 7)]:
        for pos in ("noun", "adj", "verb") if word.tag_ in ("VBN", "JJ") else ("noun", "adj"):
            for entry in entries(word.lower_, pos):
                if entry.role in ("head", "state", "patient") and entry.measure and not entry.company:
                    return entry.measure
    return None
