"""Places that a text describes: capitals and soil."""

from __future__ import annotations

import pytest

from tests.documents import Parse, token_of
from transforms.resolving.naming.described import country_of, place_described


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        ("Missiles struck the Ukrainian capital.", "capital", "Kyiv"),
        ("Missiles struck Ukraine's capital.", "capital", "Kyiv"),
        ("The army left Syria's north. Shells fell on the capital.", "capital", "Damascus"),
        ("Troops set foot on Syrian soil.", "soil", "Syria"),
        ("Missiles struck a capital.", "capital", None),
        ("Missiles struck the Ukrainian port.", "port", None),
    ],
)
def test_a_described_place_is_named_by_its_country(parse: Parse, text: str, word: str, place: str | None) -> None:
    document = parse(text)
    name = place_described(token_of(document, word), document)
    assert (name.place.name if name is not None and name.place is not None else None) == place


def test_the_country_of_a_body_is_that_of_its_name(parse: Parse) -> None:
    document = parse("The Syrian army left the town.")
    place = country_of(document.names[0]).place
    assert place is not None
    assert (place.name, place.kind) == ("Syria", "country")
