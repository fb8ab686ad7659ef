"""The event lexicon: its codes, classes and words."""

from __future__ import annotations

from transforms.facts.events.crosswalk import event_types
from transforms.reading.event_lexicon import frames
from transforms.seeds import listed, rows


def test_every_code_of_the_lexicon_is_in_the_crosswalk() -> None:
    codes = {frame.acled for entries in frames().values() for _, frame in entries if frame.acled}
    assert codes - {"territory"} <= set(event_types())


def test_all_sixteen_classes_are_covered() -> None:
    assert len({frame.plover for entries in frames().values() for _, frame in entries}) == 16


def test_no_word_stands_twice_in_a_row() -> None:
    for row in rows("events"):
        words = listed(row["lemma"])
        assert len(words) == len(set(words)), row["lemma"]


def test_no_row_stands_twice() -> None:
    frames_as_written = [tuple(value for column, value in row.items() if column != "example") for row in rows("events")]
    assert len(frames_as_written) == len(set(frames_as_written))
