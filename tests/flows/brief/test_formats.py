"""Numbers and changes in words."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

from flows.brief.formats import bounds_in_words, change_sentences, link, refusal, spread, title_of, toll, when
from transforms import seeds

TRANSFORMS = Path(seeds.__file__).parent


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (22, 22, "22"),
        (15, 20, "15 to 20"),
        (12, None, "at least 12"),
        (None, 40, "at most 40"),
        (None, None, ""),
        (0, 0, "0"),
        (1000000, None, "at least 1,000,000"),
    ],
)
def test_open_bounds_stay_open(low: int | None, high: int | None, said: str) -> None:
    assert spread(low, high) == said


@pytest.mark.parametrize(
    ("told", "said"),
    [("12–", "at least 12"), ("–40", "at most 40"), ("11–15", "11 to 15"), ("15", "15"), ("2024-12-01", "2024-12-01")],
)
def test_a_rival_figure_has_its_bounds_in_words(told: str, said: str) -> None:
    assert bounds_in_words(told) == said


def test_a_number_told_by_words_alone_begins_with_them() -> None:
    assert spread(2000, None, "thousands") == "thousands (at least 2,000)"
    dozens = {"deaths_low": 24, "deaths_best": None, "deaths_high": None, "toll_words": "dozens"}
    assert toll(dozens) == "dozens (at least 24) killed"


def test_a_toll_names_the_number_that_most_reports_tell() -> None:
    told = {"deaths_low": 15, "deaths_best": 20, "deaths_high": 20}
    assert toll(told) == "15 to 20 killed (most reports: 20)"
    assert toll(told | {"deaths_best": None}) == "15 to 20 killed"
    assert toll({"deaths_low": None, "deaths_best": None, "deaths_high": None}) == ""


def test_a_day_is_told_as_exactly_as_it_is_known() -> None:
    day = date(2024, 12, 31)
    assert when({"day": day, "date_precision": "day"}) == "31 December 2024"
    assert when({"day": day, "date_precision": "month"}) == "December 2024"
    assert when({"day": day, "date_precision": None}) == "reported 31 December 2024"


def test_only_what_people_are_told_is_a_change() -> None:
    assert change_sentences({"sentence": "a", "toll": ""}, {"sentence": "b", "toll": ""}) == []
    assert change_sentences({"place": None, "toll": ""}, {"place": "Hama", "toll": ""}) == ["Place: none → Hama"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "/a/path", "", None])
def test_a_page_leads_to_addresses_of_the_web_alone(url: str | None) -> None:
    assert link(url) == ""
    assert link("https://outlet.example/a") == "https://outlet.example/a"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2024-12-09", "Night of 9 December 2024"),
        ("2026-11-29T010203", "Run of 29 November 2026, 01:02 UTC"),
        ("2024-12-01_2024-12-08_Syria", ""),
    ],
)
def test_a_brief_is_headed_by_its_night_or_by_the_moment_of_its_run(name: str, title: str) -> None:
    assert title_of(name) == title


def rules() -> set[str]:
    """The names of rules in transforms/ that refuse a fact, as far as they are literals."""
    found = set()
    for file in TRANSFORMS.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                named = {"document.refuse": node.args[2:3], "_refused": node.args[1:2]}.get(called, [])
                named += [word.value for word in node.keywords if called == "Decision" and word.arg == "rule"]
            elif isinstance(node, ast.FunctionDef) and (file.stem, node.name) == ("refusals", "refusal"):
                named = [one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value]
            else:
                continue
            named = [
                one for name in named for one in ((name.body, name.orelse) if isinstance(name, ast.IfExp) else (name,))
            ]
            begun = [name.values[0] if isinstance(name, ast.JoinedStr) else name for name in named]
            found |= {name.value for name in begun if isinstance(name, ast.Constant) and isinstance(name.value, str)}
    return found


def test_every_rule_that_refuses_a_fact_is_told_in_words() -> None:
    names = rules()
    assert {"reader", "an age", "metaphors.csv: ", "nobody says it", "not_places.csv", "time words: "} <= names
    assert [name for name in sorted(names) if refusal(name) == name] == []


def test_no_row_of_meanings_is_of_a_rule_that_is_no_more() -> None:
    names = rules()
    meant = [str(row["rule"]) for row in seeds.rows("refusals")]
    assert [rule for rule in meant if not any(name.startswith(rule) for name in names)] == []


def test_a_rule_without_a_row_keeps_its_name() -> None:
    assert refusal("a rule of tomorrow") == "a rule of tomorrow"
