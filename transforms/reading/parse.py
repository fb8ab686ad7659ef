"""Parses text with spaCy: splits sentences by rule and parses only those that may hold a fact.

Parsing dominates the cost of a night, so the tagger, parser and lemmatizer see only sentences with a word of the
lexicons, and the entity recogniser only those with a capitalised word. The results are merged into one Doc of the whole
text, so that offsets are those of the article.
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

from transforms.reading import label_schemes, tree
from transforms.reading.dateline import starts_after_datelines
from transforms.reading.lemma import correct_lemmas
from transforms.reading.letter_case import one_case
from transforms.reading.networks import without_training
from transforms.reading.parse_repair import repair_clauses
from transforms.reading.syntax import TIMES, UNPARSED
from transforms.seeds import SEEDS, Row, listed, rows
from transforms.words import word_list, words_in

SHIPPED = SEEDS / "language" / "model"
PENN = frozenset({"NNP", "VBD", "VBN"})
LEXICONS = ("events", "measures", "cues", "roles", "relations")
TERMINALS = frozenset(".?!…")
BREAKS = frozenset("\n\u2028\u2029\x85")
"""Line breaks, including Unicode's."""
CLOSERS = frozenset("\"'”’»)]")
SURE_CLOSERS = frozenset("”»")
"""Marks that can only close a quotation; some outlets put a space before them: “ We hold it. ”"""
QUOTES = frozenset('"“”„«»‘')
SYNTAX = [TAG, POS, LEMMA, DEP, HEAD]
LONGEST_SENTENCE = 300
"""Maximum words of a sentence; longer runs without a full stop are lists or tables and are split at this length."""
LONGEST_CORRECTION = 12
"""Maximum words of a sentence that is parsed only because it may correct a number."""
LONGEST_WORD = 200
"""Maximum characters without whitespace; longer runs are split, since the tokenizer's time is quadratic in them."""
_OVERLONG = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
_UNREAD = re.compile(
    "[\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\ufe0f\u20e3\U0001f000-\U0001faff]"
    r"|(?<!\w)[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
    r"|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff](?!\w)"
)
"""Characters that stand between words and are none: emoji, and invisible characters but for those inside a word."""
_DOTTED = re.compile(r"(?:[A-Za-z]\.){2,}")
_HALVES = word_list("parse halves of the day")
_SHORT = 5
_ABBREVIATED = word_list("parse abbreviated")
_OPENING = word_list("parse openers")
FUNCTION_WORDS = word_list("parse function words")
_ACRONYMS = word_list("parse acronyms")
_PLAIN_ACRONYM = "nato"
"""The normal form that the parser sees in place of those of `_ACRONYMS`: a name that it knows as one."""
BATCH_WORDS = 9_000
WORDS_AT_ONCE = 4_500
"""Words of the texts that a component takes at once, those of some four articles: what a network hands over for more
leaves the processor's cache and takes memory, and spaCy's parsers, which walk their texts in step, need several.
"""
SHARE_WORDS = 4_000

Chosen = list[tuple[int, int]]


class PipelineError(ValueError):
    """An unusable language pipeline; the message names it."""


@cache
def pipeline(name: str | None = None) -> Language:
    """The shipped pipeline, or another one by name or folder, converted to our label scheme.

    PipelineError if it is missing or uses neither Universal Dependencies nor ClearNLP labels.
    """
    if name is None:
        return _loaded(str(SHIPPED))
    nlp = _loaded(name)
    labels = {label for component_labels in nlp.pipe_labels.values() for label in component_labels}
    scheme = label_schemes.scheme_of(labels)
    if scheme is None or PENN - labels:
        raise PipelineError(
            f"language pipeline {name}: it gives no Penn tags with relations of Universal Dependencies or ClearNLP"
        )
    nlp.tokenizer = Tokenizer(nlp.vocab).from_disk(SHIPPED / "tokenizer")
    if scheme == label_schemes.CLEARNLP:
        nlp.add_pipe(label_schemes.SYNTAX)
    nlp.add_pipe(label_schemes.NAMES)
    return nlp


def _loaded(name: str) -> Language:
    """Load a pipeline, with matrix products in NumPy's OpenBLAS on one thread.

    OpenBLAS supports more processors than BLIS, spaCy's default; a second thread costs more than it gains.
    """
    threadpool_limits(1, user_api="blas")
    set_current_ops(NumpyOps(use_blis=False))
    try:
        return without_training(spacy.load(name))
    except (OSError, ValueError, ImportError) as error:
        raise PipelineError(f"language pipeline {name}: not installed or not readable") from error


