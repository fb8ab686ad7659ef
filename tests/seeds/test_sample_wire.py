"""The sample wire is ours: every page says so, and no sentence of it was taken from elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.sources.online.wire_server import WIRE

MARK = "Sample page written for the Dateline project"
PAGES = sorted(file for file in WIRE.glob("*/**/*") if file.is_file())
WORDS = 8
"""Words in a row that two texts do not share by chance, names of offices and agencies apart."""


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(WIRE)))
def test_every_page_is_marked_as_a_sample(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not text or MARK in text


def test_only_the_empty_page_is_empty() -> None:
    assert [file.name for file in PAGES if not file.read_bytes()] == ["live-updates.html"]


def test_hosts_are_reserved_names_that_no_name_server_knows() -> None:
    hosts = {match for file in PAGES for match in re.findall(r"https?://([\w.-]+)", file.read_text(encoding="utf-8"))}
    formats = {"schema.org", "ogp.me", "www.sitemaps.org", "www.google.com", "www.w3.org"}
    assert {host for host in hosts - formats if not host.endswith(".example")} == set()


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of WORDS words of a text."""
    words = re.findall(r"\w+", text.lower())
    return (tuple(words[start : start + WORDS]) for start in range(len(words) - WORDS + 1))


def references(shared: Path) -> Iterator[str]:
    """The texts that may be read and not copied."""
    yield from (file.read_text(encoding="utf-8") for file in shared.glob("seed/*.txt"))
    yield from (json.loads(file.read_text(encoding="utf-8"))["text"] for file in shared.glob("gold/articles/*.json"))
    yield (shared / "data" / "plover" / "sentences.jsonl").read_text(encoding="utf-8")
    yield from (file.read_text(encoding="utf-8") for file in shared.glob("data/news_pages/*/*.json"))


def test_no_sentence_is_taken_from_the_reference_texts(shared: Path) -> None:
    ours = {run for file in PAGES for run in runs(re.sub(r"<[^>]*>", " ", file.read_text(encoding="utf-8")))}
    taken = {run for text in references(shared) for run in runs(text)} & ours
    assert sorted(" ".join(run) for run in taken) == []
