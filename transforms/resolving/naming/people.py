"""Tells from the words beside an unknown name whether it is a person's, a body's or a place's."""

from __future__ import annotations

from transforms.resolving.naming.spotting import Spot, Text, given_names, words

SURE_RANK = 2
LONGEST_PERSON = 6
_OLDEST = 120


def label_of_unknown(text: Text, spot: Spot, label: str) -> str:
    """The label of a name of which no bearer is known, by the words beside it."""
    if label in ("MISC", "PERSON") and _is_where(text, spot):
        label = "GPE"
    if label in ("MISC", "PERSON", "ORG") and text.word(spot.end) in words("facility"):
        label = "LOC"
    if _has_an_age(text, spot) or _is_called_person(text, spot) or _begins_like_person(text, spot):
        label = "PERSON"
    if label in ("MISC", "FAC", "ORG", "GPE") and _has_an_office(text, spot):
        label = "PERSON"
    return "ORG" if text.word(spot.start - 1) in words("body") else label


def _is_where(text: Text, spot: Spot) -> bool:
    """Whether an unknown name follows a preposition of place: "at Wajirko", "near Al Koma"."""
    before, last = text.word(spot.start - 1).lower(), text.words[spot.end - 1]
    if before not in words("where") and before != "in":
        return False
    is_surname = last in text.surnames and (before != "in" or len(spot) == 1)
    if text.word(spot.end) in ("'s", "’s") or is_surname or text.words[spot.start] in given_names():
        return False
    return last.isalpha() and not words("no_place") & set(text.words[spot.start : spot.end])


def _has_an_age(text: Text, spot: Spot) -> bool:
    """Whether an age stands behind two or more words: "Jane Roe, 34, who", "Jane Roe (34)"."""
    mark, age, closing = (text.word(spot.end + n) for n in range(3))
    aside = (mark == "," and closing in (",", ".", ";")) or (mark == "(" and closing == ")")
    return 2 <= len(spot) <= LONGEST_PERSON and aside and age.isdigit() and int(age) < _OLDEST


def _is_called_person(text: Text, spot: Spot) -> bool:
    """Whether a single word is a given name, the surname of a person whom the text names in full, or after a title."""
    is_titled = text.word(spot.start - 1) in words("honorific") - words("place_title")
    return len(spot) == 1 and (is_titled or text.words[spot.start] in given_names() | text.surnames)


def _has_an_office(text: Text, spot: Spot) -> bool:
    """Whether two or more words directly follow an office in lower case: "police spokesman Jean-Luc Morel"."""
    last = text.words[spot.end - 1]
    is_name = 2 <= len(spot) <= LONGEST_PERSON and last not in words("organisation") | words("place_last")
    return is_name and text.word(spot.start - 1) in words("office")


def _begins_like_person(text: Text, spot: Spot) -> bool:
    if spot.rank != SURE_RANK or not 2 <= len(spot) <= 4 or text.words[spot.start] not in given_names():
        return False
    return text.words[spot.end - 1] not in words("organisation") | words("place_last")
