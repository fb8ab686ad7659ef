"""Pages that stand where an article should be: not found, consent, payment, login, a check for robots.

seeds/walls.csv holds what they say and how much prose makes a page an article all the same, so that an article about
cookies or paywalls is kept. A paywalled page with a lead of LEAD words or more is read for what it gives: each sentence
is the outlet's own; one with less is rejected, since what is cut off may turn the meaning of the little that is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import cast
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from transforms.cleaning.draft import line, prose
from transforms.identity.outlet import words
from transforms.seeds import listed, rows
from transforms.tables.schema import Reason

LEAD = 100
"""Words of prose from which on a page that says that it is not free is read."""
PIECES = 2_000
"""Pieces of text looked at on a page without an article, the first ones."""
LONGEST = 12
"""Words at the begin of a line that are looked at: no phrase has more."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A phrase, in words without punctuation, that shows a wall where less than `most` words of prose stand beside."""

    reason: Reason
    where: str
    most: int
    phrase: str


def wall(titles: Iterable[str], text: str, url: str) -> Sign | None:
    """The wall that a page with these titles and headings and this text is; None for none."""
    lines = (each for each in text.split("\n")[:PIECES] if each.strip())
    said = next(filter(None, map(_of_line, lines)), None)
    signs = [*_of_page(titles, url), *([said] if said else [])]
    return next((sign for sign in signs if _beside(text, sign.reason) < sign.most), None)


def shown(tree: HtmlElement) -> Sign | None:
    """The wall that a page without an article shows anywhere."""
    pieces = islice((piece for piece in tree.itertext() if not piece.isspace()), PIECES)
    return next(filter(None, map(_of_line, pieces)), None)


def is_cut(text: str, tree: HtmlElement) -> bool:
    """Whether the text of a page that is not free breaks off, or the page asks for payment or login to go on."""
    sign = shown(tree)
    return text.rstrip().endswith(("…", "...")) or (sign is not None and sign.reason in ("paywall", "login_wall"))


def without(text: str) -> str:
    """The text without lines that ask to pay or to log in."""
    asks = ("paywall", "login_wall")
    return "\n".join(each for each in text.split("\n") if not ((sign := _of_line(each)) and sign.reason in asks))


def _of_page(titles: Iterable[str], url: str) -> Iterator[Sign]:
    address = urlsplit(url) if url.startswith("http") else urlsplit("")
    places = {*(address.hostname or "").split("."), *address.path.lower().split("/")}
    yield from (sign for sign in _signs("url") if sign.phrase.replace(" ", "-") in places)
    for title in titles:
        told = " ".join(words(title))
        first = told.partition(" ")[0]
        yield from (sign for sign in _by_first_word("title").get(first, ()) if told == sign.phrase)
        yield from (
            sign for sign in _by_first_word("heading").get(first, ()) if f"{told} ".startswith(f"{sign.phrase} ")
        )


def _beside(text: str, reason: Reason) -> int:
    """Words of prose that are not the wall's own."""
    return prose("\n".join(each for each in text.split("\n") if not _is_own(each, reason)))


def _is_own(text: str, reason: Reason) -> bool:
    sign = _of_line(text)
    told = " ".join(words(text))
    own = any(other.phrase in told for other in _signs("own") if other.reason == reason)
    return own or (sign is not None and sign.reason == reason)


def _of_line(text: str) -> Sign | None:
    start = text.split(maxsplit=1)
    first = words(start[0])[:1] if len(start) > 1 else []
    signs = _by_first_word("line").get(first[0]) if first else None
    if not signs:
        return None
    told = " ".join(words(line(" ".join(text.split(maxsplit=LONGEST)[:LONGEST])))) + " "
    return next((sign for sign in signs if told.startswith(sign.phrase)), None)


@cache
def _signs(where: str) -> Sequence[Sign]:
    return [
        Sign(cast(Reason, row["reason"]), where, int(row["most"] or 0), " ".join(words(phrase)))
        for row in rows("walls")
        if row["where"] == where
        for phrase in listed(row["phrases"])
    ]


@cache
def _by_first_word(where: str) -> dict[str, list[Sign]]:
    found: dict[str, list[Sign]] = {}
    for sign in _signs(where):
        found.setdefault(sign.phrase.partition(" ")[0], []).append(sign)
    return found
