"""Finds the speaker who gives a bare number: "the army put the dead at six", "residents said nine"."""

from __future__ import annotations

from transforms.facts.events.roles import is_time
from transforms.facts.figures.corrections import correcting_verb, is_correction, is_form, is_paper
from transforms.facts.figures.numbers import Number
from transforms.reading.lexicon import first
from transforms.reading.syntax import is_passive, is_relative, subject
from transforms.reading.tree import Token
from transforms.words import word_list

_COUNTS = word_list("figures put")
_ADMITTING = dict.fromkeys(word_list("figures admitting"), True)
_SPEAKING = word_list("figures speaking")
_REACH = 12


def is_other_count(number: Number) -> bool:
    """Whether a bare number is somebody's own count: "the army put the figure at 12", "admitted only ten"."""
    return _giving_verb(number) is not None


def teller(number: Number) -> Token | None:
    """Head token of the speaker who gives a bare number; None if nobody does."""
    verb = _giving_verb(number)
    if verb is None:
        return _corrector(number)
    before = verb.nbor(-1) if verb.i > verb.sent.start else None
    is_speaker = before is not None and before.pos_ in ("NOUN", "PROPN", "PRON") and before.dep_ != "nmod"
    if before is None or not is_speaker or is_time(before) or is_relative(before):
        return subject(verb)
    return before.head if before.dep_ == "flat" else before


def _corrector(number: Number) -> Token | None:
    """The speaker who corrects a number: "the governor's office lowered its toll to 36"."""
    verb = correcting_verb(number) if is_correction(number) else None
    found = subject(verb) if verb is not None and not is_passive(verb) else None
    return found if found is not None and not is_paper(found) else None


def _giving_verb(number: Number) -> Token | None:
    doc, start, sent = number.span.doc, number.span.start, number.span.sent
    before = doc[start - 1] if start > sent.start else None
    if before is None:
        return None
    if before.lower_ == "at":
        near = doc[max(sent.start, start - _REACH) : start]
        put = next((token for token in reversed(near) if is_form(token, "put")), None)
        is_count = put is not None and any(token.lower_ in _COUNTS for token in doc[put.i : start])
        return put if is_count else None
    if before.lower_ == "of" and start - 2 >= sent.start and doc[start - 2].lower_ in _SPEAKING:
        return doc[start - 2]
    is_last = number.span.end == sent.end or doc[number.span.end].is_punct
    return before if is_last and before.tag_.startswith("VB") and first(before.lower_, _ADMITTING) is not None else None
