"""Paywalls, error pages and the like in place of an article, and articles that only mention such things."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from transforms.cleaning import webpage
from transforms.cleaning.admission import walls
from transforms.cleaning.draft import Announced, Draft, Unclean
from transforms.seeds import listed, rows

URL = "https://outlet.example/2024/12/06/hama"
PROSE = (
    "Fighters entered the town on Thursday, residents said, and the army withdrew to the hills in the south.",
    "The ministry said that three soldiers had been killed. It did not say how many of the attackers had died.",
    "A shopkeeper beside the market said that her family had waited in the cellar until the street was quiet again.",
    "Aid workers counted forty families on the road to the coast, most of them on foot and without water or blankets.",
    "The bridge over the river was damaged, and engineers said that it would take weeks before lorries could use it.",
    "Talks about a truce are to go on in the capital on Monday, diplomats said, though neither side has named envoys.",
    "In the next district, schools stayed closed for a third day and the hospital asked for donations of blood.",
)
ROWS = [(row, phrase) for row in rows("walls") for phrase in listed(row["phrases"])]


def page(title: str, *lines: str, head: str = "", ld: dict[str, Any] | None = None) -> str:
    script = f'<script type="application/ld+json">{json.dumps(ld)}</script>' if ld else ""
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f"<!doctype html><html><head><title>{title} | Outlet</title>"
        f'<meta property="og:site_name" content="Outlet">{head}{script}</head>'
        f"<body><main><h1>{title}</h1>{body}</main></body></html>"
    )


def read(html: str, url: str = URL) -> Draft:
    return webpage.read(html, url, Announced(date(2024, 12, 6)))


def reason(html: str, url: str = URL) -> str:
    with pytest.raises(Unclean) as caught:
        read(html, url)
    return caught.value.reason


@pytest.mark.parametrize(("row", "phrase"), [each for each in ROWS if each[0]["where"] == "title"])
def test_each_title_where_no_article_stands(row: dict[str, str | None], phrase: str) -> None:
    assert reason(page(phrase.title(), PROSE[0])) == row["reason"]
    assert read(page(phrase.title(), *PROSE)).title


@pytest.mark.parametrize(("row", "phrase"), [each for each in ROWS if each[0]["where"] == "line"])
def test_each_line_where_no_article_stands(row: dict[str, str | None], phrase: str) -> None:
    assert reason(page("Outlet", f"{phrase.capitalize()} and so on.")) == row["reason"]
    assert read(page("Town taken", *PROSE, f"{phrase.capitalize()} and so on.")).title == "Town taken"


@pytest.mark.parametrize("row", [row for row in rows("walls") if row["where"] not in ("url", "own")], ids=str)
def test_each_row_by_its_example(row: dict[str, str | None]) -> None:
    title, line = (row["example"], "Thank you.") if row["where"] != "line" else ("Outlet", row["example"])
    assert reason(page(str(title), str(line))) == row["reason"]


@pytest.mark.parametrize("row", [row for row in rows("walls") if row["where"] == "url"], ids=str)
def test_each_address_by_its_example(row: dict[str, str | None]) -> None:
    assert reason(page("Outlet", PROSE[0]), str(row["example"])) == row["reason"]


def test_a_long_consent_text_is_a_wall() -> None:
    text = (
        "We and our 812 partners store and access personal data, like browsing data, on your device.",
        "Selecting I Accept enables tracking technologies to support the purposes shown under we and our partners.",
        "If trackers are disabled, some content and advertising you see may not be as relevant to you.",
        "You can change your choices at any time by clicking the Privacy link at the bottom of the page. " * 4,
        "Our partners process data for legitimate interest, such as advertising measurement and audience research. "
        * 4,
    )
    assert reason(page("Outlet", *text)) == "consent_wall"
    assert reason(page("We value your privacy", *text)) == "consent_wall"


@pytest.mark.parametrize(
    "title",
    [
        "Page not found: how a regional paper lost its archive",
        "Cookies: what the new rules mean for readers",
        "Log in or be left out: rebels tax the internet",
        "Why paywalls spread, and who pays",
        "Access denied to aid convoys, agency says",
        "Consent",
    ],
)
def test_articles_about_walls_are_articles(title: str) -> None:
    told = "Publishers ask readers to subscribe to continue reading, or say that we and our partners store cookies."
    assert read(page(title, told, *PROSE)).title == title


def test_a_short_report_with_a_banner_is_an_article() -> None:
    banner = "<div id='cookie-banner'><p>We use cookies. By clicking Accept you agree.</p><button>Accept</button></div>"
    header = "<header><a href='/login'>Log in</a> <a href='/subscribe'>Already a subscriber?</a></header>"
    html = page("Town taken", *PROSE[:2]).replace("<main>", f"{banner}{header}<main>")
    assert read(html).title == "Town taken"


NOT_FREE = {"@type": "NewsArticle", "headline": "Town taken", "isAccessibleForFree": False}


@pytest.mark.parametrize(
    ("lines", "fate"),
    [
        ((*PROSE[:2], "Subscribe to continue reading."), "paywall"),
        ((PROSE[0], PROSE[1][:-20] + "…"), "paywall"),
        (PROSE[:3], "article"),
        ((*PROSE, "Subscribe to continue reading."), "article"),
    ],
)
def test_what_is_not_free_is_read_where_there_is_enough_of_it(lines: tuple[str, ...], fate: str) -> None:
    html = page("Town taken", *lines, ld=NOT_FREE)
    if fate == "article":
        text = read(html).text
        assert PROSE[1] in text
        assert "Subscribe" not in text
    else:
        assert reason(html) == fate


def test_the_lead_that_is_enough_is_the_one_in_the_docs() -> None:
    assert walls.LEAD == 100


LINKS = "".join(f'<li><a href="/{n}">The army leaves town number {n}, residents say.</a></li>' for n in range(30))


@pytest.mark.parametrize("banner", ["", "<div><p>We use cookies.</p></div>", "<a href='/in'>Already a subscriber?</a>"])
def test_a_section_page_is_no_article_whatever_it_shows_besides(banner: str) -> None:
    assert reason(
        f"<html><head><title>World</title></head><body>{banner}<h1>World</h1><ul>{LINKS}</ul></body></html>"
    ) == ("no_article")
