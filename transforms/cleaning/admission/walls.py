"""Recognises pages shown in place of an article: not found, consent, payment, login, robot checks.

seeds/walls.csv holds their phrases and the amount of prose that makes a page an article all the same, so that articles
about cookies or paywalls are kept. A paywalled page with at least LEAD words is read as far as it goes; a shorter one
is rejected, since the missing part may reverse its meaning.
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
"""Fewest words of prose for which a page that is not free is read."""
PIECES = 2_000
"""Maximum text pieces inspected on a page without an article."""
LONGEST = 12
"""Leading words of a line that are inspected; no phrase is longer."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A phrase, without punctuation, that marks a wall if there are fewer than `most` words of prose beside it."""

    reason: Reason
    where: str
    most: int
    phrase: str


def wall(titles: Iterable[str], text: str, url: str) -> Sign | None:
    """The wall shown by titles, headings and text, or None for an article."""
    lines = (text_line for text_line in text.split("\n")[:PIECES] if text_line.strip())
    sign_of_line = next(filter(None, map(_of_line, lines)), None)
    signs = [*_of_page(titles, url), *([sign_of_line] if sign_of_line else [])]
    return next((sign for sign in signs if _beside(text, sign.reason) < sign.most), None)


def shown(tree: HtmlElement, reason: Reason | None = None) -> Sign | None:
    """The first sign of a wall, or of that with this reason, anywhere on a page without an article, else None."""
    pieces = islice((piece for piece in tree.itertext() if not piece.isspace()), PIECES)
    return next((sign for sign in map(_of_line, pieces) if sign and reason in (None, sign.reason)), None)


def is_cut(text: str, tree: HtmlElement) -> bool:
    """Whether the text of a page that is not free is cut off, or the page asks for payment or login."""
    sign = shown(tree)
    return text.rstrip().endswith(("…", "...")) or (sign is not None and sign.reason in ("paywall", "login_wall"))


def without(text: str) -> str:
    """The text without lines that ask for payment or login."""
    asks = ("paywall", "login_wall")
    return "\n".join(
        text_line for text_line in text.split("\n") if not ((sign := _of_line(text_line)) and sign.reason in asks)
    )


def _of_page(titles: Iterable[str], url: str) -> Iterator[Sign]:
    address = urlsplit(url) if url.startswith("http") else urlsplit("")
    places = {*(address.hostname or "").split("."), *address.path.lower().split("/")}
    yield from (sign for sign in _signs("url") if sign.phrase.replace(" ", "-") in places)
    for title in titles:
        plain = " ".join(words(title))
        first = plain.partition(" ")[0]
        yield from (sign for sign in _by_first_word("title").get(first, ()) if plain == sign.phrase)
        yield from (
            sign for sign in _by_first_word("heading").get(first, ()) if f"{plain} ".startswith(f"{sign.phrase} ")
        )


def _beside(text: str, reason: Reason) -> int:
    """Words of prose that are not the wall's own."""
    return prose("\n".join(text_line for text_line in text.split("\n") if not _is_own(text_line, reason)))


def _is_own(text: str, reason: Reason) -> bool:
    sign = _of_line(text)
    plain = " ".join(words(text))
    own = any(own_sign.phrase in plain for own_sign in _signs("own") if own_sign.reason == reason)
    return own or (sign is not None and sign.reason == reason)


def _of_line(text: str) -> Sign | None:
    start = text.split(maxsplit=1)
    first = words(start[0])[:1] if len(start) > 1 else []
    signs = _by_first_word("line").get(first[0]) if first else None
    if not signs:
        return None
    plain = " ".join(words(line(" ".join(text.split(maxsplit=LONGEST)[:LONGEST])))) + " "
    return next((sign for sign in signs if plain.startswith(sign.phrase)), None)


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
