"""Rules that refuse numbers near the words of a measure; each rule's name is recorded in `refused`."""

from __future__ import annotations

from spacy.tokens import Token

from transforms.facts.figures.figure_words import ARE, Found, noun_class
from transforms.facts.figures.numbers import Number
from transforms.resolving.attribution import saying
from transforms.resolving.noun_kinds import words
from transforms.words import word_list

_AGES = word_list("figures ages")
_LISTED = frozenset({"DT", "JJ", "CD", "CC", "NN", "NNS", "NNP", "NNPS", "PRP$", "POS"})
_LONGEST_LIST = 10
_HOSPITALS = word_list("figures hospitals")


def refusal(number: Number, noun: Token | None, found: Found | None) -> str | None:
    """Name of the rule that refuses a number, or None."""
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
    if noun is not None and _is_a_name(number, noun):
        return "the number of a unit"
    if noun is None and _is_age(number):
        return "an age"
    if _is_share(number, before, after):
        return "a share"
    if noun is not None and _tells(noun, before):
        return "who tells it"
    if found is not None and found.measure == "detained" and _in_hospital(found.trigger):
        return "kept in hospital"
    return None


def _is_a_name(number: Number, noun: Token) -> bool:
    """Whether a number is the name of a unit: the singular after a number above one, 5 in "the 5 Field Regiment"."""
    unit = noun.text[0].isupper() and noun.tag_ in ("NNP", "NN") and noun.lemma_.lower() in words("unit")
    return unit and (number.high or 2) > 1


def _is_age(number: Number) -> bool:
    """Whether a bare number is an age: "all of them were under 25"."""
    doc, sent, span = number.span.doc, number.span.sent, number.span
    near = {token.lower_ for token in doc[max(sent.start, span.start - 3) : span.start]}
    bound = {token.lower_ for token in doc[max(sent.start, number.value.start - 1) : number.value.start]}
    return bool(bound & _AGES) and bool(near & ARE)


def _is_share(number: Number, before: list[str], after: list[str]) -> bool:
    """Whether a number is part of a ratio: "one in three people", "two out of five"."""
    doc, start, end = number.span.doc, number.span.start, number.span.end
    ratio = after[:1] == ["in"] if number.low == 1 else after[:2] == ["out", "of"]
    of = end + (1 if after[:1] == ["in"] else 2)
    if ratio and of < number.span.sent.end and doc[of].like_num:
        return True
    return before in (["one", "in"], ["1", "in"]) or (before == ["out", "of"] and start > 2 and doc[start - 3].like_num)


def _tells(noun: Token, before: list[str]) -> bool:
    """Whether a noun is a source: "two sources said", "told by two sources", "according to two sources".

    It may be one of several: "burning six cars, two officers and a councillor said".
    """
    after = noun.nbor(1) if noun.i + 1 < noun.sent.end else None
    if before[-1:] == [","] and after is not None and after.lower_ == "and":
        rest = noun.doc[after.i : min(after.i + _LONGEST_LIST, noun.sent.end)]
        after = next((token for token in rest if token.tag_ not in _LISTED), None)
    says = after is not None and after.tag_ in ("VBD", "VBZ", "VBP") and after.lemma_.lower() in saying()
    by = before[-1:] == ["by"] and noun.head.lemma_.lower() in saying() and noun.head.i < noun.i
    return says or by or before == ["according", "to"]


def _in_hospital(trigger: Token) -> bool:
    after = [token.lower_ for token in trigger.doc[trigger.i + 1 : min(trigger.sent.end, trigger.i + 3)]]
    return after[:1] == ["in"] and bool(_HOSPITALS & set(after))
