"""The incidents of the sample wire are those that a person who reads it writes down: none twice, no toll twice."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from flows.archive.fetch import fetch_all
from flows.http.client import Limits, Web
from flows.sources import discover, load
from flows.sources.online.wire_server import WIRE, serve_wire
from tests.linking.linked import Linked, made
from tests.linking.reading import read
from transforms.cleaning.clean import clean
from transforms.tables.schema import Article, Page

Toll = tuple[object, ...]


def number(cell: str) -> int | None:
    return int(cell) if cell else None


@pytest.fixture(scope="module")
def answers() -> dict[Toll, str]:
    lines = [line for line in (WIRE / "incidents.csv").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    return {
        (
            date.fromisoformat(row["day"]),
            *(number(row[name]) for name in ("low", "best", "high")),
            int(row["outlets"]),
        ): row["words"]
        for row in csv.DictReader(lines)
    }


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    with serve_wire() as routes, Web(Limits(routes=routes)) as web:
        pages: list[Page] = []
        fetch_all(discover(load(["wire"]), web).candidates, web, pages.append)
    return [result for page in pages if isinstance(result := clean(page), Article)]


@pytest.fixture(scope="module")
def found(articles: list[Article]) -> list[dict[str, object]]:
    """The incidents of the wire as the rules read it."""
    return list(made(read(Linked(articles=articles), "rules"))["incidents"].to_pylist())


def test_the_shipped_reader_finds_no_toll_twice_and_all_but_one_as_told(
    answers: dict[Toll, str], articles: list[Article]
) -> None:
    rows = made(read(Linked(articles=articles)))["incidents"].to_pylist()
    news = [
        row for row in rows if row["when_told"] == "new" and (row["deaths_low"], row["deaths_high"]) != (None, None)
    ]
    tolls = sorted(repr((row["deaths_low"], row["deaths_best"], row["deaths_high"])) for row in news)
    told = sorted(repr(answer[1:4]) for answer in answers)
    assert len(told) - 1 <= len(tolls) <= len(told)
    assert len([toll for toll in told if toll in tolls]) >= len(told) - 1
    sentences = [row["toll_sentence"] for row in news]
    assert len(sentences) == len(set(sentences))
    acts = {str(row["sentence"]) for row in rows}
    mentions = ("The attack could cut the M5", "They speak of an attack on Aleppo", "We hear the shelling")
    assert not [words for words in mentions if any(words in act for act in acts)]


def test_every_toll_of_the_wire_is_found_once(answers: dict[Toll, str], found: list[dict[str, object]]) -> None:
    news = [
        row for row in found if row["when_told"] == "new" and (row["deaths_low"], row["deaths_high"]) != (None, None)
    ]
    keys = ("day", "deaths_low", "deaths_best", "deaths_high", "n_outlets")
    assert sorted(map(repr, (tuple(row[key] for key in keys) for row in news))) == sorted(map(repr, answers))
    for row in news:
        assert answers[tuple(row[key] for key in keys)] in str(row["toll_sentence"])


def test_no_place_is_taken_twice_on_a_day(found: list[dict[str, object]]) -> None:
    taken = [
        (row["day"], row["place"])
        for row in found
        if row["when_told"] == "new" and str(row["acled_sub_event"]).endswith("overtakes territory")
    ]
    assert len(taken) == len(set(taken))


def test_what_a_side_claims_of_its_enemy_s_dead_is_no_toll(found: list[dict[str, object]]) -> None:
    (claim,) = [row for row in found if row["claimed_low"]]
    assert (claim["claimed_low"], claim["claimed_high"], claim["deaths_low"]) == (300, None, None)
