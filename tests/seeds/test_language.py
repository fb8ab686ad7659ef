"""The shipped pipeline: it reads plain sentences rightly, stays small, and keeps its scores on the test parts."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from spacy.tokens import Doc, Token

from transforms.seeds import SEEDS

if TYPE_CHECKING:
    from spacy.language import Language

LANGUAGE = SEEDS / "language"
LIMIT_BYTES = 20_000_000
# a little under what README.md says was reached
SYNTAX_FLOORS = {
    "gum-test": {"UAS": 0.862, "LAS": 0.832, "tags": 0.953, "lemmas": 0.972},
    "ewt-test": {"UAS": 0.865, "LAS": 0.833, "tags": 0.936, "lemmas": 0.957},
}
NAMES_FLOOR = 0.58


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    """The scoring module that stands beside the model; its folder is no package."""
    sys.path.insert(0, str(LANGUAGE))
    try:
        return import_module("score")
    finally:
        sys.path.remove(str(LANGUAGE))


def word(doc: Doc, text: str) -> Token:
    return next(token for token in doc if token.text == text)


def test_model_is_small() -> None:
    sizes = {path: path.stat().st_size for path in (LANGUAGE / "model").rglob("*") if path.is_file()}
    assert sum(sizes.values()) <= LIMIT_BYTES, sorted(sizes.items(), key=lambda item: -item[1])[:3]


def test_components_in_their_order(nlp: Language) -> None:
    assert nlp.pipe_names == ["tok2vec", "tagger", "morphologizer", "parser", "trainable_lemmatizer", "ner"]


ACTIVE = "The army shelled the village on Monday."
PASSIVE = "Two farmers were killed by gunmen near the river."


@pytest.mark.parametrize(
    ("sentence", "dependent", "relation", "head"),
    [
        pytest.param(ACTIVE, "army", "nsubj", "shelled", id="subject"),
        pytest.param(ACTIVE, "village", "obj", "shelled", id="object"),
        pytest.param(PASSIVE, "farmers", "nsubj:pass", "killed", id="passive subject"),
        pytest.param(PASSIVE, "were", "aux:pass", "killed", id="passive auxiliary"),
        pytest.param(PASSIVE, "gunmen", "obl:agent", "killed", id="agent"),
        pytest.param(PASSIVE, "Two", "nummod", "farmers", id="count"),
        pytest.param("The minister said that the rebels had left.", "left", "ccomp", "said", id="content of speech"),
        pytest.param("The soldiers did not enter the town.", "not", "advmod", "enter", id="negation"),
        pytest.param("Troops captured the airport and the bridge.", "bridge", "conj", "airport", id="coordination"),
        pytest.param("The governor of the province resigned.", "province", "nmod", "governor", id="noun modifier"),
    ],
)
def test_relation(nlp: Language, sentence: str, dependent: str, relation: str, head: str) -> None:
    token = word(nlp(sentence), dependent)
    assert (token.dep_, token.head.text) == (relation, head)


@pytest.mark.parametrize(
    ("form", "lemma", "tag"),
    [("left", "leave", "VBD"), ("fighters", "fighter", "NNS"), ("has", "have", "VBZ"), ("taken", "take", "VBN")],
)
def test_lemma_and_tag(nlp: Language, form: str, lemma: str, tag: str) -> None:
    token = word(nlp("The family left when the fighters came, and nobody has taken the road since."), form)
    assert (token.lemma_, token.tag_) == (lemma, tag)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a 15-year-old boy", "a 15 - year - old boy"),
        ("U.S.-led forces", "U.S. - led forces"),
        ("an F-16 jet", "an F - 16 jet"),
        ("anti-government protests", "anti-government protests"),
        ("pro-Russian separatists", "pro-Russian separatists"),
        ("Capt. Moreau's men", "Capt. Moreau 's men"),
    ],
)
def test_words_are_cut_as_in_the_treebanks(nlp: Language, text: str, words: str) -> None:
    assert [token.text for token in nlp.make_doc(text)] == words.split()


def test_names(nlp: Language) -> None:
    doc = nlp("In Kenya, Margaret Hollis said that Ukraine and Russia had agreed to meet.")
    found = {(name.text, name.label_) for name in doc.ents}
    assert {("Kenya", "GPE"), ("Margaret Hollis", "PERSON"), ("Ukraine", "GPE"), ("Russia", "GPE")} <= found


def test_names_are_found_without_the_other_components(nlp: Language) -> None:
    doc = nlp.make_doc("President Amina Tanko arrived in Nigeria.")
    assert ("Amina Tanko", "PERSON") in {(name.text, name.label_) for name in nlp.get_pipe("ner")(doc).ents}


@pytest.mark.parametrize("bank", sorted(SYNTAX_FLOORS))
def test_syntax_scores(nlp: Language, scorer: ModuleType, shared: Path, bank: str) -> None:
    gold = scorer.single(nlp, shared / "data" / "ud" / f"{bank}.conllu.gz")
    with nlp.select_pipes(disable=["ner"]):
        reached = scorer.syntax(scorer.read(nlp, gold, raw=False))
    below = {measure: reached[measure] for measure, floor in SYNTAX_FLOORS[bank].items() if reached[measure] < floor}
    assert not below


def test_name_scores(nlp: Language, scorer: ModuleType, shared: Path) -> None:
    with nlp.select_pipes(enable=["ner"]):
        assert scorer.names(nlp, shared / "data" / "ud" / "gum-test.conllu.gz")["F1"] >= NAMES_FLOOR
