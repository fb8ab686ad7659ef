"""Two nights in a lake from a few articles, one of them hostile, and the brief of the second."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as arrow
import pytest
from playwright.sync_api import Browser

from flows.brief.data import Brief, gather
from flows.brief.shelf import keep
from flows.brief.span import of_latest
from tests.chromium import chromium
from tests.warehouse.conftest import LINKING, World
from transforms.tables.schema import to_arrow
from warehouse import Lake, Landing, land

NIGHT = date(2024, 12, 9)
USUAL = 20
"""Days of the four weeks before the last with one incident each."""
HOSTILE = (
    "Rebels</script></title><script>document.title='hit'</script><img src='https://evil.example/a.png' "
    "onerror=\"document.title='hit'\"> 'and' \"quoted\" {{ 7 * 7 }} \u2028 &lt;b&gt; \x1b[31m\u202ered"
)
"""Hostile text: markup, closing tags, templates, line separators and control characters."""
BATTLE = {"acled_event": "Battles", "acled_sub_event": "Armed clash", "date_precision": "day", "country": "SY"}


def dated(day: date) -> dict[str, str]:
    return {"date_start": day.isoformat(), "date_end": day.isoformat()}


def town(name: str, number: int) -> dict[str, object]:
    """A separate town, on a grid in Syria."""
    at = {"latitude": 34.0 + number % 5 * 0.4, "longitude": 36.5 + number // 5 * 0.4}
    return {"place": name, "place_id": 1000 + number, "geo_precision": 1, **at}


def battle(world: World, name: str, day: date, number: int, site: str = "The Ridge") -> None:
    """An article about one clash in a separate town."""
    sentence = f"Fighters clashed with the army in Town{number} that day."
    world.article(name, sentence, published=day, site=site)
    world.event(name, sentence, **BATTLE | town(f"Town{number}", number) | dated(day) | {"source": "fighters"})


def toll(world: World, name: str, day: date, dead: int, site: str) -> None:
    """An article about the strike on the market of Hama."""
    sentence = f"A strike on the market of Hama killed {dead} people on Saturday."
    world.article(name, sentence, published=day, site=site)
    where = town("Hama", 50) | {"country": "SY"}
    strike = {"acled_event": "Explosions/Remote violence", "acled_sub_event": "Air/drone strike"}
    on = dated(date(2024, 12, 7))
    world.event(name, sentence, trigger="killed", **BATTLE | strike | where | on)
    world.figure(name, sentence, dead, **where, period_start=on["date_start"], period_end=on["date_end"])


def first_night() -> World:
    world = World("night-1")
    world.actor("sy-mil", "Syrian Arab Army")
    world.actor("rebels", "Rebels")
    for number in range(USUAL):
        battle(world, f"usual-{number}", NIGHT - timedelta(days=8 + number), number)
    toll(world, "market", NIGHT - timedelta(days=1), 12, "The Ridge")
    battle(world, "gone", NIGHT - timedelta(days=1), 40, site="The Valley")
    sentence = "Rebels captured Homs on Sunday."
    world.article("homs", sentence, published=NIGHT - timedelta(days=1))
    world.hold("homs", sentence, "Homs", "Rebels", **dated(NIGHT - timedelta(days=1)), date_precision="day",
               source_actor="rebels", latitude=34.72, longitude=36.72, acled_event="Battles")  # fmt: skip
    world.mention("homs", sentence, "Rebels", actor_id="rebels", name="Rebels")
    return world


def second_night() -> World:
    world = World("night-2")
    world.actor("evil", HOSTILE)
    toll(world, "market-again", NIGHT, 15, "The Valley")
    for number in range(12):
        battle(world, f"more-{number}", NIGHT - timedelta(days=number % 2), 60 + number)
    hostile(world)
    sentence = "Nine people died in Idlib, not seven, the ministry said."
    world.article("corrected", sentence, published=NIGHT)
    now = world.figure("corrected", sentence, 9, number="Nine", place="Idlib", country="SY")
    was = {"number": "seven", "modality": "denied", "corrected_by": now.fact_id}
    world.figure("corrected", sentence, 7, place="Idlib", country="SY", **was)
    sentence = "About 3,000 people fled Idlib on Monday."
    world.article("fled", sentence, published=NIGHT)
    world.figure("fled", sentence, 3000, measure="displaced", place="Idlib", country="SY", high=None)
    for number, speaker in enumerate(("The Syrian army", "Syrian army")):
        sentence = f"{speaker} said it had left post {number}."
        world.article(f"said-{number}", sentence, published=NIGHT)
        world.quote(f"said-{number}", sentence, f"it had left post {number}", kind="indirect", speaker=speaker)
    world.reject("broken")
    return world


def hostile(world: World) -> None:
    """An article in which every text shown by the brief is an attack."""
    sentence = f"{HOSTILE} clashed in {HOSTILE}."
    world.article("evil", sentence, published=NIGHT, site=HOSTILE)
    where = town(HOSTILE, 80) | {"country": "SY"}
    world.event("evil", sentence, **BATTLE | where | dated(NIGHT) | {"source": HOSTILE, "target": HOSTILE},
                source_actor="evil", target_actor="sy-mil", attribution=HOSTILE)  # fmt: skip
    world.quote("evil", sentence, HOSTILE, speaker=HOSTILE, role=HOSTILE, speaker_actor="evil")
    world.mention("evil", sentence, HOSTILE, actor_id="evil", name=HOSTILE)


def landed(lake: Lake, world: World, night: date | None = NIGHT, withdrawn: tuple[str, ...] = ()) -> None:
    """Land a night, or a run by hand, as a run does, with its row in `runs` made during the landing."""
    world.run()
    (run,) = world.rows.pop("runs")
    begun = replace(run, night=night, first_night=night, started=datetime.now(UTC))

    def account(_: Landing) -> arrow.Table:
        return to_arrow("runs", [replace(begun, ended=datetime.now(UTC))])

    land(lake, world.batch(), account, withdrawn, linking=LINKING)


@pytest.fixture(scope="session")
def told_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the two nights in its lake; the second withdraws an article of the first."""
    home = tmp_path_factory.mktemp("brief")
    lake = Lake.at(home)
    landed(lake, first_night(), NIGHT - timedelta(days=1))
    landed(lake, second_night(), NIGHT, withdrawn=("gone",))
    return home


@pytest.fixture(scope="session")
def latest(told_home: Path) -> Brief:
    """The brief of the second night."""

    lake = Lake.at(told_home)
    return gather(lake, of_latest(lake), [], "nothing came of 1 of 2 sources.", ["Rebels", "Nobody of that name"])


@pytest.fixture(scope="session")
def kept(told_home: Path, latest: Brief) -> Path:
    """The file of that brief."""
    return keep(told_home, latest)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started
