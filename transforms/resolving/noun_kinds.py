"""Kinds of nouns used as conditions in the event lexicon: <armed>, <place>, <weapon>.

A noun has a kind by its lemma (seeds/kinds.csv) or, for people, actors and places, by being such a name.
"""

from __future__ import annotations

from functools import cache, lru_cache

from transforms.reading.parse import lemmas
from transforms.reading.syntax import obliques
from transforms.reading.tree import Token
from transforms.resolving.document import Document
from transforms.resolving.naming.name import PLACES
from transforms.resolving.naming.whereabouts import place_of_it
from transforms.seeds import SeedError, listed, rows
from transforms.words import word_list

LABELS: dict[str, frozenset[str]] = {
    "place": PLACES,
    "person": frozenset({"PERSON", "NORP"}),
    "leader": frozenset({"PERSON"}),
    "actor": frozenset({"ORG", "GPE", "NORP", "PERSON"}),
    "force": frozenset({"ORG", "GPE", "NORP"}),
    "body": frozenset({"ORG"}),
}
PEOPLE = word_list("names people")
ABSTRACT = ("ment", "tion", "sion", "ness", "ity", "ance", "ence", "ing", "ship", "ism")
QUANTITIES = word_list("names quantities")
WORDS_OF: dict[str, tuple[str, ...]] = {
    "place": ("place_word",),
    "person": ("civilian", "leader", "armed"),
    "actor": ("armed", "leader", "authority", "nation"),
    "force": ("armed", "state_force", "nonstate"),
    "body": ("armed", "state_force", "nonstate"),
}


@cache
def words(kind: str) -> frozenset[str]:
    """The lemmas of a kind. SeedError for a kind missing in seeds/kinds.csv."""
    lemmas_of_kind = {
        word for row in rows("kinds") if row["kind"] in (kind, *WORDS_OF.get(kind, ())) for word in listed(row["words"])
    }
    if not lemmas_of_kind:
        raise SeedError(f"seeds/kinds.csv: no kind {kind}")
    return frozenset(lemmas_of_kind)


def fits(token: Token, allowed: frozenset[str], document: Document) -> bool:
    """Whether a noun matches one of the wanted lemmas or <kinds>; `*` matches anything."""
    if "*" in allowed:
        return True
    return not allowed.isdisjoint(forms(token)) or any(is_a(token, kind, document) for kind in kinds_in(allowed))


def forms(token: Token) -> frozenset[str]:
    """Forms under which a noun may be listed: lemma, form, and the singular of a supposed name."""
    return _forms(token.lemma_.lower(), token.lower_, token.pos_ == "PROPN" or token.lemma_ == token.text)


@lru_cache(maxsize=20_000)
def _forms(lemma: str, form: str, is_unread: bool) -> frozenset[str]:
    return frozenset({lemma, form, *(lemmas(form) if is_unread and form.endswith(("s", "men")) else ())})


@cache
def kinds_in(allowed: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(word[1:-1] for word in allowed if word.startswith("<")))


def is_a(token: Token, kind: str, document: Document) -> bool:
    """Whether a noun belongs to a kind, by its lemma, its name's label or, for people, as a pronoun or bare number."""
    name = document.name_at(token)
    labels = LABELS.get(kind)
    if name is not None and labels is not None:
        return name.label in labels or token.lemma_.lower() in words(kind)
    if not words(kind).isdisjoint(forms(token)):
        return True
    if kind == "place" and token.lower_ == "it":
        return place_of_it(token, document) is not None
    return kind in ("person", "civilian") and (token.lower_ in PEOPLE or token.pos_ == "NUM" or token.like_num)


def is_abstract(noun: Token) -> bool:
    """Whether a noun is abstract and cannot act: an appointment, a fear, a war."""
    lemma = noun.lemma_.lower()
    return noun.pos_ == "NOUN" and (lemma in words("no_doer") or (noun.tag_ == "NN" and lemma.endswith(ABSTRACT)))


def core(noun: Token) -> Token:
    """The noun that a quantity counts: "civilians" in "dozens of civilians"."""
    if noun.lower_ in QUANTITIES or noun.pos_ == "NUM":
        for inner in obliques(noun, "of"):
            return inner
    return noun
