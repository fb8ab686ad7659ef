"""Mines and planted bombs: what they are, and what they did."""

from __future__ import annotations

import pytest

from tests.documents import Parse, last_event, token_of
from transforms.facts.events.traps import is_by_trap, is_trap, trips


@pytest.mark.parametrize(
    ("text", "word", "is_one"),
    [
        ("A taxi hit a landmine near Bunagana.", "landmine", True),
        ("Two shepherds were wounded by an explosive device.", "device", True),
        ("A roadside bomb killed three officers.", "bomb", True),
        ("A bus struck a mine near the port.", "mine", True),
        ("Troops fired on strikers at a mine in Jerada.", "mine", False),
        ("Gunmen attacked a gold mine in Jerada.", "mine", False),
        ("A jet dropped a bomb on the village.", "bomb", False),
    ],
)
def test_what_lies_in_wait(parse: Parse, text: str, word: str, is_one: bool) -> None:
    assert is_trap(token_of(parse(text), word)) is is_one


@pytest.mark.parametrize(
    ("text", "act", "is_one"),
    [
        ("A bus struck a mine near the port, and six women were killed.", "struck", True),
        ("A bus struck a mine near the port, and six women were killed.", "killed", True),
        ("A farmer was killed when his tractor drove over an anti-tank mine.", "killed", True),
        ("An improvised explosive device killed four soldiers.", "killed", True),
        ("Two attackers were killed and a third lost a leg to a landmine.", "killed", False),
        ("Six men were killed at a gold mine on Monday.", "killed", False),
        ("Rebels killed six men beside a landmine.", "killed", False),
    ],
)
def test_what_a_mine_did(parse: Parse, text: str, act: str, is_one: bool) -> None:
    assert is_by_trap(token_of(parse(text), act)) is is_one


def test_who_sets_off_a_mine(parse: Parse) -> None:
    document = parse("Their truck hit a landmine. A shell hit the market.")
    assert [trips(token) for token in document.doc if token.text == "hit"] == [True, False]


def test_a_mine_takes_no_doer_from_the_act_before(parse: Parse) -> None:
    text = "Government forces shelled Hama last week. On Tuesday a bus struck a mine, and six women were killed."
    event = last_event(parse, text, "killed")
    assert (event.source, event.acled_sub_event) == (None, "Remote explosive/landmine/IED")
