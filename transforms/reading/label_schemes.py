"""Converts parses of other spaCy pipelines to Universal Dependencies.

`en_core_web_*` use ClearNLP: a preposition heads its noun, a copula its predicate, and each conjunct attaches to the
previous one. In UD the content word is the head. Labels that differ in name only are rows of seeds/dialect.csv; where
the tree differs, a row names one of the rewrites below. Punctuation is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import numpy as np
from spacy.attrs import DEP, HEAD, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc, Span

from transforms.reading.syntax import FINITE
from transforms.seeds import rows
from transforms.words import word_list, words_in

UNIVERSAL = frozenset({"obj", "obl", "nsubj:pass"})
CLEARNLP = frozenset({"dobj", "pobj", "nsubjpass"})
SYNTAX, NAMES = "universal_dependencies", "dateline_names"

PREDICATES = frozenset({"VERB", "AUX", "ADJ", "ADV"})
ADJUNCT = frozenset({"prep", "agent", "dative", "advmod", "pobj", "pcomp"})
"""Labels by which a preposition merely marks its noun as an adjunct; other labels pass to the noun."""
BE = word_list("parse be")


class Tree:
    """A mutable parse, as lists."""

    def __init__(self, doc: Doc) -> None:
        self.words = [token.text for token in doc]
        self.lower = [token.lower_ for token in doc]
        self.tags = [token.tag_ for token in doc]
        self.pos = [token.pos_ for token in doc]
        self.labels = [token.dep_ for token in doc]
        self.heads = [token.head.i for token in doc]

    def children(self, head: int, *labels: str) -> list[int]:
        return [i for i, h in enumerate(self.heads) if h == head != i and (not labels or self.labels[i] in labels)]

    def depth(self, index: int) -> int:
        steps = 0
        while self.heads[index] != index:
            index, steps = self.heads[index], steps + 1
        return steps

    def deepest_first(self) -> list[int]:
        return sorted(range(len(self.heads)), key=self.depth, reverse=True)

    def promote(self, child: int, label: str) -> None:
        """Swap a child with its head; words of a fixed expression stay attached to the old head."""
        head = self.heads[child]
        for sibling in self.children(head):
            if self.labels[sibling] != "fixed":
                self.heads[sibling] = child
        self.heads[child] = child if self.heads[head] == head else self.heads[head]
        self.labels[child] = self.labels[head]
        self.heads[head], self.labels[head] = child, label

    def is_predicate(self, index: int) -> bool:
        return self.pos[index] in PREDICATES

    def is_clause(self, index: int) -> bool:
        return self.tags[index].startswith("VB") or bool(self.children(index, "nsubj", "nsubj:pass"))


def fixed_expressions(tree: Tree) -> None:
    """Attach the later words of `because of` to the first, which stands for the whole."""
    for words, label in _fixed_expressions_of_seeds():
        for start in range(len(tree.lower) - len(words) + 1):
            if tuple(tree.lower[start : start + len(words)]) == words:
                _attach_to_first(tree, range(start, start + len(words)), label)


def _attach_to_first(tree: Tree, group: range, label: str) -> None:
    tops = [i for i in group if tree.heads[i] not in group or tree.heads[i] == i]
    above = {tree.heads[i] for i in tops}
    if len(above) != 1:
        return
    first, governor = group[0], above.pop()
    tree.labels[first] = tree.labels[tops[-1]] if label == "case" else label
    tree.heads[first] = first if governor in group else governor
    for i in [child for word in group for child in tree.children(word) if child not in group]:
        tree.heads[i] = first
    for i in group[1:]:
        tree.heads[i], tree.labels[i] = first, "fixed"


def prepositions(tree: Tree) -> None:
    """Make `in` a case marker of `Hama`, and `after` the mark of its clause."""
    for index in tree.deepest_first():
        labels_of_complements = ("pobj", "pcomp", *(("acl",) if tree.children(index, "fixed") else ()))
        complements = tree.children(index, *labels_of_complements)
        if not complements:
            continue
        complement = next((i for i in complements if tree.labels[i] == "pobj"), complements[0])
        clause = tree.labels[complement] != "pobj" and tree.is_clause(complement)
        own, governor = tree.labels[index], tree.heads[index]
        tree.promote(complement, "mark" if clause else "case")
        if clause and tree.pos[index] == "ADP":
            tree.pos[index] = "SCONJ"
        if own in ADJUNCT:
            tree.labels[complement] = _label_of_adjunct(tree, own, governor, clause)


def _label_of_adjunct(tree: Tree, own: str, governor: int, clause: bool) -> str:
    above = tree.labels[governor]
    stacked = above in ("prep", "agent") and tree.pos[governor] in ("ADP", "SCONJ")
    if stacked and not tree.children(governor, "pobj"):
        return "pcomp" if clause else "pobj"
    if clause:
        return "advcl" if tree.is_predicate(governor) else "acl"
    if own == "agent":
        return "obl:agent"
    return "obl" if tree.is_predicate(governor) else "nmod"


def coordinations(tree: Tree) -> None:
    """Attach all conjuncts to the first, and each conjunction to the conjunct after it."""
    for index, label in enumerate(tree.labels):
        later = [i for i in tree.children(tree.heads[index], "conj") if i > index] if label == "cc" else []
        if later and index > tree.heads[index]:
            tree.heads[index] = later[0]
    for index in sorted(range(len(tree.heads)), key=tree.depth):
        if tree.labels[index] == tree.labels[tree.heads[index]] == "conj":
            tree.heads[index] = tree.heads[tree.heads[index]]


def copulas(tree: Tree) -> None:
    """Make `is` a copula of `leader`; in `there is`, make the noun the subject."""
    for index in tree.deepest_first():
        if tree.lower[index] not in BE or not tree.tags[index].startswith("VB") or tree.labels[index].startswith("aux"):
            continue
        if tree.children(index, "expl"):
            tree.pos[index] = "VERB"
            for i in tree.children(index, "attr"):
                tree.labels[i] = "nsubj"
        elif (predicate := _predicate_of_copula(tree, index)) is not None:
            if tree.labels[predicate] in ("xcomp", "ccomp"):
                for i in tree.children(index, "nsubj"):
                    tree.labels[i] = "nsubj:outer"
            tree.promote(predicate, "cop")


def _predicate_of_copula(tree: Tree, be: int) -> int | None:
    """The predicate of a form of `be`: a noun, adjective or clause, else a place or time."""
    if nominal := tree.children(be, "attr", "acomp"):
        return nominal[0]
    if not tree.children(be, "nsubj", "csubj"):
        return None
    clauses = [i for i in tree.children(be, "xcomp", "ccomp") if i > be]
    return next(iter(clauses or [i for i in tree.children(be, "obl") if i > be]), None)


def raised_subjects(tree: Tree) -> None:
    """Make the subject in `wanted them to leave` the object of the verb above."""
    for index, label in enumerate(tree.labels):
        above = tree.heads[index]
        helpers = [index, *tree.children(index, "aux", "aux:pass", "cop")]
        if label != "ccomp" or above > index or tree.pos[above] != "VERB" or tree.children(index, "mark"):
            continue
        if any(tree.tags[i] in FINITE for i in helpers) or tree.children(above, "obj"):
            continue
        for i in tree.children(index, "nsubj", "nsubj:pass"):
            if above < i < index:
                tree.heads[i], tree.labels[i], tree.labels[index] = above, "obj", "xcomp"


def infinitives(tree: Tree) -> None:
    """Make the `to` of an infinitive a mark."""
    for index, label in enumerate(tree.labels):
        if label == "aux" and tree.tags[index] == "TO":
            tree.labels[index] = "mark"


def relative_clauses(tree: Tree) -> None:
    """Make a relative clause about a whole clause (`..., which angered Iran`) adverbial."""
    for index, label in enumerate(tree.labels):
        if label == "relcl" and tree.pos[tree.heads[index]] == "VERB":
            tree.labels[index] = "advcl:relcl"


def approximations(tree: Tree) -> None:
    """Make `about` before a number an adverb."""
    for index, label in enumerate(tree.labels):
        if label == "quantmod" and tree.tags[index] == "IN":
            tree.tags[index], tree.pos[index] = "RB", "ADV"


def unmarked_nominals(tree: Tree) -> None:
    """Attach a bare nominal of time or measure as obl to a verb, as nmod to a noun."""
    for index, label in enumerate(tree.labels):
        if label == "npadvmod" and not tree.is_predicate(tree.heads[index]):
            tree.labels[index] = "nmod:unmarked"


def names(tree: Tree) -> None:
    """Make the given name the head of a person's name, the rest flat, and words before it descriptions."""
    for index in range(len(tree.heads)):
        parts = [i for i in tree.children(index, "compound") if i < index and tree.tags[i].startswith("NNP")]
        given_name = next((i for i in parts if tree.words[i] in words_in("given_names", "names")), None)
        if given_name is None or not tree.tags[index].startswith("NNP"):
            continue
        tree.promote(given_name, "flat")
        for i in parts:
            if i != given_name:
                tree.labels[i] = "flat" if i > given_name else "nmod:desc"


