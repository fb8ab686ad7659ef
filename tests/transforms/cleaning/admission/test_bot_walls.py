"""Bot walls: recognised by their vendor's marks, never in an ordinary page."""

from __future__ import annotations

import pytest

from transforms.cleaning.admission.bot_walls import LARGEST, vendor
from transforms.seeds import Row, rows

WALLS = rows("bot_walls")


@pytest.mark.parametrize("row", WALLS, ids=lambda row: row["mark"])
def test_a_mark_names_its_vendor(row: Row) -> None:
    example = row["example"] or ""
    name, _, value = example.partition(": ")
    headers, body = ({name: value}, b"") if row["where"] == "header" else ({}, f"<html>{example}</html>".encode())
    told = {status: vendor(status, headers, body) for status in (200, 202, 403, 404)}
    shown = row["vendor"] if row["when"] == "always" else None
    assert told == {200: shown, 202: row["vendor"], 403: row["vendor"], 404: shown}


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (403, {"server": "nginx"}, b"<h1>403 Forbidden</h1>"),
        (403, {"server": "cloudflare", "cf-ray": "8f0-FRA"}, b"<h1>Subscribers only</h1>"),
        (202, {}, b"Accepted"),
        (200, {"server": "cloudflare"}, b'<p>War</p><script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js">'),
        (200, {"x-iinfo": "9-1-0"}, b'<p>War</p><script src="/_Incapsula_Resource?SWJIYLWA=7">'),
        (200, {}, b"<p>Outlets set window._cf_chl_opt, the report says.</p>" + b"<p>word</p>" * LARGEST),
        (200, {}, b"<p>A page titled <title>Just a moment...</title></p>"),
    ],
    ids=["forbidden", "an outlet's own refusal behind a network", "accepted", "a page behind a network",
         "a page behind a firewall", "an article that quotes a mark", "a title alone"],
)  # fmt: skip
def test_what_is_no_wall_is_none(status: int, headers: dict[str, str], body: bytes) -> None:
    assert vendor(status, headers, body) is None
