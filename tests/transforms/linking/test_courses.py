"""What is no single act: the course of a war, what recurs, what only ranks an act or leaves its doer open."""

from __future__ import annotations

import pytest

from tests.linking.linked import made
from tests.transforms.linking.conftest import CLASH, NOWHERE, ON, AddFact, Row, incidents_of

UNDATED = {"date_start": None}
SPAN = {"date_start": "2025-01-01", "date_precision": "month"}


@pytest.mark.parametrize(
    ("sentence", "trigger", "plover", "sub_event", "until", "is_happening"),
    [
        ("Farmers lifted a blockade in Idlib on Monday.", "blockade", "PROTEST", "Peaceful protest", None, False),
        ("Farmers set up a blockade in Idlib on Monday.", "blockade", "PROTEST", "Peaceful protest", None, True),
        ("Teachers called off their strike in Idlib.", "strike", "PROTEST", "Peaceful protest", None, False),
        ("The navy detained 219 men in ten months.", "detained", "COERCE", "Arrests", "2025-10-31", False),
        ("The navy detained two men in January.", "detained", "COERCE", "Arrests", "2025-01-31", True),
    ],
)
def test_a_protest_given_up_and_arrests_of_a_year_are_none(
    add_fact: AddFact, sentence: str, trigger: str, plover: str, sub_event: str, until: str | None, is_happening: bool
) -> None:
    days = ON if until is None else SPAN | {"date_end": until}
    rows = add_fact("a", sentence, trigger=trigger, plover=plover, acled_sub_event=sub_event, **days)
    assert bool(incidents_of(rows)) == is_happening


@pytest.mark.parametrize(
    ("sentence", "trigger", "is_happening"),
    [
        ("Gangs have stepped up their attacks in Idlib this year.", "attacks", False),
        ("Gangs stepped up their attacks in Idlib on Monday and killed a baker.", "attacks", True),
        ("The group has long fought the army in Idlib.", "fought", False),
        ("The group has fought the army in Idlib for a year.", "fought", False),
        ("The group fought the army in Idlib for an hour.", "fought", True),
        ("In recent months its fighters have raided several towns.", "raided", False),
        ("Its fighters have raided three towns since Monday.", "raided", True),
        ("Rebels have attacked towns there since 2017.", "attacked", False),
        ("Rebels, who have lived there since 2017, attacked Idlib.", "attacked", True),
        ("The group often attacks hotels in Idlib.", "attacks", False),
        ("Attacks on the police in Idlib have become frequent.", "Attacks", False),
        ("Their troops have exchanged fire in Idlib every night.", "exchanged", False),
        ("The two sides fought a war last year.", "fought", False),
        ("Fighting in Idlib has displaced seven million people.", "Fighting", False),
        ("Fighting in Idlib has killed nine people.", "Fighting", True),
        ("The raid in Idlib was one of the deadliest this year.", "raid", False),
        ("The raid in Idlib on Monday was one of the deadliest this year.", "raid", True),
        ("The assault on the station was the first since March.", "assault", False),
        ("The air force suspended its bombing raids on Idlib.", "raids", False),
        ("The air force paused the bombing of Idlib on Monday.", "bombing", False),
        ("The air force suspended talks after the bombing of Idlib.", "bombing", True),
        ("Commandos ended the siege of a hotel in Idlib on Monday.", "siege", False),
        ("Commandos ended the day with a siege of a hotel in Idlib.", "siege", True),
        ("It was not clear who had fired the shells.", "fired", False),
        ("It was clear on Monday that troops had fired the shells.", "fired", True),
        ("Both governments accuse each other of having fired first.", "fired", False),
        ("No group has said that it carried out the shooting.", "shooting", False),
        ("They would not talk to those who were killing their men.", "killing", False),
        ("They fired in response to bombings of their camps.", "bombings", False),
        ("They fired in response to the bombing of their camp.", "bombing", True),
        ("Residents feared a repeat of earlier raids on Idlib.", "raids", False),
        ("Residents fled raids on Idlib.", "raids", True),
        ("Police freed three men who were abducted near Idlib.", "abducted", False),
        ("Police on Tuesday freed three men who were abducted near Idlib on Sunday.", "abducted", True),
        ("Police freed three men who were abducted near Idlib, a spokesman said on Tuesday.", "abducted", False),
        ("Its fighters have raided three towns since late Monday.", "raided", True),
        ("Its fighters have raided three towns since late January.", "raided", False),
        ("Its fighters have raided three towns for the last few weeks.", "raided", False),
        ("Gangs took Idlib on the third day of a campaign led by deserters.", "campaign", False),
        ("Gangs took Idlib two weeks into a new offensive.", "offensive", False),
        ("Gangs began an offensive in Idlib on Monday.", "offensive", True),
    ],
)
def test_what_goes_on_or_recurs_is_no_happening(
    add_fact: AddFact, sentence: str, trigger: str, is_happening: bool
) -> None:
    rows = add_fact("a", sentence, trigger=trigger, **CLASH)
    assert made(rows)["incidents"].num_rows == is_happening


