"""Who asks, and what is kept of an answer."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.http.client import Limits, Web
from flows.http.limits import Response
from flows.settings import SettingsError, settings
from tests.loopback import Answer, loopback


@pytest.mark.attack("DATELINE_CONTACT holds {contact}")
@pytest.mark.parametrize("contact", ["B\u00fcro <desk@m\u00fcnchen.example>", "(\\)", "desk \u2603"])
def test_a_contact_beyond_ascii_is_sent_percent_encoded(
    contact: str, home: Path, monkeypatch: pytest.MonkeyPatch, outcome: Callable[[str], None]
) -> None:
    monkeypatch.setenv("DATELINE_CONTACT", contact)
    with loopback({"page": Answer(b"hello")}) as server, Web(server.limits(contact=settings().contact)) as web:
        assert web.get(server.url("page")).status == 200
        sent = server.log[-1].headers["User-Agent"]
    assert sent.isascii()
    assert sent.count("(") == sent.count(")") == 1
    outcome(sent.partition("; ")[2])


@pytest.mark.attack("DATELINE_CONTACT holds a line end and a header of its own")
@pytest.mark.parametrize("contact", ["a\r\nX-Evil: 1", "a\nb", "a\x7f", "a\x00b", "\udcfc", "x" * 201])
def test_a_contact_of_several_lines_is_refused(
    contact: str, home: Path, monkeypatch: pytest.MonkeyPatch, outcome: Callable[[str], None]
) -> None:
    (home / ".env").write_text("")
    with pytest.raises(SettingsError, match=r"^DATELINE_CONTACT: [^\n]+$") as refused:
        with_contact(contact, monkeypatch)
    assert Limits(contact=contact).user_agent.isprintable()
    outcome(str(refused.value))


def with_contact(contact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the settings with a contact that an environment variable may not be able to hold."""
    from flows import settings as module

    environment = {**os.environ, "DATELINE_CONTACT": contact}
    monkeypatch.setattr(module.os, "environ", environment)
    settings()


def test_a_request_names_the_robot_and_the_contact() -> None:
    with loopback({"page": Answer(b"hello")}) as server, Web(server.limits(contact="desk@outlet.example")) as web:
        web.get(server.url("page"))
    assert server.log[-1].headers["User-Agent"] == "Dateline/1.0 (conflict news to facts; +desk@outlet.example)"
    assert Limits().user_agent == "Dateline/1.0 (conflict news to facts)"


@pytest.mark.parametrize(
    ("headers", "kind"),
    [({"content-type": "Text/HTML ; charset=utf-8"}, "text/html"), ({"content-type": ""}, ""), ({}, "")],
)
def test_the_kind_of_a_response_is_its_type_without_parameters(headers: dict[str, str], kind: str) -> None:
    assert Response("http://outlet.example/", 200, headers).kind == kind


def test_headers_of_a_response_can_be_stored() -> None:
    answer = Response("http://outlet.example/", 200, {"etag": '"\udcff\0"'})
    assert answer.headers == {"etag": '"\ufffd\ufffd"'}
