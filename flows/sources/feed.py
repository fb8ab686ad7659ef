"""RSS and Atom feeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from flows.sources.base import MOST, Candidate, Found, each, missed
from flows.sources.days import Days
from flows.sources.markup import Tree, asked, children, day, name, parse, text
from flows.web import Web, WebError
from transforms.addresses import original

MOST_AUTHORS = 40


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS 0.9x, 1.0, 2.0 or Atom feed."""

    source_id: str
    url: str

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Found]:
        """The entries in the order of the feed."""
        try:
            tree = parse(asked(web, self.url, self.source_id))
            if not is_feed(tree.root):
                raise tree.loss or WebError("malformed", f"{self.url} is neither an RSS nor an Atom feed.")
        except WebError as error:
            yield missed(self.url, self.source_id, error.reason, str(error))
            return
        yield from entries(tree, self.source_id, self.url)


def is_feed(root: etree._Element) -> bool:
    return name(root) in ("rss", "rdf", "feed")


def entries(tree: Tree, source_id: str, base: str) -> Iterator[Found]:
    """The entries of a feed that have an address; titles, days and authors as announced. At most MOST, and a Reject
    says how many more there are, or that the feed is not whole."""
    found = (element for element in tree.root.iter() if name(element) in ("item", "entry"))
    yield from each(islice(found, MOST), lambda entry: _candidate(entry, source_id, base), base, source_id)
    if left := sum(1 for _ in found):
        yield missed(base, source_id, "too_large", f"{left} more entries of {base} were not read: {MOST} are the most.")
    if tree.loss:
        yield missed(base, source_id, tree.loss.reason, f"{base}: {tree.loss}")


def _candidate(entry: etree._Element, source_id: str, base: str) -> Candidate | None:
    link = _link(entry)
    url = original(link, base) if link else None
    announced = day(text(entry, "pubdate", "published", "date", "issued", "updated"))
    return Candidate(url, source_id, text(entry, "title"), announced, tuple(_authors(entry))) if url else None


def _authors(entry: etree._Element) -> Iterator[str]:
    """The authors of an entry: `dc:creator`, Atom's `author` with its `name`, RSS's `a@b.example (Name)`."""
    for author in islice(children(entry, "creator", "author"), MOST_AUTHORS):
        if name := text(author, "name") or "".join(map(str, author.itertext())).strip():
            yield name


def _link(entry: etree._Element) -> str | None:
    """The entry's page: RSS link text, Atom link of relation alternate, or a guid that is a permanent link; where a
    feed service put a link of its own, the one behind it."""
    for link in children(entry, "origlink", "link"):
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return link.get("href")
        if link.text and link.text.strip():
            return link.text
    return next((guid.text for guid in children(entry, "guid") if guid.get("isPermaLink") != "false"), None)
