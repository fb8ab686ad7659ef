"""Sentences that are split, selected and parsed, with offsets into the original text."""

from __future__ import annotations

from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from transforms.reading import parse
from transforms.reading.parse import PipelineError, Words, lemmas, may_hold_fact, pipeline, read, sentences
from transforms.reading.syntax import is_parsed

TEXT = (
    "The weather was mild.\n\nThe army attacked Dr. Salem in Hama. "
    "“We will fight,” said Gen. A. Noor of the U.S. Army.\n"
    "Why it matters\nTrees grow there."
)


def spans(text: str, nlp: Language) -> list[str]:
    doc = nlp.make_doc(text)
    return [doc[start:end].text.strip() for start, end in sentences(Words(doc))]


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen 🔫 attacked 💥 a village near Bama on Monday 😢.",
        "🔴 Gunmen attacked\u200b a\ufeff village near Bama\u2060 on Monday 🕯️ .",
    ],
)
def test_emoji_and_what_nobody_sees_are_no_words_and_stay_in_the_text(text: str, nlp: Language) -> None:
    (doc,) = read([text], nlp)
    words = [token.text for token in doc if not token.is_space]
    assert words == ["Gunmen", "attacked", "a", "village", "near", "Bama", "on", "Monday", "."]
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc if not token.is_space)
    attacked = next(token for token in doc if token.text == "attacked")
    assert [token.text for token in attacked.children if token.dep_ in ("nsubj", "obj")] == ["Gunmen", "village"]


def test_components_take_few_words_at_once_and_long_texts_alone(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    layers: Any = nlp.get_pipe("tok2vec")
    predict, taken = layers.predict, list[list[int]]()

    def noted(docs: list[Doc]) -> object:
        taken.append([len(doc) for doc in docs])
        return predict(docs)

    monkeypatch.setattr(layers, "predict", noted)
    monkeypatch.setattr(parse, "WORDS_AT_ONCE", 20)
    short, long = "Troops shelled the port.", "Troops shelled the port and attacked the old town. " * 5
    docs = list(read([short, short, long, *[short] * 5], nlp))
    assert taken == [[5, 5], [50], [5, 5, 5, 5], [5]]
    assert [len(doc) for doc in docs] == [5, 5, 50, 5, 5, 5, 5, 5]


def test_what_nobody_sees_stays_inside_a_word(nlp: Language) -> None:
    (doc,) = read(["The to\u00adwn fell."], nlp)
    assert [token.text for token in doc] == ["The", "to\u00adwn", "fell", "."]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One fell. Two rose.", ["One fell.", "Two rose."]),
        ("A heading\nA line.", ["A heading", "A line."]),
        ("Mr. Noor met Gen. Salem in the U.S. on Monday.", ["Mr. Noor met Gen. Salem in the U.S. on Monday."]),
        ("“Go!” he said.", ["“Go!” he said."]),
        ("He said: “Go.” Then he left.", ["He said: “Go.”", "Then he left."]),
        ("It rose 3.5 percent. No more.", ["It rose 3.5 percent.", "No more."]),
        ("", []),
        (
            "They came to the post at 7 a.m. Residents said so.",
            ["They came to the post at 7 a.m.", "Residents said so."],
        ),
        ("A shell fell there about 6:30 p.m. Police came.", ["A shell fell there about 6:30 p.m.", "Police came."]),
        ("The siege was to end by 9 a.m. Thursday.", ["The siege was to end by 9 a.m. Thursday."]),
        ("The raid in the town began at 5 p.m. Kyiv time.", ["The raid in the town began at 5 p.m. Kyiv time."]),
        ("At 7 a.m. Israeli forces left.", ["At 7 a.m. Israeli forces left."]),
        ("He flew to the U.S. The army left.", ["He flew to the U.S.", "The army left."]),
        ("He met the U.S. Army there.", ["He met the U.S. Army there."]),
        ("He said: “ We hold it. ” They left.", ["He said: “ We hold it. ”", "They left."]),
        ("He said: « We hold it. » They left.", ["He said: « We hold it. »", "They left."]),
        (
            "rebels took the town. gen. noor of the u.n. came on dec. 3. nobody was hurt in st. marc, he said.",
            [
                "rebels took the town.",
                "gen. noor of the u.n. came on dec. 3.",
                "nobody was hurt in st. marc, he said.",
            ],
        ),
        (
            "He left Hama at noon on the day. then it rained. No more.",
            ["He left Hama at noon on the day. then it rained.", "No more."],
        ),
    ],
)
def test_a_text_is_split_into_sentences(text: str, found: list[str], nlp: Language) -> None:
    assert spans(text, nlp) == found


