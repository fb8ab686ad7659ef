"""Splits a text into statements, sentences that no quotation crosses, and finds their cues ("says", "according to").

A cue's speaker is read from the words beside it first, since the parser often errs near quotations, then from the
parse.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from transforms.facts.quotes.marks import Quotation
from transforms.facts.quotes.noun_phrases import RELATIVES, Quoted, is_time, is_voice, phrase_after, phrase_before
from transforms.reading.lexicon import bases, first
from transforms.reading.syntax import children, climb, is_parsed, phrase, subject
from transforms.reading.tree import Doc, Span, Token
from transforms.resolving.reporting import cannot_speak
from transforms.seeds import Row, cite, listed, rows
from transforms.words import word_list

_AUXILIARIES = word_list("quotes auxiliaries")
_NOT_SAID = word_list("quotes not said")
PASSIVE = word_list("quotes passive")
_SHOWING = word_list("quotes showing")
_QUOTE_MARKS = frozenset("“”„«»\"‘’'``''")
_SHORT_TAIL = 8
_MOST_SENTENCES = 40


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that reports speech; `speaker` is None if the words around it name nobody."""

    token: Token
    kind: str
    text: str
    speaker: Span | None
    inverted: bool = False

    @property
    def lexicon_row(self) -> str | None:
        """The row of seeds/cues.csv that makes the word a cue."""
        cue_rows = _cue_rows("adp" if self.kind == "phrase" else "verb")
        lemma = next((lemma for lemma in bases(self.token.lower_) if lemma in cue_rows), None)
        return cite(cue_rows[lemma], lemma) if lemma is not None else None


@dataclass(frozen=True, slots=True)
class Statement:
    """One or more sentences that no quotation crosses, with their quotations and the cues outside them."""

    span: Span
    sents: tuple[Span, ...]
    quotations: tuple[Quotation, ...]
    cues: tuple[Cue, ...]


@cache
def _cue_rows(pos: str) -> dict[str, Row]:
    return {lemma: row for row in rows("cues") if row["pos"] == pos for lemma in listed(row["lemma"])}


@cache
def cue_kind(form: str, pos: str) -> str | None:
    """Kind of a cue: say, call, weak, phrase, document or noun; None for other words."""
    row = first(form, _cue_rows(pos))
    return str(row["kind"]) if row is not None else None


def statements(doc: Doc, sents: Sequence[Span], quotations: Sequence[Quotation]) -> list[Statement]:
    """The statements of an article, in order."""
    quoted = _quoted(doc, quotations)
    found: list[Statement] = []
    index = 0
    for group in _merged(sents, quotations):
        span = doc[group[0].start : group[-1].end]
        first = index
        while index < len(quotations) and quotations[index].start < span.end_char:
            index += 1
        found.append(Statement(span, tuple(group), tuple(quotations[first:index]), tuple(_cues(span, quoted))))
    return found


def _quoted(doc: Doc, quotations: Sequence[Quotation]) -> Quoted:
    """Indices of the tokens inside quotation marks."""
    found, index = set(), 0
    for token in doc:
        while index < len(quotations) and quotations[index].end <= token.idx:
            index += 1
        if index < len(quotations) and quotations[index].start <= token.idx:
            found.add(token.i)
    return frozenset(found)


def _merged(sents: Sequence[Span], quotations: Sequence[Quotation]) -> Iterator[list[Span]]:
    """Group sentences so that no group ends inside a quotation or before its attribution."""
    group: list[Span] = []
    index = 0
    for number, sent in enumerate(sents):
        group.append(sent)
        end = sent.start_char + len(sent.text.rstrip())
        while index < len(quotations) and quotations[index].end < end:
            index += 1
        broken = index < len(quotations) and quotations[index].start < end < quotations[index].end
        attributed = number + 1 < len(sents) and _is_attribution(sents[number + 1]) and _ends_in_quote(sent)
        whole = not broken and not (attributed and "\n" not in sent.text[-2:])
        if whole or len(group) == _MOST_SENTENCES:
            yield group
            group = []
    if group:
        yield group


def _ends_in_quote(sent: Span) -> bool:
    return sent.text.rstrip()[-1:] in ("”", '"', "’", "»", "'")


def _is_attribution(sent: Span) -> bool:
    """Whether a sentence is only an attribution: "Lopez said." after a closed quotation."""
    words = [token for token in sent if not token.is_space]
    if not words or words[0].text in _QUOTE_MARKS:
        return False
    for index, token in enumerate(words[:_SHORT_TAIL]):
        if cue_kind(token.lower_, "verb") == "say" and not _is_denied(token):
            return index + 1 >= len(words) or words[index + 1].text in (".", ",", ":")
    return False


