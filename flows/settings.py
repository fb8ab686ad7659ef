"""Settings: read from the environment or from `.env` in the home folder, typed, with defaults that need none of them.

| variable | meaning |
| --- | --- |
| DATELINE_HOME | folder of the warehouse, `.env` and, if wanted, `seeds/sources.toml`; the project by default |
| DATELINE_NLP | name or folder of another spaCy pipeline (Universal Dependencies or ClearNLP) |
| DATELINE_CONTACT | address of the people who run this, put into the User-Agent |
| DATELINE_ALLOWED_HOSTS | hosts that may be fetched although their address is private, a JSON list |
| DATELINE_WORKERS | batches worked on at once, each read in a process of its own; the processor's cores by default |
| DATELINE_BATCH | documents in a batch |
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from warehouse import Lake

PROJECT = Path(__file__).resolve().parent.parent


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it."""


class Settings(BaseSettings):
    """What a run may be told by its surroundings; see the module for the variables."""

    model_config = SettingsConfigDict(env_prefix="DATELINE_", frozen=True, extra="ignore")

    home: Path = PROJECT
    nlp: str | None = None
    contact: str | None = None
    allowed_hosts: frozenset[str] = frozenset()
    workers: int = Field(default=os.cpu_count() or 1, ge=1)
    batch: int = Field(default=50, ge=1)

    @property
    def lake(self) -> Lake:
        return Lake.at(self.home)

    @property
    def sources(self) -> Path:
        """The list of sources: the home's own, else the project's."""
        own = self.home / "seeds" / "sources.toml"
        return own if own.exists() else PROJECT / "seeds" / "sources.toml"


def settings() -> Settings:
    """The settings in force now. SettingsError, naming the variable, where one has a value it cannot have."""
    home = Path(os.environ.get("DATELINE_HOME") or PROJECT)
    try:
        return Settings(home=home, _env_file=home / ".env")  # type: ignore[call-arg]
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"DATELINE_{name}: {first['msg']}") from error
