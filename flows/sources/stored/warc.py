"""Reads WARC files (ISO 28500), plain or gzip, local or remote; their records become pages without being fetched.

Only responses that can hold an article are used: status 200, HTML or text. Of a remote file only these are saved, in
the run's spool folder.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.warcwriter import WARCWriter

from flows.http.client import PAGES, Response, Web, WebError
from flows.http.decompression import undo_codings
from flows.sources.base import MOST, Candidate, Discovered, SourceError, missed_reject
from flows.sources.days import Days, days_in_url
from flows.sources.rejects import refused
from flows.sources.stored.files import opened
from flows.sources.stored.hosts import Hosts, among
from flows.sources.stored.pieces import Remote
from transforms.identity.addresses import canonical
from transforms.tables.schema import Reject

ENDINGS = (".warc", ".warc.gz")
PACKED = {
    ".wacz": "is a WACZ, a ZIP file with WARC files in it: unzip it and name the files in its folder archive/",
    ".warc.zst": "is packed with Zstandard: unpack it with zstd -d and name the .warc file",
    ".warc.xz": "is packed with xz: unpack it with xz -d and name the .warc file",
    ".warc.bz2": "is packed with bzip2: unpack it with bzip2 -d and name the .warc file",
}
"""Unsupported archive formats by ending: the reason, and the way on."""
_WHOLE = "non-chunked gzip file"
"""Part of warcio's message for a file compressed as a whole, in which records have no offsets."""
BROKEN = (ArchiveLoadFailed, EOFError, OSError, ValueError, zlib.error)
"""Exceptions of warcio for a file that is not WARC or is truncated."""

MOST_HEADERS = 200
"""Maximum headers kept of a response."""

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Warc:
    """A WARC file, by path or address."""

    source_id: str
    place: str
    hosts: Hosts = ()

    def examine(self) -> None:
        """SourceError if the file is missing or unsupported."""
        if why := unsupported(self.place):
            raise SourceError(why)
        if "://" not in self.place:
            opened(self._file()).close()

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Discovered]:
        """Its pages in order, each with its offset in the file. A damaged file ends with a Reject.

        With `days`, pages captured before the first day or with another date in their address are left out. SourceError
        for a remote file if the run has no spool folder.
        """
        if why := unsupported(self.place):
            yield missed_reject(self.place, self.source_id, "malformed", why)
            return
        items = self._remote_pages(web, self._folder(web)) if "://" in self.place else self._local_pages()
        left = MOST
        try:
            for item in items:
                if isinstance(item, Candidate) and not _may_be_of(item, days):
                    continue
                if not left:
                    yield missed_reject(
                        self.place, self.source_id, "too_large", f"{self.place} holds more than {MOST} pages."
                    )
                    return
                left -= 1
                yield item
        except (WebError, SourceError) as error:
            yield missed_reject(self.place, self.source_id, error.reason, str(error))
        except BROKEN as error:
            detail = f"is no whole WARC file: {' '.join(str(error).split())[:200]}"
            if _WHOLE in str(error):
                detail = "was packed as a whole, not record by record: unpack it with gunzip and name the .warc file"
            yield missed_reject(self.place, self.source_id, "malformed", f"{self.place} {detail}.")

    def _file(self) -> Path:
        """The file, symbolic links resolved."""
        file = Path(self.place)
        if not file.exists():
            raise SourceError(f"{self.place}: no such file.", "not_found")
        return file.resolve()

    def _folder(self, web: Web) -> Path:
        if web.limits.spool is None:
            raise SourceError(f"{self.place}: there is no folder to keep its pages in.")
        return web.limits.spool

    def _local_pages(self) -> Iterator[Discovered]:
        file = self._file()
        with opened(file) as stream:
            for record in pages(stream, self.hosts):
                if isinstance(record, Exception):
                    yield self._reject(record)
                    continue
                yield Candidate(
                    record.url, self.source_id, file=file, offset=record.offset, captured=captured(record.record)
                )

    def _remote_pages(self, web: Web, spool: Path) -> Iterator[Discovered]:
        """Yield the pages of a remote file, each saved to the spool folder first."""
        file = spool / f"{sha256(self.place.encode()).hexdigest()[:16]}.warc.gz"
        with file.open("wb") as copy:
            writer = WARCWriter(copy, gzip=True)
            for page in pages(Remote(web, self.place), self.hosts):
                if isinstance(page, Exception):
                    yield self._reject(page)
                    continue
                if page.record.length > web.limits.page_bytes:
                    detail = f"{page.url} is larger than {web.limits.page_bytes} bytes."
                    yield missed_reject(page.url, self.source_id, "too_large", detail)
                    continue
                offset = copy.tell()
                moment = captured(page.record)
                try:
                    writer.write_record(page.record)
                    copy.flush()
                except UnicodeError as error:  # invalid headers cost this record only
                    copy.truncate(offset)
                    copy.seek(offset)
                    yield refused(page.url, self.source_id, "discover", error)
                    continue
                _require_end(page.record)
                yield Candidate(page.url, self.source_id, file=file, offset=offset, captured=moment)

    def _reject(self, error: Exception) -> Reject:
        return refused(self.place, self.source_id, "discover", error)


