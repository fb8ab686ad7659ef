"""Kinds of nouns: by lemma, by the label of a name, and the noun that a quantity counts."""

from __future__ import annotations

import pytest

from tests.documents import Parse, token_of
from transforms.resolving.noun_kinds import core, fits, is_a, is_abstract, words
from transforms.seeds import SeedError


@pytest.mark.parametrize(
    ("text", "noun", "kind", "is_of_kind"),
    [
        ("Rebels attacked the mill.", "Rebels", "armed", True),
        ("Rebels attacked the mill.", "mill", "armed", False),
        ("Rebels attacked Aleppo.", "Aleppo", "place", True),
        ("Rebels attacked Aleppo.", "Aleppo", "person", False),
        ("Rebels took Aleppo and burned it.", "it", "place", True),
        ("Rebels stole a lorry and burned it.", "it", "place", False),
        ("Rebels killed nine.", "nine", "person", True),
        ("Rebels killed them.", "them", "civilian", True),
        ("Rebels killed nine.", "nine", "weapon", False),
    ],
)
def test_a_noun_is_of_a_kind(parse: Parse, text: str, noun: str, kind: str, is_of_kind: bool) -> None:
    document = parse(text)
    token = token_of(document, noun)
    assert is_a(token, kind, document) is is_of_kind


@pytest.mark.parametrize(
    ("allowed", "is_met"), [({"*"}, True), ({"mill"}, True), ({"<armed>", "mill"}, True), ({"<armed>"}, False)]
)
def test_a_condition_is_met_by_a_lemma_a_kind_or_anything(parse: Parse, allowed: set[str], is_met: bool) -> None:
    document = parse("Rebels attacked the mills.")
    token = token_of(document, "mills")
    assert fits(token, frozenset(allowed), document) is is_met


@pytest.mark.parametrize(
    ("text", "noun", "counted"),
    [
        ("Dozens of civilians fled.", "Dozens", "civilians"),
        ("Two of the soldiers fled.", "Two", "soldiers"),
        ("The commander of the soldiers fled.", "commander", "commander"),
    ],
)
def test_the_core_of_a_quantity_is_what_it_counts(parse: Parse, text: str, noun: str, counted: str) -> None:
    assert core(token_of(parse(text), noun)).text == counted


@pytest.mark.parametrize(("noun", "is_unable_to_act"), [("appointment", True), ("war", True), ("governor", False)])
def test_an_abstract_noun_cannot_act(parse: Parse, noun: str, is_unable_to_act: bool) -> None:
    token = token_of(parse(f"The {noun} led to an attack on the town."), noun)
    assert is_abstract(token) is is_unable_to_act


def test_a_kind_that_the_seeds_do_not_have_is_named() -> None:
    with pytest.raises(SeedError, match=r"seeds/kinds\.csv: no kind nonsense"):
        words("nonsense")
