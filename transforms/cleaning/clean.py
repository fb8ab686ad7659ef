"""Cleans a page into an article: text, outlet, authors, date and headline."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from hashlib import sha256
from itertools import chain, islice
from typing import Any
from urllib.parse import urlsplit

from transforms.cleaning import webpage
from transforms.cleaning.admission.rights import in_headers
from transforms.cleaning.draft import Announced, Draft, StatedDate, Unclean, canonical_url, line, normalised
from transforms.cleaning.metadata import published
from transforms.cleaning.metadata.bylines import authors
from transforms.cleaning.metadata.timestamps import day_in
from transforms.cleaning.text.charset import decode
from transforms.cleaning.text.language import language
from transforms.identity.addresses import article_id
from transforms.identity.outlet import outlet
from transforms.reading.dateline import datelines
from transforms.tables.schema import Article, Page, Reason, Reject

_HEADER = re.compile(r"\s*date (\d{4}-\d{2}-\d{2})\s+")
_HEADLINE = re.compile(r"\s*(\S+(?: \S+){3,24}(?<![.!?:;,…\"”]))[ \t]*\n[ \t]*\n\s*\S")
"""A first line of four words or more that is no sentence, with an empty line behind it."""


def clean(page: Page) -> Article | Reject:
    """The article on a page, or a Reject with the reason."""
    try:
        return _article(page, drafted(page))
    except Unclean as error:
        return _reject(page, error.reason, str(error))
    except Exception as error:  # one page that breaks a parser must not end the run
        return _reject(page, "extraction_failed", f"{type(error).__name__}: {error}")


def latest(page: Page) -> date:
    """The latest possible publication day: one after the fetch, for zones ahead of UTC."""
    return page.fetched_at.date() + timedelta(days=1)


def _reject(page: Page, reason: Reason, detail: str) -> Reject:
    return Reject(url=page.url, source_id=page.source_id, stage="clean", reason=reason, detail=detail)


def drafted(page: Page) -> Draft:
    """Parse a page, without its date and language. Unclean if it holds no article.

    The page's own statements override the source's announcement.
    """
    announced = Announced(page.published_date, page.title, page.authors)
    kind, _, parameters = _headers(page).get("content-type", "").partition(";")
    text = decode(page.body, parameters)
    if not text.strip():
        raise Unclean("empty", "the page has no text.")
    if kind.strip().lower() == "application/json":
        return _from_item(json.loads(text), page, announced)
    if kind.strip().lower() == "text/plain":
        return _from_plain(text, page.final_url, announced)
    return webpage.read(text, page.final_url, announced)


def _headers(page: Page) -> dict[str, str]:
    """Response headers with lower-case names."""
    return {key.lower(): value for key, value in json.loads(page.headers).items()}


def _article(page: Page, draft: Draft) -> Article:
    text = normalised(draft.text)
    code = language(text)
    if code == "und":
        raise Unclean("empty", "the page has no text.")
    dated = published.choose(draft.dates, latest(page), page.fetched_at.date() if draft.is_article else None)
    statements = [*(page.machine_use or "").splitlines(), *in_headers(_headers(page))]
    host = (urlsplit(draft.url).hostname or "").removeprefix("www.")
    return Article(
        article_id=article_id(draft.url),
        url=page.final_url,
        canonical_url=draft.url,
        source_id=page.source_id,
        site=line(draft.site or "") or host,
        title=line(draft.title or "") or None,
        authors=[name for name in map(line, draft.authors) if name],
        published_at=dated.at,
        published_date=dated.day,
        published_offset=dated.offset,
        date_source=dated.source,
        language=code,
        text=text,
        words=len(text.split()),
        text_sha256=sha256(text.encode()).hexdigest(),
        machine_use="\n".join([*statements, *draft.machine_use]) or None,
    )


def _from_item(item: dict[str, Any], page: Page, announced: Announced) -> Draft:
    """A line of JSON Lines: its date, headline and address override those of the page in it."""
    if item.get("html"):
        draft = webpage.read(item["html"], item.get("url") or page.final_url, announced)
    else:
        draft = _from_plain(item["text"], page.final_url, announced)
    given = item.get("published")
    draft.dates = chain([("given", given)] if given else [], draft.dates)
    draft.title = item.get("title") or draft.title
    draft.url = canonical_url(item["url"]) if item.get("url") else draft.url
    return draft


def _from_plain(text: str, url: str, announced: Announced) -> Draft:
    """Plain text; a leading `date YYYY-MM-DD` is its date and not part of the text.

    Without another date, the full date of a dateline counts: "EL FASHER, Sudan, 14 March 2026 (Nile Dispatch) - ". A
    first line apart that is no sentence is the headline; it stays in the text, whose offsets are those of the file.
    """
    header = _HEADER.match(text)
    dates: list[StatedDate] = [("header", header[1])] if header else []
    dates += [*published.in_url(url), ("feed", announced.day)]
    dates += [("text", day) for start, end in islice(datelines(text), 1) if (day := day_in(text[start:end]))]
    text = text[header.end() :] if header else text
    names = authors([announced.authors], outlet([], url))
    headline = _HEADLINE.match(text)
    title = announced.title or (headline[1] if headline else None)
    return Draft(text, dates, url=canonical_url(url), title=title, authors=names)
