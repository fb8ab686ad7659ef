"""The type of the fixture `parse`, which makes a document of a text."""

from __future__ import annotations

from collections.abc import Callable

from transforms.resolving.document import Document

Parse = Callable[..., Document]
