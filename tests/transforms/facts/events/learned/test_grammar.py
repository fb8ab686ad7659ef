"""Grammatical limits on the arguments of a trigger, and the participant that a word stands for."""

from __future__ import annotations

import pytest
from spacy.tokens import Token

from tests.transforms.parsing import Parse
from transforms.facts.events.learned.grammar import can_trigger, head_of_party, may_date, may_fill
from transforms.resolving.document import Document
from transforms.tables.schema import Plover


def word(document: Document, text: str) -> Token:
    return next(token for token in document.doc if token.text == text)


@pytest.mark.parametrize(
    ("text", "trigger", "filler"),
    [
        ("The attack took place near the village.", "attack", "place"),
        ("The shelling took place on Monday.", "shelling", "place"),
        ("They fired on us at dawn.", "fired", "dawn"),
        ("A jet bombed the school at noon.", "bombed", "noon"),
        ("The army attacked the camp on Monday.", "attacked", "army"),
        ("Rebels were quick and shelled the town.", "shelled", "Rebels"),
        ("Soldiers were killed by the rebels.", "killed", "rebels"),
        ("The air force said Russia launched drones at the port.", "launched", "force"),
        ("The crowd marched and chanted “Shame!” at the guards.", "chanted", "Shame"),
        ("Nine people died in the violence.", "died", "violence"),
        ("An official told Reuters that rebels shelled the town.", "shelled", "Reuters"),
        ("Jets widened their bombing of the opposition-held north.", "bombing", "opposition"),
        ("The commander announced the capture in a video.", "capture", "commander"),
        ("Before the offensive more than seven million Syrians were already displaced.", "offensive", "Syrians"),
        ("Nine people have been killed since the offensive began.", "offensive", "people"),
        ("They fled from Homs to areas held by the militia.", "held", "Homs"),
    ],
)
def test_no_target(parse: Parse, text: str, trigger: str, filler: str) -> None:
    document = parse(text)
    assert not may_fill("target", word(document, filler), word(document, trigger), "ASSAULT", document)


@pytest.mark.parametrize(
    ("text", "trigger", "filler"),
    [
        ("Nine villagers were killed on Monday.", "killed", "villagers"),
        ("The army clashed with rebels near the town.", "clashed", "rebels"),
        ("In the north of the state, the rebels attacked the town.", "attacked", "north"),
        ("The rebels said that nine villagers were executed.", "executed", "rebels"),
        ("A million people have been displaced by the violence.", "displaced", "violence"),
        ("The army shelled the town.", "shelled", "town"),
        ("A doctor told Reuters the raid killed nine people.", "raid", "Reuters"),
        ("Nine soldiers were killed in a raid on a post.", "raid", "soldiers"),
        ("The army said its troops in Hama were regrouping after attacks on posts.", "attacks", "Hama"),
        (
            "Nine people died when jets bombed Idlib, medics said, making it the worst raid of the war.",
            "raid",
            "medics",
        ),
        ("Ministers of Iran and Iraq warned that the fighting threatened the region.", "fighting", "Ministers"),
        ("Ministers of Iran and Iraq warned that the fighting threatened the region.", "fighting", "Iraq"),
        ("The army withdrew on Friday. The capture of the town came a day later.", "capture", "army"),
        ("Turkey fears the militia, which it has fought for decades.", "fought", "militia"),
        ("Rebels captured Hama, the second city that the president has lost.", "lost", "president"),
    ],
)
def test_no_source(parse: Parse, text: str, trigger: str, filler: str) -> None:
    document = parse(text)
    assert not may_fill("source", word(document, filler), word(document, trigger), "ASSAULT", document)


