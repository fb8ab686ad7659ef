"""The weekly maintenance."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.maintain import maintain
from flows.nightly import nightly
from warehouse import Lake, query

STORY = "date 2024-12-05 Rebel fighters captured the city of Hama on Thursday. The army said 1{} soldiers were killed."


@pytest.mark.usefixtures("made")
def test_maintenance_tells_what_it_did(home: Path) -> None:
    for number in range(3):
        (home / "hama.txt").write_text(STORY.format(number))
        nightly(places=[str(home / "hama.txt")])
    before = query(Lake.at(home), "SELECT article_id, text FROM articles").to_pylist()
    done = maintain()
    assert done.merged > done.into > 0
    assert query(Lake.at(home), "SELECT article_id, text FROM articles").to_pylist() == before
