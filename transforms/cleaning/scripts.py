"""The text of a page that only its scripts hold: what Next.js keeps in `__NEXT_DATA__` to build the page from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from transforms.cleaning.draft import line
from transforms.cleaning.outlet import words

LONGEST = 3_000_000
"""Characters of the longest script that is read."""
PIECES = 20_000
"""Values looked at, the first of a script."""
SENTENCE = 6
"""Words of the shortest text that is taken for a paragraph."""
_DEEPEST = 60

_BLOCK = re.compile(r"</(?:p|div|li|h[1-6]|blockquote)\s*>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,500}>")
_TITLES = ("headline", "title", "name")
_OTHER = re.compile(
    r"relat|recommend|teaser|seo|meta|config|footer|nav|menu|transl|comment|author|bio|caption|alt|credit|promo|summary"
    r"|description|excerpt|latest|popular|trending|headline|title|url|href|image|video",
    re.IGNORECASE,
)
"""Keys of what is no paragraph of the story."""


def body(tree: HtmlElement, titles: list[str]) -> str:
    """The paragraphs of the story with one of these titles; empty where no script has it."""
    for script in tree.xpath("//script[@id='__NEXT_DATA__']")[:1]:
        if not script.text or len(script.text) > LONGEST:
            continue
        try:
            data = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        wanted = {" ".join(words(title)) for title in titles} - {""}
        stories = ("\n\n".join(dict.fromkeys(_paragraphs(node))) for node in _told(data, wanted))
        return max(stories, key=len, default="")
    return ""


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
