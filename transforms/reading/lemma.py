"""Corrects lemmas of inflected words that the pipeline's lemmatizer does not know.

It learned edit rules from a treebank and guesses for unseen verbs: "recaptured" becomes "recaptur", "fled" becomes
"flead". Such a guess is replaced by a word of the lexicons or of the pipeline's vectors.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from transforms.seeds import rows
from transforms.words import word_list

BASES = word_list("parse bases")
PAST = frozenset({"VBD", "VBN"})
PRESENT = frozenset({"VB", "VBP"})
ENDINGS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "ed": (("ied", ("y",)), ("ed", ("e", ""))),
    "ing": (("ying", ("ie", "y")), ("ing", ("e", ""))),
    "s": (("ies", ("y", "ie")), ("es", ("e", "")), ("s", ("",))),
}
INFINITIVE = ("ate", "ise", "ize", "ify")
OF_TAG = {"VBD": "ed", "VBN": "ed", "VBG": "ing", "VBZ": "s", "NNS": "s"}
FILES = ("events", "measures", "cues", "roles", "relations", "kinds", "metaphors")


def correct_lemmas(doc: Doc) -> None:
    """Correct the lemmas of verbs and plural nouns whose lemma is not a word."""
    for token in doc:
        if token.tag_ == "NN" and (tag := _verb_tag(token)):
            token.tag_, token.pos_ = tag, "VERB"
        if token.tag_ in PAST and token.lower_.endswith("ing"):
            token.tag_, token.pos_ = "NN", "NOUN"
        if token.tag_ in PRESENT and is_past_only(token.lower_) and not _takes_base(token):
            token.tag_ = "VBN" if token.dep_ == "conj" and token.head.tag_ == "VBN" else "VBD"
        if token.pos_ != "AUX" and (token.tag_ in OF_TAG or token.tag_ in PRESENT):
            token.lemma_ = lemma(doc.vocab, token.lower_, token.tag_, token.lemma_)


def _verb_tag(token: Token) -> str | None:
    """The tag of a verb mistagged as a noun: -ing after "have been", -ate after "to"; else None."""
    if token.lower_.endswith("ing") and any(c.dep_ == "aux" and c.i < token.i for c in token.children):
        return "VBG"
    if token.i > 0 and token.nbor(-1).lower_ == "to" and token.lower_.endswith(INFINITIVE) and token.lower_ in _bases():
        token.nbor(-1).dep_, token.nbor(-1).tag_, token.nbor(-1).pos_ = "mark", "TO", "PART"
        token.dep_ = {"obl": "xcomp", "nmod": "acl"}.get(token.dep_, token.dep_)
        return "VB"
    return None


def is_past_only(form: str) -> bool:
    """Whether a form is an irregular past but not another verb's base: shot, froze, beaten; not found, left."""
    return form in irregular_lemmas() and form not in _bases() and irregular_lemmas()[form] != form


def _takes_base(token: Token) -> bool:
    return any(c.tag_ in ("TO", "MD") or c.lower_ in ("do", "did", "does") for c in token.children)


@cache
def _bases() -> frozenset[str]:
    """Verbs of the lexicons, and verbs whose base is the past form of another."""
    cells = (row.get("lemma") or "" for name in ("events", "cues") for row in rows(name) if row.get("pos") == "verb")
    listed = frozenset(entry.split()[0] for cell in cells for entry in cell.lower().split("|") if entry)
    return listed | BASES


@cache
def lemma(vocab: Vocab, form: str, tag: str, guess: str) -> str:
    """The lemma of a lower-case form with a Penn tag; `guess` if nothing better is known."""
    irregular = irregular_lemmas().get(form)
    if irregular and (tag in PAST or (tag != "VBZ" and form not in _lexicon() and guess not in _lexicon())):
        return irregular
    stems = list(dict.fromkeys(_stems(form, tag)))
    is_word = guess in _lexicon() or vocab.has_vector(guess)
    if not stems or (is_word and guess != form and (guess in stems or tag not in PAST)):
        return guess
    if tag == "NNS" and (form in _lexicon() or not form.isalpha()):
        return guess
    listed = next((stem for stem in stems if stem in _lexicon()), None)
    if listed or (is_word and tag not in PAST):
        return listed or guess
    return next((stem for stem in stems if vocab.has_vector(stem)), guess)


def _stems(form: str, tag: str) -> Iterator[str]:
    """Possible stems of a regular form: raid, hope, carry and stop for raided, hoped, carried and stopped."""
    for ending, replacements in ENDINGS.get(OF_TAG.get(tag, ""), ()):
        if form.endswith(ending) and len(form) > len(ending) + 1:
            stem = form.removesuffix(ending)
            yield from (stem + replacement for replacement in replacements)
            if ending in {"ed", "ing"} and len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]


@cache
def irregular_lemmas() -> dict[str, str]:
    """Lemma by irregular form; the first of several."""
    lemmas: dict[str, str] = {}
    for row in rows("irregular"):
        lemmas.setdefault(row["form"] or "", row["lemma"] or "")
    return lemmas


@cache
def _lexicon() -> frozenset[str]:
    """Every word of the lexicons' lemmas."""
    cells = (row.get("lemma") or row.get("words") or "" for name in FILES for row in rows(name))
    return frozenset(word for cell in cells for word in cell.lower().replace("|", " ").replace("-", " ").split())
