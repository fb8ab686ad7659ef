"""Parses of en_core_web_* are converted to the trees the rules read, on sentences parsed by hand in both schemes."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, get_args

import pytest
import spacy
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc, Span

from tests.documents import article
from transforms.facts.extract import extract_all
from transforms.reading import label_schemes
from transforms.reading.parse import PipelineError, pipeline, read, stages
from transforms.seeds import rows
from transforms.tables.schema import Label, Reject

_RELATIONS = """
ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative dep det
dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj predet prep prt
punct quantmod relcl xcomp
"""
ENGLISH = _RELATIONS.split()
"""The labels of the parser of en_core_web_sm 3."""
_KINDS = """
CARDINAL DATE EVENT FAC GPE LANGUAGE LAW LOC MONEY NORP ORDINAL ORG PERCENT PERSON PRODUCT QUANTITY TIME WORK_OF_ART
"""
KINDS = _KINDS.split()
"""The labels of its entity recogniser."""
UPOS = {
    "CC": "CCONJ", "CD": "NUM", "DT": "DET", "EX": "PRON", "IN": "ADP", "JJ": "ADJ", "JJR": "ADJ", "NN": "NOUN",
    "NNS": "NOUN", "NNP": "PROPN", "PDT": "DET", "POS": "PART", "RB": "ADV", "RP": "ADP", "SYM": "SYM", "TO": "PART",
    "UH": "INTJ", "VB": "VERB", "VBD": "VERB", "VBG": "VERB", "VBN": "VERB", "VBP": "VERB", "VBZ": "VERB",
    "WDT": "PRON", "WP": "PRON", "WRB": "SCONJ", ",": "PUNCT", ".": "PUNCT", ":": "PUNCT", "HYPH": "PUNCT",
}  # fmt: skip
"""The part of speech that the attribute ruler of en_core_web_sm derives from a tag; BY_RELATION has the exceptions."""
BY_RELATION: list[tuple[dict[str, Any], str]] = [
    ({"DEP": {"IN": ["aux", "auxpass"]}, "TAG": {"NOT_IN": ["TO"]}}, "AUX"),
    ({"LOWER": {"IN": ["is", "was", "were", "are"]}}, "AUX"),
    ({"DEP": "neg"}, "PART"),
    ({"DEP": "mark", "TAG": "IN"}, "SCONJ"),
]
NAMED = {
    "Syria": "GPE", "Iran": "GPE", "Hama": "GPE", "Homs": "GPE", "Aleppo": "GPE", "Hamas": "ORG", "Salem": "PERSON",
    "20": "CARDINAL", "Friday": "DATE",
}  # fmt: skip


@dataclass(frozen=True)
class Parse:
    text: str
    words: list[str]
    tags: list[str]
    theirs: list[tuple[str, int]]
    ours: list[tuple[str, int] | None]
    lemmas: list[str]


@cache
def parses() -> dict[str, Parse]:
    lines = Path(__file__).with_name("clearnlp.txt").read_text(encoding="utf-8").splitlines()
    blocks = [list(block) for full, block in groupby(lines, key=bool) if full]
    return {block[0]: _parse(block[0], [line.split() for line in block[1:]]) for block in blocks[1:]}


def _parse(text: str, cells: list[list[str]]) -> Parse:
    def relation(label: str, head: str, at: int) -> tuple[str, int]:
        return label, int(head) - 1 if head != "0" else at

    return Parse(
        text,
        words=[c[1] for c in cells],
        tags=[c[2] for c in cells],
        theirs=[relation(c[3], c[4], at) for at, c in enumerate(cells)],
        ours=[relation(c[5], c[6], at) if len(c) > 5 else None for at, c in enumerate(cells)],
        lemmas=[c[7] if len(c) > 7 else c[1].lower() for c in cells],
    )


class ByHand:
    """A parser that knows the sentences of clearnlp.txt, one sentence of a Doc at a time."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.labels = (*ENGLISH, *UPOS)

    def __call__(self, doc: Doc) -> Doc:
        starts = [token.i for token in doc if token.is_sent_start or token.i == 0] or [0]
        heads, labels = list(range(len(doc))), ["dep"] * len(doc)
        for start, end in zip(starts, [*starts[1:], len(doc)], strict=True):
            if (known := parses().get(doc[start:end].text)) is None:
                continue
            for i, (label, head) in enumerate(known.theirs):
                heads[start + i], labels[start + i] = start + head, label
                doc[start + i].tag_ = known.tags[i]
        made = Doc(doc.vocab, [t.text for t in doc], [bool(t.whitespace_) for t in doc], heads=heads, deps=labels)
        relations: Any = made.to_array(["HEAD", "DEP"])
        return doc.from_array(["HEAD", "DEP"], relations)

    def to_disk(self, path: Path, exclude: Any = ()) -> None: ...

    def from_disk(self, path: Path, exclude: Any = ()) -> ByHand:
        return self


def recognise(doc: Doc) -> Doc:
    doc.ents = [Span(doc, token.i, token.i + 1, label=NAMED[token.text]) for token in doc if token.text in NAMED]
    return doc


