"""Prepares a page's tree for text extraction: removes invisible content, unwraps layout tables, menus and buttons; also
finds the lead and teasers.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from transforms.identity.addresses import site

MOST = 5_000
"""Maximum elements of one kind that are inspected."""
SHARE = 0.25
"""Share of the words in paragraphs above which hidden content is the text, shown by a script."""
CELL = 40
"""Words in a cell's paragraphs above which its table is layout."""
CARDS = 3
"""Fewest adjacent teasers that make a list of other stories."""
TEASER = 70
"""Maximum words of a teaser."""
LEAD = 8
"""Fewest words of a lead."""
_LEAD_NEAR = 15
"""Elements after the headline that are searched for the lead."""

_WORD = re.compile(r"\S+")
_MARKS = tuple('"“‘«„')
_NOTE = re.compile(r"\[?(?:\d{1,3}(?:\s?[,–-]\s?\d{1,3})*|[a-z]|[*†‡§]+|note\s\d+)\]?", re.IGNORECASE)
_UNIT = re.compile(r"(?:\b(?:[kcdm]?m|ft|mi|in|yd|CO|H)|[×x]\s?10|\^|=\s?\w)$")
_LEAD_NAME = re.compile(
    r"standfirst|stand-first|\bdek\b|(?:^|[\s_-])(?:lead|lede|deck|subhead(?:line|ing)?|sub-?title|intro)\b", re.I
)
_HELD_BACK = re.compile("paywall|premium|subscriber|metered", re.IGNORECASE)
"""Class names of text hidden from non-subscribers."""
_NEVER_HIDDEN = frozenset({"script", "style", "time", "svg", "body", "h1"})
_HIDDEN = (
    "body/descendant::*[@hidden or @aria-hidden='true' or @style and (contains(translate(@style, ' ', ''),"
    " 'display:none') or contains(translate(@style, ' ', ''), 'visibility:hidden')) or @class and"
    " (contains(@class, 'sr-only') or contains(@class, 'visually-hidden') or contains(@class, 'visuallyhidden')"
    " or contains(@class, 'screen-reader-text'))]"
)
_MENUS = ("header", "nav", "button", "footer", "aside", "form", "a")
_TABLE = ("table", "tbody", "thead", "tr", "td", "th")
_HEADS = ("h2", "h3", "h4", "h5")


def prepare(tree: HtmlElement) -> None:
    """Change a page's tree in place for text extraction."""
    _drop_templates(tree)
    _drop_struck(tree)
    _drop_notes(tree)
    _drop_hidden(tree)
    _mark_quotations(tree)
    _close_menus(tree)
    _open_tables(tree)
    _name_body(tree)


def lead(tree: HtmlElement, described: str) -> str:
    """The lead between headline and body: by its class name, or equal to the page's description."""
    for element in tree.xpath(f"(//h1)[1]/following::*[position() <= {_LEAD_NEAR}]"):
        if element.tag not in ("p", "div", "h2", "span") or len(element) > 3:
            continue
        text = " ".join(element.text_content()[:2000].split())
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        is_lead = bool(_LEAD_NAME.search(names)) or text == described
        if is_lead and len(text.split()) >= LEAD and text.endswith((".", "!", "?", "”", '"')):
            return text
    return ""


def teasers(tree: HtmlElement, url: str) -> set[str]:
    """Lines of teaser groups, each a headline linked within the site, with or without excerpt.

    They stay in the tree, since Trafilatura weighs containers by length and would otherwise find other text.
    """
    groups: dict[HtmlElement, list[HtmlElement]] = {}
    for head in islice(tree.iter(*_HEADS), MOST):
        card = _card(head, url)
        if card is not None and (parent := card.getparent()) is not None:
            groups.setdefault(parent, []).append(card)
    found: set[str] = set()
    for cards in groups.values():
        shapes = Counter((card.tag, card.get("class")) for card in cards)
        for card in cards if max(shapes.values()) >= CARDS else ():
            blocks = (block for block in card.iter() if isinstance(block.tag, str))
            found.update(" ".join(block.text_content().split()) for block in blocks)
    return found - {""}


def words_of(element: HtmlElement) -> int:
    """Number of words in an element."""
    return len(_WORD.findall(element.text_content()))


def _is_longer(element: HtmlElement, most: int) -> bool:
    """Whether an element has more words than `most`; reads no further than needed."""
    words = pieces = 0
    for piece in element.itertext():
        words, pieces = words + len(piece.split()), pieces + 1
        if words > most or pieces > 10 * most:
            return True
    return False


def _drop_templates(tree: HtmlElement) -> None:
    """Remove templates; those of a shadow tree are visible and become containers."""
    for element in list(islice(tree.iter("template"), MOST)):
        if element.get("shadowrootmode") or element.get("shadowroot"):
            element.tag = "div"
        elif element.getparent() is not None:
            element.drop_tree()


