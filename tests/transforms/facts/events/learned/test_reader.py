"""Events that the learned reader finds, and events that it must never find."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from importlib import import_module
from typing import get_args

import numpy as np
import pytest

from tests.documents import Parse
from transforms.facts.events.learned import Reader, reader_of
from transforms.facts.events.learned.model import model
from transforms.facts.events.learned.rows import event_of
from transforms.facts.events.learned.text import text_of
from transforms.facts.extract import extract
from transforms.tables.normalise import fact_ids
from transforms.tables.schema import Event, Plover, WhenTold

network = import_module("transforms.facts.events.learned.model")
Read = Callable[[str], list[Event]]


@pytest.fixture(scope="module")
def read(parse: Parse) -> Read:
    """A function from a text to its events."""
    reader = reader_of(None)
    return lambda text: extract(parse(text + REST), reader)["events"]


REST = " It rained in the valley that evening. The shops had closed early, and few cars were seen."
"""Text that makes an article of a sentence: texts of one or two sentences are read by the rules."""


def of_class(found: list[Event], plover: str) -> list[Event]:
    return [event for event in found if event.plover == plover]


def done(found: list[Event], plover: str) -> list[Event]:
    """The events of a class that are asserted or claimed."""
    return [event for event in of_class(found, plover) if event.modality in ("asserted", "claimed")]


def test_a_plain_report_is_right_in_every_slot(read: Read) -> None:
    (event,) = of_class(read("Rebels attacked an army base near Hama on Tuesday, killing nine soldiers."), "ASSAULT")
    assert (event.source, event.place, event.date_start) == ("Rebels", "Hama", "2024-12-03")
    assert "army base" in (event.target or "")
    assert (event.modality, event.when_told) == ("asserted", "new")


def test_a_slot_is_filled_from_another_sentence(read: Read) -> None:
    found = read("Government troops stormed Hama on Tuesday.\nThe troops shelled the old town for hours.")
    later = [event for event in found if event.sentence_index == 1 and event.plover == "ASSAULT"]
    assert later
    assert (later[0].place, later[0].date_start) == ("Hama", "2024-12-03")
    assert json.loads(later[0].evidence or "")["place"]["inherited"] is True


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Police shot dead three protesters outside the parliament building on Tuesday.", "parliament building"),
        ("The government imposed a curfew in four provinces on Monday.", "four provinces"),
    ],
)
def test_a_place_that_no_gazetteer_has_is_as_written(read: Read, text: str, place: str) -> None:
    event = read(text)[0]
    assert (event.place, event.place_id) == (place, None)


@pytest.mark.parametrize(
    ("day", "when_told", "probability", "told"),
    [
        ("on 12 March 2019", "new", 0.6, "background"),
        ("on Monday", "background", 0.6, "new"),
        ("on 12 March 2019", "new", 0.99, "new"),
        ("with rockets", "background", 0.6, "background"),
    ],
)
def test_the_day_decides_what_is_new_where_the_reader_is_unsure(
    parse: Parse, day: str, when_told: WhenTold, probability: float, told: str
) -> None:
    document = parse(f"Rebels shelled Hama {day}." + REST)
    (reading,) = Reader(model()).read(text_of(document))[0]
    assert event_of(replace(reading, when_told=when_told, sure_when_told=probability), document).when_told == told


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        ("The sides exchanged prisoners under a deal reached in March.", "exchanged", None),
        ("The army shelled a town that rebels had seized in May.", "shelled", None),
        ("The army shelled a town that rebels had seized in May.", "seized", "2024-05"),
        ("The army shelled the town in March.", "shelled", "2024-03"),
        ("The 2016 attack killed nine people.", "attack", "2016"),
        ("Nearly a million have fled since 2021. Nine men were arrested.", "arrested", None),
        ("Fighters took Hama on Tuesday. Gunmen killed four guards, police said, without saying when.", "killed", None),
        ("Hundreds fled Hama this year. Gunmen killed four guards there.", "killed", None),
        ("An article on Tuesday misstated the number of people killed in the shelling of Hama.", "shelling", None),
    ],
)
def test_a_day_dates_what_its_clause_tells(read: Read, text: str, trigger: str, day: str | None) -> None:
    assert [event.date_start for event in read(text) if event.trigger == trigger] == [day]


def test_a_place_without_a_name_is_not_taken(parse: Parse) -> None:
    text = (
        "Rebels attacked the airport on Monday. They captured the airport on Tuesday after a fight of six hours. "
        "The army said that it had lost nine men."
    )
    events = extract(parse(text), reader_of(None))["events"]
    assert [(event.place, event.territory) for event in events if event.trigger == "captured"] == [(None, None)]


def test_evidence_tells_where_the_words_stand(read: Read) -> None:
    text = "Rebels attacked an army base near Hama on Tuesday."
    (event,) = read(text)
    evidence = json.loads(event.evidence or "")
    place = evidence["place"]
    assert text[place["start"] : place["end"]] == place["words"] == "Hama"
    assert (evidence["target"]["words"], evidence["date"]["words"]) == ("an army base near Hama", "Tuesday")
    assert [evidence[slot]["inherited"] for slot in ("source", "target", "place", "date")] == [False] * 4
    assert evidence["event"]["rules"] is True
    assert 0 < evidence["event"]["probability"] <= 1


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("Gunmen 🔫 attacked 💥 a village near Bama on Monday 😢 and stole cattle.", "Gunmen", "a village near Bama"),
        ("Gunmen attacked\u200b a village near Bama\u200b on Monday.", "Gunmen", "a village near Bama"),
    ],
)
def test_emoji_and_what_nobody_sees_fill_no_slot(read: Read, text: str, source: str, target: str) -> None:
    event = next(event for event in read(text) if event.trigger == "attacked")
    assert (event.source, event.target) == (source, target)
    assert event.sentence in text


def test_slots_of_the_rules_tell_where_their_words_stand_too(parse: Parse) -> None:
    text = (
        "Rebel fighters entered the city of Hama on Thursday. They captured it after a siege of nine weeks. "
        "I walked in behind them, past three burnt lorries. Nobody cheered at first."
    )
    taken = [event for event in extract(parse(text), reader_of(None))["events"] if event.territory == "gained"]
    assert taken
    for event in taken:
        evidence = json.loads(event.evidence or "")
        for slot in ("source", "place", "date"):
            if getattr(event, "date_start" if slot == "date" else slot) is not None:
                told = evidence[slot]
                assert text[told["start"] : told["end"]] == told["words"]
                assert told["inherited"] is not (event.start <= told["start"] < event.end)


def test_the_last_digits_of_scores_change_neither_ids_nor_values(parse: Parse, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "Rebels attacked an army base near Hama on Tuesday, killing nine soldiers. The army shelled the old town. "
        "Police in Homs arrested two men over the attack. Thousands marched against the war in Aleppo on Monday. "
        "The envoy of the United Nations met the rebels and asked both sides for a truce."
    )
    usual = extract(parse(text), reader_of(None))["events"]
    scores, noise = network.softmax, np.random.default_rng(1)
    monkeypatch.setattr(network, "softmax", lambda values: scores(values + noise.normal(0, 1e-5, values.shape)))
    shaken = extract(parse(text), reader_of(None))["events"]
    assert usual
    assert fact_ids("events", shaken) == fact_ids("events", usual)
    assert [replace(event, evidence=None) for event in shaken] == [replace(event, evidence=None) for event in usual]


def test_what_was_weighed_and_dropped_is_refused(parse: Parse) -> None:
    text = (
        "A landmine exploded under a minibus near Hama on Sunday and killed three women, a hospital said. "
        "The road had been cleared in May. The driver survived, and a child was treated for burns."
    )
    dropped = [refusal for refusal in extract(parse(text), reader_of(None))["refused"] if refusal.rule == "reader"]
    assert "killed" in {refusal.words for refusal in dropped}  # the explosion is the event
    assert {refusal.family for refusal in dropped} == {"events"}
    assert all(refusal.detail in get_args(Plover) for refusal in dropped)
    assert all(refusal.probability is not None and 0 <= refusal.probability < 1 for refusal in dropped)


def test_the_rules_alone_leave_no_evidence(parse: Parse) -> None:
    facts = extract(parse("Rebels attacked an army base near Hama on Tuesday." + REST), reader_of("rules"))
    assert [event.evidence for event in facts["events"]] == [None]


def test_who_takes_a_town_is_as_the_rules_read_it(parse: Parse) -> None:
    text = (
        "Rebel fighters captured the city of Hama on Thursday. I walked in behind them, past three burnt lorries and a "
        "dog that would not leave the road. Nobody cheered at first. Then a window opened on the second floor."
    )
    (event,) = (event for event in extract(parse(text), reader_of(None))["events"] if event.territory)
    (by_rules,) = (event for event in extract(parse(text))["events"] if event.territory)
    slots = ("source", "place", "acled_event", "acled_sub_event", "territory")
    assert [getattr(event, slot) for slot in slots] == [getattr(by_rules, slot) for slot in slots]
    assert event.evidence is not None


def test_the_shipped_reader_is_the_default(parse: Parse) -> None:
    document = parse("Rebels attacked an army base near Hama on Tuesday." + REST)
    assert all(event.evidence for event in extract(document, reader_of(None))["events"])
    assert reader_of("rules") is None


# ---- must never happen again


@pytest.mark.parametrize(
    ("text", "sentence", "party"),
    [
        ("Twelve people were killed when a bomb exploded in a market in Quetta on Monday, police said.", 0, "police"),
        (
            "The army shelled rebel positions near Kutum on Sunday.\n"
            "Four farmers were killed by a roadside bomb in a village to the north on Monday.",
            1,
            "army",
        ),
        (
            "The rebels attacked a checkpoint in Hama on Tuesday. “Our forces killed nine of them,” the army said.",
            1,
            "rebels",
        ),
    ],
    ids=["police who report a toll", "the army of the sentence before", "our forces"],
)
def test_who_only_stands_near_a_deed_did_not_do_it(read: Read, text: str, sentence: int, party: str) -> None:
    deeds = [event for event in of_class(read(text), "ASSAULT") if event.sentence_index == sentence]
    assert deeds
    assert not [event for event in deeds if party in (event.source or "").lower()]


def test_who_is_accused_of_looting_has_not_looted(read: Read) -> None:
    found = read("The government accused the rebels of looting shops in Hama.")
    (accused,) = of_class(found, "ACCUSE")
    assert (accused.source, accused.target) == ("The government", "the rebels")
    assert not [event for event in found if event.plover in ("ASSAULT", "COERCE") and event.modality == "asserted"]


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("Residents of Hama accused the militia of looting homes and banks.", "the militia", "homes and banks"),
        ("Rights groups accuse the militia of abducting teachers.", "the militia", "teachers"),
        ("The opposition accused the army of burning villages in Idlib.", "the army", "villages in Idlib"),
        ("The militia was accused of looting the hospital by its doctors.", "The militia", "the hospital"),
    ],
)
def test_the_accused_and_the_victims_are_told_apart(read: Read, text: str, source: str, target: str) -> None:
    found = read(text)
    assert {event.target for event in of_class(found, "ACCUSE")} == {source}
    (deed,) = of_class(found, "ASSAULT")
    assert (deed.source, deed.target, deed.modality) == (source, target, "claimed")


def test_who_foils_a_plot_does_not_carry_it_out(read: Read) -> None:
    plots = of_class(read("Police foiled a plot to bomb the parliament in Accra."), "ASSAULT")
    assert not [event for event in plots if "olice" in (event.source or "")]


def test_the_coalition_is_not_the_enemy_named_before(read: Read) -> None:
    found = read("The Houthis fired missiles at Marib on Tuesday. “Our forces intercepted both,” the coalition said.")
    assert not [event for event in found if event.trigger == "intercepted" and "Houthis" in (event.source or "")]


@pytest.mark.parametrize(
    ("text", "plover"),
    [
        ("The government refrained from sending troops to the border.", "MOBILIZE"),
        ("The president stopped short of imposing sanctions on the generals.", "SANCTION"),
        ("The minister ruled out attacking the island.", "ASSAULT"),
        ("Police prevented an attack on the embassy in Hama.", "ASSAULT"),
    ],
)
def test_what_was_not_done_is_not_done(read: Read, text: str, plover: str) -> None:
    assert not [event for event in of_class(read(text), plover) if event.modality == "asserted"]


def test_a_labour_strike_is_no_air_strike(read: Read) -> None:
    found = read("Nurses in Leeds began a strike over pay on Monday. The strike will last three days.")
    assert not of_class(found, "ASSAULT")
    assert of_class(found, "PROTEST")


def test_a_caption_is_no_party(read: Read) -> None:
    found = read("FILE – Smoke rises after an air strike in Hama, Syria.\nRebels attacked an army base on Tuesday.")
    assert not [event for event in found if "FILE" in (event.source or "") + (event.target or "")]


def test_the_town_of_the_funeral_is_not_that_of_the_killing(read: Read) -> None:
    found = read("Thousands attended the funeral in Homs of a teacher who was shot dead in Hama on Tuesday.")
    killed = done(found, "ASSAULT")
    assert killed
    assert {event.place for event in killed} <= {"Hama", None}


def test_a_bridge_that_falls_is_no_capture(read: Read) -> None:
    assert not read("The old bridge over the river fell after weeks of rain.")


def test_an_attacked_border_post_is_no_metaphor(read: Read) -> None:
    found = read("Gunmen attacked a border post in Kenya on Tuesday.")
    assert [event.plover for event in found] == ["ASSAULT"]


# ---- limits


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "rebels attacked the army base near hama on tuesday and killed nine soldiers there",
        "REBELS ATTACKED THE ARMY BASE NEAR HAMA ON TUESDAY, KILLING NINE SOLDIERS.",
        "💥🔥 Rebels attacked 🚀 Hama 🇸🇾 on Tuesday 💥",
        "Rebellen griffen am Dienstag einen Stützpunkt der Armee an. Повстанцы атаковали базу.",
        "killed " * 20_000,
    ],
    ids=["nothing", "line feeds", "lower case", "upper case", "emoji", "other languages", "a sentence of 20,000 words"],
)
def test_odd_texts_are_read_within_bounds(read: Read, text: str) -> None:
    for event in read(text):
        assert 0 <= event.confidence <= 1
        assert event.start < event.end


def test_a_text_in_lower_or_upper_case_is_read(read: Read) -> None:
    for text in (
        "rebels attacked the army base near hama on tuesday and killed nine soldiers there.",
        "REBELS ATTACKED THE ARMY BASE NEAR HAMA ON TUESDAY, KILLING NINE SOLDIERS.",
    ):
        assert "ASSAULT" in {event.plover for event in read(text)}, text


def test_an_article_reads_the_same_alone_and_again(read: Read) -> None:
    text = "Rebels attacked an army base near Hama on Tuesday. The army shelled the town.\n" * 20
    assert read(text) == read(text)
    assert isinstance(reader_of(None), Reader)


def test_villages_without_a_name_are_no_town_of_another_sentence(parse: Parse) -> None:
    text = (
        "Fighters attacked army positions in the hills west of Aleppo on Wednesday, killing nine soldiers. The "
        "group and its allies captured a base and at least 15 villages by nightfall, a spokesman said. Aleppo was calm."
    )
    taken = [event for event in extract(parse(text), reader_of(None))["events"] if event.territory]
    assert [event.place for event in taken if event.place == "Aleppo"] == []


def test_one_of_two_nationalities_is_not_the_doer(parse: Parse) -> None:
    text = (
        "An air strike hit a residential neighbourhood in the city of Idlib on Sunday and killed at least 12 people, "
        "rescuers said, as Syrian and Russian planes widened their bombing. Two missiles struck the Jabal quarter "
        "shortly after noon. The army did not comment."
    )
    sources = {event.source for event in extract(parse(text), reader_of(None))["events"]}
    assert not sources & {"Russian", "Syrian"}


@pytest.mark.parametrize("mark", ["FILE PHOTO:", "(File)", "Archive photo:"])
def test_what_an_old_picture_shows_is_no_news(read: Read, mark: str) -> None:
    found = read(f"Voters queued in Homs on Monday. {mark} Rebels attack a market in Hama.")
    (attack,) = (event for event in found if event.trigger == "attack")
    assert attack.when_told == "background"


def test_a_deed_after_a_picture_is_news(read: Read) -> None:
    found = read("The file photo shows a market in Hama. Rebels attacked it on Monday.")
    assert {event.when_told for event in found if event.trigger == "attacked"} == {"new"}


@pytest.mark.parametrize(("more", "rule"), [(10, "no sure event in the article"), (0, None)])
def test_what_no_sure_event_stands_beside_is_refused_for_that(parse: Parse, more: int, rule: str | None) -> None:
    undecided = copy(model())
    undecided.decisions = model().decisions | {"article": 1.1}
    text = "The army shelled the town of Hama on Tuesday." + REST + " The road to the coast is long and dry." * more
    refused = [row for row in extract(parse(text), Reader(undecided))["refused"] if row.family == "events"]
    rules = {row.rule for row in refused if text[row.start : row.end].startswith("The army shelled")}
    assert (rules == {rule}) if rule else ("no sure event in the article" not in {row.rule for row in refused})


def test_what_the_rules_find_where_nothing_is_read_is_refused(parse: Parse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transforms.facts.events.learned.gate.BAR", float("inf"))
    text = "The army shelled the town of Hama on Tuesday." + REST + " The road to the coast is long and dry." * 10
    facts = extract(parse(text), reader_of(None))
    assert facts["events"] == []
    assert [(row.words, row.rule) for row in facts["refused"] if row.family == "events"] == [
        ("shelled", "no sure event in the article")
    ]
