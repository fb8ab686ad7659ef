"""Candidates to pages: each document is fetched and kept, or rejected with a reason."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from flows.ask import unconditional
from flows.limits import Response, WebError
from flows.sources.base import Candidate
from flows.sources.folder import content_type
from flows.sources.warc import answer as warc_answer
from flows.sources.warc import is_warc
from flows.web import PAGES, Web
from transforms.schema import Page, Reject
from warehouse import Held, Ref

Outcome = Ref | Reject
"""What became of a candidate: where its document stands in the archive, or why it has none."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What fetching one candidate gave: its outcome, and the response where there was a new one, of any status."""

    outcome: Outcome
    page: Page | None = None


def fetch_all(
    candidates: Sequence[Candidate],
    web: Web,
    keep: Callable[[Page], None],
    held: Mapping[str, Held] | None = None,
) -> list[Outcome]:
    """Fetch every candidate, many hosts at once and one request at a time to each; outcomes in the order given.

    `keep` takes every response that is new, from several threads; `held` is what is known of an address from before.
    """
    by_host: dict[str, list[int]] = defaultdict(list)
    for index, candidate in enumerate(candidates):
        by_host[urlsplit(candidate.address).netloc].append(index)
    outcomes: dict[int, Outcome] = {}

    def visit(indices: list[int]) -> None:
        for index in indices:
            candidate = candidates[index]
            fetched = fetch(candidate, web, (held or {}).get(candidate.url))
            if fetched.page:
                keep(fetched.page)
            outcomes[index] = fetched.outcome

    with ThreadPoolExecutor(max_workers=web.limits.hosts) as pool:
        list(pool.map(visit, sorted(by_host.values(), key=len, reverse=True)))
    return [outcomes[index] for index in range(len(candidates))]


def fetch(candidate: Candidate, web: Web, held: Held | None = None) -> Fetched:
    """The document of one candidate, from the network or from its file; one that an archive captured before what is
    held is not."""
    if held and candidate.captured and candidate.captured <= held.ref.fetched_at:
        return Fetched(held.ref)
    try:
        if candidate.file:
            answer = read(candidate, web.limits.page_bytes)
        elif candidate.copy:
            answer = replace(web.get(candidate.copy, types=PAGES), url=candidate.url)
        else:
            answer = web.get(candidate.url, types=PAGES, conditions=held.conditions if held else unconditional)
        if held and answer.status == 304:
            return Fetched(held.ref)
        if not answer.body:
            raise WebError("empty", f"{candidate.url} has no content.", answer)
        return Fetched(*_kept(candidate, answer, held))
    except WebError as error:
        page = _kept(candidate, error.response, held)[1] if error.response else None
        return Fetched(_reject(candidate, error), page)
    except Exception as error:  # whatever one answer does to the client must not end the run
        return Fetched(_reject(candidate, WebError("malformed", f"{candidate.url}: {type(error).__name__}: {error}.")))


def _reject(candidate: Candidate, error: WebError) -> Reject:
    return Reject(
        url=candidate.url, source_id=candidate.source_id, stage="fetch", reason=error.reason, detail=str(error)
    )


def _kept(candidate: Candidate, answer: Response, held: Held | None) -> tuple[Ref, Page | None]:
    """Where a response stands in the archive, and its row, where that is not the one held."""
    made = row(candidate, answer, held.ref.page_id if held else "")
    if held and (held.final_url, held.status, held.body_sha256) == (made.final_url, made.status, made.body_sha256):
        return held.ref, None
    return Ref(made.page_id, made.fetched_at), made


def row(candidate: Candidate, answer: Response, follows: str = "") -> Page:
    """The row of a response, after the page that its address gave before.

    Its id is made from what was answered, so that the same answer is the same row; that of the page before is a part
    of it, so that a page that was changed and changed back is a new row.
    """
    body_sha256, now = sha256(answer.body).hexdigest(), datetime.now(UTC)
    told = "\n".join([candidate.url, answer.url, str(answer.status), body_sha256, follows])
    return Page(
        page_id=sha256(told.encode()).hexdigest()[:16],
        url=candidate.url,
        final_url=answer.url,
        source_id=candidate.source_id,
        fetched_at=min(candidate.captured or now, now),
        published_date=candidate.published,
        status=answer.status,
        headers=json.dumps(answer.headers, sort_keys=True),
        body=answer.body,
        body_sha256=body_sha256,
    )


def read(candidate: Candidate, limit: int) -> Response:
    """A document on disk as if it had been answered. WebError where it cannot be read or is too large."""
    file = candidate.file or Path(candidate.url)
    if is_warc(file.name):
        return warc_answer(candidate, limit)
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
