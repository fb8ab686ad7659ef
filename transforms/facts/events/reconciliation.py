"""Reconciles the events of a document after extraction.

An outcome takes its cause's source, a statement about a deed targets its doer, deeds of a sentence share its only
place, and mentions of one person's killing are merged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from transforms.facts.events.implicit_arguments import DATE, LIKELY, PLACE, SURE, have_other_sources, with_inherited
from transforms.facts.events.mentions import Mention
from transforms.reading.event_lexicon import SPEECH
from transforms.reading.syntax import children
from transforms.reading.tree import Token
from transforms.resolving.dates import has_time
from transforms.resolving.noun_kinds import words
from transforms.tables.schema import Event

VAGUE = frozenset({"Attack", "Armed clash"})
DEEDS = frozenset({"ASSAULT", "COERCE", "PROTEST"})


def reconcile(
    coded: list[tuple[Event, Mention, Token | None]], doers: Mapping[int, Event]
) -> list[tuple[Event, Mention]]:
    """Reconcile the events; each is given with its mention and the deed a statement is about.

    `doers` maps trigger token indices to events.
    """
    events = [
        _with_doer_as_target(_with_source_of_cause(event, mention.trigger, doers), deed, doers)
        for event, mention, deed in coded
    ]
    mentions = [mention for _, mention, _ in coded]
    victims = [_victim_of(event, mention) for event, mention in zip(events, mentions, strict=True)]
    return list(zip(_share_day(_share_places(_share_deaths(events, victims)), mentions), mentions, strict=True))


def _with_source_of_cause(event: Event, outcome: Token, doers: Mapping[int, Event]) -> Event:
    """Give an outcome the source of the attack that its clause names as cause: "died when gunmen ambushed the bus"."""
    if event.plover != "ASSAULT" or event.source is not None or outcome.pos_ != "VERB":
        return event
    for clause in children(outcome, "advcl"):
        cause = doers.get(clause.i)
        marks = {c.lower_ for c in children(clause, "mark", "advmod")}
        if cause is not None and cause.plover == "ASSAULT" and marks & {"when", "as", "after"}:
            return replace(event, source=cause.source, source_actor=cause.source_actor)
    return event


def _with_doer_as_target(event: Event, deed: Token | None, doers: Mapping[int, Event]) -> Event:
    """Aim a statement about a deed at its doer: for "condemned the attack", at the attacker."""
    doer = doers.get(deed.i) if deed is not None else None
    if event.target is not None or doer is None or doer.source is None or doer.source == event.source:
        return event
    return with_inherited(event, {"target": doer.source, "target_actor": doer.source_actor}, SURE)


def _share_places(events: list[Event]) -> list[Event]:
    """Give deeds without a place the only place of the other deeds in their sentence."""
    beside: dict[int, dict[str | None, Event]] = {}
    for event in events:
        if event.place and event.when_told == "new" and event.plover not in SPEECH:
            beside.setdefault(event.start, {})[event.place] = event
    return [_with_place_of_sentence(event, list(beside.get(event.start, {}).values())) for event in events]


def _with_place_of_sentence(event: Event, placed: list[Event]) -> Event:
    if event.place or event.plover in SPEECH or event.when_told != "new" or len(placed) != 1:
        return event
    (neighbour,) = placed
    if have_other_sources(event, neighbour):
        return event
    return with_inherited(event, {name: getattr(neighbour, name) for name in PLACE}, SURE)


def _share_deaths(events: list[Event], victims: list[str | None]) -> list[Event]:
    """Share time, place and source between the mentions of one person's killing."""
    deaths: dict[str, list[Event]] = {}
    for event, victim in zip(events, victims, strict=True):
        if victim is not None:
            deaths.setdefault(victim, []).append(event)
    return [
        _with_details_of_death(event, deaths.get(victim or "", []))
        for event, victim in zip(events, victims, strict=True)
    ]


def _victim_of(event: Event, mention: Mention) -> str | None:
    """The surname of the one named person killed in an event, else None."""
    lemmas = {part.trigger.lemma_.lower() for part in (mention, *mention.effects)}
    is_killing = event.plover == "ASSAULT" and bool(lemmas & words("killing")) and event.modality != "denied"
    if not is_killing or event.target is None or " and " in event.target:
        return None
    last = event.target.split()[-1]
    return last if last[0].isupper() else None


def _with_details_of_death(event: Event, reports: list[Event]) -> Event:
    inherited: dict[str, Any] = {}
    for columns in (("source", "source_actor"), PLACE, DATE):
        stating = [report for report in reports if getattr(report, columns[0])]
        if getattr(event, columns[0]) is None and len({getattr(report, columns[0]) for report in stating}) == 1:
            inherited |= {name: getattr(stating[0], name) for name in columns}
    means = {report.acled_sub_event: report for report in reports if report.acled_sub_event not in VAGUE}
    if event.acled_sub_event in VAGUE and len(means) == 1:
        (report,) = means.values()
        inherited |= {"acled_event": report.acled_event, "acled_sub_event": report.acled_sub_event}
    return with_inherited(event, inherited, SURE)


def _share_day(events: list[Event], mentions: list[Mention]) -> list[Event]:
    """If all dated deeds of the news have the same day, give it to undated ones in the simple past."""
    days = Counter(e.date_start for e in events if _is_news(e) and e.date_precision == "day")
    if len(days) != 1 or sum(days.values()) < 2:
        return events
    dated = next(e for e in events if _is_news(e) and e.date_precision == "day")
    inherited: dict[str, Any] = {name: getattr(dated, name) for name in DATE}
    may_share = (_is_news(e) and _is_undated(e) and _is_past(m.trigger) for e, m in zip(events, mentions, strict=True))
    return [
        with_inherited(event, inherited, LIKELY) if shares else event
        for event, shares in zip(events, may_share, strict=True)
    ]


def _is_news(event: Event) -> bool:
    return event.plover in DEEDS and event.when_told == "new" and event.modality in ("asserted", "claimed")


def _is_undated(event: Event) -> bool:
    """Whether the event's sentence has no time expression."""
    return event.date_start is None and not has_time(event.sentence)


def _is_past(verb: Token) -> bool:
    """Whether a verb is in the simple past, active or passive."""
    helpers = {c.lower_ for c in children(verb, "aux", "aux:pass")}
    return verb.tag_ == "VBD" if not helpers else helpers <= {"was", "were", "had", "been"}
