"""Reextraction: the same rows if nothing changed, today's results if rules changed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows import tasks
from flows.nightly import nightly
from flows.reextract import reextract
from tests.flows.asking import rows
from transforms.cleaning import clean
from transforms.tables.schema import FACTS, READINGS, Article, Page, Reject
from warehouse import Lake, check, connect

STORY = "date 2024-12-05 Rebel fighters captured the city of Hama on Thursday. The army said 12 soldiers were killed.\n"
DAYS = date(2024, 1, 1), date(2999, 12, 31)


def contents(home: Path) -> dict[str, list[dict[str, Any]]]:
    tables = ("articles", "pages", "rejects", "refused", *FACTS)
    return {table: rows(home, f"SELECT * FROM {table} ORDER BY ALL") for table in tables}  # noqa: S608


def test_the_sample_wire_read_again_gives_the_same_rows(home: Path, wire: Lake) -> None:
    before, (first,) = contents(home), rows(home, "FROM runs")
    again = reextract(*DAYS)
    assert contents(home) == before
    assert all(before[table] for table in ("articles", *FACTS))
    assert again.landed == 0
    assert again.unchanged == first["landed"] + first["unchanged"]
    assert json.loads(again.facts) == dict.fromkeys(FACTS, 0)
    assert rows(home, "SELECT flow, parameters FROM runs ORDER BY started DESC LIMIT 1") == [
        {"flow": "reextract", "parameters": '{"first": "2024-01-01", "last": "2999-12-31"}'}
    ]
    assert check(wire) == []


@pytest.mark.usefixtures("made")
def test_every_later_table_comes_back_from_the_pages_alone(home: Path, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY)
    nightly(places=[str(tmp_path / "story.txt")])
    before = contents(home)
    with connect(Lake.at(home)) as connection:
        for table in ("articles", *READINGS):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608
    (tmp_path / "story.txt").unlink()
    run = reextract(*DAYS)
    after = contents(home)
    assert run.landed == 1
    for table in ("figures", "articles", "events"):
        assert before[table]
        assert [row | {"run_id": ""} for row in after[table]] == [row | {"run_id": ""} for row in before[table]]


@pytest.mark.usefixtures("made")
def test_only_what_was_published_on_these_days_is_read(home: Path, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY)
    nightly(places=[str(tmp_path / "story.txt")])
    assert reextract(date(2024, 12, 1), date(2024, 12, 4)).discovered == 0
    assert reextract(date(2024, 12, 5), date(2024, 12, 5)).discovered == 1


@pytest.mark.usefixtures("made")
def test_an_article_is_read_from_its_latest_version(home: Path, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    for toll in ("12", "15", "12"):
        story.write_text(STORY.replace("12 soldiers", f"{toll} soldiers"))
        nightly(places=[str(story)])
    before = contents(home)
    assert len(before["pages"]) == 3
    assert reextract(*DAYS).unchanged == 1
    assert contents(home) == before
    assert rows(home, "SELECT low FROM figures WHERE measure = 'killed'") == [{"low": 12}]


@pytest.mark.usefixtures("made")
def test_what_todays_rules_no_longer_take_for_an_article_goes(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hama.txt").write_text(STORY)
    (tmp_path / "homs.txt").write_text(STORY.replace("Hama", "Homs").replace("12 soldiers", "15 soldiers"))
    nightly(places=[str(tmp_path)])

    def stricter(page: Page) -> Article | Reject:
        return clean._reject(page, "no_article", "no article today.") if b"Homs" in page.body else clean.clean(page)

    monkeypatch.setattr(tasks, "clean_elsewhere", lambda pages, *_: [stricter(page) for page in pages])
    run = reextract(*DAYS)
    assert (run.discovered, run.landed, run.unchanged, run.rejected) == (2, 0, 1, 1)
    assert rows(home, "SELECT low FROM figures WHERE measure = 'killed'") == [{"low": 12}]
    assert len(rows(home, "FROM articles")) == 1
    monkeypatch.undo()
    monkeypatch.setenv("DATELINE_HOME", str(home))
    assert reextract(*DAYS).landed == 1
    assert len(rows(home, "FROM articles")) == 2
    assert check(Lake.at(home)) == []
