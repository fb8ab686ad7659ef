"""Cleans untrusted text so that it can be stored and displayed."""

from __future__ import annotations

import re

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """`text` with NUL and lone surrogates, which Arrow, DuckDB's JSON and UTF-8 cannot hold, replaced by U+FFFD."""
    return text if text.isascii() and "\0" not in text else _UNSTORABLE.sub("\ufffd", text)
