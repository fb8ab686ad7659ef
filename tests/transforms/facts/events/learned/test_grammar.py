"""Grammatical limits on the arguments of a trigger, and the participant that a word stands for."""

from __future__ import annotations

import pytest

from tests.documents import Parse, token_of
from transforms.facts.events.learned.grammar import head_of_party, may_date, may_fill


@pytest.mark.parametrize(
    ("slot", "text", "trigger", "filler"),
    [
        ("place", "Soldiers took the Chechen capital.", "took", "Chechen"),
        ("place", "Hundreds marched through Homs to protest against the raids.", "raids", "Homs"),
        ("place", "Police in Homs arrested two men in connection with the bombing.", "bombing", "Homs"),
        (
            "place",
            "Rebels left Hama. The mission in Homs said that they had shot nine men in the town.",
            "shot",
            "Homs",
        ),
        ("place", "The fall of Hama leaves the president with little more than Homs.", "fall", "Homs"),
        ("target", "The attack took place near the village.", "attack", "place"),
        ("target", "The shelling took place on Monday.", "shelling", "place"),
        ("target", "They fired on us at dawn.", "fired", "dawn"),
        ("target", "A jet bombed the school at noon.", "bombed", "noon"),
        ("target", "The army attacked the camp on Monday.", "attacked", "army"),
        ("target", "Rebels were quick and shelled the town.", "shelled", "Rebels"),
        ("target", "Soldiers were killed by the rebels.", "killed", "rebels"),
        ("target", "The air force said Russia launched drones at the port.", "launched", "force"),
        ("target", "The crowd marched and chanted “Shame!” at the guards.", "chanted", "Shame"),
        ("target", "Nine people died in the violence.", "died", "violence"),
        ("target", "An official told Reuters that rebels shelled the town.", "shelled", "Reuters"),
        ("target", "Jets widened their bombing of the opposition-held north.", "bombing", "opposition"),
        ("target", "The commander announced the capture in a video.", "capture", "commander"),
        (
            "target",
            "Before the offensive more than seven million Syrians were already displaced.",
            "offensive",
            "Syrians",
        ),
        ("target", "Nine people have been killed since the offensive began.", "offensive", "people"),
        ("target", "They fled from Homs to areas held by the militia.", "held", "Homs"),
        ("place", "The junta in Homs sent drones against a village.", "sent", "Homs"),
        ("place", "When soldiers arrived from Homs, a mine killed three men.", "killed", "Homs"),
        ("place", "Gunmen of Hezbollah attacked a market.", "attacked", "Hezbollah"),
        ("place", "State radio, monitored by the agency in Homs, said rebels shot nine men.", "shot", "Homs"),
        ("place", "Rebels shelled the port and sank the tanker Homs-3.", "shelled", "Homs"),
        ("target", "The army began the operation code-named Homs and attacked at dawn.", "attacked", "Homs"),
        ("target", "Raqqa fell on Thursday, and Homs fell on Friday.", "fell", "Homs"),
        ("place", "Raqqa fell on Thursday, and Homs fell on Friday.", "fell", "Homs"),
        ("place", "The city of Raqqa fell on Thursday, and Homs fell on Friday.", "fell", "Homs"),
    ],
)
def test_what_may_not_fill_a_slot(parse: Parse, slot: str, text: str, trigger: str, filler: str) -> None:
    document = parse(text)
    assert not may_fill(slot, token_of(document, filler), token_of(document, trigger), "ASSAULT", document)


