"""Reports of events and figures with the features that linking compares."""

from __future__ import annotations

from tests.linking.linked import made
from tests.transforms.linking.conftest import AddFact


def test_statements_and_what_has_not_happened_are_no_incidents_of(add_fact: AddFact) -> None:
    add_fact("a", "Envoys met in Idlib.", plover="CONSULT", acled_sub_event=None)
    add_fact("a", "Jets may strike Idlib.", modality="hypothetical")
    rows = add_fact("a", "Jets did not strike Idlib.", modality="denied")
    assert made(rows)["incidents"].num_rows == 0


def test_bodies_that_are_handed_over_are_no_toll(add_fact: AddFact) -> None:
    text = "In Idlib the sides agreed to exchange the bodies of 1,200 soldiers."
    assert made(add_fact("a", text, 1200, number_words="1,200"))["incidents"].num_rows == 0
