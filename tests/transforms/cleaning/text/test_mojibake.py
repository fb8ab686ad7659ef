"""Text encoded twice is repaired; text that only looks like it is left unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.cleaning.draft import line, normalised
from transforms.cleaning.text.mojibake import mended, mended_page


@pytest.mark.parametrize(
    "meant",
    [
        "The governor said: “We don’t know” – and left.", "Twelve people died in Kidal… and four in Gao.",
        "Renée Dœuvre, Málaga, Córdoba", "It cost £5 and 30 °C", "two\xa0million", "Президент Украины", "مقديشو",
        "São Tomé — and back", "a plain line",
    ],
)  # fmt: skip
def test_what_was_encoded_twice_is_as_it_was_meant(meant: str) -> None:
    twice = "".join(chr(byte) for byte in meant.encode())
    assert line(twice) == line(meant)
    assert normalised(f"Amélie said.\n{twice}") == normalised(f"Amélie said.\n{meant}")
    assert mended(mended(meant)) == meant


@pytest.mark.parametrize(
    "text",
    [
        "The “CAFÉ” stood open", "“MANHÔ is a newspaper", "RENÉ… a play", "Ünal’s men", "“Ah, à «Paris»”",
        "He wrote â€™ for ’ in his letter", "José, 30, Malmö", "×” is no size",
    ],
)  # fmt: skip
def test_what_is_no_double_encoding_stays(text: str) -> None:
    assert mended(text) == text


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF), max_size=60))
def test_any_line_has_an_answer_that_stays(text: str) -> None:
    assert isinstance(mended(text), str)


@pytest.mark.parametrize("read_as", ["latin-1", "windows-1252"])
@pytest.mark.parametrize("meant", ["It’s here", "Renée", "£5", "“Stop”", "30 °C", "L’Œuvre", "Žižek’s", "œufs – 3 €"])
def test_a_page_is_mended_however_it_was_read(meant: str, read_as: str) -> None:
    twice = "".join(bytes([b]).decode(read_as, errors="ignore") or chr(b) for b in meant.encode())
    assert mended_page(f'<p title="{twice}">Café\n{twice}</p>') == f'<p title="{meant}">Café\n{meant}</p>'