def stages(nlp: Language) -> tuple[list[str], list[str]]:
    """The components for syntax and those for names, each with the tok2vec layers they listen to."""
    naming = {name for name in nlp.pipe_names if "doc.ents" in nlp.get_pipe_meta(name).assigns}
    listeners = {name: set(getattr(pipe, "listening_components", ())) for name, pipe in nlp.pipeline}
    return (
        [name for name in nlp.pipe_names if name not in naming and not (listeners[name] and listeners[name] <= naming)],
        [name for name in nlp.pipe_names if name in naming or listeners[name] & naming],
    )


def read(texts: Iterable[str], nlp: Language) -> Iterator[tree.Doc]:
    """One Doc per text, in order; sentences without a possible fact have no syntax (see `syntax.is_parsed`)."""
    batch: list[Words] = []
    size = 0
    for text in texts:
        batch.append(Words(tokens(_UNREAD.sub(" ", text), nlp), text))
        size += len(batch[-1])
        if size >= BATCH_WORDS:
            yield from _annotate(batch, nlp)
            batch, size = [], 0
    yield from _annotate(batch, nlp)


def tokens(text: str, nlp: Language) -> Doc:
    """Tokenize a text."""
    cuts = [0, *(match.end() for match in _OVERLONG.finditer(text)), len(text)]
    if len(cuts) == 2:
        return nlp.make_doc(text)
    pieces = [nlp.make_doc(text[start:end]) for start, end in pairwise(cuts)]
    words = [token for piece in pieces for token in piece]
    return Doc(nlp.vocab, [token.text for token in words], [bool(token.whitespace_) for token in words])


class Words:
    """Words of a Doc as plain lists, much faster to read than spaCy's tokens; `written` is its text."""

    def __init__(self, doc: Doc, written: str | None = None) -> None:
        tokens = list(doc)
        self.doc = doc
        self.written = written if written is not None else doc.text
        self.text = [token.text for token in tokens]
        self.lower = [token.lower_ for token in tokens]
        self.spaced = [bool(token.whitespace_) for token in tokens]
        self.is_space = [token.is_space for token in tokens]
        self.is_punct = [token.is_punct for token in tokens]

    def __len__(self) -> int:
        return len(self.text)

    def starting_at(self, offsets: Iterable[int]) -> Iterator[int]:
        """Indices of the words that begin at these text offsets."""
        begins = {token.idx: token.i for token in self.doc}
        return (begins[offset] for offset in offsets if offset in begins)

    def indices(self, spans: Chosen) -> list[int]:
        """Word indices in these sentences, without whitespace tokens."""
        return [i for start, end in spans for i in range(start, end) if not self.is_space[i]]

    def part(self, spans: Chosen) -> Doc:
        """A new Doc of these sentences, without whitespace tokens."""
        firsts, indices = {start for start, _ in spans}, self.indices(spans)
        starts: list[bool | int | None] = [i in firsts for i in indices]
        words, spaces = [self.text[i] for i in indices], [self.spaced[i] for i in indices]
        doc = Doc(self.doc.vocab, words, spaces, sent_starts=starts)
        acronyms = {i for span in spans for i in self._acronyms(*span)}
        for position in (n for n, i in enumerate(indices) if i in acronyms) if acronyms else ():
            doc[position].norm_ = _PLAIN_ACRONYM
        return doc

    def _acronyms(self, start: int, end: int) -> list[int]:
        """Indices of the acronyms that are other words in lower case, in a sentence that is not all in capitals."""
        found = [i for i in range(start, end) if self.text[i] in _ACRONYMS]
        return found if found and any(map(str.islower, self.text[start:end])) else []


