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
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.warcwriter import WARCWriter

from flows.sources.base import MOST, Candidate, SourceError, missed
from flows.sources.days import Days, told_in
from flows.sources.hosts import Hosts, among
from flows.sources.pieces import Remote
from flows.web import PAGES, Response, Web, WebError
from transforms.addresses import canonical
from transforms.schema import Reject

ENDINGS = (".warc", ".warc.gz")
BROKEN = (ArchiveLoadFailed, EOFError, OSError, ValueError, zlib.error)
"""What warcio raises over a file that is no WARC or ends too early."""

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Warc:
    """A WARC file: a path, or an address."""

    source_id: str
    place: str
    hosts: Hosts = ()

    def examine(self) -> None:
        """SourceError where the file is not there."""
        if "://" not in self.place and not Path(self.place).is_file():
            raise SourceError(f"{self.place}: no such file.")

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Candidate | Reject]:
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
        except WebError as error:
            yield missed(self.place, self.source_id, error.reason, str(error))
        except BROKEN as error:
            told = " ".join(str(error).split())[:200]
            yield missed(self.place, self.source_id, "malformed", f"{self.place} is no whole WARC file: {told}.")

    def _folder(self, web: Web) -> Path:
        if web.limits.spool is None:
            raise SourceError(f"{self.place}: there is no folder to keep its pages in.")
        return web.limits.spool

    def _on_disk(self) -> Iterator[Candidate]:
        file = Path(self.place)
        with file.open("rb") as opened:
            for offset, url, record in pages(opened, self.hosts):
                yield Candidate(url, self.source_id, file=file, offset=offset, captured=captured(record))

    def _copied(self, web: Web, spool: Path) -> Iterator[Candidate | Reject]:
        """The same of a file at an address; what is wanted of it is copied into the folder of the run."""
        file = spool / f"{sha256(self.place.encode()).hexdigest()[:16]}.warc.gz"
        with file.open("wb") as copy:
            writer = WARCWriter(copy, gzip=True)
            for _, url, record in pages(Remote(web, self.place), self.hosts):
                if record.length > web.limits.page_bytes:
                    detail = f"{url} is larger than {web.limits.page_bytes} bytes."
                    yield missed(url, self.source_id, "too_large", detail)
                    continue
                offset = copy.tell()
                writer.write_record(record)
                copy.flush()
                _end(record)
                yield Candidate(url, self.source_id, file=file, offset=offset, captured=captured(record))


def is_warc(name: str) -> bool:
    """Whether a path or an address is that of a WARC file, by its ending."""
    return name.partition("?")[0].lower().endswith(ENDINGS)


def pages(opened: BinaryIO | Remote, hosts: Hosts = ()) -> Iterator[tuple[int, str, ArcWarcRecord]]:
    """The records that can hold an article: where each begins, the address it answers, and the record."""
    archive = ArchiveIterator(opened)
    for record in archive:
        url = _page(record)
        if url and among(url, hosts):
            yield archive.offset, url, record
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
    """When a record was fetched; in UTC where it names no zone."""
    try:
        found = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def answer(candidate: Candidate, limit: int) -> Response:
    """The answer in a candidate's record. WebError where it cannot be read or is larger than `limit` bytes."""
    file = candidate.file or Path(candidate.url)
    try:
        with file.open("rb") as opened:
            opened.seek(candidate.offset)
            record = next(iter(ArchiveIterator(opened)))
            headers = {name.lower(): value for name, value in record.http_headers.headers}
            body, stream = bytearray(), record.content_stream()
            while len(body) <= limit and (piece := stream.read(_CHUNK)):
                body += piece
            if not piece:
                _end(record)
    except (*BROKEN, AttributeError, StopIteration) as error:
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
