"""Annotations of flow parameters for the run form of Prefect's UI."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from flows.settings import settings
from flows.sources import load


def form(**keys: Any) -> Any:
    """Keys of a parameter's JSON schema, such as its title."""
    return Field(json_schema_extra=keys)


def names() -> list[str]:
    """Names of the sources, for the multi-select. SourceError if the list is unreadable."""
    return [source.source_id for source in load(path=settings().sources)]
