"""Transcripts: turns under the label of who speaks."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.quotes.extraction import quotes

TRANSCRIPT = """GEN. OMAR SAYEG: We hold the town and the bridge.

Q: How many men did you lose?

SAYEG: We lost nine men there. I will not count the wounded today.

REPORTER: Who holds the mill?

MR. PRICE: I would refer you to the army."""


def test_turns_of_a_transcript_are_rows_of_their_speakers(parse: Parse) -> None:
    found = quotes(parse(TRANSCRIPT))
    assert [(quote.speaker, quote.quote) for quote in found if quote.kind == "transcript"] == [
        ("Omar Sayeg", "We hold the town and the bridge."),
        ("Omar Sayeg", "We lost nine men there. I will not count the wounded today."),
        ("Reporter", "Who holds the mill?"),
        ("Price", "I would refer you to the army."),
    ]
    assert all(TRANSCRIPT[quote.quote_start : quote.quote_end] == quote.quote for quote in found)


@pytest.mark.parametrize(
    "text", ["BREAKING: Rebels took the bridge on Monday.", "The army said: NOTE: it holds the mill."]
)
def test_one_line_with_a_label_is_no_transcript(parse: Parse, text: str) -> None:
    assert [quote for quote in quotes(parse(text)) if quote.kind in ("direct", "transcript")] == []


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("PATNA: Nine men were held on Monday.\n\nGAYA: Rebels burned two trucks.", []),
        ("TEN YEARS AGO: Rebels took the port.\n\nONE YEAR AGO: The army took it back.", []),
        ("CUE: Troops landed in the north.\n\nCUE BACK: Our man is there.", []),
        ("Q: Who holds it?\n\nA: The army holds it now.\n\nQ: And the mill?\n\nA: Nobody holds the mill.", []),
        ("CALLER: They came at night.\n\nHOST: How many came?\n\nCALLER: A hundred men came.", ["Caller", "Caller"]),
        ("JOHN: They came at night.\n\nTHE MINISTER: We sent the army.", ["John", "The Minister"]),
        (
            "Lopez fled; Maria Lopez is back.\n\nLOPEZ: I am back.\n\nSECRETARY ROE: We will help.",
            ["Maria Lopez", "Roe"],
        ),
    ],
    ids=[
        "places",
        "dates",
        "parts of a programme",
        "questions",
        "a label that returns",
        "persons",
        "named in the text",
    ],
)
def test_a_label_that_is_nobody_s_name_speaks_nothing(parse: Parse, text: str, speakers: list[str]) -> None:
    assert [quote.speaker for quote in quotes(parse(text)) if quote.kind == "transcript"] == speakers


def test_a_label_is_no_name(parse: Parse) -> None:
    assert {name.span.text for name in parse(TRANSCRIPT).names} <= {"OMAR SAYEG", "PRICE"}
