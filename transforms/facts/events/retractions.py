"""Detects explicit retractions, by seeds/corrections.csv: "claims that they fled are untrue"."""

from __future__ import annotations

from itertools import pairwise

from transforms.reading.lexicon import first
from transforms.reading.syntax import children
from transforms.reading.tree import Span, Token
from transforms.words import word_list, words_in

_FAR = 14
_BEING = word_list("events being")


def words_of(role: str) -> frozenset[str]:
    """The words with a role in seeds/corrections.csv."""
    return words_in("corrections", role=role)


def is_form(token: Token, role: str) -> bool:
    """Whether a token is a form of a verb in seeds/corrections.csv."""
    return first(token.lower_, dict.fromkeys(words_of(role), True)) is not None


def _denies_that(word: Token) -> bool:
    """Whether a word before "that" denies it: "it is not true", "it is false", "it was untrue"."""
    before = word.nbor(-1)
    is_denied = word.lower_ in words_of("right") | {"true"} and before.lower_ in ("not", "n't", "n’t")
    return is_denied or (word.lower_ in words_of("wrong") and before.lemma_.lower() == "be")


def _is_earlier(paper: Token) -> bool:
    """Whether one of the three words before a report calls it old."""
    before = paper.doc[max(paper.sent.start, paper.i - 3) : paper.i]
    return any(token.lower_ in words_of("earlier") for token in before)


def _is_withdrawn(paper: Token) -> bool:
    """Whether the verb before what an outlet prints withdraws it: "has retracted this article"."""
    if paper.lemma_.lower() not in words_of("print"):
        return False
    before = reversed(paper.doc[paper.sent.start : paper.i])
    verb = next((token for token in before if token.pos_ not in ("DET", "PRON", "ADJ")), None)
    return verb is not None and is_form(verb, "retract")


def _starts_anew(words: Span) -> bool:
    """Whether a clause of its own begins in words: "has retracted its report, and rebels …"."""
    return any(first.text == ";" or (first.text == "," and then.tag_ == "CC") for first, then in pairwise(words))


def _says(paper: Token) -> bool:
    """Whether a printed report is what says something: "the report also said that"."""
    is_definite = any(det.lower_ in ("the", "this") for det in children(paper, "det"))
    return paper.lower_ in words_of("print") and is_definite and paper.head.lemma_ == "say" and paper.dep_ == "nsubj"


def _is_called_wrong_before(sent: Span) -> bool:
    """Whether an earlier sentence tells that a printed report was wrong: "the article gave a wrong number"."""
    before = sent.doc[: sent.start]
    papers = (t for t in before if t.lower_ in words_of("print") and t.dep_.startswith("nsubj"))
    return any(word.lower_ in words_of("wrong") for paper in papers for word in paper.sent if word.i > paper.i)


def is_retracted(token: Token) -> bool:
    """Whether an event is part of a report that the sentence calls wrong, "claims that they fled are untrue", or
    withdraws, "has retracted this article about an attack", or that an earlier one calls wrong: "The report also said".
    """
    doc, sent = token.doc, token.sent
    papers = words_of("paper") | words_of("rumour")
    before = doc[max(sent.start, token.i - _FAR) : token.i]
    in_report = any(t.lower_ == "that" and t.i > sent.start and t.nbor(-1).lemma_.lower() in papers for t in before)
    if any(t.lower_ == "that" and t.i > sent.start + 1 and _denies_that(t.nbor(-1)) for t in before):
        return True
    if any(_is_withdrawn(t) and not _starts_anew(doc[t.i + 1 : token.i]) for t in before):
        return True
    if any(t.lower_ == "version" and _is_earlier(t) for t in before):  # "an earlier version of this article said"
        return True
    if any(_says(t) for t in before) and _is_called_wrong_before(sent):
        return True
    after = doc[token.i + 1 : min(sent.end, token.i + _FAR)]
    return in_report and any(t.lower_ in words_of("wrong") and t.nbor(-1).lemma_.lower() in _BEING for t in after)
