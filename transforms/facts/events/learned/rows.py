"""Readings to events: the words that the reader points to are resolved by the rules of names, places and the calendar.

Where the rules found the same event, what only they know (mode, CAMEO, hold on territory, who says so) stays.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from transforms.facts.events.codes import event_types
from transforms.facts.events.learned.decode import Filler, Reading
from transforms.facts.events.learned.labels import SLOTS
from transforms.facts.events.modality import modality
from transforms.facts.events.participants import Participant, participant
from transforms.resolving.document import Document
from transforms.tables.schema import Event

BY_RULES = 0.7
"""What a slot that the rules filled counts for in `confidence`."""
COLUMNS = {
    "source": ("source", "source_actor"),
    "target": ("target", "target_actor"),
    "place": (
        "place",
        "place_id",
        "latitude",
        "longitude",
        "country",
        "admin1",
        "geo_precision",
        "west",
        "south",
        "east",
        "north",
    ),
    "date": ("date_start", "date_end", "date_precision"),
    "modality": ("modality",),
    "telling": ("when_told",),
    "sub_event": ("acled_event", "acled_sub_event"),
}
PLACES = frozenset({"GPE", "LOC", "FAC"})


def event_of(reading: Reading, document: Document) -> Event:
    """The row of a reading."""
    row = _row(reading, document)
    if reading.hint is not None:
        found = reading.hint.event
        kept = {name for part in reading.by_rules for name in COLUMNS[part]}
        event = replace(found, **{name: value for name, value in row.items() if name not in kept})
    else:
        said = modality(reading.token, document)[1]
        event = Event(**document.evidence(reading.token.sent), trigger=reading.token.text, attribution=said, **row)
    if event.target is not None and event.target == event.source:
        event = replace(event, target=None, target_actor=None)
    return replace(event, evidence=json.dumps(_evidence(reading, event)))


def _row(reading: Reading, document: Document) -> dict[str, Any]:
    """The columns as the reader has them."""
    source = _party(reading.fillers.get("source"), document)
    target = _party(reading.fillers.get("target"), document, blamed=reading.plover == "ACCUSE")
    return {
        "plover": reading.plover,
        "modality": "planned" if reading.plover == "THREATEN" else reading.modality,
        "when_told": reading.telling,
        "confidence": _whole(reading),
        "acled_event": event_types()[reading.sub_event] if reading.sub_event else None,
        "acled_sub_event": reading.sub_event,
        "source": source.text if source else None,
        "source_actor": source.actor if source else None,
        "target": target.text if target else None,
        "target_actor": target.actor if target else None,
        **_place(reading.fillers.get("place"), document),
        **_when(reading.fillers.get("date")),
    }


def _whole(reading: Reading) -> float:
    """How likely class, modality and every slot filled are right, as if they were independent."""
    chance = reading.probability * reading.sure_modality
    for slot, filler in reading.fillers.items():
        chance *= filler.probability if slot not in reading.by_rules else BY_RULES
    return round(chance, 2)


def _evidence(reading: Reading, event: Event) -> dict[str, dict[str, Any]]:
    """What the event and its slots go by, as the column `evidence` tells it."""
    hint = reading.hint.event if reading.hint is not None else None
    told: dict[str, dict[str, Any]] = {
        "event": {"probability": reading.probability, "rules": hint is not None},
        "modality": {
            "probability": reading.sure_modality,
            "rules": hint is not None and hint.modality == event.modality,
        },
        "when_told": {
            "probability": reading.sure_telling,
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
        if value is not None:
            told[slot] = {"rules": hint is not None and getattr(hint, column) == value}
        if value is not None and filler is not None and slot not in reading.by_rules:
            told[slot]["probability"] = filler.probability
            if filler.token is not None:
                told[slot] |= {"start": filler.token.idx, "end": filler.token.idx + len(filler.token)}
    return told


def _party(filler: Filler | None, document: Document, *, blamed: bool = False) -> Participant | None:
    return participant(filler.token if filler is not None else None, document, blamed=blamed)


def _place(filler: Filler | None, document: Document) -> dict[str, Any]:
    """The columns of a place; a name that is not known as one is a place as written."""
    if filler is None or filler.token is None:
        return document.located(None)
    name = document.name_at(filler.token) or document.place_named(filler.token)
    if name is not None and (name.place is not None or name.label in PLACES):
        return document.located(name)
    if name is not None or filler.token.text[0].isupper():
        return document.located(None) | {"place": name.span.text if name is not None else filler.token.text}
    return document.located(None)


def _when(filler: Filler | None) -> dict[str, Any]:
    when = filler.when if filler is not None else None
    if when is None:
        return dict.fromkeys(("date_start", "date_end", "date_precision"))
    return {"date_start": when.start, "date_end": when.end, "date_precision": when.precision}
