"""Codes events by ACLED: the frame's sub-event type, refined by means, target and taker, and the event type.

seeds/crosswalk.csv holds the types and the words that decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from transforms.facts.events.crosswalk import event_types, weapons_by_sub_event
from transforms.facts.events.mentions import Mention
from transforms.facts.events.participants import Participant
from transforms.facts.events.traps import is_by_trap
from transforms.reading.syntax import children, conjuncts, obliques, phrase, subject
from transforms.reading.tree import Token
from transforms.resolving.actors import actors
from transforms.resolving.document import Document
from transforms.resolving.noun_kinds import core, words
from transforms.seeds import SeedError
from transforms.tables.schema import Event
from transforms.words import word_list

STATES = frozenset({"country", "government", "military", "police", "alliance"})
REGAINED, OVERTAKEN = "Government regains territory", "Non-state actor overtakes territory"
TRAP = "Remote explosive/landmine/IED"
OF_ANY_SIDE = word_list("events of any side")
BY_MEANS = frozenset({"Attack", "Armed clash", "Air/drone strike", TRAP})
"""Sub-events between which the means decide."""


def acled_codes(
    mention: Mention, source: Participant | None, target: Participant | None, document: Document
) -> tuple[str | None, str | None]:
    """ACLED event and sub-event type; (None, None) for events that ACLED does not code, such as statements and
    talks.
    """
    sub_event = mention.frame.acled
    if sub_event is None:
        return None, None
    if sub_event == "territory":
        sub_event = takeover_by(source)
    elif sub_event == "Attack":
        sub_event = (
            _sub_event_by_crowd(mention, source, target)
            or _sub_event_by_weapon(mention)
            or (TRAP if is_by_trap(mention.trigger) else None)
            or ("Armed clash" if _is_armed(target, document) else "Attack")
        )
    elif sub_event == "Air/drone strike":
        sub_event = _sub_event_by_weapon(mention) or sub_event
    if sub_event is None:
        return None, None
    if sub_event not in event_types():
        raise SeedError(f"seeds/events.csv: {mention.words}: no ACLED sub-event {sub_event} in seeds/crosswalk.csv")
    return event_types()[sub_event], sub_event


def _sub_event_by_crowd(mention: Mention, source: Participant | None, target: Participant | None) -> str | None:
    """Riots by a mob or demonstrators; against a crowd, excessive force, or an intervention if the means are not
    lethal.
    """
    if source is not None and _is_crowd(source):
        return "Mob violence" if core(source.head).lemma_.lower() in words("mob") else "Violent demonstration"
    if target is None or not _is_crowd(target) or (source is not None and not _is_state(source)):
        return None
    means = _sub_event_by_weapon(mention)
    if means is not None:
        return means if means == "Protest with intervention" else None
    is_lethal = " ".join(mention.words) in words("lethal") or mention.frame.mode == "firearms"
    return "Excessive force against protesters" if is_lethal else "Protest with intervention"


def _is_crowd(party: Participant) -> bool:
    return core(party.head).lemma_.lower() in words("crowd")


def _is_state(party: Participant) -> bool:
    actor = actors().get(party.actor) if party.actor else None
    return actor.kind in STATES if actor is not None else party.head.lemma_.lower() in words("state_force")


def takeover_by(source: Participant | None) -> str | None:
    """The sub-event of a takeover by a source; None if the text does not state who takes the place, or of which side
    they are: "the coalition".
    """
    if source is None:
        return None
    if source.head.lemma_.lower() in words("nonstate"):
        return OVERTAKEN
    actor = actors().get(source.actor) if source.actor else None
    if actor is not None:
        return REGAINED if actor.kind in STATES else OVERTAKEN
    lemmas = [t.lemma_.lower() for t in phrase(source.head)]
    if any(lemma in words("nonstate") for lemma in lemmas):
        return OVERTAKEN
    if any(lemma in words("state_force") - OF_ANY_SIDE for lemma in lemmas):
        return REGAINED
    return None


def with_foreign_takeover(event: Event) -> Event:
    """The event as ACLED codes it if a state's forces take a place of another state: like a non-state actor's takeover.

    Unless several parties take it, of which one may be the place's own state.
    """
    actor = actors().get(event.source_actor) if event.source_actor else None
    is_abroad = actor is not None and None not in (actor.country, event.country) and actor.country != event.country
    if event.acled_sub_event != REGAINED or not is_abroad or " and " in (event.source or ""):
        return event
    return replace(event, acled_sub_event=OVERTAKEN)


def _is_armed(target: Participant | None, document: Document) -> bool:
    if target is None:
        return False
    lemma = core(target.head).lemma_.lower()
    if target.actor and (actor := actors().get(target.actor)) is not None:
        return actor.kind not in ("country", "person", "government")
    if {t.lemma_.lower() for t in phrase(target.head)} & words("unarmed_convoy"):
        return False
    return lemma in words("armed") | words("force") and document.place_named(target.head) is None


def _sub_event_by_weapon(mention: Mention) -> str | None:
    """The sub-event implied by a weapon near the trigger or its effects, else None."""
    lemmas = {
        lemma
        for trigger in _triggers(mention)
        for token in _weapon_words(trigger)
        for lemma in (token.lemma_.lower(), token.lower_, token.lower_.removesuffix("s"))
    }
    return next((name for name, means in weapons_by_sub_event().items() if lemmas & means), None)


def _triggers(mention: Mention) -> Iterator[Token]:
    yield mention.trigger
    for effect in mention.effects:
        yield effect.trigger


def _weapon_words(trigger: Token) -> Iterator[Token]:
    """The tokens that may name a weapon: the trigger, its modifiers, subject, object and instruments."""
    yield trigger
    yield from _modifiers(trigger, "nmod:poss")
    nouns = [subject(trigger)] if trigger.pos_ == "VERB" else []
    nouns += children(trigger, "obj")
    nouns += list(obliques(trigger, "with", "by", "using", "in", "from", "of"))
    nouns += [t for obj in children(trigger, "obj") for t in obliques(obj, "with", "using")]
    for noun in nouns:
        if noun is not None:
            for conjunct in conjuncts(noun):
                yield conjunct
                yield from _modifiers(conjunct)


def _modifiers(noun: Token, *more: str) -> Iterator[Token]:
    """Modifiers of a noun and their modifiers: "barrel" in "barrel bomb attacks"."""
    for child in children(noun, "amod", "compound", *more):
        yield child
        yield from children(child, "amod", "compound")
