"""Score a pipeline on the treebanks' test parts, with the treebank's words and sentences and from raw text."""

from collections.abc import Callable, Iterator
from pathlib import Path

from corpus import sentences, tree, trees
from entities import gum
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, Span, Token
from spacy.training import Example

BANKS = ("gum-test", "ewt-test")
COARSE = {"GPE": "LOC", "NORP": "MISC"}
COLUMNS = (
    "words",
    "UAS",
    "LAS",
    "UAS without punctuation",
    "LAS without punctuation",
    "tags",
    "UPOS",
    "lemmas",
    "sentences",
)


def single(nlp: Language, path: Path) -> list[Doc]:
    """Each sentence of a treebank as a document."""
    return [tree(nlp, [rows]) for rows in sentences(path) if rows]


def words_of(nlp: Language, doc: Doc) -> Doc:
    """The same words in the same sentences, without annotations."""
    words, spaces = [word.text for word in doc], [bool(word.whitespace_) for word in doc]
    return Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=[bool(word.is_sent_start) for word in doc])


def read(nlp: Language, gold: list[Doc], raw: bool) -> list[Example]:
    """The pipeline's analysis of the documents, paired with their gold annotations."""
    bare = [nlp.make_doc(doc.text) if raw else words_of(nlp, doc) for doc in gold]
    return [Example(doc, right) for doc, right in zip(nlp.pipe(bare), gold, strict=True)]


def dep(token: Token, _: str) -> str:
    """A word's relation, by name."""
    return token.dep_


def syntax(examples: list[Example]) -> dict[str, float]:
    """Scores by COLUMNS, all as shares; from raw text a word counts only if tokenized as in the treebank."""
    every = Scorer.score_deps(examples, "dep", getter=dep, head_attr="head", ignore_labels=())
    plain = Scorer.score_deps(examples, "dep", getter=dep, head_attr="head", ignore_labels=("punct",))
    tokens = Scorer.score_tokenization(examples)
    values = [
        tokens["token_f"],
        every["dep_uas"],
        every["dep_las"],
        plain["dep_uas"],
        plain["dep_las"],
        Scorer.score_token_attr(examples, "tag", getter=lambda word, _: word.tag_)["tag_acc"],
        Scorer.score_token_attr(examples, "pos", getter=lambda word, _: word.pos_)["pos_acc"],
        Scorer.score_token_attr(examples, "lemma", getter=lambda word, _: word.lemma_)["lemma_acc"],
        Scorer.score_spans(examples, "sents", getter=lambda doc, _: doc.sents)["sents_f"],
    ]
    return dict(zip(COLUMNS, values, strict=True))


def coarse(doc: Doc, _: str) -> list[Span]:
    """The names of a document by four labels: places with and without a government are merged, peoples are MISC."""
    return [Span(doc, name.start, name.end, label=COARSE.get(name.label_, name.label_)) for name in doc.ents]


def fine(doc: Doc, _: str) -> list[Span]:
    """The names of a document with their original labels."""
    return list(doc.ents)


def names(nlp: Language, path: Path, kinds: Callable[[Doc, str], list[Span]] = fine) -> dict[str, float]:
    """Precision, recall and F1 of named entities, label and both ends right, from raw text."""
    scores = Scorer.score_spans(read(nlp, gum(nlp, path), raw=True), "ents", getter=kinds)
    per_label = {label: found["f"] for label, found in sorted(scores["ents_per_type"].items())}
    return {"precision": scores["ents_p"], "recall": scores["ents_r"], "F1": scores["ents_f"], **per_label}


def table(rows: dict[str, dict[str, float]]) -> Iterator[str]:
    """Lines of a Markdown table, one row per dictionary."""
    columns = list(next(iter(rows.values())))
    yield f"| | {' | '.join(columns)} |"
    yield f"| --- {'| ---: ' * len(columns)}|"
    for name, values in rows.items():
        yield f"| {name} | {' | '.join(f'{values[column]:.3f}' for column in columns)} |"


def report(nlp: Language, data: Path) -> str:
    """Three tables: syntax on both test parts, and names on GUM's by finer and by coarser kinds."""
    rows = {}
    for bank in BANKS:
        path = data / "ud" / f"{bank}.conllu.gz"
        rows[f"{bank}, given words"] = syntax(read(nlp, single(nlp, path), raw=False))
        rows[f"{bank}, raw text"] = syntax(read(nlp, trees(nlp, path), raw=True))
    path = data / "ud" / "gum-test.conllu.gz"
    by_kinds = {"six kinds": names(nlp, path), "four kinds": names(nlp, path, coarse)}
    found = [line for kinds, row in by_kinds.items() for line in ("", *table({f"gum-test, raw text, {kinds}": row}))]
    return "\n".join([*table(rows), *found])
