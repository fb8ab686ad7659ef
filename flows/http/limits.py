"""What asking the network may cost, what comes of it, and how it is told that nothing came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import punctuation
from urllib.parse import quote

from flows.http.text import storable
from transforms.tables.schema import Reason, Truncation

Route = tuple[str, int]
"""The address and port to connect to."""
ROBOT = "Dateline"
"""The name by which robots.txt may speak to us."""

_SAFE = " " + punctuation.translate(str.maketrans("", "", "()\\"))
"""What may stand in a comment of a User-Agent as it is, beside letters and digits."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What requests may cost and where they may go. Times in seconds, sizes in decoded bytes."""

    contact: str | None = None
    """Address of the people who run this, put into the User-Agent; what is not ASCII is percent-encoded there."""
    connect: float = 10.0
    read: float = 20.0
    whole: float = 60.0
    """From the begin of a request to the last byte of its answer."""
    night: float = 4 * 3600.0
    """For everything a run asks for; what is not asked by then is rejected."""
    source: float = 1800.0
    """For the feeds, maps and indexes of one source; what is not asked for by then is rejected."""
    page_bytes: int = 10 * 1024 * 1024
    feed_bytes: int = 50 * 1024 * 1024
    redirects: int = 5
    delay: float = 1.0
    """From the end of a host's answer to the next request, where its robots.txt does not say another."""
    tries: int = 3
    """Requests for one document, where the host is busy or the connection breaks."""
    backoff: float = 2.0
    """Before the second try, doubled for each one after, where the host does not say when to come again."""
    fresh: float = 12 * 3600.0
    """Since an address was asked for: so long what it gave is not asked for again."""
    patience: float = 120.0
    """The longest a host may make us wait, by Crawl-delay or Retry-After; one that asks for more is left alone."""
    misses: int = 5
    """Requests in a row without an answer after which a host is left alone."""
    left_alone: frozenset[str] = frozenset()
    """Sources of which nothing is read where the outlet asks machines to keep away."""
    hosts: int = 32
    """Hosts asked at once."""
    allowed_hosts: frozenset[str] = frozenset()
    """Hosts that may be contacted although their address is inside this network."""
    routes: Mapping[str, Route] = field(default_factory=dict)
    """Address and port to use for a host instead of what its name resolves to: the sample wire, tests."""
    spool: Path | None = None
    """Folder of the run for what is taken from archives at an address."""
    turns: Path | None = None
    """Folder by which the runs of one machine keep out of each other's way at a host; by default each is alone."""

    @property
    def user_agent(self) -> str:
        contact = quote(self.contact or "", safe=_SAFE, errors="replace")
        return f"{ROBOT}/1.0 (conflict news to facts" + (f"; +{contact})" if contact else ")")


@dataclass(frozen=True, slots=True)
class Response:
    """An answer as it came, body decoded from its transfer coding."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes = b""
    truncated: Truncation | None = None
    """Why the body is not whole; `unspecified` where its type was not wanted, or it cannot be unpacked."""
    leads_to: str | None = None
    """Where it redirects to."""
    says: tuple[str, ...] = ()
    """What the robots.txt and the tdmrep.json of its host say about use by machines."""

    def __post_init__(self) -> None:
        """Headers are kept as JSON and asked again every night: none may hold what a keeper cannot."""
        told = {storable(name): storable(value) for name, value in self.headers.items()}
        object.__setattr__(self, "headers", told)

    @property
    def kind(self) -> str:
        """The content type without parameters; empty where the answer names none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class WebError(Exception):
    """A document that did not come, and why; the message is one sentence for people.

    `response` is the answer that was none of use.
    """

    def __init__(self, reason: Reason, detail: str, response: Response | None = None) -> None:
        super().__init__(detail)
        self.reason: Reason = reason
        self.response = response
