"""The door of the control server: who asks, from which page and under which name, before Prefect sees anything of it.

`python -m flows.serving.door DESCRIPTOR HOST...` serves Prefect's server at a socket that listens already, under these
names. The secret is PREFECT_SERVER_API_AUTH_STRING. A user of the machine, a page of another origin or one that took
our address for its name (DNS rebinding) learns and changes nothing.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import sys
from base64 import b64encode
from collections.abc import Sequence
from contextlib import suppress
from hmac import compare_digest

import uvicorn
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

API = "/api"
CLOSED = (API, "/docs", "/redoc", "/openapi.json")
"""Paths that need the secret, with all below them; the others are the files of the UI, which hold no data."""
OPEN = {f"{API}/health", f"{API}/ready"}
PATIENCE = 10.0
"""Seconds that a socket has to tell the secret."""
ENDING = 5
"""Seconds that requests have to end when the server does."""
PREFECT = "prefect"
"""The protocol of Prefect's sockets: the first message holds the secret."""

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""What every answer tells a browser: no frames, no scripts but ours, nothing from or to elsewhere."""


class Door:
    """An application behind a secret, of which only pages of its own origin are answered; without a secret it is open.

    Everything is refused that is not let in: a new route of a new Prefect needs the secret.
    """

    def __init__(self, app: ASGIApp, secret: str | None) -> None:
        self._app = app
        self._secret = secret.encode() if secret else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            send = _guarded(send, scope["path"])
        elif scope["type"] != "websocket":
            return await self._app(scope, receive, send)
        if refusal := self._refusal(scope):
            await refusal(scope, receive, send)
        elif scope["type"] == "websocket" and not self._authorized(scope):
            await self._asked(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        """The answer to who is not let in; a socket of Prefect's protocol may still tell the secret."""
        headers = Headers(scope=scope)
        if not all(_own(origin, headers.get("host", "")) for origin in headers.getlist("origin")):
            return PlainTextResponse("Pages of another origin are not answered here.", 403)
        if self._authorized(scope) or (scope["type"] == "http" and _open(scope)):
            return None
        if scope["type"] == "websocket" and "authorization" not in headers and PREFECT in scope["subprotocols"]:
            return None
        return JSONResponse({"exception_message": "Unauthorized"}, 401)

    def _authorized(self, scope: Scope) -> bool:
        """Whether the secret is told in the headers, or none is needed."""
        told = Headers(scope=scope).get("authorization", "")
        return self._secret is None or compare_digest(told.encode(), b"Basic " + b64encode(self._secret))

    async def _asked(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a socket in whose first message tells the secret in time, and close any other.

        Prefect asks the same, but each route by itself, for as long as it takes, and holding one of its few places.
        """
        opening = await receive()
        await send({"type": "websocket.accept", "subprotocol": PREFECT})
        with suppress(TimeoutError):
            first = await asyncio.wait_for(receive(), PATIENCE)
            if first["type"] == "websocket.disconnect":
                return
            if self._tells(first):
                known = {**scope, "extensions": {}}  # accepted as it is, it can be closed but not answered by HTTP
                return await self._app(known, _again([opening, first], receive), _but_accept(send))
        await send({"type": "websocket.close", "code": 1008, "reason": "Unauthorized"})

    def _tells(self, message: Message) -> bool:
        """Whether a message is Prefect's `auth` with the secret."""
        try:
            told = json.loads(message.get("text") or message.get("bytes") or "")
        except (ValueError, RecursionError):
            return False
        token = told.get("token") if isinstance(told, dict) and told.get("type") == "auth" else None
        return isinstance(token, str) and compare_digest(token.encode(errors="replace"), self._secret or b"")


def _own(origin: str, host: str) -> bool:
    """Whether a page of this origin is one that we served: the browser asks it and us under the same name and port."""
    scheme, _, rest = origin.partition("://")
    return scheme in ("http", "https") and rest.lower() == host.lower()


def _open(scope: Scope) -> bool:
    """Whether a request needs no secret: it asks for a file of the UI, or whether the server is well."""
    path = scope["path"]
    closed = any(path == root or path.startswith(f"{root}/") for root in CLOSED)
    return scope["method"] in ("GET", "HEAD") and (not closed or path in OPEN)


def _guarded(send: Send, path: str) -> Send:
    """`send` with what every answer tells a browser; data is not to be kept by it."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            if path.startswith(f"{API}/"):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return guarded


def _again(messages: list[Message], receive: Receive) -> Receive:
    """`receive` that gives these messages first."""

    async def again() -> Message:
        return messages.pop(0) if messages else await receive()

    return again


def _but_accept(send: Send) -> Send:
    """`send` of a socket that is accepted already."""

    async def but_accept(message: Message) -> None:
        if message["type"] != "websocket.accept":
            await send(message)

    return but_accept


def behind_door(app: ASGIApp, secret: str | None, hosts: Sequence[str]) -> ASGIApp:
    """An application behind the door, answering under these names alone; without a secret it is open to the machine."""
    return TrustedHostMiddleware(Door(app, secret), hosts, www_redirect=False)


def main(descriptor: int, hosts: Sequence[str]) -> None:
    """Serve until told to end. SystemExit where there is neither a secret nor the setting that says what that means."""
    from prefect.server.api.server import create_app
    from prefect.settings import get_current_settings

    from flows.settings import settings

    api = get_current_settings().server.api
    # a request that is cut off as the server ends is nothing that people need to be told of its database
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
    secret = api.auth_string.get_secret_value() if api.auth_string else None
    if not secret and not settings().open:
        sys.exit("The control server has no secret.")
    config = uvicorn.Config(
        behind_door(create_app(final=True), secret, hosts),
        log_level="warning",
        timeout_keep_alive=api.keepalive_timeout,
        timeout_graceful_shutdown=ENDING,
        ws_ping_interval=api.websocket_ping_interval,
        ws_ping_timeout=api.websocket_ping_timeout,
    )
    uvicorn.Server(config).run([socket.socket(fileno=descriptor)])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
