"""An HTTP server on loopback with prepared answers and a log of requests with their times."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from threading import Event, Thread
from typing import Any

from flows.http.client import Limits
from flows.http.ssrf_guard import Route

HOST = "outlet.example"
SMALL = 64 * 1024


@dataclass(frozen=True)
class Answer:
    """The answer of a path; `body` may be a function that writes it, `by_turn` returns another for each request."""

    body: bytes | Callable[[BaseHTTPRequestHandler], None] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    by_turn: Callable[[], Answer] | None = None


@dataclass
class Visit:
    """One request, with times from time.monotonic(). `ended` is recorded before the last byte is sent."""

    host: str
    path: str
    headers: Mapping[str, str]
    began: float
    status: int = 0
    body: bytes = b""
    sent: Mapping[str, str] = field(default_factory=dict)
    ended: float = float("inf")


@dataclass
class Loopback:
    """A running server: its address and port, and the requests it received."""

    route: Route
    log: list[Visit]

    def url(self, path: str, host: str = HOST) -> str:
        return f"http://{host}/{path}"

    def limits(self, **changes: object) -> Limits:
        """Short limits under which outlet.example and other.example are this server."""
        routes = {HOST: self.route, "other.example": self.route}
        short: dict[str, Any] = {"connect": 1.0, "read": 0.5, "whole": 1.0, "page_bytes": 100_000}
        short |= {"feed_bytes": 200_000, "fresh": 0.0, "delay": 0.0, "backoff": 0.01, "patience": 1.0}
        return Limits(**{"routes": routes, **short, **changes})


def too_soon(log: Sequence[Visit], delay: float) -> list[tuple[Visit, Visit]]:
    """The pairs of visits to one host whose second began less than `delay` seconds after the end of the first."""
    by_host: dict[str, list[Visit]] = defaultdict(list)
    for visit in sorted(log, key=lambda visit: visit.began):
        by_host[visit.host].append(visit)
    return [pair for visits in by_host.values() for pair in pairwise(visits) if pair[1].began - pair[0].ended < delay]


Answering = Callable[[str, str, Mapping[str, str]], Answer | None]
"""Maps host, path and request headers to the answer; None for 404."""


@contextmanager
def loopback(answers: Mapping[str, Answer] | Answering) -> Iterator[Loopback]:
    """Serve `answers`, by path or made for each request; 404 for others."""
    log: list[Visit] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            visit = Visit(self.headers.get("Host", ""), self.path, dict(self.headers), time.monotonic())
            visit.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            log.append(visit)
            answer = self._answer(visit)
            answer = answer.by_turn() if answer.by_turn else answer
            visit.status, visit.sent = answer.status, answer.headers
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if callable(answer.body):
                self.send_header("Connection", "close")
                self.end_headers()
                self.close_connection = True
                try:
                    answer.body(self)
                finally:
                    visit.ended = time.monotonic()
                return
            if answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body)))
            self._send(visit, answer.body)

        def _answer(self, visit: Visit) -> Answer:
            path = visit.path.lstrip("/")
            found_answer = answers(visit.host, path, visit.headers) if callable(answers) else answers.get(path)
            return found_answer or Answer(b"gone", 404)

        def _send(self, visit: Visit, body: bytes) -> None:
            """Send the rest; the end is recorded before the last byte is sent, so that no client finishes earlier.

            For a small body it is recorded before the headers are sent: they may be all that a client reads.
            """
            last = 0 if len(body) < SMALL else len(body) - 1
            if last:
                self.end_headers()
                self.wfile.write(body[:last])
            visit.ended = time.monotonic()
            if not last:
                self.end_headers()
            self.wfile.write(body[last:])

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False
        request_queue_size = 128

        def handle_error(self, request: object, client_address: object) -> None:
            """Ignore errors: clients of the tests hang up on endless bodies."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Loopback(("127.0.0.1", server.server_address[1]), log)
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def silent() -> Iterator[Loopback]:
    """A host that does not answer requests for its story until the `with` block ends."""
    over = Event()

    def waiting(handler: BaseHTTPRequestHandler) -> None:
        over.wait()

    with loopback({"story": Answer(waiting), "robots.txt": Answer(b"", 404)}) as server:
        yield server
        over.set()
