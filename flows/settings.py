"""Typed settings from environment variables or from `.env` in the home folder; all have defaults.

| variable | meaning |
| --- | --- |
| DATELINE_HOME | home folder: warehouse, `.env` and seeds; default: the project |
| DATELINE_CATALOG | shared catalog: `postgres:` and a libpq string or URI without password; default: SQLite |
| DATELINE_DATA | location of the Parquet files: folder or `s3://BUCKET/PREFIX` (credentials: AWS_… variables) |
| DATELINE_NLP | name or folder of an alternative spaCy pipeline (Universal Dependencies or ClearNLP) |
| DATELINE_READER | event reader: `learned` (default), `rules`, a folder, or URL and model (docs/readers.md) |
| DATELINE_CONTACT | contact address of the operator, sent in the User-Agent header |
| DATELINE_ALLOWED_HOSTS | hosts that may be fetched from private addresses, a JSON list |
| DATELINE_ROUTES | address and port per host, overriding DNS, a JSON object of lists |
| DATELINE_FRESH | seconds before the same URL is requested again; default: half a day |
| DATELINE_DELAY | seconds between requests to a host, unless its robots.txt sets a Crawl-delay |
| DATELINE_PATIENCE | maximum seconds to wait at the request of a host; hosts that ask for more are skipped |
| DATELINE_TRIES | maximum requests per document if the host is busy or the connection breaks |
| DATELINE_BACKOFF | seconds before the first retry, doubled for each further one, unless the host sets Retry-After |
| DATELINE_HOSTS | maximum number of hosts fetched concurrently |
| DATELINE_CONNECT | maximum seconds until a host accepts the connection |
| DATELINE_READ | maximum seconds until the next byte of an answer |
| DATELINE_WHOLE | maximum seconds of a whole request |
| DATELINE_NIGHT | maximum seconds of fetching per run; remaining documents are rejected |
| DATELINE_WORKERS | worker processes, one batch each; default: number of CPU cores |
| DATELINE_BATCH | documents per batch |
| DATELINE_DOCUMENT | maximum CPU seconds per document; slower ones are rejected |
| DATELINE_CATCH_UP | maximum number of missed nights that a nightly run catches up |
| DATELINE_MOST_DAYS | maximum number of days of a backfill |
| DATELINE_NAMES | additional host names of `dateline serve`, a JSON list; loopback names are always accepted |
| DATELINE_OPEN | "anyone who reaches the port may run commands as me" disables the secret of `dateline serve` |
| DATELINE_BRIEF | whether each run writes a brief; default: true |
| DATELINE_WATCH | watch list of the brief: names of actors and places, a JSON list (docs/brief.md) |
| DATELINE_RUNNER | `threads` (default) processes batches on this machine, `dask` on a Dask cluster |
| DATELINE_DASK | address of the Dask scheduler, `tcp://HOST:PORT`; default: a local cluster per run |
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields
from difflib import get_close_matches
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as SettingsParsingError

from flows import home as homes
from flows.http.limits import Limits, Route
from flows.sandbox.bounded import DOCUMENT
from flows.sandbox.permissions import close
from transforms.shipped import LEARNED, PROJECT, RULES, SEEDS
from warehouse import Lake, LakeError

PREFIX = "DATELINE_"
FORMS = {
    "home": "/srv/dateline",
    "allowed_hosts": """'["intranet.example"]'""",
    "routes": """'{"outlet.example": ["127.0.0.1", 8000]}'""",
    "names": """'["desk.example"]'""",
    "catalog": "'postgres:host=db.example dbname=dateline user=desk'",
    "data": "s3://bucket/prefix",
    "nlp": "en_core_web_trf",
    "reader": "rules",
    "contact": "desk@outlet.example",
    "open": "'anyone who reaches the port may run commands as me'",
    "runner": "dask",
    "dask": "tcp://127.0.0.1:8786",
    "tries": "3",
    "hosts": "8",
    "workers": "2",
    "batch": "50",
    "catch_up": "14",
    "most_days": "400",
    "brief": "false",
    "watch": """'["Hama", "Rapid Support Forces"]'""",
} | dict.fromkeys(("fresh", "delay", "patience", "backoff", "connect", "read", "whole", "night", "document"), "2.5")
"""An example value of each setting, as written in a shell and in `.env`."""


class SettingsError(ValueError):
    """An invalid setting; the message names it."""


def is_endpoint(name: str | None) -> bool:
    """Whether a reader's name is an endpoint address. ValueError if it is one without a model."""
    if not name or not name.startswith(("http://", "https://")):
        return False
    address, _, model = name.partition("#")
    where = urlsplit(address)
    if not where.hostname or not model or where.username is not None or where.query:
        raise ValueError(f"{address} is not an address and a model such as http://127.0.0.1:11434/v1#qwen3:14b")
    return True


