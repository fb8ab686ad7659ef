"""The page of a brief in Chromium, opened from disk: for mouse, keyboard and screen reader."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser, Page, expect

from flows.brief.data import FULL, Brief
from flows.brief.page import embedded, page
from tests.flows.brief.conftest import HOSTILE
from transforms.seeds import rows

PATIENCE = 60_000
"""Maximum milliseconds for drawing a page, generous for busy machines."""
BLOCKS = ("new", "map", "events", "deaths", "displaced", "said", "actors", "honesty")
LARGEST = 3_000_000


def opened(browser: Browser, kept: Path, width: int = 1280, theme: str = "light", charts: bool = True) -> Page:
    """The page after a reader has scrolled past its charts, unless told otherwise, and is back at the top; `heard` is
    what the console said and what was asked of elsewhere."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if theme == "dark" else "light",
        timezone_id="America/Los_Angeles",
    )  # fmt: skip
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    heard: list[str] = []
    tab.on("console", lambda message: heard.append(message.text))
    tab.on("pageerror", lambda error: heard.append(str(error)))
    tab.on("request", lambda request: heard.append(request.url) if request.url != kept.as_uri() else None)
    tab.goto(kept.as_uri())
    if charts:
        for chart in tab.locator(".chart").all():
            chart.scroll_into_view_if_needed()
        tab.wait_for_selector("body[data-drawn=all]")
        tab.evaluate("scrollTo(0, 0)")
    tab.heard = heard  # type: ignore[attr-defined]
    return tab


@pytest.fixture(scope="module")
def tab(browser: Browser, kept: Path) -> Iterator[Page]:
    tab = opened(browser, kept)
    yield tab
    tab.context.close()


@pytest.fixture
def all_days(tab: Page) -> Page:
    """The page without a filter."""
    tab.locator("#all").click()
    tab.wait_for_selector("body[data-drawn]")
    expect(tab.locator("#shown")).to_contain_text("All days")
    return tab


def shown_cards(tab: Page) -> list[str]:
    return tab.locator(".card").evaluate_all(
        "cards => cards.filter(card => !card.closest('li').hidden).map(card => card.dataset.day)"
    )


@pytest.mark.attack("an article's mark-up, in titles, names, quotes and outlets, on the page of the brief")
def test_what_strangers_wrote_is_text_and_nothing_leaves_the_file(all_days: Page) -> None:
    assert all_days.heard == []  # type: ignore[attr-defined]
    assert "hit" not in all_days.title()
    assert all_days.evaluate("document.querySelectorAll('img, iframe, object, embed, link').length") == 0
    assert all_days.evaluate("document.querySelectorAll('script').length") == 3
    told = all_days.evaluate("document.body.textContent")
    assert "<script>document.title='hit'</script>" in told
    assert "{{ 7 * 7 }}" in told
    assert "\x1b" not in told
    assert "\u202e" not in told


def test_a_script_that_is_not_the_pages_own_is_refused(browser: Browser, kept: Path) -> None:
    tab = opened(browser, kept)
    tab.evaluate(
        "() => { const own = document.createElement('script'); own.textContent = 'document.title = \"hit\"';"
        "document.body.append(own); document.body.insertAdjacentHTML('beforeend', "
        "'<img src=x onerror=\"document.title=1\">') }"
    )
    tab.wait_for_timeout(200)
    assert tab.title() not in ("hit", "1")
    assert any("Content Security Policy" in line for line in tab.heard)  # type: ignore[attr-defined]
    tab.context.close()


def test_a_chart_is_drawn_when_it_comes_near_and_the_page_answers_before(browser: Browser, kept: Path) -> None:
    tab = opened(browser, kept, charts=False)
    tab.wait_for_selector("body[data-drawn=near]")
    assert tab.locator(".chart svg").count() == 0
    tab.locator("#day").focus()
    tab.keyboard.press("Home")
    expect(tab.locator("#shown")).to_contain_text("26 November 2024")
    tab.locator("#chart-events").scroll_into_view_if_needed()
    expect(tab.locator("#chart-events svg")).to_be_visible(timeout=PATIENCE)
    faded = "bars => bars.filter(bar => Number(getComputedStyle(bar).opacity) === 0.25).length"
    bars = tab.locator("#chart-events .mark-rect.role-mark path")
    assert bars.evaluate_all(faded) > 5, "of the one day that was chosen before the chart was drawn"
    tab.context.close()


def test_charts_that_were_not_near_are_printed(browser: Browser, kept: Path) -> None:
    """What is drawn is in the PDF as lines: as many as where every chart had been drawn on the screen."""
    drawn = []
    for charts in (False, True):
        tab = opened(browser, kept, charts=charts)
        tab.wait_for_selector("body[data-drawn]")
        drawn.append(lines_of(tab.pdf(format="A4")))
        tab.context.close()
    assert drawn[0] == drawn[1] > 1000


def lines_of(pdf: bytes) -> int:
    """The number of lines and curves in a PDF."""
    found = 0
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        with suppress(zlib.error):  # fonts and pictures
            found += len(re.findall(rb" [lc]\n", zlib.decompress(stream)))
    return found


