"""Who speaks where the words beside a quotation are a pronoun, or none."""

from __future__ import annotations

import pytest

from tests.transforms.facts.quotes.conftest import Said


def test_a_paragraph_of_quotation_alone_is_the_last_speaker_s(said: Said) -> None:
    text = "“The road is closed,” said Maria Lopez.\n\n“Nobody can leave the town now.”"
    assert said(text)[1] == ("Nobody can leave the town now.", "Maria Lopez")


IN_VIEW = [
    (
        "Ann Lopez was here. It was he who began. “I told the boys to go home,” she said.",
        "Ann Lopez",
    ),
    ("Maria Lopez left the camp on Monday. “We are sad now,” the 36-year-old said.", "Maria Lopez"),
    ("Paul Roe accused the court. He left. “I refuse to wait any longer,” the Republican said.", "Paul Roe"),
    ("Paul Roe was shot in May.\n\nMrs Roe told the court of it. “We will never understand it,” she said.", "Roe"),
    (
        "Ann Lopez met two candidates.\n\nThe two candidates for governor debated. “I will not pay,” she said.",
        "Ann Lopez",
    ),
    ("Maria Lopez said the road was closed.\n\n“Nobody can leave the town,” she added.", "Maria Lopez"),
    (
        "I ask Maria Lopez whether she would stand again.\n\n“I am not finished yet.”\n\n"
        "Is Lopez tired?\n\n“Not in the least.”\n\nBut you have lost twice, I say.\n\n“So have better people.”",
        "Maria Lopez",
    ),
    (
        "Paul Roe said the road was closed.\n\nMaria Lopez has run the clinic for years. “We will stay,” she said.",
        "Maria Lopez",
    ),
    (
        "Paul Roe said no.\n\nThe governor, General Maria Lopez, has ruled it out. “We never talk to them,” she said.",
        "Maria Lopez",
    ),
    (
        "Paul Roe said no.\n\nMaria Lopez’s clinic has run out of fuel. “The lamps are for births,” she said.",
        "Maria Lopez",
    ),
    ("Ms Lopez said the road was closed. It was the work of Mr Roe. “We have nothing left here,” she said.", "Lopez"),
    (
        "Ann Roe said no.\n\nOn Monday, hundreds of students gathered in Lima. “Let her speak,” they chanted.",
        "hundreds of students",
    ),
]


@pytest.mark.parametrize(("text", "speaker"), IN_VIEW)
def test_a_pronoun_or_the_answer_of_an_interview_is_who_is_in_view(said: Said, text: str, speaker: str) -> None:
    assert {name for _, name in said(text)} == {speaker}


WITHOUT_CUE = [
    ("Rebels hold it.\n\nThe clerk: “They can keep their hours.”", "clerk"),
    ("Our man Karim Aziz, at Tora prison: “A judge came in an hour ago.”", "Karim Aziz"),
    ("Ann Roe spoke.\n\nPaul Roe is cool about it: “Men stop when they tire.”", "Paul Roe"),
    ("Ann Roe said no.\n\nThe mayor met them at the gate. “I thank you for all this.”", "The mayor"),
    ("Ann Roe said no.\n\nThe Prime Minister ruled it out. “We have to eat,” he said.", "The Prime Minister"),
    ("A doctor said no.\n\nHalima Nur, 34, who sells tea, was thrown down. “It did not stop,” she said.", "Halima Nur"),
    ("A captain said no. A man with a stick stood up. “We go home,” he said.", "man"),
    ("RAB denies it. One of the four, a woman of 31, said no. “They told me,” she said.", "One of the four"),
    ("A mayor said no. Last Friday, she left. “We go home,” she said.", "A mayor"),
    (
        "The minister denied it.\n\nA captain who had helped arrange it looked at it.\n\n“I have the paper,” he said.",
        "A captain",
    ),
]


@pytest.mark.parametrize(("text", "speaker"), WITHOUT_CUE)
def test_who_is_in_view_of_a_quotation_speaks(said: Said, text: str, speaker: str) -> None:
    assert [name for _, name in said(text)] == [speaker]


def test_reported_speech_goes_on_without_a_cue(said: Said) -> None:
    text = "A spokesman for the guild announced a strike. Whoever worked would be “struck off the list”."
    ((words, speaker),) = said(text)
    assert words == "struck off the list"
    assert speaker is not None
    assert "spokesman" in speaker
