"""Corrections by users: a layer over the extracted rows, stored in a file of the home."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import Result

from flows.runs.artifact import decision_rows
from flows.runs.corrections import FILE, HEADER, carry_over, corrections, lost
from flows.runs.corrections import correct as put_right
from flows.runs.decisions import linking
from flows.runs.seed_file import add
from tests.flows.asking import dateline
from tests.warehouse.conftest import World
from transforms import seeds
from warehouse import Lake, changes, explain, land, query

TEXT = "Jets struck a bakery in Idlib and killed 12. Rebels took Hama."
IDLIB = {"place": "Idlib", "place_id": 7, "country": "SY", "admin1": "12", "geo_precision": 1}
WHY = ("--reason", "the paper says nine", "--by", "A. Desk")


def world(text: str = TEXT, dead: int = 12) -> World:
    made = World()
    made.actor("rebels", "Rebels")
    article = made.article("bakery", text)
    struck = text.partition(". ")[0] + "."
    made.event(article, struck, acled_sub_event="Air/drone strike", target="a bakery", **IDLIB)
    made.figure(article, struck, dead, **IDLIB)
    made.hold(article, "Rebels took Hama.", "Hama", "Rebels", source_actor="rebels")
    return made


def landing(home: Path, made: World) -> None:
    """Land as a run does, with the corrections and decisions of the home."""
    land(Lake.at(home), made.batch() | {"corrections": corrections(home)}, linking=linking(home))


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A home into which a toll, its strike and a capture have landed, and their ids."""
    home = tmp_path_factory.mktemp("home")
    made = world()
    landing(home, made)
    struck, held = (row.fact_id for row in made.rows["events"])
    return home, {"toll": made.rows["figures"][0].fact_id, "strike": struck, "hold": held}


@pytest.fixture
def ids(home: Path, landed: tuple[Path, dict[str, str]]) -> dict[str, str]:
    """The ids of those facts, in a copy of the home for the test."""
    shutil.copytree(landed[0], home, dirs_exist_ok=True)
    return landed[1]


@pytest.fixture
def asked(home: Path) -> Callable[[str], list[dict[str, Any]]]:
    return lambda sql: query(Lake.at(home), sql).to_pylist()


def correct(*words: str) -> Result:
    return dateline("correct", *words, *WHY)


Asked = Callable[[str], list[dict[str, Any]]]


def test_a_correction_is_seen_by_every_view_and_incident_and_leaves_the_rules_row(
    home: Path, ids: dict[str, str], asked: Asked
) -> None:
    done = correct(ids["toll"], "--set", "low=9", "--set", "high=9")
    assert done.exit_code == 0, done.output
    assert asked("SELECT low FROM figures") == [{"low": 12}]
    assert asked("SELECT low, high FROM corrected_figures") == [{"low": 9, "high": 9}]
    assert asked("SELECT deaths_best FROM incidents WHERE deaths_best > 0") == [{"deaths_best": 9}]
    assert asked("SELECT best FROM fatalities_by_day") == [{"best": 9}]


def test_a_fact_called_wrong_is_in_no_view(home: Path, ids: dict[str, str], asked: Asked) -> None:
    assert asked("SELECT place FROM territory_on('2024-12-09')") == [{"place": "Hama"}]
    assert correct(ids["hold"], "--wrong").exit_code == 0
    assert asked("SELECT place FROM territory_on('2024-12-09')") == []
    assert asked("SELECT count(*) AS n FROM events") == [{"n": 2}]


def test_what_the_rules_knew_of_the_old_value_alone_is_emptied(home: Path, ids: dict[str, str], asked: Asked) -> None:
    assert correct(ids["strike"], "--set", "place=Sarmin", "--set", "date_start=2024-11").exit_code == 0
    found = asked(f"FROM corrected_events WHERE fact_id = '{ids['strike']}'")[0]
    assert (found["place"], found["place_id"], found["country"], found["geo_precision"]) == ("Sarmin", None, None, None)
    dated = [found[name] for name in ("date_start", "date_end", "date_start_text", "date_precision")]
    assert dated == [date(2024, 11, 1), date(2024, 11, 30), "2024-11", "month"]
    assert found["target"] == "a bakery"


