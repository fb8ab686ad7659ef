"""Quotations: the words between the marks, the speaker, and what is no quotation."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from tests.transforms.facts.quotes.conftest import Said, SpeakerOf
from transforms.facts.quotes.extraction import quotes

STATEMENTS = [
    ("Karim Aziz met Maria Lopez there. “The road is closed again,” she said.", "Maria Lopez"),
    ("Maria Lopez met Karim Aziz there. “The road is closed again,” he said.", "Karim Aziz"),
    ("Maria Lopez said: “ The road is closed again. ” The army denied it.", "Maria Lopez"),
    ("Maria Lopez said : « The road is closed again. » The army denied it.", "Maria Lopez"),
    ("“The road is closed again,” said Foreign Minister Maria Lopez.", "Maria Lopez"),
    ("“The road is closed again,” a police officer said.", "a police officer"),
    ("The road was “closed once and for all”, the Defense Ministry said.", "Defense Ministry"),
    ('Police spokesman John Smith told reporters the raid was "a clear message" to the gangs.', "John Smith"),
]


@pytest.mark.parametrize(("text", "speaker"), STATEMENTS)
def test_a_quotation_has_the_speaker_beside_it(speaker_of: SpeakerOf, text: str, speaker: str) -> None:
    assert speaker_of(text) == speaker


def test_a_broken_quotation_is_two_rows_of_one_speaker(said: Said) -> None:
    rows = said("“We are tired,” said Maria Lopez. “We want to go home.”")
    assert rows == [("We are tired,", "Maria Lopez"), ("We want to go home.", "Maria Lopez")]


def test_a_paragraph_without_a_closing_mark_ends_a_quotation(said: Said) -> None:
    text = "Maria Lopez spoke: “The road is closed.\n\n“Nobody can leave the town now,” she said."
    assert said(text) == [
        ("The road is closed.", "Maria Lopez"),
        ("Nobody can leave the town now,", "Maria Lopez"),
    ]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("He was known as “the butcher of the north” for years.", "nobody says it"),
        ("The so-called “safe zone” was shelled.", "fewer than three words"),
        ("They watched the film “No Road Back Home” in Goma.", "title of a work"),
        ("Nobody agreed with “The Observed Impacts of a Warming World on the Small Islands”.", "title of a work"),
        ("About thirty people wore paper badges that said “I am a Georgian”.", "words on a thing"),
        ("Guards found the body with a note that read: “This one asked for land.”", "words on a thing"),
        ("Two airmen, who “could not be seen”, are found, and freed.", "nobody says it"),
    ],
)
def test_a_refused_quotation_is_kept_with_the_rule(parse: Parse, text: str, rule: str) -> None:
    document = parse(text)
    assert [quote for quote in quotes(document) if quote.kind != "indirect"] == []
    assert [refusal.rule for refusal in document.refused if refusal.family == "quotes"] == [rule]


@pytest.mark.parametrize(
    "text",
    [
        "Maria Lopez is seen as a “hard-liner” in the party.",
        "‘What the ministers decided’\n\nThe talks ended on Friday.",
    ],
    ids=["scare quote", "heading"],
)
def test_a_scare_quote_or_a_heading_is_no_quotation(said: Said, text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Maria Lopez said that the bridge had been destroyed.", "the bridge had been destroyed"),
        ("The bridge had been destroyed, Maria Lopez said on Friday.", "The bridge had been destroyed"),
        ("According to Maria Lopez, the bridge had been destroyed.", "the bridge had been destroyed"),
        ("Maria Lopez said in a video posted on social media that her men held the town.", "her men held the town"),
        ("Maria Lopez said the raid was a crime and called on the army to stop.", "the raid was a crime"),
        ("Maria Lopez said nine men were killed and claimed to hold the town.", "nine men were killed"),
        ("Maria Lopez blamed the rebels for the raid and denied that she had sent help.", "she had sent help"),
    ],
)
def test_what_is_reported_without_marks_is_indirect(parse: Parse, text: str, content: str) -> None:
    (row,) = quotes(parse(text))
    assert (row.kind, row.quote, row.speaker) == ("indirect", content, "Maria Lopez")


@pytest.mark.parametrize(
    "text",
    [
        "The army confirmed the raid but gave a lower toll.",
        "The army acknowledged the loss and promised to answer.",
        "The governor announced a curfew and urged people to stay.",
    ],
)
def test_a_second_verb_of_the_speaker_says_nothing_of_what_was_said(parse: Parse, text: str) -> None:
    assert quotes(parse(text)) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“The road is closed again,” Maria Lopez said.", "direct"),
        ("Maria Lopez said the road was “closed once and for all”.", "mixed"),
    ],
)
def test_words_in_marks_are_direct_alone_and_mixed_within_a_clause(parse: Parse, text: str, kind: str) -> None:
    assert [quote.kind for quote in quotes(parse(text))] == [kind]


def test_a_quotation_has_its_place_in_the_text(parse: Parse) -> None:
    document = parse("It rained.\n\n“The road is closed again,” Maria Lopez said.")
    (row,) = quotes(document)
    assert document.article.text[row.quote_start : row.quote_end] == row.quote == "The road is closed again,"
    assert document.article.text[row.start : row.end] == row.sentence


def test_a_quotation_has_its_cue_and_its_addressee(parse: Parse) -> None:
    (row,) = quotes(parse("“The road is closed again,” Maria Lopez told reporters."))
    assert (row.cue, row.addressee, row.speaker_text) == ("told", "reporters", "Maria Lopez")


def test_what_somebody_calls_a_thing_is_no_statement(parse: Parse) -> None:
    assert quotes(parse("Pakistani jets bombed what the army said were hideouts in two provinces.")) == []
