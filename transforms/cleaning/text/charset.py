"""Decodes a page's bytes, whatever its declared character set."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from transforms.cleaning.draft import Unclean
from transforms.cleaning.text.mojibake import mended_page

GARBLED = 0.05
"""Share of undecodable or control characters above which a body is not text."""
BROKEN = 0.1
"""Share of undecodable bytes among non-ASCII ones up to which a body is UTF-8 with errors."""
READ = 4_096
"""Leading bytes or characters that are inspected."""
GUESSED = 16_384
"""Bytes used to guess an undeclared character set."""
FALLBACK = "windows-1252"

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_CHARSET = re.compile(r"charset=[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META = re.compile(
    rb"<meta[^<>]{0,200}?charset=[\"']?\s*([\w.:-]+)|^<\?xml[^<>]{0,100}encoding=[\"']([\w.:-]+)", re.IGNORECASE
)
_LATIN = re.compile(r"iso-?8859-?1|latin-?1|(?:us-)?ascii", re.IGNORECASE)
_KNOWN = re.compile(
    r"(?:windows-?|cp)(?:125\d|874|932|949|936|950)|iso-?8859-?\d{1,2}|latin-?\d|(?:us-)?ascii|koi8-?[ru]|gbk|gb2312|gb18030"
    r"|big5(?:-?hkscs)?|euc-?(?:jp|kr)|shift[_-]?jis|iso-2022-(?:jp|kr)|utf-?16(?:-?[lb]e)?|macintosh|tis-620|ibm866|cp866",
    re.IGNORECASE,
)
"""Character sets of web pages that are tried. Python's others include some that decode very slowly. UTF-8 is missing on
purpose: if a declared UTF-8 does not decode, the set is guessed.
"""
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffd]")


def decode(body: bytes, parameters: str = "") -> str:
    """Decode a body by the most reliable sign: byte order mark, valid UTF-8, the response's charset, the page's
    charset, a guess. Raises Unclean `malformed` if it is not text.
    """
    text = next(filter(None, (_decoded(body, name) for name in _sets(body, parameters))), "")
    start = text[:READ]
    if len(_CONTROL.findall(start)) > GARBLED * len(start):
        raise Unclean("malformed", "the body is not text.")
    return mended_page(text)


def _sets(body: bytes, parameters: str) -> Iterator[str]:
    yield from (name for mark, name in _MARKS.items() if body.startswith(mark))
    yield "utf-8"
    if _is_faulty_utf8(body):
        yield "utf-8 with faults"
    named = [match[1] for match in [_CHARSET.search(parameters)] if match]
    named += [(match[1] or match[2]).decode("ascii") for match in [_META.search(body[:READ])] if match]
    believed = [FALLBACK if _LATIN.fullmatch(name) else name for name in named if _KNOWN.fullmatch(name)]
    yield from believed
    guess = None if believed else from_bytes(body[:GUESSED]).best()
    yield from [guess.encoding] if guess else []
    yield FALLBACK
    yield "utf-8 with faults"


def _is_faulty_utf8(body: bytes) -> bool:
    """Whether a body is UTF-8 with a few broken bytes."""
    text = body.decode("utf-8", errors="replace")
    return text.count("\ufffd") <= BROKEN * (len(text) - len(text.encode("ascii", errors="ignore")))


def _decoded(body: bytes, name: str) -> str | None:
    if name == "utf-8 with faults":
        return body.decode("utf-8", errors="replace")
    try:
        return body.decode(name) if body else None
    except (LookupError, UnicodeError, ValueError):
        return None
