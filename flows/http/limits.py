"""Limits of HTTP requests, the response type, and the error of a document that could not be fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import punctuation
from urllib.parse import quote

from flows.http.text import storable
from transforms.tables.schema import Reason, Truncation

Route = tuple[str, int]
"""Address and port to connect to."""
ROBOT = "Dateline"
"""Our user agent in robots.txt."""

_SAFE = " " + punctuation.translate(str.maketrans("", "", "()\\"))
"""Punctuation allowed unescaped in a User-Agent comment."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of requests: times in seconds, sizes in decoded bytes, and the hosts allowed."""

    contact: str | None = None
    """Contact address of the operator, sent in the User-Agent; non-ASCII characters are percent-encoded."""
    connect: float = 10.0
    read: float = 20.0
    whole: float = 60.0
    """From the start of a request to the last byte of its answer."""
    night: float = 4 * 3600.0
    """For all requests of a run; candidates not fetched by then are rejected."""
    source: float = 1800.0
    """For the feeds, sitemaps and indexes of one source; those not fetched by then are rejected."""
    page_bytes: int = 10 * 1024 * 1024
    feed_bytes: int = 50 * 1024 * 1024
    redirects: int = 5
    delay: float = 1.0
    """From the end of a host's answer to the next request, unless robots.txt sets a Crawl-delay."""
    tries: int = 3
    """Attempts per document if the host is busy or the connection breaks."""
    backoff: float = 2.0
    """Pause before the second attempt, doubled for each further one, unless the host sends Retry-After."""
    fresh: float = 12 * 3600.0
    """A document fetched less than this ago is not requested again."""
    patience: float = 120.0
    """Longest Crawl-delay or Retry-After obeyed; a host that asks for more is skipped."""
    misses: int = 5
    """Consecutive unanswered requests after which a host is skipped."""
    left_alone: frozenset[str] = frozenset()
    """Sources whose documents are skipped if the outlet reserves them against machine use."""
    hosts: int = 32
    """Hosts requested in parallel."""
    allowed_hosts: frozenset[str] = frozenset()
    """Hosts that may be contacted although they resolve to a private address."""
    routes: Mapping[str, Route] = field(default_factory=dict)
    """Fixed address and port by host, instead of DNS: used by the sample wire and tests."""
    spool: Path | None = None
    """Folder of the run for downloaded parts of web archives."""
    turns: Path | None = None
    """Folder through which concurrent runs on one machine share the throttle; None if each run is alone."""

    @property
    def user_agent(self) -> str:
        contact = quote(self.contact or "", safe=_SAFE, errors="replace")
        return f"{ROBOT}/1.0 (conflict news to facts" + (f"; +{contact})" if contact else ")")


@dataclass(frozen=True, slots=True)
class Response:
    """A response, its transfer coding removed."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes = b""
    truncated: Truncation | None = None
    """Why the body is incomplete; `unspecified` if its type was not wanted or it cannot be decompressed."""
    leads_to: str | None = None
    """Target of a redirect."""
    says: tuple[str, ...] = ()
    """Machine-use rules in the robots.txt and tdmrep.json of the host."""

    def __post_init__(self) -> None:
        """Make header values storable: they are kept as JSON and sent back in conditional requests."""
        headers = {storable(name): storable(value) for name, value in self.headers.items()}
        object.__setattr__(self, "headers", headers)

    @property
    def kind(self) -> str:
        """The content type without parameters; empty if there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class WebError(Exception):
    """A document that could not be fetched; the message is one sentence for people.

    `response` is the unusable answer, if there was one.
    """

    def __init__(self, reason: Reason, detail: str, response: Response | None = None) -> None:
        super().__init__(detail)
        self.reason: Reason = reason
        self.response = response
