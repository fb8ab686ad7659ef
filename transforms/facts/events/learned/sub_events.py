"""Chooses the ACLED sub-event of a reading: the network's, unless the words of the act tell another."""

from __future__ import annotations

import re
from functools import cache

from transforms.civilians import people_of
from transforms.facts.events.codes import BY_MEANS, OVERTAKEN, REGAINED, STATES, TRAP, takeover_by
from transforms.facts.events.control_places import takes_no_place
from transforms.facts.events.crosswalk import weapons_by_sub_event
from transforms.facts.events.earlier_mentions import DISRUPTED
from transforms.facts.events.learned.decode import CHANGE_OF_GROUP, Reading
from transforms.facts.events.learned.developments import (
    STRONGHOLDS,
    changes_group,
    disposes_of_weapons,
    founds_a_base,
    hands_over_a_place,
    is_unopposed,
)
from transforms.facts.events.learned.grammar import falls
from transforms.facts.events.learned.labels import TAKEOVERS
from transforms.facts.events.participants import Participant
from transforms.facts.events.traps import is_by_trap
from transforms.reading.syntax import is_passive, patient, preposition, subject
from transforms.reading.tree import Token
from transforms.resolving.actors import actors, group_words
from transforms.resolving.noun_kinds import core, forms, words
from transforms.seeds import listed, rows
from transforms.words import word_list, words_in

AIR = "Air/drone strike"
SHELLING = "Shelling/artillery/missile attack"
SUICIDE = "Suicide bomb"
ABDUCTION = "Abduction/forced disappearance"
MOB = "Mob violence"
EXCESSIVE = "Excessive force against protesters"
BASE = "Headquarters or base established"
TRANSFER = "Non-violent transfer of territory"
TAKING = word_list("events taking")
FINDING = word_list("events finding")
LYNCHING = word_list("events lynching")
HURTING = word_list("events hurting")
NEIGHBOURS = word_list("events neighbours")
SHOOTING = word_list("events shooting")
ARMS = word_list("events arms")
CUTTING = word_list("events cutting")
ROUTES = word_list("events routes")
DRIVING = word_list("events driving out")
CLASHING, HARMING = word_list("events clashing"), word_list("events harming")
CLASH = "Armed clash"
TAKEN = TAKEOVERS - {TRANSFER}
BLOWS = BY_MEANS | {SHELLING}
OF_CROWDS = frozenset({"Attack", "Armed clash", "Protest with intervention"})
VAGUE = frozenset({None, "Other", "Looting/property destruction"})


def sub_event_of(reading: Reading, source: Participant | None, target: Participant | None) -> str | None:
    """The sub-event by the reader, or where it is unsure by the rules; for a takeover by who takes the place.

    None for an arrest without a target, for disrupted weapons if the target is no weapon, if the words that the
    sub-event requires are missing, and for a takeover that is none. What a drone or a jet does is an air
    strike, what a mine does is none, and who overruns a base takes it.
    """
    by_rules = reading.hint.event.acled_sub_event if reading.hint is not None else None
    is_by_rules = "sub_event" in reading.by_rules
    given = by_rules if is_by_rules else reading.sub_event
    if _takes_nothing(reading.token, given, target):
        return None
    if sub_event_by_words := _told_by_words(reading, given, source, target):
        return sub_event_by_words
    if not _has_required_words(reading.token, given):
        return "Attack" if reading.plover == "ASSAULT" else None
    if is_by_rules:
        return by_rules
    if source is None and reading.sub_event in TAKEN and falls(reading.token):
        return None
    if reading.sub_event in TAKEN or _takes_a_base(reading, target):
        return _by_taker(reading, source) or reading.sub_event
    has_no_target = reading.sub_event == "Arrests" and target is None and reading.hint is None
    has_no_weapon = reading.sub_event == DISRUPTED and target is not None and not _has_weapon(reading.token, target)
    return None if has_no_target or has_no_weapon else reading.sub_event


def _by_taker(reading: Reading, source: Participant | None) -> str | None:
    """The sub-event by who takes the place, who is not the reader's party if the rules name another."""
    if reading.hint is None or "source" not in reading.by_rules:
        return takeover_by(source)
    by_rules = reading.hint.event.acled_sub_event
    return by_rules if by_rules in TAKEN else None


def _takes_nothing(act: Token, given: str | None, target: Participant | None) -> bool:
    """Whether what is coded as a takeover only cuts a road, "cut the highway to Homs", takes no place, "seized power",
    or drives out people who do not hold the place, "families driven from Afrin".
    """
    if given not in TAKEN or act.pos_ != "VERB":
        return False
    thing, lemma = patient(act), act.lemma_.lower()
    is_cut = thing is not None and lemma in CUTTING and core(thing).lemma_.lower() in ROUTES
    if is_cut or takes_no_place(act):
        return True
    homeless = words("civilian") - group_words("members")
    return lemma in DRIVING and target is not None and not homeless.isdisjoint(forms(core(target.head)))