def _drop_struck(tree: HtmlElement) -> None:
    for element in list(islice(tree.iter("del", "s", "strike"), MOST)):
        element.drop_tree()


def _drop_notes(tree: HtmlElement) -> None:
    """Remove footnote marks, superscript numbers and signs; units and powers stay."""
    for element in list(islice(tree.iter("sup"), MOST)):
        text = element.text_content().strip()
        if not _NOTE.fullmatch(text):
            continue
        previous = element.getprevious()
        parent = element.getparent()
        before = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
        is_link = element.find(".//a") is not None or (parent is not None and parent.tag == "a")
        if is_link or (
            before[-1:].strip() and not _UNIT.search(before) and not (text.isalpha() and before[-1].isdigit())
        ):
            element.drop_tree()


def _drop_hidden(tree: HtmlElement) -> None:
    """Remove hidden elements, unless they are a large part of the page and shown by a script."""
    hidden = [part for part in tree.xpath(_HIDDEN)[:MOST] if part.tag not in _NEVER_HIDDEN]
    hidden = [part for part in hidden if part.find(".//h1") is None and not _HELD_BACK.search(part.get("class") or "")]
    if not hidden:
        return
    n_words = sum(map(words_of, islice(tree.iter("p"), MOST)))
    inner = set(hidden)
    for element in hidden:
        if not inner.isdisjoint(element.iterancestors()):  # kept or removed together with its ancestor
            continue
        if element.getparent() is not None and sum(map(words_of, element.iter("p"))) <= SHARE * n_words:
            element.drop_tree()


def _mark_quotations(tree: HtmlElement) -> None:
    """Write out the quotation marks that browsers add around `<q>`, single ones inside another."""
    for element in list(islice(tree.iter("q"), MOST)):
        if (element.text or "").lstrip()[:1] in _MARKS:
            continue
        first, last = "‘’" if next(element.iterancestors("q"), None) is not None else "“”"
        element.text = first + (element.text or "")
        if len(element):
            element[-1].tail = (element[-1].tail or "") + last
        else:
            element.text += last
    for element in list(islice(tree.iter("q"), MOST)):
        element.drop_tag()


def _close_menus(tree: HtmlElement) -> None:
    """Turn unclosed menus and buttons around the article into containers."""
    for body in islice(tree.iter("article", "main"), 10):
        if sum(1 for _ in body.iter("p")) < 3:
            continue
        for element in body.iterancestors(*_MENUS):
            element.tag = "div"


def _open_tables(tree: HtmlElement) -> None:
    """Turn layout tables into containers: those with the headline, or with paragraphs in a cell."""
    for cell in list(islice(tree.iter("td"), MOST)):
        if cell.tag != "td":
            continue
        paragraphs = [words_of(part) for part in islice(cell.iterchildren("p", "div"), 50)]
        if cell.find(".//h1") is not None or (len(paragraphs) > 1 and sum(paragraphs) >= CELL):
            table = next(cell.iterancestors("table"), None)
            cells = [] if table is None else [table, *islice(table.iter(*_TABLE), MOST)]
            cell.set("data-layout", "body")
            for part in cells:
                if next(part.iterancestors("table"), table) is table or part is table:
                    part.tag = "div"


def _card(head: HtmlElement, url: str) -> HtmlElement | None:
    """The teaser that a heading belongs to, or None."""
    link = head if head.tag == "a" else head.find(".//a")
    link = next(head.iterancestors("a"), None) if link is None else link
    if link is None or not (words := head.text_content().split()) or len(link.text_content().split()) < len(words):
        return None
    try:
        target, page = urlsplit(urljoin(url, link.get("href") or "")), urlsplit(url)
    except ValueError:
        return None
    if target.path in ("", page.path) or (target.hostname != page.hostname and site(target.geturl()) != site(url)):
        return None
    card = head
    for element in head.iterancestors():
        if element.tag not in ("div", "li", "article", "section", "a", "header") or _is_longer(
            element, TEASER + len(words)
        ):
            break
        if sum(1 for _ in element.iter(*_HEADS)) > 1 or element.find(".//h1") is not None:
            break
        card = element
    return card if card is not head else None


def _name_body(tree: HtmlElement) -> None:
    """Wrap the paragraphs of a page without containers in an article element."""
    if next(tree.iter("article", "main"), None) is not None:
        return
    cell = next((part for part in tree.iter("div") if part.get("data-layout")), None)
    if cell is not None:
        cell.tag = "article"
        return
    body = tree.find("body")
    if body is None or sum(words_of(part) > LEAD for part in body.iterchildren("p")) < 3:
        return
    inside = sum(1 for _ in body.iterchildren("p"))
    if inside * 2 < sum(1 for _ in tree.iter("p")):
        return
    article = etree.SubElement(body, "article")
    for child in list(body)[:-1]:
        article.append(child)
    article.text, body.text = body.text, None
