"""What one page may cost: limits that keep the work on any page within bounds, checked before the work is done."""

from __future__ import annotations

import re

from lxml.html import HtmlElement
from trafilatura.utils import load_html

from transforms.cleaning.draft import Unclean

LONGEST = 10_000_000
"""Characters of the longest page that is parsed."""
ATTRIBUTES = 256
"""Attributes of a tag: the parser compares each with all before it. Real pages stay below 50."""
ELEMENTS = 20_000
"""Elements of a page: finding the text takes more than proportionally long. Real pages have some thousands."""
MANY = 5_000
"""Elements from which on the text is found by one method alone: the others look at each paragraph's neighbours."""

_CONTROL = re.compile(r"&#(?:[xX](?=[0-9a-fA-F])0*+([0-9a-fA-F]{0,2})(?![0-9a-fA-F])|(?=\d)0*+(\d{0,3})(?!\d));?")
"""References by small numbers. One to a control character would cost the article: the text finder refuses it."""
_TORN = re.compile(r"<[/!a-zA-Z][^<>]*\Z")
_ATTRIBUTE = (
    r"[\s/]*+[^\s/>][^\s/>=]*+"
    r"""(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+|(?=>)))?+"""
)
# possessive throughout, so that it reads each character of a tag once; what no parser takes for tags is passed over
_TAG = re.compile(
    r"<(?:!--[^-]*+(?:-(?!->)[^-]*+)*+"
    r"|(?i:(script|style|title|textarea|xmp|iframe|noembed|noframes)\b)[^<]*+(?:<(?!/\1)[^<]*+)*+"
    rf"|[a-zA-Z][^\s/>]*+(?:{_ATTRIBUTE}){{0,{ATTRIBUTES}}}+(?:[\s/]*+>|(?P<crowded>[\s/]*+[^\s/>])))"
)


def parsed(html: str) -> HtmlElement:
    """The page as a tree.

    Unclean: `too_large` for a page beyond the limits, `malformed` where it ends in the middle of a tag, `not_html`.
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
    """What browsers take a reference to a control character for: a character of windows-1252, or nothing."""
    code = int(found[1] or "0", 16) if found[1] is not None else int(found[2] or "0")
    if code in (9, 10, 13) or 31 < code < 127 or code > 159:
        return found[0]
    return bytes([code]).decode("windows-1252", errors="ignore") if code > 127 else ""


def has_more(tree: HtmlElement, elements: int) -> bool:
    """Whether a page has more than so many elements."""
    return float(tree.xpath("count(//*)")) > elements
