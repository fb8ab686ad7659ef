"""Sends one request, throttled per host, with retries if the host is busy or the connection breaks."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace

import httpcore
import httpx

from flows.http.decompression import undo_codings
from flows.http.limits import Limits, Response, WebError
from flows.http.ssrf_guard import Transport, deadline
from flows.http.throttle import Hosts, retry_after
from transforms.tables.schema import Truncation

BUSY = frozenset({429, 503})
"""Statuses of a host that is busy for now."""
PASSED_OVER = 64 * 1024
"""Bytes of a redirect's body that are kept."""

_PRINTABLE = re.compile("[ -~]{1,1000}")
_TRANSIENT = (httpcore.NetworkError, httpcore.RemoteProtocolError)

Conditions = Callable[[str], Mapping[str, str]]
"""Maps a URL to the conditional request headers to send, such as If-None-Match."""


def unconditional(url: str) -> Mapping[str, str]:
    """Send no conditional headers."""
    return {}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller accepts: bodies up to `max_bytes`, content types in `types` (all by default).

    A longer body is an error, or with `cut` truncated at the limit.
    """

    max_bytes: int
    types: frozenset[str] | None = None
    conditions: Conditions = unconditional
    cut: bool = False
    span: tuple[int, int] | None = None
    """First and last byte of the range to request."""

    def headers(self, url: str) -> Mapping[str, str]:
        """Request headers beside the defaults. Conditions that are no valid header value, such as a non-ASCII ETag, are
        left out; an unchanged body is then found by its hash.
        """
        part = {"Range": f"bytes={self.span[0]}-{self.span[1]}", "Accept-Encoding": "identity"} if self.span else {}
        sendable = {name: value for name, value in self.conditions(url).items() if _PRINTABLE.fullmatch(value)}
        return {**sendable, **part}

    def wants(self, answer: Response) -> bool:
        """Whether the content type is accepted; a response without one is."""
        return self.types is None or not answer.kind or answer.kind in self.types


class Asker:
    """The HTTP client behind `Web`; safe to share between threads.

    `passing` receives the answers that `ask` does not return: those that are retried or were cut off.
    """

    def __init__(self, limits: Limits, passing: Callable[[Response], None]) -> None:
        self._limits = limits
        self._passing = passing
        self._hosts = Hosts(limits)
        self._transport = Transport(limits.allowed_hosts, limits.routes, limits.hosts)
        self._headers = {"User-Agent": limits.user_agent, "Accept": "*/*", "Accept-Encoding": "gzip, br"}
        self._timeout = httpx.Timeout(limits.read, connect=limits.connect).as_dict()

    def close(self) -> None:
        self._transport.close()

    def ask(self, url: httpx.URL, delay: float, wanted: Wanted) -> Response:
        """Request `url` and return the answer, whatever its status.

        Raises WebError, Forbidden or an httpcore error if there is none.
        """
        host = url.raw_host.decode("ascii").rstrip(".")
        for attempt in range(self._limits.tries):
            pause = self._limits.backoff * 2**attempt
            try:
                with self._hosts.turn(host, delay):
                    answer = self._request_once(url, wanted)
            except _TRANSIENT:
                self._hosts.postpone(host, pause)
                if attempt + 1 == self._limits.tries:
                    raise
                continue
            if answer.status not in BUSY:
                break
            pause = retry_after(answer.headers.get("retry-after")) or pause
            self._hosts.postpone(host, pause)
            if pause > self._limits.patience or attempt + 1 == self._limits.tries:
                break
            self._passing(answer)
        return answer

    def _request_once(self, url: httpx.URL, wanted: Wanted) -> Response:
        """One request without a session, so no cookie is ever sent back."""
        deadline.set(time.monotonic() + self._limits.whole)
        headers = {**self._headers, **wanted.headers(str(url))}
        request = httpx.Request("GET", url, headers=headers, extensions={"timeout": self._timeout})
        with closing(self._transport.handle_request(request)) as stream:
            stream.request = request
            answer = Response(str(url), stream.status_code, dict(stream.headers))
            if stream.has_redirect_location:
                answer = replace(answer, leads_to=self._redirect_target(url, answer))
                wanted = Wanted(PASSED_OVER, cut=True)
            elif answer.status == 200 and not wanted.wants(answer):
                return replace(answer, truncated="unspecified")
            return self._read(stream, answer, wanted)

    def _redirect_target(self, url: httpx.URL, answer: Response) -> str:
        """The target of a redirect. WebError if it is not a URL."""
        try:
            return str(url.join(answer.headers["location"]))
        except (ValueError, httpx.InvalidURL) as error:
            self._passing(replace(answer, truncated="unspecified"))
            raise WebError("http_error", f"{url} redirects to nowhere: {error}.") from error

    def _read(self, stream: httpx.Response, answer: Response, wanted: Wanted) -> Response:
        """Read and decompress the body. WebError if it is too large or corrupt."""
        try:
            pieces = undo_codings(stream.headers.get("content-encoding", ""), stream.iter_raw(), wanted.max_bytes)
        except WebError as error:
            detail = f"{stream.url} is {error}"
            raise WebError(error.reason, detail, replace(answer, truncated="unspecified")) from error
        body = bytearray()

        def so_far(truncated: Truncation) -> Response:
            return replace(answer, body=bytes(body[: wanted.max_bytes]), truncated=truncated)

        try:
            for piece in pieces:
                body += piece
                if len(body) > wanted.max_bytes:
                    if wanted.cut:
                        return so_far("length")
                    detail = f"{stream.url} is larger than {wanted.max_bytes} bytes."
                    raise WebError("too_large", detail, so_far("length"))
        except WebError as error:
            raise WebError(error.reason, str(error), error.response or so_far("unspecified")) from error
        except (httpcore.TimeoutException, *_TRANSIENT) as error:
            self._passing(so_far("time" if isinstance(error, httpcore.TimeoutException) else "disconnect"))
            raise
        return replace(answer, body=bytes(body))
