"""Which facts report a happening, and whose dead a number counts."""

from __future__ import annotations

import pytest

from tests.linking.linked import made
from tests.transforms.linking.conftest import AddFact, only_incident
from transforms.linking.reports import words_of


@pytest.mark.parametrize(("target", "count"), [("an uprising in Idlib", 1), ("leaders of the uprising", 2)])
def test_what_an_act_is_done_to_is_no_happening_beside_it(add_fact: AddFact, target: str, count: int) -> None:
    text = f"The army crushed {target}."
    add_fact("a", text, trigger="crushed", target=target, acled_sub_event="Armed clash")
    rows = add_fact("a", text, trigger="uprising", plover="PROTEST", acled_sub_event="Violent demonstration")
    assert made(rows)["incidents"].num_rows == count


def test_statements_and_what_has_not_happened_are_no_incidents(add_fact: AddFact) -> None:
    add_fact("a", "Envoys met in Idlib.", plover="CONSULT", acled_sub_event=None)
    add_fact("a", "Jets may strike Idlib.", modality="hypothetical")
    rows = add_fact("a", "Jets did not strike Idlib.", modality="denied")
    assert made(rows)["incidents"].num_rows == 0


def test_a_running_total_is_no_toll(add_fact: AddFact) -> None:
    add_fact("a", "Jets struck Idlib in a war that killed 500,000.")
    found = only_incident(add_fact("a", "Jets struck Idlib in a war that killed 500,000.", 500_000, cumulative=True))
    assert found["deaths_high"] is None


def test_a_running_total_of_the_attack_it_names_is_its_toll(add_fact: AddFact) -> None:
    add_fact("a", "Gunmen attacked the market of Idlib on Sunday.", trigger="attacked", acled_sub_event="Attack")
    found = only_incident(add_fact("a", "The toll of Sunday's attack has risen to 13.", 13, cumulative=True, index=5))
    assert (found["deaths_low"], found["deaths_best"], found["deaths_high"]) == (13, 13, 13)


@pytest.mark.parametrize(("number", "bounds"), [(19, (19, 22)), (43000, (22, 22))])
def test_a_running_total_of_about_the_size_of_a_toll_restates_it(
    add_fact: AddFact, number: int, bounds: tuple[int, int]
) -> None:
    text = "Jets struck Idlib and killed 22 people."
    add_fact("a", text)
    add_fact("a", text, 22, attribution="doctors")
    rows = add_fact(
        "a", "The army put the toll at that.", number, cumulative=True, place=None, index=3, attribution="army"
    )
    found = only_incident(rows)
    assert (found["deaths_low"], found["deaths_high"]) == bounds


def test_the_dead_of_a_war_are_no_toll_of_the_strike_in_their_sentence(add_fact: AddFact) -> None:
    text = "The strike on Idlib came as the toll of the war rose to 43,000."
    add_fact("a", text, trigger="strike")
    assert only_incident(add_fact("a", text, 43000, cumulative=True))["deaths_low"] is None


def test_a_greater_number_is_of_the_only_deadly_act_of_its_article(add_fact: AddFact) -> None:
    text = "Jets struck Idlib and killed nine people."
    add_fact("a", text)
    add_fact("a", text, 9, attribution="police")
    found = only_incident(
        add_fact("a", "Residents said 17 had died.", 17, place=None, index=4, attribution="residents")
    )
    assert (found["deaths_low"], found["deaths_high"]) == (9, 17)


def test_a_greater_number_is_of_no_act_where_the_article_tells_two(add_fact: AddFact) -> None:
    text = "Jets struck Idlib and killed nine people."
    add_fact("a", text, date_start="2025-03-04")
    add_fact("a", text, 9)
    add_fact("a", "Jets had struck Hama.", place="Hama", place_id=8, index=2, date_start="2025-03-04")
    rows = add_fact("a", "Residents said 17 had died.", 17, place=None, index=4)
    assert sorted(row["deaths_low"] or 0 for row in made(rows)["incidents"].to_pylist()) == [0, 9]


@pytest.mark.parametrize(
    ("sentence", "trigger", "is_happening"),
    [
        ("Nine thousand have fled since the fighting began.", "fighting", False),
        ("More than half had fled before the present fighting.", "fighting", False),
        ("The offensive lasted eleven days.", "offensive", False),
        ("The fighting in Idlib went on at noon.", "fighting", True),
        ("Rebels began an offensive on Idlib.", "offensive", True),
        ("The raid lasted an hour.", "raid", True),
    ],
)
def test_the_course_of_a_war_is_no_happening(
    add_fact: AddFact, sentence: str, trigger: str, is_happening: bool
) -> None:
    rows = add_fact("a", sentence, trigger=trigger, acled_sub_event="Armed clash")
    assert made(rows)["incidents"].num_rows == is_happening


def test_who_has_been_killed_since_a_day_is_no_happening(add_fact: AddFact) -> None:
    text = "The monitor said 826 people had been killed since May."
    add_fact("a", text, trigger="killed", target="826 people", acled_sub_event="Armed clash")
    assert made(add_fact("a", text, 826, cumulative=True))["incidents"].num_rows == 0


def test_distinctive_words_are_compared_by_their_first_six_letters() -> None:
    assert words_of("The fishermen in a bakery") == {"fisher", "bakery"}
