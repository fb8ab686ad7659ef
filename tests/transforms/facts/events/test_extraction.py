"""Events read from sentences of our own: patterns of the lexicon, metaphors, participants, place, date, territory."""

from __future__ import annotations

import pytest

from tests.transforms.parsing import Parse
from transforms.facts.events.codes import event_types
from transforms.facts.events.extraction import events
from transforms.reading.event_lexicon import frames
from transforms.seeds import listed, rows
from transforms.tables.schema import Event

LEXICON = [row for row in (*rows("events"), *rows("carriers")) if row["plover"]]
METAPHORS = [row for row in rows("metaphors") if row["example"]]


def told(parse: Parse, text: str) -> list[Event]:
    return events(parse(text))


@pytest.mark.parametrize("row", LEXICON, ids=lambda row: f"{row['plover']} {str(row['lemma']).split('|')[0]}")
def test_each_pattern_finds_its_example(parse: Parse, row: dict[str, str]) -> None:
    assert row["plover"] in {event.plover for event in told(parse, row["example"])}


@pytest.mark.parametrize("row", METAPHORS, ids=lambda row: str(row["example"]).rstrip("."))
def test_figures_of_speech_are_no_events(parse: Parse, row: dict[str, str]) -> None:
    assert told(parse, row["example"]) == []


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
    "The virus attacks the lungs.",
    "The study demonstrated the effect of the drug.",
    "The firm fired its director.",
    "The campaign hit its target of one million signatures.",
    "The storm damaged the roof of the school.",
]


@pytest.mark.parametrize("text", FIGURATIVE)
def test_more_figures_of_speech(parse: Parse, text: str) -> None:
    assert told(parse, text) == []


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
def test_the_same_words_meant_literally(parse: Parse, text: str, plover: str) -> None:
    assert plover in {event.plover for event in told(parse, text)}


WHO = [
    ("Rebels attacked the garrison.", "Rebels", "the garrison"),
    ("The garrison was attacked by rebels.", "rebels", "The garrison"),
    ("The attack on the garrison by rebels lasted hours.", "rebels", "the garrison"),
    ("Israel's attack on the port surprised nobody.", "Israel", "the port"),
    ("Indian strikes hit the port.", "Indian", "the port"),
    ("Rebels launched an attack on the garrison.", "Rebels", "the garrison"),
    ("Militiamen who attacked the village fled.", "Militiamen", "the village"),
    ("The capture of the town by the rebels ended the siege.", "the rebels", None),
    ("Turkey and Greece accused Libya of smuggling.", "Turkey and Greece", "Libya"),
    ("The bishop urged the rebels to leave the city.", "The bishop", "the rebels"),
    ("The ministry blamed the separatists for the blast.", "The ministry", "the separatists"),
    ("The rebels threatened to attack the port.", "The rebels", "the port"),
]


@pytest.mark.parametrize(("text", "source", "target"), WHO, ids=[text for text, _, _ in WHO])
def test_source_and_target_are_whole_phrases(parse: Parse, text: str, source: str | None, target: str | None) -> None:
    found = told(parse, text)
    assert (source, target) in [(event.source, event.target) for event in found]


ONCE = [
    "Rebels launched an attack on the garrison.",
    "Nine people were wounded in the attack.",
    "A roadside bomb killed a soldier and wounded two others.",
    "Shells hit the school, killing two pupils.",
    "The ministry lodged a protest with the kingdom.",
    "The rebels threatened to attack the port.",
    "The council demanded that the rebels withdraw from the city.",
    "The two governments signed a peace agreement.",
    "Thousands marched through the city to demand the release of the editor.",
]


@pytest.mark.parametrize("text", ONCE)
def test_one_happening_is_one_event(parse: Parse, text: str) -> None:
    assert len(told(parse, text)) == 1


def test_two_acts_are_two_events(parse: Parse) -> None:
    found = told(parse, "Police opened fire on the crowd and arrested twelve students.")
    assert [event.plover for event in found] == ["ASSAULT", "COERCE"]


TERRITORY = [
    ("Rebels captured Aleppo on Sunday.", "gained", "Non-state actor overtakes territory"),
    ("Government troops retook Aleppo on Sunday.", "gained", "Government regains territory"),
    ("Aleppo fell to the rebels on Sunday.", "gained", "Non-state actor overtakes territory"),
    ("The army withdrew from Aleppo on Sunday.", "lost", "Non-violent transfer of territory"),
]


@pytest.mark.parametrize(("text", "territory", "sub_event"), TERRITORY, ids=[text for text, _, _ in TERRITORY])
def test_who_takes_a_town_decides_its_code(parse: Parse, text: str, territory: str, sub_event: str) -> None:
    (event,) = told(parse, text)
    assert (event.territory, event.acled_sub_event, event.place) == (territory, sub_event, "Aleppo")