def test_a_correction_outlives_what_is_read_again_and_is_told_of_when_its_fact_is_gone(
    home: Path, ids: dict[str, str], asked: Asked
) -> None:
    assert correct(ids["toll"], "--set", "low=9", "--set", "high=9").exit_code == 0
    dateline("unlink", ids["toll"], ids["strike"], *WHY)
    assert lost(home, Lake.at(home)) == []
    landing(home, world(TEXT.replace("12", "15"), 15))
    assert asked("SELECT low FROM corrected_figures") == [{"low": 15}]
    told = lost(home, Lake.at(home))
    assert told[0].startswith(f"{ids['toll']}: corrected in")
    assert "incident_decisions.csv" in told[1]
    assert {row["decision"] for row in decision_rows(Lake.at(home), told)} == {"holds no more"}
    landing(home, world())
    assert asked("SELECT low FROM corrected_figures") == [{"low": 9}]
    assert {"decision": "fact corrected", "count": "1"} in decision_rows(Lake.at(home), [])
    assert "1 fact corrected" in dateline("status").output


def test_a_row_taken_out_by_hand_holds_no_more(home: Path, ids: dict[str, str], asked: Asked) -> None:
    correct(ids["toll"], "--set", "low=9", "--set", "high=9")
    (home / FILE).unlink()
    landing(home, world())
    assert asked("SELECT deaths_best FROM incidents WHERE deaths_best > 0") == [{"deaths_best": 12}]
    assert asked("FROM corrections") == []


def test_a_correction_is_one_row_of_changes_and_stands_in_explain(home: Path, ids: dict[str, str]) -> None:
    before = datetime.now(UTC)
    correct(ids["toll"], "--set", "low=9", "--set", "high=9")
    found = [each for each in changes(Lake.at(home), before, datetime.now(UTC)) if each.table == "figures"]
    assert [(each.what, each.why, each.key) for each in found] == [("changed", "a person corrected it", ids["toll"])]
    assert (found[0].before, found[0].after) == ({"low": "12", "high": "12"}, {"low": "9", "high": "9"})
    told = explain(Lake.at(home), ids["toll"])
    assert told
    assert {(row["of_column"], row["value"], row["said_by"]) for row in told["corrections"]} == {
        ("low", "9", "A. Desk"),
        ("high", "9", "A. Desk"),
    }
    assert "the paper says nine" in dateline("explain", ids["toll"]).output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nosuch", "--wrong"], "nosuch: no fact has this id"),
        (["bakery", "--wrong"], "bakery: no fact has this id"),
        (["toll"], "say what is right"),
        (["toll", "--wrong", "--set", "low=9"], "say what is right"),
        (["toll", "--set", "low"], "low: not column=value"),
        (["toll", "--set", "low=nine"], "not a whole number"),
        (["toll", "--set", "low=-1"], "not from 0"),
        (["toll", "--set", "low=13"], "greater than high=12"),
        (["toll", "--set", "sentence=x"], "nothing that can be set"),
        (["toll", "--set", "lexicon_row=x"], "nothing that can be set"),
        (["toll", "--set", "measure=dead"], "not one of killed"),
        (["toll", "--set", "measure="], "may not be empty"),
        (["toll", "--set", "period_start=Friday"], "not a day such as"),
        (["toll", "--set", "actor=nobody"], "nobody: no row of seeds/actors.csv"),
        (["strike", "--set", "country=Syria"], "two capitals"),
        (["strike", "--set", "country=XX"], "events.country=XX: no code of ISO 3166-1"),
        (["strike", "--set", "cameo=bombed"], "events.cameo=bombed: no CAMEO code"),
        (["strike", "--set", "acled_sub_event=Raid"], "acled_sub_event=Raid: no sub-event of ACLED; these are: "),
        (
            ["strike", "--set", "acled_sub_event=Air/drone strike", "--set", "acled_event=Battles"],
            "a sub-event of Explosions/Remote violence, not of Battles",
        ),
        (["toll", "--set", "low=99999999999999999999", "--set", "high=99999999999999999999"], "not from 0"),
        (["toll", "--set", "period_start=20241205"], "not a day such as"),
        (["toll", "--set", "period_start=2024-W49"], "not a day such as"),
        (["toll", "--set", "period_start=2024-12-09", "--set", "period_end=2024-12-01"], "after period_end"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_is_written(
    home: Path, ids: dict[str, str], words: list[str], told: str
) -> None:
    result = correct(*(ids.get(word, word) for word in words))
    assert (result.exit_code, told in " ".join(result.output.split())) == (2, True), result.output
    assert not (home / FILE).exists()


def test_a_fact_that_is_gone_is_not_corrected_but_the_one_that_replaced_it_is_named(
    home: Path, ids: dict[str, str]
) -> None:
    landing(home, made := world(TEXT.replace("12", "15"), 15))
    told = correct(ids["toll"], "--set", "low=9")
    assert (told.exit_code, (home / FILE).exists()) == (2, False)
    new = made.rows["figures"][0].fact_id
    assert f"{ids['toll']}: no fact has this id any longer; correct {new}" in " ".join(told.output.split())


def test_an_incident_is_no_fact_to_correct(home: Path, ids: dict[str, str], asked: Asked) -> None:
    (incident, *_) = asked("SELECT incident_id FROM incidents ORDER BY incident_id")
    told = correct(incident["incident_id"], "--wrong")
    assert told.exit_code == 2
    assert "it is an incident's, whose facts `dateline explain` lists" in " ".join(told.output.split())


def test_what_a_column_empties_is_set_after_it_in_any_order(home: Path, ids: dict[str, str], asked: Asked) -> None:
    words = ["country=SY", "place=Sarmin", "date_end=2024-12-03", "date_start=2024-12-01"]
    assert correct(ids["strike"], *(part for word in words for part in ("--set", word))).exit_code == 0
    found = asked(f"FROM corrected_events WHERE fact_id = '{ids['strike']}'")[0]
    assert (found["place"], found["country"], found["place_id"]) == ("Sarmin", "SY", None)
    assert (found["date_start"], found["date_end"]) == (date(2024, 12, 1), date(2024, 12, 3))


def test_a_home_with_corrections_is_usable_and_takes_more(home: Path, ids: dict[str, str], asked: Asked) -> None:
    assert correct(ids["toll"], "--set", "low=9", "--set", "high=9").exit_code == 0
    file = home / FILE
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().rstrip(b"\n"))  # as some editors and spreadsheets save it
    seeds.lay_over(home / "seeds")
    try:
        assert dateline("sql", "SELECT 1").exit_code == 0
        assert correct(ids["strike"], "--wrong").exit_code == 0
    finally:
        seeds.lay_over(home / "none")
    assert [row["of_column"] for row in asked("SELECT of_column FROM corrections ORDER BY ALL NULLS LAST")] == [
        "high",
        "low",
        None,
    ]


