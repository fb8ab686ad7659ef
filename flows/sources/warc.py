"""WARC files (ISO 28500), plain or gzip, on disk or at an address: their records become pages without being fetched.

Only answers that can hold an article are taken: status 200, HTML or text. Of a file at an address these alone are kept,
in the run's own folder.
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
from flows.http.decompression import unpacked
from flows.sources.base import MOST, Candidate, Found, SourceError, missed
from flows.sources.days import Days, told_in
from flows.sources.files import opened
from flows.sources.hosts import Hosts, among
from flows.sources.pieces import Remote
from flows.sources.rejects import refused
from transforms.identity.addresses import canonical
from transforms.tables.schema import Reject

ENDINGS = (".warc", ".warc.gz")
PACKED = {
    ".wacz": "is a WACZ, a ZIP file with WARC files in it: unzip it and name the files in its folder archive/",
    ".warc.zst": "is packed with Zstandard: unpack it with zstd -d and name the .warc file",
    ".warc.xz": "is packed with xz: unpack it with xz -d and name the .warc file",
    ".warc.bz2": "is packed with bzip2: unpack it with bzip2 -d and name the .warc file",
}
"""Files of WARC records that are not read, by their endings: what they are, and the way on."""
_WHOLE = "non-chunked gzip file"
"""What warcio says of a file that was packed as a whole: no record of it can be reached without all before it."""
BROKEN = (ArchiveLoadFailed, EOFError, OSError, ValueError, zlib.error)
"""What warcio raises over a file that is no WARC or ends too early."""

MOST_HEADERS = 200
"""Headers of an answer that are kept."""

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Warc:
    """A WARC file: a path, or an address."""

    source_id: str
    place: str
    hosts: Hosts = ()

    def examine(self) -> None:
        """SourceError where the file is not there, or is none."""
        if why := packed(self.place):
            raise SourceError(why)
        if "://" not in self.place:
            opened(self._file()).close()

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Found]:
        """Its pages in order, each with its place in the file. Where the file breaks, a Reject says so at the end.

        With `days`, without what was fetched before the first, or whose address tells another day. SourceError for an
        address where the run has no folder to keep pages in.
        """
        if why := packed(self.place):
            yield missed(self.place, self.source_id, "malformed", why)
            return
        found = self._copied(web, self._folder(web)) if "://" in self.place else self._on_disk()
        left = MOST
        try:
            for item in found:
                if isinstance(item, Candidate) and not _may_be_of(item, days):
                    continue
                if not left:
                    yield missed(self.place, self.source_id, "too_large", f"{self.place} holds more than {MOST} pages.")
                    return
                left -= 1
                yield item
        except (WebError, SourceError) as error:
            yield missed(self.place, self.source_id, error.reason, str(error))
        except BROKEN as error:
            told = f"is no whole WARC file: {' '.join(str(error).split())[:200]}"
            if _WHOLE in str(error):
                told = "was packed as a whole, not record by record: unpack it with gunzip and name the .warc file"
            yield missed(self.place, self.source_id, "malformed", f"{self.place} {told}.")

    def _file(self) -> Path:
        """The file itself, where the path is a link."""
        file = Path(self.place)
        if not file.exists():
            raise SourceError(f"{self.place}: no such file.", "not_found")
        return file.resolve()

    def _folder(self, web: Web) -> Path:
        if web.limits.spool is None:
            raise SourceError(f"{self.place}: there is no folder to keep its pages in.")
        return web.limits.spool

    def _on_disk(self) -> Iterator[Found]:
        file = self._file()
        with opened(file) as readable:
            for record in pages(readable, self.hosts):
                if isinstance(record, Exception):
                    yield self._lost(record)
                    continue
                yield Candidate(
                    record.url, self.source_id, file=file, offset=record.offset, captured=captured(record.record)
                )

    def _copied(self, web: Web, spool: Path) -> Iterator[Found]:
        """The same of a file at an address; what is wanted of it is copied into the folder of the run."""
        file = spool / f"{sha256(self.place.encode()).hexdigest()[:16]}.warc.gz"
        with file.open("wb") as copy:
            writer = WARCWriter(copy, gzip=True)
            for page in pages(Remote(web, self.place), self.hosts):
                if isinstance(page, Exception):
                    yield self._lost(page)
                    continue
                if page.record.length > web.limits.page_bytes:
                    detail = f"{page.url} is larger than {web.limits.page_bytes} bytes."
                    yield missed(page.url, self.source_id, "too_large", detail)
                    continue
                offset = copy.tell()
                moment = captured(page.record)
                try:
                    writer.write_record(page.record)
                    copy.flush()
                except UnicodeError as error:  # of the record's headers: the file is read on
                    copy.truncate(offset)
                    copy.seek(offset)
                    yield refused(page.url, self.source_id, "discover", error)
                    continue
                _end(page.record)
                yield Candidate(page.url, self.source_id, file=file, offset=offset, captured=moment)

    def _lost(self, error: Exception) -> Reject:
        return refused(self.place, self.source_id, "discover", error)


class Record(NamedTuple):
    """A record that can hold an article: where it begins, and the address it answers."""

    offset: int
    url: str
    record: ArcWarcRecord


def is_warc(name: str) -> bool:
    """Whether a path or an address is that of a WARC file, by its ending; also of one that is not read as it is."""
    return name.partition("?")[0].lower().endswith((*ENDINGS, *PACKED))


def packed(place: str) -> str | None:
    """Why a file of WARC records is not read as it is, a sentence; None where it is."""
    name = place.partition("?")[0].lower()
    return next((f"{place} {why}." for ending, why in PACKED.items() if name.endswith(ending)), None)


def pages(file: BinaryIO | Remote, hosts: Hosts = ()) -> Iterator[Record | Exception]:
    """The records that can hold an article; of one that cannot be looked at, what went wrong."""
    archive = ArchiveIterator(file)
    for record in archive:
        try:
            url = _page(record)
            wanted = url and among(url, hosts)
        except Exception as error:  # the fault line of a record
            yield error
            continue
        if url and wanted:
            yield Record(archive.offset, url, record)
        archive.read_to_end()
        _end(record)


def _page(record: ArcWarcRecord) -> str | None:
    """The address of a page that a record answers."""
    headers = record.http_headers
    if record.rec_type != "response" or headers is None or headers.get_statuscode() != "200":
        return None
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return canonical((record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")) if kind in PAGES else None


def _end(record: ArcWarcRecord) -> None:
    """EOFError where the file ended before the record that was read: warcio takes what there is."""
    if getattr(record.raw_stream, "limit", 0):
        raise EOFError("it ends within a record")


def captured(record: ArcWarcRecord) -> datetime | None:
    """When a record was fetched, in UTC, also where it names no zone; None where it does not tell."""
    try:
        found = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "")
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def answer(candidate: Candidate, limit: int) -> Response:
    """The answer in a candidate's record. WebError where it cannot be read or is larger than `limit` bytes."""
    file = candidate.file or Path(candidate.url)
    try:
        with opened(file) as readable:
            readable.seek(candidate.offset)
            record = next(iter(ArchiveIterator(readable)))
            headers = {name.lower(): value for name, value in record.http_headers.headers[:MOST_HEADERS]}
            is_chunked = headers.get("transfer-encoding", "").strip().lower() == "chunked"
            stream = ChunkedDataReader(record.raw_stream) if is_chunked else record.raw_stream
            came = _read(iter(lambda: stream.read(_CHUNK), b""), limit)
            if len(came) <= limit:
                _end(record)
    except (*BROKEN, SourceError, AttributeError, StopIteration) as error:
        raise WebError("malformed", f"{file} has no whole record at byte {candidate.offset}.") from error
    body = came if len(came) > limit else _decoded(came, headers.get("content-encoding", ""), limit)
    if len(body) > limit:
        raise WebError("too_large", f"{candidate.url} is larger than {limit} bytes.")
    coded = ("content-encoding", "transfer-encoding")
    return Response(candidate.url, 200, {k: v for k, v in headers.items() if k not in coded}, body)


def _read(pieces: Iterator[bytes], limit: int) -> bytes:
    """The pieces as one, no more of them than it takes to be beyond a limit."""
    found = bytearray()
    for piece in pieces:
        found += piece
        if len(found) > limit:
            break
    return bytes(found)


def _decoded(body: bytes, coding: str, limit: int) -> bytes:
    """A body without its codings, up to a byte beyond the limit; as it is where it has none: some crawlers keep what
    they had decoded under the headers as they came. WebError where it has one that is not known."""
    pieces = unpacked(coding, [body], limit)
    try:
        return _read(pieces, limit)
    except WebError as error:
        if error.reason != "malformed":
            raise
        return body


def _may_be_of(candidate: Candidate, days: Days | None) -> bool:
    """Whether a page may have been published on one of the days: it was not fetched before, nor tells another day."""
    if days is None:
        return True
    told = told_in(candidate.url)
    early = candidate.captured is not None and candidate.captured.date() < days.first
    return told.meet(days) if told else not early
