"""Fuzzing of cleaning with mutated pages: `python -m tests.fuzz_clean [INPUTS] [--seed N]`.

Hypothesis draws a page and its mutations: pieces removed, doubled or moved, bytes flipped, tags broken and nested,
hostile pieces inserted, the character set changed. Pages are the real ones of ../shared if available, else those of the
sample wire. An input on which cleaning fails (`extraction_failed`), that yields an article the lake would not accept,
or that takes more than SECONDS of processor time is printed and makes the exit code 1.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.cleaning import SHARED
from transforms.cleaning.clean import clean, latest
from transforms.tables.normalise import table
from transforms.tables.schema import Article, Page, Reject

WIRE = Path(__file__).resolve().parents[1] / "seeds" / "wire"
SECONDS = 5.0
FETCHED = datetime(2026, 11, 26, tzinfo=UTC)
LD = (
    r'{"@type": "NewsArticle", "headline": "\ud800", "author": [[[{}]]]}',
    r'{"@graph": [1, null, [], {"@type": {}, "@id": []}, {"@type": ["Article", 7], "author": {"name": {}}}]}',
    r'{"@type": ["Article"], "publisher": [0], "datePublished": 12, "articleBody": ["x"], "mainEntity": 3}',
    r'{"@type": "Article", "mainEntityOfPage": [1], "isAccessibleForFree": [], "author": "a, b;", "url": {}}',
    r'{"@type": "Article", "datePublished": "0001-01-01T00:00:00+23:59"}',
    r'{"@type": "Article", "datePublished": "9999-12-31T23:59:59-23:59"}',
    "[" * 5000,
)
HOSTILE = (
    "<", ">", '"', "'", "<!--", "-->", "<![CDATA[", "]]>", "<script>", "</script>", "<style>", "&", "&#0;", "&#xD800;",
    "&#x110000;", "\0", "\ufeff", "\u202e\u200b\u00ad\ufdfd" * 200, "<html>", "</html>", "</body>", "<body>", "<head>",
    "<title>", "<h1>", "<p>", "<div>" * 300, "<b>" * 3000, "<table><tr><td>" * 200, "<ul><li>" * 500,
    "<p a" + " a=1" * 300, "<p " + " ".join(f"a{number}" for number in range(5000)) + ">",
    "<a href='http://[broken'>x</a>", "<link rel=canonical href='http://[::1'>", "<time datetime=''>",
    "<time datetime='9999-99-99'>x</time>", "<meta name=author content=',;|&and'>", "<meta charset='punycode'>",
    "<meta property='article:published_time' content='2024-02-30T99:99:99+99:99'>", "<meta charset=utf-16>",
    "." * 5000, " " * 20000, "\n" * 5000, "x" * 100000, "a, b; c | d and " * 2000,
    *(f"<script type='application/ld+json'>{text}</script>" for text in LD),
)  # fmt: skip
CHARSETS = ("utf-8", "utf-16", "windows-1252", "iso-8859-5", "shift_jis", "utf-7")
KINDS = ("text/html", "text/plain", *(f"text/html; charset={name}" for name in ("utf-8", "windows-1251", "idna")))
ADDRESSES = ("https://outlet.example/2024/12/06/a", "https://outlet.example/", "file:///a", "")
DOINGS = ("cut", "double", "move", "flip", "put", "strip", "end")

Doing = tuple[str, float, float, int]


@cache
def originals() -> list[bytes]:
    """The pages that are mutated."""
    real = [gzip.decompress(file.read_bytes()) for file in sorted(SHARED.rglob("*.html.gz"))]
    return real or [file.read_bytes() for file in sorted(WIRE.rglob("*.html"))]


def mutated(body: bytes, doings: list[Doing], charset: str) -> bytes:
    for doing in doings:
        body = _mutate(body, *doing)
    try:
        return body.decode("utf-8", errors="replace").encode(charset, errors="replace") if charset != "utf-8" else body
    except UnicodeError:
        return body


def _mutate(body: bytes, doing: str, at: float, size: float, which: int) -> bytes:
    start = int(at * len(body))
    end = start + int(size * size * size * (len(body) - start))
    piece = body[start:end]
    match doing:
        case "cut":
            return body[:start] + body[end:]
        case "double":
            return body[:start] + piece * (2 + which % 5) + body[end:]
        case "move":
            return piece + body[:start] + body[end:]
        case "flip":
            return (
                body[:start] + bytes(byte ^ (1 << which % 8) for byte in piece[:200]) + body[start + len(piece[:200]) :]
            )
        case "put":
            return body[:start] + HOSTILE[which % len(HOSTILE)].encode() + body[start:]
        case "strip":
            return body[:start] + piece.replace(b"<>\"'="[which % 5 : which % 5 + 1], b"") + body[end:]
        case _:
            return body[: end or start]


def page(body: bytes, kind: str, url: str) -> Page:
    return Page(
        page_id="", url=url, final_url=url, source_id="fuzz", fetched_at=FETCHED, status=200,
        headers=json.dumps({"content-type": kind}), body=body, body_sha256=sha256(body).hexdigest(),
    )  # fmt: skip


def outcome(page_in: Page) -> str:
    """The outcome of a page: `article` or the reason why it was rejected. AssertionError if it is not allowed."""
    result = clean(page_in)
    if isinstance(result, Reject):
        assert result.reason != "extraction_failed", result.detail
        table("rejects", [result], "fuzz")
        return result.reason
    assert isinstance(result, Article)
    assert result.text.strip()
    assert date(1990, 1, 1) <= result.published_date <= latest(page_in)
    assert all(name.strip() == name and name for name in result.authors)
    table("articles", [result], "fuzz")
    return "article"


DRAWN = st.tuples(
    st.integers(0, 10_000),
    st.lists(
        st.tuples(st.sampled_from(DOINGS), st.floats(0, 1), st.floats(0, 1), st.integers(0, 999)),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(CHARSETS) | st.just("utf-8"),
    st.sampled_from(KINDS),
    st.sampled_from(ADDRESSES),
)


def fed(drawn: tuple[int, list[Doing], str, str, str]) -> Page:
    number, doings, charset, kind, url = drawn
    return page(mutated(originals()[number % len(originals())], doings, charset), kind, url)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("inputs", nargs="?", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0, help="another seed draws other inputs")
    options = parser.parse_args()
    outcomes: Counter[str] = Counter()
    bad: list[str] = []
    slowest = 0.0

    @seed(options.seed)
    @settings(max_examples=options.inputs, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(DRAWN)
    def feed(drawn: tuple[int, list[Doing], str, str, str]) -> None:
        nonlocal slowest
        given_page = fed(drawn)
        start = time.process_time()
        try:
            outcomes[outcome(given_page)] += 1
        except Exception as error:  # reported below, and the run goes on
            outcomes["crash"] += 1
            bad.append(f"{drawn}: {type(error).__name__}: {error}")
        took = time.process_time() - start
        slowest = max(slowest, took)
        if took > SECONDS:
            outcomes["hang"] += 1
            bad.append(f"{drawn}: {took:.1f} s")
        n_inputs = outcomes.total()
        if n_inputs % 1000 == 0:
            print(f"{n_inputs} inputs, slowest {slowest:.2f} s", file=sys.stderr, flush=True)

    feed()
    inputs = outcomes.total() - outcomes["hang"]
    print(f"{inputs} inputs from {len(originals())} pages, slowest {slowest:.2f} s of processor time")
    print(", ".join(f"{count} {name}" for name, count in outcomes.most_common()))
    print(*bad, sep="\n")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
