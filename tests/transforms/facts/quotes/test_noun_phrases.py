"""The noun phrase beside a cue, without the times and asides around it."""

from __future__ import annotations

import pytest

from tests.transforms.facts.quotes.conftest import SpeakerOf
from tests.transforms.parsing import Parse
from transforms.facts.quotes.extraction import quotes


def test_a_role_has_no_time_in_it(parse: Parse) -> None:
    (quote,) = quotes(parse("Last night Governor Maria Lopez said the road was “closed once and for all”."))
    assert quote.role == "Governor"


PHRASES = [
    ("time before the verb", "“The road is closed again,” the mayor this week said.", "mayor"),
    ("time at the head", "Last night Governor Maria Lopez said the road was “closed once and for all”.", "Maria Lopez"),
    ("time after the verb", "“The road is closed again,” said last night the mayor, Maria Lopez.", "Maria Lopez"),
    ("a month that is a name", "“The road is closed again,” Mrs May said.", "May"),
    ("after, with apposition", "“The road is closed again,” said Maria Lopez, a doctor at the clinic.", "Maria Lopez"),
    (
        "after, subject with apposition",
        "“The road is closed again,” Maria Lopez, a doctor in Goma, told reporters.",
        "Maria Lopez",
    ),
    ("age", "“The road is closed again,” said Maria Lopez, 45, who fled the town.", "Maria Lopez"),
    (
        "title and comma",
        "The army spokesman, Colonel John Smith, said the road was “closed once and for all”.",
        "John Smith",
    ),
    (
        "relative clause",
        "The Red Cross, which says it aims to “protect the victims of war”, left the town.",
        "Red Cross",
    ),
    ("name with age", '"It was like a storm," recalled Maria Lopez, a 34-year-old mother of three.', "Maria Lopez"),
    ("aside", 'The doctor, Maria Lopez, vowed "to keep the clinic open" through the winter.', "Maria Lopez"),
    (
        "on condition",
        'A senior official, speaking on condition of anonymity, said the deal was "close to done."',
        "A senior official",
    ),
    (
        "relative clause with name",
        "“We have nothing,” Maria Lopez, whose home was destroyed, told the paper.",
        "Maria Lopez",
    ),
    (
        "name in an aside",
        'The trade minister, Maria Lopez, called the strike "an attack on every household" in the country.',
        "Maria Lopez",
    ),
    ("aside at the end", "“The road is closed again,” says the former head of the clinic, Maria Lopez.", "Maria Lopez"),
    ("kin", "Ms Lopez’s father, Paul Lopez, said: “She had gone there to teach.”", "Paul Lopez"),
    ("rank", "“The road is closed again,” said Spc. Maria Lopez, a gunner.", "Maria Lopez"),
    (
        "apposition before content",
        "Lopez, joined by two colleagues, said the budget, the decree and the letter were “a step too far”.",
        "Lopez",
    ),
    (
        "participle of the main clause",
        'In Dakar, the bank’s spokesman waved away the offer, telling reporters that it "would change nothing."',
        "bank’s spokesman",
    ),
    (
        "participle behind a noun",
        "The army took the hill, a boast that a rival unit holding trenches there described as “a fairy tale”.",
        "rival unit",
    ),
]


@pytest.mark.parametrize(("text", "speaker"), [case[1:] for case in PHRASES], ids=[case[0] for case in PHRASES])
def test_a_time_an_aside_or_a_clause_beside_the_cue_is_not_the_speaker(
    speaker_of: SpeakerOf, text: str, speaker: str
) -> None:
    assert speaker_of(text) == speaker
