"""The page archive of a run: looks up earlier responses of a URL and stores every new one."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from types import TracebackType

import pyarrow as arrow

from flows.archive.spool import Spool, recover
from flows.http.limits import Response
from flows.sources.candidate import Candidate
from transforms.cleaning.draft import line
from transforms.tables.normalise import joined, table
from transforms.tables.schema import Page, Role
from warehouse import Lake, Ref, StoredResponse, announcements, land, latest_documents, pages

log = logging.getLogger("dateline")

MOST_PAGES = 500
MOST_BYTES = 32 * 1024 * 1024


class Unfit(Exception):
    """A response that cannot become a row of `pages`; the message says why."""


class Archive:
    """Stores responses from many threads. A context manager: leaving it lands what is still buffered.

    Every response is first spooled to `folder` on this machine; after a crash the next run lands the spool.
    """

    def __init__(self, lake: Lake, run_id: str, folder: Path) -> None:
        self._lake = lake
        self._run_id = run_id
        self._folder = folder
        self._spool = Spool(folder, run_id)
        self._waiting: list[arrow.Table] = []
        self._bytes = 0
        self._lock = Lock()

    def __enter__(self) -> Archive:
        count, unreadable = recover(self._folder, self._land)
        if count:
            log.info("%d responses of a run that was killed are in the archive now", count)
        for path, why in unreadable:
            log.warning("%s: what a run left cannot be read and is set aside: %s", path, why)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._land_waiting()

    def keep(self, page: Page) -> None:
        """Store a response. When the buffer is full, callers block until it is landed.

        Raises Unfit if the page cannot become a row. Disk and lake errors concern the run and pass through.
        """
        try:
            rows = table("pages", [page], self._run_id)
        except Exception as error:
            raise Unfit(f"cannot be kept: {type(error).__name__}: {error}") from error
        with self._lock:
            self._spool.add(rows)
            self._waiting.append(rows)
            self._bytes += len(page.body)
            if len(self._waiting) >= MOST_PAGES or self._bytes >= MOST_BYTES:
                self._land_waiting()

    def latest_documents(self, urls: Sequence[str]) -> dict[str, StoredResponse]:
        """The latest document in the lake for each of `urls`; URLs without one are missing from the result."""
        return latest_documents(self._lake, urls)

    def announcement(self, url: str) -> StoredResponse | None:
        """The latest response in the lake for a feed, sitemap, index or home page."""
        return self._announcements.get(url)

    def announced(self, url: str, source_id: str, answer: Response) -> Response:
        """Store the answer of a feed, sitemap, index or home page; on 304 return the stored body with status 200."""
        known = self.announcement(url)
        ref, page = archive_row(Candidate(url, source_id), answer, known, "announcement")
        self.keep(page)
        if answer.status != 304:
            return answer
        return replace(answer, status=200, body=pages(self._lake, [ref])[0].body)

    def robots(self, url: str, answer: Response) -> None:
        """Store a robots.txt or a tdmrep.json."""
        self.keep(archive_row(Candidate(url, ""), answer, self.announcement(url), "robots")[1])

    def passing(self, answer: Response) -> None:
        """Store a redirect or an answer that will be requested again."""
        page = row(Candidate(answer.url, ""), answer, "passing", datetime.now(UTC).isoformat())
        self.keep(page)

    @cached_property
    def _announcements(self) -> Mapping[str, StoredResponse]:
        return announcements(self._lake)

    def _land_waiting(self) -> None:
        if self._waiting:
            self._land(joined([{"pages": rows} for rows in self._waiting])["pages"])
            self._spool.clear()
            self._waiting, self._bytes = [], 0

    def _land(self, rows: arrow.Table) -> None:
        land(self._lake, {"pages": rows})


def archive_row(
    candidate: Candidate, answer: Response, known: StoredResponse | None, role: Role = "document"
) -> tuple[Ref, Page]:
    """The archive reference of an answer and its row; if the body equals `known`, a revisit row without body."""
    page = row(candidate, answer, role, known.ref.page_id if known else "")
    if known is None or not (answer.status == 304 or known.confirmed_by(page)):
        return Ref(page.page_id, page.fetched_at), page
    content = f"{page.page_id}\n{page.fetched_at.isoformat()}"
    page_id, digest = sha256(content.encode()).hexdigest()[:16], known.body_sha256
    return known.ref, replace(page, page_id=page_id, body=b"", body_sha256=digest, revisits=known.ref.page_id)


def row(candidate: Candidate, answer: Response, role: Role = "document", follows: str = "") -> Page:
    """The row of a response; `follows` is the page_id of the previous page of the same URL.

    page_id hashes the response, so the same answer gives the same row. `follows` is hashed too, so a page that changes
    and changes back is a new row.
    """
    body_sha256, now = sha256(answer.body).hexdigest(), datetime.now(UTC)
    content = "\n".join([candidate.url, answer.url, str(answer.status), body_sha256, follows, role])
    return Page(
        page_id=sha256(content.encode()).hexdigest()[:16],
        url=candidate.url,
        final_url=answer.url,
        source_id=candidate.source_id,
        fetched_at=min(candidate.captured or now, now),
        published_date=candidate.published,
        title=line(candidate.title or "") or None,
        authors=[name for name in map(line, candidate.authors) if name],
        role=role,
        status=answer.status,
        headers=json.dumps(answer.headers, sort_keys=True),
        body=answer.body,
        body_sha256=body_sha256,
        truncated=answer.truncated,
        machine_use="\n".join(answer.says) or None,
    )
