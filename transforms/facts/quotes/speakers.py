"""Identifies speakers: resolves pronouns and titles, and attributes quotations without a cue.

A pronoun beside a quotation refers to the most salient candidate: a speaker of the same sentence, then of the
paragraph, a subject there, the only person named there, then those of earlier paragraphs. In an interviewer's text ("I
ask") quotations without a speaker are the interviewee's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from transforms.facts.figures.figure_words import entries
from transforms.facts.quotes.marks import Quotation
from transforms.facts.quotes.naming import SOMEBODY, Namer, Speaker
from transforms.facts.quotes.noun_phrases import TIMES, is_human, is_voice, phrase_after
from transforms.facts.quotes.speech import Cue, Statement, cue_kind
from transforms.reading.syntax import FINITE, is_parsed, phrase
from transforms.reading.tree import Span, Token
from transforms.resolving.document import Document
from transforms.resolving.naming.coreference import ARGUMENTS
from transforms.words import word_list

_FORMS = {
    **dict.fromkeys(word_list("quotes him"), "he"),
    **dict.fromkeys(word_list("quotes her"), "she"),
    **dict.fromkeys(word_list("quotes them"), "they"),
}
_PRONOUNS = word_list("quotes third person") | _FORMS.keys()
NARRATORS = word_list("quotes narrators")
_LONGEST_LABEL = 12
_PARTISANS = word_list("quotes partisans")
_DESCRIBED = word_list("quotes described")
_MAIN = frozenset({"root", "ROOT", "conj"})
_DEPENDENTS = ARGUMENTS | {"nmod"}
_SAYING = frozenset({"say", "phrase"})
_MEMORY = 12
_FEWEST_QUESTIONS = 2


@dataclass(frozen=True, slots=True)
class Seen:
    """A candidate speaker: the paragraph, and whether the text only names the person there."""

    speaker: Speaker
    paragraph: int
    only_named: bool = False


class Speakers:
    """The speakers of a document; call `record` for its statements in order."""

    def __init__(self, document: Document, statements: Sequence[Statement]) -> None:
        self.document = document
        self.statements = statements
        self._namer = Namer(document)
        self._spoke: list[Seen] = []
        self._seen: list[Seen] = []
        self._pronoun_of: dict[str, str] = {}
        self._breaks = [offset for offset, letter in enumerate(document.article.text) if letter == "\n"]

    def of_cue(self, cue: Cue, number: int) -> Speaker | None:
        """The speaker at a cue; a cue without a subject ("adding that") takes the nearest speaker."""
        if cue.speaker is not None:
            return self.of_phrase(cue.speaker, number)
        spans = [span for _, span in self._cues(number)]
        if spans:
            return self.of_phrase(min(spans, key=lambda span: abs(span.start - cue.token.i)), number)
        subject = next(self._subjects(number), None)
        return self.of_phrase(subject, number) if subject is not None else self._last(number)

    def named(self, span: Span) -> Speaker:
        """The speaker credited by name with a quotation."""
        return self._namer.named(span)

    def introduced(self, quotation: Quotation, number: int) -> Span | None:
        """The speaker before the colon that introduces a quotation: `The clerk: “…”`, `She is cool about it: “…”`."""
        sent = next((s for s in self.statements[number].sents if s.start_char < quotation.start <= s.end_char), None)
        if sent is None:
            return None
        before = [t for t in sent if t.idx < quotation.start - 1 and not t.is_space]
        if len(before) < 2 or before[-1].text != ":" or any(t.is_quote for t in before):
            return None
        if not any(t.tag_ in FINITE for t in before):
            found = phrase_after(before[0].i, sent)
            label = found is not None and found.end <= before[-1].i and len(before) <= _LONGEST_LABEL
            return found if found is not None and label and self._can_speak(found) else None
        own = [span for span in self._subjects(number) if span.end <= before[-1].i and span.start >= sent.start]
        return own[0] if own else None

    def without_cue(self, number: int) -> tuple[Speaker | None, Cue | None]:
        """The speaker of a quotation without a cue: the one of its paragraph, else the last one."""
        acting = self._acting(number - 1) if number and self._paragraph(number - 1) == self._paragraph(number) else None
        if acting is not None:
            return self.of_phrase(acting, number), None
        before = self._cue_in_paragraph(number, -1)
        if before is not None:
            return self.of_cue(before, number), before
        after = self._cue_in_paragraph(number, 1)
        if after is not None and after.speaker is not None and after.speaker.text.lower() not in _PRONOUNS:
            return self.of_cue(after, number), after
        return self._last(number), None

    def _acting(self, number: int) -> Span | None:
        """The person who acts in a statement in which nobody speaks: "Maria Lopez lit a lamp. “…”"."""
        if self.statements[number].quotations or any(cue.kind in _SAYING for cue, _ in self._cues(number)):
            return None
        return next((span for span in self._subjects(number) if self._is_somebody(span, number)), None)

    def _is_somebody(self, span: Span, number: int) -> bool:
        return span[-1].tag_ == "PRP" or self.of_phrase(span, number).is_person is True

    def record(self, number: int) -> None:
        """Record who spoke in a statement, or else who is mentioned there."""
        paragraph = self._paragraph(number)
        cues = [(cue, span) for cue, span in self._cues(number) if cue.kind in _SAYING]
        if not cues:
            self._seen += [Seen(speaker, paragraph, True) for speaker in self._named_alone(number)]
            self._seen += [Seen(self.of_phrase(span, number), paragraph) for span in self._subjects(number)]
            return
        main = next((span for cue, span in cues if cue.token.dep_ in ("root", "ROOT")), cues[0][1])
        order = [*(span for _, span in cues if span != main), main]
        self._seen += [Seen(self.of_phrase(span, number), paragraph) for span in order]
        self._spoke.append(self._seen[-1])

    def cue_to_continue(self, number: int) -> Cue | None:
        """The cue of the previous sentence in the paragraph, whose reported speech may continue."""
        if not number or self._paragraph(number - 1) != self._paragraph(number):
            return None
        return next((cue for cue, _ in reversed(self._cues(number - 1)) if cue.kind in _SAYING), None)

    def _cues(self, number: int) -> list[tuple[Cue, Span]]:
        """The cues of a statement with their speakers' words, the narrator's own excluded."""
        found = ((cue, cue.speaker) for cue in self.statements[number].cues)
        return [(cue, span) for cue, span in found if span is not None and span.text.lower() not in NARRATORS]

    def _paragraph(self, number: int) -> int:
        return bisect_right(self._breaks, self.statements[number].span.start_char)

    def _last(self, number: int) -> Speaker | None:
        """The last speaker; in an interview the interviewee, unless the last is in this or the previous paragraph."""
        last = self._spoke[-1] if self._spoke else None
        if self._interviewee is None or (last is not None and not self._breaks_between(last.paragraph, number)):
            return last.speaker if last else None
        return self._interviewee

    def _breaks_between(self, paragraph: int, number: int) -> bool:
        """Whether there is a paragraph between a given one and a statement's."""
        return any(
            paragraph < self._paragraph(n) < self._paragraph(number) for n in range(max(0, number - _MEMORY), number)
        )

    @cached_property
    def _interviewee(self) -> Speaker | None:
        """The person named most in a text with a narrator ("I ask"); None for other texts."""
        asked = [
            c
            for statement in self.statements
            for c in statement.cues
            if c.speaker is not None and c.speaker.text.lower() == "i"
        ]
        if len(asked) < _FEWEST_QUESTIONS:
            return None
        persons = [self._namer.named(name.span) for name in self.document.names if name.label == "PERSON"]
        most = Counter(person.name for person in persons).most_common(1)
        return next((person for person in persons if most and person.name == most[0][0]), None)

    def _subjects(self, number: int) -> Iterator[Span]:
        """Subjects of a statement's main clauses that can speak; the killed cannot."""
        for sent in self.statements[number].sents:
            opening = self._opening_name(sent) or _opening_person(sent)
            if opening is not None and not self._is_quoted(opening, number):
                yield opening
            for token in sent if is_parsed(sent) else ():
                if token.dep_ in ("nsubj", "nsubj:pass") and token.head.dep_ in _MAIN and not _is_silent(token):
                    span = token.doc[token.i : token.i + 1] if token.pos_ == "PRON" else phrase(token)
                    own = opening is None or token not in opening
                    if own and not self._is_quoted(span, number) and self._can_speak(span):
                        yield span

    def _can_speak(self, span: Span) -> bool:
        if span[-1].pos_ == "PRON":
            return span.text.lower() in ("he", "she")
        return self._namer.person(span) is not None or is_voice(span)

    def _is_quoted(self, span: Span, number: int) -> bool:
        return any(q.start <= span.start_char < q.end for q in self.statements[number].quotations)

    def _opening_name(self, sent: Span) -> Span | None:
        """The person whose name opens a sentence, taken as its subject despite the parse; not a possessor."""
        start = next((t.i for t in sent if t.is_alpha), sent.start)
        name = self.document.name_at(sent.doc[start])
        end = name.span.end if name is not None else start
        while name is None and end < sent.end and sent.doc[end].tag_ == "NNP" and sent.doc[end].is_alpha:
            end += 1
        is_person = name.label == "PERSON" and name.span.start == start if name is not None else end > start + 1
        if not is_person or end >= sent.end or any(token.lower_ in TIMES for token in sent.doc[start:end]):
            return None
        after = sent.doc[end]
        follows = after.text == "," if name is None else after.text == "," or after.tag_.startswith(("VB", "MD"))
        return sent.doc[start:end] if follows and not _is_dead(after) else None

    def _named_alone(self, number: int) -> Iterator[Speaker]:
        """The only person named outside a statement's quotations, or the only one among its verb's arguments."""
        persons = [
            name.span
            for name in self.document.names_in(self.statements[number].span)
            if name.label == "PERSON" and not self._is_quoted(name.span, number)
        ]
        main = [span for span in persons if span.root.dep_ in _DEPENDENTS and span.root.head.dep_ in _MAIN]
        for spans in (persons, main):
            if len({self._namer.named(span).name for span in spans}) == 1:
                yield self._namer.named(spans[0])
                return

    def _cue_in_paragraph(self, number: int, step: int) -> Cue | None:
        """The nearest cue with a speaker in earlier statements of the paragraph (step -1), or in the next one (1)."""
        index = number + step
        while 0 <= index < len(self.statements) and abs(index - number) <= _MEMORY:
            if self._paragraph(index) != self._paragraph(number):
                return None
            cues = [cue for cue, _ in self._cues(index) if cue.kind in _SAYING]
            if cues:
                return cues[-1] if step < 0 else cues[0]
            if step > 0:
                return None
            index += step
        return None

    def of_phrase(self, span: Span, number: int) -> Speaker:
        """The speaker that a noun phrase of a statement names or refers to."""
        low = span.text.lower()
        if low in _PRONOUNS or _stands_for_a_person(span):
            word = _FORMS.get(low, low) if low in _PRONOUNS else SOMEBODY
            return replace(self._pronoun(word, span, number), text=span.text)
        return self._namer.named(span)

    def _pronoun(self, word: str, span: Span, number: int) -> Speaker:
        """The referent of a pronoun beside a cue; the pronoun itself if nobody fits."""
        for speaker in self._in_view(span, number):
            if speaker.name.lower() not in _PRONOUNS and speaker.may_be(word) and self._agrees(speaker, word):
                if word in ("he", "she"):
                    self._pronoun_of[speaker.name] = word
                return speaker
        earlier = self.document.antecedent(span[0])
        if earlier is not None and earlier.text.lower() not in _PRONOUNS:
            return self._namer.named(earlier)
        return Speaker(span.text, span.text)

    def _agrees(self, speaker: Speaker, word: str) -> bool:
        """Whether no other pronoun has stood for the speaker before."""
        return word == SOMEBODY or self._pronoun_of.get(speaker.name, word) == word

    def _in_view(self, span: Span, number: int) -> Iterator[Speaker]:
        """Candidate referents at a position, most salient first."""
        for _, before in reversed(self._cues(number)):
            if before.end <= span.start and before.text.lower() not in _PRONOUNS:
                yield self._namer.named(before)
        for subject in self._subjects(number):
            if subject.end <= span.start and subject.text.lower() not in _PRONOUNS:
                yield self._namer.named(subject)
        recent = self._seen[-_MEMORY:][::-1]
        paragraph = self._paragraph(number)
        yield from (seen.speaker for seen in recent if seen.paragraph == paragraph and not seen.only_named)
        yield from (seen.speaker for seen in recent if seen.paragraph == paragraph and seen.only_named)
        if self._interviewee is not None:
            yield self._interviewee
        yield from (seen.speaker for seen in recent if seen.paragraph != paragraph and not seen.only_named)


