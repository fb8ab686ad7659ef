"""Cleans pages and reads articles in worker processes with limits; those that exceed them become rejects.

Imports no Prefect, and the cleaner and the reader only in the functions that use them: workers start quickly, and the
flow's process loads neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Any

import pyarrow as arrow

from flows.sandbox.bounded import DOCUMENT, PAGE, Ended, bounded, limited
from flows.sandbox.memory import give_back
from flows.workers.endpoint import Endpoint, reader_of
from transforms.shipped import LEARNED
from transforms.tables.schema import Article, Page, Reason, Reject, Stage, to_arrow

if TYPE_CHECKING:
    from spacy.language import Language

Extracted = tuple[Article, dict[str, list[Any]]]
Reading = tuple[list[Article], list[Reject], dict[str, arrow.Table]]

FIRST = Article(
    article_id="", url="", canonical_url="", source_id="", published_date=date(2024, 12, 6), date_source="given",
    language="en", text="“We fight on,” General Omar Haddad said in Hama on Friday. Syrian troops killed 12 people.",
    words=16, text_sha256="",
)  # fmt: skip
_alone = Lock()


class ReadingError(ValueError):
    """Nothing can be read as it is set up; the message says why."""


def clean_elsewhere(pages: Sequence[Page], workers: int = 1, seconds: float = PAGE) -> list[Article | Reject]:
    """Clean each page in one of `workers` processes; `seconds` is the CPU limit for one page."""
    done: list[Article | Reject] = []
    if not pages:
        return done
    for batch, made in bounded(_clean, pages, seconds, workers):
        done += [_reject(page, "clean", made.reason, str(made)) for page in batch] if isinstance(made, Ended) else made
    return done


def read_elsewhere(
    articles: Sequence[Article],
    nlp: str | None,
    run_id: str,
    workers: int = 1,
    seconds: float = DOCUMENT,
    reader: str | None = None,
) -> Reading:
    """Run `read_articles` in one of `workers` processes; `seconds` is the CPU limit for one article.

    With no articles no worker starts: it would load the language pipeline for nothing.
    """
    if not articles:
        return [], [], _tables([], run_id)
    done = bounded(partial(_read, nlp=nlp, run_id=run_id, reader=reader), articles, seconds, workers)
    readings = [made for _, made in done if not isinstance(made, Ended)]
    if len(readings) == len(done) == 1:
        return readings[0]
    from transforms.tables.normalise import joined

    ended = [(article, made) for some, made in done if isinstance(made, Ended) for article in some]
    lost = [_reject(article, "read", made.reason, str(made)) for article, made in ended]
    return (
        [article for read, _, _ in readings for article in read],
        [reject for _, rejects, _ in readings for reject in rejects] + lost,
        joined([_tables([], run_id), *(tables for _, _, tables in readings)]),
    )


def try_reader(nlp: str | None, reader: str | None, workers: int = 1) -> None:
    """Read a text with a reader of events, in one of `workers` processes.

    ValueError if the reader cannot be loaded, does not answer, hangs or ends its process.
    """
    _, rejects, _ = read_elsewhere([FIRST], nlp, "", workers, reader=reader)
    if rejects:
        raise ReadingError(f"reader {reader or LEARNED}: {rejects[0].detail}")


def read_articles(articles: Sequence[Article], nlp: str | None, run_id: str, reader: str | None = None) -> Reading:
    """The articles that could be read, rejects for the others, and the tables of facts and signatures.

    One thread at a time runs this in a process.
    """
    from transforms.facts.extract import extract_all
    from transforms.reading.parse import pipeline

    with _alone:
        results = list(extract_all(articles, pipeline(nlp), reader_of(reader)))
    done = [(a, facts) for a, facts in zip(articles, results, strict=True) if not isinstance(facts, Reject)]
    rejects = [result for result in results if isinstance(result, Reject)]
    try:
        tables = _tables(done, run_id)
    except Exception:  # a fact its table rejects costs one article, not the batch
        checked = [(extracted, _unfit(extracted, run_id)) for extracted in done]
        done = [extracted for extracted, reject in checked if reject is None]
        rejects += [reject for _, reject in checked if reject]
        tables = _tables(done, run_id)
    return [article for article, _ in done], rejects, tables


def _reject(document: Page | Article, stage: Stage, reason: Reason, detail: str) -> Reject:
    return Reject(url=document.url, source_id=document.source_id, stage=stage, reason=reason, detail=detail)


@cache
def ready(nlp: str | None, reader: str | None = None) -> Language:
    """The pipeline, warmed up on one text, so that the first article is not charged for loading.

    ReadingError if that text cannot be read: no article could.
    """
    from transforms.cleaning.text.language import forget
    from transforms.facts.extract import extract_all
    from transforms.reading.parse import pipeline

    forget()  # a run cleans all its pages first; the reader takes the place of what that needed
    give_back()
    language, events = pipeline(nlp), reader_of(reader)
    with TemporaryDirectory() as empty:
        if isinstance(events, Endpoint):  # a kept answer would not tell whether there is a model at the address
            events = replace(events, cache=Path(empty))
        (result,) = extract_all([FIRST], language, events)
    if isinstance(result, Reject):
        raise ReadingError(result.detail.partition(": ")[2])
    return language


def _tables(articles: Sequence[Extracted], run_id: str) -> dict[str, arrow.Table]:
    from transforms.identity.signatures import signature
    from transforms.tables.normalise import facts_tables

    signatures = to_arrow("signatures", [signature(article) for article, _ in articles])
    return facts_tables((facts for _, facts in articles), run_id) | {"signatures": signatures}


def _unfit(extracted: Extracted, run_id: str) -> Reject | None:
    """A reject if the tables do not accept the article's facts, else None."""
    try:
        _tables([extracted], run_id)
    except Exception as error:
        why = f"{type(error).__name__}: {error}".split("\n")[0]
        return _reject(extracted[0], "extract", "extraction_failed", why)
    return None


def _clean(pages: Sequence[Page], seconds: float) -> list[Article | Reject]:
    from flows.workers import languages
    from transforms.cleaning.clean import clean
    from transforms.cleaning.text.language import load_with

    load_with(languages.identifier)
    with limited(seconds):
        return [_fit(page, clean(page)) for page in pages]


def _fit(page: Page, result: Article | Reject) -> Article | Reject:
    """The result of cleaning, or a reject if it cannot become a row of the lake."""
    try:
        to_arrow("articles" if isinstance(result, Article) else "rejects", [result])
    except Exception as error:
        return _reject(page, "clean", "extraction_failed", f"{type(error).__name__}: {error}".split("\n")[0])
    return result


def _read(
    articles: Sequence[Article], seconds: float, nlp: str | None, run_id: str, reader: str | None = None
) -> Reading:
    ready(nlp, reader)
    with limited(seconds):
        return read_articles(articles, nlp, run_id, reader)
