"""Settings: read from the environment or from `.env` in the home folder, typed, with defaults that need none of them.

| variable | meaning |
| --- | --- |
| DATELINE_HOME | folder of the warehouse, `.env` and, if wanted, `seeds/sources.toml`; the project by default |
| DATELINE_CATALOG | `postgres:` and libpq's words or a URI, no password in it: a catalogue that many machines share |
| DATELINE_DATA | folder or `s3://BUCKET/PREFIX` for the files alone; keys, region and endpoint by the AWS_… variables |
| DATELINE_NLP | name or folder of another spaCy pipeline (Universal Dependencies or ClearNLP) |
| DATELINE_READER | who reads events: `learned` (default), `rules`, a folder, an address and model (docs/readers.md) |
| DATELINE_CONTACT | address of the people who run this, put into the User-Agent |
| DATELINE_ALLOWED_HOSTS | hosts that may be fetched although their address is private, a JSON list |
| DATELINE_ROUTES | address and port to connect to for a host, whatever its name resolves to, a JSON object of lists |
| DATELINE_FRESH | seconds since an address was asked for in which it is not asked again; half a day by default |
| DATELINE_DELAY | seconds from a host's answer to the next request, where its robots.txt does not say another |
| DATELINE_PATIENCE | the most seconds a host may make us wait; one that asks for more is left alone |
| DATELINE_TRIES | requests for one document, where the host is busy or the connection breaks |
| DATELINE_BACKOFF | seconds before the second try, doubled for each one after, where the host does not say |
| DATELINE_HOSTS | hosts asked at once |
| DATELINE_CONNECT, DATELINE_READ, DATELINE_WHOLE | seconds to connect, to the next byte, for a whole request |
| DATELINE_NIGHT | seconds that all fetching of a run may take; what is left then is rejected |
| DATELINE_WORKERS | batches worked on at once, each read in a process of its own; the processor's cores by default |
| DATELINE_BATCH | documents in a batch |
| DATELINE_DOCUMENT | seconds of the processor in which one document must be read; what takes longer is rejected |
| DATELINE_CATCH_UP | missed nights that the next nightly run makes good, at most |
| DATELINE_MOST_DAYS | days of a backfill, at most |
| DATELINE_NAMES | host names under which `dateline serve` answers beside those of loopback, a JSON list |
| DATELINE_OPEN | "anyone who reaches the port may run commands as me": said so, `dateline serve` asks for no secret |
| DATELINE_RUNNER | `threads` (by default) works on batches on this machine, `dask` on a Dask cluster |
| DATELINE_DASK | address of its scheduler, `tcp://HOST:PORT`; without one a cluster of this machine for each run |
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.http.limits import Limits, Route
from flows.sandbox.bounded import DOCUMENT
from flows.sandbox.permissions import close, examine
from warehouse import Lake, LakeError

PROJECT = Path(__file__).resolve().parent.parent


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it."""


def is_endpoint(name: str | None) -> bool:
    """Whether a reader's name is an address. ValueError where it is one and names no model."""
    if not name or not name.startswith(("http://", "https://")):
        return False
    address, _, model = name.partition("#")
    where = urlsplit(address)
    if not where.hostname or not model or where.username is not None or where.query:
        raise ValueError(f"{address} is not an address and a model such as http://127.0.0.1:11434/v1#qwen3:14b")
    return True


