"""The nightly flow on the sample wire and on folders: real server, real pages, real lake."""

from __future__ import annotations

import json
from collections.abc import Mapping
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest
from pebble.pool.process import WORKERS_NAME

from flows.nightly import nightly
from flows.sandbox.bounded import end
from flows.sources import SourceError
from tests.flows.asking import rows
from tests.flows.workers.test_endpoint import said
from tests.loopback import HOST, Answer, loopback
from transforms.tables.schema import FACTS, Run
from warehouse import Lake, check

STORY = "date 2024-12-05 Rebel fighters captured the city of Hama on Thursday. The army said 12 soldiers were killed.\n"


def contents(home: Path) -> dict[str, list[dict[str, Any]]]:
    documents = "pages WHERE role = 'document' AND revisits IS NULL"
    tables = ("articles", documents, "rejects", *FACTS)
    return {table: rows(home, f"SELECT * FROM {table} ORDER BY ALL") for table in tables}  # noqa: S608


def test_the_sample_wire_twice_changes_nothing(home: Path, wire: Lake) -> None:
    before, (first,) = contents(home), rows(home, "FROM runs")
    second = nightly(sources=["wire"])
    assert first["landed"] >= 16
    assert all(json.loads(first["facts"])[family] > 0 for family in FACTS)
    assert second.discovered == first["discovered"]
    assert (second.landed, second.unchanged) == (0, first["landed"] + first["unchanged"])
    assert second.rejected == first["rejected"]
    assert contents(home) == before
    assert check(wire) == []
    assert len(rows(home, "FROM runs")) == 2


def account(run: Run) -> tuple[int, int, int, int]:
    return run.discovered, run.landed, run.unchanged, run.rejected


@pytest.mark.usefixtures("made")
def test_a_changed_article_replaces_its_facts(home: Path, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(STORY)
    nightly(places=[str(story)])
    assert rows(home, "SELECT low FROM figures WHERE measure = 'killed'") == [{"low": 12}]
    story.write_text(STORY.replace("12 soldiers", "15 soldiers"))
    changed = nightly(places=[str(story)])
    assert account(changed) == (1, 1, 0, 0)
    assert rows(home, "SELECT low FROM figures WHERE measure = 'killed'") == [{"low": 15}]


@pytest.mark.usefixtures("made")
def test_a_reader_that_does_not_answer_is_told_of_before_anything_is_fetched(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with loopback({"story": Answer(STORY.encode(), headers={"Content-Type": "text/plain"})}) as server:
        host, port = server.route
        monkeypatch.setenv("DATELINE_ROUTES", json.dumps({HOST: server.route}))
        monkeypatch.setenv("DATELINE_READER", f"http://{host}:{port}/v1#small")
        with pytest.raises(ValueError, match=r"^reader .*#small: it answers 404"):
            nightly(places=[f"https://{HOST}/story"])
    assert {visit.path.lstrip("/") for visit in server.log} == {"v1/chat/completions"}
    assert rows(home, "FROM pages") == []


@pytest.mark.usefixtures("made")
def test_the_processes_that_try_a_reader_are_those_that_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    end()
    for town in ("Hama", "Homs"):
        (tmp_path / f"{town}.txt").write_text(STORY.replace("Hama", town))
    with loopback({"v1/chat/completions": said({"events": []})}) as server:
        monkeypatch.setenv("DATELINE_READER", f"http://127.0.0.1:{server.route[1]}/v1#small")
        monkeypatch.setenv("DATELINE_WORKERS", "3")
        monkeypatch.setenv("DATELINE_BATCH", "1")
        assert nightly(places=[str(file) for file in tmp_path.glob("*.txt")]).landed == 2
    assert len([process for process in active_children() if process.name == WORKERS_NAME]) == 3
    end()


@pytest.mark.usefixtures("made")
def test_the_same_text_under_one_address_twice_in_a_run_lands_once(home: Path, tmp_path: Path) -> None:
    line = json.dumps({"url": "https://example.org/a", "published": "2024-12-05", "text": STORY[16:]})
    (tmp_path / "a.jsonl").write_text(line + "\n")
    (tmp_path / "b.jsonl").write_text(line + "\n")
    run = nightly(places=[str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")])
    assert run.landed == 1
    assert run.discovered == run.landed + run.unchanged + run.rejected


@pytest.mark.usefixtures("made")
def test_a_night_that_breaks_off_loses_nothing_and_fetches_nothing_twice(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tagged(host: str, path: str, headers: Mapping[str, str]) -> Answer | None:
        if path != "story":
            return None
        if headers.get("If-None-Match") == '"1"':
            return Answer(status=304)
        return Answer(STORY.encode(), headers={"Content-Type": "text/plain", "ETag": '"1"'})

    with loopback(tagged) as server:
        monkeypatch.setenv("DATELINE_ROUTES", json.dumps({HOST: server.route}))
        monkeypatch.setenv("DATELINE_DELAY", "0")
        with monkeypatch.context() as power:
            power.setattr("flows.nightly.facts_of", broken)
            with pytest.raises(RuntimeError, match="the power went"):
                nightly(places=[server.url("story")])
        kept = ("pages WHERE role = 'document'", "articles", "runs")
        assert [len(rows(home, f"FROM {table}")) for table in kept] == [1, 0, 0]
        assert account(nightly(places=[server.url("story")])) == (1, 1, 0, 0)
        assert [visit.status for visit in server.log if visit.path == "/story"] == [200, 304]
    assert rows(home, "SELECT low FROM figures WHERE measure = 'killed'") == [{"low": 12}]


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("the power went")


@pytest.mark.usefixtures("made")
def test_bad_documents_are_rejects_and_the_run_goes_on(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "good.txt").write_text(STORY)
    (folder / "undated.txt").write_text(STORY[16:])
    (folder / "empty.html").write_text("")
    (folder / "noise.html").write_bytes(bytes(range(256)) * 20)
    run = nightly(places=[str(folder)])
    assert account(run) == (4, 1, 0, 3)
    found = {Path(row["url"]).name: row["reason"] for row in rows(home, "FROM rejects")}
    assert found == {"undated.txt": "no_date", "empty.html": "empty", "noise.html": "malformed"}


def test_an_unknown_source_writes_nothing(home: Path) -> None:
    with pytest.raises(SourceError, match="no-such"):
        nightly(sources=["no-such"])
    assert list(home.iterdir()) == []


@pytest.mark.usefixtures("made")
def test_a_folder_without_documents_is_a_night_without_news(home: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert account(nightly(places=[str(tmp_path / "empty")])) == (0, 0, 0, 0)
