"""Documents as features for the learned reader."""

from __future__ import annotations

import numpy as np

from tests.documents import Parse
from transforms.facts.events.extraction import coded
from transforms.facts.events.learned.text import (
    FROM_RULES,
    OFFSETS,
    PAIR_SIZES,
    Text,
    hint_labels,
    pair_features,
    text_of,
)
from transforms.resolving.document import Document


def as_text(document: Document) -> Text:
    return text_of(document, [(mention.trigger, event) for event, mention in coded(document)])


def test_times_of_a_text_are_placed_in_the_calendar(parse: Parse) -> None:
    text = as_text(
        parse("Rebels attacked Hama on Tuesday. They had left the town two days earlier. They came in May 2020.")
    )
    found = {text.words[word]: when.start for word, when in text.times.items()}
    assert found == {"Tuesday": "2024-12-03", "two": "2024-12-01", "May": "2020-05"}


def test_what_lies_ahead_is_the_next_such_day(parse: Parse) -> None:
    text = as_text(parse("The ministers will meet in Geneva on Tuesday."))
    assert [when.start for when in text.times.values()] == ["2024-12-10"]


def test_a_hint_stands_at_the_trigger(parse: Parse) -> None:
    text = as_text(parse("Rebels attacked the town of Hama on Tuesday."))
    table = hint_labels(text)
    assert [text.words[word] for word in np.flatnonzero(table[:, 0])] == ["attacked"]


def test_a_name_is_found_wherever_it_stands(parse: Parse) -> None:
    text = as_text(parse("Hama fell. Rebels hold Hama; Hamas is another matter."))
    assert [text.words[word] for word in np.flatnonzero(text.everywhere("Hama"))] == ["Hama", "Hama"]


def test_pairs_stay_in_their_part_of_the_table(parse: Parse) -> None:
    text = as_text(parse("Rebels attacked the town of Hama on Tuesday. " * 30))
    words = np.arange(len(text))
    for trigger in (1, len(text) // 2, len(text) - 1):
        rows = pair_features(text, np.array([trigger]), words)[0] - OFFSETS
        assert (rows >= 0).all()
        assert (rows < np.array(PAIR_SIZES)).all()


def test_pairs_tell_what_the_rules_read(parse: Parse) -> None:
    text = as_text(parse("Rebels attacked the army on Tuesday."))
    trigger = text.words.index("attacked")
    by_rules = pair_features(text, np.array([trigger]), np.arange(len(text)))[0, :, FROM_RULES] - OFFSETS[FROM_RULES]
    assert by_rules[text.words.index("Rebels")] == 2, "the source, by the rules"
    assert by_rules[text.words.index("army")] == 1, "another word"


CLAUSE, SUBJECT, PLACE_TURN, TOLD = 6, 7, 9, 10
"""Columns of the pair features."""


def feature_of(text: Text, trigger: str, column: int) -> dict[str, int]:
    """A pair feature by word; for a repeated word, the last one."""
    rows = pair_features(text, np.array([text.words.index(trigger)]), np.arange(len(text)))[0] - OFFSETS
    return dict(zip(text.words, rows[:, column].tolist(), strict=True))


def test_words_stand_in_the_clause_of_a_trigger_above_or_below_it(parse: Parse) -> None:
    text = as_text(parse("Officials said that rebels attacked Hama after soldiers left. The town fell."))
    of_attack, of_saying = feature_of(text, "attacked", CLAUSE), feature_of(text, "said", CLAUSE)
    assert [of_attack[word] for word in ("rebels", "Officials", "soldiers", "town")] == [1, 2, 3, 0]
    assert [of_saying[word] for word in ("Officials", "rebels")] == [1, 3]


def test_a_verb_without_a_subject_has_that_of_the_verb_above(parse: Parse) -> None:
    text = as_text(parse("Rebels attacked the army and seized Hama."))
    assert [word for word, is_subject in feature_of(text, "seized", SUBJECT).items() if is_subject] == ["Rebels"]


def test_places_are_numbered_from_the_trigger(parse: Parse) -> None:
    text = as_text(parse("Troops left Homs for Aleppo. Rebels attacked Hama and marched on Damascus."))
    turn = feature_of(text, "attacked", PLACE_TURN)
    assert [turn[word] for word in ("Homs", "Aleppo", "Hama", "Damascus", "Rebels")] == [2, 1, 4, 5, 0]


def test_a_name_told_often_stands_out(parse: Parse) -> None:
    text = as_text(parse("Rebels attacked Hama. They hold Hama. Nobody leaves Hama. They came to Hama from Homs."))
    often = feature_of(text, "attacked", TOLD)
    assert (often["Hama"], often["Homs"], often["Rebels"]) == (3, 1, 0)
