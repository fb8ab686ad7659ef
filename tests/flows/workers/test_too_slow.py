"""A night over real HTTP with pages that can never be cleaned or read in reasonable time."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.nightly import nightly
from tests.loopback import HOST, Answer, loopback
from warehouse import Lake, check, query

pytestmark = pytest.mark.usefixtures("made")

STORY = "Rebels attacked the town of {} in Syria on Friday. At least 12 people were killed, the army said. "
MARKS = "a" + "\u0301\u0323" * 100_000
"""A letter with more combining marks than can be normalised in an hour."""


def page(title: str, body: str) -> bytes:
    day = "<meta property='article:published_time' content='2024-12-06T10:00:00Z'>"
    story = f"<p>{STORY.format(title) * 3}</p>"
    return (
        f"<html><head><title>{title}</title>{day}</head><body><article>{story}{body}</article></body></html>".encode()
    )


PAGES = {
    "hama": page("Hama", ""),
    "marks": page("Homs", f"<p>{MARKS}</p>"),
    "marked-headline": page("Idlib" + MARKS, ""),
    "slow-to-clean": page("Aleppo", "".join(f"<p>{number} {STORY * 4}</p>" for number in range(19_000))),
    "slow-to-read": page("Daraa", f"<p>{STORY * 9000}</p>"),
    "aleppo": page("Aleppo", ""),
}


@pytest.mark.attack("a night among whose pages are some that take for ever to clean or to read")
def test_the_good_pages_land_and_the_others_are_rejected(
    home: Path, monkeypatch: pytest.MonkeyPatch, outcome: Callable[[str], None]
) -> None:
    monkeypatch.setattr("flows.tasks.PAGE", 0.5)  # a good page takes a tenth, the slow one four times as much
    with loopback({path: Answer(body) for path, body in PAGES.items()} | {"robots.txt": Answer(b"", 404)}) as outlet:
        settings = {
            "ROUTES": json.dumps({HOST: outlet.route}),
            "DELAY": "0",
            "DOCUMENT": "3",
            "WORKERS": "2",
            "READ": "60",
        }
        for name, value in settings.items():
            monkeypatch.setenv(f"DATELINE_{name}", value)
        run = nightly(places=[outlet.url(path) for path in PAGES])
    lake = Lake.at(home)
    rejects = query(lake, "SELECT url, stage, reason FROM rejects ORDER BY ALL").to_pylist()
    assert rejects == [
        {"url": outlet.url("slow-to-clean"), "stage": "clean", "reason": "too_slow"},
        {"url": outlet.url("slow-to-read"), "stage": "read", "reason": "too_slow"},
    ]
    assert (run.discovered, run.landed, run.rejected) == (6, 4, 2)
    assert query(lake, "SELECT count(DISTINCT article_id) AS n FROM figures WHERE low = 12").to_pylist() == [{"n": 4}]
    assert check(lake) == []
    outcome("2 rejects too_slow; the 4 others land with their facts, combining marks and all")
