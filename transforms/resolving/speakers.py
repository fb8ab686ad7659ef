"""Gives the words that name a speaker."""

from __future__ import annotations

from bisect import bisect_right

from transforms.reading.syntax import NOUNS, children, phrase
from transforms.reading.tree import Span, Token
from transforms.resolving.document import Document
from transforms.resolving.naming import genders
from transforms.resolving.noun_kinds import words
from transforms.resolving.reporting import reports_of, start_with_first_speaker

_SPOKEN_REACH = 4
"""Maximum sentences from a speaker to "he said"."""


def speaker_text(speaker: Token, document: Document) -> str:
    """The words that name the speaker; a pronoun is resolved."""
    if speaker.pos_ == "PRON":
        last = _last_speaker(speaker, document)
        if last is not None:
            return speaker_text(last, document)
        antecedent = document.antecedent(speaker)
        return antecedent.text if antecedent is not None else speaker.text
    return _with_further_speakers(speaker, _phrase_with_name(speaker, document), document).text


def _last_speaker(pronoun: Token, document: Document) -> Token | None:
    """The person who spoke in the sentences before "he said"; other people that they name are not who speaks."""
    form = genders.FORMS.get(pronoun.lower_)
    if form is None:
        return None
    number = bisect_right(document.sentences, pronoun.i, key=lambda sent: sent.start) - 1
    for sent in reversed(document.sentences[max(number - _SPOKEN_REACH, 0) : number]):
        reports = reports_of(sent)
        for _, who in sorted((*reports.before, *reports.after), key=lambda pair: pair[0].i, reverse=True):
            if who.pos_ != "PRON" and _may_be_called(who, form, document):
                return who
    return None


def _may_be_called(speaker: Token, form: str, document: Document) -> bool:
    """Whether a speaker is one person of whom a text may say "he" or "she"."""
    span = phrase(speaker)
    name = next((name for name in document.names_in(span) if name.label == "PERSON"), None)
    if name is None and (speaker.tag_ != "NN" or speaker.lemma_.lower() not in words("leader") | words("civilian")):
        return False
    known = {genders.of_word(token.lower_) for token in span} | {
        genders.of_name(document.fullest_form(name)) if name is not None else None
    }
    return known <= {None, form}


def _phrase_with_name(speaker: Token, document: Document) -> Span:
    """A speaker's phrase, with a name in it or right after it made whole: "the shadow National Unity Council"."""
    span = phrase(speaker)
    doc, name = span.doc, document.name_at(speaker)
    if name is None and span.end < span.sent.end and doc[span.end].text[0].isupper():
        name = document.name_at(doc[span.end])
    if name is None or name.span.sent.start != speaker.sent.start:
        return span
    start, end = min(span.start, name.span.start), max(span.end, name.span.end)
    return doc[start - (start > span.sent.start and doc[start - 1].lower_ == "the") : end]


def _with_further_speakers(speaker: Token, span: Span, document: Document) -> Span:
    """The phrase with further speakers: "the ministry and the army", "two officers and a councillor"."""
    doc, sent, end = span.doc, span.sent, span.end
    start = start_with_first_speaker(span.start, sent)
    others = [t for t in children(speaker, "conj") if t.pos_ in NOUNS and t.i > speaker.i]
    if len(others) == 1 and end < sent.end and doc[end].lower_ == "and":
        last = _phrase_with_name(others[0], document)
        end = last.end if last.start == end + 1 else end
    return doc[start:end]
