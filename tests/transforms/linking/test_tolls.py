"""The toll of an incident: which numbers count, and their low, best and high."""

from __future__ import annotations

import pytest

from tests.transforms.linking.conftest import CLASH, ON, AddFact, only_incident


def test_an_open_bound_stays_open(add_fact: AddFact) -> None:
    add_fact("a", "Jets struck Idlib and killed at least 41 people.")
    found = only_incident(add_fact("a", "Jets struck Idlib and killed at least 41 people.", 41, high=None))
    assert (found["deaths_low"], found["deaths_best"], found["deaths_high"]) == (41, None, None)


def test_a_subset_is_no_toll(add_fact: AddFact) -> None:
    text = "Jets struck Idlib and killed 12 people, four of them children."
    add_fact("a", text)
    add_fact("a", text, 12)
    found = only_incident(add_fact("a", text, 4, part_of="whole"))
    assert (found["deaths_low"], found["deaths_high"]) == (12, 12)


def test_kinds_of_people_that_one_sentence_counts_are_added(add_fact: AddFact) -> None:
    text = "Jets struck Idlib and killed three soldiers and two farmers."
    add_fact("a", text)
    add_fact("a", text, 3, who="soldiers")
    assert only_incident(add_fact("a", text, 2, who="farmers"))["deaths_best"] == 5


def test_a_side_s_claim_of_its_enemy_s_dead_is_told_apart(add_fact: AddFact) -> None:
    text = "The army said it had struck Idlib and killed 300 militants."
    add_fact("a", text, source="The army", source_actor="sy-mil", modality="claimed")
    found = only_incident(
        add_fact("a", text, 300, who="militants", attribution="The army", modality="claimed", actor="sy-mil")
    )
    assert (found["deaths_low"], found["claimed_low"], found["is_only_claimed"]) == (None, 300, True)


def test_a_correction_replaces_what_it_corrects(add_fact: AddFact) -> None:
    add_fact("a", "Jets struck Idlib and killed 12.", outlet="Ridge")
    add_fact("a", "Jets struck Idlib and killed 12.", 12, outlet="Ridge")
    text = "The strike on Idlib killed 15, not 12."
    add_fact("b", text, outlet="Ridge")
    add_fact("b", text, 15, outlet="Ridge")
    found = only_incident(add_fact("b", text, 12, outlet="Ridge", corrected_by="x", modality="denied"))
    assert (found["deaths_low"], found["deaths_best"], found["deaths_high"]) == (15, 15, 15)
    assert (found["n_articles"], found["n_outlets"], found["is_disputed"]) == (2, 1, False)


def test_rival_tolls_are_a_range_with_who_tells_each(add_fact: AddFact) -> None:
    for article, number, voice in (("Ridge", 12, "the police"), ("Shore", 15, "medics")):
        text = f"Jets struck a bakery in Idlib and killed {number}."
        add_fact(article, text, target="a bakery")
        rows = add_fact(article, text, number, attribution=voice)
    found = only_incident(rows)
    assert (found["deaths_low"], found["deaths_best"], found["deaths_high"]) == (12, None, 15)
    assert found["is_disputed"]
    assert found["tolls"] == ["12: Ridge (the police)", "15: Shore (medics)"]


def test_what_most_independent_stories_tell_is_best_and_reprints_count_once(add_fact: AddFact) -> None:
    for article, number, story in (("a", 12, "a"), ("b", 15, "w"), ("c", 15, "w"), ("d", 15, "w"), ("e", 12, "e")):
        text = f"Jets struck a bakery in Idlib and killed {number}."
        add_fact(article, text, target="a bakery", story=story)
        rows = add_fact(article, text, number, story=story)
    found = only_incident(rows)
    assert (found["deaths_best"], found["n_outlets"], found["n_independent_origins"]) == (12, 5, 3)


@pytest.mark.parametrize(
    ("told", "who", "deaths"),
    [
        ("the driver and two passengers", "passengers", 3),
        ("a couple and their two daughters", "daughters", 4),
        ("the village head and two guards", "guards", 3),
        ("two soldiers and a nurse", "soldiers", 3),
        ("two passengers on the road", "passengers", 2),
    ],
)
def test_who_is_told_beside_a_number_is_counted(add_fact: AddFact, told: str, who: str, deaths: int) -> None:
    text = f"Jets struck Idlib and killed {told}."
    add_fact("a", text)
    assert only_incident(add_fact("a", text, 2, number_words="two", who=who))["deaths_best"] == deaths


