"""Looks up word forms in the seeds' lemmas, independently of the lemmatizer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from transforms.reading.parse import lemmas

Value = TypeVar("Value")


def bases(form: str) -> Iterator[str]:
    """Possible lemmas of a lower-case form; derived nouns have only themselves: `village` is no lemma of `villager`."""
    return iter(dict.fromkeys([form, form.removesuffix("s")])) if form.endswith(("er", "ers")) else lemmas(form)


def first(form: str, table: Mapping[str, Value]) -> Value | None:
    """The value of the form's first lemma in the table, else None."""
    return next((table[lemma] for lemma in bases(form) if lemma in table), None)


def every(form: str, table: Mapping[str, Iterable[Value]]) -> tuple[Value, ...]:
    """The values of all the form's lemmas in the table."""
    return tuple(value for lemma in dict.fromkeys(bases(form)) for value in table.get(lemma, ()))
