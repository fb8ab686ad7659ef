"""Queries of a parse, on hand-built trees that do not depend on a trained parser."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc as Parsed

from transforms.reading import syntax
from transforms.reading.tree import Doc, Token


def tree(*rows: str) -> Doc:
    """A Doc from rows `word TAG dep head`; UPOS follows from the tag."""
    cells = [row.split() for row in rows]
    upos = {
        "V": "VERB",
        "N": "NOUN",
        "P": "PRON",
        "W": "PRON",
        "I": "ADP",
        "D": "DET",
        "C": "CCONJ",
        "J": "ADJ",
        "T": "PART",
    }
    parsed = Parsed(
        spacy.blank("en").vocab,
        words=[c[0] for c in cells],
        tags=[c[1] for c in cells],
        pos=["PROPN" if c[1].startswith("NNP") else upos.get(c[1][0], "X") for c in cells],
        deps=[c[2] for c in cells],
        heads=[int(c[3]) for c in cells],
        lemmas=[c[0].lower() for c in cells],
    )
    return Doc(parsed)


def text(token: Token | None) -> str | None:
    return token.text if token is not None else None


ACTIVE = ("Rebels NNS nsubj 1", "seized VBD ROOT 1", "the DT det 3", "port NN obj 1")
PASSIVE = (
    "Ports NNS nsubj:pass 2",
    "were VBD aux:pass 2",
    "seized VBN ROOT 2",
    "by IN case 4",
    "rebels NNS obl:agent 2",
)
COORDINATED = ("Rebels NNS nsubj 1", "shelled VBD ROOT 1", "and CC cc 3", "burned VBD conj 1", "houses NNS obj 3")
RELATIVE = ("men NNS ROOT 0", "who WP nsubj 2", "fired VBD acl:relcl 0", "rockets NNS obj 2")
GAPPED = ("port NN ROOT 0", "rebels NNS nsubj 2", "seized VBD acl:relcl 0")
ORDERED = ("Chiefs NNS nsubj 1", "ordered VBD ROOT 1", "troops NNS obj 1", "to TO mark 4", "fire VB xcomp 1")
STOPPED = ("Police NNS nsubj 1", "stopped VBD ROOT 1", "rebels NNS obj 1", "from IN mark 4", "firing VBG advcl 1")
PROMISED = ("Rebels NNS nsubj 1", "vowed VBD ROOT 1", "to TO mark 3", "fight VB xcomp 1")
MEANS = ("Men NNS nsubj:pass 2", "were VBD aux:pass 2", "killed VBN ROOT 2", "by IN mark 4", "shelling VBG advcl 2")
MORE_MEANS = (
    *PASSIVE[:2],
    "hit VBN ROOT 2",
    "by IN case 4",
    "raids NNS obl:agent 2",
    "and CC cc 6",
    "shelling VBG conj 2",
)
REDUCED = ("port NN ROOT 0", "seized VBN acl 0", "by IN case 3", "rebels NNS obl 1")


@pytest.mark.parametrize(
    ("rows", "verb", "agent", "patient"),
    [
        pytest.param(ACTIVE, 1, "Rebels", "port", id="active"),
        pytest.param(PASSIVE, 2, "rebels", "Ports", id="passive"),
        pytest.param(COORDINATED, 3, "Rebels", "houses", id="second of two verbs shares the subject"),
        pytest.param(COORDINATED, 1, "Rebels", "houses", id="first of two verbs shares the object"),
        pytest.param(RELATIVE, 2, "men", "rockets", id="relative clause"),
        pytest.param(GAPPED, 2, "rebels", "port", id="relative clause about the object"),
        pytest.param(ORDERED, 4, "troops", None, id="ordered to: the object does it"),
        pytest.param(STOPPED, 4, "rebels", None, id="stopped from: the object does it"),
        pytest.param(PROMISED, 3, "Rebels", None, id="vowed to: the subject does it"),
        pytest.param(MEANS, 4, None, None, id="killed by shelling: the victims do not shell"),
        pytest.param(MORE_MEANS, 6, None, None, id="hit by raids and shelling"),
        pytest.param(REDUCED, 1, "rebels", "port", id="participle after a noun"),
    ],
)
def test_who_did_what_to_whom(rows: tuple[str, ...], verb: int, agent: str | None, patient: str | None) -> None:
    doc = tree(*rows)
    assert text(syntax.agent(doc[verb])) == agent
    assert text(syntax.patient(doc[verb])) == patient


def test_a_phrase_leaves_out_relative_clause_and_preposition() -> None:
    doc = tree(
        "by IN case 3", "three CD nummod 3", "armed JJ amod 3", "men NNS ROOT 3", "from IN case 5", "Hama NNP nmod 3",
        "who WP nsubj 7", "fled VBD acl:relcl 3",
    )  # fmt: skip
    assert syntax.phrase(doc[3]).text == "three armed men from Hama"


def test_a_phrase_leaves_out_the_day_that_a_parser_hangs_on_it() -> None:
    doc = tree("The DT det 1", "president NN ROOT 1", "on IN case 3", "Friday NNP nmod 1")
    assert syntax.phrase(doc[1]).text == "The president"


def test_coordinated_phrases_come_together_where_asked_for() -> None:
    doc = tree("Norland NNP ROOT 0", "and CC cc 2", "Sudland NNP conj 0")
    assert syntax.phrase(doc[0]).text == "Norland"
    assert syntax.phrase(doc[0], coordinated=True).text == "Norland and Sudland"


def test_a_sentence_without_syntax_is_told_apart() -> None:
    assert syntax.is_parsed(tree(*ACTIVE).sents[0])
    assert not syntax.is_parsed(tree(f"Rebels NNS {syntax.UNPARSED} 0", f"won VBD {syntax.UNPARSED} 0").sents[0])


def test_multiword_prepositions_are_whole() -> None:
    doc = tree("because IN case 2", "of IN fixed 0", "war NN ROOT 2")
    assert syntax.preposition(doc[2]) == "because of"


def test_climbing_ends_at_the_root() -> None:
    doc = tree(*ORDERED)
    assert [t.text for t in syntax.climb(doc[3])] == ["to", "fire", "ordered"]


BOUNDED = (
    "between IN case 1",
    "30 CD obl 5",
    "and CC cc 4",
    "40 CD nummod 4",
    "people NNS nsubj:pass 5",
    "died VBD ROOT 5",
)
FLOOR = ("no RB advmod 1", "fewer JJR advmod 6", "than IN fixed 1", "a DT det 4", "hundred CD nummod 5",
         "people NNS nsubj 6", "died VBD ROOT 6")  # fmt: skip
ASIDE = ("Men NNS nsubj 8", "of IN case 3", "the DT det 3", "Army NNP nmod 0", ", , punct 6", "a DT det 6",
         "coalition NN appos 3", ", , punct 0", "fought VBD ROOT 8")  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "head", "told"),
    [
        (BOUNDED, "people", "between 30 and 40 people"),
        (FLOOR, "people", "no fewer than a hundred people"),
        (ASIDE, "Men", "Men of the Army"),
        (ACTIVE, "port", "the port"),
    ],
)
def test_a_phrase_has_the_bounds_of_its_number_and_no_apposition(rows: tuple[str, ...], head: str, told: str) -> None:
    doc = tree(*rows)
    assert syntax.phrase(next(token for token in doc if token.text == head)).text == told


def test_a_noun_before_a_conjunction_is_the_subject_of_another_verb() -> None:
    doc = tree("Guards NNS nsubj 4", "wave VBP dep 4", "after IN mark 4", "forces NNS nsubj 4", "seized VBD ROOT 4")
    assert text(syntax.subject(doc[4])) == "forces"
