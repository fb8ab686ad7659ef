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
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.warcwriter import WARCWriter

from flows.faults import refused
from flows.files import opened
from flows.sources.base import MOST, Candidate, Found, SourceError, missed
from flows.sources.days import Days, told_in
from flows.sources.hosts import Hosts, among
from flows.sources.pieces import Remote
from flows.web import PAGES, Response, Web, WebError
from transforms.addresses import canonical
from transforms.schema import Reject

ENDINGS = (".warc", ".warc.gz")
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
        if "://" not in self.place:
            opened(self._file()).close()

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Found]:
        """Its pages in order, each with its place in the file. Where the file breaks, a Reject says so at the end.

        With `days`, without what was fetched before the first, or whose address tells another day. SourceError for an
        address where the run has no folder to keep pages in.
        """
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
            told = " ".join(str(error).split())[:200]
            yield missed(self.place, self.source_id, "malformed", f"{self.place} is no whole WARC file: {told}.")

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
    """Whether a path or an address is that of a WARC file, by its ending."""
    return name.partition("?")[0].lower().endswith(ENDINGS)


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
            body, stream = bytearray(), record.content_stream()
            while len(body) <= limit and (piece := stream.read(_CHUNK)):
                body += piece
            if not piece:
                _end(record)
    except (*BROKEN, SourceError, AttributeError, StopIteration) as error:
        raise WebError("malformed", f"{file} has no whole record at byte {candidate.offset}.") from error
    if len(body) > limit:
        raise WebError("too_large", f"{candidate.url} is larger than {limit} bytes.")
    coded = ("content-encoding", "transfer-encoding")
    return Response(candidate.url, 200, {k: v for k, v in headers.items() if k not in coded}, bytes(body))


def _may_be_of(candidate: Candidate, days: Days | None) -> bool:
    """Whether a page may have been published on one of the days: it was not fetched before, nor tells another day."""
    if days is None:
        return True
    told = told_in(candidate.url)
    early = candidate.captured is not None and candidate.captured.date() < days.first
    return told.meet(days) if told else not early