class Settings(BaseSettings):
    """What a run may be told by its surroundings; see the module for the variables."""

    model_config = SettingsConfigDict(env_prefix="DATELINE_", frozen=True, extra="ignore", allow_inf_nan=False)

    home: Path = PROJECT
    catalog: str | None = None
    data: str | None = None
    nlp: str | None = None
    reader: str | None = None
    contact: str | None = None
    allowed_hosts: frozenset[str] = frozenset()
    routes: dict[str, Route] = Field(default_factory=dict)
    fresh: float = Field(default=Limits().fresh, ge=0)
    delay: float = Field(default=Limits().delay, ge=0)
    patience: float = Field(default=Limits().patience, ge=0)
    tries: int = Field(default=Limits().tries, ge=1, le=100)
    backoff: float = Field(default=Limits().backoff, ge=0)
    hosts: int = Field(default=Limits().hosts, ge=1)
    connect: float = Field(default=Limits().connect, gt=0)
    read: float = Field(default=Limits().read, gt=0)
    whole: float = Field(default=Limits().whole, gt=0)
    night: float = Field(default=Limits().night, gt=0)
    workers: int = Field(default=os.cpu_count() or 1, ge=1)
    batch: int = Field(default=50, ge=1)
    document: float = Field(default=DOCUMENT, gt=0)
    catch_up: int = Field(default=14, ge=0)
    most_days: int = Field(default=400, ge=1)
    names: frozenset[str] = frozenset()
    open: Literal["anyone who reaches the port may run commands as me"] | None = None
    runner: Literal["threads", "dask"] = "threads"
    dask: str | None = None

    @field_validator("contact")
    @classmethod
    def _can_be_sent(cls, contact: str | None) -> str | None:
        if contact and (len(contact) > 200 or not contact.isprintable()):
            raise ValueError("not one line of at most 200 printable characters, such as desk@outlet.example")
        return contact

    @field_validator("reader")
    @classmethod
    def _is_a_reader(cls, reader: str | None) -> str | None:
        known = not reader or reader in ("rules", "learned") or is_endpoint(reader)
        if not known and not (Path(str(reader)) / "reader.onnx").is_file():
            raise ValueError(
                f"{reader} is neither `rules` nor `learned`, nor a folder that holds reader.onnx, "
                "nor an address and a model such as http://127.0.0.1:11434/v1#qwen3:14b"
            )
        return reader or None

    @field_validator("dask")
    @classmethod
    def _scheduler(cls, address: str | None) -> str | None:
        parts = urlsplit(address or "tcp://host:1")
        if parts.scheme not in ("tcp", "tls") or not parts.hostname or not parts.port or parts.path:
            raise ValueError(f"{address} is not the address of a scheduler such as tcp://127.0.0.1:8786")
        return address or None

    @field_validator("names")
    @classmethod
    def _are_names(cls, names: frozenset[str]) -> frozenset[str]:
        for name in names:
            parts = urlsplit(f"//{name}")
            if "*" in name or not parts.hostname or name.lower() not in (parts.hostname, f"[{parts.hostname}]"):
                raise ValueError(f"{name} is not the name of a host such as desk.example")
        return names

    @field_validator("catalog", "data")
    @classmethod
    def _is_a_place(cls, value: str | None, info: ValidationInfo) -> str | None:
        try:
            Lake.of(PROJECT, **{"catalog": None, "data": None, str(info.field_name): value})
        except LakeError as error:
            raise ValueError(str(error)) from error
        return value

    @property
    def lake(self) -> Lake:
        return Lake.of(self.home, self.catalog, self.data)

    def close_home(self) -> None:
        """Take the rights of others from the home, before something is written there."""
        close(self.home, PROJECT)

    @property
    def incoming(self) -> Path:
        """Folder of this machine for responses on their way into the lake."""
        return self.home / "warehouse" / "data" / "incoming"

    @property
    def answers(self) -> Path:
        """Folder for what a language model answered about articles."""
        return self.home / "warehouse" / "data" / "answers"

    @property
    def turns(self) -> Path:
        """Folder by which the runs of this machine take turns at a host."""
        return self.home / "warehouse" / "data" / "turns"

    def limits(self, routes: Mapping[str, Route]) -> Limits:
        """What fetching may cost and where it may go; `routes` beside those set."""
        shared = {field.name for field in fields(Limits)} & set(Settings.model_fields) - {"routes"}
        told = {name: getattr(self, name) for name in shared}
        return Limits(routes={**self.routes, **routes}, turns=self.turns, **told)

    @property
    def sources(self) -> Path:
        """The list of sources: the home's own, else the project's."""
        own = self.home / "seeds" / "sources.toml"
        return own if own.exists() else PROJECT / "seeds" / "sources.toml"


def settings() -> Settings:
    """The settings in force now. SettingsError, naming the variable, where one has a value it cannot have;
    OpenHomeError where the home is not this user's alone."""
    home = Path(os.environ.get("DATELINE_HOME") or PROJECT)
    examine(home, PROJECT)
    try:
        return Settings(home=home, _env_file=home / ".env")  # type: ignore[call-arg]
    except UnicodeDecodeError as error:
        raise SettingsError(f"{home / '.env'}: no text in UTF-8") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"DATELINE_{name}: {first['msg'].removeprefix('Value error, ')}") from error
