"""Serves the stored briefs beside Prefect's UI, each page sandboxed in an opaque origin.

The UI keeps the secret in the storage of its origin. Briefs contain text of untrusted pages and must not read it: only
the scripts of their own policy run, and their origin is opaque.
"""

from __future__ import annotations

import re
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from flows.brief.shelf import INDEX, folder, policy_of

BRIEFS = "/briefs"
SANDBOX = "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'none'"
"""Added to the policy of every page: opaque origin, no forms, no framing; links to outlets open normally."""
_PAGE = re.compile(r"\w[\w-]*\.html")


class WithBriefs:
    """ASGI middleware that answers under /briefs/ from a home, and leaves everything else to the app."""

    def __init__(self, app: ASGIApp, home: Path) -> None:
        self._app = app
        self._briefs = Starlette(routes=[Mount(BRIEFS, _Shelf(directory=folder(home), check_dir=False))])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_brief = scope["type"] == "http" and is_under(scope["path"], BRIEFS)
        await (self._briefs if is_brief else self._app)(scope, receive, send)


class _Shelf(StaticFiles):
    """The pages of a folder by file name, the index by an empty path; no subfolders, no links out of the folder."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        name = INDEX if path == "." else path
        if not _PAGE.fullmatch(name):
            raise HTTPException(404)
        response = await super().get_response(name, scope)
        response.headers["Content-Security-Policy"] = f"{policy_of(Path(str(self.directory)) / name)}; {SANDBOX}"
        return response


def is_under(path: str, root: str) -> bool:
    """Whether a path is `root` or below it."""
    return path == root or path.startswith(f"{root}/")
