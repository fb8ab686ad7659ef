"""Headlines without the additions in the page's title."""

from __future__ import annotations

import pytest

from transforms.cleaning.metadata.headline import headline
from transforms.cleaning.text.bounds import parsed
from transforms.identity.outlet import outlet

URL = "https://www.courier.example/world/2024/12/06/hama"
COURIER = outlet(["The Courier"], URL)


def found(title: str, h1: str = "", og: str = "", ld: str = "") -> str | None:
    tree = parsed(
        f"<html><head><title>{title}</title></head><body>{f'<h1>{h1}</h1>' if h1 else ''}<p>x</p></body></html>"
    )
    told = [text for text in (og, title) if text]
    return headline(told, tree, [{"headline": ld}] if ld else [], COURIER, URL)


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Town taken - The Courier", "Town taken"),
        ("Town taken | Courier", "Town taken"),
        ("Town taken — courier.example", "Town taken"),
        ("Town taken · Courier News", "Town taken"),
        ("Town taken | World news | The Courier", "Town taken"),
        ("Town taken | The Courier | by Ada Reed", "Town taken"),
        ("The Courier | Town taken", "Town taken"),
        ("Town taken | Hills lost", "Town taken | Hills lost"),
        ("LIVE | Town taken", "LIVE | Town taken"),
        ("World | Town taken", "World | Town taken"),
        ("Town taken - army - leaves", "Town taken - army - leaves"),
        ("Courier killed in the hills", "Courier killed in the hills"),
        ("", None),
    ],
)
def test_names_of_outlet_section_and_author_are_cut_off(title: str, line: str | None) -> None:
    assert found(title) == line


@pytest.mark.parametrize(
    ("page", "line"),
    [
        ({"title": "Town taken | The Courier", "ld": "Town taken", "og": "Short"}, "Town taken"),
        ({"title": "Other", "h1": "Town taken", "ld": "Town taken", "og": "Short"}, "Town taken"),
        ({"title": "Other", "og": "Army leaves", "ld": "A headline nobody sees"}, "Army leaves"),
        ({"title": "Other", "og": "Town taken by fighters", "ld": "Town taken by"}, "Town taken by fighters"),
        ({"title": "Other", "og": "Watch: Town taken by fighters - Video", "h1": "Town taken by fighters"},
         "Town taken by fighters"),
        ({"title": "Other", "og": "The Courier", "h1": "Town taken"}, "Other"),
        ({"title": "Courier | Town taken", "ld": "Courier"}, "Town taken"),
        ({"title": "Town taken by army", "h1": "How the army came", "ld": "Town taken by army",
          "og": "Town taken by army"}, "How the army came"),
        ({"title": "Town taken by army", "h1": "Town taken by an army", "ld": "Town taken by army",
          "og": "Town taken by army"}, "Town taken by army"),
        ({"title": "Town taken by army", "h1": "World", "ld": "Town taken by army", "og": "Town taken by army"},
         "Town taken by army"),
        ({"title": "Other", "h1": "Desk</h1><h1>Town taken", "ld": "Town taken", "og": "Army leaves"}, "Town taken"),
        ({"title": "Town taken by rebels and held for a week - Courier", "ld": "Town taken by rebels and held",
          "og": "Short"}, "Town taken by rebels and held for a week"),
        ({"title": "Town taken by rebels - Courier", "ld": "Town taken by rebels", "og": "Short"},
         "Town taken by rebels"),
        ({"title": "Town taken - The Courier", "h1": "The Courier", "og": "Town taken - The Courier"}, "Town taken"),
        ({"title": "Desk: Town taken", "og": "Desk: Town taken", "h1": "Town taken</h1><h1>Why"}, "Town taken"),
        ({"title": "x", "h1": "Town taken… again", "ld": "Town taken&amp;#8230; again", "og": "y"},
         "Town taken… again"),
        ({"title": "x", "og": "Town &quot;taken&quot;", "ld": "<em>Town</em> &quot;taken&quot;"}, 'Town "taken"'),
    ],
)  # fmt: skip
def test_one_of_several_headlines_is_that_of_the_page(page: dict[str, str], line: str) -> None:
    told = {key: value.replace("&quot;", '"') if key == "og" else value for key, value in page.items()}
    assert found(**told) == line


def test_a_title_of_any_length_is_cut() -> None:
    assert len(found("Town " * 10_000) or "") <= 500
