"""Cleaning and reading in worker processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from flows.sandbox.bounded import end
from flows.workers import reading
from flows.workers.reading import ReadingError, clean_elsewhere, read_articles, read_elsewhere, try_reader
from tests.fuzz_clean import page
from tests.fuzz_read import article
from tests.loopback import loopback
from transforms.cleaning.clean import clean
from transforms.facts import extract
from transforms.facts.events.learned import Reader
from transforms.facts.extract import Facts
from transforms.resolving.document import Document
from transforms.tables.schema import Article

WIRE = Path(__file__).resolve().parents[3] / "seeds" / "wire"
STORY = "Rebels attacked the town of {} in Syria on Friday. At least 12 people were killed, the army said. "
TOWNS = ("Hama", "Homs", "Aleppo", "Idlib", "Daraa")
FAST = 4.0
"""Seconds that are more than enough for a page or article of the tests, even as the first of a process."""


@pytest.fixture(autouse=True)
def _no_process_stays() -> Iterator[None]:
    yield
    end()


def pages() -> list[bytes]:
    return [file.read_bytes() for file in sorted(WIRE.rglob("*.html"))]


def test_elsewhere_gives_the_same() -> None:
    fed = [page(body, "text/html", "https://outlet.example/a") for body in pages()]
    articles = clean_elsewhere(fed)
    assert articles == [clean(each) for each in fed]
    told = [each for each in articles if isinstance(each, Article)][:4]
    assert read_elsewhere(told, None, "run") == read_articles(told, None, "run")
    assert read_elsewhere([], None, "run")[:2] == ([], [])


@pytest.mark.attack("a document too slow to read in a batch of ten")
def test_a_document_that_takes_too_long_is_a_reject_and_the_rest_of_its_batch_lands(
    outcome: Callable[[str], None],
) -> None:
    batch = [article(STORY.format(TOWNS[number % 5])) for number in range(9)]
    slow = article(STORY.format("Hama") * 9000)
    read, rejects, facts = read_elsewhere([*batch[:4], slow, *batch[4:]], None, "run", seconds=FAST)
    assert [(reject.stage, reject.reason, reject.url) for reject in rejects] == [("read", "too_slow", slow.url)]
    assert len(read) == 9
    assert set(facts["figures"].column("low").to_pylist()) == {12}
    assert set(facts) == set(read_articles(batch[:1], None, "run")[2])
    outcome("a reject too_slow; the 9 others are read")


def test_a_fact_that_its_table_does_not_take_costs_its_article_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [replace(article(STORY.format(town)), article_id=town) for town in TOWNS[:3]]
    told = extract.extract

    def spoilt(story: Document, reader: Reader | None) -> Facts:
        found = told(story, reader)
        if story.article.article_id == "Homs":
            found["figures"] = [replace(figure, low=10**30) for figure in found["figures"]]
        return found

    monkeypatch.setattr(extract, "extract", spoilt)
    read, rejects, facts = read_articles(articles, None, "run")
    assert [each.article_id for each in read] == ["Hama", "Aleppo"]
    assert [(each.stage, each.reason) for each in rejects] == [("extract", "extraction_failed")]
    assert set(facts["figures"].column("article_id").to_pylist()) == {"Hama", "Aleppo"}


def test_where_no_text_can_be_read_the_reading_ends_with_a_sentence(home: Path) -> None:
    with loopback({}) as server:
        gone = f"http://127.0.0.1:{server.route[1]}/v1#small"
    with pytest.raises(ValueError, match=r"^reader http://127\.0\.0\.1:\d+/v1#small: it does not answer"):
        read_elsewhere([article(STORY.format("Hama"))], None, "run", reader=gone)
    with loopback({}) as server, pytest.raises(ReadingError, match=r"^reader .*#small: it answers 404"):
        read_elsewhere(
            [article(STORY.format("Hama"))], None, "run", reader=f"http://127.0.0.1:{server.route[1]}/v1#small"
        )


def end_process(articles: Sequence[Article], seconds: float, **_: object) -> None:
    os._exit(3)


def test_a_reader_that_ends_its_process_is_told_of_when_it_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_read", end_process)
    with pytest.raises(ReadingError, match=r"^reader own: the process died of it, with exit code 3\.$"):
        try_reader(None, "own")
