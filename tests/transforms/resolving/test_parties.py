"""A party to the conflict is one by its noun, its title or its name; who watches or helps is none."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.resolving.parties import is_party, is_public


@pytest.mark.parametrize(
    ("speaker", "party"),
    [
        ("The army", True),
        ("Hamas", True),
        ("The governor", True),
        ("A witness", False),
        ("A civil society leader", False),
        ("The United Nations", False),
    ],
)
def test_a_party_is_no_observer(parse: Parse, speaker: str, party: bool) -> None:
    document = parse(f"{speaker} said that nine people were killed in Gaza.")
    subject = next(token for token in document.doc if token.dep_ == "nsubj")
    assert is_party(subject, document) is party


@pytest.mark.parametrize(("phrase", "public"), [("The rebels", True), ("Israel", True), ("The cyclist", False)])
def test_a_private_person_is_no_public_actor(parse: Parse, phrase: str, public: bool) -> None:
    document = parse(f"{phrase} blocked the road on Monday.")
    assert is_public(document.doc[: len(phrase.split())], document) is public
