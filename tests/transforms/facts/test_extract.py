"""Facts of every family of each article, or a reject that takes no other article with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from spacy.language import Language

from tests.documents import article
from transforms.facts.extract import extract_all
from transforms.seeds import cite, rows
from transforms.tables.schema import Reject


def test_an_undated_article_gives_no_facts(nlp: Language) -> None:
    text = "The army attacked Hama on Thursday and killed 12 people."
    undated, dated = extract_all([replace(article(text), date_source="fetched"), article(text)], nlp)
    assert not isinstance(undated, Reject)
    assert not isinstance(dated, Reject)
    assert not any(undated.values())
    assert dated["events"]


def test_an_article_of_five_megabytes_is_rejected_with_the_limit_named(nlp: Language) -> None:
    long, short = extract_all([article("The army attacked Hama. " * 210_000), article("Rebels attacked Hama.")], nlp)
    assert isinstance(long, Reject)
    assert (long.stage, long.reason) == ("read", "too_large")
    assert str(nlp.max_length) in long.detail
    assert not isinstance(short, Reject)
    assert short["events"]


def test_what_runs_on_without_a_full_stop_is_refused_with_the_reason(nlp: Language) -> None:
    (facts,) = extract_all([article("Rebels attacked Hama and " * 300)], nlp)
    assert not isinstance(facts, Reject)
    assert not facts["events"]
    assert [(row.rule, row.words.split()[0]) for row in facts["refused"]] == [("overlong", "Rebels")]


def test_a_paragraph_in_lower_case_is_read_sentence_by_sentence(nlp: Language) -> None:
    text = "rebels attacked the base near hama on tuesday. the army shelled the town. nobody in homs was hurt. " * 12
    (facts,) = extract_all([article(text)], nlp)
    assert not isinstance(facts, Reject)
    assert {"attacked", "shelled"} <= {event.trigger for event in facts["events"]}
    assert max(len(event.sentence) for event in facts["events"]) < 60


def test_an_article_that_cannot_be_read_takes_no_other_with_it(nlp: Language) -> None:
    texts = ["The army attacked Hama.", "The army \ud800 attacked Hama.", "Rebels attacked Aleppo."]
    first, second, third = extract_all([article(text) for text in texts], nlp)
    assert isinstance(second, Reject)
    assert (second.stage, second.reason) == ("read", "extraction_failed")
    assert not isinstance(first, Reject)
    assert not isinstance(third, Reject)
    assert [first["events"][0].sentence, third["events"][0].sentence] == [texts[0], texts[2]]


@pytest.mark.parametrize(
    ("text", "sub_event"),
    [
        ("Russian forces captured Bakhmut on Thursday.", "Non-state actor overtakes territory"),
        ("Ukrainian forces recaptured Bakhmut on Thursday.", "Government regains territory"),
        ("The Turkish army seized Al-Bab on Thursday.", "Non-state actor overtakes territory"),
        ("Syrian and Russian troops recaptured Palmyra on Thursday.", "Government regains territory"),
        ("The Syrian army recaptured Palmyra on Thursday.", "Government regains territory"),
    ],
)
def test_the_forces_of_another_state_overtake_territory(nlp: Language, text: str, sub_event: str) -> None:
    (facts,) = extract_all([article(text)], nlp)
    assert not isinstance(facts, Reject)
    assert [event.acled_sub_event for event in facts["events"] if event.territory] == [sub_event]


@pytest.mark.parametrize(
    ("text", "family", "table", "words"),
    [
        ("The army attacked Hama.", "events", "events", ("attack", "verb")),
        ("The raid killed 12 villagers.", "figures", "measures", ("kill", "verb")),
        ("The death toll rose to 45.", "figures", "measures", ("toll", "noun")),
        ("“The road is closed again,” Maria Lopez said.", "quotes", "cues", ("say", "verb")),
        ("Rwanda backs the M23.", "relations", "relations", ("back", "verb")),
        ("President Maria Lopez went home.", "relations", "roles", ("president", None)),
        ("According to Maria Lopez, “the road is closed again”.", "quotes", "cues", ("according", "adp")),
        ("Four villagers succumbed to burns.", "figures", "measures", ("succumb", "verb")),
        ("Rebels overran the town of Hama.", "events", "events", ("overrun", "verb")),
    ],
)
def test_a_fact_names_the_row_of_the_seeds_by_which_it_was_read(
    nlp: Language, text: str, family: str, table: str, words: tuple[str, str | None]
) -> None:
    (facts,) = extract_all([article(text)], nlp)
    assert not isinstance(facts, Reject)
    named = {fact.lexicon_row for fact in facts[family]}
    assert named <= {
        cite(row, words[0])
        for row in rows(table)
        if words[0] in str(row["lemma"]).split("|") and row.get("pos") in (words[1], None)
    }
    assert named
