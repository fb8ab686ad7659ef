"""Numbers beside the words of a measure that count nothing of it: each rule has the name that `refused` keeps."""

from __future__ import annotations

from spacy.tokens import Token

from transforms.facts.figures.numbers import Number
from transforms.facts.figures.words import Found, noun_class
from transforms.resolving.attribution import saying

_HOSPITALS = frozenset({"hospital", "hospitals"})


def refusal(number: Number, noun: Token | None, found: Found | None) -> str | None:
    """The rule by which a number counts nothing, or None."""
    doc, sent, span = number.span.doc, number.span.sent, number.span
    before = [token.lower_ for token in doc[max(sent.start, span.start - 2) : span.start]]
    after = [token.lower_ for token in doc[span.end : min(sent.end, span.end + 3)]]
    kind = noun_class(noun)
    if kind in ("none", "unit"):
        return f"counted.csv: {kind}"
    if number.low == 0 and number.high == 0:
        return "zero"
    if before == ["all", "but"]:
        return "all but so many"
    if _is_share(number, before, after):
        return "a share"
    if noun is not None and _tells(noun, before):
        return "who tells it"
    if found is not None and found.measure == "detained" and _in_hospital(found.trigger):
        return "kept in hospital"
    return None


def _is_share(number: Number, before: list[str], after: list[str]) -> bool:
    """True for either number of "one in three people", "two out of five"."""
    doc, start, end = number.span.doc, number.span.start, number.span.end
    ratio = after[:1] == ["in"] if number.low == 1 else after[:2] == ["out", "of"]
    of = end + (1 if after[:1] == ["in"] else 2)
    if ratio and of < number.span.sent.end and doc[of].like_num:
        return True
    return before in (["one", "in"], ["1", "in"]) or (before == ["out", "of"] and start > 2 and doc[start - 3].like_num)


def _tells(noun: Token, before: list[str]) -> bool:
    """True for the sources of "two sources said", "told by two sources", "according to two sources"."""
    after = noun.nbor(1) if noun.i + 1 < noun.sent.end else None
    says = after is not None and after.tag_ in ("VBD", "VBZ", "VBP") and after.lemma_.lower() in saying()
    by = before[-1:] == ["by"] and noun.head.lemma_.lower() in saying() and noun.head.i < noun.i
    return says or by or before == ["according", "to"]


def _in_hospital(trigger: Token) -> bool:
    after = [token.lower_ for token in trigger.doc[trigger.i + 1 : min(trigger.sent.end, trigger.i + 3)]]
    return after[:1] == ["in"] and bool(_HOSPITALS & set(after))
