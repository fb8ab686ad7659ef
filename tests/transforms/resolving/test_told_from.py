"""Where an act was is told apart from where somebody tells of it, and from where those whom it befell were going."""

from __future__ import annotations

import pytest

from tests.documents import Parse, token_of
from transforms.facts.figures.extraction import figures
from transforms.resolving.told_from import is_where_bound, is_where_told

RAID = "Gunmen raided the town of Saraqib on Monday. "


@pytest.mark.parametrize(
    ("text", "act", "place", "is_told_there"),
    [
        (RAID + "Nine people died in the raid, according to a nurse at the hospital in Hama.", "died", "Hama", True),
        (RAID + "A doctor in Hama said that nine people had died in the attack.", "died", "Hama", True),
        (RAID + "The mission in Hama said that gunmen had killed nine people in the town.", "killed", "Hama", True),
        (RAID + "A doctor in Saraqib said that nine had died in the attack.", "died", "Saraqib", False),
        (RAID + "A doctor in Hama said that nine people had died in a raid.", "died", "Hama", False),
        (RAID + "Nine people died in the raid on Hama, according to a nurse.", "died", "Hama", False),
        ("A doctor in Hama said that nine people had died in the attack.", "died", "Hama", False),
    ],
)
def test_a_known_act_is_not_where_it_is_told(
    parse: Parse, text: str, act: str, place: str, is_told_there: bool
) -> None:
    document = parse(text)
    places = [word for word in document.doc if word.text == place]
    assert is_where_told(places[-1], token_of(document, act), document) == is_told_there


def test_a_toll_is_not_where_it_is_told(parse: Parse) -> None:
    (figure,) = figures(parse(RAID + "Nine people died in the raid, according to a nurse at the hospital in Hama."))
    assert (figure.low, figure.place) == (9, None)


@pytest.mark.parametrize(
    ("text", "place", "is_bound"),
    [
        ("Soldiers escorting a convoy to the besieged town of Djibo were ambushed.", "Djibo", True),
        ("Gunmen opened fire on a bus to Mopti on Monday.", "Mopti", True),
        ("Gunmen stopped lorries heading for Gao on Monday.", "Gao", True),
        ("Gunmen opened fire on a bus in Mopti on Monday.", "Mopti", False),
        ("The army sent troops to the town of Gao on Monday.", "Gao", False),
    ],
)
def test_an_act_is_not_where_a_convoy_goes(parse: Parse, text: str, place: str, is_bound: bool) -> None:
    assert is_where_bound(token_of(parse(text), place)) == is_bound