def test_a_fact_called_wrong_is_in_no_export_and_no_brief(home: Path, ids: dict[str, str], tmp_path: Path) -> None:
    assert correct(ids["hold"], "--wrong").exit_code == 0
    told = dateline("export", "csv", str(tmp_path / "out"), "--table", "events")
    assert told.exit_code == 0, told.output
    rows = (tmp_path / "out" / "events.csv").read_text()
    assert ids["hold"] not in rows
    assert ids["strike"] in rows


def test_a_corrected_truth_value_that_was_right_is_no_change(home: Path, ids: dict[str, str]) -> None:
    before = datetime.now(UTC)
    correct(ids["toll"], "--set", "cumulative=false")
    assert [each for each in changes(Lake.at(home), before, datetime.now(UTC)) if each.table == "figures"] == []


def test_a_file_that_is_none_names_its_line(home: Path) -> None:
    (home / FILE).parent.mkdir()
    (home / FILE).write_text("# about\nf,figures,low,nine,why,who,when\n")
    with pytest.raises(ValueError, match=r"fact_corrections.csv:2: figures.low=nine: not a whole number"):
        corrections(home)


def test_a_correction_goes_over_to_the_fact_of_an_edited_sentence_and_the_old_id_still_explains(
    home: Path, ids: dict[str, str], asked: Asked
) -> None:
    assert correct(ids["toll"], "--set", "who=bakers").exit_code == 0
    dateline("unlink", ids["toll"], ids["strike"], *WHY)
    landing(home, world(TEXT.replace("Jets struck", "Warplanes struck"), 12))
    carry_over(home, Lake.at(home))
    (now,) = asked("SELECT fact_id, who FROM corrected_figures")
    assert (now["who"], now["fact_id"] == ids["toll"], lost(home, Lake.at(home))) == ("bakers", False, [])
    decided = asked("SELECT fact_id, other_id FROM incident_links WHERE made_by = 'person'")[0].values()
    assert now["fact_id"] in decided
    old = explain(Lake.at(home), ids["toll"])
    assert old
    assert (old["row"]["low"], old["replaced_by"]) == (12, now["fact_id"])
    assert old["sentence"].startswith("Jets struck")


