"""Extracts author names from bylines, without `By`, job titles, addresses and the outlet's name.

News agencies are kept, since they identify the source; generic bylines (Staff, Web Desk) are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from itertools import chain, islice

from lxml.html import HtmlElement

from transforms.cleaning.draft import line
from transforms.cleaning.metadata.timestamps import MONTH
from transforms.identity.outlet import Outlet, kind, words
from transforms.seeds import listed, rows
from transforms.words import alternatives

LONGEST = 400
"""Maximum characters of a byline; longer text is about the author."""
NAMES = 40
"""Maximum names of one article."""
MOST_WORDS = 6
LINKS = 10
"""Links after the headline that are checked for author pages."""

OTHERS = 2
"""Maximum number of other words in a byline, such as a job or a town."""
NEAR = 40
"""Elements around the headline that are searched for a byline."""

_SENTENCE = re.compile(r"[.!?]\S*$")
_BESIDE = re.compile(
    rf".*\d.*|{alternatives('pages beside an author')}|[ap]m|gmt|utc|e[sd]t|min(?:ute)?s?|read|{MONTH}"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.IGNORECASE,
)
"""Words of dates and labels in a byline."""
_LINE = re.compile(
    r"(?:written\s+|posted\s+|words\s+|story\s+)?by(?:\s*:\s*|\s+)((?:[^\W\d_][\w.'’-]*+,?\s*+){1,6}+.{0,60})$",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\s*(?:[|•·–—]|\s-\s|,?\s*\b\d|,?\s*\b(?:on|at|updated|published|posted|last updated)\b|,?\s*\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"  # noqa: E501
    rf"|,?\s*\b(?:{MONTH})\b)",
    re.IGNORECASE,
)
"""Ends the names in a byline: a date, mark or label."""
_ASIDE = re.compile(r"<[^<>]*>|\([^()]*\)|\[[^\[\]]*\]|\S*@\S+|\b(?:https?://|www\.)\S+", re.IGNORECASE)
_PARTS = re.compile(r"\s*[;|•·\n/]\s*|\s+[–—-]\s+")
_AND = re.compile(r",?\s+(?:and|with)\s+|\s*&\s*|\s+\+\s+", re.IGNORECASE)
_AFTER = re.compile(r"\s+(?:in|for|at|from|of|via|on)\s+.*", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"[\d_:@#]|\.(?:com|org|net|co)\b|^www\b", re.IGNORECASE)
_SLUG = re.compile(r"[a-z]+(?:-[a-z]+)+")
_TRAILING = re.compile(
    rf"(?:\s+(?:(?:last\s+)?(?:updated|published|posted|modified)(?:\s+(?:on|at))?|{MONTH}|min(?:ute)?s?\s+read))+\s*$",
    re.IGNORECASE,
)
"""Words that pages print after a name: the month of a date, labels."""
_FORMER = re.compile(r"(?<=\w)\s+(?:former|ex-)\b.*", re.IGNORECASE)


def authors(sources: Iterable[Iterable[str]], outlet: Outlet) -> list[str]:
    """Names from the first source with a full name or an agency, else from the first with any name."""
    found: list[str] = []
    for source in sources:
        names = cleaned(source, outlet)
        if any(" " in name or _is(name, "agency") for name in names):
            return names
        found = found or names
    return found


def cleaned(bylines: Iterable[str], outlet: Outlet) -> list[str]:
    """The names in bylines, each once; `Ada Reed` is preferred to `ada-reed`."""
    found: dict[str, str] = {}
    for byline in bylines:
        for name in _names(byline, outlet):
            key = " ".join(words(name))
            if key not in found or ("-" in found[key] and " " in name):
                found[key] = name
    return [_spelt(name) for name in found.values()][:NAMES]


def near(tree: HtmlElement) -> Iterator[str]:
    """The first byline near the headline, or the first link there with rel=author."""
    for element in chain(
        *(tree.xpath(f"(//h1)[1]/{side}::*[position() <= {NEAR}]") for side in ("following", "preceding"))
    ):
        if element.tag == "a" and "author" in (element.get("rel") or "").split():
            text = f"by {element.text_content()[:LONGEST]}"
        else:
            text = (element.text or "") + "".join(f" {child.text or ''}{child.tail or ''}" for child in element[:4])
        match = _LINE.match(" ".join(text[:LONGEST].split()))
        name = _UNTIL.split(match[1])[0].strip(" ,") if match else ""
        if name and not _is(_without_by(name), "label"):
            yield name
            return


def is_credit(text: str, names: Iterable[str]) -> bool:
    """Whether a line is a byline: only these names, with or without a date."""
    text_left = text
    for name in names:
        text_left = text_left.replace(name, " ")
    words_left = [word for word in words(text_left) if not _BESIDE.fullmatch(word)]
    return text_left != text and len(words_left) <= OTHERS and not _SENTENCE.search(text)


def marked(tree: HtmlElement) -> Iterator[str]:
    """Names in elements marked as author by microdata."""
    for element in islice(tree.iterfind(".//*[@itemprop='author']"), LINKS):
        if next(element.iterancestors("li", "aside", "footer"), None) is None and not _is_comment(element):
            name = next(element.iterfind(".//*[@itemprop='name']"), element)
            yield " ".join((name.get("content") or name.text_content())[:LONGEST].split())


def _is_comment(element: HtmlElement) -> bool:
    names = (f"{ancestor.get('class')} {ancestor.get('itemprop')}" for ancestor in element.iterancestors())
    return any("comment" in name.lower() for name in names)


def linked(tree: HtmlElement) -> Iterator[str]:
    """Names of the first links after the headline that lead to author pages, that is, whose addresses contain the
    name.
    """
    found = False
    for link in tree.xpath(f"(//h1)[1]/following::a[@href][position() <= {LINKS}]"):
        address = link.get("href")[:LONGEST].rstrip("/").split("/")
        shown, slug = words(link.text_content()[:LONGEST]), re.split(r"[\W_\d]+", address[-1].casefold())
        is_same = "".join(slug) != "" and (set(slug) - {""} <= set(shown) or "".join(shown) == "".join(slug))
        is_author = len(shown) > 1 and is_same and bool(kind("path") & set(address))
        if is_author:
            yield " ".join(link.text_content()[:LONGEST].split())
        elif found:
            break
        found = is_author


def _names(byline: str, outlet: Outlet) -> Iterator[str]:
    text = _ASIDE.sub(" ", unescape(byline[: LONGEST + 1]))
    if len(byline) > LONGEST:
        return
    people = [name for part in _PARTS.split(text) for name in _named(_without_by(line(part)), outlet)]
    yield from _without_others(people)


def _named(part: str, outlet: Outlet) -> Iterator[str]:
    for names in [_turned(part, outlet)] if "," in part else _AND.split(part):
        yield from _listed(names, outlet)


def _listed(text: str, outlet: Outlet) -> Iterator[str]:
    """Names in a comma-separated list, which may also hold jobs, places and outlets."""
    parts = [_without_by(part) for chunk in _AND.split(text) for part in _joined(chunk.split(","))]
    people: list[str] = []
    for part in parts:
        name = _person(part, outlet)
        if name and not (people and _is_role(part, name)):
            people.append(name)
    yield from _without_others(people)


def _is_role(part: str, name: str) -> bool:
    """Whether a part behind a name is that person's job with its region: "Ada Reed, Middle East correspondent"."""
    return name != part and _is(part.rpartition(" ")[2], "title") and not is_person(name)


