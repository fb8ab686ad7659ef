"""The committed scorecard holds: no measure falls by more than 0.02, and the README shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scorecard import BEGIN, COMMITTED, END, PARTS, ROOT, committed, dropped, measured, table


@pytest.mark.parametrize("part", PARTS)
def test_no_committed_figure_falls(part: str, shared: Path) -> None:
    before = {part: committed()[part]}
    assert dropped(measured([part]), before) == []


def test_a_fall_is_told_in_one_sentence() -> None:
    before = {"plover": {"event_class": {"p": 0.8, "r": 0.8, "f1": 0.8, "gold": 161}}}
    now = {"plover": {"event_class": {"p": 0.7, "r": 0.8, "f1": 0.747, "gold": 161}}}
    assert dropped(now, before) == ["PLOVER sentences, event class (PLOVER): F1 0.747, was 0.800"]
    assert dropped(before, now) == []


def test_the_readme_shows_the_committed_card() -> None:
    card_text = (ROOT / "README.md").read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert COMMITTED.exists()
    assert card_text.strip() == table(committed())
