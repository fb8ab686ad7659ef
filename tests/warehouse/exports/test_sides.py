"""Who did what to whom in the shapes of ACLED and UCDP: known actors, civilians; background if asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.csv
import pytest

from tests.warehouse.exports.conftest import DAY_5, DEC_5
from warehouse import Filters, Lake, LakeError, Linking, export_facts, land

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

STRIKE = {"acled_event": "Explosions/Remote violence", "acled_sub_event": "Air/drone strike"}
CLASH = {"acled_event": "Battles", "acled_sub_event": "Armed clash"}
ATTACK = {"acled_event": "Violence against civilians", "acled_sub_event": "Attack"}
FORCE = {"acled_event": "Protests", "acled_sub_event": "Excessive force against protesters"}
ARMY = {"source": "the army", "source_actor": "sy-mil"}
REBELS = {"source": "rebels", "source_actor": "sy-hts"}
ACTS: dict[str, tuple[dict[str, Any], tuple[int, str] | None]] = {
    "Hama": (STRIKE | ARMY | {"target": "five health centres"}, (11, "civilians")),
    "Homs": (STRIKE | ARMY | {"target": "Homs"}, (7, "people")),
    "Idlib": (STRIKE | {"source": "Warplanes", "target": "four farmers"}, (4, "farmers")),
    "Manbij": (CLASH | {"target": "At least 11 fighters"}, (11, "fighters")),
    "Raqqa": (STRIKE | REBELS | {"target": "army checkpoints"}, (2, "civilians")),
    "Daraa": (ATTACK | REBELS | {"target": "General Adel Haddad"}, (1, "general")),
    "Sarmin": (CLASH | REBELS | {"target": "the army", "target_actor": "sy-mil"}, (9, "soldiers")),
    "Rastan": (CLASH | REBELS | {"target": "rebels", "target_actor": "sy-hts"}, None),
    "Suwayda": (FORCE | ARMY | {"target": "protesters"}, None),
    "Ghouta": (
        STRIKE | {"when_told": "background", "date_start": "2013-08", "date_precision": "month"}, (1400, "people"),
    ),
    "Saraqib": (CLASH | {"source": "Local fighters", "target": "the army", "target_actor": "sy-mil"}, None),
    "Salqin": (CLASH | ARMY | {"target": "gunmen"}, None),
    "Harim": (ATTACK | {"source": "Kurdish fighters", "target": "four farmers"}, None),
    "Palmyra": (CLASH | ARMY | {"modality": "denied"}, None),
    "Tartus": (CLASH | ARMY | {"modality": "planned"}, None),
    "Latakia": (CLASH | ARMY | {"modality": "hypothetical"}, None),
}  # fmt: skip
Read = Callable[..., dict[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def sides(new_home: Callable[[str], tuple[Path, World]], linking: Linking) -> Lake:
    """A lake with an article per act; no test writes to it."""
    home, world = new_home("sides")
    for place, (columns, dead) in ACTS.items():
        sentence = f"It happened in {place}."
        article = world.article(place.lower(), sentence, published=DEC_5)
        town = {"place": place, "place_id": sum(place.encode()), "country": "SY", "geo_precision": 1}
        world.event(article, sentence, **town | DAY_5 | columns)
        if dead:
            world.figure(article, sentence, dead[0], who=dead[1])
    world.run()
    lake = Lake.at(home)
    land(lake, world.batch(), linking=linking)
    return lake


@pytest.fixture
def read(sides: Lake, tmp_path: Path) -> Read:
    """A function that exports in a format and reads the rows back with Arrow, by place."""

    def exported(name: str, by: str, **filters: object) -> dict[str, dict[str, Any]]:
        file = tmp_path / f"{name}.csv"
        file.unlink(missing_ok=True)
        export_facts(sides, name, file, (), Filters(**filters))  # type: ignore[arg-type]
        read_back = pyarrow.csv.ConvertOptions(strings_can_be_null=True)
        return {row[by]: row for row in pyarrow.csv.read_csv(file, convert_options=read_back).to_pylist()}

    return exported


def test_what_is_told_only_as_history_is_left_out_unless_asked_for(read: Read) -> None:
    assert "Ghouta" not in read("acled", "location")
    told = read("acled", "location", background=True)
    assert (told["Ghouta"]["fatalities"], told["Ghouta"]["tags"]) == (1400, "background")
    assert told["Hama"]["tags"] is None


@pytest.mark.parametrize(
    ("name", "by", "column", "news", "history"),
    [
        ("ucdp-ged", "where_description", "code_status", "machine-read", "machine-read, background"),
        ("hxl", "location", "background", "false", "true"),
    ],
)
def test_a_column_tells_history(read: Read, name: str, by: str, column: str, news: str, history: str) -> None:
    assert "Ghouta" not in read(name, by)
    told = read(name, by, background=True)
    assert (str(told["Hama"][column]), str(told["Ghouta"][column])) == (news, history)


@pytest.mark.parametrize("name", ["csv", "gdelt", "acled-weekly"])
def test_history_is_no_choice_where_no_column_tells_it(sides: Lake, tmp_path: Path, name: str) -> None:
    with pytest.raises(LakeError, match=f"{name}: has no column that tells background"):
        export_facts(sides, name, tmp_path / "out", (), Filters(background=True))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("place", "actor1", "actor2", "targeting"),
    [
        ("Hama", "Syrian Arab Army", "Civilians (Syria)", "Civilian targeting"),  # by the word for the dead
        ("Homs", "Syrian Arab Army", None, None),
        ("Idlib", None, "Civilians (Syria)", "Civilian targeting"),
        ("Manbij", None, None, None),
        ("Raqqa", "Hayat Tahrir al-Sham", None, None),
        ("Daraa", "Hayat Tahrir al-Sham", None, None),
        ("Sarmin", "Hayat Tahrir al-Sham", "Syrian Arab Army", None),
        ("Rastan", "Hayat Tahrir al-Sham", None, None),
        ("Suwayda", "Protesters (Syria)", "Syrian Arab Army", "Civilian targeting"),
        ("Saraqib", "Unidentified Armed Group (Syria)", "Syrian Arab Army", None),
        ("Salqin", "Syrian Arab Army", "Unidentified Armed Group (Syria)", None),
        ("Harim", None, "Civilians (Syria)", "Civilian targeting"),
    ],
)
def test_acled_names_actors_and_civilians_alone(
    read: Read, place: str, actor1: str | None, actor2: str | None, targeting: str | None
) -> None:
    told = read("acled", "location")[place]
    assert (told["actor1"], told["actor2"], told["civilian_targeting"]) == (actor1, actor2, targeting)


def test_an_unidentified_armed_group_is_a_political_militia(read: Read) -> None:
    told = read("acled", "location")
    assert [told["Saraqib"][name] for name in ("inter1", "inter2")] == ["Political militia", "State forces"]
    assert told["Saraqib"]["interaction"] == "Political militia-State forces"
    assert told["Salqin"]["inter2"] == "Political militia"
    assert told["Saraqib"]["notes"] == "It happened in Saraqib. Source as written: Local fighters."


def test_other_words_for_the_sides_stand_in_the_notes(read: Read) -> None:
    told = read("acled", "location")
    assert told["Hama"]["notes"] == "It happened in Hama. Target as written: five health centres."
    assert (
        told["Idlib"]["notes"] == "It happened in Idlib. Source as written: Warplanes. Target as written: four farmers."
    )
    assert told["Sarmin"]["notes"] == "It happened in Sarmin."


def test_what_did_not_happen_is_no_row(read: Read) -> None:
    assert not {"Palmyra", "Tartus", "Latakia"} & set(read("acled", "location", background=True))


@pytest.mark.parametrize(
    ("place", "kind", "first", "second", "civilians", "unknown"),
    [
        ("Hama", 3, "Syrian Arab Army", "Civilians", 11, 0),
        ("Homs", None, "Syrian Arab Army", None, 0, 7),
        ("Idlib", None, None, "Civilians", 4, 0),
        ("Manbij", None, None, None, 0, 11),
        ("Raqqa", None, "Hayat Tahrir al-Sham", None, 2, 0),
        ("Sarmin", 1, "Syrian Arab Army", "Hayat Tahrir al-Sham", 0, 9),
    ],
)
def test_ucdp_has_sides_and_their_dead_where_they_are_told(
    read: Read, place: str, kind: int | None, first: str | None, second: str | None, civilians: int, unknown: int
) -> None:
    told = read("ucdp-ged", "where_description")[place]
    assert (told["type_of_violence"], told["side_a"], told["side_b"]) == (kind, first, second)
    assert (told["dyad_name"] is None) == (first is None or second is None)
    assert (told["deaths_civilians"], told["deaths_unknown"]) == (civilians, unknown)
    assert told["best"] == sum(told[f"deaths_{side}"] for side in ("a", "b", "civilians", "unknown"))
