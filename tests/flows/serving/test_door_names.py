"""Accepted host names and origins of a server without a secret (DATELINE_OPEN)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import pytest
from starlette.responses import PlainTextResponse

from flows.serving.door import behind_door
from flows.serving.server import LOOPBACK

OPEN = behind_door(PlainTextResponse("data"), None, LOOPBACK)


def status(host: str, origin: str | None) -> int:
    headers = {"Host": host} | ({"Origin": origin} if origin else {})

    async def asked() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(OPEN)) as client:
            return await client.post("http://127.0.0.1/api/flow_runs/filter", headers=headers)

    return asyncio.run(asked()).status_code


@pytest.mark.parametrize("host", ["127.0.0.1:4200", "localhost:4200", "LOCALHOST:4200", "[::1]:4200"])
@pytest.mark.parametrize("page", [True, False])
def test_its_own_page_and_the_command_line_are_answered(host: str, page: bool) -> None:
    assert status(host, f"http://{host}" if page else None) == 200


@pytest.mark.attack("with no secret, {what}: Host {host}, Origin {origin}")
@pytest.mark.parametrize(
    ("what", "host", "origin", "refusal"),
    [
        ("a page of another site asks", "127.0.0.1:4200", "http://evil.example", 403),
        ("a page of another port asks", "127.0.0.1:4200", "http://127.0.0.1:4201", 403),
        ("a page without an origin of its own asks", "[::1]:4200", "null", 403),
        ("a page asks whose name points here", "evil.example:4200", "http://evil.example:4200", 400),
        ("a name asks that begins like ours", "127.0.0.1.evil.example", None, 400),
        ("another address asks", "[::2]:4200", None, 400),
    ],
)
def test_others_are_refused(
    what: str, host: str, origin: str | None, refusal: int, outcome: Callable[[str], None]
) -> None:
    assert status(host, origin) == refusal, what
    outcome(str(refusal))
