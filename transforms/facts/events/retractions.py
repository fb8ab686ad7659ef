"""What the text takes back in so many words, by seeds/corrections.csv: "claims that they fled are untrue"."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from transforms.reading.lexicon import first
from transforms.seeds import listed, rows

_FAR = 14
_BEING = frozenset({"be", "prove", "entirely", "completely", "totally", "as"})


@cache
def words_of(role: str) -> frozenset[str]:
    """The words of a role of seeds/corrections.csv."""
    return frozenset(word for row in rows("corrections") if row["role"] == role for word in listed(row["words"]))


def is_form(token: Token, role: str) -> bool:
    """True for a form of a verb of seeds/corrections.csv."""
    return first(token.lower_, dict.fromkeys(words_of(role), True)) is not None


def is_told_wrong(token: Token) -> bool:
    """True for what is told in a report that the sentence calls wrong: "claims that they fled are untrue"."""
    doc, sent = token.doc, token.sent
    papers = words_of("paper") | words_of("rumour")
    before = doc[max(sent.start, token.i - _FAR) : token.i]
    told = any(t.lower_ == "that" and t.i > sent.start and t.nbor(-1).lemma_.lower() in papers for t in before)
    after = doc[token.i + 1 : min(sent.end, token.i + _FAR)]
    return told and any(t.lower_ in words_of("wrong") and t.nbor(-1).lemma_.lower() in _BEING for t in after)