def _told_by_words(
    reading: Reading, given: str | None, source: Participant | None, target: Participant | None
) -> str | None:
    """The sub-event that words of the act tell, against the one given; None if they tell none."""
    act = reading.token
    if given == ABDUCTION and act.lemma_.lower() in HURTING:
        return "Attack"
    if given == CLASH and _is_done_to_civilians(act, source, target):
        return "Attack"
    if given in ("Attack", TRAP) and _required_words()[SUICIDE].search(act.sent.text.lower()):
        return SUICIDE
    if disposes_of_weapons(act, source):
        return DISRUPTED
    if reading.plover == "ASSAULT" and given in BLOWS:
        if is_by_trap(act):
            return TRAP
        if by_subject := _sub_event_by_subject(act):
            return by_subject
    if reading.plover == "ASSAULT" and given in OF_CROWDS:
        is_riot = given == "Protest with intervention" and _is_one_of(source, "crowd")
        if is_riot or _is_one_of(source, "mob") or act.lemma_.lower() in LYNCHING:
            return MOB
        is_of_neighbours = source is not None and not NEIGHBOURS.isdisjoint(forms(core(source.head)))
        if given == "Attack" and is_of_neighbours and act.lemma_.lower() not in SHOOTING:
            return MOB
        if given != "Protest with intervention" and _is_one_of(target, "crowd") and _is_of_state(source):
            return EXCESSIVE
    if reading.plover in ("MOBILIZE", "COERCE") and given in VAGUE | TAKEN and founds_a_base(act, source):
        return BASE
    if given in TAKEN and is_unopposed(act):
        return TRANSFER
    if given == REGAINED and (source is None or source.actor is None) and _is_from_state(act):
        return OVERTAKEN
    if given in VAGUE or given == DISRUPTED:
        if changes_group(act, reading.plover, source, target):
            return CHANGE_OF_GROUP
        if hands_over_a_place(act, reading.plover, target):
            return TRANSFER
    is_found = act.lemma_.lower() in FINDING and target is not None and _is_weapon(target)
    return DISRUPTED if reading.plover == "COERCE" and given in VAGUE and is_found else None


def _is_done_to_civilians(act: Token, source: Participant | None, target: Participant | None) -> bool:
    """Whether a clash is none, as its subject hurts people who do not fight: "gunmen killed nine passengers"."""
    if source is None or target is None or act.pos_ != "VERB" or is_passive(act) or act.lemma_.lower() not in HARMING:
        return False
    is_own = subject(act) is not None and patient(act) == target.head
    clashes = any(word.lemma_.lower() in CLASHING for word in act.sent)
    return is_own and not clashes and people_of(target.text) == "civilians"


def _is_one_of(party: Participant | None, kind: str) -> bool:
    return party is not None and not words(kind).isdisjoint(forms(core(party.head)))


def _is_from_state(act: Token) -> bool:
    """Whether an act takes something from a state's forces: "took the air base from government troops"."""
    losers = (core(noun) for noun in act.subtree if noun.i > act.i and preposition(noun) == "from")
    return any(not words("state_force").isdisjoint(forms(loser)) for loser in losers)


def _is_of_state(source: Participant | None) -> bool:
    actor = actors().get(source.actor) if source is not None and source.actor else None
    return actor.kind in STATES if actor is not None else _is_one_of(source, "state_force")


def _takes_a_base(reading: Reading, target: Participant | None) -> bool:
    """Whether the act is to overrun or capture a base: "overran an army base outside Idlib"."""
    is_taking = reading.plover in ("ASSAULT", "COERCE") and reading.token.lemma_.lower() in TAKING
    return is_taking and target is not None and core(target.head).lemma_.lower() in STRONGHOLDS


def _sub_event_by_subject(trigger: Token) -> str | None:
    """The sub-event if a drone or an aircraft is the subject: "a drone carrying an explosive struck a post"."""
    doer = subject(trigger) if trigger.pos_ == "VERB" else None
    return AIR if doer is not None and doer.lemma_.lower() in weapons_by_sub_event()[AIR] else None


def _is_weapon(target: Participant) -> bool:
    lemmas = {token.lemma_.lower() for token in target.span}
    return bool(lemmas & (words("weapon") | words("projectile") | words("weapon_store") | ARMS))


def _has_weapon(trigger: Token, target: Participant) -> bool:
    """Whether the target, or the act without its subject, mentions a weapon: "the bombs destroyed houses" does not."""
    doer = subject(trigger)
    own = set(doer.subtree) if doer is not None else set()
    lemmas = {token.lemma_.lower() for token in (*target.head.subtree, *trigger.subtree) if token not in own}
    return bool(lemmas & (words("weapon") | words("projectile") | words("military_aid") | words("weapon_store")))


def _has_required_words(act: Token, sub_event: str | None) -> bool:
    """Whether a word that the sub-event requires stands near, or in the article where seeds/told_by.csv says so."""
    needed = _required_words().get(sub_event or "")
    if needed is None:
        return True
    doc, sent = act.doc, act.sent
    is_near = sub_event not in words_in("told_by", "sub_event", within="article")
    context = doc[doc[max(sent.start - 1, 0)].sent.start : doc[min(sent.end, len(doc) - 1)].sent.end]
    return needed.search((context if is_near else doc).text.lower()) is not None


@cache
def _required_words() -> dict[str, re.Pattern[str]]:
    """Pattern of the required words by sub-event, of which one must occur: seeds/told_by.csv."""
    return {
        str(row["sub_event"]): re.compile(rf"\b(?:{'|'.join(map(re.escape, listed(row['words'])))})")
        for row in rows("told_by")
    }
