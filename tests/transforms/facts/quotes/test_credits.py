"""Speakers credited beside a quotation without a verb."""

from __future__ import annotations

import pytest

from tests.transforms.facts.quotes.conftest import SpeakerOf

CREDITED = [
    ("dash after", "“The road is closed again.” — Maria Lopez", "Maria Lopez"),
    ("dash on the next line, with a role", "“The road is closed again.”\n– Maria Lopez, a doctor", "Maria Lopez"),
    ("label", "Maria Lopez: “The road is closed again.”", "Maria Lopez"),
    ("from, over it", "The raid drew anger.\n\nFrom Governor Maria Lopez:\n“The road is closed again.”", "Maria Lopez"),
    ("in the words of", "In the words of Governor Maria Lopez: “The road is closed again.”", "Maria Lopez"),
]


@pytest.mark.parametrize(("text", "speaker"), [case[1:] for case in CREDITED], ids=[case[0] for case in CREDITED])
def test_who_is_credited_without_a_verb_speaks(speaker_of: SpeakerOf, text: str, speaker: str) -> None:
    assert speaker_of(text) == speaker
