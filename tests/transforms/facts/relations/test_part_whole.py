"""Places in places, and bodies in countries and towns."""

from __future__ import annotations

import pytest

from tests.transforms.facts.relations.conftest import TiesOf

CONTAINED = [
    (
        "Fighting went on near Goma in the Democratic Republic of the Congo.",
        "Goma",
        "located_in",
        "Democratic Republic of the Congo",
    ),
    ("A bomb went off in Mosul, Iraq, on Friday.", "Mosul", "located_in", "Iraq"),
    ("Nyala, the capital of South Darfur, was bombed.", "Nyala", "located_in", "South Darfur"),
    ("Shelling hit Kharkiv in north-eastern Ukraine.", "Kharkiv", "located_in", "north-eastern Ukraine"),
    ("Mogadishu, Somalia's capital, was hit.", "Mogadishu", "located_in", "Somalia"),
    ("The Kenyan think tank Horn Institute was closed.", "Horn Institute", "country", "Kenya"),
    ("They entered Nigeria’s second-largest city Kano at dawn.", "Kano", "located_in", "Nigeria"),
]


@pytest.mark.parametrize(("text", "subject", "predicate", "object_"), CONTAINED)
def test_what_contains_a_place_or_a_body_is_named_beside_it(
    ties_of: TiesOf, text: str, subject: str, predicate: str, object_: str
) -> None:
    assert (subject, predicate, object_) in ties_of(text)
