"""One request, made politely: in its host's turn, again where the host is busy or the connection breaks."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace

import httpcore
import httpx

from flows.http.decompression import unpacked
from flows.http.limits import Limits, Response, WebError
from flows.http.ssrf_guard import Transport, deadline
from flows.http.throttle import Hosts, retry_after
from transforms.tables.schema import Truncation

BUSY = frozenset({429, 503})
"""Statuses of a host that would answer later."""
PASSED_OVER = 64 * 1024
"""Bytes kept of the body of a redirect."""

_PRINTABLE = re.compile("[ -~]{1,1000}")
_PASSING = (httpcore.NetworkError, httpcore.RemoteProtocolError)

Conditions = Callable[[str], Mapping[str, str]]
"""From an address to the request headers that let its host answer 304 where nothing changed."""


def unconditional(url: str) -> Mapping[str, str]:
    """No conditions."""
    return {}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of an answer is of use: bodies of at most `max_bytes`, of these content types (all by default).

    A body beyond the limit is too large, or with `cut` read up to it.
    """

    max_bytes: int
    types: frozenset[str] | None = None
    conditions: Conditions = unconditional
    cut: bool = False
    span: tuple[int, int] | None = None
    """First and last byte of the part wanted."""

    def headers(self, url: str) -> Mapping[str, str]:
        """What is asked for beside the document. A condition that is no header, such as an ETag with bytes beyond
        ASCII, is not sent: the body tells whether it is the same."""
        part = {"Range": f"bytes={self.span[0]}-{self.span[1]}", "Accept-Encoding": "identity"} if self.span else {}
        sendable = {name: value for name, value in self.conditions(url).items() if _PRINTABLE.fullmatch(value)}
        return {**sendable, **part}

    def wants(self, answer: Response) -> bool:
        """Whether an answer's type is wanted; one that names none is."""
        return self.types is None or not answer.kind or answer.kind in self.types


class Asker:
    """The client behind `Web`; safe to share between threads.

    `passing` is given every answer that is none of `ask`: one that is asked for again, or that broke off.
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
        """The answer whatever its status.

        WebError, Forbidden or an error of httpcore where none comes.
        """
        host = url.raw_host.decode("ascii").rstrip(".")
        for attempt in range(self._limits.tries):
            pause = self._limits.backoff * 2**attempt
            try:
                with self._hosts.turn(host, delay):
                    answer = self._once(url, wanted)
            except _PASSING:
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

    def _once(self, url: httpx.URL, wanted: Wanted) -> Response:
        """One request, without a session: no cookie that a host sets goes to it or to another."""
        deadline.set(time.monotonic() + self._limits.whole)
        headers = {**self._headers, **wanted.headers(str(url))}
        request = httpx.Request("GET", url, headers=headers, extensions={"timeout": self._timeout})
        with closing(self._transport.handle_request(request)) as stream:
            stream.request = request
            answer = Response(str(url), stream.status_code, dict(stream.headers))
            if stream.has_redirect_location:
                answer = replace(answer, leads_to=self._leads_to(url, answer))
                wanted = Wanted(PASSED_OVER, cut=True)
            elif answer.status == 200 and not wanted.wants(answer):
                return replace(answer, truncated="unspecified")
            return self._read(stream, answer, wanted)

    def _leads_to(self, url: httpx.URL, answer: Response) -> str:
        """Where a redirect leads. WebError where that is no address."""
        try:
            return str(url.join(answer.headers["location"]))
        except (ValueError, httpx.InvalidURL) as error:
            self._passing(replace(answer, truncated="unspecified"))
            raise WebError("http_error", f"{url} redirects to nowhere: {error}.") from error

    def _read(self, stream: httpx.Response, answer: Response, wanted: Wanted) -> Response:
        """The answer with its body, unpacked. WebError where it is too large or broken."""
        try:
            pieces = unpacked(stream.headers.get("content-encoding", ""), stream.iter_raw(), wanted.max_bytes)
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
        except (httpcore.TimeoutException, *_PASSING) as error:
            self._passing(so_far("time" if isinstance(error, httpcore.TimeoutException) else "disconnect"))
            raise
        return replace(answer, body=bytes(body))
