"""Extracts events by rule: who did what to whom, where and when, in PLOVER, CAMEO and ACLED codes.

`frames.py` finds the words of seeds/events.csv, `mentions.py` merges mentions of one event, `roles.py` finds the
participants; this module builds the rows.
"""

from __future__ import annotations

from typing import Any

from transforms.facts.events.codes import acled_codes
from transforms.facts.events.control import with_lasting_control
from transforms.facts.events.earlier_mentions import EventMention, fill_from_earlier_mentions
from transforms.facts.events.frames import frame_of
from transforms.facts.events.implicit_arguments import TALKS
from transforms.facts.events.mentions import Mention, mentions_of
from transforms.facts.events.modality import modality
from transforms.facts.events.news_or_background import set_when_told
from transforms.facts.events.participants import Participant, participant
from transforms.facts.events.roles import Roles
from transforms.facts.events.traps import LOCATIVE, is_trap
from transforms.reading.event_lexicon import SPEECH
from transforms.reading.syntax import (
    children,
    climb,
    is_parsed,
    is_passive,
    obliques,
    patient,
    phrase,
    preposition,
    subject,
)
from transforms.reading.tree import Span, Token
from transforms.resolving.attribution import attribution
from transforms.resolving.dates import refusals, time_of_clause
from transforms.resolving.document import Document
from transforms.resolving.naming.name import PLACES, Name
from transforms.resolving.naming.whereabouts import WITHIN, place_of, place_of_it, place_within
from transforms.resolving.noun_kinds import core, is_abstract, words
from transforms.resolving.parties import PARTIES, is_public, public_words
from transforms.tables.schema import Event, Modality
from transforms.words import word_list

UNNAMED, UNKNOWN = 0.95, 0.9
FROM = word_list("events from")
OVER = ("over",)
HELD = word_list("events held")
MODIFYING = frozenset({"compound", "amod", "nmod:poss", "nmod:desc"})
THINGS = frozenset({"FAC", "EVENT", "MISC"})
ABOUT_DEEDS = frozenset({"ACCUSE", "SUPPORT", "REJECT", "REQUEST"})


def events(document: Document) -> list[Event]:
    """The events that the rules find in a document, in text order."""
    found = coded(document)
    for event, mention in found:
        document.accept(mention.trigger, event.plover)
    return [with_lasting_control(event, mention.trigger, document) for event, mention in found]


def coded(document: Document) -> list[tuple[Event, Mention]]:
    """The events that the rules find, each with its mention."""
    event_mentions = (
        _event_mention(mention, sent, document)
        for sent in document.sentences
        if is_parsed(sent)
        for mention in mentions_of(sent, document)
    )
    return fill_from_earlier_mentions(set_when_told(event_mentions), document)


def _event_mention(mention: Mention, sent: Span, document: Document) -> EventMention:
    source, target = _participants(mention, document)
    participants = [participant for participant in (source, target) if participant is not None]
    public = not participants or any(is_public(participant.span, document) for participant in participants)
    return EventMention(
        mention, _event(mention, source, target, sent, document), public, _deed_of_statement(mention, document)
    )


def _event(
    mention: Mention, source: Participant | None, target: Participant | None, sent: Span, document: Document
) -> Event:
    frame = mention.frame
    mode, attribution = _modality(mention, document)
    acled_event, sub_event = acled_codes(mention, source, target, document)
    return Event(
        **document.evidence(sent),
        **_place(mention, target, document),
        **_when(mention, document),
        modality=mode,
        attribution=attribution,
        confidence=_confidence(mention, source, target),
        trigger=mention.text,
        plover=frame.plover,
        plover_mode=frame.mode,
        cameo=frame.cameo,
        acled_event=acled_event,
        acled_sub_event=sub_event,
        source=source.text if source else None,
        source_actor=source.actor if source else None,
        target=target.text if target else None,
        target_actor=target.actor if target else None,
        territory=frame.territory,
        lexicon_row=frame.cite(mention.words),
    )


