"""The evidence of a fact, an incident and an article."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.warehouse.conftest import DAY, LINKING, NIGHT, World
from transforms.tables.schema import EXTRACTOR, Correction, Page
from warehouse import Lake, connect, explain, land, maintain, query
from warehouse.asking.page_archive import files_of


def test_explain_gives_the_sentence_the_link_and_the_run(landed: Lake) -> None:
    (fact,) = query(landed, "SELECT fact_id FROM quotes").to_pylist()
    found = explain(landed, fact["fact_id"])
    assert found is not None
    assert found["table"] == "quotes"
    assert found["row"]["quote"] == "they would stay"
    assert found["sentence"] == "Omar Alhariri said they would stay."
    assert (found["title"], found["site"], found["published_date"]) == ("Hama", "The Ridge", date(2024, 12, 2))
    assert found["url"] == "https://the-ridge.example/hama"
    assert (found["extractor"], found["run_id"]) == (EXTRACTOR, "run-1")
    assert found["run_started"] == datetime(2024, 12, 9, 2, tzinfo=UTC)
    assert (found["read_by"], found["lexicon_row"]) == ("the rules", "cues.csv: lemma=say, pos=verb, kind=say")


def test_explain_tells_the_row_of_the_seeds_in_short(lake: Lake, worlds: Callable[..., World]) -> None:
    world = worlds()
    cited = "events.csv: lemma=seize, pos=verb, object=<place>|town|village|hill|post, prep=from:<armed>|with:*"
    article = world.article("hama", "Rebels seized Hama.")
    event = world.event(article, "Rebels seized Hama.", lexicon_row=cited)
    land(lake, world.batch())
    found = explain(lake, event.fact_id)
    assert found is not None
    short = "events.csv: lemma=seize, pos=verb, object=<place>|town|village|…, prep=from:<armed>|with:*"
    assert (found["lexicon_row"], found["row"]["lexicon_row"]) == (short, cited)


@pytest.mark.parametrize(("agree", "read_by"), [(True, "learned-5e6f and the rules"), (False, "learned-5e6f alone")])
def test_explain_names_the_reader_of_an_event_and_its_version(
    lake: Lake, worlds: Callable[..., World], agree: bool, read_by: str
) -> None:
    world = worlds()
    evidence = json.dumps({"event": {"probability": 0.9, "rules": agree}})
    article = world.article("hama", "Rebels took Hama.")
    event = world.event(article, "Rebels took Hama.", extractor="dateline-1+a/learned-5e6f", evidence=evidence)
    land(lake, world.batch())
    found = explain(lake, event.fact_id)
    assert found is not None
    assert (found["read_by"], found["row"]["evidence"]) == (read_by, evidence)


def test_explain_of_an_article_counts_its_facts_and_names_its_pages(landed: Lake) -> None:
    found = explain(landed, "hama")
    assert found is not None
    assert (found["table"], found["row"]["site"], "text" in found["row"]) == ("articles", "The Ridge", False)
    assert {row["of_table"]: row["n"] for row in found["facts"]} == {
        "events": 1, "figures": 0, "quotes": 1, "relations": 0, "mentions": 0, "refused": 0,
    }  # fmt: skip
    assert [row["run_id"] for row in found["earlier"]] == ["run-1"]
    assert found["versions"] == "{}"


def test_explain_of_an_article_counts_what_was_refused(lake: Lake, worlds: Callable[..., World]) -> None:
    world = worlds()
    article = world.article("hama", "Rebels took Hama. Jets roared.")
    world.event(article, "Rebels took Hama.")
    world.refusal(article, "Jets roared.", "roared")
    land(lake, world.batch())
    found = explain(lake, "hama")
    assert found is not None
    assert {row["of_table"]: row["n"] for row in found["facts"] if row["n"]} == {"events": 1, "refused": 1}


def test_explain_names_the_pages_of_the_day_and_those_without_a_day_and_reads_no_files_of_other_months(
    lake: Lake, worlds: Callable[..., World]
) -> None:
    days = {"of-the-day": DAY, "undated": None, "of-another-month": DAY + timedelta(31), "undated-too": None}
    for number, (name, day) in enumerate(days.items()):
        world = worlds()
        if not number:
            world.article("hama", "Rebels took Hama.")
        url = "https://the-ridge.example/hama"
        page = Page(
            page_id=name, url=url, final_url=url, source_id="test", fetched_at=NIGHT + timedelta(number),
            published_date=day, status=200, headers="{}", body=b"", body_sha256="",
        )  # fmt: skip
        world.rows["pages"] = [page]
        land(lake, world.batch())
    for _ in ("as landed", "after maintenance"):
        found = explain(lake, "hama")
        assert found
        assert [row["page_id"] for row in found["earlier"]] == ["of-the-day", "undated", "undated-too"]
        maintain(lake, keep=timedelta(0), spare=timedelta(0))
    with connect(lake, read_only=True) as connection:
        of_no_day = set(files_of(connection, DAY + timedelta(9)))
        of_days = [set(files_of(connection, DAY + timedelta(days))) - of_no_day for days in (0, 31)]
    assert (len(of_no_day), [len(files) for files in of_days], of_days[0] & of_days[1]) == (1, [1, 1], set())


def test_explain_of_an_unknown_fact_is_none(landed: Lake) -> None:
    assert explain(landed, "no such fact") is None


REPORTS = {
    "The Ridge": "Jets struck a bakery in Idlib and killed 12.",
    "The Shore": "Jets struck a bakery in Idlib and killed 15.",
}
IDLIB = {"place": "Idlib", "place_id": 7, "country": "SY", "admin1": "12", "geo_precision": 1}


@pytest.fixture(scope="module")
def two_tolls(tmp_path_factory: pytest.TempPathFactory) -> tuple[Lake, dict[str, str]]:
    """A lake in which two outlets report one strike with different tolls, and the ids of the tolls by outlet."""
    world = World()
    tolls = {}
    for site, text in REPORTS.items():
        article = world.article(site, text, site=site)
        world.event(article, text, acled_sub_event="Air/drone strike", target="a bakery", **IDLIB)
        tolls[site] = world.figure(article, text, int(text[-3:-1]), **IDLIB).fact_id
    world.rows["corrections"].append(
        Correction(
            correction_id="c", fact_id=tolls["The Shore"], of_table="figures", of_column="low", value="14",
            reason="misread", said_by="A. Desk", said_at="2024-12-10",
        )
    )  # fmt: skip
    world.run()
    lake = Lake.at(tmp_path_factory.mktemp("home"))
    land(lake, world.batch(), linking=LINKING)
    return lake, tolls


def test_a_toll_is_shown_with_the_other_tolls_of_its_incident(two_tolls: tuple[Lake, dict[str, str]]) -> None:
    lake, tolls = two_tolls
    found = explain(lake, tolls["The Ridge"])
    assert found is not None
    assert found["incident_id"]
    assert [(rival["outlet"], rival["number"], rival["sentence"]) for rival in found["rivals"]] == [
        ("The Shore", "15", REPORTS["The Shore"])
    ]
    assert found["corrections"] == []


def test_an_incident_is_shown_with_its_reports_links_and_corrections(two_tolls: tuple[Lake, dict[str, str]]) -> None:
    lake, tolls = two_tolls
    fact = explain(lake, tolls["The Shore"])
    assert fact is not None
    found = explain(lake, fact["incident_id"])
    assert found is not None
    assert found["table"] == "incidents"
    assert sorted((report["outlet"], report["part"]) for report in found["facts"] if report["part"] != "act") == [
        ("The Ridge", "toll"), ("The Shore", "toll"),
    ]  # fmt: skip
    assert {report["outlet"] for report in found["facts"]} == set(REPORTS)
    assert all(link["is_same"] for link in found["links"])
    assert [(row["of_column"], row["value"], row["said_by"]) for row in found["corrections"]] == [
        ("low", "14", "A. Desk")
    ]
