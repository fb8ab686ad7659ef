"""The day of an act is that of the clause beside it."""

from __future__ import annotations

import pytest

from tests.documents import Parse, token_of
from tests.transforms.resolving.timing.conftest import FRIDAY
from transforms.facts.events.learned.own_day import day_beside, is_before_news


@pytest.mark.parametrize(
    ("text", "act", "day"),
    [
        ("On Monday they remembered the raid of 10 May 2015, when rebels killed nine people.", "killed", "2015-05-10"),
        ("It was the worst week since August, when shells killed nine farmers.", "killed", "2024-08"),
        ("The mayor said on Tuesday that he was asleep when rebels killed nine people.", "killed", None),
        ("They were asleep on Tuesday, when rebels who came on Sunday killed a guard.", "came", None),
        ("The militia claimed on Wednesday the ambush in which nine soldiers died on Sunday.", "ambush", "2024-12-01"),
        ("The militia spoke of an ambush that it had planned on Sunday.", "ambush", None),
    ],
)  # fmt: skip
def test_an_act_is_on_the_day_of_the_clause_beside_it(parse: Parse, text: str, act: str, day: str | None) -> None:
    found = day_beside(token_of(parse(text), act), FRIDAY)
    assert (found.start if found else None) == day


@pytest.mark.parametrize(
    ("text", "act", "is_before"),
    [
        ("The death toll of a strike on a school in Hama has risen to 16.", "strike", True),
        ("A fourth guard has died after rebels shelled a bridge in Hama.", "shelled", True),
        ("A guard died after rebels shelled a bridge in Hama.", "shelled", False),
        ("A strike on a school in Hama has killed 16 people.", "strike", False),
    ],
)
def test_what_has_come_of_an_act_is_told_later(parse: Parse, text: str, act: str, is_before: bool) -> None:
    assert is_before_news(token_of(parse(text), act)) is is_before
