"""A surname, the end of a body's name and a name that countries share are what the text tells of."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from tests.names import country, doc, named
from transforms.resolving.names import find_names


@pytest.mark.parametrize(
    ("text", "name", "actor_id"),
    [
        ("KINSHASA, Congo (AP) — Soldiers fired on a crowd on Monday.", "Congo", "cod"),
        ("Militants killed nine people in eastern Congo on Monday.", "eastern Congo", "cod"),
        ("Police in Congo arrested two men in Brazzaville on Monday.", "Congo", "cog"),
        ("Soldiers of the Republic of Congo left. Congo recalled its envoy.", "Congo", "cog"),
        ("Troops crossed from Congo-Brazzaville into Congo near Kinshasa on Monday. Goma was quiet.", "Congo", "cod"),
        ("Goma and Bukavu fell. Congo-Brazzaville spoke to the Congo River Alliance.", "Congo-Brazzaville", "cog"),
        ("Congo's army fired on a crowd in Brazzaville on Monday. Pointe-Noire was quiet.", "Congo's army", "cg-mil"),
        ("Brazzaville and Kinshasa spoke on Monday. Congo agreed.", "Congo", "cod"),
        ("The Congolese army shelled a village near Pointe-Noire on Monday.", "Congolese army", "cg-mil"),
        ("The Congolese army, Rwanda said, shelled Rwanda on Monday.", "Congolese army", "cd-fardc"),
        ("Korea fired two shells, the navy said in Seoul on Monday.", "Korea", "kor"),
        ("Korea will answer, the party paper said in Pyongyang on Monday.", "Korea", "prk"),
        ("Korea was on the agenda in Geneva on Monday.", "Korea", None),
        ("North Korea and South Korea spoke on Monday. The war in Korea ended in 1953.", "Korea", None),
        ("North Korea and South Korea spoke. South Korea's army was calm. Korea held a drill.", "Korea", "kor"),
        ("Rebels fled as South Sudan's army came. Sudan's army stayed.", "South Sudan", "ssd"),
        ("Rebels fled as South Sudan's army came. Sudan's army stayed.", "Sudan's army", "sd-mil"),
    ],
)
def test_a_name_that_countries_share_is_that_of_the_one_the_text_tells_of(
    parse: Parse, text: str, name: str, actor_id: str | None
) -> None:
    found = next(found for found in parse(text).names if found.span.text == name)
    assert (found.actor.actor_id if found.actor else None) == actor_id
    assert found.place is None or found.actor is None or found.place.country == found.actor.country


def test_a_surname_is_the_person_whose_full_name_was_given() -> None:
    found = named("The witness Phil Jordan hid in a cellar. Jordan said he heard shells.", ("Phil Jordan", "PERSON"))
    assert found["Jordan"].label == "PERSON"
    assert found["Jordan"].place is None


def test_a_surname_after_a_preposition_is_the_country() -> None:
    found = named("The witness Phil Jordan hid. He later fled to Jordan.", ("Phil Jordan", "PERSON"))
    assert country(found["Jordan"]) == "JO"


def test_the_body_named_before_is_meant_by_the_end_of_its_name() -> None:
    found = find_names(doc("Russia's Defence Ministry said so. The Defence Ministry gave no figures."))
    assert [name.actor.actor_id for name in found if name.actor] == ["ru-mil", "ru-mil"]
