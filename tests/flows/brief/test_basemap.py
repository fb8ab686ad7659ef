"""The base map: the countries around the marks, and a view that a single outlier does not enlarge."""

from __future__ import annotations

from flows.brief.basemap import Box, around, box_of, middle, view

SYRIA = [Box(*(36 + number / 4, 33 + number / 4) * 2) for number in range(16)]
BASEL = Box(7.6, 47.6, 7.6, 47.6)


def test_the_first_view_leaves_out_a_place_at_the_other_end_of_the_world() -> None:
    assert BASEL not in middle([*SYRIA, BASEL])
    assert view(middle([*SYRIA, BASEL])).west > 30
    assert view([*SYRIA, BASEL]).west < 7.6


def test_a_few_places_are_all_in_view() -> None:
    assert middle([SYRIA[0], BASEL]) == [SYRIA[0], BASEL]


def test_two_centres_are_both_in_view() -> None:
    khartoum = [Box(*(32.5 + number / 10, 15.6) * 2) for number in range(16)]
    seen = view(middle(SYRIA + khartoum))
    assert seen.south < 15.6
    assert seen.north > 35


def test_only_the_countries_around_are_in_the_file() -> None:
    map_of = around(view(SYRIA))
    codes = {shape["properties"]["code"] for shape in map_of["objects"]["countries"]["geometries"]}
    assert {"SY", "TR", "IQ", "LB", "JO", "IL"} <= codes
    assert not {"BR", "AU", "JP"} & codes


def test_a_country_is_found_by_its_code() -> None:
    box = box_of("SY")
    assert box is not None
    assert 35 < box.west < 36
    assert 42 < box.east < 43
    assert box_of("XX") is None