def _participants(mention: Mention, document: Document) -> tuple[Participant | None, Participant | None]:
    """Source and target of a mention; slots that the act leaves open are filled from its effects."""
    source_head, target_head = _heads_of_participants(mention, document)
    if mention.speaker is not None and "subject" in mention.frame.source:
        source_head = mention.speaker
    for effect in mention.effects:
        other_source, other_target = _heads_of_participants(effect, document)
        if (
            source_head is None
            and other_source is not None
            and mention.trigger not in (other_source, core(other_source))
        ):
            source_head = other_source
        if target_head is None:
            target_head = other_target
    if target_head is not None and mention.frame.plover in ABOUT_DEEDS:
        target_head = _doer_of_deed(target_head, document)
    if source_head is None:
        source_head = _source_of_passive(mention, document)
        if source_head is not None and source_head == target_head:
            target_head = None
    if source_head is None and target_head is not None and mention.frame.plover in TALKS:
        source_head = _other_side(mention, target_head, document)
    source = participant(source_head, document)
    target = participant(target_head, document, blamed=mention.frame.plover == "ACCUSE", act=mention.trigger)
    if source is not None and not _can_act(source, document):
        source = None
    if target is not None and not _can_be_met(target, mention, document):
        target = None
    if source is not None and target is not None and source.head == target.head:
        target = None
    return source, target


def _other_side(mention: Mention, side: Token, document: Document) -> Token | None:
    """The only other party named before talks with somebody: "Hamas … the talks with Israel"."""
    side_name = document.name_at(side)
    if side_name is None or side_name.actor is None or preposition(side) != "with":
        return None
    before = document.doc[mention.trigger.sent.start : mention.trigger.i]
    parties = {
        name.actor.actor_id: name for name in document.names_in(before) if name.actor and name.actor.kind in PARTIES
    }
    other_names = [name for actor_id, name in parties.items() if actor_id != side_name.actor.actor_id]
    return other_names[0].span.root if len(other_names) == 1 else None


def _source_of_passive(mention: Mention, document: Document) -> Token | None:
    """The source of a passive without agent: a force that reports what only it does (police arrests, deployments, air
    defence), or the deployed force itself.
    """
    frame, trigger = mention.frame, mention.trigger
    if frame.pos == "verb" and frame.is_speech and trigger.tag_ == "VBG" and (statement := attribution(trigger)):
        return statement.speaker
    is_own = frame.plover == "MOBILIZE" or frame.acled in ("Arrests", "Disrupted weapons use")
    if not is_own or not (frame.pos == "noun" or is_passive(trigger)):
        return None
    statement = attribution(trigger)
    speaker = (
        document.antecedent(statement.speaker) if statement is not None and statement.speaker.pos_ == "PRON" else None
    )
    head = speaker.root if speaker is not None else statement.speaker if statement is not None else None
    if head is not None and _is_force(head, frame.acled == "Arrests"):
        return _body_of(head)
    if frame.acled == "Arrests" and (police := _police_near(trigger, document)) is not None:
        return police
    deployed = patient(trigger) if frame.plover == "MOBILIZE" and frame.pos == "verb" else None
    return deployed if deployed is not None and deployed.lemma_.lower() in words("state_force") else None


def _body_of(speaker: Token) -> Token:
    """The body for which a named spokesman speaks: the police in "National Police spokesman Jean Roe"."""
    if speaker.pos_ != "PROPN":
        return speaker
    bodies = words("police") | words("state_force")
    before = (word for word in phrase(speaker) if word.i < speaker.i and word.dep_ in MODIFYING)
    return next((word for word in before if word.lemma_.lower() in bodies), speaker)


def _police_near(trigger: Token, document: Document) -> Token | None:
    """The only police named in the sentence of an arrest or its neighbours."""
    sents = [document.doc[max(trigger.sent.start - 1, 0)].sent, trigger.sent]
    sents += [document.doc[trigger.sent.end].sent] if trigger.sent.end < len(document.doc) else []
    heads = [t for sent in sents for t in sent if t.lemma_.lower() in words("police") and t.dep_ not in MODIFYING]
    bodies = {document.actor_of(phrase(t)) or t.lemma_.lower() for t in heads}
    return heads[0] if len(bodies) == 1 else None


