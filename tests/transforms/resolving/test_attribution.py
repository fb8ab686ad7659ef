"""Each clause has its own speakers."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.figures.extraction import figures


@pytest.mark.parametrize(
    ("text", "tellers"),
    [
        (
            "Shells killed 6 men and burned 3 cars, two officers and a councillor said.",
            ["two officers and a councillor"],
        ),
        ("Gunmen killed nine villagers on Monday, police and witnesses said.", ["police and witnesses"]),
        ("Rebels shot two soldiers dead, the ministry and the army said.", ["the ministry and the army"]),
        ("Residents and aid workers said nine people were killed.", ["Residents and aid workers"]),
        ("Rebels killed nine people after a long siege, residents and medics said.", ["residents and medics"]),
        (
            "Two men were shot dead, according to the Northern Human Rights Network.",
            ["the Northern Human Rights Network"],
        ),
        ("The shadow National Unity Government said ten people were killed.", ["The shadow National Unity Government"]),
        ("Rebels killed nine people and the army said it would answer.", [None]),
        ("The WHO said on Tuesday that doctors had treated 40 wounded people.", ["The WHO"]),
        (
            "A doctor at the clinic, Thuraya Warathan, said by telephone that nine people were killed.",
            ["Thuraya Warathan"],
        ),
        ("IS said on Monday that it had killed nine soldiers.", ["IS"]),
        ("IS claimed the ambush in which nine soldiers died.", [None]),
        ("IS claimed the deaths of nine soldiers.", ["IS"]),
        (
            "Nine people were killed by shells, the army said; six soldiers have died since, medics say.",
            ["the army", "medics"],
        ),
        (
            "Nine people have been killed, the ministry says; six soldiers have died, according to the army.",
            ["the ministry", "the army"],
        ),
        ("Shells killed nine people; six soldiers also died, the army said.", ["the army", "the army"]),
    ],
)
def test_a_figure_has_the_speakers_of_its_own_clause(parse: Parse, text: str, tellers: list[str | None]) -> None:
    assert list(dict.fromkeys(figure.attribution for figure in figures(parse(text)))) == list(dict.fromkeys(tellers))
