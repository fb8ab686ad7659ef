"""Hand-annotated articles for developing rules and for calibration, in the format of ../shared/gold.

An annotated article of another publisher is stored as offsets and labels only: its text is read from ../shared and
checked against `text_sha256`. Articles written for this project include their text.
`python -m tests.annotations DRAFT.json…` turns drafts, in which sentences, quotations and names are written out, into
files of `tests/annotated/`; README.md there says how to write a draft.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[2] / "shared"
ANNOTATED = Path(__file__).with_name("annotated")
CORPUS = Path(__file__).resolve().parents[1] / "seeds" / "corpus"
SPANS = (
    "trigger",
    "source",
    "target",
    "place",
    "who",
    "speaker",
)  # values stored as offsets if they occur in the text


def corpus_rows(name: str) -> Iterator[dict[str, Any]]:
    """The rows of a file of seeds/corpus, or of all files of a folder of that name; seeds/corpus/README.md tells their
    fields.
    """
    for file in sorted((CORPUS / name).glob("*.jsonl")) or [CORPUS / f"{name}.jsonl"]:
        yield from map(json.loads, file.read_text(encoding="utf-8").splitlines())


@dataclass(frozen=True)
class Article:
    """One annotated article: the input of the reader, and the gold in the format of ../shared/gold.

    `split` is `development` for articles that rules may be developed on and `held_out` for those that are only scored.
    """

    id: str
    split: str
    published: str | None
    title: str | None
    text: str
    gold: dict[str, Any]


def articles(split: str | None = None) -> Iterator[Article]:
    """The annotated articles whose text is available, sorted by name."""
    for path in sorted(ANNOTATED.glob("*/*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        if split in (None, row["split"]) and (text := text_of(row)) is not None:
            yield Article(row["id"], row["split"], row["published"], row["title"], text, spelled_out(row, text))


def text_of(row: dict[str, Any]) -> str | None:
    """The text of an annotated article; None if ../shared is missing.

    Raises:
        ValueError: the text in ../shared is no longer the annotated one.
    """
    if "text" in row:
        return str(row["text"])
    if not SHARED.is_dir():
        return None
    text = shared_text(row["from"])
    if hashlib.sha256(text.encode()).hexdigest() != row["text_sha256"]:
        raise ValueError(f"{row['id']}: the text in ../shared is not the one that was annotated")
    return text


def shared_text(place: dict[str, str]) -> str:
    """A text of ../shared: `{"page": "uk/BBC", "version": "V2"}` or `{"re3d": "CENTCOM", "document": …}`."""
    if "page" in place:
        body = json.loads((SHARED / f"data/news_pages/{place['page']}.json").read_text(encoding="utf-8"))
        parts = body[place["version"]]["body"]
        paragraphs = [*parts["summary"]]
        for section in parts["sections"]:
            paragraphs += [*section["headline"], *section["paragraphs"]]
        return "\n\n".join(paragraphs)
    documents = (SHARED / f"data/re3d/{place['re3d']}/documents.json").read_text(encoding="utf-8-sig")
    rows = (json.loads(line) for line in documents.splitlines() if line.strip())
    return next(str(row["text"]) for row in rows if row["_id"] == place["document"])


def spelled_out(annotation: dict[str, Any], text: str) -> dict[str, Any]:
    """The gold of an annotated article, its offsets replaced by the words of the text."""

    def item(row: dict[str, Any]) -> dict[str, Any]:
        return {key: value(key, cell) for key, cell in row.items()}

    def value(key: str, cell: Any) -> Any:
        if key.removesuffix("_alt") in SPANS and isinstance(cell, list):
            return text[slice(*cell)] if all(isinstance(x, int) for x in cell) else [value(key, x) for x in cell]
        return cell

    quotes = [item(q) | {"quote": text[q["start"] : q["end"]]} for q in annotation["quotes"]]
    return {
        "id": annotation["id"],
        "events": [item(e) | {"sentence": text[e["start"] : e["end"]]} for e in annotation["events"]],
        "figures": [item(f) | {"sentence": text[f["start"] : f["end"]]} for f in annotation["figures"]],
        "quotes": quotes,
    }


def kept_form(draft: dict[str, Any]) -> dict[str, Any]:
    """A draft with all quoted text replaced by offsets.

    Raises:
        ValueError: a sentence, a quotation or a trigger of the draft does not occur in the text.
    """
    text = draft["text"] if "text" in draft else shared_text(draft["from"])
    head = {key: draft.get(key) for key in ("id", "split", "published", "title", "annotator")}
    source = (
        {"text": text}
        if "text" in draft
        else {"from": draft["from"], "text_sha256": hashlib.sha256(text.encode()).hexdigest()}
    )
    if "text" not in draft:
        head["title"] = None
    return (
        head
        | source
        | {
            "events": [placed(row, "sentence", text) for row in draft["events"]],
            "figures": [placed(row, "sentence", text) for row in draft["figures"]],
            "quotes": [placed(row, "quote", text) for row in draft["quotes"]],
        }
    )


def placed(row: dict[str, Any], key: str, text: str) -> dict[str, Any]:
    """One item with the offsets of its `sentence` or `quote` instead of the words.

    `nth` counts, from 0, sentences that the text repeats.
    """
    start = -1
    for _ in range(row.get("nth", 0) + 1):
        start = text.find(row[key], start + 1)
        if start < 0:
            raise ValueError(f"not in the text: {row[key]!r}")
    end = start + len(row[key])

    def span(value: Any, name: str) -> Any:
        if isinstance(value, list):
            return [span(part, name) for part in value]
        if not isinstance(value, str):
            return value
        inside = text.find(value, start, end)
        offset = inside if inside >= 0 else text.find(value)
        if name == "trigger" and inside < 0:
            raise ValueError(f"trigger {value!r} is not in {row[key]!r}")
        return [offset, offset + len(value)] if offset >= 0 else value

    cells = {
        name: span(cell, name) if name.removesuffix("_alt") in SPANS else cell
        for name, cell in row.items()
        if name not in (key, "nth")
    }
    return {"start": start, "end": end} | cells


def main() -> None:
    """Draft files to files of tests/annotated/own or tests/annotated/shared."""
    failed = False
    for name in sys.argv[1:]:
        draft = json.loads(Path(name).read_text(encoding="utf-8"))
        try:
            annotation = kept_form(draft)
        except ValueError as error:
            failed = True
            print(f"{name}: {error}", file=sys.stderr)
            continue
        folder = ANNOTATED / ("own" if "text" in annotation else "shared")
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{annotation['id']}.json"
        path.write_text(json.dumps(annotation, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        counts = ", ".join(f"{len(annotation[family])} {family}" for family in ("events", "figures", "quotes"))
        print(f"{path.relative_to(ANNOTATED.parent)}: {counts}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
