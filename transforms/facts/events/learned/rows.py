"""Builds events from readings; the words pointed to are resolved by the rules for names, places and dates.

If the rules found the same event, columns that only they know (mode, CAMEO, territory, attribution) are kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from transforms.facts.events.captions import is_in_file_caption
from transforms.facts.events.codes import with_foreign_takeover
from transforms.facts.events.control import with_control_as_read, with_lasting_control
from transforms.facts.events.control_places import with_place_taken, with_towns_named
from transforms.facts.events.crosswalk import event_types
from transforms.facts.events.implicit_arguments import DATE, PLACE
from transforms.facts.events.learned.decode import NOT_DONE, Filler, Reading
from transforms.facts.events.learned.grammar import is_answered
from transforms.facts.events.learned.labels import SLOTS, TAKEOVERS
from transforms.facts.events.learned.nearest import may_lend_day
from transforms.facts.events.learned.own_day import day_beside
from transforms.facts.events.learned.sub_events import TAKEN, sub_event_of
from transforms.facts.events.learned.triggers import DEEDS
from transforms.facts.events.modality import is_alleged, is_only_announced, modality
from transforms.facts.events.news_or_background import classify_by_date
from transforms.facts.events.participants import Participant, participant
from transforms.facts.events.retractions import is_retracted
from transforms.facts.events.roles import holder_of_control
from transforms.reading.syntax import children, phrase
from transforms.reading.tree import Span, Token
from transforms.resolving.dates import (
    When,
    counted_from_act,
    is_day_untold,
    is_remembered,
    time_looking_back,
    times,
)
from transforms.resolving.document import Document
from transforms.resolving.naming.divisions import KIND_WORDS
from transforms.resolving.naming.name import PLACES, Name
from transforms.resolving.naming.whereabouts import place_within
from transforms.resolving.noun_kinds import is_a
from transforms.tables.schema import Event

BY_RULES = 0.7
"""Factor in `confidence` for a slot filled by the rules."""
SURE_WHEN_TOLD = 0.9
"""Probability of new or background below which the event's date decides, if it has one."""
COLUMNS = {
    "source": ("source", "source_actor"),
    "target": ("target", "target_actor"),
    "place": PLACE,
    "date": DATE,
    "modality": ("modality",),
    "telling": ("when_told",),  # the name in reader.json
}
NO_DATE: dict[str, Any] = dict.fromkeys(DATE)
ANSWERING = frozenset({"ACCUSE", "REJECT"})
"""Classes that answer an act, whose own day is seldom that of the act of another sentence."""
DONE = frozenset({"asserted", "claimed"})
TOLD_AS_DONE = DONE | {"denied"}
BEFORE_NOUN = frozenset({"compound", "flat", "amod", "nummod", "nmod:poss", "nmod:desc", "case:poss"})


def event_of(reading: Reading, document: Document) -> Event:
    """The event of a reading."""
    row = _columns(reading, document)
    if reading.hint is not None:
        event_by_rules = reading.hint.event
        kept_columns = {name for part in reading.by_rules if part != "sub_event" for name in COLUMNS[part]}
        event = replace(event_by_rules, **{name: value for name, value in row.items() if name not in kept_columns})
    else:
        mood, attribution = modality(reading.token, document)
        is_told = (mood in NOT_DONE and reading.plover in DEEDS) or is_alleged(reading.token)
        is_told = is_told or is_only_announced(reading.token)
        is_by_rules = "modality" in reading.by_rules or is_told or is_retracted(reading.token)
        if is_by_rules and reading.plover != "THREATEN":
            row["modality"] = mood
        event = Event(
            **document.evidence(reading.token.sent), trigger=reading.token.text, attribution=attribution, **row
        )
        event = _with_territory(event, reading)
    if event.territory == "lost" and event.acled_sub_event in TAKEN:  # the taker is not told
        event = replace(event, acled_event=None, acled_sub_event=None)
    event = with_place_taken(event, reading.token, document)
    event = with_towns_named(with_control_as_read(event, reading.token), reading.token, document)
    event = with_lasting_control(event, reading.token, document)
    if (event.plover in ANSWERING and not _is_dated_in_sentence(reading)) or not _may_be_lent_its_day(event, reading):
        event = replace(event, **NO_DATE)
    event = _with_possible_date(_with_day_of_act(event, reading.token), reading)
    if event.target is not None and event.target in (event.source or ""):
        event = _with_separate_sides(event)
    if reading.sure_when_told < SURE_WHEN_TOLD:
        event = replace(event, when_told=classify_by_date(event) or event.when_told)
    if is_in_file_caption(reading.token):
        event = replace(event, when_told="background")
    return replace(event, evidence=json.dumps(_evidence(reading, event, document)))


