"""Rules that refuse numbers near the words of a measure; each rule's name is recorded in `refused`."""

from __future__ import annotations

import re

from transforms.facts.figures.figure_words import ARE, GROUPS, PEOPLE, Found, noun_class
from transforms.facts.figures.numbers import Number
from transforms.reading.tree import Token
from transforms.resolving.noun_kinds import words
from transforms.resolving.reporting import saying
from transforms.words import word_list

_AGES = word_list("figures ages")
_LISTED = frozenset({"DT", "JJ", "CD", "CC", "NN", "NNS", "NNP", "NNPS", "PRP$", "POS"})
_LONGEST_LIST = 10
_HOSPITALS = word_list("figures hospitals")
_AGED = word_list("figures aged")
_ELDEST = word_list("figures eldest")
_LABELLED = word_list("figures labelled")
_DISEASES = word_list("figures diseases")
_NEAR = 6


def refusal(number: Number, noun: Token | None, found: Found | None) -> str | None:
    """Name of the rule that refuses a number, or None."""
    doc, sent, span = number.span.doc, number.span.sent, number.span
    start = span.start - (span.start > sent.start and doc[span.start - 1].lower_ == "a")
    before = [token.lower_ for token in doc[max(sent.start, start - 2) : start]]
    after = [token.lower_ for token in doc[span.end : min(sent.end, span.end + 3)]]
    kind = noun_class(noun)
    if kind in ("none", "unit"):
        return f"counted.csv: {kind}"
    if number.low == 0 and number.high == 0:
        return "zero"
    if before[-1:] == ["not"] and number.span.text.lower() == "one":
        return "not one"
    if before == ["all", "but"]:
        return "all but so many"
    if noun is not None and _is_a_name(number, noun) and after[:2] != ["-", "strong"]:
        return "the number of a unit"
    if noun is None and (_is_age(number) or _is_of_a_person(number)):
        return "an age"
    if noun is not None and _is_early_year(number, noun):
        return "a year"
    if noun is None and _is_label(number):
        return "a label"
    is_within = after[:1] == ["of"] or before[-1:] in (["of"], ["from"])
    if is_within and number.span.text.lower() == "one":
        return "one of them"
    if found is not None and found.measure == "injured" and _is_sick(found.trigger):
        return "treated for a disease"
    if noun is None and _is_pronoun(number):
        return "one of them"
    if _is_share(number, before, after):
        return "a share"
    if noun is not None and _tells(noun, before):
        return "who tells it"
    if found is not None and found.measure == "detained" and _in_hospital(found.trigger):
        return "kept in hospital"
    return None


def _is_a_name(number: Number, noun: Token) -> bool:
    """Whether a number names a unit or a model, as a singular noun after a number above one shows: 5 in "the 5 Field
    Regiment", 4 in "a Mark 4 rifle", but also "six missile tests", which are no missiles.
    """
    is_single = noun.tag_ in ("NNP", "NN") and (number.high or 2) > 1
    unit = noun.text[0].isupper() and noun.lemma_.lower() in words("unit")
    return is_single and (unit or (noun_class(noun) == "weapons" and _is_of_a_compound(number, noun)))


def _is_of_a_compound(number: Number, noun: Token) -> bool:
    """Whether a singular noun is no plural of its own as in "36 cannon": a name before the number, or a noun behind."""
    doc, start, sent = number.span.doc, number.span.start, number.span.sent
    behind = doc[noun.i + 1].tag_ if noun.i + 1 < sent.end else ""
    return behind in ("NN", "NNS", "VBZ") or (start > sent.start and doc[start - 1].tag_ == "NNP")


def _is_age(number: Number) -> bool:
    """Whether a bare number is an age: "all of them were under 25"."""
    doc, sent, span = number.span.doc, number.span.sent, number.span
    near = {token.lower_ for token in doc[max(sent.start, span.start - 3) : span.start]}
    bound = {token.lower_ for token in doc[max(sent.start, number.value.start - 1) : number.value.start]}
    return bool(bound & _AGES) and bool(near & (ARE | {"them", "whom"}))


