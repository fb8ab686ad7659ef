"""Character sets: as declared by the response, as declared by the page, and as detected."""

from __future__ import annotations

import pytest

from transforms.cleaning.draft import Unclean
from transforms.cleaning.text.charset import decode

TEXT = "“Dürer” left Århus on Friday, the café’s owner said – at 9 o’clock. " * 3
RUSSIAN = "Солдаты покинули город до рассвета, и дорога снова открыта, сообщили жители. " * 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
@pytest.mark.parametrize(
    "told", ["", "charset=utf-8", "charset=ISO-8859-1", 'charset="nonsense"', "charset=zlib_codec"]
)
def test_what_the_response_says_wrongly(encoding: str, told: str) -> None:
    assert decode(TEXT.encode(encoding), told) == TEXT


@pytest.mark.parametrize("name", ["windows-1251", "koi8-r", "iso-8859-5"])
def test_what_response_or_page_say_rightly(name: str) -> None:
    meta = f'<meta charset="{name}">'
    assert decode(RUSSIAN.encode(name), f"charset={name}") == RUSSIAN
    assert decode((meta + RUSSIAN).encode(name)) == meta + RUSSIAN
    equiv = f'<meta http-equiv="Content-Type" content="text/html; charset={name}">'
    assert decode((equiv + RUSSIAN).encode(name), "charset=utf-8") == equiv + RUSSIAN


def test_what_nothing_tells_is_guessed() -> None:
    assert decode(RUSSIAN.encode("windows-1251"), "charset=utf-8") == RUSSIAN


def test_a_broken_byte_does_not_spoil_the_rest() -> None:
    body = TEXT.encode() + b"\xff" + TEXT.encode()
    assert decode(body, "charset=ISO-8859-1") == f"{TEXT}\ufffd{TEXT}"


def test_a_set_that_takes_for_ever_is_not_believed() -> None:
    assert decode(b"caf\xe9 " * 100_000, "charset=punycode").startswith("café ")


@pytest.mark.parametrize(
    "body",
    [bytes(range(256)) * 8, b"%PDF-1.7\n" + bytes(200), b"\x89PNG\r\n\x1a\n" + bytes(range(0, 256, 3)) * 9, b"\0" * 99],
)
def test_bytes_that_are_no_text_are_malformed(body: bytes) -> None:
    with pytest.raises(Unclean) as caught:
        decode(body)
    assert caught.value.reason == "malformed"


def test_no_bytes_are_an_empty_text() -> None:
    assert decode(b"") == ""
