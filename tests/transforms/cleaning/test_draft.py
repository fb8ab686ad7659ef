"""Normalisation of text."""

from __future__ import annotations

import pytest

from transforms.cleaning.draft import line, normalised


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("al\u200b-As\u00adsad\ufeff", "al-Assad"),
        ("\u202bHama\u202c", "Hama"),
        ("20\u00a0000  men\t here ", "20 000 men here"),
        ("\n\none \n\n\n\n two\n", "one\n\ntwo"),
        ("“We\u2019re here” – said", "“We’re here” – said"),
    ],
)
def test_a_text_is_normalised_once(text: str, form: str) -> None:
    assert normalised(text) == form
    assert normalised(form) == form


def test_a_line_has_single_spaces() -> None:
    assert line(" Hama\n  falls ") == "Hama falls"
