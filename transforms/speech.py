"""Who says what: statements (sentences that quotations do not break) and the cues in them ("says", "according to").

A cue's speaker is read from the words beside it first, since the parser often stumbles over quotations, and from the
parse where nothing stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span, Token

from transforms.lexicon import first
from transforms.marks import Quotation
from transforms.people import role_row
from transforms.seeds import rows
from transforms.syntax import is_parsed, phrase, subject

_NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "CD", "DT"})
_INSIDE = frozenset(
    {"NN", "NNS", "NNP", "NNPS", "JJ", "JJS", "JJR", "DT", "PRP$", "POS", "CD", "HYPH", "AFX", "VBN", "VBG", "FW"}
)
_FILLERS = frozenset({"RB", "MD", "VBZ", "VBD", "VBP", "VB"})
_AUXILIARIES = frozenset(
    {
        "has",
        "have",
        "had",
        "was",
        "were",
        "is",
        "are",
        "been",
        "be",
        "also",
        "later",
        "then",
        "would",
        "will",
        "did",
        "does",
        "do",
        "could",
        "might",
        "may",
    }
)
_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "who"})
_QUOTE_MARKS = frozenset("“”„«»\"‘’'``''")
_RELATIVES = frozenset({"what", "which", "that", "whatever", "who", "whose"})
_TIMES = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "january"}
    | {"february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
)
_SHORT_TAIL = 8


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that reports speech; `speaker` is None where the words around it name nobody."""

    token: Token
    kind: str
    text: str
    speaker: Span | None
    inverted: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that quotations do not break, its quotations, and its cues outside them."""

    span: Span
    sents: tuple[Span, ...]
    quotations: tuple[Quotation, ...]
    cues: tuple[Cue, ...]

    @property
    def is_bare(self) -> bool:
        """True where the statement is nothing but quotation."""
        return not any(token.is_alpha or token.like_num for token in self.span if not inside(token, self.quotations))


def inside(token: Token, quotations: Sequence[Quotation]) -> bool:
    return any(q.start <= token.idx < q.end for q in quotations)


@cache
def _kinds(pos: str) -> dict[str, str]:
    return {str(row["lemma"]): str(row["kind"]) for row in rows("cues") if row["pos"] == pos}


@cache
def cue_kind(form: str, pos: str) -> str | None:
    """say, call, weak, phrase, document or noun; None for a form that is no cue."""
    return first(form, _kinds(pos))


def statements(doc: Doc, sents: Sequence[Span], quotations: Sequence[Quotation]) -> list[Statement]:
    """The statements of an article, in order."""
    found: list[Statement] = []
    queue = list(quotations)
    for group in _merged(sents, quotations):
        span = doc[group[0].start : group[-1].end]
        own = []
        while queue and queue[0].start < span.end_char:
            own.append(queue.pop(0))
        found.append(Statement(span, tuple(group), tuple(own), tuple(_cues(span, own))))
    return found


def _merged(sents: Sequence[Span], quotations: Sequence[Quotation]) -> Iterator[list[Span]]:
    """Sentences grouped so that no group's end lies within a quotation or before its attribution."""
    group: list[Span] = []
    at = 0
    for number, sent in enumerate(sents):
        group.append(sent)
        end = sent.start_char + len(sent.text.rstrip())
        while at < len(quotations) and quotations[at].end < end:
            at += 1
        broken = at < len(quotations) and quotations[at].start < end < quotations[at].end
        attributed = number + 1 < len(sents) and _is_attribution(sents[number + 1]) and _ends_in_quote(sent)
        if not broken and not (attributed and "\n" not in sent.text[-2:]):
            yield group
            group = []
    if group:
        yield group


def _ends_in_quote(sent: Span) -> bool:
    return sent.text.rstrip()[-1:] in ("”", '"', "’", "»", "'")


