"""Lexicons of figures: seeds/measures.csv, words that give a number its measure; seeds/counted.csv, classes of
nouns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import get_args

from transforms.reading.lexicon import bases, first
from transforms.reading.tree import Token
from transforms.resolving.actors import country_by_adjective
from transforms.resolving.noun_kinds import words
from transforms.seeds import SeedError, cite, listed, place, rows
from transforms.tables.schema import Measure
from transforms.words import word_list

PARSED, BESIDE, NAMED = 0.9, 0.75, 0.85
_PERSONS = ("people", "troops", "hostages", "prisoners", "displaced")
PEOPLE = frozenset({"people", "men", "kin"})
"""Classes of people who are not counted as armed."""
_WITHIN = {"people": ("men", "kin"), "troops": ("men",)}
"""Classes that a class includes: "men" are people or troops, as the verb has it."""
_KNOWN_ONLY = frozenset({"other", "troops"})
_PERSONAL = tuple(sorted(word_list("figures personal endings")))
"""Endings of plurals of people: "machinists", "technicians"."""
VERBAL = frozenset({"VBD", "VBN", "VBZ", "VBP", "MD"})
GROUPS = word_list("figures groups")
"""Groups whose members a number counts: "a family of five"."""
ARE = word_list("figures are")
"""Forms of the copula between people and their number: "the dead were nine"."""
STOPS = frozenset({"WDT", "WRB", "WP", ":"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of seeds/measures.csv; `particle` is the second word of a verb such as "take in", `by` a kind of doer."""

    role: str
    classes: frozenset[str]
    company: frozenset[str]
    measure: Measure | None
    lexicon_row: str
    particle: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A measure, the word that gave it, the reliability of the method, and the row of the word if it has one."""

    measure: Measure
    trigger: Token
    confidence: float
    lexicon_row: str | None = None
    total: bool = False


def found_by(entry: Entry | None, word: Token, confidence: float) -> Found | None:
    """The measure that an entry gives, if it gives one itself."""
    return Found(entry.measure, word, confidence, entry.lexicon_row) if entry and entry.measure else None


@cache
def _lexicon() -> dict[tuple[str, str], tuple[Entry, ...]]:
    """Entries by lemma and part of speech (verb, noun, adj)."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for row in rows("measures"):
        if row["measure"] is not None and row["measure"] not in get_args(Measure):
            raise SeedError(f"{place(row)}: {row['lemma']}: no such measure: {row['measure']}")
        is_surely = row["measure"] not in _KNOWN_ONLY
        classes = listed(row["of"]) or [*_PERSONS, *(["unknown"] if is_surely else [])]
        if is_surely and "people" in classes:
            classes.append("bare")
        role, _, by = str(row["role"]).partition(" by ")
        entry = Entry(
            role=role,
            classes=frozenset(classes).union(*(_WITHIN.get(name, ()) for name in classes)),
            company=frozenset(listed(row["with"])),
            measure=row["measure"],  # type: ignore[arg-type]
            lexicon_row=cite(row),
            by=by or None,
        )
        for lemma in listed(row["lemma"]):
            word, _, particle = lemma.partition(" ")
            found.setdefault((word, str(row["pos"])), []).append(
                replace(entry, particle=particle or None, lexicon_row=cite(row, lemma))
            )
    return {key: tuple(entries) for key, entries in found.items()}


@cache
def entries(form: str, pos: str) -> tuple[Entry, ...]:
    """The entries of a lower-case word form."""
    found = dict.fromkeys(bases(form) if pos != "adj" else [form])
    return tuple(entry for lemma in found for entry in _lexicon().get((lemma, pos), ()))


@cache
def _classes() -> dict[str, str]:
    return {str(row["noun"]): str(row["class"]) for row in rows("counted")}


@cache
def _class(form: str) -> str | None:
    return first(form, _classes())


def noun_class(noun: Token | None) -> str:
    """Class of a counted noun: people, troops, weapons, …; `unknown` if unlisted, `bare` for None ("killed nine")."""
    if noun is None:
        return "bare"
    hyphened = noun.i > 1 and noun.nbor(-1).text == "-"
    whole = f"{noun.nbor(-2).lower_}-{noun.lower_}" if hyphened else noun.lower_
    return _class(whole) or _class(noun.lower_) or _unlisted(noun)


def _unlisted(noun: Token) -> str:
    """The class of a noun that is not in counted.csv; a territory ("14 townships") does not count as people."""
    if noun.tag_ == "NNPS" or noun.text in country_by_adjective():
        return "people"
    if noun.lower_.endswith(_PERSONAL):
        return "people"
    return "sites" if noun.lemma_.lower() in words("territory_word") else "unknown"


def is_known(noun: Token) -> bool:
    return _class(noun.lower_) is not None or bool(entries(noun.lower_, "noun"))
