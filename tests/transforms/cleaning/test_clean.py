"""Cleaning: pages of every format to articles and rejects."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from transforms.cleaning.clean import clean
from transforms.tables.schema import Article, Page, Reject

STORY = (
    "Fighters entered the town on Thursday, residents said, and the army withdrew to the hills in the south.\n\n"
    "The ministry said that three soldiers had been killed. It did not say how many of the attackers had died."
)
HTML = (
    "<!doctype html><html><head><title>Town taken</title></head><body><h1>Town taken</h1>"
    + "".join(f"<p>{part}</p>" for part in STORY.split("\n\n"))
    + "</body></html>"
)


def page(
    body: str | bytes, kind: str = "text/plain", url: str = "https://outlet.example/a", published: date | None = None
) -> Page:
    content = body.encode() if isinstance(body, str) else body
    return Page(
        page_id="p1",
        url=url,
        final_url=url,
        source_id="desk",
        fetched_at=datetime(2024, 12, 9, 23, 0, tzinfo=UTC),
        published_date=published,
        status=200,
        headers=json.dumps({"content-type": kind}),
        body=content,
        body_sha256=sha256(content).hexdigest(),
    )


def article(
    body: str | bytes, kind: str = "text/plain", url: str = "https://outlet.example/a", published: date | None = None
) -> Article:
    result = clean(page(body, kind, url, published))
    assert isinstance(result, Article), result
    return result


def reason(body: str | bytes, kind: str = "text/html", published: date | None = None) -> str:
    result = clean(page(body, kind, published=published))
    assert isinstance(result, Reject), result
    assert (result.url, result.source_id, result.stage) == ("https://outlet.example/a", "desk", "clean")
    assert result.detail
    return result.reason


@pytest.mark.parametrize(
    "header", ["date 2024-12-06 ", " date 2024-12-06 ", "\ufeffdate 2024-12-06\n\n", "\r\n date 2024-12-06\t"]
)
def test_the_header_of_plain_text_is_its_date_and_no_part_of_it(header: str) -> None:
    found = article(header + STORY)
    assert found.text == STORY
    assert (found.published_date, found.date_source, found.published_at) == (date(2024, 12, 6), "header", None)
    assert found.title is None


@pytest.mark.parametrize(
    "opening",
    [
        "EL FASHER, Sudan, 6 December 2024 (Nile Dispatch) - ",
        "KABUL, Afghanistan (December 6, 2024) — ",
        "GENEVA, Dec. 6, 2024 (Agency) -- ",
    ],
)
def test_a_dateline_with_a_whole_day_dates_plain_text(opening: str) -> None:
    found = article(opening + STORY)
    assert (found.published_date, found.date_source) == (date(2024, 12, 6), "text")
    assert found.text.startswith(opening[:6])
    assert article(opening + STORY, published=date(2024, 12, 7)).published_date == date(2024, 12, 7)


@pytest.mark.parametrize(
    ("opening", "title"),
    [
        ("Gunmen kill nine in a village market\n\n", "Gunmen kill nine in a village market"),
        (
            "date 2024-12-05 \nRebels enter Hama, says “the army”s spokesman\n\n",
            "Rebels enter Hama, says “the army”s spokesman",
        ),
        ("Gunmen killed nine people in a market.\n\n", None),
        ("Gunmen kill nine in a village market\n", None),
        ("The Nile Dispatch\n\n", None),
    ],
)
def test_a_first_line_apart_is_the_headline_of_plain_text(opening: str, title: str | None) -> None:
    found = article(opening + STORY, "text/plain", published=date(2024, 12, 5))
    assert found.title == title
    assert found.text.startswith(opening.removeprefix("date 2024-12-05 ").strip())


def test_a_sentence_dates_no_plain_text() -> None:
    assert reason(f"The war began on 15 March 2011. {STORY}", "text/plain") == "no_date"


def test_only_the_first_words_are_a_header() -> None:
    text = f"The date 2024-12-01 was given. {STORY}"
    assert article(text, published=date(2024, 12, 5)).text == text


def test_offsets_count_the_text_that_is_kept() -> None:
    found = article("date 2024-12-06 " + STORY.replace("\n", "\r\n").replace("town", "to\u200bwn"))
    assert found.text.index("town") == STORY.index("town")
    assert found.text_sha256 == sha256(STORY.encode()).hexdigest()
    assert found.words == len(STORY.split())


@pytest.mark.parametrize(
    ("fields", "source", "day"),
    [
        ({"published": "2024-12-05"}, "given", 5),
        ({"published": "2024-12-05T20:00:00Z"}, "given", 5),
        ({}, "feed", 4),
    ],
)
def test_an_item_of_json_lines_is_an_article_with_its_own_day_or_that_of_its_source(
    fields: dict[str, str], source: str, day: int
) -> None:
    item = {"id": "7", "title": "Town taken", "url": "https://outlet.example/b?utm_source=x", "text": STORY, **fields}
    found = article(json.dumps(item), "application/json", "https://outlet.example/b", published=date(2024, 12, 4))
    assert (found.date_source, found.published_date) == (source, date(2024, 12, day))
    assert (found.title, found.text, found.canonical_url) == ("Town taken", STORY, "https://outlet.example/b")


def test_an_item_with_html_is_an_article_of_its_text() -> None:
    item = {"id": "7", "html": HTML, "published": "2024-12-05"}
    found = article(json.dumps(item), "application/json", "file:///items.jsonl#7")
    assert found.text == STORY.replace("\n\n", "\n")
    assert (found.title, found.canonical_url) == ("Town taken", "file:///items.jsonl#7")
    assert found.site == ""


def test_a_page_of_html_is_an_article() -> None:
    found = article(HTML, "text/html; charset=utf-8", published=date(2024, 12, 5))
    assert found.text == STORY.replace("\n\n", "\n")
    assert (found.title, found.site, found.language, found.date_source) == (
        "Town taken",
        "outlet.example",
        "en",
        "feed",
    )


def test_the_id_comes_from_the_address_without_tracking() -> None:
    ids = {article(f"date 2024-12-06 {STORY}", url=url).article_id for url in (
        "https://outlet.example/a", "https://outlet.example/a#top", "https://outlet.example/a?utm_source=feed",
    )}  # fmt: skip
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("kind", "encoding"),
    [
        ("text/plain", "utf-8-sig"),
        ("text/plain; charset=windows-1252", "windows-1252"),
        ("text/plain; charset=nonsense", "utf-8"),
    ],
)
def test_a_text_is_decoded_by_its_declared_character_set(kind: str, encoding: str) -> None:
    assert "“Dürer”" in article(f"date 2024-12-06 {STORY} “Dürer”".encode(encoding), kind).text


@pytest.mark.parametrize(
    ("body", "kind", "why"),
    [
        (STORY, "text/plain", "no_date"),
        (HTML, "text/html", "no_date"),
        (f"date 2024-12-11 {STORY}", "text/plain", "bad_date"),
        (f"date 1913-12-11 {STORY}", "text/plain", "bad_date"),
        ("date 2024-12-06 ", "text/plain", "empty"),
        ("\u200b\ufeff", "text/plain", "empty"),
        ("date 2024-12-06 1,200 – 1,500", "text/plain", "empty"),
        (bytes(range(256)) * 8, "text/html", "malformed"),
        (b"%PDF-1.7\n" + bytes(200), "text/html", "malformed"),
        ("words without a tag", "text/html", "not_html"),
        ('{"text": "cut', "application/json", "extraction_failed"),
    ],
)
def test_what_is_no_article_is_a_reject(body: str | bytes, kind: str, why: str) -> None:
    assert reason(body, kind) == why


def test_a_text_in_another_language_is_an_article_with_its_language_named() -> None:
    text = "Les soldats se sont retirés de la ville avant l'aube, disent les habitants."
    found = article(f"date 2024-12-06 {text}")
    assert (found.language, found.text) == ("fr", text)


def test_the_zone_is_kept_as_the_page_writes_it() -> None:
    found = article(json.dumps({"text": STORY, "published": "2024-12-06T01:30:00+03:00"}), "application/json")
    assert (found.published_at, found.published_offset) == (datetime(2024, 12, 5, 22, 30, tzinfo=UTC), "+03:00")
    assert found.published_date == date(2024, 12, 6)


def test_the_day_after_the_fetch_can_be_a_day_of_publication() -> None:
    assert article(f"date 2024-12-10 {STORY}").published_date == date(2024, 12, 10)


def test_what_the_page_says_goes_before_what_its_source_announces() -> None:
    found = clean(page(f"date 2024-12-06 {STORY}", published=date(2024, 12, 1)))
    assert isinstance(found, Article)
    assert found.published_date == date(2024, 12, 6)


@pytest.mark.parametrize(
    ("head", "url", "is_article"),
    [
        ('<meta property="og:type" content="article">', "https://outlet.example/a", True),
        ('<meta name="author" content="Ada Reed">', "https://outlet.example/a", True),
        ('<script type="application/ld+json">{"@type": "NewsArticle"}</script>', "https://outlet.example/a", True),
        ("", "https://outlet.example/fighters-enter-the-town.html", True),
        ("", "https://outlet.example/news/fighters-enter-town", True),
        ("", "https://outlet.example/fighters-enter-town", False),
        ("", "https://outlet.example/news/hama", False),
        ('<meta property="og:type" content="article">', "https://outlet.example/services/our-work", False),
        ('<meta name="author" content="admin">', "https://outlet.example/a", False),
        ('<meta property="og:type" content="website">', "https://outlet.example/our-work", False),
    ],
)
def test_an_article_that_tells_no_day_has_that_of_its_fetch_and_says_so(head: str, url: str, is_article: bool) -> None:
    result = clean(page(HTML.replace("</head>", f"{head}</head>"), "text/html", url))
    if is_article:
        assert isinstance(result, Article)
        assert (result.published_date, result.date_source, result.is_dated) == (date(2024, 12, 9), "fetched", False)
        assert result.published_at is None
    else:
        assert isinstance(result, Reject)
        assert result.reason == "no_date"


def test_an_impossible_day_is_not_replaced_by_that_of_the_fetch() -> None:
    head = '<meta property="og:type" content="article"><meta name="date" content="2031-01-01">'
    assert reason(HTML.replace("</head>", f"{head}</head>")) == "bad_date"
