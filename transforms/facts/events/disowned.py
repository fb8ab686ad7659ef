"""Recognises acts in which a party says to have had no part, so that it is not their doer."""

from __future__ import annotations

from transforms.reading.syntax import children, is_negated
from transforms.reading.tree import Token
from transforms.words import word_list

PARTS_IN_ACTS = word_list("events parts in acts")
DISOWNING = word_list("events disowning")


def is_disowned(act: Token) -> bool:
    """Whether a sentence tells only who has no part in an act: "has no connection with the attack", "denied involvement
    in the raid", "had nothing to do with the bombing".
    """
    if act.dep_ not in ("nmod", "obl"):
        return False
    part = act.head
    if part.lemma_.lower() == "do":
        return part.head.lower_ == "nothing"
    if act.dep_ == "obl":  # the parser often ties "in the raid" to the verb
        part = next(iter(children(part, "obj")), part)
    if part.lemma_.lower() not in PARTS_IN_ACTS:
        return False
    is_none = any(word.lower_ == "no" for word in children(part, "det"))
    is_denied = part.dep_ == "obj" and (part.head.lemma_.lower() in DISOWNING or is_negated(part.head))
    return is_none or is_denied
