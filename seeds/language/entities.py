"""Converts GUM's entity spans and the reports of re3d to training data in one annotation convention.

The convention is the short, flat one: a name is its capitalised core, without determiner, title, possessor or relative
clause, and names do not overlap. "the Iraqi city of Mosul" holds the names "Iraqi" and "Mosul". Labels: PERSON, ORG,
GPE (a place with a government), LOC (other places), NORP (a people: "Iraqi", "Syrians") and, for everything else with a
name, MISC.
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from corpus import SENTENCES_A_DOC, Row, sentences, surface, tree
from names import FACILITY, NATURE, STATE, WORDS, country, governed, people
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

GUM_LABELS = {"person": "PERSON", "organization": "ORG", "place": "LOC", "event": "MISC", "abstract": "MISC"}
RE3D_LABELS = {"Person": "PERSON", "Organisation": "ORG", "Location": "LOC"}
RE3D_SOURCES = ("CENTCOM", "UK_Government", "US_State_Department")
NAME_RELATIONS = {"flat", "compound", "amod", "nummod", "goeswith", "nmod", "case", "punct", "cc", "conj", "det"}
UNNAMED = frozenset(WORDS["unnamed"])
TITLES = frozenset(WORDS["titles"])
JOINING = {"of", "for", "de", "to"}
ORDINAL = re.compile(r"\d+(st|nd|rd|th)")
CORE_SHARE = 0.65
LONG_NAME = 7


def finer(name: str, label: str) -> str:
    """Decide by the name between places with and without a government, and between peoples, states and bodies."""
    if label not in {"LOC", "ORG"}:
        return label
    if people(name):
        return "NORP"
    if label == "ORG":
        return "GPE" if country(name) else "ORG"
    if FACILITY.search(name) or NATURE.search(name):
        return "LOC"
    return "GPE" if governed(name) or STATE.search(name) or " " not in name else "LOC"


def longest(spans: Iterable[Span]) -> list[Span]:
    """The spans without those that overlap one given earlier."""
    taken: set[int] = set()
    kept: list[Span] = []
    for span in spans:
        if not taken.intersection(range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def is_number(word: Token) -> bool:
    """True for a number that may begin a name: the 5th Fleet."""
    return bool(ORDINAL.fullmatch(word.text))


def trimmed(span: Span) -> Span | None:
    """The span from its first capitalised word to its last, without determiners; None if nothing is left."""
    names = [word.i for word in span if word.text[0].isupper() and word.lower_ not in UNNAMED]
    if not names:
        return None
    start = next((word.i for word in span if is_number(word) and word.i < names[0]), names[0])
    end = names[-1] + 1
    if end < span.end and span.doc[end].text in {".", "-"} | {str(n) for n in range(20)} and end + 1 == span.end:
        end += 1
    return span.doc[start:end]


def untitled(name: Span) -> Span:
    """A person's name without the titles before it; a title without a name is kept."""
    titles = 0
    while titles < len(name) and name[titles].lower_ in TITLES:
        titles += 1
    return name[titles:] if titles < len(name) else name


def brackets(rows: list[Row]) -> Iterator[tuple[int, int, str]]:
    """Each entity of a GUM sentence as first word, last word and type, read off the Entity= brackets."""
    open_spans: list[tuple[str, str, int]] = []
    for index, row in enumerate(rows):
        found = re.search(r"(?:^|\|)Entity=([^|]*)", row[9])
        for mark in re.findall(r"\([^()]*\)?|[^()]*\)", found[1]) if found else []:
            if mark.startswith("("):
                number, kind = mark.strip("()").split("-")[:2]
                if mark.endswith(")"):
                    yield index, index, kind
                else:
                    open_spans.append((number, kind, index))
            else:
                match = next((span for span in reversed(open_spans) if span[0] == mark.strip(")")), None)
                if match:
                    open_spans.remove(match)
                    yield match[2], index, match[1]


def core(doc: Doc, first: int, last: int) -> Span | None:
    """The name at the head of a GUM entity: the head, if a proper noun, with the words that make up its name."""
    inside = range(first, last + 1)
    head = next((doc[i] for i in inside if doc[i].head.i not in inside or doc[i].head.i == i), doc[first])
    if head.pos_ != "PROPN":
        return None
    words = [head]
    for word in words:
        for child in word.children:
            if child.i in inside and in_name(child, at_head=word is head):
                words.append(child)
    return trimmed(doc[min(word.i for word in words) : max(word.i for word in words) + 1])