def _is_force(head: Token, is_police: bool) -> bool:
    """Whether a phrase names the police, or with `is_police` false any armed or state body."""
    lemmas = {t.lemma_.lower() for t in phrase(head)}
    return bool(lemmas & (words("police") if is_police else words("state_force") | words("authority")))


def _doer_of_deed(head: Token, document: Document) -> Token | None:
    """The target of a statement about a deed: its doer, as in "condemned the Indian strikes"."""
    deed = frame_of(head, document) if head.pos_ == "NOUN" else None
    if deed is None or not deed[1].is_hostile:
        return head
    return Roles(head, deed[1], document).source()


def _deed_of_statement(mention: Mention, document: Document) -> Token | None:
    """The hostile deed that a statement is about: "attack" in "condemned the attack"."""
    if mention.frame.plover not in ABOUT_DEEDS:
        return None
    head = _heads_of_participants(mention, document)[1]
    return head if head is not None and _doer_of_deed(head, document) != head else None


def _heads_of_participants(mention: Mention, document: Document) -> tuple[Token | None, Token | None]:
    roles = Roles(mention.trigger, mention.frame, document)
    source = roles.source()
    return source, roles.target(source)


def _can_be_met(target: Participant, mention: Mention, document: Document) -> bool:
    """Whether the target can be a party; a bill that is protested against cannot."""
    if mention.frame.plover != "PROTEST" or document.names_in(target.span):
        return True
    return target.head.lemma_.lower() not in words("speech_matter") - public_words() and not is_abstract(target.head)


def _can_act(source: Participant, document: Document) -> bool:
    """Whether the source can act; a strike, a crash, a thing, or a weapon without an owner cannot."""
    doers = [source.head, core(source.head), *children(source.head, "conj")]
    lemmas = {head.lemma_.lower() for head in doers}
    if lemmas & (words("violence") | words("hazard")) or is_trap(source.head):
        return False
    name = document.name_at(source.head)
    if is_where(source.head, document):
        return False
    if name is not None:
        return name.label not in THINGS and not _is_weapon(name, document)
    if source.head.lemma_.lower() in words("place_word") - words("nation") - {"garrison"}:
        return False
    if is_abstract(source.head) and not lemmas & (public_words() | words("civilian")):
        return False
    owned = any(document.name_at(child) is not None for child in children(source.head, "amod", "compound", "nmod:poss"))
    return owned or not lemmas & words("weapon")


def is_where(word: Token, document: Document) -> bool:
    """Whether a name is only where something took place: "in Elad", "in Elad, Israel"."""
    name = document.name_at(word)
    if name is None or name.label not in PLACES:
        return False
    is_whole = word.dep_ in ("appos", "nmod", "conj", "dep", "nmod:desc") and not preposition(word)
    is_whole = is_whole and name.span.start > 0 and document.doc[name.span.start - 1].text == ","
    return preposition(word.head if is_whole and document.name_at(word.head) else word) in WITHIN


def _is_weapon(name: Name, document: Document) -> bool:
    """Whether the text uses a name for a weapon: "an Oreshnik missile … the Oreshnik"."""
    cache = document.doc.user_data
    if "weapons" not in cache:
        weapons = [t for t in document.doc if t.lemma_.lower() in words("weapon")]
        cache["weapons"] = {c.text for t in weapons for c in children(t, "compound", "amod") if c.text[0].isupper()}
    return name.actor is None and name.span.root.text in cache["weapons"]


def _modality(mention: Mention, document: Document) -> tuple[Modality, str | None]:
    mode, attribution = modality(mention.trigger, document)
    if mention.frame.plover == "THREATEN":
        return "planned", attribution
    if mention.frame.pos in ("say", "will") or (mention.frame.is_speech and mode == "claimed"):
        return "asserted", attribution
    return mode, attribution