@pytest.mark.parametrize(("index", "is_happening"), [(0, True), (6, False)])
@pytest.mark.parametrize(
    ("sentence", "trigger"),
    [
        ("Jets have bombed Idlib.", "bombed"),
        ("Our men are pursuing the enemy near Idlib.", "pursuing"),
        ("The army said it was fighting the rebels near Idlib.", "fighting"),
    ],
)
def test_what_has_been_or_goes_on_is_news_at_the_head_of_an_article_alone(
    add_fact: AddFact, sentence: str, trigger: str, index: int, is_happening: bool
) -> None:
    rows = add_fact("a", sentence, trigger=trigger, index=index, **CLASH)
    assert made(rows)["incidents"].num_rows == is_happening


@pytest.mark.parametrize(
    ("columns_", "dead", "is_happening"),
    [
        ({"date_start": "2022", "date_precision": "year"}, None, False),
        ({"date_start": "2022", "date_precision": "year"}, 35, True),
        ({"date_start": "2025-02-27", "date_end": "2025-03-03"}, None, True),
        ({"date_start": "2022", "date_precision": "year", "acled_sub_event": "Non-state actor overtakes territory"},
         None, True),
    ],
)  # fmt: skip
def test_violence_of_a_month_or_year_is_a_happening_if_its_dead_are_told(
    add_fact: AddFact, columns_: Row, dead: int | None, is_happening: bool
) -> None:
    text = "The army attacked rebels in Idlib."
    rows = add_fact("a", text, trigger="attacked", **CLASH | columns_)
    rows = rows if dead is None else add_fact("a", text, dead)
    assert made(rows)["incidents"].num_rows == is_happening


@pytest.mark.parametrize(
    ("sentence", "is_toll"),
    [
        ("More than 250 people have been killed since violence broke out in May 2023.", False),
        ("More than 250 people have been killed in the war.", False),
        ("More than 250 people were killed in Idlib on Monday.", True),
    ],
)
def test_a_running_total_is_no_happening(add_fact: AddFact, sentence: str, is_toll: bool) -> None:
    rows = add_fact("a", sentence, 250, number_words="More than 250")
    assert [row["deaths_low"] for row in incidents_of(rows)] == ([250] if is_toll else [])


def test_dead_of_a_war_are_not_those_of_an_act_told_before(add_fact: AddFact) -> None:
    text = "A strike killed four people in Idlib on Tuesday."
    add_fact("a", text, trigger="strike", **ON)
    add_fact("a", text, 4)
    rows = add_fact("a", "The two sides fought a war in which 3,000 were killed.", 3000, index=2, **NOWHERE)
    assert [row["deaths_high"] for row in incidents_of(rows)] == [4]


@pytest.mark.parametrize(("index", "is_happening"), [(0, True), (4, False)])
def test_what_only_counts_from_an_act_told_before_is_no_other(
    add_fact: AddFact, index: int, is_happening: bool
) -> None:
    text = "The strikes came on the fourth day of a campaign in Idlib."
    rows = add_fact("a", text, trigger="strikes", index=index, **CLASH)
    assert made(rows)["incidents"].num_rows == is_happening


@pytest.mark.parametrize(
    ("text", "is_happening"),
    [
        ("They talk of an assault on Idlib, a diplomat said.", False),
        ("Families fled in fear of new assaults on Idlib.", False),
        ("Doctors warned of an assault on Idlib.", False),
        ("Doctors spoke of an assault on Idlib.", True),
        ("Doctors warned of the assault on Idlib.", True),
    ],
)
def test_an_attack_that_is_only_talked_of_is_no_happening(add_fact: AddFact, text: str, is_happening: bool) -> None:
    trigger = "assaults" if "assaults" in text else "assault"
    rows = add_fact("a", text, trigger=trigger, modality="claimed", **CLASH, **ON)
    assert made(rows)["incidents"].num_rows == is_happening