def test_a_person_who_leaves_loses_no_territory(parse: Parse) -> None:
    assert [e.territory for e in told(parse, "The president left Aleppo for Moscow.") if e.territory] == []


MEANS = [
    ("A drone attacked the depot.", "Air/drone strike"),
    ("Rocket attacks on the port went on.", "Shelling/artillery/missile attack"),
    ("A roadside bomb killed two nurses.", "Remote explosive/landmine/IED"),
    ("A suicide bombing killed two nurses.", "Suicide bomb"),
    ("Gunmen attacked a group of villagers.", "Attack"),
    ("Rebels attacked an army patrol.", "Armed clash"),
    ("Air defences shot down nine drones.", "Disrupted weapons use"),
]


@pytest.mark.parametrize(("text", "sub_event"), MEANS, ids=[text for text, _ in MEANS])
def test_weapon_and_target_decide_the_kind_of_attack(parse: Parse, text: str, sub_event: str) -> None:
    assert sub_event in {event.acled_sub_event for event in told(parse, text)}


def test_a_later_mention_takes_over_doer_place_and_day(parse: Parse) -> None:
    text = "Russia attacked Odesa with drones on Thursday.\nNine people were wounded in the attack."
    first, second = told(parse, text)
    assert (second.source, second.place, second.date_start) == (first.source, "Odesa", "2024-12-05")
    assert second.acled_sub_event == "Air/drone strike"
    assert second.confidence < first.confidence


def test_words_are_not_placed(parse: Parse) -> None:
    (event,) = told(parse, "In Geneva, the envoy accused the rebels of lying.")
    assert (event.plover, event.place, event.country) == ("ACCUSE", None, None)


UNCODED = [
    "The trial of the general opened in the capital.",
    "The president appointed a new defence minister.",
    "The ministry advised travellers to avoid the coast.",
    "The war has entered its third year.",
    "Police are investigating the theft of a car.",
]


@pytest.mark.parametrize("text", UNCODED)
def test_what_is_not_coded(parse: Parse, text: str) -> None:
    assert told(parse, text) == []


@pytest.mark.parametrize("row", rows("crosswalk"), ids=lambda row: str(row["acled_sub_event"]))
def test_each_acled_sub_event_is_coded_in_its_example(parse: Parse, row: dict[str, str]) -> None:
    found = {(event.acled_event, event.acled_sub_event) for event in told(parse, row["example"])}
    assert (row["acled_event"], row["acled_sub_event"]) in found


def test_every_code_of_the_lexicon_is_in_the_crosswalk() -> None:
    codes = {frame.acled for entries in frames().values() for _, frame in entries if frame.acled}
    assert codes - {"territory"} <= set(event_types())


def test_all_sixteen_classes_are_covered() -> None:
    assert len({frame.plover for entries in frames().values() for _, frame in entries}) == 16


def test_no_word_stands_twice_in_a_row() -> None:
    for row in rows("events"):
        words = listed(row["lemma"])
        assert len(words) == len(set(words)), row["lemma"]


def test_a_list_of_a_thousand_attacks_takes_linear_time(parse: Parse) -> None:
    found = told(parse, "Rebels attacked the port, " * 300 + "and fled.")
    assert len(found) <= 300


def test_what_is_refused_is_kept_with_the_rule_and_its_example(parse: Parse) -> None:
    told = parse("The minister came under fire for his remarks about farmers.")
    assert not events(told)
    (refused,) = told.refused
    assert (refused.family, refused.words) == ("events", "came")
    assert refused.rule.startswith("metaphors.csv: ")
    assert refused.detail.endswith(".")


@pytest.mark.parametrize(
    ("text", "source", "sub_event"),
    [
        ("The rebels were driven from the town by the army.", "the army", "Government regains territory"),
        ("The army was driven out of Bria by rebels.", "rebels", "Non-state actor overtakes territory"),
        ("The rebels were driven from the town by nightfall.", None, None),
    ],
)
def test_who_drives_others_from_a_place(parse: Parse, text: str, source: str | None, sub_event: str | None) -> None:
    (event,) = told(parse, text)
    assert (event.source, event.acled_sub_event) == (source, sub_event)


@pytest.mark.parametrize(
    "text",
    [
        "The lifting of the curfew by the governor was announced.",
        "The governor announced an end to the curfew in Bria.",
        "The governor lifted the curfew in Bria.",
    ],
)
def test_a_curfew_that_is_lifted_is_not_imposed(parse: Parse, text: str) -> None:
    assert "COERCE" not in {event.plover for event in told(parse, text)}
