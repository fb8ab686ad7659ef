"""Bylines as pages print them, and the names in them."""

from __future__ import annotations

import pytest

from transforms.cleaning.metadata.bylines import authors, cleaned, is_credit, linked, marked, near
from transforms.cleaning.text.bounds import parsed
from transforms.identity.outlet import Outlet, outlet
from transforms.seeds import listed, rows

COURIER: Outlet = outlet(["The Courier"], "https://www.courier.example/world/a")


@pytest.mark.parametrize("row", [row for row in rows("bylines") if row["example"]], ids=lambda row: row["example"])
def test_each_row_by_its_example(row: dict[str, str | None]) -> None:
    assert cleaned([str(row["example"])], COURIER) == listed(row["names"])


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Ada Reed", ["Ada Reed"]),
        ("BY ADA REED", ["ADA REED"]),
        ("By: Ada Reed", ["Ada Reed"]),
        ("Ada Reed and Bo Lind", ["Ada Reed", "Bo Lind"]),
        ("By Ada Reed, Bo Lind and Cy van der Moe", ["Ada Reed", "Bo Lind", "Cy van der Moe"]),
        ("Ada Reed & Bo Lind", ["Ada Reed", "Bo Lind"]),
        ("Ada Reed; Bo Lind", ["Ada Reed", "Bo Lind"]),
        ("Reed, Ada", ["Ada Reed"]),
        ("Reed, Ada Maria", ["Ada Maria Reed"]),
        ("Ada Reed, Beirut", ["Ada Reed"]),
        ("Ada Reed, Middle East correspondent", ["Ada Reed"]),
        ("By Ada Reed, South Asia bureau chief, and Bo Lind", ["Ada Reed", "Bo Lind"]),
        ("Ada Reed, Peter Lind reporter", ["Ada Reed", "Peter Lind"]),
        ("More by this author", []),
        ("Beirut – Al Nahr English, Ada Reed", ["Al Nahr English", "Ada Reed"]),
        ("Beirut – Ada Reed", ["Ada Reed"]),
        ("Beirut | Reuters", ["Beirut", "Reuters"]),
        ("Ada Reed in Beirut", ["Ada Reed"]),
        ("Ada Reed (Political Editor)", ["Ada Reed"]),
        ("Ada Reed - Political Editor", ["Ada Reed"]),
        ("Ada Reed, Political Editor", ["Ada Reed"]),
        ("Ada Reed, Professor of Law, University of the North", ["Ada Reed"]),
        ("Ada Reed Senior Reporter", ["Ada Reed"]),
        ("Political Editor Ada Reed", ["Ada Reed"]),
        ("News Ada Reed", ["Ada Reed"]),
        ("Image: Ministry of Defence", []),
        ("Ada Reed for The Courier", ["Ada Reed"]),
        ("Ada Reed | The Courier", ["Ada Reed"]),
        ("Ada Reed, The Courier", ["Ada Reed"]),
        ("Ada Reed ada.reed@courier.example", ["Ada Reed"]),
        ("Ada Reed @adareed", ["Ada Reed"]),
        ('<a href="/staff/ada">Ada Reed</a>', ["Ada Reed"]),
        ("Ada Reed | 12 May 2024", ["Ada Reed"]),
        ("Ada Reed, Reuters", ["Ada Reed", "Reuters"]),
        ("Reuters/AFP", ["Reuters", "AFP"]),
        ("Ada Reed with Agence France-Presse", ["Ada Reed", "Agence France-Presse"]),
        ("Ada Reed-Lind", ["Ada Reed-Lind"]),
        ("Ana D&#39;Arco", ["Ana D'Arco"]),
        ("Fouad al-Haj", ["Fouad al-Haj"]),
        ("ليلى حداد", ["ليلى حداد"]),
        ("ada-reed", ["Ada Reed"]),
        ("Robert Head", ["Robert Head"]),
        ("The Courier", []),
        ("Courier Online", []),
        ("courier.example", []),
        ("Www Courier Example", []),
        ("https://www.facebook.com/courier", []),
        ("Courier Reporter", []),
        ("Staff Writer", []),
        ("Political Editor", []),
        ("Web Desk", []),
        ("admin", []),
        ("", []),
        (" , ; | ", []),
        ("A story of " + "many words " * 60, []),
    ],
)
def test_a_byline_holds_the_names_of_persons_alone(byline: str, names: list[str]) -> None:
    assert cleaned([byline], COURIER) == names


