"""Cues of speech and the speakers beside them."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from tests.transforms.facts.quotes.conftest import Said, SpeakerOf
from transforms.facts.quotes.extraction import quotes
from transforms.seeds import Row, rows

SHARED = [
    ("The ministry denies that any were used and says its men met “an armed mob”.", "ministry"),
    ("Beijing says two were beaten and calls the arrest “an act of piracy”.", "Beijing"),
    ("The mayor denied that any house had burned and called it “a fairy tale for fools”.", "The mayor"),
    (
        "The governor denied that guards fled before the attack, describing the story as “a wicked fabrication”.",
        "The governor",
    ),
    ("Beijing says two were beaten and Ann Roe calls the arrest “an act of piracy”.", "Ann Roe"),
]


@pytest.mark.parametrize(("text", "speaker"), SHARED)
def test_who_speaks_on_after_what_was_reported_is_the_same(said: Said, text: str, speaker: str) -> None:
    assert [name for _, name in said(text)] == [speaker]


def test_a_sentence_end_within_a_quotation_does_not_part_it_from_its_speaker(said: Said) -> None:
    text = "“We don’t have an army. We have militias without pay or orders,” Maria Lopez said."
    assert said(text) == [("We don’t have an army. We have militias without pay or orders,", "Maria Lopez")]


@pytest.mark.parametrize("row", rows("cues"), ids=lambda row: f"{row['kind']} {row['example'][:30]}")
def test_each_row_reads_the_speech_of_its_example(parse: Parse, row: Row) -> None:
    (found,) = quotes(parse(str(row["example"])))
    assert str(found.speaker).endswith(str(row["speaker"]))
    assert found.role is None


@pytest.mark.parametrize(
    "text",
    [
        "This week said it all: “The road is closed again.”",
        "Reporters were informed that “the road is closed again”.",
        "The families were told on Monday that “the road is closed again”.",
    ],
)
def test_a_time_and_those_who_are_told_do_not_speak(parse: Parse, text: str) -> None:
    assert [quote.speaker for quote in quotes(parse(text))] in ([], [None])


def test_what_was_agreed_says_nothing(parse: Parse) -> None:
    assert quotes(parse("A truce agreed in May 2023 had held for most of the year.")) == []


CUES = [
    ("“It is a trap for the poor,” Maria Lopez continued.", "Maria Lopez"),
    ('Maria Lopez said the guild would answer "in kind and at once." It did not elaborate.', "Maria Lopez"),
    ("“The road is closed again,” said Maria Lopez.", "Maria Lopez"),
    ("“The road is closed again,” Maria Lopez said on Monday.", "Maria Lopez"),
    ("Maria Lopez said: “The road is closed again.”", "Maria Lopez"),
    ('Maria Lopez said, "The road is closed again."', "Maria Lopez"),
    ("Maria Lopez said the road was “closed once and for all”.", "Maria Lopez"),
    ("Maria Lopez left the talks, calling them “a waste of everybody’s time”.", "Maria Lopez"),
    ("The road is “closed once and for all”, according to Maria Lopez.", "Maria Lopez"),
    ("“Who will rebuild our homes?” Maria Lopez asked.", "Maria Lopez"),
    ('In a statement, the Defense Ministry said it "regrets any harm to civilians."', "Defense Ministry"),
    ("Boys threw bottles at the gate, though guards later insisted that it had been “a quiet afternoon”.", "guards"),
    ("The union put out a leaflet calling the plan “a gift to the rich”.", "union"),
    (
        'Peru’s health minister deplored the closure, which she described as "a blow to the poor."',
        "Peru’s health minister",
    ),
    ('Maria Lopez on Tuesday dismissed the claim as "complete nonsense and lies."', "Maria Lopez"),
]


@pytest.mark.parametrize(("text", "speaker"), CUES)
def test_a_cue_names_its_speaker(speaker_of: SpeakerOf, text: str, speaker: str) -> None:
    assert speaker_of(text) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Lena Ortiz voiced alarm over a plan to delay the vote, saying that the talks should go on.", "Lena Ortiz"),
        ("The raid was launched two days after Moussa Traore said that the army would stay in Gao.", "Moussa Traore"),
        ("South of Gao, rebels advanced, with army officers saying that the garrison had met no one.", "army officers"),
        ("The nurse whose death has sparked outrage said that she would go back to Gao.", "nurse"),
        ("Jane Roe of the consultancy Gao-Analysis said that the road was closed.", "Jane Roe"),
    ],
)
def test_who_can_speak_comes_before_a_thing_beside_the_verb(parse: Parse, text: str, speaker: str) -> None:
    (found,) = quotes(parse(text))
    assert str(found.speaker).endswith(speaker)


@pytest.mark.parametrize(
    "text",
    [
        "The protests suggest that the unions are losing their fear of the police.",
        "Peru mourned on Sunday for the 90 people confirmed killed so far by the flood that hit four towns.",
        "The colonel held a parade on Monday, a day after officers held a vote, claiming a great victory.",
    ],
)
def test_what_only_shows_something_or_describes_it_says_nothing(parse: Parse, text: str) -> None:
    assert quotes(parse(text)) == []


def test_a_letter_suggests_what_it_says(parse: Parse) -> None:
    assert [quote.speaker for quote in quotes(parse("The letter suggests that the army will leave Gao."))] == ["letter"]


def test_what_goes_on_beside_a_report_does_not_speak(said: Said) -> None:
    text = "Jane Roe said heavy fighting was continuing near Gao, but that the army had “held the bridge and the road”."
    assert [speaker for _, speaker in said(text)] == ["Jane Roe"]
