"""Classifies pages by seeds/genres.csv: forums, shops and lists are not articles, while some undated pages are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from urllib.parse import urlsplit

from transforms.cleaning.metadata import json_ld
from transforms.cleaning.metadata.json_ld import Node
from transforms.cleaning.metadata.meta import Metas
from transforms.identity.outlet import words
from transforms.seeds import listed, rows

HEADLINE = 4
"""Fewest words at the end of an address that make a headline."""
SHORT = 3
"""The same, if an earlier segment of the address names a section of articles."""


def is_other(nodes: Sequence[Node], articles: Sequence[Node], metas: Metas, url: str) -> bool:
    """Whether a page that does not declare itself an article is of another kind."""
    types = {kind for node in nodes for kind in json_ld.types(node)}
    if articles:
        return False
    says_article = "article" in metas.get("og:type", [])
    made = " ".join(metas.get("generator", [])).lower()
    address = urlsplit(url) if url.startswith("http") else urlsplit("")
    hosts, parts = (address.hostname or "").split(".")[:-2], address.path.lower().split("/")
    return (
        bool(types & _words("type", says_article))
        or any(made.startswith(name) for name in _words("generator", says_article))
        or bool(set(metas.get("og:type", [])) & _words("og", says_article))
        or bool(set(hosts) & _words("host", says_article))
        or bool(set(parts[:-1] if not _DATED.intersection(parts) else ()) & _words("path", says_article))
    )


def is_article(articles: Sequence[Node], metas: Metas, url: str, authors: Sequence[str]) -> bool:
    """Whether a page is an article even without a date: by its declared type, its author's full name, or an address
    that ends in a headline.
    """
    parts = [part for part in urlsplit(url).path.lower().split("/") if part] if url.startswith("http") else []
    if articles:
        return True
    if set(parts[:-1]) & _words("path", False):
        return False
    if "article" in metas.get("og:type", []) or any(" " in name for name in authors):
        return True
    length = len(words(parts[-1].rpartition(".")[0] or parts[-1])) if parts else 0
    return length >= HEADLINE or (length >= SHORT and bool(set(parts[:-1]) & _words("story", False)))


_DATED = frozenset(str(year) for year in range(1990, 2100))
"""Path segments that only articles have."""


@cache
def _words(where: str, says_article: bool) -> frozenset[str]:
    """The words of one kind of sign; if og:type says article, only those that override it."""
    fitting = [row for row in rows("genres") if row["where"] == where and (row["despite"] or not says_article)]
    return frozenset(word for row in fitting for word in listed(row["words"]))
