"""Backfills: a form that refuses what may not be, a run for each day, a rehearsal that lands nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import get_client
from typer.testing import CliRunner

from flows.backfill import BackfillError, Done, backfill
from flows.cli import app
from flows.nightly import nightly
from tests.served import Served, served, wait_for
from transforms.tables.schema import FACTS
from warehouse import Lake, check, query

SOURCE = '[[source]]\nname = "{name}"\nkind = "folder"\nurl = "{folder}"\n'
TEXT = "Rebel fighters captured the city of Hama on Thursday. The army said 1{day} soldiers were killed."
FIRST, LAST = date(2024, 12, 4), date(2024, 12, 6)


def furnish(home: Path) -> Path:
    """A home whose one source has an article for each of five days; the folder of the articles."""
    folder = home / "articles"
    folder.mkdir()
    (home / "seeds").mkdir()
    (home / "seeds" / "sources.toml").write_text(SOURCE.format(name="desk", folder=folder))
    write(folder, TEXT)
    return folder


def write(folder: Path, text: str) -> None:
    for day in range(3, 8):
        line = {"url": f"https://desk.example/{day}", "published": f"2024-12-0{day}", "text": text.format(day=day)}
        (folder / f"{day}.jsonl").write_text(json.dumps(line))


def rows(home: Path, sql: str) -> list[dict[str, Any]]:
    return query(Lake.at(home), sql).to_pylist()


def contents(home: Path) -> dict[str, list[dict[str, Any]]]:
    return {table: rows(home, f"SELECT * FROM {table} ORDER BY ALL") for table in ("articles", *FACTS)}  # noqa: S608


def days(home: Path) -> list[str]:
    return [str(row["published_date"]) for row in rows(home, "SELECT published_date FROM articles ORDER BY ALL")]


@pytest.mark.usefixtures("prefect_server")
def test_a_backfill_has_exactly_its_days_and_twice_changes_nothing(home: Path) -> None:
    furnish(home)
    first = backfill(FIRST, LAST)
    before = contents(home)
    again = backfill(FIRST, LAST)
    assert days(home) == ["2024-12-04", "2024-12-05", "2024-12-06"]
    assert [str(done.day) for done in first] == days(home)
    assert all(done.changes["articles", "added"] == 1 for done in first)
    assert not any(done.changes["articles", change] for done in again for change in ("added", "changed", "withdrawn"))
    assert contents(home) == before
    assert check(Lake.at(home)) == []


@pytest.mark.usefixtures("prefect_server")
def test_an_article_that_tells_no_day_is_of_no_day(home: Path) -> None:
    folder = furnish(home)
    text = "Rebel fighters captured the city of Hama, and the army said that soldiers were killed. " * 3
    head = "<head><title>Hama</title><meta property='og:type' content='article'></head>"
    body = f"<body><article><h1>Hama</h1><p>{text}</p></article></body>"
    (folder / "undated.html").write_text(f"<html>{head}{body}</html>")
    today = datetime.now(UTC).date()
    backfill(today - timedelta(days=1), today)
    assert days(home) == []


@pytest.mark.usefixtures("prefect_server")
def test_a_rehearsal_tells_what_would_change_and_lands_nothing(home: Path) -> None:
    folder = furnish(home)
    backfill(FIRST, FIRST)
    before, pages = contents(home), rows(home, "FROM pages")
    write(folder, TEXT.replace("1{day}", "4{day}"))
    would = backfill(FIRST, LAST, dry_run=True)
    assert (contents(home), rows(home, "FROM pages")) == (before, pages)
    assert len(rows(home, "FROM runs")) == 1
    assert [articles(done) for done in would] == [(0, 1), (1, 0), (1, 0)]
    assert would[0].changes["figures", "withdrawn"] > 0
    did = backfill(FIRST, LAST)
    assert [facts(done) for done in did] == [facts(done) for done in would]


def articles(done: Done) -> tuple[int, int]:
    return done.changes["articles", "added"], done.changes["articles", "changed"]


def facts(done: Done) -> dict[tuple[str, str], int]:
    return {(table, change): n for (table, change), n in done.changes.items() if table in ("articles", *FACTS)}


@pytest.mark.usefixtures("prefect_server")
def test_the_archive_is_read_again_by_the_day_its_pages_came(home: Path) -> None:
    furnish(home)
    backfill(FIRST, LAST)
    before = contents(home)
    today = datetime.now(UTC).date()
    (done,) = backfill(today, today, mode="reextract")
    assert done.state == "Completed"
    assert contents(home) == before
    flows = rows(home, "SELECT flow, discovered, unchanged, night FROM runs ORDER BY ended DESC LIMIT 1")
    assert flows == [{"flow": "backfill-day", "discovered": 3, "unchanged": 3, "night": None}]


@pytest.mark.usefixtures("prefect_server")
@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"first_day": LAST, "last_day": FIRST}, "2024-12-04 comes before 2024-12-06"),
        ({"first_day": FIRST, "last_day": date(2999, 1, 1)}, "2999-01-01 is a day to come"),
        ({"first_day": FIRST, "last_day": LAST, "sources": ["no-such"]}, "no source is named no-such"),
        ({"first_day": date(2023, 10, 1), "last_day": LAST}, "433 days are more than 400; DATELINE_MOST_DAYS"),
        ({"first_day": FIRST, "last_day": LAST, "sources": ["desk"], "mode": "reextract"}, "name no sources"),
    ],
    ids=["reversed", "future", "unknown source", "too many", "sources of the archive"],
)
def test_what_may_not_be_is_refused_in_a_sentence_and_writes_nothing(
    home: Path, told: dict[str, Any], said: str
) -> None:
    furnish(home)
    with pytest.raises(ValueError, match=said):
        backfill(**told)
    words = ["--from", str(told["first_day"]), "--to", str(told["last_day"]), "--mode", told.get("mode", "fetch")]
    result = CliRunner().invoke(app, ["backfill", *words, *(f"--source={name}" for name in told.get("sources", []))])
    assert result.exit_code == 2
    assert said in result.output
    assert not (home / "warehouse" / "data" / "catalog.sqlite").exists()


def test_the_setting_allows_more_days(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.backfill import examined

    furnish(home)
    monkeypatch.setenv("DATELINE_MOST_DAYS", "500")
    assert len(examined(date(2023, 10, 1), LAST, None, "fetch")) == 433


@pytest.mark.usefixtures("prefect_server")
def test_a_failed_day_is_named_and_the_others_land(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows import backfill as module

    furnish(home)
    whole = module.facts_of

    def broken(documents: Any, setup: Any, opened: Any, **more: Any) -> Any:
        if "2024-12-05" in opened.parameters:
            raise RuntimeError("the power went")
        return whole(documents, setup, opened, **more)

    monkeypatch.setattr(module, "facts_of", broken)
    with pytest.raises(BackfillError, match="1 of 3 days failed: 2024-12-05"):
        backfill(FIRST, LAST)
    assert days(home) == ["2024-12-04", "2024-12-06"]


@pytest.mark.usefixtures("prefect_server")
def test_the_command_prints_what_changed(home: Path) -> None:
    furnish(home)
    words = ["backfill", "--source", "desk", "--from", "2024-12-04", "--to", "2024-12-05"]
    would = CliRunner().invoke(app, [*words, "--dry-run"])
    assert would.exit_code == 0, would.output
    assert "2 days would be read" in would.output
    did = CliRunner().invoke(app, words)
    assert "2 days read" in did.output
    assert "articles" in did.output
    assert days(home) == ["2024-12-04", "2024-12-05"]


def test_a_backfill_and_a_nightly_at_once_lose_nothing(home: Path, prefect_server: None) -> None:
    folder = furnish(home)
    command = [sys.executable, "-m", "flows.cli", "backfill", "--from", "2024-12-03", "--to", "2024-12-07"]
    with get_client(sync_client=True) as client:
        api = str(client.api_url)
    other = subprocess.Popen(command, env=os.environ | {"PREFECT_API_URL": api}, stdout=subprocess.DEVNULL)
    runs = [nightly(places=[str(folder)]) for _ in range(3)]
    assert other.wait(300) == 0
    assert days(home) == [f"2024-12-0{day}" for day in range(3, 8)]
    assert all(run.discovered == run.landed + run.unchanged == 5 for run in runs)
    assert len(rows(home, "FROM runs")) == 8
    assert check(Lake.at(home)) == []


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("home")
    furnish(home)
    with served(home) as found:
        yield found


def test_the_form_has_dates_a_choice_of_sources_and_switches(running: Served) -> None:
    form = running.ask("GET", "/deployments/name/backfill/backfill")["parameter_openapi_schema"]
    fields = form["properties"]
    assert [(fields[name]["title"], fields[name]["format"]) for name in ("first_day", "last_day")] == [
        ("From", "date"),
        ("To", "date"),
    ]
    assert fields["mode"]["enum"] == ["fetch", "reextract"]
    assert fields["dry_run"]["type"] == "boolean"
    assert "desk" in json.dumps(fields["sources"])
    assert all(fields[name]["description"] for name in fields)
    assert form["required"] == ["first_day", "last_day"]


def test_a_served_backfill_runs_each_day_by_itself_and_one_that_was_killed_is_retried_alone(running: Served) -> None:
    run_id = running.start("backfill", first_day="2024-12-04", last_day="2024-12-06", sources=["desk"])
    wait_for(lambda: running.kill("backfill-day", "2024-12-05"), lambda: running.told(run_id))
    parent = running.until(run_id, "FAILED", "COMPLETED", "CRASHED")
    children = {run["name"]: run for run in running.runs("backfill-day")}
    assert parent["name"] == "2024-12-04 to 2024-12-06: fetch desk"
    assert "1 of 3 days failed: 2024-12-05" in parent["state"]["message"]
    assert {day: run["state_type"] for day, run in children.items()} == {
        "2024-12-04": "COMPLETED",
        "2024-12-05": "CRASHED",
        "2024-12-06": "COMPLETED",
    }
    assert days(running.home) == ["2024-12-04", "2024-12-06"]
    table = running.artifacts(run_id)["backfill-2024-12-04-2024-12-06"]
    assert {"table": "articles", "added": 2, "changed": 0, "withdrawn": 0} in json.loads(table["data"])

    failed = children["2024-12-05"]["id"]
    running.retry(failed)
    wait_for(lambda: running.run(failed)["state_type"] == "COMPLETED", lambda: running.told(failed))
    assert days(running.home) == ["2024-12-04", "2024-12-05", "2024-12-06"]
    assert len(running.runs("backfill-day")) == 3
    assert check(Lake.at(running.home)) == []


def test_a_day_to_come_fails_at_once(running: Served) -> None:
    tomorrow = str(datetime.now(UTC).date() + timedelta(1))
    run = running.until(running.start("backfill", first_day=tomorrow, last_day=tomorrow), "FAILED", "COMPLETED")
    assert f"{tomorrow} is a day to come" in run["state"]["message"]


def test_a_day_that_is_none_fails_at_once(running: Served) -> None:
    run = running.until(running.start("backfill", first_day="Friday", last_day="2024-12-06"), "FAILED", "COMPLETED")
    assert run["state_type"] == "FAILED"
    assert "first_day" in run["state"]["message"]
