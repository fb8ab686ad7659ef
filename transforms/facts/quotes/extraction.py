"""Extracts who said what: quotations in quotation marks, and reported speech.

A quotation has at least three words and a speaker; scare quotes are excluded. Each part of an interrupted quotation and
each paragraph of a long one is its own row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.facts.quotes.credits import credited
from transforms.facts.quotes.marks import Quotation, quotations
from transforms.facts.quotes.noun_phrases import is_voice
from transforms.facts.quotes.speakers import NARRATORS, Speaker, Speakers
from transforms.facts.quotes.speech import PASSIVE, Cue, Statement, cue_kind, statements
from transforms.facts.quotes.transcripts import Transcript
from transforms.reading.syntax import FINITE, first_of, is_parsed, phrase, preposition
from transforms.reading.tree import Span, Token
from transforms.resolving.attribution import is_own_report
from transforms.resolving.document import Document
from transforms.tables.schema import Quote, QuoteKind
from transforms.words import word_list

FEWEST_WORDS = 3
_LONGEST_TITLE, _LONGEST_IN_CAPITALS = 20, 8
_NEAR, _FAR = 7, 16
_WHO = word_list("quotes relative")
_CLOSERS = " \t\u00a0’”'\""
_BACKSHIFTED = word_list("quotes backshifted")
_INTRODUCING = re.compile(r"\s*:\s*")
_TERMINALS = (*".,?!…—-",)


def quotes(document: Document) -> list[Quote]:
    """The quotes of a document in text order; `kind` separates quotations from indirect speech."""
    all_statements = statements(document.doc, document.sentences, quotations(document.article.text))
    speakers = Speakers(document, all_statements)
    rows: list[Quote] = []
    for number, statement in enumerate(all_statements):
        rows += [row for q in statement.quotations if (row := _marked(q, number, all_statements, speakers, document))]
        rows += _indirect(statement, number, speakers, document)
        speakers.record(number)
    transcript = Transcript(document)
    return sorted([*rows, *transcript.quotes()], key=lambda row: row.quote_start) if transcript.turns else rows


def _marked(
    quotation: Quotation, number: int, statements: Sequence[Statement], speakers: Speakers, document: Document
) -> Quote | None:
    """The row of a quotation in marks; None for scare quotes, titles and quotations without speaker."""
    statement = statements[number]
    words = document.article.text[quotation.start : quotation.end]
    if len(words.split()) < FEWEST_WORDS:
        return _refused(quotation, "fewer than three words", document)
    quoted, start = words.strip(), quotation.start + len(words) - len(words.lstrip())
    whole = _opens(quotation, statement, document) and _begins_upper(words)
    credit = credited(quotation, document)
    if credit is not None:
        return _row(quoted, start, "direct", statement, speakers.named(credit), None, document, 0.8)
    cue = _cue(quotation, statement, document.article.text)
    presented = speakers.introduced(quotation, number) if whole else None
    if presented is not None and (cue is None or cue.token.i < presented.start):
        return _row(quoted, start, "direct", statement, speakers.of_phrase(presented, number), None, document, 0.7)
    if _is_title(words, cue, quotation):
        return _refused(quotation, "title of a work", document)
    if cue is None and not whole and _is_backshifted(quotation, statement):
        cue = speakers.cue_to_continue(number)
    if cue is not None and _is_inscribed(cue):
        return _refused(quotation, "words on a thing", document)
    if cue is not None and _is_narrator(cue):
        return _refused(quotation, "words of the narrator", document)
    if cue is not None:
        speaker, confidence = speakers.of_cue(cue, number), 0.95 if cue.speaker is not None else 0.8
    elif whole and (words.rstrip(_CLOSERS)[-1:] in _TERMINALS or not quotation.closed):
        (speaker, cue), confidence = speakers.without_cue(number), 0.8
    else:
        return _refused(quotation, "nobody says it", document)
    if speaker is None and not whole:
        return _refused(quotation, "nobody says it", document)
    kind: QuoteKind = "direct" if whole else "mixed"
    return _row(quoted, start, kind, statement, speaker, cue, document, confidence if quotation.closed else 0.7)


def _refused(quotation: Quotation, rule: str, document: Document) -> Quote | None:
    """Record words in quotation marks that are not a quotation, with the rule; always None."""
    span = document.doc.char_span(quotation.start, quotation.end, alignment_mode="expand")
    if span:
        document.refuse("quotes", span, rule)
    return None


def _is_backshifted(quotation: Quotation, statement: Statement) -> bool:
    """Whether reported speech continues without a reporting verb: "Whoever came back would be 'shot on sight'"."""
    before = (t for t in statement.span if t.idx < quotation.start)
    return any(token.tag_ == "MD" and token.lower_ in _BACKSHIFTED for token in before)


def _is_narrator(cue: Cue) -> bool:
    return cue.speaker is not None and cue.speaker.text.lower() in NARRATORS


def _is_inscribed(cue: Cue) -> bool:
    """Whether the words are written on a thing: "badges that said"; the text does not say who wrote them."""
    before = cue.token.nbor(-1).lower_ if cue.token.i > cue.token.sent.start else ""
    return before in ("that", "which") and cue.speaker is not None and not is_voice(cue.speaker)


def _row(
    words: str,
    start: int,
    kind: QuoteKind,
    statement: Statement,
    speaker: Speaker | None,
    cue: Cue | None,
    document: Document,
    confidence: float,
) -> Quote:
    return Quote(
        **document.evidence(statement.span),
        quote=words,
        kind=kind,
        quote_start=start,
        quote_end=start + len(words),
        speaker=speaker.name if speaker else None,
        speaker_text=speaker.text if speaker else None,
        speaker_actor=speaker.actor if speaker else None,
        role=speaker.role if speaker else None,
        cue=cue.text if cue else None,
        addressee=_addressee(cue) if cue else None,
        lexicon_row=cue.lexicon_row if cue else None,
        confidence=confidence,
    )


def _addressee(cue: Cue) -> str | None:
    """The addressee: object of "told", or the phrase after "to"."""
    verb = cue.token
    if cue.kind == "phrase" or not is_parsed(verb.sent):
        return None
    for child in verb.children:
        is_object = verb.lower_ in ("told", "tells", "tell", "telling") and child.dep_ in ("obj", "iobj")
        is_after_to = child.dep_.startswith("obl") and preposition(child) == "to"
        if (is_object or is_after_to) and child.i > verb.i and (cue.speaker is None or child not in cue.speaker):
            return phrase(child).text
    return None


def _begins_upper(words: str) -> bool:
    letter = next((c for c in words if c.isalnum()), "a")
    return letter.isupper() or letter.isdigit()


def _opens(quotation: Quotation, statement: Statement, document: Document) -> bool:
    """Whether a quotation begins a sentence: first in its statement, or after punctuation."""
    before = document.article.text[statement.span.start_char : quotation.start - 1].rstrip()
    return not before or before[-1] in ',:.?!;”"’»'


def _is_title(words: str, cue: Cue | None, quotation: Quotation) -> bool:
    """Whether a quotation is the title of a work or operation: capitalised words without a cue right before them."""
    long = [word for word in words.strip(" .,").split() if len(word) > 3]
    longest = _LONGEST_IN_CAPITALS if words.isupper() else _LONGEST_TITLE
    if len(words.split()) > longest or len(long) < 2 or not all(word[0].isupper() for word in long):
        return False
    end = cue.token.idx + len(cue.token) if cue is not None and cue.kind == "say" else None
    return end is None or not 0 <= quotation.start - end <= len(" : “")


def _cue(quotation: Quotation, statement: Statement, text: str) -> Cue | None:
    """The cue of a quotation: one that touches it, else the nearest before it, else the nearest after it."""
    before = [c for c in statement.cues if c.token.idx < quotation.start and not _is_narrator(c) and not _is_purpose(c)]
    after = [c for c in statement.cues if c.token.idx >= quotation.end and c.kind != "call"]
    if before and _INTRODUCING.fullmatch(text[_end(before[-1]) : quotation.start - 1]):
        return before[-1]
    for cue in after:
        if _touches(text[quotation.end + 1 : cue.token.idx], cue, text):
            return cue
    if before:
        return before[-1]
    return next((cue for cue in after if cue.kind != "weak" and not _is_narrator(cue)), None)


def _is_purpose(cue: Cue) -> bool:
    """Whether a verb tells what a thing is for: "a proposal to demand more"."""
    is_infinitive = cue.token.tag_ == "VB" and cue.token.i > 0 and cue.token.nbor(-1).tag_ == "TO"
    return is_infinitive and cue.speaker is not None and not is_voice(cue.speaker)


def _end(cue: Cue) -> int:
    return cue.token.idx + len(cue.token)


def _touches(between: str, cue: Cue, text: str) -> bool:
    """Whether only the speaker is between a quotation and the cue after it."""
    if cue.kind == "weak" and not PASSIVE.isdisjoint(between.split()):
        return False  # "who “could not be seen”, are found"
    if cue.speaker is not None and not cue.inverted and cue.kind != "phrase":
        lead = text[max(0, cue.speaker.start_char - 3) : cue.speaker.start_char]
        return len(between.split()) <= 12 and lead.rstrip()[-1:] in "”\"’»',"
    return len(between.split()) <= 2


def _indirect(statement: Statement, number: int, speakers: Speakers, document: Document) -> list[Quote]:
    """Reported speech: "officials said the bridge was hit"; only the first cue of a statement."""
    if statement.quotations:
        return []
    for cue in statement.cues:
        if cue.kind in ("say", "phrase") and cue.speaker is not None and not _is_nobody(cue.speaker):
            content = _content(cue, cue.speaker, statement, document)
            if content is not None and (content[0].tag_ != "IN" or is_voice(cue.speaker)):
                speaker = speakers.of_cue(cue, number)
                return [_row(content.text, content.start_char, "indirect", statement, speaker, cue, document, 0.6)]
    return []


def _is_nobody(speaker: Span) -> bool:
    """Whether words are no speaker: an aside, or the outlet's own earlier report."""
    return _is_aside(speaker) or is_own_report(speaker.root)


