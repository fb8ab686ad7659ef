"""What outlets say about machines that read them, in the words of the standards for it.

`Content-Signal` (contentsignals.org) and `License` (RSL, rslstandard.org) are lines of robots.txt; the TDM Reservation
Protocol (TDMRep, a report of a W3C community group) is a header or a meta element; `noai` is a word of
`X-Robots-Tag` and of the robots meta element. docs/rights.md tells what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from transforms.cleaning.draft import line
from transforms.cleaning.meta import Metas

MOST = 20
"""Statements of one place that are kept."""
LONGEST = 300
"""Characters of one of them."""

_NAMES = ("tdm-reservation", "tdm-policy")
_ROBOTS = ("robots", "dateline")
_NO_AI = re.compile(r"\bnoai\b|\bnoimageai\b", re.IGNORECASE)
_RESERVED = re.compile(
    r": (?:Content-Signal: .*\bai-input\s*=\s*no\b|tdm-reservation: 1$|(?:x-robots-tag|robots|dateline): .*\bnoai\b)",
    re.IGNORECASE,
)


def in_robots(text: str, robot: str) -> list[str]:
    """What a robots.txt says to a robot of this name: the `Content-Signal` lines of the groups that speak to it, else
    of those for all, and the `License` lines of any place, since they speak of the whole site."""
    licences, signals = list[str](), dict[str, list[str]]()
    agents, is_open = ["*"], False
    for field, value in _fields(text):
        if field == "user-agent":
            agents = [*agents, value.lower()] if is_open else [value.lower()]
            is_open = True
            continue
        is_open = False
        if field == "license":
            licences.append(_statement("robots.txt", "License", value))
        elif field == "content-signal":
            for agent in agents:
                signals.setdefault(agent, []).append(_statement("robots.txt", "Content-Signal", value))
    return [*signals.get(robot.lower(), signals.get("*", [])), *licences][:MOST]


def in_headers(headers: Mapping[str, str]) -> list[str]:
    """What the headers of a response say, their names in lower case."""
    found = [_statement("header", name, headers[name]) for name in _NAMES if name in headers]
    tag = headers.get("x-robots-tag", "")
    return [*found, *([_statement("header", "x-robots-tag", tag)] if _NO_AI.search(tag) else [])]


def in_metas(metas: Metas) -> list[str]:
    """What the meta elements of a page say."""
    found = [_statement("meta", name, value) for name in _NAMES for value in metas.get(name, ())]
    tags = [(name, value) for name in _ROBOTS for value in metas.get(name, ()) if _NO_AI.search(value)]
    return [*found, *(_statement("meta", name, value) for name, value in tags)][:MOST]


def reserved(statements: Iterable[str]) -> str | None:
    """The first of the statements that asks machines such as this one to keep away; None where none does.

    A search index and training are other uses than this, and a licence says on what terms: they are no refusal.
    """
    return next((each for each in statements if _RESERVED.search(each)), None)


def _fields(text: str) -> Iterator[tuple[str, str]]:
    for row in text.splitlines():
        field, mark, value = row.partition("#")[0].partition(":")
        if mark and value.strip():
            yield field.strip().lower(), value.strip()


def _statement(where: str, name: str, value: str) -> str:
    return f"{where}: {name}: {line(value)[:LONGEST]}"
