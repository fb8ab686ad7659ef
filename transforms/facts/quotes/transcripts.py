"""Reads transcripts, whose turns begin with a label.

A label is a name or office in capitals at the start of a line, with a colon: `GEN. OMAR SAYEG: We hold the town.` A
turn runs to the next label, and each of its paragraphs is a row. A text with a single label is no transcript.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from transforms.resolving.document import Document
from transforms.resolving.naming.spotting import words
from transforms.tables.schema import Quote
from transforms.words import word_list

_LABEL = re.compile(
    r"^[ \t]*(?P<label>[A-Z][A-ZÀ-Þ.’'-]*(?:[ \u00a0][A-ZÀ-Þ][A-ZÀ-Þ.’'-]*){0,5})"
    r"(?:,[ ][^:\n]{1,60}|[ ]\([^)\n]{1,40}\))?:[ \t]+(?=\S)",
    re.MULTILINE,
)
_PARAGRAPH = re.compile(r"[^\n]+")
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
            for paragraph in _PARAGRAPH.finditer(self.document.article.text, turn.start, turn.end):
                said = paragraph.group().strip()
                if turn.label not in _NOBODY and len(said.split()) >= _FEWEST_WORDS:
                    yield self._row(said, text_start(paragraph), turn.label)

    def _row(self, said: str, start: int, label: str) -> Quote:
        sent = next(sent for sent in self.document.sentences if sent.end_char > start)
        name = self._name(label)
        return Quote(
            **self.document.evidence(sent),
            quote=said,
            kind="direct",
            quote_start=start,
            quote_end=start + len(said),
            speaker=name,
            speaker_text=label,
            speaker_actor=self._actors.get(name),
            role=None,
            cue=None,
            addressee=None,
            confidence=_CONFIDENCE,
        )

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
        named = [
            name.span.text for name in self.document.names if name.label == "PERSON" and not name.span.text.isupper()
        ]
        labels = [_in_case(_without_title(turn.label)) for turn in self.turns]
        return [name for name in (*named, *labels) if " " in name]

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