def _annotate(texts: Sequence[Words], nlp: Language) -> Iterator[tree.Doc]:
    split = [sentences(words) for words in texts]
    spans_with_facts = [
        [s for s in spans if may_hold_fact(words.lower[slice(*s)])] for words, spans in zip(texts, split, strict=True)
    ]
    split = [[piece for span in spans for piece in pieces(span)] for spans in split]
    spans_with_names = [
        [s for s in spans if may_hold_name(words.text[slice(*s)])] for words, spans in zip(texts, split, strict=True)
    ]
    parsing, naming = ([nlp.get_pipe(name) for name in stage] for stage in stages(nlp))
    syntax = _run(texts, spans_with_facts, parsing)
    entities = _run(texts, spans_with_names, naming)
    for words, spans, parsed_spans, parsed, name_spans, recognised in zip(
        texts, split, spans_with_facts, syntax, spans_with_names, entities, strict=True
    ):
        repair_clauses(parsed)
        correct_lemmas(parsed)
        _copy_syntax(words, spans, parsed_spans, parsed)
        _copy_names(words, name_spans, recognised)
        yield tree.Doc(words.doc, words.written)


def sentences(words: Words) -> Chosen:
    """Token ranges of the sentences. They end at a line break, and at a full stop unless a lower-case word follows in a
    text that also has capitals.

    A dateline, "BEIRUT (AP) — ", is a sentence of its own.
    """
    text, size, is_lower = words.text, len(words), one_case(words.written) == "lower"
    starts = {0, *words.starting_at(starts_after_datelines(words.doc.text))}
    for i in range(size - 1):
        if words.is_space[i]:
            if not BREAKS.isdisjoint(text[i]) and not words.is_space[i + 1]:
                starts.add(i + 1)
        elif _is_full_stop(words, i, is_lower) or _ends_short(words, i, starts):
            after = i + 1
            while after < size and (
                text[after] in SURE_CLOSERS or (text[after] in CLOSERS and not words.spaced[after - 1])
            ):
                after += 1
            while after < size and words.is_space[after]:
                after += 1
            is_word = after < size and (text[after] in QUOTES or not words.is_punct[after])
            if is_word and (is_lower or not text[after].islower()):
                starts.add(after)
    return [(a, b) for a, b in pairwise(sorted({*starts, size})) if a < b]


def _is_full_stop(words: Words, i: int, is_lower: bool) -> bool:
    is_stop = words.is_punct[i] and words.text[i][-1] in TERMINALS
    return is_stop and not _follows_abbreviation(words, i, is_lower)


def _ends_short(words: Words, stop: int, starts: set[int]) -> bool:
    """Whether a sentence ends with an abbreviation: "around 10 a.m. Residents said", "to the U.S. The army".

    It does not if the clock time opens it, "At 7 a.m. Israeli forces came", or if a day or zone follows, "9 a.m.
    Thursday".
    """
    text = words.text
    if not _DOTTED.fullmatch(text[stop]) or stop + 1 >= len(words) or not text[stop + 1][0].isupper():
        return False
    after = [word.lower() for word in text[stop + 1 : stop + 3]]
    if text[stop].lower() not in _HALVES:
        return text[stop + 1].istitle() and after[0] in _OPENING
    continues = after[0] in TIMES or "time" in after or text[stop + 1].isupper()
    return not continues and stop - max(start for start in starts if start <= stop) > _SHORT


def _follows_abbreviation(words: Words, stop: int, is_lower: bool = False) -> bool:
    """Whether a full stop belongs to a title, "Spc. Jane Roe", to a weekday before its date, "Tues. 9 April", or
    in a text in lower case to another short form: "st. george", "dec. 3".
    """
    if not stop or words.spaced[stop - 1]:
        return False
    short, after = f"{words.text[stop - 1]}{words.text[stop]}", words.text[stop + 1 : stop + 2]
    if (short.capitalize() if is_lower else short) in words_in("name_words", role="title"):
        return True
    if is_lower and (words.text[stop - 1] in _ABBREVIATED or "." in words.text[stop - 1]):
        return True
    return short in words_in("name_words", role="weekday") and bool(after) and after[0][0].isdigit()


def pieces(span: tuple[int, int]) -> Chosen:
    """Split an overlong sentence: the cost of checks per name grows with its length."""
    start, end = span
    return [(begin, min(begin + LONGEST_SENTENCE, end)) for begin in range(start, end, LONGEST_SENTENCE)]


def may_hold_name(words: Sequence[str]) -> bool:
    """Whether a name is possible: any capitalised word."""
    return any(word[0].isupper() for word in words)


def may_hold_fact(words: Sequence[str]) -> bool:
    """Whether a fact is possible: a lexicon word, or a short correction, "There were five, not six", in a sentence
    rather than a list.

    `words` are lower case. A number or a quotation mark alone is not enough.
    """
    is_correction = len(words) <= LONGEST_CORRECTION and (",", "not") in pairwise(words)
    return len(words) <= LONGEST_SENTENCE and (is_correction or any(map(_is_in_lexicon, words)))


