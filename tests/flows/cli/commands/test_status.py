"""The command `dateline status`."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from flows.workers.extractor import extractor
from tests.flows.asking import dateline
from transforms.tables.normalise import table
from transforms.tables.schema import EXTRACTOR, Article
from warehouse import Lake, land

ARTICLE = Article(
    article_id="a", url="https://outlet.example/a", canonical_url="https://outlet.example/a", source_id="test",
    published_date=date(2024, 12, 6), date_source="given", language="en", text="Text.", words=1, text_sha256="0" * 64,
)  # fmt: skip


def test_what_was_read_with_other_rules_is_counted_and_how_to_read_it_again(home: Path) -> None:
    older = [
        replace(ARTICLE, article_id=name, canonical_url=f"https://outlet.example/{name}", published_date=day,
                extractor="dateline-1.4")
        for name, day in (("b", date(2024, 12, 1)), ("c", date(2024, 12, 3)))
    ]  # fmt: skip
    land(Lake.at(home), {"articles": table("articles", [replace(ARTICLE, extractor=extractor(None)), *older], "run-1")})
    told = json.loads(dateline("status", "--json").stdout)
    assert (told["home"], told["rules"], told["articles"]) == (str(home), EXTRACTOR, 3)
    assert (told["first"], told["last"], told["read_with_other_rules"]) == ("2024-12-01", "2024-12-06", 2)
    assert told["read_again"].endswith(" reextract --from 2024-12-01 --to 2024-12-03")
    shown = dateline("status").stdout
    assert "2 articles were read with other rules, seeds or readers than now." in shown
    assert told["read_again"] in shown


def test_what_another_reader_read_is_outdated(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    land(Lake.at(home), {"articles": table("articles", [replace(ARTICLE, extractor=extractor(None))], "run-1")})
    assert json.loads(dateline("status", "--json").stdout)["read_with_other_rules"] == 0
    monkeypatch.setenv("DATELINE_READER", "rules")
    told = json.loads(dateline("status", "--json").stdout)
    assert (told["read_with_other_rules"], told["reader"]) == (1, "rules")


def test_a_home_without_a_warehouse_has_a_status(home: Path) -> None:
    told = dateline("status")
    assert (told.exit_code, told.stderr) == (0, "")
    assert EXTRACTOR in told.stdout
    assert list(home.iterdir()) == []