Language.factory("parsed_by_hand", func=lambda nlp, name: ByHand(nlp, name), assigns=["token.dep", "token.head"])
Language.component("recognised_by_hand", func=recognise, assigns=["doc.ents"])


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Language:
    """A pipeline built as en_core_web_sm is, its parser and recogniser replaced by parses and names by hand."""
    nlp = spacy.blank("en")
    nlp.add_pipe("parsed_by_hand", name="parser")
    ruler: Any = nlp.add_pipe("attribute_ruler")
    for tag, pos in UPOS.items():
        ruler.add([[{"TAG": tag}]], {"POS": pos})
    for pattern, pos in BY_RELATION:
        ruler.add([[pattern]], {"POS": pos})
    lookups = Lookups()
    table = {word: lemma for p in parses().values() for word, lemma in zip(p.words, p.lemmas, strict=True)}
    lookups.add_table("lemma_lookup", table)
    lemmatizer: Any = nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    lemmatizer.initialize(lookups=lookups)
    nlp.add_pipe("recognised_by_hand", name="ner")
    folder = tmp_path_factory.mktemp("web")
    nlp.to_disk(folder)
    return pipeline(str(folder))


def converted(parse: Parse) -> Doc:
    doc = Doc(
        spacy.blank("en").vocab,
        words=parse.words,
        tags=parse.tags,
        pos=[UPOS[tag] for tag in parse.tags],
        deps=[label for label, _ in parse.theirs],
        heads=[head for _, head in parse.theirs],
    )
    return label_schemes.universal(doc)


@pytest.mark.parametrize("text", parses())
def test_a_clearnlp_parse_becomes_a_ud_tree(text: str) -> None:
    parse = parses()[text]
    found = [(token.dep_, token.head.i) for token in converted(parse)]
    pairs = [(pair, told) for pair, told in zip(found, parse.ours, strict=True) if told is not None]
    assert [pair for pair, _ in pairs] == [told for _, told in pairs]
    assert len(list(converted(parse).sents)) == 1


def relations() -> list[dict[str, str | None]]:
    return [row for row in rows("dialect") if row["kind"] == "relation"]


def test_every_label_of_the_other_dialect_is_told() -> None:
    assert sorted(row["there"] or "" for row in relations()) == sorted(ENGLISH)
    assert sorted(row["there"] or "" for row in rows("dialect") if row["kind"] == "name") == sorted(KINDS)
    ours = {row["here"] for row in rows("dialect") if row["kind"] == "name" and row["here"]}
    assert ours <= set(get_args(Label))


@pytest.mark.parametrize("row", relations(), ids=lambda row: row["there"])
def test_the_example_of_a_row_has_the_label(row: dict[str, str | None]) -> None:
    assert row["there"] in [label for label, _ in parses()[row["example"] or ""].theirs]
    assert row["rewrite"] is None or row["rewrite"] in {rewrite.__name__ for rewrite in label_schemes.REWRITES}


def test_every_rewrite_is_named_by_a_row_or_by_fixed_expressions() -> None:
    named = {row["rewrite"] for row in relations() if row["rewrite"]} | {"fixed_expressions"}
    assert {rewrite.__name__ for rewrite in label_schemes.REWRITES} == named
    assert all(inspect.getdoc(rewrite) for rewrite in label_schemes.REWRITES)


@pytest.mark.parametrize("row", rows("fixed"), ids=lambda row: row["words"])
def test_a_fixed_expression_stands_in_its_example(row: dict[str, str | None]) -> None:
    assert f" {row['words']} " in f" {(row['example'] or '').lower()} "


@pytest.mark.parametrize(
    ("text", "word", "pos"),
    [
        ("About 20 soldiers were killed in Hama.", "About", "ADV"),
        ("Rebels withdrew after attacking Hama.", "after", "SCONJ"),
        ("There were clashes in Hama.", "were", "VERB"),
    ],
)
def test_a_part_of_speech_that_follows_from_the_new_tree(text: str, word: str, pos: str) -> None:
    assert next(token.pos_ for token in converted(parses()[text]) if token.text == word) == pos


def test_fixed_words_that_hang_on_different_heads_are_left(nlp: Language) -> None:
    parts = "He PRP nsubj 1|wrote VBD ROOT 1|such JJ amod 3|letters NNS dobj 1|due JJ acomp 1|to TO aux 6|go VB xcomp 1"
    cells = [part.split() for part in parts.split("|")]
    doc = Doc(
        nlp.vocab,
        words=[c[0] for c in cells],
        tags=[c[1] for c in cells],
        pos=["PRON", "VERB", "ADJ", "NOUN", "ADJ", "PART", "VERB"],
        deps=[c[2] for c in cells],
        heads=[int(c[3]) for c in cells],
    )
    assert "fixed" not in {token.dep_ for token in label_schemes.universal(doc)}


def test_an_empty_doc_stays_empty(nlp: Language) -> None:
    assert len(label_schemes.universal(Doc(nlp.vocab, words=[]))) == 0


