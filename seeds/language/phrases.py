"""Dependency trees and inflected forms, from which grammar.py builds sentences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus import Row, sentences, surface

POS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "JJ": "ADJ", "JJS": "ADJ", "CD": "NUM", "DT": "DET",
    "IN": "ADP", "TO": "PART", "CC": "CCONJ", "RB": "ADV", "RP": "ADP", "MD": "AUX", "POS": "PART", "PRP": "PRON",
    "WP": "PRON", "WDT": "PRON", ",": "PUNCT", ".": "PUNCT", "``": "PUNCT", "''": "PUNCT",
}  # fmt: skip
IRREGULAR = {
    "overrun": ("overran", "overrun"), "retake": ("retook", "retaken"), "slay": ("slew", "slain"),
    "withdraw": ("withdrew", "withdrawn"), "beat": ("beat", "beaten"), "lay": ("laid", "laid"),
    "flee": ("fled", "fled"), "strike": ("struck", "struck"), "hang": ("hanged", "hanged"),
    "shoot": ("shot", "shot"), "lend": ("lent", "lent"), "seize": ("seized", "seized"),
}  # fmt: skip
CLOSING = frozenset({",", ".", "'s", "”"})
DOUBLED = frozenset({"rob", "stab", "nab", "rebut", "slam", "ship", "kidnap", "expel", "flog", "control", "compel"})
PLURALS = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "gunman": "gunmen", "family": "families",
    "policeman": "policemen", "militiaman": "militiamen", "spokesman": "spokesmen", "fisherman": "fishermen",
}  # fmt: skip


@dataclass
class Node:
    """A word with its dependents on either side."""

    form: str
    tag: str
    lemma: str = ""
    pos: str = ""
    dep: str = "root"
    left: list["Node"] = field(default_factory=list)
    right: list["Node"] = field(default_factory=list)

    def before(self, dep: str, node: "Node") -> "Node":
        node.dep = dep
        self.left.append(node)
        return self

    def after(self, dep: str, node: "Node") -> "Node":
        node.dep = dep
        self.right.append(node)
        return self

    def first(self, dep: str, node: "Node") -> "Node":
        node.dep = dep
        self.left.insert(0, node)
        return self

    def order(self) -> Iterator["Node"]:
        for node in self.left:
            yield from node.order()
        yield self
        for node in self.right:
            yield from node.order()


def word(form: str, tag: str, lemma: str = "", pos: str = "") -> Node:
    return Node(form, tag, lemma or form, pos or POS.get(tag, "VERB"))


def rows(root: Node) -> list[Row]:
    """The sentence of a tree as rows of CoNLL-U."""
    nodes = list(root.order())
    nodes[0].form = nodes[0].form[0].upper() + nodes[0].form[1:]
    number = {id(node): n for n, node in enumerate(nodes, 1)}
    head = {id(child): number[id(node)] for node in nodes for child in (*node.left, *node.right)}
    after = [*nodes[1:], root]
    return [
        [
            str(n), node.form, node.lemma, node.pos, node.tag, "_", str(head.get(id(node), 0)), node.dep, "_",
            "SpaceAfter=No" if following.form in CLOSING or node.tag == "``" or n == len(nodes) else "_",
        ]
        for n, (node, following) in enumerate(zip(nodes, after, strict=True), 1)
    ]  # fmt: skip


class Forms:
    """Inflected forms: the treebanks' own most frequent ones, else by rule."""

    def __init__(self, paths: Iterable[Path]) -> None:
        seen: dict[tuple[str, str], dict[str, int]] = {}
        for path in paths:
            for row in (row for group in sentences(path) for row in surface(group)[0]):
                if row[4].startswith("V") and row[1].islower():
                    counts = seen.setdefault((row[2], row[4]), {})
                    counts[row[1]] = counts.get(row[1], 0) + 1
        self._seen = {key: max(counts, key=lambda form: counts[form]) for key, counts in seen.items()}

    def of(self, lemma: str, tag: str) -> str:
        if lemma in IRREGULAR and tag in ("VBD", "VBN"):
            return IRREGULAR[lemma][tag == "VBN"]
        return self._seen.get((lemma, tag)) or _regular(lemma, tag)


def _regular(lemma: str, tag: str) -> str:
    if tag in ("VB", "VBP"):
        return lemma
    stem = lemma + lemma[-1] if lemma in DOUBLED else lemma
    if tag == "VBZ":
        return plural(lemma)
    if tag == "VBG":
        return (stem[:-1] if stem.endswith("e") and not stem.endswith("ee") else stem) + "ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return f"{lemma[:-1]}ied"
    return stem + ("d" if stem.endswith("e") else "ed")


def plural(noun: str) -> str:
    if noun in PLURALS:
        return PLURALS[noun]
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return noun if noun.endswith("cks") else noun + ("es" if noun.endswith(("s", "sh", "ch", "x")) else "s")
