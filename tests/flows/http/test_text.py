"""Text made storable."""

from __future__ import annotations

import pytest

from flows.http.text import storable


@pytest.mark.parametrize(
    ("text", "stored"), [("plain", "plain"), ("Ḩamāh", "Ḩamāh"), ("a\0b", "a\ufffdb"), ("\udcff\ud800", "\ufffd\ufffd")]
)
def test_what_no_store_holds_is_replaced(text: str, stored: str) -> None:
    assert storable(text) == stored
    stored.encode()
