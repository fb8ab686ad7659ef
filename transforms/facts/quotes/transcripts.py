"""Reads transcripts, whose turns begin with a label.

A label is a name or office in capitals at the start of a line, with a colon: `GEN. OMAR SAYEG: We hold the town.` A
turn runs to the next label, and each of its paragraphs is a row of kind `transcript`, since no marks bound the words. A
text with a single label is no transcript, and a label that heads a section ("PATNA:", "ONE YEAR AGO:") is no speaker.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from transforms.facts.quotes.marks import PARAGRAPH
from transforms.facts.quotes.people import is_role
from transforms.resolving.document import Document
from transforms.resolving.gazetteer import gazetteer
from transforms.resolving.naming.spotting import given_names, words
from transforms.tables.schema import Quote
from transforms.words import word_list

_LABEL = re.compile(
    r"^[ \t]*(?P<label>[A-Z][A-ZÀ-Þ.’'-]*(?:[ \u00a0][A-ZÀ-Þ][A-ZÀ-Þ.’'-]*){0,5})"
    r"(?:,[ ][^:\n]{1,60}|[ ]\([^)\n]{1,40}\))?:[ \t]+(?=\S)",
    re.MULTILINE,
)
_NOBODY = word_list("quotes labels")
_FEWEST_TURNS, _FEWEST_WORDS, _CONFIDENCE = 2, 3, 0.8


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a speaker: character offsets of the words, and its label."""

    label: str
    start: int
    end: int


def turns(text: str) -> list[Turn]:
    """The turns of a transcript in order, anonymous ones included; empty for other texts."""
    labels = list(_LABEL.finditer(text))
    if len(labels) < _FEWEST_TURNS:
        return []
    ends = [*(label.start() for label in labels[1:]), len(text)]
    return [Turn(label["label"], label.end(), end) for label, end in zip(labels, ends, strict=True)]


class Transcript:
    """The turns of a document and their speakers."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.turns = turns(document.article.text)

    def quotes(self) -> Iterator[Quote]:
        """One row per paragraph of a turn with a named speaker."""
        for turn in self.turns:
            for paragraph in PARAGRAPH.finditer(self.document.article.text, turn.start, turn.end):
                words = paragraph.group().strip()
                if self._speaks(turn.label) and len(words.split()) >= _FEWEST_WORDS:
                    yield self._row(words, text_start(paragraph), turn.label)

    def _row(self, words: str, start: int, label: str) -> Quote:
        sent = next(sent for sent in self.document.sentences if sent.end_char > start)
        name = self._name(label)
        return Quote(
            **self.document.evidence(sent),
            quote=words,
            kind="transcript",
            quote_start=start,
            quote_end=start + len(words),
            speaker=name,
            speaker_text=label,
            speaker_actor=self._actors.get(name),
            role=None,
            cue=None,
            addressee=None,
            confidence=_CONFIDENCE,
        )

    def _speaks(self, label: str) -> bool:
        """Whether a label names a person: by a title, an office, a name in the text or a given name, or because it
        occurs more than once and is no place.
        """
        bare = _without_title(label)
        if label in _NOBODY or bare != label:
            return label not in _NOBODY
        parts = bare.upper().split()
        titled = (
            _without_title(known_label) for known_label in self._n_turns if _without_title(known_label) != known_label
        )
        if any(full.upper().split()[-len(parts) :] == parts for full in (*self._named, *titled)):
            return True
        if any(is_role(part.lower()) for part in bare.split()) or _in_case(parts[0]) in given_names():
            return True
        return (
            self._n_turns[label] > 1 and not gazetteer().is_known(_in_case(bare)) and bare.upper() not in self._places
        )

    @cached_property
    def _places(self) -> frozenset[str]:
        return frozenset(name.span.text.upper() for name in self.document.names if name.place is not None)

    @cached_property
    def _n_turns(self) -> Counter[str]:
        return Counter(turn.label for turn in self.turns)

    def _name(self, label: str) -> str:
        """The fullest name for a label: Omar Sayeg for "GEN. OMAR SAYEG" and for "SAYEG"."""
        bare = _without_title(label)
        for full in self._full_names:
            parts = full.upper().split()
            if parts == bare.upper().split() or (len(bare.split()) == 1 and parts[-1] == bare.upper()):
                return full
        return _in_case(bare)

    @cached_property
    def _full_names(self) -> list[str]:
        """Multiword names of persons in the text and the labels."""
        labels = [_in_case(_without_title(turn.label)) for turn in self.turns if self._speaks(turn.label)]
        return [name for name in (*self._named, *labels) if " " in name]

    @cached_property
    def _named(self) -> list[str]:
        """The persons that the text names, labels excluded."""
        found = (name.span.text for name in self.document.names if name.label == "PERSON")
        return [name for name in found if not name.isupper()]

    @cached_property
    def _actors(self) -> dict[str, str | None]:
        return {name.span.text: name.actor.actor_id for name in self.document.names if name.actor is not None}


def text_start(paragraph: re.Match[str]) -> int:
    """Offset of a paragraph's first character that is not whitespace."""
    return paragraph.start() + len(paragraph.group()) - len(paragraph.group().lstrip())


def _without_title(label: str) -> str:
    """A label without titles: OMAR SAYEG for "GEN. OMAR SAYEG"."""
    parts = label.split()
    titles = {title.lower().rstrip(".") for title in words("title") | words("honorific")}
    while len(parts) > 1 and parts[0].lower().rstrip(".") in titles:
        parts = parts[1:]
    return " ".join(parts)


def _in_case(name: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda part: part.group().capitalize(), name)