REWRITES: tuple[Callable[[Tree], None], ...] = (
    fixed_expressions, prepositions, coordinations, copulas, raised_subjects, infinitives, relative_clauses,
    approximations, unmarked_nominals, names,
)  # fmt: skip


def universal(doc: Doc) -> Doc:
    """Convert a Doc's ClearNLP parse to UD in place."""
    tree = Tree(doc)
    _relabel(tree, _relations(rewritten=False))
    for rewrite in REWRITES:
        rewrite(tree)
    _relabel(tree, _relations(rewritten=True))
    heads = np.array(tree.heads, dtype=np.int64) - np.arange(len(tree.heads))
    names_of = [[doc.vocab.strings.add(name) for name in column] for column in (tree.tags, tree.pos, tree.labels)]
    values: Any = np.array([*names_of, heads.astype(np.uint64)], dtype=np.uint64).T
    return doc.from_array([TAG, POS, DEP, HEAD], values)


def relabel_names(doc: Doc) -> Doc:
    """Convert a Doc's entity labels to ours in place; dates and numbers are dropped."""
    kinds = {row["there"]: row["here"] for row in rows("dialect") if row["kind"] == "name"}
    relabelled = [(name, kinds.get(name.label_, name.label_)) for name in doc.ents]
    doc.ents = [Span(doc, name.start, name.end, label=kind) for name, kind in relabelled if kind]
    return doc


def scheme_of(labels: Iterable[str]) -> frozenset[str] | None:
    """UNIVERSAL or CLEARNLP, whichever scheme the labels belong to; None for neither."""
    known_labels = set(labels)
    return next((scheme for scheme in (UNIVERSAL, CLEARNLP) if scheme <= known_labels), None)


Language.component(SYNTAX, assigns=["token.tag", "token.pos", "token.dep", "token.head"], func=universal)
Language.component(NAMES, assigns=["doc.ents"], func=relabel_names)


def _relabel(tree: Tree, table: dict[str, str]) -> None:
    tree.labels = [table.get(label, label) for label in tree.labels]


@cache
def _relations(rewritten: bool) -> dict[str, str]:
    """UD label by ClearNLP label, for the rows with or without a rewrite."""
    return {
        row["there"] or "": row["here"] or ""
        for row in rows("dialect")
        if row["kind"] == "relation" and bool(row["rewrite"]) is rewritten
    }


@cache
def _fixed_expressions_of_seeds() -> list[tuple[tuple[str, ...], str]]:
    return [(tuple((row["words"] or "").split()), row["label"] or "") for row in rows("fixed")]
