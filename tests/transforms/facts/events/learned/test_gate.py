"""Which windows of an article the network reads."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.events.extraction import coded
from transforms.facts.events.learned.gate import features, score, windows_to_read
from transforms.facts.events.learned.model import SHIPPED, pieces_in
from transforms.facts.events.learned.text import Text, text_of
from transforms.facts.events.learned.windows import PieceLimits
from transforms.resolving.document import Document

GARDEN = (
    "The roses are in bloom in May. The soil is loose and the beds are full of sun. A warm wall suits the older "
    "plants. The paths are of gravel, and there is a bench beside the pond. "
)
LIMITS = PieceLimits(whole=80, lead=10, before=15)


def with_hints(document: Document) -> Text:
    return text_of(document, [(mention.trigger, event) for event, mention in coded(document)])


def words_read(text: Text, limits: PieceLimits = LIMITS) -> tuple[list[str], list[str]]:
    """The words of the windows that do not wait for a sure event, and of those that do."""
    first, waiting = (
        [text.words[word] for window in found for word in window.words[window.own]]
        for found in windows_to_read(text, pieces_in(SHIPPED), limits)
    )
    return first, waiting


def test_an_article_without_an_event_is_not_read(parse: Parse) -> None:
    assert words_read(with_hints(parse(GARDEN * 3))) == ([], [])


def test_of_a_long_article_only_what_tells_of_an_event_is_read(parse: Parse) -> None:
    text = with_hints(parse(GARDEN * 4 + "Rebels attacked an army base near Hama. " + GARDEN * 4))
    read, waiting = words_read(text)
    assert "attacked" in read
    assert len(read + waiting) < len(text) / 3


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("Rebels attacked an army base near Hama on Tuesday, killing nine soldiers.", "attacked"),
        ("Two brothers were dragged from a bus by gunmen and shot.", "shot"),
        ("Police arrested twelve protesters outside the court.", "arrested"),
        ("The minister demanded the release of the hostages.", "demanded"),
    ],
)
def test_an_event_that_the_rules_do_not_see_is_read(parse: Parse, sentence: str, word: str) -> None:
    read, waiting = words_read(text_of(parse(f"{sentence} {GARDEN}")))
    assert word in read + waiting


@pytest.mark.parametrize(
    "sentence",
    [
        "Rebels attacked an army base near Hama.",
        "Police arrested twelve protesters outside the court.",
        "The minister demanded the release of the hostages.",
        "Thousands marched through the capital against the new tax.",
    ],
)
def test_an_event_among_other_matters_does_not_wait(parse: Parse, sentence: str) -> None:
    read, _ = words_read(with_hints(parse(GARDEN * 3 + sentence)), PieceLimits())
    assert set(sentence.removesuffix(".").split()) <= set(read)


@pytest.mark.parametrize(
    "text",
    [
        "The striker shot twice and the keeper fought hard. The visitors attacked again after the break, and the coach "
        "accused the referee. His best player is out for the season. ",
        "The shop attacked its rival over prices. The owner rejected the offer and accused the bank of a bad start. ",
    ],
    ids=["sport", "business"],
)
def test_a_window_of_everyday_life_waits_for_a_sure_event(parse: Parse, text: str) -> None:
    assert words_read(with_hints(parse(text * 3)), PieceLimits())[0] == []
    assert "accused" in words_read(with_hints(parse(text * 3)), PieceLimits())[1]


def test_other_names_make_no_difference(parse: Parse) -> None:
    here, there = (text_of(parse(f"Soldiers shelled the town of {name}.")) for name in ("Hama", "Kupiansk"))
    assert set(features(here, 1)) == set(features(there, 1))
    assert len(list(features(here, 1))) == len(set(features(here, 1)))


def test_small_words_trigger_nothing(parse: Parse) -> None:
    text = text_of(parse("The roses are in bloom."))
    assert score(text, 0) == 0
    assert list(features(text, 0)) == []
