"""Annotated articles: valid offsets, no text of other publishers, drafts checked against the text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.annotations import ANNOTATED, articles, kept_form, spelled_out
from transforms.tables.schema import Measure, Modality, Plover, WhenTold

FILES = sorted(ANNOTATED.glob("*/*.json"))
TEXT = "Rebels shelled Latakia. “We fled at once,” Mira Saab said. At least 12 people were killed in the attack."
DRAFT: dict[str, Any] = {
    "id": "latakia",
    "split": "development",
    "published": "2024-12-06",
    "title": "Latakia shelled",
    "text": TEXT,
    "events": [{"sentence": "Rebels shelled Latakia.", "trigger": "shelled", "plover": "ASSAULT", "source": "Rebels"}],
    "figures": [{"sentence": "At least 12 people were killed in the attack.", "measure": "killed", "who": "people"}],
    "quotes": [{"quote": "We fled at once,", "speaker": "Mira Saab"}],
}


def test_there_are_articles_to_steer_by_and_articles_held_out() -> None:
    splits = [json.loads(path.read_text(encoding="utf-8"))["split"] for path in FILES]
    assert splits.count("development") >= 15
    assert splits.count("held_out") >= 8
    assert set(splits) == {"development", "held_out"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_texts_of_others_are_not_kept(path: Path) -> None:
    annotation = json.loads(path.read_text(encoding="utf-8"))
    assert ("text" in annotation) == (path.parent.name == "own")
    words = [
        part for row in annotation["events"] + annotation["figures"] + annotation["quotes"] for part in row.values()
    ]
    assert "text" in annotation or all(len(word.split()) <= 8 for word in words if isinstance(word, str))


def test_triggers_stand_whole_within_their_sentences(shared: Path) -> None:
    for article in articles():
        for event in article.gold["events"]:
            assert event["trigger"] in event["sentence"], article.id
            assert event["sentence"] == event["sentence"].strip(), article.id


def test_values_are_those_of_the_schema() -> None:
    allowed: dict[str, Any] = {"plover": Plover, "modality": Modality, "when_told": WhenTold, "measure": Measure}
    for article in articles():
        for row in article.gold["events"] + article.gold["figures"]:
            for key, kind in allowed.items():
                assert row.get(key) is None or row[key] in kind.__args__, article.id


def test_a_draft_becomes_offsets_and_back() -> None:
    annotation = kept_form(DRAFT)
    assert annotation["events"] == [{"start": 0, "end": 23, "trigger": [7, 14], "plover": "ASSAULT", "source": [0, 6]}]
    assert annotation["quotes"] == [{"start": 25, "end": 41, "speaker": [43, 52]}]
    gold = spelled_out(annotation, TEXT)
    assert {key: gold["events"][0][key] for key in ("sentence", "trigger", "source")} == {
        "sentence": "Rebels shelled Latakia.",
        "trigger": "shelled",
        "source": "Rebels",
    }
    assert gold["quotes"][0]["quote"] == "We fled at once,"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sentence": "Rebels shelled Homs."}, "not in the text: 'Rebels shelled Homs.'"),
        ({"trigger": "bombed"}, "trigger 'bombed' is not in 'Rebels shelled Latakia.'"),
    ],
)
def test_a_draft_that_says_what_the_text_does_not_is_refused(change: dict[str, str], message: str) -> None:
    event = DRAFT["events"][0]
    with pytest.raises(ValueError, match="^" + message.replace(".", r"\.")):
        kept_form(DRAFT | {"events": [event | change]})
