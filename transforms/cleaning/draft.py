"""What every form of page gives, and how its text and address are put into one form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from transforms import unicode
from transforms.cleaning.mojibake import mended
from transforms.identity.addresses import canonical_url as canonical_url
from transforms.tables.schema import Reason

Told = tuple[str, str | date | None]
"""What tells a date (`json-ld`, `meta`, ...) and the date as it tells it."""

_WINDOWS = re.compile("[\x80-\x9f]")
"""Characters of Latin-1 that steer; a page that has them means those of windows-1252, as browsers take them."""
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_BREAKS = re.compile("\r\n?|[\u2028\u2029]")
_SENTENCE = re.compile(r"[.!?…。！？।۔؟։][\"'”’»)\]]*$")
_SPACES = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Announced:
    """What the entry of a source says of a page: the last word, where the page is silent."""

    day: date | None = None
    title: str | None = None
    authors: Sequence[str] = ()


class Unclean(ValueError):
    """A page that gives no article to read, and why."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason: Reason = reason


@dataclass(slots=True)
class Draft:
    """What one form of page gives; `told` are its dates, the surest first."""

    text: str
    told: Iterable[Told]
    url: str
    title: str | None = None
    authors: list[str] = field(default_factory=list)
    site: str | None = None
    is_article: bool = False
    """Whether the page says that it is an article: then it is one though it tells no day."""
    machine_use: list[str] = field(default_factory=list)
    """What the page says about use by machines."""


def normalised(text: str) -> str:
    """Text in composed form, with line feeds and plain spaces only and nothing invisible; paragraphs kept."""
    text = "\n".join(map(mended, _BREAKS.sub("\n", text).split("\n")))
    text = unicode.normalised("NFC", _WINDOWS.sub(_of_windows, text))
    lines = (_SPACES.sub(" ", line).strip() for line in _INVISIBLE.sub("", text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def line(text: str) -> str:
    """Text in one line."""
    return " ".join((_INVISIBLE.sub("", text) if text.isascii() else normalised(text)).split())


def _of_windows(found: re.Match[str]) -> str:
    return found[0].encode("latin-1").decode("windows-1252", errors="ignore")


def prose(text: str) -> int:
    """Words in the lines that end as sentences do."""
    return sum(len(each.split()) for each in text.split("\n") if _SENTENCE.search(each.strip()))