def with_known_takers(events: Sequence[Event]) -> list[Event]:
    """The events; who only speaks of a capture, "announced the capture", leaves the taker to the one told of it."""
    gains = [event for event in events if event.territory == "gained" and event.modality in DONE]
    takings = [with_foreign_takeover(gain) for gain in gains if gain.acled_sub_event in TAKEN and gain.place]
    found: list[Event] = []
    for event in events:
        if event.acled_sub_event in TAKEN and event.source is None:
            takers = {(t.acled_event, t.acled_sub_event) for t in takings if t.source and t.place == event.place}
            if len(takers) == 1:
                ((group, sub_event),) = takers
                event = replace(event, acled_event=group, acled_sub_event=sub_event)
        found.append(event)
    return found


def _is_dated_in_sentence(reading: Reading) -> bool:
    """Whether the reader itself finds the time of an act in its sentence, or takes it for that of publication."""
    date = reading.fillers.get("date")
    return date is not None and (date.token is None or date.token.sent == reading.token.sent)


def _may_be_lent_its_day(event: Event, reading: Reading) -> bool:
    """Whether the words of another sentence from which the reader takes the day of an act may give it."""
    filler = reading.fillers.get("date") if "date" not in reading.by_rules else None
    if filler is None or filler.token is None or filler.when is None:
        return True
    is_done, is_news = reading.modality in DONE, reading.when_told == "new"
    published = event.published_date
    return may_lend_day(filler.token, filler.when, reading.token, published, is_done=is_done, is_news=is_news)


def _with_territory(event: Event, reading: Reading) -> Event:
    """The event with the change of control that the rules read in its word, if they read it as of another class:
    "entered" as an attack, "pushed out" as a seizure.
    """
    if reading.also is None or reading.also.event.territory is None:
        return event
    by_rules = reading.also.event
    event = replace(event, territory=by_rules.territory, lexicon_row=by_rules.lexicon_row)
    if event.territory != "lost":
        return event
    sides = {name: getattr(by_rules, name) for part in ("source", "target") for name in COLUMNS[part]}
    return replace(event, **sides)  # who loses a place is no target


def _with_day_of_act(event: Event, trigger: Token) -> Event:
    """The event on the day from which its sentence counts; without a day if the sentence leaves it open, and as
    background if it is only remembered.
    """
    if is_remembered(trigger):
        return replace(event, **NO_DATE, when_told="background")
    if is_day_untold(trigger, event.published_date) or _is_day_of_answer(event, trigger):
        return replace(event, **NO_DATE)
    day = day_beside(trigger, event.published_date) or counted_from_act(trigger, event.published_date)
    return replace(event, **dates_of(day)) if day is not None else event


def _is_day_of_answer(event: Event, act: Token) -> bool:
    """Whether an act has the day of the verb that answers it: "arrested on Monday over the killing"."""
    if not is_answered(act):
        return False
    own = {word.idx for word in act.subtree}
    others = (time for time in times(act.sent, event.published_date) if time.when and time.start not in own)
    return any(time.when is not None and time.when.start == event.date_start for time in others)


def _with_possible_date(event: Event, reading: Reading) -> Event:
    """The event with its time read as past if it is told as done but would lie ahead; open for a deadline:
    "asked the guards to leave by 1 August".
    """
    latest = event.published_date
    if event.modality not in TOLD_AS_DONE or latest == date.min or not _is_after(event.date_start, latest):
        return event
    filler = reading.fillers.get("date") if "date" not in reading.by_rules else None
    when = time_looking_back(filler.token, latest) if filler is not None and filler.token is not None else None
    return replace(event, **(NO_DATE if when is None or _is_after(when.start, latest) else dates_of(when)))


