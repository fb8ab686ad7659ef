"""Whether a number counts a part of those counted before it."""

from __future__ import annotations

from transforms.facts.figures.counted_nouns import counted_noun
from transforms.facts.figures.figure_words import ARE, PEOPLE, is_known, noun_class
from transforms.facts.figures.measures import named
from transforms.facts.figures.numbers import Number
from transforms.reading.syntax import FINITE
from transforms.reading.tree import Token
from transforms.words import word_list

_GRAVELY = word_list("figures gravely")
_PARTS = word_list("figures part")
_THOSE, _INCLUDE = word_list("figures those"), word_list("figures include")
_DASHES = frozenset({"–", "—", "--", ":"})


def is_of_the_named(number: Number) -> bool:
    """Whether a number is a part of a named group: "nine of the dead", "three of the five killed"."""
    doc, end, sent = number.span.doc, number.span.end, number.span.sent
    if end + 2 >= sent.end or doc[end].lower_ != "of" or doc[end + 1].lower_ not in ("the", "those", "its", "their"):
        return False
    heads = (token for token in doc[end + 2 : min(end + 4, sent.end)] if token.tag_[:2] in ("JJ", "NN", "VB"))
    return any(is_known(token) and named(token) is not None for token in heads)


def is_of_them(number: Number) -> bool:
    """Whether a number is a part of those whom an earlier sentence counts: "900 of them crossed the border"."""
    after = number.span.doc[number.span.end : min(number.span.end + 2, number.span.sent.end)]
    return [token.lower_ for token in after] == ["of", "them"]


def is_of_those(number: Number) -> bool:
    """Whether a sentence lists whom the one before it counts: "They include 12 nurses and 40 soldiers"."""
    sent = number.span.sent
    opening = [token.lower_ for token in sent if not token.is_space][:2]
    return number.span.start > sent.start and opening[:1] != [] and opening[0] in _THOSE and opening[-1] in _INCLUDE


def is_opened_part(number: Number, noun: Token | None) -> bool:
    """Whether "including" or "among them" stands right before people, who share the fate of those counted before them:
    "17 died, among them six children, and 600 fled".
    """
    start, sent = number.span.start, number.span.sent
    before = [token.lower_ for token in number.span.doc[max(sent.start, start - 2) : start]]
    return noun_class(noun) in PEOPLE and (before[-1:] == ["including"] or before == ["among", "them"])


def is_part(number: Number, since: int) -> bool:
    """Whether a number is part of the sum before it: "including 12 children", "three of them women"; not "of whom 90
    fled".
    """
    doc, value = number.span.doc, number.span
    around = [*doc[max(since, value.start - 8) : value.start], *doc[value.end : min(value.end + 2, value.sent.end)]]
    words = {token.lower_ for token in around}
    if _is_share_of_hurt(number) or _is_broken_down(number):
        return True
    after = doc[value.end] if value.end < value.sent.end else None
    tells = after is not None and after.tag_ in FINITE and after.lower_ not in ARE
    return bool(words & _PARTS) and not ("whom" in words and tells)


def _is_broken_down(number: Number) -> bool:
    """Whether a number begins the list of a sum's parts: "four people died – two policemen, a soldier and a nurse"."""
    token_before = number.span.doc[number.span.start - 1]
    return token_before.text in _DASHES and counted_noun(number) is not None


def _is_share_of_hurt(number: Number) -> bool:
    """Whether a number counts those hurt more gravely: "wounded 20 people, two seriously"."""
    doc, start, sent = number.span.doc, number.span.start, number.span.sent
    after = doc[number.span.end : min(number.span.end + 2, sent.end)]
    behind = doc[start - 1] if start > sent.start else None
    is_end = len(after) == 1 or (len(after) == 2 and after[1].is_punct)
    return behind is not None and behind.text == "," and is_end and after[0].lower_ in _GRAVELY
