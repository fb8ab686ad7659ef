"""Reading in processes of their own."""

from __future__ import annotations

from multiprocessing import active_children

import pytest

from flows import reading
from flows.reading import read_elsewhere


def test_a_batch_that_takes_too_long_ends_with_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PATIENCE", 0.01)
    with pytest.raises(TimeoutError):
        read_elsewhere([], None, "run", 1)
    for process in active_children():
        process.join(60)
    assert active_children() == []
    monkeypatch.undo()
    assert read_elsewhere([], None, "run", 1)[:2] == ([], [])