def test_the_slider_shows_one_day(all_days: Page) -> None:
    marks = all_days.locator("#chart-map .incidents_marks path")
    everything = marks.count()
    all_days.locator("#day").focus()
    all_days.keyboard.press("Home")
    all_days.keyboard.press("End")
    expect(all_days.locator("#shown")).to_have_text("9 December 2024: 8 of 22 incidents")
    assert set(shown_cards(all_days)) == {"13"}
    expect(marks).to_have_count(7)
    assert everything > 7


def test_brushing_a_timeline_filters_the_rest(all_days: Page) -> None:
    all_days.locator("#chart-events").scroll_into_view_if_needed()
    bars = all_days.locator("#chart-events .mark-rect.role-mark path").evaluate_all(
        "bars => bars.map(bar => [bar.getAttribute('aria-label'), bar.getBoundingClientRect().toJSON()])"
    )
    box = next(box for label, box in bars if label and "7 Dec" in label)
    middle = box["y"] + 5
    all_days.mouse.move(box["x"] + 3, middle)
    all_days.mouse.down()
    all_days.mouse.move(box["x"] + box["width"] - 3, middle, steps=4)
    all_days.mouse.up()
    expect(all_days.locator("#shown")).to_contain_text("7 December 2024: ")
    assert set(shown_cards(all_days)) == {"11"}
    brush = all_days.locator("#chart-events .brush_brush path")
    assert (brush.bounding_box() or {"width": 0})["width"] > 5
    all_days.locator("#all").click()
    expect(all_days.locator("#shown")).to_contain_text("All days")
    expect(brush).to_be_hidden()


def test_a_bar_stands_over_its_own_day_west_of_greenwich(all_days: Page) -> None:
    middles = all_days.evaluate(
        """() => {
            const middle = (element) => { const box = element.getBoundingClientRect(); return box.x + box.width / 2; };
            const bars = [...document.querySelectorAll('#chart-events .mark-rect.role-mark path')];
            const labels = [...document.querySelectorAll('#chart-events .role-axis-label text')];
            const bar = bars.find((one) => /label: 9 Dec;|day: 9 Dec|9 Dec/.test(one.getAttribute('aria-label') || ''));
            const label = labels.find((one) => one.textContent === '9 Dec');
            return [middle(bar), middle(label)];
        }"""
    )
    assert abs(middles[0] - middles[1]) < 2


def test_a_mark_on_the_map_leads_to_its_incident(all_days: Page) -> None:
    mark = all_days.locator("#chart-map path[aria-label^='Hama, Syria; 7 December 2024']")
    mark.scroll_into_view_if_needed()
    mark.click()
    expect(all_days).to_have_url(re.compile("#incident-"))
    target = all_days.locator(f"[id='{all_days.evaluate('location.hash.slice(1)')}']")
    assert "12 to 15 killed" in (target.text_content() or "")