def _is_of_a_person(number: Number) -> bool:
    """Whether a bare number is the age or the number of children of one person: "a boy of 13", "a mother of three"."""
    doc, start, sent = number.span.doc, number.span.start, number.span.sent
    before = doc[start - 1] if start > sent.start else None
    if before is None or before.lower_ in _AGED:
        return before is not None
    near = doc[max(sent.start, start - _NEAR) : start]
    if before.lower_ in ("and", "or") and any(token.lower_ in _AGED and token.nbor(1).like_num for token in near):
        return True
    person = doc[start - 2] if start - 1 > sent.start else None
    is_person = person is not None and person.tag_ in ("NN", "NNP") and noun_class(person) in PEOPLE
    is_person = is_person and person is not None and person.lower_ not in GROUPS
    is_eldest = any(token.lower_ in _ELDEST for token in near)
    return (before.lower_ == "of" and is_person) or (before.lower_ in ARE | {"them"} and is_eldest)


def _is_early_year(number: Number, noun: Token) -> bool:
    """Whether a number before a name is a year: "In 348 Roe died"."""
    doc, start, sent = number.span.doc, number.span.start, number.span.sent
    is_bare = number.span.text.isdigit() and len(number.span) == 1
    is_named = noun.tag_ == "NNP" and doc[number.span.end].tag_ == "NNP"
    return is_bare and is_named and start == sent.start + 1 and doc[start - 1].lower_ == "in"


def _is_label(number: Number) -> bool:
    """Whether a bare number names the thing before it: "page 5", "Act Two"."""
    before = number.span.doc[number.span.start - 1] if number.span.start > number.span.sent.start else None
    return before is not None and number.qualifier is None and before.lower_ in _LABELLED


def _is_pronoun(number: Number) -> bool:
    """Whether "one" is a pronoun: "one a clerk", "the first one"."""
    doc, start, sent = number.span.doc, number.span.start, number.span.sent
    if number.span.text.lower() != "one":
        return False
    after = doc[number.span.end] if number.span.end < sent.end else None
    is_opened = after is not None and (after.tag_ in ("DT", "TO") or after.text == ",")
    return is_opened or (start > sent.start and doc[start - 1].tag_ in ("DT", "JJ", "JJS"))


def _is_share(number: Number, before: list[str], after: list[str]) -> bool:
    """Whether a number is part of a ratio: "one in three people", "one mother in 90", "two out of five"."""
    doc, start, end = number.span.doc, number.span.start, number.span.end
    if before[-1:] == ["in"] and start - 3 >= number.span.sent.start and doc[start - 3].lower_ == "one":
        return True
    ratio = after[:1] == ["in"] if number.low == 1 else after[:2] == ["out", "of"]
    if number.span.text.lower() == "one" and after[1:2] == ["in"] and end + 2 < number.span.sent.end:
        is_last = end + 3 >= number.span.sent.end or doc[end + 3].tag_ not in ("NN", "NNS")
        return doc[end + 2].like_num and is_last and not re.fullmatch(r"\d{4}", doc[end + 2].text)
    index = end + (1 if after[:1] == ["in"] else 2)
    if ratio and index < number.span.sent.end and doc[index].like_num:
        return True
    return before in (["one", "in"], ["1", "in"]) or (before == ["out", "of"] and start > 2 and doc[start - 3].like_num)


def _tells(noun: Token, before: list[str]) -> bool:
    """Whether a noun is a source: "two sources said", "told by two sources", "according to two sources".

    It may be one of several: "burning six cars, two officers and a councillor said".
    """
    after = noun.nbor(1) if noun.i + 1 < noun.sent.end else None
    if before[-1:] == [","] and after is not None and after.lower_ == "and":
        words_after = noun.doc[after.i : min(after.i + _LONGEST_LIST, noun.sent.end)]
        after = next((token for token in words_after if token.tag_ not in _LISTED), None)
    says = after is not None and after.tag_ in ("VBD", "VBZ", "VBP") and after.lemma_.lower() in saying()
    by = before[-1:] == ["by"] and noun.head.lemma_.lower() in saying() and noun.head.i < noun.i
    return says or by or before == ["according", "to"]


def _is_sick(trigger: Token) -> bool:
    """Whether those treated are not hurt: "treated for cholera"."""
    is_treated = trigger.lemma_.lower() in ("treat", "treatment")
    return is_treated and any(token.lower_ in _DISEASES for token in trigger.sent)


def _in_hospital(trigger: Token) -> bool:
    after = [token.lower_ for token in trigger.doc[trigger.i + 1 : min(trigger.sent.end, trigger.i + 3)]]
    return after[:1] == ["in"] and bool(_HOSPITALS & set(after))