@pytest.mark.parametrize(
    ("slot", "text", "trigger", "filler"),
    [
        ("target", "The army attacked the camp.", "attacked", "camp"),
        ("target", "The army suffered heavy losses.", "suffered", "army"),
        ("target", "They fled to areas held by the militia.", "held", "areas"),
        ("target", "The fighting killed nine people.", "fighting", "people"),
        ("place", "Gunmen attacked a market in Hama.", "attacked", "Hama"),
        ("place", "Raqqa fell on Thursday, and Homs fell on Friday.", "fell", "Raqqa"),
        ("place", "The town fell on Thursday. The army left Homs.", "fell", "Homs"),
        ("place", "Grad rockets fell on Mariupol on Thursday.", "fell", "Mariupol"),
        ("place", "Rockets from Gaza fell on Sderot on Thursday.", "fell", "Sderot"),
    ],
)
def test_what_may_fill_a_slot(parse: Parse, slot: str, text: str, trigger: str, filler: str) -> None:
    document = parse(text)
    assert may_fill(slot, token_of(document, filler), token_of(document, trigger), "ASSAULT", document)


@pytest.mark.parametrize(
    ("text", "trigger", "pointed", "party"),
    [
        ("Teachers and workers began a strike.", "began", "workers", "Teachers"),
        ("A court in Yerevan jailed the man.", "jailed", "Yerevan", "court"),
        ("Mediators from Egypt met on Monday.", "met", "Egypt", "Mediators"),
        ("The army attacked the camp.", "attacked", "army", "army"),
    ],
)
def test_a_word_within_a_party_stands_for_its_head(
    parse: Parse, text: str, trigger: str, pointed: str, party: str
) -> None:
    document = parse(text)
    assert head_of_party("source", token_of(document, pointed), token_of(document, trigger)).text == party


@pytest.mark.parametrize(
    ("text", "trigger", "name", "may"),
    [
        ("Nine were killed, said Bana Darwish, a surgeon at the Simara hospital.", "killed", "Simara", False),
        ("Prosecutors charged a man, Yusuf Mansour, over the bombing.", "bombing", "Mansour", False),
        ("Nine people were killed in Homs, said a doctor.", "killed", "Homs", True),
    ],
)
def test_where_a_speaker_works_and_who_is_charged_are_no_places(
    parse: Parse, text: str, trigger: str, name: str, may: bool
) -> None:
    document = parse(text)
    assert may_fill("place", token_of(document, name), token_of(document, trigger), "ASSAULT", document) is may


@pytest.mark.parametrize(
    ("text", "trigger", "time", "allowed"),
    [
        ("The rebels refused to join a 2016 peace deal.", "refused", "2016", False),
        ("Israel took the heights in the 1967 war.", "took", "1967", True),
        ("The sides exchanged prisoners under a deal reached in March.", "exchanged", "March", False),
        ("The army shelled a town that rebels had seized in May.", "shelled", "May", False),
        ("The army shelled a town that rebels had seized in May.", "seized", "May", True),
        ("The 2016 attack killed nine people.", "attack", "2016", True),
        ("Cuts were made after the earthquake on Monday. Dockers marched to the port.", "marched", "Monday", False),
        ("Dockers marched to the port on Monday after the earthquake.", "marched", "Monday", True),
    ],
)
def test_a_time_that_tells_which_thing_is_meant_dates_no_act(
    parse: Parse, text: str, trigger: str, time: str, allowed: bool
) -> None:
    document = parse(text)
    assert may_date(token_of(document, time), token_of(document, trigger)) is allowed


@pytest.mark.parametrize(
    ("text", "trigger", "word", "may"),
    [
        ("The funeral of five miners killed by bandits was held in Kadoma on Saturday.", "killed", "Kadoma", False),
        ("A colonel killed by a shell near Homs was buried in Hama on Tuesday.", "killed", "Hama", False),
        ("A colonel killed by a shell near Homs was buried in Hama on Tuesday.", "killed", "Homs", True),
        ("Gunmen attacked a funeral in Hama on Tuesday.", "attacked", "Hama", True),
    ],
)
def test_where_the_dead_are_buried_they_were_not_killed(
    parse: Parse, text: str, trigger: str, word: str, may: bool
) -> None:
    document = parse(text)
    assert may_fill("place", token_of(document, word), token_of(document, trigger), "ASSAULT", document) is may