class Settings(BaseSettings):
    """The settings of a run; the module lists the variables."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", allow_inf_nan=False)

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
    brief: bool = True
    watch: tuple[str, ...] = ()
    runner: Literal["threads", "dask"] = "threads"
    dask: str | None = None

    @field_validator("contact")
    @classmethod
    def _check_contact(cls, contact: str | None) -> str | None:
        if contact and (len(contact) > 200 or not contact.isprintable()):
            raise ValueError("not one line of at most 200 printable characters, such as desk@outlet.example")
        return contact

    @field_validator("reader")
    @classmethod
    def _check_reader(cls, reader: str | None) -> str | None:
        known = not reader or reader in (RULES, LEARNED) or is_endpoint(reader)
        if not known and not (Path(str(reader)) / "reader.onnx").is_file():
            raise ValueError(
                f"{reader} is neither `rules` nor `learned`, nor a folder that holds reader.onnx, "
                "nor an address and a model such as http://127.0.0.1:11434/v1#qwen3:14b"
            )
        return reader or None

    @field_validator("nlp")
    @classmethod
    def _check_nlp(cls, nlp: str | None) -> str | None:
        named = bool(nlp and nlp.isidentifier() and find_spec(nlp))
        if nlp and not named and not (Path(nlp) / "config.cfg").is_file():
            raise ValueError(
                f"{nlp} is neither an installed spaCy pipeline (`pip install {nlp}`) nor the folder of one"
            )
        return nlp or None

    @field_validator("dask")
    @classmethod
    def _check_dask(cls, address: str | None) -> str | None:
        parts = urlsplit(address or "tcp://host:1")
        if parts.scheme not in ("tcp", "tls") or not parts.hostname or not parts.port or parts.path:
            raise ValueError(f"{address} is not the address of a scheduler such as tcp://127.0.0.1:8786")
        return address or None

    @field_validator("names")
    @classmethod
    def _check_names(cls, names: frozenset[str]) -> frozenset[str]:
        for name in names:
            parts = urlsplit(f"//{name}")
            if "*" in name or not parts.hostname or name.lower() not in (parts.hostname, f"[{parts.hostname}]"):
                raise ValueError(f"{name} is not the name of a host such as desk.example")
        return names

    @field_validator("catalog", "data")
    @classmethod
    def _check_location(cls, value: str | None, info: ValidationInfo) -> str | None:
        try:
            Lake.of(PROJECT, **{"catalog": None, "data": None, str(info.field_name): value})
        except LakeError as error:
            raise ValueError(str(error)) from error
        return value

    @property
    def lake(self) -> Lake:
        return Lake.of(self.home, self.catalog, self.data)

    def close_home(self) -> None:
        """Remove the permissions of group and others from the home before anything is written there."""
        close(self.home, PROJECT)
        homes.mark(self.home)

    @property
    def processes(self) -> int:
        """Maximum worker processes that read articles on this machine."""
        return self.workers if self.runner == "threads" else 1

    @property
    def incoming(self) -> Path:
        """Local folder for responses not yet in the lake."""
        return self.home / "warehouse" / "data" / "incoming"

    @property
    def spilled(self) -> Path:
        """Local folder for the facts of runs under way."""
        return self.home / "warehouse" / "data" / "spilled"

    @property
    def cleaned(self) -> Path:
        """Local file with what the pages of the latest days were cleaned to."""
        return self.home / "warehouse" / "data" / "cleaned.sqlite"

    @property
    def answers(self) -> Path:
        """Folder for cached answers of a language model."""
        return self.home / "warehouse" / "data" / "answers"

    @property
    def turns(self) -> Path:
        """Folder through which the runs on this machine share the throttle."""
        return self.home / "warehouse" / "data" / "turns"

    def limits(self, routes: Mapping[str, Route]) -> Limits:
        """Limits of the HTTP client; `routes` are added to those set."""
        shared = {field.name for field in fields(Limits)} & set(Settings.model_fields) - {"routes"}
        own = {name: getattr(self, name) for name in shared}
        return Limits(routes={**self.routes, **routes}, turns=self.turns, **own)

    @property
    def sources(self) -> Path:
        """The list of sources: the home's own, else the project's."""
        own = self.home / "seeds" / "sources.toml"
        return own if own.exists() else SEEDS / "sources.toml"


def settings(home: Path | None = None) -> Settings:
    """The current settings of a home, by default the one that DATELINE_HOME or the current folder selects.

    SettingsError for an invalid value or an unknown name, naming the variable; OpenHomeError if the home is not private
    to this user, SeedError for an invalid row in its seeds, ValueError if a newer version of Dateline wrote there.
    """
    home = (home or homes.folder()).expanduser()
    homes.examine(home)
    _refuse_misspelled(home)
    try:
        return _load(home, *_sources_of_settings(home))
    except UnicodeDecodeError as error:
        raise SettingsError(f"{home / '.env'}: no text in UTF-8") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        detail = first["msg"].removeprefix("Value error, ")
        form = "" if first["type"] == "value_error" else f"; it has the form DATELINE_{name.upper()}={FORMS[name]}"
        raise SettingsError(f"DATELINE_{name.upper()}: {detail}{form}") from error
    except SettingsParsingError as error:
        name = re.findall(r'"(\w+)"', str(error))[0]
        detail = f"cannot be read as JSON; it has the form DATELINE_{name.upper()}={FORMS[name]}"
        raise SettingsError(f"DATELINE_{name.upper()}: {detail}") from error


@lru_cache(maxsize=1)
def _load(home: Path, variables: tuple[tuple[str, str], ...], file: tuple[int, int] | None) -> Settings:
    """The settings of a home, read again only if the variables or its `.env` changed."""
    return Settings(home=home, _env_file=home / ".env")  # type: ignore[call-arg]


def _sources_of_settings(home: Path) -> tuple[tuple[tuple[str, str], ...], tuple[int, int] | None]:
    """What the settings depend on: the variables, and the modification time and size of `.env`."""
    variables = tuple(sorted((name, value) for name, value in os.environ.items() if name.upper().startswith(PREFIX)))
    try:
        status = (home / ".env").stat()
    except OSError:
        return variables, None
    return variables, (status.st_mtime_ns, status.st_size)


def _refuse_misspelled(home: Path) -> None:
    """SettingsError for a variable that looks like a setting but is none: a typo must not be ignored."""
    with suppress(OSError, UnicodeDecodeError):  # reading the settings reports that
        in_file = dotenv_values(home / ".env")
        for variable in (*os.environ, *in_file):
            name = variable.upper().removeprefix("DATELINE_").lower()
            if variable.upper().startswith("DATELINE__") or f"dateline_{name}" != variable.lower():
                continue
            if name not in Settings.model_fields:
                similar = get_close_matches(name, Settings.model_fields, 1)
                known = ", ".join(f"DATELINE_{field.upper()}" for field in sorted(Settings.model_fields))
                hint = f"did you mean DATELINE_{similar[0].upper()}?" if similar else f"these are: {known}."
                where = f" in {home / '.env'}" if variable not in os.environ else ""
                raise SettingsError(f"{variable}{where} is no setting; {hint}")
