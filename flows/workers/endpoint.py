"""Event reader backed by a language model behind an OpenAI-compatible endpoint; answers are cached.

`DATELINE_READER=http://127.0.0.1:11434/v1#qwen3:14b` names address and model; OPENAI_API_KEY holds the key, if one is
needed. The user sets the address, so it may be private; redirects are not followed.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transforms.facts.extract import EventReader
    from transforms.resolving.document import Document
    from transforms.tables.schema import Event

CONNECT, ANSWER = 10.0, 600.0
"""Seconds to connect, and between bytes of the answer: a model on a small machine takes minutes."""
LARGEST = 4 * 2**20
"""Maximum bytes of an answer."""


class EndpointError(ValueError):
    """An endpoint that gives no usable answer; the message is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model at an address; `cache` is the folder of its answers."""

    url: str
    model: str
    cache: Path

    def events(self, document: Document) -> list[Event]:
        """The events that the model finds in a document, each slot a span of its text. Raises EndpointError."""
        from transforms.facts.events.learned.answers import events_of, questions

        items = [item for question in questions(document) for item in self._answer(question)]
        return events_of(items, document, self.model)

    def _answer(self, question: str) -> list[Any]:
        """The items of the answer to a question, from the cache if it was asked before and the file is whole."""
        from transforms.facts.events.learned.answers import instructions, items_of

        key = json.dumps([self.model, instructions(), question])
        file = self.cache / f"{sha256(key.encode()).hexdigest()}.json"
        with suppress(OSError, ValueError):
            return items_of(file.read_text(encoding="utf-8"))
        items = self._asked([("system", instructions()), ("user", question)])
        self.cache.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps({"events": items}), encoding="utf-8")
        os.replace(part, file)
        return items

    def _asked(self, messages: list[tuple[str, str]]) -> list[Any]:
        from transforms.facts.events.learned.answers import items_of, schema

        wanted = {"name": "events", "schema": schema(), "strict": True}
        request = {
            "model": self.model,
            "temperature": 0,
            "seed": 0,
            "messages": [{"role": role, "content": content} for role, content in messages],
            "response_format": {"type": "json_schema", "json_schema": wanted},
        }
        status, body = self._send("POST", "chat/completions", request)
        if status == HTTPStatus.BAD_REQUEST:  # some servers do not support a schema
            request["response_format"] = {"type": "json_object"}
            status, body = self._send("POST", "chat/completions", request)
        if status != HTTPStatus.OK:
            raise EndpointError(f"{self}: it answers {status}: {' '.join(body.decode(errors='replace').split())[:200]}")
        try:
            return items_of(json.loads(body)["choices"][0]["message"]["content"])
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise EndpointError(f"{self}: its answer is no JSON object with a list of events") from error

    def _send(self, method: str, path: str, request: dict[str, Any] | None = None) -> tuple[int, bytes]:
        """Status and body of the answer to a request. EndpointError if there is none, or one that is too long."""
        import httpx

        key = os.environ.get("OPENAI_API_KEY")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        limits = httpx.Timeout(ANSWER, connect=CONNECT)
        try:
            with (
                httpx.Client(timeout=limits, trust_env=False, headers=headers) as client,
                client.stream(method, f"{self.url}/{path}", json=request) as answer,
            ):
                body = b""
                for piece in answer.iter_bytes():
                    body += piece
                    if len(body) > LARGEST:
                        raise EndpointError(f"{self}: its answer has more than {LARGEST} bytes")
                return answer.status_code, body
        except httpx.HTTPError as error:
            raise EndpointError(f"{self}: it does not answer: {error or type(error).__name__}") from error

    def __str__(self) -> str:
        return f"reader {self.url}#{self.model}"


def reader_of(name: str | None) -> EventReader | None:
    """The reader called `name`: an endpoint with its cache in the home, a network, or None for the rules alone."""
    from transforms.facts.events.learned import reader_of as without_address

    if name is None or "://" not in name:
        return without_address(name)
    from flows.settings import settings  # imported late: commands without an endpoint need no settings

    address, _, model = name.partition("#")
    return Endpoint(address.rstrip("/"), model, settings().answers)
