"""Hosts that block robots: distinguished from failing hosts, by vendor, up to the artifact of the run."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.archive.fetch import fetch
from flows.http.client import PAGES, Web, WebError
from flows.runs.artifact import night_account
from flows.sources import Candidate, discover
from flows.sources.online.feed import Feed
from tests.loopback import Answer, loopback
from transforms.tables.normalise import table
from transforms.tables.schema import Run
from warehouse import Lake, land

HTML = {"Content-Type": "text/html"}
CHALLENGE = b"<!DOCTYPE html><title>Just a moment...</title><script>window._cf_chl_opt={cRay:'8'}</script>"
ANSWERS = {
    "cloudflare": Answer(CHALLENGE, 403, {**HTML, "Server": "cloudflare", "cf-mitigated": "challenge"}),
    "aws": Answer(b"", 202, {**HTML, "x-amzn-waf-action": "challenge"}),
    "datadome": Answer(b'<script src="https://ct.captcha-delivery.com/c.js"></script>', 403, HTML),
    "akamai": Answer(b'<meta http-equiv="refresh" content="5; URL=\'/?bm-verify=AAQ\'">', 200, HTML),
    "busy": Answer(b"<title>Vercel Security Checkpoint</title>", 429, {**HTML, "Retry-After": "0"}),
    "forbidden": Answer(b"<h1>Forbidden</h1>", 403, HTML),
    "accepted": Answer(b"<p>Accepted</p>", 202, HTML),
    "gone": Answer(CHALLENGE, 404, HTML),
}


@pytest.mark.parametrize(
    ("path", "reason", "whose"),
    [
        ("cloudflare", "bot_wall", "Cloudflare"), ("aws", "bot_wall", "AWS WAF"), ("datadome", "bot_wall", "DataDome"),
        ("akamai", "bot_wall", "Akamai"), ("busy", "bot_wall", "Vercel"), ("forbidden", "http_error", ""),
        ("accepted", "http_error", ""), ("gone", "not_found", ""),
    ],
)  # fmt: skip
def test_a_wall_is_named_and_what_is_none_is_not(path: str, reason: str, whose: str) -> None:
    with loopback(ANSWERS) as server, Web(server.limits()) as web, pytest.raises(WebError) as caught:
        web.get(server.url(path), types=PAGES)
    assert caught.value.reason == reason
    assert (f"{server.url(path)} is shut to robots by {whose}: it answered" in str(caught.value)) == bool(whose)
    assert caught.value.response is not None


def test_a_feed_behind_a_wall_says_so() -> None:
    with loopback({"rss.xml": ANSWERS["cloudflare"]}) as server, Web(server.limits()) as web:
        announced = discover([Feed("desk", server.url("rss.xml"))], web)
    assert [reject.reason for reject in announced.rejects] == ["bot_wall"]
    assert "Cloudflare" in announced.failed["desk"]
    assert not [found for found in announced.candidates if isinstance(found, Candidate)]


def test_the_account_of_a_run_says_which_outlets_are_shut(home: Path) -> None:
    lake, now = Lake.at(home), datetime(2024, 12, 6, 2, tzinfo=UTC)
    run = Run(run_id="r", flow="nightly", parameters="{}", started=now, ended=now, versions="{}")
    with loopback(ANSWERS) as server, Web(server.limits()) as web:
        places = [server.url("cloudflare"), server.url("datadome", "other.example"), server.url("forbidden")]
        rejects = [fetch(Candidate(place, "desk"), web).outcome for place in places]
    land(lake, {"rejects": table("rejects", rejects, run.run_id), "runs": table("runs", [run], run.run_id)})
    told = night_account(run, lake, [])
    section = told.partition("## Outlets that are shut to robots")[2].partition("##")[0]
    assert [line for line in section.splitlines() if ".example" in line] == [
        "| other.example | DataDome | 1 |", "| outlet.example | Cloudflare | 1 |",
    ]  # fmt: skip
