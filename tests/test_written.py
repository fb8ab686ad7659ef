"""The comparison of events with the written texts of the corpus, made by hand."""

from __future__ import annotations

import pytest

from tests.written import Row, scores_of, written

GOLD = {
    "start": 0, "end": 40, "plover": "ASSAULT", "source": "the rebels", "target": "Hama", "place": None,
    "date": "2024-12", "modality": "asserted",
}  # fmt: skip
READ = {key: value for key, value in GOLD.items() if key != "date"} | {"date_start": "2024-12-05"}


@pytest.mark.parametrize(
    ("read", "gold", "found", "whole"),
    [
        (READ, GOLD, 1.0, 1.0),
        (READ | {"source": "Islamist rebels"}, GOLD, 1.0, 1.0),
        (READ | {"source": "the army"}, GOLD, 1.0, 0.0),
        (READ | {"place": "Hama"}, GOLD, 1.0, 0.0),
        (READ | {"target": None}, GOLD, 1.0, 0.0),
        (READ | {"target": None}, GOLD | {"target_alt": [None]}, 1.0, 1.0),
        (READ | {"date_start": "2024-11-05"}, GOLD, 1.0, 0.0),
        (READ | {"plover": "PROTEST"}, GOLD, 0.0, 0.0),
        (READ | {"plover": "PROTEST"}, GOLD | {"plover_alt": "PROTEST"}, 1.0, 1.0),
        (READ | {"start": 50, "end": 60}, GOLD, 0.0, 0.0),
    ],
)
def test_an_event_is_right_if_its_class_and_all_its_slots_are(read: Row, gold: Row, found: float, whole: float) -> None:
    measured = scores_of([([read], [gold])])
    assert (measured["event_class"]["f1"], measured["whole_event"]["f1"]) == (found, whole)


def test_slots_are_judged_where_the_class_was_found() -> None:
    wrong, missed = READ | {"target": "Homs"}, READ | {"target": None}
    measured = scores_of([([READ, wrong, missed], [GOLD, GOLD, GOLD, GOLD])])
    assert (measured["target"]["p"], measured["target"]["r"]) == (0.5, 0.333)
    assert (measured["event_class"]["p"], measured["event_class"]["r"]) == (1.0, 0.75)


def test_a_doubtful_event_is_neither_rewarded_nor_punished() -> None:
    doubtful = GOLD | {"doubtful": True}
    assert scores_of([([READ], [doubtful])])["event_class"]["gold"] == 0
    assert scores_of([([READ, READ], [GOLD, doubtful])])["event_class"]["f1"] == 1.0


def test_there_are_written_texts_of_each_part() -> None:
    assert {split: bool(list(written(split))) for split in ("development", "test")} == {
        "development": True,
        "test": True,
    }
