"""An event reader behind an OpenAI-compatible endpoint on loopback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flows.cli.extracting import lines
from flows.settings import SettingsError, is_endpoint, settings
from flows.workers.endpoint import Endpoint, EndpointError, reader_of
from tests.documents import Parse
from tests.loopback import Answer, Loopback, loopback

TEXT = "Rebels seized the town of Saraqib in Syria on Monday. Nobody in the market spoke of it. Shops were shut."
EVENT = {
    "sentence": 0, "trigger": "seized", "class": "COERCE", "sub_event": None, "source": "Rebels", "target": None,
    "place": "Saraqib", "date": "Monday", "modality": "asserted", "when_told": "new",
}  # fmt: skip
PATH = "v1/chat/completions"
JSON = {"Content-Type": "application/json"}


def said(content: object, status: int = 200) -> Answer:
    """A model's output, wrapped as in the protocol."""
    words = content if isinstance(content, str) else json.dumps(content)
    return Answer(json.dumps({"choices": [{"message": {"content": words}}]}).encode(), status, JSON)


def endpoint(server: Loopback, folder: Path) -> Endpoint:
    return Endpoint(f"http://127.0.0.1:{server.route[1]}/v1", "small", folder)


def test_it_is_asked_as_the_protocol_has_it_and_answers_are_kept(
    parse: Parse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "a key of the tests")
    with loopback({PATH: said({"events": [EVENT]})}) as server:
        asked = endpoint(server, tmp_path)
        first, again = asked.events(parse(TEXT)), asked.events(parse(TEXT))
        assert first == again
        assert [(event.trigger, event.place) for event in first] == [("seized", "Saraqib")]
        (visit,) = server.log
        other = Endpoint(asked.url, "large", tmp_path)
        assert other.events(parse(TEXT))[0].evidence != first[0].evidence
        assert len(server.log) == 2
    told = json.loads(visit.body)
    assert visit.headers["Authorization"] == "Bearer a key of the tests"
    assert (told["model"], told["temperature"]) == ("small", 0)
    assert told["response_format"]["json_schema"]["schema"]["required"] == ["events"]
    assert "[0] Rebels seized" in told["messages"][1]["content"]
    assert not any("a key of the tests" in file.read_text() for file in tmp_path.iterdir())


def test_one_that_knows_no_schema_is_asked_for_json(parse: Parse, tmp_path: Path) -> None:
    def turn() -> Answer:
        kind = json.loads(server.log[-1].body)["response_format"]["type"]
        return said("no such format", 400) if kind == "json_schema" else said({"events": [EVENT]})

    with loopback({PATH: Answer(by_turn=turn)}) as server:
        assert len(endpoint(server, tmp_path).events(parse(TEXT))) == 1


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(b"out of memory", 500, JSON), "it answers 500: out of memory"),
        (Answer(b"<html>", 200, JSON), "no JSON object with a list of events"),
        (said("Here are the events:"), "no JSON object with a list of events"),
        (Answer(b'{"choices": []}', 200, JSON), "no JSON object with a list of events"),
        (said([]), "no JSON object with a list of events"),
        (said('"hello"'), "no JSON object with a list of events"),
        (said({"events": None}), "no JSON object with a list of events"),
        (said('{"a":' * 100_000), "no JSON object with a list of events"),
        (said({"answer": {"events": []}}), "no JSON object with a list of events"),
        (said("[" * 100_000), "no JSON object with a list of events"),
        (said('{"events": [' + "9" * 5000), "no JSON object with a list of events"),
        (Answer(b"[" * 100_000, 200, JSON), "no JSON object with a list of events"),
        (Answer(b"x" * (5 * 2**20), 200, JSON), "more than 4194304 bytes"),
        (Answer(b"", 302, {"Location": "http://127.0.0.1:1/"}), "it answers 302"),
    ],
)
def test_an_answer_that_is_none_is_told_in_a_sentence_and_not_kept(
    answer: Answer, why: str, parse: Parse, tmp_path: Path
) -> None:
    with loopback({PATH: answer}) as server, pytest.raises(EndpointError, match=why):
        endpoint(server, tmp_path).events(parse(TEXT))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "around",
    [
        "```json\n{}\n```", "<think>Is {} one?</think>\n{}", "They seized it.</think>\n\n{} ",
        "Here is the answer: {}", "It is {shown} here:\n```\n{}\n```\nNo other event {1} is told.",
    ],
)  # fmt: skip
def test_an_answer_is_read_from_what_is_written_around_it(around: str, parse: Parse, tmp_path: Path) -> None:
    with loopback({PATH: said(around.replace("{}", json.dumps({"events": [EVENT]})))}) as server:
        (event,) = endpoint(server, tmp_path).events(parse(TEXT))
    assert (event.trigger, event.place) == ("seized", "Saraqib")


