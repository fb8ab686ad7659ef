"""Places and days that another sentence gives to an act, where a nearer one rules them out.

The reader points to words anywhere in an article; an act is where its own sentence says, and not in a town that the
text has left: "In Bunia, ... In Komanda, ... Police later fired tear gas".
"""

from __future__ import annotations

import re
from bisect import bisect_right

from transforms.facts.events.learned.grammar import may_fill
from transforms.reading.tree import Doc, Span, Token
from transforms.resolving.document import Document
from transforms.resolving.naming.name import Name
from transforms.resolving.naming.whereabouts import WITHIN, place_of
from transforms.tables.schema import Plover

FEWEST_UPDATES = 3
"""Lines that open with a clock time which make an article a live blog."""
_CLOCK = re.compile(r"^[ \t]*(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:[ \t]?[ap]\.?m\b\.?)?(?![\d:.])", re.MULTILINE)


def nearest_place(told: Token, trigger: Token, plover: Plover, document: Document) -> Token | None:
    """The place of an act to which the reader points: that of the act's own sentence rather than of another; none if
    the text has moved to another place, or to another update of a live blog, between the two.
    """
    if told.sent == trigger.sent:
        return told
    own = place_of(trigger, document)
    if own is not None and own.span.sent == trigger.sent and may_fill("place", own.span.root, trigger, plover, document):
        return own.span.root
    if is_other_update(told, trigger):
        return None
    name = document.name_at(told) or document.place_named(told)
    between = document.doc[told.sent.end : trigger.sent.start] if told.i < trigger.i else None
    return None if between is not None and _moves_elsewhere(between, name, document) else told


def _moves_elsewhere(between: Span, name: Name | None, document: Document) -> bool:
    """Whether a text tells of things in a place other than the named one."""
    places = [place.place for place in document.names_in(between) if _is_where(place)]
    own = name.place if name is not None else None
    return any(own is None or place.place_id != own.place_id for place in places if place is not None)


def _is_where(name: Name) -> bool:
    """Whether a name is a place in which something happens, countries aside."""
    is_after = name.span.start > name.span.sent.start and name.span.doc[name.span.start - 1].lower_ in WITHIN
    return is_after and name.place is not None and name.place.kind != "country"


def is_other_update(told: Token, trigger: Token) -> bool:
    """Whether a live blog tells two words in different updates."""
    starts = _updates(told.doc)
    return bisect_right(starts, told.idx) != bisect_right(starts, trigger.idx)


def _updates(doc: Doc) -> list[int]:
    """Offsets of the updates of a live blog; none in other articles."""
    if "updates" not in doc.user_data:
        starts = [match.start() for match in _CLOCK.finditer(doc.text)]
        doc.user_data["updates"] = starts if len(starts) >= FEWEST_UPDATES else []
    return list(doc.user_data["updates"])
