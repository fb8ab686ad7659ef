"""Signatures by which articles are compared.

A signature is a MinHash (Broder 1997) of the word pairs in an article's first four fifths: agencies repeat the same
closing background for weeks, which would link unrelated reports. It is that of the scheme `affine32` of the package
datasketch, which is not used because it imports SciPy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from hashlib import sha1

import numpy as np

from transforms.tables.schema import Article, Signature

LEAD = 0.8
SHORTEST = 60
"""Words that are always used, however short the article."""
SHINGLE = 2
NUMBERS = 256
_SEED = 1
_WORD = re.compile(r"\w+")


def signature(article: Article) -> Signature:
    """The MinHash signature of an article."""
    words = _WORD.findall(article.text.lower())
    words = words[: max(SHORTEST, int(len(words) * LEAD))]
    pairs = [" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))]
    return Signature(
        article_id=article.article_id,
        published_date=article.published_date,
        signature=_minima(pairs).astype("<u4").tobytes(),
    )


def _minima(shingles: Sequence[str]) -> np.ndarray:
    """The least value of all shingles under each of NUMBERS permutations of the 32-bit integers."""
    digests = (sha1(shingle.encode()).digest() for shingle in shingles)  # noqa: S324
    hashed: np.ndarray = np.array([int.from_bytes(digest[:4], "little") for digest in digests], np.uint32)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)):  # the finalizer of MurmurHash3
        hashed = (hashed ^ (hashed >> shift)) * np.uint32(factor)
    factors, summands = _permutations()
    least: np.ndarray = (hashed[:, None] * factors + summands).min(axis=0)
    return least


@cache
def _permutations() -> tuple[np.ndarray, np.ndarray]:
    """Factors, which are odd, and summands."""
    random = np.random.RandomState(_SEED)
    factors = random.randint(0, 1 << 31, NUMBERS, np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, random.randint(0, 1 << 32, NUMBERS, np.uint32)
