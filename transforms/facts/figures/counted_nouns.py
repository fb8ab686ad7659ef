"""Finds the noun that a number counts."""

from __future__ import annotations

from transforms.facts.figures.figure_words import PEOPLE, is_known, noun_class
from transforms.facts.figures.measures import is_fate
from transforms.facts.figures.numbers import Number
from transforms.reading.tree import Token
from transforms.resolving.actors import country_by_adjective
from transforms.words import word_list

_SKIPPED = word_list("figures skipped")
_DETERMINERS = word_list("figures of theirs")
"""Words that stand between a number and its noun after "of" alone: "three of the nurses"."""
_PREMODIFIERS = frozenset({"JJ", "JJR", "JJS", "VBN", "VBG", "NN", "NNS", "NNP", "NNPS", "HYPH", "POS", "CD"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})


def counted_noun(number: Number) -> Token | None:
    """The noun a number counts; None if it stands alone ("wounded nine")."""
    sent, doc = number.span.sent, number.span.doc
    first, found = _index_after(number), None
    is_after_of = doc[first - 1].lower_ == "of"
    if first < sent.end and noun_class(doc[first + (doc[first].text == "-" and first + 1 < sent.end)]) == "unit":
        return doc[first + (doc[first].text == "-")]
    index = first
    while index < sent.end and _may_precede_noun(doc[index]):
        token = doc[index]
        if token.lower_ in _DETERMINERS and not (is_after_of and index == first):
            break
        if token.tag_ in ("VBN", "JJ", "VBG") and doc[index - 1].text == "-" and _noun_follows(token):
            found = None  # the noun of a compound: "31 Emirati-made armoured vehicles"
        elif found is not None and token.tag_ in ("VBN", "JJ", "CD", "VBG") and doc[index - 1].text != "-":
            break
        if is_fate(token):
            break
        if found is not None and found.tag_ == "NNS" and noun_class(found) in ("none", "unit"):
            break  # "in the past two weeks mines killed nine"
        if found is not None and _is_doing(found, token):
            break  # "two children herding goats"
        if token.tag_ in _NOUNS or (token.text in country_by_adjective() and not _noun_follows(token)):
            found = token
        elif token.tag_ in ("JJ", "VBN") and is_known(token) and not _noun_follows(token):
            known = is_after_of or "the" in [t.lower_ for t in doc[max(sent.start, number.span.start - 1) : index]]
            return token if known else None
        index += 1
    if found is not None and found.tag_ in ("NN", "NNP", "JJ") and (number.high or 2) > 1:
        return _plural_after(found) or found
    if found is None and index < sent.end and is_fate(doc[index]):
        return None
    return found or _parsed_noun(number)


def _index_after(number: Number) -> int:
    """Index of the word after a number, its quotation marks and "of"; the end of the sentence if there is none."""
    doc, end, index = number.span.doc, number.span.sent.end, number.span.end
    while index < end and doc[index].is_quote:
        index += 1
    return index + (index < end and doc[index].lower_ == "of")


def _is_doing(people: Token, after: Token) -> bool:
    """Whether the word behind a plural of people tells what they do, also where the parser takes it for a noun."""
    return people.tag_ == "NNS" and people.i + 1 == after.i and after.lower_.endswith("ing") and _is_of_people(people)


def _is_of_people(noun: Token) -> bool:
    return noun_class(noun) in PEOPLE | {"troops"}


def _may_precede_noun(token: Token) -> bool:
    """Whether a token may stand between a number and its noun, or is the noun."""
    is_hyphen = token.text == "-" and not token.whitespace_
    return token.tag_ in _PREMODIFIERS or token.lower_ in _SKIPPED or is_hyphen


def _plural_after(noun: Token) -> Token | None:
    """The plural at the end of a coordination: "40 land, sea and air-launched decoys"."""
    index, end = noun.i + 1, min(noun.sent.end, noun.i + 9)
    while index < end and (noun.doc[index].tag_ in _PREMODIFIERS or noun.doc[index].lower_ in (",", "and", "or")):
        if noun.doc[index].tag_ == "NNS":
            return noun.doc[index] if noun.nbor(1).lower_ in (",", "and", "or", "-") else None
        index += 1
    return None


def _noun_follows(token: Token) -> bool:
    return token.i + 1 < token.sent.end and token.nbor(1).tag_ in _PREMODIFIERS


def _parsed_noun(number: Number) -> Token | None:
    """The head noun of a number that precedes it at a distance: "40 land, sea and air-launched decoys"."""
    head = number.value[-1].head
    between = number.span.doc[number.span.end : max(head.i, number.span.end)]
    right = head.i >= number.span.end and head.sent == number.span.sent and not any(t.is_punct for t in between)
    return head if right and head.tag_ in _NOUNS and number.value[-1].dep_ in ("nummod", "amod", "compound") else None


def who_is_counted(number: Number, noun: Token | None) -> str | None:
    """The counted noun phrase as written, without the number and the words before it."""
    if noun is None or (noun.text.isupper() and is_known(noun)):
        return None
    words = [t for t in noun.doc[number.span.end : noun.i + 1] if t.lower_ != "of" and not t.is_quote]
    while len(words) > 1 and (words[0].lower_ in _SKIPPED or words[0].tag_ == "CD" or _is_of_a_size(words)):
        words = words[1:]
    return (noun.doc[words[0].i : noun.i + 1].text or None) if words else None


def _is_of_a_size(words: list[Token]) -> bool:
    """Whether the words begin with the rest of a unit of size: "-pound" in "two 500-pound bombs"."""
    return words[0].text == "-" or (noun_class(words[0]) in ("none", "unit") and words[0].nbor(-1).text == "-")
