"""The labels in the output order of the network."""

from __future__ import annotations

from transforms.facts.events.crosswalk import event_types
from transforms.facts.events.learned.labels import (
    CLASSES,
    DATE,
    NOT_LEARNED,
    SLOTS,
    TAKEOVERS,
    fitting_sub_events,
    sub_events,
)


def test_sub_events_are_those_of_the_seeds_that_are_learned_in_order() -> None:
    found = sub_events()
    assert list(found) == sorted(found)
    assert set(found) | NOT_LEARNED == set(event_types())
    assert set(found) >= TAKEOVERS
    assert not set(found) & NOT_LEARNED


def test_classes_and_slots_are_told_once() -> None:
    assert len(set(CLASSES)) == len(CLASSES)
    assert SLOTS[DATE] == "date"


def test_a_sub_event_fits_its_classes_and_each_class_may_have_none() -> None:
    fits = fitting_sub_events()
    peaceful = sub_events().index("Peaceful protest") + 1
    assert [name for name, may in zip(CLASSES, fits[:, peaceful], strict=True) if may] == ["PROTEST"]
    assert fits[:, 0].all()
    assert fits.any(0).all()