def _is_attribution(sent: Span) -> bool:
    """True for "Lopez said." after a quotation that ended in a mark of its own."""
    words = [token for token in sent if not token.is_space]
    if not words or words[0].text in _QUOTE_MARKS:
        return False
    for at, token in enumerate(words[:_SHORT_TAIL]):
        if cue_kind(token.lower_, "verb") == "say":
            return at + 1 >= len(words) or words[at + 1].text in (".", ",", ":")
    return False


def _cues(span: Span, quotations: Sequence[Quotation]) -> Iterator[Cue]:
    for token in span:
        if not token.is_alpha or inside(token, quotations):
            continue
        if token.lower_ == "according" and token.i + 1 < span.end and token.nbor(1).lower_ == "to":
            yield Cue(token, "phrase", "according to", _noun_phrase_after(token.i + 2, span))
        elif token.tag_.startswith("VB") and not _is_attribute(token) and (kind := cue_kind(token.lower_, "verb")):
            speaker, inverted = _speaker(token, span, quotations)
            yield Cue(token, kind, token.text, speaker, inverted)


def _is_attribute(token: Token) -> bool:
    """True for a participle that only describes a noun: "a ceasefire agreed in March"."""
    return token.tag_ == "VBN" and token.dep_ in ("acl", "amod")


def _speaker(verb: Token, span: Span, quotations: Sequence[Quotation]) -> tuple[Span | None, bool]:
    """Who the subject of a verb of saying is, and whether it stands after the verb."""
    before = _previous(verb, span)
    after_quote = before is not None and (before.text in _QUOTE_MARKS or before.text == ",")
    if after_quote and verb.tag_ in ("VBD", "VBZ", "VBP") and (found := _inverted(verb, span, quotations)):
        return found, True
    if before is not None and not inside(before, quotations):
        own = _noun_phrase_before(before, span, quotations)
        if own is not None:
            return own, False
    parsed = subject(verb) if is_parsed(verb.sent) else None
    if (
        parsed is not None
        and parsed.lower_ not in _RELATIVES | _TIMES
        and parsed.i != verb.i
        and not inside(parsed, quotations)
        and parsed in span
    ):
        return phrase(parsed), parsed.i > verb.i
    return None, False


def _previous(verb: Token, span: Span) -> Token | None:
    """The token before a verb, its auxiliaries and adverbs skipped."""
    at = verb.i - 1
    while at > span.start and (
        span.doc[at].tag_ == "RB" or span.doc[at].lower_ in _AUXILIARIES or span.doc[at].is_space
    ):
        at -= 1
    return span.doc[at] if at >= span.start else None


def _inverted(verb: Token, span: Span, quotations: Sequence[Quotation]) -> Span | None:
    """The speaker after the verb: `,” said Lopez`; None where the verb has a subject before it."""
    parsed = [c for c in verb.children if c.dep_.startswith("nsubj") and not inside(c, quotations)]
    if any(c.i < verb.i for c in parsed):
        return None
    if cue_kind(verb.lower_, "verb") != "say" or verb.lower_ in ("told", "tells", "tell"):
        return None
    at = verb.i + 1
    while at < span.end and span.doc[at].tag_ == "RB":
        at += 1
    found = _noun_phrase_after(at, span)
    return None if found is not None and _has_verb(found, span) else found


def _has_verb(found: Span, span: Span) -> bool:
    """True where a verb follows, so that the phrase is the subject of what is said: "said the road was cut"."""
    after = span.doc[found.end] if found.end < span.end else None
    return after is not None and after.tag_ in ("VBD", "VBZ", "VBP", "MD", "VBN", "RB")


def _noun_phrase_after(at: int, span: Span) -> Span | None:
    """The noun phrase that begins at a token: up to its last noun, with `of` phrases."""
    end = at
    last = None
    while end < span.end:
        token = span.doc[end]
        if token.tag_ in ("PRP", "EX") and end == at:
            return span.doc[at : at + 1] if token.lower_ in _PRONOUNS else None
        if token.tag_ not in _INSIDE and not (token.lower_ in ("of", "&") and last is not None):
            break
        if (token.tag_ in _NOMINAL and token.tag_ not in ("DT", "CD")) or _is_aged(token):
            last = end
        elif last is not None and token.tag_ in ("DT", "VBN", "VBG") and span.doc[end - 1].lower_ != "of":
            break
        end += 1
    if last is None or span.doc[at].lower_ in _RELATIVES:
        return None
    return span.doc[at : last + 1]


