"""A language model behind an OpenAI-compatible address as reader of events, its answers cached by text and model.

`DATELINE_READER=http://127.0.0.1:11434/v1#qwen3:14b` names address and model; the key, where one is asked for, comes by
OPENAI_API_KEY as with other clients. The address is the user's own word, so it may be private; it is never redirected.
"""

from __future__ import annotations

import json
import os
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
"""Seconds to connect, and to wait for an answer: a model on a small machine takes minutes."""
LARGEST = 4 * 2**20
"""Bytes of an answer that are read."""


class EndpointError(ValueError):
    """An address that gives no answer; the message is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model at an address; `cache` is the folder of its answers."""

    url: str
    model: str
    cache: Path

    def events(self, document: Document) -> list[Event]:
        """The events of a story as the model reads them, each slot words of the text. EndpointError where it gives no
        answer."""
        from transforms.facts.events.learned.answers import events_of, questions

        return events_of([self._answer(question) for question in questions(document)], document, self.model)

    def _answer(self, question: str) -> Any:
        """The answer to a question, parsed; from the cache where it was asked before."""
        from transforms.facts.events.learned.answers import instructions

        asked = json.dumps([self.model, instructions(), question])
        kept = self.cache / f"{sha256(asked.encode()).hexdigest()}.json"
        if kept.exists():
            return json.loads(kept.read_text(encoding="utf-8"))
        answer = self._asked([("system", instructions()), ("user", question)])
        self.cache.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps(answer), encoding="utf-8")
        os.replace(part, kept)
        return answer

    def _asked(self, messages: list[tuple[str, str]]) -> Any:
        from transforms.facts.events.learned.answers import schema

        whole = {"name": "events", "schema": schema(), "strict": True}
        told = {
            "model": self.model,
            "temperature": 0,
            "seed": 0,
            "messages": [{"role": role, "content": content} for role, content in messages],
            "response_format": {"type": "json_schema", "json_schema": whole},
        }
        status, body = self._post(told)
        if status == HTTPStatus.BAD_REQUEST:  # it may know no schema
            status, body = self._post(told | {"response_format": {"type": "json_object"}})
        if status != HTTPStatus.OK:
            raise EndpointError(f"{self}: it answers {status}: {' '.join(body.decode(errors='replace').split())[:200]}")
        try:
            return json.loads(json.loads(body)["choices"][0]["message"]["content"])
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise EndpointError(f"{self}: its answer is no JSON as the protocol has it") from error

    def _post(self, told: dict[str, Any]) -> tuple[int, bytes]:
        import httpx

        key = os.environ.get("OPENAI_API_KEY")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        limits = httpx.Timeout(ANSWER, connect=CONNECT)
        try:
            with (
                httpx.Client(timeout=limits, trust_env=False, headers=headers) as client,
                client.stream("POST", f"{self.url}/chat/completions", json=told) as answer,
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
    """The reader of a name: an endpoint, with its answers in the home; else the rules, a network or none."""
    from transforms.facts.events.learned import reader_of as without_address

    if name is None or "://" not in name:
        return without_address(name)
    from flows.settings import settings  # what only reads does not wait for it

    address, _, model = name.partition("#")
    return Endpoint(address.rstrip("/"), model, settings().answers)
