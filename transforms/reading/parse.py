"""Text to parse: sentences are found by rule, and only those that can hold a fact are parsed.

Parsing costs most of a night, so the tagger, parser and lemmatizer see the sentences with a word of the
lexicons, and the entity recogniser those with a capitalised word. The results are laid over one Doc of the
whole text, so that offsets stay those of the article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice, pairwise
from typing import Any

import numpy as np
import spacy
from spacy.attrs import DEP, HEAD, LEMMA, POS, TAG
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Span
from thinc.api import NumpyOps, set_current_ops
from threadpoolctl import threadpool_limits

from transforms.reading import label_schemes
from transforms.reading.dateline import filed
from transforms.reading.lemma import mend
from transforms.reading.parse_repair import find_verbs
from transforms.reading.syntax import UNPARSED
from transforms.seeds import SEEDS, Row, listed, rows

SHIPPED = SEEDS / "language" / "model"
PENN = frozenset({"NNP", "VBD", "VBN"})
LEXICONS = ("events", "measures", "cues", "roles", "relations")
TERMINALS = frozenset(".?!…")
BREAKS = frozenset("\n\u2028\u2029\x85")
"""What ends a line: the line feed and the separators of Unicode."""
CLOSERS = frozenset("\"'”’»)]")
QUOTES = frozenset('"“”„«»‘')
SYNTAX = [TAG, POS, LEMMA, DEP, HEAD]
LONGEST_SENTENCE = 300
"""Words above which a run of text without a full stop is a list or a table; it is told in pieces of as many words."""
LONGEST_WORD = 200
"""Characters above which a run without white space is cut: the tokenizer's time grows with its square."""
_OVERLONG = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
_FUNCTION = "a an the be have do in by up down out to on of at off for from with into over as it"
FUNCTION_WORDS = frozenset(_FUNCTION.split())
BATCH_WORDS = 20_000
BATCH_TEXTS = 16
SHARE_WORDS = 4_000

Chosen = list[tuple[int, int]]


class PipelineError(ValueError):
    """A language pipeline that cannot be used; the message names it."""


@cache
def pipeline(name: str | None = None) -> Language:
    """The shipped pipeline, or another installed one by name or folder, put into the terms of the rules.

    PipelineError where it is not there or speaks neither Universal Dependencies nor ClearNLP.
    """
    if name is None:
        return _loaded(str(SHIPPED))
    nlp = _loaded(name)
    labels = {label for found in nlp.pipe_labels.values() for label in found}
    spoken = label_schemes.speaks(labels)
    if spoken is None or PENN - labels:
        raise PipelineError(
            f"language pipeline {name}: it gives no Penn tags with relations of Universal Dependencies or ClearNLP"
        )
    nlp.tokenizer = Tokenizer(nlp.vocab).from_disk(SHIPPED / "tokenizer")
    if spoken == label_schemes.CLEARNLP:
        nlp.add_pipe(label_schemes.SYNTAX)
    nlp.add_pipe(label_schemes.NAMES)
    return nlp


def _loaded(name: str) -> Language:
    """A pipeline whose layers multiply with NumPy's OpenBLAS on one thread.

    Its kernels suit more processors than those of BLIS, spaCy's own; a second thread costs more than it gains.
    """
    threadpool_limits(1, user_api="blas")
    set_current_ops(NumpyOps(use_blis=False))
    try:
        return spacy.load(name)
    except (OSError, ValueError, ImportError) as error:
        raise PipelineError(f"language pipeline {name}: not installed or not readable") from error


def stages(nlp: Language) -> tuple[list[str], list[str]]:
    """The components that give syntax, and those that give names, with the readers that each listens to."""
    naming = {name for name in nlp.pipe_names if "doc.ents" in nlp.get_pipe_meta(name).assigns}
    heard = {name: set(getattr(pipe, "listening_components", ())) for name, pipe in nlp.pipeline}
    return (
        [name for name in nlp.pipe_names if name not in naming and not (heard[name] and heard[name] <= naming)],
        [name for name in nlp.pipe_names if name in naming or heard[name] & naming],
    )


