"""Limits the cost of parsing one page; checked before the work is done."""

from __future__ import annotations

import re

from lxml.html import HtmlElement
from trafilatura.utils import load_html

from transforms.cleaning.draft import Unclean

LONGEST = 10_000_000
"""Maximum characters of a page."""
ATTRIBUTES = 256
"""Maximum attributes of a tag: parsing is quadratic in them. Real pages have fewer than 50."""
ELEMENTS = 20_000
"""Maximum elements of a page: text extraction takes more than linear time. Real pages have a few thousand."""
MANY = 5_000
"""Elements above which only the fast text extraction runs: the others compare neighbouring paragraphs."""

_CONTROL = re.compile(r"&#(?:[xX](?=[0-9a-fA-F])0*+([0-9a-fA-F]{0,2})(?![0-9a-fA-F])|(?=\d)0*+(\d{0,3})(?!\d));?")
"""Small numeric character references. Trafilatura rejects a page with one to a control character."""
_TORN = re.compile(r"<[/!a-zA-Z][^<>]*\Z")
_ATTRIBUTE = (
    r"[\s/]*+[^\s/>][^\s/>=]*+"
    r"""(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+|(?=>)))?+"""
)
# possessive quantifiers throughout, so that each character of a tag is read once; what parsers do not treat as tags is
# skipped
_TAG = re.compile(
    r"<(?:!--[^-]*+(?:-(?!->)[^-]*+)*+"
    r"|(?i:(script|style|title|textarea|xmp|iframe|noembed|noframes)\b)[^<]*+(?:<(?!/\1)[^<]*+)*+"
    rf"|[a-zA-Z][^\s/>]*+(?:{_ATTRIBUTE}){{0,{ATTRIBUTES}}}+(?:[\s/]*+>|(?P<crowded>[\s/]*+[^\s/>])))"
)


def parsed(html: str) -> HtmlElement:
    """Parse a page. Raises Unclean: `too_large` beyond the limits, `malformed` if truncated inside a tag,
    `not_html`.
    """
    if len(html) > LONGEST:
        raise Unclean("too_large", f"the page has more than {LONGEST} characters.")
    if _TORN.search(html[-2000:].rstrip()):
        raise Unclean("malformed", "the page ends in the middle of a tag.")
    if any(tag["crowded"] for tag in _TAG.finditer(html)):
        raise Unclean("too_large", f"a tag has more than {ATTRIBUTES} attributes.")
    tree = load_html(_CONTROL.sub(_as_browsers, html))
    if tree is None:
        raise Unclean("not_html", "the body is not a page of HTML.")
    if has_more(tree, ELEMENTS):
        raise Unclean("too_large", f"the page has more than {ELEMENTS} elements.")
    return tree


def _as_browsers(found: re.Match[str]) -> str:
    """Replace a reference to a control character as browsers do: by its windows-1252 character, or nothing."""
    code = int(found[1] or "0", 16) if found[1] is not None else int(found[2] or "0")
    if code in (9, 10, 13) or 31 < code < 127 or code > 159:
        return found[0]
    return bytes([code]).decode("windows-1252", errors="ignore") if code > 127 else ""


def has_more(tree: HtmlElement, elements: int) -> bool:
    """Whether a page has more than `elements` elements."""
    return float(tree.xpath("count(//*)")) > elements
