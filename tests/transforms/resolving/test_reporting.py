"""Whoever gives the number is the speaker, wherever the verb of saying stands."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.figures.extraction import figures


@pytest.mark.parametrize(
    ("text", "teller"),
    [
        ("Bombers hit a hotel in Mogadishu, killing at least six people, police and guests said.", "police and guests"),
        ("Gunmen attacked a village, killing more than 20 people, army officers and villagers said.",
         "army officers and villagers"),
        ("A shell hit a school, killing at least eight children, doctors and a local official said.",
         "doctors and a local official"),
        ("The figure is lower than that of the RSF, who said that 42 civilians had been killed.", "the RSF"),
        ("The toll was higher than that given by residents, who said 60 people had been killed.", "residents"),
        ("Those killed were civilians, according to the Houthis, who said 11 people had died.", "the Houthis"),
        ("Residents told AFP that 17 people had been killed in the shelling.", "Residents"),
        ("Ten people died in an attack, Reuters reported, citing the police union.", "the police union"),
        ("Shelling killed two women, Ukrainian news agency Ukrinform reported, citing the ministry.", "the ministry"),
        ("Gunmen killed three farmers near Jos and six others in Dura, a community leader said.", "a community leader"),
        ("Seven people were killed in the strike, the port authority, a state body, said.", "the port authority"),
        ("Jets killed nine people in Nyala, the biggest city held by the RSF, a rights group said.", "a rights group"),
        ("Mortars killed two women in Bunia, the main town of the province, nurses said.", "nurses"),
        ("Ten rebels were killed, state television reported, quoting the army.", "the army"),
        ("Ten people died in an attack, Reuters reported, citing fears of more to come.", "Reuters"),
        ("Six people were killed on Tuesday, Reuters reported.", "Reuters"),
        ("Police, who counted five dead, said the bomb had been hidden in a cart.", "Police"),
        ("Correction: Our report on Monday said that six soldiers were killed in Babanusa.", None),
        ("An earlier version of this article said 12 people had been killed in the strike.", None),
    ],
)  # fmt: skip
def test_whoever_gives_the_number_is_the_speaker(parse: Parse, text: str, teller: str | None) -> None:
    assert [figure.attribution for figure in figures(parse(text))] == [teller]
