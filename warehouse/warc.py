"""The archive of responses as a WARC file (ISO 28500), for any other tool of web archives."""

from __future__ import annotations

import json
import os
from datetime import UTC, date
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from transforms.tables.schema import Page
from warehouse.lake import Lake
from warehouse.pages import all_pages
from warehouse.words import LakeError

if TYPE_CHECKING:  # a question to the lake does not wait for it
    from warcio.recordloader import ArcWarcRecord
    from warcio.warcwriter import WARCWriter

_UNPACKED = {"content-encoding", "content-length", "transfer-encoding"}
"""Headers that speak of the body as it was sent; bodies are kept unpacked, so they go under another name."""


def export(lake: Lake, file: Path, first: date | None = None, last: date | None = None) -> int:
    """Write the responses of days, both included (UTC), as a WARC file, packed where its name ends in `.gz`.

    Gives their number. The file is there whole or not at all; LakeError where it cannot be written.
    """
    from warcio.warcwriter import WARCWriter

    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("wb") as out:
            writer = WARCWriter(out, gzip=file.suffix == ".gz")
            about = {"software": "Dateline", "format": "WARC File Format 1.0"}
            writer.write_record(writer.create_warcinfo_record(file.name, about))
            count = sum(_write(writer, page) for page in all_pages(lake, first, last))
        os.replace(part, file)
    except OSError as error:
        raise LakeError(f"{file}: cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
    return count


def _write(writer: WARCWriter, page: Page) -> int:
    writer.write_record(_record(writer, page))
    return 1


def _record(writer: WARCWriter, page: Page) -> ArcWarcRecord:
    """A response record, or a revisit record; for a document that came from a file a resource record."""
    from warcio.statusandheaders import StatusAndHeaders

    headers = {_one_line(name): _one_line(value) for name, value in json.loads(page.headers).items()}
    url = _one_line(page.final_url)
    told = {"WARC-Date": page.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    if page.truncated:
        told["WARC-Truncated"] = page.truncated
    if page.revisits:
        answered = StatusAndHeaders(_status_line(page.status), list(headers.items()), protocol="HTTP/1.1")
        profile = "server-not-modified" if page.status == 304 else "identical-payload-digest"
        told["WARC-Profile"] = f"http://netpreserve.org/warc/1.0/revisit/{profile}"
        told["WARC-Refers-To-Target-URI"] = url
        told["WARC-Payload-Digest"] = f"sha256:{page.body_sha256}"
        return writer.create_warc_record(url, "revisit", http_headers=answered, warc_headers_dict=told)
    body = {"payload": BytesIO(page.body), "length": len(page.body), "warc_headers_dict": told}
    if not page.final_url.startswith(("http://", "https://")):
        kind = headers.get("content-type", "application/octet-stream")
        return writer.create_warc_record(url, "resource", warc_content_type=kind, **body)
    answered = StatusAndHeaders(_status_line(page.status), _as_kept(headers, len(page.body)), protocol="HTTP/1.1")
    return writer.create_warc_record(url, "response", http_headers=answered, **body)


def _one_line(text: str) -> str:
    """A header's name or value, or an address, without the line breaks that would make another header of a part."""
    return " ".join(text.splitlines())


def _status_line(status: int) -> str:
    known = {member.value: member.phrase for member in HTTPStatus}
    return f"{status} {known.get(status, '')}".strip()


def _as_kept(headers: dict[str, str], size: int) -> list[tuple[str, str]]:
    """The headers of a response with its body as it is kept: `Content-Encoding: br` is told by `X-Crawler-…`."""
    kept = [(f"X-Crawler-{name}" if name.lower() in _UNPACKED else name, value) for name, value in headers.items()]
    return [*kept, ("Content-Length", str(size))]
