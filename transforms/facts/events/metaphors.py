"""Excludes words of the event lexicon that name no event: figures of speech, accidents, sport, business, arts.

Rows of seeds/metaphors.csv: a word, the position to check, and the words there that exclude it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from transforms.reading.event_lexicon import Frame
from transforms.reading.syntax import NOUNS, agent, children, is_passive, obliques, patient, preposition, subject
from transforms.reading.tree import Span, Token
from transforms.resolving.document import Document
from transforms.resolving.noun_kinds import core, is_a, words
from transforms.seeds import listed, rows
from transforms.words import word_list

SENTENCE, ARTICLE = "sentence", "article"
WEAK = f"weak {ARTICLE}"
STRIKE, TEST = "strike", "test"
FIRING = word_list("events firing")
UNSURE = 0.65
"""Highest confidence of a frame that is refused in an article about something else."""


@dataclass(frozen=True, slots=True)
class Block:
    """A row of seeds/metaphors.csv."""

    where: str
    excluding: frozenset[str]
    least: int
    keep: frozenset[str]
    example: str


@cache
def _blocks() -> dict[str, tuple[Block, ...]]:
    """Rows of seeds/metaphors.csv by lemma or PLOVER class."""
    by_word: dict[str, list[Block]] = {}
    for row in rows("metaphors"):
        block = Block(
            str(row["where"]),
            frozenset(listed(row["what"])),
            int(row["least"] or 1),
            frozenset(listed(row["keep"])),
            str(row["example"]),
        )
        for word in listed(row["words"]):
            by_word.setdefault(word, []).append(block)
    return {word: tuple(blocks) for word, blocks in by_word.items()}


def is_blocked(token: Token, parts: tuple[str, ...], frame: Frame, document: Document) -> bool:
    """Whether a row of seeds/metaphors.csv excludes the words here; the refusal is recorded."""
    if frame.plover == "ASSAULT" and is_labour_strike(token, document):
        document.refuse("events", token.doc[token.i : token.i + 1], "metaphors.csv: strike, workers")
        return True
    if frame.plover == "ASSAULT" and is_test(token):
        document.refuse("events", token.doc[token.i : token.i + 1], "test of a weapon")
        return True
    for key in dict.fromkeys((" ".join(parts), frame.plover)):
        for block in _blocks().get(key, ()):
            is_sure = block.where == WEAK and frame.confidence > UNSURE
            if not is_sure and _is_for(block, frame.plover) and _applies(block, token, document):
                words = token.doc[token.i : token.i + 1]
                document.refuse("events", words, f"metaphors.csv: {key}, {block.where}", block.example)
                return True
    return False


def is_of_other_affair(token: Token, plover: str, document: Document) -> bool:
    """Whether a row about the whole sentence, or about all words of a class, excludes a word as an event of it."""
    of_sentence = [block for block in _blocks().get(token.lemma_.lower(), ()) if block.where.endswith(SENTENCE)]
    of_class = [block for block in _blocks().get(plover, ()) if not block.where.endswith(ARTICLE)]
    return any(_is_for(block, plover) and _applies(block, token, document) for block in (*of_sentence, *of_class))


def is_labour_strike(token: Token, document: Document) -> bool:
    """Whether a strike is one of workers, "a strike by nurses", or a verb tells what such a strike does: "the dockers'
    strikes hit two ports".
    """
    doer = subject(token) if token.pos_ == "VERB" else None
    if doer is not None:
        return doer.pos_ in NOUNS and is_labour_strike(doer, document)
    if token.pos_ not in NOUNS or token.lemma_.lower() != STRIKE:
        return False
    beside = (word for where in ("modifier", "subject", "by", "of") for word in _words_at(token, where))
    return any(_is_one_of(word, words("workers"), document) for word in beside)


def is_test(token: Token) -> bool:
    """Whether a weapon is only tried out: "test-fired a missile", "fired one test missile at a hulk"."""
    if token.pos_ != "VERB" or token.lemma_.lower() not in FIRING:
        return False
    shot = patient(token)
    tied = token.doc[max(token.i - 2, token.sent.start) : token.i].text.lower()
    return tied == f"{TEST}-" or any(
        word.lower_ == TEST for word in (children(shot, "compound", "amod") if shot else ())
    )


def _is_for(block: Block, plover: str) -> bool:
    """Whether a row is about words of a class, as all are that name none: "PROTEST sentence"."""
    return not block.where.endswith(f" {SENTENCE}") or block.where == f"{plover} {SENTENCE}"


def _applies(block: Block, token: Token, document: Document) -> bool:
    if block.where.endswith((SENTENCE, ARTICLE)):
        lemmas = _lemmas(token.sent if block.where.endswith(SENTENCE) else token.doc[:])
        return len(lemmas & _all_words(block.excluding)) >= block.least and not lemmas & _all_words(block.keep)
    if not any(_is_one_of(t, block.excluding, document) for t in _words_at(token, block.where)):
        return False
    if block.where == "object" and _is_by_weapon(token, document):
        return False
    return not (_lemmas(token.sent) - {token.lemma_.lower()} - _all_words(block.excluding)) & _all_words(block.keep)


def _is_by_weapon(verb: Token, document: Document) -> bool:
    """Whether a weapon is the agent, so that the verb is literal: "rockets hit the market"."""
    doer = agent(verb)
    return doer is not None and (is_a(doer, "projectile", document) or is_a(doer, "weapon", document))


def _lemmas(sent: Span) -> frozenset[str]:
    """Lemmas of a sentence or text, cached on the Doc since each of its events needs them."""
    cache = sent.doc.user_data
    key = f"lemmas {sent.start} {sent.end}"
    if key not in cache:
        cache[key] = frozenset(t.lemma_.lower() for t in sent)
    return cache[key]


@cache
def _all_words(entries: frozenset[str]) -> frozenset[str]:
    """Lemmas, with the words of kinds expanded."""
    return frozenset().union(*(words(w[1:-1]) if w.startswith("<") else {w} for w in entries))


def _is_one_of(token: Token, entries: frozenset[str], document: Document) -> bool:
    """Whether a word that is no name is one of the entries."""
    if "*" in entries:
        return True
    lemmas = {token.lemma_.lower(), token.lower_}
    return (token.pos_ != "PROPN" or document.name_at(token) is None) and bool(lemmas & _all_words(entries))


def _words_at(token: Token, where: str) -> list[Token]:
    """The words in a relation to a token: modifiers, subject, object, or after a preposition."""
    if where == "modifier":
        before = token.doc[max(token.i - 2, token.sent.start) : token.i]
        beside = [t for t in children(token, "amod", "compound", "nmod") if preposition(t) not in ("at", "on", "near")]
        return [*beside, *(t for t in before if t.head in (token, *before))]
    if where == "subject":
        noun = subject(token) if token.pos_ == "VERB" else None
        return [core(noun)] if noun is not None and not is_passive(token) else children(token, "nmod:poss")
    if where == "preposition":
        return [t for t in children(token, "case") if t.i < token.i]
    if where == "head":
        return [token.head] if token.dep_ == "nmod" and preposition(token) in ("of", "to") else []
    if where == "subject modifier":
        return [related for doer in _words_at(token, "subject") for related in _words_at(doer, "modifier")]
    if where == "object":
        noun = patient(token) if token.pos_ == "VERB" else None
        return [noun, core(noun)] if noun is not None else []
    if where == "when":
        return [t for clause in children(token, "advcl") for t in [clause, *clause.children]]
    anchors = (
        [token]
        if token.pos_ not in NOUNS
        else [token, *([token.head] if token.dep_ in ("obj", "nsubj", "obl") else [])]
    )
    below = [related for anchor in anchors for related in obliques(anchor, where)]
    below += [c for c in children(token, "advcl") if any(m.lower_ == where for m in children(c, "mark"))]
    return [t for related in below for t in (related, core(related), *children(related, "conj"))]
