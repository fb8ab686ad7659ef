"""Saved pages to what cleaning makes of them, as lines, without a network and a warehouse."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from flows.sources.folder import TYPES
from transforms.clean import clean, drafted
from transforms.cleaning.bounds import LONGEST
from transforms.cleaning.draft import normalised
from transforms.language import language
from transforms.schema import Article, Page, Reject

Line = dict[str, Any]

LARGEST = 4 * LONGEST
"""Bytes of the largest page that is read, unpacked: four for each character."""
KEYS = ("url", "title", "authors", "published_at", "published_date", "date_source", "language", "text")


def cleaned(files: Sequence[str], urls: Sequence[str] = ()) -> Iterator[Line]:
    """A line for each file of HTML or text, .gz or not, in the order given.

    `urls` are the addresses of the pages: none, or one for each file; without one a page's own rel=canonical or og:url
    is believed. Lines have KEYS; one that is not fit to be an article has `error` as well, `REASON: SENTENCE`, and
    null, no authors and no text where nothing is known. ValueError where the addresses are not as many as the files.
    """
    if urls and len(urls) != len(files):
        raise ValueError(f"{len(urls)} addresses for {len(files)} files: give --url once for each file, in order.")
    for number, file in enumerate(files):
        url = urls[number] if urls else None
        try:
            body, kind = _read(Path(file))
        except OSError as error:
            yield _line(error=f"unreadable: {file}: {error.strerror or error}")
        except (EOFError, zlib.error, ValueError) as error:
            yield _line(error=f"unreadable: {file}: {error}")
        else:
            yield _cleaned(_page(body, kind, url or Path(file).resolve().as_uri()))


def _cleaned(page: Page) -> Line:
    found = clean(page)
    if isinstance(found, Article):
        return _line(
            url=_address(found.canonical_url),
            title=found.title,
            authors=found.authors,
            published_at=found.published_at.isoformat() if found.published_at else None,
            published_date=found.published_date.isoformat(),
            date_source=found.date_source,
            language=found.language,
            text=found.text,
        )
    return _undated(page, found) if found.reason in ("no_date", "bad_date") else _refused(page, found)


def _undated(page: Page, reject: Reject) -> Line:
    """A page without a date that can be believed: no article, but its other parts are known."""
    draft = drafted(page)
    text = normalised(draft.text)
    return _refused(page, reject) | {
        "url": _address(draft.url),
        "title": draft.title,
        "authors": draft.authors,
        "language": language(text),
        "text": text,
    }


def _refused(page: Page, reject: Reject) -> Line:
    return _line(url=_address(page.url), error=f"{reject.reason}: {reject.detail}")


def _line(**known: Any) -> Line:
    return dict.fromkeys(KEYS) | {"authors": [], "text": ""} | known


def _address(url: str) -> str | None:
    """A web address; none for a file that does not tell where it comes from."""
    return url if url.startswith(("http://", "https://")) else None


def _read(file: Path) -> tuple[bytes, str]:
    """The bytes of a file, unpacked, and what it holds by its name. ValueError where they are too many."""
    with file.open("rb") as opened:
        packed = opened.read(LARGEST + 1)
    name = file.name.removesuffix(".gz")
    if packed.startswith(b"\x1f\x8b"):
        with gzip.GzipFile(fileobj=BytesIO(packed)) as unpacked:
            packed = unpacked.read(LARGEST + 1)
    if len(packed) > LARGEST:
        raise ValueError(f"more than {LARGEST} bytes")
    kind = TYPES.get(Path(name).suffix.lower(), "text/html")
    return packed, "text/plain" if kind == "text/plain" else "text/html"


def _page(body: bytes, kind: str, url: str) -> Page:
    return Page(
        page_id="",
        url=url,
        final_url=url,
        source_id="cleaned",
        fetched_at=datetime.now(UTC),
        status=200,
        headers=json.dumps({"content-type": kind}),
        body=body,
        body_sha256=sha256(body).hexdigest(),
    )
