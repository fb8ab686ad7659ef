"""Look-ups of written words in the seeds' lemmas, without a lemmatizer's errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from transforms.reading.parse import lemmas

Value = TypeVar("Value")


def bases(form: str) -> Iterator[str]:
    """The lemmas a lower-case form may have, without those of derived nouns: a villager is no village."""
    return iter(dict.fromkeys([form, form.removesuffix("s")])) if form.endswith(("er", "ers")) else lemmas(form)


def first(form: str, table: Mapping[str, Value]) -> Value | None:
    """The value of the first lemma of a form that a table holds."""
    return next((table[lemma] for lemma in bases(form) if lemma in table), None)


def every(form: str, table: Mapping[str, Iterable[Value]]) -> tuple[Value, ...]:
    """The values of all the lemmas of a form that a table holds."""
    return tuple(value for lemma in dict.fromkeys(bases(form)) for value in table.get(lemma, ()))
