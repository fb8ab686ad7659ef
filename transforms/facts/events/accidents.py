"""Recognises deaths and damage by accident or nature, which are nobody's assault: "a wall fell on worshippers".

The words are kinds of seeds/kinds.csv. What an attack brought down stays an event: "a missile hit the house, which
collapsed".
"""

from __future__ import annotations

from transforms.reading.syntax import NOUNS, agent, is_passive, subject
from transforms.reading.tree import Span, Token
from transforms.resolving.noun_kinds import core, words
from transforms.tables.schema import Plover


def is_accident(trigger: Token, plover: Plover) -> bool:
    """Whether a trigger tells of an accident, or of harm by one in its sentence or, where nobody did it, the sentence
    before.
    """
    is_harm = trigger.lemma_.lower() in words("harm") and not _is_done_by_somebody(trigger)
    if plover != "ASSAULT" or not (is_harm or _is_mishap(trigger)) or _tells_violence(trigger.sent):
        return False
    sent = trigger.sent
    before = sent.doc[sent.start - 1].sent if sent.start > 0 else sent
    if _tells_blast(before):
        return False
    return any(_is_mishap(token) for span in (before, sent) for token in span)


def _is_done_by_somebody(harm: Token) -> bool:
    """Whether people or weapons did the harm: "militants killed", "killed by a shell"."""
    if harm.pos_ != "VERB":
        return False
    doer = agent(harm) if is_passive(harm) else subject(harm)
    return doer is not None and not (_is_mishap(doer) or core(doer).lemma_.lower() in words("thing_that_falls"))


def _is_mishap(token: Token) -> bool:
    lemma = token.lemma_.lower()
    if token.pos_ in NOUNS:
        return lemma in words("mishap")
    return token.pos_ == "VERB" and lemma in words("falling") and not is_passive(token) and _follows_thing(token)


def _follows_thing(verb: Token) -> bool:
    """Whether the words before a verb name a thing that can fall; the parser often takes another word for its subject:
    "a plane carrying soldiers crashed".
    """
    return any(word.lemma_.lower() in words("thing_that_falls") for word in verb.doc[verb.sent.start : verb.i])


def _tells_violence(sent: Span) -> bool:
    return any(_is_of_kind(token, "violence", "projectile", "violent_act") for token in sent)


def _tells_blast(sent: Span) -> bool:
    """Whether a sentence tells of what may bring down a house or an aircraft."""
    return any(_is_of_kind(token, "projectile", "blast") for token in sent)


def _is_of_kind(token: Token, *kinds: str) -> bool:
    """Whether a word is of one of the kinds; what a storm hits, it does not attack."""
    if not any(token.lemma_.lower() in words(kind) for kind in kinds):
        return False
    doer = subject(token) if token.pos_ == "VERB" else None
    return doer is None or not (_is_mishap(doer) or core(doer).lemma_.lower() in words("hazard"))