def _is_aside(speaker: Span) -> bool:
    """Whether a reporting verb only labels a thing: "bombed what it said were hideouts"."""
    return speaker.start > 0 and speaker.doc[speaker.start - 1].lower_ == "what"


def _content(cue: Cue, speaker: Span, statement: Statement, document: Document) -> Span | None:
    """The reported clause: after the cue, or before it if a comma ends it."""
    span = statement.span
    if cue.kind == "phrase":
        first = cue.token.i == span.start
        return _clause(speaker.end, span.end, span) if first else _clause(span.start, cue.token.i, span)
    begin = None if cue.inverted else _complement(cue.token, span)
    if begin is not None:
        begin = max(begin, _hearer(cue.token, document))
        return _clause(begin, _end_of_report(cue.token, begin, span), span)
    if cue.token.tag_ == "VBG" and not cue.inverted and cue.token.nbor(-1).lower_ != "as":
        return None  # "held a vote, claiming victory", unlike "was quoted as saying", reports nothing before it
    end = min(cue.token.i, speaker.start)
    parted = end > span.start and span.doc[end - 1].text in (",", "–", "—")
    return _clause(span.start, end, span) if parted else None


def _complement(verb: Token, span: Span) -> int | None:
    """Start of the clause after a reporting verb: after "that", or at the verb if a finite verb follows before a comma.

    A verb coordinated with the reporting verb opens no such clause: "confirmed the raid but gave no toll".
    """
    tied = verb.i + 1 < span.end and verb.nbor(1).tag_ == "IN" and verb.nbor(1).lower_ != "that"
    reach = _FAR if tied else _NEAR  # "said in a video posted on social media that"
    aside = False
    for token in span.doc[verb.i + 1 : span.end]:
        if token.lower_ == "that" and token.i <= verb.i + reach and not aside:
            return token.i + 1
        if token.text == "," and (aside or (token.i + 1 < span.end and token.nbor(1).lower_ in _WHO)):
            aside = not aside
        elif token.text in (",", ";", ":", "–", "—") and not aside:
            return None
        if token.tag_ in FINITE and not aside and not (tied and _that_follows(token, verb.i + reach, span)):
            return None if _is_joined(token, verb) else verb.i + 1
    return None