def _without_others(people: list[str]) -> Iterator[str]:
    """Drop single words if there are full names: they are towns of a dateline or jobs."""
    several = any(" " in name for name in people)
    for name in people:
        if " " in name or _is(name, "agency") or _SLUG.fullmatch(name) or not several:
            yield name


def _joined(parts: list[str]) -> list[str]:
    """The parts of a list, `Jr.` rejoined to its name and academic degrees dropped."""
    found: list[str] = []
    for part in map(str.strip, parts):
        if found and _is(part, "suffix"):
            found[-1] = f"{found[-1]}, {part}"
        elif part and not (found and _is(part, "degree")):
            found.append(part)
    return found


def _person(part: str, outlet: Outlet) -> str | None:
    """The name in a part of a byline, or None."""
    part = part.strip(" ,:'\"“”")
    part = part if _is(part.rpartition(" ")[2], "suffix") else part.strip(".")
    if _is(part, "agency"):
        return part
    if _begins(part, "other"):
        return None
    part = _FORMER.sub("", _TRAILING.sub("", _AFTER.sub("", part)))
    name = _without_job(part).strip(" ,:")
    name_words = words(name)
    idle = kind("generic") | kind("title") | kind("rank") | outlet.words
    if not name_words or len(name_words) > MOST_WORDS or _is(name, "label"):
        return None
    if (outlet.is_called(name) or all(word in idle for word in name_words)) and not is_person(name):
        return None
    if re.fullmatch(MONTH, name, re.IGNORECASE):
        return None
    if _NOT_A_NAME.search(name) or _is(name, "owner") or name_words[0] == "www" or not name[0].isalpha():
        return None
    return name


