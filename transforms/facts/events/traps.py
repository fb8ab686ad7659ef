"""Recognises what a mine or a planted bomb does: nobody need be there, so who is named nearby did not do it."""

from __future__ import annotations

from transforms.reading.syntax import agent, children, climb, is_passive, patient, preposition, subject
from transforms.reading.tree import Token
from transforms.resolving.noun_kinds import words
from transforms.words import word_list

TRAPS = word_list("events mines")
DEVICES = word_list("events devices")
PLANTED = word_list("events planted")
TRIPPING = word_list("events tripping")
DUG = word_list("events dug")
LOCATIVE = word_list("events locative")


def is_trap(noun: Token) -> bool:
    """Whether a word names a mine or a planted bomb: "landmine", "a roadside bomb", "an explosive device".

    The form counts, because the parser often takes "mine" for the pronoun; a mine in which people dig is none.
    """
    forms = {noun.lemma_.lower(), noun.lower_, noun.lower_.removesuffix("s")}
    before = {word.lower_ for word in noun.doc[max(noun.i - 2, noun.sent.start) : noun.i]}
    if forms & TRAPS:
        return not before & (DUG | LOCATIVE) and preposition(noun) not in LOCATIVE
    return bool(forms & DEVICES and before & PLANTED)


def is_by_trap(act: Token) -> bool:
    """Whether a mine or planted bomb did an act: as its doer, as what the victims hit, or, for harm of which no doer is
    named, before it in its sentence or in its own clause.
    """
    if act.pos_ != "VERB":
        return is_trap(act)
    if trips(act):
        return True
    doer = agent(act) if is_passive(act) else subject(act)
    return is_trap(doer) if doer is not None else act.lemma_.lower() in words("harm") and _has_trap(act)


def trips(verb: Token) -> bool:
    """Whether a verb tells that somebody hit a mine: "their truck hit a landmine", "stepped on a mine"."""
    if verb.lemma_.lower() not in TRIPPING:
        return False
    met = patient(verb) if not is_passive(verb) else None
    return any(is_trap(noun) for noun in (*([met] if met is not None else []), *children(verb, "obl")))


def _has_trap(harm: Token) -> bool:
    """Whether a trap is named before the harm or below it; not in a clause joined to it, "two died, one hit a mine"."""
    return any(is_trap(token) and (token.i < harm.i or _is_below(token, harm)) for token in harm.sent)


def _is_below(token: Token, verb: Token) -> bool:
    for above in climb(token):
        if above == verb:
            return True
        if above.dep_ == "conj" and above.pos_ == "VERB":
            return False
    return False
