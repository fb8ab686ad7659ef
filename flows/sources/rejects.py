"""Turns failures into Rejects: an error costs one document, entry or source, and the rest go on."""

from __future__ import annotations

import logging

from flows.http.limits import WebError
from flows.http.text import storable
from transforms.tables.schema import Reason, Reject, Stage

log = logging.getLogger("dateline")

LONGEST = 1000
"""Maximum characters of a reject's detail."""


class SourceError(ValueError):
    """A source, or a line of one, that cannot be used; the message is one sentence that names the place."""

    def __init__(self, detail: str, reason: Reason = "malformed") -> None:
        super().__init__(detail)
        self.reason: Reason = reason


def refused(url: str, source_id: str, stage: Stage, error: Exception) -> Reject:
    """The Reject for `error`. An unexpected exception becomes `malformed` with its class in the detail; its traceback
    is logged at debug level.
    """
    reason: Reason = "malformed"
    detail = " ".join(str(error).split())
    if isinstance(error, WebError | SourceError):
        reason = error.reason
    else:
        log.debug("%s: %s failed", storable(url), stage, exc_info=error)
        detail = f"{url}: {type(error).__name__}: {detail}."
    return Reject(
        url=storable(url), source_id=storable(source_id), stage=stage, reason=reason, detail=storable(detail)[:LONGEST]
    )