@pytest.mark.parametrize("kept", ['{"events": [{"sentence": 0, "tri', "[]", "", "[" * 100_000])
def test_a_kept_answer_that_is_none_is_asked_for_again(kept: str, parse: Parse, tmp_path: Path) -> None:
    with loopback({PATH: said({"events": [EVENT]})}) as server:
        asked = endpoint(server, tmp_path)
        first = asked.events(parse(TEXT))
        (file,) = tmp_path.iterdir()
        file.write_text(kept)
        assert asked.events(parse(TEXT)) == first
        assert asked.events(parse(TEXT)) == first
        assert len(server.log) == 2


def test_half_a_surrogate_costs_its_slot_alone(home: Path) -> None:
    file = home / "in.jsonl"
    file.write_text(json.dumps({"id": "x", "published": "2024-12-06", "text": TEXT}))
    wrong = [EVENT | {"trigger": "\ud800"}, EVENT | {"source": None, "target": "\ud800x\x1b[31m"}]
    with loopback({PATH: said({"events": wrong})}) as server:
        (line,) = lines(str(file), None, reader=f"http://127.0.0.1:{server.route[1]}/v1#surrogate")
    assert [(event["trigger"], event["target"], event["place"]) for event in line["events"]] == [
        ("seized", None, "Saraqib")
    ]
    assert {row["detail"] for row in line["refused"] if row["rule"] == "reader"} == {
        r"0 COERCE \ud800: no trigger in that sentence", r"target: \ud800x\x1b[31m"
    }  # fmt: skip


def test_one_that_is_not_there_is_told_in_a_sentence(parse: Parse, tmp_path: Path) -> None:
    with loopback({}) as server:
        gone = endpoint(server, tmp_path)
    with pytest.raises(EndpointError, match=r"^reader http://127\.0\.0\.1:\d+/v1#small: it does not answer"):
        gone.events(parse(TEXT))


@pytest.mark.parametrize(
    "wrong", ["http://127.0.0.1:1/v1", "http:///v1#small", "https://user:secret@model.example/v1#small", "htp://x#y"]
)
def test_a_setting_that_is_no_reader_is_told(wrong: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_READER", wrong)
    with pytest.raises(SettingsError, match=r"^DATELINE_READER: .*such as http://127\.0\.0\.1:11434/v1#"):
        settings()


def test_its_name_is_an_address_and_a_model(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "http://127.0.0.1:11434/v1/#qwen3:14b"
    monkeypatch.setenv("DATELINE_READER", name)
    assert settings().reader == name
    assert is_endpoint(name)
    assert not is_endpoint("learned")
    found: Any = reader_of(name)
    assert (found.url, found.model, found.cache) == ("http://127.0.0.1:11434/v1", "qwen3:14b", settings().answers)
    assert reader_of("rules") is None


def test_dateline_extract_reads_with_it(home: Path) -> None:
    file = home / "in.jsonl"
    file.write_text(json.dumps({"id": "x", "published": "2024-12-06", "text": TEXT}))
    with loopback({PATH: said({"events": [EVENT | {"target": "nobody told"}]})}) as server:
        (line,) = lines(str(file), None, reader=f"http://127.0.0.1:{server.route[1]}/v1#nobody")
    assert [(event["trigger"], event["source"], event["target"]) for event in line["events"]] == [
        ("seized", "Rebels", None)
    ]
    assert "/nobody-" in line["events"][0]["extractor"]
    assert line["events"][0]["confidence"] in (0.5, 0.8)  # no confidence weights were fitted for language models