def is_person(name: str) -> bool:
    """Whether a name looks like a person's: a given name, then one to three words."""
    parts = words(name)
    return 1 < len(parts) <= 4 and parts[0] in _given() and not set(parts) & (kind("generic") | kind("form"))


@cache
def _given() -> frozenset[str]:
    names = (word for row in rows("given_names") for name in listed(row["names"]) for word in words(name))
    return kind("given").union(names)


def _without_job(part: str) -> str:
    """A part without the job before or after the name; empty if it is only a job: `Political Editor`."""
    part_words = part.split()
    while len(part_words) > 2 and _is(part_words[0], "rank") and not _is(part_words[1], "title"):
        part_words = part_words[1:]
        part = " ".join(part_words)
    jobs = [number for number, word in enumerate(part_words) if _is(word, "title")]
    if not jobs:
        return part
    first, last = jobs[0], jobs[-1]
    while first and _is(part_words[first - 1], "rank"):
        first -= 1
    if first == 0 and len(part_words) - last > 2:
        return " ".join(part_words[last + 1 :])
    if first >= 2:
        return " ".join(part_words[:first])
    return part if first == 1 and len(part_words) == 2 else ""


def _turned(text: str, outlet: Outlet) -> str:
    """Turn `Reed, Ada` into `Ada Reed`: one word before the comma, one or two after it, all of them names."""
    last, _, first = text.partition(",")
    parts = (last.strip(), first.strip())
    is_name = all(_person(part, outlet) and not _is(part, "agency") for part in parts)
    if is_name and len(parts[0].split()) == 1 and len(parts[1].split()) <= 2 and not _AND.search(first):
        return f"{parts[1]} {parts[0]}" if parts[1] and "," not in parts[1] else text
    return text


def _without_by(part: str) -> str:
    while match := _by().match(part):
        part = part[match.end() :]
    return part


@cache
def _by() -> re.Pattern[str]:
    longest_first = sorted(kind("by"), key=len, reverse=True)
    return re.compile(rf"\s*(?:{'|'.join(longest_first)})(?:\s*:\s*|\s+)", re.IGNORECASE)


def _begins(part: str, name: str) -> bool:
    plain = " ".join(words(part)) + " "
    return any(plain.startswith(f"{start} ") for start in kind(name))


def _is(text: str, name: str) -> bool:
    return " ".join(words(text)) in kind(name)


def _spelt(name: str) -> str:
    """Turn a slug into a name: `ada-reed` becomes Ada Reed."""
    return name.replace("-", " ").title() if _SLUG.fullmatch(name) else name
