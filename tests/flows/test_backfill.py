"""Backfills: invalid parameters are refused, each day is a run, a dry run lands nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.backfill import BackfillError, Done, backfill
from flows.nightly import nightly
from tests.flows.asking import dateline, rows
from transforms.tables.schema import FACTS
from warehouse import Lake, check

SOURCE = '[[source]]\nname = "{name}"\nkind = "folder"\nurl = "{folder}"\n'
TEXT = "Rebel fighters captured the city of Hama on Thursday. The army said 1{day} soldiers were killed."
FIRST, LAST = date(2024, 12, 4), date(2024, 12, 6)


def furnish(home: Path) -> Path:
    """Make a home with one source, which has an article for each of five days; returns the folder of the articles."""
    folder = home / "articles"
    folder.mkdir(exist_ok=True)
    (home / "seeds").mkdir(exist_ok=True)
    (home / "seeds" / "sources.toml").write_text(SOURCE.format(name="desk", folder=folder))
    write(folder, TEXT)
    return folder


def write(folder: Path, text: str) -> None:
    for day in range(3, 8):
        line = {"url": f"https://desk.example/{day}", "published": f"2024-12-0{day}", "text": text.format(day=day)}
        (folder / f"{day}.jsonl").write_text(json.dumps(line))


def contents(home: Path) -> dict[str, list[dict[str, Any]]]:
    return {table: rows(home, f"SELECT * FROM {table} ORDER BY ALL") for table in ("articles", *FACTS)}  # noqa: S608


def days(home: Path) -> list[str]:
    return [str(row["published_date"]) for row in rows(home, "SELECT published_date FROM articles ORDER BY ALL")]


@pytest.fixture(scope="module")
def three_days(tmp_path_factory: pytest.TempPathFactory, empty_home: Path) -> tuple[Path, list[Done]]:
    """Such a home after a backfill of three days, to be copied, and the backfill's outcome."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(empty_home, home, dirs_exist_ok=True)
    furnish(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATELINE_HOME", str(home))
        patch.setenv("DATELINE_BRIEF", "false")
        return home, backfill(FIRST, LAST)


@pytest.fixture
def read(home: Path, three_days: tuple[Path, list[Done]]) -> Path:
    """The test's home, with those days read; returns the folder of its articles."""
    shutil.copytree(three_days[0], home, dirs_exist_ok=True)
    return furnish(home)


def test_a_backfill_has_exactly_its_days_and_twice_changes_nothing(
    home: Path, read: Path, three_days: tuple[Path, list[Done]]
) -> None:
    first, before = three_days[1], contents(home)
    again = backfill(FIRST, LAST)
    assert days(home) == ["2024-12-04", "2024-12-05", "2024-12-06"]
    assert [str(done.day) for done in first] == days(home)
    assert all(done.changes["articles", "added"] == 1 for done in first)
    assert not any(done.changes["articles", change] for done in again for change in ("added", "changed", "withdrawn"))
    assert contents(home) == before
    assert check(Lake.at(home)) == []


@pytest.mark.usefixtures("made")
def test_an_article_without_a_day_is_of_no_day(home: Path) -> None:
    folder = furnish(home)
    text = "Rebel fighters captured the city of Hama, and the army said that soldiers were killed. " * 3
    head = "<head><title>Hama</title><meta property='og:type' content='article'></head>"
    body = f"<body><article><h1>Hama</h1><p>{text}</p></article></body>"
    (folder / "undated.html").write_text(f"<html>{head}{body}</html>")
    today = datetime.now(UTC).date()
    backfill(today - timedelta(days=1), today)
    assert days(home) == []


def test_a_dry_run_counts_what_would_change_and_lands_nothing(home: Path, read: Path) -> None:
    before, pages = contents(home), rows(home, "FROM pages")
    write(read, TEXT.replace("1{day}", "4{day}"))
    would = backfill(LAST, LAST + timedelta(1), dry_run=True)
    assert (contents(home), rows(home, "FROM pages")) == (before, pages)
    assert len(rows(home, "FROM runs")) == 3
    assert [articles(done) for done in would] == [(0, 1), (1, 0)]
    assert would[0].changes["figures", "withdrawn"] > 0
    did = backfill(LAST, LAST + timedelta(1))
    assert [facts(done) for done in did] == [facts(done) for done in would]


def articles(done: Done) -> tuple[int, int]:
    return done.changes["articles", "added"], done.changes["articles", "changed"]


def facts(done: Done) -> dict[tuple[str, str], int]:
    return {(table, change): n for (table, change), n in done.changes.items() if table in ("articles", *FACTS)}


def test_the_archive_is_read_again_by_the_day_its_articles_were_published(home: Path, read: Path) -> None:
    before = contents(home)
    today = datetime.now(UTC).date()
    assert [done.state for done in backfill(FIRST, FIRST, mode="reextract")] == ["Completed"]
    assert [done.state for done in backfill(today, today, mode="reextract")] == ["Completed"]
    assert contents(home) == before
    latest = rows(home, "SELECT flow, discovered, unchanged, night FROM runs ORDER BY ended DESC LIMIT 2")
    of_no_day = {"flow": "backfill-day", "discovered": 0, "unchanged": 0, "night": None}
    assert latest == [of_no_day, of_no_day | {"discovered": 1, "unchanged": 1}]


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"first_day": LAST, "last_day": FIRST}, "2024-12-04 comes before 2024-12-06"),
        ({"first_day": FIRST, "last_day": date(2999, 1, 1)}, "2999-01-01 is a day to come"),
        ({"first_day": FIRST, "last_day": LAST, "sources": ["no-such"]}, "no source is named no-such"),
        ({"first_day": date(2023, 10, 1), "last_day": LAST}, "433 days are more than 400; DATELINE_MOST_DAYS"),
        ({"first_day": FIRST, "last_day": LAST, "sources": ["desk"], "mode": "reextract"}, "name no sources"),
    ],
    ids=["reversed", "future", "unknown source", "too many", "sources of the archive"],
)
def test_unusable_parameters_are_refused_in_a_sentence_and_nothing_is_written(
    home: Path, parameters: dict[str, Any], sentence: str
) -> None:
    furnish(home)
    with pytest.raises(ValueError, match=sentence):
        backfill(**parameters)
    words = ["--from", str(parameters["first_day"]), "--to", str(parameters["last_day"])]
    words += ["--mode", parameters.get("mode", "fetch")]
    words += [f"--source={name}" for name in parameters.get("sources", [])]
    result = dateline("backfill", *words)
    assert result.exit_code == 2
    assert sentence in result.output
    assert not (home / "warehouse" / "data" / "catalog.sqlite").exists()


