"""Cleans saved pages into JSON lines, without network and warehouse."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from flows.sandbox.bounded import PAGE, Ended, bounded, limited
from flows.sources.rejects import SourceError
from flows.sources.stored.files import LARGEST, opened
from flows.sources.stored.folder import TYPES
from transforms.tables.schema import Page, Reject

Line = dict[str, Any]

KEYS = ("url", "title", "authors", "published_at", "published_date", "date_source", "language", "text")


def cleaned(files: Sequence[str], urls: Sequence[str] = (), seconds: float = PAGE) -> Iterator[Line]:
    """One line per file of HTML or text, optionally gzipped, in the order given.

    `urls` are the pages' addresses, none or one per file; without one, a page's rel=canonical or og:url is used. Lines
    have KEYS. A page that is no article also has `error`, `REASON: SENTENCE`, and null or empty values for what is
    unknown; so does a file that is unreadable or takes over `seconds` of CPU time. ValueError if the numbers of
    addresses and files differ.
    """
    if urls and len(urls) != len(files):
        raise ValueError(f"{len(urls)} addresses for {len(files)} files: give --url once for each file, in order.")
    for number, file in enumerate(files):
        url = urls[number] if urls else None
        try:
            body, kind = _read_content(file)
        except SourceError as error:
            yield _line(error=f"unreadable: {error}")
            continue
        except (OSError, EOFError, zlib.error, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            yield _line(error=f"unreadable: {file}: {reason.rstrip('.')}.")
            continue
        page = page_of(body, kind, url or Path(file).resolve().as_uri())
        ((_, made),) = bounded(_clean_in_worker, [page], seconds)
        yield _line(url=_address(page.url), error=f"{made.reason}: {made}") if isinstance(made, Ended) else made


def _clean_in_worker(pages: Sequence[Page], seconds: float) -> Line:
    """The line of one page, run in a worker process; only there is the cleaner imported."""
    from transforms.cleaning.clean import clean

    (page,) = pages
    with limited(seconds):
        result = clean(page)
        if isinstance(result, Reject):
            return (
                _undated_line(page, result) if result.reason in ("no_date", "bad_date") else _refused_line(page, result)
            )
    return _line(
        url=_address(result.canonical_url),
        title=result.title,
        authors=result.authors,
        published_at=result.published_at.isoformat() if result.published_at else None,
        published_date=result.published_date.isoformat() if result.is_dated else None,
        date_source=result.date_source if result.is_dated else None,
        language=result.language,
        text=result.text,
    )


def _undated_line(page: Page, reject: Reject) -> Line:
    """The line of a page without a credible date, whose other parts are known."""
    from transforms.cleaning.clean import drafted
    from transforms.cleaning.draft import normalised
    from transforms.cleaning.text.language import language

    draft = drafted(page)
    text = normalised(draft.text)
    return _refused_line(page, reject) | {
        "url": _address(draft.url),
        "title": draft.title,
        "authors": draft.authors,
        "language": language(text),
        "text": text,
    }


def _refused_line(page: Page, reject: Reject) -> Line:
    return _line(url=_address(page.url), error=f"{reject.reason}: {reject.detail}")


def _line(**known: Any) -> Line:
    return dict.fromkeys(KEYS) | {"authors": [], "text": ""} | known


def _address(url: str) -> str | None:
    """A web address; None for a file without a known origin."""
    return url if url.startswith(("http://", "https://")) else None


def _read_content(file: str) -> tuple[bytes, str]:
    """Content and content type of a file, decompressed. ValueError if it is too large."""
    with opened(file, follow=True) as stream:
        packed = stream.read(LARGEST + 1)
    if packed.startswith(b"\x1f\x8b"):
        with gzip.GzipFile(fileobj=BytesIO(packed)) as unpacked:
            packed = unpacked.read(LARGEST + 1)
    if len(packed) > LARGEST:
        raise ValueError(f"it has more than {LARGEST} bytes")
    kind = TYPES.get(Path(file.removesuffix(".gz")).suffix.lower(), "text/html")
    return packed, "text/plain" if kind == "text/plain" else "text/html"


def page_of(body: bytes, kind: str, url: str, published: date | None = None) -> Page:
    """The page of a document at hand, as if it had been fetched now."""
    return Page(
        page_id="",
        url=url,
        final_url=url,
        source_id=url,
        fetched_at=datetime.now(UTC),
        published_date=published,
        status=200,
        headers=json.dumps({"content-type": kind}),
        body=body,
        body_sha256=sha256(body).hexdigest(),
    )
