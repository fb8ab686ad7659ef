"""`dateline extract`: JSON Lines, HTML and text in, JSON Lines out."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flows.cli.extracting import lines
from flows.sources import SourceError

TEXT = (
    "Rebels seized the town of Saraqib in Syria on Friday. “The road is open,” Mayor Adel Kassim said. "
    "At least 12 people were killed."
)
FAMILIES = {"id", "events", "figures", "quotes", "relations", "places", "mentions", "statements", "refused"}


def test_a_line_gives_a_line_with_the_facts_and_their_offsets(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(json.dumps({"id": name, "published": "2024-12-06", "text": TEXT}) for name in ("x", "y")))
    first, second = lines(str(file), None)
    assert set(first) == FAMILIES
    assert (first["id"], second["id"]) == ("x", "y")
    assert [(f["measure"], f["low"], f["high"]) for f in first["figures"]] == [("killed", 12, None)]
    assert all(
        TEXT[f["start"] : f["end"]] == f["sentence"] for f in first["events"] + first["figures"] + first["quotes"]
    )
    assert all(TEXT[m["start"] : m["end"]] == m["text"] for m in first["mentions"])
    assert "Saraqib" in {place["text"] for place in first["places"]}


def test_a_people_is_no_place_and_an_area_has_a_box_instead_of_a_point(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    text = "Syrian rebels took Saraqib in Idlib province on Monday."
    file.write_text(json.dumps({"id": "x", "published": "2024-12-06", "text": text}))
    (line,) = lines(str(file), None)
    places = {place["text"]: place for place in line["places"]}
    assert set(places) == {"Saraqib", "Idlib"}
    assert [places["Saraqib"][side] for side in ("latitude", "west")] == [pytest.approx(35.86, abs=0.02), None]
    sides = [places["Idlib"][side] for side in ("latitude", "west", "south", "east", "north")]
    assert sides == [None, 36.2, 35.44, 37.04, 36.21]
    mentions = {mention["text"]: mention for mention in line["mentions"]}
    assert mentions["Idlib"]["north"] == 36.21


def test_without_a_day_no_date_is_made_up(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"id": "x", "text": TEXT}))
    (line,) = lines(str(file), None)
    assert line["events"]
    assert {event["date_start"] for event in line["events"]} == {None}


def test_a_page_without_a_day_gives_facts_without_days(tmp_path: Path) -> None:
    file = tmp_path / "saraqib.html"
    head = "<head><title>Saraqib</title><meta property='og:type' content='article'></head>"
    file.write_text(f"<html>{head}<body><article><h1>Saraqib</h1><p>{TEXT} {TEXT}</p></article></body></html>")
    (line,) = lines(str(file), None)
    assert line["events"]
    assert {event["date_start"] for event in line["events"]} == {None}


def test_text_with_a_date_header_and_html(tmp_path: Path) -> None:
    text, page = tmp_path / "a.txt", tmp_path / "a.html"
    text.write_text(f"date 2024-12-06 {TEXT}")
    page.write_text(
        f"<html><head><title>Saraqib</title><meta property='article:published_time' content='2024-12-06'></head>"
        f"<body><article><h1>Saraqib</h1><p>{TEXT}</p><p>{TEXT.replace('12', '14')}</p></article></body></html>"
    )
    for file in (text, page):
        (line,) = lines(str(file), None)
        assert line["events"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    body = io.BytesIO(json.dumps({"id": "x", "text": TEXT}).encode())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=body))
    assert [line["id"] for line in lines("-", None)] == ["x"]


GOOD = json.dumps({"id": "good", "published": "2024-12-06", "text": TEXT}).encode()
BAD: dict[str, tuple[bytes, str, str]] = {
    "no JSON": (b"not json", "2", "not JSON: Expecting value at character 0"),
    "a list": (b"[1, 2]", "2", "not a JSON object"),
    "a number for text": (b'{"id": "x", "text": 5}', "x", '"text" is not a string'),
    "no text": (b'{"id": "x"}', "x", 'neither "text" nor "html" holds anything'),
    "blank text": (b'{"id": 7, "text": " "}', "7", 'neither "text" nor "html" holds anything'),
    "an array for a title": (b'{"text": "x", "title": []}', "2", '"title" is not a string'),
    "half a surrogate pair": (
        rb'{"id": "x", "text": "\ud800"}', "x", '"text" holds half of a surrogate pair, which is no character',
    ),
    "a bad day": (b'{"id": "x", "text": "x", "published": "yesterday"}', "x", '"published" is not an ISO date'),
    "an object for a day": (b'{"id": "x", "text": "x", "published": {}}', "x", '"published" is not an ISO date'),
    "bytes that are no UTF-8": (b'{"text": "\xff"}', "2", "not UTF-8 from byte 10 on"),
    "a hundred thousand brackets": (
        b'{"text": ' + b"[" * 100_000, "2", "not JSON: lists or objects too deep in one another",
    ),
    "a number of 5,000 digits": (b'{"text": ' + b"7" * 5000 + b"}", "2", "not JSON: a number of too many digits"),
    "a page that is no article": (
        b'{"id": "x", "html": "<p>Home"}', "x", "not_html: the body is not a page of HTML",
    ),
    "a line without end": (b'{"text": "' + b"x" * 5000, "2", "the line has more than 4000 bytes"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.attack("dateline extract is given {kind} between two good lines")
def test_a_bad_line_gives_a_line_with_why_and_the_next_is_read(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outcome: Callable[[str], None]
) -> None:
    content, name, why = BAD[kind]
    if kind == "a line without end":
        monkeypatch.setattr("flows.sources.stored.files.LARGEST", 4000)
        monkeypatch.setattr("flows.cli.extracting.LARGEST", 4000)
    file = tmp_path / "in.jsonl"
    file.write_bytes(b"\r\n".join([b"\xef\xbb\xbf" + GOOD, content, GOOD]))
    first, bad, last = lines(str(file), None)
    assert bad == {"id": name, "error": f"{file}:2: {why}."}
    assert [len(each["events"]) for each in (first, last)] == [2, 2]
    outcome(f"a line with the error “{why}”; the others are read")


def test_a_text_of_control_characters_is_read(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"id": "x", "text": f"\x00{TEXT}\x07"}))
    (line,) = lines(str(file), None)
    assert (line["id"], "error" in line) == ("x", False)


@pytest.mark.attack("an article that takes too long, among others given to dateline extract")
def test_an_article_that_takes_too_long_gives_a_line_with_why(tmp_path: Path, outcome: Callable[[str], None]) -> None:
    file = tmp_path / "in.jsonl"
    slow = json.dumps({"id": "slow", "text": TEXT * 5000}).encode()
    file.write_bytes(b"\n".join([GOOD, slow, GOOD]))
    first, bad, last = lines(str(file), None, seconds=2)
    assert bad == {"id": "slow", "error": f"{file}:2: too_slow: it took more than 2 seconds of the processor."}
    assert [len(each["events"]) for each in (first, last)] == [2, 2]
    outcome("a line with the error too_slow; the others are read")


def test_without_a_day_no_period_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    text = "At least 12 people were killed in Hama over the past two years. Rebels attacked Homs a week before."
    file.write_text(json.dumps({"id": "x", "text": text}))
    (line,) = lines(str(file), None)
    assert [(f["low"], f["period_start"], f["period_end"]) for f in line["figures"]] == [(12, None, None)]
    assert "0001" not in json.dumps(line)


def test_lines_are_read_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is never read whole: after the first results, the rest has not been read yet."""
    endless = Endless(b"x\n")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=endless))
    assert [line["id"] for line in islice(lines("-", None), 3)] == ["1", "2", "3"]
    assert endless.given < 1_000_000


class Endless(io.RawIOBase):
    """A stream that starts as JSON Lines and never ends."""

    def __init__(self, line: bytes) -> None:
        self.line, self.given = line, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = len(buffer)
        start = b"" if self.given else b"{\n"
        buffer[:] = (start + self.line * size)[:size]
        self.given += size
        return size


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere"):
        next(lines(str(tmp_path / "nowhere.txt"), None))
