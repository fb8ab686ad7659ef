"""Speakers credited beside a quotation without a verb."""

from __future__ import annotations

import pytest

from tests.transforms.facts.quotes.conftest import SpeakerOf

CREDITED = [
    ("“The road is closed again.” — Maria Lopez", "Maria Lopez"),
    ("“The road is closed again.”\n– Maria Lopez, a doctor", "Maria Lopez"),
    ("Maria Lopez: “The road is closed again.”", "Maria Lopez"),
    ("The raid drew anger.\n\nFrom Governor Maria Lopez:\n“The road is closed again.”", "Maria Lopez"),
    ("In the words of Governor Maria Lopez: “The road is closed again.”", "Maria Lopez"),
]


@pytest.mark.parametrize(("text", "speaker"), CREDITED)
def test_who_is_credited_without_a_verb_speaks(speaker_of: SpeakerOf, text: str, speaker: str) -> None:
    assert speaker_of(text) == speaker
