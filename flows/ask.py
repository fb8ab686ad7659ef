"""One request, made politely: in its host's turn, again where the host is busy or the connection breaks."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpcore
import httpx

from flows.guard import Transport, deadline
from flows.limits import Limits, Response, WebError
from flows.polite import Hosts, retry_after
from flows.unpack import CODINGS

BUSY = frozenset({429, 503})
"""Statuses of a host that would answer later."""

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
        """What is asked for beside the document."""
        part = {"Range": f"bytes={self.span[0]}-{self.span[1]}", "Accept-Encoding": "identity"} if self.span else {}
        return {**self.conditions(url), **part}

    def wants(self, answer: Response) -> bool:
        """Whether an answer's type is wanted; one that names none is."""
        return self.types is None or not answer.kind or answer.kind in self.types


class Asker:
    """The client behind `Web`; safe to share between threads."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._hosts = Hosts(limits)
        self._client = httpx.Client(
            transport=Transport(limits.allowed_hosts, limits.routes, limits.hosts),
            timeout=httpx.Timeout(limits.read, connect=limits.connect),
            headers={"User-Agent": limits.user_agent, "Accept-Encoding": "gzip, br"},
            trust_env=False,
        )

    def close(self) -> None:
        self._client.close()

    def ask(self, url: httpx.URL, delay: float, wanted: Wanted) -> Response | str:
        """The answer whatever its status, or the address it redirects to.

        WebError, Forbidden or an error of httpcore or httpx where none comes.
        """
        host = url.host.rstrip(".")
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
            if isinstance(answer, str) or answer.status not in BUSY:
                break
            pause = retry_after(answer.headers.get("retry-after")) or pause
            self._hosts.postpone(host, pause)
            if pause > self._limits.patience:
                break
        return answer

    def _once(self, url: httpx.URL, wanted: Wanted) -> Response | str:
        deadline.set(time.monotonic() + self._limits.whole)
        with self._client.stream("GET", url, headers=wanted.headers(str(url))) as stream:
            if stream.next_request is not None:
                return str(stream.next_request.url)
            answer = Response(str(url), stream.status_code, dict(stream.headers), b"")
            if answer.status == 200 and not wanted.wants(answer):
                return answer
            return Response(answer.url, answer.status, answer.headers, _body(stream, wanted))


def _body(stream: httpx.Response, wanted: Wanted) -> bytes:
    """The body, unpacked. WebError where it is too large or broken."""
    coding = stream.headers.get("content-encoding", "").strip().lower()
    if coding not in CODINGS:
        raise WebError("malformed", f"{stream.url} is coded as {coding}, which was not asked for.")
    body = bytearray()
    for piece in CODINGS[coding](stream.iter_raw()):
        body += piece
        if len(body) > wanted.max_bytes:
            if wanted.cut:
                break
            raise WebError("too_large", f"{stream.url} is larger than {wanted.max_bytes} bytes.")
    return bytes(body[: wanted.max_bytes])
