"""The speaker that a noun phrase names: the fullest name, the actor, the role."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from tests.transforms.facts.quotes.conftest import Said
from transforms.facts.quotes.extraction import quotes


def test_a_title_stands_for_who_was_so_described(said: Said) -> None:
    text = (
        "“The road is closed,” says Maria Lopez, a Goma-based journalist.\n\nPaul Kagame was in Kigali on Friday.\n\n"
        "The rebels are “driven by hunger and fear”, according to the journalist."
    )
    assert said(text)[1] == ("driven by hunger and fear", "Maria Lopez")


DESCRIBED = [
    ("The Vice-Chancellor, Prof Bolanle Shodunke, said: “The money is gone.”", "Bolanle Shodunke"),
    ("“The road is closed,” said the bureau’s acting managing director, Bernard Kosgei.", "Bernard Kosgei"),
    ("Its chief, Ann Roe, said that a proposal to demand payment “will kill the small mill”.", "Ann Roe"),
    ("“The road is closed,” said the boat’s captain, Gudbrandur Hall.", "Gudbrandur Hall"),
    ("“The road is closed,” said the chief of the market, Ba Kounta, a trader.", "Ba Kounta"),
    ("“The road is closed,” said one, Hernando, of Pasto.", "Hernando"),
    ("“The road is closed,” said one of them, Achol Deng, 24, who was shot.", "Achol Deng"),
    ("“The road is closed,” said a fighter who calls himself Abu Dharr.", "Abu Dharr"),
    ("A surgeon, who gave his name as Dr. Imad Zourob, said: “The road is closed.”", "Imad Zourob"),
    ("“The road is closed,” says an old woman who will be called Rasmata.", "Rasmata"),
    ("“The road is closed,” MSF head of mission Raphael Roe said.", "Raphael Roe"),
    ("“The road is closed,” said Al-Monitor website political columnist Semih Idiz.", "Semih Idiz"),
    ("“The road is closed,” said journalist and political activist Wael Abbas.", "Wael Abbas"),
    ("“The road is closed,” said the prime minister, Friday, in Cairo.", "the prime minister"),
    ("Ann Roe said no. A voice is then heard saying: “We will have to stop the show.”", "voice"),
    ("His party, the SDA, blamed “the climate made in the north”.", "the SDA"),
    ("“The road is closed,” said the son of Wael Abbas, who fled.", "son of Wael Abbas"),
    ("Maria Lopez runs the clinic in Goma.\n\n“The road is closed again,” Lopez said.", "Maria Lopez"),
    (
        "In a post, the Polish president wrote: “We will not wait any longer.”\n\n"
        "Polish President Jan Kowal left on Monday. French President Luc Roux stayed.",
        "Jan Kowal",
    ),
]


@pytest.mark.parametrize(("text", "speaker"), DESCRIBED)
def test_a_description_or_a_part_of_a_name_is_its_bearer(said: Said, text: str, speaker: str) -> None:
    assert [name for _, name in said(text)] == [speaker]


def test_a_name_behind_one_is_no_role(parse: Parse) -> None:
    (row,) = quotes(parse("“They gave us fish every day,” said one, Hernando, of Pasto."))
    assert row.role is None


@pytest.mark.parametrize(
    ("phrase", "speaker"),
    [
        ("a spokesman for President Mahmoud Abbas", "spokesman for President Mahmoud Abbas"),
        ("an aide to Governor Maria Lopez", "aide"),
        ("a lawyer for Karim Aziz", "lawyer for Karim Aziz"),
    ],
)
def test_who_speaks_for_somebody_is_somebody_else(parse: Parse, phrase: str, speaker: str) -> None:
    (row,) = quotes(parse(f"“The road is closed again,” {phrase} said."))
    assert (row.speaker or "").removeprefix("a ").removeprefix("an ") == speaker


def test_the_army_that_speaks_is_never_an_armed_group(parse: Parse) -> None:
    (quote,) = quotes(parse("Hezbollah fired rockets at the town. “We lost nobody in the fight,” the army said."))
    assert (quote.speaker, quote.speaker_actor) == ("army", "lb-mil")


def test_a_commissioner_is_named_without_his_title(parse: Parse) -> None:
    (quote,) = quotes(parse("Deputy Commissioner Yousaf Karim said that troops had cordoned off the area."))
    assert quote.speaker == "Yousaf Karim"
