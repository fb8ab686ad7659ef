"""Texts all in one case."""

from __future__ import annotations

import pytest

from transforms.reading.letter_case import one_case

NEWS = "Rebels shelled the port of Latakia in Syria on Friday. Nobody was hurt there. Shops were shut in the old town."


@pytest.mark.parametrize(
    ("text", "case"),
    [
        (NEWS, None),
        (NEWS.lower(), "lower"),
        (NEWS.upper(), "upper"),
        (NEWS.lower() + " The minister said so.", None),
        ("he fled", None),
        ("", None),
        ("叛军 袭击 " * 20, None),
    ],
)
def test_a_text_in_one_case_is_recognised(text: str, case: str | None) -> None:
    assert one_case(text) == case
