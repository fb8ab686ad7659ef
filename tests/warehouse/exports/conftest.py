"""One small lake for all formats: an exact town, a vague area, a country, a claim, aid, and text that is a formula."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from transforms.tables.schema import Actor
from warehouse import Exported, Filters, Lake, Linking, export_facts, land

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

Export = Callable[..., list[Exported]]
CLASH = "Rebels fought the army in Hama and killed 12 people."
DEC_5, DEC_8 = date(2024, 12, 5), date(2024, 12, 8)
HAMA = {
    "place": "Hama", "place_id": 170017, "country": "SY", "admin1": "10", "geo_precision": 1,
    "latitude": 35.13, "longitude": 36.76,
}  # fmt: skip
GHOUTA = {
    "place": "Ghouta", "country": "SY", "admin1": "08", "geo_precision": 2,
    "west": 36.2, "south": 33.4, "east": 36.5, "north": 33.6,
}  # fmt: skip
BESIDE = {
    "place": "eastern Idlib", "place_id": 169389, "country": "SY", "admin1": "12", "geo_precision": 2,
    "latitude": 35.93, "longitude": 36.63,
}  # fmt: skip
DAY_5 = {"date_start": "2024-12-05", "date_precision": "day"}
DAY_7 = {"date_start": "2024-12-07", "date_precision": "day"}


@pytest.fixture(scope="session")
def new_home(
    tmp_path_factory: pytest.TempPathFactory, empty_home: Path, worlds: Callable[..., World]
) -> Callable[[str], tuple[Path, World]]:
    """A function that makes a home of a name, and a world with the two sides of a fight."""

    def made(name: str) -> tuple[Path, World]:
        home = tmp_path_factory.mktemp(name)
        shutil.copytree(empty_home, home, dirs_exist_ok=True)
        world = worlds()
        world.rows["actors"] = [
            Actor("sy-mil", "Syrian Arab Army", kind="military", country="SY"),
            Actor("sy-hts", "Hayat Tahrir al-Sham", kind="armed group", country="SY"),
        ]
        return home, world

    return made


@pytest.fixture(scope="session")
def told(new_home: Callable[[str], tuple[Path, World]], linking: Linking) -> Lake:
    """The lake; no test writes to it."""
    home, world = new_home("told")
    clash = {"acled_event": "Battles", "acled_sub_event": "Armed clash", "cameo": "190"}
    sides = {"source": "rebels", "source_actor": "sy-hts", "target": "the army", "target_actor": "sy-mil"}
    one = world.article("clash", CLASH, published=DEC_5)
    world.event(one, CLASH, **clash, **HAMA, **DAY_5, **sides, confidence=0.9)
    world.figure(one, CLASH, 12, **HAMA, period_start="2024-12-05", period_end="2024-12-05")
    two = world.article("strike", "=Jets hit Ghouta,\tand more. They sent aid to Syria.", published=DEC_8, site="@Post")
    strike = {"acled_event": "Explosions/Remote violence", "acled_sub_event": "Air/drone strike", "cameo": "195"}
    world.event(two, "=Jets hit Ghouta,\tand more.", **strike, **GHOUTA, **DAY_7, source="=jets", confidence=0.6)
    aid = {"trigger": "sent", "plover": "AID", "plover_mode": "humanitarian", "cameo": "073"}
    world.event(two, "They sent aid to Syria.", **aid, country="SY", place="Syria", geo_precision=3, confidence=0.7)
    three = world.article(
        "seen", "Shells hit eastern Idlib on Saturday. Somebody fled. Rebels took Hama.", published=DEC_8
    )
    world.event(
        three, "Shells hit eastern Idlib on Saturday.", **strike, **BESIDE, **DAY_7, modality="claimed", confidence=0.3
    )
    world.event(three, "Somebody fled.", plover="RETREAT", plover_mode="withdraw", modality="denied", cameo="087")
    world.event(three, "Rebels took Hama.", territory="gained", source="rebels", **HAMA, **DAY_7, cameo="190")
    world.quote(one, CLASH, "fought the army")
    world.run()
    lake = Lake.at(home)
    land(lake, world.batch(), linking=linking)
    return lake


@pytest.fixture
def export(told: Lake, tmp_path: Path) -> Export:
    """A function that exports in a format to a target, with tables and filters, and returns the written files."""

    def exported(name: str, target: str, *tables: str, **filters: object) -> list[Exported]:
        return export_facts(told, name, tmp_path / target, tables, Filters(**filters))  # type: ignore[arg-type]

    return exported
