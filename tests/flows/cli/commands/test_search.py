"""The command `dateline search`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.flows.asking import dateline
from tests.warehouse.conftest import World
from warehouse import Lake, land

TEXT = "M23 fighters entered Goma."


@pytest.fixture
def landed(home: Path) -> Path:
    world = World()
    world.article("goma", TEXT)
    land(Lake.at(home), world.batch())
    return home


def test_a_search_prints_the_articles_with_their_sentence(landed: Path) -> None:
    printed = dateline("search", "M23", "goma")
    assert (printed.exit_code, TEXT in " ".join(printed.output.split())) == (0, True), printed.output
    (found,) = json.loads(dateline("search", "M23", "--json").output)
    assert (found["article_id"], found["sentence"], found["published_date"]) == ("goma", TEXT, "2024-12-02")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["..."], "no word to search for"),
        (["M23", "--from", "yesterday"], "yesterday: not a day"),
        (["M23", "--as-of", "2001-01-01"], "nothing had landed by"),
        (["M23", "--from", "2024-12-09", "--to", "2024-12-01"], "2024-12-09 is after 2024-12-01"),
    ],
)
def test_bad_input_is_one_sentence(landed: Path, words: list[str], told: str) -> None:
    printed = dateline("search", *words)
    assert printed.exit_code == 2
    assert told in " ".join(printed.output.split())
