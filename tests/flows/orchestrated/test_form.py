"""The parameters in the run form of Prefect's UI."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest
from pydantic import TypeAdapter

from flows.orchestrated.form import form, names
from flows.sources import SourceError
from tests.flows.test_backfill import furnish


def test_what_is_shown_stands_in_the_schema() -> None:
    shown = TypeAdapter(Annotated[list[str], form(title="Sources", items={"type": "string", "enum": ["desk"]})])
    told = shown.json_schema()
    assert (told["title"], told["items"]) == ("Sources", {"type": "string", "enum": ["desk"]})


def test_the_sources_of_the_home_are_offered(home: Path) -> None:
    furnish(home)
    assert names() == ["desk"]
    (home / "seeds" / "sources.toml").write_text("no list")
    with pytest.raises(SourceError, match=r"sources\.toml"):
        names()
