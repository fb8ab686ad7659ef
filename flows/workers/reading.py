"""Cleaning pages and reading articles in processes of their own, within bounds: what takes too long, or kills its
process, is a reject, and the others go on. Knows nothing of Prefect, so that a process starts quickly.

What cleans and what reads is imported where it is used: the process of the flow does neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache, partial
from threading import Lock
from typing import TYPE_CHECKING, Any

import pyarrow as arrow

from flows.sandbox.bounded import DOCUMENT, PAGE, Ended, bounded, limited
from flows.workers.endpoint import reader_of
from transforms.tables.normalise import facts_tables, joined
from transforms.tables.schema import Article, Page, Reason, Reject, Stage, to_arrow

if TYPE_CHECKING:
    from spacy.language import Language

Told = tuple[Article, dict[str, list[Any]]]
Reading = tuple[list[Article], list[Reject], dict[str, arrow.Table]]

FIRST = Article(
    article_id="", url="", canonical_url="", source_id="", published_date=date(2024, 12, 6), date_source="given",
    language="en", text="“We fight on,” General Omar Haddad said in Hama on Friday. Syrian troops killed 12 people.",
    words=16, text_sha256="",
)  # fmt: skip
_alone = Lock()


def clean_elsewhere(pages: Sequence[Page], workers: int = 1, seconds: float = PAGE) -> list[Article | Reject]:
    """What cleaning makes of each page in one of `workers` processes; `seconds` are the most for one page."""
    found: list[Article | Reject] = []
    if not pages:
        return found
    for some, made in bounded(_clean, pages, seconds, workers):
        found += [_reject(page, "clean", made.reason, str(made)) for page in some] if isinstance(made, Ended) else made
    return found


def read_elsewhere(
    articles: Sequence[Article],
    nlp: str | None,
    run_id: str,
    workers: int = 1,
    seconds: float = DOCUMENT,
    reader: str | None = None,
) -> Reading:
    """What `read_articles` gives in one of `workers` processes; `seconds` are the most for one article.

    No process is asked where there is nothing to read: it would load the language pipeline for it.
    """
    if not articles:
        return [], [], _tables([], run_id)
    done = bounded(partial(_read, nlp=nlp, run_id=run_id, reader=reader), articles, seconds, workers)
    readings = [made for _, made in done if not isinstance(made, Ended)]
    if len(readings) == len(done) == 1:
        return readings[0]
    ended = [(article, made) for some, made in done if isinstance(made, Ended) for article in some]
    lost = [_reject(article, "read", made.reason, str(made)) for article, made in ended]
    return (
        [article for read, _, _ in readings for article in read],
        [reject for _, rejects, _ in readings for reject in rejects] + lost,
        joined([_tables([], run_id), *(tables for _, _, tables in readings)]),
    )


def read_articles(articles: Sequence[Article], nlp: str | None, run_id: str, reader: str | None = None) -> Reading:
    """The articles that could be read, rejects for the others, and the tables of their facts and signatures.

    Threads of one process take turns.
    """
    from transforms.facts.extract import extract_all
    from transforms.reading.parse import pipeline

    with _alone:
        results = list(extract_all(articles, pipeline(nlp), reader_of(reader)))
    told = [(a, facts) for a, facts in zip(articles, results, strict=True) if not isinstance(facts, Reject)]
    rejects = [result for result in results if isinstance(result, Reject)]
    try:
        tables = _tables(told, run_id)
    except Exception:  # a fact that its table does not take costs its article, not the batch
        checked = [(one, _unfit(one, run_id)) for one in told]
        told = [one for one, reject in checked if reject is None]
        rejects += [reject for _, reject in checked if reject]
        tables = _tables(told, run_id)
    return [article for article, _ in told], rejects, tables


def _reject(document: Page | Article, stage: Stage, reason: Reason, detail: str) -> Reject:
    return Reject(url=document.url, source_id=document.source_id, stage=stage, reason=reason, detail=detail)


@cache
def ready(nlp: str | None, reader: str | None = None) -> Language:
    """The pipeline when it has read a text: what is loaded once in a process is not at the cost of what comes first."""
    from transforms.facts.extract import extract_all
    from transforms.reading.parse import pipeline

    language = pipeline(nlp)
    list(extract_all([FIRST], language, reader_of(reader)))
    return language


def _tables(told: Sequence[Told], run_id: str) -> dict[str, arrow.Table]:
    from transforms.identity.near_duplicates import signature

    signatures = to_arrow("signatures", [signature(article) for article, _ in told])
    return facts_tables((facts for _, facts in told), run_id) | {"signatures": signatures}


def _unfit(one: Told, run_id: str) -> Reject | None:
    """The reject that an article is whose facts no table takes."""
    try:
        _tables([one], run_id)
    except Exception as error:
        why = f"{type(error).__name__}: {error}".split("\n")[0]
        return _reject(one[0], "extract", "extraction_failed", why)
    return None


def _clean(pages: Sequence[Page], seconds: float) -> list[Article | Reject]:
    from transforms.cleaning.clean import clean

    with limited(seconds):
        return [_fit(page, clean(page)) for page in pages]


def _fit(page: Page, result: Article | Reject) -> Article | Reject:
    """What cleaning made of a page; where it is no row of the lake, the reject that the page is."""
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
