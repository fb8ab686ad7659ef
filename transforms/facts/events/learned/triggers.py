"""Whether a word that the network takes for the trigger of a class can be one."""

from __future__ import annotations

from transforms.facts.events.accidents import is_accident
from transforms.facts.events.metaphors import is_labour_strike, is_of_other_affair, is_test
from transforms.reading.syntax import (
    children,
    is_passive,
    patient,
    preposition,
)
from transforms.reading.tree import Token
from transforms.resolving.attribution import cues
from transforms.resolving.document import Document
from transforms.resolving.noun_kinds import core, is_a, words
from transforms.tables.schema import Plover
from transforms.words import word_list

DEEDS: frozenset[Plover] = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "RETREAT", "AID"})
HOSTILE: frozenset[Plover] = frozenset({"ASSAULT", "COERCE"})
TAKING_TO = word_list("events taking to")
BURIALS = word_list("events burials")
CHANTING = word_list("events chanting")
AIMING = word_list("events aiming")
CROSSING = word_list("events crossing")


def can_trigger(token: Token, plover: Plover, document: Document) -> bool:
    """Whether a word can be a trigger; agent nouns ("hunters") and describing words ("a condemned raid") cannot."""
    if token.pos_ == "NOUN" and token.lemma_.lower().endswith(("er", "or", "ist")) and is_a(token, "person", document):
        return False
    if any(child.lower_ in words("calm") for child in children(token, "xcomp", "advmod", "acomp", "obj")):
        return False  # "the guns fell silent"
    if plover in HOSTILE and _is_taken_otherwise(token):
        return False
    if plover == "PROTEST" and _is_burial(token):
        return False
    if plover == "ASSAULT" and token.pos_ == "VERB" and token.lemma_.lower() in CROSSING:
        return False
    if token.lemma_.lower() == "take" and any(_is_fixed(child) for child in children(token, "obj")):
        return False
    if plover == "ASSAULT" and (is_labour_strike(token, document) or is_test(token)):
        return False
    if plover in HOSTILE and _is_only_aimed(token):
        return False
    if (
        is_of_other_affair(token, plover, document)
        or is_accident(token, plover)
        or (plover in HOSTILE and _only_denies(token))
    ):
        return False
    return token.dep_ != "amod" or plover in DEEDS


def _is_taken_otherwise(token: Token) -> bool:
    """Whether a passive tells of no arrest or capture: "was taken to hospital", "were taken for rebels"."""
    if token.lemma_.lower() not in TAKING_TO or not is_passive(token):
        return False
    return any(
        (preposition(noun) == "to" and noun.lemma_.lower() in words("medics"))
        or (preposition(noun) == "for" and noun.lemma_.lower() in words("armed"))
        for noun in children(token, "obl")
    )


def _is_burial(token: Token) -> bool:
    """Whether a crowd only came to bury or mourn somebody: "thousands attended a funeral prayer"."""
    around = children(token, "obj") or [
        noun for noun in children(token, "obl") if preposition(noun) in (None, "at", "for")
    ]
    named = {word.lemma_.lower() for noun in around for word in (noun, *children(noun, "compound", "amod"))}
    return bool(named & BURIALS) and not any(word.lemma_.lower() in CHANTING for word in token.sent)


def _is_only_aimed(token: Token) -> bool:
    """Whether a verb tells where a weapon points, not that it was fired: "a launcher that was aimed at the border"."""
    weapon = patient(token) if token.pos_ == "VERB" and token.lemma_.lower() in AIMING and is_passive(token) else None
    return weapon is not None and core(weapon).lemma_.lower() in words("weapon")


def _only_denies(token: Token) -> bool:
    """Whether a verb says that the act after it was not done: "failed to capture the bridge"."""
    denies = cues("governor").get(token.lemma_.lower()) == "denied"
    return denies and any(act.pos_ == "VERB" for act in children(token, "xcomp", "ccomp"))


def _is_fixed(noun: Token) -> bool:
    """Whether a noun is part of "took part" or "took place"; not in "took part of the town"."""
    is_of_something = any(preposition(child) == "of" for child in children(noun, "nmod"))
    return (
        noun.lemma_.lower() in words("taken_unseized")
        and not is_of_something
        and not children(noun, "det", "nmod:poss")
    )
