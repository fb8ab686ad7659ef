"""Access control of Prefect's server: secret, origin and host name are checked before Prefect sees a request.

`python -m flows.serving.door DESCRIPTOR HOST...` serves on an inherited listening socket under these host names. The
secret is PREFECT_SERVER_API_AUTH_STRING. Other users of the machine, pages of other origins and DNS rebinding can
neither read nor change anything.
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

from flows.serving.briefs import BRIEFS, WithBriefs, is_under

API = "/api"
CLOSED = (API, BRIEFS, "/docs", "/redoc", "/openapi.json")
"""Paths that need the secret, subpaths included; all others are static UI files without data."""
OPEN = {f"{API}/health", f"{API}/ready"}
PATIENCE = 10.0
"""Seconds within which a WebSocket must send the secret."""
ENDING = 5
"""Seconds for open requests to finish at shutdown."""
PREFECT = "prefect"
"""Subprotocol of Prefect's WebSockets, whose first message holds the secret."""

POLICY = "Content-Security-Policy"
HEADERS = {
    POLICY: "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Security headers of every response: no framing, own scripts only, same origin only."""

ASKING = {"WWW-Authenticate": 'Basic realm="Dateline briefs", charset="UTF-8"'}
"""Makes a browser ask for the secret when a brief is opened directly; never sent for the API, so that the browser sends
the typed secret with requests for briefs only."""


class Door:
    """ASGI middleware that requires the secret and the page's own origin; no secret is needed if `secret` is None.

    It denies by default, so a new route of a later Prefect needs the secret too.
    """

    def __init__(self, app: ASGIApp, secret: str | None) -> None:
        self._app = app
        self._secret = secret.encode() if secret else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            send = _with_security_headers(send, scope["path"])
        elif scope["type"] != "websocket":
            return await self._app(scope, receive, send)
        if refusal := self._refusal(scope):
            await refusal(scope, receive, send)
        elif scope["type"] == "websocket" and not self._is_authorized(scope):
            await self._authenticate(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        """The response to a request that is refused; None if it may pass, or is a Prefect WebSocket yet to send the
        secret.
        """
        headers = Headers(scope=scope)
        if not all(_is_own(origin, headers.get("host", "")) for origin in headers.getlist("origin")):
            return PlainTextResponse("Pages of another origin are not answered here.", 403)
        if self._is_authorized(scope) or (scope["type"] == "http" and _is_open(scope)):
            return None
        if scope["type"] == "websocket" and "authorization" not in headers and PREFECT in scope["subprotocols"]:
            return None
        is_brief = scope["type"] == "http" and is_under(scope["path"], BRIEFS)
        return JSONResponse({"exception_message": "Unauthorized"}, 401, ASKING if is_brief else None)

    def _is_authorized(self, scope: Scope) -> bool:
        """Whether the Authorization header holds the secret, or none is needed."""
        authorization = Headers(scope=scope).get("authorization", "")
        return self._secret is None or compare_digest(authorization.encode(), b"Basic " + b64encode(self._secret))

    async def _authenticate(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Admit a WebSocket whose first message holds the secret in time; close any other.

        Prefect checks this too, but per route, without a timeout and while occupying one of its few connections.
        """
        connect = await receive()
        await send({"type": "websocket.accept", "subprotocol": PREFECT})
        with suppress(TimeoutError):
            first = await asyncio.wait_for(receive(), PATIENCE)
            if first["type"] == "websocket.disconnect":
                return
            if self._has_secret(first):
                admitted = {**scope, "extensions": {}}  # accepted already: it can be closed, but not answered by HTTP
                return await self._app(admitted, _replay_first([connect, first], receive), _without_accept(send))
        await send({"type": "websocket.close", "code": 1008, "reason": "Unauthorized"})

    def _has_secret(self, message: Message) -> bool:
        """Whether a message is Prefect's `auth` with the secret."""
        try:
            content = json.loads(message.get("text") or message.get("bytes") or "")
        except (ValueError, RecursionError):
            return False
        token = content.get("token") if isinstance(content, dict) and content.get("type") == "auth" else None
        return isinstance(token, str) and compare_digest(token.encode(errors="replace"), self._secret or b"")


def _is_own(origin: str, host: str) -> bool:
    """Whether the page's origin is the host and port of this server, as the browser names them."""
    scheme, _, rest = origin.partition("://")
    return scheme in ("http", "https") and rest.lower() == host.lower()


def _is_open(scope: Scope) -> bool:
    """Whether a request needs no secret: UI files and health checks."""
    path = scope["path"]
    closed = any(is_under(path, root) for root in CLOSED)
    return scope["method"] in ("GET", "HEAD") and (not closed or path in OPEN)


def _with_security_headers(send: Send, path: str) -> Send:
    """Wrap `send` to add the security headers; briefs have a policy of their own, and no data is cached."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            own = headers.get(POLICY) if is_under(path, BRIEFS) else None
            headers.update(HEADERS | ({POLICY: own} if own else {}))
            if is_under(path, API) or is_under(path, BRIEFS):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return guarded


def _replay_first(messages: list[Message], receive: Receive) -> Receive:
    """A `receive` that returns `messages` first."""

    async def replaying() -> Message:
        return messages.pop(0) if messages else await receive()

    return replaying


def _without_accept(send: Send) -> Send:
    """A `send` that drops the accept message of a socket already accepted."""

    async def without_accept(message: Message) -> None:
        if message["type"] != "websocket.accept":
            await send(message)

    return without_accept


def behind_door(app: ASGIApp, secret: str | None, hosts: Sequence[str]) -> ASGIApp:
    """Wrap an app in Door and restrict its host names; without a secret it is open to the machine."""
    return TrustedHostMiddleware(Door(app, secret), hosts, www_redirect=False)


def main(descriptor: int, hosts: Sequence[str]) -> None:
    """Serve until terminated. SystemExit if there is no secret and DATELINE_OPEN is not set."""
    from prefect.server.api.server import create_app
    from prefect.settings import get_current_settings

    from flows.settings import settings

    api = get_current_settings().server.api
    # a request cut off at shutdown makes SQLAlchemy log errors that need no attention
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
    secret = api.auth_string.get_secret_value() if api.auth_string else None
    if not secret and not settings().open:
        sys.exit("The control server has no secret.")
    config = uvicorn.Config(
        behind_door(WithBriefs(create_app(final=True), settings().home), secret, hosts),
        log_level="warning",
        timeout_keep_alive=api.keepalive_timeout,
        timeout_graceful_shutdown=ENDING,
        ws_ping_interval=api.websocket_ping_interval,
        ws_ping_timeout=api.websocket_ping_timeout,
    )
    uvicorn.Server(config).run([socket.socket(fileno=descriptor)])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
