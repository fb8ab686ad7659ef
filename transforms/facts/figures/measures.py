"""Determines what a number measures, by words of seeds/measures.csv around the counted noun.

The parse is tried first, then the words next to the number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span, Token

from transforms.facts.figures.figure_words import (
    BESIDE,
    NAMED,
    PARSED,
    STOPS,
    VERBAL,
    Entry,
    Found,
    entries,
    noun_class,
)
from transforms.facts.figures.numbers import Number
from transforms.facts.figures.totals import listed_toll, total
from transforms.reading.syntax import children, conjuncts, is_passive, preposition
from transforms.tables.schema import Measure
from transforms.words import word_list

_LINKS = word_list("figures between")
MORE = word_list("figures more")
_PARTICLES = word_list("figures particles")
_BEFELL = word_list("figures befell")
_DETERMINERS = word_list("figures determiners")
_ADJACENT = frozenset({"VBD", "VBN", "VBZ", "VBP", "MD", "JJ", "RB"})


def measure_of(number: Number, noun: Token | None) -> Found | None:
    """The measure of a number, or None if no word near it gives one."""
    kind = noun_class(noun)
    if kind in ("none", "unit") or _is_one_of(number.value[0]):
        return None
    counted = noun or number.value[-1]
    if is_whole(number):
        return named(noun) if noun is not None else None
    if noun is not None and noun.tag_ in ("JJ", "VBN"):
        return _following(number, "people", counted) or named(noun)
    found = _single(number, noun, counted, kind)
    return replace(found, measure="other") if found is not None and _is_joint(found) else found


def _single(number: Number, noun: Token | None, counted: Token, kind: str) -> Found | None:
    """The measure by the words around a number, most reliable pattern first."""
    return (
        total(number)
        or listed_toll(number)
        or _object_of_next(number, counted, kind)
        or (_beside(number) if noun is None else None)
        or _governed(counted, kind)
        or (_governed(counted.head, kind) if counted.head in number.value else None)
        or _following(number, kind, counted)
        or (named(noun) if noun is not None else None)
    )


def _is_joint(found: Found) -> bool:
    """Whether a number covers several fates: "killed or wounded", "killed, wounded or captured"."""
    doc, sent = found.trigger.doc, found.trigger.sent
    measures, joints, at = {found.measure}, set(), found.trigger.i
    for step in (1, -1):
        at = found.trigger.i + step
        while sent.start <= at < sent.end and doc[at].lower_ in (",", "or", "and", "/"):
            joint = doc[at].lower_
            at += step * (1 + (sent.start <= at + step < sent.end and doc[at + step].lower_ in ("or", "and", ",")))
            fate = _fate(doc[at]) if sent.start <= at < sent.end else None
            if fate is None or (joint == "and" and fate not in ("killed", "injured")):
                break
            measures.add(fate)
            joints |= {joint, doc[at - step].lower_}
            at += step
    return len(measures) > 1 and found.measure in ("killed", "injured") and bool(joints & {"or", "and", "/"})


def _fate(word: Token) -> Measure | None:
    """The measure of a participle or adjective for a person's fate: killed, wounded, missing, captured."""
    found = [*entries(word.lower_, "adj"), *entries(word.lower_, "verb")] if word.tag_ in ("VBN", "VBD", "JJ") else []
    roles = (e.measure for e in found if e.role in ("state", "patient") and not e.company)
    return next((m for m in roles if m in ("killed", "injured", "missing", "detained", "abducted")), None)


def _beside(number: Number) -> Found | None:
    """The measure of a participle right after a bare number: "casualties: 1,232 killed and 1,935 injured"."""
    rest = number.span.doc[number.span.end : number.span.sent.end]
    word = next((token for token in rest if token.lower_ not in MORE), None)
    if word is None or not _is_participle(word) or _takes_object(word):
        return None
    entry = _lookup(word, "adj", ("state",), "bare", word) or _lookup(word, "verb", ("patient",), "bare", word)
    return Found(entry.measure, word, BESIDE) if entry is not None and entry.measure else None


def is_whole(number: Number) -> bool:
    """Whether a number is the whole of a part: 20 in "12 of the 20 passengers"."""
    doc, at, start = number.span.doc, number.span.start - 1, number.span.sent.start
    while at > start and doc[at].tag_ in ("DT", "PRP$"):
        at -= 1
    return at > start and doc[at].lower_ == "of" and doc[at - 1].like_num and not _is_one_of(doc[at - 1])


def _is_one_of(one: Token) -> bool:
    """Whether "one" marks a member of the group counted: "he was one of 12 clerks held"."""
    return one.lower_ == "one" and one.i > one.sent.start and one.nbor(-1).lower_ in ("is", "was", "be", "been")


def named(noun: Token) -> Found | None:
    """The measure of a noun that names it: 45 deaths, 600 drones; not "tortured scores of refugees"."""
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
    """Whether a word the entry requires occurs within six words after the verb or the counted noun."""
    if not entry.company:
        return True
    end = word.sent.end
    near = [*word.doc[word.i + 1 : min(end, word.i + 7)], *counted.doc[counted.i + 1 : min(end, counted.i + 7)]]
    return any(token.lower_ in entry.company for token in near)


def _governed(counted: Token, kind: str) -> Found | None:
    """The measure by the parse."""
    for word, pos, roles in _governors(counted):
        entry = _lookup(word, pos, roles, kind, counted)
        if entry and entry.measure:
            return Found(entry.measure, word, PARSED)
    return None