def _hearer(verb: Token, document: Document) -> int:
    """End of the name of the hearer: "told Al Jazeera the raid had failed"; 0 if there is none."""
    near = verb.doc[verb.i + 1 : min(verb.i + 3, verb.sent.end)] if verb.lemma_.lower() == "tell" else ()
    name = next((name for token in near if (name := document.name_at(token)) is not None), None)
    return name.span.end if name is not None else 0


def _that_follows(token: Token, last: int, span: Span) -> bool:
    """Whether "that" follows a token, at the index `last` at most and before any punctuation."""
    for after in span.doc[token.i + 1 : min(last + 1, span.end)]:
        if after.is_punct or after.lower_ == "that":
            return after.lower_ == "that"
    return False


def _is_joined(verb: Token, cue_verb: Token) -> bool:
    """Whether a verb states another act of the cue's speaker: "blamed the rebels and denied it"."""
    return verb.dep_ == "conj" and first_of(verb) == first_of(cue_verb)


def _end_of_report(cue_verb: Token, begin: int, span: Span) -> int:
    """End of the reported clause if the speaker acts on: "said it was a crime and called on the UN to act"."""
    for token in span.doc[begin + 1 : span.end]:
        if token.nbor(-1).lower_ not in ("and", "but") or token.tag_ not in FINITE | {"VBN"}:
            continue
        asks = token.i + 1 < span.end and token.nbor(1).lower_ in ("on", "for")
        says = cue_kind(token.lower_, "verb") is not None and (token.tag_ == cue_verb.tag_ or asks)
        if says or (token.tag_ in FINITE and _is_joined(token, cue_verb)):
            return token.i - 1
    return span.end


def _clause(start: int, end: int, span: Span) -> Span | None:
    """The clause from start to end without outer punctuation; None without a finite verb."""
    doc = span.doc
    while start < end and (doc[start].is_punct or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    clause = doc[start:end]
    finite = any(token.tag_ in FINITE for token in clause)
    return clause if len(clause) > FEWEST_WORDS and finite else None