def test_a_headline_that_repeats_a_claim_is_one(add_fact: AddFact) -> None:
    claim = {"who": "militants", "attribution": "The army", "modality": "claimed", "actor": "sy-mil"}
    add_fact("a", "Army kills 14 militants in Idlib", trigger="kills", source="Army", target="14 militants", **ON)
    add_fact("a", "Army kills 14 militants in Idlib", 14, who="militants")
    text = "The army said it had struck Idlib on Tuesday and killed 14 militants."
    add_fact("a", text, source="The army", source_actor="sy-mil", modality="claimed", index=2, **ON)
    found = only_incident(add_fact("a", text, 14, index=2, **claim))
    assert (found["deaths_low"], found["claimed_low"]) == (None, 14)


def test_a_number_in_the_sentence_of_a_claimed_act_is_claimed(add_fact: AddFact) -> None:
    text = 'Its forces had "never left" the town, it said, and had killed 110 insurgents.'
    add_fact("a", text, trigger="killed", target="110 insurgents", modality="claimed", acled_sub_event="Attack")
    found = only_incident(add_fact("a", text, 110, who="insurgents", actor="sy-mil"))
    assert (found["deaths_low"], found["claimed_low"], found["claimed_high"]) == (None, 110, 110)
    assert found["is_only_claimed"]


def test_a_monitor_s_number_in_the_sentence_of_a_claimed_act_is_none(add_fact: AddFact) -> None:
    text = "The Idlib Observatory said 22 fighters were killed on both sides."
    act = {"trigger": "killed", "source": "The Idlib army", "source_actor": "x-mil", "modality": "claimed"}
    add_fact("a", text, target="22 fighters", **act)
    found = only_incident(add_fact("a", text, 22, who="fighters", attribution="The Idlib Observatory"))
    assert (found["deaths_low"], found["claimed_low"]) == (22, None)


def test_who_claims_to_have_killed_armed_men_claims_it(add_fact: AddFact) -> None:
    text = "The department claimed to have killed four militants in a raid."
    add_fact("a", text, trigger="killed", target="four militants", acled_sub_event="Armed clash")
    found = only_incident(add_fact("a", text, 4, who="militants"))
    assert (found["deaths_low"], found["claimed_low"]) == (None, 4)


def test_a_group_that_counts_the_dead_of_its_own_act_claims_them(add_fact: AddFact) -> None:
    add_fact("a", "A bomb killed eight people in Idlib.", trigger="bomb", acled_sub_event="Suicide bomb")
    add_fact("a", "A bomb killed eight people in Idlib.", 8, who="people", attribution="police")
    text = "Islamic State said its man had killed 25 members of the rival militia."
    act = {"trigger": "killed", "acled_sub_event": "Attack", "source": "Islamic State", "source_actor": "is"}
    add_fact("a", text, index=1, modality="claimed", target="25 members", **act)
    found = only_incident(add_fact("a", text, 25, who="members", attribution="Islamic State", index=1))
    assert (found["deaths_low"], found["deaths_high"], found["claimed_low"]) == (8, 8, 25)


def test_a_side_s_own_loss_and_the_enemy_s_dead_it_claims_are_never_added(add_fact: AddFact) -> None:
    text = "Gunmen attacked a convoy near Idlib on Tuesday and killed at least 18 soldiers, a medic said."
    add_fact("a", text, trigger="attacked", acled_sub_event="Armed clash", target="a convoy", **ON)
    add_fact("a", text, 18, high=None, who="soldiers", attribution="a medic")
    text = "The army said that it had lost 12 men and killed 50 attackers."
    act = {"trigger": "killed", "acled_sub_event": "Armed clash", "source": "The army", "source_actor": "sy-mil"}
    add_fact("a", text, target="50 attackers", modality="claimed", index=1, **act)
    said = {"attribution": "The army", "modality": "claimed", "actor": "sy-mil", "index": 1, "place": None}
    add_fact("a", text, 12, who="men", **said)
    found = only_incident(add_fact("a", text, 50, who="attackers", **said))
    assert (found["deaths_low"], found["deaths_high"], found["claimed_low"]) == (12, None, 50)
    assert found["is_disputed"]
    assert "killed at least 18" in found["toll_sentence"]