def _governors(counted: Token) -> Iterator[tuple[Token, str, tuple[str, ...]]]:
    """Words that may give a counted noun its measure, each with the noun's possible roles."""
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
            between = noun.doc[noun.i + 1 : child.i] if child.i > noun.i + 1 else None
            if between is not None and (_is_of_part(between) or any(token.text == ":" for token in between)):
                continue
            if child.dep_ in ("acl", "amod", "advcl") and child.i > noun.i and child.tag_ in ("VBN", "VBD"):
                yield child, "verb", ("patient",)
            if child.dep_ in ("acl", "amod", "xcomp", "advcl", "appos", "acl:relcl"):
                yield child, "adj", ("state",)
        for child in children(noun, "nmod"):
            if preposition(child) == "with":
                yield from ((wound, "noun", ("with",)) for wound in conjuncts(child))
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
    if label.startswith(("obl", "nmod")) and preposition(top) == "to":
        yield from ((noun, "noun", ("to",)) for noun in (head, *children(head, "obj")))
    if label.startswith("obl") and preposition(top) == "in" and head.dep_ != "root":
        for child in head.children:
            if child.dep_.startswith("nsubj"):
                yield child, "noun", ("in",)
    if label in ("obj", "nsubj:pass") or (label == "nsubj" and not children(head, "obj")):
        for child in head.children:
            own = any(c.dep_.startswith("nsubj") for c in child.children) or (label == "nsubj" and _takes_object(child))
            if child.dep_ in ("xcomp", "advcl", "ccomp", "obj", "conj") and child.i > top.i and not own:
                yield child, "adj", ("state",)
                if child.tag_ == "VBN" and head.lower_ != "said":
                    yield child, "verb", ("patient",)


def _object_of_next(number: Number, counted: Token, kind: str) -> Found | None:
    """The measure of the verb, or noun with "of", right before the number: "injuring at least 20"."""
    start = number.span.start
    doc, sent = counted.doc, counted.sent
    while start > sent.start and doc[start - 1].lower_ in _DETERMINERS:
        start -= 1
    if start == sent.start:
        return None
    before = doc[start - 1]
    if before.lower_ in _PARTICLES and start - 1 > sent.start and doc[start - 2].tag_.startswith("VB"):
        before = doc[start - 2]
    entry = _lookup(before, "verb", ("patient",), kind, counted) if _can_take_object(before) else None
    if entry is None and before.lower_ in ("of", "to") and start - 1 > sent.start:
        before, role = doc[start - 2], before.lower_
        entry = _lookup(before, "noun", (role,), kind, counted)
    return Found(entry.measure, before, PARSED) if entry and entry.measure else None


def _can_take_object(verb: Token) -> bool:
    """Whether a verb can take the number as object; passive participles cannot: "were killed 20 years ago"."""
    return verb.i == verb.sent.start or verb.nbor(-1).lower_ not in _BEFELL


def _in_preposition(number: Number) -> bool:
    start = number.span.start
    while start > number.span.sent.start and number.span.doc[start - 1].tag_ in ("DT", "PRP$"):
        start -= 1
    before = number.span.doc[start - 1] if start > number.span.sent.start else None
    return before is not None and before.tag_ in ("IN", "TO") and before.lower_ != "with"


def _following(number: Number, kind: str, counted: Token) -> Found | None:
    """The measure of the next verb or adjective, skipping asides: "10 people, most of them old, died"."""
    doc, end = counted.doc, counted.sent.end
    at = max(counted.i, number.span.end - 1) + 1
    if at < end and doc[at].tag_ not in _ADJACENT and not _in_preposition(number):
        beside = at
        at = next((i for i in range(at, min(end, at + 12)) if doc[i].tag_ in VERBAL | STOPS), end)
        if at < end and at > beside and (doc[at].tag_ in STOPS or _is_of_part(doc[beside:at])):
            return None
    passive = False
    while at < end and doc[at].lower_ in _LINKS:
        passive = passive or doc[at].lower_ in _BEFELL
        at += 1
    if passive and at + 2 < end and doc[at + 1].lower_ == "as":
        at += 2
    if at >= end:
        return None
    word = doc[at]
    roles = ("patient", "subject") if passive or (_is_participle(word) and not _takes_object(word)) else ("subject",)
    entry = _lookup(word, "adj", ("state",), kind, counted) if passive or not _takes_object(word) else None
    entry = entry or _lookup(word, "verb", roles, kind, counted)
    return Found(entry.measure, word, BESIDE) if entry and entry.measure else None


def _is_of_part(between: Span) -> bool:
    """Whether the following words concern only a part: "8,000 recruits, many of them seized at bus stops"."""
    if between[0].lower_ == "of":
        return False
    part = next((t.i for t in between if t.lower_ in ("them", "whom")), None)
    return part is not None and not any(t.text == "," for t in between.doc[part : between.end])


def _is_participle(word: Token) -> bool:
    """Whether a word is a past form, even if tagged as an adjective: "people uprooted by the war"."""
    return word.tag_ in ("VBN", "VBD") or (word.tag_ == "JJ" and word.lower_.endswith("ed")) or is_fate(word)


def is_fate(word: Token) -> bool:
    """Whether a participle was tagged as a singular noun: "27 more hurt"."""
    return word.tag_ == "NN" and bool(entries(word.lower_, "adj")) and not entries(word.lower_, "noun")


def _takes_object(word: Token) -> bool:
    """Whether a noun phrase follows, so that the word is an active verb: "20 soldiers killed three"."""
    if word.i + 1 >= word.sent.end:
        return False
    after = word.nbor(1)
    return after.pos_ in ("NOUN", "PROPN", "PRON", "DET", "NUM", "ADJ") and after.tag_ not in ("JJR", "RB")