def test_a_correction_of_what_the_outlet_edited_itself_stays_and_the_run_says_so(
    home: Path, ids: dict[str, str], asked: Asked
) -> None:
    assert correct(ids["toll"], "--set", "low=9", "--set", "high=9").exit_code == 0
    landing(home, world(TEXT.replace("12", "15"), 15))
    carry_over(home, Lake.at(home))
    (now,) = asked("SELECT fact_id, low FROM corrected_figures")
    assert now["low"] == 15
    (told,) = lost(home, Lake.at(home))
    assert "12 → 15" in told
    assert now["fact_id"] in told


@pytest.mark.parametrize(
    ("fact", "first", "crossing", "told"),
    [
        ("toll", ["low=5", "high=5"], "low=6", "low=6: greater than high=5"),
        ("toll", ["low=40", "high=50"], "high=12", "low=40: greater than high=12"),
        ("strike", ["date_start=2024-11-20", "date_end=2024-11-21"], "date_end=2024-11-10", "after date_end="),
        ("strike", ["acled_event=Battles", "acled_sub_event=Armed clash"], "acled_sub_event=Mob violence", "not of"),
    ],
)
def test_a_second_correction_must_fit_the_first(
    home: Path, ids: dict[str, str], fact: str, first: list[str], crossing: str, told: str
) -> None:
    assert correct(ids[fact], *(word for cell in first for word in ("--set", cell))).exit_code == 0
    before = (home / FILE).read_bytes()
    result = correct(ids[fact], "--set", crossing)
    assert (result.exit_code, told in " ".join(result.output.split())) == (2, True), result.output
    assert (home / FILE).read_bytes() == before


def test_a_second_correction_is_allowed_what_the_first_made_room_for(
    home: Path, ids: dict[str, str], asked: Asked
) -> None:
    assert correct(ids["toll"], "--set", "low=40", "--set", "high=50").exit_code == 0
    assert correct(ids["toll"], "--set", "low=45").exit_code == 0
    assert asked("SELECT low, high FROM corrected_figures") == [{"low": 45, "high": 50}]


def test_a_corrected_bound_does_not_outlive_an_edit_of_the_other(home: Path, ids: dict[str, str], asked: Asked) -> None:
    assert correct(ids["toll"], "--set", "high=14").exit_code == 0
    made = world(TEXT.replace("12", "12 to 20"))
    made.rows["figures"][0] = replace(made.rows["figures"][0], high=20)
    landing(home, made)
    carry_over(home, Lake.at(home))
    assert asked("SELECT low, high FROM corrected_figures") == [{"low": 12, "high": 20}]


def test_an_edit_beside_a_corrected_cell_is_not_told_as_a_correction(home: Path, ids: dict[str, str]) -> None:
    assert correct(ids["toll"], "--set", "low=9", "--set", "high=9").exit_code == 0
    before = datetime.now(UTC)
    landing(home, world(TEXT.replace("a bakery", "the bakery")))
    carry_over(home, Lake.at(home))
    found = changes(Lake.at(home), before, datetime.now(UTC))
    assert {each.why for each in found} == {"outlet edited the article"}
    assert [each for each in found if "low" in each.before] == []
    edited = datetime.now(UTC)
    new = explain(Lake.at(home), ids["toll"])
    assert new
    assert correct(new["replaced_by"], "--set", "low=8", "--set", "high=8").exit_code == 0
    since_then, since_before = (
        [each for each in changes(Lake.at(home), moment, datetime.now(UTC)) if each.why == "a person corrected it"]
        for moment in (edited, before)
    )
    told = ({"high": "9", "low": "9"}, {"high": "8", "low": "8"})
    assert [(each.before, each.after) for each in since_then if each.table == "figures"] == [told]
    assert [(each.before, each.after) for each in since_before if each.table == "figures"] == [told]


def test_what_others_write_down_while_a_correction_waits_for_its_turn_is_landed_too(
    home: Path, ids: dict[str, str]
) -> None:
    lake = Lake.at(home)
    said = (ids["toll"], ["low=9"], False, "the paper says nine", "A. Desk")
    waiting = Thread(target=put_right, args=(home, lake, *said))
    with lake.turn():
        waiting.start()
        time.sleep(1)  # until it waits; it is never late for what is asked below
        add(home / FILE, HEADER, "", [(ids["hold"], "events", "target", "a post", "read anew", "B. Desk")])
    waiting.join()
    landed_cells = query(lake, "SELECT of_column, value FROM corrections ORDER BY ALL").to_pylist()
    assert [(row["of_column"], row["value"]) for row in landed_cells if row["value"]] == [
        ("low", "9"),
        ("target", "a post"),
    ]
