"""Serves the sample wire on this machine, so that a first run uses the real pipeline.

Folders of seeds/wire are hosts: `http://<host>/<path>` is answered from `seeds/wire/<host>/<path>`. The hosts end in
`.example`, which does not resolve; the client uses the routes returned here.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

from flows.http.limits import Route
from flows.sources import Source
from flows.sources.online.wire import Wire
from transforms.shipped import SEEDS

WIRE = SEEDS / "wire"

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".svg": "image/svg+xml",
    ".gz": "application/gzip",
}


@contextmanager
def serving(sources: Iterable[Source]) -> Iterator[dict[str, Route]]:
    """Serve the sample wire if it is among the sources. Yields its routes, otherwise none."""
    if any(isinstance(source, Wire) for source in sources):
        with serve_wire() as routes:
            yield routes
    else:
        yield {}


@contextmanager
def serve_wire(folder: Path = WIRE) -> Iterator[dict[str, Route]]:
    """Serve the hosts of a folder on a free port of 127.0.0.1. Yields host -> (address, port)."""
    hosts = {path.name for path in folder.iterdir() if path.is_dir()}

    class Handler(WireHandler):
        root = folder

    server = WireServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield dict.fromkeys(hosts, ("127.0.0.1", server.server_address[1]))
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class WireServer(ThreadingHTTPServer):
    """A server that reports no error if a client disconnects."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class WireHandler(BaseHTTPRequestHandler):
    """Answers GET from the host's folder; `name` means `name.html`, and `name.xml.gz` is `name.xml` compressed."""

    root = WIRE
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        file = self._file()
        packed = file.suffix == ".gz"
        source = file.with_suffix("") if packed else file
        inside = source.resolve().is_relative_to(self.root.resolve() / self._host())
        if not inside or not source.is_file():
            self.send_error(404)
            return
        body = source.read_bytes()
        body = gzip.compress(body, mtime=0) if packed else body
        self.send_response(200)
        self.send_header("Content-Type", TYPES.get(file.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _host(self) -> str:
        return self.headers.get("Host", "").partition(":")[0]

    def _file(self) -> Path:
        file = self.root / self._host() / unquote(urlsplit(self.path).path).lstrip("/")
        return file if file.suffix else file.with_name(f"{file.name}.html")

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the client reports the outcome."""