class Record(NamedTuple):
    """A record that can hold an article: its offset in the file, and its URL."""

    offset: int
    url: str
    record: ArcWarcRecord


def is_warc(name: str) -> bool:
    """Whether a path or address has the ending of a WARC file, supported or not."""
    return name.partition("?")[0].lower().endswith((*ENDINGS, *PACKED))


def unsupported(place: str) -> str | None:
    """Why an archive format is unsupported, in one sentence; None if it is supported."""
    name = place.partition("?")[0].lower()
    return next((f"{place} {why}." for ending, why in PACKED.items() if name.endswith(ending)), None)


def pages(file: BinaryIO | Remote, hosts: Hosts = ()) -> Iterator[Record | Exception]:
    """The records that can hold an article; the exception for a record that cannot be read."""
    archive = ArchiveIterator(file)
    for record in archive:
        try:
            url = _page_url(record)
            wanted = url and among(url, hosts)
        except Exception as error:  # one bad record is reported, the rest go on
            yield error
            continue
        if url and wanted:
            yield Record(archive.offset, url, record)
        archive.read_to_end()
        _require_end(record)


def _page_url(record: ArcWarcRecord) -> str | None:
    """The URL of a record that holds a page, else None."""
    headers = record.http_headers
    if record.rec_type != "response" or headers is None or headers.get_statuscode() != "200":
        return None
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return canonical((record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")) if kind in PAGES else None


def _require_end(record: ArcWarcRecord) -> None:
    """Raise EOFError if the file ended inside the record; warcio does not report that."""
    if getattr(record.raw_stream, "limit", 0):
        raise EOFError("it ends within a record")


def captured(record: ArcWarcRecord) -> datetime | None:
    """When a record was captured, UTC being assumed without a zone; None if unknown."""
    try:
        moment = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "")
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def answer(candidate: Candidate, limit: int) -> Response:
    """The response in a candidate's record. WebError if it is unreadable or larger than `limit` bytes."""
    file = candidate.file or Path(candidate.url)
    try:
        with opened(file) as readable:
            readable.seek(candidate.offset)
            record = next(iter(ArchiveIterator(readable)))
            headers = {name.lower(): value for name, value in record.http_headers.headers[:MOST_HEADERS]}
            is_chunked = headers.get("transfer-encoding", "").strip().lower() == "chunked"
            stream = ChunkedDataReader(record.raw_stream) if is_chunked else record.raw_stream
            raw = _join_up_to(iter(lambda: stream.read(_CHUNK), b""), limit)
            if len(raw) <= limit:
                _require_end(record)
    except (*BROKEN, SourceError, AttributeError, StopIteration) as error:
        raise WebError("malformed", f"{file} has no whole record at byte {candidate.offset}.") from error
    body = raw if len(raw) > limit else _decode(raw, headers.get("content-encoding", ""), limit)
    if len(body) > limit:
        raise WebError("too_large", f"{candidate.url} is larger than {limit} bytes.")
    coding_headers = ("content-encoding", "transfer-encoding")
    return Response(candidate.url, 200, {k: v for k, v in headers.items() if k not in coding_headers}, body)


def _join_up_to(pieces: Iterator[bytes], limit: int) -> bytes:
    """Join pieces, stopping once they exceed `limit`."""
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > limit:
            break
    return bytes(body)


def _decode(body: bytes, coding: str, limit: int) -> bytes:
    """Decode a body, up to one byte over `limit`. If decoding fails it is returned as it is: some crawlers store
    decoded bodies with the original headers.
    """
    pieces = undo_codings(coding, [body], limit)
    try:
        return _join_up_to(pieces, limit)
    except WebError as error:
        if error.reason != "malformed":
            raise
        return body


def _may_be_of(candidate: Candidate, days: Days | None) -> bool:
    """Whether a page may be from one of the days: not captured earlier, and no other date in its address."""
    if days is None:
        return True
    dated = days_in_url(candidate.url)
    early = candidate.captured is not None and candidate.captured.date() < days.first
    return dated.meet(days) if dated else not early