def in_name(word: Token, *, at_head: bool) -> bool:
    """True where a dependent belongs to the name of its head: "University of Chicago", not "York, England"."""
    relation = word.dep_.split(":")[0]
    if relation not in NAME_RELATIONS or word.dep_ == "nmod:poss" or (relation == "conj" and at_head):
        return False
    if relation == "nmod":
        return word.pos_ == "PROPN" and any(child.lower_ in JOINING for child in word.children)
    return relation != "punct" or word.text in "-–/&'’."


def gum(nlp: Language, path: Path) -> list[Doc]:
    """GUM with named entities, as documents of a few sentences."""
    docs: list[Doc] = []
    group: list[list[Row]] = []
    for rows in [*sentences(path), []]:
        if group and (not rows or len(group) == SENTENCES_A_DOC):
            doc = tree(nlp, group)
            doc.set_ents(longest(sorted(gum_spans(doc, group), key=len, reverse=True)))
            docs.append(doc)
            group = []
        if rows:
            group.append(rows)
    return docs


def gum_spans(doc: Doc, group: list[list[Row]]) -> Iterator[Span]:
    """The named entities of a group of sentences, overlapping ones included."""
    offset = 0
    for rows in group:
        words, _ = surface(rows)
        for first, last, kind in brackets(words):
            name = core(doc, offset + first, offset + last) if kind in GUM_LABELS else None
            if name is not None:
                label = GUM_LABELS[kind]
                if label == "PERSON":
                    name = untitled(name)
                    label = "NORP" if name[-1].tag_ == "NNPS" else label
                yield Span(doc, name.start, name.end, finer(name.text, label))
        for word in doc[offset : offset + len(words)]:
            if word.pos_ == "ADJ" and people(word.text):
                yield Span(doc, word.i, word.i + 1, "NORP")
        offset += len(words)


def re3d(nlp: Language, folder: Path) -> list[Doc]:
    """The documents of one source of re3d, with their identifiers in user_data."""
    texts, marks = (
        [json.loads(line) for line in (folder / name).read_text(encoding="utf-8-sig").splitlines() if line.strip()]
        for name in ("documents.json", "entities.json")
    )
    docs = []
    for text in texts:
        doc = nlp.make_doc(text["text"])
        own = [mark for mark in marks if mark["documentId"] == text["_id"] and mark["type"] in RE3D_LABELS]
        doc.set_ents(longest(re3d_spans(doc, own)))
        doc.user_data["id"] = text["_id"]
        docs.append(doc)
    return docs


def parts(place: Span) -> list[Span]:
    """The places in a phrase like "Palmyra, Syria"."""
    cuts = [place.start - 1, *(word.i for word in place if word.text == ","), place.end]
    pieces = [trimmed(place.doc[cut + 1 : after]) for cut, after in pairwise(cuts)]
    return [piece for piece in pieces if piece is not None]


def re3d_spans(doc: Doc, marks: list[dict[str, Any]]) -> list[Span]:
    """The names in a report's annotations, best first.

    The reports mark whole phrases and often the same words twice. A mark that is mostly name comes before one that only
    holds a name ("the people of Mosul"), the longer before the shorter, the surer before the less sure; a long phrase
    about a person comes last if the person's name is marked separately.
    """
    ranked = []
    for mark in marks:
        whole = doc.char_span(mark["begin"], mark["end"], alignment_mode="expand")
        if whole is None or any(word.is_space for word in whole):
            continue
        while len(whole) > 1 and whole[0].lower_ in UNNAMED:
            whole = whole[1:]
        name = trimmed(whole)
        if name is None:
            continue
        kind = RE3D_LABELS[mark["type"]]
        wordy = len(name) > LONG_NAME or (kind == "PERSON" and any(word.lower_ in JOINING for word in name))
        mostly_name = len(name) / len(whole) >= CORE_SHARE and not wordy
        pieces = parts(name) if kind == "LOC" else [untitled(name) if kind == "PERSON" else name]
        for piece in pieces:
            span = Span(doc, piece.start, piece.end, finer(piece.text, kind))
            ranked.append((mostly_name, len(piece), mark["confidence"], span))
    ranked.sort(key=lambda item: item[:3], reverse=True)
    return [item[3] for item in ranked]
