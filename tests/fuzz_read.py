"""Fuzzing of reading with cut-off texts and the first and last days of the calendar: `python -m tests.fuzz_read`.

Every sentence of tests/annotated is cut after every word, and each piece goes through every rule: on an ordinary day,
undated, and on the first and last days of the calendar. A text on which a rule fails is printed and makes the exit
code 1.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import cycle, islice

from tests.annotations import ANNOTATED
from transforms.facts.extract import document, extract
from transforms.reading.parse import pipeline, read
from transforms.tables.schema import Article

DAYS = (date(2024, 12, 6), date.min, date(1, 1, 7), date.max, date(9999, 12, 25))
"""An ordinary day, and both ends of the calendar; undated texts have the first possible day."""


def sentences(count: int | None = None) -> list[str]:
    """The first annotated sentences of the project, by default all."""
    with (ANNOTATED / "sentences.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in islice(lines, count)]


def pieces(text: str) -> list[str]:
    """The text cut after every word."""
    words = text.split(" ")
    return [" ".join(words[:count]) for count in range(1, len(words) + 1)]


def article(text: str, day: date = DAYS[0]) -> Article:
    return Article(
        article_id="a1", url="https://outlet.example/a", canonical_url="https://outlet.example/a", source_id="fuzz",
        published_date=day, date_source="given", language="en", text=text, words=len(text.split()),
        text_sha256="0" * 64,
    )  # fmt: skip


def stumbles(texts: Sequence[str], days: Sequence[date] = DAYS) -> Iterator[str]:
    """Texts on which rules fail: text, day and error. The days are used in turn."""
    for text, doc, day in zip(texts, read(texts, pipeline()), cycle(days), strict=False):
        try:
            extract(document(article(text, day), doc))
        except Exception as error:  # reported, and the run goes on
            yield f"{day}: {text!r}: {type(error).__name__}: {error}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sentences", type=int, help="cut so many sentences only")
    options = parser.parse_args()
    cut = [piece for text in sentences(options.sentences) for piece in pieces(text)]
    failures = []
    for day in DAYS:
        failures += list(stumbles(cut, [day]))
        print(f"{day}: {len(cut)} texts that break off, {len(failures)} stumbled over so far", flush=True)
    print(*failures, sep="\n")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
