"""The location of a lake's files: a folder, or an S3-compatible bucket."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from warehouse.storage.errors import LakeError, quoted

_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]+(/[\w!.'()/-]*)?", re.ASCII)


def place(data: str) -> str:
    """The location as DuckLake expects it, with a trailing slash. LakeError if it is invalid."""
    if "://" not in data:
        return f"{Path(data).resolve()}/"
    if not _BUCKET.fullmatch(data):
        raise LakeError("no place for files; a folder and s3://BUCKET/PREFIX are")
    return data.rstrip("/") + "/"


def credentials(data: str) -> str | None:
    """The CREATE SECRET statement for the bucket, from the standard AWS_… environment variables.

    None for a folder. LakeError for an invalid endpoint.
    """
    if "://" not in data:
        return None
    options = {
        "KEY_ID": _first_set_variable("AWS_ACCESS_KEY_ID"),
        "SECRET": _first_set_variable("AWS_SECRET_ACCESS_KEY"),
        "SESSION_TOKEN": _first_set_variable("AWS_SESSION_TOKEN"),
        "REGION": _first_set_variable("AWS_REGION", "AWS_DEFAULT_REGION"),
    }
    options |= _endpoint(_first_set_variable("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"))
    words = "".join(f", {name} {quoted(value)}" for name, value in options.items() if value)
    return f"CREATE SECRET lake (TYPE s3, SCOPE {quoted(data)}{words})"


def _endpoint(url: str | None) -> dict[str, str]:
    """Options of a custom endpoint, with path-style addresses, since its host name rarely has bucket subdomains."""
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or "@" in parts.netloc or parts.path.strip("/"):
        raise LakeError("AWS_ENDPOINT_URL: not an address like https://host:port")
    return {"ENDPOINT": parts.netloc, "URL_STYLE": "path", "USE_SSL": str(parts.scheme == "https").lower()}


def _first_set_variable(*names: str) -> str | None:
    return next((os.environ[name] for name in names if os.environ.get(name)), None)
