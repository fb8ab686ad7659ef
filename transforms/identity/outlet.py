"""Names of an outlet, to tell them from headlines and from people's names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

import courlan

from transforms.seeds import listed, rows
from transforms.unicode import without_marks

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Lower-case words of a text, without accents and punctuation."""
    if text.isascii():
        return _WORD.findall(text.lower())
    return _WORD.findall(without_marks(text.casefold()))


@dataclass(frozen=True, slots=True)
class Outlet:
    """Names of an outlet, each joined into one string with and without optional words, and their words."""

    keys: frozenset[str]
    words: frozenset[str]

    def is_called(self, text: str) -> bool:
        """Whether `text` is one of the outlet's names in any form."""
        return bool(_keys(text) & self.keys)


def outlet(names: Iterable[str | None], url: str) -> Outlet:
    """The Outlet with these names and the domain of its page."""
    known_names = [name for name in names if name]
    host = urlsplit(url).hostname or ""
    domain = courlan.extract_domain(url, fast=True) if host else None
    hosts = [host.removeprefix("www."), *([domain, domain.split(".")[0]] if domain else [])]
    keys = frozenset(key for name in [*known_names, *hosts] for key in _keys(name))
    return Outlet(keys, frozenset(word for name in known_names for word in words(name)))


@cache
def kind(name: str) -> frozenset[str]:
    """Words of one kind in seeds/bylines.csv, without accents and punctuation."""
    cells = (row["words"] for row in rows("bylines") if row["kind"] == name)
    return frozenset(" ".join(words(name_words)) for cell in cells for name_words in listed(cell))


def _keys(text: str) -> frozenset[str]:
    name_words = words(text)
    return frozenset(
        filter(None, ("".join(name_words), "".join(word for word in name_words if word not in kind("form"))))
    )