def _cues(span: Span, quoted: Quoted) -> list[Cue]:
    found: list[Cue] = []
    for token in span:
        if not token.is_alpha or token.i in quoted or _is_denied(token):
            continue
        if cue_kind(token.lower_, "adp") and token.i + 1 < span.end and token.nbor(1).lower_ == "to":
            found.append(Cue(token, "phrase", "according to", phrase_after(token.i + 2, span)))
        elif token.tag_.startswith("VB") and not _is_attribute(token) and (kind := cue_kind(token.lower_, "verb")):
            speaker, inverted = _speaker(token, span, quoted, found)
            found.append(Cue(token, kind, token.text, speaker, inverted))
    return found


def _is_denied(verb: Token) -> bool:
    """Whether a verb is negated or not yet done: "did not elaborate", "never confirmed", "would respond"."""
    before = verb.nbor(-1).lower_ if verb.i > verb.sent.start else ""
    return before in _NOT_SAID


def _is_attribute(token: Token) -> bool:
    """Whether a participle merely modifies a noun or another one: "a ceasefire agreed in March", "confirmed dead"."""
    return (token.tag_ == "VBN" and token.dep_ in ("acl", "amod")) or token.dep_.startswith("aux")


def _speaker(verb: Token, span: Span, quoted: Quoted, earlier: Sequence[Cue]) -> tuple[Span | None, bool]:
    """The speaker of a reporting verb, and whether it follows the verb.

    Words beside the verb that cannot speak, "two days after the minister said", "voiced alarm over delays, saying",
    give way to the subject by the parse that can; a happening never speaks.
    """
    speaker, inverted = _beside(verb, span, quoted, earlier)
    if inverted or speaker is None or not is_parsed(verb.sent):
        return speaker, inverted
    is_absolute = any(mark.lower_ == "with" for mark in children(verb, "mark"))  # "with officials saying that"
    if not is_absolute and (_may_speak(speaker) or speaker.root.dep_ == "appos"):
        return speaker, False
    voices = (_voice_among_subjects(clause, verb, span, quoted) for clause in _clauses(verb))
    voice = next((voice for voice in voices if voice is not None), None)
    if voice is None and not _is_written(speaker) and (cannot_speak(speaker.root) or _only_shows(verb)):
        return None, False
    return voice or speaker, False


def _clauses(verb: Token) -> list[Token]:
    """A reporting verb, and for a participle also the clauses above it."""
    return [verb, *climb(verb.head)] if verb.tag_ == "VBG" and verb.head != verb else [verb]


def _voice_among_subjects(clause: Token, verb: Token, span: Span, quoted: Quoted) -> Span | None:
    """The subject of a clause, before a reporting verb, that can speak."""
    subjects = [t for t in children(clause, "nsubj") if t.i < verb.i and t in span and t.i not in quoted]
    phrases = [_up_to_mark(phrase(t), t) for t in subjects if t.lower_ not in RELATIVES]
    return next((words for words in phrases if is_voice(words)), None)


def _may_speak(speaker: Span) -> bool:
    """Whether a phrase, or its part before "of", "at" or "in", can speak: "Jane Roe of the institute"."""
    tie = next((token.i for token in speaker if token.tag_ == "IN"), speaker.end)
    return is_voice(speaker) or (tie > speaker.start and is_voice(speaker.doc[speaker.start : tie]))


def _is_written(speaker: Span) -> bool:
    """Whether a thing tells what somebody wrote or said: a letter, a report."""
    return cue_kind(speaker[-1].lower_, "noun") is not None


def _only_shows(verb: Token) -> bool:
    """Whether a verb tells what a thing shows: "the turnout suggests that"."""
    return first(verb.lower_, dict.fromkeys(_SHOWING, True)) is not None


def _beside(verb: Token, span: Span, quoted: Quoted, earlier: Sequence[Cue]) -> tuple[Span | None, bool]:
    """The speaker beside a reporting verb, by-phrase of a passive, and whether it follows the verb."""
    if _is_passive(verb, span):
        by = verb.i + 1
        return (phrase_after(by + 1, span), True) if by < span.end and span.doc[by].lower_ == "by" else (None, False)
    before = _previous(verb, span)
    after_quote = before is not None and (before.text in _QUOTE_MARKS or before.text == ",")
    own = phrase_before(before, span, quoted) if before is not None and before.i not in quoted else None
    inverted = _inverted(verb, span, quoted) if after_quote and verb.tag_ in ("VBD", "VBZ", "VBP") else None
    if inverted is not None and (own is None or is_voice(inverted) or not is_voice(own)):
        return inverted, True
    is_participle = verb.tag_ == "VBG" and before is not None and before.text == ","
    if own is not None and not is_participle:
        return _author(own, verb) or own, False
    shared = _shared(verb, before, earlier)
    if shared is not None:
        return shared, False
    parsed = _clause_subject(verb) if is_parsed(verb.sent) else None
    if (
        parsed is not None
        and parsed.lower_ not in RELATIVES
        and not is_time(phrase(parsed))
        and parsed.i != verb.i
        and parsed.i not in quoted
        and parsed in span
        and (not _is_governed(verb) or is_voice(phrase(parsed)))
    ):
        return _up_to_mark(phrase(parsed), parsed), parsed.i > verb.i
    return (own, False) if own is not None else (None, False)