@pytest.mark.parametrize(
    ("slot", "text", "trigger", "filler"),
    [
        ("source", "The army attacked the camp.", "attacked", "army"),
        ("target", "The army attacked the camp.", "attacked", "camp"),
        ("target", "The army suffered heavy losses.", "suffered", "army"),
        ("target", "They fled to areas held by the militia.", "held", "areas"),
        ("target", "The fighting killed nine people.", "fighting", "people"),
        ("source", "The rebels said their attack killed nine people.", "attack", "rebels"),
        ("source", "The rebels said they carried out the attack.", "attack", "rebels"),
        ("source", "The rebels claimed the attack.", "attack", "rebels"),
        ("source", "Rebels, who fought the army, fled.", "fought", "Rebels"),
        ("source", "The army withdrew after it shelled the town.", "shelled", "army"),
        ("source", "The army said nine rebels were killed.", "killed", "army"),
        ("source", "Nine villagers were killed by the army.", "killed", "army"),
        ("place", "Gunmen attacked a market in Hama.", "attacked", "Hama"),
    ],
)
def test_what_may_fill_a_slot(parse: Parse, slot: str, text: str, trigger: str, filler: str) -> None:
    document = parse(text)
    assert may_fill(slot, word(document, filler), word(document, trigger), "ASSAULT", document)


def test_a_group_is_no_place(parse: Parse) -> None:
    document = parse("Gunmen of Hezbollah attacked a market.")
    assert not may_fill("place", word(document, "Hezbollah"), word(document, "attacked"), "ASSAULT", document)


@pytest.mark.parametrize(
    ("text", "trigger", "pointed", "party"),
    [
        ("Teachers and workers began a strike.", "began", "workers", "Teachers"),
        ("A court in Yerevan jailed the man.", "jailed", "Yerevan", "court"),
        ("Mediators from Egypt met on Monday.", "met", "Egypt", "Mediators"),
        ("The army attacked the camp.", "attacked", "army", "army"),
    ],
)
def test_the_whole_party_is_meant(parse: Parse, text: str, trigger: str, pointed: str, party: str) -> None:
    document = parse(text)
    assert head_of_party("source", word(document, pointed), word(document, trigger)).text == party


@pytest.mark.parametrize(
    ("text", "trigger", "time", "allowed"),
    [
        ("The rebels refused to join a 2016 peace deal.", "refused", "2016", False),
        ("The sides exchanged prisoners under a deal reached in March.", "exchanged", "March", False),
        ("The army shelled a town that rebels had seized in May.", "shelled", "May", False),
        ("The army shelled a town that rebels had seized in May.", "seized", "May", True),
        ("The army shelled the town in March.", "shelled", "March", True),
        ("The 2016 attack killed nine people.", "attack", "2016", True),
        ("Nearly a million have fled since 2021. Nine men were arrested.", "arrested", "2021", False),
        ("Nine men have been arrested since May.", "arrested", "May", True),
        ("“On Friday there was none,” said a man. The front attacked the town.", "attacked", "Friday", False),
    ],
)
def test_a_day_dates_what_its_clause_tells(parse: Parse, text: str, trigger: str, time: str, allowed: bool) -> None:
    document = parse(text)
    assert may_date(word(document, time), word(document, trigger)) is allowed


@pytest.mark.parametrize(
    ("text", "trigger", "plover", "allowed"),
    [
        ("They are hunters.", "hunters", "ASSAULT", False),
        ("The guns fell silent in the town.", "fell", "ASSAULT", False),
        ("The guns had gone quiet by noon, and rebels fell back.", "gone", "ASSAULT", False),
        ("This is a condemned and dangerous raid.", "condemned", "ACCUSE", False),
        ("The United States had not taken part in the advance.", "taken", "COERCE", False),
        ("The march took place on Monday.", "took", "PROTEST", False),
        ("Rebels failed to capture the bridge.", "failed", "ASSAULT", False),
        ("The guards refused to fire on the crowd.", "refused", "ASSAULT", False),
        ("The militia avoided attacking the base.", "avoided", "ASSAULT", False),
        ("Rebels failed to capture the bridge.", "capture", "COERCE", True),
        ("The town refused the envoy.", "refused", "REJECT", True),
        ("Rebels took the town.", "took", "COERCE", True),
        ("Rebels took part of the town.", "took", "COERCE", True),
        ("The army attacked the camp.", "attacked", "ASSAULT", True),
        ("The murder of two nuns angered the town.", "murder", "ASSAULT", True),
    ],
)
def test_what_can_be_a_trigger(parse: Parse, text: str, trigger: str, plover: Plover, allowed: bool) -> None:
    document = parse(text)
    assert can_trigger(word(document, trigger), plover, document) is allowed
