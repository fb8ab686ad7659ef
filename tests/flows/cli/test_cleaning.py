"""The command `dateline clean`: saved pages to JSON Lines."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.cli.cleaning import KEYS, cleaned
from flows.sources.stored.files import LARGEST
from tests.flows.asking import dateline

WIRE = Path(__file__).resolve().parents[3] / "seeds" / "wire"
FALLS = WIRE / "levant-courier.example" / "2024" / "12" / "08" / "damascus-falls.html"
UNDATED = WIRE / "harbour-daily.example" / "world" / "life-in-sarmada.html"
HIGHWAY = WIRE / "tern-wire.example" / "wire" / "2024-11-28-highway.txt"
STORY = "The army attacked the town. "
FRENCH = WIRE / "orontes-gazette.example" / "fr" / "hama.html"


def line(*arguments: str | Path) -> dict[str, Any]:
    (only,) = cleaned([str(argument) for argument in arguments])
    return only


def test_a_page_without_its_address() -> None:
    found = line(FALLS)
    assert tuple(found) == KEYS
    assert found["url"] == "http://levant-courier.example/2024/12/08/damascus-falls.html"
    assert found["title"] == "Assad leaves Syria as opposition enters Damascus"
    assert found["authors"] == ["Nadia Karam", "Samir Haddad"]
    assert (found["published_at"], found["published_date"]) == ("2024-12-08T10:45:00+00:00", "2024-12-08")
    assert (found["date_source"], found["language"]) == ("json-ld", "en")
    assert found["text"]


def test_a_page_with_its_address(tmp_path: Path) -> None:
    page = tmp_path / "saved.html.gz"
    html = FALLS.read_text(encoding="utf-8").replace("levant-courier.example", "")
    page.write_bytes(gzip.compress(html.encode()))
    (found,) = cleaned([str(page)], ["https://outlet.example/a?utm_source=x"])
    assert found["url"] == "https://outlet.example/a"
    assert line(page)["url"] is None


def test_plain_text_and_other_languages() -> None:
    assert line(HIGHWAY)["date_source"] == "header"
    assert line(FRENCH)["language"] == "fr"


def test_the_day_in_the_path_of_a_file_is_no_day_of_publication(tmp_path: Path) -> None:
    saved = tmp_path / "2026" / "11" / "26" / "page.html"
    saved.parent.mkdir(parents=True)
    saved.write_bytes(UNDATED.read_bytes())
    found = line(saved)
    assert (found["published_date"], found["published_at"], found["date_source"]) == (None, None, None)


def test_an_article_without_a_day_is_one_all_the_same() -> None:
    found = line(UNDATED)
    assert "error" not in found
    assert (found["published_date"], found["title"]) == (None, "A bakery that never closes: life in Sarmada")


def test_a_page_without_a_date_gives_what_else_it_has(tmp_path: Path) -> None:
    saved = tmp_path / "page.html"
    silent = UNDATED.read_text(encoding="utf-8").replace('content="article"', "").replace("Peter Lindqvist", "Staff")
    saved.write_text(silent.replace("life-in-sarmada", "sarmada"), encoding="utf-8")
    found = line(saved)
    assert found["error"].startswith("no_date: ")
    assert found["title"]
    assert found["language"] == "en"
    assert found["text"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "empty: "),
        (b"\x1f\x8bbroken", "unreadable: "),
        (gzip.compress(b"<html>" * 99)[:-9], "unreadable: "),
        (gzip.compress(b" " * (LARGEST + 1)), "unreadable: "),
        (bytes(range(256)) * 9, "malformed: "),
        (b"<html><title>Page not found</title><p>Nothing here.</p></html>", "soft_404: "),
    ],
    ids=["empty", "no gzip", "cut gzip", "bomb", "binary", "soft 404"],
)
def test_a_bad_file_is_a_line_and_the_next_is_read(tmp_path: Path, content: bytes, error: str) -> None:
    bad = tmp_path / "bad.html"
    bad.write_bytes(content)
    first, second = cleaned([str(bad), str(FALLS)])
    assert first["error"].startswith(error)
    assert set(KEYS) <= set(first)
    assert second["title"]
    assert "error" not in second


def test_the_command_prints_a_line_a_file_in_their_order(tmp_path: Path) -> None:
    files = [str(FRENCH), str(tmp_path / "missing.html"), str(FALLS)]
    result = dateline("clean", *files)
    lines = [json.loads(each) for each in result.output.splitlines()]
    assert [each["language"] for each in lines] == ["fr", None, "en"]
    assert "missing.html" in lines[1]["error"]
    assert result.exit_code == 1
    assert dateline("clean", str(FALLS)).exit_code == 0


def test_where_no_file_can_be_read_it_is_a_sentence_and_exit_code_2(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.html")
    told = dateline("clean", missing)
    assert json.loads(told.stdout)["error"] == f"unreadable: {missing}: cannot be read: No such file or directory."
    assert told.stderr == f"dateline: nothing was read. {missing}: cannot be read: No such file or directory.\n"
    assert told.exit_code == 2


def test_the_command_takes_an_address_for_each_file() -> None:
    addresses = ["--url", "https://outlet.example/a", "--url", "https://outlet.example/b"]
    result = dateline("clean", str(HIGHWAY), str(HIGHWAY), *addresses)
    assert [json.loads(each)["url"] for each in result.output.splitlines()] == addresses[1::2]
    wrong = dateline("clean", str(HIGHWAY), *addresses)
    assert wrong.exit_code == 2


PIPE = "cannot be read: it is no file but a pipe or a device: write what it gives into a file first."


@pytest.mark.attack("dateline clean is given a folder, a pipe, a device, a link that leads nowhere")
def test_what_is_no_file_is_a_line_and_the_next_is_read(tmp_path: Path, outcome: Callable[[str], None]) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    (tmp_path / "link.html").symlink_to(tmp_path / "nowhere.html")
    (tmp_path / "loop.html").symlink_to(tmp_path / "loop.html")
    bad = [tmp_path, tmp_path / "pipe.html", Path("/dev/zero"), tmp_path / "link.html", tmp_path / "loop.html"]
    *refused, last = cleaned([*map(str, bad), str(FALLS)])
    assert [each["error"] for each in refused] == [
        f"unreadable: {tmp_path}: cannot be read: it is a folder.",
        f"unreadable: {tmp_path}/pipe.html: {PIPE}",
        f"unreadable: /dev/zero: {PIPE}",
        f"unreadable: {tmp_path}/link.html: cannot be read: No such file or directory.",
        f"unreadable: {tmp_path}/loop.html: cannot be read: Too many levels of symbolic links.",
    ]
    assert last["title"]
    outcome("a line with why for each; the good page is cleaned")


@pytest.mark.attack("a page that takes too long, given to dateline clean")
def test_a_page_that_takes_too_long_is_a_line_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outcome: Callable[[str], None]
) -> None:
    slow = tmp_path / "slow.html"
    story = "".join(f"<p>{number} {STORY * 14}</p>" for number in range(19_000))
    slow.write_text(f"<html><body><article>{story}</article></body></html>")
    first, second = cleaned([str(slow), str(FALLS)], seconds=0.4)
    assert first["error"] == "too_slow: it took more than 0.4 seconds of the processor."
    assert second["title"]
    outcome("a line with the error too_slow; the next page is cleaned")
