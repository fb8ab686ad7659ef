"""The noun phrase beside a cue, without the times and asides around it."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from tests.transforms.facts.quotes.conftest import SpeakerOf
from transforms.facts.quotes.extraction import quotes


def test_a_role_has_no_time_in_it(parse: Parse) -> None:
    (quote,) = quotes(parse("Last night Governor Maria Lopez said the road was “closed once and for all”."))
    assert quote.role == "Governor"


PHRASES = [
    ("“The road is closed again,” the mayor this week said.", "mayor"),
    ("Last night Governor Maria Lopez said the road was “closed once and for all”.", "Maria Lopez"),
    ("“The road is closed again,” said last night the mayor, Maria Lopez.", "Maria Lopez"),
    ("“The road is closed again,” Mrs May said.", "May"),
    ("“The road is closed again,” said Maria Lopez, a doctor at the clinic.", "Maria Lopez"),
    ("“The road is closed again,” Maria Lopez, a doctor in Goma, told reporters.", "Maria Lopez"),
    ("“The road is closed again,” said Maria Lopez, 45, who fled the town.", "Maria Lopez"),
    ("The army spokesman, Colonel John Smith, said the road was “closed once and for all”.", "John Smith"),
    ("The Red Cross, which says it aims to “protect the victims of war”, left the town.", "Red Cross"),
    ('"It was like a storm," recalled Maria Lopez, a 34-year-old mother of three.', "Maria Lopez"),
    ('The doctor, Maria Lopez, vowed "to keep the clinic open" through the winter.', "Maria Lopez"),
    ('A senior official, speaking on condition of anonymity, said the deal was "close to done."', "A senior official"),
    ("“We have nothing,” Maria Lopez, whose home was destroyed, told the paper.", "Maria Lopez"),
    (
        'The trade minister, Maria Lopez, called the strike "an attack on every household" in the country.',
        "Maria Lopez",
    ),
    ("“The road is closed again,” says the former head of the clinic, Maria Lopez.", "Maria Lopez"),
    ("Ms Lopez’s father, Paul Lopez, said: “She had gone there to teach.”", "Paul Lopez"),
    ("“The road is closed again,” said Spc. Maria Lopez, a gunner.", "Maria Lopez"),
    ("Lopez, joined by two colleagues, said the budget, the decree and the letter were “a step too far”.", "Lopez"),
    (
        'In Dakar, the bank’s spokesman waved away the offer, telling reporters that it "would change nothing."',
        "bank’s spokesman",
    ),
    (
        "The army took the hill, a boast that a rival unit holding trenches there described as “a fairy tale”.",
        "rival unit",
    ),
]


@pytest.mark.parametrize(("text", "speaker"), PHRASES)
def test_a_time_an_aside_or_a_clause_beside_the_cue_is_not_the_speaker(
    speaker_of: SpeakerOf, text: str, speaker: str
) -> None:
    assert speaker_of(text) == speaker
