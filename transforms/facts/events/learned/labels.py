"""Label sets of the reader's heads, in the order of their outputs."""

from __future__ import annotations

from functools import cache
from typing import get_args

import numpy as np

from transforms.facts.events.crosswalk import classes_of, event_types
from transforms.tables.schema import Modality, Plover, WhenTold

CLASSES: tuple[Plover, ...] = get_args(Plover)
"""Event classes; output 0 of the trigger head is "no event", class n is output n + 1."""
MODALITIES: tuple[Modality, ...] = get_args(Modality)
WHEN_TOLD: tuple[WhenTold, ...] = get_args(WhenTold)
SLOTS = ("source", "target", "place", "date")
DATE = SLOTS.index("date")


NOT_LEARNED = frozenset({"Change to group/activity", "Headquarters or base established"})
"""Sub-events unknown to the shipped head; the rules' value stands for them."""
TAKEOVERS = frozenset(
    {"Government regains territory", "Non-state actor overtakes territory", "Non-violent transfer of territory"}
)
"""Sub-events of a place that changes hands."""


@cache
def sub_events() -> tuple[str, ...]:
    """ACLED sub-events that are learned; output 0 of the head is "not coded", sub-event n is output n + 1."""
    return tuple(sorted(event_types().keys() - NOT_LEARNED))


@cache
def fitting_sub_events() -> np.ndarray:
    """Which outputs of the head for sub-events an event of each class may have. [classes, outputs]"""
    fits = [[not (may := classes_of(name)) or plover in may for name in sub_events()] for plover in CLASSES]
    return np.array([[True, *row] for row in fits])
