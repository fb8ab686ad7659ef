"""Reports of events and figures with the features that linking compares."""

from __future__ import annotations

import pytest

from tests.linking.linked import made
from tests.transforms.linking.conftest import AddFact, bounds, only_incident
from transforms.linking.reports import act_report


def test_statements_and_what_has_not_happened_are_no_incidents_of(add_fact: AddFact) -> None:
    add_fact("a", "Envoys met in Idlib.", plover="CONSULT", acled_sub_event=None)
    add_fact("a", "Jets may strike Idlib.", modality="hypothetical")
    rows = add_fact("a", "Jets did not strike Idlib.", modality="denied")
    assert made(rows)["incidents"].num_rows == 0


def test_bodies_that_are_handed_over_are_no_toll(add_fact: AddFact) -> None:
    text = "In Idlib the sides agreed to exchange the bodies of 1,200 soldiers."
    assert made(add_fact("a", text, 1200, number_words="1,200"))["incidents"].num_rows == 0


@pytest.mark.parametrize(
    ("text", "comes_next"),
    [
        ("Gunmen then stormed a hotel in Idlib.", True),
        ("The guards fled and then gunmen stormed a hotel.", True),
        ("Gunmen stormed a hotel where the then-president was staying.", False),
        ("Gunmen stormed a hotel where the then president was staying.", False),
        ("Back then, gunmen stormed a hotel in Idlib.", False),
        ("Even then, gunmen stormed a hotel in Idlib.", False),
        ("By then gunmen had stormed a hotel in Idlib.", False),
    ],
)
def test_what_then_happened_came_after_an_act_told_before(add_fact: AddFact, text: str, comes_next: bool) -> None:
    (row,) = add_fact("a", text, trigger="stormed", acled_sub_event="Attack")
    report = act_report(row, {})
    assert report is not None
    assert report.comes_next == comes_next


def test_who_is_shot_dead_is_one_victim(add_fact: AddFact) -> None:
    text = "Gunmen in Idlib shot dead a police colonel on his way to work."
    rows = add_fact("a", text, trigger="shot", acled_sub_event="Attack", source="Gunmen", target="a police colonel")
    assert bounds(only_incident(rows)) == (1, 1)


@pytest.mark.parametrize(
    ("text", "target", "dead"),
    [
        ("Gunmen in Idlib killed a candidate for the presidency on Monday.", "a candidate for the presidency", 1),
        ("In Idlib a 17-year-old was shot dead on Monday.", "a 17-year-old", 1),
        ("In Idlib a 17-year-old was shot on Monday.", "a 17-year-old", None),
        ("It was the raid in Idlib in which a boy was shot dead.", "a boy", None),
        ("Gunmen in Idlib killed a group of soldiers on Monday.", "a group of soldiers", None),
    ],
)
def test_one_person_is_one_victim_by_office_or_in_the_passive(
    add_fact: AddFact, text: str, target: str, dead: int | None
) -> None:
    trigger = "killed" if "killed" in text else "shot"
    rows = add_fact("a", text, trigger=trigger, acled_sub_event="Attack", target=target)
    assert only_incident(rows)["deaths_low"] == dead


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("A nurse died when a bomb destroyed her house in Idlib.", 1),
        ("A nurse and her son were killed when a bomb destroyed a house in Idlib.", 2),
        ("A nurse was wounded when a bomb destroyed her house in Idlib.", None),
        ("A nurse died in June and on Tuesday a bomb destroyed her house in Idlib.", None),
        ("A bomb destroyed a house in Idlib near the road where a nurse died.", None),
    ],
)
def test_one_who_died_in_an_act_is_its_victim(add_fact: AddFact, text: str, dead: int | None) -> None:
    assert only_incident(add_fact("a", text, trigger="destroyed", target="a house"))["deaths_low"] == dead