@pytest.mark.parametrize("text", parses())
def test_both_pipelines_cut_words_alike(text: str, web: Language) -> None:
    assert [token.text for token in web.make_doc(text)] == parses()[text].words


def events_of(text: str, nlp: Language) -> list[tuple[str | None, ...]]:
    facts = next(extract_all([article(text)], nlp))
    assert not isinstance(facts, Reject), facts
    return [(e.trigger, e.plover, e.source, e.target, e.place) for e in facts["events"]]


def is_read_as_by_hand(text: str, nlp: Language) -> bool:
    parse, doc = parses()[text], next(iter(read([text], nlp)))
    found = [(token.tag_, (token.dep_, token.head.i)) for token in doc]
    pairs = zip(found, zip(parse.tags, parse.ours, strict=True), strict=True)
    return all(read_token == by_hand for read_token, by_hand in pairs if by_hand[1] is not None)


def test_the_rules_find_the_same_events_where_the_shipped_parser_reads_the_same(web: Language, nlp: Language) -> None:
    alike = [text for text in parses() if is_read_as_by_hand(text, nlp)]
    assert len(alike) > len(parses()) / 3
    assert [events_of(text, web) for text in alike] == [events_of(text, nlp) for text in alike]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Rebels have seized the port.", ("seized", "COERCE", "Rebels", None, None)),
        ("The port was seized by rebels.", ("seized", "COERCE", "rebels", None, None)),
        ("Iran gave the rebels weapons.", ("gave", "AID", "Iran", "the rebels", None)),
        ("Iran gave weapons to rebels.", ("gave", "AID", "Iran", "rebels", None)),
        (
            "The militants who attacked Hama fled, which angered Iran.",
            ("attacked", "ASSAULT", "The militants", "Hama", "Hama"),
        ),
        ("Rebels carried out an attack in Hama.", ("attack", "ASSAULT", "Rebels", None, "Hama")),
        ("The army, officials say, killed Salem.", ("killed", "ASSAULT", "The army", "Salem", None)),
        ("The army killed Salem, a militant, in Hama.", ("killed", "ASSAULT", "The army", "Salem", "Hama")),
        ("About 20 soldiers were killed in Hama.", ("killed", "ASSAULT", None, "About 20 soldiers", "Hama")),
        ("More than 20 soldiers were killed in Hama.", ("killed", "ASSAULT", None, "More than 20 soldiers", "Hama")),
    ],
    ids=["active", "passive", "dative", "to", "relative", "carried-out", "aside", "apposition", "about", "more-than"],
)  # fmt: skip
def test_who_did_what_to_whom_where(text: str, event: tuple[str | None, ...], web: Language) -> None:
    assert event in events_of(text, web)


def test_parts_of_speech_are_those_of_the_shipped_pipeline(web: Language, nlp: Language) -> None:
    alike = total = 0
    for text in parses():
        docs = next(iter(read([text], web))), next(iter(read([text], nlp)))
        pairs = [(a.pos_, b.pos_) for a, b in zip(*docs, strict=True) if a.pos_ and b.pos_]
        alike, total = alike + sum(a == b for a, b in pairs), total + len(pairs)
    assert alike > 0.96 * total > 0


def test_sentence_bounds_are_ours(web: Language) -> None:
    texts = ["Rebels seized the port.", "The troops are in Hama.", "There were clashes in Hama."]
    doc = next(iter(read([" ".join(texts)], web)))
    assert [sent.text for sent in doc.sents] == texts


def test_dates_and_numbers_are_no_names(web: Language) -> None:
    doc = next(iter(read(["Rebels seized the port Friday. About 20 soldiers were killed in Hama."], web)))
    assert [(name.text, name.label_) for name in doc.ents] == [("Hama", "GPE")]


def test_a_recogniser_that_listens_gets_what_it_listens_to() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec")
    listening = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
    for name in ("tagger", "ner"):
        nlp.add_pipe(name, config={"model": {"tok2vec": listening}})
    assert stages(nlp) == (["tok2vec", "tagger"], ["tok2vec", "ner"])


@pytest.mark.parametrize(
    ("labels", "spoken"),
    [
        ({"obj", "obl", "nsubj:pass", "det"}, label_schemes.UNIVERSAL),
        ({"dobj", "pobj", "nsubjpass", "det"}, label_schemes.CLEARNLP),
        ({"SB", "OA", "MO"}, None),
    ],
    ids=["universal", "clearnlp", "neither"],
)
def test_which_dialect_a_parser_speaks(labels: set[str], spoken: frozenset[str] | None) -> None:
    assert label_schemes.scheme_of(labels) == spoken


@pytest.mark.parametrize("labels", [["SB", "OA"], ["dobj", "pobj", "nsubjpass"]], ids=["labels", "tags"])
def test_a_pipeline_that_speaks_neither_is_refused_in_one_sentence(labels: list[str], tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    parser: Any = nlp.add_pipe("parser")
    for label in labels:
        parser.add_label(label)
    nlp.initialize()
    nlp.to_disk(tmp_path)
    with pytest.raises(PipelineError, match="no Penn tags") as refused:
        pipeline(str(tmp_path))
    assert "\n" not in str(refused.value)
