"""Cleaning pages and reading articles in processes of their own, within bounds: what takes too long, or kills its
process, is a reject, and the others go on. Knows nothing of Prefect, so that a process starts quickly.

What cleans and what reads is imported where it is used: the process of the flow does neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from threading import Lock

import pyarrow as arrow

from flows.bounded import DOCUMENT, PAGE, Ended, bounded, limited
from transforms.normalise import facts_tables, joined
from transforms.schema import Article, Page, Reject, Stage, to_arrow

Reading = tuple[list[Article], list[Reject], dict[str, arrow.Table]]

_alone = Lock()


def clean_elsewhere(pages: Sequence[Page], workers: int = 1, seconds: float = PAGE) -> list[Article | Reject]:
    """What cleaning makes of each page in one of `workers` processes; `seconds` are the most for one page."""
    found: list[Article | Reject] = []
    for some, made in bounded(_clean, pages, seconds, workers):
        found += [refused(page, "clean", made) for page in some] if isinstance(made, Ended) else made
    return found


def read_elsewhere(
    articles: Sequence[Article], nlp: str | None, run_id: str, workers: int = 1, seconds: float = DOCUMENT
) -> Reading:
    """What `read_articles` gives in one of `workers` processes; `seconds` are the most for one article."""
    done = bounded(partial(_read, nlp=nlp, run_id=run_id), articles, seconds, workers)
    readings = [made for _, made in done if not isinstance(made, Ended)]
    if len(readings) == len(done) == 1:
        return readings[0]
    lost = [refused(article, "read", made) for some, made in done if isinstance(made, Ended) for article in some]
    return (
        [article for read, _, _ in readings for article in read],
        [reject for _, rejects, _ in readings for reject in rejects] + lost,
        joined([_tables([], [], run_id), *(tables for _, _, tables in readings)]),
    )


def read_articles(articles: Sequence[Article], nlp: str | None, run_id: str) -> Reading:
    """The articles that could be read, rejects for the others, and the tables of their facts and signatures.

    Threads of one process take turns.
    """
    from transforms.extract import extract_all
    from transforms.read import pipeline

    with _alone:
        results = list(extract_all(articles, pipeline(nlp)))
    told = [(a, facts) for a, facts in zip(articles, results, strict=True) if not isinstance(facts, Reject)]
    rejects = [result for result in results if isinstance(result, Reject)]
    read = [article for article, _ in told]
    return read, rejects, _tables(read, [facts for _, facts in told], run_id)


def refused(document: Page | Article, stage: Stage, ended: Ended) -> Reject:
    """The reject that a document is whose work was ended."""
    return Reject(url=document.url, source_id=document.source_id, stage=stage, reason=ended.reason, detail=str(ended))


def _tables(
    articles: Sequence[Article], facts: Sequence[dict[str, list[object]]], run_id: str
) -> dict[str, arrow.Table]:
    from transforms.reprints import signature

    signatures = to_arrow("signatures", [signature(article) for article in articles])
    return facts_tables(facts, run_id) | {"signatures": signatures}


def _clean(pages: Sequence[Page], seconds: float) -> list[Article | Reject]:
    from transforms.clean import clean

    with limited(seconds):
        return [clean(page) for page in pages]


def _read(articles: Sequence[Article], seconds: float, nlp: str | None, run_id: str) -> Reading:
    from transforms.read import pipeline

    pipeline(nlp)  # loaded once in a process, and not at the cost of the document that comes first
    with limited(seconds):
        return read_articles(articles, nlp, run_id)
