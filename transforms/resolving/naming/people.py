"""Tells from the words beside an unknown name that it is a person or a place."""

from __future__ import annotations

from transforms.resolving.naming.spotting import Spot, Text, given_names, words

SURE_RANK = 2
LONGEST_PERSON = 6
_OLDEST = 120


def is_where(text: Text, spot: Spot) -> bool:
    """Whether an unknown name follows a preposition of place: "at Wajirko", "near Al Koma"."""
    before, last = text.word(spot.start - 1).lower(), text.words[spot.end - 1]
    if before not in words("where") and not (before == "in" and spot.label == "MISC"):
        return False
    if text.word(spot.end) in ("'s", "’s") or last in text.surnames or text.words[spot.start] in given_names():
        return False
    return last.isalpha() and not words("no_place") & set(text.words[spot.start : spot.end])


def has_an_age(text: Text, spot: Spot) -> bool:
    """Whether an age stands behind two or more words: "Jane Roe, 34, who", "Jane Roe (34)"."""
    mark, age, closing = (text.word(spot.end + n) for n in range(3))
    aside = (mark == "," and closing in (",", ".", ";")) or (mark == "(" and closing == ")")
    return 2 <= len(spot) <= LONGEST_PERSON and aside and age.isdigit() and int(age) < _OLDEST


def has_an_office(text: Text, spot: Spot) -> bool:
    """Whether two or more words directly follow an office in lower case: "police spokesman Jean-Luc Morel"."""
    last = text.words[spot.end - 1]
    is_name = 2 <= len(spot) <= LONGEST_PERSON and last not in words("organisation") | words("place_last")
    return is_name and text.word(spot.start - 1) in words("office")


def begins_like_person(text: Text, spot: Spot) -> bool:
    if spot.rank != SURE_RANK or not 2 <= len(spot) <= 4 or text.words[spot.start] not in given_names():
        return False
    return text.words[spot.end - 1] not in words("organisation") | words("place_last")
