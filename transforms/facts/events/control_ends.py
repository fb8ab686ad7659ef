"""Tells whether a sentence says that whoever took, entered or held a place left it again, or was driven out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from transforms.facts.events.modality import modality
from transforms.facts.events.roles import UNITS
from transforms.reading.syntax import children, climb, is_passive, obliques, patient, preposition, subject
from transforms.reading.tree import Token
from transforms.resolving.dates import When, times
from transforms.resolving.document import Document
from transforms.resolving.timing.tense import HAVE
from transforms.words import word_list

BRIEFLY = word_list("control briefly")
HOLDING = word_list("control holding")
OFTEN = word_list("control often")
THEY = word_list("control they")
LIMITS = word_list("control limits")
SHORT = word_list("control short")
LEAVING = word_list("control leaving")
LEFT = word_list("control left")
EXPELLING = word_list("control expelling")
RETAKING = word_list("control retaking")
LOSING = word_list("control losing")
ENDING = LEAVING | EXPELLING | LOSING
PRESENT = frozenset({"VB", "VBP", "VBZ"})
DONE = frozenset({"asserted", "claimed"})
RAID = timedelta(days=1)
"""How long after a takeover those who leave a place have only raided it."""
REACH = 8
"""Words after an act within which "until" ends it, and "several times" tells of no single one."""


def is_over(act: Token, document: Document) -> bool:
    """Whether a sentence tells that what was taken, entered or held was left again."""
    if any(word.lower_ in BRIEFLY for word in children(act, "advmod")):
        return True
    after = act.doc[act.i + 1 : act.sent.end]
    near = frozenset(word.text for word in after[:REACH])
    if not near.isdisjoint(OFTEN) or _is_followed(act) or (not _lasts(act) and _is_limited(act, near)):
        return True
    after = act.doc[act.i + 1 : _end_of_story(act)]
    return any(_ends(verb, act, document) and not _is_of_another_time(verb, act, document) for verb in after)


def _is_followed(act: Token) -> bool:
    """Whether a noun for a hold tells what came before another act: "took it after weeks of occupation"."""
    return act.pos_ == "NOUN" and any(preposition(noun) == "after" for noun in climb(act) if noun.pos_ == "NOUN")


def _end_of_story(act: Token) -> int:
    """Where the sentence of an act ends, or the next one if that goes on about those who acted: "they burned the
    market and left".
    """
    end, doc = act.sent.end, act.doc
    if act.lemma_.lower() in HOLDING or end + 1 >= len(doc.tokens) or subject(act) is None:
        return end
    first = doc[end + 1] if doc[end].is_space else doc[end]
    return first.sent.end if first.lower_ in THEY else end


def _lasts(act: Token) -> bool:
    """Whether a place is still held as its sentence is told: "has held it for ten days", "holds it until the vote"."""
    is_now = act.tag_ in PRESENT or any(word.lower_ in HAVE for word in children(act, "aux"))
    return is_now and act.lemma_.lower() in HOLDING


def _is_limited(act: Token, near: Collection[str]) -> bool:
    """Whether a place was held for a time, or until one, or was taken for a short one."""
    is_state = act.lemma_.lower() in HOLDING
    units = SHORT | UNITS if is_state and not children(act, "aux") else SHORT
    is_until = is_state and not LIMITS.isdisjoint(near)
    times_told = (noun for noun in children(act, "obl", "nmod") if preposition(noun) == "for")
    return is_until or any(noun.lemma_.lower() in units for noun in times_told)


def _ends(verb: Token, act: Token, document: Document) -> bool:
    """Whether a verb tells that the place was left again, by whoever took it or because others drove them out; not "and
    refused to leave", "leaving it in ruins".
    """
    lemma = verb.lemma_.lower()
    retakes = _retakes(verb)
    is_end = verb.pos_ == "VERB" and (retakes or lemma in ENDING) and not tells_outcome(verb)
    if not is_end or modality(verb, document)[0] not in DONE:
        return False
    doer, taker = subject(verb), subject(act)
    is_same = doer is not None and taker is not None and (doer == taker or doer.lower_ in ("they", "it"))
    thing = patient(verb)
    if lemma in LOSING:
        return verb.dep_ == "conj" and is_same and thing is not None and thing.lower_ in ("it", "them")
    if lemma in LEAVING and (is_same or doer is None) and not is_passive(verb):
        return thing is None or thing.lower_ in LEFT or thing.lemma_.lower() in UNITS
    is_last = any(word.lower_ in ("before", "but") for word in verb.doc[act.i + 1 : verb.i])
    if retakes and is_last:
        return not is_same and not _retakes(act)
    if lemma not in EXPELLING or not is_last:
        return False
    return is_same if is_passive(verb) or verb.tag_ == "VBN" else thing is not None and thing.lower_ in ("them", "it")


def _retakes(verb: Token) -> bool:
    """Whether a verb tells that a place was taken anew: "retook it", "took it back", not "fought back"."""
    is_back = any(word.lower_ == "back" for word in children(verb, "advmod"))
    return verb.lemma_.lower() in RETAKING or (is_back and patient(verb) is not None)


def tells_outcome(verb: Token) -> bool:
    """Whether a participle tells in what state a place was left, and not that somebody went: "leaving it in ruins"."""
    is_bare = verb.tag_ == "VBG" and verb.dep_ == "advcl" and not children(verb, "mark", "case")
    return is_bare and patient(verb) is not None


def _is_of_another_time(verb: Token, act: Token, document: Document) -> bool:
    """Whether a verb has a day, month or year of its own: "captured it in 2015 and left it in 2016"."""
    expressions = times(verb.sent, document.article.published_date)
    if verb.sent != act.sent:
        return any(time.when and time.when.precision != "day" for time in expressions) or _goes_elsewhere(verb)
    own = [time.when for time in expressions if time.start > verb.idx and time.when]
    before = [time.when for time in expressions if time.start < verb.idx and time.when]
    is_raid = verb.lemma_.lower() in LEAVING
    return bool(own and before) and not any(own[0] == time or (is_raid and _are_near(own[0], time)) for time in before)


def _goes_elsewhere(verb: Token) -> bool:
    """Whether who leaves, leaves a named place: "they pulled out of Sake"."""
    return any(noun.pos_ == "PROPN" for noun in obliques(verb, "from", "of"))


def _are_near(one: When, other: When) -> bool:
    """Whether two times are days that lie no further apart than a raid lasts."""
    if one.precision != "day" or other.precision != "day":
        return False
    return abs(date.fromisoformat(one.start) - date.fromisoformat(other.start)) <= RAID
