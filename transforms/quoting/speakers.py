"""Speakers by name: pronouns and titles resolved, and the quotation that stands alone given to who spoke last."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span

from transforms.actors import group_words
from transforms.quoting.people import descriptions, role_row
from transforms.quoting.speech import Cue, Statement, cue_kind
from transforms.story import Name, Story
from transforms.syntax import children, is_parsed, phrase

_SINGULAR = frozenset({"he", "him", "his", "she", "her", "hers"})
_PRONOUNS = _SINGULAR | {"they", "them", "their", "it"}
_ENDED = frozenset({"died", "dead"})
_MEMORY = 12


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the fullest name, the words beside the cue, the actor spoken for and the role as written.

    `is_person` is None where a name is not known to be a person's.
    """

    name: str
    text: str
    actor: str | None = None
    role: str | None = None
    is_person: bool | None = True


class Speakers:
    """The speakers of a story as its statements are read in order."""

    def __init__(self, story: Story, told: Sequence[Statement]) -> None:
        self.story = story
        self.told = told
        self._spoke: list[Speaker] = []
        self._named: list[Speaker] = []
        self._full: dict[str, str] = {}
        self._known: dict[tuple[int, int], Speaker] = {}
        self._pronoun_of: dict[str, str] = {}
        self._described: dict[str, list[tuple[int, Name]]] = {}
        for d in sorted(descriptions(story), key=lambda d: d.head.i):
            self._described.setdefault(d.head.lower_, []).append((d.head.i, d.person))

    def of(self, cue: Cue, number: int) -> Speaker | None:
        """Who speaks at a cue of a statement; a cue without a subject ("adding that") borrows the nearest speaker."""
        if cue.speaker is not None:
            return self._speaker(cue.speaker)
        others = [c.speaker for c in self.told[number].cues if c.speaker is not None]
        if others:
            return self._speaker(min(others, key=lambda span: abs(span.start - cue.token.i)))
        subject = next((name for sent in self.told[number].sents if (name := self._subject(sent))), None)
        return self._speaker(subject.span) if subject is not None else self._last()

    def of_bare(self, number: int) -> tuple[Speaker | None, Cue | None]:
        """Who speaks a quotation without a cue: who speaks in its paragraph, else who spoke last."""
        before = self._cue_in_paragraph(number, -1)
        if before is not None:
            return self.of(before, number), before
        after = self._cue_in_paragraph(number, 1)
        if after is not None and after.speaker is not None and after.speaker.text.lower() not in _PRONOUNS:
            return self.of(after, number), after
        return self._last(), None

    def heard(self, number: int) -> None:
        """Remember who spoke in a statement, or else the person who is its grammatical subject."""
        statement = self.told[number]
        said = [cue for cue in statement.cues if cue.kind in ("say", "phrase") and cue.speaker is not None]
        main = next((cue for cue in said if cue.token.dep_ in ("root", "ROOT")), said[0] if said else None)
        if main is not None and main.speaker is not None:
            self._named += [self._speaker(cue.speaker) for cue in said if cue is not main and cue.speaker is not None]
            self._spoke.append(self._speaker(main.speaker))
            self._named.append(self._spoke[-1])
            return
        subject = next((name for sent in statement.sents if (name := self._subject(sent))), None)
        if subject is not None:
            self._named.append(self._speaker(subject.span))

    def _last(self) -> Speaker | None:
        return self._spoke[-1] if self._spoke else None

    def _subject(self, sent: Span) -> Name | None:
        """The person that is the subject of a sentence, unless something was done to that person."""
        if not is_parsed(sent):
            named = self.story.names_in(sent)
            return next((n for n in named if n.label == "PERSON" and n.span.start == sent.start), None)
        for token in sent:
            if token.dep_ == "nsubj" and token.head.dep_ in ("root", "ROOT") and token.head.lower_ not in _ENDED:
                name = self.story.name_at(token)
                if name is not None and name.label == "PERSON":
                    return name
        return None

    def _cue_in_paragraph(self, number: int, step: int) -> Cue | None:
        """The nearest cue with a speaker in an earlier statement of the paragraph (step -1), or in the next one (1)."""
        text, at = self.story.article.text, number + step
        while 0 <= at < len(self.told):
            low, high = sorted((number, at))
            if (
                abs(at - number) > _MEMORY
                or "\n" in text[self.told[low].span.start_char : self.told[high].span.start_char]
            ):
                return None
            said = [c for c in self.told[at].cues if c.kind in ("say", "phrase") and c.speaker is not None]
            if said:
                return said[-1] if step < 0 else said[0]
            if step > 0:
                return None
            at += step
        return None

    def _speaker(self, span: Span) -> Speaker:
        """Who a noun phrase beside a cue names."""
        low = span.text.lower()
        if low in _PRONOUNS or low.endswith("-old"):
            return replace(self._pronoun(low, span), text=span.text)
        if (span.start, span.end) not in self._known:
            self._known[span.start, span.end] = self._named_by(span)
        return self._known[span.start, span.end]

    def _named_by(self, span: Span) -> Speaker:
        """Who a noun phrase that is no pronoun names."""
        name = self._person(span)
        if name is not None:
            return Speaker(
                name=self._full_name(name),
                text=span.text,
                actor=self.story.actor_of(span) or self.story.actor_of(name.span),
                role=_role(span, name),
            )
        known = self._by_role(span)
        if known is not None:
            return replace(self._speaker(known.span), text=span.text)
        return Speaker(self._body(span), span.text, self.story.actor_of(span), None, self._is_person(span))

    def _is_person(self, span: Span) -> bool | None:
        if span[-1].tag_ == "NN":
            return role_row(span[-1]) is not None or _is_somebody(span)
        name = self.story.name_at(span[-1])
        resolved = name is not None and (name.actor is not None or name.place is not None)
        return None if span[-1].tag_ == "NNP" and not resolved and span[0].tag_ != "DT" else False

    def _full_name(self, name: Name) -> str:
        if name.span.text not in self._full:
            self._full[name.span.text] = self.story.full_name(name.span)
        return self._full[name.span.text]

    def _body(self, span: Span) -> str:
        """The name of a body or an unnamed person, as it stands."""
        if role_row(span[-1]) is not None:
            return span.text
        full = self.story.full_name(span)
        named = self.story.name_at(span.root) is not None
        return full if not named or len(full) >= len(span.text) else span.text

    def _person(self, span: Span) -> Name | None:
        """The person a noun phrase names: a PERSON name at its end, or before "of" or "from"."""
        for token in [span[-1], *(t.nbor(-1) for t in span[1:] if t.lower_ in ("of", "from"))]:
            name = self.story.name_at(token)
            if name is not None and name.label == "PERSON":
                return name
        return None

    def _by_role(self, span: Span) -> Name | None:
        """The person described before by the last word of a definite phrase: "the Kenyan doctor"."""
        if span[0].lower_ not in ("the", "this", "that") or role_row(span[-1]) is None:
            return None
        described = self._described.get(span[-1].lower_, [])
        before = bisect_left(described, span.start, key=lambda found: found[0])
        return described[before - 1][1] if before else None

    def _pronoun(self, word: str, span: Span) -> Speaker:
        """Who a pronoun stands for: whoever spoke or was spoken of last and fits it, else the story's antecedent."""
        for speaker in reversed(self._named[-_MEMORY:]):
            if (
                speaker.is_person in (None, word in _SINGULAR or word.endswith("-old"))
                and self._pronoun_of.get(speaker.name, word) == word
            ):
                if word in ("he", "she"):
                    self._pronoun_of[speaker.name] = word
                return speaker
        earlier = self.story.antecedent(span[0])
        if earlier is not None and earlier.text.lower() not in _PRONOUNS:
            return self._speaker(earlier)
        return Speaker(span.text, span.text)


def _is_somebody(span: Span) -> bool:
    """True for one unnamed person, "a schoolteacher"; not for bodies and documents."""
    head = span[-1].lower_
    return span[0].lower_ in ("a", "an") and head not in group_words("members") and cue_kind(head, "noun") is None


def _role(span: Span, name: Name) -> str | None:
    """The words before or beside a name that say what the person is."""
    title = span.doc[span.start : name.span.start]
    words = [t for t in title if not t.is_punct]
    if words and cue_kind(words[-1].lower_, "noun") is None:
        return title.text.strip(" ,") or None
    for child in children(name.span.root, "appos"):
        if child.pos_ == "NOUN":
            return phrase(child).text
    return None
