"""Repairs UTF-8 that was decoded as windows-1252 and encoded again: `donâ€™t` becomes `don’t`."""

from __future__ import annotations

import re

_BYTE = {
    character: byte
    for byte in range(0x80, 0x100)
    for character in (chr(byte), bytes([byte]).decode("windows-1252", errors="ignore"))
    if character
}
"""Byte by character, for characters decoded as Latin-1 or windows-1252."""


def _among(first: int, last: int) -> str:
    return "[" + "".join(re.escape(character) for character, byte in _BYTE.items() if first <= byte <= last) + "]"


_NEXT = _among(0x80, 0xBF)
_SURE = f"\xe2{_among(0x80, 0x84)}{_NEXT}|\xc2{_among(0xA0, 0xBF)}|\xc3{_NEXT}"
"""Punctuation, signs and western European letters, as in English pages."""
_ANY = f"{_among(0xC2, 0xDF)}{_NEXT}|{_among(0xE0, 0xEF)}{_NEXT}{{2}}|{_among(0xF0, 0xF4)}{_NEXT}{{3}}"
_TWICE = re.compile(_ANY)
_HINT = re.compile(f"[\xc2-\xf4]{_NEXT}")
"""Prefix of any match, for a cheap check."""
_SECOND = "".join(character for character, byte in _BYTE.items() if byte <= 0xBF)
_HINT_IN_BYTES = re.compile(b"\xc3[\x82-\xb4](?:%s)" % b"|".join(re.escape(letter.encode()) for letter in _SECOND))
"""The same prefix in UTF-8, where its fixed first byte makes the search of a whole page ten times as fast."""
_PIECE = re.compile(r"[^<>\"\n]+")
"""A text or attribute value of a page."""
_BEYOND = re.compile(r"[^\x00-\x7f]")
_SIGN = re.compile(_SURE)
MANY = 3
"""Fewest matches of other characters in a line that are beyond chance."""


def mended(line: str) -> str:
    """Repair a line in which every non-ASCII character was encoded twice; other lines stay unchanged.

    Repeated once for text encoded three times.
    """
    for _ in range(2):
        if line.isascii() or not _HINT.search(line):
            return line
        if not _SIGN.search(line) and len(_TWICE.findall(line)) < MANY:
            return line
        if _BEYOND.search(_TWICE.sub("", line)):
            return line
        try:
            line = _TWICE.sub(lambda found: bytes(map(_BYTE.__getitem__, found[0])).decode("utf-8"), line)
        except UnicodeDecodeError:
            return line
    return line


def mended_page(html: str) -> str:
    """Repair each text and attribute value of a page that was encoded twice."""
    if html.isascii() or not _HINT_IN_BYTES.search(html.encode("utf-8", "replace")):
        return html
    lines = html.split("\n")
    return "\n".join(_PIECE.sub(_mended, line) if _HINT.search(line) else line for line in lines)


def _mended(found: re.Match[str]) -> str:
    return mended(found[0])
