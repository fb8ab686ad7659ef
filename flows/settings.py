"""Settings: read once from the environment, typed, with defaults that need none of them.

| variable | meaning |
| --- | --- |
| DATELINE_HOME | folder where the warehouse lies; the project's own by default |
| DATELINE_NLP | name or folder of another spaCy pipeline that speaks Universal Dependencies |
| DATELINE_CONTACT | address of the people who run this, put into the User-Agent |
| DATELINE_ALLOWED_HOSTS | hosts that may be fetched although their address is private, a JSON list |
| DATELINE_WORKERS | batches worked on at once, each read in a process of its own; the processor's cores by default |
| DATELINE_BATCH | documents in a batch |
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from warehouse import Lake

PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What a run may be told by its surroundings; see the module for the variables."""

    model_config = SettingsConfigDict(env_prefix="DATELINE_", frozen=True)

    home: Path = PROJECT
    nlp: str | None = None
    contact: str | None = None
    allowed_hosts: frozenset[str] = frozenset()
    workers: int = Field(default=os.cpu_count() or 1, ge=1)
    batch: int = Field(default=50, ge=1)

    @property
    def lake(self) -> Lake:
        return Lake.at(self.home)
