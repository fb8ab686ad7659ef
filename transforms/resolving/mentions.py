"""Makes the rows of table `mentions`: the named actors and places of a text."""

from __future__ import annotations

from transforms.resolving.actors import countries
from transforms.resolving.document import Document
from transforms.resolving.gazetteer import gazetteer
from transforms.resolving.naming.name import Name
from transforms.resolving.places import Place, box_of
from transforms.tables.schema import Mention

CONFIDENCE = {True: 0.9, False: 0.7}


def mentions(document: Document) -> list[Mention]:
    """The rows of table `mentions`: every name and the known names inside it; unresolved ones are recorded as
    refusals.
    """
    for name in document.names:
        if name.refusal:
            document.refuse("mentions", name.span, name.refusal)
    return [_mention(name, outer, document) for outer in document.names for name in (outer, *outer.inside)]


def _mention(name: Name, outer: Name, document: Document) -> Mention:
    place, actor = name.place, name.actor
    people = _homeland(name)
    return Mention(
        **document.evidence(outer.span.sent),
        confidence=CONFIDENCE[bool(place or actor)],
        text=name.span.text,
        label=name.label,  # type: ignore[arg-type]
        mention_start=name.span.start_char,
        mention_end=name.span.end_char,
        name=place.name if place else actor.name if actor else document.spelled_out(name.span),
        actor_id=actor.actor_id if actor else None,
        place_id=place.place_id if place else people.place_id if people else None,
        country=place.country if place else actor.country if actor else None,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        **box_of(place),
    )


def _homeland(name: Name) -> Place | None:
    """The country of a people: Turkey for "Turkish"."""
    if name.label != "NORP" or name.actor is None or name.actor.country not in countries():
        return None
    return gazetteer().country(name.actor.country)
