"""Kinds of errors that `python -m tests.train errors` counts."""

from __future__ import annotations

from tests.judging import Judged
from tests.train.errors import kinds


def test_errors_are_counted_by_kind_and_those_of_whole_events_by_class() -> None:
    fact, gold = {"plover": "ASSAULT"}, {"plover": "COERCE"}
    found = [
        Judged("a", "events", None, gold),
        Judged("a", "events", None, gold),
        Judged("a", "events", fact, None),
        Judged("a", "events", fact, gold, wrong=("place",), missing=("target", "date")),
        Judged("a", "events", fact, gold),
    ]
    assert kinds(found) == {
        "not found (COERCE 2)": 2,
        "found that are none (ASSAULT 1)": 1,
        "place of another": 1,
        "target left open": 1,
        "date left open": 1,
    }