def test_what_a_neutral_voice_counts_of_both_sides_is_no_claim(add_fact: AddFact) -> None:
    text = "Seven soldiers and 12 rebels were killed near Idlib, a leader of a village council said."
    act = {"trigger": "killed", "acled_sub_event": "Armed clash", "source": "rebels", "modality": "claimed"}
    add_fact("a", text, target="Seven soldiers and 12 rebels", source_actor="is", **act)
    said = {"attribution": "a leader of a village council", "modality": "claimed", "actor": "is"}
    add_fact("a", text, 7, number_words="Seven", who="soldiers", **said)
    found = only_incident(add_fact("a", text, 12, who="rebels", **said))
    assert (found["deaths_low"], found["deaths_high"], found["claimed_low"]) == (19, 19, None)


def test_the_group_that_counts_its_enemy_s_dead_claims_them(add_fact: AddFact) -> None:
    text = "The group said it had killed 22 soldiers near Idlib."
    add_fact("a", text, trigger="killed", source="The group", source_actor="is", modality="claimed", **ON)
    said = {"attribution": "The group", "modality": "claimed", "actor": "is"}
    assert only_incident(add_fact("a", text, 22, who="soldiers", **said))["claimed_low"] == 22


def test_a_later_article_of_an_outlet_withdraws_its_number(add_fact: AddFact) -> None:
    text = "A bomb exploded in a market of Idlib on Tuesday and killed six people."
    add_fact("a", text, trigger="exploded", acled_sub_event="Suicide bomb", outlet="Ridge", **ON)
    add_fact("a", text, 6, outlet="Ridge")
    add_fact("b", "It was five, not six.", 5, number_words="five", outlet="Ridge", index=2)
    wrong = {"number_words": "six", "corrected_by": "x", "modality": "denied", "outlet": "Ridge", "index": 2}
    found = only_incident(add_fact("b", "It was five, not six.", 6, **wrong))
    assert (found["deaths_low"], found["deaths_high"], found["n_articles"]) == (5, 5, 2)


@pytest.mark.parametrize(
    ("first", "later", "deaths"),
    [
        ("killed at least nine people", "The number of people killed in the strike on Idlib has risen to 14", (14, 14)),
        ("killed nine people", "The death toll from the strike on Idlib climbed to 14", (14, 14)),
        ("killed nine people", "Five wounded in the strike on Idlib have died, bringing the toll to 14", (14, 14)),
        ("killed nine people", "The strike on Idlib killed 14 people", (9, 14)),
    ],
)
def test_a_toll_that_has_risen_replaces_the_smaller_ones_of_all_outlets(
    add_fact: AddFact, first: str, later: str, deaths: tuple[int, int]
) -> None:
    text = f"Jets struck Idlib and {first}, police said."
    add_fact("Ridge", text)
    add_fact("Ridge", text, 9, high=None if "least" in first else 9, attribution="police")
    add_fact("Shore", f"{later}, medics said.", trigger="strike")
    rows = add_fact("Shore", f"{later}, medics said.", 14, cumulative="strike on Idlib killed" not in later)
    found = only_incident(rows)
    assert (found["deaths_low"], found["deaths_high"]) == deaths


def test_a_toll_that_has_risen_leaves_a_greater_one_as_its_rival(add_fact: AddFact) -> None:
    add_fact("Ridge", "Jets struck Idlib and killed 20 people.")
    add_fact("Ridge", "Jets struck Idlib and killed 20 people.", 20)
    add_fact("Shore", "The toll of the strike on Idlib rose to 14.", trigger="strike")
    found = only_incident(add_fact("Shore", "The toll of the strike on Idlib rose to 14.", 14, cumulative=True))
    assert (found["deaths_low"], found["deaths_high"], found["is_disputed"]) == (14, 20, True)


@pytest.mark.parametrize("others", ["two more", "another two", "two others"])
def test_those_who_died_besides_are_added(add_fact: AddFact, others: str) -> None:
    text = f"Jets struck Idlib and killed five people, and {others} died in hospital."
    add_fact("a", text)
    add_fact("a", text, 5, number_words="five", who="people")
    found = only_incident(add_fact("a", text, 2, number_words="two"))
    assert (found["deaths_low"], found["deaths_high"]) == (7, 7)


def test_a_total_of_such_acts_in_a_month_is_no_toll_of_the_act_that_raises_it(add_fact: AddFact) -> None:
    text = "Jets struck Idlib and killed three, bringing to 15 the number of people killed in such strikes this month."
    add_fact("a", text)
    add_fact("a", text, 3, number_words="three")
    found = only_incident(add_fact("a", text, 15, cumulative=True))
    assert (found["deaths_low"], found["deaths_high"]) == (3, 3)


