"""Extracts article text that a page holds only in its scripts: Next.js data (`__NEXT_DATA__`, or pushed pieces), a JSON
script, or an assigned object (`window.__STATE__ = {…}`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from transforms.cleaning.draft import line
from transforms.identity.outlet import words

LONGEST = 3_000_000
"""Maximum characters of a script."""
SCRIPTS = 200
"""Maximum scripts inspected."""
PIECES = 20_000
"""Maximum values inspected per script."""
SENTENCE = 6
"""Fewest words of a paragraph."""
_DEEPEST = 60

_BLOCK = re.compile(r"</(?:p|div|li|h[1-6]|blockquote)\s*>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,500}>")
_PUSH = "self.__next_f.push("
_ASSIGNED = re.compile(r"(?:(?:var|let|const)\s+)?[\w.$]{1,80}(?:\[[^\[\]]{1,80}\])?\s*=\s*(?=[{\[])")
_TITLES = ("headline", "title", "name")
_OTHER = re.compile(
    r"relat|recommend|teaser|seo|meta|config|footer|nav|menu|transl|comment|author|bio|caption|alt|credit|promo|summary"
    r"|description|excerpt|latest|popular|trending|headline|title|url|href|image|video",
    re.IGNORECASE,
)
"""Keys of values that are not paragraphs of the story."""


def body(tree: HtmlElement, titles: list[str]) -> str:
    """The paragraphs of the story with one of these titles; empty if no script has it."""
    wanted = {" ".join(words(title)) for title in titles} - {""}
    found = (_paragraphs(node) for data in _script_data(tree) for node in _nodes_titled(data, wanted))
    return max(("\n\n".join(dict.fromkeys(paragraphs)) for paragraphs in found), key=len, default="")


def _script_data(tree: HtmlElement) -> Iterator[Any]:
    """The JSON data of a page's scripts, and the pushed pieces joined."""
    pushed = []
    for script in islice(tree.iter("script"), SCRIPTS):
        text = (script.text or "").strip()
        if not text or len(text) > LONGEST:
            continue
        if text.startswith(_PUSH):
            piece = _json(text[len(_PUSH) :])
            pushed += [part for part in piece[1:] if isinstance(part, str)] if isinstance(piece, list) else []
        elif text.startswith(("{", "[")):
            yield _json(text)
        elif assigned := _ASSIGNED.match(text):
            yield _json(text[assigned.end() :])
    yield [_json(row.partition(":")[2]) for row in "".join(pushed)[:LONGEST].split("\n")]


def _json(text: str) -> Any:
    """The JSON value at the start of a text, else None."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None


def _nodes_titled(data: Any, wanted: set[str]) -> Iterator[dict[str, Any]]:
    """The nodes with one of the titles."""
    waiting, left = [data], PIECES
    while waiting and left:
        node, left = waiting.pop(), left - 1
        if isinstance(node, dict):
            if any(isinstance(title := node.get(key), str) and " ".join(words(title)) in wanted for key in _TITLES):
                yield node
                continue
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _paragraphs(node: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(node, str):
        for piece in _BLOCK.split(node):
            text = line(unescape(_TAG.sub("", piece)))
            if len(text.split()) >= SENTENCE and text.rstrip("\"'”’)").endswith((".", "!", "?", ":", "…")):
                yield text
    elif depth < _DEEPEST:
        values = node if isinstance(node, list) else []
        if isinstance(node, dict):
            values = [value for key, value in node.items() if not _OTHER.search(key)]
        for value in values:
            yield from _paragraphs(value, depth + 1)
