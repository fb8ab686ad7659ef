"""The codebook agrees with the seeds."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from transforms.codebook import codebook
from transforms.tables.schema import Modality, Plover

PAGE = Path(__file__).resolve().parents[2] / "docs" / "codebook.md"


def test_the_codebook_in_the_docs_is_that_of_the_seeds() -> None:
    assert PAGE.read_text(encoding="utf-8").strip() == codebook().strip(), "dateline codebook > docs/codebook.md"


def test_every_code_is_in_the_codebook() -> None:
    told = codebook()
    assert all(f"| {code} | " in told for code in get_args(Plover))
    assert all(f"| {code} | " in told for code in get_args(Modality) if code != "asserted")
