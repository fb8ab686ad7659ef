"""Figures of speech, accidents and sport are no events; the same words meant literally are."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.events.extraction import events
from transforms.seeds import rows

FIGURATIVE = [
    "The minister came under fire for his remarks on pensions.",
    "The war on drugs has cost billions.",
    "She lost her battle with cancer on Friday.",
    "Her attack on the report was a surprise.",
    "The sequel was a box-office bomb.",
    "He died of a heart attack at his home.",
    "The song captured the mood of a generation.",
    "The company seized the opportunity to raise prices.",
    "A flood of complaints and a barrage of emails hit the office.",
    "Two climbers were killed in an avalanche.",
    "Eleven people were injured when a bus crashed near the lake.",
    "A wildfire destroyed forty homes in the valley.",
    "The striker fired the ball past the goalkeeper in the second half of the match.",
    "The invasion of privacy angered the singer.",
    "The bank took over a smaller rival.",
    "Oil prices retreated on Monday.",
    "The government is fighting inflation and corruption.",
    "There was an explosion in the number of visitors.",
    "The band released a new album.",
    "The dockers' strikes hit the port.",
    "The virus attacks the lungs.",
    "The study demonstrated the effect of the drug.",
    "The firm fired its director.",
    "The campaign hit its target of one million signatures.",
    "The storm damaged the roof of the school.",
]


EXAMPLES = [str(row["example"]) for row in rows("metaphors") if row["example"]]


@pytest.mark.parametrize("text", [*EXAMPLES, *FIGURATIVE])
def test_a_figure_of_speech_an_accident_or_sport_is_no_event(parse: Parse, text: str) -> None:
    assert events(parse(text)) == []


LITERAL = [
    ("The rebels killed nine villagers.", "ASSAULT"),
    ("Soldiers killed the commander of the militia.", "ASSAULT"),
    ("Air defences shot down the drone.", "ASSAULT"),
    ("An explosion killed six soldiers at a checkpoint.", "ASSAULT"),
    ("The militia attacked the army base.", "ASSAULT"),
    ("Police beat the demonstrators with batons.", "ASSAULT"),
    ("Gunmen stormed the parliament.", "ASSAULT"),
    ("Rebels stormed the barracks on Monday.", "ASSAULT"),
    ("A rocket struck the market.", "ASSAULT"),
    ("Artillery hit a school in the suburb.", "ASSAULT"),
    ("A missile destroyed the warehouse.", "ASSAULT"),
    ("A car bomb exploded near the embassy.", "ASSAULT"),
    ("The blast killed two policemen in the market.", "ASSAULT"),
    ("Troops clashed with rebels over the bridge.", "ASSAULT"),
    ("Police clashed with stone-throwing protesters over the tax.", "ASSAULT"),
    ("The battle for the airport left forty soldiers dead.", "ASSAULT"),
    ("Russia invaded Ukraine in 2022.", "ASSAULT"),
    ("Rebels have besieged the town since May.", "COERCE"),
    ("The town was besieged by rebels.", "COERCE"),
    ("The army bombarded the town with rockets.", "ASSAULT"),
    ("The army bombarded the suburb with shells.", "ASSAULT"),
    ("The convoy was ambushed by gunmen.", "ASSAULT"),
    ("Soldiers raided the village and burned houses.", "ASSAULT"),
    ("Gunmen raided the bank in the occupied town.", "ASSAULT"),
    ("Gunmen hijacked a bus on the highway.", "COERCE"),
    ("Militants kidnapped a nun.", "COERCE"),
    ("Militiamen snatched two children from a school.", "COERCE"),
    ("Rebels captured a third of the city.", "COERCE"),
    ("Troops captured the mountain from the militia.", "COERCE"),
    ("Soldiers shot two farmers.", "ASSAULT"),
    ("Snipers shot the photographer dead.", "ASSAULT"),
    ("Protesters threw stones at the police.", "PROTEST"),
    ("Thousands marched against the junta.", "PROTEST"),
    ("Thousands marched past the war memorial in Belgrade to call for early elections.", "PROTEST"),
    ("Rebels pulled back from the edge of Goma.", "RETREAT"),
    ("Rebels withdrew from Goma on Monday as the country stood on the brink of war.", "RETREAT"),
    ("Veterans marched in protest against the junta.", "PROTEST"),
    ("A rally against the president drew thousands.", "PROTEST"),
    ("Police arrested nine protesters for chanting slogans.", "COERCE"),
    ("The junta jailed two journalists for treason.", "COERCE"),
    ("The junta banned the opposition party.", "COERCE"),
    ("The government expelled two diplomats.", "SANCTION"),
    ("The army blew up the bridge.", "COERCE"),
    ("Soldiers burned crops and houses in the village.", "ASSAULT"),
    ("The envoy met rebel leaders in the capital.", "CONSULT"),
    ("The two governments reached a ceasefire deal.", "AGREE"),
    ("The rebels surrendered in the town.", "RETREAT"),
    ("The garrison came under fire from snipers.", "ASSAULT"),
    ("A suicide bomber drove a car into the barracks.", "ASSAULT"),
    ("Settlers killed the sheep of the herders during a raid on the village.", "ASSAULT"),
    ("A wave of missiles hit the port.", "ASSAULT"),
    ("A barrage of rockets hit the plain.", "ASSAULT"),
    ("The militia evicted villagers from their homes.", "COERCE"),
    ("The army ordered residents to leave.", "REQUEST"),
    ("The strike on the depot by drones killed two workers.", "ASSAULT"),
    ("Gunmen opened fire in the second half of the march.", "ASSAULT"),
    ("Soldiers fired on the crowd in the stadium.", "ASSAULT"),
    ("The convoy came under fire from snipers near the river.", "ASSAULT"),
    ("Nine people were killed in a bus bombing.", "ASSAULT"),
    ("Six shoppers were wounded by an explosion in a market.", "ASSAULT"),
    ("Rebels seized the airport on Sunday.", "COERCE"),
    ("The army released forty prisoners.", "CONCEDE"),
    ("Police fired tear gas at the marchers.", "ASSAULT"),
]


@pytest.mark.parametrize(("text", "plover"), LITERAL)
def test_the_same_words_meant_literally_are_an_event(parse: Parse, text: str, plover: str) -> None:
    assert plover in {event.plover for event in events(parse(text))}


def test_a_refused_word_is_kept_with_the_rule_and_its_example(parse: Parse) -> None:
    document = parse("The minister came under fire for his remarks about farmers.")
    assert not events(document)
    (refused,) = document.refused
    assert (refused.family, refused.words) == ("events", "came")
    assert refused.rule.startswith("metaphors.csv: ")
    assert refused.detail.endswith(".")


def test_a_weapon_that_is_only_tried_out_is_refused_as_such(parse: Parse) -> None:
    document = parse("The navy fired one test missile at an old ship on Monday.")
    assert not [event for event in events(document) if event.plover == "ASSAULT"]
    assert [(refused.words, refused.rule) for refused in document.refused] == [("fired", "test of a weapon")]
