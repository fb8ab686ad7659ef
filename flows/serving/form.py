"""What the forms of Prefect's UI show of a parameter beside its name and type."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from flows.settings import settings
from flows.sources import load


def form(**shown: Any) -> Any:
    """Keys of a parameter's JSON schema, such as its title."""
    return Field(json_schema_extra=shown)


def names() -> list[str]:
    """The names of the sources, to choose from. SourceError where their list cannot be read."""
    return [source.source_id for source in load(path=settings().sources)]
