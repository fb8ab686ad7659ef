"""Places that no tagger marks are found: in datelines, parts of a country, quarters."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from tests.names import named


@pytest.mark.parametrize(
    ("dateline", "town"),
    [
        ("PORT-AU-PRINCE, Haiti (AP) — ", "Port-au-Prince"),
        ("PORT-AU-PRINCE - ", "Port-au-Prince"),
        ("PORT SUDAN (AFP) — ", "Port Sudan"),
        ("GOMA, March 5 - ", "Goma"),
        ("MALAKAL, 6 December (Reuters) - ", "Malakal"),
        ("BUKAVU (AFP) — ", "Bukavu"),
    ],
)
def test_a_dateline_names_its_whole_town(parse: Parse, dateline: str, town: str) -> None:
    document = parse(f"{dateline}Gunmen killed four people on Monday, police said.")
    first = document.names[0]
    assert first.place is not None
    assert (first.place.name, first.actor) == (town, None)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Gunmen killed three policemen in Sistan and Baluchistan in Iran.", {"Sistan and Baluchistan", "Iran"}),
        ("A mine went off in Kohgiluyeh and Boyer-Ahmad in Iran.", {"Kohgiluyeh and Boyer-Ahmad", "Iran"}),
        ("Shells fell in Jammu and Kashmir in India.", {"Jammu and Kashmir", "India"}),
        ("Rebels took Homs and Hama in Syria.", {"Homs", "Hama", "Syria"}),
        ("Fighters left North Kivu and Ituri in Congo.", {"North Kivu", "Ituri", "Congo"}),
        ("Bosnia said that its army took Sanski Most.", {"Bosnia", "Sanski Most"}),
    ],
)
def test_a_name_of_several_words_is_one(parse: Parse, text: str, names: set[str]) -> None:
    assert {name.span.text for name in parse(text).names if name.place is not None} == names


def test_a_part_of_a_country_has_no_point() -> None:
    place = named("Villages burned in northern Syria.")["northern Syria"].place
    assert place is not None
    assert (place.country, place.latitude, place.precision) == ("SY", None, 3)
