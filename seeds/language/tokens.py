"""Tokenizes words as the treebanks do.

spaCy's English tokenizer and Universal Dependencies differ, in running news, almost only over hyphens: the treebanks
keep "anti-government" and "non-state" whole and part "17-year-old", "well-known", "F-16" and "U.S.-backed" at
every hyphen. A few ranks that the news shortens are missing from spaCy's list of abbreviations; runs of one mark
("!!", "====") are one word. The rules are saved with the pipeline: nothing here is needed when it reads.
"""

import re
from collections.abc import Callable

import spacy
from names import WORDS
from spacy.attrs import ORTH
from spacy.lang.char_classes import ALPHA, HYPHENS
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_suffix_regex, registry

PREFIXES = tuple(WORDS["prefixes"])
RANKS = tuple(WORDS["ranks"])


def hyphen_rule() -> str:
    """A regular expression for a hyphen between letters and letters or figures, unless after one of PREFIXES."""
    no_prefix = "".join(rf"(?<!\b{prefix})(?<!\b{prefix.capitalize()})" for prefix in PREFIXES)
    after_letter = rf"(?:(?<=[{ALPHA}])|(?<=\b[A-Z]\.)){no_prefix}(?:{HYPHENS})(?=[{ALPHA}0-9])"
    return rf"(?:{after_letter}|(?<=[0-9])(?:{HYPHENS})(?=[{ALPHA}]))"


def cut_like_treebanks(nlp: Language) -> None:
    """Replace the tokenizer's rule for hyphens between letters, and add the ranks."""
    if not isinstance(nlp.tokenizer, Tokenizer):
        raise TypeError("this pipeline has a tokenizer of its own")
    rules = [rule for rule in nlp.Defaults.infixes or [] if f"(?:{HYPHENS})" not in str(rule)]
    nlp.tokenizer.infix_finditer = compile_infix_regex([*rules, hyphen_rule()]).finditer
    nlp.tokenizer.suffix_search = compile_suffix_regex([r"[!?]{2,}", *(nlp.Defaults.suffixes or [])]).search
    nlp.tokenizer.token_match = re.compile(r"([=*_~#$<>!?-])\1+$").match
    for rank in RANKS:
        nlp.tokenizer.add_special_case(rank, [{ORTH: rank}])


def english() -> Language:
    """An English pipeline with only this tokenizer."""
    nlp = spacy.blank("en")
    cut_like_treebanks(nlp)
    return nlp


@registry.callbacks("dateline.cut_like_treebanks.v1")
def cutter() -> Callable[[Language], None]:
    """The callback named in training configurations, which changes the tokenizer before training."""
    return cut_like_treebanks