def _place(mention: Mention, target: Participant | None, document: Document) -> dict[str, Any]:
    """The place of the event; statements and talks have none."""
    if mention.frame.plover in SPEECH:
        return document.located(None)
    if mention.frame.territory:
        name = _place_changing_hands(mention, document)
        return document.located((place_within(name, document) if name is not None else None) or name)
    for trigger in (mention.trigger, *(effect.trigger for effect in mention.effects)):
        name = place_of(trigger, document)
        if name is not None and name.span.sent == trigger.sent and (trigger.pos_ == "VERB" or _is_near(name, trigger)):
            return document.located(name)
    return document.located(document.place_named(target.head) if target is not None else None)


def _is_near(name: Name, noun: Token) -> bool:
    """Whether a place is in the noun's phrase, or is its clause's location."""
    root = name.span.root
    return any(above == noun for above in climb(root)) or preposition(root) in LOCATIVE


def _place_changing_hands(mention: Mention, document: Document) -> Name | None:
    """The place that changes hands: captured, left or fallen; the most precise of several names."""
    trigger = mention.trigger
    nouns = [patient(trigger), subject(trigger)] if trigger.pos_ == "VERB" else children(trigger, "nmod:poss")
    if "agent" not in mention.frame.source and trigger.pos_ == "VERB":
        nouns = [subject(trigger)]
    is_loss = mention.frame.territory == "lost"
    steps = (FROM, OVER) if is_loss else (HELD, FROM)
    town = None if is_loss else _town_taken_for_person(trigger, document)
    candidates = [*nouns[:1], *(noun for step in steps for noun in obliques(trigger, *step)), *nouns[1:]]
    for noun in (noun for noun in candidates if noun is not None):
        behind = obliques(noun, *FROM, "in") if is_loss else obliques(noun, "of", "in")
        nearby = [noun, *children(noun, "appos", "compound", "flat", "conj"), *behind]
        places = [name for t in nearby if (name := _resolve_place(t, document)) is not None]
        if places:
            nearest = min(places, key=lambda name: name.place.precision if name.place else 3)
            return town if town is not None and nearest.place and nearest.place.kind == "country" else nearest
    is_unknown = any(noun is not None and noun.pos_ == "PROPN" for noun in nouns[:1])
    return town if town is not None or is_loss or is_unknown else place_of(trigger, document)


def _town_taken_for_person(trigger: Token, document: Document) -> Name | None:
    """The town of one unknown word that somebody takes control of, though it was spotted as a person's name."""
    nouns = [patient(trigger)] if trigger.pos_ == "VERB" else []
    held = [*obliques(trigger, "of"), *(of for noun in nouns if noun is not None for of in obliques(noun, "of"))]
    names = [name for noun in held if (name := document.name_at(noun)) is not None]
    return next((n for n in names if n.label == "PERSON" and n.actor is None and len(n.span) == 1), None)


def _resolve_place(noun: Token, document: Document) -> Name | None:
    return place_of_it(noun, document) if noun.lower_ == "it" else document.place_named(noun)


def _when(mention: Mention, document: Document) -> dict[str, Any]:
    speech_verb = [mention.speaker.head] if mention.speaker is not None else []
    for trigger in (*speech_verb, mention.trigger, *(effect.trigger for effect in mention.effects)):
        when = time_of_clause(trigger, document.article.published_date)
        if when is not None:
            return {"date_start": when.start, "date_end": when.end, "date_precision": when.precision}
    for refusal in refusals(mention.trigger, document.article.published_date):
        words = document.doc.char_span(refusal.start, refusal.end, alignment_mode="expand")
        if words is not None:
            document.refuse("events", words, f"time words: {refusal.rule}")
    return {}


def _confidence(mention: Mention, source: Participant | None, target: Participant | None) -> float:
    """The frame's confidence, lowered for a missing participant or a deeply nested trigger."""
    value = mention.frame.confidence
    value *= UNNAMED if source is None else 1.0
    value *= UNNAMED if target is None else 1.0
    value *= UNKNOWN if len(list(climb(mention.trigger))) > 6 else 1.0
    return round(value, 2)
