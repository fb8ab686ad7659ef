"""Exports the page archive as a WARC file (ISO 28500)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from transforms.tables.schema import Page
from warehouse.asking.page_archive import all_pages
from warehouse.storage.lake import Lake
from warehouse.storage.whole import whole

if TYPE_CHECKING:  # queries need no warcio
    from warcio.recordloader import ArcWarcRecord
    from warcio.warcwriter import WARCWriter

_UNPACKED = {"content-encoding", "content-length", "transfer-encoding"}
"""Headers about the encoding of the transfer; they are renamed, because bodies are stored decompressed."""


def export(
    lake: Lake,
    file: Path,
    first: date | None = None,
    last: date | None = None,
    report: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Write the responses of these days, inclusive, UTC, as a WARC file, compressed if it ends in `.gz`.

    Returns their number; `report` is called with the number of pages done and their total. The file is written
    atomically; LakeError if that fails, or if there is one already.
    """
    from warcio.warcwriter import WARCWriter

    with whole(file, is_file=True) as part, part.open("wb") as out:
        writer = WARCWriter(out, gzip=file.suffix == ".gz")
        about = {"software": "Dateline", "format": "WARC File Format 1.0"}
        writer.write_record(writer.create_warcinfo_record(file.name, about))
        count = sum(_write_record(writer, page) for page in all_pages(lake, first, last, report))
    return count


def _write_record(writer: WARCWriter, page: Page) -> int:
    writer.write_record(_record(writer, page))
    return 1


def _record(writer: WARCWriter, page: Page) -> ArcWarcRecord:
    """A response or revisit record; a resource record for a document from a file."""
    from warcio.statusandheaders import StatusAndHeaders

    headers = {_one_line(name): _one_line(value) for name, value in json.loads(page.headers).items()}
    url = _one_line(page.final_url)
    about = {"WARC-Date": page.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    if page.truncated:
        about["WARC-Truncated"] = page.truncated
    if page.revisits:
        answered = StatusAndHeaders(_status_line(page.status), list(headers.items()), protocol="HTTP/1.1")
        profile = "server-not-modified" if page.status == 304 else "identical-payload-digest"
        about["WARC-Profile"] = f"http://netpreserve.org/warc/1.0/revisit/{profile}"
        about["WARC-Refers-To-Target-URI"] = url
        about["WARC-Payload-Digest"] = f"sha256:{page.body_sha256}"
        return writer.create_warc_record(url, "revisit", http_headers=answered, warc_headers_dict=about)
    body = {"payload": BytesIO(page.body), "length": len(page.body), "warc_headers_dict": about}
    if not page.final_url.startswith(("http://", "https://")):
        kind = headers.get("content-type", "application/octet-stream")
        return writer.create_warc_record(url, "resource", warc_content_type=kind, **body)
    answered = StatusAndHeaders(
        _status_line(page.status), _stored_headers(headers, len(page.body)), protocol="HTTP/1.1"
    )
    return writer.create_warc_record(url, "response", http_headers=answered, **body)


def _one_line(text: str) -> str:
    """A header name, value or address without line breaks, which would start another header."""
    return " ".join(text.splitlines())


def _status_line(status: int) -> str:
    known = {member.value: member.phrase for member in HTTPStatus}
    return f"{status} {known.get(status, '')}".strip()


def _stored_headers(headers: dict[str, str], size: int) -> list[tuple[str, str]]:
    """The response's headers for the stored body: `Content-Encoding: br` becomes `X-Crawler-…`."""
    renamed = [(f"X-Crawler-{name}" if name.lower() in _UNPACKED else name, value) for name, value in headers.items()]
    return [*renamed, ("Content-Length", str(size))]
