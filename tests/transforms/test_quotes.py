"""Quotations: what stands between the marks, who says it, and what is no quote."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from transforms.quotes import quotes
from transforms.quoting.marks import quotations
from transforms.schema import Quote

if TYPE_CHECKING:
    from transforms.story import Story

Tell = Callable[..., "Story"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will stay,” he said.", ["We will stay,"]),
        ('"We will stay," he said, "and fight."', ["We will stay,", "and fight."]),
        ("‘We will stay,’ he said.", ["We will stay,"]),
        ("‘The soldiers’ homes burned,’ he said.", ["The soldiers’ homes burned,"]),
        ("'We don't know yet,' she said.", ["We don't know yet,"]),
        ("The soldiers' homes and the rebels' camps burned.", []),
        ("In the '90s he didn't fight.", []),
        ("“He told me ‘go home’ and left,” she said.", ["He told me ‘go home’ and left,"]),
        ("“First paragraph.\n“Second paragraph,” he said.", ["First paragraph.", "Second paragraph,"]),
        ("He is 6' 2\" tall.", []),
    ],
)
def test_marks(text: str, expected: list[str]) -> None:
    assert [text[q.start : q.end] for q in quotations(text)] == expected


def test_ten_thousand_opening_marks_are_read_once() -> None:
    assert quotations("“" * 10_000 + "word") == quotations("“" * 10_000 + "word")


def said(story: Story) -> list[tuple[str, str | None]]:
    return [(row.quote, row.speaker) for row in quotes(story) if row.kind != "indirect"]


STATEMENTS = [
    ("after", "“The road is closed again,” said Maria Lopez.", "Maria Lopez"),
    ("after, subject first", "“The road is closed again,” Maria Lopez said on Monday.", "Maria Lopez"),
    ("after, with apposition", "“The road is closed again,” said Maria Lopez, a doctor at the clinic.", "Maria Lopez"),
    (
        "after, subject with apposition",
        "“The road is closed again,” Maria Lopez, a doctor in Goma, told reporters.",
        "Maria Lopez",
    ),
    ("before, with colon", "Maria Lopez said: “The road is closed again.”", "Maria Lopez"),
    ("before, with comma", 'Maria Lopez said, "The road is closed again."', "Maria Lopez"),
    ("within a clause", "Maria Lopez said the road was “closed once and for all”.", "Maria Lopez"),
    ("participle", "Maria Lopez left the talks, calling them “a waste of everybody’s time”.", "Maria Lopez"),
    ("according to", "The road is “closed once and for all”, according to Maria Lopez.", "Maria Lopez"),
    ("question", "“Who will rebuild our homes?” Maria Lopez asked.", "Maria Lopez"),
    ("age", "“The road is closed again,” said Maria Lopez, 45, who fled the town.", "Maria Lopez"),
    ("title", "“The road is closed again,” said Foreign Minister Maria Lopez.", "Maria Lopez"),
    (
        "title and comma",
        "The army spokesman, Colonel John Smith, said the road was “closed once and for all”.",
        "John Smith",
    ),
    ("unnamed", "“The road is closed again,” a police officer said.", "a police officer"),
    ("body", "The road was “closed once and for all”, the Defense Ministry said.", "Defense Ministry"),
    (
        "relative clause",
        "The Red Cross, which says it aims to “protect the victims of war”, left the town.",
        "Red Cross",
    ),
    ("name with age", '"It was like a storm," recalled Maria Lopez, a 34-year-old mother of three.', "Maria Lopez"),
    (
        "spokesman",
        'Police spokesman John Smith told reporters the raid was "a clear message" to the gangs.',
        "John Smith",
    ),
    ("aside", 'The doctor, Maria Lopez, vowed "to keep the clinic open" through the winter.', "Maria Lopez"),
    (
        "in a statement",
        'In a statement, the Defense Ministry said it "regrets any harm to civilians."',
        "Defense Ministry",
    ),
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
    ("dismissed as", 'Maria Lopez on Tuesday dismissed the claim as "complete nonsense and lies."', "Maria Lopez"),
]


@pytest.mark.parametrize(("text", "speaker"), [case[1:] for case in STATEMENTS], ids=[case[0] for case in STATEMENTS])
def test_speaker(tell: Tell, text: str, speaker: str) -> None:
    ((_, found),) = said(tell(text))
    assert found is not None
    assert found.removeprefix("the ").removeprefix("The ") == speaker.removeprefix("the ")


def test_broken_quotation_is_two_rows_of_one_speaker(tell: Tell) -> None:
    rows = said(tell("“We are tired,” said Maria Lopez. “We want to go home.”"))
    assert rows == [("We are tired,", "Maria Lopez"), ("We want to go home.", "Maria Lopez")]


def test_pronoun_is_who_spoke_last(tell: Tell) -> None:
    text = "Maria Lopez said the road was closed.\n\n“Nobody can leave the town,” she added."
    assert said(tell(text)) == [("Nobody can leave the town,", "Maria Lopez")]


def test_paragraph_of_nothing_but_quotation_goes_on(tell: Tell) -> None:
    text = "“The road is closed,” said Maria Lopez.\n\n“Nobody can leave the town now.”"
    assert said(tell(text))[1] == ("Nobody can leave the town now.", "Maria Lopez")


def test_paragraphs_without_closing_mark(tell: Tell) -> None:
    text = "Maria Lopez spoke: “The road is closed.\n\n“Nobody can leave the town now,” she said."
    assert said(tell(text)) == [
        ("The road is closed.", "Maria Lopez"),
        ("Nobody can leave the town now,", "Maria Lopez"),
    ]


def test_last_name_becomes_full_name(tell: Tell) -> None:
    text = "Maria Lopez runs the clinic in Goma.\n\n“The road is closed again,” Lopez said."
    assert said(tell(text)) == [("The road is closed again,", "Maria Lopez")]


def test_title_stands_for_who_was_so_described(tell: Tell) -> None:
    text = (
        "“The road is closed,” says Maria Lopez, a Goma-based journalist.\n\nPaul Kagame was in Kigali on Friday.\n\n"
        "The rebels are “driven by hunger and fear”, according to the journalist."
    )
    assert said(tell(text))[1] == ("driven by hunger and fear", "Maria Lopez")


def test_sentence_end_within_a_quotation_does_not_part_it_from_its_speaker(tell: Tell) -> None:
    text = "“We don’t have an army. We have militias without pay or orders,” Maria Lopez said."
    assert said(tell(text)) == [("We don’t have an army. We have militias without pay or orders,", "Maria Lopez")]


@pytest.mark.parametrize(
    "text",
    [
        "Maria Lopez is seen as a “hard-liner” in the party.",
        "He was known as “the butcher of the north” for years.",
        "They watched the film “No Road Back Home” in Goma.",
        "‘What the ministers decided’\n\nThe talks ended on Friday.",
    ],
    ids=["scare quote", "nickname without speaker", "title of a work", "heading"],
)
def test_no_quote(tell: Tell, text: str) -> None:
    assert said(tell(text)) == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Maria Lopez said that the bridge had been destroyed.", "the bridge had been destroyed"),
        ("The bridge had been destroyed, Maria Lopez said on Friday.", "The bridge had been destroyed"),
        ("According to Maria Lopez, the bridge had been destroyed.", "the bridge had been destroyed"),
    ],
)
def test_indirect(tell: Tell, text: str, content: str) -> None:
    (row,) = quotes(tell(text))
    assert (row.kind, row.quote, row.speaker) == ("indirect", content, "Maria Lopez")


def the_quote(story: Story) -> Quote:
    (row,) = quotes(story)
    return row


def test_kinds(tell: Tell) -> None:
    assert the_quote(tell("“The road is closed again,” Maria Lopez said.")).kind == "direct"
    assert the_quote(tell("Maria Lopez said the road was “closed once and for all”.")).kind == "mixed"


def test_offsets_are_of_the_words(tell: Tell) -> None:
    story = tell("It rained.\n\n“The road is closed again,” Maria Lopez said.")
    row = the_quote(story)
    assert story.article.text[row.quote_start : row.quote_end] == row.quote == "The road is closed again,"
    assert story.article.text[row.start : row.end] == row.sentence


def test_cue_and_addressee(tell: Tell) -> None:
    row = the_quote(tell("“The road is closed again,” Maria Lopez told reporters."))
    assert (row.cue, row.addressee, row.speaker_text) == ("told", "reporters", "Maria Lopez")