def _is_role(start: int, last: Token) -> bool:
    """True for a phrase such as "commander of the brigade": it says what the name before it is."""
    head = next((t for t in last.doc[start : last.i + 1] if t.nbor(1).lower_ == "of" or t.i == last.i), last)
    return head.tag_ == "NN" and role_row(head) is not None


def _is_aged(token: Token) -> bool:
    """True for the end of "the 36-year-old"."""
    return token.lower_ == "old" and token.i > 0 and token.nbor(-1).text == "-"


def _noun_phrase_before(last: Token, span: Span, quotations: Sequence[Quotation]) -> Span | None:
    """The noun phrase that ends at a token, an apposition between commas skipped: "Jane Roe, an expert, said"."""
    doc = span.doc
    if last.text in (",", "–", "—", ")"):
        return _before_aside(last, span, quotations)
    if last.tag_ in ("PRP", "WP", "WDT") and last.lower_ in _PRONOUNS:
        return doc[last.i : last.i + 1] if last.lower_ != "who" else None
    if last.lower_ in _TIMES and last.i > span.start:
        return _noun_phrase_before(doc[last.i - 1], span, quotations)
    if last.tag_ not in ("NN", "NNS", "NNP", "NNPS") and not _is_aged(last):
        return None
    start = _phrase_start(last, span, quotations)
    if start > span.start + 1 and doc[start - 1].tag_ == "IN" and not inside(doc[start - 1], quotations):
        return _noun_phrase_before(doc[start - 2], span, quotations)
    if (
        start - 2 >= span.start
        and doc[start - 1].text == ","
        and doc[start - 2].tag_ == "NNP"
        and _is_role(start, last)
    ):
        return _noun_phrase_before(doc[start - 2], span, quotations)
    while start < last.i and (doc[start].tag_ in ("VBN", "VBG", "POS", "HYPH") or doc[start].lower_ in _RELATIVES):
        start += 1
    return doc[start : last.i + 1] if doc[start].lower_ not in _RELATIVES else None


def _phrase_start(last: Token, span: Span, quotations: Sequence[Quotation]) -> int:
    doc, start = span.doc, last.i
    while start > span.start:
        token = doc[start - 1]
        if inside(token, quotations):
            break
        if doc[start].tag_ in ("DT", "PRP$") and token.tag_ != "PDT":
            break
        if token.tag_ in _INSIDE or token.text == "&" or (token.lower_ in ("of", "for", "and") and doc[start].tag_ in ("NNP", "NNPS", "DT")
                                     and start - 2 >= span.start and doc[start - 2].tag_.startswith("NN")):  # fmt: skip
            start -= 1
            continue
        break
    return start


def _before_aside(mark: Token, span: Span, quotations: Sequence[Quotation]) -> Span | None:
    """The name beside an aside that a mark closes: "Jane Roe, an expert, said"; "the spokesman, John Doe, said"."""
    opening = "(" if mark.text == ")" else mark.text
    common = None
    for at in range(mark.i - 1, max(span.start, mark.i - 40), -1):
        token = span.doc[at]
        if inside(token, quotations):
            break
        if token.text != opening:
            continue
        found = _noun_phrase_before(span.doc[at - 1], span, quotations) if span.doc[at - 1].text != mark.text else None
        if found is not None and found[-1].tag_ in ("NNP", "NNPS", "PRP"):
            return found
        named = _noun_phrase_after(at + 1, span)
        if named is not None and named.end == mark.i and named[-1].tag_ == "NNP":
            return named
        common = common or found
    return common
