"""The words of seeds/measures.csv and seeds/counted.csv: what gives a number its measure, what a counted noun is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import get_args

from spacy.tokens import Token

from transforms.reading.lexicon import bases, first
from transforms.resolving.actors import country_by_adjective
from transforms.seeds import SeedError, listed, rows
from transforms.tables.schema import Measure

PARSED, BESIDE, NAMED = 0.9, 0.75, 0.85
_PERSONS = ("people", "troops", "hostages", "prisoners", "displaced")
_KNOWN_ONLY = frozenset({"other", "troops"})
VERBAL = frozenset({"VBD", "VBN", "VBZ", "VBP", "MD"})
STOPS = frozenset({"WDT", "WRB", "WP", ":"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of seeds/measures.csv."""

    role: str
    classes: frozenset[str]
    company: frozenset[str]
    measure: Measure | None


@dataclass(frozen=True, slots=True)
class Found:
    """A measure, the word that gave it, and how far that way of finding is to be trusted."""

    measure: Measure
    trigger: Token
    confidence: float
    total: bool = False


@cache
def _lexicon() -> dict[tuple[str, str], tuple[Entry, ...]]:
    """Entries by lemma and kind of word (verb, noun, adj)."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for row in rows("measures"):
        if row["measure"] is not None and row["measure"] not in get_args(Measure):
            raise SeedError(f"measures: {row['lemma']}: no such measure: {row['measure']}")
        is_surely = row["measure"] not in _KNOWN_ONLY
        classes = listed(row["of"]) or [*_PERSONS, *(["unknown"] if is_surely else [])]
        if is_surely and "people" in classes:
            classes.append("bare")
        entry = Entry(
            role=str(row["role"]),
            classes=frozenset(classes),
            company=frozenset(listed(row["with"])),
            measure=row["measure"],  # type: ignore[arg-type]
        )
        for lemma in listed(row["lemma"]):
            found.setdefault((lemma, str(row["pos"])), []).append(entry)
    return {key: tuple(entries) for key, entries in found.items()}


@cache
def entries(form: str, pos: str) -> tuple[Entry, ...]:
    """The entries a lower-case written form may stand for."""
    found = dict.fromkeys(bases(form) if pos != "adj" else [form])
    return tuple(entry for lemma in found for entry in _lexicon().get((lemma, pos), ()))


@cache
def _classes() -> dict[str, str]:
    return {str(row["noun"]): str(row["class"]) for row in rows("counted")}


@cache
def _class(form: str) -> str | None:
    return first(form, _classes())


def noun_class(noun: Token | None) -> str:
    """people, troops, weapons, … of a counted noun; unknown for others, bare where there is none ("killed nine")."""
    if noun is None:
        return "bare"
    hyphened = noun.i > 1 and noun.nbor(-1).text == "-"
    whole = f"{noun.nbor(-2).lower_}-{noun.lower_}" if hyphened else noun.lower_
    people = "people" if noun.tag_ == "NNPS" or noun.text in country_by_adjective() else "unknown"
    return _class(whole) or _class(noun.lower_) or people


def is_known(noun: Token) -> bool:
    return _class(noun.lower_) is not None or bool(entries(noun.lower_, "noun"))
