"""Commands for operation: check, maintain, backup, restore, and the refusals of serve."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from tests.flows.asking import dateline
from tests.flows.cli.conftest import document
from tests.servers import free_port
from warehouse import Lake, connect


def refusal(*words: str) -> str:
    result = dateline("serve", *words)
    assert result.exit_code == 2
    assert len(result.output.strip().splitlines()) == 1
    return result.output


@pytest.fixture
def no_server_named() -> Iterator[None]:
    with temporary_settings(restore_defaults={PREFECT_API_URL}):
        yield


@pytest.mark.usefixtures("no_server_named")
def test_a_taken_port_is_one_sentence() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = str(listener.getsockname()[1])
        assert f"http://127.0.0.1:{port} cannot be served" in refusal("--port", port)


@pytest.mark.usefixtures("no_server_named")
@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104
def test_every_address_of_the_machine_needs_a_name(host: str) -> None:
    assert "DATELINE_NAMES" in refusal("--host", host)


@pytest.mark.usefixtures("no_server_named")
def test_a_host_of_another_machine_cannot_be_served() -> None:
    assert "no-such-host.invalid: not a host" in refusal("--host", "no-such-host.invalid")


def test_a_server_that_the_settings_name_must_answer_and_be_the_only_one() -> None:
    with temporary_settings({PREFECT_API_URL: f"http://127.0.0.1:{free_port()}/api"}):
        assert "does not answer" in refusal()
        assert "leave --host and --port out" in refusal("--port", "4300")


@pytest.mark.attack("PREFECT_API_URL holds a name and a password, and others read what is printed")
def test_what_is_said_of_a_named_server_has_no_password(outcome: Callable[[str], None]) -> None:
    with temporary_settings({PREFECT_API_URL: f"http://desk:canary@127.0.0.1:{free_port()}/api"}):
        for words in ((), ("--port", "4300")):
            sentence = refusal(*words)
            assert "canary" not in sentence
            assert "http://127.0.0.1:" in sentence
    outcome("the address is named without them")


@pytest.mark.usefixtures("landed")
@pytest.mark.parametrize(
    ("words", "holds"),
    [
        (["check"], lambda answer: answer["broken"] == []),
        (["maintain"], lambda answer: {"merged", "into", "expired", "cleaned", "orphaned", "purged"} == set(answer)),
        (["backup"], lambda answer: Path(answer["path"]).stem == answer["name"]),
        (["restore", "--list"], lambda answer: answer[-1]["name"] == "latest"),
        (["restore"], lambda answer: answer["copy"] is None and answer["rows"]["articles"] == 1),
    ],
    ids=lambda value: "-".join(value[:2]) if isinstance(value, list) else "",
)  # fmt: skip
def test_an_answer_is_one_document(words: list[str], holds: Callable[[Any], bool]) -> None:
    answer = document(*words)
    assert holds(answer), answer


@pytest.mark.usefixtures("landed")
@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (["check"], ["every check passed"]),
        (["backup"], ["copy \\S+ of snapshot \\d+: .+"]),
        (["restore", "--list"], ["copy .* snapshot .* of .* file", "latest"]),
        (["restore"], ["none: the catalog is whole", "articles\\W+1\\b"]),
    ],
    ids=lambda value: "-".join(value[:2]),
)
def test_an_answer_is_printed(words: list[str], lines: list[str]) -> None:
    printed = dateline(*words)
    assert printed.exit_code == 0, printed.output
    assert [line for line in lines if not re.search(line, printed.output)] == []


def test_a_failed_check_is_named_and_exit_code_1(copied: Path) -> None:
    with connect(Lake.at(copied)) as connection:
        connection.execute("INSERT INTO articles FROM articles")
    printed = dateline("check")
    assert printed.exit_code == 1
    assert "keys_are_unique: " in printed.output
    assert "2 checks failed" in printed.output
    assert [failure["name"] for failure in document("check", code=1)["broken"]] == [
        "keys_are_unique",
        "published_stories_are_those_of_the_articles",
    ]
