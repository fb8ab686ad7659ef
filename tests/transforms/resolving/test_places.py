"""Where a deed happened, and how precise that is."""

from __future__ import annotations

from tests.documents import Parse
from transforms.facts.events.extraction import events
from transforms.resolving.gazetteer import gazetteer
from transforms.resolving.places import part


def test_a_part_is_no_finer_than_the_whole_says() -> None:
    northern = part(gazetteer().country("SY"), "northern Syria")
    assert (northern.name, northern.kind, northern.country, northern.precision) == ("northern Syria", "part", "SY", 3)


def test_where_somebody_speaks_is_not_where_the_deed_happened(parse: Parse) -> None:
    found = events(parse("The minister, speaking in Doha, condemned the bombing."))
    assert [event.place for event in found if event.plover == "ASSAULT"] == [None]


def test_a_village_that_the_gazetteer_lacks_is_finer_than_the_region_it_lies_in(parse: Parse) -> None:
    (found,) = events(parse("In Borno state, fighters attacked traders in Wendumi before dawn."))
    assert (found.place, found.place_id) == ("Wendumi", None)


def test_deeds_of_one_sentence_share_its_only_place(parse: Parse) -> None:
    found = events(parse("Gunmen attacked a convoy near Homs, and two drivers were kidnapped."))
    assert {event.place for event in found} == {"Homs"}
