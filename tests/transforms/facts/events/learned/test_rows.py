"""Events of readings: their sub-event, their modality and a place that no gazetteer has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.documents import Parse, token_of
from transforms.facts.events.learned import reader_of
from transforms.facts.events.learned.decode import Filler, decide, read_candidates
from transforms.facts.events.learned.model import model
from transforms.facts.events.learned.rows import event_of, with_known_takers
from transforms.facts.events.learned.text import text_of
from transforms.facts.extract import extract
from transforms.resolving.dates import times
from transforms.resolving.document import Document
from transforms.resolving.timing.expressions import When
from transforms.tables.schema import Event, Plover

OF_SUB_EVENT = {
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


@pytest.mark.parametrize("sub_event", OF_SUB_EVENT)
def test_a_sub_event_that_rules_seldom_find_is_found(parse: Parse, sub_event: str) -> None:
    found = extract(parse(OF_SUB_EVENT[sub_event]), reader_of(None))["events"]
    assert sub_event in {event.acled_sub_event for event in found}


WITHOUT_ITS_WORD = {
    "Suicide bomb": (
        "A bomb attack on a market in Cali killed four people on Friday, the police said. The charge was hidden in "
        "a motorcycle. No group has claimed the attack, and ambulances took eleven wounded people to hospital."
    ),
    "Disrupted weapons use": (
        "Jets struck the village of Jabal on Sunday. The bombs destroyed four houses and a school, residents said. "
        "Rescuers dug for survivors until the evening."
    ),
}


@pytest.mark.parametrize("sub_event", WITHOUT_ITS_WORD)
def test_a_sub_event_without_a_word_for_it_is_not_given(parse: Parse, sub_event: str) -> None:
    found = extract(parse(WITHOUT_ITS_WORD[sub_event]), reader_of(None))["events"]
    assert found
    assert sub_event not in {event.acled_sub_event for event in found}


def test_an_act_that_has_not_begun_is_denied_however_sure_the_reader_is(parse: Parse) -> None:
    document = parse("The army’s counterattack on Hama, which it had announced on Monday, had not begun by dawn.")
    candidates = read_candidates(text_of(document), model())
    reading = next(reading for reading in candidates if reading.token.text == "counterattack")
    sure = replace(reading, modality="asserted", sure_modality=1.0, hint=None, fillers={})
    assert event_of(sure, document).modality == "denied"


def unsure(document: Document, word: str) -> Event:
    """The event at a word without a rule, where the reader is not confident that it is asserted."""
    text = text_of(document)
    reading = next(reading for reading in read_candidates(text, model()) if reading.token.text == word)
    unsure_reading = replace(reading, probability=1.0, modality="asserted", sure_modality=0.4, fillers={})
    ((kept,), _) = decide([unsure_reading], model().decisions)
    return event_of(kept, document)


OVERTAKEN, REGAINED = "Non-state actor overtakes territory", "Government regains territory"


def capture(sub_event: str, **own_columns: Any) -> Event:
    """The capture of Hama."""
    told = {"trigger": "capture", "plover": "COERCE", "place": "Hama", "acled_sub_event": sub_event}
    return Event(
        article_id="a", published_date=date(2024, 12, 6), sentence_index=0, start=0, end=1, sentence="-",
        confidence=0.9, **told | own_columns,
    )  # fmt: skip


def test_who_only_speaks_of_a_capture_leaves_the_taker_to_the_one_told_of() -> None:
    taken = capture(OVERTAKEN, source="Rebels", territory="gained")
    found = with_known_takers([taken, capture(REGAINED), capture(REGAINED, place="Homs")])
    assert [event.acled_sub_event for event in found] == [OVERTAKEN, OVERTAKEN, REGAINED]


@pytest.mark.parametrize("untold", [{"modality": "denied"}, {"modality": "planned"}, {"place": None}])
def test_a_capture_not_done_or_without_place_tells_no_taker(untold: dict[str, Any]) -> None:
    taken = capture(OVERTAKEN, source="Rebels", territory="gained", **untold)
    announced = capture(REGAINED, place=taken.place)
    assert with_known_takers([taken, announced])[1].acled_sub_event == REGAINED


def test_a_takeover_by_another_state_is_so_for_who_only_speaks_of_it() -> None:
    taken = capture(REGAINED, source="The Turkish army", source_actor="tr-mil", country="SY", territory="gained")
    assert with_known_takers([taken, capture(REGAINED)])[1].acled_sub_event == OVERTAKEN


def test_an_unsure_reader_leaves_the_modality_to_the_rules(parse: Parse) -> None:
    assert unsure(parse("The rebels did not attack the town of Hama on Tuesday."), "attack").modality == "denied"
    assert unsure(parse("The rebels attacked the town of Hama on Tuesday."), "attacked").modality == "asserted"


@pytest.mark.parametrize(
    ("sentence", "noun", "place"),
    [
        ("Helicopters shelled the hills above the Enari valley.", "valley", "Enari valley"),
        ("Helicopters shelled the hills above the valley.", "valley", "valley"),
        ("Helicopters shelled the hills above four river crossings.", "crossings", "four river crossings"),
        ("Police shot at people who stood above the valley.", "people", None),
    ],
)
def test_a_noun_for_a_place_is_as_written(parse: Parse, sentence: str, noun: str, place: str | None) -> None:
    document = parse(sentence)
    text = text_of(document)
    reading = read_candidates(text, model())[0]
    token = token_of(document, noun)
    assert event_of(replace(reading, fillers={"place": Filler(token, 0.9)}), document).place == place


@pytest.mark.parametrize(
    ("text", "trigger", "sub_event"),
    [
        (
            "A drone carrying an explosive struck an army post near Hama on Sunday and wounded two soldiers. "
            "No group has claimed the attack. The road was closed until the evening.",
            "struck", "Air/drone strike",
        ),
        (
            "A landmine exploded under a minibus near Hama on Sunday and killed three women, a hospital said. "
            "The road had been cleared in May. The driver survived, and a child was treated for burns.",
            "exploded", "Remote explosive/landmine/IED",
        ),
        (
            "Rebels overran a navy base outside Tartus on Sunday after a siege of three weeks, their spokesman said. "
            "The government denied it. Most of the town was quiet on Monday, residents said.",
            "overran", "Non-state actor overtakes territory",
        ),
    ],
)  # fmt: skip
def test_drones_mines_and_overrun_bases_are_told_by_their_words(
    parse: Parse, text: str, trigger: str, sub_event: str
) -> None:
    found = extract(parse(text), reader_of(None))["events"]
    assert {event.acled_sub_event for event in found if event.trigger == trigger} == {sub_event}


def test_a_remembered_act_has_no_day_and_is_no_news(parse: Parse) -> None:
    text = (
        "On Wednesday the city of Hama will mark the third anniversary of the shelling of its market. "
        "Rebels shelled a village near the city on Monday and killed two farmers, the police said. Schools were shut."
    )
    found = extract(parse(text), reader_of(None))["events"]
    (shelling,) = [event for event in found if event.trigger == "shelling"]
    assert (shelling.date_start, shelling.when_told) == (None, "background")


@pytest.mark.parametrize(
    ("sentence", "word", "told", "read"),
    [
        ("The rebels shelled Hama on Monday, residents said.", "Monday", "2024-12-09", "2024-12-02"),
        ("The rebels shelled Hama in November, residents said.", "November", "2025-11", "2024-11"),
        ("The rebels shelled Hama on Saturday, residents said.", "Saturday", "2024-12-07", "2024-12-07"),
        ("The rebels asked the guards to leave Hama by 20 December.", "December", "2024-12-20", None),
        ("The rebels blocked the road to Hama until Monday.", "Monday", "2024-12-09", None),
    ],
)
def test_what_is_told_as_done_is_past(parse: Parse, sentence: str, word: str, told: str, read: str | None) -> None:
    document = parse(sentence)
    reading = read_candidates(text_of(document), model())[0]
    told_ahead = Filler(token_of(document, word), 1.0, When(told, None, "day"))
    asserted = replace(reading, modality="asserted", by_rules=frozenset(), hint=None, fillers={"date": told_ahead})
    assert event_of(asserted, document).date_start == read
    assert event_of(replace(asserted, modality="planned"), document).date_start == told


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("Soldiers stopped the militia from looting the port of Hama.", "denied"),
        ("Soldiers were accused of beating a priest and looting the port of Hama.", "claimed"),
        ("Soldiers took Hama, looting the port.", "asserted"),
    ],
)
def test_an_act_prevented_or_alleged_is_so_without_a_hint(parse: Parse, sentence: str, modality: str) -> None:
    document = parse(sentence)
    reading = next(r for r in read_candidates(text_of(document), model()) if r.token.text == "looting")
    sure = replace(reading, plover="ASSAULT", modality="asserted", sure_modality=1.0, fillers={}, hint=None)
    assert event_of(sure, document).modality == modality


@pytest.mark.parametrize(
    ("text", "act", "day"),
    [
        ("Police arrested two men on Monday in connection with the bombing.", "bombing", "Monday"),
        ("Police arrested two men on Monday over the bombing of a market.", "bombing", "Monday"),
        ("The shelling stopped on Monday.", "shelling", "Monday"),
    ],
)
def test_an_act_has_not_the_day_of_what_answers_or_ends_it(parse: Parse, text: str, act: str, day: str) -> None:
    document = parse(text)
    told = next(time for time in times(token_of(document, day).sent, document.article.published_date) if time.when)
    candidates = read_candidates(text_of(document), model())
    reading = next(reading for reading in candidates if reading.token.text == act)
    dated = replace(reading, hint=None, fillers={"date": Filler(token_of(document, day), 0.9, told.when)})
    assert event_of(dated, document).date_start is None


@pytest.mark.parametrize(
    ("plover", "where", "day"),
    [
        ("REJECT", "before", None),
        ("ACCUSE", "before", None),
        ("ASSAULT", "before", "2024-12-02"),
        ("REJECT", "own", "2024-12-03"),
    ],
)
def test_who_answers_an_act_does_so_on_another_day(parse: Parse, plover: Plover, where: str, day: str | None) -> None:
    document = parse("Rebels shelled Hama on Monday. The army accused them on Tuesday and denied the shelling.")
    word = {"before": "Monday", "own": "Tuesday"}[where]
    token = token_of(document, word)
    told = next(time for time in times(token.sent, document.article.published_date) if time.when)
    reading = read_candidates(text_of(document), model())[0]
    told_there = {"date": Filler(token, 1.0, told.when)}
    accused = replace(
        reading, token=token_of(document, "accused"), plover=plover, hint=None, by_rules=frozenset(), fillers=told_there
    )
    assert event_of(accused, document).date_start == day


def test_the_noun_for_a_division_stands_for_its_name(parse: Parse) -> None:
    document = parse("A force killed two men in Khugyani district, Nangarhar province, on Monday.")
    reading = next(iter(read_candidates(text_of(document), model(), model().decisions)))
    event = event_of(replace(reading, fillers={"place": Filler(token_of(document, "district"), 0.9)}), document)
    assert (event.place, event.country) == ("Khugyani", "AF")