def test_only_sentences_with_a_word_of_the_lexicons_are_parsed(nlp: Language) -> None:
    doc = next(read([TEXT], nlp))
    assert [(sent.text.strip()[:12], is_parsed(sent)) for sent in doc.sents] == [
        ("The weather ", False),
        ("The army att", True),
        ("“We will fig", True),
        ("Why it matte", False),
        ("Trees grow t", False),
    ]


def test_the_parse_is_laid_over_the_whole_text(nlp: Language) -> None:
    doc = next(read([TEXT], nlp))
    assert doc.text == TEXT
    attacked = next(token for token in doc if token.text == "attacked")
    assert TEXT[attacked.idx : attacked.idx + 8] == "attacked"
    assert (attacked.dep_, attacked.lemma_) == ("ROOT", "attack")
    assert {child.dep_ for child in attacked.children} >= {"nsubj", "obj"}


def test_texts_come_out_in_order_and_alone_or_together_alike(nlp: Language) -> None:
    texts = [TEXT, "", "Troops entered Homs.", TEXT[30:]]
    together = [[(t.text, t.dep_, t.head.i) for t in doc] for doc in read(texts, nlp)]
    alone = [[(t.text, t.dep_, t.head.i) for t in next(read([text], nlp))] for text in texts]
    assert together == alone


@pytest.mark.parametrize(
    "form", ["killed", "kills", "killing", "fought", "seizing", "battles", "ceasefires", "air-strikes"]
)
def test_inflected_words_of_the_lexicons_tell(form: str, nlp: Language) -> None:
    assert may_hold_fact([token.lower_ for token in nlp.make_doc(form)])


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("it was five , not six .", True),
        ("there were five , not six .", True),
        ("it was everywhere in the valley and on the hills , not there .", False),
        ("it was five .", False),
    ],
)
def test_a_short_correction_may_hold_a_number(text: str, may: bool) -> None:
    assert may_hold_fact(text.split()) is may


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [
        ("IS killed nine soldiers in Hama.", "IS", "NN"),
        ("ARMY SAYS THE TOWN OF HAMA IS UNDER ATTACK.", "IS", "VB"),
        ("A doctor of the WHO was killed in Hama.", "WHO", "NN"),
        ("REBELS KILLED NINE SOLDIERS WHO WERE ON PATROL.", "WHO", "WP"),
    ],
)
def test_an_acronym_is_a_word_where_all_is_in_capitals(text: str, word: str, tag: str, nlp: Language) -> None:
    doc = next(read([text], nlp))
    assert next(token.tag_[:2] for token in doc if token.text == word) == tag


def test_a_form_has_its_possible_lemmas() -> None:
    assert "shell" in set(lemmas("shelling"))
    assert "strike" in set(lemmas("struck"))
    assert "stop" in set(lemmas("stopped"))


def test_a_pipeline_that_is_not_there_is_named() -> None:
    with pytest.raises(PipelineError, match="no_such_pipeline"):
        pipeline("no_such_pipeline")


def test_a_name_over_a_line_end_and_a_list_of_hundreds_of_words_are_borne(nlp: Language) -> None:
    text = "Troops left Khan\nYounis. " + "attack " * 400 + "."
    doc = next(read([text], nlp))
    assert doc.text == text
    assert not any(is_parsed(sent) for sent in doc.sents if len(sent) > 300)
