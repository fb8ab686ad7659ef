"""The commands `run` and `backfill`: the account that they print, and their exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from pebble.pool.process import WORKERS_NAME

from flows.workers.extractor import extractor
from tests.flows.asking import dateline
from tests.flows.sources.conftest import HOME, TEXT, item, rss
from tests.flows.test_backfill import days, furnish
from tests.loopback import HOST, Answer, Loopback, loopback
from warehouse import Lake, query

PAGE = b"date 2024-12-05 Rebel fighters captured the city of Hama on Thursday."


def test_a_run_prints_its_account_and_where_the_warehouse_is(
    copied: Path, night: tuple[Path, CompletedProcess[str]]
) -> None:
    again = dateline("run", str(night[0] / "story.txt"))
    assert "1 documents = 0 landed + 1 unchanged + 0 rejected" in again.output
    assert "warehouse" in again.output
    assert WORKERS_NAME not in {process.name for process in active_children()}, "a worker outlived the reading"


def test_a_run_of_which_no_line_can_be_read_ends_with_2_and_names_one(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (home / "in.jsonl").write_text('{"id": "x"}\n')
    result = dateline("run", str(home / "in.jsonl"))
    assert result.exit_code == 2
    assert "in.jsonl:1: " in result.output
    assert "Traceback" not in result.output + "".join(capfd.readouterr())


def test_a_bad_line_costs_itself_and_the_other_articles_of_its_folder_are_read(home: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    good = {"published": "2024-12-05", "text": "Rebel fighters captured the city of Hama on Thursday."}
    (inbox / "a.jsonl").write_text(json.dumps(good | {"id": "one"}) + '\n{"id": "two", "text": \n')
    (inbox / "b.jsonl").write_text(
        json.dumps({**good, "id": "three", "text": "Troops left the town of Binnish."}) + "\n"
    )
    result = dateline("run", str(inbox), "--json")
    run = json.loads(result.stdout)
    assert (result.exit_code, run["landed"], run["rejected"]) == (0, 2, 1)
    (reject,) = query(Lake.at(home), "SELECT stage, reason, detail FROM rejects").to_pylist()
    assert (reject["stage"], reject["reason"]) == ("discover", "malformed")
    assert reject["detail"].startswith(f"{inbox}/a.jsonl:2: not JSON: ")
    assert "\n" not in reject["detail"]


def test_a_run_gives_its_account_and_quiet_no_log(night: tuple[Path, CompletedProcess[str]]) -> None:
    home, done = night
    assert (done.returncode, done.stderr) == (0, "")
    run = json.loads(done.stdout)
    assert (run["discovered"], run["landed"], run["unchanged"], run["rejected"]) == (1, 1, 0, 0)
    assert run["parameters"] == {"sources": [], "places": [str(home / "story.txt")]}
    assert (run["versions"]["extractor"], run["facts"]["figures"], run["wrong"]) == (extractor(None), 1, None)
    assert (run["warehouse"], run["brief"]) == (f"{home}/warehouse/data/files/", None)


@pytest.mark.parametrize("words", [["run"], ["run", "--source", "desk"]], ids=["every", "named"])
def test_a_run_whose_only_source_failed_ends_with_2_and_says_so(words: list[str], home: Path) -> None:
    (home / "seeds").mkdir()
    source = '[[source]]\nname = "desk"\nkind = "feed"\nurl = "http://127.0.0.1:9/feed"\n'
    (home / "seeds" / "sources.toml").write_text(source)
    printed = dateline(*words, "--json")
    run = json.loads(printed.stdout)
    assert (printed.exit_code, run["landed"], run["rejected"]) == (2, 0, 1)
    assert run["wrong"].startswith("nothing came of 1 of 1 sources. desk: ")
    assert f"dateline: {run['wrong']}" in printed.stderr


def reached(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let runs reach the server as outlet.example and other.example."""
    monkeypatch.setenv("DATELINE_ROUTES", json.dumps({HOST: server.route, "other.example": server.route}))
    monkeypatch.setenv("DATELINE_DELAY", "0")
    monkeypatch.setenv("DATELINE_TRIES", "1")


FEEDS = "".join(f'[[source]]\nname = "{name}"\nkind = "feed"\nurl = "{HOME}/{name}.xml"\n' for name in ("one", "two"))


@pytest.mark.usefixtures("made")
@pytest.mark.attack("sources that do not answer: {failing} of two")
@pytest.mark.parametrize(
    ("words", "failing", "code"),
    [
        (["run"], 2, 2), (["run"], 1, 0), (["run", "-s", "one", "-s", "two"], 1, 1), (["run"], 0, 0),
        (["backfill", "--from", "2024-12-05"], 2, 2), (["backfill", "--from", "2024-12-05"], 1, 0),
        (["backfill", "--from", "2024-12-01"], 0, 0),
    ],
    ids=lambda value: str(value),
)  # fmt: skip
def test_a_run_of_which_nothing_came_fails(
    words: list[str],
    failing: int,
    code: int,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    outcome: Callable[[str], None],
) -> None:
    (home / "seeds").mkdir()
    (home / "seeds" / "sources.toml").write_text(FEEDS)
    dated = "<pubDate>Thu, 05 Dec 2024 08:00:00 GMT</pubDate>"
    feeds = [("one.xml", Answer(rss(item("/a", dated)))), ("two.xml", Answer(rss(item("/b", dated))))]
    answers = {"a": Answer(PAGE, headers=TEXT), "b": Answer(PAGE + b" Again.", headers=TEXT), **dict(feeds[failing:])}
    with loopback(answers) as server:
        reached(server, monkeypatch)
        result = dateline(*words)
    assert result.exit_code == code, result.output
    assert "nothing came of" in result.output or not (failing and words[0] == "run")
    (run,) = query(Lake.at(home), "FROM runs").to_pylist()
    assert run["discovered"] == run["landed"] + run["unchanged"] + run["rejected"]
    assert run["rejected"] == failing
    outcome(f"exit code {code}, {failing} rejects landed, the account holds")


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(("places", "code"), [(["story.txt", "gone"], 1), (["gone"], 2), (["story.txt"], 0)])
def test_a_page_given_by_hand_that_does_not_answer_is_an_exit_code(
    places: list[str], code: int, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with loopback({"story.txt": Answer(PAGE, headers=TEXT)}) as server:
        reached(server, monkeypatch)
        result = dateline("run", *(server.url(place) for place in places))
    assert result.exit_code == code, result.output
    assert ("answered 404" in result.output) == (code > 0)


@pytest.mark.usefixtures("made")
def test_a_backfill_prints_what_changed(home: Path) -> None:
    furnish(home)
    words = ["backfill", "--source", "desk", "--from", "2024-12-04", "--to"]
    would = dateline(*words, "2024-12-04", "--dry-run")
    assert would.exit_code == 0, would.output
    assert "1 days would be read" in would.output
    did = dateline(*words, "2024-12-05")
    assert "2 days read" in did.output
    assert "articles" in did.output
    assert days(home) == ["2024-12-04", "2024-12-05"]
