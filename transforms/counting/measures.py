"""What a number measures: the words of seeds/measures.csv found around a counted noun.

The parse is asked first; where it has no answer, the words that stand next to the number are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import get_args

from spacy.tokens import Token

from transforms.counting.numbers import Number
from transforms.lexicon import bases, first
from transforms.schema import Measure
from transforms.seeds import SeedError, listed, rows
from transforms.syntax import is_passive, preposition

PARSED, BESIDE, NAMED = 0.9, 0.75, 0.85

_LINKS = frozenset(
    {
        "were",
        "was",
        "are",
        "is",
        "been",
        "being",
        "be",
        "have",
        "has",
        "had",
        "also",
        "reportedly",
        "all",
        "feared",
        "believed",
        "reported",
        "confirmed",
        "presumed",
        "said",
        "to",
        "later",
        "already",
        "others",
        "civilians",
        "either",
        "both",
        "who",
        "whom",
        "that",
    }
)
_TOTAL_STEPS = frozenset(
    {
        "to",
        "at",
        "of",
        "reached",
        "reaches",
        "reaching",
        "passed",
        "passing",
        "hit",
        "hits",
        "exceeded",
        "exceeds",
        "topped",
        "tops",
        "surpassed",
        "stands",
        "stood",
        "was",
        "is",
        "above",
        "past",
        "beyond",
        "surpassing",
        "exceeding",
        "included",
        "include",
        "includes",
    }
)
_KNOWN_ONLY = frozenset({"other", "troops"})
_VERBAL = frozenset({"VBD", "VBN", "VBZ", "VBP", "MD"})
_ADJACENT = frozenset({"VBD", "VBN", "VBZ", "VBP", "MD", "JJ", "RB"})
_STOPS = frozenset({"WDT", "WRB", "WP", ":"})


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
        classes = listed(row["of"]) or ["people", "troops", "hostages", "prisoners", "displaced"]
        if "people" in classes and row["measure"] not in _KNOWN_ONLY:
            classes.append("unknown")
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
    """people, troops, weapons, … of a counted noun; unknown for others and where there is none ("killed nine")."""
    return "unknown" if noun is None else _class(noun.lower_) or "unknown"


def is_known(noun: Token) -> bool:
    return _class(noun.lower_) is not None or bool(entries(noun.lower_, "noun"))


def measure_of(number: Number, noun: Token | None) -> Found | None:
    """What the number counts, or None where the words around it say nothing of a measure."""
    kind = noun_class(noun)
    if kind == "none":
        return None
    counted = noun or number.value[-1]
    if _is_whole(number):
        return _named(noun) if noun is not None else None
    return (
        _total(number)
        or _governed(counted, kind)
        or (_governed(counted.head, kind) if counted.head in number.value else None)
        or _beside(number, counted, kind)
        or (_named(noun) if noun is not None else None)
    )


def _is_whole(number: Number) -> bool:
    """True for the whole that a part is taken from: the 20 of "12 of the 20 passengers"."""
    doc, at, start = number.span.doc, number.span.start - 1, number.span.sent.start
    while at > start and doc[at].tag_ in ("DT", "PRP$"):
        at -= 1
    return at > start and doc[at].lower_ == "of" and doc[at - 1].like_num


def _named(noun: Token) -> Found | None:
    """The counted noun itself is the measure: 45 deaths, 600 drones; but "tortured scores of refugees" is none."""
    if noun_class(noun) == "displaced" and noun.dep_ in ("obj", "nsubj:pass"):
        return None
    for entry in entries(noun.lower_, "noun"):
        if entry.role == "head" and entry.measure:
            return Found(entry.measure, noun, NAMED)
    return None


def _lookup(word: Token, pos: str, roles: tuple[str, ...], kind: str, counted: Token) -> Entry | None:
    for entry in entries(word.lower_, pos):
        if entry.role in roles and kind in entry.classes and entry.measure and _in_company(word, counted, entry):
            return entry
    return None


def _in_company(word: Token, counted: Token, entry: Entry) -> bool:
    """True where a word the entry asks for follows the verb, up to six words after it or after the counted noun."""
    if not entry.company:
        return True
    end = word.sent.end
    near = [*word.doc[word.i + 1 : min(end, word.i + 7)], *counted.doc[counted.i + 1 : min(end, counted.i + 7)]]
    return any(token.lower_ in entry.company for token in near)


def _governed(counted: Token, kind: str) -> Found | None:
    """The measure the parse gives."""
    for word, pos, roles in _governors(counted):
        entry = _lookup(word, pos, roles, kind, counted)
        if entry and entry.measure:
            return Found(entry.measure, word, PARSED)
    return None


def _governors(counted: Token) -> Iterator[tuple[Token, str, tuple[str, ...]]]:
    """Words that may give a counted noun its measure, each with the roles the noun plays for it."""
    top = counted
    while top.dep_ in ("conj", "nummod", "amod", "appos") and top.head.pos_ in ("NOUN", "NUM", "PROPN", "PRON"):
        top = top.head
    if (
        counted.i + 1 < counted.sent.end
        and counted.nbor(1).tag_ in ("JJ", "VBN")
        and not _takes_object(counted.nbor(1))
    ):
        yield counted.nbor(1), "adj", ("state",)
    for noun in dict.fromkeys((counted, top)):
        for child in noun.children:
            if child.dep_ in ("acl", "amod", "advcl") and child.i > noun.i and child.tag_ in ("VBN", "VBD"):
                yield child, "verb", ("patient",)
            if child.dep_ in ("acl", "amod", "xcomp", "advcl", "appos", "acl:relcl"):
                yield child, "adj", ("state",)
    yield from _heads(top)


def _heads(top: Token) -> Iterator[tuple[Token, str, tuple[str, ...]]]:
    head, label = top.head, top.dep_
    if head is top:
        return
    if label in ("obj", "iobj", "nsubj:pass"):
        yield head, "verb", ("patient",)
    if label.startswith("nsubj"):
        yield head, "adj", ("state",)
        if label == "nsubj":
            yield head, "verb", ("subject", "patient") if is_passive(head) else ("subject",)
        yield head, "verb", ("subject",)
    if label.startswith("nmod") and preposition(top) in ("of", "in"):
        yield head, "noun", (str(preposition(top)),)
    if label.startswith("obl") and preposition(top) == "in" and head.dep_ != "root":
        for child in head.children:
            if child.dep_.startswith("nsubj"):
                yield child, "noun", ("in",)
    if label in ("obj", "nsubj:pass", "nsubj"):
        for child in head.children:
            own = any(c.dep_.startswith("nsubj") for c in child.children)
            if child.dep_ in ("xcomp", "advcl", "ccomp", "obj", "conj") and child.i > top.i and not own:
                yield child, "adj", ("state",)
                if child.tag_ == "VBN" and head.lower_ != "said":
                    yield child, "verb", ("patient",)


def _beside(number: Number, counted: Token, kind: str) -> Found | None:
    """The measure of the words that touch the number phrase: "killing at least 20", "20 people were killed"."""
    start = number.span.start
    doc, sent = counted.doc, counted.sent
    while start > sent.start and doc[start - 1].lower_ in ("the", "another", "all", "its", "their", "his"):
        start -= 1
    if start > sent.start:
        before = doc[start - 1]
        entry = _lookup(before, "verb", ("patient",), kind, counted) if _can_take_object(before) else None
        if entry is None and before.lower_ == "of" and start - 1 > sent.start:
            before = doc[start - 2]
            entry = _lookup(before, "noun", ("of",), kind, counted)
        if entry and entry.measure:
            return Found(entry.measure, before, BESIDE)
    return _following(number, kind, counted)


def _can_take_object(verb: Token) -> bool:
    """False for a passive participle, whose following number is no object: "were killed 20 years ago"."""
    return verb.i == verb.sent.start or verb.nbor(-1).lower_ not in ("was", "were", "been", "being", "is", "are")


def _in_preposition(number: Number) -> bool:
    start = number.span.start
    while start > number.span.sent.start and number.span.doc[start - 1].tag_ in ("DT", "PRP$"):
        start -= 1
    return start > number.span.sent.start and number.span.doc[start - 1].tag_ in ("IN", "TO")


def _following(number: Number, kind: str, counted: Token) -> Found | None:
    """The measure of the next verb or adjective, asides skipped: "10 people, most of them old, died"."""
    doc, end = counted.doc, counted.sent.end
    at = max(counted.i, number.span.end - 1) + 1
    if at < end and doc[at].tag_ not in _ADJACENT and not _in_preposition(number):
        beside = at
        at = next((i for i in range(at, min(end, at + 12)) if doc[i].tag_ in _VERBAL | _STOPS), end)
        if at < end and at > beside and doc[at].tag_ in _STOPS:
            return None
    passive = False
    while at < end and doc[at].lower_ in _LINKS:
        passive = passive or doc[at].lower_ in ("were", "was", "been", "being", "are", "is")
        at += 1
    if at >= end:
        return None
    word = doc[at]
    roles = (
        ("patient", "subject") if passive or (word.tag_ in ("VBN", "VBD") and not _takes_object(word)) else ("subject",)
    )
    entry = _lookup(word, "adj", ("state",), kind, counted) if passive or not _takes_object(word) else None
    entry = entry or _lookup(word, "verb", roles, kind, counted)
    return Found(entry.measure, word, BESIDE) if entry and entry.measure else None


def _takes_object(word: Token) -> bool:
    """True where a noun phrase follows the word at once, so that it is an active verb: "20 soldiers killed three"."""
    if word.i + 1 >= word.sent.end:
        return False
    after = word.nbor(1)
    return after.pos_ in ("NOUN", "PROPN", "PRON", "DET", "NUM", "ADJ") and after.tag_ not in ("JJR", "RB")


def _total(number: Number) -> Found | None:
    """The end of a rising total: "the death toll rose to 45", "the number of displaced people passed a million"."""
    doc, sent, start = number.span.doc, number.span.sent, number.span.start
    if start == sent.start or not {doc[start - 1].lower_, doc[start].lower_} & _TOTAL_STEPS:
        return None
    for at in range(start - 2, max(sent.start, start - 16) - 1, -1):
        for entry in entries(doc[at].lower_, "noun"):
            if entry.role == "toll":
                found = entry.measure or _counted_total(doc[at])
                if found:
                    return Found(found, doc[at], PARSED, total=True)
    return None


def _counted_total(noun: Token) -> Measure | None:
    """What `number of …` or `displacement total` counts, from the words within five after it."""
    if noun.i + 1 >= noun.sent.end or noun.nbor(1).lower_ != "of":
        return None
    for word in noun.doc[noun.i + 2 : min(noun.sent.end, noun.i + 7)]:
        for pos in ("noun", "adj", "verb"):
            for entry in entries(word.lower_, pos):
                if entry.role in ("head", "state", "patient") and entry.measure and not entry.company:
                    return entry.measure
    return None