def read(texts: Iterable[str], nlp: Language) -> Iterator[Doc]:
    """One Doc a text, in order; sentences that can hold no fact have no syntax (see `syntax.is_parsed`)."""
    batch: list[Doc] = []
    size = 0
    for text in texts:
        batch.append(tokens(text, nlp))
        size += len(batch[-1])
        if size >= BATCH_WORDS:
            yield from _annotate(batch, nlp)
            batch, size = [], 0
    yield from _annotate(batch, nlp)


def tokens(text: str, nlp: Language) -> Doc:
    """The text as an unread Doc."""
    cuts = [0, *(match.end() for match in _OVERLONG.finditer(text)), len(text)]
    if len(cuts) == 2:
        return nlp.make_doc(text)
    pieces = [nlp.make_doc(text[start:end]) for start, end in pairwise(cuts)]
    words = [token for piece in pieces for token in piece]
    return Doc(nlp.vocab, [token.text for token in words], [bool(token.whitespace_) for token in words])


class Words:
    """The words of a Doc as plain lists, which are read far more quickly than spaCy's tokens."""

    def __init__(self, doc: Doc) -> None:
        tokens = list(doc)
        self.doc = doc
        self.text = [token.text for token in tokens]
        self.lower = [token.lower_ for token in tokens]
        self.spaced = [bool(token.whitespace_) for token in tokens]
        self.is_space = [token.is_space for token in tokens]
        self.is_punct = [token.is_punct for token in tokens]

    def __len__(self) -> int:
        return len(self.text)

    def at(self, offsets: Iterable[int]) -> Iterator[int]:
        """The words that begin at these offsets of the text."""
        begins = {token.idx: token.i for token in self.doc}
        return (begins[offset] for offset in offsets if offset in begins)

    def places(self, spans: Chosen) -> list[int]:
        """The positions in these sentences that hold no white space."""
        return [i for start, end in spans for i in range(start, end) if not self.is_space[i]]

    def part(self, spans: Chosen) -> Doc:
        """These sentences as a Doc of their own, without white-space tokens."""
        firsts, at = {start for start, _ in spans}, self.places(spans)
        starts: list[bool | int | None] = [i in firsts for i in at]
        return Doc(self.doc.vocab, [self.text[i] for i in at], [self.spaced[i] for i in at], sent_starts=starts)


def _annotate(docs: Sequence[Doc], nlp: Language) -> Iterator[Doc]:
    texts = [Words(doc) for doc in docs]
    split = [sentences(words) for words in texts]
    telling = [
        [s for s in spans if can_tell(words.lower[slice(*s)])] for words, spans in zip(texts, split, strict=True)
    ]
    split = [[piece for span in spans for piece in pieces(span)] for spans in split]
    named = [[s for s in spans if can_name(words.text[slice(*s)])] for words, spans in zip(texts, split, strict=True)]
    parsing, naming = ([nlp.get_pipe(name) for name in stage] for stage in stages(nlp))
    syntax = _run(texts, telling, parsing)
    entities = _run(texts, named, naming)
    for words, spans, told, parsed, called, recognised in zip(
        texts, split, telling, syntax, named, entities, strict=True
    ):
        find_verbs(parsed)
        mend(parsed)
        _lay(words, spans, told, parsed)
        _name(words, called, recognised)
        yield words.doc


def sentences(words: Words) -> Chosen:
    """Token ranges of the sentences: they end with a line, and after a full stop that no lower-case word follows.

    What a story opens with before its first sentence, "BEIRUT (AP) — ", is one of its own.
    """
    text, size = words.text, len(words)
    starts = {0, *words.at(filed(words.doc.text))}
    for i in range(size - 1):
        if words.is_space[i]:
            if not BREAKS.isdisjoint(text[i]) and not words.is_space[i + 1]:
                starts.add(i + 1)
        elif words.is_punct[i] and text[i][-1] in TERMINALS and not _shortens(words, i):
            after = i + 1
            while after < size and text[after] in CLOSERS and not words.spaced[after - 1]:
                after += 1
            while after < size and words.is_space[after]:
                after += 1
            if after < size and not text[after].islower() and (text[after] in QUOTES or not words.is_punct[after]):
                starts.add(after)
    return [(a, b) for a, b in pairwise(sorted({*starts, size})) if a < b]


