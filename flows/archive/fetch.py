"""Fetches candidates: each becomes a stored page or a reject with a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from flows.archive.archive import Unfit, archive_row
from flows.http.client import PAGES, Web
from flows.http.limits import Response, WebError
from flows.http.request import unconditional
from flows.sources.base import Candidate
from flows.sources.rejects import refused
from flows.sources.stored.files import opened
from flows.sources.stored.folder import content_type
from flows.sources.stored.warc import answer as warc_answer
from flows.sources.stored.warc import is_warc
from transforms.cleaning.admission.rights import reserved
from transforms.tables.schema import Page, Reject
from warehouse import Ref, StoredResponse

Outcome = Ref | Reject
"""The archive reference of a candidate's document, or the reject that explains why there is none."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """Result of fetching one candidate: the outcome, and the response if there was one, of any status."""

    outcome: Outcome
    page: Page | None = None


def fetch_all(
    candidates: Sequence[Candidate],
    web: Web,
    keep: Callable[[Page], None],
    stored: Mapping[str, StoredResponse] | None = None,
    report: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[Outcome]:
    """Fetch all candidates, hosts in parallel, one request at a time per host; outcomes in input order.

    `keep` stores each response and `report` receives the numbers of finished and of all candidates; both are called
    from several threads. `stored` maps URLs to stored documents.
    """
    by_host: dict[str, list[int]] = defaultdict(list)
    for index, candidate in enumerate(candidates):
        by_host[_host(candidate.address)].append(index)
    outcomes: dict[int, Outcome] = {}

    def visit(indices: list[int]) -> None:
        for index in indices:
            candidate = candidates[index]
            outcomes[index] = _store(candidate, fetch(candidate, web, (stored or {}).get(candidate.url)), keep)
            report(len(outcomes), len(candidates))

    report(0, len(candidates))
    with ThreadPoolExecutor(max_workers=web.limits.hosts) as pool:
        list(pool.map(visit, sorted(by_host.values(), key=len, reverse=True)))
    return [outcomes[index] for index in range(len(candidates))]


def _host(address: str) -> str:
    """The host part of an address, the unit of rate limiting."""
    try:
        return urlsplit(address).netloc
    except ValueError:  # not a URL; fetching it will report that
        return address


def _store(candidate: Candidate, fetched: Fetched, keep: Callable[[Page], None]) -> Outcome:
    """Store the response and return the outcome; a response the archive cannot hold becomes a reject."""
    try:
        if fetched.page:
            keep(fetched.page)
    except Unfit as error:
        return refused(candidate.url, candidate.source_id, "fetch", error)
    return fetched.outcome


def fetch(candidate: Candidate, web: Web, stored: StoredResponse | None = None) -> Fetched:
    """Fetch one candidate from the network or its file. `stored` is returned without a request while it is fresh, or if
    it is at least as new as the web archive's capture.
    """
    if stored and _is_current(candidate, stored, web.limits.fresh):
        return Fetched(stored.ref)
    try:
        if candidate.answer:
            answer = web.page(candidate.answer)
        elif candidate.file:
            answer = read(candidate, web.limits.page_bytes)
        elif candidate.copy:
            answer = replace(web.get(candidate.copy, types=PAGES), url=candidate.url, says=())
        else:
            web.reserves(candidate.url)  # requested first, so that the page is stored as soon as it arrives
            _refuse_reserved(candidate, web)
            answer = web.get(candidate.url, types=PAGES, conditions=stored.conditions if stored else unconditional)
            answer = replace(answer, says=(*answer.says, *web.reserves(answer.url)))
        if not answer.body and answer.status != 304:
            raise WebError("empty", f"{candidate.url} has no content.", answer)
        ref, page = archive_row(candidate, answer, stored)
        return Fetched(ref, None if candidate.file and page.revisits else page)
    except Exception as error:  # one bad answer becomes a Reject, the run goes on
        outcome = refused(candidate.url, candidate.source_id, "fetch", error)
        response = error.response if isinstance(error, WebError) else None
        return Fetched(outcome, archive_row(candidate, response, stored)[1] if response else None)


def _refuse_reserved(candidate: Candidate, web: Web) -> None:
    """Raise WebError `reserved` if the source respects opt-outs and robots.txt or tdmrep.json reserves the address."""
    if candidate.source_id not in web.limits.left_alone:
        return
    if reservation := reserved((*web.says(candidate.url), *web.reserves(candidate.url))):
        raise WebError("reserved", f"{candidate.url} is left alone: {reservation}.")


def _is_current(candidate: Candidate, stored: StoredResponse, fresh: float) -> bool:
    """Whether `stored` needs no request: it is fresh, or at least as new as the web archive's capture.

    A request time in the future comes from a wrong clock and counts as stale.
    """
    now = datetime.now(UTC)
    if candidate.captured:
        return candidate.captured <= stored.ref.fetched_at <= now
    is_of_the_web = not candidate.file and not candidate.answer
    is_fresh = timedelta(0) <= now - stored.asked_at < timedelta(seconds=fresh)
    return is_of_the_web and stored.is_document and is_fresh


def read(candidate: Candidate, limit: int) -> Response:
    """Read a document from disk as a Response. SourceError if unreadable, WebError if larger than `limit` bytes."""
    file = candidate.file or Path(candidate.url)
    if is_warc(file.name):
        return warc_answer(candidate, limit)
    with opened(file) as stream:
        stream.seek(candidate.offset)
        body = stream.read(limit + 1 if candidate.size is None else candidate.size)
    if len(body) > limit:
        raise WebError("too_large", f"{file} is larger than {limit} bytes.")
    kind = "application/json" if candidate.size is not None else content_type(file)
    return Response(candidate.url, 200, {"content-type": kind}, body)
