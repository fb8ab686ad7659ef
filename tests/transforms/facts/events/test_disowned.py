"""Who says to have had no part in an act did not do it."""

from __future__ import annotations

import pytest

from tests.documents import Parse, last_event, token_of
from transforms.facts.events.disowned import is_disowned


@pytest.mark.parametrize(
    ("text", "act", "expected"),
    [
        ("Elders said their men had no connection with the ambush.", "ambush", True),
        ("The militia denied involvement in the raid on Saturday.", "raid", True),
        ("The army did not have any role in the bombing.", "bombing", True),
        ("The tribe had nothing to do with the bombing.", "bombing", True),
        ("The militia claimed responsibility for the ambush.", "ambush", False),
        ("The police investigated his role in the raid.", "raid", False),
        ("The elders denied any part in the ambush on Monday.", "ambush", True),
        ("The men took part in the raid.", "raid", False),
    ],
)
def test_an_act_is_disowned_by_who_has_no_part_in_it(parse: Parse, text: str, act: str, expected: bool) -> None:
    assert is_disowned(token_of(parse(text), act)) == expected


def test_who_has_nothing_to_do_with_an_act_is_not_its_source(parse: Parse) -> None:
    assert last_event(parse, "The tribe had nothing to do with the bombing.", "bombing").source is None
    assert last_event(parse, "The rebels answered with a bombing.", "bombing").source == "The rebels"