def _stands_for_a_person(span: Span) -> bool:
    """Whether a phrase stands for a person named before, as a pronoun does: "the 36-year-old", "the Democrat"."""
    is_aged = "-year-old" in span.text.lower()
    return span[0].lower_ == "the" and (is_aged or (len(span) == 2 and span[1].lower_ in _PARTISANS))


def _opening_person(sent: Span) -> Span | None:
    """The person whose noun phrase opens a sentence before a relative clause or aside: "A captain who had helped left".

    The parser often takes such a phrase for the whole sentence.
    """
    start = next((t.i for t in sent if t.is_alpha), sent.start)
    found = phrase_after(start, sent)
    if found is None or found.end >= sent.end or not is_human(found[-1]) or found[0].tag_ not in ("DT", "PRP$"):
        return None
    after = found.doc[found.end]
    goes_on = after.lower_ in _DESCRIBED or after.text == ","
    return found if goes_on and not _is_dead(sent.root) else None


def _is_silent(subject: Token) -> bool:
    """Whether a subject cannot speak: killed, or only informed: "Reporters were informed that"."""
    verb = subject.head.lower_
    hears = subject.dep_ == "nsubj:pass" and cue_kind(verb, "verb") == "say" and verb != "asked"
    return hears or _is_dead(subject.head)


def _is_dead(verb: Token) -> bool:
    """Whether a verb reports a death: "died", "was killed"."""
    return any(entry.measure == "killed" and not entry.company for entry in entries(verb.lower_, "verb")) or (
        verb.lower_ == "dead"
    )
