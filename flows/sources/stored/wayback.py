"""Reads web archives with the Wayback Machine's CDX API: what they captured of an outlet, and when.

`/cdx/search/cdx?url=…&from=…&to=…&output=json` lists captures, the column names in the first row; a resume key after an
empty row leads to the next page. `/web/<timestamp>id_/<address>` is a capture, unmodified.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode, urljoin

from flows.http.client import Web, WebError
from flows.sources.base import MOST, Candidate, Discovered, each, guard_source, missed_reject
from flows.sources.days import Days, days_in_url
from flows.sources.stored.hosts import Hosts
from transforms.identity.addresses import canonical, original

LATE = 3
"""Days after publication within which a first capture is expected."""
ROWS = 5000
"""Captures per request."""
MOST_INDEXES = 100
"""Maximum index requests per host."""

Row = dict[str, str]

_COPY = re.compile(r"(https?://web\.archive\.org/web/)(\d{4,14})(?:[a-z]{2}_)?/(https?:/.+)", re.IGNORECASE)
"""A capture's address as copied from a browser; servers may merge the two slashes of the inner address."""


@dataclass(frozen=True, slots=True)
class Wayback:
    """The captures that an archive holds of some hosts."""

    source_id: str
    url: str
    hosts: Hosts

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Discovered]:
        """Pages first captured on these days or the LATE days after; none without `days`.

        Pages with another date in their address are skipped. The archive's copy is fetched and stored under the page's
        own address.
        """
        left = MOST
        for host in self.hosts if days else ():
            place = urljoin(self.url, host)
            for item in guard_source(partial(self._host_pages, web, place, host, days), place, self.source_id):
                left -= isinstance(item, Candidate)
                if left < 0:
                    yield missed_reject(place, self.source_id, "too_large", f"{self.url} holds more than {MOST} pages.")
                    return
                yield item

    def _host_pages(self, web: Web, place: str, host: str, days: Days | None) -> Iterator[Discovered]:
        """The pages of one host. WebError if the index is unreadable or truncated."""
        yield from each(self._captures(web, host, days), lambda row: self._candidate(row, days), place, self.source_id)

    def _captures(self, web: Web, host: str, days: Days | None) -> Iterator[Row]:
        """The captures of a host, page by page of the index. WebError if the index is unreadable."""
        key: str | None = ""
        for _ in range(MOST_INDEXES):
            if key is None or days is None:
                return
            query = [
                ("url", host), ("matchType", "prefix" if "/" in host else "domain"), ("output", "json"),
                ("from", f"{days.first:%Y%m%d}"), ("to", f"{days.later(LATE).last:%Y%m%d}"),
                ("filter", "statuscode:200"), ("filter", "mimetype:text/html"), ("collapse", "urlkey"),
                ("fl", "timestamp,original"), ("limit", str(ROWS)), ("showResumeKey", "true"),
            ]  # fmt: skip
            index = urljoin(self.url, "cdx/search/cdx?" + urlencode(query + ([("resumeKey", key)] if key else [])))
            rows, following, loss = _parse_index(web.announcement(index, self.source_id).body, index)
            yield from rows
            if loss:
                raise loss
            key = following if following != key else None
        if key is not None:
            raise WebError("too_large", f"{self.url} has more than {MOST_INDEXES} pages of captures of {host}.")

    def _candidate(self, row: Row, days: Days | None) -> Candidate | None:
        url, dated = canonical(row["original"]), days_in_url(row["original"])
        try:
            captured = datetime.strptime(row["timestamp"], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError:
            return None
        if url is None or (days and dated and not dated.meet(days)):
            return None
        copy = urljoin(self.url, f"web/{row['timestamp']}id_/") + row["original"]
        return Candidate(url, self.source_id, copy=copy, captured=captured)


@dataclass(frozen=True, slots=True)
class Copy:
    """One Wayback Machine capture given by hand, stored under the original page's address."""

    candidate: Candidate

    @property
    def source_id(self) -> str:
        return self.candidate.source_id

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Discovered]:
        yield self.candidate


def candidate_of_copy(url: str, source_id: str) -> Candidate | None:
    """The candidate behind the address of a Wayback Machine capture; None for any other address."""
    match = _COPY.fullmatch(url)
    original_url = match and re.sub("^(https?):/+", r"\1://", match[3], flags=re.IGNORECASE)
    page_url = original(original_url) if original_url else None
    if not match or not original_url or page_url is None:
        return None
    moment = match[2] + "00000101000000"[len(match[2]) :]
    try:
        captured = datetime.strptime(moment, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return Candidate(page_url, source_id, copy=f"{match[1]}{match[2]}id_/{original_url}", captured=captured)


def _parse_index(body: bytes, place: str) -> tuple[list[Row], str | None, WebError | None]:
    """The captures of an index response, the resume key, and the error if it is truncated.

    WebError `malformed` if it is not an index.
    """
    loss = None
    try:
        try:
            rows: Any = json.loads(body or b"[]")
        except ValueError:
            rows = json.loads(body[: body.rindex(b"]") + 1] + b"]")
            loss = WebError("malformed", f"{place} breaks off after {len(rows) - 1} captures.")
        if not isinstance(rows, list | None):
            raise ValueError("no list")
        header, *captures = rows or [["timestamp", "original"]]
        key = captures[-1][0] if len(captures) > 1 and captures[-2] == [] else None
        captures = captures[:-2] if key is not None else captures
        table = [dict(zip(header, map(str, row), strict=True)) for row in captures]
        if any(not {"timestamp", "original"} <= row.keys() for row in table):
            raise ValueError("no timestamp or no address")
    except (ValueError, TypeError, IndexError, RecursionError) as error:
        raise WebError("malformed", f"{place} is not an index of captures: {error}.") from error
    return table, str(key) if key is not None else None, loss
