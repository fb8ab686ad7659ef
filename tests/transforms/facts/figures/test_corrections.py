"""Numbers that the text takes back or corrects."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.figures.extraction import figures
from transforms.tables.normalise import fact_ids


def test_an_earlier_account_that_is_corrected_is_denied(parse: Parse) -> None:
    (figure,) = figures(parse("The statement corrected an earlier one that said 8 people were killed."))
    assert (figure.low, figure.modality) == (8, "denied")


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("An earlier report that 30 people were killed was wrong; the ministry corrected the toll to 14.", 30, 14),
        ("The toll was 14, not 30 as earlier reported.", 30, 14),
        ("The ministry retracted its toll of 30. It now says 14 villagers died.", 30, 14),
        ("Officials earlier said 20 people were killed, but later said 14.", 20, 14),
        ("Police initially reported 30 deaths but on Tuesday put the number at 22.", 30, 22),
        ("The ministry had said 41 people were killed in the strike. It now says 36.", 41, 36),
        ("The governor's office lowered its toll from 41 dead to 36.", 41, 36),
        ("The toll was revised down to 9 from 12.", 12, 9),
        ("A bomb killed 15 people in Mosul on Monday, police said. They later revised the figure to 11.", 15, 11),
        ("An earlier version of this article said that 45 people had died. The correct number is 34.", 45, 34),
        ("Correction: Our report on Monday said that six soldiers were killed in Babanusa. The army gives four.", 6, 4),
        (
            "Correction: Our report of March 11 said that six soldiers had been killed in the attack on the base. "
            "The army has since corrected the number. Four soldiers were killed.",
            6,
            4,
        ),
        (
            "Fighters killed 15 people in Mondoro on Saturday, officials said. "
            "Correction: This article has been amended. It said originally that 50 people were killed.",
            50,
            15,
        ),
        ("Clarification: A report published on Sunday said that three marines died in the ambush. Two died.", 3, 2),
        ("CORRECTION – In our report on Monday we said that six men were killed. In fact, four men were killed.", 6, 4),
        ("An article on Monday misstated the number of people killed in Homs. It was nine, not ten.", 10, 9),
        (
            "At least 23 people were killed, the Doctors Network said. The network had earlier put the toll at 31.",
            31,
            23,
        ),
    ],
)
def test_a_number_taken_back_is_denied_and_points_to_the_right_one(
    parse: Parse, text: str, wrong: int, right: int
) -> None:
    by_number = {figure.low: figure for figure in figures(parse(text))}
    ids = dict(zip(by_number, fact_ids("figures", list(by_number.values())), strict=True))
    assert (by_number[wrong].modality, by_number[wrong].corrected_by) == ("denied", ids[right])
    assert by_number[right].modality in ("asserted", "claimed")
    assert by_number[right].corrected_by is None


@pytest.mark.parametrize(
    "text",
    [
        "The army had said 20 people were killed. Residents later said 34.",
        "The ministry said 41 people were killed in the strike. It now says 36 soldiers died in the raid.",
        "Officials earlier said 20 people were killed, and later that 14 people were hurt.",
    ],
)
def test_another_teller_or_another_count_takes_nothing_back(parse: Parse, text: str) -> None:
    assert not any(figure.corrected_by for figure in figures(parse(text)))


@pytest.mark.parametrize(
    ("text", "right", "wrong", "place"),
    [
        (
            "In an article on Tuesday about a bomb in Mosul, we misstated the number of people killed. "
            "It was five, not six.",
            5,
            6,
            "Mosul",
        ),
        (
            "In an earlier article, the number of people killed in the shelling of a bakery in Idlib was incorrect. "
            "The correct number is eight, not nine.",
            8,
            9,
            "Idlib",
        ),
    ],
)
def test_a_later_article_may_correct_the_number_of_an_earlier_one(
    parse: Parse, text: str, right: int, wrong: int, place: str
) -> None:
    found = {(f.measure, f.low, f.place, f.corrected_by is None) for f in figures(parse(text))}
    assert found == {("killed", right, place, True), ("killed", wrong, place, False)}


@pytest.mark.parametrize("text", ["The match was a good one. It was five, not six.", "It was five, not six."])
def test_what_corrects_no_number_of_people_is_no_figure(parse: Parse, text: str) -> None:
    assert figures(parse(text)) == []


def test_a_speaker_who_corrects_a_statement_gives_a_number_anew(parse: Parse) -> None:
    text = (
        "The army corrected its earlier statement on Tuesday and said that 22 soldiers had been killed in the ambush."
    )
    assert [figure.modality for figure in figures(parse(text))] == ["claimed"]


@pytest.mark.parametrize(
    ("text", "modes"),
    [
        ("Rebels said nine of their men were killed at Harib, rejecting the army's claim of 30 rebel dead.",
         {9: "claimed", 30: "denied"}),
        ("The ministry dismissed a report of 14 deaths in Homs.", {14: "denied"}),
        ("The ministry repeated a report of 14 deaths in Homs.", {14: "asserted"}),
        ("Rebels rejected the truce and said 14 of their men had been killed.", {14: "claimed"}),
    ],
)  # fmt: skip
def test_a_number_that_another_side_rejects_is_denied(parse: Parse, text: str, modes: dict[int, str]) -> None:
    assert {figure.low: figure.modality for figure in figures(parse(text))} == modes
