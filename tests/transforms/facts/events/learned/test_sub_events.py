"""Sub-events that rules alone seldom find, each in a small news article."""

from __future__ import annotations

import pytest

from tests.transforms.parsing import Parse
from transforms.facts.events.learned import reader_of
from transforms.facts.extract import extract

TOLD = {
    "Headquarters or base established": (
        "The army opened a new forward base at Barakoro on Monday, two weeks after it retook the area from the rebels. "
        "About 200 soldiers have moved in, a district official said. Traders hope that the road will be safe again."
    ),
    "Change to group/activity": (
        "Eleven fighters of the Lorva Liberation Front surrendered to the army in Tesko district on Tuesday and handed "
        "in their rifles. Their commander had left the group in May. The governor welcomed them with tea."
    ),
    "Disrupted weapons use": (
        "Soldiers seized a cache of mortar shells and landmines in a cave near Hama on Wednesday. Sappers destroyed "
        "the shells the same evening. Nobody was arrested."
    ),
    "Excessive force against protesters": (
        "Police shot dead three protesters in Kisumu on Tuesday when crowds marched against a new tax. Twelve others "
        "were treated for gunshot wounds, doctors said. The marches went on until nightfall."
    ),
    "Violent demonstration": (
        "Protesters set fire to the town hall in Gafsa on Monday night and threw stones at the police, who fired tear "
        "gas. The crowd was angry about a rise in the price of bread. By morning the square was empty."
    ),
    "Suicide bomb": (
        "A suicide bomber blew himself up outside a police station in Maiduguri on Friday, killing four officers. "
        "No group has claimed the attack. Ambulances took eleven wounded people to hospital."
    ),
    "Mob violence": (
        "A mob beat two men to death in the village of Palwari on Sunday after they were accused of stealing a child. "
        "Police came an hour later. The child was found at the house of an aunt."
    ),
    "Agreement": (
        "The government and the rebels signed a peace agreement in Nairobi on Thursday after nine days of talks. "
        "Envoys of the African Union looked on. The guns fell silent at midnight."
    ),
    "Non-violent transfer of territory": (
        "The army withdrew from the town of Saraqib on Tuesday and left it to the rebels without a fight. Residents "
        "watched from their balconies. A flag was raised over the grain silos in the afternoon."
    ),
}


@pytest.mark.parametrize("sub_event", TOLD)
def test_a_kind_that_rules_seldom_find_is_found(parse: Parse, sub_event: str) -> None:
    found = extract(parse(TOLD[sub_event]), reader_of(None))["events"]
    assert sub_event in {event.acled_sub_event for event in found}


UNTOLD = {
    "Suicide bomb": (
        "A bomb attack on a market in Cali killed four people on Friday, the police said. The charge was hidden in "
        "a motorcycle. No group has claimed the attack, and ambulances took eleven wounded people to hospital."
    ),
    "Disrupted weapons use": (
        "Jets struck the village of Jabal on Sunday. The bombs destroyed four houses and a school, residents said. "
        "Rescuers dug for survivors until the evening."
    ),
}


@pytest.mark.parametrize("sub_event", UNTOLD)
def test_a_kind_that_no_word_tells_is_not_given(parse: Parse, sub_event: str) -> None:
    found = extract(parse(UNTOLD[sub_event]), reader_of(None))["events"]
    assert found
    assert sub_event not in {event.acled_sub_event for event in found}