def test_the_day_of_a_funeral_is_not_that_of_the_death(parse: Parse) -> None:
    document = parse("Thousands gathered in Homs on Thursday for the funeral of a general killed in a strike in Hama.")
    day = token_of(document, "Thursday")
    assert not may_date(day, token_of(document, "killed"))
    assert may_date(day, token_of(document, "gathered"))


def test_the_day_in_a_quotation_dates_no_act_that_the_text_tells(parse: Parse) -> None:
    document = parse("“On Thursday I sold bread,” a baker said. Gunmen attacked Homs. “We ran,” she said.")
    day = token_of(document, "Thursday")
    assert not may_date(day, token_of(document, "attacked"))
    assert may_date(day, token_of(document, "ran"))


@pytest.mark.parametrize(("word", "may"), [("militia", True), ("ambush", False), ("gunmen", False)])
def test_the_blame_is_put_on_whom_it_names(parse: Parse, word: str, may: bool) -> None:
    document = parse("The gunmen fled. The mayor blamed the ambush, in which two boys died, on the militia.")
    assert may_fill("target", token_of(document, word), token_of(document, "blamed"), "ACCUSE", document) is may


def test_a_mark_in_a_name_opens_no_quotation(parse: Parse) -> None:
    document = parse("Police arrested a man in Nad ‘Ali district on Sunday. They also detained his driver.")
    assert may_date(token_of(document, "Sunday"), token_of(document, "detained"))


def test_the_second_day_of_a_funeral_is_that_of_the_death(parse: Parse) -> None:
    document = parse(
        "Crowds lined the streets on Monday for the funeral of the nurses who were killed in Hama on Sunday."
    )
    monday, sunday = token_of(document, "Monday"), token_of(document, "Sunday")
    assert may_date(sunday, token_of(document, "killed"))
    assert not may_date(monday, token_of(document, "killed"))


@pytest.mark.parametrize(
    ("text", "slot", "word", "may"),
    [
        ("Jets bombed a camp. Two men were wounded by an explosive device.", "source", "Jets", False),
        ("Jets bombed a camp. Two men were wounded by an explosive device.", "source", "device", False),
        ("Jets bombed a camp. Two men were wounded by an explosive device.", "target", "men", True),
    ],
)
def test_a_mine_has_no_doer_of_another_sentence(parse: Parse, text: str, slot: str, word: str, may: bool) -> None:
    document = parse(text)
    assert may_fill(slot, token_of(document, word), token_of(document, "wounded"), "ASSAULT", document) is may


@pytest.mark.parametrize(
    ("slot", "word", "may"), [("source", "truck", False), ("target", "truck", True), ("target", "landmine", False)]
)
def test_who_hits_a_mine_is_its_victim(parse: Parse, slot: str, word: str, may: bool) -> None:
    document = parse("Their truck hit a landmine near Hama.")
    assert may_fill(slot, token_of(document, word), token_of(document, "hit"), "ASSAULT", document) is may


def test_a_retreat_is_not_where_it_leads(parse: Parse) -> None:
    document = parse("The soldiers fled from Homs towards Hama.")
    fled = token_of(document, "fled")
    may = [may_fill("place", token_of(document, town), fled, "RETREAT", document) for town in ("Homs", "Hama")]
    assert may == [True, False]


def test_who_is_stopped_from_an_act_may_be_its_doer(parse: Parse) -> None:
    document = parse("Soldiers stopped the villagers from looting the houses.")
    villagers, looting = (token_of(document, word) for word in ("villagers", "looting"))
    assert may_fill("source", villagers, looting, "ASSAULT", document)


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("The shelling of Homs, the first since Sunday, ended the truce.", False),
        ("It was the second bombing in the town since Sunday.", False),
        ("The first bombing, on Sunday, ended the truce.", True),
        ("First rebels shelled the town since Sunday.", True),
    ],
)
def test_since_when_an_act_is_the_first_is_not_its_day(parse: Parse, text: str, may: bool) -> None:
    document = parse(text)
    act = next(word for word in document.doc if word.text in ("shelling", "bombing", "shelled"))
    assert may_date(token_of(document, "Sunday"), act) == may
