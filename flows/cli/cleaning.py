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

from flows.sandbox.bounded import PAGE, Ended, bounded, limited
from flows.sources.files import LARGEST, opened
from flows.sources.folder import TYPES
from flows.sources.rejects import SourceError
from transforms.tables.schema import Page, Reject

Line = dict[str, Any]

KEYS = ("url", "title", "authors", "published_at", "published_date", "date_source", "language", "text")


def cleaned(files: Sequence[str], urls: Sequence[str] = (), seconds: float = PAGE) -> Iterator[Line]:
    """A line for each file of HTML or text, .gz or not, in the order given.

    `urls` are the addresses of the pages: none, or one for each file; without one a page's own rel=canonical or og:url
    is believed. Lines have KEYS; one that is not fit to be an article has `error` as well, `REASON: SENTENCE`, and
    null, no authors and no text where nothing is known; so has a file that cannot be read, or whose page is not cleaned
    in so many seconds of the processor. ValueError where the addresses are not as many as the files.
    """
    if urls and len(urls) != len(files):
        raise ValueError(f"{len(urls)} addresses for {len(files)} files: give --url once for each file, in order.")
    for number, file in enumerate(files):
        url = urls[number] if urls else None
        try:
            body, kind = _read(file)
        except SourceError as error:
            yield _line(error=f"unreadable: {error}")
            continue
        except (OSError, EOFError, zlib.error, ValueError) as error:
            yield _line(error=f"unreadable: {file}: {str(error).rstrip('.')}.")
            continue
        page = _page(body, kind, url or Path(file).resolve().as_uri())
        ((_, made),) = bounded(_cleaned, [page], seconds)
        yield _line(url=_address(page.url), error=f"{made.reason}: {made}") if isinstance(made, Ended) else made


def _cleaned(pages: Sequence[Page], seconds: float) -> Line:
    """The line of one page, in a process of its own; what cleans is imported there alone."""
    from transforms.cleaning.clean import clean

    (page,) = pages
    with limited(seconds):
        found = clean(page)
        if isinstance(found, Reject):
            return _undated(page, found) if found.reason in ("no_date", "bad_date") else _refused(page, found)
    return _line(
        url=_address(found.canonical_url),
        title=found.title,
        authors=found.authors,
        published_at=found.published_at.isoformat() if found.published_at else None,
        published_date=found.published_date.isoformat() if found.is_dated else None,
        date_source=found.date_source if found.is_dated else None,
        language=found.language,
        text=found.text,
    )


def _undated(page: Page, reject: Reject) -> Line:
    """A page without a date that can be believed: no article, but its other parts are known."""
    from transforms.cleaning.clean import drafted
    from transforms.cleaning.draft import normalised
    from transforms.cleaning.language import language

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


def _read(file: str) -> tuple[bytes, str]:
    """The bytes of a file, unpacked, and what it holds by its name. ValueError where they are too many."""
    with opened(file, follow=True) as stream:
        packed = stream.read(LARGEST + 1)
    if packed.startswith(b"\x1f\x8b"):
        with gzip.GzipFile(fileobj=BytesIO(packed)) as unpacked:
            packed = unpacked.read(LARGEST + 1)
    if len(packed) > LARGEST:
        raise ValueError(f"it has more than {LARGEST} bytes")
    kind = TYPES.get(Path(file.removesuffix(".gz")).suffix.lower(), "text/html")
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
