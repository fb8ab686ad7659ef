"""Strategic developments told by the words of an act: groups that change, bases, places handed over."""

from __future__ import annotations

import pytest

from tests.documents import Parse, token_of
from transforms.facts.events.learned.developments import (
    changes_group,
    disposes_of_weapons,
    founds_a_base,
    hands_over_a_place,
    is_unopposed,
)
from transforms.facts.events.participants import Participant, participant
from transforms.resolving.document import Document


def party(word: str | None, document: Document) -> Participant | None:
    return participant(token_of(document, word), document) if word else None


@pytest.mark.parametrize(
    ("text", "act", "source", "target", "changes"),
    [
        ("Two militias in Ituri merged on Monday.", "merged", "militias", None, True),
        ("The rebels laid down their rifles in Bria.", "laid", "rebels", None, True),
        ("Three hundred men handed in their weapons in Bria.", "handed", "men", None, True),
        ("Nine gunmen turned themselves in at Bria.", "turned", "gunmen", None, True),
        ("A colonel and his men deserted near Juba.", "deserted", "colonel", None, True),
        ("The militia switched sides on Monday.", "switched", "militia", None, True),
        ("A colonel went over to the rebels.", "went", "colonel", "rebels", True),
        ("Forty herders joined the militia in May.", "joined", "herders", "militia", True),
        ("Three gangs formed an alliance in Cap-Haitien.", "formed", "gangs", None, True),
        ("Sweden joined its allies in May.", "joined", "Sweden", "allies", False),
        ("Sweden joined NATO in May.", "joined", "Sweden", "NATO", False),
        ("The soldiers handed their rifles to a boy.", "handed", "soldiers", "boy", False),
        ("The rebels surrendered the town on Monday.", "surrendered", "rebels", None, False),
        ("Two banks in Juba merged on Monday.", "merged", "banks", None, False),
        ("The general went over the river.", "went", "general", None, False),
        ("Parliament formed a commission.", "formed", "Parliament", None, False),
        ("The country joined the bank in May.", "joined", "country", "bank", False),
    ],
)
def test_armed_people_who_change_what_they_belong_to(
    parse: Parse, text: str, act: str, source: str | None, target: str | None, changes: bool
) -> None:
    document = parse(text)
    parties = party(source, document), party(target, document)
    assert changes_group(token_of(document, act), "RETREAT", *parties) is changes
    assert not changes_group(token_of(document, act), "ASSAULT", *parties)


@pytest.mark.parametrize(
    ("text", "act", "source", "is_base"),
    [
        ("The army set up an outpost near Gao.", "set", "army", True),
        ("The navy opened a naval station in Mombasa.", "opened", "navy", True),
        ("The mercenaries built a camp near Birao.", "built", "mercenaries", True),
        ("Gunmen mounted a roadblock on the road to Kaya.", "mounted", "Gunmen", True),
        ("The rebels moved their headquarters to Demoso.", "moved", "rebels", True),
        ("Fighters turned a school into a barracks.", "turned", "Fighters", True),
        ("Nurses built a camp near Birao.", "built", "Nurses", False),
        ("The company opened a station in Mombasa.", "opened", "company", False),
        ("The rebels moved their families to Demoso.", "moved", "rebels", False),
        ("The rain turned the road into a river.", "turned", "rain", False),
    ],
)
def test_who_sets_up_a_base(parse: Parse, text: str, act: str, source: str, is_base: bool) -> None:
    document = parse(text)
    assert founds_a_base(token_of(document, act), party(source, document)) is is_base


@pytest.mark.parametrize(
    ("text", "act", "target", "is_handed"),
    [
        ("The mission handed over its base to the police.", "handed", "police", True),
        ("The rebels ceded the town to the army.", "ceded", "army", True),
        ("The mission handed over nine lorries to the police.", "handed", "police", False),
        ("The council handed over the town to a firm.", "handed", "firm", False),
    ],
)
def test_a_place_handed_to_a_force(parse: Parse, text: str, act: str, target: str, is_handed: bool) -> None:
    document = parse(text)
    assert hands_over_a_place(token_of(document, act), "RETREAT", party(target, document)) is is_handed


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Troops entered Kobani without a fight.", True),
        ("Troops entered Kobani after a fight.", False),
    ],
)
def test_an_act_that_nobody_resisted(parse: Parse, text: str, is_one: bool) -> None:
    document = parse(text)
    act = token_of(document, "entered")
    assert is_unopposed(act) is is_one


@pytest.mark.parametrize(
    ("text", "act", "source", "is_one"),
    [
        ("Sappers blew up a wartime bomb in Mosul.", "blew", "Sappers", True),
        ("Rebels blew up a bomb in Mosul.", "blew", "Rebels", False),
        ("Sappers destroyed a bridge in Mosul.", "destroyed", "Sappers", False),
    ],
)
def test_sappers_who_set_off_a_bomb_make_it_harmless(
    parse: Parse, text: str, act: str, source: str, is_one: bool
) -> None:
    document = parse(text)
    assert disposes_of_weapons(token_of(document, act), party(source, document)) is is_one