@cache
def _forms() -> tuple[frozenset[str], dict[str, list[str]]]:
    """Head words of the lexicons, and lemmas by irregular form."""
    lemmas = frozenset(word for name in LEXICONS for row in rows(name) for word in _head_words(row))
    irregular: dict[str, list[str]] = {}
    for row in rows("irregular"):
        irregular.setdefault(row["form"] or "", []).append(row["lemma"] or "")
    return lemmas, irregular


def _head_words(row: Row) -> Iterator[str]:
    """Head word of each phrase in a lexicon row: the verb of a phrasal verb, the last noun of a compound."""
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
    """Possible lemmas of a lower-case form, itself first."""
    yield form
    yield from _forms()[1].get(form, ())
    for ending, replacements in _ENDINGS:
        if form.endswith(ending) and len(form) > len(ending) + 1:
            stem = form[: -len(ending)]
            yield from (stem + replacement for replacement in replacements)
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]


@cache
def _is_in_lexicon(form: str) -> bool:
    lexicon = _forms()[0]
    return any(lemma in lexicon for part in form.split("-") for lemma in lemmas(part))


def _run(texts: Sequence[Words], chosen: Sequence[Chosen], pipes: Sequence[Callable[[Doc], Doc]]) -> Iterator[Doc]:
    """Run components on the chosen sentences of each text; long texts run in parts to bound memory."""
    shares = [list(_shares(spans)) for spans in chosen]
    parts: Iterable[Doc] = (words.part(share) for words, own in zip(texts, shares, strict=True) for share in own)
    for pipe in pipes:
        parts = _piped(pipe, parts) if hasattr(pipe, "pipe") else map(pipe, parts)
    processed = iter(parts)
    for shares_of_text in shares:
        docs = list(islice(processed, len(shares_of_text)))
        yield docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)


def _piped(pipe: Any, docs: Iterable[Doc]) -> Iterator[Doc]:
    """The docs with what a component adds, a few at a time."""
    for batch in _few_at_a_time(docs):
        yield from pipe.pipe(batch, batch_size=4 * len(batch))  # a parser takes a quarter of these at once


def _few_at_a_time(docs: Iterable[Doc]) -> Iterator[list[Doc]]:
    """Docs of WORDS_AT_ONCE words together; a longer one is alone."""
    batch: list[Doc] = []
    size = 0
    for doc in docs:
        if batch and size + len(doc) > WORDS_AT_ONCE:
            yield batch
            batch, size = [], 0
        batch.append(doc)
        size += len(doc)
    if batch:
        yield batch


def _shares(spans: Chosen) -> Iterator[Chosen]:
    """Split the sentences into shares of at least SHARE_WORDS words; one empty share if there are none."""
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


def _copy_syntax(words: Words, spans: Chosen, parsed_spans: Chosen, parsed: Doc) -> None:
    """Copy the syntax of the parsed sentences into the whole Doc; sentence bounds follow from the heads."""
    heads = np.zeros(len(words), dtype=np.int64)
    for start, end in spans:
        heads[start:end] = start - np.arange(start, end)
    values: Any = np.zeros((len(words), len(SYNTAX)), dtype=np.uint64)
    values[:, SYNTAX.index(DEP)] = words.doc.vocab.strings.add(UNPARSED)
    indices = np.array(words.indices(parsed_spans), dtype=np.int64)
    if len(indices):
        values[indices] = parsed.to_array(SYNTAX)
        heads[indices] = indices[np.arange(len(indices)) + parsed.to_array([HEAD]).astype(np.int64)] - indices
        for start, end in parsed_spans:
            root = next(i for i in range(start, end) if heads[i] == 0 and not words.is_space[i])
            for i in range(start, end):
                if words.is_space[i]:
                    heads[i] = root - i
    values[:, SYNTAX.index(HEAD)] = heads.astype(np.uint64)
    words.doc.from_array(SYNTAX, values)


def _copy_names(words: Words, name_spans: Chosen, recognised: Doc) -> None:
    """Copy the recognised names into the whole Doc."""
    indices = words.indices(name_spans)
    words.doc.ents = [
        Span(words.doc, indices[name.start], indices[name.end - 1] + 1, label=name.label) for name in recognised.ents
    ]
