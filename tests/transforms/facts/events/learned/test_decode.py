"""Decisions of the rules that the learned reader cannot override, however confident it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.documents import Parse, token_of
from transforms.facts.events.extraction import coded, events
from transforms.facts.events.learned.decode import (
    Filler,
    can_be_read,
    decide,
    parts_left_to_rules,
    read_candidates,
    two_parties,
)
from transforms.facts.events.learned.labels import SLOTS
from transforms.facts.events.learned.model import model
from transforms.facts.events.learned.text import text_of
from transforms.facts.events.learned.windows import Window, sentences
from transforms.resolving.document import Document


def by_rules(document: Document) -> frozenset[str]:
    """The slots of the first event that the rules decide although the reader is confident of other values."""
    text = text_of(document, [(mention.trigger, event) for event, mention in coded(document)])
    reading = next(reading for reading in read_candidates(text, model()) if reading.hint is not None)
    fillers = {slot: Filler(reading.token, 1.0) for slot in SLOTS}
    whole = replace(
        reading,
        probability=1.0,
        sure_modality=1.0,
        sure_when_told=1.0,
        sure_sub_event=1.0,
        fillers=fillers,
        empty=dict.fromkeys(SLOTS, 0.0),
    )
    ((kept,), _) = decide([whole], model().decisions)
    return kept.by_rules


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("Rebel fighters captured the city of Hama on Thursday.", {"source", "date", "sub_event"}),
        ("The army opened a forward base near the border.", {"sub_event"}),
        ("Rebels attacked an army base near Hama on Tuesday.", set()),
        ("The government plans to meet rebel envoys in Geneva.", set()),
        ("The army refrained from attacking the town of Hama on Tuesday.", {"modality"}),
    ],
    ids=["who takes a place and when", "a sub-event not learned", "another event", "a plan", "what was refrained from"],
)
def test_a_sure_reader_decides_all_but_what_is_by_the_rules(parse: Parse, text: str, slots: set[str]) -> None:
    assert by_rules(parse(text)) == slots


def test_a_verb_of_the_home_has_the_class_and_sub_event_of_its_row(parse: Parse) -> None:
    text = "Soldiers padlocked a newspaper in Goma on Monday. Its editor was away. Nobody said why." + (
        " The road to the coast is long and dry." * 10
    )
    document = parse(text)
    row = replace(
        events(parse("Soldiers closed a newspaper in Goma on Monday."))[0],
        plover="SANCTION", acled_sub_event="Other", lexicon_row="events.csv of the home: lemma=padlock, pos=verb",
    )  # fmt: skip
    for cited, plover in ((row.lexicon_row, "SANCTION"), ("events.csv: lemma=padlock, pos=verb", "COERCE")):
        hinted = text_of(document, [(token_of(document, "padlocked"), replace(row, lexicon_row=cited))])
        reading = next(r for r in read_candidates(hinted, model()) if r.token.text == "padlocked")
        assert reading.plover == plover
        read, _ = decide([reading], model().decisions | {"article": 1.1})
        assert [sorted(found.by_rules & {"sub_event"}) for found in read] == [["sub_event"]] * (plover == "SANCTION")


def test_a_day_that_the_rules_take_from_another_sentence_gives_way_to_that_of_the_act(parse: Parse) -> None:
    document = parse("The army took Hama in May 2021. Rebels captured Homs on Tuesday. Nobody was hurt there.")
    text = text_of(document, [(mention.trigger, event) for event, mention in coded(document)])
    reading = next(r for r in read_candidates(text, model()) if r.token.text == "captured")
    hint = reading.hint
    assert hint is not None
    date = replace(reading.fillers["date"], probability=0.95)
    for day, is_kept in (("2021-05", False), ("2024-12-03", True)):
        moved = replace(hint, event=replace(hint.event, date_start=day))
        sure = replace(reading, hint=moved, fillers=reading.fillers | {"date": date})
        assert ("date" in set(parts_left_to_rules(sure, moved.event))) is is_kept


def test_a_split_of_a_group_is_no_act_of_another_class(parse: Parse) -> None:
    document = parse("Rebels attacked a base near Hama. The militia of Hama splintered into two factions on Tuesday.")
    text = text_of(document, [(mention.trigger, event) for event, mention in coded(document)])
    hint = next(hint for hint in text.hint_at.values() if hint.event.trigger == "splintered")
    attack = next(reading for reading in read_candidates(text, model()) if reading.token.text == "attacked")
    split = replace(attack, token=token_of(document, "splintered"), hint=None, also=hint)
    assert can_be_read(replace(split, plover="SANCTION", hint=split.also), document)
    assert not can_be_read(replace(split, plover="ASSAULT", hint=None), document)
    assert can_be_read(replace(split, plover="ASSAULT", hint=None, also=None), document)


@pytest.mark.parametrize(
    ("probability", "sources"), [(0.45, {"rebels": False, "army": True}), (0.55, {"rebels": True, "army": True})]
)
def test_a_party_of_another_sentence_takes_a_surer_reader(
    parse: Parse, probability: float, sources: dict[str, bool]
) -> None:
    document = parse("The rebels left on Monday. The army shelled the town of Hama.")
    reading = next(r for r in read_candidates(text_of(document), model()) if r.token.text == "shelled")
    for word, is_taken in sources.items():
        source = Filler(token_of(document, word), probability)
        sure = replace(reading, probability=1.0, fillers={"source": source}, empty=dict.fromkeys(SLOTS, 0.1))
        ((kept,), _) = decide([sure], model().decisions | {"elsewhere": 0.5})
        assert ("source" in kept.fillers) == is_taken


def test_the_same_words_are_not_both_parties() -> None:
    army, rebels = Filler(None, 0.6), Filler(None, 0.2)
    assert two_parties({"army": army}, {"army": Filler(None, 0.5), "rebels": rebels}) == {
        "source": army,
        "target": rebels,
    }
    assert two_parties({"army": Filler(None, 0.5)}, {"army": army}) == {"source": None, "target": army}
    assert two_parties({}, {"army": army}) == {"source": None, "target": army}


@pytest.mark.parametrize(("more", "surest", "told"), [(10, 0.98, 0), (10, 0.99, 2), (0, 0.98, 2)])
def test_an_article_in_which_nothing_is_sure_tells_no_event_unless_it_is_brief(
    parse: Parse, more: int, surest: float, told: int
) -> None:
    document = parse(
        "The army shelled the town of Hama. Rebels attacked a base near Homs."
        + " The road to the coast is long and dry." * more
    )
    readings = [replace(r, hint=None, also=None) for r in read_candidates(text_of(document), model())]
    sure, other = (next(r for r in readings if r.token.text == word) for word in ("shelled", "attacked"))
    candidates = [replace(sure, probability=surest), replace(other, probability=0.7)]
    read, dropped = decide(candidates, model().decisions | {"threshold": 0.6, "article": 0.99})
    assert (len(read), len(dropped)) == (told, 2 - told)


def test_a_text_of_other_matters_tells_which_army_or_group_has_a_place(parse: Parse) -> None:
    document = parse(
        "Kauda in Sudan has been under the control of the SPLM-N since 2011. Measles killed nine children there."
        + " The road to the coast is long and dry." * 10
    )
    text = text_of(document, [(mention.trigger, event) for event, mention in coded(document)])
    candidates = [replace(reading, probability=0.9) for reading in read_candidates(text, model())]
    read, _ = decide(candidates, model().decisions | {"threshold": 0.6, "article": 0.99})
    assert [reading.token.text for reading in read] == ["control"]


FIELD = "Rebels attacked an army base near Hama on Tuesday, killing nine soldiers, and shelled the town. "
LANE = "The lane to the coast is long and dry. "


def read_where_all_but_the_first_wait(
    text: str, parse: Parse, monkeypatch: pytest.MonkeyPatch, decisions: dict[str, float]
) -> list[int]:
    """The sentences with candidates, if each sentence is a window and all but the first wait for a sure event."""

    def windows_to_read(*inputs: Any) -> tuple[list[Window], list[Window]]:
        first, *waiting = sentences(*inputs)
        return [first], waiting

    monkeypatch.setattr("transforms.facts.events.learned.decode.windows_to_read", windows_to_read)
    document = parse(text)
    read_text = text_of(document, [(mention.trigger, event) for event, mention in coded(document)])
    return sorted({int(read_text.sentence[c.word]) for c in read_candidates(read_text, model(), decisions)})


@pytest.mark.parametrize(
    ("text", "article", "read"),
    [
        (FIELD + LANE * 12 + FIELD, 0.5, [0, 13]),
        (FIELD + LANE * 12 + FIELD, 1.1, [0]),
        (FIELD + LANE * 2 + FIELD, 1.1, [0, 3]),
        (LANE * 12 + "Kauda in Sudan has been under the control of the SPLM-N since 2011.", 1.1, [12]),
    ],
    ids=["a sure event", "no sure event", "a brief", "a known holder of a place"],
)
def test_the_rest_is_read_only_where_it_may_be_told(
    parse: Parse, monkeypatch: pytest.MonkeyPatch, text: str, article: float, read: list[int]
) -> None:
    decisions = model().decisions | {"article": article}
    assert read_where_all_but_the_first_wait(text, parse, monkeypatch, decisions) == read
