"""The text of a page that only its scripts hold to build the page from: the data of Next.js (`__NEXT_DATA__`, or the
pieces that its newer pages push), a script of JSON, or an object that a script assigns (`window.__STATE__ = {…}`)."""

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
"""Characters of the longest script that is read."""
SCRIPTS = 200
"""Scripts looked at, the first of a page."""
PIECES = 20_000
"""Values looked at, the first of a script."""
SENTENCE = 6
"""Words of the shortest text that is taken for a paragraph."""
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
"""Keys of what is no paragraph of the story."""


def body(tree: HtmlElement, titles: list[str]) -> str:
    """The paragraphs of the story with one of these titles; empty where no script has it."""
    wanted = {" ".join(words(title)) for title in titles} - {""}
    found = (paragraphs for data in _held(tree) for node in _told(data, wanted) if (paragraphs := [*_paragraphs(node)]))
    return max(("\n\n".join(dict.fromkeys(paragraphs)) for paragraphs in found), key=len, default="")


def _held(tree: HtmlElement) -> Iterator[Any]:
    """What the scripts of a page hold as JSON, each alone and the pieces that are pushed together."""
    pushed = []
    for script in islice(tree.iter("script"), SCRIPTS):
        text = (script.text or "").strip()
        if not text or len(text) > LONGEST:
            continue
        if text.startswith(_PUSH):
            piece = _json(text[len(_PUSH) :])
            pushed += [each for each in piece[1:] if isinstance(each, str)] if isinstance(piece, list) else []
        elif text.startswith(("{", "[")):
            yield _json(text)
        elif assigned := _ASSIGNED.match(text):
            yield _json(text[assigned.end() :])
    yield [_json(row.partition(":")[2]) for row in "".join(pushed)[:LONGEST].split("\n")]


def _json(text: str) -> Any:
    """The value that a text begins with; None where it does not begin with one."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None


def _told(data: Any, wanted: set[str]) -> Iterator[dict[str, Any]]:
    """The nodes that have one of the titles."""
    waiting, left = [data], PIECES
    while waiting and left:
        node, left = waiting.pop(), left - 1
        if isinstance(node, dict):
            if any(isinstance(told := node.get(key), str) and " ".join(words(told)) in wanted for key in _TITLES):
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