def test_each_name_once_and_rather_as_a_name_than_as_a_slug() -> None:
    assert cleaned(["ada-reed", "Ada Reed", "ADA REED", "Bo Lind"], COURIER) == ["Ada Reed", "Bo Lind"]


def test_the_first_source_with_a_full_name_is_believed() -> None:
    sources = [["The Courier"], ["adareed"], ["Ada Reed", "Prince"], ["Bo Lind"]]
    assert authors(sources, COURIER) == ["Ada Reed", "Prince"]
    assert authors([["The Courier"], ["Prince"]], COURIER) == ["Prince"]
    assert authors([], COURIER) == []


def test_the_name_of_an_agency_stays_on_its_own_pages() -> None:
    own = outlet(["Associated Press"], "https://apnews.example/a")
    assert cleaned(["Associated Press"], own) == ["Associated Press"]


@pytest.mark.parametrize(
    ("links", "names"),
    [
        ('<a href="/author/ada-reed">Ada Reed</a>', ["Ada Reed"]),
        ('<a href="/share">Share</a> <a href="/staff/ada-reed">Ada Reed</a><a href="/staff/bo-lind">Bo Lind</a>',
         ["Ada Reed", "Bo Lind"]),
        ('<a href="/author/ada-reed">Ada Reed</a><a href="/b">Homs</a><a href="/author/cy-moe">Cy Moe</a>',
         ["Ada Reed"]),
        ('<a href="/author/ada-reed">More stories</a><a href="/people/who-rules-homs">Who rules</a>', []),
        ('<a href="/tags/ada-reed">Ada Reed</a>', []),
        ("", []),
    ],
)  # fmt: skip
def test_links_to_authors_beside_the_headline_name_them(links: str, names: list[str]) -> None:
    tree = parsed(f"<html><body><a href='/author/x-y'>X Y</a><h1>Hama</h1>{links}<p>Text</p></body></html>")
    assert list(linked(tree)) == names


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ('<div itemprop="author"><p>by <span itemprop="name">Ada Reed</span></p></div>', ["Ada Reed"]),
        ('<span itemprop="author">Ada Reed</span> <span itemprop="author">Bo Lind</span>', ["Ada Reed", "Bo Lind"]),
        ('<div itemprop="author"><meta itemprop="name" content="Ada Reed"><p>About her</p></div>', ["Ada Reed"]),
        ('<ul><li itemprop="comment"><span itemprop="author">Reader</span></li></ul>', []),
        ('<div class="comments"><div><span itemprop="author">Cy Moe</span></div></div>', []),
    ],
)
def test_authors_marked_by_microdata(body: str, names: list[str]) -> None:
    assert list(marked(parsed(f"<html><body><h1>Town taken</h1>{body}</body></html>"))) == names


@pytest.mark.parametrize(
    ("site", "names"), [("Derek Reed", ["Derek Reed"]), ("Kristian Moe", ["Kristian Moe"]), ("North Ledger", [])]
)
def test_who_gave_the_outlet_its_name_is_its_author(site: str, names: list[str]) -> None:
    assert cleaned([site], outlet([site], "https://outlet.example/a")) == names


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("By Ada Reed and Bo Lind | Published 02/12/2024, 09:00", True),
        ("Ada Reed, Bo Lind", True),
        ("Ada Reed, Political Editor", True),
        ("Ada Reed", True),
        ("By Cy Moe", False),
        ("Ada Reed reports from the besieged town", False),
        ("Ada Reed is dead.", False),
        ("9 December 2024", False),
    ],
)
def test_a_line_that_only_says_whom_the_story_is_by(line: str, is_one: bool) -> None:
    assert is_credit(line, ["Ada Reed", "Bo Lind"]) == is_one


@pytest.mark.parametrize(
    ("links", "names"),
    [
        ('<a rel="author" href="/a">Ada Reed</a>', ["Ada Reed"]),
        ('<a rel="author" href="/a">More by this author</a><a rel="author" href="/a">Ada Reed</a>', ["Ada Reed"]),
        ('<a rel="author" href="/a">View all posts</a>', []),
        ("<p>By Ada Reed</p><p>By Bo Lind</p>", ["Ada Reed"]),
    ],
)
def test_the_byline_near_the_headline_is_no_label(links: str, names: list[str]) -> None:
    assert list(near(parsed(f"<html><body><h1>Town taken</h1>{links}<p>Text</p></body></html>"))) == names
