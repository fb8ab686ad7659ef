"""Which annotation a fact is compared with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.annotations import Article
from tests.judging import Row, judged

SENTENCE = "Rebels shelled Hama and police struck Homs."


def attack(source: str, trigger: str) -> Row:
    span = {"start": 0, "end": len(SENTENCE), "plover": "ASSAULT", "modality": "asserted"}
    return span | {"source": source, "trigger": trigger}


@pytest.mark.parametrize(("trigger", "right"), [("struck", True), ("shelled", True), ("bombed", False)])
def test_an_act_is_compared_with_the_annotation_of_its_trigger(shared: Path, trigger: str, right: bool) -> None:
    gold = {"events": [attack("rebels", "shelled"), attack("police", "struck")], "figures": [], "quotes": []}
    article = Article("a", "development", None, None, SENTENCE, gold)
    source = "police" if trigger != "shelled" else "rebels"
    found = [item for item in judged({"events": [attack(source, trigger)]}, article) if item.fact is not None]
    assert [item.is_right for item in found] == [right]
