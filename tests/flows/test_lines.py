"""`dateline extract`: JSON Lines, HTML and text in, JSON Lines out."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from flows.lines import lines
from flows.sources import SourceError

TEXT = (
    "Rebels seized the town of Saraqib in Syria on Friday. “The road is open,” Mayor Adel Kassim said. "
    "At least 12 people were killed."
)
FAMILIES = {"id", "events", "figures", "quotes", "relations", "places", "mentions", "statements", "refused"}


def extracted(path: Path) -> list[dict[str, object]]:
    return list(lines(str(path), None))


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


def test_without_a_day_no_date_is_made_up(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"id": "x", "text": TEXT}))
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


@pytest.mark.parametrize(
    ("content", "said"),
    [('{"id": "x"}\n', r"in\.jsonl:1: "), ('{"id": "x", "text": "Hello."}\nnot json\n', r"in\.jsonl:2: ")],
    ids=["no-text", "no-json"],
)
def test_a_bad_line_is_named_before_anything_is_printed(content: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(content)
    with pytest.raises(SourceError, match=said):
        next(lines(str(file), None))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere"):
        next(lines(str(tmp_path / "nowhere.txt"), None))
