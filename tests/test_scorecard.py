"""The committed scorecard holds: no measure falls by more than 0.02, and the README shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scorecard import (
    BEGIN,
    COMMITTED,
    END,
    PARTS,
    ROOT,
    WRITTEN,
    committed_card,
    describe_falls,
    measure_card,
    table,
)


@pytest.mark.parametrize("part", [part for part in PARTS if part != WRITTEN])
def test_no_committed_figure_falls(part: str, shared: Path) -> None:
    before = {part: committed_card()[part]}
    assert describe_falls(measure_card([part]), before) == []


def test_no_committed_figure_falls_where_the_reference_material_is_missing() -> None:
    if WRITTEN not in committed_card():
        pytest.skip("no figures of this part are committed")
    assert describe_falls(measure_card([WRITTEN]), committed_card()) == []


def test_a_fall_is_told_in_one_sentence() -> None:
    before = {"plover": {"event_class": {"p": 0.8, "r": 0.8, "f1": 0.8, "gold": 161}}}
    now = {"plover": {"event_class": {"p": 0.7, "r": 0.8, "f1": 0.747, "gold": 161}}}
    assert describe_falls(now, before) == ["PLOVER sentences, event class (PLOVER): F1 0.747, was 0.800"]
    assert describe_falls(before, now) == []
    assert describe_falls(now, before, 0.06) == []


def test_the_readme_shows_the_committed_card() -> None:
    card_text = (ROOT / "README.md").read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert COMMITTED.exists()
    assert card_text.strip() == table(committed_card())
