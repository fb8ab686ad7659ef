"""What kind of page it is: seeds/genres.csv tells forums, shops and lists that are no articles though they hold prose
and a date, and what tells an article that states no day."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from urllib.parse import urlsplit

from transforms.cleaning import json_ld
from transforms.cleaning.json_ld import Node
from transforms.cleaning.meta import Metas
from transforms.identity.outlet import words
from transforms.seeds import listed, rows

HEADLINE = 4
"""Words at the end of an address from which on it is a headline."""
SHORT = 3
"""The same where a part before it names a place for articles."""


def is_other(nodes: Sequence[Node], articles: Sequence[Node], metas: Metas, url: str) -> bool:
    """Whether a page that does not say that it is an article says that it is something else."""
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
    """Whether a page says that it is an article, by what it calls itself, by its author's full name, or by an address
    that ends in a headline: then it is one though it tells no day."""
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
"""A part of the path that only articles have."""


@cache
def _words(where: str, says_article: bool) -> frozenset[str]:
    """The words of a kind of sign; those alone that outweigh og:type where that says that the page is an article."""
    told = [row for row in rows("genres") if row["where"] == where and (row["despite"] or not says_article)]
    return frozenset(word for row in told for word in listed(row["words"]))
