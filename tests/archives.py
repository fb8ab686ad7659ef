"""Web archives on loopback with the protocols of the real ones: WARC files, CC-NEWS, the Wayback Machine."""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.loopback import Answer, Answering

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Capture:
    """A page as captured by an archive: `at` is the timestamp, `kind` the content type, `record` the type of the WARC
    record, `more` further headers."""

    url: str
    body: bytes
    at: str = "20241205060000"
    status: str = "200 OK"
    kind: str = HTML
    record: str = "response"
    more: tuple[tuple[str, str], ...] = ()

    @property
    def moment(self) -> str:
        return re.sub(r"(....)(..)(..)(..)(..)(..)", r"\1-\2-\3T\4:\5:\6Z", self.at)


def warc(captures: Sequence[Capture], packed: bool = True) -> bytes:
    """A WARC file of these captures, with a warcinfo record first."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("test.warc", {"software": "test"}))
    for capture in captures:
        headers = StatusAndHeaders(capture.status, [("Content-Type", capture.kind), *capture.more], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                capture.url, capture.record, io.BytesIO(capture.body), http_headers=headers,
                warc_headers_dict={"WARC-Date": capture.moment},
            )
        )  # fmt: skip
    return out.getvalue()


def ranged(body: bytes, headers: Mapping[str, str]) -> Answer:
    """A file, or the requested range of it."""
    byte_range = re.fullmatch(r"bytes=(\d+)-(\d+)", headers.get("Range", ""))
    if not byte_range:
        return Answer(body, headers={"Content-Type": "application/gzip"})
    first, last = int(byte_range[1]), min(int(byte_range[2]), len(body) - 1)
    return Answer(body[first : last + 1], 206, {"Content-Range": f"bytes {first}-{last}/{len(body)}"})


def cc_news(files: Mapping[str, bytes]) -> Answering:
    """An archive in the layout of CC-NEWS: files by name, `CC-NEWS-20241205010203-00001.warc.gz`."""
    by_path = {f"crawl-data/CC-NEWS/{name[8:12]}/{name[12:14]}/{name}": body for name, body in files.items()}

    def answer(host: str, path: str, headers: Mapping[str, str]) -> Answer | None:
        if path in by_path:
            return ranged(by_path[path], headers)
        listed = [name for name in sorted(by_path) if name.startswith(path.removesuffix("warc.paths.gz") or "-")]
        if path.endswith("warc.paths.gz") and listed:
            return Answer(gzip.compress("\n".join(listed).encode()), headers={"Content-Type": "application/gzip"})
        return None

    return answer


def wayback(captures: Sequence[Capture]) -> Answering:
    """An archive that lists its captures as the CDX server does and returns each unchanged."""

    def answer(host: str, path: str, headers: Mapping[str, str]) -> Answer | None:
        parts = urlsplit("/" + path)
        if parts.path == "/cdx/search/cdx":
            return Answer(
                json.dumps(_index(captures, parse_qs(parts.query))).encode(), headers={"Content-Type": "text/json"}
            )
        match = re.fullmatch(r"web/(\d{14})id_/(.+)", path)
        for capture in captures:
            if match and (capture.at, capture.url) == (match[1], match[2]):
                return Answer(capture.body, headers={"Content-Type": capture.kind})
        return None

    return answer


def _index(captures: Sequence[Capture], query: Mapping[str, list[str]]) -> list[list[str]]:
    """The answer of the index: a header row, a row per capture, and after an empty row the key of the next page."""
    host, _, path = query["url"][0].partition("/")
    inside = re.compile(rf"https?://([\w-]+\.)*{re.escape(host)}/{re.escape(path)}")
    rows: dict[str, list[str]] = {}
    for capture in sorted(captures, key=lambda capture: (capture.url, capture.at)):
        within = query["from"][0] <= capture.at[:8] <= query["to"][0]
        usable = capture.status.startswith("200") and capture.kind.startswith("text/html")
        if inside.match(capture.url) and within and usable:
            rows.setdefault(capture.url, [capture.at, capture.url])
    start, limit = int(query.get("resumeKey", ["0"])[0]), int(query["limit"][0])
    listing = list(rows.values())
    following = [[], [str(start + limit)]] if start + limit < len(listing) else []
    return [["timestamp", "original"], *listing[start : start + limit], *following] if listing else []
