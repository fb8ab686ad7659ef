"""Reads CC-NEWS, Common Crawl's news archive: WARC files of news sites, listed per month.

https://data.commoncrawl.org/crawl-data/CC-NEWS/2024/12/warc.paths.gz lists the files of December 2024, one path per
line, relative to the base; a file name contains its start time. A day has about forty files of 1 GB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from flows.http.client import Web, WebError
from flows.sources.base import MOST, Candidate, Discovered, left_out_reject, missed_reject
from flows.sources.days import Days
from flows.sources.markup import fetch_document
from flows.sources.stored.hosts import Hosts
from flows.sources.stored.warc import Warc
from transforms.tables.schema import Reject

LATE = 1
"""Maximum days between publication and crawl."""

MOST_FILES = 1000
"""Maximum files read per month."""

_NAME = re.compile(r"CC-NEWS-(\d{4})(\d\d)(\d\d)\d{6}-\d+\.warc\.gz")


@dataclass(frozen=True, slots=True)
class CcNews:
    """An archive with the layout of CC-NEWS, restricted to `hosts` if there are any."""

    source_id: str
    url: str
    hosts: Hosts = ()

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Discovered]:
        """The pages captured on these days and LATE days after; none without `days`. Every file is read to its end."""
        left = MOST
        for month in days.later(LATE).months() if days else ():
            for file in self._files(web, month, days):
                if isinstance(file, Reject):
                    yield file
                    continue
                for item in Warc(self.source_id, file, self.hosts).discover(web, days):
                    left -= isinstance(item, Candidate)
                    if left < 0:
                        yield missed_reject(
                            self.url, self.source_id, "too_large", f"{self.url} holds more than {MOST} pages."
                        )
                        return
                    yield item

    def _files(self, web: Web, month: date, days: Days | None) -> Iterator[str | Reject]:
        """Addresses of the files of a month that were started on these days."""
        listing = urljoin(self.url, f"crawl-data/CC-NEWS/{month:%Y/%m}/warc.paths.gz")
        try:
            document = fetch_document(web, listing, self.source_id)
        except WebError as error:
            yield missed_reject(listing, self.source_id, error.reason, str(error))
            return
        lines = document.body.decode("utf-8", errors="replace").splitlines()
        if document.loss:
            lines.pop()
            yield missed_reject(listing, self.source_id, document.loss.reason, f"{listing}: {document.loss}")
        wanted = [line.strip() for line in dict.fromkeys(lines) if _is_started_on(line, days)]
        yield from (urljoin(self.url, line) for line in wanted[:MOST_FILES])
        if left := len(wanted[MOST_FILES:]):
            yield left_out_reject(listing, self.source_id, f"{left} more files of {listing}", MOST_FILES)


def _is_started_on(line: str, days: Days | None) -> bool:
    """Whether a listing's line names a file started on one of the days, or up to LATE days after."""
    start = _start_day(line)
    return start is not None and days is not None and days.later(LATE).meet(Days(start, start))


def _start_day(name: str) -> date | None:
    """The day a file was started, from its name."""
    match = _NAME.search(name)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