def test_the_setting_allows_more_days(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.backfill import backfill_days

    furnish(home)
    monkeypatch.setenv("DATELINE_MOST_DAYS", "500")
    assert len(backfill_days(date(2023, 10, 1), LAST, None, "fetch")) == 433


@pytest.mark.usefixtures("made")
def test_a_failed_day_is_named_and_the_others_land(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows import backfill as module

    furnish(home)
    whole = module.facts_of

    def broken(documents: Any, setup: Any, opened: Any, *others: Any, **more: Any) -> Any:
        if "2024-12-05" in opened.parameters:
            raise RuntimeError("the power went")
        return whole(documents, setup, opened, *others, **more)

    monkeypatch.setattr(module, "facts_of", broken)
    with pytest.raises(BackfillError, match="1 of 2 days failed: 2024-12-05"):
        backfill(FIRST + timedelta(1), LAST)
    assert days(home) == ["2024-12-06"]


@pytest.mark.usefixtures("made")
def test_a_backfill_and_a_nightly_at_once_lose_nothing(home: Path) -> None:
    folder = furnish(home)
    command = [sys.executable, "-m", "flows.cli", "backfill", "--from", "2024-12-05", "--to", "2024-12-07"]
    running = subprocess.Popen(command, env=os.environ | {"PREFECT_API_URL": ""}, stdout=subprocess.DEVNULL)
    runs = [nightly(places=[str(folder)]) for _ in range(2)]
    assert running.wait(300) == 0
    assert days(home) == [f"2024-12-0{day}" for day in range(3, 8)]
    assert all(run.discovered == run.landed + run.unchanged == 5 for run in runs)
    assert len(rows(home, "FROM runs")) == 5
    assert check(Lake.at(home)) == []
