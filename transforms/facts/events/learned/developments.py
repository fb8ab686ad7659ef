"""Strategic developments that the network has not learned, told by the words of an act: a group that changes, a base
that is set up, and a place that is handed over or entered without a fight.
"""

from __future__ import annotations

from transforms.facts.events.participants import Participant
from transforms.reading.syntax import children, obliques, particle, patient, preposition
from transforms.reading.tree import Token
from transforms.resolving.actors import actors
from transforms.resolving.noun_kinds import core, forms, words
from transforms.tables.schema import Plover
from transforms.words import word_list

CHANGING = word_list("events changing")
PARTING = word_list("events parting")
SIDES = word_list("events sides")
YIELDED = word_list("events yielded")
YIELDING = word_list("events yielding arms")
AWAY = word_list("events away")
ENLISTING = word_list("events enlisting")
ALLIANCES = word_list("events alliances")
FORMING = word_list("events forming")
RANKS = word_list("events ranks")
FOUNDING = word_list("events founding")
MOVING = word_list("events moving")
TURNING = word_list("events turning")
STRONGHOLDS = word_list("events strongholds")
BARRIERS = word_list("events barriers")
OFFICES = word_list("events offices")
MILITARY = word_list("events military")
HANDING = word_list("events handing")
SAPPERS = word_list("events sappers")
DISPOSING = word_list("events disposing")
UNOPPOSED = word_list("events unopposed")
THEMSELVES = word_list("events themselves")
UNARMED = word_list("events unarmed")
FIGHTERS = frozenset({"military", "police", "armed group", "militia"})
CHANGES: frozenset[Plover] = frozenset({"AGREE", "COOPERATE", "MOBILIZE", "REJECT", "RETREAT", "SANCTION"})
TO_OR_FROM = {"break": ("from", "with")}
"""Prepositions before the side that a verb leaves; before the one it goes to of all others."""


def changes_group(act: Token, plover: Plover, source: Participant | None, target: Participant | None) -> bool:
    """Whether armed people change what they belong to: they merge, split, disband, desert, change sides, join a force,
    or give up their arms or themselves.
    """
    if plover not in CHANGES:
        return False
    lemma, thing = act.lemma_.lower(), patient(act) or next(obliques(act, *sorted(AWAY)), None)
    if lemma in FORMING:
        return is_armed(source) and thing is not None and _is_in(thing, ALLIANCES)
    if lemma in YIELDING and thing is not None:
        return thing.lower_ in THEMSELVES or _yields(act, thing, source)
    if not is_armed(source):
        return lemma in ENLISTING and is_armed(target) and thing is not None and act.pos_ == "VERB"
    if lemma in PARTING:
        return _parts(act, target)
    if lemma in ENLISTING:
        return is_armed(target) or (thing is not None and _is_in(thing, RANKS))
    return lemma in CHANGING and (thing is None or _is_arms(thing) or thing.lower_ in THEMSELVES or _is_of_arms(thing))


def _yields(act: Token, arms: Token, source: Participant | None) -> bool:
    """Whether a verb tells that fighters give up arms: "laid down their rifles", not "handed their rifles to a boy"."""
    is_away = particle(act) in AWAY or preposition(arms) in AWAY or any(c.lower_ in AWAY for c in act.children)
    return (
        (is_away or act.lemma_.lower() == "surrender")
        and _is_arms(arms)
        and (is_armed(source) or bool(children(arms, "nmod:poss")))
    )


def _parts(act: Token, target: Participant | None) -> bool:
    """Whether a verb tells that somebody leaves a side for another: "switched sides", "went over to the rebels", "broke
    away from the group".
    """
    thing = patient(act)
    if thing is not None and thing.lower_ in SIDES:
        return True
    is_away = particle(act) in ("over", "away", "off") or any(c.lower_ in ("over", "away") for c in act.children)
    sides = obliques(act, *TO_OR_FROM.get(act.lemma_.lower(), ("to",)))
    return is_away and (is_armed(target) or any(_is_of_arms(noun) for noun in sides))


def is_armed(party: Participant | None) -> bool:
    """Whether a party bears arms: a known force or group, or soldiers, gunmen, deserters."""
    if party is None:
        return False
    actor = actors().get(party.actor) if party.actor else None
    return (actor is not None and actor.kind in FIGHTERS) or _is_of_arms(core(party.head))


def _is_of_arms(noun: Token) -> bool:
    return _is_in(noun, (words("armed") | words("nonstate") | RANKS) - UNARMED)


def _is_arms(noun: Token) -> bool:
    return _is_in(noun, words("weapon") | words("weapon_store") | YIELDED)


def _is_in(noun: Token, listed: frozenset[str]) -> bool:
    return not listed.isdisjoint(forms(noun))


def founds_a_base(act: Token, source: Participant | None) -> bool:
    """Whether an act is to open, build or move a base, a post or a roadblock: "erected an outpost", "turned the school
    into their headquarters".
    """
    lemma = act.lemma_.lower()
    if lemma in MOVING | TURNING:
        if lemma in TURNING and any(_is_in(noun, STRONGHOLDS) for noun in obliques(act, "into")):
            return True
        return any(_is_seat(noun) for noun in children(act, "obj", "nsubj:pass"))
    objects = children(act, "obj", "nsubj:pass")
    nouns = [word for noun in objects for word in (noun, *children(noun, "conj"))]
    return lemma in FOUNDING and any(_is_base(noun, source) for noun in nouns)


def _is_base(noun: Token, source: Participant | None) -> bool:
    """Whether a noun is a base: also a camp or a station if it is military by its modifiers or by who sets it up."""
    if _is_in(noun, (STRONGHOLDS - OFFICES) | BARRIERS) or _is_seat(noun):
        return True
    return _is_in(noun, OFFICES) and (is_armed(source) or _is_military(noun))


def _is_seat(noun: Token) -> bool:
    return noun.lemma_.lower() in ("headquarters", "hq") or (_is_in(noun, OFFICES) and _is_military(noun))


def _is_military(noun: Token) -> bool:
    return any(_is_in(word, MILITARY) for word in children(noun, "amod", "compound"))


def hands_over_a_place(act: Token, plover: Plover, target: Participant | None) -> bool:
    """Whether an act is to hand a base or a place to a force: "handed over the base to the police"."""
    thing = patient(act)
    is_handed = plover in ("RETREAT", "CONCEDE", "COERCE") and act.lemma_.lower() in HANDING and thing is not None
    if not is_handed or thing is None or not _is_in(thing, STRONGHOLDS | words("territory_word")):
        return False
    takers = [core(noun) for noun in obliques(act, "to")]
    return is_armed(target) or any(_is_of_arms(noun) or _is_in(noun, words("state_force")) for noun in takers)


def disposes_of_weapons(act: Token, source: Participant | None) -> bool:
    """Whether sappers make a weapon harmless by setting it off: "sappers blew up a wartime bomb"."""
    thing = patient(act)
    is_by_sappers = source is not None and any(_is_in(word, SAPPERS) for word in source.span)
    return is_by_sappers and act.lemma_.lower() in DISPOSING and thing is not None and _is_arms(thing)


def is_unopposed(act: Token) -> bool:
    """Whether an act is told as one that nobody resisted: "entered the town without a fight"."""
    own = " ".join(token.lower_ for token in act.subtree) if act.pos_ == "VERB" else act.sent.text.lower()
    return any(f" {phrase} " in f" {own} " for phrase in UNOPPOSED)
