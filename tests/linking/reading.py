"""Extracts facts from the texts of the hand-linked articles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.linking.linked import Linked, facts
from transforms.facts.events.learned import reader_of
from transforms.facts.extract import extract_all
from transforms.reading.parse import pipeline
from transforms.tables.normalise import fact_ids


def read(about: Linked, reader: str | None = None) -> list[Mapping[str, Any]]:
    """The events and figures that a reader finds in the articles, the shipped one by default, each with an id."""
    found: dict[str, list[Any]] = {"events": [], "figures": []}
    for one in extract_all(about.articles, pipeline(None), reader_of(reader)):
        assert isinstance(one, dict), one
        for name, rows in found.items():
            rows += [replace(row, fact_id=key) for row, key in zip(one[name], fact_ids(name, one[name]), strict=True)]
    return list(facts(about, found["events"], found["figures"]))
