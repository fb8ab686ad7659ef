"""Documents on disk: a folder with its subfolders, a file, a line of JSON; links and pipes are never followed."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.archive.fetch import fetch_all
from flows.http.client import Web
from flows.sources import Candidate, discover, examine, source_at
from flows.sources.stored import files
from flows.sources.stored import folder as module
from flows.sources.stored.folder import content_type
from tests.flows.sources.conftest import details, reasons
from transforms.tables.schema import Reject
from warehouse import Ref

PAGE = b"date 2024-12-05 Rebel fighters captured the city of Hama on Thursday."


def furnished(folder: Path) -> Path:
    """A folder with one story, links to a file and a folder elsewhere, a pipe and a socket."""
    inbox, outside = folder / "inbox", folder / "outside"
    inbox.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    (inbox / "story.txt").write_bytes(PAGE)
    (inbox / "link.txt").symlink_to(outside / "secret.txt")
    (inbox / "more").symlink_to(outside)
    (inbox / "loop").symlink_to(inbox)
    os.mkfifo(inbox / "pipe.txt")
    os.mkfifo(inbox / "pipe.jsonl")
    return inbox


@pytest.mark.attack("a folder holds links to files and folders elsewhere, a loop and pipes that never answer")
def test_links_and_pipes_in_a_folder_are_rejects_and_not_read(tmp_path: Path, outcome: Callable[[str], None]) -> None:
    inbox = furnished(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening, Web() as web:
        listening.bind(os.path.relpath(inbox / "s.html"))
        examine([source_at(str(inbox))])
        found = discover([source_at(str(inbox))], web)
        outcomes = fetch_all(found.candidates, web, lambda page: None)
    assert [candidate.file for candidate in found.candidates] == [inbox / "story.txt"]
    assert isinstance(outcomes[0], Ref)
    assert [reject.reason for reject in found.rejects] == ["refused"] * 6
    sentences = " ".join(reject.detail for reject in found.rejects)
    assert sentences.count("a symbolic link") == 3
    assert sentences.count("a pipe, socket or device") == 3
    outcome("1 story read, 6 rejects")


def test_the_path_given_may_be_a_link(tmp_path: Path) -> None:
    inbox = furnished(tmp_path)
    (tmp_path / "way").symlink_to(inbox)
    (tmp_path / "way.txt").symlink_to(inbox / "story.txt")
    with Web() as web:
        for place in ("way", "way.txt"):
            (candidate,) = discover([source_at(str(tmp_path / place))], web).candidates
            assert candidate.url == (inbox / "story.txt").as_uri()


@pytest.mark.attack("a file becomes a pipe or a link after the folder was looked at")
@pytest.mark.parametrize("instead", ["pipe", "link"])
def test_a_file_that_is_replaced_is_not_read(instead: str, tmp_path: Path, outcome: Callable[[str], None]) -> None:
    inbox = furnished(tmp_path)
    with Web() as web:
        found = discover([source_at(str(inbox))], web)
        (inbox / "story.txt").unlink()
        if instead == "pipe":
            os.mkfifo(inbox / "story.txt")
        else:
            (inbox / "story.txt").symlink_to(tmp_path / "outside" / "secret.txt")
        (result,) = fetch_all(found.candidates, web, lambda page: None)
    assert isinstance(result, Reject)
    assert result.reason in ("refused", "unreachable")
    outcome(f"rejected: {result.reason}")


@pytest.mark.attack("a JSON Lines file has more lines, and longer ones, than are read")
def test_lines_are_capped_in_number_and_length(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, outcome: Callable[[str], None]
) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    monkeypatch.setattr(files, "LARGEST", 1000)
    monkeypatch.setattr(module, "LARGEST", 1000)
    line = '{"id": "%d", "text": "a"}\n'
    (tmp_path / "b.jsonl").write_text('{"text": "' + "x" * 5000 + '"}\n' + "".join(line % n for n in range(3)))
    with Web() as web:
        longest, first, others = source_at(str(tmp_path / "b.jsonl")).discover(web)
    assert isinstance(first, Candidate)
    assert first.url.endswith("/b.jsonl#0")
    long_detail, more_detail = details([longest, others])
    assert long_detail.endswith("b.jsonl:1: longer than 1000 bytes.")
    assert more_detail.startswith("2 more lines of ")
    outcome("; ".join(reasons([longest, others])))


@pytest.mark.parametrize(
    ("name", "content", "place", "kept"),
    [
        ("a.urls", "http://outlet.example/a\nnone\n", "a.urls:2: not an http or https address.", 1),
        ("a.jsonl", '{"text": "a"}\n\n{"id": 3}\n', 'a.jsonl:3: neither "text" nor "html" holds anything.', 1),
        ("b.jsonl", '{"text": "a"\n', "b.jsonl:1: not JSON:", 0),
    ],
)
def test_an_unusable_line_is_a_reject_that_names_it_and_stops_no_run(
    name: str, content: str, place: str, kept: int, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content)
    examine([source_at(str(tmp_path / name))])
    with Web() as web:
        *others, found = source_at(str(tmp_path / name)).discover(web)
    assert isinstance(found, Reject)
    assert (found.stage, found.reason) == ("discover", "malformed")
    assert place in found.detail
    assert "\n" not in found.detail
    assert len(others) == kept


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("a.HTML", b"{}", "text/html"),
        ("a.ndjson", b"<p>", "application/x-ndjson"),
        ("a", b"\n <p>one</p>", "text/html"),
        ("a", b'{"text": "a"}', "application/x-ndjson"),
        ("a", b"one", "text/plain"),
    ],
)
def test_the_type_of_a_file_is_that_of_its_ending_or_else_of_its_start(
    name: str, body: bytes, kind: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(body)
    assert content_type(tmp_path / name) == kind
