"""Windows of the encoder: every word in exactly one, none longer than its limit."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents import Parse
from transforms.facts.events.learned.model import SHIPPED, pieces_in
from transforms.facts.events.learned.text import text_of
from transforms.facts.events.learned.windows import PieceLimits, Pieces, sentences, windows

LIMITS = PieceLimits(whole=60, lead=10, before=15)


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return pieces_in(SHIPPED)


def test_every_word_is_read_in_one_window(parse: Parse, pieces: Pieces) -> None:
    text = text_of(parse("Rebels attacked Hama on Friday. The army said it had lost the town.\n" * 12))
    read = Counter(int(word) for window in windows(text, pieces, LIMITS) for word in window.words[window.own])
    assert read == Counter(range(len(text)))


def test_a_window_tells_what_went_before(parse: Parse, pieces: Pieces) -> None:
    text = text_of(parse("Rebels attacked Hama. " + "The army said it had lost the town. " * 12))
    first, second, *_ = windows(text, pieces, LIMITS)
    assert first.own.all()
    before = [text.words[word] for word, own in zip(second.words, second.own, strict=True) if not own]
    assert before[:4] == ["Rebels", "attacked", "Hama", "."], "the article's first words come first"
    assert len(before) > 4, "then those right before the block"
    assert int(second.words[second.own][0]) == int(first.words[-1]) + 1


def test_blocks_end_with_sentences(parse: Parse, pieces: Pieces) -> None:
    text = text_of(parse("The army said it had lost the town. " * 12))
    ends = [int(window.words[-1]) for window in windows(text, pieces, LIMITS)]
    assert {text.words[end] for end in ends} == {"."}


def test_sentences_can_be_read_one_by_one(parse: Parse, pieces: Pieces) -> None:
    text = text_of(parse("Rebels attacked Hama on Friday. The army said it had lost the town.\n" * 3))
    found = list(sentences(text, pieces, LIMITS))
    assert [text.words[int(window.words[0])] for window in found] == ["Rebels", "The"] * 3
    assert Counter(int(word) for window in found for word in window.words) == Counter(range(len(text)))
    assert all(window.own.all() for window in found)


@pytest.mark.parametrize(
    "text",
    ["shot " * 20_000, "🚀" * 3_000, "x" * 5_000 + " fled", "\n\n \n", "", "ʻ" * 600, "اقتحم الجنود البلدة " * 300],
    ids=["a sentence of 20,000 words", "emoji", "a word of 5,000 letters", "white space", "nothing", "marks", "arabic"],
)
def test_no_window_is_longer_than_the_encoder_takes(parse: Parse, pieces: Pieces, text: str) -> None:
    article_text = text_of(parse(text))
    found = list(windows(article_text, pieces, PieceLimits()))
    assert all(len(window.ids) <= 512 for window in found)
    assert sum(int(window.own.sum()) for window in found) == len(article_text)


def test_word_pieces_are_the_longest_of_the_vocabulary(pieces: Pieces) -> None:
    assert len(pieces.of("attacked")) == 1
    assert pieces.of("Attacked") == pieces.of("attacked"), "case is not told apart"
    assert pieces.of("Erdoğan") == pieces.of("erdogan"), "nor are accents"
    assert pieces.of("al-Assad") == pieces.of("al") + pieces.of("-") + pieces.of("assad")
    assert pieces.of("x" * 101) == (pieces.unknown,)


@given(st.text(max_size=40))
def test_any_word_has_pieces(word: str) -> None:
    found = pieces_in(SHIPPED).of(word)
    assert 1 <= len(found) <= 24
