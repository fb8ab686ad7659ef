"""A server on loopback that answers as told: what the outside world does to a client."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from flows.guard import Route
from flows.web import Limits

HOST = "outlet.example"


@dataclass(frozen=True)
class Answer:
    """What a path answers; `body` may be a function that writes for itself."""

    body: bytes | Callable[[BaseHTTPRequestHandler], None] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})


@dataclass
class Loopback:
    """A running server: its address and port, and the requests it has had."""

    route: Route
    seen: list[tuple[str, Mapping[str, str]]]

    def url(self, path: str, host: str = HOST) -> str:
        return f"http://{host}/{path}"

    def limits(self, **changes: object) -> Limits:
        """Short limits under which outlet.example and other.example are this server."""
        routes = {HOST: self.route, "other.example": self.route}
        short = {"connect": 1.0, "read": 0.5, "whole": 1.0, "page_bytes": 100_000, "feed_bytes": 200_000}
        return Limits(**{"routes": routes, **short, **changes})  # type: ignore[arg-type]


@contextmanager
def loopback(answers: Mapping[str, Answer]) -> Iterator[Loopback]:
    """Serve `answers` by path; 404 for others."""
    seen: list[tuple[str, Mapping[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            seen.append((self.path, dict(self.headers)))
            answer = answers.get(self.path.lstrip("/"), Answer(b"gone", 404))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if callable(answer.body):
                self.send_header("Connection", "close")
                self.end_headers()
                self.close_connection = True
                answer.body(self)
                return
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, request: object, client_address: object) -> None:
            """Clients that hang up on an endless body are what is tested."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Loopback(("127.0.0.1", server.server_address[1]), seen)
    finally:
        server.shutdown()
        server.server_close()
