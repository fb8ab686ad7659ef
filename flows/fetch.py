"""Candidates to pages: each document is fetched, or rejected with a reason."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from flows.sources.base import Candidate
from flows.sources.folder import content_type
from flows.web import PAGES, Response, Web, WebError
from transforms.schema import Page, Reject

WORKERS = 8
"""Hosts asked at once."""


def fetch_all(candidates: Sequence[Candidate], web: Web, workers: int = WORKERS) -> list[Page | Reject]:
    """Fetch every candidate, many hosts at once and one request at a time to each; results in the order given."""
    by_host: dict[str, list[int]] = defaultdict(list)
    for index, candidate in enumerate(candidates):
        by_host[urlsplit(candidate.url).netloc].append(index)
    results: dict[int, Page | Reject] = {}

    def visit(indices: list[int]) -> None:
        for index in indices:
            results[index] = fetch(candidates[index], web)

    with ThreadPoolExecutor(max_workers=workers) as pool:
        list(pool.map(visit, by_host.values()))
    return [results[index] for index in range(len(candidates))]


def fetch(candidate: Candidate, web: Web) -> Page | Reject:
    """The page of one candidate, from the network or from its file."""
    try:
        answer = read(candidate, web.limits.page_bytes) if candidate.file else web.get(candidate.url, types=PAGES)
        if not answer.body.strip():
            raise WebError("empty", f"{candidate.url} has no content.")
    except WebError as error:
        return Reject(
            url=candidate.url, source_id=candidate.source_id, stage="fetch", reason=error.reason, detail=str(error)
        )
    return page(candidate, answer)


def page(candidate: Candidate, answer: Response) -> Page:
    """The row of a response: an id from what was answered, so that the same answer is the same row."""
    body_sha256 = sha256(answer.body).hexdigest()
    return Page(
        page_id=sha256(f"{answer.url}\n{answer.status}\n{body_sha256}".encode()).hexdigest()[:16],
        url=candidate.url,
        final_url=answer.url,
        source_id=candidate.source_id,
        fetched_at=datetime.now(UTC),
        published_date=candidate.published,
        status=answer.status,
        headers=json.dumps(answer.headers, sort_keys=True),
        body=answer.body,
        body_sha256=body_sha256,
    )


def read(candidate: Candidate, limit: int) -> Response:
    """A document on disk as if it had been answered. WebError where it cannot be read or is too large."""
    file = candidate.file or Path(candidate.url)
    try:
        with file.open("rb") as opened:
            opened.seek(candidate.offset)
            body = opened.read(limit + 1 if candidate.size is None else candidate.size)
    except OSError as error:
        raise WebError("unreachable", f"{file} cannot be read: {error.strerror}.") from error
    if len(body) > limit:
        raise WebError("too_large", f"{file} is larger than {limit} bytes.")
    kind = "application/json" if candidate.size is not None else content_type(file)
    return Response(candidate.url, 200, {"content-type": kind}, body)