def test_the_map_comes_nearer_by_keyboard(all_days: Page) -> None:
    land = all_days.locator("#chart-map .land_marks path").first
    before = land.get_attribute("d") or ""
    all_days.locator("#chart-map").focus()
    all_days.keyboard.press("+")
    expect(land).not_to_have_attribute("d", before)
    all_days.locator("#first").click()
    expect(land).to_have_attribute("d", before)


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_nothing_keeps_a_screen_reader_or_weak_eyes_out(browser: Browser, kept: Path, width: int, theme: str) -> None:
    tab = opened(browser, kept, width, theme)
    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = Axe().run(tab, options={"resultTypes": ["violations"]}).response["violations"]
    serious = [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")]
    assert serious == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_no_column_is_so_narrow_that_it_breaks_a_word(browser: Browser, kept: Path, width: int) -> None:
    tab = opened(browser, kept, width)
    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    lines = """() => [...document.querySelectorAll('thead th, .word')].flatMap(cell => {
        if (!cell.offsetParent) return [];
        const text = cell.firstChild, found = [];
        for (const word of text.data.matchAll(/[^ ]+/g)) {
            const range = document.createRange();
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            found.push([word[0], range.getClientRects().length]);
        }
        return found;
    })"""
    words = tab.evaluate(lines)
    assert {"assault", "figures", "Family"} <= {word for word, _ in words}
    assert [word for word, rows in words if rows != 1] == []
    tab.context.close()


def test_no_legend_is_cut_off_on_a_phone(browser: Browser, latest: Brief, tmp_path: Path) -> None:
    classes = cycle(row["class"] for row in rows("brief_classes"))
    incidents = [row | {"class": kind} for row, kind in zip(latest.incidents, classes, strict=False)]
    (tmp_path / "brief.html").write_text(page(replace(latest, incidents=incidents)), encoding="utf-8")
    tab = opened(browser, tmp_path / "brief.html", 390)
    beyond = """() => [...document.querySelectorAll('.chart')].flatMap(chart =>
        [...chart.querySelectorAll('.role-legend text')].map(text =>
            text.getBoundingClientRect().right - chart.getBoundingClientRect().right))"""
    assert max(tab.evaluate(beyond)) <= 0
    tab.context.close()


def test_a_card_is_as_high_as_what_it_tells(tab: Page) -> None:
    empty = """() => [...document.querySelectorAll('.card')].filter(card => card.offsetParent).map(card =>
        card.getBoundingClientRect().bottom - card.lastElementChild.getBoundingClientRect().bottom)"""
    assert max(tab.evaluate(empty)) < 40


def test_what_was_taken_for_no_fact_is_told_by_what_the_rule_means(latest: Brief) -> None:
    refused = [
        {"family": "events", "rule": "metaphors.csv: kill, subject", "n": 2, "words": "killed"},
        {"family": "events", "rule": "metaphors.csv: take, object", "n": 3, "words": "took"},
        {"family": "figures", "rule": "an age", "n": 4, "words": "40"},
    ]
    tree: Any = html.fromstring(page(replace(latest, rows={**latest.rows, "refused": refused})))
    (table,) = tree.xpath("//h3[.='Refused candidates']/following-sibling::table[1]")
    told = [[" ".join(cell.text_content().split()) for cell in row] for row in table.xpath(".//tbody/tr")]
    assert told == [["A figure of speech events", "“killed”", "5"], ["An age figures", "“40”", "4"]]


def test_it_prints_on_a4(browser: Browser, kept: Path) -> None:
    tab = opened(browser, kept, 718)
    tab.emulate_media(media="print", color_scheme="dark")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 718
    assert not tab.locator("#filter").is_visible()
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    tab.context.close()


@pytest.mark.parametrize("block", BLOCKS)
def test_every_block_says_what_it_cannot_tell(latest: Brief, block: str) -> None:
    nothing: dict[str, list[Any]] = {name: [] for name in latest.rows} | {"articles": latest.rows["articles"]}
    for brief in (latest, replace(latest, incidents=[], withdrawn=[], territory=[], rows=nothing)):
        tree: Any = html.fromstring(page(brief))
        (line,) = tree.xpath(f"//section[@id='{block}']/p[@class='cannot']")
        assert len(line.text_content().removeprefix("What this does not show:").strip()) > 40


def test_every_fact_has_one_anchor(latest: Brief, kept: Path) -> None:
    tree: Any = html.fromstring(kept.read_bytes())
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    facts = {row["fact_id"] for name in ("reports", "quotes", "network", "displaced") for row in latest.rows[name]}
    assert {f"fact-{fact}" for fact in facts} <= set(ids)
    assert {f"incident-{row['incident_id']}" for row in latest.incidents} <= set(ids)


def test_a_quotation_has_the_verb_it_is_told_with_and_its_speaker_the_role_told_once(latest: Brief) -> None:
    row = latest.rows["quotes"][0] | {"speaker": "Amina Roe", "kind": "indirect", "role": None, "side": None}
    quotes = [row | {"cue": "denied"}, row | {"fact_id": "b", "role": "a surgeon", "cue": "said"}]
    tree: Any = html.fromstring(page(replace(latest, rows={**latest.rows, "quotes": quotes})))
    (voice,) = tree.xpath("//article[@class='voice']")
    assert [tag.text for tag in voice.xpath(".//span[@class='tag']")] == ["indirect: denied", "indirect: said"]
    assert voice.xpath("./p[@class='by']/text()") == ["a surgeon"]


def test_without_facts_the_page_says_so(latest: Brief) -> None:
    nothing: dict[str, list[Any]] = {name: [] for name in latest.rows}
    told = page(replace(latest, incidents=[], withdrawn=[], territory=[], rows=nothing))
    assert "The warehouse has no facts for the days from 26 November 2024 to 9 December 2024" in told


def test_a_night_of_300_articles_is_less_than_three_megabytes(latest: Brief) -> None:
    """As many incidents, reports and quotations as 300 articles of the sample wire yield, each with its own text."""
    words = "Fighters entered the town after heavy clashes with the army, two residents and a monitor told the outlet. "
    incident, report = latest.of("new")[1], latest.rows["reports"][0]
    quote = latest.rows["quotes"][0] | {"quote": words, "role": "a resident of the town", "side": None}
    incidents = [
        incident | {
            "incident_id": f"i{number}", "fact_id": f"f{number}", "sentence": f"{number} {words * 2}",
            "reports": [report | {"fact_id": f"r{number}-{one}", "sentence": words} for one in (0, 1) if number < FULL],
        }
        for number in range(680)
    ]  # fmt: skip
    quotes = [quote | {"fact_id": f"q{number}", "speaker": f"Speaker {number // 5}"} for number in range(1760)]
    big = page(replace(latest, incidents=incidents, rows=dict(latest.rows) | {"quotes": quotes}))
    assert 1_500_000 < len(big.encode()) < LARGEST


def test_data_cannot_end_the_element_it_stands_in() -> None:
    packed = str(embedded({"text": HOSTILE + "<!--"}))
    assert not set("<>&\u2028\u2029") & set(packed)
