"""The type of the fixture `parse`: from a text, and optionally its day of publication, to its document."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transforms.resolving.document import Document

Parse = Callable[..., "Document"]
