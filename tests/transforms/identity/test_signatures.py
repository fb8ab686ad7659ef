"""Signatures of articles."""

from __future__ import annotations

from hashlib import sha256

import numpy as np

from tests.transforms.identity.test_near_duplicates import article
from transforms.identity.signatures import NUMBERS, signature


def test_a_signature_is_that_of_datasketch_on_every_machine() -> None:
    """The values are those of `MinHash(num_perm=256, scheme="affine32")` of datasketch 2.0.0, as in older lakes."""
    found = signature(article("Rebel fighters captured the city of Hama on Thursday."))
    assert len(found.signature) == 4 * NUMBERS
    assert found.signature[:8].hex() == "6d7e8f01f36bd352"
    assert sha256(found.signature).hexdigest() == "40858469fbb9c0920147756c2a271063ea90becbd27a869b4469f7c1f03e77dc"
    assert signature(article("")).signature[:8].hex() == "6778c6b6afb22fe1"


def test_the_share_of_equal_numbers_is_that_of_common_pairs() -> None:
    first, second = (
        np.frombuffer(signature(article(" ".join(words))).signature, "<u4")
        for words in ([f"a{n}" for n in range(50)], [f"a{n}" for n in range(25, 75)])
    )
    assert abs(np.mean(first == second) - 24 / 74) < 0.06, "24 of the 74 pairs of words are in both"