def _is_after(day: str | None, published: date) -> bool:
    """Whether a day lies after publication; the next does not, since outlets date by their own time zone."""
    return day is not None and day > (published + timedelta(days=1)).isoformat()


def _with_separate_sides(event: Event) -> Event:
    """The event with two sides if its source names both, "the army and the rebels"; else without the target in it."""
    sides = (event.source or "").split(f" and {event.target}")
    if len(sides) == 2 and sides[0] and not sides[1]:
        return replace(event, source=sides[0])
    return replace(event, target=None, target_actor=None)


def _columns(reading: Reading, document: Document) -> dict[str, Any]:
    """The columns that the reader decides."""
    source, target = _parties(reading, document)
    sub_event = sub_event_of(reading, source, target)
    is_taken = sub_event in TAKEOVERS or (reading.hint is not None and reading.hint.event.territory is not None)
    return {
        "plover": reading.plover,
        "modality": "planned" if reading.plover == "THREATEN" else reading.modality,
        "when_told": reading.when_told,
        "confidence": _joint_probability(reading),
        "acled_event": event_types()[sub_event] if sub_event else None,
        "acled_sub_event": sub_event,
        "source": source.text if source else None,
        "source_actor": source.actor if source else None,
        "target": target.text if target else None,
        "target_actor": target.actor if target else None,
        **_place(reading.fillers.get("place"), document, is_taken=is_taken),
        **_when(reading.fillers.get("date"), reading.token.sent),
    }


def _joint_probability(reading: Reading) -> float:
    """Probability that class, modality and all filled slots are right, assuming independence."""
    chance = reading.probability * reading.sure_modality
    for slot, filler in reading.fillers.items():
        chance *= filler.probability if slot not in reading.by_rules else BY_RULES
    return round(chance, 2)


def _evidence(reading: Reading, event: Event, document: Document) -> dict[str, dict[str, Any]]:
    """The content of column `evidence`: what supports the event and each of its slots."""
    hint = reading.hint.event if reading.hint is not None else None
    evidence: dict[str, dict[str, Any]] = {
        "event": {"probability": reading.probability, "rules": hint is not None},
        "modality": {
            "probability": reading.sure_modality,
            "rules": hint is not None and hint.modality == event.modality,
        },
        "when_told": {
            "probability": reading.sure_when_told,
            "rules": hint is not None and hint.when_told == event.when_told,
        },
        "sub_event": {
            "probability": reading.sure_sub_event,
            "rules": hint is not None and hint.acled_sub_event == event.acled_sub_event,
        },
    }
    for slot in SLOTS:
        column = "date_start" if slot == "date" else slot
        filler, value = reading.fillers.get(slot), getattr(event, column)
        if value is None:
            continue
        evidence[slot] = {"rules": hint is not None and getattr(hint, column) == value}
        evidence[slot]["inherited"] = slot != "date" and str(value) not in event.sentence
        if filler is not None and slot not in reading.by_rules:
            evidence[slot]["probability"] = filler.probability
            evidence[slot] |= _words_of_filler(slot, filler.token, document)
            evidence[slot]["inherited"] |= filler.token is not None and filler.token.sent != reading.token.sent
        elif found := _words_by_rules(slot, str(value), event, document):
            evidence[slot] |= found
            evidence[slot]["inherited"] |= not event.start <= found["start"] < event.end
    return evidence


def _words_by_rules(slot: str, value: str, event: Event, document: Document) -> dict[str, Any]:
    """The words of a slot that the rules filled, and where they stand: in the sentence, else nearest before it, else
    after it. Empty if the value is no words of the text.
    """
    text = document.article.text
    if slot == "date":
        expressions = (t for sent in document.sentences for t in times(sent, event.published_date))
        spans = [(t.start, t.end) for t in expressions if t.when is not None and t.when.start == value]
    else:
        spans = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", text)]
    if not spans:
        return {}
    start, end = min(spans, key=lambda span: (not event.start <= span[0] < event.end, span[0] >= event.end, -span[0]))
    return {"words": text[start:end], "start": start, "end": end}


