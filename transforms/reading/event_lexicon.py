"""Loads the event lexicon, seeds/events.csv: words that may name an event, and the frames they need.

A frame is a row: a verb or noun with conditions on its object, prepositions and complement, and its codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast, get_args

from transforms.seeds import Row, SeedError, cite, listed, place, rows
from transforms.tables.schema import Plover, Territory

HOSTILE: frozenset[str] = frozenset({"ASSAULT", "COERCE", "SANCTION", "PROTEST", "THREATEN", "MOBILIZE"})
DEEDS: frozenset[str] = frozenset({"AID", "COOPERATE", "RETREAT", "CONCEDE", "SUPPORT"})
SPEECH: frozenset[str] = frozenset(
    {"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONCEDE", "CONSULT"}
)
EMBEDDING: frozenset[str] = frozenset(
    {"AGREE", "REQUEST", "REJECT", "THREATEN", "CONCEDE", "SANCTION", "RETREAT", "MOBILIZE"}
)

VERB_SOURCE, VERB_TARGET = ("agent",), ("patient",)
NOUN_SOURCE = ("by", "poss", "from", "between", "modifier", "subject")
NOUN_TARGET = ("on", "against", "with", "of", "into", "at")


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of the lexicon; conditions left open are empty."""

    words: tuple[str, ...]
    pos: str
    subject: frozenset[str]
    object: frozenset[str]
    prepositions: tuple[tuple[str, frozenset[str]], ...]
    complement: frozenset[str]
    plover: Plover
    mode: str | None
    cameo: str | None
    acled: str | None
    territory: Territory | None
    source: tuple[str, ...]
    target: tuple[str, ...]
    effect: bool
    confidence: float
    example: str
    lexicon_row: str

    def cite(self, entry: Sequence[str]) -> str:
        """The row, and of its words the entry that the text has."""
        return self.lexicon_row.replace("|".join(self.words), " ".join(entry), 1)

    @property
    def is_hostile(self) -> bool:
        return self.plover in HOSTILE

    @property
    def is_speech(self) -> bool:
        return self.plover in SPEECH


@dataclass(frozen=True, slots=True)
class Light:
    """A light verb, whose arguments belong to an event noun: `carried out an attack`, `came under attack`."""

    source: tuple[str, ...]
    target: tuple[str, ...]


Key = tuple[str, str]
Entries = dict[Key, tuple[tuple[tuple[str, ...], Frame], ...]]


@cache
def frames() -> Entries:
    """Frames by lemma and part of speech of the trigger; longer entries first, else in file order.

    SeedError for an unknown PLOVER class or territory value.
    """
    return _index_by_head(rows("events"))


@cache
def carriers(pos: str) -> Entries:
    """Frames of one kind in seeds/carriers.csv: say, will."""
    return _index_by_head(row for row in rows("carriers") if row["pos"] == pos)


@cache
def light_verbs() -> dict[str, tuple[tuple[str, Light], ...]]:
    """Light verbs by lemma with their particles (empty if none), particles first."""
    by_lemma: dict[str, list[tuple[str, Light]]] = {}
    for row in rows("carriers"):
        if row["pos"] == "light":
            light = Light(tuple(listed(row["source"])), tuple(listed(row["target"])))
            for entry in listed(row["lemma"]):
                head, _, particle = entry.partition(" ")
                by_lemma.setdefault(head, []).append((particle, light))
    return {head: tuple(sorted(entries, key=lambda e: not e[0])) for head, entries in by_lemma.items()}


def _index_by_head(lexicon_rows: Iterable[Row]) -> Entries:
    index: dict[Key, list[tuple[tuple[str, ...], Frame]]] = {}
    for row in lexicon_rows:
        frame = _frame(row)
        for entry in listed(row["lemma"]):
            for parts in sorted(_spellings(entry, frame.pos)):
                head = parts[-1] if frame.pos == "noun" else parts[0]
                index.setdefault((head, frame.pos), []).append((parts, frame))
    return {key: tuple(sorted(entries, key=lambda e: -len(e[0]))) for key, entries in index.items()}


def _spellings(entry: str, pos: str) -> set[tuple[str, ...]]:
    """The parts of an entry; a hyphenated noun may be one token or several."""
    spellings = {tuple(entry.lower().split())}
    return spellings | {tuple(entry.lower().replace("-", " ").split())} if pos == "noun" else spellings


def _frame(row: Row) -> Frame:
    if row["plover"] not in get_args(Plover):
        raise SeedError(f"{place(row)}: {row['lemma']}: no PLOVER class {row['plover']}")
    if row["territory"] is not None and row["territory"] not in get_args(Territory):
        raise SeedError(f"{place(row)}: {row['lemma']}: territory is {row['territory']}")
    pos = row["pos"] or ""
    is_noun = pos == "noun"
    return Frame(
        words=tuple(listed(row["lemma"])),
        pos=pos,
        subject=frozenset(listed(row["subject"])),
        object=frozenset(listed(row["object"])),
        prepositions=tuple(_prepositions(row["prep"])),
        complement=frozenset(listed(row["complement"])),
        plover=cast(Plover, row["plover"]),
        mode=row["mode"],
        cameo=row["cameo"],
        acled=row["acled"],
        territory=cast("Territory | None", row["territory"]),
        source=tuple(listed(row["source"])) or (NOUN_SOURCE if is_noun else VERB_SOURCE),
        target=tuple(listed(row["target"])) or (NOUN_TARGET if is_noun else VERB_TARGET),
        effect=row["effect"] == "yes",
        confidence=float(row["confidence"] or 0),
        example=row["example"] or "",
        lexicon_row=cite(row),
    )


def _prepositions(cell: str | None) -> Iterator[tuple[str, frozenset[str]]]:
    """Parse `to:<place>` and the like; conditions of one preposition are merged."""
    objects_by_preposition: dict[str, set[str]] = {}
    for part in listed(cell):
        word, _, noun = part.partition(":")
        objects_by_preposition.setdefault(word, set()).add(noun or "*")
    for word, nouns in objects_by_preposition.items():
        yield word, frozenset(nouns)
