"""A pronoun that speaks is the last who spoke."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.figures.extraction import figures


@pytest.mark.parametrize(
    ("text", "teller"),
    [
        ("Shells hit a farm, said Chhim Sovan, a spokesman. A man died. Two men died, he said.", "Chhim Sovan"),
        ("Nurse Amina Yusuf said the wards were full. President Bola Tinubu came. Twelve men died, she said.",
         "Nurse Amina Yusuf"),
    ],
)  # fmt: skip
def test_he_who_speaks_is_the_last_who_spoke(parse: Parse, text: str, teller: str) -> None:
    assert figures(parse(text))[-1].attribution == teller
