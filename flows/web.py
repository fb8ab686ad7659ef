"""One guarded GET: the only way documents come in from the network.

Robots rules, delays between requests and retries belong between `Web.get` and its callers.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType

import httpcore
import httpx

from flows.guard import Forbidden, Route, Transport, deadline
from transforms.schema import Reason

PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
"""Content types that can hold an article."""

_CHUNK = 64 * 1024


class WebError(Exception):
    """A document that did not come, and why; the message is one sentence for people."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may cost and where it may go. Times in seconds, sizes in decoded bytes."""

    contact: str | None = None
    """Address of the people who run this, put into the User-Agent."""
    connect: float = 10.0
    read: float = 20.0
    whole: float = 60.0
    page_bytes: int = 10 * 1024 * 1024
    feed_bytes: int = 50 * 1024 * 1024
    redirects: int = 5
    allowed_hosts: frozenset[str] = frozenset()
    """Hosts that may be contacted although their address is inside this network."""
    routes: Mapping[str, Route] = field(default_factory=dict)
    """Address and port to use for a host instead of what its name resolves to: the sample wire, tests."""

    @property
    def user_agent(self) -> str:
        return "Dateline/1.0 (conflict news to facts" + (f"; +{self.contact})" if self.contact else ")")


@dataclass(frozen=True, slots=True)
class Response:
    """A document as it came: status 200, body decoded from its transfer coding."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes


class Web:
    """An HTTP client that keeps its limits. Use as a context manager; safe to share between threads."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._client = httpx.Client(
            transport=Transport(self.limits.allowed_hosts, self.limits.routes),
            timeout=httpx.Timeout(self.limits.read, connect=self.limits.connect),
            headers={"User-Agent": self.limits.user_agent, "Accept-Encoding": "gzip"},
            trust_env=False,
        )

    def __enter__(self) -> Web:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, url: str, *, max_bytes: int | None = None, types: frozenset[str] | None = None) -> Response:
        """The document at an address, redirects followed. WebError with the reason where it does not come.

        `types` are the content types accepted, all by default; a response without one is accepted.
        """
        deadline.set(time.monotonic() + self.limits.whole)
        try:
            for _ in range(self.limits.redirects + 1):
                if httpx.URL(url).scheme not in ("http", "https"):
                    raise WebError("refused", f"{url} is not an http or https address.")
                answer = self._once(url, max_bytes or self.limits.page_bytes, types)
                if isinstance(answer, Response):
                    return answer
                url = answer
        except Forbidden as error:
            raise WebError("refused", f"{error}.") from error
        except httpcore.TimeoutException as error:
            raise WebError("timeout", f"{url} took too long: {error or 'no answer'}.") from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise WebError("unreachable", f"{url} cannot be reached: {error}.") from error
        except httpx.InvalidURL as error:
            raise WebError("refused", f"{url} is not an address: {error}.") from error
        except httpx.RemoteProtocolError as error:
            raise WebError("http_error", f"{url} redirects to nowhere: {error}.") from error
        raise WebError("http_error", f"more than {self.limits.redirects} redirects, the last to {url}.")

    def _once(self, url: str, max_bytes: int, types: frozenset[str] | None) -> Response | str:
        """The response, or the address it redirects to."""
        with self._client.stream("GET", url) as answer:
            if answer.next_request is not None:
                return str(answer.next_request.url)
            _check_status(url, answer.status_code)
            kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
            if types is not None and kind and kind not in types:
                raise WebError("not_html", f"{url} is {kind}, not a page of text.")
            body = bytearray()
            for chunk in _decoded(answer):
                body += chunk
                if len(body) > max_bytes:
                    raise WebError("too_large", f"{url} is larger than {max_bytes} bytes.")
            return Response(url, answer.status_code, dict(answer.headers), bytes(body))


def _check_status(url: str, status: int) -> None:
    if status in (404, 410):
        raise WebError("not_found", f"{url} answered {status}.")
    if status != 200:
        raise WebError("http_error", f"{url} answered {status}.")


def _decoded(answer: httpx.Response) -> Iterator[bytes]:
    """The body in pieces of bounded size, whatever a small compressed chunk unpacks to."""
    coding = answer.headers.get("content-encoding", "identity").strip().lower()
    if coding in ("", "identity"):
        yield from answer.iter_raw()
    elif coding in ("gzip", "x-gzip", "deflate"):
        yield from gunzip(answer.iter_raw())
    else:
        raise WebError("malformed", f"{answer.url} is coded as {coding}, which was not asked for.")


def gunzip(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack gzip or zlib data, members in a row too, in pieces of bounded size. WebError where it is broken."""
    unpacker = None
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                if unpacker is None or (unpacker.eof and rest.startswith(b"\x1f\x8b")):
                    unpacker = zlib.decompressobj(wbits=47)
                elif unpacker.eof:
                    return
                yield unpacker.decompress(rest, _CHUNK)
                rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
        if unpacker is None:
            return
        yield unpacker.flush()
    except zlib.error as error:
        raise WebError("malformed", f"compressed data is broken: {error}.") from error
    if not unpacker.eof:
        raise WebError("malformed", "compressed data ends too early.")
