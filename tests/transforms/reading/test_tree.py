"""The parse as plain objects says what spaCy says."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from transforms.reading.parse import read
from transforms.reading.tree import Doc

if TYPE_CHECKING:
    from spacy.language import Language

TEXT = (
    "ALEPPO — “Two dozen rebels, whom the army calls terrorists, seized Hama’s airport on 5 May,” said Selma Okoro.\n\n"
    "Rain fell.  The army, which had left  the town by noon, did not reply to 1,200 questions."
)
PLAIN = (
    *("i", "idx", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "whitespace_"),
    *("is_space", "is_punct", "is_quote", "is_alpha", "is_lower", "is_digit", "is_stop", "like_num"),
)


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    (doc,) = read([TEXT], nlp)
    return doc


@pytest.mark.parametrize("name", PLAIN)
def test_words_have_the_attributes_of_spacy(doc: Doc, name: str) -> None:
    assert [getattr(token, name) for token in doc] == [getattr(token, name) for token in doc.parsed]


def test_words_stand_in_the_tree_of_spacy(doc: Doc) -> None:
    for ours, theirs in zip(doc, doc.parsed, strict=True):
        assert ours.head.i == theirs.head.i
        assert [t.i for t in ours.children] == [t.i for t in theirs.children]
        assert [t.i for t in ours.subtree] == [t.i for t in theirs.subtree]
        assert (ours.left_edge.i, ours.right_edge.i) == (theirs.left_edge.i, theirs.right_edge.i)
        assert (ours.sent.start, ours.sent.end) == (theirs.sent.start, theirs.sent.end)
        assert (ours.is_sent_start, len(ours)) == (theirs.is_sent_start, len(theirs))


def test_spans_have_the_bounds_and_the_root_of_spacy(doc: Doc) -> None:
    for start, end in combinations(range(len(doc) + 1), 2):
        ours, theirs = doc[start:end], doc.parsed[start:end]
        assert (ours.text, ours.start_char, ours.end_char) == (theirs.text, theirs.start_char, theirs.end_char)
        assert ours.root.i == theirs.root.i
        assert ours == doc[:][start:end]
        assert ours[-1] is doc[end - 1]
    assert [(s.start, s.end) for s in doc.sents] == [(s.start, s.end) for s in doc.parsed.sents]
    assert [(e.text, e.label_) for e in doc.ents] == [(e.text, e.label_) for e in doc.parsed.ents]


@pytest.mark.parametrize("mode", ["strict", "expand"])
def test_offsets_mean_the_words_they_mean_to_spacy(doc: Doc, mode: str) -> None:
    for start in range(0, len(TEXT), 3):
        for end in range(start + 1, min(start + 40, len(TEXT) + 2)):
            ours = doc.char_span(start, end, mode)  # type: ignore[arg-type]
            theirs = doc.parsed.char_span(start, end, alignment_mode=mode)
            assert (ours is None) == (theirs is None)
            if ours is not None and theirs is not None:
                assert (ours.start, ours.end) == (theirs.start, theirs.end)


def test_outside_the_text_is_no_word(doc: Doc) -> None:
    with pytest.raises(IndexError):
        doc[0].nbor(-1)
    with pytest.raises(IndexError):
        doc[2:4][2]
    assert doc[5:3].text == ""
    assert doc.char_span(0, len(TEXT) + 5) is None


def test_a_span_equals_that_of_the_same_words_alone(doc: Doc, nlp: Language) -> None:
    (again,) = read([TEXT], nlp)
    assert doc[1:3] == doc[1:3] != doc[1:4]
    assert doc[1:3] != again[1:3]
    assert len({doc[1:3], doc[1:3]}) == 1
    assert [sentence.start for sentence in doc[0 : len(doc)].sents] == [sentence.start for sentence in doc.sents]
