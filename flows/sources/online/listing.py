"""Sources given by address: a single URL, or a file with one URL per line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from flows.http.client import Response, Web, WebError
from flows.http.request import unconditional
from flows.sources.base import MOST, Candidate, Discovered, SourceError, left_out_reject
from flows.sources.days import Days
from flows.sources.markup import Tree, parse, unpack
from flows.sources.online import feed, sitemap
from flows.sources.online.site import Site
from flows.sources.rejects import refused
from flows.sources.stored.files import text
from flows.sources.stored.wayback import candidate_of_copy
from transforms.identity.addresses import original


@dataclass(frozen=True, slots=True)
class UrlList:
    """A file of URLs, one per line; blank lines and `#` comments are skipped."""

    source_id: str
    path: Path

    def examine(self) -> None:
        """SourceError if the file is not text; a line that is not a URL costs only itself."""
        text(self.path)

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Discovered]:
        """The URLs in order, at most MOST; a bad line becomes a Reject. SourceError if the file is not text."""
        place = self.path.absolute().as_uri()
        entries = numbered(text(self.path))
        for line in islice(entries, MOST):
            try:
                url = address(line, str(self.path))
                yield candidate_of_copy(url, self.source_id) or Candidate(url, self.source_id)
            except Exception as error:  # one bad line becomes a Reject, the rest go on
                yield refused(f"{place}#{line[0]}", self.source_id, "discover", error)
        if left := sum(1 for _ in entries):
            yield left_out_reject(place, self.source_id, f"{left} more lines of {self.path}", MOST)


@dataclass(frozen=True, slots=True)
class Address:
    """A URL given by hand: of a feed, sitemap, URL list or home page, whose announcements are followed, or else of a
    page.
    """

    source_id: str

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Discovered]:
        answer, tree = self._answer(web)
        if answer and tree and feed.is_feed(tree.root):
            web.announced(self.source_id, self.source_id, answer)
            yield from feed.entries(tree, self.source_id, self.source_id)
        elif tree and sitemap.is_sitemap(tree.root):
            yield from sitemap.read_sitemaps(web, [self.source_id], self.source_id, days)
        elif answer and (listed := _listed_urls(answer)):
            web.announced(self.source_id, self.source_id, answer)
            yield from (Candidate(url, self.source_id) for url in listed)
        elif urlsplit(self.source_id).path in ("", "/"):
            yield from Site(self.source_id, self.source_id).discover(web, days)
        else:
            yield Candidate(self.source_id, self.source_id, answer=answer)

    def _answer(self, web: Web) -> tuple[Response | None, Tree | None]:
        """The response and its XML tree; None for a failed request, which fetching it as a page will report, or if not
        XML.

        The request is made even if a fresh copy is stored, since a person asked for it. A 304 stands for the stored
        page.
        """
        stored = web.latest_document(self.source_id)
        try:
            answer = web.get(
                self.source_id,
                max_bytes=web.limits.feed_bytes,
                conditions=stored.conditions if stored else unconditional,
            )
        except WebError:
            return None, None
        try:
            return answer, parse(unpack(answer.body, web.limits.feed_bytes))
        except WebError:
            return answer, None


def numbered(text: str) -> Iterator[tuple[int, str]]:
    """Numbered lines of a list, without blank lines and comments."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line


def address(line: tuple[int, str], place: str) -> str:
    """The URL on a line. SourceError if it is not one."""
    number, content = line
    url = original(content)
    if url is None:
        raise SourceError(f"{place}:{number}: not an http or https address.")
    return url


def _listed_urls(answer: Response) -> list[str]:
    """The URLs of a plain-text list; empty for any other response."""
    if answer.kind != "text/plain":
        return []
    try:
        return [address(line, answer.url) for line in islice(numbered(answer.body.decode("utf-8-sig")), MOST)]
    except (SourceError, UnicodeDecodeError):
        return []