def test_a_peaceful_voice_beside_a_claim_does_not_make_it_a_toll(add_fact: AddFact) -> None:
    add_fact("a", "Rebels ambushed a patrol near Idlib.", trigger="ambushed", acled_sub_event="Armed clash")
    text = "The group claimed to have killed 17 soldiers."
    found = only_incident(add_fact("a", text, 17, who="soldiers", actor="sy-sohr", place=None, index=1))
    assert (found["deaths_low"], found["claimed_low"]) == (None, 17)


def test_rebels_who_count_dead_soldiers_claim_them_though_the_army_is_named_beside(add_fact: AddFact) -> None:
    add_fact("a", "The army clashed with rebels near Idlib.", trigger="clashed", acled_sub_event="Armed clash")
    text = "A spokesman for the rebels said that 11 soldiers had died."
    voice = {"attribution": "A spokesman for the rebels", "actor": "sy-mil", "modality": "claimed"}
    found = only_incident(add_fact("a", text, 11, who="soldiers", place=None, index=1, **voice))
    assert (found["deaths_low"], found["claimed_low"]) == (None, 11)


@pytest.mark.parametrize(
    ("told", "deaths", "claimed"), [("the army had lost six men", None, 6), ("they had lost six men", 6, None)]
)
def test_who_counts_the_loss_of_the_other_side_claims_it(
    add_fact: AddFact, told: str, deaths: int | None, claimed: int | None
) -> None:
    add_fact("a", "The army clashed with rebels near Idlib.", trigger="clashed", acled_sub_event="Armed clash")
    count = {"number_words": "six", "who": "men", "attribution": "The rebels", "place": None, "index": 1}
    found = only_incident(add_fact("a", f"The rebels said that {told}.", 6, **count))
    assert (found["deaths_low"], found["claimed_low"]) == (deaths, claimed)


@pytest.mark.parametrize(("trigger", "deaths"), [("beaten to death", 1), ("beaten", None)])
def test_who_is_beaten_to_death_by_a_mob_is_counted(add_fact: AddFact, trigger: str, deaths: int | None) -> None:
    act = {"trigger": trigger, "acled_sub_event": "Mob violence", "target": "a guard"}
    rows = add_fact("a", f"A guard was {trigger} by a mob in Idlib on Tuesday.", **act, **ON)
    assert only_incident(rows)["deaths_low"] == deaths


@pytest.mark.parametrize(("who", "low"), [("children", 8), ("people", 2)])
def test_children_of_another_sentence_are_some_of_its_dead(add_fact: AddFact, who: str, low: int) -> None:
    text = "Gunmen attacked a bus in Idlib and killed eight people, the police said."
    add_fact("a", text, trigger="attacked", **ON)
    add_fact("a", text, 8, who="people", attribution="the police", number_words="eight")
    text = f"India spoke of the attack, in which two {who} died."
    add_fact("a", text, trigger="attack", index=2)
    found = only_incident(add_fact("a", text, 2, who=who, attribution="India", index=2, number_words="two"))
    assert (found["deaths_low"], found["deaths_high"]) == (low, 8)


def test_a_side_that_killed_some_of_them_claims_it(add_fact: AddFact) -> None:
    text = "The army said it had repelled an attack on Idlib and killed 20 of them."
    add_fact("a", text, trigger="attack", source="rebels")
    claim = {"attribution": "The army", "modality": "claimed", "actor": "sy-mil", "who": None}
    found = only_incident(add_fact("a", text, 20, **claim))
    assert (found["deaths_low"], found["claimed_low"]) == (None, 20)


@pytest.mark.parametrize(("doer", "claimed"), [("ir-jaish-adl", 11), ("ir-mil", None)])
def test_the_group_that_counts_dead_soldiers_claims_them_if_rebels_did_the_act(
    add_fact: AddFact, doer: str, claimed: int | None
) -> None:
    text = "Gunmen attacked a base in Idlib on Tuesday."
    add_fact("a", text, trigger="attacked", source="Gunmen", source_actor=doer, **CLASH, **ON)
    text = "The group said that 11 soldiers were killed."
    rows = add_fact("a", text, 11, who="soldiers", attribution="The group", modality="claimed", index=1, place=None)
    assert only_incident(rows)["claimed_low"] == claimed
