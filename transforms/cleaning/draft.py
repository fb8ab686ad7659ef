"""The Draft, the common result of all page formats, and normalisation of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from transforms import unicode
from transforms.cleaning.text.mojibake import mended
from transforms.identity.addresses import canonical_url as canonical_url
from transforms.tables.schema import Reason

StatedDate = tuple[str, str | date | None]
"""The origin of a date (`json-ld`, `meta`, ...) and its value."""

_WINDOWS = re.compile("[\x80-\x9f]")
"""C1 control characters; pages that contain them mean windows-1252, as browsers assume."""
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_BREAKS = re.compile("\r\n?|[\u2028\u2029]")
_SENTENCE = re.compile(r"[.!?…。！？।۔؟։][\"'”’»)\]]*$")
_SPACES = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Announced:
    """What a source's entry says about a page; used for anything the page does not state."""

    day: date | None = None
    title: str | None = None
    authors: Sequence[str] = ()


class Unclean(ValueError):
    """A page without a readable article, and the reason."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason: Reason = reason


@dataclass(slots=True)
class Draft:
    """The parsed page, whatever its format; `dates` holds its stated dates, most reliable first."""

    text: str
    dates: Iterable[StatedDate]
    url: str
    title: str | None = None
    authors: list[str] = field(default_factory=list)
    site: str | None = None
    is_article: bool = False
    """Whether the page declares itself an article; then it counts as one even without a date."""
    machine_use: list[str] = field(default_factory=list)
    """Machine-use statements of the page."""


def normalised(text: str) -> str:
    """Text in NFC, with line feeds and plain spaces only and no invisible characters; paragraphs are kept."""
    text = "\n".join(map(mended, _BREAKS.sub("\n", text).split("\n")))
    text = unicode.normalised("NFC", _WINDOWS.sub(_of_windows, text))
    lines = (_SPACES.sub(" ", line).strip() for line in _INVISIBLE.sub("", text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def line(text: str) -> str:
    """Text normalised to one line."""
    return " ".join((_INVISIBLE.sub("", text) if text.isascii() else normalised(text)).split())


def _of_windows(found: re.Match[str]) -> str:
    return found[0].encode("latin-1").decode("windows-1252", errors="ignore")


def prose(text: str) -> int:
    """Number of words in lines that end like sentences."""
    return sum(len(text_line.split()) for text_line in text.split("\n") if _SENTENCE.search(text_line.strip()))
