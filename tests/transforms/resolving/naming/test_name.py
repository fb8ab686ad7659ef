"""A resolved name: the names within it, and the rule that left it without a place."""

from __future__ import annotations

import pytest

from tests.names import named
from transforms.resolving.naming.name import Name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Rafah, Idlib province,", "Rafah"), ("Kandahar, Sindh province,", "Kandahar"),
        ("Bakhmut, Sumy region,", "Bakhmut"), ("Mosul, Anbar province,", "Mosul"), ("Lahore, Texas,", "Lahore"),
    ],
)  # fmt: skip
def test_without_a_namesake_there_the_place_has_no_pin_and_the_rule_is_kept(words: str, name: str) -> None:
    found: Name = named(f"Clashes broke out in {words} on Monday.", (name, "GPE"))[name]
    assert found.place is None
    assert found.refusal == "no namesake in the place named beside it"


@pytest.mark.parametrize(
    ("name", "actor_id", "inside"),
    [("government of Iraq", "iq-gov", ["Iraq"]), ("Iraqi army", "iq-mil", ["Iraqi"]), ("Iraq", "irq", [])],
)
def test_a_name_holds_its_actor_and_the_known_names_within_it(name: str, actor_id: str, inside: list[str]) -> None:
    found = named(f"The {name} said so.", (name, "ORG"))[name]
    assert found.actor is not None
    assert (found.actor.actor_id, [part.span.text for part in found.inside]) == (actor_id, inside)
