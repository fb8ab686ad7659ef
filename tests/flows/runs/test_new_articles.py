"""A page that claims the address of another article of its site: it replaces nothing, and nothing is lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from flows.runs.new_articles import Batch, unseen
from tests.loopback import Answer, loopback
from transforms.cleaning.clean import clean
from transforms.identity.addresses import article_id
from transforms.identity.signatures import signature
from transforms.tables.normalise import table
from transforms.tables.schema import Article, Page, Reject, to_arrow
from warehouse import Lake, check, land, query

SITE = "https://outlet.example"
TRUE = (
    "Rebel fighters captured the city of Hama on Thursday after three days of battles in the villages to its north. "
    "The army said that it had withdrawn its troops to spare the lives of civilians. A spokesman for the governor "
    "said that 12 soldiers were killed and that the wounded had been taken to Homs by bus."
)
ALIEN = (
    "Government troops drove every attacker out of the province on Thursday, the ministry of information announced. "
    "Not one soldier was hurt, it said in a statement that named no witness. Shops opened late in the capital, where "
    "people queued for bread and spoke about the price of heating oil."
)
THIRD = (
    "The river burst its banks near the border on Wednesday and cut the road to the market towns of the valley. "
    "Engineers expect that the bridge will be closed until the water falls. Schools moved their lessons to the hall of "
    "the agricultural college, whose cellar had stayed dry."
)
WAYS = {
    "rel=canonical": '<link rel="canonical" href="{url}">',
    "og:url": '<meta property="og:url" content="{url}">',
    "JSON-LD": "",
}


def html(title: str, text: str, names: str | None = None, way: str = "rel=canonical") -> bytes:
    url = f"{SITE}{names}" if names else ""
    told = {"@type": "NewsArticle", "headline": title, "datePublished": "2024-12-05T09:00:00Z"}
    told |= {"url": url, "mainEntityOfPage": url} if way == "JSON-LD" else {}
    head = WAYS[way].format(url=url) if names else ""
    script = f'<script type="application/ld+json">{json.dumps(told)}</script>'
    body = "".join(f"<p>{part}</p>" for part in text.split("\n"))
    return f"<html><head>{head}{script}</head><body><article><h1>{title}</h1>{body}</article></body></html>".encode()


def page(path: str, title: str, text: str, names: str | None = None, way: str = "rel=canonical") -> Page:
    """A page of the site, whose head may claim another path as canonical."""
    url, body = f"{SITE}{path}", html(title, text, names, way)
    return Page(
        page_id=sha256(url.encode() + body).hexdigest()[:16], url=url, final_url=url, source_id="outlet",
        fetched_at=datetime(2024, 12, 6, 2, tzinfo=UTC), published_date=date(2024, 12, 5), status=200,
        headers='{"content-type": "text/html; charset=utf-8"}', body=body, body_sha256=sha256(body).hexdigest(),
    )  # fmt: skip


VICTIM = page("/victim", "Hama falls to rebels", TRUE)


def impostor(way: str = "rel=canonical", title: str = "All attackers are gone", text: str = ALIEN) -> Page:
    return page("/impostor", title, text, "/victim", way)


def article(page: Page) -> Article:
    found = clean(page)
    assert isinstance(found, Article), found
    found.page_id = page.page_id
    return found


def night(lake: Lake, *batches: Sequence[Page], anew: bool = False) -> int:
    """Land the articles of pages, batch by batch, as a run does; returns the number of new or changed articles."""
    done = unseen([Batch(articles=list(map(article, batch))) for batch in batches], lake, anew)
    new = [article for batch in done for article in batch.articles]
    rows = {
        "pages": table("pages", [page for batch in batches for page in batch], "r"),
        "articles": table("articles", new, "r"),
        "signatures": to_arrow("signatures", [signature(article) for article in new]),
    }
    told = land(lake, rows, withdrawn=[name for batch in done for name in batch.withdrawn])["articles"]
    assert sum(len(batch.articles) + batch.unchanged for batch in done) == sum(map(len, batches)) + sum(
        batch.again for batch in done
    )
    return told.added + told.changed


def there(lake: Lake) -> dict[str, tuple[str, str | None]]:
    """The first words of each article of the lake and the address its page claimed, by path."""
    rows = query(lake, "SELECT * FROM articles").to_pylist()
    assert all(row["article_id"] == article_id(row["canonical_url"]) for row in rows)
    found = {
        row["canonical_url"].removeprefix(SITE): (
            row["text"][:12],
            row["claimed_url"] and row["claimed_url"].removeprefix(SITE),
        )
        for row in rows
    }
    assert len(found) == len(rows)
    assert query(lake, "SELECT count(*) AS n FROM signatures").to_pylist() == [{"n": len(rows)}]
    return found


BOTH = {"/victim": (TRUE[:12], None), "/impostor": (ALIEN[:12], "/victim")}
UNSAID = {"/victim": (TRUE[:12], None), "/impostor": (ALIEN[:12], None)}


@pytest.fixture
def new_lake(tmp_path: Path, empty_home: Path) -> Callable[[], Lake]:
    """A function that returns a new empty lake at each call."""
    numbers = count()

    def made() -> Lake:
        return Lake.at(Path(shutil.copytree(empty_home, tmp_path / f"home-{next(numbers)}")))

    return made


@pytest.fixture
def lake(new_lake: Callable[[], Lake]) -> Lake:
    return new_lake()


@pytest.mark.attack("a page names an article that the lake has as its own address, by {way}")
@pytest.mark.parametrize("way", list(WAYS))
def test_the_victim_first(way: str, lake: Lake, outcome: Callable[[str], None]) -> None:
    night(lake, [VICTIM])
    night(lake, [impostor(way)])
    night(lake, [impostor(way)])
    assert there(lake) == (UNSAID if way == "JSON-LD" else BOTH)
    outcome("the article stands; the page has an address of its own, and its claim is a column")


@pytest.mark.parametrize(("path", "left"), [("/victim", {}), ("/impostor", {"/victim": (TRUE[:12], None)})])
def test_a_page_that_is_retracted_withdraws_the_article_at_its_own_address(
    path: str, left: dict[str, tuple[str, str | None]], lake: Lake
) -> None:
    night(lake, [VICTIM])
    notice = clean(page(path, "Hama falls to rebels", "This article has been retracted.", names="/victim"))
    assert isinstance(notice, Reject), notice
    (batch,) = unseen([Batch(rejects=[notice])], lake, anew=False)
    land(lake, {}, withdrawn=batch.withdrawn)
    assert there(lake) == left


def test_a_page_that_is_retracted_withdraws_nothing_from_a_lake_that_is_not_made_yet(tmp_path: Path) -> None:
    notice = clean(page("/victim", "Hama falls to rebels", "This article has been retracted."))
    assert isinstance(notice, Reject), notice
    (batch,) = unseen([Batch(rejects=[notice])], Lake.at(tmp_path / "new"), anew=False)
    assert batch.withdrawn == []


@pytest.mark.attack("a page spells the address of the article that it names in another way: {spelt}")
@pytest.mark.parametrize(
    "spelt",
    [
        "http://outlet.example/victim",
        "https://www.outlet.example/victim",
        "https://outlet.example/victim/",
        "https://outlet.example/victim?utm_source=x#top",
    ],
)
@pytest.mark.parametrize("first", [True, False], ids=["article first", "page first"])
def test_another_spelling(spelt: str, first: bool, lake: Lake, outcome: Callable[[str], None]) -> None:
    false = impostor()
    body = false.body.replace(f"{SITE}/victim".encode(), spelt.encode())
    false = replace(false, body=body, page_id="spelt")
    night(lake, [VICTIM if first else false])
    night(lake, [false if first else VICTIM])
    night(lake, [false])
    found = query(lake, "SELECT canonical_url FROM articles ORDER BY 1").to_pylist()
    assert [row["canonical_url"] for row in found] == [f"{SITE}/impostor", f"{SITE}/victim"]
    outcome("the article has its address, the page its own")


@pytest.mark.attack("a page names an article of the same run as its own address: {order}")
@pytest.mark.parametrize("order", ["before it", "after it", "a batch before it", "a batch after it"])
def test_both_in_one_run(order: str, lake: Lake, outcome: Callable[[str], None]) -> None:
    found = [VICTIM, impostor()] if "after" in order else [impostor(), VICTIM]
    batches = [[each] for each in found] if "batch" in order else [found]
    assert night(lake, *batches) == 2
    assert night(lake, *batches) == 0
    assert there(lake) == BOTH
    outcome("both land, each at its own address")


@pytest.mark.attack("a page takes an address before its article is there, and comes back the night after it")
@pytest.mark.parametrize("again", [True, False], ids=["both come", "the article comes alone"])
def test_the_impostor_first(again: bool, lake: Lake, outcome: Callable[[str], None]) -> None:
    night(lake, [impostor()])
    night(lake, [impostor(), VICTIM] if again else [VICTIM])
    assert there(lake) == BOTH
    night(lake, [impostor()])
    assert there(lake) == BOTH
    night(lake, [impostor(text=THIRD)])
    assert there(lake) == BOTH | {"/impostor": (THIRD[:12], "/victim")}
    outcome("the article takes its address, the page goes to its own and does not win it back")


@pytest.mark.attack("a page copies the headline of the article whose address it names: {order}")
@pytest.mark.parametrize("order", ["after", "before", "with", "with, first"])
def test_the_headline_is_copied(order: str, lake: Lake, outcome: Callable[[str], None]) -> None:
    false = impostor(title="HAMA FALLS – to Rebels!")
    nights = {"after": [[VICTIM], [false]], "before": [[false], [VICTIM], [false]], "with": [[VICTIM, false]]}
    for pages in nights.get(order, [[false, VICTIM]]):
        night(lake, pages)
    assert there(lake) == {"/victim": (TRUE[:12], None)}
    outcome("it passes for a copy of the article, and changes nothing in it")


@pytest.mark.attack("a page copies an article and its headline but for the number of the dead")
def test_the_text_is_copied_but_for_a_number(lake: Lake, outcome: Callable[[str], None]) -> None:
    false = impostor(title="Hama falls to rebels", text=TRUE.replace("12 soldiers", "900 soldiers"))
    night(lake, [VICTIM])
    assert night(lake, [false]) == night(lake, [VICTIM, false]) == 0
    assert "12 soldiers" in query(lake, "SELECT text FROM articles").to_pylist()[0]["text"]
    outcome("the article keeps its number")


@pytest.mark.attack("a copy of an article that was fetched before it turns into another one")
def test_the_copy_turns(lake: Lake, outcome: Callable[[str], None]) -> None:
    night(lake, [page("/copy", "Hama falls to rebels", TRUE, "/victim")])
    assert there(lake) == {"/victim": (TRUE[:12], None)}
    night(lake, [VICTIM])
    night(lake, [page("/copy", "All attackers are gone", ALIEN, "/victim")])
    assert there(lake) == {"/victim": (TRUE[:12], None), "/copy": (ALIEN[:12], "/victim")}
    outcome("the article has taken its address over, though its text was the same")


@pytest.mark.attack("pages name one another in a {shape}")
@pytest.mark.parametrize("shape", ["chain", "circle"])
def test_chains_and_circles(shape: str, new_lake: Callable[[], Lake], outcome: Callable[[str], None]) -> None:
    one, two = page("/one", "First", TRUE, "/two"), page("/two", "Second", ALIEN, "/three")
    three = page("/three", "Third", THIRD, "/one" if shape == "circle" else None)
    told: dict[str, tuple[str, str | None]] = {"/one": (TRUE[:12], "/two"), "/two": (ALIEN[:12], "/three")}
    told |= {"/three": (THIRD[:12], "/one" if shape == "circle" else None)}
    for order in ([one, two, three], [three, two, one], [two, three, one]):
        lake = new_lake()
        night(lake, order)
        assert there(lake) == told
    outcome("each has its own address, in any order")


@pytest.mark.parametrize("end", ["/three", "/one"])
def test_copies_that_name_one_another_are_one_article_in_any_order(end: str, new_lake: Callable[[], Lake]) -> None:
    pages = [page("/one", "First", TRUE, "/two"), page("/two", "First", TRUE, "/three"), page("/three", "First", TRUE)]
    pages = pages if end == "/three" else [*pages[:2], page("/three", "First", TRUE, "/one")]
    for order in (pages, pages[::-1], [*pages[1:], pages[0]]):
        lake = new_lake()
        assert night(lake, order) == 1
        assert there(lake) == {end: (TRUE[:12], "/two" if end == "/one" else None)}


def at(url: str, title: str, text: str, names: str = "") -> Page:
    """A page fetched from any address, also of another site."""
    link = f'<head><link rel="canonical" href="{names}">' if names else "<head>"
    body = html(title, text).replace(b"<head>", link.encode())
    page_id, digest = sha256(url.encode() + body).hexdigest()[:16], sha256(body).hexdigest()
    return replace(VICTIM, url=url, final_url=url, body=body, page_id=page_id, body_sha256=digest)


@pytest.mark.attack(
    "another site is called like a cache and gives a page of its own for the copy of an outlet's article"
)
@pytest.mark.parametrize("first", [True, False], ids=["article first", "copy first"])
def test_a_false_cache(first: bool, lake: Lake, outcome: Callable[[str], None]) -> None:
    false = at("https://google.evil.example/amp/s/outlet.example/victim", "All attackers are gone", ALIEN)
    for one in [VICTIM, false] if first else [false, VICTIM]:
        night(lake, [one])
    found = query(lake, "SELECT canonical_url, text FROM articles").to_pylist()
    assert {row["canonical_url"]: row["text"][:12] for row in found} == {
        f"{SITE}/victim": TRUE[:12],
        false.url: ALIEN[:12],
    }
    outcome("the page has the address at which it was fetched, the article stands")


@pytest.mark.attack("a page's own address is written so that it compares as that of the article: {path}")
@pytest.mark.parametrize(("path", "victim"), [("/a%3Fid=7", "/a?id=7"), ("/a%2fb", "/a/b"), ("/m/victim", "/victim")])
def test_an_address_that_compares_alike(path: str, victim: str, lake: Lake, outcome: Callable[[str], None]) -> None:
    night(lake, [at(SITE + victim, "Hama falls to rebels", TRUE)])
    night(lake, [at(SITE + path, "All attackers are gone", ALIEN, SITE + victim)])
    found = query(lake, "SELECT canonical_url, text FROM articles").to_pylist()
    assert {row["canonical_url"]: row["text"][:12] for row in found}[SITE + victim] == TRUE[:12]
    outcome("the article stands")


@pytest.mark.parametrize(
    "twin",
    ["http://outlet.example/victim", "https://www.outlet.example/victim/", "https://m.outlet.example/victim",
     "https://outlet.example/victim?print=1", "https://outlet.example/victim?utm_source=x"],
)  # fmt: skip
def test_a_twin_that_names_no_address_is_the_same_article_the_next_night(twin: str, lake: Lake) -> None:
    night(lake, [VICTIM])
    night(lake, [at(twin, "Hama falls to rebels", TRUE)])
    assert there(lake) == {"/victim": (TRUE[:12], None)}


def test_an_article_that_moved_to_https_is_updated_there(lake: Lake) -> None:
    night(lake, [at("http://outlet.example/victim", "Hama falls to rebels", TRUE)])
    assert night(lake, [at(f"{SITE}/victim", "What we know about Hama", THIRD)]) == 1
    found = query(lake, "SELECT text FROM articles").to_pylist()
    assert [row["text"][:12] for row in found] == [THIRD[:12]]


@pytest.mark.attack("every page of a site names one address as its own")
def test_a_site_that_names_one_address(lake: Lake, outcome: Callable[[str], None]) -> None:
    pages = [page(f"/{n}", f"Headline {n}", text, "/news/") for n, text in enumerate((TRUE, ALIEN, THIRD))]
    assert night(lake, pages[:2], pages[2:]) == 3
    assert set(there(lake)) == {"/0", "/1", "/2"}
    outcome("all three land, none in the place of another")


@pytest.mark.attack("a lake in which a page has already taken an article's place is read again")
@pytest.mark.parametrize("order", [0, 1])
def test_a_lake_that_was_deceived_is_healed(order: int, lake: Lake, outcome: Callable[[str], None]) -> None:
    false = article(impostor())
    rows = {"pages": table("pages", [VICTIM, impostor()], "r"), "articles": table("articles", [false], "r")}
    land(lake, rows | {"signatures": to_arrow("signatures", [signature(false)])})
    assert set(there(lake)) == {"/victim"}
    night(lake, [VICTIM, impostor()][:: 1 - 2 * order], anew=True)
    assert there(lake) == BOTH
    outcome("article and page stand, each at its own address")


def test_copies_of_an_article_are_one_in_any_order(new_lake: Callable[[], Lake]) -> None:
    pages = [
        VICTIM,
        page("/amp/victim", "Hama falls to rebels", TRUE, "/victim"),
        page("/world/victim", "Hama falls to rebels", THIRD, "/victim"),
        page("/print.php?id=7", "Outlet | print", TRUE.replace("Thursday", "Dec 5"), "/victim"),
        page("/victim?utm_source=feed", "Hama falls to rebels", TRUE),
    ]
    for order in (pages, pages[::-1], pages[2:] + pages[:2]):
        lake = new_lake()
        assert night(lake, order[:2], order[2:]) == 1
        assert night(lake, *[[each] for each in order]) == 0
        assert there(lake) == {"/victim": (TRUE[:12], None)}


def test_an_address_that_was_never_fetched_is_believed_and_its_article_can_change(lake: Lake) -> None:
    assert night(lake, [page("/rss/7", "Hama falls", TRUE, "/hama")]) == 1
    assert night(lake, [page("/rss/7", "What we know", THIRD, "/hama")]) == 1
    assert there(lake) == {"/hama": (THIRD[:12], None)}


def test_a_new_version_of_an_article_replaces_it(lake: Lake) -> None:
    night(lake, [VICTIM])
    assert night(lake, [page("/victim", "Another headline", THIRD, "/victim")]) == 1
    assert there(lake) == {"/victim": (THIRD[:12], None)}


@pytest.mark.attack("a page names another article over nights, in a backfill's day, and when the archive is read again")
def test_through_the_flows(home: Path, monkeypatch: pytest.MonkeyPatch, outcome: Callable[[str], None]) -> None:
    from flows.nightly import nightly
    from flows.reextract import reextract

    pages = {"victim": html("Hama falls to rebels", TRUE), "impostor": html("All is well", ALIEN, "/victim")}
    with loopback({path: Answer(body) for path, body in pages.items()}) as server:
        monkeypatch.setenv("DATELINE_ROUTES", json.dumps({"outlet.example": list(server.route)}))
        monkeypatch.setenv("DATELINE_DELAY", "0")
        runs = [nightly(places=[f"http://outlet.example/{path}"]) for path in ("impostor", "victim", "impostor")]
    assert [(run.discovered, run.landed, run.unchanged) for run in runs] == [(1, 1, 0), (2, 2, 0), (1, 0, 1)]
    again = reextract(date(2024, 1, 1), date(2999, 12, 31))
    assert (again.discovered, again.landed, again.unchanged) == (2, 0, 2)
    lake = Lake.at(home)
    killed = "(SELECT count(*) FROM figures WHERE measure = 'killed' AND article_id = articles.article_id) AS killed"
    asked = f"SELECT url, claimed_url, {killed} FROM articles ORDER BY url"  # noqa: S608
    found: list[dict[str, Any]] = query(lake, asked).to_pylist()
    assert found == [
        {"url": "http://outlet.example/impostor", "claimed_url": f"{SITE}/victim", "killed": 0},
        {"url": "http://outlet.example/victim", "claimed_url": None, "killed": 1},
    ]
    assert check(lake) == []
    outcome("two articles, each at its own address, every document accounted for")