def _shortens(words: Words, stop: int) -> bool:
    """True for the full stop of a title: "Spc. Jane Roe"."""
    return stop > 0 and not words.spaced[stop - 1] and f"{words.text[stop - 1]}{words.text[stop]}" in _titles()


@cache
def _titles() -> frozenset[str]:
    return frozenset(title for row in rows("name_words") if row["role"] == "title" for title in listed(row["words"]))


def pieces(span: tuple[int, int]) -> Chosen:
    """A sentence, a list in pieces: what is asked of each name in a sentence costs as much as the sentence is long."""
    start, end = span
    return [(at, min(at + LONGEST_SENTENCE, end)) for at in range(start, end, LONGEST_SENTENCE)]


def can_name(words: Sequence[str]) -> bool:
    """True where a name may stand: a capitalised word."""
    return any(word[0].isupper() for word in words)


def can_tell(words: Sequence[str]) -> bool:
    """True where a fact may stand: a word of the lexicons, in what somebody wrote as a sentence and not as a list.

    The words are lower case. A number or a quotation mark alone is no fact yet.
    """
    return len(words) <= LONGEST_SENTENCE and any(map(_tells, words))


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


def _run(texts: Sequence[Words], chosen: Sequence[Chosen], pipes: Sequence[Callable[[Doc], Doc]]) -> Iterator[Doc]:
    """The chosen sentences of each text through the components; a long text goes in parts, since memory is short."""
    shares = [list(_shares(spans)) for spans in chosen]
    parts: Iterable[Doc] = (words.part(share) for words, some in zip(texts, shares, strict=True) for share in some)
    for pipe in pipes:
        parts = pipe.pipe(parts, batch_size=BATCH_TEXTS) if hasattr(pipe, "pipe") else map(pipe, parts)
    done = iter(parts)
    for some in shares:
        docs = list(islice(done, len(some)))
        yield docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)


def _shares(spans: Chosen) -> Iterator[Chosen]:
    """The sentences in their order, some thousands of words at a time; an empty share where there are none."""
    share: Chosen = []
    size = 0
    for start, end in spans:
        share.append((start, end))
        size += end - start
        if size >= SHARE_WORDS:
            yield share
            share, size = [], 0
    if share or not spans:
        yield share


def _lay(words: Words, spans: Chosen, telling: Chosen, parsed: Doc) -> None:
    """Lay the syntax of the parsed sentences over the whole text; sentence bounds follow from the heads."""
    heads = np.zeros(len(words), dtype=np.int64)
    for start, end in spans:
        heads[start:end] = start - np.arange(start, end)
    values: Any = np.zeros((len(words), len(SYNTAX)), dtype=np.uint64)
    values[:, SYNTAX.index(DEP)] = words.doc.vocab.strings.add(UNPARSED)
    at = np.array(words.places(telling), dtype=np.int64)
    if len(at):
        values[at] = parsed.to_array(SYNTAX)
        heads[at] = at[np.arange(len(at)) + parsed.to_array([HEAD]).astype(np.int64)] - at
        for start, end in telling:
            root = next(i for i in range(start, end) if heads[i] == 0 and not words.is_space[i])
            for i in range(start, end):
                if words.is_space[i]:
                    heads[i] = root - i
    values[:, SYNTAX.index(HEAD)] = heads.astype(np.uint64)
    words.doc.from_array(SYNTAX, values)


def _name(words: Words, named: Chosen, recognised: Doc) -> None:
    """Set the recognised names on the whole text."""
    at = words.places(named)
    words.doc.ents = [
        Span(words.doc, at[name.start], at[name.end - 1] + 1, label=name.label) for name in recognised.ents
    ]
