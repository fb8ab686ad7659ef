"""Detects the language of a text."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from transforms.words import word_list

PRESS = frozenset({
    "af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr",
    "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km", "kn", "ko", "ku", "ky",
    "lo", "lt", "lv", "mg", "mk", "ml", "mn", "mr", "ms", "mt", "my", "ne", "nl", "no", "pa", "pl", "ps", "pt", "ro",
    "ru", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th", "tk", "tl", "tr", "uk", "ur", "uz",
    "vi", "yo", "zh", "zu",
})  # fmt: skip
"""Languages with a press, ISO 639-1. With rare languages as candidates the detector would find them in short texts full
of foreign names.
"""
READ = 800
"""Characters inspected."""
SHORT = 120
"""Characters below which a text is treated like a headline."""
DOUBT = 0.4
"""Ratio to the best language's likelihood at which a short text counts as English: foreign names weigh much in a
headline and little in an article.
"""
ENGLISH = word_list("pages english")
"""Most frequent English words that are rare in other languages."""
PLAINLY = 0.08
"""Share of these words above which a longer text is English without the detector; other languages have less than
0.02.
"""


def load() -> LanguageIdentifier:
    """The model of the languages with a press, as its package has it."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(PRESS)
    return identifier


_loaders = [load]


def load_with(loader: Callable[[], LanguageIdentifier]) -> None:
    """Take the same model from elsewhere, before the first text that needs it."""
    _loaders[:] = [loader]


@cache
def _identifier() -> LanguageIdentifier:
    return _loaders[0]()


def forget() -> None:
    """Drop the model until the next text that needs it."""
    _identifier.cache_clear()


def language(text: str) -> str:
    """ISO 639-1 code of a text's language, `und` without letters."""
    start = text[:READ]
    if not any(character.isalpha() for character in start):
        return "und"
    if len(start) >= SHORT and _is_plainly_english(start):
        return "en"
    ranked = _identifier().rank(start)
    best, likelihood = ranked[0]
    if len(start) < SHORT and start.isascii() and dict(ranked)["en"] >= DOUBT * likelihood:
        return "en"
    return str(best)


def _is_plainly_english(text: str) -> bool:
    words = text.lower().split()
    return "the" in words and sum(word in ENGLISH for word in words) > PLAINLY * len(words)