def _words_of_filler(slot: str, token: Token | None, document: Document) -> dict[str, Any]:
    """The words of the text that fill a slot, and where they stand; none for the day of publication."""
    if token is None:
        return {"words": "day of publication"}
    name = document.name_at(token)
    if slot == "date":
        expressions = times(token.sent, document.article.published_date)
        start, end = next(
            ((time.start, time.end) for time in expressions if time.start <= token.idx < time.end),
            (token.idx, token.idx + len(token)),
        )
    else:
        span = name.span if name is not None else phrase(token) if slot != "place" else _with_modifiers(token)
        start, end = span.start_char, span.end_char
    return {"words": document.article.text[start:end], "start": start, "end": end}


def _parties(reading: Reading, document: Document) -> tuple[Participant | None, Participant | None]:
    """Source and target; a noun that would refer to the other party stays as written: "the coalition" to its enemy."""
    source, target = _party("source", reading, document), _party("target", reading, document)
    if source is None or target is None or _bare(source) != _bare(target):
        return source, target
    return _as_written(source, reading.fillers["source"].token), _as_written(target, reading.fillers["target"].token)


def _bare(party: Participant) -> str:
    return party.text.lower().removeprefix("the ")


def _as_written(party: Participant, noun: Token | None) -> Participant:
    is_elsewhere = noun is not None and noun.pos_ == "NOUN" and not party.span.start <= noun.i < party.span.end
    return Participant(phrase(noun), None) if noun is not None and is_elsewhere else party


def _party(slot: str, reading: Reading, document: Document) -> Participant | None:
    filler = reading.fillers.get(slot)
    blamed = slot == "target" and reading.plover == "ACCUSE"
    head = holder_of_control(filler.token) if filler is not None and filler.token is not None else None
    return participant(head, document, blamed=blamed, act=reading.token)


def _place(filler: Filler | None, document: Document, *, is_taken: bool) -> dict[str, Any]:
    """The columns of a place; one that no gazetteer knows is kept as written.

    A place that is taken or lost needs a name: "the airport" of one article is not that of another. Of "Katale in
    Masisi" it is Katale.
    """
    if filler is None or filler.token is None:
        return document.located(None)
    name = document.name_at(filler.token) or document.place_named(filler.token) or _division(filler.token, document)
    if is_taken and name is not None:
        name = place_within(name, document) or name
    if name is not None and (name.place is not None or name.label in PLACES):
        return document.located(name)
    written = name.span.text if name is not None else _with_modifiers(filler.token).text
    is_place = any(letter.isupper() for letter in written) or not (is_taken or is_a(filler.token, "person", document))
    return document.located(None) | {"place": written if is_place else None}


def _division(noun: Token, document: Document) -> Name | None:
    """The name of a division before the noun for its kind: "Sabari district", not "Damascus suburb"."""
    before = (document.name_at(word) for word in children(noun, "compound", "nmod:desc", "flat"))
    named = (name for name in before if name is not None and name.label in PLACES and name.span.end == noun.i)
    return next(named, None) if noun.lemma_.lower() in KIND_WORDS else None


def _with_modifiers(noun: Token) -> Span:
    """A noun with its modifiers, "Ene valley", "four provinces", and the words that a hyphen ties to it: "S-bend"."""
    doc, start, end = noun.doc, noun.i, noun.i + 1
    while start > noun.sent.start and (
        doc[start - 1].dep_ in BEFORE_NOUN or _is_hyphenated(doc[start - 1 : start + 1])
    ):
        start -= 1
    while end < noun.sent.end and _is_hyphenated(doc[end - 1 : end + 1]):
        end += 1
    return doc[start:end]


def _is_hyphenated(pair: Span) -> bool:
    """Whether a hyphen without spaces ties two tokens."""
    return not pair[0].whitespace_ and "-" in (pair[0].text, pair[1].text)


def _when(filler: Filler | None, sent: Span) -> dict[str, Any]:
    """The columns of a date; the year of another sentence, "abducted this year", is none."""
    when = filler.when if filler is not None else None
    is_elsewhere = filler is not None and filler.token is not None and filler.token.sent.start != sent.start
    if when is None or (is_elsewhere and when.precision == "year"):
        return NO_DATE
    return dates_of(when)


def dates_of(when: When) -> dict[str, Any]:
    return {"date_start": when.start, "date_end": when.end, "date_precision": when.precision}
