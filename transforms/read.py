"""Text to parse: sentences are found by rule, and only those that can hold a fact are parsed.

Parsing costs most of a night, so the tagger, parser and lemmatizer see the sentences with a word of the
lexicons, and the entity recogniser those with a capitalised word. The results are laid over one Doc of the
whole text, so that offsets stay those of the article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import spacy
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc, Span

from transforms.lemma import mend
from transforms.seeds import SEEDS, Row, listed, rows
from transforms.syntax import UNPARSED

LEXICONS = ("events", "measures", "cues", "roles", "relations")
TERMINALS = frozenset(".?!…")
CLOSERS = frozenset("\"'”’»)]")
QUOTES = frozenset('"“”„«»‘')
SYNTAX = [TAG, POS, LEMMA, DEP, HEAD]
ENTITIES = [ENT_IOB, ENT_TYPE]
OUTSIDE = 2
_FUNCTION = "a an the be have do in by up down out to on of at off for from with into over as it"
FUNCTION_WORDS = frozenset(_FUNCTION.split())
BATCH_WORDS = 20_000

Chosen = list[tuple[int, int]]


class PipelineError(ValueError):
    """A language pipeline that cannot be used; the message names it."""


@cache
def pipeline(name: str | None = None) -> Language:
    """The shipped pipeline, or another installed one by name or folder. PipelineError where it lacks UD relations."""
    try:
        nlp = spacy.load(name or SEEDS / "language" / "model")
    except OSError as error:
        raise PipelineError(
            f"language pipeline {name or 'seeds/language/model'}: not installed or not readable"
        ) from error
    labels = set(nlp.pipe_labels.get("parser", []))
    if not {"obj", "obl", "nsubj:pass"} <= labels:
        raise PipelineError(
            f"language pipeline {name}: its parser does not speak Universal Dependencies (obj, obl, nsubj:pass)"
        )
    return nlp


def read(texts: Iterable[str], nlp: Language) -> Iterator[Doc]:
    """One Doc a text, in order; sentences that can hold no fact have no syntax (see `syntax.is_parsed`)."""
    batch: list[Doc] = []
    size = 0
    for text in texts:
        batch.append(nlp.make_doc(text))
        size += len(batch[-1])
        if size >= BATCH_WORDS:
            yield from _annotate(batch, nlp)
            batch, size = [], 0
    yield from _annotate(batch, nlp)


def _annotate(docs: Sequence[Doc], nlp: Language) -> Iterator[Doc]:
    split = [sentences(doc) for doc in docs]
    telling = [[s for s in spans if can_tell(doc[s[0] : s[1]])] for doc, spans in zip(docs, split, strict=True)]
    named = [[s for s in spans if can_name(doc[s[0] : s[1]])] for doc, spans in zip(docs, split, strict=True)]
    syntax = _run(docs, telling, [pipe for name, pipe in nlp.pipeline if name != "ner"])
    entities = _run(docs, named, [pipe for name, pipe in nlp.pipeline if name == "ner"])
    for doc, spans, told, parsed, called, recognised in zip(docs, split, telling, syntax, named, entities, strict=True):
        mend(parsed)
        _lay(doc, spans, told, parsed, called, recognised)
        yield doc


def sentences(doc: Doc) -> Chosen:
    """Token ranges of the sentences: they end at a line feed, and after a full stop that no lower-case word follows."""
    starts = {0}
    for token in doc[:-1]:
        if token.is_space and "\n" in token.text and not doc[token.i + 1].is_space:
            starts.add(token.i + 1)
        elif token.is_punct and token.text[-1] in TERMINALS:
            after = token.i + 1
            while after < len(doc) and doc[after].text in CLOSERS and not doc[after - 1].whitespace_:
                after += 1
            while after < len(doc) and doc[after].is_space:
                after += 1
            if after < len(doc) and not doc[after].is_lower and (doc[after].text in QUOTES or not doc[after].is_punct):
                starts.add(after)
    return [(a, b) for a, b in pairwise(sorted({*starts, len(doc)})) if a < b]


def can_name(span: Span) -> bool:
    """True where a name may stand: a capitalised word."""
    return any(token.text[0].isupper() for token in span)


def can_tell(span: Span) -> bool:
    """True where a fact may stand: a word of the lexicons. A number or a quotation mark alone is no fact yet."""
    return any(_tells(token.lower_) for token in span)


@cache
def _forms() -> tuple[frozenset[str], dict[str, list[str]]]:
    """The words that the lexicons turn on, as lemmas, and the irregular forms of words."""
    lemmas = frozenset(word for name in LEXICONS for row in rows(name) for word in _turning_words(row))
    irregular: dict[str, list[str]] = {}
    for row in rows("irregular"):
        irregular.setdefault(row["form"] or "", []).append(row["lemma"] or "")
    return lemmas, irregular


def _turning_words(row: Row) -> Iterator[str]:
    """The word that heads each phrase of a lexicon row: the verb of a phrasal verb, the last noun of a compound."""
    if row.get("pos") == "light":
        return
    for phrase in listed((row.get("lemma") or row.get("words") or "").replace("-", " ")):
        words = [word for word in phrase.lower().split() if word not in FUNCTION_WORDS]
        if words:
            yield words[-1] if row.get("pos") == "noun" else words[0]


_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ies", ("y",)), ("ied", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ed", ("", "e")), ("ing", ("", "e")),
    ("ers", ("", "e", "er")), ("er", ("", "e")),
)  # fmt: skip


def lemmas(form: str) -> Iterator[str]:
    """What a lower-case form may be an inflection of, itself first."""
    yield form
    yield from _forms()[1].get(form, ())
    for ending, replacements in _ENDINGS:
        if form.endswith(ending) and len(form) > len(ending) + 1:
            stem = form[: -len(ending)]
            yield from (stem + replacement for replacement in replacements)
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]


@cache
def _tells(form: str) -> bool:
    lexicon = _forms()[0]
    return any(lemma in lexicon for part in form.split("-") for lemma in lemmas(part))


def _run(docs: Sequence[Doc], chosen: Sequence[Chosen], pipes: Sequence[Callable[[Doc], Doc]]) -> Iterator[Doc]:
    """The chosen sentences of each text as a Doc of their own, without white-space tokens, through the components."""
    parts: Iterable[Doc] = [_part(doc, spans) for doc, spans in zip(docs, chosen, strict=True)]
    for pipe in pipes:
        parts = pipe.pipe(parts, batch_size=64) if hasattr(pipe, "pipe") else map(pipe, parts)
    return iter(parts)


def _part(doc: Doc, spans: Chosen) -> Doc:
    tokens = [(t, t.i == start) for start, end in spans for t in doc[start:end] if not t.is_space]
    starts: list[bool | int | None] = [first for _, first in tokens]
    return Doc(doc.vocab, [t.text for t, _ in tokens], [bool(t.whitespace_) for t, _ in tokens], sent_starts=starts)


def _lay(doc: Doc, spans: Chosen, telling: Chosen, parsed: Doc, named: Chosen, recognised: Doc) -> None:
    """Lay the annotations of the parts over the whole text; sentence bounds follow from the heads."""
    heads = np.zeros(len(doc), dtype=np.int64)
    for start, end in spans:
        heads[start:end] = start - np.arange(start, end)
    values: Any = np.zeros((len(doc), len(SYNTAX) + len(ENTITIES)), dtype=np.uint64)
    values[:, 3] = doc.vocab.strings.add(UNPARSED)
    values[:, 5] = OUTSIDE
    at = _places(doc, telling)
    if len(at):
        values[at, :5] = parsed.to_array(SYNTAX)
        own = parsed.to_array([HEAD]).astype(np.int64)
        heads[at] = at[np.arange(len(at)) + own] - at
        for start, end in telling:
            root = next(i for i in range(start, end) if heads[i] == 0 and not doc[i].is_space)
            for i in range(start, end):
                if doc[i].is_space:
                    heads[i] = root - i
    at = _places(doc, named)
    if len(at):
        values[at, 5:] = recognised.to_array(ENTITIES)
    values[:, 4] = heads.astype(np.uint64)
    doc.from_array([*SYNTAX, *ENTITIES], values)


def _places(doc: Doc, spans: Chosen) -> np.ndarray:
    return np.array([i for start, end in spans for i in range(start, end) if not doc[i].is_space], dtype=np.int64)
