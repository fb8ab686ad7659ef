"""Pages of other genres than articles."""

from __future__ import annotations

import pytest

from tests.transforms.cleaning.conftest import HEAD, TEXT, URL
from transforms.cleaning import webpage
from transforms.cleaning.draft import Announced, Unclean
from transforms.seeds import listed, rows

OTHERS = [row for row in rows("genres") if row["where"] != "story"]


@pytest.mark.parametrize("row", OTHERS, ids=lambda row: f"{row['where']} {row['example']}")
def test_a_page_of_another_genre_is_no_article_unless_it_says_so(row: dict[str, str | None]) -> None:
    where, example = row["where"], str(row["example"])
    head = {
        "type": f'<script type="application/ld+json">{{"@type": "{example}"}}</script>',
        "generator": f'<meta name="generator" content="{example}">',
        "og": f'<meta property="og:type" content="{example}">',
    }.get(str(where), "")
    url = {"host": f"https://{example}/a", "path": example}.get(str(where), URL)
    html = f"<html><head><title>Grain</title><!-- -->{head}</head><body><main>{HEAD}{TEXT}</main></body></html>"
    with pytest.raises(Unclean) as caught:
        webpage.read(html, url, Announced())
    assert caught.value.reason == "no_article"
    if where == "og":
        return
    called_article = html.replace("<!-- -->", '<meta property="og:type" content="article">')
    if row["despite"] is None:
        assert webpage.read(called_article, url, Announced()).text
    else:
        with pytest.raises(Unclean):
            webpage.read(called_article, url, Announced())
    typed_article = html.replace("<!-- -->", '<script type="application/ld+json">{"@type": "NewsArticle"}</script>')
    assert webpage.read(typed_article, url, Announced()).text
    assert listed(row["words"])


SHOP = (
    f'<html><head><meta property="og:type" content="product">{{0}}</head><body><main>{HEAD}{{1}}</main></body></html>'
)


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("Grain", "<p>This article has been withdrawn.</p>", "retracted"),
        ("Page not found", "", "soft_404"),
        ("Grain", TEXT, "no_article"),
    ],
)
def test_a_wall_or_a_retraction_is_told_as_one_whatever_its_genre(title: str, text: str, reason: str) -> None:
    with pytest.raises(Unclean) as caught:
        webpage.read(SHOP.format(f"<title>{title}</title>", text), URL, Announced())
    assert caught.value.reason == reason


def test_the_text_of_a_page_of_another_genre_is_not_extracted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webpage, "bare_extraction", lambda *_, **__: pytest.fail("extracted"))
    with pytest.raises(Unclean, match="a forum, a shop"):
        webpage.read(SHOP.format("<title>Grain</title>", f"<p>We use cookies.</p>{TEXT}"), URL, Announced())
