"""What a pronoun or a definite noun stands for: the nearest name before it that fits in kind and number.

Simple on purpose: the sentences are searched backwards; in a sentence a subject goes before other arguments, those
before names that only modify ("Assad's army"), and the nearer before the farther.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from spacy.tokens import Span, Token

from transforms.seeds import listed, rows
from transforms.syntax import phrase, relative_head

if TYPE_CHECKING:
    from transforms.naming.name import Name
    from transforms.story import Story

REACH = 6
STATE = frozenset({"country", "government", "military", "police"})
DETERMINERS = frozenset({"the", "this", "that", "these", "those"})
TELLING = frozenset({"nmod", "nmod:poss", "acl", "acl:relcl", "appos", "flat", "compound"})
MODIFIERS = frozenset({"compound", "nmod:poss", "amod", "nmod", "appos", "flat"})


@cache
def _anaphors() -> dict[str, tuple[str, str]]:
    return {word: (str(row["kind"]), str(row["number"])) for row in rows("anaphors") for word in listed(row["words"])}


def is_anaphor(token: Token) -> bool:
    """True for third-person pronouns and for listed nouns with a definite determiner and nothing that tells which."""
    if token.lower_ not in _anaphors():
        return False
    if token.lower_ in _pronouns():
        return True
    children = list(token.children)
    return any(child.lower_ in DETERMINERS for child in children) and not any(
        child.dep_ in TELLING for child in children
    )


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(word for row in rows("anaphors") if row["form"] == "pronoun" for word in listed(row["words"]))


def antecedent(token: Token, story: Story) -> Span | None:
    """The earlier span a token stands for; None where nothing within reach fits."""
    head = relative_head(token)
    if head is not None:
        return phrase(head)
    if not is_anaphor(token):
        return None
    kind, number = _anaphors()[token.lower_]
    for sent in _sentences_before(token, story):
        subject = _noun_subject(token, sent, number) if kind == "organisation" else None
        if subject is not None:
            return subject
        fitting = [name for name in story.names_in(sent) if name.span.end <= token.i and _fits(name, kind)]
        if fitting:
            return min(fitting, key=lambda name: (_rank(name.span.root), -name.span.start)).span
    return None


def _sentences_before(token: Token, story: Story) -> Iterator[Span]:
    """The token's own sentence, then the earlier ones within reach."""
    number = bisect_right(story.sentences, token.i, key=lambda sent: sent.start) - 1
    yield from reversed(story.sentences[max(number - REACH, 0) : number + 1])


def _noun_subject(token: Token, sent: Span, number: str) -> Span | None:
    """For a pronoun, a common noun that is a subject: "the militants … they", "the army … it"."""
    if token.lower_ not in _pronouns():
        return None
    for earlier in reversed(token.doc[sent.start : min(sent.end, token.i)]):
        if earlier.dep_.startswith("nsubj") and _is_group(earlier, number) and earlier.head != token.head:
            return phrase(earlier)
    return None


def _is_group(noun: Token, number: str) -> bool:
    if number == "plural":
        return noun.tag_ == "NNS"
    return noun.tag_ == "NN" and _anaphors().get(noun.lower_) == ("organisation", "singular")


def _rank(root: Token) -> int:
    if root.dep_.startswith("nsubj"):
        return 0
    return 2 if root.dep_ in MODIFIERS else 1


def _fits(name: Name, kind: str) -> bool:
    if kind == "person":
        return name.label == "PERSON"
    if kind == "country":
        return name.actor is not None and name.actor.kind in STATE
    if kind == "place":
        return name.place is not None and name.place.kind != "country"
    return name.label == "ORG" or (name.place is not None and name.place.kind == "country")
