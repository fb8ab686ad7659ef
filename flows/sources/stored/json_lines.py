"""Parses JSON Lines of articles: `{"id", "published", "title", "url", "text" or "html"}` per line."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

_SURROGATE = re.compile("[\ud800-\udfff]")


def parsed(line: bytes) -> dict[str, Any]:
    """Parse one line of UTF-8 JSON Lines. ValueError with the reason if it is not a JSON object."""
    try:
        item = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 from byte {error.start} on") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos}") from error
    except ValueError as error:
        raise ValueError("not JSON: a number of too many digits") from error
    except RecursionError as error:
        raise ValueError("not JSON: lists or objects too deep in one another") from error
    if not isinstance(item, dict):
        raise ValueError("not a JSON object")
    return item


def problem(item: dict[str, Any]) -> str | None:
    """What is wrong with an article object (see the module for its keys); None if it is usable."""
    for key in ("text", "html", "title", "url"):
        if not isinstance(item.get(key), str | None):
            return f'"{key}" is not a string'
        if _SURROGATE.search(item.get(key) or ""):
            return f'"{key}" holds half of a surrogate pair, which is no character'
    if not any((item.get(key) or "").strip() for key in ("text", "html")):
        return 'neither "text" nor "html" holds anything'
    try:
        date.fromisoformat(item["published"][:10]) if item.get("published") is not None else None
    except (TypeError, ValueError, KeyError):
        return '"published" is not an ISO date'
    return None
