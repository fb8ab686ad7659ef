"""Reading batches of articles in processes of their own: parsing is all work for the processor, and spaCy is not made
for several threads. Knows nothing of Prefect, so that a worker starts quickly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from multiprocessing import active_children, get_context
from threading import Lock

import pyarrow as arrow

from flows.follow import follow
from transforms.extract import extract_all
from transforms.normalise import facts_tables
from transforms.read import pipeline
from transforms.reprints import signature
from transforms.schema import Article, Reject, to_arrow

PATIENCE = 1800.0
"""Seconds for a batch."""

Reading = tuple[list[Article], list[Reject], dict[str, arrow.Table]]

_alone = Lock()


def read_articles(articles: Sequence[Article], nlp: str | None, run_id: str) -> Reading:
    """The articles that could be read, rejects for the others, and the tables of their facts and signatures.

    Threads of one process take turns.
    """
    with _alone:
        results = list(extract_all(articles, pipeline(nlp)))
    told = [(a, facts) for a, facts in zip(articles, results, strict=True) if not isinstance(facts, Reject)]
    rejects = [result for result in results if isinstance(result, Reject)]
    read = [article for article, _ in told]
    signatures = to_arrow("signatures", [signature(article) for article in read])
    return read, rejects, facts_tables((facts for _, facts in told), run_id) | {"signatures": signatures}


def read_elsewhere(articles: Sequence[Article], nlp: str | None, run_id: str, workers: int) -> Reading:
    """The same in one of `workers` processes, which stay for the next batch. TimeoutError where it takes too long."""
    try:
        return _processes(workers).submit(read_articles, articles, nlp, run_id).result(PATIENCE)
    except TimeoutError:
        _end()
        raise


@contextmanager
def interruptible() -> Iterator[None]:
    """End the processes of `read_elsewhere` where the body is told to end, by a cancelling, SIGTERM or Ctrl-C.

    Without it a run would wait for the batches that they read. Whoever waits for one gets BrokenProcessPool.
    """
    try:
        yield
    except Exception:
        raise
    except BaseException:
        _end()
        raise


def _end() -> None:
    """End the processes, whatever they read; the next batch has new ones."""
    for process in active_children():
        process.kill()
    _processes.cache_clear()


@cache
def _processes(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, get_context("spawn"), initializer=follow)
