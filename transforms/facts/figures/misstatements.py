"""Finds what a number counts where it corrects another article: "we misstated the number killed"."""

from __future__ import annotations

from transforms.facts.events.retractions import is_form, words_of
from transforms.facts.figures.corrections import is_correction
from transforms.facts.figures.figure_words import ARE, Found
from transforms.facts.figures.measures import fate_of
from transforms.facts.figures.numbers import Number
from transforms.reading.tree import Span

_OPENING = 4
"""Most words before the number in a sentence that gives it: "the correct number is five"."""


def misstated(number: Number) -> Found | None:
    """The measure of a number that the sentence gives for one which the sentence before calls misstated."""
    sent, doc = number.span.sent, number.span.doc
    opening = doc[sent.start : number.span.start]
    if sent.start == 0 or not 1 < len(opening) <= _OPENING or opening[-1].lower_ not in ARE:
        return None
    if not is_correction(number) and "not" not in {token.lower_ for token in doc[number.span.end : sent.end]}:
        return None
    before = doc[sent.start - 1].sent
    if not _is_called_misstated(before):
        return None
    return next((Found(measure, token, 0.75) for token in before if (measure := fate_of(token)) is not None), None)


def _is_called_misstated(sent: Span) -> bool:
    """Whether a sentence says that a number was wrong: "misstated the number", "gave the wrong toll"."""
    is_of_number = any(token.lower_ in words_of("paper") for token in sent)
    return is_of_number and any(is_form(t, "retract") or t.lower_ in words_of("wrong") for t in sent)
