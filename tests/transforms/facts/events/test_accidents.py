"""Harm by accident or nature is no assault; harm by an attack beside it is."""

from __future__ import annotations

import pytest

from tests.documents import Parse, token_of
from transforms.facts.events.accidents import is_accident


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("A wall of a mosque fell on worshippers and killed five people.", "killed"),
        ("A crane collapsed at a building site in Dhaka on Tuesday.", "collapsed"),
        ("The roof of a church fell in Uyo on Saturday. At least 60 people were killed.", "killed"),
        ("Police had shot two protesters. On Saturday a billboard fell onto a taxi and injured four.", "injured"),
        ("A military helicopter crashed near Mandalay on Tuesday, killing all nine people on board.", "killing"),
        ("A cargo plane carrying soldiers crashed on landing in Khartoum on Tuesday.", "crashed"),
        ("A landslide buried a mining camp near Rubaya on Friday. At least 70 miners were killed.", "killed"),
        ("A collision of two trucks killed eleven soldiers on the road to Arlit on Thursday.", "collision"),
        ("A dam collapsed above Derna on Sunday. More than 4,000 people were killed.", "killed"),
    ],
)
def test_what_falls_or_crashes_attacks_nobody(parse: Parse, text: str, trigger: str) -> None:
    token = token_of(parse(text), trigger)
    assert is_accident(token, "ASSAULT")
    assert not is_accident(token, "AID")


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("A missile hit a block in Sumy. Part of the building collapsed, killing nine residents.", "killing"),
        ("Two crew members were killed when a drone sank the ferry near Kerch.", "killed"),
        ("Rebels shot down a helicopter. It crashed into a house, killing three soldiers.", "killing"),
        ("An explosion at an arms depot killed 20 soldiers. Houses collapsed for a mile around.", "collapsed"),
        ("The bridge had collapsed in a flood. Militants killed six villagers.", "killed"),
        ("Nine people were killed in Hama on Tuesday.", "killed"),
    ],
)
def test_what_an_attack_brings_down_stays_an_assault(parse: Parse, text: str, trigger: str) -> None:
    assert not is_accident(token_of(parse(text), trigger), "ASSAULT")
