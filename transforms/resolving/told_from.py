"""Tells where an act was from where somebody tells of it, and from where those whom it befell were going."""

from __future__ import annotations

import re

from transforms.reading.syntax import NOUNS, children, climb, preposition
from transforms.reading.tree import Token
from transforms.resolving.document import Document
from transforms.resolving.naming.coreference import DETERMINERS, is_anaphor
from transforms.resolving.naming.name import Name
from transforms.resolving.naming.whereabouts import WITHIN
from transforms.resolving.noun_kinds import forms, words
from transforms.resolving.reporting import saying
from transforms.words import alternatives

CITING = "according to"
_BOUND = re.compile(
    rf"\b(?:{alternatives('places rides')}) "
    rf"(?:(?:bound|heading|headed|travelling|traveling|going) )?(?:to|for|towards) "
    rf"(?:the )?(?:[\w-]+ )?(?:(?:{alternatives('places settled')}) of )?$"
)


def is_where_told(place: Token, act: Token, document: Document) -> bool:
    """Whether a place is that of who tells of an act in "the town" or of a known one, after another town: "The mission
    in Juba said that the rebels had killed nine people in the town", "died in the raid, according to a nurse in Juba".
    """
    if place.sent != act.sent or not any(_is_speaker(above) for above in climb(place)):
        return False
    own = document.name_at(place)
    earlier = document.names_in(act.doc[: act.sent.start])
    towns = [name for name in earlier if (name.place.precision == 1 if name.place else name.label == "GPE")]
    if not towns or own is None or _are_one(towns[-1], own):
        return False
    where = [noun for noun in children(act, "obl") if preposition(noun) in WITHIN and not document.name_at(noun)]
    return any(_is_known(noun) for noun in (*where, act))


def is_where_bound(place: Token) -> bool:
    """Whether a place is only where a convoy or bus goes that an act befell: "a convoy to the town of Djibo"."""
    start = place.left_edge.i if place.left_edge.pos_ == "PROPN" else place.i
    before = place.doc[place.sent.start : start].text if start > place.sent.start else ""
    return _BOUND.search(f"{before} ") is not None


def _is_speaker(noun: Token) -> bool:
    """Whether a noun is who speaks: "the mission said", "according to the mission"."""
    return preposition(noun) == CITING or (noun.dep_ == "nsubj" and noun.head.lemma_.lower() in saying())


def _are_one(name: Name, other: Name) -> bool:
    return name.span.text == other.span.text or (name.place is not None and name.place == other.place)


def _is_known(noun: Token) -> bool:
    """Whether a noun refers to a place or an act of violence of which the text told before: "the town", "the raid"."""
    if noun.lower_ in words("place_word"):
        return is_anaphor(noun)
    is_violence = noun.pos_ in NOUNS and not words("violence").isdisjoint(forms(noun))
    return is_violence and any(word.lower_ in DETERMINERS for word in children(noun, "det"))
