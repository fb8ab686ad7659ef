"""The command `dateline doctor`: problems that would break the next night."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.sandbox.bounded import end
from tests.flows.asking import dateline
from tests.loopback import Answer, Loopback
from tests.servers import free_port
from transforms.shipped import PROJECT, SEEDS
from warehouse import Lake, land

SOURCE = '[[source]]\nname = "{0}"\nkind = "feed"\nurl = "http://outlet.example/{0}.xml"\n'
ANSWERS = {
    "up.xml": Answer(b"<rss><channel/></rss>", headers={"Content-Type": "application/xml"}),
    "v1/models": Answer(b'{"data": [{"id": "small"}]}', headers={"Content-Type": "application/json"}),
}


@pytest.fixture
def desk(home: Path, outlet: Loopback, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a source that answers and one that does not."""
    (home / "seeds").mkdir()
    (home / "seeds" / "sources.toml").write_text(SOURCE.format("up") + SOURCE.format("down"))
    monkeypatch.setenv("DATELINE_ROUTES", json.dumps({"outlet.example": outlet.route}))
    monkeypatch.setenv("DATELINE_DELAY", "0")
    return home


def findings(*words: str, code: int) -> dict[str, dict[str, Any]]:
    told = dateline("doctor", "--json", *words)
    assert told.exit_code == code, told.output
    return {finding["what"]: finding for finding in json.loads(told.stdout)}


def test_a_source_that_does_not_answer_is_wrong_and_how_to_mend_it(desk: Path) -> None:
    found = findings(code=1)
    assert {what for what, finding in found.items() if finding["state"] == "wrong"} == {"source down"}
    assert "404" in found["source down"]["told"]
    assert str(desk / "seeds" / "sources.toml") in found["source down"]["mend"]
    assert "dateline run" in found["warehouse"]["told"]
    assert all(finding["state"] == "well" for finding in findings("--offline", code=0).values())


def test_where_no_source_can_be_reached_the_network_is_what_to_mend(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_ROUTES", json.dumps({"outlet.example": ["127.0.0.1", free_port()]}))
    monkeypatch.setenv("DATELINE_TRIES", "1")
    found = findings(code=1)
    assert "none of 2 can be reached" in found["sources"]["told"]
    assert found["sources"]["mend"] == "the network of this machine"
    assert not {"source up", "source down"} & set(found)


def test_a_list_of_sources_that_cannot_be_read_is_a_finding(desk: Path) -> None:
    (desk / "seeds" / "sources.toml").write_text("[[source]]\nname = ")
    found = findings("--offline", code=1)
    assert found["sources"]["state"] == "wrong"
    assert found["reading"]["state"] == "well"


def test_a_catalog_that_is_lost_is_wrong(desk: Path) -> None:
    land(Lake.at(desk), {})
    catalog = Lake.at(desk).catalog_file
    assert catalog
    assert "0 articles" in findings("--offline", code=0)["warehouse"]["told"]
    catalog.write_bytes(b"no catalog")
    assert "dateline restore" in findings("--offline", code=1)["warehouse"]["mend"]


@pytest.mark.parametrize(("model", "state"), [("small", "well"), ("large", "wrong")])
def test_a_language_model_is_asked_whether_it_is_there(
    desk: Path, outlet: Loopback, monkeypatch: pytest.MonkeyPatch, model: str, state: str
) -> None:
    host, port = outlet.route
    monkeypatch.setenv("DATELINE_READER", f"http://{host}:{port}/v1#{model}")
    found = findings(code=1)["reader of events"]
    assert found["state"] == state
    assert state == "well" or "it has small" in found["mend"]


def test_a_network_that_cannot_be_loaded_is_wrong(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shutil.copytree(SEEDS / "reader", desk / "own")
    monkeypatch.setenv("DATELINE_READER", str(folder))
    assert findings("--offline", code=0)["reader of events"]["told"] == str(folder)
    (folder / "reader.json").write_text("[]")
    end()  # the worker process keeps what it has loaded
    found = findings("--offline", code=1)["reader of events"]
    assert found["told"] == f"reader {folder}: reader.json is no JSON object"
    assert "DATELINE_READER" in found["mend"]


def test_a_row_that_cannot_be_read_with_is_named(desk: Path) -> None:
    """In a separate process, since seed rows are loaded when it starts."""
    file = desk / "seeds" / "events.csv"
    file.write_text("lemma,pos,object,plover,cameo,acled,confidence\nbulldoze,verb,house,ASSALT,204,Attack,0.7\n")
    words = [sys.executable, "-m", "flows.cli", "doctor", "--offline", "--json"]
    told = subprocess.run(words, capture_output=True, text=True, cwd=PROJECT)
    found = {finding["what"]: finding for finding in json.loads(told.stdout)}
    assert (told.returncode, found["reading"]["state"]) == (1, "wrong")
    assert f"{file}:2: " in found["reading"]["told"]
    assert "ASSALT" in found["reading"]["told"]


def test_a_setting_that_is_wrong_is_the_first_thing_told(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_DELY", "1")
    found = findings("--offline", code=1)
    assert "did you mean DATELINE_DELAY" in found["settings and seeds"]["told"]