def _shared(verb: Token, before: Token | None, earlier: Sequence[Cue]) -> Span | None:
    """The speaker of an earlier cue, for a second verb after the reported clause: "said that they fled and called it".

    The parser often joins the second verb to the reported clause, so its tense decides: it must be that of the first
    cue, not that of the clause. A participle ("denied that they fled, describing it as …") belongs to the cue that
    governs its clause.
    """
    cues = [c for c in earlier if c.token.sent == verb.sent and c.speaker is not None and not c.inverted]
    if before is None or not cues or verb.dep_ not in ("conj", "advcl", "acl"):
        return None
    if verb.tag_ == "VBG" and before.text == ",":
        above = [token.i for token in climb(verb.head)]
        clause = next((t for t in climb(verb.head) if t.dep_ in ("ccomp", "xcomp")), None)
        governing = [c for c in cues if c.token.i in above and clause is not None and clause.i != c.token.i]
        return governing[-1].speaker if governing else None
    joined = before.lower_ in ("and", "but") and verb.tag_ in ("VBD", "VBZ", "VBP") and verb.head.tag_ != verb.tag_
    own = any(child.dep_.startswith("nsubj") for child in verb.children)
    same = [c for c in cues if c.kind in ("say", "call") and c.token.tag_ == verb.tag_]
    return same[-1].speaker if joined and not own and same else None


def _is_passive(verb: Token, span: Span) -> bool:
    """Whether a reporting verb is passive ("were told"), so that its subject is the hearer; "asked" is not."""
    if verb.lower_ == "asked" or cue_kind(verb.lower_, "verb") != "say":
        return False
    index = verb.i - 1
    while index > span.start and span.doc[index].tag_ == "RB":
        index -= 1
    return verb.tag_ in ("VBN", "VBD") and index >= span.start and span.doc[index].lower_ in PASSIVE


def _clause_subject(verb: Token) -> Token | None:
    """The subject by the parse; for a participle without one ("telling reporters") the main clause's."""
    found = subject(verb)
    if found is None and verb.tag_ == "VBG":
        main = [t for t in verb.sent.root.children if t.dep_.startswith("nsubj") and t.i < verb.i]
        return main[0] if main else None
    return found


def _author(document: Span, verb: Token) -> Span | None:
    """The author of a document that a participle describes: "the campaign sent a memo calling"."""
    head = document.root
    if verb.tag_ != "VBG" or cue_kind(head.lower_, "noun") != "document" or head.dep_ != "obj":
        return None
    author = subject(head.head)
    return phrase(author) if author is not None and author.pos_ in ("NOUN", "PROPN", "PRON") else None


def _up_to_mark(whole: Span, head: Token) -> Span:
    """The part of a noun phrase between commas around its head: not the place in "In Dakar, the bank's spokesman"."""
    start = next((t.i + 1 for t in reversed(whole.doc[whole.start : head.i]) if t.text == ","), whole.start)
    end = next((t.i for t in whole.doc[head.i + 1 : whole.end] if t.is_punct and t.text != "-"), whole.end)
    return whole.doc[start:end]


def _previous(verb: Token, span: Span) -> Token | None:
    """The token before a verb, auxiliaries and adverbs skipped."""
    index = verb.i - 1
    while index > span.start and (
        span.doc[index].tag_ in ("RB", "EX") or span.doc[index].text in _AUXILIARIES or span.doc[index].is_space
    ):
        index -= 1
    return span.doc[index] if index >= span.start else None


def _inverted(verb: Token, span: Span, quoted: Quoted) -> Span | None:
    """The speaker after the verb: `,” said Lopez`; None if the verb has a subject before it."""
    parsed = [c for c in verb.children if c.dep_.startswith("nsubj") and c.i not in quoted]
    if any(c.i < verb.i for c in parsed):
        return None
    if cue_kind(verb.lower_, "verb") != "say" or verb.lower_ in ("told", "tells", "tell"):
        return None
    index = verb.i + 1
    while index < span.end and span.doc[index].tag_ == "RB":
        index += 1
    found = phrase_after(index, span)
    if found is not None and is_time(found):
        found = phrase_after(found.end, span)
    return None if found is not None and _has_verb(found, span) else found


def _is_governed(verb: Token) -> bool:
    """Whether a participle is the object of a preposition, so that its subject by the parse may be a thing: "no way of
    talking to them".
    """
    return verb.tag_ == "VBG" and verb.i > verb.sent.start and verb.nbor(-1).tag_ == "IN"


def _has_verb(found: Span, span: Span) -> bool:
    """Whether a verb follows, so that the phrase is no speaker: "said the road was cut", "asked them to leave"."""
    after = span.doc[found.end] if found.end < span.end else None
    return after is not None and after.tag_ in ("VBD", "VBZ", "VBP", "MD", "VBN", "RB", "TO")
